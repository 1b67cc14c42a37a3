// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a commit must make of the roles: entries of the gone end, entries of the new begin, and where the last
//! steward goes, its successor follows.

use std::collections::{BTreeMap, BTreeSet};

use toguna_types::AccountId;

use crate::rules::evidence::Proven;
use crate::rules::{Evidence, GroupView, Invalid, LeafView, Policy, Role};

/// The policy that a commit with these Removes and these new accounts must carry, unless a steward changes more.
/// Equal to the policy before, if the commit needs to change nothing.
///
/// # Errors
/// [`Invalid`], if no policy would do.
pub fn policy_after(
    group: &GroupView,
    added: &BTreeMap<AccountId, Role>,
    removes: &[u32],
    evidence: &Evidence,
) -> Result<Policy, Invalid> {
    let proven = evidence.proven(group, removes.len())?;
    forced(group, added, removes, &proven)
}

/// As [`policy_after`], with the evidence read. The accounts of `added` get the role named there, unless they
/// are members already.
pub(super) fn forced(
    group: &GroupView,
    added: &BTreeMap<AccountId, Role>,
    removes: &[u32],
    proven: &Proven,
) -> Result<Policy, Invalid> {
    let before = group.accounts();
    let standing: BTreeMap<u32, &LeafView> = group
        .leaves
        .iter()
        .filter(|(index, _)| !removes.contains(index))
        .map(|(index, leaf)| (*index, leaf))
        .collect();
    let mut policy = group.policy.clone();
    let staying: BTreeSet<AccountId> = standing.values().map(|leaf| leaf.account()).collect();
    // An account whose leaves all go, while the same commit adds it again, was never away.
    policy
        .roles
        .retain(|account, _| staying.contains(account) || added.contains_key(account));
    for (account, role) in added {
        if !before.contains(account) {
            policy.roles.insert(*account, *role);
        }
    }
    if !policy.roles.values().any(|role| *role == Role::Steward) {
        for heir in heirs(group, &standing, &staying, &policy, proven)? {
            policy.roles.insert(heir, Role::Steward);
        }
    }
    Ok(policy)
}

/// Who becomes steward when the last one goes: whom the leave names, else, if nobody so named is left, the
/// contributor (else reader) with the lowest leaf index. The committer chooses nothing.
fn heirs(
    group: &GroupView,
    standing: &BTreeMap<u32, &LeafView>,
    staying: &BTreeSet<AccountId>,
    policy: &Policy,
    proven: &Proven,
) -> Result<Vec<AccountId>, Invalid> {
    let named: Vec<AccountId> = group
        .accounts()
        .difference(staying)
        .filter(|account| group.policy.role_of(**account) == Some(Role::Steward))
        .flat_map(|account| proven.successors_of(*account))
        .collect();
    if named.is_empty() {
        return Err(Invalid::NoSuccessor);
    }
    let present: Vec<AccountId> = named.into_iter().filter(|a| staying.contains(a)).collect();
    if !present.is_empty() {
        return Ok(present);
    }
    [Role::Contributor, Role::Reader]
        .into_iter()
        .find_map(|role| {
            standing
                .values()
                .map(|leaf| leaf.account())
                .find(|account| policy.role_of(*account) == Some(role))
        })
        .map(|heir| vec![heir])
        .ok_or(Invalid::LastSteward)
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! The verdict on a member's commit: whether its role allows everything it does.

use std::collections::BTreeMap;

use toguna_types::AccountId;

use crate::rules::evidence::Proven;
use crate::rules::succession::forced;
use crate::rules::{Action, CommitKind, CommitView, GroupView, Invalid, LeafView, Policy, Role, Wire};

/// Judges what only concerns members' commits: may this role do all that the commit does?
pub(super) fn judge_member(
    group: &GroupView,
    commit: &CommitView,
    member: &LeafView,
    after: &GroupView,
    proven: &Proven,
) -> Result<(), Invalid> {
    if commit.wire != Wire::Private {
        return Err(Invalid::WrongWire);
    }
    let me = Actor {
        account: member.account(),
        role: group
            .policy
            .role_of(member.account())
            .ok_or(Invalid::RoleMissing)?,
    };
    match &commit.path_leaf {
        Some(leaf) if !member.same_device(leaf) => return Err(Invalid::PathChangesDevice),
        Some(_) => me.needs(Action::UpdateOwnLeaf)?,
        None if needs_path(commit) => return Err(Invalid::PathMissing),
        None => {}
    }
    if commit.kind == CommitKind::Era {
        me.needs(Action::TurnEra)?;
    }
    for leaf in commit.removes.iter().filter_map(|i| group.leaves.get(i)) {
        me.needs(remove_action(me, leaf, commit, proven))?;
    }
    let added = judge_adds(group, commit, me, &after.policy, proven)?;
    judge_policy(group, commit, me, &added, (after, proven))
}

#[derive(Clone, Copy)]
struct Actor {
    account: AccountId,
    role: Role,
}

impl Actor {
    fn needs(self, action: Action) -> Result<(), Invalid> {
        if self.role.may(action) {
            Ok(())
        } else {
            Err(Invalid::RoleForbids(action))
        }
    }
}

/// Only a commit of nothing but Adds may go without a path (RFC 9420 §12.4).
const fn needs_path(commit: &CommitView) -> bool {
    commit.adds.is_empty() || !commit.removes.is_empty() || commit.context.is_some()
}

fn remove_action(me: Actor, leaf: &LeafView, commit: &CommitView, proven: &Proven) -> Action {
    // A request is to be put back, not to be let go: the same commit brings the same device.
    let comes_back = || commit.adds.iter().any(|added| added.same_device(leaf));
    if leaf.account() == me.account {
        Action::RemoveOwnDevice
    } else if proven.releases(leaf) {
        Action::RemoveOnLeave
    } else if proven.re_adds(leaf) && comes_back() {
        Action::ReAdd
    } else {
        Action::RemoveOther
    }
}

/// Judges the Adds; answers whom they add, each with the role it has or gets.
fn judge_adds(
    group: &GroupView,
    commit: &CommitView,
    me: Actor,
    after: &Policy,
    proven: &Proven,
) -> Result<BTreeMap<AccountId, Role>, Invalid> {
    let before = group.accounts();
    let mut added = BTreeMap::new();
    for leaf in &commit.adds {
        let account = leaf.account();
        let role = if before.contains(&account) {
            me.needs(if account == me.account {
                Action::AddOwnDevice
            } else if proven.asked(leaf.device.device()) && replaces(group, commit, leaf) {
                Action::ReAdd
            } else {
                Action::AddDeviceOfOther
            })?;
            group.policy.role_of(account)
        } else {
            // Whoever is added is given a role by name, also where joiners have one without.
            after.roles.get(&account).copied()
        };
        let role = role.ok_or(Invalid::RoleMissing)?;
        if !before.contains(&account) {
            me.needs(role.add_action())?;
        }
        added.insert(account, role);
    }
    Ok(added)
}

/// Whether a commit removes a leaf of the device that this one adds.
fn replaces(group: &GroupView, commit: &CommitView, added: &LeafView) -> bool {
    commit
        .removes
        .iter()
        .filter_map(|index| group.leaves.get(index))
        .any(|leaf| leaf.same_device(added))
}

fn judge_policy(
    group: &GroupView,
    commit: &CommitView,
    me: Actor,
    added: &BTreeMap<AccountId, Role>,
    (after, proven): (&GroupView, &Proven),
) -> Result<(), Invalid> {
    let (old, new) = (&group.policy, &after.policy);
    if !old.same_foundation(new) {
        return Err(Invalid::ChangesFixedField);
    }
    if !me.role.may(Action::ChangePolicy) && !same_but_roles(old, new) {
        return Err(Invalid::RoleForbids(Action::ChangePolicy));
    }
    if me.role.may(Action::ChangeRole) {
        return Ok(()); // what must hold of any roles is checked of every commit
    }
    let due = forced(group, added, &commit.removes, proven)?;
    if due.roles == new.roles {
        return Ok(());
    }
    let present = after.accounts();
    let steward_stays =
        |(account, role): (&AccountId, &Role)| *role == Role::Steward && present.contains(account);
    if new.roles.keys().any(|account| !present.contains(account)) {
        Err(Invalid::RoleOfAbsent)
    } else if old.roles.iter().any(steward_stays) {
        Err(Invalid::RoleForbids(Action::ChangeRole))
    } else {
        Err(Invalid::SuccessionWrong)
    }
}

fn same_but_roles(old: &Policy, new: &Policy) -> bool {
    let roles = old.roles.clone();
    Policy { roles, ..new.clone() } == *old
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! The verdict on a commit.

use std::collections::{BTreeMap, BTreeSet};

use toguna_types::{AccountId, Epoch, Era, Seq, limit};

use crate::rules::evidence::Proven;
use crate::rules::policy::exceeds;
use crate::rules::roster::{RoleChange, RosterLeaf, RosterStep};
use crate::rules::succession::forced;
use crate::rules::view::accounts;
use crate::rules::{
    Action, CommitKind, CommitView, Committer, ContextChange, Evidence, GroupView, Invalid, LeafView,
    Newcomers, Openness, Policy, Role, Wire,
};

/// Judges a commit against the space as it stood before it. Every device that holds the same three arguments
/// comes to the same verdict.
///
/// # Errors
/// [`Invalid`]: the committer is at fault.
pub fn judge(group: &GroupView, commit: &CommitView, evidence: &Evidence) -> Result<Judged, Invalid> {
    if commit.by_reference {
        return Err(Invalid::ProposalByReference);
    }
    if commit.other_proposals {
        return Err(Invalid::ProposalForbidden);
    }
    if exceeds(commit.adds.len(), limit::ADDS_PER_COMMIT) {
        return Err(Invalid::TooManyAdds);
    }
    check_removes(group, commit)?;
    let policy = match (&commit.context, commit.committer) {
        (Some(ContextChange::Other), _) => return Err(Invalid::ForeignExtension),
        (Some(ContextChange::Policy(_)), Committer::External) => return Err(Invalid::JoinDoesMore),
        (Some(ContextChange::Policy(policy)), Committer::Member(_)) => policy,
        (None, _) => &group.policy,
    };
    let after = GroupView {
        policy: policy.clone(),
        leaves: leaves_after(group, commit),
        epoch: group.epoch.next(),
    };
    match commit.committer {
        Committer::External => judge_join(group, commit)?,
        Committer::Member(index) => {
            let member = group.leaves.get(&index).ok_or(Invalid::CommitterUnknown)?;
            let proven = evidence.proven(group, commit.removes.len())?;
            judge_member(group, commit, member, &after, &proven)?;
        }
    }
    check_fresh_keys(group, commit)?;
    after.check()?;
    Ok(Judged::of(group, commit, after))
}

/// A valid commit: what it makes of the space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Whether a new era starts with the epoch it starts.
    pub turns_era: bool,
    /// Accounts that are in the space no more.
    pub removed_accounts: Vec<AccountId>,
    /// Accounts that are new in it.
    pub joined_accounts: Vec<AccountId>,
    /// The policy after it.
    pub after: Policy,
    /// The leaves after it, by leaf index.
    pub leaves: BTreeMap<u32, LeafView>,
    epoch: Epoch,
    outs: Vec<u32>,
    ins: Vec<RosterLeaf>,
    roles: Vec<RoleChange>,
}

impl Judged {
    fn of(group: &GroupView, commit: &CommitView, after: GroupView) -> Self {
        let arrives = !commit.adds.is_empty() || commit.committer == Committer::External;
        let from_join = [&group.policy, &after.policy]
            .iter()
            .any(|policy| policy.newcomers == Newcomers::FromJoin);
        let (then, now) = (group.accounts(), after.accounts());
        let (outs, ins) = leaf_changes(&group.leaves, &after.leaves, &commit.removes);
        Self {
            turns_era: !commit.removes.is_empty() || commit.kind == CommitKind::Era || (from_join && arrives),
            removed_accounts: then.difference(&now).copied().collect(),
            joined_accounts: now.difference(&then).copied().collect(),
            outs,
            ins,
            roles: role_changes(&group.policy, &after.policy),
            after: after.policy,
            leaves: after.leaves,
            epoch: after.epoch,
        }
    }

    /// What the commit enters in the roster, given the era before it and its place in the log.
    #[must_use]
    pub fn step(&self, era: Era, seq: Seq) -> RosterStep {
        RosterStep {
            era: if self.turns_era { era.next() } else { era },
            seq,
            outs: self.outs.clone(),
            ins: self.ins.clone(),
            roles: self.roles.clone(),
        }
    }

    /// The space after the commit.
    #[must_use]
    pub fn into_view(self) -> GroupView {
        GroupView {
            policy: self.after,
            leaves: self.leaves,
            epoch: self.epoch,
        }
    }
}

// === what holds for every commit ===

fn check_removes(group: &GroupView, commit: &CommitView) -> Result<(), Invalid> {
    let mut seen = BTreeSet::new();
    for index in &commit.removes {
        if commit.committer == Committer::Member(*index) {
            return Err(Invalid::RemovesCommitter);
        }
        if !group.leaves.contains_key(index) || !seen.insert(*index) {
            return Err(Invalid::RemovesUnknownLeaf);
        }
    }
    Ok(())
}

/// An added leaf brings a key that stands nowhere in the tree, not even on a leaf that goes: a leave signed with
/// the old leaf must not speak for the new one. A path may keep its own key, and take nobody else's.
fn check_fresh_keys(group: &GroupView, commit: &CommitView) -> Result<(), Invalid> {
    let taken = |leaf: &LeafView, own: Option<u32>| {
        group
            .leaves
            .iter()
            .any(|(index, other)| Some(*index) != own && other.leaf_key == leaf.leaf_key)
    };
    let own = match commit.committer {
        Committer::External => None,
        Committer::Member(index) => Some(index),
    };
    let path_taken = commit.path_leaf.as_ref().is_some_and(|leaf| taken(leaf, own));
    if path_taken || commit.adds.iter().any(|leaf| taken(leaf, None)) {
        return Err(Invalid::DuplicateLeafKey);
    }
    Ok(())
}

/// The leaves a commit makes: Removes first, then each newcomer to the leftmost blank leaf (RFC 9420 §7.7, §12.4).
fn leaves_after(group: &GroupView, commit: &CommitView) -> BTreeMap<u32, LeafView> {
    let mut leaves = group.leaves.clone();
    for index in &commit.removes {
        leaves.remove(index);
    }
    let joiner = match commit.committer {
        Committer::External => commit.path_leaf.as_ref(),
        Committer::Member(index) => {
            if let (Some(new), Some(leaf)) = (&commit.path_leaf, leaves.get_mut(&index)) {
                *leaf = new.clone();
            }
            None
        }
    };
    let mut blanks = 0u32..;
    for leaf in commit.adds.iter().chain(joiner) {
        if let Some(blank) = blanks.find(|index| !leaves.contains_key(index)) {
            leaves.insert(blank, leaf.clone());
        }
    }
    leaves
}

// === joining from outside ===

fn judge_join(group: &GroupView, commit: &CommitView) -> Result<(), Invalid> {
    if commit.wire != Wire::Public {
        return Err(Invalid::WrongWire);
    }
    if group.policy.openness != Openness::Network {
        return Err(Invalid::JoiningClosed);
    }
    let joiner = commit.path_leaf.as_ref().ok_or(Invalid::PathMissing)?;
    let supersedes = |index: &u32| {
        group
            .leaves
            .get(index)
            .is_some_and(|leaf| same_device(leaf, joiner))
    };
    if !commit.adds.is_empty() || commit.kind != CommitKind::Plain || !commit.removes.iter().all(supersedes) {
        return Err(Invalid::JoinDoesMore);
    }
    Ok(())
}

/// Whether two leaves are the same device of the same account, with the same device key.
fn same_device(a: &LeafView, b: &LeafView) -> bool {
    a.account() == b.account()
        && a.device.device() == b.device.device()
        && a.device.device_key() == b.device.device_key()
}

// === a member's commit ===

fn judge_member(
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
        Some(leaf) if !same_device(member, leaf) => return Err(Invalid::PathChangesDevice),
        Some(_) => me.needs(Action::UpdateOwnLeaf)?,
        None if needs_path(commit) => return Err(Invalid::PathMissing),
        None => {}
    }
    if commit.kind == CommitKind::Era {
        me.needs(Action::TurnEra)?;
    }
    for leaf in commit.removes.iter().filter_map(|i| group.leaves.get(i)) {
        me.needs(remove_action(me, leaf, proven))?;
    }
    let added = judge_adds(group, commit, me, &after.policy)?;
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

fn remove_action(me: Actor, leaf: &LeafView, proven: &Proven) -> Action {
    if leaf.account() == me.account {
        Action::RemoveOwnDevice
    } else if proven.releases(leaf) {
        Action::RemoveOnLeave
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
) -> Result<BTreeMap<AccountId, Role>, Invalid> {
    let before = accounts(&group.leaves);
    let mut added = BTreeMap::new();
    for account in commit.adds.iter().map(LeafView::account) {
        let role = if before.contains(&account) {
            me.needs(if account == me.account {
                Action::AddOwnDevice
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
    if me.role.may(Action::ChangeRole) && me.role.may(Action::ChangePolicy) {
        return Ok(()); // what must hold of any policy is checked of every commit
    }
    let due = forced(group, added, &commit.removes, proven)?;
    let roles_due = due.roles.clone();
    if (Policy {
        roles: new.roles.clone(),
        ..due
    }) != *new
    {
        return Err(Invalid::RoleForbids(Action::ChangePolicy));
    }
    if roles_due == new.roles {
        return Ok(());
    }
    let present = after.accounts();
    if new.roles.keys().any(|account| !present.contains(account)) {
        return Err(Invalid::RoleOfAbsent);
    }
    if !old
        .roles
        .iter()
        .any(|(a, role)| *role == Role::Steward && present.contains(a))
    {
        return Err(Invalid::SuccessionWrong);
    }
    Err(Invalid::RoleForbids(Action::ChangeRole))
}

// === what enters the roster ===

/// Leaves that went and leaves that came, by index. A leaf whose signature key or certificate changed went and
/// came: otherwise nobody could tell later whose signatures these are. Renewed encryption keys enter nothing.
fn leaf_changes(
    before: &BTreeMap<u32, LeafView>,
    after: &BTreeMap<u32, LeafView>,
    removes: &[u32],
) -> (Vec<u32>, Vec<RosterLeaf>) {
    let entry = |index: u32, leaf: &LeafView| RosterLeaf {
        index,
        leaf_key: leaf.leaf_key,
        cert: leaf.cert_digest(),
    };
    let differs = |index: &u32, leaf: &LeafView| {
        removes.contains(index) || after.get(index).is_none_or(|new| new != leaf)
    };
    let outs: Vec<u32> = before
        .iter()
        .filter(|(index, leaf)| differs(index, leaf))
        .map(|(index, _)| *index)
        .collect();
    let ins = after
        .iter()
        .filter(|(index, _)| outs.contains(index) || !before.contains_key(index))
        .map(|(index, leaf)| entry(*index, leaf))
        .collect();
    (outs, ins)
}

fn role_changes(before: &Policy, after: &Policy) -> Vec<RoleChange> {
    let named: BTreeSet<AccountId> = before.roles.keys().chain(after.roles.keys()).copied().collect();
    named
        .into_iter()
        .filter(|account| before.roles.get(account) != after.roles.get(account))
        .map(|account| RoleChange {
            account,
            role: after.roles.get(&account).copied(),
        })
        .collect()
}

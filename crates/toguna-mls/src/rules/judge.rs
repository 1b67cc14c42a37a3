// SPDX-License-Identifier: MIT OR Apache-2.0
//! The verdict on a commit.

use std::collections::{BTreeMap, BTreeSet};

use toguna_types::{AccountId, Epoch, Era, Seq, limit};

use crate::rules::member::judge_member;
use crate::rules::policy::exceeds;
use crate::rules::roster::Change;
use crate::rules::{
    CommitKind, CommitView, Committer, ContextChange, Evidence, GroupView, Invalid, LeafView, Newcomers,
    Openness, Policy, RosterStep, Wire,
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
    change: Change,
}

impl Judged {
    fn of(group: &GroupView, commit: &CommitView, after: GroupView) -> Self {
        let arrives = !commit.adds.is_empty() || commit.committer == Committer::External;
        let from_join = [&group.policy, &after.policy]
            .iter()
            .any(|policy| policy.newcomers == Newcomers::FromJoin);
        let (then, now) = (group.accounts(), after.accounts());
        Self {
            turns_era: !commit.removes.is_empty() || commit.kind == CommitKind::Era || (from_join && arrives),
            removed_accounts: then.difference(&now).copied().collect(),
            joined_accounts: now.difference(&then).copied().collect(),
            change: Change::between(group, &after),
            after: after.policy,
            leaves: after.leaves,
            epoch: after.epoch,
        }
    }

    /// What the commit enters in the roster, given the era before it and its place in the log.
    #[must_use]
    pub fn step(&self, era: Era, seq: Seq) -> RosterStep {
        let era = if self.turns_era { era.next() } else { era };
        self.change.clone().into_step(era, seq)
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
            .is_some_and(|leaf| leaf.same_device(joiner))
    };
    if !commit.adds.is_empty() || commit.kind != CommitKind::Plain || !commit.removes.iter().all(supersedes) {
        return Err(Invalid::JoinDoesMore);
    }
    Ok(())
}

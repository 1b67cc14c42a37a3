// SPDX-License-Identifier: MIT OR Apache-2.0
//! What members signed to be let go.

use std::collections::BTreeSet;

use toguna_auth::{Leave, ReAddRequest, Signed};
use toguna_types::{AccountId, DeviceId, limit};

use crate::rules::policy::exceeds;
use crate::rules::{GroupView, Invalid, LeafView};

/// What stands beside a commit in its envelope.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Leaves of accounts, as they were signed.
    pub leaves: Vec<Signed<Leave>>,
    /// Requests of devices to be put back, as they were signed.
    pub re_adds: Vec<Signed<ReAddRequest>>,
}

impl Evidence {
    /// No evidence.
    #[must_use]
    pub const fn none() -> Self {
        Self {
            leaves: Vec::new(),
            re_adds: Vec::new(),
        }
    }

    /// The least of `self` that speaks for removing these leaves: what a committer puts in the envelope.
    #[must_use]
    pub fn needed_for(&self, group: &GroupView, removes: &[u32]) -> Self {
        let mut open: BTreeSet<u32> = removes.iter().copied().collect();
        let mut leaves = Vec::new();
        for signed in &self.leaves {
            let Some(leave) = valid(group, signed) else {
                continue;
            };
            let covered: Vec<u32> = open
                .iter()
                .copied()
                .filter(|index| {
                    group
                        .leaves
                        .get(index)
                        .is_some_and(|leaf| leave.leaf_keys.contains(&leaf.leaf_key))
                })
                .collect();
            if !covered.is_empty() {
                for index in covered {
                    open.remove(&index);
                }
                leaves.push(signed.clone());
            }
        }
        let asks = |signed: &&Signed<ReAddRequest>| {
            let request = asked(group, signed);
            request.is_some_and(|(index, _)| removes.contains(&index))
        };
        let re_adds = self.re_adds.iter().filter(asks).take(1).cloned().collect();
        Self { leaves, re_adds }
    }

    /// Reads and verifies the leaves. One that does not hold counts for nothing; more than there are Removes
    /// are refused unread, so that evidence costs no more time than the commit is worth.
    pub(super) fn proven(&self, group: &GroupView, removes: usize) -> Result<Proven, Invalid> {
        if self.leaves.len().saturating_add(self.re_adds.len()) > removes {
            return Err(Invalid::TooMuchEvidence);
        }
        let leaves = self
            .leaves
            .iter()
            .filter_map(|signed| valid(group, signed))
            .collect();
        let re_adds = self
            .re_adds
            .iter()
            .filter_map(|signed| asked(group, signed))
            .map(|(_, request)| request)
            .collect();
        Ok(Proven { leaves, re_adds })
    }
}

/// Leaves that hold.
pub(super) struct Proven {
    leaves: Vec<Leave>,
    re_adds: Vec<ReAddRequest>,
}

impl Proven {
    /// Whether a leave names this leaf.
    pub(super) fn releases(&self, leaf: &LeafView) -> bool {
        self.leaves
            .iter()
            .any(|leave| leave.leaf_keys.contains(&leaf.leaf_key))
    }

    /// Whether a device asked to be put back in this leaf's place.
    pub(super) fn re_adds(&self, leaf: &LeafView) -> bool {
        self.re_adds
            .iter()
            .any(|request| request.device == leaf.device.device() && request.leaf_key == leaf.leaf_key)
    }

    /// Whether a device asked to be put back, wherever it stands.
    pub(super) fn asked(&self, device: DeviceId) -> bool {
        self.re_adds.iter().any(|request| request.device == device)
    }

    /// Whom an account named to follow it.
    pub(super) fn successors_of(&self, account: AccountId) -> impl Iterator<Item = AccountId> {
        self.leaves
            .iter()
            .filter(move |leave| leave.account == account)
            .filter_map(|leave| leave.successor)
            .filter(move |successor| *successor != account)
    }
}

/// Reads a leave that holds: for this log, signed by a leaf of the account that it names and that still stands,
/// naming nobody else's leaf. Keys it names that are gone already do no harm: a leave ends with its leaf keys,
/// and a leaf once gone signs nothing more.
fn valid(group: &GroupView, signed: &Signed<Leave>) -> Option<Leave> {
    if exceeds(signed.bytes().len(), LEAVE_BYTES) {
        return None;
    }
    let claim = signed.unverified().ok()?;
    if claim.log != group.policy.log {
        return None;
    }
    let named = || {
        group
            .leaves
            .values()
            .filter(|leaf| claim.leaf_keys.contains(&leaf.leaf_key))
    };
    if named().any(|leaf| leaf.account() != claim.account) {
        return None;
    }
    named().find_map(|leaf| signed.verify(&leaf.leaf_key).ok())
}

/// Reads a request that holds: for this log, by the device of a leaf that still stands, naming that leaf.
fn asked(group: &GroupView, signed: &Signed<ReAddRequest>) -> Option<(u32, ReAddRequest)> {
    if exceeds(signed.bytes().len(), RE_ADD_BYTES) {
        return None;
    }
    let claim = signed.unverified().ok()?;
    if (claim.relay, claim.log) != (group.policy.relay, group.policy.log) {
        return None;
    }
    let named = |(_, leaf): &(&u32, &LeafView)| {
        leaf.leaf_key == claim.leaf_key && leaf.device.device() == claim.device
    };
    let (index, leaf) = group.leaves.iter().find(named)?;
    let request = signed.verify(leaf.device.device_key()).ok()?;
    Some((*index, request))
}

/// No request is longer: relay, log, device, leaf key, commit.
const RE_ADD_BYTES: u32 = 32 + 32 + 16 + 32 + 33;

/// No leave is longer: log, account, length, one key for each device an account may have, successor. Anything
/// longer is not read, so that nobody spends time on keys that no leaf has.
const LEAVE_BYTES: u32 = 32 + 32 + 2 + 32 * limit::DEVICES_PER_ACCOUNT + 33;

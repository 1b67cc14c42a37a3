// SPDX-License-Identifier: MIT OR Apache-2.0
//! The roster: the hash chain over what every accepted commit made of the membership (docs/protocol.md).
//!
//! `tip_n = SHA-256(label ‖ tip_{n-1} ‖ step_n)`. Members sign the tip with what they write, so that two devices
//! that were shown different members find out at the next word that crosses. No rule of validity reads it.

use std::collections::BTreeSet;

use tls_codec::{
    DeserializeBytes as _, SerializeBytes as _, TlsDeserializeBytes, TlsSerializeBytes, TlsSize,
};
use toguna_auth::VerifyingKey;
use toguna_types::{AccountId, Digest, Era, FaultKind, Hasher, LogId, RelayId, Seq};

use crate::rules::{GroupView, LeafView, Role};

/// A leaf that came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub struct RosterLeaf {
    /// Its leaf index.
    pub index: u32,
    /// Its signature key.
    pub leaf_key: VerifyingKey,
    /// SHA-256 of its device's certificate.
    pub cert: Digest,
}

impl RosterLeaf {
    fn of(index: u32, leaf: &LeafView) -> Self {
        Self {
            index,
            leaf_key: leaf.leaf_key,
            cert: leaf.cert_digest(),
        }
    }
}

/// An account's entry in the policy that changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub struct RoleChange {
    /// The account.
    pub account: AccountId,
    /// Its role now; none, if its entry ended.
    pub role: Option<Role>,
}

/// What one commit made of the membership.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub struct RosterStep {
    /// The era after it.
    pub era: Era,
    /// Its place in the log.
    pub seq: Seq,
    /// Leaf indices that went, in order.
    pub outs: Vec<u32>,
    /// Leaves that came, in order of their index.
    pub ins: Vec<RosterLeaf>,
    /// Entries of the policy that changed, in order of the account.
    pub roles: Vec<RoleChange>,
}

impl RosterStep {
    /// The step's bytes, as the chain hashes them and a vault row keeps them.
    ///
    /// # Errors
    /// [`RosterFault`].
    pub fn encode(&self) -> Result<Vec<u8>, RosterFault> {
        self.tls_serialize_bytes().map_err(|_| RosterFault::Malformed)
    }

    /// Reads what [`Self::encode`] wrote.
    ///
    /// # Errors
    /// [`RosterFault`].
    pub fn decode(bytes: &[u8]) -> Result<Self, RosterFault> {
        Self::tls_deserialize_exact_bytes(bytes).map_err(|_| RosterFault::Malformed)
    }
}

/// A step that has no place in the log yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    outs: Vec<u32>,
    ins: Vec<RosterLeaf>,
    roles: Vec<RoleChange>,
}

impl Change {
    /// What a commit changed. A leaf whose signature key or certificate changed went and
    /// came: otherwise nobody could tell later whose signatures these are. Renewed encryption keys enter
    /// nothing.
    pub(super) fn between(before: &GroupView, after: &GroupView) -> Self {
        let outs: Vec<u32> = before
            .leaves
            .iter()
            .filter(|(index, leaf)| after.leaves.get(index) != Some(leaf))
            .map(|(index, _)| *index)
            .collect();
        let ins = after
            .leaves
            .iter()
            .filter(|(index, _)| outs.contains(index) || !before.leaves.contains_key(index))
            .map(|(index, leaf)| RosterLeaf::of(*index, leaf))
            .collect();
        let (old, new) = (&before.policy.roles, &after.policy.roles);
        let named: BTreeSet<AccountId> = old.keys().chain(new.keys()).copied().collect();
        let roles = named
            .into_iter()
            .filter(|account| old.get(account) != new.get(account))
            .map(|account| RoleChange {
                account,
                role: new.get(&account).copied(),
            })
            .collect();
        Self { outs, ins, roles }
    }

    /// The step, once the commit has its place.
    pub(super) fn into_step(self, era: Era, seq: Seq) -> RosterStep {
        let Self { outs, ins, roles } = self;
        RosterStep {
            era,
            seq,
            outs,
            ins,
            roles,
        }
    }
}

/// The tip of the chain, and the era it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Roster {
    /// The era.
    pub era: Era,
    /// The chain's hash.
    pub tip: Digest,
}

impl Roster {
    /// Label of the first link.
    pub const GENESIS_LABEL: &'static str = "toguna/roster-genesis/v1";
    /// Label of every later link.
    pub const LABEL: &'static str = "toguna/roster/v1";

    /// The roster of a space just founded, with the step that holds its first members.
    ///
    /// # Errors
    /// [`RosterFault`].
    pub fn start(group: &GroupView) -> Result<(Self, RosterStep), RosterFault> {
        let step = RosterStep {
            era: Era::new(0),
            seq: Seq::new(0),
            outs: Vec::new(),
            ins: group
                .leaves
                .iter()
                .map(|(index, leaf)| RosterLeaf::of(*index, leaf))
                .collect(),
            roles: group
                .policy
                .roles
                .iter()
                .map(|(account, role)| RoleChange {
                    account: *account,
                    role: Some(*role),
                })
                .collect(),
        };
        let roster = Self::genesis(group.policy.relay, group.policy.log, &step)?;
        Ok((roster, step))
    }

    /// The roster that begins with `step`, as a newcomer recomputes it.
    ///
    /// # Errors
    /// [`RosterFault`].
    pub fn genesis(relay: RelayId, log: LogId, step: &RosterStep) -> Result<Self, RosterFault> {
        let tip = Hasher::new()
            .chain(&labelled(Self::GENESIS_LABEL)?)
            .chain(relay.as_bytes())
            .chain(log.as_bytes())
            .chain(&step.encode()?)
            .finish();
        Ok(Self { era: step.era, tip })
    }

    /// The roster after one more accepted commit.
    ///
    /// # Errors
    /// [`RosterFault`].
    pub fn after(self, step: &RosterStep) -> Result<Self, RosterFault> {
        let tip = Hasher::new()
            .chain(&labelled(Self::LABEL)?)
            .chain(self.tip.as_bytes())
            .chain(&step.encode()?)
            .finish();
        Ok(Self { era: step.era, tip })
    }
}

fn labelled(label: &str) -> Result<Vec<u8>, RosterFault> {
    label.tls_serialize_bytes().map_err(|_| RosterFault::Malformed)
}

/// Why a step could not be read or written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RosterFault {
    /// The bytes are no step, or a list is longer than the format can say.
    #[error("the roster step is malformed")]
    Malformed,
}

impl RosterFault {
    /// Always [`FaultKind::Invalid`].
    #[must_use]
    pub const fn kind(self) -> FaultKind {
        FaultKind::Invalid
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::world::{AMAL, account, leaf, quartet};

    fn step() -> RosterStep {
        RosterStep {
            era: Era::new(1),
            seq: Seq::new(2),
            outs: vec![3],
            ins: vec![RosterLeaf::of(4, &leaf(AMAL, 0))],
            roles: vec![RoleChange {
                account: account(AMAL),
                role: Some(Role::Reader),
            }],
        }
    }

    #[test]
    fn a_step_comes_back_and_cut_or_longer_ones_do_not() {
        let mut bytes = step().encode().unwrap();
        assert_eq!(RosterStep::decode(&bytes), Ok(step()));
        for len in 0..bytes.len() {
            assert_eq!(RosterStep::decode(&bytes[..len]), Err(RosterFault::Malformed));
        }
        bytes.push(0);
        assert_eq!(RosterStep::decode(&bytes), Err(RosterFault::Malformed));
    }

    #[test]
    fn every_field_of_a_step_changes_the_tip() {
        let (start, _) = Roster::start(&quartet()).unwrap();
        let tip = |change: fn(&mut RosterStep)| {
            let mut step = step();
            change(&mut step);
            start.after(&step).unwrap().tip
        };
        let tips = [
            start.tip,
            tip(|_| {}),
            tip(|step| step.era = Era::new(9)),
            tip(|step| step.seq = Seq::new(9)),
            tip(|step| step.outs.clear()),
            tip(|step| step.ins.clear()),
            tip(|step| step.ins[0].index = 9),
            tip(|step| step.ins[0].leaf_key = leaf(AMAL, 1).leaf_key),
            tip(|step| step.ins[0].cert = Digest::ZERO),
            tip(|step| step.roles.clear()),
            tip(|step| step.roles[0].account = AccountId::from_bytes([9; 32])),
            tip(|step| step.roles[0].role = Some(Role::Steward)),
            tip(|step| step.roles[0].role = None),
        ];
        assert_eq!(tips.iter().collect::<BTreeSet<_>>().len(), tips.len());
        let mut later = start;
        later.tip = tip(|_| {});
        assert_ne!(later.after(&step()).unwrap().tip, later.tip);
    }

    #[test]
    fn the_first_tip_covers_relay_log_members_and_roles() {
        let tip = |change: fn(&mut GroupView)| {
            let mut group = quartet();
            change(&mut group);
            Roster::start(&group).unwrap().0.tip
        };
        let tips = [
            tip(|_| {}),
            tip(|group| group.policy.relay = RelayId::from_bytes([9; 32])),
            tip(|group| group.policy.log = LogId::from_bytes([9; 32])),
            tip(|group| group.leaves.retain(|index, _| *index != 2)),
            tip(|group| group.policy.roles.clear()),
        ];
        assert_eq!(tips.iter().collect::<BTreeSet<_>>().len(), tips.len());
    }

    #[test]
    fn a_link_is_label_tip_and_step_each_with_its_length() {
        let (start, _) = Roster::start(&quartet()).unwrap();
        let amal = leaf(AMAL, 0);
        let mut bytes = vec![16];
        bytes.extend(b"toguna/roster/v1");
        bytes.extend(start.tip.as_bytes());
        bytes.extend([0, 0, 0, 0, 0, 0, 0, 1]); // era
        bytes.extend([0, 0, 0, 0, 0, 0, 0, 2]); // seq
        bytes.extend([4, 0, 0, 0, 3]); // outs
        bytes.extend([0x40, 68, 0, 0, 0, 4]); // ins
        bytes.extend(amal.leaf_key.to_bytes());
        bytes.extend(amal.cert_digest().as_bytes());
        bytes.push(34); // roles
        bytes.extend(account(AMAL).as_bytes());
        bytes.extend([1, 1]);
        assert_eq!(start.after(&step()).unwrap().tip, Digest::of(&bytes));
    }

    #[test]
    fn the_chain_is_frozen() {
        let (start, first) = Roster::start(&quartet()).unwrap();
        assert_eq!((first.era, first.seq), (Era::new(0), Seq::new(0)));
        let tips = [start, start.after(&step()).unwrap()].map(|roster| roster.tip.as_bytes()[..8].to_vec());
        let expected = [
            [185, 73, 117, 29, 143, 182, 151, 247],
            [114, 151, 168, 86, 239, 89, 79, 191],
        ];
        assert_eq!(tips, expected);
    }
}

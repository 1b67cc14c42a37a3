// SPDX-License-Identifier: MIT OR Apache-2.0
//! The roster: the hash chain over what every accepted commit made of the membership (DESIGN §5).
//!
//! `tip_n = SHA-256(label ‖ tip_{n-1} ‖ step_n)`. Members sign the tip with what they write, so that two devices
//! that were shown different members find out at the next word that crosses. No rule of validity reads it.

use tls_codec::{
    DeserializeBytes as _, SerializeBytes as _, TlsDeserializeBytes, TlsSerializeBytes, TlsSize,
};
use toguna_auth::VerifyingKey;
use toguna_types::{AccountId, Digest, Era, FaultKind, Hasher, LogId, RelayId, Seq};

use crate::rules::{GroupView, Role};

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
                .map(|(index, leaf)| RosterLeaf {
                    index: *index,
                    leaf_key: leaf.leaf_key,
                    cert: leaf.cert_digest(),
                })
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

// SPDX-License-Identifier: MIT OR Apache-2.0
//! The history grant: what a newcomer is told of the time before it (docs/protocol.md). It rides as an extension of the
//! GroupInfo inside the Welcome, so that it is sealed to the newcomers and signed by the inviter's leaf.

use std::collections::BTreeMap;

use tls_codec::{
    DeserializeBytes as _, SerializeBytes as _, TlsDeserializeBytes, TlsSerializeBytes, TlsSize,
};
use toguna_auth::{DeviceCert, Signed, VerifiedDevice};
use toguna_types::{Digest, Epoch, Era, FaultKind, Head, LogId, RelayId};

use crate::format::CarriedKey;
use crate::rules::{GroupView, Roster, RosterLeaf, RosterStep};

/// Type of the GroupInfo extension: in the private-use range (RFC 9420 §17.3).
pub(crate) const GRANT_EXTENSION: u16 = 0xF109;

/// One era a newcomer may read.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub struct GrantedEra {
    /// Its number.
    pub era: Era,
    /// Its first epoch.
    pub first_epoch: Epoch,
    /// Head of the log right after the commit that began it.
    pub first: Head,
    /// Its key.
    pub key: CarriedKey,
}

/// What the inviter hands over. All of it is the inviter's word until others have signed what agrees with it.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub struct HistoryGrant {
    version: u8,
    /// Head of the log when the invitation was made.
    pub made: Head,
    /// The roster before the commit that adds the newcomer.
    pub(crate) before: BeforeJoin,
    /// What that commit enters in the roster; its place in the log is not known yet, and is zero here.
    pub(crate) step: RosterStep,
    /// The eras granted, in order.
    pub eras: Vec<GrantedEra>,
    /// Every roster step so far, where newcomers read everything; else empty.
    pub(crate) history: Vec<RosterStep>,
    /// The members before the commit, where the history is withheld; else empty, and the history says it.
    pub(crate) leaves: Vec<RosterLeaf>,
    /// Certificates of those who left, where the history is granted: who wrote what they wrote.
    pub(crate) departed: Vec<Signed<DeviceCert>>,
}

/// Era and tip of the roster before the commit that adds a newcomer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct BeforeJoin {
    pub(crate) era: Era,
    pub(crate) tip: Digest,
}

/// Why a grant cannot be made or does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GrantFault {
    /// The eras are not in order, or the current one is missing.
    #[error("the eras that were handed over are not in order")]
    Eras,
    /// No grant in a format that is known here.
    #[error("the history that was handed over is malformed")]
    Malformed,
    /// The roster does not lead to the members the space has.
    #[error("the roster that was handed over does not lead to the members there are")]
    Roster,
}

impl GrantFault {
    /// Always [`FaultKind::Invalid`].
    #[must_use]
    pub const fn kind(self) -> FaultKind {
        FaultKind::Invalid
    }
}

/// What an inviter puts in a grant.
pub(crate) struct GrantParts {
    pub(crate) made: Head,
    pub(crate) before: Roster,
    pub(crate) step: RosterStep,
    pub(crate) eras: Vec<GrantedEra>,
    pub(crate) history: Vec<RosterStep>,
    pub(crate) leaves: Vec<RosterLeaf>,
    pub(crate) departed: Vec<Signed<DeviceCert>>,
}

impl HistoryGrant {
    const VERSION: u8 = 1;

    pub(crate) fn of(parts: GrantParts) -> Self {
        Self {
            version: Self::VERSION,
            made: parts.made,
            before: BeforeJoin {
                era: parts.before.era,
                tip: parts.before.tip,
            },
            step: parts.step,
            eras: parts.eras,
            history: parts.history,
            leaves: parts.leaves,
            departed: parts.departed,
        }
    }

    pub(crate) fn encode(&self) -> Result<Vec<u8>, GrantFault> {
        self.tls_serialize_bytes().map_err(|_| GrantFault::Malformed)
    }

    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, GrantFault> {
        Self::tls_deserialize_exact_bytes(bytes)
            .ok()
            .filter(|grant| grant.version == Self::VERSION)
            .ok_or(GrantFault::Malformed)
    }

    /// The roster before the commit that adds the newcomer.
    #[must_use]
    pub const fn roster(&self) -> Roster {
        Roster {
            era: self.before.era,
            tip: self.before.tip,
        }
    }

    /// Whether records from before the newcomer are withheld.
    #[must_use]
    pub fn withholds_history(&self) -> bool {
        self.history.is_empty()
    }

    /// Checks the grant against the space it came with: the history leads to the tip it names, roster and step
    /// lead to exactly the leaves of the tree, and the key of every era up to now is there in order.
    pub(crate) fn check(&self, relay: RelayId, log: LogId, joined: &GroupView) -> Result<(), GrantFault> {
        let mut leaves = self.leaves_before(relay, log)?;
        apply(&mut leaves, &self.step);
        let there = joined
            .leaves
            .iter()
            .map(|(&index, leaf)| {
                (
                    index,
                    RosterLeaf {
                        index,
                        leaf_key: leaf.leaf_key,
                        cert: leaf.cert_digest(),
                    },
                )
            })
            .collect();
        if leaves != there {
            return Err(GrantFault::Roster);
        }
        self.check_eras()
    }

    fn leaves_before(&self, relay: RelayId, log: LogId) -> Result<BTreeMap<u32, RosterLeaf>, GrantFault> {
        let mut leaves: BTreeMap<u32, RosterLeaf> =
            self.leaves.iter().map(|leaf| (leaf.index, *leaf)).collect();
        let Some((first, later)) = self.history.split_first() else {
            return Ok(leaves);
        };
        if !leaves.is_empty() {
            return Err(GrantFault::Malformed);
        }
        let mut roster = Roster::genesis(relay, log, first).map_err(|_| GrantFault::Malformed)?;
        apply(&mut leaves, first);
        let mut seq = first.seq;
        for step in later {
            if step.seq <= seq {
                return Err(GrantFault::Roster);
            }
            seq = step.seq;
            roster = roster.after(step).map_err(|_| GrantFault::Malformed)?;
            apply(&mut leaves, step);
        }
        if roster != self.roster() || seq > self.made.seq {
            return Err(GrantFault::Roster);
        }
        Ok(leaves)
    }

    fn check_eras(&self) -> Result<(), GrantFault> {
        let in_order = self.eras.iter().zip(self.eras.iter().skip(1)).all(|(a, b)| {
            a.era.next() == b.era && a.first_epoch < b.first_epoch && a.first.seq < b.first.seq
        });
        let turned = self.step.era == self.before.era.next();
        let current = self.eras.last().map(|era| era.era) == Some(self.before.era);
        let complete = if turned {
            current || self.eras.is_empty()
        } else {
            current
        };
        if in_order && complete && (turned || self.step.era == self.before.era) {
            Ok(())
        } else {
            Err(GrantFault::Eras)
        }
    }

    /// The devices of those who left, by the digest of their certificate.
    pub(crate) fn departed_devices(&self) -> BTreeMap<Digest, VerifiedDevice> {
        self.departed
            .iter()
            .filter_map(|cert| Some((cert.digest(), VerifiedDevice::of(cert).ok()?)))
            .collect()
    }
}

fn apply(leaves: &mut BTreeMap<u32, RosterLeaf>, step: &RosterStep) {
    for index in &step.outs {
        leaves.remove(index);
    }
    leaves.extend(step.ins.iter().map(|leaf| (leaf.index, *leaf)));
}

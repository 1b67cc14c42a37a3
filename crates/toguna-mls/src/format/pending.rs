// SPDX-License-Identifier: MIT OR Apache-2.0
//! What the vault keeps beside a pending commit, since openmls does not show it again.

use tls_codec::{
    DeserializeBytes as _, SerializeBytes as _, TlsDeserializeBytes, TlsSerializeBytes, TlsSize,
};
use toguna_auth::{Leave, ReAddRequest, Signed};
use toguna_types::Digest;

use crate::format::Pointer;
use crate::rules::{CommitKind, Evidence};

/// A vault row; it never leaves the device.
#[derive(Debug, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct Pending {
    version: u8,
    /// SHA-256 of the MLS commit.
    pub(crate) commit: Digest,
    kind: u8,
    leaves: Vec<Signed<Leave>>,
    re_adds: Vec<Signed<ReAddRequest>>,
    /// Where its newcomers find their Welcome.
    pub(crate) pointer: Option<Pointer>,
}

impl Pending {
    const VERSION: u8 = 1;
    const ERA: u8 = 2;

    pub(crate) fn of(
        commit: Digest,
        kind: CommitKind,
        evidence: &Evidence,
        pointer: Option<Pointer>,
    ) -> Self {
        Self {
            version: Self::VERSION,
            commit,
            kind: match kind {
                CommitKind::Plain => 1,
                CommitKind::Era => Self::ERA,
            },
            leaves: evidence.leaves.clone(),
            re_adds: evidence.re_adds.clone(),
            pointer,
        }
    }

    pub(crate) fn encode(&self) -> Option<Vec<u8>> {
        self.tls_serialize_bytes().ok()
    }

    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        Self::tls_deserialize_exact_bytes(bytes)
            .ok()
            .filter(|pending| pending.version == Self::VERSION)
    }

    pub(crate) const fn kind(&self) -> CommitKind {
        if self.kind == Self::ERA {
            CommitKind::Era
        } else {
            CommitKind::Plain
        }
    }

    pub(crate) fn evidence(&self) -> Evidence {
        Evidence {
            leaves: self.leaves.clone(),
            re_adds: self.re_adds.clone(),
        }
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a commit's envelope holds.

use tls_codec::{
    DeserializeBytes as _, SerializeBytes as _, TlsDeserializeBytes, TlsSerializeBytes, TlsSize,
};
use toguna_auth::{CommitStatement, Leave, ReAddRequest, Signed};
use toguna_types::{Digest, Hasher, Opaque};

use crate::format::Pointer;
use crate::rules::Evidence;

/// The plaintext of a commit's envelope.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct CommitEnvelope {
    version: u8,
    /// The committer's leaf index, so that its word can be checked even where the commit cannot be read; `None`
    /// for a joiner's commit.
    pub(crate) leaf: Option<u32>,
    /// The MLS commit, an encoded `MLSMessage`.
    pub(crate) commit: Opaque,
    /// The committer's word on what it commits to.
    pub(crate) statement: Signed<CommitStatement>,
    /// Leaves of accounts the commit removes.
    pub(crate) leaves: Vec<Signed<Leave>>,
    /// Requests of devices it puts back.
    pub(crate) re_adds: Vec<Signed<ReAddRequest>>,
    /// Where the newcomers find Welcome and tree; repeated here so that any member can tell them.
    pub(crate) pointer: Option<Pointer>,
}

impl CommitEnvelope {
    const VERSION: u8 = 1;

    pub(crate) fn of(
        leaf: Option<u32>,
        commit: Vec<u8>,
        statement: Signed<CommitStatement>,
        evidence: &Evidence,
        pointer: Option<Pointer>,
    ) -> Self {
        Self {
            version: Self::VERSION,
            leaf,
            commit: commit.into(),
            statement,
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
            .filter(|envelope| envelope.version == Self::VERSION)
    }

    /// The evidence it brings.
    pub(crate) fn evidence(&self) -> Evidence {
        Evidence {
            leaves: self.leaves.clone(),
            re_adds: self.re_adds.clone(),
        }
    }
}

/// The digest of what stands beside a commit; the commit's authenticated data hold it.
pub(crate) fn beside(evidence: &Evidence, pointer: Option<&Pointer>) -> Option<Digest> {
    let label = "toguna/commit-beside/v1".tls_serialize_bytes().ok()?;
    let leaves = evidence.leaves.tls_serialize_bytes().ok()?;
    let re_adds = evidence.re_adds.tls_serialize_bytes().ok()?;
    let pointer = pointer.cloned().tls_serialize_bytes().ok()?;
    Some(
        Hasher::new()
            .chain(&label)
            .chain(&leaves)
            .chain(&re_adds)
            .chain(&pointer)
            .finish(),
    )
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! What sealed and signed things are bound to: relay, log, epoch, class, and for a commit what stands beside it.

use tls_codec::{SerializeBytes as _, TlsDeserializeBytes, TlsSerializeBytes, TlsSize};
use toguna_types::{AttachmentId, Class, Digest, Epoch, Era, Hasher, LogId, RelayId};

use crate::format::Part;
use crate::rules::CommitKind;

/// The context of every exporter: SHA-256(relay id ‖ log id).
pub(crate) fn exporter_context(relay: RelayId, log: LogId) -> [u8; 32] {
    *Hasher::new()
        .chain(relay.as_bytes())
        .chain(log.as_bytes())
        .finish()
        .as_bytes()
}

/// The associated data of an envelope, and of the MLS application message inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct EntryContext {
    pub(crate) relay: RelayId,
    pub(crate) log: LogId,
    pub(crate) epoch: Epoch,
    pub(crate) class: Class,
}

impl EntryContext {
    /// The bytes. All fields have fixed length, so that encoding cannot fail.
    pub(crate) fn encode(&self) -> Vec<u8> {
        self.tls_serialize_bytes().unwrap_or_default()
    }
}

/// The associated data of a record: its era stands for its epoch, so that it opens in the whole era.
#[derive(Clone, Copy, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct RecordContext {
    pub(crate) relay: RelayId,
    pub(crate) log: LogId,
    pub(crate) era: Era,
    pub(crate) class: Class,
}

impl RecordContext {
    pub(crate) fn encode(&self) -> Vec<u8> {
        self.tls_serialize_bytes().unwrap_or_default()
    }
}

/// The associated data of an attachment of a commit. The part is among them, so that a tree is no Welcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct PartContext {
    pub(crate) relay: RelayId,
    pub(crate) log: LogId,
    /// The epoch the commit begins.
    pub(crate) epoch: Epoch,
    pub(crate) id: AttachmentId,
    pub(crate) part: Part,
}

impl PartContext {
    pub(crate) fn encode(&self) -> Vec<u8> {
        self.tls_serialize_bytes().unwrap_or_default()
    }
}

/// The authenticated data of an MLS commit: the entry's context, what it is for, and the digest of what stands
/// beside it in the envelope, so that nobody can put another's commit beside other evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct CommitAad {
    version: u8,
    pub(crate) entry: EntryContext,
    kind: u8,
    pub(crate) beside: Digest,
}

impl CommitAad {
    const VERSION: u8 = 1;

    pub(crate) const fn of(entry: EntryContext, kind: CommitKind, beside: Digest) -> Self {
        let kind = match kind {
            CommitKind::Plain => 1,
            CommitKind::Era => 2,
        };
        Self {
            version: Self::VERSION,
            entry,
            kind,
            beside,
        }
    }

    pub(crate) fn encode(&self) -> Vec<u8> {
        self.tls_serialize_bytes().unwrap_or_default()
    }

    /// What the commit is for, if this is the authenticated data of a commit in `entry`.
    pub(crate) fn kind(&self, entry: &EntryContext) -> Option<CommitKind> {
        if self.version != Self::VERSION || self.entry != *entry {
            return None;
        }
        match self.kind {
            1 => Some(CommitKind::Plain),
            2 => Some(CommitKind::Era),
            _ => None,
        }
    }
}

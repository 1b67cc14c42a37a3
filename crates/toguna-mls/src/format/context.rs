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

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> EntryContext {
        EntryContext {
            relay: RelayId::from_bytes([1; 32]),
            log: LogId::from_bytes([2; 32]),
            epoch: Epoch::new(3),
            class: Class::Commit,
        }
    }

    #[test]
    fn the_contexts_are_frozen() {
        let place = [[1; 32], [2; 32]].concat();
        let three = 3u64.to_be_bytes();
        assert_eq!(entry().encode(), [place.as_slice(), &three, &[1]].concat());
        let record = RecordContext {
            relay: RelayId::from_bytes([1; 32]),
            log: LogId::from_bytes([2; 32]),
            era: Era::new(3),
            class: Class::Record,
        };
        assert_eq!(record.encode(), [place.as_slice(), &three, &[3]].concat());
        let part = PartContext {
            relay: RelayId::from_bytes([1; 32]),
            log: LogId::from_bytes([2; 32]),
            epoch: Epoch::new(3),
            id: AttachmentId::from_bytes([4; 16]),
            part: Part::Tree,
        };
        assert_eq!(part.encode(), [place.as_slice(), &three, &[4; 16], &[2]].concat());
        let aad = CommitAad::of(entry(), CommitKind::Era, Digest::from_bytes([5; 32]));
        assert_eq!(
            aad.encode(),
            [&[1], place.as_slice(), &three, &[1, 2], &[5; 32]].concat()
        );
    }

    #[test]
    fn authenticated_data_of_another_place_say_nothing_here() {
        let aad = CommitAad::of(entry(), CommitKind::Plain, Digest::ZERO);
        assert_eq!(aad.kind(&entry()), Some(CommitKind::Plain));
        let mut next = entry();
        next.epoch = Epoch::new(4);
        assert_eq!(aad.kind(&next), None);
        let later = CommitAad { version: 2, ..aad };
        assert_eq!(later.kind(&entry()), None);
        let unknown = CommitAad { kind: 3, ..aad };
        assert_eq!(unknown.kind(&entry()), None);
    }
}

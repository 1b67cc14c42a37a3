// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rows of logs.

use tls_codec::{TlsDeserializeBytes, TlsSerializeBytes, TlsSize};
use toguna_store::{EpochKeys, Erasing, LogState, NewLog};
use toguna_types::{Class, Digest, Epoch, Hasher, Head, Seq};

use super::{Body, Row};

/// What is known of a log.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct LogRow {
    pub(crate) epoch: Epoch,
    pub(crate) head: Head,
    pub(crate) write: [u8; 32],
    pub(crate) read: [u8; 32],
    pub(crate) steward: [u8; 32],
    pub(crate) join: Option<[u8; 32]>,
    pub(crate) named_until: Option<u64>,
    pub(crate) floor: Seq,
    pub(crate) bytes: u64,
    pub(crate) closes: Option<u64>,
    pub(crate) erases: Option<ErasingRow>,
    pub(crate) genesis: Head,
    pub(crate) founding: Digest,
}

/// Messages that are to be deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct ErasingRow {
    pub(crate) day: u64,
    pub(crate) upto: Seq,
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct EntryRow {
    pub(crate) class: Class,
    pub(crate) epoch: Epoch,
    pub(crate) hash: Digest,
    /// The chain's hash right after it.
    pub(crate) head: Digest,
    pub(crate) len: u32,
    pub(crate) payload: PayloadAt,
    pub(crate) stamps: Body,
}

/// Where an entry's payload is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
#[repr(u8)]
pub(crate) enum PayloadAt {
    /// It expired.
    Gone = 0,
    /// In a month's database.
    Month(u32) = 1,
    /// In the file named by its hash.
    File = 2,
}

/// Where a payload stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct PlaceRow {
    pub(crate) seq: Seq,
}

/// An epoch that is over: the commit that ended it, for ever, and its keys for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct EpochRow {
    pub(crate) commit: Digest,
    pub(crate) seq: Seq,
    pub(crate) keys: Option<PastKeys>,
}

/// The keys of an epoch that is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct PastKeys {
    pub(crate) write: [u8; 32],
    pub(crate) read: [u8; 32],
}

/// An attachment of a commit.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct AttachmentRow {
    pub(crate) body: Body,
}

impl Row for LogRow {
    const TABLE: &'static str = "logs";
}

impl Row for EntryRow {
    const TABLE: &'static str = "entries";
}

impl Row for PlaceRow {
    const TABLE: &'static str = "places";
}

impl Row for EpochRow {
    const TABLE: &'static str = "epochs";
}

impl Row for AttachmentRow {
    const TABLE: &'static str = "attachments";
}

impl LogRow {
    pub(crate) fn new(new: &NewLog) -> Self {
        Self {
            epoch: Epoch::default(),
            head: new.genesis,
            write: new.keys.write,
            read: new.keys.read,
            steward: new.steward,
            join: new.join,
            named_until: new.named_until(),
            floor: Seq::default(),
            bytes: 0,
            closes: None,
            erases: None,
            genesis: new.genesis,
            founding: Self::founding(new),
        }
    }

    /// A digest of all a founding says but its time: two of the same log with the same digest are the same.
    pub(crate) fn founding(new: &NewLog) -> Digest {
        let join = new.join.map_or_else(Vec::new, |join| join.to_vec());
        Hasher::new()
            .chain(&new.genesis.seq.get().to_be_bytes())
            .chain(new.genesis.hash.as_bytes())
            .chain(&new.keys.write)
            .chain(&new.keys.read)
            .chain(&new.steward)
            .chain(&join)
            .chain(&[u8::from(new.named)])
            .finish()
    }

    pub(crate) const fn keys(&self) -> EpochKeys {
        EpochKeys {
            write: self.write,
            read: self.read,
        }
    }

    pub(crate) const fn erases(&self) -> Option<Erasing> {
        match self.erases {
            None => None,
            Some(ErasingRow { day, upto }) => Some(Erasing { day, upto }),
        }
    }

    pub(crate) const fn state(&self) -> LogState {
        LogState {
            epoch: self.epoch,
            head: self.head,
            keys: self.keys(),
            steward: self.steward,
            join: self.join,
            named_until: self.named_until,
            floor: self.floor,
            bytes: self.bytes,
            closes: self.closes,
            erases: self.erases(),
        }
    }
}

impl PastKeys {
    pub(crate) const fn keys(self) -> EpochKeys {
        EpochKeys {
            write: self.write,
            read: self.read,
        }
    }
}

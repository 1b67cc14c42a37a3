// SPDX-License-Identifier: MIT OR Apache-2.0
//! The rows of `main/`, in the TLS presentation language (RFC 9420 §2.1).

mod blob;
mod device;
mod log;

use tls_codec::{DeserializeBytes, SerializeBytes, TlsDeserializeBytes, TlsSerializeBytes, TlsSize};
use toguna_store::StoreFault;
use toguna_types::{AttachmentId, BlobId, DeviceId, Digest, Epoch, LogId, Opaque, Seq, TokenId};

pub(crate) use blob::BlobRow;
pub(crate) use device::{
    AccountKept, ClaimRow, DeviceKept, HandleRow, KeyPackageMark, KeyPackageRow, LetterPlace, LetterRow,
    MailboxRow, ShelfRow, TokenEnd, TokenRow,
};
pub(crate) use log::{AttachmentRow, EntryRow, EpochRow, ErasingRow, LogRow, PastKeys, PayloadAt, PlaceRow};

/// A row: how it is written, and the name of its table for faults.
pub(crate) trait Row: SerializeBytes + DeserializeBytes + Sized {
    const TABLE: &'static str;

    fn encode(&self) -> Result<Vec<u8>, StoreFault> {
        self.tls_serialize_bytes()
            .map_err(|_| StoreFault::Inconsistent { table: Self::TABLE })
    }

    fn decode(bytes: &[u8]) -> Result<Self, StoreFault> {
        Self::tls_deserialize_exact_bytes(bytes).map_err(|_| StoreFault::Inconsistent { table: Self::TABLE })
    }

    fn torn() -> StoreFault {
        StoreFault::Inconsistent { table: Self::TABLE }
    }
}

/// Bytes in a row, or the hash that names their file.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
#[repr(u8)]
pub(crate) enum Body {
    Inline(Opaque) = 0,
    File(Digest) = 1,
}

/// A number on its own: counters and the format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct CountRow(pub(crate) u64);

impl Row for CountRow {
    const TABLE: &'static str = "counts";
}

/// What falls to a sweep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
#[repr(u8)]
pub(crate) enum Due {
    Payload {
        log: LogId,
        seq: Seq,
    } = 1,
    EpochKeys {
        log: LogId,
        epoch: Epoch,
    } = 2,
    Attachment {
        log: LogId,
        id: AttachmentId,
        token: Digest,
    } = 3,
    Letter {
        device: DeviceId,
        place: u64,
    } = 4,
    Token {
        token: TokenId,
    } = 5,
    Blob {
        log: LogId,
        id: BlobId,
    } = 6,
    /// What a closed log holds, from this place on.
    Log {
        log: LogId,
        from: Seq,
    } = 7,
    /// Messages that a steward asked to be deleted, from this place on.
    Messages {
        log: LogId,
        from: Seq,
    } = 8,
    /// A file that a steward asked to be deleted.
    AskedBlob {
        log: LogId,
        id: BlobId,
    } = 9,
}

impl Row for Due {
    const TABLE: &'static str = "due";
}

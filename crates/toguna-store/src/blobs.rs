// SPDX-License-Identifier: MIT OR Apache-2.0
//! Files of a log: ciphertext that comes in pieces and never changes.

use toguna_types::{BlobId, Digest, LogId, Timestamp, limit};

use crate::StoreFault;

/// The verbs on files.
pub trait Blobs {
    /// Makes a file that is to come, or tells how much of it is there. One that is not complete when
    /// `limit::UPLOAD_KEPT` is over goes with the next sweep.
    fn begin_blob(&self, new: NewBlob) -> impl Future<Output = Result<BlobBegun, StoreFault>> + Send;

    /// Stores the next piece: `limit::BLOB_PIECE_BYTES` long, or the rest. One that is there is not stored again.
    fn append_blob(&self, new: NewPiece) -> impl Future<Output = Result<Piece, StoreFault>> + Send;

    /// What is known of a file, or `None`.
    fn blob(
        &self,
        log: LogId,
        id: BlobId,
    ) -> impl Future<Output = Result<Option<BlobState>, StoreFault>> + Send;

    /// The `index`-th piece of a file; `None` before all its pieces are there, behind its end, and if there is none.
    fn blob_piece(
        &self,
        log: LogId,
        id: BlobId,
        index: u32,
    ) -> impl Future<Output = Result<Option<Vec<u8>>, StoreFault>> + Send;

    /// Deletes a file, complete or not, if the key of this hash does that; whether it did.
    fn delete_blob(
        &self,
        log: LogId,
        id: BlobId,
        key: Digest,
    ) -> impl Future<Output = Result<bool, StoreFault>> + Send;
}

/// A file to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewBlob {
    /// Its log.
    pub log: LogId,
    /// Its random id.
    pub id: BlobId,
    /// Its bytes, sealed.
    pub size: u64,
    /// SHA-256 of the key that deletes it.
    pub delete_key: Digest,
    /// Bytes that all files of the log may take.
    pub quota: u64,
    /// When.
    pub now: Timestamp,
}

/// The answer to `begin_blob`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlobBegun {
    /// It is there with so many bytes, now or since before.
    Received(u64),
    /// The log's files would take more than the quota.
    OverQuota,
    /// The id belongs to a file of another size or key.
    Taken,
    /// There is no such log.
    NoSuchLog,
}

/// A piece of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPiece {
    /// Its log.
    pub log: LogId,
    /// The file.
    pub id: BlobId,
    /// Where in the file it starts.
    pub offset: u64,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The answer to `append_blob`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// So many bytes are there from the start on.
    Received(u64),
    /// It is not the next piece; so many bytes are there.
    OutOfPlace(u64),
    /// There is no such file.
    NoSuchBlob,
}

/// What is known of a file.
#[cfg_attr(feature = "contract", derive(Hash))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlobState {
    /// Its bytes when complete.
    pub size: u64,
    /// Bytes that are there.
    pub received: u64,
    /// SHA-256 of the key that deletes it.
    pub delete_key: Digest,
}

impl BlobState {
    /// Whether all of it is there.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.received == self.size
    }

    /// Bytes of a piece of a complete file; `None` of one that is not complete, and behind its end.
    #[must_use]
    pub fn piece_len(&self, index: u32) -> Option<usize> {
        let start = u64::from(index).checked_mul(PIECE)?;
        let len = self.size.checked_sub(start)?.min(PIECE);
        let is_there = self.is_complete() && len > 0;
        usize::try_from(len).ok().filter(|_| is_there)
    }

    /// Which piece these bytes are, if they are the next one: `Ok` with its index, or the answer.
    ///
    /// # Errors
    /// What to answer where there is nothing to store.
    pub fn next_piece(&self, offset: u64, len: usize) -> Result<u32, Piece> {
        let len = u64::try_from(len).unwrap_or(u64::MAX);
        if offset.saturating_add(len) <= self.received && len > 0 {
            return Err(Piece::Received(self.received));
        }
        let rest = self.size.saturating_sub(self.received);
        let index = self
            .received
            .checked_div(PIECE)
            .and_then(|n| u32::try_from(n).ok());
        match index {
            Some(index) if offset == self.received && len == rest.min(PIECE) && rest > 0 => Ok(index),
            _ => Err(Piece::OutOfPlace(self.received)),
        }
    }
}

#[expect(clippy::as_conversions, reason = "widening, in a constant")]
const PIECE: u64 = limit::BLOB_PIECE_BYTES as u64;

// SPDX-License-Identifier: MIT OR Apache-2.0
//! [`Blobs`] on disk.

use toguna_store::{BlobBegun, BlobState, Blobs, NewBlob, NewPiece, Piece, StoreFault};
use toguna_types::{BlobId, Digest, LogId};

use crate::bytes::Bytes;
use crate::keys;
use crate::pieces::BlobName;
use crate::rows::{BlobRow, Row as _};
use crate::store::SledStore;
use crate::verbs::blob::{Append, Begin, Delete};

impl Blobs for SledStore {
    async fn begin_blob(&self, new: NewBlob) -> Result<BlobBegun, StoreFault> {
        self.call(Begin(new)).await
    }

    async fn append_blob(&self, new: NewPiece) -> Result<Piece, StoreFault> {
        let blob = BlobName {
            log: new.log,
            id: new.id,
        };
        let len = new.bytes.len();
        // What will be refused is not written first; the verb looks again.
        let state = self.blob(new.log, new.id).await?;
        let fits = state.is_some_and(|state| state.next_piece(new.offset, len).is_ok());
        let staged = match fits.then(|| self.stage(new.bytes, 0)) {
            Some(staging) => match staging.await? {
                Bytes::Large(file) => Some(file),
                Bytes::Small(_) => None,
            },
            None => None,
        };
        self.call(Append {
            blob,
            offset: new.offset,
            len,
            staged,
        })
        .await
    }

    async fn blob(&self, log: LogId, id: BlobId) -> Result<Option<BlobState>, StoreFault> {
        let row: Option<BlobRow> = self.disk()?.row(&keys::blob(BlobName { log, id }))?;
        Ok(row.map(|row| row.state()))
    }

    async fn blob_piece(&self, log: LogId, id: BlobId, index: u32) -> Result<Option<Vec<u8>>, StoreFault> {
        let blob = BlobName { log, id };
        self.reading(move |disk| {
            let is_there = |row: Option<BlobRow>| row.filter(|row| row.state().piece_len(index).is_some());
            let Some(row) = is_there(disk.row(&keys::blob(blob))?) else {
                return Ok(None);
            };
            let bytes = disk.pieces.read(blob, index)?;
            let whole = bytes.filter(|bytes| row.state().piece_len(index) == Some(bytes.len()));
            match whole {
                None if is_there(disk.row(&keys::blob(blob))?).is_some() => Err(BlobRow::torn()),
                bytes => Ok(bytes),
            }
        })
        .await
    }

    async fn delete_blob(&self, log: LogId, id: BlobId, key: Digest) -> Result<bool, StoreFault> {
        let blob = BlobName { log, id };
        self.call(Delete { blob, key }).await
    }
}

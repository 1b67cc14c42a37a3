// SPDX-License-Identifier: MIT OR Apache-2.0
//! [`Blobs`] in memory.

use std::collections::BTreeMap;

use toguna_types::{BlobId, Digest, LogId, limit};

use super::MemoryStore;
use crate::{BlobBegun, BlobState, Blobs, NewBlob, NewPiece, Piece, StoreFault, Swept, sweep_day};

impl Blobs for MemoryStore {
    async fn begin_blob(&self, new: NewBlob) -> Result<BlobBegun, StoreFault> {
        let mut rows = self.rows()?;
        if !rows.logs.has(new.log) || rows.logs.is_closed(new.log, new.now.day()) {
            return Ok(BlobBegun::NoSuchLog);
        }
        Ok(rows.blobs.begin(&new))
    }

    async fn append_blob(&self, new: NewPiece) -> Result<Piece, StoreFault> {
        let mut rows = self.rows()?;
        let Some(row) = rows.blobs.0.get_mut(&(new.log, new.id)) else {
            return Ok(Piece::NoSuchBlob);
        };
        if let Err(answer) = row.state.next_piece(new.offset, new.bytes.len()) {
            return Ok(answer);
        }
        let len = u64::try_from(new.bytes.len()).unwrap_or(u64::MAX);
        row.state.received = row.state.received.saturating_add(len);
        row.pieces.push(new.bytes);
        Ok(Piece::Received(row.state.received))
    }

    async fn blob(&self, log: LogId, id: BlobId) -> Result<Option<BlobState>, StoreFault> {
        Ok(self.rows()?.blobs.0.get(&(log, id)).map(|row| row.state))
    }

    async fn blob_piece(&self, log: LogId, id: BlobId, index: u32) -> Result<Option<Vec<u8>>, StoreFault> {
        let rows = self.rows()?;
        let row = rows.blobs.0.get(&(log, id)).filter(|row| row.state.is_complete());
        let index = usize::try_from(index).unwrap_or(usize::MAX);
        Ok(row.and_then(|row| row.pieces.get(index).cloned()))
    }

    async fn delete_blob(&self, log: LogId, id: BlobId, key: Digest) -> Result<bool, StoreFault> {
        let mut rows = self.rows()?;
        let row = rows.blobs.0.get(&(log, id));
        if row.is_none_or(|row| row.state.delete_key != key) {
            return Ok(false);
        }
        Ok(rows.blobs.0.remove(&(log, id)).is_some())
    }
}

#[cfg_attr(feature = "contract", derive(Clone, Hash))]
#[derive(Default)]
pub(super) struct Rows(BTreeMap<(LogId, BlobId), Row>);

#[cfg_attr(feature = "contract", derive(Clone, Hash))]
struct Row {
    state: BlobState,
    pieces: Vec<Vec<u8>>,
    sweep_day: u64,
    /// When it goes because a steward asked for it.
    goes: Option<u64>,
}

impl Rows {
    fn begin(&mut self, new: &NewBlob) -> BlobBegun {
        if let Some(Row { state, .. }) = self.0.get(&(new.log, new.id)) {
            return if (state.size, state.delete_key) == (new.size, new.delete_key) {
                BlobBegun::Received(state.received)
            } else {
                BlobBegun::Taken
            };
        }
        let of_log = self.0.iter().filter(|((log, _), _)| *log == new.log);
        let used = of_log.map(|(_, row)| row.state.size).fold(0, u64::saturating_add);
        if used.saturating_add(new.size) > new.quota {
            return BlobBegun::OverQuota;
        }
        let row = Row {
            state: BlobState {
                size: new.size,
                received: 0,
                delete_key: new.delete_key,
            },
            pieces: Vec::new(),
            sweep_day: sweep_day(new.now, limit::UPLOAD_KEPT),
            goes: None,
        };
        self.0.insert((new.log, new.id), row);
        BlobBegun::Received(0)
    }

    /// Notes on which day a file goes.
    pub(super) fn goes(&mut self, log: LogId, id: BlobId, day: Option<u64>) {
        if let Some(row) = self.0.get_mut(&(log, id)) {
            row.goes = day;
        }
    }

    pub(super) fn sweep(&mut self, today: u64, is_closed: impl Fn(LogId) -> bool, swept: &mut Swept) {
        let before = self.0.len();
        self.0.retain(|(log, _), row| {
            let is_wanted = row.goes.is_none_or(|day| day > today);
            !is_closed(*log) && is_wanted && (row.state.is_complete() || row.sweep_day > today)
        });
        let gone = before.saturating_sub(self.0.len());
        swept.others = swept
            .others
            .saturating_add(u64::try_from(gone).unwrap_or(u64::MAX));
    }
}

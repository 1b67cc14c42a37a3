// SPDX-License-Identifier: MIT OR Apache-2.0
//! Begins, appends to and deletes files.

use toguna_store::{BlobBegun, NewBlob, Piece, StoreFault, is_closed, sweep_day};
use toguna_types::{BlobId, Digest, LogId, limit};

use crate::committer::Verb;
use crate::disk::Room;
use crate::files::StagedFile;
use crate::group::{Settled, Tx};
use crate::keys;
use crate::pieces::{BlobName, PieceFile};
use crate::rows::{BlobRow, CountRow, Due};

pub(crate) struct Begin(pub(crate) NewBlob);

impl Verb for Begin {
    type Ready = BlobBegun;
    type Answer = BlobBegun;
    const ROOM: Room = Room::ToAdd;

    fn weight(&self) -> usize {
        512
    }

    fn apply(self, tx: &mut Tx<'_>) -> Result<BlobBegun, StoreFault> {
        let Self(new) = self;
        let NewBlob { log, id, .. } = new;
        if tx.log(log)?.is_none_or(|row| is_closed(row.closes, new.now)) {
            return Ok(BlobBegun::NoSuchLog);
        }
        let key = keys::blob(BlobName { log, id });
        if let Some(row) = tx.get::<BlobRow>(&key)? {
            return Ok(if (row.size, row.delete_key) == (new.size, new.delete_key) {
                BlobBegun::Received(row.received)
            } else {
                BlobBegun::Taken
            });
        }
        let CountRow(used) = tx.get(&keys::blob_bytes(log))?.unwrap_or_default();
        let used = used.saturating_add(new.size);
        if used > new.quota {
            return Ok(BlobBegun::OverQuota);
        }
        let row = BlobRow {
            size: new.size,
            received: 0,
            delete_key: new.delete_key,
            sweep_day: sweep_day(new.now, limit::UPLOAD_KEPT),
            goes: None,
        };
        tx.put(keys::blob_bytes(log), &CountRow(used))?;
        tx.mark_due(row.sweep_day, Due::Blob { log, id })?;
        tx.put(key, &row)?;
        Ok(BlobBegun::Received(0))
    }

    fn answer(ready: BlobBegun, _settled: &Settled) -> Result<BlobBegun, StoreFault> {
        Ok(ready)
    }
}

pub(crate) struct Append {
    pub(crate) blob: BlobName,
    pub(crate) offset: u64,
    pub(crate) len: usize,
    /// Its bytes, unless they fitted nowhere when they came.
    pub(crate) staged: Option<StagedFile>,
}

impl Verb for Append {
    type Ready = Piece;
    type Answer = Piece;
    const ROOM: Room = Room::ToAdd;

    fn weight(&self) -> usize {
        256
    }

    fn apply(self, tx: &mut Tx<'_>) -> Result<Piece, StoreFault> {
        let key = keys::blob(self.blob);
        let Some(mut row) = tx.get::<BlobRow>(&key)? else {
            return Ok(Piece::NoSuchBlob);
        };
        let index = match row.state().next_piece(self.offset, self.len) {
            Ok(index) => index,
            Err(answer) => return Ok(answer),
        };
        let Some(staged) = self.staged else {
            return Ok(Piece::OutOfPlace(row.received));
        };
        let len = u64::try_from(self.len).unwrap_or(u64::MAX);
        row.received = row.received.saturating_add(len);
        if row.state().is_complete() {
            let BlobName { log, id } = self.blob;
            tx.unmark_due(row.sweep_day, Due::Blob { log, id })?;
        }
        tx.put(key, &row)?;
        tx.keep_piece(PieceFile {
            blob: self.blob,
            index,
            staged,
        });
        Ok(Piece::Received(row.received))
    }

    fn answer(ready: Piece, _settled: &Settled) -> Result<Piece, StoreFault> {
        Ok(ready)
    }
}

pub(crate) struct Delete {
    pub(crate) blob: BlobName,
    pub(crate) key: Digest,
}

impl Verb for Delete {
    type Ready = bool;
    type Answer = bool;
    const ROOM: Room = Room::ToDelete;

    fn weight(&self) -> usize {
        512
    }

    fn apply(self, tx: &mut Tx<'_>) -> Result<bool, StoreFault> {
        let Self { blob, key } = self;
        let Some(row) = tx.get::<BlobRow>(&keys::blob(blob))? else {
            return Ok(false);
        };
        if row.delete_key != key {
            return Ok(false);
        }
        remove_early(tx, blob, &row)?;
        Ok(true)
    }

    fn answer(ready: bool, _settled: &Settled) -> Result<bool, StoreFault> {
        Ok(ready)
    }
}

/// Notes on which day a file goes because a steward asked for it, or that it does not.
pub(super) fn goes(tx: &mut Tx<'_>, log: LogId, id: BlobId, day: Option<u64>) -> Result<(), StoreFault> {
    let key = keys::blob(BlobName { log, id });
    let Some(row) = tx.get::<BlobRow>(&key)? else {
        return Ok(());
    };
    if let Some(day) = day {
        tx.mark_due(day, Due::AskedBlob { log, id })?;
    }
    tx.put(key, &BlobRow { goes: day, ..row })
}

/// Takes a file away on the day that a steward's request comes to, unless it was taken back or asked for a later one.
pub(super) fn remove_asked(tx: &mut Tx<'_>, day: u64, blob: BlobName) -> Result<(), StoreFault> {
    match tx.get::<BlobRow>(&keys::blob(blob))? {
        Some(row) if row.goes == Some(day) => remove_early(tx, blob, &row),
        Some(_) | None => Ok(()),
    }
}

/// Takes a file away before a sweep would, if one would.
pub(crate) fn remove_early(tx: &mut Tx<'_>, blob: BlobName, row: &BlobRow) -> Result<(), StoreFault> {
    if !row.state().is_complete() {
        let BlobName { log, id } = blob;
        tx.unmark_due(row.sweep_day, Due::Blob { log, id })?;
    }
    remove(tx, blob)
}

/// Takes a file that is there away.
pub(crate) fn remove(tx: &mut Tx<'_>, blob: BlobName) -> Result<(), StoreFault> {
    let row: BlobRow = tx.demand(&keys::blob(blob))?;
    release_bytes(tx, blob.log, row.size)?;
    tx.delete(keys::blob(blob));
    tx.release_pieces(blob);
    Ok(())
}

fn release_bytes(tx: &mut Tx<'_>, log: LogId, size: u64) -> Result<(), StoreFault> {
    let key = keys::blob_bytes(log);
    let CountRow(used) = tx.demand(&key)?;
    tx.put(key, &CountRow(used.saturating_sub(size)))
}

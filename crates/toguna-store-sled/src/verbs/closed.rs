// SPDX-License-Identifier: MIT OR Apache-2.0
//! Deletes what a closed log holds, a step at a time: payloads by their places, then attachments, files and past keys. Stubs
//! and the row of the log stay, so that its members are told, and its id is never another log's.

use toguna_store::{StoreFault, Swept};
use toguna_types::{BlobId, LogId, Seq};

use super::blob::remove_early;
use super::sweep::sweep_payload;
use crate::group::Tx;
use crate::keys::{self, OfLog};
use crate::pieces::BlobName;
use crate::rows::{AttachmentRow, BlobRow, Due, EpochRow, Row as _};

/// One step of it; the next is due the same day. Nothing if the log does not close that day: it was withdrawn.
pub(super) fn sweep(
    tx: &mut Tx<'_>,
    day: u64,
    log: LogId,
    from: Seq,
    swept: &mut Swept,
) -> Result<(), StoreFault> {
    let Some(row) = tx.log(log)?.filter(|row| row.closes == Some(day)) else {
        return Ok(());
    };
    let mut place = from;
    for _ in 0..STEP {
        if place >= row.head.seq {
            break;
        }
        place = place.next();
        sweep_payload(tx, log, place, swept)?;
    }
    if place < row.head.seq || rest(tx, log, swept)? {
        tx.mark_due(day, Due::Log { log, from: place })?;
    }
    Ok(())
}

/// Some of what is no entry; whether anything was there.
fn rest(tx: &mut Tx<'_>, log: LogId, swept: &mut Swept) -> Result<bool, StoreFault> {
    let mut found = false;
    for key in tx
        .stored(&keys::of_log(OfLog::Attachments, log))?
        .into_iter()
        .take(STEP)
    {
        let Some(row) = tx.get::<AttachmentRow>(&key)? else {
            continue;
        };
        tx.release(&row.body)?;
        tx.delete(key);
        swept.others = swept.others.saturating_add(1);
        found = true;
    }
    for key in tx
        .stored(&keys::of_log(OfLog::Blobs, log))?
        .into_iter()
        .take(STEP)
    {
        let Some(row) = tx.get::<BlobRow>(&key)? else {
            continue;
        };
        let id = key.last_chunk().copied().map(BlobId::from_bytes);
        let id = id.ok_or_else(Due::torn)?;
        remove_early(tx, BlobName { log, id }, &row)?;
        swept.others = swept.others.saturating_add(1);
        found = true;
    }
    for key in tx.stored(&keys::of_log(OfLog::Epochs, log))? {
        let row: EpochRow = tx.demand(&key)?;
        if row.keys.is_some() {
            tx.put(key, &EpochRow { keys: None, ..row })?;
            swept.others = swept.others.saturating_add(1);
            found = true;
        }
    }
    Ok(found)
}

/// Entries of one step, and rows of each table.
const STEP: usize = 256;

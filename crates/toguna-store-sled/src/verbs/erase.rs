// SPDX-License-Identifier: MIT OR Apache-2.0
//! Deletes the messages that a steward asked to be deleted, a step at a time. Their stubs stay.

use toguna_store::{StoreFault, Swept};
use toguna_types::{Class, LogId, Seq};

use super::sweep::sweep_payload;
use crate::group::Tx;
use crate::keys;
use crate::rows::{Due, EntryRow, LogRow, Row as _};

/// One step of it; the next is due the same day. Nothing if it was taken back, or asked for a later day.
pub(super) fn sweep(
    tx: &mut Tx<'_>,
    day: u64,
    log: LogId,
    from: Seq,
    swept: &mut Swept,
) -> Result<(), StoreFault> {
    let Some(row) = tx.log(log)? else { return Ok(()) };
    let Some(erasing) = row.erases.filter(|erasing| erasing.day == day) else {
        return Ok(());
    };
    let mut place = from;
    for _ in 0..STEP {
        if place >= erasing.upto {
            break;
        }
        place = place.next();
        let entry: EntryRow = tx.demand(&keys::entry(log, place))?;
        if entry.class == Class::Message {
            sweep_payload(tx, log, place, swept)?;
        }
    }
    if place < erasing.upto {
        return tx.mark_due(day, Due::Messages { log, from: place });
    }
    let before = tx.log(log)?.ok_or_else(LogRow::torn)?;
    let row = LogRow {
        erases: None,
        ..before.clone()
    };
    tx.put_log(log, Some(before), &row, &[])
}

/// Entries of one step.
const STEP: usize = 256;

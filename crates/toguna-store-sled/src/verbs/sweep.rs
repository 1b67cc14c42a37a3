// SPDX-License-Identifier: MIT OR Apache-2.0
//! Deletes what is due, one step at a time.

use toguna_store::{StoreFault, Swept};
use toguna_types::{LogId, Opaque, Seq};

use super::{ack, blob, closed, erase};
use crate::committer::Verb;
use crate::disk::Room;
use crate::group::{Settled, Tx};
use crate::keys::{self, Key};
use crate::months::Month;
use crate::pieces::BlobName;
use crate::rows::{AttachmentRow, Body, Due, EntryRow, EpochRow, LogRow, PayloadAt, Row as _};

pub(crate) struct Sweep {
    /// Keys made by [`keys::due`]; those done meanwhile are passed over.
    pub(crate) due: Vec<Key>,
}

impl Verb for Sweep {
    type Ready = Swept;
    type Answer = Swept;
    const ROOM: Room = Room::ToDelete;

    fn weight(&self) -> usize {
        self.due.len().saturating_mul(512)
    }

    fn apply(self, tx: &mut Tx<'_>) -> Result<Swept, StoreFault> {
        let mut swept = Swept::default();
        for key in self.due {
            if !tx.is_due(&key)? {
                continue;
            }
            let (day, due) = keys::split_due(&key).ok_or_else(Due::torn)?;
            let due = Due::decode(due)?;
            tx.delete(key); // first: a step of a closed log may be due again
            sweep_one(tx, day, due, &mut swept)?;
        }
        Ok(swept)
    }

    fn answer(ready: Swept, _settled: &Settled) -> Result<Swept, StoreFault> {
        Ok(ready)
    }
}

/// Makes an entry a stub.
pub(super) fn sweep_payload(
    tx: &mut Tx<'_>,
    log: LogId,
    seq: Seq,
    swept: &mut Swept,
) -> Result<(), StoreFault> {
    let mut entry: EntryRow = tx.demand(&keys::entry(log, seq))?;
    match entry.payload {
        PayloadAt::Gone => return Ok(()),
        PayloadAt::Month(month) => tx.release_payload(Month::from_number(month), log, seq)?,
        PayloadAt::File => tx.release_file(entry.hash)?,
    }
    tx.release(&entry.stamps)?;
    entry.payload = PayloadAt::Gone;
    entry.stamps = Body::Inline(Opaque::default());
    tx.put(keys::entry(log, seq), &entry)?;
    let before = tx.log(log)?.ok_or_else(LogRow::torn)?;
    let row = LogRow {
        bytes: before.bytes.saturating_sub(u64::from(entry.len)),
        ..before.clone()
    };
    tx.put_log(log, Some(before), &row, &[])?;
    swept.payloads = swept.payloads.saturating_add(1);
    Ok(())
}

/// Does one thing that is due.
fn sweep_one(tx: &mut Tx<'_>, day: u64, due: Due, swept: &mut Swept) -> Result<(), StoreFault> {
    match due {
        Due::Payload { log, seq } => return sweep_payload(tx, log, seq, swept),
        Due::Messages { log, from } => return erase::sweep(tx, day, log, from, swept),
        Due::Log { log, from } => return closed::sweep(tx, day, log, from, swept),
        Due::EpochKeys { log, epoch } => {
            let key = keys::epoch(log, epoch);
            let row: EpochRow = tx.demand(&key)?;
            tx.put(key, &EpochRow { keys: None, ..row })?;
        }
        Due::Attachment { log, id, token } => {
            let key = keys::attachment(log, id, token);
            // It went with its log, if that was closed.
            if let Some(row) = tx.get::<AttachmentRow>(&key)? {
                tx.release(&row.body)?;
                tx.delete(key);
            }
        }
        Due::Letter { device, place } => ack::remove(tx, device, place)?,
        Due::AskedBlob { log, id } => blob::remove_asked(tx, day, BlobName { log, id })?,
        Due::Blob { log, id } => blob::remove(tx, BlobName { log, id })?,
        Due::Token { token } => tx.delete(keys::token(token)),
    }
    swept.others = swept.others.saturating_add(1);
    Ok(())
}

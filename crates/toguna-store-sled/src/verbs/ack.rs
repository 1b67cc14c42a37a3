// SPDX-License-Identifier: MIT OR Apache-2.0
//! Deletes letters.

use toguna_store::StoreFault;
use toguna_types::{DeviceId, LetterId};

use crate::committer::Verb;
use crate::disk::Room;
use crate::group::{Settled, Tx};
use crate::keys;
use crate::rows::{Due, LetterPlace, LetterRow, MailboxRow};

pub(crate) struct Ack {
    pub(crate) device: DeviceId,
    pub(crate) ids: Vec<LetterId>,
}

impl Verb for Ack {
    type Ready = u32;
    type Answer = u32;
    const ROOM: Room = Room::ToDelete;

    fn weight(&self) -> usize {
        self.ids.len().saturating_mul(256)
    }

    fn apply(self, tx: &mut Tx<'_>) -> Result<u32, StoreFault> {
        let mut gone = 0_u32;
        for id in self.ids {
            let place: Option<LetterPlace> = tx.get(&keys::letter_place(self.device, id))?;
            if let Some(LetterPlace { place }) = place {
                remove(tx, self.device, place)?;
                gone = gone.saturating_add(1);
            }
        }
        Ok(gone)
    }

    fn answer(ready: u32, _settled: &Settled) -> Result<u32, StoreFault> {
        Ok(ready)
    }
}

/// Takes a letter that is there out of its mailbox.
pub(crate) fn remove(tx: &mut Tx<'_>, device: DeviceId, place: u64) -> Result<(), StoreFault> {
    let key = keys::letter(device, place);
    let row: LetterRow = tx.demand(&key)?;
    tx.release(&row.body)?;
    tx.delete(key);
    tx.delete(keys::letter_place(device, row.id));
    tx.unmark_due(row.sweep_day, Due::Letter { device, place })?;
    let mut mailbox: MailboxRow = tx.demand(&keys::mailbox(device))?;
    mailbox.waiting = mailbox.waiting.saturating_sub(1);
    tx.put_mailbox(device, mailbox)
}

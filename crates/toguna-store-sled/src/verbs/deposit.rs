// SPDX-License-Identifier: MIT OR Apache-2.0
//! Stores a letter.

use toguna_store::{Deposited, StoreFault, sweep_day};
use toguna_types::{DeviceId, LetterId, Timestamp, limit};

use crate::bytes::Bytes;
use crate::committer::Verb;
use crate::disk::Room;
use crate::group::{Settled, Tx};
use crate::keys;
use crate::rows::{DeviceKept, Due, LetterPlace, LetterRow, MailboxRow};

pub(crate) struct Deposit {
    pub(crate) recipient: DeviceId,
    pub(crate) id: LetterId,
    pub(crate) class: u8,
    pub(crate) envelope: Bytes,
    pub(crate) now: Timestamp,
}

impl Verb for Deposit {
    type Ready = Deposited;
    type Answer = Deposited;
    const ROOM: Room = Room::ToAdd;

    fn weight(&self) -> usize {
        self.envelope.weight().saturating_add(512)
    }

    fn apply(self, tx: &mut Tx<'_>) -> Result<Deposited, StoreFault> {
        let device = self.recipient;
        if tx.get::<DeviceKept>(&keys::device(device))?.is_none() {
            return Ok(Deposited::NoSuchDevice);
        }
        let waits = keys::letter_place(device, self.id);
        if tx.get::<LetterPlace>(&waits)?.is_some() {
            return Ok(Deposited::Stored);
        }
        let mut mailbox: MailboxRow = tx.get(&keys::mailbox(device))?.unwrap_or_default();
        if mailbox.waiting >= limit::LETTERS_PER_MAILBOX {
            return Ok(Deposited::Full);
        }
        mailbox.last = mailbox.last.saturating_add(1);
        mailbox.waiting = mailbox.waiting.saturating_add(1);
        let place = mailbox.last;
        let row = LetterRow {
            id: self.id,
            class: self.class,
            sweep_day: sweep_day(self.now, limit::CATCH_UP),
            body: tx.keep(self.envelope)?,
        };
        tx.mark_due(row.sweep_day, Due::Letter { device, place })?;
        tx.put(keys::letter(device, place), &row)?;
        tx.put(waits, &LetterPlace { place })?;
        tx.put_mailbox(device, mailbox)?;
        Ok(Deposited::Stored)
    }

    fn answer(ready: Deposited, _settled: &Settled) -> Result<Deposited, StoreFault> {
        Ok(ready)
    }
}

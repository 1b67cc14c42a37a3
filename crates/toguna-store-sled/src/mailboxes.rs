// SPDX-License-Identifier: MIT OR Apache-2.0
//! [`Mailboxes`] on disk.

use toguna_store::{Deposited, Mailboxes, NewLetter, StoreFault, StoredLetter};
use toguna_types::{DeviceId, LetterId};
use tokio::sync::watch;

use crate::disk::Disk;
use crate::keys;
use crate::rows::{LetterRow, Row as _};
use crate::store::{SledStore, WHOLE_ROW};
use crate::verbs::ack::Ack;
use crate::verbs::deposit::Deposit;

impl Mailboxes for SledStore {
    async fn deposit(&self, new: NewLetter) -> Result<Deposited, StoreFault> {
        self.call(Deposit {
            recipient: new.recipient,
            id: new.id,
            class: new.class,
            envelope: self.stage(new.envelope, WHOLE_ROW).await?,
            now: new.now,
        })
        .await
    }

    async fn letters(
        &self,
        device: DeviceId,
        after: u64,
        limit: u32,
    ) -> Result<Vec<StoredLetter>, StoreFault> {
        self.reading(move |disk| waiting(disk, device, after, limit))
            .await
    }

    async fn ack(&self, device: DeviceId, ids: Vec<LetterId>) -> Result<u32, StoreFault> {
        self.call(Ack { device, ids }).await
    }

    fn watch_mailbox(&self, device: DeviceId) -> watch::Receiver<u64> {
        let Ok(disk) = self.disk() else {
            return watch::channel(0).1;
        };
        disk.watched_mailboxes
            .watch(device, || disk.last_place(device).unwrap_or_default())
    }
}

/// Letters after a place, up to the last that is durable.
fn waiting(disk: &Disk, device: DeviceId, after: u64, limit: u32) -> Result<Vec<StoredLetter>, StoreFault> {
    let last = disk.last_place(device)?;
    if after >= last {
        return Ok(Vec::new());
    }
    let first = keys::letter(device, after.saturating_add(1));
    let end = keys::letter(device, last.saturating_add(1));
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut letters = Vec::new();
    for row in disk.main.range(&first, &end)? {
        if letters.len() >= limit {
            break;
        }
        let (key, row) = row?;
        let row = LetterRow::decode(&row)?;
        let place = key.last_chunk().ok_or_else(LetterRow::torn)?;
        match disk.body(row.body)? {
            Some(envelope) => letters.push(StoredLetter {
                place: u64::from_be_bytes(*place),
                id: row.id,
                class: row.class,
                envelope,
            }),
            None if disk.row::<LetterRow>(&key)?.is_some() => return Err(LetterRow::torn()),
            // Acknowledged since the row was read.
            None => {}
        }
    }
    Ok(letters)
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! [`Mailboxes`] in memory.

use std::collections::BTreeMap;

use toguna_types::{DeviceId, LetterId, limit};
use tokio::sync::watch;

use super::MemoryStore;
use crate::{Deposited, Mailboxes, NewLetter, StoreFault, StoredLetter, Swept, sweep_day};

impl Mailboxes for MemoryStore {
    async fn deposit(&self, new: NewLetter) -> Result<Deposited, StoreFault> {
        let mut rows = self.rows()?;
        if !rows.accounts.has_device(new.recipient) {
            return Ok(Deposited::NoSuchDevice);
        }
        let device = new.recipient;
        let mailbox = rows.mailboxes.mailboxes.entry(device).or_default();
        let deposited = mailbox.deposit(new);
        let last = mailbox.last;
        rows.mailboxes.wake(device, last);
        Ok(deposited)
    }

    async fn letters(
        &self,
        device: DeviceId,
        after: u64,
        limit: u32,
    ) -> Result<Vec<StoredLetter>, StoreFault> {
        let rows = self.rows()?;
        let Some(mailbox) = rows.mailboxes.mailboxes.get(&device) else {
            return Ok(Vec::new());
        };
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let waiting = mailbox.letters.range(after.saturating_add(1)..).take(limit);
        Ok(waiting.map(|(_, row)| row.letter.clone()).collect())
    }

    async fn ack(&self, device: DeviceId, ids: Vec<LetterId>) -> Result<u32, StoreFault> {
        let mut rows = self.rows()?;
        let Some(mailbox) = rows.mailboxes.mailboxes.get_mut(&device) else {
            return Ok(0);
        };
        Ok(ids.into_iter().fold(0_u32, |gone, id| {
            gone.saturating_add(u32::from(mailbox.remove(id)))
        }))
    }

    fn watch_mailbox(&self, device: DeviceId) -> watch::Receiver<u64> {
        match self.lock() {
            Ok(mut rows) if !rows.closed => rows.mailboxes.watch(device),
            _ => watch::channel(0).1,
        }
    }
}

#[derive(Default)]
pub(super) struct Rows {
    mailboxes: BTreeMap<DeviceId, Mailbox>,
    watchers: BTreeMap<DeviceId, watch::Sender<u64>>,
}

#[cfg_attr(feature = "contract", derive(Clone, Hash))]
#[derive(Default)]
struct Mailbox {
    last: u64,
    letters: BTreeMap<u64, LetterRow>,
    places: BTreeMap<LetterId, u64>,
}

#[cfg_attr(feature = "contract", derive(Clone, Hash))]
struct LetterRow {
    letter: StoredLetter,
    sweep_day: u64,
}

impl Rows {
    /// Drops the senders, so that whoever waits learns that nothing more comes.
    pub(super) fn close(&mut self) {
        self.watchers.clear();
    }

    fn watch(&mut self, device: DeviceId) -> watch::Receiver<u64> {
        self.watchers.retain(|_, sender| sender.receiver_count() > 0);
        let last = self.mailboxes.get(&device).map_or(0, |mailbox| mailbox.last);
        self.watchers
            .entry(device)
            .or_insert_with(|| watch::channel(last).0)
            .subscribe()
    }

    fn wake(&self, device: DeviceId, place: u64) {
        if let Some(sender) = self.watchers.get(&device) {
            sender.send_if_modified(|last| {
                let moved = *last != place;
                *last = place;
                moved
            });
        }
    }

    pub(super) fn sweep(&mut self, today: u64, swept: &mut Swept) {
        for mailbox in self.mailboxes.values_mut() {
            let due: Vec<LetterId> = mailbox
                .letters
                .values()
                .filter(|row| row.sweep_day <= today)
                .map(|row| row.letter.id)
                .collect();
            for id in due {
                swept.others = swept.others.saturating_add(u64::from(mailbox.remove(id)));
            }
        }
    }
}

#[cfg(feature = "contract")]
impl Rows {
    /// The same rows, which nobody watches.
    pub(super) fn fork(&self) -> Self {
        Self {
            mailboxes: self.mailboxes.clone(),
            watchers: BTreeMap::new(),
        }
    }
}

#[cfg(feature = "contract")]
impl std::hash::Hash for Rows {
    /// Whoever watches is not stored.
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.mailboxes.hash(state);
    }
}

impl Mailbox {
    fn deposit(&mut self, new: NewLetter) -> Deposited {
        if self.places.contains_key(&new.id) {
            return Deposited::Stored;
        }
        let most = usize::try_from(limit::LETTERS_PER_MAILBOX).unwrap_or(usize::MAX);
        if self.letters.len() >= most {
            return Deposited::Full;
        }
        self.last = self.last.saturating_add(1);
        self.places.insert(new.id, self.last);
        let row = LetterRow {
            letter: StoredLetter {
                place: self.last,
                id: new.id,
                class: new.class,
                envelope: new.envelope,
            },
            sweep_day: sweep_day(new.now, limit::CATCH_UP),
        };
        self.letters.insert(self.last, row);
        Deposited::Stored
    }

    fn remove(&mut self, id: LetterId) -> bool {
        self.places
            .remove(&id)
            .is_some_and(|place| self.letters.remove(&place).is_some())
    }
}

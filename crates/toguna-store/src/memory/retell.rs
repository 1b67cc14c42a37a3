// SPDX-License-Identifier: MIT OR Apache-2.0
//! History as a lying relay tells it: a log's entries changed and chained anew, so that nothing in it contradicts
//! itself.

use toguna_types::{Class, Digest, Epoch, LogId, Seq};

use super::MemoryStore;
use crate::StoreFault;

/// One entry as it is told.
#[derive(Clone, PartialEq, Eq)]
pub struct Told {
    /// Its class.
    pub class: Class,
    /// The epoch it is told to have been accepted in.
    pub epoch: Epoch,
    /// Its bytes; `None` where they have expired, whose hash is then kept.
    pub payload: Option<Vec<u8>>,
    /// For a commit: the encoded stamps it was made with.
    pub stamps: Vec<u8>,
    hash: Digest,
}

impl std::fmt::Debug for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Told(..)")
    }
}

impl Told {
    /// A message or a record.
    #[must_use]
    pub fn new(class: Class, epoch: Epoch, payload: Vec<u8>) -> Self {
        Self {
            class,
            epoch,
            hash: Digest::of(&payload),
            payload: Some(payload),
            stamps: Vec::new(),
        }
    }
}

impl MemoryStore {
    /// Tells a log's history otherwise. Epoch and keys stay what they are, so that commits are to be left alone.
    ///
    /// # Errors
    /// [`StoreFault`] if the store is closed or has no such log.
    pub fn retell(&self, log: LogId, tell: impl FnOnce(&mut Vec<Told>)) -> Result<(), StoreFault> {
        let mut rows = self.lock()?;
        rows.logs.retell(log, tell)?;
        let seq = rows.logs.last(log);
        rows.logs.wake_at(log, seq);
        Ok(())
    }
}

impl super::logs::Rows {
    fn retell(&mut self, log: LogId, tell: impl FnOnce(&mut Vec<Told>)) -> Result<(), StoreFault> {
        let missing = StoreFault::Inconsistent { table: "logs" };
        let row = self.row_mut(log).ok_or(missing)?;
        let mut told: Vec<Told> = row.entries.values().map(told).collect();
        tell(&mut told);
        row.entries.clear();
        row.places.clear();
        let mut head = row.genesis();
        for told in told {
            let hash = told.payload.as_deref().map_or(told.hash, Digest::of);
            head = head.link(told.class, hash);
            row.places.entry((told.class, hash)).or_insert(head.seq);
            row.entries.insert(
                head.seq,
                super::logs::EntryRow {
                    class: told.class,
                    epoch: told.epoch,
                    hash,
                    head,
                    payload: told.payload,
                    stamps: told.stamps,
                    sweep_day: None,
                },
            );
        }
        row.state.head = head;
        Ok(())
    }

    fn last(&self, log: LogId) -> Seq {
        self.row(log).map_or(Seq::default(), |row| row.state.head.seq)
    }
}

fn told(row: &super::logs::EntryRow) -> Told {
    Told {
        class: row.class,
        epoch: row.epoch,
        payload: row.payload.clone(),
        stamps: row.stamps.clone(),
        hash: row.hash,
    }
}

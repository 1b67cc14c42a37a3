// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a member sees of each log, opened and checked.

use rusqlite::params;
use toguna_types::{AccountId, Class, DeviceId, Epoch, LogId, MessageId, Seq, Timestamp};

use super::Entries;
use crate::VaultFault;
use crate::row::{Cells, number};
use crate::tx::changed_one;

/// One entry as its member sees it.
#[derive(Clone, PartialEq, Eq)]
pub struct EntryRow {
    /// The space's log.
    pub log: LogId,
    /// Its place.
    pub seq: Seq,
    /// Its class.
    pub class: Class,
    /// The epoch in which it was accepted.
    pub epoch: Epoch,
    /// What the content is; the numbers belong to whoever encodes it.
    pub kind: u16,
    /// Who wrote it.
    pub author: AccountId,
    /// On which device.
    pub device: DeviceId,
    /// Its message id, if it is a message.
    pub message: Option<MessageId>,
    /// The message it is about, or whose thread it belongs to.
    pub target: Option<MessageId>,
    /// The opened content.
    pub content: Vec<u8>,
    /// When its author says it was written.
    pub written: Timestamp,
    /// When this device received it.
    pub received: Timestamp,
    /// When it is to be erased, if ever.
    pub expires: Option<Timestamp>,
    /// Whether this device wrote it.
    pub own: bool,
}

toguna_types::quiet_debug!(EntryRow);

/// What became of an entry that was to be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Insertion {
    /// The place, or the message id, is taken by something else. Nothing was changed.
    Differs,
    /// It is new.
    Inserted,
    /// The same author's same content stands there already. Nothing was changed.
    SameAgain,
}

impl Entries<'_> {
    /// Adds an entry, unless its place or its message id is taken.
    ///
    /// # Errors
    /// If the database fails.
    pub fn insert(&self, entry: &EntryRow) -> Result<Insertion, VaultFault> {
        let rows = self.tx.run(
            "INSERT INTO entries (log, seq, class, epoch, kind, author, device, message, content, written, received,
                 expires, own, target)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) ON CONFLICT DO NOTHING",
            params![
                entry.log.as_bytes(),
                number(entry.seq.get()),
                entry.class.number(),
                number(entry.epoch.get()),
                entry.kind,
                entry.author.as_bytes(),
                entry.device.as_bytes(),
                entry.message.as_ref().map(MessageId::as_bytes),
                entry.content,
                number(entry.written.millis()),
                number(entry.received.millis()),
                entry.expires.map(|expires| number(expires.millis())),
                entry.own,
                entry.target.as_ref().map(MessageId::as_bytes),
            ],
        )?;
        if rows > 0 {
            return Ok(Insertion::Inserted);
        }
        let by_message = match entry.message {
            Some(message) => self.by_message(entry.log, message)?,
            None => None,
        };
        let standing = match by_message {
            Some(standing) => Some(standing),
            None => self.get(entry.log, entry.seq)?,
        };
        Ok(match standing {
            Some(standing) if says_the_same(&standing, entry) => Insertion::SameAgain,
            Some(_) | None => Insertion::Differs,
        })
    }

    /// The entry at one place.
    ///
    /// # Errors
    /// If the database fails.
    pub fn get(&self, log: LogId, seq: Seq) -> Result<Option<EntryRow>, VaultFault> {
        self.tx.one(
            "entries",
            "SELECT * FROM entries WHERE log = ?1 AND seq = ?2",
            (log.as_bytes(), number(seq.get())),
            read,
        )
    }

    /// The entry with this message id.
    ///
    /// # Errors
    /// If the database fails.
    pub fn by_message(&self, log: LogId, message: MessageId) -> Result<Option<EntryRow>, VaultFault> {
        self.tx.one(
            "entries",
            "SELECT * FROM entries WHERE log = ?1 AND message = ?2",
            (log.as_bytes(), message.as_bytes()),
            read,
        )
    }

    /// What is about a message, or belongs to its thread, in order.
    ///
    /// # Errors
    /// If the database fails.
    pub fn about(&self, log: LogId, target: MessageId) -> Result<Vec<EntryRow>, VaultFault> {
        self.tx.all(
            "entries",
            "SELECT * FROM entries WHERE log = ?1 AND target = ?2 ORDER BY seq",
            (log.as_bytes(), target.as_bytes()),
            read,
        )
    }

    /// The entries of one kind, in order.
    ///
    /// # Errors
    /// If the database fails.
    pub fn of_kind(&self, log: LogId, kind: u16) -> Result<Vec<EntryRow>, VaultFault> {
        self.tx.all(
            "entries",
            "SELECT * FROM entries WHERE log = ?1 AND kind = ?2 ORDER BY seq",
            (log.as_bytes(), kind),
            read,
        )
    }

    /// Takes the content out of an entry; that it was there stays, as another kind.
    ///
    /// # Errors
    /// [`VaultFault::NoRow`] if there is no such entry.
    pub fn empty(&self, log: LogId, seq: Seq, kind: u16) -> Result<(), VaultFault> {
        let rows = self.tx.erase(
            "UPDATE entries SET content = x'', kind = ?3, target = NULL WHERE log = ?1 AND seq = ?2",
            (log.as_bytes(), number(seq.get()), kind),
        )?;
        changed_one("entries", rows)
    }

    /// Up to `limit` entries after `after`, in order.
    ///
    /// # Errors
    /// If the database fails.
    pub fn list(&self, log: LogId, after: Seq, limit: u32) -> Result<Vec<EntryRow>, VaultFault> {
        self.tx.all(
            "entries",
            "SELECT * FROM entries WHERE log = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3",
            (log.as_bytes(), number(after.get()), limit),
            read,
        )
    }

    /// Who has said or done anything in a log after a place, each once.
    ///
    /// # Errors
    /// If the database fails.
    pub fn authors(&self, log: LogId, after: Seq) -> Result<Vec<AccountId>, VaultFault> {
        self.tx.all(
            "entries",
            "SELECT DISTINCT author FROM entries WHERE log = ?1 AND seq > ?2 ORDER BY author",
            (log.as_bytes(), number(after.get())),
            |row| row.id("author", AccountId::from_slice),
        )
    }

    /// The last `n` entries, in order.
    ///
    /// # Errors
    /// If the database fails.
    pub fn last(&self, log: LogId, n: u32) -> Result<Vec<EntryRow>, VaultFault> {
        self.tx.all(
            "entries",
            "SELECT * FROM (SELECT * FROM entries WHERE log = ?1 ORDER BY seq DESC LIMIT ?2) ORDER BY seq",
            (log.as_bytes(), n),
            read,
        )
    }

    /// The messages of a log in order, each with the time it is known to have been there by: when its author says it was
    /// written, or when it came, whichever is earlier.
    ///
    /// # Errors
    /// If the database fails.
    pub fn message_times(&self, log: LogId) -> Result<Vec<(Seq, Timestamp)>, VaultFault> {
        self.tx.all(
            "entries",
            "SELECT seq, MIN(written, received) AS known FROM entries WHERE log = ?1 AND class = ?2 ORDER BY seq",
            (log.as_bytes(), Class::Message.number()),
            |row| Ok((Seq::new(row.number("seq")?), row.time("known")?)),
        )
    }

    /// Has the messages of a log up to a place expire at a time, unless they do before.
    ///
    /// # Errors
    /// If the database fails.
    pub fn end_messages(&self, log: LogId, upto: Seq, at: Timestamp) -> Result<usize, VaultFault> {
        self.tx.erase(
            "UPDATE entries SET expires = ?4 WHERE log = ?1 AND class = ?2 AND seq <= ?3
             AND (expires IS NULL OR expires > ?4)",
            (
                log.as_bytes(),
                Class::Message.number(),
                number(upto.get()),
                number(at.millis()),
            ),
        )
    }

    /// Erases what has expired, in every log; says how many.
    ///
    /// # Errors
    /// If the database fails.
    pub fn expire(&self, now: Timestamp) -> Result<usize, VaultFault> {
        self.tx
            .erase("DELETE FROM entries WHERE expires <= ?1", [number(now.millis())])
    }

    /// The messages that have expired.
    ///
    /// # Errors
    /// If the database fails.
    pub fn expired_messages(&self, now: Timestamp) -> Result<Vec<(LogId, MessageId)>, VaultFault> {
        self.tx.all(
            "entries",
            "SELECT log, message FROM entries WHERE expires <= ?1 AND message IS NOT NULL",
            [number(now.millis())],
            |row| {
                Ok((
                    row.id("log", LogId::from_slice)?,
                    row.id("message", MessageId::from_slice)?,
                ))
            },
        )
    }

    /// Whether anything has expired: asked before a transaction is opened for it.
    ///
    /// # Errors
    /// If the database fails.
    pub fn any_expired(&self, now: Timestamp) -> Result<bool, VaultFault> {
        let found = self.tx.one(
            "entries",
            "SELECT seq FROM entries WHERE expires <= ?1 LIMIT 1",
            [number(now.millis())],
            |row| row.number("seq"),
        )?;
        Ok(found.is_some())
    }

    /// Erases one entry.
    ///
    /// # Errors
    /// If the database fails.
    pub fn delete(&self, log: LogId, seq: Seq) -> Result<(), VaultFault> {
        self.tx.erase(
            "DELETE FROM entries WHERE log = ?1 AND seq = ?2",
            (log.as_bytes(), number(seq.get())),
        )?;
        Ok(())
    }
}

fn says_the_same(a: &EntryRow, b: &EntryRow) -> bool {
    (a.class, a.kind, a.author, a.device, a.message) == (b.class, b.kind, b.author, b.device, b.message)
        && a.content == b.content
}

pub(super) fn read(row: &Cells<'_>) -> Result<EntryRow, VaultFault> {
    Ok(EntryRow {
        log: row.id("log", LogId::from_slice)?,
        seq: Seq::new(row.number("seq")?),
        class: row.parsed("class", Class::from_number)?,
        epoch: Epoch::new(row.number("epoch")?),
        kind: row.small("kind")?,
        author: row.id("author", AccountId::from_slice)?,
        device: row.id("device", DeviceId::from_slice)?,
        message: row.maybe_id("message", MessageId::from_slice)?,
        target: row.maybe_id("target", MessageId::from_slice)?,
        content: row.blob("content")?,
        written: row.time("written")?,
        received: row.time("received")?,
        expires: row.maybe_number("expires")?.map(Timestamp::from_millis),
        own: row.flag("own")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::vault;

    const LOG: LogId = LogId::from_bytes([1; 32]);

    #[test]
    fn a_message_id_that_comes_again_is_the_same_or_an_alarm() {
        let (vault, _home) = vault();
        vault
            .write(|tx| {
                let entries = tx.entries();
                assert_eq!(entries.insert(&entry(1, b"word"))?, Insertion::Inserted);
                let mut again = entry(1, b"word");
                again.seq = Seq::new(7);
                assert_eq!(entries.insert(&again)?, Insertion::SameAgain);
                again.content = b"other word".to_vec();
                assert_eq!(entries.insert(&again)?, Insertion::Differs);
                again.content = b"word".to_vec();
                again.device = DeviceId::from_bytes([9; 16]);
                assert_eq!(entries.insert(&again)?, Insertion::Differs);
                assert_eq!(entries.last(LOG, 10)?, [entry(1, b"word")]);
                Ok::<_, VaultFault>(())
            })
            .unwrap();
    }

    #[test]
    fn a_place_is_taken_once() {
        let (vault, _home) = vault();
        vault
            .write(|tx| {
                let mut record = entry(1, b"op");
                record.message = None;
                record.class = Class::Record;
                assert_eq!(tx.entries().insert(&record)?, Insertion::Inserted);
                assert_eq!(tx.entries().insert(&record)?, Insertion::SameAgain);
                let mut other = entry(2, b"word");
                other.seq = record.seq;
                assert_eq!(tx.entries().insert(&other)?, Insertion::Differs);
                Ok::<_, VaultFault>(())
            })
            .unwrap();
    }

    #[test]
    fn pages_come_in_order_and_expired_messages_go() {
        let (vault, _home) = vault();
        vault
            .write(|tx| {
                let entries = tx.entries();
                for n in [3, 1, 2, 4] {
                    let _ = entries.insert(&entry(n, b"word"))?;
                }
                let places = |rows: Vec<EntryRow>| rows.iter().map(|row| row.seq.get()).collect::<Vec<_>>();
                assert_eq!(places(entries.list(LOG, Seq::new(1), 2)?), [2, 3]);
                assert_eq!(places(entries.last(LOG, 2)?), [3, 4]);
                assert_eq!(entries.authors(LOG, Seq::new(0))?, [entry(1, b"").author]);
                assert!(!entries.any_expired(Timestamp::from_millis(999))?);
                assert!(entries.any_expired(Timestamp::from_millis(2_000))?);
                assert_eq!(entries.expire(Timestamp::from_millis(2_000))?, 2);
                let mut mark = entry(5, b"mark");
                mark.target = entry(4, b"").message;
                let _ = entries.insert(&mark)?;
                assert_eq!(entries.about(LOG, MessageId::from_bytes([4; 16]))?, [mark]);
                assert_eq!(entries.of_kind(LOG, u16::MAX)?.len(), 3);
                entries.empty(LOG, Seq::new(5), 7)?;
                assert_eq!(entries.of_kind(LOG, 7)?[0].content, b"");
                entries.delete(LOG, Seq::new(5))?;
                entries.delete(LOG, Seq::new(4))?;
                assert_eq!(places(entries.list(LOG, Seq::new(0), 9)?), [3]);
                Ok::<_, VaultFault>(())
            })
            .unwrap();
    }

    fn entry(n: u8, content: &[u8]) -> EntryRow {
        EntryRow {
            log: LOG,
            seq: Seq::new(n.into()),
            class: Class::Message,
            epoch: Epoch::new(1),
            kind: u16::MAX,
            author: AccountId::from_bytes([2; 32]),
            device: DeviceId::from_bytes([3; 16]),
            message: Some(MessageId::from_bytes([n; 16])),
            target: None,
            content: content.to_vec(),
            written: Timestamp::from_millis(u64::MAX),
            received: Timestamp::from_millis(0),
            expires: Some(Timestamp::from_millis(u64::from(n) * 1_000)),
            own: false,
        }
    }
}

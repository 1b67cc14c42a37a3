// SPDX-License-Identifier: MIT OR Apache-2.0
//! The outbox: what this device means to do, first in, first out within each log.
//!
//! | state | what is known | next |
//! |---|---|---|
//! | `Queued` | the meaning | seal it |
//! | `Sealed` | the exact bytes to send | send them; or `Queued` again, if the epoch passed without them |
//! | `Sent` | that the relay may have them | wait for a receipt or the log |
//! | `Done` | its receipt and place | nothing; removed some day |
//! | `Refused` | why | the user |

use rusqlite::params;
use toguna_types::{Digest, Epoch, IntentId, LogId, MessageId, Seq, Timestamp};

use super::Intents;
use crate::VaultFault;
use crate::row::{Cells, number};
use crate::tx::changed_one;

words! {
    /// What an intent comes to.
    IntentKind {
        /// A commit.
        Commit = "commit",
        /// A new space.
        Found = "found",
        /// Leaving a space.
        Leave = "leave",
        /// A message of a conversation.
        Message = "message",
        /// A signed operation.
        Record = "record",
    }
}

words! {
    /// How far an intent has come.
    IntentState {
        /// It stands in the log.
        Done = "done",
        /// Waits to be sealed.
        Queued = "queued",
        /// Will never be done.
        Refused = "refused",
        /// Its exact bytes are fixed.
        Sealed = "sealed",
        /// Its bytes were sent.
        Sent = "sent",
    }
}

impl IntentState {
    /// Whether there is still something to do.
    #[must_use]
    pub const fn is_open(self) -> bool {
        match self {
            Self::Queued | Self::Sealed | Self::Sent => true,
            Self::Done | Self::Refused => false,
        }
    }
}

/// The exact bytes an intent is sent as.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The payload.
    pub payload: Vec<u8>,
    /// SHA-256 of the payload.
    pub hash: Digest,
    /// The epoch it was sealed in.
    pub epoch: Epoch,
    /// What must be sent with it (a commit's attachments, a founding's keys), encoded by whoever sealed it.
    pub extra: Vec<u8>,
}

/// A new intent.
#[derive(Clone, PartialEq, Eq)]
pub struct NewIntent {
    /// Its id.
    pub id: IntentId,
    /// The log it is for.
    pub log: LogId,
    /// What it comes to.
    pub kind: IntentKind,
    /// Its meaning, encoded by whoever means it.
    pub body: Vec<u8>,
    /// The message id, if it is a message; the same however often it is sealed.
    pub message: Option<MessageId>,
    /// When it was made.
    pub made: Timestamp,
    /// When to send it at the earliest.
    pub not_before: Timestamp,
}

/// One intent.
#[derive(Clone, PartialEq, Eq)]
pub struct IntentRow {
    /// Its place in the outbox; never given twice.
    pub place: i64,
    /// Its id.
    pub id: IntentId,
    /// The log it is for.
    pub log: LogId,
    /// What it comes to.
    pub kind: IntentKind,
    /// Its meaning, encoded by whoever means it.
    pub body: Vec<u8>,
    /// The message id, if it is a message.
    pub message: Option<MessageId>,
    /// The exact bytes it is sent as, once it is sealed.
    pub sealed: Option<Sealed>,
    /// How far it has come.
    pub state: IntentState,
    /// How often it was put off.
    pub tries: u32,
    /// When it was made.
    pub made: Timestamp,
    /// When to send it at the earliest.
    pub not_before: Timestamp,
    /// Why it was refused.
    pub reason: Option<String>,
    /// The relay's receipt.
    pub receipt: Option<Vec<u8>>,
    /// Where it came to stand.
    pub seq: Option<Seq>,
}

toguna_types::quiet_debug!(Sealed, NewIntent, IntentRow);

impl Intents<'_> {
    /// Puts an intent at the end of the outbox; gives its place.
    ///
    /// # Errors
    /// [`VaultFault::Conflict`] if its id is there already.
    pub fn push(&self, intent: &NewIntent) -> Result<i64, VaultFault> {
        self.tx.run(
            "INSERT INTO intents (id, log, kind, body, message, state, tries, made, not_before)
             VALUES (?1, ?2, ?3, ?4, ?5, 'queued', 0, ?6, ?7)",
            params![
                intent.id.as_bytes(),
                intent.log.as_bytes(),
                intent.kind.name(),
                intent.body,
                intent.message.as_ref().map(MessageId::as_bytes),
                number(intent.made.millis()),
                number(intent.not_before.millis()),
            ],
        )?;
        Ok(self.tx.last_place())
    }

    /// The first intent of a log that is neither done nor refused; nothing behind it may be sent before it.
    ///
    /// # Errors
    /// If the database fails.
    pub fn first_open(&self, log: LogId) -> Result<Option<IntentRow>, VaultFault> {
        self.tx.one(
            "intents",
            "SELECT * FROM intents WHERE log = ?1 AND state IN ('queued', 'sealed', 'sent')
             ORDER BY place LIMIT 1",
            [log.as_bytes()],
            read,
        )
    }

    /// The intents of a log that are neither done nor refused, in order.
    ///
    /// # Errors
    /// If the database fails.
    pub fn open(&self, log: LogId) -> Result<Vec<IntentRow>, VaultFault> {
        self.tx.all(
            "intents",
            "SELECT * FROM intents WHERE log = ?1 AND state IN ('queued', 'sealed', 'sent') ORDER BY place",
            [log.as_bytes()],
            read,
        )
    }

    /// The logs with open intents, the one that waits longest first.
    ///
    /// # Errors
    /// If the database fails.
    pub fn open_logs(&self) -> Result<Vec<LogId>, VaultFault> {
        self.tx.all(
            "intents",
            "SELECT log FROM intents WHERE state IN ('queued', 'sealed', 'sent') GROUP BY log ORDER BY min(place)",
            [],
            |row| row.id("log", LogId::from_slice),
        )
    }

    /// One intent.
    ///
    /// # Errors
    /// If the database fails.
    pub fn get(&self, id: IntentId) -> Result<Option<IntentRow>, VaultFault> {
        self.tx.one(
            "intents",
            "SELECT * FROM intents WHERE id = ?1",
            [id.as_bytes()],
            read,
        )
    }

    /// The intent whose sealed payload has this hash: how our own entry is known again in the log.
    ///
    /// # Errors
    /// If the database fails.
    pub fn by_hash(&self, log: LogId, hash: Digest) -> Result<Option<IntentRow>, VaultFault> {
        self.tx.one(
            "intents",
            "SELECT * FROM intents WHERE log = ?1 AND sealed_hash = ?2",
            (log.as_bytes(), hash.as_bytes()),
            read,
        )
    }

    /// All intents of a log, in order.
    ///
    /// # Errors
    /// If the database fails.
    pub fn list(&self, log: LogId) -> Result<Vec<IntentRow>, VaultFault> {
        self.tx.all(
            "intents",
            "SELECT * FROM intents WHERE log = ?1 ORDER BY place",
            [log.as_bytes()],
            read,
        )
    }

    /// The messages of a log that are done and stand after `after`, in the log's order.
    ///
    /// # Errors
    /// If the database fails.
    pub fn said_after(&self, log: LogId, after: Seq) -> Result<Vec<IntentRow>, VaultFault> {
        self.tx.all(
            "intents",
            "SELECT * FROM intents WHERE log = ?1 AND kind = 'message' AND state = 'done' AND seq > ?2 ORDER BY seq",
            (log.as_bytes(), number(after.get())),
            read,
        )
    }

    /// Fixes the exact bytes of an intent (`Sealed`), or takes them back (`Queued`).
    ///
    /// # Errors
    /// [`VaultFault::NoRow`] if there is no such intent.
    pub fn set_sealed(&self, id: IntentId, sealed: Option<&Sealed>) -> Result<(), VaultFault> {
        let state = if sealed.is_some() {
            IntentState::Sealed
        } else {
            IntentState::Queued
        };
        changed(self.tx.run(
            "UPDATE intents SET sealed_payload = ?2, sealed_hash = ?3, sealed_epoch = ?4, sealed_extra = ?5,
                 state = ?6 WHERE id = ?1",
            params![
                id.as_bytes(),
                sealed.map(|sealed| &sealed.payload),
                sealed.map(|sealed| sealed.hash.as_bytes()),
                sealed.map(|sealed| number(sealed.epoch.get())),
                sealed.map(|sealed| &sealed.extra),
                state.name(),
            ],
        )?)
    }

    /// Notes how far an intent has come.
    ///
    /// # Errors
    /// [`VaultFault::NoRow`] if there is no such intent.
    pub fn set_state(&self, id: IntentId, state: IntentState) -> Result<(), VaultFault> {
        changed(self.tx.run(
            "UPDATE intents SET state = ?2 WHERE id = ?1",
            (id.as_bytes(), state.name()),
        )?)
    }

    /// Replaces the meaning of an intent (re-authorised against a new policy, say).
    ///
    /// # Errors
    /// [`VaultFault::NoRow`] if there is no such intent.
    pub fn set_body(&self, id: IntentId, body: &[u8]) -> Result<(), VaultFault> {
        changed(self.tx.run(
            "UPDATE intents SET body = ?2 WHERE id = ?1",
            (id.as_bytes(), body),
        )?)
    }

    /// Counts one more try and puts the next off until `not_before`.
    ///
    /// # Errors
    /// [`VaultFault::NoRow`] if there is no such intent.
    pub fn postpone(&self, id: IntentId, not_before: Timestamp) -> Result<(), VaultFault> {
        changed(self.tx.run(
            "UPDATE intents SET tries = tries + 1, not_before = ?2 WHERE id = ?1 AND tries < 4294967295",
            (id.as_bytes(), number(not_before.millis())),
        )?)
    }

    /// Notes that an intent stands in the log at `seq`, with the receipt if there is one.
    ///
    /// # Errors
    /// [`VaultFault::NoRow`] if there is no such intent.
    pub fn settle(&self, id: IntentId, receipt: Option<&[u8]>, seq: Seq) -> Result<(), VaultFault> {
        changed(self.tx.run(
            "UPDATE intents SET state = 'done', receipt = coalesce(?2, receipt), seq = ?3 WHERE id = ?1",
            (id.as_bytes(), receipt, number(seq.get())),
        )?)
    }

    /// Notes that an intent is done although nothing of it stands in the log.
    ///
    /// # Errors
    /// [`VaultFault::NoRow`] if there is no such intent.
    pub fn moot(&self, id: IntentId) -> Result<(), VaultFault> {
        changed(
            self.tx
                .run("UPDATE intents SET state = 'done' WHERE id = ?1", [id.as_bytes()])?,
        )
    }

    /// Notes that an intent will never be done, and why.
    ///
    /// # Errors
    /// [`VaultFault::NoRow`] if there is no such intent.
    pub fn refuse(&self, id: IntentId, reason: &str) -> Result<(), VaultFault> {
        changed(self.tx.run(
            "UPDATE intents SET state = 'refused', reason = ?2 WHERE id = ?1",
            (id.as_bytes(), reason),
        )?)
    }

    /// Erases what is left of a message that is done with.
    ///
    /// # Errors
    /// If the database fails.
    pub fn delete_message(&self, log: LogId, message: MessageId) -> Result<(), VaultFault> {
        self.tx.erase(
            "DELETE FROM intents WHERE log = ?1 AND message = ?2 AND state IN ('done', 'refused')",
            (log.as_bytes(), message.as_bytes()),
        )?;
        Ok(())
    }

    /// Erases what an intent says, its meaning and its bytes; that it was there, and what became of it, stays.
    ///
    /// # Errors
    /// If the database fails.
    pub fn empty(&self, id: IntentId) -> Result<(), VaultFault> {
        self.tx.erase(
            "UPDATE intents SET body = x'', sealed_extra = x'',
                 sealed_payload = CASE WHEN sealed_hash IS NULL THEN NULL ELSE x'' END WHERE id = ?1",
            [id.as_bytes()],
        )?;
        Ok(())
    }

    /// Erases an intent.
    ///
    /// # Errors
    /// If the database fails.
    pub fn delete(&self, id: IntentId) -> Result<(), VaultFault> {
        self.tx
            .erase("DELETE FROM intents WHERE id = ?1", [id.as_bytes()])?;
        Ok(())
    }
}

fn changed(rows: usize) -> Result<(), VaultFault> {
    changed_one("intents", rows)
}

fn read(row: &Cells<'_>) -> Result<IntentRow, VaultFault> {
    let hash = row.maybe_id("sealed_hash", Digest::from_slice)?;
    let sealed = hash
        .map(|hash| {
            Ok(Sealed {
                payload: row.blob("sealed_payload")?,
                hash,
                epoch: Epoch::new(row.number("sealed_epoch")?),
                extra: row.blob("sealed_extra")?,
            })
        })
        .transpose()?;
    Ok(IntentRow {
        place: row.small("place")?,
        id: row.id("id", IntentId::from_slice)?,
        log: row.id("log", LogId::from_slice)?,
        kind: row.parsed("kind", IntentKind::parse)?,
        body: row.blob("body")?,
        message: row.maybe_id("message", MessageId::from_slice)?,
        sealed,
        state: row.parsed("state", IntentState::parse)?,
        tries: row.small("tries")?,
        made: row.time("made")?,
        not_before: row.time("not_before")?,
        reason: row.maybe("reason", Some)?,
        receipt: row.maybe("receipt", Some)?,
        seq: row.maybe_number("seq")?.map(Seq::new),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::vault;

    const LOG: LogId = LogId::from_bytes([1; 32]);
    const OTHER: LogId = LogId::from_bytes([2; 32]);

    #[test]
    fn intents_of_one_log_go_out_in_the_order_they_came() {
        let (vault, _home) = vault();
        vault
            .write(|tx| {
                let intents = tx.intents();
                for (n, log) in [(1, OTHER), (2, LOG), (3, LOG)] {
                    intents.push(&intent(n, log))?;
                }
                assert_eq!(intents.open_logs()?, [OTHER, LOG]);
                assert_eq!(intents.first_open(LOG)?.map(|row| row.id), Some(id(2)));
                intents.set_sealed(id(2), Some(&sealed()))?;
                intents.set_state(id(2), IntentState::Sent)?;
                assert_eq!(intents.first_open(LOG)?.map(|row| row.id), Some(id(2)));
                intents.settle(id(2), Some(b"receipt"), Seq::new(9))?;
                assert_eq!(intents.first_open(LOG)?.map(|row| row.id), Some(id(3)));
                assert_eq!(
                    intents.open(LOG)?.iter().map(|row| row.id).collect::<Vec<_>>(),
                    [id(3)]
                );
                intents.refuse(id(3), "no longer a member")?;
                assert_eq!(intents.first_open(LOG)?, None);
                assert_eq!(intents.open_logs()?, [OTHER]);
                intents.moot(id(1))?;
                assert_eq!(intents.open(OTHER)?, []);
                assert_eq!(intents.get(id(1))?.and_then(|row| row.seq), None);
                Ok::<_, VaultFault>(())
            })
            .unwrap();
    }

    #[test]
    fn a_sealed_intent_is_known_again_by_its_hash_even_when_done() {
        let (vault, _home) = vault();
        vault
            .write(|tx| {
                let intents = tx.intents();
                let place = intents.push(&intent(1, LOG))?;
                intents.set_sealed(id(1), Some(&sealed()))?;
                intents.postpone(id(1), Timestamp::from_millis(50))?;
                intents.settle(id(1), None, Seq::new(4))?;
                let row = intents.by_hash(LOG, sealed().hash)?.unwrap();
                assert_eq!((row.place, row.tries, row.seq), (place, 1, Some(Seq::new(4))));
                assert_eq!((row.sealed, row.state), (Some(sealed()), IntentState::Done));
                assert_eq!(intents.by_hash(OTHER, sealed().hash)?, None);
                Ok::<_, VaultFault>(())
            })
            .unwrap();
    }

    #[test]
    fn unsealing_forgets_the_bytes_and_keeps_the_meaning() {
        let (vault, _home) = vault();
        vault
            .write(|tx| {
                let intents = tx.intents();
                intents.push(&intent(1, LOG))?;
                intents.set_sealed(id(1), Some(&sealed()))?;
                intents.set_sealed(id(1), None)?;
                let row = intents.get(id(1))?.unwrap();
                assert_eq!((row.state, row.sealed), (IntentState::Queued, None));
                assert_eq!(row.message, intent(1, LOG).message);
                assert_eq!(row.body, b"meaning");
                Ok::<_, VaultFault>(())
            })
            .unwrap();
    }

    #[test]
    fn a_place_is_never_given_twice() {
        let (vault, _home) = vault();
        vault
            .write(|tx| {
                let first = tx.intents().push(&intent(1, LOG))?;
                tx.intents().delete(id(1))?;
                let second = tx.intents().push(&intent(2, LOG))?;
                assert!(second > first);
                assert!(matches!(
                    tx.intents().refuse(id(1), "gone"),
                    Err(VaultFault::NoRow { .. })
                ));
                Ok::<_, VaultFault>(())
            })
            .unwrap();
    }

    fn id(n: u8) -> IntentId {
        IntentId::from_bytes([n; 16])
    }

    fn intent(n: u8, log: LogId) -> NewIntent {
        NewIntent {
            id: id(n),
            log,
            kind: IntentKind::Message,
            body: b"meaning".to_vec(),
            message: Some(MessageId::from_bytes([n; 16])),
            made: Timestamp::from_millis(1),
            not_before: Timestamp::from_millis(2),
        }
    }

    fn sealed() -> Sealed {
        Sealed {
            payload: vec![5; 300],
            hash: Digest::of(&[5; 300]),
            epoch: Epoch::new(3),
            extra: Vec::new(),
        }
    }
}

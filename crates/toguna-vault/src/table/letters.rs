// SPDX-License-Identifier: MIT OR Apache-2.0
//! Letters: those that came, so that none counts twice, and those on their way out.

use toguna_types::{DeviceId, LetterId, LogId, Timestamp};

use super::{LettersOut, LettersSeen};
use crate::VaultFault;
use crate::row::{Cells, number};
use crate::tx::changed_one;

/// One letter on its way out.
#[derive(Clone, PartialEq, Eq)]
pub struct LetterOut {
    /// Its id.
    pub id: LetterId,
    /// The device it goes to.
    pub recipient: DeviceId,
    /// What it is, as the relay must know it.
    pub kind: u8,
    /// The space it is about, if it is about one.
    pub log: Option<LogId>,
    /// The sealed letter.
    pub envelope: Vec<u8>,
    /// When to deposit it at the earliest.
    pub not_before: Timestamp,
    /// How often it was put off.
    pub tries: u32,
}

toguna_types::quiet_debug!(LetterOut);

impl LettersSeen<'_> {
    /// Notes a letter that came on `day`; whether it is new.
    ///
    /// # Errors
    /// If the database fails.
    pub fn put(&self, id: LetterId, day: u64) -> Result<bool, VaultFault> {
        let rows = self.tx.run(
            "INSERT INTO letters_seen (id, day) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            (id.as_bytes(), number(day)),
        )?;
        Ok(rows > 0)
    }

    /// Forgets letters that came before `day`; says how many.
    ///
    /// # Errors
    /// If the database fails.
    pub fn prune(&self, day: u64) -> Result<usize, VaultFault> {
        self.tx
            .run("DELETE FROM letters_seen WHERE day < ?1", [number(day)])
    }
}

impl LettersOut<'_> {
    /// Keeps a letter until it is deposited.
    ///
    /// # Errors
    /// [`VaultFault::Conflict`] if its id is there already.
    pub fn push(&self, letter: &LetterOut) -> Result<(), VaultFault> {
        self.tx.run(
            "INSERT INTO letters_out (id, recipient, kind, log, envelope, not_before, tries)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            (
                letter.id.as_bytes(),
                letter.recipient.as_bytes(),
                letter.kind,
                letter.log.as_ref().map(LogId::as_bytes),
                &letter.envelope,
                number(letter.not_before.millis()),
                letter.tries,
            ),
        )?;
        Ok(())
    }

    /// How many letters wait.
    ///
    /// # Errors
    /// If the database fails.
    pub fn count(&self) -> Result<usize, VaultFault> {
        let count = self.tx.one(
            "letters_out",
            "SELECT count(*) AS n FROM letters_out",
            [],
            |row| row.small("n"),
        )?;
        Ok(count.unwrap_or(0))
    }

    /// The letters whose time has come, the longest due first.
    ///
    /// # Errors
    /// If the database fails.
    pub fn due(&self, now: Timestamp) -> Result<Vec<LetterOut>, VaultFault> {
        self.tx.all(
            "letters_out",
            "SELECT * FROM letters_out WHERE not_before <= ?1 ORDER BY not_before, id",
            [number(now.millis())],
            read,
        )
    }

    /// When the next letter falls due.
    ///
    /// # Errors
    /// If the database fails.
    pub fn next_due(&self) -> Result<Option<Timestamp>, VaultFault> {
        self.tx.one(
            "letters_out",
            "SELECT not_before FROM letters_out ORDER BY not_before LIMIT 1",
            [],
            |row| row.time("not_before"),
        )
    }

    /// Counts one more try and puts the next off until `not_before`.
    ///
    /// # Errors
    /// [`VaultFault::NoRow`] if there is no such letter.
    pub fn postpone(&self, id: LetterId, not_before: Timestamp) -> Result<(), VaultFault> {
        let rows = self.tx.run(
            "UPDATE letters_out SET tries = min(tries + 1, 4294967295), not_before = ?2 WHERE id = ?1",
            (id.as_bytes(), number(not_before.millis())),
        )?;
        changed_one("letters_out", rows)
    }

    /// Erases a letter that was deposited, or that nobody will take.
    ///
    /// # Errors
    /// If the database fails.
    pub fn done(&self, id: LetterId) -> Result<(), VaultFault> {
        self.tx
            .run("DELETE FROM letters_out WHERE id = ?1", [id.as_bytes()])?;
        Ok(())
    }
}

fn read(row: &Cells<'_>) -> Result<LetterOut, VaultFault> {
    Ok(LetterOut {
        id: row.id("id", LetterId::from_slice)?,
        recipient: row.id("recipient", DeviceId::from_slice)?,
        kind: row.small("kind")?,
        log: row.maybe_id("log", LogId::from_slice)?,
        envelope: row.blob("envelope")?,
        not_before: row.time("not_before")?,
        tries: row.small("tries")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::vault;

    #[test]
    fn a_letter_counts_once_until_it_is_forgotten() {
        let (vault, _home) = vault();
        let id = LetterId::from_bytes([1; 16]);
        vault
            .write(|tx| {
                assert!(tx.letters_seen().put(id, 10)?);
                assert!(!tx.letters_seen().put(id, 11)?);
                assert_eq!(tx.letters_seen().prune(10)?, 0);
                assert_eq!(tx.letters_seen().prune(11)?, 1);
                assert!(tx.letters_seen().put(id, 12)?);
                Ok::<_, VaultFault>(())
            })
            .unwrap();
    }

    #[test]
    fn letters_fall_due_put_off_and_done() {
        let (vault, _home) = vault();
        let at = Timestamp::from_millis;
        vault
            .write(|tx| {
                let letters = tx.letters_out();
                letters.push(&letter(1, 20))?;
                letters.push(&letter(2, 10))?;
                assert_eq!(letters.next_due()?, Some(at(10)));
                assert_eq!(letters.count()?, 2);
                assert_eq!(letters.due(at(9))?, []);
                assert_eq!(letters.due(at(20))?, [letter(2, 10), letter(1, 20)]);
                letters.postpone(letter(2, 10).id, at(30))?;
                assert_eq!(letters.due(at(20))?, [letter(1, 20)]);
                letters.done(letter(1, 20).id)?;
                let rest = letters.due(at(99))?;
                assert_eq!(rest.iter().map(|letter| letter.tries).collect::<Vec<_>>(), [1]);
                Ok::<_, VaultFault>(())
            })
            .unwrap();
    }

    fn letter(n: u8, not_before: u64) -> LetterOut {
        LetterOut {
            id: LetterId::from_bytes([n; 16]),
            recipient: DeviceId::from_bytes([n; 16]),
            kind: n,
            log: (n == 1).then_some(LogId::from_bytes([3; 32])),
            envelope: vec![n; 100],
            not_before: Timestamp::from_millis(not_before),
            tries: 0,
        }
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Members who were added and have not spoken yet: somebody delivers their Welcome again.

use rusqlite::params;
use toguna_types::{AccountId, DeviceId, LogId, Seq, Timestamp};

use super::Newcomers;
use crate::VaultFault;
use crate::row::{Cells, number};
use crate::tx::changed_one;

/// One newcomer.
#[derive(Clone, PartialEq, Eq)]
pub struct Newcomer {
    /// The space's log.
    pub log: LogId,
    /// The device that was added.
    pub device: DeviceId,
    /// Its account.
    pub account: AccountId,
    /// What its Welcome is found with.
    pub pointer: Vec<u8>,
    /// The public key of its mailbox.
    pub mailbox_key: Vec<u8>,
    /// Place of the commit that added it.
    pub added_seq: Seq,
    /// When this device saw it added.
    pub added: Timestamp,
    /// When to deliver again at the earliest.
    pub next_try: Timestamp,
    /// How often it was delivered again.
    pub tries: u32,
    /// Whether it has spoken: nothing more to do.
    pub spoke: bool,
}

toguna_types::quiet_debug!(Newcomer);

impl Newcomers<'_> {
    /// Keeps a newcomer, in place of an earlier coming of the same device.
    ///
    /// # Errors
    /// If the database fails.
    pub fn put(&self, newcomer: &Newcomer) -> Result<(), VaultFault> {
        self.tx.run(
            "INSERT OR REPLACE INTO newcomers (log, device, account, pointer, mailbox_key, added_seq, added, next_try,
                 tries, spoke)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![
                newcomer.log.as_bytes(),
                newcomer.device.as_bytes(),
                newcomer.account.as_bytes(),
                newcomer.pointer,
                newcomer.mailbox_key,
                number(newcomer.added_seq.get()),
                number(newcomer.added.millis()),
                number(newcomer.next_try.millis()),
                newcomer.tries,
                newcomer.spoke,
            ],
        )?;
        Ok(())
    }

    /// One newcomer.
    ///
    /// # Errors
    /// If the database fails.
    pub fn get(&self, log: LogId, device: DeviceId) -> Result<Option<Newcomer>, VaultFault> {
        self.tx.one(
            "newcomers",
            "SELECT * FROM newcomers WHERE log = ?1 AND device = ?2",
            (log.as_bytes(), device.as_bytes()),
            read,
        )
    }

    /// All newcomers of a space, whether they have spoken or not.
    ///
    /// # Errors
    /// If the database fails.
    pub fn list(&self, log: LogId) -> Result<Vec<Newcomer>, VaultFault> {
        self.tx.all(
            "newcomers",
            "SELECT * FROM newcomers WHERE log = ?1 ORDER BY added_seq, device",
            [log.as_bytes()],
            read,
        )
    }

    /// The silent newcomers of every space whose time has come.
    ///
    /// # Errors
    /// If the database fails.
    pub fn due(&self, now: Timestamp) -> Result<Vec<Newcomer>, VaultFault> {
        self.tx.all(
            "newcomers",
            "SELECT * FROM newcomers WHERE spoke = 0 AND next_try <= ?1 ORDER BY next_try, log, device",
            [number(now.millis())],
            read,
        )
    }

    /// When the next silent newcomer falls due.
    ///
    /// # Errors
    /// If the database fails.
    pub fn next_due(&self) -> Result<Option<Timestamp>, VaultFault> {
        self.tx.one(
            "newcomers",
            "SELECT next_try FROM newcomers WHERE spoke = 0 ORDER BY next_try LIMIT 1",
            [],
            |row| row.time("next_try"),
        )
    }

    /// Counts one more delivery and puts the next off until `next_try`.
    ///
    /// # Errors
    /// [`VaultFault::NoRow`] if there is no such newcomer.
    pub fn postpone(&self, log: LogId, device: DeviceId, next_try: Timestamp) -> Result<(), VaultFault> {
        let rows = self.tx.run(
            "UPDATE newcomers SET tries = min(tries + 1, 4294967295), next_try = ?3 WHERE log = ?1 AND device = ?2",
            (log.as_bytes(), device.as_bytes(), number(next_try.millis())),
        )?;
        changed_one("newcomers", rows)
    }

    /// Notes that a device has spoken; whether it was a silent newcomer.
    ///
    /// # Errors
    /// If the database fails.
    pub fn spoke(&self, log: LogId, device: DeviceId) -> Result<bool, VaultFault> {
        let rows = self.tx.run(
            "UPDATE newcomers SET spoke = 1 WHERE log = ?1 AND device = ?2 AND spoke = 0",
            (log.as_bytes(), device.as_bytes()),
        )?;
        Ok(rows > 0)
    }

    /// Forgets a newcomer: it left, or nobody waits for it any more.
    ///
    /// # Errors
    /// If the database fails.
    pub fn delete(&self, log: LogId, device: DeviceId) -> Result<(), VaultFault> {
        self.tx.run(
            "DELETE FROM newcomers WHERE log = ?1 AND device = ?2",
            (log.as_bytes(), device.as_bytes()),
        )?;
        Ok(())
    }
}

fn read(row: &Cells<'_>) -> Result<Newcomer, VaultFault> {
    Ok(Newcomer {
        log: row.id("log", LogId::from_slice)?,
        device: row.id("device", DeviceId::from_slice)?,
        account: row.id("account", AccountId::from_slice)?,
        pointer: row.blob("pointer")?,
        mailbox_key: row.blob("mailbox_key")?,
        added_seq: Seq::new(row.number("added_seq")?),
        added: row.time("added")?,
        next_try: row.time("next_try")?,
        tries: row.small("tries")?,
        spoke: row.flag("spoke")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::vault;

    #[test]
    fn a_newcomer_is_due_until_it_speaks() {
        let (vault, _home) = vault();
        let at = Timestamp::from_millis;
        let newcomer = Newcomer {
            log: LogId::from_bytes([1; 32]),
            device: DeviceId::from_bytes([2; 16]),
            account: AccountId::from_bytes([3; 32]),
            pointer: vec![4; 60],
            mailbox_key: vec![5; 60],
            added_seq: Seq::new(6),
            added: at(7),
            next_try: at(8),
            tries: 0,
            spoke: false,
        };
        let (log, device) = (newcomer.log, newcomer.device);
        vault
            .write(|tx| {
                let newcomers = tx.newcomers();
                newcomers.put(&newcomer)?;
                assert_eq!(newcomers.get(log, device)?, Some(newcomer.clone()));
                assert_eq!(newcomers.due(at(7))?, []);
                assert_eq!(newcomers.due(at(8))?, std::slice::from_ref(&newcomer));
                newcomers.postpone(log, device, at(20))?;
                assert_eq!(newcomers.next_due()?, Some(at(20)));
                assert!(newcomers.spoke(log, device)?);
                assert!(!newcomers.spoke(log, device)?);
                assert_eq!((newcomers.next_due()?, newcomers.due(at(99))?), (None, vec![]));
                assert_eq!(newcomers.list(log)?.len(), 1);
                newcomers.delete(log, device)?;
                assert_eq!(newcomers.list(log)?, []);
                Ok::<_, VaultFault>(())
            })
            .unwrap();
    }
}

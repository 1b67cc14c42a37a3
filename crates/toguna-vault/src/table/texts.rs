// SPDX-License-Identifier: MIT OR Apache-2.0
//! The index of the search: which entries are in it, and what is found.

use rusqlite::params;
use toguna_types::{AccountId, LogId, Seq, Timestamp};

use super::Texts;
use super::entries::{EntryRow, read};
use crate::VaultFault;
use crate::row::number;
use crate::search::{Query, words};

/// Which texts are looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Among {
    /// Only in these logs; in all if there are none.
    pub logs: Vec<LogId>,
    /// Only by this account.
    pub author: Option<AccountId>,
    /// Only what was written at this time or later, by its author's clock.
    pub since: Option<Timestamp>,
    /// Only what was written before this time.
    pub before: Option<Timestamp>,
    /// Nothing that has expired by now.
    pub now: Timestamp,
    /// Such many of the best, at most.
    pub limit: u32,
}

impl Texts<'_> {
    /// Up to `limit` entries that are new, or say something else than when they were looked at.
    ///
    /// # Errors
    /// If the database fails.
    pub fn due(&self, limit: u32) -> Result<Vec<EntryRow>, VaultFault> {
        self.tx.all(
            "entries",
            "SELECT entries.* FROM texts_due JOIN entries USING (log, seq) ORDER BY log, seq LIMIT ?1",
            [limit],
            read,
        )
    }

    /// Whether there are any: asked before a transaction is opened for them.
    ///
    /// # Errors
    /// If the database fails.
    pub fn any_due(&self) -> Result<bool, VaultFault> {
        let found = self
            .tx
            .one("texts_due", "SELECT seq FROM texts_due LIMIT 1", [], |row| {
                row.number("seq")
            })?;
        Ok(found.is_some())
    }

    /// Puts what an entry says into the index, in place of what it said there; nothing if it says nothing.
    ///
    /// # Errors
    /// If there is no such entry, or the database fails.
    pub fn put(&self, log: LogId, seq: Seq, text: Option<&str>) -> Result<(), VaultFault> {
        let place = (log.as_bytes(), number(seq.get()));
        self.tx
            .erase("DELETE FROM texts WHERE log = ?1 AND seq = ?2", place)?;
        self.tx
            .run("DELETE FROM texts_due WHERE log = ?1 AND seq = ?2", place)?;
        let folded: Vec<String> = words(text.unwrap_or_default()).map(|word| word.folded).collect();
        if folded.is_empty() {
            return Ok(());
        }
        self.tx
            .run("INSERT INTO texts (log, seq) VALUES (?1, ?2)", place)?;
        self.tx.run(
            "INSERT INTO words (rowid, text) VALUES (?1, ?2)",
            (self.tx.last_place(), folded.join(" ")),
        )?;
        Ok(())
    }

    /// Notes that an entry says something else now, for what others said about it.
    ///
    /// # Errors
    /// If there is no such entry, or the database fails.
    pub fn changed(&self, log: LogId, seq: Seq) -> Result<(), VaultFault> {
        self.tx.run(
            "INSERT INTO texts_due (log, seq) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            (log.as_bytes(), number(seq.get())),
        )?;
        Ok(())
    }

    /// The entries whose words are asked for, the best first, of equally good ones the newest.
    ///
    /// # Errors
    /// If the database fails.
    pub fn find(&self, query: &Query, among: &Among) -> Result<Vec<EntryRow>, VaultFault> {
        let logs: String = among.logs.iter().map(|log| hex(log.as_bytes())).collect();
        self.tx.all(
            "entries",
            "SELECT entries.* FROM words JOIN texts ON texts.id = words.rowid JOIN entries USING (log, seq)
             WHERE words MATCH ?1
               AND (?2 = '' OR instr(?2, lower(hex(log))) > 0)
               AND (?3 IS NULL OR author = ?3)
               AND (?4 IS NULL OR written >= ?4) AND (?5 IS NULL OR written < ?5)
               AND (expires IS NULL OR expires > ?6)
             ORDER BY round(words.rank, 6), written DESC, log, seq LIMIT ?7",
            params![
                query.expression(),
                logs,
                among.author.as_ref().map(AccountId::as_bytes),
                among.since.map(|since| number(since.millis())),
                among.before.map(|before| number(before.millis())),
                number(among.now.millis()),
                among.limit,
            ],
            read,
        )
    }
}

/// In hexadecimal between separators, so that a log is found whole or not at all.
fn hex(bytes: &[u8]) -> String {
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{hex} ")
}

#[cfg(test)]
mod tests {
    use toguna_types::{Class, DeviceId, Epoch, MessageId};

    use super::*;
    use crate::VaultTx;
    use crate::testing::vault;

    const LOG: LogId = LogId::from_bytes([1; 32]);
    const OTHER: LogId = LogId::from_bytes([2; 32]);

    fn entry(log: LogId, n: u8) -> EntryRow {
        EntryRow {
            log,
            seq: Seq::new(n.into()),
            class: Class::Message,
            epoch: Epoch::new(1),
            kind: 1,
            author: AccountId::from_bytes([n; 32]),
            device: DeviceId::from_bytes([3; 16]),
            message: Some(MessageId::from_bytes([n; 16])),
            target: None,
            content: vec![n],
            written: Timestamp::from_millis(u64::from(n) * 1_000),
            received: Timestamp::from_millis(0),
            expires: (n == 4).then(|| Timestamp::from_millis(50_000)),
            own: false,
        }
    }

    fn find(tx: &VaultTx<'_>, typed: &str, among: &Among) -> Result<Vec<u64>, VaultFault> {
        let found = tx.texts().find(&Query::parse(typed).unwrap(), among)?;
        let mut found: Vec<u64> = found.iter().map(|row| row.seq.get()).collect();
        found.sort_unstable();
        Ok(found)
    }

    #[test]
    fn words_are_found_by_whatever_narrows_them_down_and_gone_with_their_entry() {
        let (vault, _home) = vault();
        let texts = [
            (LOG, 1, "La liberté, toute la liberté"),
            (LOG, 2, "une personne et sa liberté"),
            (OTHER, 3, "حريّة الإنسان"),
            (LOG, 4, "liberté éphémère"),
        ];
        vault
            .write(|tx| {
                for (log, n, _) in texts {
                    let _ = tx.entries().insert(&entry(log, n))?;
                }
                assert!(tx.texts().any_due()?);
                assert_eq!(tx.texts().due(9)?.len(), 4);
                for (log, n, text) in texts {
                    tx.texts().put(log, Seq::new(n.into()), Some(text))?;
                }
                assert!(!tx.texts().any_due()?);
                let find = |typed: &str, among: &Among| find(tx, typed, among);
                let all = Among {
                    limit: 9,
                    ..Among::default()
                };
                assert_eq!(find("liberte", &all)?, [1, 2, 4]);
                assert_eq!(find("الحرية", &all)?, [3]);
                assert_eq!(find("\"sa liberté\"", &all)?, [2]);
                assert_eq!(find("pers* liberte", &all)?, [2]);
                let of = |change: fn(&mut Among)| {
                    let mut among = all.clone();
                    change(&mut among);
                    among
                };
                assert_eq!(find("liberte", &of(|a| a.logs = vec![OTHER]))?, [0; 0]);
                assert_eq!(find("liberte", &of(|a| a.logs = vec![OTHER, LOG]))?, [1, 2, 4]);
                assert_eq!(
                    find(
                        "liberte",
                        &of(|a| a.author = Some(AccountId::from_bytes([2; 32])))
                    )?,
                    [2]
                );
                assert_eq!(
                    find("liberte", &of(|a| a.since = Some(Timestamp::from_millis(2_000))))?,
                    [2, 4]
                );
                assert_eq!(
                    find("liberte", &of(|a| a.before = Some(Timestamp::from_millis(2_000))))?,
                    [1]
                );
                assert_eq!(
                    find("liberte", &of(|a| a.now = Timestamp::from_millis(60_000)))?,
                    [1, 2]
                );
                assert_eq!(find("liberte", &of(|a| a.limit = 1))?.len(), 1);

                tx.entries().delete(LOG, Seq::new(1))?;
                tx.entries().empty(LOG, Seq::new(2), 7)?;
                tx.entries().expire(Timestamp::from_millis(60_000))?;
                assert_eq!(find("liberte", &all)?, [0; 0]);
                assert_eq!(tx.texts().due(9)?.len(), 1, "the one that was emptied");
                tx.texts().changed(OTHER, Seq::new(3))?;
                assert_eq!(tx.texts().due(9)?.len(), 2);
                tx.texts().put(OTHER, Seq::new(3), Some("autre chose"))?;
                assert_eq!(find("الحرية", &all)?, [0; 0]);
                assert_eq!(find("chose", &all)?, [3]);
                Ok::<_, VaultFault>(())
            })
            .unwrap();
    }

    #[test]
    fn what_says_it_more_often_comes_first_and_of_equals_the_newer() {
        let (vault, _home) = vault();
        vault
            .write(|tx| {
                for (n, text) in [
                    (1, "droit et devoir"),
                    (2, "droit, droit, droit"),
                    (3, "droit et devoir"),
                ] {
                    let _ = tx.entries().insert(&entry(LOG, n))?;
                    tx.texts().put(LOG, Seq::new(n.into()), Some(text))?;
                }
                let all = Among {
                    limit: 9,
                    ..Among::default()
                };
                let found = tx.texts().find(&Query::parse("droit").unwrap(), &all)?;
                let found: Vec<u64> = found.iter().map(|row| row.seq.get()).collect();
                assert_eq!(found, [2, 3, 1]);
                Ok::<_, VaultFault>(())
            })
            .unwrap();
    }
}

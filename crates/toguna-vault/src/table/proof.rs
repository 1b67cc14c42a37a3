// SPDX-License-Identifier: MIT OR Apache-2.0
//! What was refused and why, what the relay signed, and what accuses somebody.

use toguna_types::{AccountId, Digest, LogId, Seq};

use super::{Evidence, Receipts, Verdicts};
use crate::VaultFault;
use crate::row::{Cells, number};

/// One refused entry.
#[derive(Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The space's log.
    pub log: LogId,
    /// Its place.
    pub seq: Seq,
    /// SHA-256 of its payload.
    pub hash: Digest,
    /// Why it was refused.
    pub reason: String,
    /// The account whose signature is on it, if that is known.
    pub accused: Option<AccountId>,
}

/// One piece of evidence.
#[derive(Clone, PartialEq, Eq)]
pub struct EvidenceRow {
    /// Its place among all evidence.
    pub place: i64,
    /// What it is; the words belong to whoever keeps it.
    pub kind: String,
    /// The signed bytes, as they came.
    pub bytes: Vec<u8>,
}

toguna_types::quiet_debug!(Verdict, EvidenceRow);

impl Verdicts<'_> {
    /// Notes a refused entry; a verdict that stands is not changed.
    ///
    /// # Errors
    /// If the database fails.
    pub fn put(&self, verdict: &Verdict) -> Result<(), VaultFault> {
        self.tx.run(
            "INSERT INTO verdicts (log, seq, hash, reason, accused) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
            (
                verdict.log.as_bytes(),
                number(verdict.seq.get()),
                verdict.hash.as_bytes(),
                &verdict.reason,
                verdict.accused.as_ref().map(AccountId::as_bytes),
            ),
        )?;
        Ok(())
    }

    /// The verdict on the entry at one place.
    ///
    /// # Errors
    /// If the database fails.
    pub fn get(&self, log: LogId, seq: Seq) -> Result<Option<Verdict>, VaultFault> {
        self.tx.one(
            "verdicts",
            "SELECT * FROM verdicts WHERE log = ?1 AND seq = ?2",
            (log.as_bytes(), number(seq.get())),
            read_verdict,
        )
    }

    /// Whom the verdicts of a log accuse, and of what, each once.
    ///
    /// # Errors
    /// If the database fails.
    pub fn accusations(&self, log: LogId) -> Result<Vec<(String, AccountId)>, VaultFault> {
        self.tx.all(
            "verdicts",
            "SELECT DISTINCT reason, accused FROM verdicts WHERE log = ?1 AND accused IS NOT NULL ORDER BY 1, 2",
            [log.as_bytes()],
            |row| Ok((row.text("reason")?, row.id("accused", AccountId::from_slice)?)),
        )
    }

    /// All verdicts of a log, in order.
    ///
    /// # Errors
    /// If the database fails.
    pub fn list(&self, log: LogId) -> Result<Vec<Verdict>, VaultFault> {
        self.tx.all(
            "verdicts",
            "SELECT * FROM verdicts WHERE log = ?1 ORDER BY seq",
            [log.as_bytes()],
            read_verdict,
        )
    }
}

impl Receipts<'_> {
    /// Keeps a receipt whose last entry is at `last_seq`.
    ///
    /// # Errors
    /// If the database fails.
    pub fn put(&self, log: LogId, last_seq: Seq, bytes: &[u8]) -> Result<(), VaultFault> {
        self.tx.run(
            "INSERT OR REPLACE INTO receipts (log, last_seq, bytes) VALUES (?1, ?2, ?3)",
            (log.as_bytes(), number(last_seq.get()), bytes),
        )?;
        Ok(())
    }

    /// The first receipt that reaches `seq`: the one that covers it, if there is one.
    ///
    /// # Errors
    /// If the database fails.
    pub fn reaching(&self, log: LogId, seq: Seq) -> Result<Option<Vec<u8>>, VaultFault> {
        self.tx.one(
            "receipts",
            "SELECT bytes FROM receipts WHERE log = ?1 AND last_seq >= ?2 ORDER BY last_seq LIMIT 1",
            (log.as_bytes(), number(seq.get())),
            |row| row.blob("bytes"),
        )
    }

    /// The receipt whose last entry is at `seq`.
    ///
    /// # Errors
    /// If the database fails.
    pub fn ending_at(&self, log: LogId, seq: Seq) -> Result<Option<Vec<u8>>, VaultFault> {
        self.tx.one(
            "receipts",
            "SELECT bytes FROM receipts WHERE log = ?1 AND last_seq = ?2",
            (log.as_bytes(), number(seq.get())),
            |row| row.blob("bytes"),
        )
    }

    /// The farthest place that a receipt reaches.
    ///
    /// # Errors
    /// If the database fails.
    pub fn last_seq(&self, log: LogId) -> Result<Option<Seq>, VaultFault> {
        self.tx.one(
            "receipts",
            "SELECT last_seq FROM receipts WHERE log = ?1 ORDER BY last_seq DESC LIMIT 1",
            [log.as_bytes()],
            |row| row.number("last_seq").map(Seq::new),
        )
    }

    /// The newest receipt.
    ///
    /// # Errors
    /// If the database fails.
    pub fn latest(&self, log: LogId) -> Result<Option<Vec<u8>>, VaultFault> {
        self.tx.one(
            "receipts",
            "SELECT bytes FROM receipts WHERE log = ?1 ORDER BY last_seq DESC LIMIT 1",
            [log.as_bytes()],
            |row| row.blob("bytes"),
        )
    }
}

impl Evidence<'_> {
    /// Keeps one piece of evidence.
    ///
    /// # Errors
    /// If the database fails.
    pub fn put(&self, log: LogId, kind: &str, bytes: &[u8]) -> Result<(), VaultFault> {
        self.tx.run(
            "INSERT INTO evidence (log, kind, bytes) VALUES (?1, ?2, ?3)",
            (log.as_bytes(), kind, bytes),
        )?;
        Ok(())
    }

    /// All evidence of a log, in the order it came.
    ///
    /// # Errors
    /// If the database fails.
    pub fn list(&self, log: LogId) -> Result<Vec<EvidenceRow>, VaultFault> {
        self.tx.all(
            "evidence",
            "SELECT * FROM evidence WHERE log = ?1 ORDER BY place",
            [log.as_bytes()],
            |row| {
                Ok(EvidenceRow {
                    place: row.small("place")?,
                    kind: row.text("kind")?,
                    bytes: row.blob("bytes")?,
                })
            },
        )
    }
}

fn read_verdict(row: &Cells<'_>) -> Result<Verdict, VaultFault> {
    Ok(Verdict {
        log: row.id("log", LogId::from_slice)?,
        seq: Seq::new(row.number("seq")?),
        hash: row.digest("hash")?,
        reason: row.text("reason")?,
        accused: row.maybe_id("accused", AccountId::from_slice)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::vault;

    const LOG: LogId = LogId::from_bytes([1; 32]);

    #[test]
    fn the_first_verdict_on_a_place_stands() {
        let (vault, _home) = vault();
        let first = Verdict {
            log: LOG,
            seq: Seq::new(3),
            hash: Digest::of(b"payload"),
            reason: "not a member".to_owned(),
            accused: Some(AccountId::from_bytes([7; 32])),
        };
        let mut second = first.clone();
        second.reason = "replayed".to_owned();
        second.accused = None;
        vault
            .write(|tx| {
                tx.verdicts().put(&first)?;
                tx.verdicts().put(&second)?;
                assert_eq!(tx.verdicts().get(LOG, Seq::new(3))?, Some(first.clone()));
                assert_eq!(tx.verdicts().list(LOG)?, std::slice::from_ref(&first));
                let again = Verdict {
                    seq: Seq::new(4),
                    ..first.clone()
                };
                tx.verdicts().put(&again)?;
                let accused = first.accused.map(|account| (first.reason, account));
                assert_eq!(tx.verdicts().accusations(LOG)?, Vec::from_iter(accused));
                Ok::<_, VaultFault>(())
            })
            .unwrap();
    }

    #[test]
    fn a_receipt_is_found_by_the_entries_it_reaches() {
        let (vault, _home) = vault();
        vault
            .write(|tx| {
                let receipts = tx.receipts();
                receipts.put(LOG, Seq::new(4), b"to 4")?;
                receipts.put(LOG, Seq::new(9), b"to 9")?;
                assert_eq!(
                    receipts.reaching(LOG, Seq::new(4))?.as_deref(),
                    Some(&b"to 4"[..])
                );
                assert_eq!(
                    receipts.reaching(LOG, Seq::new(5))?.as_deref(),
                    Some(&b"to 9"[..])
                );
                assert_eq!(receipts.reaching(LOG, Seq::new(10))?, None);
                assert_eq!(receipts.latest(LOG)?.as_deref(), Some(&b"to 9"[..]));
                Ok::<_, VaultFault>(())
            })
            .unwrap();
    }

    #[test]
    fn evidence_is_kept_in_the_order_it_came() {
        let (vault, _home) = vault();
        vault
            .write(|tx| {
                tx.evidence().put(LOG, "head", b"one")?;
                tx.evidence().put(LOG, "head", b"two")?;
                let bytes: Vec<_> = tx
                    .evidence()
                    .list(LOG)?
                    .into_iter()
                    .map(|row| row.bytes)
                    .collect();
                assert_eq!(bytes, [b"one", b"two"]);
                Ok::<_, VaultFault>(())
            })
            .unwrap();
    }
}

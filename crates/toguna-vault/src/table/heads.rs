// SPDX-License-Identifier: MIT OR Apache-2.0
//! Heads of a log's newest entries: what authors say they saw is compared with what this device saw.

use toguna_types::{Head, LogId, Seq};

use super::Heads;
use crate::VaultFault;
use crate::row::number;

/// How many heads of a log are kept: an author who is further behind is compared no more.
const KEPT: u64 = 10_000;

impl Heads<'_> {
    /// Keeps the head after an entry, and forgets what is too far behind it.
    ///
    /// # Errors
    /// If the database fails.
    pub fn put(&self, log: LogId, head: Head) -> Result<(), VaultFault> {
        self.tx.run(
            "INSERT OR REPLACE INTO heads (log, seq, hash) VALUES (?1, ?2, ?3)",
            (log.as_bytes(), number(head.seq.get()), head.hash.as_bytes()),
        )?;
        if let Some(before) = head.seq.get().checked_sub(KEPT) {
            self.tx.run(
                "DELETE FROM heads WHERE log = ?1 AND seq <= ?2",
                (log.as_bytes(), number(before)),
            )?;
        }
        Ok(())
    }

    /// The head after the entry at a place, if it is kept.
    ///
    /// # Errors
    /// If the database fails.
    pub fn at(&self, log: LogId, seq: Seq) -> Result<Option<Head>, VaultFault> {
        self.tx.one(
            "heads",
            "SELECT hash FROM heads WHERE log = ?1 AND seq = ?2",
            (log.as_bytes(), number(seq.get())),
            |row| {
                Ok(Head {
                    seq,
                    hash: row.digest("hash")?,
                })
            },
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::vault;
    use toguna_types::Digest;

    #[test]
    fn the_newest_heads_are_kept() {
        let (vault, _home) = vault();
        let log = LogId::from_bytes([1; 32]);
        let head = |n: u64| Head {
            seq: Seq::new(n),
            hash: Digest::of(&n.to_be_bytes()),
        };
        vault
            .write(|tx| {
                tx.heads().put(log, head(1))?;
                tx.heads().put(log, head(2))?;
                assert_eq!(tx.heads().at(log, Seq::new(1))?, Some(head(1)));
                tx.heads().put(log, head(KEPT + 1))?;
                assert_eq!(tx.heads().at(log, Seq::new(1))?, None);
                assert_eq!(tx.heads().at(log, Seq::new(2))?, Some(head(2)));
                assert_eq!(tx.heads().at(LogId::from_bytes([2; 32]), Seq::new(2))?, None);
                Ok::<_, VaultFault>(())
            })
            .unwrap();
    }
}

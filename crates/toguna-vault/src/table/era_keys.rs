// SPDX-License-Identifier: MIT OR Apache-2.0
//! Record keys of eras.

use toguna_types::{Epoch, Era, Head, LogId, Secret, Seq, Timestamp};

use super::EraKeyTable;
use crate::VaultFault;
use crate::row::{Cells, number};

/// The key of one era and where it begins.
#[derive(PartialEq, Eq)]
pub struct EraKey {
    /// The space's log.
    pub log: LogId,
    /// The era.
    pub era: Era,
    /// Key that records of it are sealed under (through a derivation).
    pub key: Secret<32>,
    /// Its first epoch.
    pub first_epoch: Epoch,
    /// Head of the log where it begins.
    pub first_head: Head,
    /// When this device came by it.
    pub made: Timestamp,
}

toguna_types::quiet_debug!(EraKey);

impl EraKeyTable<'_> {
    /// Keeps the key of one era.
    ///
    /// # Errors
    /// If the database fails.
    pub fn put(&self, key: &EraKey) -> Result<(), VaultFault> {
        self.tx.run(
            "INSERT OR REPLACE INTO era_keys (log, era, key, first_epoch, first_seq, first_hash, made)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            (
                key.log.as_bytes(),
                number(key.era.get()),
                key.key.expose(), // expose: into the encrypted row
                number(key.first_epoch.get()),
                number(key.first_head.seq.get()),
                key.first_head.hash.as_bytes(),
                number(key.made.millis()),
            ),
        )?;
        Ok(())
    }

    /// The key of one era, if this device was granted it.
    ///
    /// # Errors
    /// If the database fails.
    pub fn get(&self, log: LogId, era: Era) -> Result<Option<EraKey>, VaultFault> {
        self.tx.one(
            "era_keys",
            "SELECT * FROM era_keys WHERE log = ?1 AND era = ?2",
            (log.as_bytes(), number(era.get())),
            read,
        )
    }

    /// All keys of a space, oldest era first.
    ///
    /// # Errors
    /// If the database fails.
    pub fn list(&self, log: LogId) -> Result<Vec<EraKey>, VaultFault> {
        self.tx.all(
            "era_keys",
            "SELECT * FROM era_keys WHERE log = ?1 ORDER BY era",
            [log.as_bytes()],
            read,
        )
    }

    /// The key of the era that `epoch` belongs to, if this device was granted it and no era between is missing.
    ///
    /// # Errors
    /// If the database fails.
    pub fn era_of_epoch(&self, log: LogId, epoch: Epoch) -> Result<Option<EraKey>, VaultFault> {
        self.tx.one(
            "era_keys",
            "SELECT * FROM era_keys WHERE log = ?1 AND first_epoch <= ?2 ORDER BY era DESC LIMIT 1",
            (log.as_bytes(), number(epoch.get())),
            read,
        )
    }

    /// The key of the newest era.
    ///
    /// # Errors
    /// If the database fails.
    pub fn latest(&self, log: LogId) -> Result<Option<EraKey>, VaultFault> {
        self.tx.one(
            "era_keys",
            "SELECT * FROM era_keys WHERE log = ?1 ORDER BY era DESC LIMIT 1",
            [log.as_bytes()],
            read,
        )
    }
}

fn read(row: &Cells<'_>) -> Result<EraKey, VaultFault> {
    Ok(EraKey {
        log: row.id("log", LogId::from_slice)?,
        era: Era::new(row.number("era")?),
        key: row.secret("key")?,
        first_epoch: Epoch::new(row.number("first_epoch")?),
        first_head: Head {
            seq: Seq::new(row.number("first_seq")?),
            hash: row.digest("first_hash")?,
        },
        made: row.time("made")?,
    })
}

#[cfg(test)]
mod tests {
    use toguna_types::Digest;

    use super::*;
    use crate::testing::vault;

    #[test]
    fn an_epoch_finds_the_era_it_belongs_to() {
        let (vault, _home) = vault();
        let log = LogId::from_bytes([1; 32]);
        vault
            .write(|tx| {
                tx.era_keys().put(&key(log, 1, 4))?;
                tx.era_keys().put(&key(log, 2, 9))
            })
            .unwrap();
        vault
            .read(|tx| {
                let era = |epoch| tx.era_keys().era_of_epoch(log, Epoch::new(epoch));
                assert_eq!(era(3)?, None);
                assert_eq!(era(4)?, Some(key(log, 1, 4)));
                assert_eq!(era(8)?, Some(key(log, 1, 4)));
                assert_eq!(era(9)?, Some(key(log, 2, 9)));
                assert_eq!(tx.era_keys().latest(log)?, Some(key(log, 2, 9)));
                assert_eq!(tx.era_keys().get(log, Era::new(1))?, Some(key(log, 1, 4)));
                assert_eq!(tx.era_keys().list(log)?, [key(log, 1, 4), key(log, 2, 9)]);
                Ok::<_, VaultFault>(())
            })
            .unwrap();
    }

    fn key(log: LogId, era: u64, first_epoch: u64) -> EraKey {
        EraKey {
            log,
            era: Era::new(era),
            key: Secret::make(|to| to[0] = 1),
            first_epoch: Epoch::new(first_epoch),
            first_head: Head {
                seq: Seq::new(first_epoch),
                hash: Digest::of(b"head"),
            },
            made: Timestamp::from_millis(5),
        }
    }
}

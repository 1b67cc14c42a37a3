// SPDX-License-Identifier: MIT OR Apache-2.0
//! What each epoch derived: the capability root and the envelope key.

use toguna_types::{Epoch, LogId, Secret, Timestamp};

use super::EpochKeyTable;
use crate::VaultFault;
use crate::row::{Cells, number};

/// The keys of one epoch.
#[derive(PartialEq, Eq)]
pub struct EpochKeys {
    /// The space's log.
    pub log: LogId,
    /// The epoch.
    pub epoch: Epoch,
    /// Root of its read and write capability.
    pub root: Secret<32>,
    /// Key of its entries' envelopes.
    pub envelope: Secret<32>,
    /// When this device derived them.
    pub made: Timestamp,
}

toguna_types::quiet_debug!(EpochKeys);

impl EpochKeyTable<'_> {
    /// Keeps the keys of one epoch.
    ///
    /// # Errors
    /// If the database fails.
    pub fn put(&self, keys: &EpochKeys) -> Result<(), VaultFault> {
        self.tx.run(
            "INSERT OR REPLACE INTO epoch_keys (log, epoch, root, envelope, made) VALUES (?1, ?2, ?3, ?4, ?5)",
            (
                keys.log.as_bytes(),
                number(keys.epoch.get()),
                keys.root.expose(),     // expose: into the encrypted row
                keys.envelope.expose(), // expose: into the encrypted row
                number(keys.made.millis()),
            ),
        )?;
        Ok(())
    }

    /// The keys of one epoch, if they are still kept.
    ///
    /// # Errors
    /// If the database fails.
    pub fn get(&self, log: LogId, epoch: Epoch) -> Result<Option<EpochKeys>, VaultFault> {
        self.tx.one(
            "epoch_keys",
            "SELECT * FROM epoch_keys WHERE log = ?1 AND epoch = ?2",
            (log.as_bytes(), number(epoch.get())),
            read,
        )
    }

    /// The keys of the newest epoch.
    ///
    /// # Errors
    /// If the database fails.
    pub fn latest(&self, log: LogId) -> Result<Option<EpochKeys>, VaultFault> {
        self.tx.one(
            "epoch_keys",
            "SELECT * FROM epoch_keys WHERE log = ?1 ORDER BY epoch DESC LIMIT 1",
            [log.as_bytes()],
            read,
        )
    }

    /// Erases the keys of epochs before `epoch` that were derived before `made`; says how many.
    ///
    /// # Errors
    /// If the database fails.
    pub fn delete_before(&self, log: LogId, epoch: Epoch, made: Timestamp) -> Result<usize, VaultFault> {
        self.tx.run(
            "DELETE FROM epoch_keys WHERE log = ?1 AND epoch < ?2 AND made < ?3",
            (log.as_bytes(), number(epoch.get()), number(made.millis())),
        )
    }
}

fn read(row: &Cells<'_>) -> Result<EpochKeys, VaultFault> {
    Ok(EpochKeys {
        log: row.id("log", LogId::from_slice)?,
        epoch: Epoch::new(row.number("epoch")?),
        root: row.secret("root")?,
        envelope: row.secret("envelope")?,
        made: row.time("made")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::vault;

    #[test]
    fn only_old_keys_of_old_epochs_are_erased() {
        let (vault, _home) = vault();
        let log = LogId::from_bytes([1; 32]);
        vault
            .write(|tx| {
                for n in 0..4 {
                    tx.epoch_keys().put(&keys(log, n))?;
                }
                let erased =
                    tx.epoch_keys()
                        .delete_before(log, Epoch::new(3), Timestamp::from_millis(2_000))?;
                assert_eq!(erased, 2);
                Ok::<_, VaultFault>(())
            })
            .unwrap();
        vault
            .read(|tx| {
                assert_eq!(tx.epoch_keys().get(log, Epoch::new(1))?, None);
                assert!(tx.epoch_keys().get(log, Epoch::new(2))?.is_some());
                assert_eq!(tx.epoch_keys().latest(log)?, Some(keys(log, 3)));
                Ok::<_, VaultFault>(())
            })
            .unwrap();
    }

    fn keys(log: LogId, n: u8) -> EpochKeys {
        EpochKeys {
            log,
            epoch: Epoch::new(n.into()),
            root: Secret::make(|to| *to = [n; 32]),
            envelope: Secret::make(|to| *to = [n | 0x80; 32]),
            made: Timestamp::from_millis(u64::from(n) * 1_000),
        }
    }
}

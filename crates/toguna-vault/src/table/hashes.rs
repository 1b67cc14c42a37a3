// SPDX-License-Identifier: MIT OR Apache-2.0
//! Payloads seen in an epoch, so that a replay is known.

use toguna_types::{Digest, Epoch, LogId, Seq};

use super::PayloadHashes;
use crate::VaultFault;
use crate::row::number;

impl PayloadHashes<'_> {
    /// Notes a payload; whether it is new in its epoch.
    ///
    /// # Errors
    /// If the database fails.
    pub fn put(&self, log: LogId, epoch: Epoch, hash: Digest, seq: Seq) -> Result<bool, VaultFault> {
        let rows = self.tx.run(
            "INSERT INTO payload_hashes (log, epoch, hash, seq) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
            (
                log.as_bytes(),
                number(epoch.get()),
                hash.as_bytes(),
                number(seq.get()),
            ),
        )?;
        Ok(rows > 0)
    }

    /// Where the payload with this hash stands in its epoch.
    ///
    /// # Errors
    /// If the database fails.
    pub fn get(&self, log: LogId, epoch: Epoch, hash: Digest) -> Result<Option<Seq>, VaultFault> {
        self.tx.one(
            "payload_hashes",
            "SELECT seq FROM payload_hashes WHERE log = ?1 AND epoch = ?2 AND hash = ?3",
            (log.as_bytes(), number(epoch.get()), hash.as_bytes()),
            |row| row.number("seq").map(Seq::new),
        )
    }

    /// Forgets the payloads of epochs before `epoch`, in which nothing is accepted any more; says how many.
    ///
    /// # Errors
    /// If the database fails.
    pub fn delete_before(&self, log: LogId, epoch: Epoch) -> Result<usize, VaultFault> {
        self.tx.run(
            "DELETE FROM payload_hashes WHERE log = ?1 AND epoch < ?2",
            (log.as_bytes(), number(epoch.get())),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::vault;

    #[test]
    fn a_payload_is_new_once_an_epoch() {
        let (vault, _home) = vault();
        let (log, hash) = (LogId::from_bytes([1; 32]), Digest::of(b"payload"));
        vault
            .write(|tx| {
                let hashes = tx.payload_hashes();
                assert!(hashes.put(log, Epoch::new(1), hash, Seq::new(4))?);
                assert!(!hashes.put(log, Epoch::new(1), hash, Seq::new(5))?);
                assert!(hashes.put(log, Epoch::new(2), hash, Seq::new(6))?);
                assert_eq!(hashes.get(log, Epoch::new(1), hash)?, Some(Seq::new(4)));
                assert_eq!(hashes.delete_before(log, Epoch::new(2))?, 1);
                assert_eq!(hashes.get(log, Epoch::new(1), hash)?, None);
                Ok::<_, VaultFault>(())
            })
            .unwrap();
    }
}

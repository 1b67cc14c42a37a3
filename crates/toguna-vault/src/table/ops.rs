// SPDX-License-Identifier: MIT OR Apache-2.0
//! Signed operations as they stand in the log, their authors' chains, and whose device counts no more.

use rusqlite::params;
use toguna_types::{AccountId, DeviceId, Digest, Era, LogId, Seq};

use super::{Chains, Ops, Quarantine};
use crate::VaultFault;
use crate::row::{Cells, number};
use crate::tx::changed_one;

words! {
    /// What became of an operation.
    OpStanding {
        /// It counts.
        Counts = "counts",
        /// What stands before it is not known yet.
        Waiting = "waiting",
    }
}

/// One operation in the log. Its author was verified before it came here.
#[derive(Clone, PartialEq, Eq)]
pub struct OpRow {
    /// The space's log.
    pub log: LogId,
    /// Its place.
    pub seq: Seq,
    /// The object it is about.
    pub object: [u8; 16],
    /// Its author.
    pub account: AccountId,
    /// Its author's device.
    pub device: DeviceId,
    /// The leaf key it is signed with.
    pub leaf_key: [u8; 32],
    /// Its place in that leaf key's chain.
    pub counter: u64,
    /// SHA-256 of the signed operation: what the next of the chain names.
    pub hash: Digest,
    /// SHA-256 of the payload it came in.
    pub payload: Digest,
    /// The era it stands in.
    pub era: Era,
    /// What kind of body it has.
    pub kind: u16,
    /// The operation as it was signed.
    pub signed: Vec<u8>,
    /// What became of it.
    pub standing: OpStanding,
}

/// How far one leaf key's chain has come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ChainTip {
    /// Counter of its last operation.
    pub counter: u64,
    /// Hash of its last operation.
    pub hash: Digest,
    /// Where that one stands.
    pub seq: Seq,
}

toguna_types::quiet_debug!(OpRow, ChainTip);

impl Ops<'_> {
    /// Adds an operation; `false` if one stands at that place already.
    ///
    /// # Errors
    /// If the database fails.
    pub fn add(&self, op: &OpRow) -> Result<bool, VaultFault> {
        let rows = self.tx.run(
            "INSERT INTO ops (log, seq, object, account, device, leaf_key, counter, hash, payload, era, kind, signed,
                 standing)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) ON CONFLICT DO NOTHING",
            params![
                op.log.as_bytes(),
                number(op.seq.get()),
                op.object,
                op.account.as_bytes(),
                op.device.as_bytes(),
                op.leaf_key,
                number(op.counter),
                op.hash.as_bytes(),
                op.payload.as_bytes(),
                number(op.era.get()),
                op.kind,
                op.signed,
                op.standing.name(),
            ],
        )?;
        Ok(rows == 1)
    }

    /// The operation at a place.
    ///
    /// # Errors
    /// If the database fails.
    pub fn at(&self, log: LogId, seq: Seq) -> Result<Option<OpRow>, VaultFault> {
        self.tx.one(
            "ops",
            "SELECT * FROM ops WHERE log = ?1 AND seq = ?2",
            (log.as_bytes(), number(seq.get())),
            read,
        )
    }

    /// Operations that wait for what stands before them, in the log's order.
    ///
    /// # Errors
    /// If the database fails.
    pub fn waiting(&self, log: LogId, limit: u32) -> Result<Vec<OpRow>, VaultFault> {
        self.tx.all(
            "ops",
            "SELECT * FROM ops WHERE log = ?1 AND standing = 'waiting' ORDER BY seq LIMIT ?2",
            (log.as_bytes(), limit),
            read,
        )
    }

    /// What counts of a leaf key for one place of its chain.
    ///
    /// # Errors
    /// If the database fails.
    pub fn in_chain(
        &self,
        log: LogId,
        leaf_key: &[u8; 32],
        counter: u64,
    ) -> Result<Option<OpRow>, VaultFault> {
        self.tx.one(
            "ops",
            "SELECT * FROM ops WHERE log = ?1 AND leaf_key = ?2 AND counter = ?3 AND standing = 'counts'",
            (log.as_bytes(), leaf_key, number(counter)),
            read,
        )
    }

    /// Operations that count, after a place and in the log's order; of one object or of all.
    ///
    /// # Errors
    /// If the database fails.
    pub fn counting(
        &self,
        log: LogId,
        object: Option<&[u8; 16]>,
        after: Seq,
        limit: u32,
    ) -> Result<Vec<OpRow>, VaultFault> {
        let after = number(after.get());
        match object {
            Some(object) => self.tx.all(
                "ops",
                "SELECT * FROM ops WHERE log = ?1 AND object = ?2 AND seq > ?3 AND standing = 'counts'
                 ORDER BY seq LIMIT ?4",
                (log.as_bytes(), object, after, limit),
                read,
            ),
            None => self.tx.all(
                "ops",
                "SELECT * FROM ops WHERE log = ?1 AND seq > ?2 AND standing = 'counts' ORDER BY seq LIMIT ?3",
                (log.as_bytes(), after, limit),
                read,
            ),
        }
    }

    /// Decides on an operation.
    ///
    /// # Errors
    /// [`VaultFault::NoRow`] if there is none at that place.
    pub fn decide(&self, log: LogId, seq: Seq, standing: OpStanding) -> Result<(), VaultFault> {
        let rows = self.tx.run(
            "UPDATE ops SET standing = ?3 WHERE log = ?1 AND seq = ?2",
            (log.as_bytes(), number(seq.get()), standing.name()),
        )?;
        changed_one("ops", rows)
    }

    /// Drops an operation that is refused: a verdict says so.
    ///
    /// # Errors
    /// If the database fails.
    pub fn drop_at(&self, log: LogId, seq: Seq) -> Result<(), VaultFault> {
        self.tx.erase(
            "DELETE FROM ops WHERE log = ?1 AND seq = ?2",
            (log.as_bytes(), number(seq.get())),
        )?;
        Ok(())
    }

    /// Forgets all that was decided in a space: more of its history is known now, and all of it is judged anew.
    ///
    /// # Errors
    /// If the database fails.
    pub fn start_over(&self, log: LogId) -> Result<(), VaultFault> {
        for sql in [
            "DELETE FROM object_texts WHERE log = ?1",
            "DELETE FROM objects WHERE log = ?1",
            "DELETE FROM ops WHERE log = ?1",
            "DELETE FROM chains WHERE log = ?1",
            "DELETE FROM quarantine WHERE log = ?1",
        ] {
            self.tx.erase(sql, [log.as_bytes()])?;
        }
        Ok(())
    }

    /// Drops what waits up to a place: it came from a history that proved wrong.
    ///
    /// # Errors
    /// If the database fails.
    pub fn drop_waiting(&self, log: LogId, until: Seq) -> Result<(), VaultFault> {
        self.tx.erase(
            "DELETE FROM ops WHERE log = ?1 AND seq <= ?2 AND standing = 'waiting'",
            (log.as_bytes(), number(until.get())),
        )?;
        Ok(())
    }
}

impl Chains<'_> {
    /// How far a leaf key's chain has come, if it has begun.
    ///
    /// # Errors
    /// If the database fails.
    pub fn tip(&self, log: LogId, leaf_key: &[u8; 32]) -> Result<Option<ChainTip>, VaultFault> {
        self.tx.one(
            "chains",
            "SELECT * FROM chains WHERE log = ?1 AND leaf_key = ?2",
            (log.as_bytes(), leaf_key),
            |row| {
                Ok(ChainTip {
                    counter: row.number("counter")?,
                    hash: row.digest("hash")?,
                    seq: Seq::new(row.number("seq")?),
                })
            },
        )
    }

    /// Notes how far a chain has come.
    ///
    /// # Errors
    /// If the database fails.
    pub fn put(&self, log: LogId, leaf_key: &[u8; 32], tip: &ChainTip) -> Result<(), VaultFault> {
        self.tx.run(
            "INSERT OR REPLACE INTO chains (log, leaf_key, counter, hash, seq) VALUES (?1, ?2, ?3, ?4, ?5)",
            (
                log.as_bytes(),
                leaf_key,
                number(tip.counter),
                tip.hash.as_bytes(),
                number(tip.seq.get()),
            ),
        )?;
        Ok(())
    }
}

impl Quarantine<'_> {
    /// From where on a device's operations count no more, if they do not.
    ///
    /// # Errors
    /// If the database fails.
    pub fn from(&self, log: LogId, device: DeviceId) -> Result<Option<Seq>, VaultFault> {
        self.tx.one(
            "quarantine",
            "SELECT seq FROM quarantine WHERE log = ?1 AND device = ?2",
            (log.as_bytes(), device.as_bytes()),
            |row| row.number("seq").map(Seq::new),
        )
    }

    /// Lets a device's operations count no more from a place on; one that is there already stays.
    ///
    /// # Errors
    /// If the database fails.
    pub fn put(&self, log: LogId, device: DeviceId, seq: Seq) -> Result<(), VaultFault> {
        self.tx.run(
            "INSERT INTO quarantine (log, device, seq) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            (log.as_bytes(), device.as_bytes(), number(seq.get())),
        )?;
        Ok(())
    }
}

fn read(row: &Cells<'_>) -> Result<OpRow, VaultFault> {
    Ok(OpRow {
        log: row.id("log", LogId::from_slice)?,
        seq: Seq::new(row.number("seq")?),
        object: row.array("object")?,
        account: row.id("account", AccountId::from_slice)?,
        device: row.id("device", DeviceId::from_slice)?,
        leaf_key: row.array("leaf_key")?,
        counter: row.number("counter")?,
        hash: row.digest("hash")?,
        payload: row.digest("payload")?,
        era: Era::new(row.number("era")?),
        kind: row.small("kind")?,
        signed: row.blob("signed")?,
        standing: row.parsed("standing", OpStanding::parse)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::vault;

    const LOG: LogId = LogId::from_bytes([1; 32]);
    const KEY: [u8; 32] = [3; 32];

    #[test]
    fn operations_wait_until_they_are_decided_and_come_back_in_the_logs_order() {
        let (vault, _home) = vault();
        vault
            .write(|tx| {
                for seq in [9, 4, 7] {
                    assert!(tx.ops().add(&op(seq))?);
                }
                assert!(!tx.ops().add(&op(7))?); // its place is taken
                let places = |rows: Vec<OpRow>| rows.iter().map(|row| row.seq.get()).collect::<Vec<_>>();
                assert_eq!(places(tx.ops().waiting(LOG, 2)?), [4, 7]);
                assert_eq!(places(tx.ops().counting(LOG, None, Seq::new(0), 9)?), []);
                tx.ops().decide(LOG, Seq::new(7), OpStanding::Counts)?;
                tx.ops().decide(LOG, Seq::new(4), OpStanding::Counts)?;
                assert_eq!(places(tx.ops().counting(LOG, None, Seq::new(4), 9)?), [7]);
                assert_eq!(
                    places(tx.ops().counting(LOG, Some(&[2; 16]), Seq::new(0), 9)?),
                    [4, 7]
                );
                assert_eq!(
                    places(tx.ops().counting(LOG, Some(&[0; 16]), Seq::new(0), 9)?),
                    []
                );
                assert_eq!(
                    tx.ops().in_chain(LOG, &KEY, 7)?.map(|row| row.seq),
                    Some(Seq::new(7))
                );
                assert_eq!(tx.ops().in_chain(LOG, &KEY, 9)?, None); // it waits
                tx.ops().drop_waiting(LOG, Seq::new(9))?;
                tx.ops().drop_at(LOG, Seq::new(7))?;
                assert_eq!(places(tx.ops().counting(LOG, None, Seq::new(0), 9)?), [4]);
                Ok::<_, VaultFault>(())
            })
            .unwrap();
    }

    #[test]
    fn a_chain_goes_on_and_a_quarantine_keeps_its_first_place() {
        let (vault, _home) = vault();
        let tip = |counter| ChainTip {
            counter,
            hash: Digest::of(b"op"),
            seq: Seq::new(counter),
        };
        vault
            .write(|tx| {
                assert_eq!(tx.chains().tip(LOG, &KEY)?, None);
                tx.chains().put(LOG, &KEY, &tip(1))?;
                tx.chains().put(LOG, &KEY, &tip(2))?;
                assert_eq!(tx.chains().tip(LOG, &KEY)?, Some(tip(2)));
                let device = DeviceId::from_bytes([5; 16]);
                assert_eq!(tx.quarantine().from(LOG, device)?, None);
                tx.quarantine().put(LOG, device, Seq::new(8))?;
                tx.quarantine().put(LOG, device, Seq::new(9))?;
                assert_eq!(tx.quarantine().from(LOG, device)?, Some(Seq::new(8)));
                Ok::<_, VaultFault>(())
            })
            .unwrap();
    }

    fn op(seq: u64) -> OpRow {
        OpRow {
            log: LOG,
            seq: Seq::new(seq),
            object: [2; 16],
            account: AccountId::from_bytes([4; 32]),
            device: DeviceId::from_bytes([5; 16]),
            leaf_key: KEY,
            counter: seq,
            hash: Digest::of(&seq.to_be_bytes()),
            payload: Digest::of(b"payload"),
            era: Era::new(0),
            kind: 2,
            signed: vec![1, 2, 3],
            standing: OpStanding::Waiting,
        }
    }
}

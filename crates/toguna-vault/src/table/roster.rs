// SPDX-License-Identifier: MIT OR Apache-2.0
//! Who was a member when: one row for each accepted commit that changed it, one for each leaf's time inside.

use toguna_types::{AccountId, DeviceId, Digest, Era, LogId, Seq};

use super::RosterTable;
use crate::VaultFault;
use crate::row::{Cells, number};
use crate::tx::changed_one;

/// One step of the roster, as its commit made it.
#[derive(Clone, PartialEq, Eq)]
pub struct RosterRow {
    /// The space's log.
    pub log: LogId,
    /// Place of the commit.
    pub seq: Seq,
    /// The era after it.
    pub era: Era,
    /// Tip of the roster after it.
    pub tip: Digest,
    /// The step itself, encoded by the engine.
    pub body: Vec<u8>,
}

/// One leaf's time in the group: from the entry after `from_seq` up to the entry before `until_seq`, both of which
/// are commits of others.
#[derive(Clone, PartialEq, Eq)]
pub struct RosterLeaf {
    /// The space's log.
    pub log: LogId,
    /// The leaf's signature key.
    pub leaf_key: [u8; 32],
    /// The account it belongs to.
    pub account: AccountId,
    /// The device it belongs to.
    pub device: DeviceId,
    /// Place of the commit that brought it in; 0 for the founder.
    pub from_seq: Seq,
    /// Place of the commit that took it out, if one did.
    pub until_seq: Option<Seq>,
}

toguna_types::quiet_debug!(RosterRow, RosterLeaf);

impl RosterTable<'_> {
    /// Adds the next step.
    ///
    /// # Errors
    /// [`VaultFault::Conflict`] if the step is there already.
    pub fn append(&self, step: &RosterRow) -> Result<(), VaultFault> {
        self.tx.run(
            "INSERT INTO roster (log, seq, era, tip, body) VALUES (?1, ?2, ?3, ?4, ?5)",
            (
                step.log.as_bytes(),
                number(step.seq.get()),
                number(step.era.get()),
                step.tip.as_bytes(),
                &step.body,
            ),
        )?;
        Ok(())
    }

    /// For tests: puts another step in the place of the one at `seq`, as an inviter may who lies about the past.
    ///
    /// # Errors
    /// [`VaultFault::NoRow`] if there is none.
    #[cfg(feature = "test-support")]
    pub fn retell(&self, seq: Seq, step: &RosterRow) -> Result<(), VaultFault> {
        let rows = self.tx.run(
            "UPDATE roster SET seq = ?3, tip = ?4, body = ?5 WHERE log = ?1 AND seq = ?2",
            (
                step.log.as_bytes(),
                number(seq.get()),
                number(step.seq.get()),
                step.tip.as_bytes(),
                &step.body,
            ),
        )?;
        changed_one("roster", rows)
    }

    /// All steps of a space, in order.
    ///
    /// # Errors
    /// If the database fails.
    pub fn list(&self, log: LogId) -> Result<Vec<RosterRow>, VaultFault> {
        self.tx.all(
            "roster",
            "SELECT * FROM roster WHERE log = ?1 ORDER BY seq",
            [log.as_bytes()],
            read_step,
        )
    }

    /// The last step at or before `seq`: what a member who had read so far knew.
    ///
    /// # Errors
    /// If the database fails.
    pub fn step_at(&self, log: LogId, seq: Seq) -> Result<Option<RosterRow>, VaultFault> {
        self.tx.one(
            "roster",
            "SELECT * FROM roster WHERE log = ?1 AND seq <= ?2 ORDER BY seq DESC LIMIT 1",
            (log.as_bytes(), number(seq.get())),
            read_step,
        )
    }

    /// Notes that a leaf came in.
    ///
    /// # Errors
    /// [`VaultFault::Conflict`] if the same leaf came in at the same place already.
    pub fn leaf_in(&self, leaf: &RosterLeaf) -> Result<(), VaultFault> {
        self.tx.run(
            "INSERT INTO roster_leaf (log, leaf_key, account, device, from_seq, until_seq)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            (
                leaf.log.as_bytes(),
                leaf.leaf_key,
                leaf.account.as_bytes(),
                leaf.device.as_bytes(),
                number(leaf.from_seq.get()),
                leaf.until_seq.map(|seq| number(seq.get())),
            ),
        )?;
        Ok(())
    }

    /// Notes that a leaf went out with the commit at `until`.
    ///
    /// # Errors
    /// [`VaultFault::NoRow`] if no such leaf is in.
    pub fn leaf_out(&self, log: LogId, leaf_key: &[u8; 32], until: Seq) -> Result<(), VaultFault> {
        let rows = self.tx.run(
            "UPDATE roster_leaf SET until_seq = ?3 WHERE log = ?1 AND leaf_key = ?2 AND until_seq IS NULL",
            (log.as_bytes(), leaf_key, number(until.get())),
        )?;
        changed_one("roster_leaf", rows)
    }

    /// The leaf with this key, if it was a member where `seq` stands in the log.
    ///
    /// # Errors
    /// If the database fails.
    pub fn member_at(
        &self,
        log: LogId,
        leaf_key: &[u8; 32],
        seq: Seq,
    ) -> Result<Option<RosterLeaf>, VaultFault> {
        self.tx.one(
            "roster_leaf",
            "SELECT * FROM roster_leaf WHERE log = ?1 AND leaf_key = ?2 AND from_seq < ?3
                 AND (until_seq IS NULL OR until_seq > ?3)",
            (log.as_bytes(), leaf_key, number(seq.get())),
            read_leaf,
        )
    }

    /// Every leaf that was a member where `seq` stands in the log.
    ///
    /// # Errors
    /// If the database fails.
    pub fn members_at(&self, log: LogId, seq: Seq) -> Result<Vec<RosterLeaf>, VaultFault> {
        self.tx.all(
            "roster_leaf",
            "SELECT * FROM roster_leaf WHERE log = ?1 AND from_seq < ?2 AND (until_seq IS NULL OR until_seq > ?2)
             ORDER BY account, device, leaf_key",
            (log.as_bytes(), number(seq.get())),
            read_leaf,
        )
    }

    /// Notes the role an account has from the entry after `seq` on; none if its entry in the policy ended.
    ///
    /// # Errors
    /// If the database fails.
    pub fn put_role(
        &self,
        log: LogId,
        account: AccountId,
        seq: Seq,
        role: Option<u8>,
    ) -> Result<(), VaultFault> {
        self.tx.run(
            "INSERT OR REPLACE INTO roster_role (log, account, seq, role) VALUES (?1, ?2, ?3, ?4)",
            (
                log.as_bytes(),
                account.as_bytes(),
                number(seq.get()),
                role.unwrap_or(0),
            ),
        )?;
        Ok(())
    }

    /// The role an account had where `seq` stands in the log.
    ///
    /// # Errors
    /// If the database fails.
    pub fn role_at(&self, log: LogId, account: AccountId, seq: Seq) -> Result<Option<u8>, VaultFault> {
        let role = self.tx.one(
            "roster_role",
            "SELECT role FROM roster_role WHERE log = ?1 AND account = ?2 AND seq < ?3 ORDER BY seq DESC LIMIT 1",
            (log.as_bytes(), account.as_bytes(), number(seq.get())),
            |row| row.small("role"),
        )?;
        Ok(role.filter(|role| *role != 0))
    }

    /// Every leaf that ever was a member.
    ///
    /// # Errors
    /// If the database fails.
    pub fn leaves(&self, log: LogId) -> Result<Vec<RosterLeaf>, VaultFault> {
        self.tx.all(
            "roster_leaf",
            "SELECT * FROM roster_leaf WHERE log = ?1 ORDER BY from_seq, leaf_key",
            [log.as_bytes()],
            read_leaf,
        )
    }
}

fn read_step(row: &Cells<'_>) -> Result<RosterRow, VaultFault> {
    Ok(RosterRow {
        log: row.id("log", LogId::from_slice)?,
        seq: Seq::new(row.number("seq")?),
        era: Era::new(row.number("era")?),
        tip: row.digest("tip")?,
        body: row.blob("body")?,
    })
}

fn read_leaf(row: &Cells<'_>) -> Result<RosterLeaf, VaultFault> {
    Ok(RosterLeaf {
        log: row.id("log", LogId::from_slice)?,
        leaf_key: row.array("leaf_key")?,
        account: row.id("account", AccountId::from_slice)?,
        device: row.id("device", DeviceId::from_slice)?,
        from_seq: Seq::new(row.number("from_seq")?),
        until_seq: row.maybe_number("until_seq")?.map(Seq::new),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::vault;

    #[test]
    fn a_leaf_is_a_member_between_the_commits_that_brought_and_took_it() {
        let (vault, _home) = vault();
        let log = LogId::from_bytes([1; 32]);
        let founder = leaf(log, 1, 0);
        let guest = leaf(log, 2, 5);
        vault
            .write(|tx| {
                tx.roster().leaf_in(&founder)?;
                tx.roster().leaf_in(&guest)?;
                tx.roster().leaf_out(log, &guest.leaf_key, Seq::new(8))?;
                assert!(tx.roster().leaf_out(log, &guest.leaf_key, Seq::new(9)).is_err());
                Ok::<_, VaultFault>(())
            })
            .unwrap();
        vault
            .read(|tx| {
                let is_in = |seq| {
                    tx.roster()
                        .member_at(log, &guest.leaf_key, Seq::new(seq))
                        .map(|found| found.is_some())
                };
                assert!(!is_in(4)? && !is_in(5)? && is_in(6)? && is_in(7)? && !is_in(8)? && !is_in(9)?);
                assert_eq!(
                    tx.roster().members_at(log, Seq::new(1))?,
                    std::slice::from_ref(&founder)
                );
                assert_eq!(tx.roster().members_at(log, Seq::new(7))?.len(), 2);
                assert_eq!(tx.roster().leaves(log)?.len(), 2);
                Ok::<_, VaultFault>(())
            })
            .unwrap();
    }

    #[test]
    fn the_step_a_member_knew_is_the_last_before_what_it_read() {
        let (vault, _home) = vault();
        let log = LogId::from_bytes([1; 32]);
        vault
            .write(|tx| {
                tx.roster().append(&step(log, 0))?;
                tx.roster().append(&step(log, 6))
            })
            .unwrap();
        assert!(matches!(
            vault.write(|tx| tx.roster().append(&step(log, 6))),
            Err(VaultFault::Conflict)
        ));
        vault
            .read(|tx| {
                assert_eq!(tx.roster().step_at(log, Seq::new(5))?, Some(step(log, 0)));
                assert_eq!(tx.roster().step_at(log, Seq::new(6))?, Some(step(log, 6)));
                assert_eq!(tx.roster().list(log)?, [step(log, 0), step(log, 6)]);
                Ok::<_, VaultFault>(())
            })
            .unwrap();
    }

    #[test]
    fn a_role_holds_from_the_entry_after_the_commit_that_gave_it() {
        let (vault, _home) = vault();
        let (log, amal) = (LogId::from_bytes([1; 32]), AccountId::from_bytes([2; 32]));
        vault
            .write(|tx| {
                tx.roster().put_role(log, amal, Seq::new(4), Some(2))?;
                tx.roster().put_role(log, amal, Seq::new(9), None)?;
                let role = |seq| tx.roster().role_at(log, amal, Seq::new(seq));
                assert_eq!(
                    (role(4)?, role(5)?, role(9)?, role(10)?),
                    (None, Some(2), Some(2), None)
                );
                Ok::<_, VaultFault>(())
            })
            .unwrap();
    }

    fn leaf(log: LogId, n: u8, from: u64) -> RosterLeaf {
        RosterLeaf {
            log,
            leaf_key: [n; 32],
            account: AccountId::from_bytes([n; 32]),
            device: DeviceId::from_bytes([n; 16]),
            from_seq: Seq::new(from),
            until_seq: None,
        }
    }

    fn step(log: LogId, seq: u64) -> RosterRow {
        RosterRow {
            log,
            seq: Seq::new(seq),
            era: Era::new(1),
            tip: Digest::of(&seq.to_be_bytes()),
            body: vec![1, 2, 3],
        }
    }
}

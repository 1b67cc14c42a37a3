// SPDX-License-Identifier: MIT OR Apache-2.0
//! The spaces this device is, was or will be in.

use rusqlite::params;
use toguna_types::{AccountId, Digest, Epoch, Era, Head, Lifetime, LogId, Seq, Suite, Timestamp};

use super::Spaces;
use crate::VaultFault;
use crate::row::{Cells, number};
use crate::tx::changed_one;

words! {
    /// How this device stands to a space.
    SpaceState {
        /// A member, following the log.
        Active = "active",
        /// Closed by its stewards: the relay holds nothing of it any more, this device what it had read.
        Closed = "closed",
        /// Made here; the relay has not confirmed it yet.
        Founding = "founding",
        /// Joined by Welcome; the log has not shown us in it yet.
        Joining = "joining",
        /// Has asked to leave; waits for the commit that removes it.
        Leaving = "leaving",
        /// Left of its own will.
        Left = "left",
        /// Was removed by somebody.
        Removed = "removed",
        /// The log shows a commit that had to be refused, and this device goes on in another space.
        Succeeded = "succeeded",
        /// The log shows a commit that must be refused; no further step is possible here.
        Wedged = "wedged",
    }
}

/// One space.
#[derive(Clone, PartialEq, Eq)]
pub struct SpaceRow {
    /// Its log.
    pub log: LogId,
    /// How this device stands to it.
    pub state: SpaceState,
    /// Its title.
    pub title: String,
    /// How long its messages live.
    pub lifetime: Lifetime,
    /// Its MLS suite.
    pub suite: Suite,
    /// The epoch the group is in.
    pub epoch: Epoch,
    /// The last entry processed.
    pub cursor: Head,
    /// When the cursor last stood at the end of the log after new entries.
    pub read_on: Timestamp,
    /// The era records are written in.
    pub era: Era,
    /// Tip of the roster.
    pub roster_tip: Digest,
    /// Who invited this device, if somebody did.
    pub inviter: Option<AccountId>,
    /// Whether others have confirmed what the inviter showed.
    pub confirmed: bool,
    /// When this device came to it.
    pub since: Timestamp,
    /// The leaf key that signed this device's last own record; zero if none did.
    pub own_leaf: [u8; 32],
    /// Counter of this device's own records under that leaf key.
    pub own_counter: u64,
    /// Hash of this device's last own record.
    pub own_previous: Digest,
    /// Last hybrid logical time given or seen.
    pub hybrid: (Timestamp, u32),
    /// What the user must be told about it, if something is wrong.
    pub alarm: Option<String>,
}

toguna_types::quiet_debug!(SpaceRow);

impl Spaces<'_> {
    /// Adds a space.
    ///
    /// # Errors
    /// [`VaultFault::Conflict`] if its log is there already.
    pub fn insert(&self, space: &SpaceRow) -> Result<(), VaultFault> {
        self.store(
            "INSERT INTO spaces (log, state, title, suite, epoch, cursor_seq, cursor_hash, era, roster_tip, inviter,
                 confirmed, since, own_counter, own_previous, hybrid_time, hybrid_count, alarm, lifetime, read_on,
                 own_leaf)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
                 ?19, ?20)",
            space,
        )
    }

    /// Writes every column of a space that is there.
    ///
    /// # Errors
    /// [`VaultFault::NoRow`] if it is not.
    pub fn update(&self, space: &SpaceRow) -> Result<(), VaultFault> {
        self.store(
            "UPDATE spaces SET state = ?2, title = ?3, suite = ?4, epoch = ?5, cursor_seq = ?6, cursor_hash = ?7,
                 era = ?8, roster_tip = ?9, inviter = ?10, confirmed = ?11, since = ?12, own_counter = ?13,
                 own_previous = ?14, hybrid_time = ?15, hybrid_count = ?16, alarm = ?17, lifetime = ?18,
                 read_on = ?19, own_leaf = ?20
             WHERE log = ?1",
            space,
        )
    }

    /// One space.
    ///
    /// # Errors
    /// If the database fails.
    pub fn get(&self, log: LogId) -> Result<Option<SpaceRow>, VaultFault> {
        self.tx.one(
            "spaces",
            "SELECT * FROM spaces WHERE log = ?1",
            [log.as_bytes()],
            read,
        )
    }

    /// All spaces, in the order this device came to them.
    ///
    /// # Errors
    /// If the database fails.
    pub fn list(&self) -> Result<Vec<SpaceRow>, VaultFault> {
        self.tx
            .all("spaces", "SELECT * FROM spaces ORDER BY since, log", [], read)
    }

    /// Erases the space and everything the other tables hold of its log, keys first of all. What the MLS engine
    /// keeps is the engine's to erase.
    ///
    /// # Errors
    /// If the database fails.
    pub fn forget(&self, log: LogId) -> Result<(), VaultFault> {
        for sql in [
            "DELETE FROM chains WHERE log = ?1",
            "DELETE FROM epoch_keys WHERE log = ?1",
            "DELETE FROM era_keys WHERE log = ?1",
            "DELETE FROM texts WHERE log = ?1",
            "DELETE FROM texts_due WHERE log = ?1",
            "DELETE FROM entries WHERE log = ?1",
            "DELETE FROM evidence WHERE log = ?1",
            "DELETE FROM file_texts WHERE log = ?1",
            "DELETE FROM heads WHERE log = ?1",
            "DELETE FROM histories WHERE log = ?1",
            "DELETE FROM intents WHERE log = ?1",
            "DELETE FROM invitations WHERE log = ?1",
            "DELETE FROM kept_files WHERE log = ?1",
            "DELETE FROM letters_out WHERE log = ?1",
            "DELETE FROM newcomers WHERE log = ?1",
            "DELETE FROM object_texts WHERE log = ?1",
            "DELETE FROM objects WHERE log = ?1",
            "DELETE FROM ops WHERE log = ?1",
            "DELETE FROM own_files WHERE log = ?1",
            "DELETE FROM payload_hashes WHERE log = ?1",
            "DELETE FROM quarantine WHERE log = ?1",
            "DELETE FROM receipts WHERE log = ?1",
            "DELETE FROM roster WHERE log = ?1",
            "DELETE FROM roster_leaf WHERE log = ?1",
            "DELETE FROM roster_role WHERE log = ?1",
            "DELETE FROM spaces WHERE log = ?1",
            "DELETE FROM uploads WHERE log = ?1",
            "DELETE FROM verdicts WHERE log = ?1",
        ] {
            self.tx.erase(sql, [log.as_bytes()])?;
        }
        Ok(())
    }

    /// Makes way for a space that is joined again after this device had left it or was removed: what joining brings
    /// anew goes; what was seen stays, and so do the keys of eras.
    ///
    /// # Errors
    /// If the database fails.
    pub fn make_way(&self, log: LogId) -> Result<(), VaultFault> {
        for sql in [
            "DELETE FROM epoch_keys WHERE log = ?1",
            "DELETE FROM heads WHERE log = ?1",
            "DELETE FROM intents WHERE log = ?1",
            "DELETE FROM newcomers WHERE log = ?1",
            "DELETE FROM payload_hashes WHERE log = ?1",
            "DELETE FROM roster WHERE log = ?1",
            "DELETE FROM roster_leaf WHERE log = ?1",
            "DELETE FROM roster_role WHERE log = ?1",
            "DELETE FROM spaces WHERE log = ?1",
        ] {
            self.tx.erase(sql, [log.as_bytes()])?;
        }
        Ok(())
    }

    /// As [`Self::make_way`], for a device that comes back: what it had to say stays in the outbox.
    ///
    /// # Errors
    /// If the database fails.
    pub fn make_way_back(&self, log: LogId) -> Result<(), VaultFault> {
        for sql in [
            "DELETE FROM epoch_keys WHERE log = ?1",
            "DELETE FROM heads WHERE log = ?1",
            "DELETE FROM newcomers WHERE log = ?1",
            "DELETE FROM payload_hashes WHERE log = ?1",
            "DELETE FROM roster WHERE log = ?1",
            "DELETE FROM roster_leaf WHERE log = ?1",
            "DELETE FROM roster_role WHERE log = ?1",
            "DELETE FROM spaces WHERE log = ?1",
        ] {
            self.tx.erase(sql, [log.as_bytes()])?;
        }
        Ok(())
    }

    fn store(&self, sql: &str, space: &SpaceRow) -> Result<(), VaultFault> {
        let rows = self.tx.run(
            sql,
            params![
                space.log.as_bytes(),
                space.state.name(),
                space.title,
                space.suite.number(),
                number(space.epoch.get()),
                number(space.cursor.seq.get()),
                space.cursor.hash.as_bytes(),
                number(space.era.get()),
                space.roster_tip.as_bytes(),
                space.inviter.as_ref().map(AccountId::as_bytes),
                space.confirmed,
                number(space.since.millis()),
                number(space.own_counter),
                space.own_previous.as_bytes(),
                number(space.hybrid.0.millis()),
                space.hybrid.1,
                space.alarm,
                space.lifetime.number(),
                number(space.read_on.millis()),
                space.own_leaf,
            ],
        )?;
        changed_one("spaces", rows)
    }
}

fn read(row: &Cells<'_>) -> Result<SpaceRow, VaultFault> {
    Ok(SpaceRow {
        log: row.id("log", LogId::from_slice)?,
        state: row.parsed("state", SpaceState::parse)?,
        title: row.text("title")?,
        lifetime: row.parsed("lifetime", Lifetime::from_number)?,
        suite: row.parsed("suite", Suite::from_number)?,
        epoch: Epoch::new(row.number("epoch")?),
        cursor: Head {
            seq: Seq::new(row.number("cursor_seq")?),
            hash: row.digest("cursor_hash")?,
        },
        read_on: row.time("read_on")?,
        era: Era::new(row.number("era")?),
        roster_tip: row.digest("roster_tip")?,
        inviter: row.maybe_id("inviter", AccountId::from_slice)?,
        confirmed: row.flag("confirmed")?,
        since: row.time("since")?,
        own_leaf: row.array("own_leaf")?,
        own_counter: row.number("own_counter")?,
        own_previous: row.digest("own_previous")?,
        hybrid: (row.time("hybrid_time")?, row.small("hybrid_count")?),
        alarm: row.maybe("alarm", Some)?,
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::testing::vault;

    #[test]
    fn a_space_comes_back_as_it_was_written() {
        let (vault, _home) = vault();
        let mut space = space(LogId::from_bytes([1; 32]));
        vault
            .write(|tx| {
                assert!(matches!(
                    tx.spaces().update(&space),
                    Err(VaultFault::NoRow { table: "spaces" })
                ));
                tx.spaces().insert(&space)
            })
            .unwrap();
        assert!(matches!(
            vault.write(|tx| tx.spaces().insert(&space)),
            Err(VaultFault::Conflict)
        ));
        for state in SpaceState::ALL {
            space.state = *state;
            space.inviter = None;
            space.alarm = None;
            vault.write(|tx| tx.spaces().update(&space)).unwrap();
            assert_eq!(
                vault.read(|tx| tx.spaces().get(space.log)).unwrap(),
                Some(space.clone())
            );
        }
    }

    #[test]
    fn a_column_that_no_version_writes_is_named() {
        let (vault, _home) = vault();
        let log = LogId::from_bytes([1; 32]);
        vault.write(|tx| tx.spaces().insert(&space(log))).unwrap();
        for (column, sql) in [
            ("state", "UPDATE spaces SET state = 'elsewhere'"),
            ("suite", "UPDATE spaces SET state = 'active', suite = 1"),
            ("confirmed", "UPDATE spaces SET suite = 3, confirmed = 2"),
            ("log", "UPDATE spaces SET confirmed = 1, log = x'01'"),
        ] {
            vault.write(|tx| tx.run(sql, []).map(drop)).unwrap();
            let fault = vault.read(|tx| tx.spaces().list()).unwrap_err();
            assert!(
                matches!(fault, VaultFault::Inconsistent { table: "spaces", column: named } if named == column),
                "{fault}"
            );
        }
    }

    #[test]
    fn forgetting_a_space_leaves_no_row_of_its_log_in_any_table() {
        let (vault, _home) = vault();
        let tables: Vec<String> = vault
            .read(|tx| {
                tx.all(
                    "pragma",
                    "SELECT m.name AS name FROM sqlite_schema m JOIN pragma_table_info(m.name) c
                     WHERE m.type = 'table' AND c.name = 'log'",
                    [],
                    |row| row.text("name"),
                )
            })
            .unwrap();
        assert!(tables.len() >= 19);
        let forgotten = include_str!("spaces.rs");
        for table in tables {
            assert!(
                forgotten.contains(&format!("\"DELETE FROM {table} WHERE log = ?1\"")),
                "{table}"
            );
        }
        let (log, other) = (LogId::from_bytes([1; 32]), LogId::from_bytes([2; 32]));
        vault
            .write(|tx| {
                tx.spaces().insert(&space(log))?;
                tx.spaces().insert(&space(other))?;
                tx.spaces().forget(log)
            })
            .unwrap();
        let left = vault.read(|tx| tx.spaces().list()).unwrap();
        assert_eq!(left, [space(other)]);
    }

    pub(crate) fn space(log: LogId) -> SpaceRow {
        SpaceRow {
            log,
            state: SpaceState::Active,
            title: "Observatory".to_owned(),
            lifetime: Lifetime::Week,
            suite: Suite::PostQuantum,
            epoch: Epoch::new(7),
            cursor: Head {
                seq: Seq::new(40),
                hash: Digest::of(b"head"),
            },
            read_on: Timestamp::from_millis(77),
            era: Era::new(2),
            roster_tip: Digest::of(b"tip"),
            inviter: Some(AccountId::from_bytes([3; 32])),
            confirmed: true,
            since: Timestamp::from_millis(u64::MAX),
            own_leaf: [6; 32],
            own_counter: 12,
            own_previous: Digest::of(b"op"),
            hybrid: (Timestamp::from_millis(99), u32::MAX),
            alarm: Some("two heads".to_owned()),
        }
    }
}

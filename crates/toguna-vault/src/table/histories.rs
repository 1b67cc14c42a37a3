// SPDX-License-Identifier: MIT OR Apache-2.0
//! The time before this device joined a space: what of it is withheld, and how far it was read again.

use rusqlite::params;
use toguna_types::{Head, LogId, Seq};

use super::Histories;
use crate::VaultFault;
use crate::row::{Cells, number};

words! {
    /// How far the history of a space is known.
    HistoryState {
        /// It is being read; nothing of it counts yet.
        Reading = "reading",
        /// What the relay shows is not what members signed, or not what the inviter said.
        Refused = "refused",
        /// All that was granted was read, and it is what members signed.
        Whole = "whole",
    }
}

/// The history of one space.
#[derive(Clone, PartialEq, Eq)]
pub struct HistoryRow {
    /// The space's log.
    pub log: LogId,
    /// What stands up to here is withheld; 0 if nothing is.
    pub withheld: Seq,
    /// Where reading began.
    pub first: Head,
    /// How far it was read.
    pub cursor: Head,
    /// Where the inviter stood, who signed this head.
    pub made: Head,
    /// The last place that belongs to it; what stands after it was read as it came.
    pub until: Seq,
    /// How far it is known.
    pub state: HistoryState,
}

toguna_types::quiet_debug!(HistoryRow);

impl Histories<'_> {
    /// The history of a space; none if this device was there from the beginning.
    ///
    /// # Errors
    /// If the database fails.
    pub fn get(&self, log: LogId) -> Result<Option<HistoryRow>, VaultFault> {
        self.tx.one(
            "histories",
            "SELECT * FROM histories WHERE log = ?1",
            [log.as_bytes()],
            read,
        )
    }

    /// Writes the history of a space down.
    ///
    /// # Errors
    /// If the database fails.
    pub fn put(&self, history: &HistoryRow) -> Result<(), VaultFault> {
        self.tx.run(
            "INSERT OR REPLACE INTO histories (log, withheld, first_seq, first_hash, cursor_seq, cursor_hash, made_seq,
                 made_hash, until_seq, state)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![
                history.log.as_bytes(),
                number(history.withheld.get()),
                number(history.first.seq.get()),
                history.first.hash.as_bytes(),
                number(history.cursor.seq.get()),
                history.cursor.hash.as_bytes(),
                number(history.made.seq.get()),
                history.made.hash.as_bytes(),
                number(history.until.get()),
                history.state.name(),
            ],
        )?;
        Ok(())
    }
}

fn read(row: &Cells<'_>) -> Result<HistoryRow, VaultFault> {
    let head = |seq, hash| {
        Ok::<_, VaultFault>(Head {
            seq: Seq::new(row.number(seq)?),
            hash: row.digest(hash)?,
        })
    };
    Ok(HistoryRow {
        log: row.id("log", LogId::from_slice)?,
        withheld: Seq::new(row.number("withheld")?),
        first: head("first_seq", "first_hash")?,
        cursor: head("cursor_seq", "cursor_hash")?,
        made: head("made_seq", "made_hash")?,
        until: Seq::new(row.number("until_seq")?),
        state: row.parsed("state", HistoryState::parse)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::vault;
    use toguna_types::Digest;

    #[test]
    fn a_history_comes_back_as_it_was_written() {
        let (vault, _home) = vault();
        let head = |seq: u64| Head {
            seq: Seq::new(seq),
            hash: Digest::of(&seq.to_be_bytes()),
        };
        let mut history = HistoryRow {
            log: LogId::from_bytes([1; 32]),
            withheld: Seq::new(2),
            first: head(2),
            cursor: head(3),
            made: head(40),
            until: Seq::new(44),
            state: HistoryState::Reading,
        };
        vault
            .write(|tx| {
                assert_eq!(tx.histories().get(history.log)?, None);
                for state in HistoryState::ALL {
                    history.state = *state;
                    tx.histories().put(&history)?;
                    assert_eq!(tx.histories().get(history.log)?, Some(history.clone()));
                }
                Ok::<_, VaultFault>(())
            })
            .unwrap();
    }
}

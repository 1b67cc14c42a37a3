// SPDX-License-Identifier: MIT OR Apache-2.0
//! The time before this device joined: read again from the relay, and held against what members signed.
//!
//! The inviter signed the log's head where it stood, and named where each era began and which commits made the roster.
//! A newcomer reads the log from its beginning to there: the hash chain must lead to that head, every era must begin
//! where it was said to, and the commits must stand where the roster has them. Only then does anything count. What
//! the relay adds, drops or reorders makes another chain; what a removed member adds stands after its removal or makes
//! another chain.

use toguna_mls::{HistoryGrant, open_record};
use toguna_types::{Class, Digest, Entry, Era, Head, LogId, Seq};
use toguna_vault::{HistoryRow, HistoryState, SpaceRow, VaultTx, Verdict};

use super::receive::{AHEAD_OF_ITSELF, op_row};
use crate::Fault;
use crate::alarm::AlarmCode;
use crate::client::Client;
use crate::fault::Code;
use crate::sync::{LogPage, next_head, reason_of};

/// What of a space's time before this device is known to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct History {
    /// How many entries of the log were withheld from this device, by what the members agreed on when it was invited.
    pub withheld: u64,
    /// How many entries of the time before it were read again and checked.
    pub read: u64,
    /// How many there are to be read.
    pub of: u64,
    /// How far it is.
    pub state: HistoryState,
}

/// Why a page of the time before is not the space's history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ReplayFault {
    /// The chain does not lead to what the inviter signed: the relay shows another log.
    Chain,
    /// The log is the one the inviter signed, but not the eras or the members it told of.
    Grant,
    /// The relay keeps back a record that it has to keep.
    Withheld,
}

impl Client {
    /// What this device knows of the time before it in a space.
    ///
    /// # Errors
    /// [`Code::SpaceUnknown`].
    pub fn history(&self, log: LogId) -> Result<History, Fault> {
        self.vault().read(|tx| {
            self.row(tx, log)?;
            let Some(row) = tx.histories().get(log)? else {
                return Ok(History {
                    withheld: 0,
                    read: 0,
                    of: 0,
                    state: HistoryState::Whole,
                });
            };
            let first = row.first.seq.get();
            let read = row.cursor.seq.get().min(row.until.get());
            Ok(History {
                withheld: row.withheld.get(),
                read: read.saturating_sub(first),
                of: row.until.get().saturating_sub(first),
                state: row.state,
            })
        })
    }

    /// Notes what a newcomer was granted, before it is a member in the log. `back` is where a device stood that joins
    /// again.
    pub(crate) fn history_granted(
        &self,
        tx: &VaultTx<'_>,
        log: LogId,
        grant: &HistoryGrant,
        back: Option<Head>,
    ) -> Result<(), Fault> {
        self.steward_key_after_absence(tx, log)?;
        let before = tx.histories().get(log)?;
        let first_era = grant.eras.first().filter(|_| !grant.withholds_history());
        let (first, withheld) = match (first_era, back) {
            // It goes on from where it stood; if it was still reading, from where that had come to.
            (Some(_), Some(back)) if before.as_ref().is_none_or(|row| row.withheld == Seq::new(0)) => {
                let reading = before.filter(|row| row.state != HistoryState::Whole);
                (reading.map_or(back, |row| row.cursor), Seq::new(0))
            }
            (Some(era), _) if era.era == Era::new(0) => {
                tx.ops().start_over(log)?; // more is known now than before
                (era.first, Seq::new(0))
            }
            (_, _) => (grant.made, grant.made.seq),
        };
        tx.histories().put(&HistoryRow {
            log,
            withheld,
            first,
            cursor: first,
            made: grant.made,
            until: grant.made.seq,
            state: HistoryState::Reading,
        })?;
        Ok(())
    }

    /// This device is a member from the commit at `joined` on: what stands before it is history.
    pub(crate) fn history_ends(&self, tx: &VaultTx<'_>, log: LogId, joined: Seq) -> Result<(), Fault> {
        let Some(mut row) = tx.histories().get(log)? else {
            return Ok(());
        };
        row.until = Seq::new(joined.get().saturating_sub(1));
        if row.withheld > Seq::new(0) {
            row.withheld = row.until;
            row.first = row.made;
            row.state = HistoryState::Whole;
        } else if row.cursor.seq >= row.until {
            row.state = HistoryState::Whole;
        }
        Ok(tx.histories().put(&row)?)
    }

    /// Reads the time before this device on, page by page, each one transaction. Returns how many entries were read.
    pub(crate) async fn replay(&self, log: LogId) -> Result<usize, Fault> {
        let mut total = 0usize;
        loop {
            let (row, history) = self
                .vault()
                .read(|tx| Ok::<_, Fault>((self.row(tx, log)?, tx.histories().get(log)?)))?;
            let Some(history) = history.filter(|history| history.state != HistoryState::Whole) else {
                return Ok(total);
            };
            if !crate::sync::reads(&row) || row.cursor.seq <= history.until {
                return Ok(total); // not a member yet
            }
            let asked = history.cursor;
            let page = self.read_page(log, row.epoch, asked.seq).await?;
            if page.entries.is_empty() {
                return Err(Fault::new(Code::RelayLied));
            }
            let read = self
                .write(move |client, tx| client.replay_page(tx, log, page, asked))
                .await?;
            let Some(read) = read else {
                return Ok(total); // an alarm says why; the next synchronisation begins again
            };
            total = total.saturating_add(read);
        }
    }

    /// One page of the time before; nothing if it is not what members signed.
    fn replay_page(
        &self,
        tx: &VaultTx<'_>,
        log: LogId,
        page: LogPage,
        asked: Head,
    ) -> Result<Option<usize>, Fault> {
        let Some(mut history) = tx.histories().get(log)?.filter(|row| row.cursor == asked) else {
            return Ok(Some(0)); // another process of this home was here
        };
        let mut done = 0usize;
        for entry in page.entries {
            if entry.seq() > history.until {
                break;
            }
            match self.replay_entry(tx, &mut history, &entry)? {
                Ok(()) => done = done.saturating_add(1),
                Err(fault) => {
                    self.replay_refused(tx, history, fault)?;
                    return Ok(None);
                }
            }
        }
        if history.cursor.seq >= history.until {
            history.state = HistoryState::Whole;
        }
        tx.histories().put(&history)?;
        self.judge_ops(tx, log)?;
        Ok(Some(done))
    }

    fn replay_entry(
        &self,
        tx: &VaultTx<'_>,
        history: &mut HistoryRow,
        entry: &Entry,
    ) -> Result<Result<(), ReplayFault>, Fault> {
        let head = next_head(history.cursor, entry)?;
        let seen = tx.heads().at(history.log, head.seq)?; // after the inviter's place this device saw the log itself
        if seen.is_some_and(|seen| seen != head) || (head.seq == history.made.seq && head != history.made) {
            return Ok(Err(ReplayFault::Chain));
        }
        if !self.stands_as_granted(tx, history, entry, head)? {
            return Ok(Err(ReplayFault::Grant));
        }
        history.cursor = head;
        if entry.class() != Class::Record {
            return Ok(Ok(()));
        }
        let Entry::Whole { payload, .. } = entry else {
            return Ok(Err(ReplayFault::Withheld));
        };
        let hash = Digest::of(payload);
        let refused = match open_record(tx, self.relay(), history.log, entry.seq(), payload) {
            Ok(opened) if opened.op.seen.head.seq >= entry.seq() => AHEAD_OF_ITSELF,
            Ok(opened) => {
                self.compare_rosters(tx, &opened)?;
                self.meet(tx, opened.account)?; // who may have left since
                tx.ops().add(&op_row(opened, entry.seq(), hash))?;
                return Ok(Ok(()));
            }
            Err(fault) => reason_of(fault)?,
        };
        tx.verdicts().put(&Verdict {
            log: history.log,
            seq: entry.seq(),
            hash,
            reason: refused.to_owned(),
            accused: None,
        })?;
        Ok(Ok(()))
    }

    /// Whether an era begins here exactly if it was said to, and a commit stands here exactly if the roster says so.
    fn stands_as_granted(
        &self,
        tx: &VaultTx<'_>,
        history: &HistoryRow,
        entry: &Entry,
        head: Head,
    ) -> Result<bool, Fault> {
        if head.seq > history.made.seq {
            return Ok(true); // this device read that itself
        }
        let step = tx.roster().step_at(history.log, head.seq)?;
        let is_step = step.is_some_and(|step| step.seq == head.seq);
        let eras = tx.era_keys().list(history.log)?;
        let begins = eras.iter().find(|era| era.first_head.seq == head.seq);
        Ok(is_step == (entry.class() == Class::Commit) && begins.is_none_or(|era| era.first_head == head))
    }

    /// What an author of old knew of the members must be what this device was told.
    fn compare_rosters(&self, tx: &VaultTx<'_>, opened: &toguna_mls::OpenedRecord) -> Result<(), Fault> {
        let seen = opened.op.seen;
        let step = tx.roster().step_at(opened.op.log, seen.head.seq)?;
        if step.is_none_or(|step| step.tip == seen.roster) {
            return Ok(());
        }
        let mut row = self.row(tx, opened.op.log)?;
        self.raise(tx, &mut row, AlarmCode::ViewsDiffer)
    }

    fn replay_refused(&self, tx: &VaultTx<'_>, history: HistoryRow, fault: ReplayFault) -> Result<(), Fault> {
        let mut row = self.row(tx, history.log)?;
        let (alarm, state) = match fault {
            ReplayFault::Chain => (AlarmCode::RelayForked, HistoryState::Refused),
            ReplayFault::Grant => (AlarmCode::ViewsDiffer, HistoryState::Refused),
            ReplayFault::Withheld => (AlarmCode::RelayWithholds, HistoryState::Reading),
        };
        tx.ops().drop_waiting(history.log, history.until)?;
        tx.histories().put(&HistoryRow {
            cursor: history.first, // another time, from the beginning
            state,
            ..history
        })?;
        self.raise(tx, &mut row, alarm)
    }

    fn raise(&self, tx: &VaultTx<'_>, row: &mut SpaceRow, alarm: AlarmCode) -> Result<(), Fault> {
        row.alarm = Some(alarm.code().to_owned());
        Ok(tx.spaces().update(row)?)
    }
}

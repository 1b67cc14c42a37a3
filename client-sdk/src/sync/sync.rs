// SPDX-License-Identifier: MIT OR Apache-2.0
//! Everything once: letters, logs, outboxes, duties, KeyPackages.

use std::time::Duration;

use toguna_types::{Clock as _, LogId};
use toguna_vault::SpaceState;

use crate::Fault;
use crate::alarm::AlarmCode;
use crate::client::Client;
use crate::fault::Code;

/// How long the outbox keeps what is done: a relay restored from a backup is brought up to date with it.
const DONE_KEPT: Duration = Duration::from_hours(7 * 24);

/// How far a synchronisation has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Spaces done.
    pub spaces_done: usize,
    /// Spaces in all.
    pub spaces: usize,
    /// Entries that were new.
    pub entries: usize,
    /// Entries of the time before this device that were read again.
    pub replayed: usize,
}

/// What a synchronisation brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SyncReport {
    /// Entries that were new.
    pub entries: usize,
    /// Entries of the time before this device that were read again.
    pub replayed: usize,
    /// Invitations that were new.
    pub invitations: usize,
    /// Intents that went out.
    pub sent: usize,
}

impl Client {
    /// Fetches and sends what there is: letters first, then one space or all.
    ///
    /// # Errors
    /// [`crate::Code::RelayUnreachable`] and the relay's other troubles; what was done stays done. A space that
    /// stopped, or that this device was removed from, is no error here: its state says so.
    pub async fn sync(
        &self,
        only: Option<LogId>,
        mut progress: impl FnMut(Progress),
    ) -> Result<SyncReport, Fault> {
        let mut report = SyncReport::default();
        let mut first = None;
        match self.fetch_letters().await {
            Ok(invitations) => report.invitations = invitations,
            Err(fault) => put_off(&mut first, fault)?,
        }
        let rows = self.vault().read(|tx| Ok::<_, Fault>(tx.spaces().list()?))?;
        let logs: Vec<LogId> = rows
            .iter()
            .filter(|row| only.is_none_or(|log| log == row.log))
            .filter(|row| {
                !matches!(
                    row.state,
                    SpaceState::Closed
                        | SpaceState::Left
                        | SpaceState::Removed
                        | SpaceState::Succeeded
                        | SpaceState::Wedged
                )
            })
            .map(|row| row.log)
            .collect();
        for (done, log) in logs.iter().enumerate() {
            match self.sync_space(*log, &mut report).await {
                Ok(()) => {}
                Err(fault) if only.is_some() => return Err(fault),
                // One space in trouble does not keep the others from going on.
                Err(fault) if fault.is_passing() => put_off(&mut first, fault)?,
                Err(fault) => self.alarm(*log, AlarmCode::of_fault(&fault)).await?,
            }
            progress(Progress {
                spaces_done: done.saturating_add(1),
                spaces: logs.len(),
                entries: report.entries,
                replayed: report.replayed,
            });
        }
        self.put_back().await?;
        self.come_back().await?;
        let followed = self.follow_successors().await?;
        report.invitations = report.invitations.saturating_sub(followed);
        self.erase_asked().await?;
        self.erase_expired().await?;
        self.learn_names().await?;
        self.redeliver().await?;
        self.deposit_letters().await?;
        self.refill_stock().await?;
        first.map_or(Ok(report), Err)
    }

    async fn sync_space(&self, log: LogId, report: &mut SyncReport) -> Result<(), Fault> {
        report.entries = report.entries.saturating_add(self.pull(log).await?);
        self.beat_if_silent(log).await?;
        let sent = self.push(log).await?;
        if sent > 0 {
            // What went out is shown where the log shows it, like everything else.
            self.pull(log).await?;
        }
        report.sent = report.sent.saturating_add(sent);
        self.tend_steward_key(log, false).await?;
        report.replayed = report.replayed.saturating_add(self.replay(log).await?);
        self.tidy_outbox(log).await
    }

    /// Notes what is wrong with a space.
    pub(crate) async fn alarm(&self, log: LogId, code: AlarmCode) -> Result<(), Fault> {
        self.write(move |client, tx| {
            let mut row = client.row(tx, log)?;
            row.alarm = Some(code.code().to_owned());
            Ok(tx.spaces().update(&row)?)
        })
        .await
    }

    async fn beat_if_silent(&self, log: LogId) -> Result<(), Fault> {
        let row = self.vault().read(|tx| self.row(tx, log))?;
        if !self.is_silent(&row) {
            return Ok(());
        }
        self.write(move |client, tx| client.beat(tx, &client.row(tx, log)?))
            .await
    }

    /// Erases what was done more than a week ago and has been seen in the log.
    async fn tidy_outbox(&self, log: LogId) -> Result<(), Fault> {
        let now = self.options().clock.now();
        self.write(move |client, tx| {
            let cursor = client.row(tx, log)?.cursor.seq;
            for intent in tx.intents().list(log)? {
                let seen = intent.seq.is_none_or(|seq| seq <= cursor);
                if !intent.state.is_open() && seen && now.since(intent.made) > DONE_KEPT {
                    tx.intents().delete(intent.id)?;
                }
            }
            Ok(())
        })
        .await
    }

    /// Erases messages whose lifetime is over, with what the outbox still holds of them.
    async fn erase_expired(&self) -> Result<(), Fault> {
        let now = self.options().clock.now();
        let due = self
            .vault()
            .read(|tx| Ok::<_, Fault>(tx.entries().any_expired(now)?))?;
        if !due {
            return Ok(());
        }
        self.write(move |_, tx| {
            for (log, message) in tx.entries().expired_messages(now)? {
                tx.intents().delete_message(log, message)?;
            }
            tx.entries().expire(now)?;
            Ok(())
        })
        .await
    }

    /// Waits until every letter has left; says how many still wait each time one goes.
    ///
    /// # Errors
    /// The relay's troubles; what waits stays queued.
    pub async fn flush_letters(&self, mut waiting: impl FnMut(usize)) -> Result<(), Fault> {
        loop {
            let (_, next) = self.deposit_letters().await?;
            let Some(next) = next else { return Ok(()) };
            waiting(self.letters_waiting()?);
            // The delay is the point: letters leave after a random while.
            tokio::time::sleep(next.since(self.options().clock.now())).await;
        }
    }

    /// Handles of accounts this device has met and cannot name yet.
    pub(crate) async fn learn_names(&self) -> Result<(), Fault> {
        let people = self.vault().read(|tx| Ok::<_, Fault>(tx.people().list()?))?;
        for person in people.into_iter().filter(|person| person.handle.is_empty()) {
            self.learn(person.account).await?;
        }
        Ok(())
    }

    async fn learn(&self, account: toguna_types::AccountId) -> Result<(), Fault> {
        match self.colleague(account).await {
            Ok(_) => Ok(()),
            Err(fault) if fault.is() == Code::PersonUnknown => Ok(()),
            Err(fault) => Err(fault),
        }
    }
}

/// Keeps a passing fault until all spaces have been looked at. A relay that cannot be reached is asked no more.
fn put_off(first: &mut Option<Fault>, fault: Fault) -> Result<(), Fault> {
    if !fault.is_passing() || fault.is() == Code::RelayUnreachable {
        return Err(fault);
    }
    first.get_or_insert(fault);
    Ok(())
}

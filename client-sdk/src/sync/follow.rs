// SPDX-License-Identifier: MIT OR Apache-2.0
//! Everything as it comes: one stream for the logs, one for the mailbox, both opened again when they break.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use toguna_auth::Method;
use toguna_types::{AccountId, Clock as _, Entropy as _, LogId, Seq};
use toguna_vault::{EntryRow, VaultTx};
use toguna_wire::v1;
use tokio_util::sync::CancellationToken;
use tonic::Streaming;

use crate::Fault;
use crate::alarm::{Alarm, AlarmCode};
use crate::client::Client;
use crate::fault::Code;
use crate::messages::{Shown, is_shown};
use crate::remote::remote_fault;
use crate::spaces::InvitationSummary;
use crate::sync::flow::Flows;
use crate::sync::pull::reads;
use crate::transport::Lane;

/// What happens while following.
#[derive(Clone)]
pub enum Event {
    /// Something a member sees.
    Entry {
        /// The space.
        log: LogId,
        /// Its title.
        title: String,
        /// What it is.
        shown: Box<Shown>,
    },
    /// Somebody invites this account.
    Invitation(InvitationSummary),
    /// The relay is out of reach; it is tried again.
    Offline,
    /// The relay is in reach (again), and everything missed has been read.
    Online,
    /// Something is wrong with a space.
    Alarm(Alarm),
}

/// What was told.
struct Told {
    /// How far, by space.
    entries: BTreeMap<LogId, Seq>,
    /// Each alarm is told once, by what is wrong and whom it accuses.
    alarms: BTreeSet<(LogId, AlarmCode, Option<AccountId>)>,
}

/// Shortest pause between two tries to reach the relay.
const PAUSE_MIN: Duration = Duration::from_millis(200);

/// Longest pause between two tries to reach the relay.
const PAUSE_MAX: Duration = Duration::from_secs(30);

toguna_types::quiet_debug!(Event);

impl Client {
    /// Follows one space or all until `stop`: reads what comes, sends what is due, tells what a member sees.
    ///
    /// # Errors
    /// Only what waiting cannot mend: the vault's troubles, a relay that is not the one pinned, a relay that lies.
    pub async fn follow(
        &self,
        only: Option<LogId>,
        mut on: impl FnMut(Event),
        stop: CancellationToken,
    ) -> Result<(), Fault> {
        let mut told = self.told_so_far(only)?;
        let mut pause = PAUSE_MIN;
        let (mut offline, mut reached) = (false, false);
        loop {
            let round = self.follow_round(only, &mut told, &mut on, (&mut offline, &mut reached));
            let ended = tokio::select! {
                () = stop.cancelled() => return Ok(()),
                ended = round => ended,
            };
            match ended {
                Ok(()) => pause = PAUSE_MIN,
                Err(fault) if fault.is_passing() => {
                    if std::mem::take(&mut reached) {
                        pause = PAUSE_MIN;
                    }
                    if !offline {
                        on(Event::Offline);
                        offline = true;
                    }
                }
                Err(fault) => return Err(fault),
            }
            // Back-off before the next try, with jitter so that a relay that restarts is not stormed.
            let jitter = u64::from(u32::from_be_bytes(self.options().entropy.array()));
            let most = u64::try_from(pause.as_millis()).unwrap_or(1).max(1);
            let wait = Duration::from_millis(jitter.checked_rem(most).unwrap_or(0)).saturating_add(pause / 2);
            tokio::select! {
                () = stop.cancelled() => return Ok(()),
                () = tokio::time::sleep(wait) => {}
            }
            pause = pause.saturating_mul(2).min(PAUSE_MAX);
        }
    }

    /// One connection's life: catch up, tell, then take what comes until the stream breaks or new logs appear.
    async fn follow_round(
        &self,
        only: Option<LogId>,
        told: &mut Told,
        on: &mut impl FnMut(Event),
        (offline, reached): (&mut bool, &mut bool),
    ) -> Result<(), Fault> {
        let report = self.sync(only, |_| {}).await?;
        if report.invitations > 0 {
            self.invitations()?
                .into_iter()
                .for_each(|invitation| on(Event::Invitation(invitation)));
        }
        self.tell(only, told, on)?;
        *reached = true;
        if std::mem::take(offline) {
            on(Event::Online);
        }
        let logs = self.followed(only)?;
        let mut stream = Flows::open(self, &logs).await?;
        let mut letters = self.listen().await?;
        loop {
            let due = self.next_due()?;
            let woken = tokio::select! {
                page = stream.next(self) => Woken::Page(page?.0),
                letter = letters.message() => Woken::Letters(letter.map_err(|s| remote_fault(&s))?),
                () = tokio::time::sleep(due) => Woken::Due,
            };
            match woken {
                Woken::Page(log) => {
                    self.push(log).await?;
                    stream.show_keys(self).await?;
                }
                Woken::Letters(None) => return Err(Fault::new(Code::RelayUnreachable)),
                Woken::Letters(Some(answer)) => {
                    if self.take_letters(answer.letters).await? > 0 {
                        let followed = self.follow_successors().await?;
                        self.invitations()?
                            .into_iter()
                            .for_each(|i| on(Event::Invitation(i)));
                        if followed > 0 {
                            return Ok(()); // there is another log to follow
                        }
                    }
                }
                Woken::Due => {
                    for log in self.followed(only)? {
                        self.push(log).await?;
                    }
                    self.deposit_letters().await?;
                    if self.followed(only)? != logs {
                        return Ok(()); // another process joined or founded a space: follow that too
                    }
                    stream.show_keys(self).await?;
                }
            }
            self.tell(only, told, on)?;
        }
    }

    /// Waits until a log has something after this device's cursor, and applies it.
    pub(crate) async fn wait_for_others(&self, log: LogId) -> Result<(), Fault> {
        let mut stream = Flows::open(self, &[log]).await?;
        let due = tokio::time::sleep(self.next_due()?);
        tokio::pin!(due);
        loop {
            tokio::select! {
                page = stream.next(self) => match page? {
                    (_, 0) => {} // a greeting
                    _ => return Ok(()),
                },
                () = &mut due => return Ok(()),
            }
        }
    }

    /// How long until something of the outbox or the letters is due; at most a second, for what other processes
    /// of this home put there.
    fn next_due(&self) -> Result<Duration, Fault> {
        let now = self.options().clock.now();
        let next = self
            .vault()
            .read(|tx| Ok::<_, Fault>(tx.letters_out().next_due()?))?;
        let wait = next.map_or(Duration::from_secs(1), |due| due.since(now));
        Ok(wait.clamp(Duration::from_millis(50), Duration::from_secs(1)))
    }

    fn followed(&self, only: Option<LogId>) -> Result<Vec<LogId>, Fault> {
        let rows = self.vault().read(|tx| Ok::<_, Fault>(tx.spaces().list()?))?;
        let wanted = rows
            .iter()
            .filter(|row| reads(row) && only.is_none_or(|log| log == row.log));
        Ok(wanted.map(|row| row.log).collect())
    }

    fn told_so_far(&self, only: Option<LogId>) -> Result<Told, Fault> {
        let rows = self.vault().read(|tx| Ok::<_, Fault>(tx.spaces().list()?))?;
        let wanted = rows.iter().filter(|row| only.is_none_or(|log| log == row.log));
        Ok(Told {
            entries: wanted.map(|row| (row.log, row.cursor.seq)).collect(),
            alarms: BTreeSet::new(),
        })
    }

    /// Tells what the vault holds and was not told yet: also what another process of this home has read.
    fn tell(&self, only: Option<LogId>, told: &mut Told, on: &mut impl FnMut(Event)) -> Result<(), Fault> {
        let events = self.vault().read(|tx| {
            let mut events = Vec::new();
            for row in tx.spaces().list()? {
                if only.is_some_and(|log| log != row.log) {
                    continue;
                }
                let after = told.entries.get(&row.log).copied().unwrap_or_default();
                for entry in tx.entries().list(row.log, after, u32::MAX)? {
                    told.entries.insert(row.log, entry.seq);
                    // What is about a message is told by telling the message again, as it is now.
                    let entry = match touched(tx, &entry)? {
                        Some(touched) => touched,
                        None => entry,
                    };
                    if is_shown(&entry) {
                        let shown = Box::new(self.shown(tx, &entry)?);
                        events.push(Event::Entry {
                            log: row.log,
                            title: row.title.clone(),
                            shown,
                        });
                    }
                }
                for alarm in self.alarms(tx, &row)? {
                    let accused = alarm.accused.as_ref().map(|who| who.account);
                    if told.alarms.insert((row.log, alarm.code, accused)) {
                        events.push(Event::Alarm(alarm));
                    }
                }
            }
            Ok::<_, Fault>(events)
        })?;
        events.into_iter().for_each(on);
        Ok(())
    }

    /// The mailbox as it comes.
    async fn listen(&self) -> Result<Streaming<v1::LettersAnswer>, Fault> {
        self.call(Lane::Device, |session| {
            let call = self.device_call(Method::Letters, &v1::FetchBody { after: 0 });
            async move { Ok(session.mailboxes().listen(call?).await?.into_inner()) }
        })
        .await
    }
}

/// The message that an edit, an end, a sign or a pin is about.
fn touched(tx: &VaultTx<'_>, entry: &EntryRow) -> Result<Option<EntryRow>, Fault> {
    match entry.target.filter(|_| !is_shown(entry)) {
        Some(target) => Ok(tx.entries().by_message(entry.log, target)?),
        None => Ok(None),
    }
}

/// What ended a wait.
enum Woken {
    Page(LogId),
    Letters(Option<v1::LettersAnswer>),
    Due,
}

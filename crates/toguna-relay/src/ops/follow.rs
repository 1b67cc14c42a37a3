// SPDX-License-Identifier: MIT OR Apache-2.0
//! Follow: entries of many logs as they come, each as far as the keys shown open it.
//!
//! | a log of the stream | what flows |
//! |---|---|
//! | open | nothing before `FollowFrom` |
//! | flowing | entries after the cursor, up to and with the commit that ends the lowest epoch shown |
//! | waiting | nothing, until the next epoch's key is shown; then from after that commit |
//!
//! So whatever was sent is final: whole where the epoch's key opens it, and never sent again. Followers are woken
//! by the log's last place and read from the store; nothing is queued for them.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::future::Future;
use std::pin::Pin;

use futures_util::StreamExt as _;
use futures_util::future::{AbortHandle, Abortable, Aborted};
use futures_util::stream::FuturesUnordered;
use toguna_auth::Method;
use toguna_store::{Page, Store, StoreFault};
use toguna_types::{Class, Entropy as _, Entry, Epoch, FieldFault, LogId, Seq, limit};
use toguna_wire::v1::follow_answer::Answer;
use toguna_wire::v1::follow_frame::Frame;
use toguna_wire::{Field, entry_to_wire, v1};
use tokio::sync::watch;
use tonic::{Status, Streaming};

use super::append::echoed;
use super::listen::Answers;
use super::read::page;
use super::refuse;
use crate::guard::{CallFault, proof};
use crate::metrics::Op;
use crate::refusal::{Refuse, closing, unread};
use crate::{Connection, Relay};

/// Why a frame was refused, or the stream ended.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FollowFault {
    /// The proof was not accepted.
    #[error(transparent)]
    Call(#[from] CallFault),
    /// A field is malformed or over its limit.
    #[error(transparent)]
    Field(#[from] FieldFault),
    /// The log was not opened on this stream.
    #[error("open the log first")]
    NotOpen,
    /// The store failed.
    #[error("the store could not be used")]
    Store(#[from] StoreFault),
}

refuse!(FollowFault { Call, Field, Store } {
    NotOpen => Denied, "not-open";
});

/// Serves one follow stream until the caller, the connection or the store ends.
pub(crate) async fn follow<S: Store>(
    relay: Relay<S>,
    connection: Connection,
    mut frames: Streaming<v1::FollowFrame>,
    answers: Answers<v1::FollowAnswer>,
) {
    let mut stream = Follows {
        challenge: relay.entropy().array(),
        logs: BTreeMap::new(),
        ready: VecDeque::new(),
        asleep: FuturesUnordered::new(),
        half_closed: false,
        relay,
        connection,
        answers,
    };
    let challenge = v1::Challenge {
        challenge: stream.challenge.to_vec(),
    };
    if stream.send(Answer::Challenge(challenge)).await.is_err() {
        return;
    }
    while stream.step(&mut frames).await.is_ok() {}
}

/// The stream is over.
struct Over;

/// A watcher that sleeps until its log has more; `None` when the store closed.
type Asleep = Abortable<Pin<Box<dyn Future<Output = (LogId, Option<watch::Receiver<Seq>>)> + Send>>>;

/// Ends a sleeping watcher when it is dropped, so that no log has two.
struct Sleeper(AbortHandle);

impl Drop for Sleeper {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// One log of the stream.
#[derive(Default)]
struct Followed {
    /// Epochs whose keys were shown and whose ends were not yet sent.
    shown: BTreeSet<Epoch>,
    /// Everything up to here was sent.
    cursor: Option<Seq>,
    /// Whether an empty answer is owed, to say that the follower is up to date.
    greet: bool,
    /// Its watcher, while it sleeps.
    sleeper: Option<Sleeper>,
}

impl Followed {
    /// The key to read with and the place to read from, unless the log waits for a key or for `FollowFrom`.
    fn place(&self) -> Option<(Epoch, Seq)> {
        self.shown.first().copied().zip(self.cursor)
    }

    /// Cuts a page read with `epoch`'s key after the commit that ends it, and moves the cursor. Whether there is
    /// more to give now.
    fn cut(&mut self, mut page: Page, epoch: Epoch) -> (Page, bool) {
        let ends = |entry: &Entry| entry.class() == Class::Commit && entry.epoch() == epoch;
        let later = page.entries.iter().position(|entry| entry.epoch() > epoch);
        let ending = page.entries.iter().position(ends).map(|at| at.saturating_add(1));
        if let Some(keep) = ending.or(later) {
            page.entries.truncate(keep);
            self.shown.remove(&epoch);
        }
        if let Some(last) = page.entries.last() {
            self.cursor = Some(last.seq());
        }
        let more = self.place().is_some_and(|(_, cursor)| cursor < page.head.seq);
        (page, more)
    }
}

struct Follows<S> {
    relay: Relay<S>,
    connection: Connection,
    answers: Answers<v1::FollowAnswer>,
    challenge: [u8; 32],
    logs: BTreeMap<LogId, Followed>,
    /// Logs that may have more, each with its watcher.
    ready: VecDeque<(LogId, watch::Receiver<Seq>)>,
    asleep: FuturesUnordered<Asleep>,
    half_closed: bool,
}

impl<S: Store> Follows<S> {
    /// Takes one frame, or gives one page.
    async fn step(&mut self, frames: &mut Streaming<v1::FollowFrame>) -> Result<(), Over> {
        let hungry = !self.ready.is_empty();
        let sleeping = !self.asleep.is_empty();
        tokio::select! {
            biased;
            () = self.connection.closing() => self.end(closing()).await,
            () = self.answers.closed() => Err(Over),
            frame = frames.message(), if !self.half_closed => match frame {
                Ok(Some(v1::FollowFrame { frame: Some(frame) })) => self.take(frame).await,
                Ok(Some(v1::FollowFrame { frame: None })) => {
                    self.refuse(Vec::new(), &Field("frame").missing().into()).await
                }
                Ok(None) => {
                    self.half_closed = true;
                    Ok(())
                }
                Err(status) => match unread(&status, limit::RPC_SMALL_BYTES) {
                    Some(refusal) => {
                        self.relay.settle(Op::Follow, Err(&refusal), self.relay.now());
                        self.end(refusal.into_status()).await
                    }
                    None => Err(Over),
                },
            },
            () = std::future::ready(()), if hungry => self.give().await,
            Some(woken) = self.asleep.next(), if sleeping => match woken {
                Ok((log, Some(watcher))) => {
                    self.ready.push_back((log, watcher));
                    Ok(())
                }
                Ok((_, None)) => self.end(closing()).await,
                Err(Aborted) => Ok(()),
            },
        }
    }

    async fn take(&mut self, frame: Frame) -> Result<(), Over> {
        let rate = self.relay.connection_rate();
        self.connection.pace(rate, self.relay.now()).await;
        let (log, taken) = match frame {
            Frame::Open(open) => match self.open(open).await {
                Ok(opened) => return self.send(Answer::Opened(opened)).await,
                Err(fault) => (Vec::new(), Err(fault)),
            },
            Frame::From(from) => {
                let log = echoed(&from.log);
                (log, self.from(&from))
            }
            Frame::Stop(log) => {
                let stopped = Field("stop").log_id(&log).map(|log| {
                    self.logs.remove(&log);
                });
                (echoed(&log), stopped.map_err(FollowFault::from))
            }
        };
        match taken {
            Ok(()) => Ok(()),
            Err(fault) => self.refuse(log, &fault).await,
        }
    }

    async fn open(&mut self, open: v1::OpenLog) -> Result<v1::Opened, FollowFault> {
        let caller = proof(
            &self.relay,
            &self.connection,
            Method::Follow,
            &self.challenge,
            open,
        )
        .await?;
        if !self.logs.contains_key(&caller.log) {
            Field("open").at_most(self.logs.len().saturating_add(1), limit::LOGS_PER_STREAM)?;
        }
        let followed = self.logs.entry(caller.log).or_default();
        followed.shown.insert(caller.epoch);
        if followed.shown.len() > EPOCHS_PER_LOG {
            followed.shown.pop_first();
        }
        self.wake(caller.log);
        Ok(v1::Opened {
            log: caller.log.to_vec(),
            epoch: caller.state.epoch.get(),
            head: Some(caller.state.head.into()),
        })
    }

    fn from(&mut self, from: &v1::FollowFrom) -> Result<(), FollowFault> {
        let log = Field("log").log_id(&from.log)?;
        let followed = self.logs.get_mut(&log).ok_or(FollowFault::NotOpen)?;
        followed.cursor = Some(Seq::new(from.after));
        followed.greet = true;
        self.wake(log);
        Ok(())
    }

    /// Puts a log in line, unless it is there; its sleeper ends.
    fn wake(&mut self, log: LogId) {
        let Some(followed) = self.logs.get_mut(&log) else {
            return;
        };
        if followed.cursor.is_none() || self.ready.iter().any(|(other, _)| *other == log) {
            return;
        }
        followed.sleeper = None;
        let watcher = self.relay.store().watch_log(log);
        self.ready.push_back((log, watcher));
    }

    /// Gives one page of the first log in line.
    async fn give(&mut self) -> Result<(), Over> {
        let Some((log, mut watcher)) = self.ready.pop_front() else {
            return Ok(());
        };
        watcher.borrow_and_update();
        let Some((epoch, cursor)) = self.logs.get(&log).and_then(Followed::place) else {
            return Ok(()); // stopped, or waiting for the next key: showing it puts the log in line again
        };
        let page = match page(&self.relay, log, epoch, cursor, limit::READ_ENTRIES).await {
            Ok(Some(page)) => page,
            Ok(None) => return self.refuse(log.to_vec(), &CallFault::Capability.into()).await,
            Err(fault) => {
                let refusal = fault.refusal();
                self.relay.settle(Op::Follow, Err(&refusal), self.relay.now());
                return self.end(refusal.into_status()).await;
            }
        };
        let Some(followed) = self.logs.get_mut(&log) else {
            return Ok(());
        };
        let (page, more) = followed.cut(page, epoch);
        let greet = std::mem::take(&mut followed.greet);
        if more {
            self.ready.push_back((log, watcher));
        } else if followed.place().is_some() {
            let (handle, registration) = AbortHandle::new_pair();
            followed.sleeper = Some(Sleeper(handle));
            let more: Pin<Box<dyn Future<Output = _> + Send>> = Box::pin(async move {
                let more = watcher.changed().await;
                (log, more.ok().map(|()| watcher))
            });
            self.asleep.push(Abortable::new(more, registration));
        }
        if page.entries.is_empty() && !greet {
            return Ok(());
        }
        self.send(Answer::Flow(v1::Flow {
            log: log.to_vec(),
            entries: page.entries.into_iter().map(entry_to_wire).collect(),
            epoch: page.epoch.get(),
            head: Some(page.head.into()),
        }))
        .await
    }

    async fn refuse(&mut self, log: Vec<u8>, fault: &FollowFault) -> Result<(), Over> {
        let refusal = fault.refusal();
        self.relay.settle(Op::Follow, Err(&refusal), self.relay.now());
        self.send(Answer::Refused(v1::RefusedFrame {
            frame: 0,
            log,
            fault: Some(refusal.into_fault()),
        }))
        .await
    }

    async fn end(&mut self, status: Status) -> Result<(), Over> {
        let _ = self.answers.send(Err(status)).await;
        Err(Over)
    }

    async fn send(&mut self, answer: Answer) -> Result<(), Over> {
        let answer = v1::FollowAnswer { answer: Some(answer) };
        self.answers.send(Ok(answer)).await.map_err(|_| Over)
    }
}

/// Epochs of one log whose keys are shown ahead, at most.
const EPOCHS_PER_LOG: usize = 16;

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Append: frames of payloads in, receipts out, in the order of the frames.
//!
//! Frames of one log are stored one after the other; frames of different logs share the store's group commit.
//! A frame that is refused stores nothing and leaves the stream open.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesOrdered;
use toguna_auth::Method;
use toguna_store::{Appended, NewAppend, NewPayload, Outcome, Span, Store, StoreFault};
use toguna_types::{Class, Digest, Entropy as _, Epoch, FieldFault, LogId, limit};
use toguna_wire::v1::append_answer::Answer;
use toguna_wire::v1::append_frame::Frame;
use toguna_wire::{Field, v1};
use tonic::{Status, Streaming};

use super::listen::Answers;
use super::refuse;
use crate::guard::{CallFault, proof};
use crate::metrics::Op;
use crate::receipt::receipt_of;
use crate::refusal::{Refuse, closing, unread};
use crate::{Connection, Relay};

/// Why a frame stored nothing.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AppendFault {
    /// The proof was not accepted.
    #[error(transparent)]
    Call(#[from] CallFault),
    /// A field is malformed or over its limit.
    #[error(transparent)]
    Field(#[from] FieldFault),
    /// The log was not opened on this stream for this epoch.
    #[error("open the log for this epoch first")]
    NotOpen,
    /// The store failed.
    #[error("the store could not be used")]
    Store(#[from] StoreFault),
    /// A receipt could not be signed.
    #[error("the relay could not sign its answer")]
    Unsigned,
}

refuse!(AppendFault { Call, Field, Store } {
    NotOpen => Denied, "not-open";
    Unsigned => Broken, "unsigned";
});

/// Serves one append stream until the caller, the connection or the store ends.
pub(crate) async fn append<S: Store>(
    relay: Relay<S>,
    connection: Connection,
    mut frames: Streaming<v1::AppendFrame>,
    answers: Answers<v1::AppendAnswer>,
) {
    let mut stream = Appends {
        challenge: relay.entropy().array(),
        open: BTreeMap::new(),
        pending: FuturesOrdered::new(),
        logs: VecDeque::new(),
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

type Pending = Pin<Box<dyn Future<Output = Answer> + Send>>;

struct Appends<S> {
    relay: Relay<S>,
    connection: Connection,
    answers: Answers<v1::AppendAnswer>,
    challenge: [u8; 32],
    open: BTreeMap<LogId, BTreeSet<Epoch>>,
    pending: FuturesOrdered<Pending>,
    /// The log of each pending frame.
    logs: VecDeque<LogId>,
}

impl<S: Store> Appends<S> {
    /// Takes one frame, or gives one answer.
    async fn step(&mut self, frames: &mut Streaming<v1::AppendFrame>) -> Result<(), Over> {
        let room = self.pending.len() < PENDING;
        let waiting = !self.pending.is_empty();
        tokio::select! {
            biased;
            () = self.connection.closing() => {
                self.settle_all().await?;
                let _ = self.answers.send(Err(closing())).await;
                Err(Over)
            }
            Some(answer) = self.pending.next(), if waiting => {
                self.logs.pop_front();
                self.send(answer).await
            }
            frame = frames.message(), if room => match frame {
                Ok(Some(v1::AppendFrame { frame: Some(frame) })) => self.take(frame).await,
                Ok(Some(v1::AppendFrame { frame: None })) => {
                    let fault = AppendFault::Field(Field("frame").missing());
                    self.refuse(0, Vec::new(), &fault).await
                }
                Ok(None) => {
                    self.settle_all().await?;
                    Err(Over)
                }
                Err(status) => self.unread(&status).await,
            }
        }
    }

    /// Ends the stream at a frame that cannot be read, and says so.
    async fn unread(&mut self, status: &Status) -> Result<(), Over> {
        self.settle_all().await?;
        if let Some(refusal) = unread(status, limit::RPC_FRAME_BYTES) {
            self.relay.settle(Op::Append, Err(&refusal), self.relay.now());
            let _ = self.answers.send(Err(refusal.into_status())).await;
        }
        Err(Over)
    }

    async fn take(&mut self, frame: Frame) -> Result<(), Over> {
        let rate = self.relay.connection_rate();
        self.connection.pace(rate, self.relay.now()).await;
        match frame {
            Frame::Open(open) => {
                self.settle_all().await?;
                match self.open(open).await {
                    Ok(opened) => self.send(Answer::Opened(opened)).await,
                    Err(fault) => self.refuse(0, Vec::new(), &fault).await,
                }
            }
            Frame::Payloads(payloads) => {
                let (frame, log) = (payloads.frame, echoed(&payloads.log));
                match self.checked(payloads) {
                    Ok(new) => self.start(frame, new).await,
                    Err(fault) => {
                        self.settle_all().await?;
                        self.refuse(frame, log, &fault).await
                    }
                }
            }
        }
    }

    async fn open(&mut self, open: v1::OpenLog) -> Result<v1::Opened, AppendFault> {
        let caller = proof(
            &self.relay,
            &self.connection,
            Method::Append,
            &self.challenge,
            open,
        )
        .await?;
        if !self.open.contains_key(&caller.log) {
            Field("open").at_most(self.open.len().saturating_add(1), limit::LOGS_PER_STREAM)?;
        }
        let epochs = self.open.entry(caller.log).or_default();
        epochs.insert(caller.epoch);
        if epochs.len() > EPOCHS_PER_LOG {
            epochs.pop_first();
        }
        Ok(v1::Opened {
            log: caller.log.to_vec(),
            epoch: caller.state.epoch.get(),
            head: Some(caller.state.head.into()),
        })
    }

    fn checked(&self, wire: v1::Payloads) -> Result<NewAppend, AppendFault> {
        let log = Field("log").log_id(&wire.log)?;
        let epoch = Epoch::new(wire.epoch);
        if !self.open.get(&log).is_some_and(|epochs| epochs.contains(&epoch)) {
            return Err(AppendFault::NotOpen);
        }
        Field("payloads").at_most(wire.payloads.len(), limit::FRAME_PAYLOADS)?;
        let payloads = wire
            .payloads
            .into_iter()
            .map(payload)
            .collect::<Result<Vec<_>, _>>()?;
        if payloads.is_empty() {
            return Err(Field("payloads").missing().into());
        }
        let bytes = payloads
            .iter()
            .fold(0usize, |sum, payload| sum.saturating_add(payload.bytes.len()));
        Field("payloads").at_most(bytes, limit::FRAME_BYTES)?;
        Ok(NewAppend {
            log,
            epoch,
            payloads,
            now: self.relay.now(),
        })
    }

    /// Starts storing a frame, after those of the same log before it.
    async fn start(&mut self, frame: u64, new: NewAppend) -> Result<(), Over> {
        while self.logs.contains(&new.log) {
            self.settle_one().await?;
        }
        self.logs.push_back(new.log);
        let relay = self.relay.clone();
        self.pending.push_back(Box::pin(store(relay, frame, new)));
        Ok(())
    }

    async fn settle_one(&mut self) -> Result<(), Over> {
        self.logs.pop_front();
        match self.pending.next().await {
            Some(answer) => self.send(answer).await,
            None => Ok(()),
        }
    }

    async fn settle_all(&mut self) -> Result<(), Over> {
        while !self.pending.is_empty() {
            self.settle_one().await?;
        }
        Ok(())
    }

    async fn refuse(&mut self, frame: u64, log: Vec<u8>, fault: &AppendFault) -> Result<(), Over> {
        let refusal = fault.refusal();
        self.relay.settle(Op::Append, Err(&refusal), self.relay.now());
        self.send(Answer::Refused(v1::RefusedFrame {
            frame,
            log,
            fault: Some(refusal.into_fault()),
        }))
        .await
    }

    async fn send(&mut self, answer: Answer) -> Result<(), Over> {
        let answer = v1::AppendAnswer { answer: Some(answer) };
        self.answers.send(Ok(answer)).await.map_err(|_| Over)
    }
}

/// Stores a frame and says what became of it.
async fn store<S: Store>(relay: Relay<S>, frame: u64, new: NewAppend) -> Answer {
    let started = relay.now();
    let log = new.log;
    let answer = match relay.store().append(new).await {
        Ok(Some(appended)) => receipts(&relay, frame, appended),
        Ok(None) => Err(AppendFault::NotOpen),
        Err(fault) => Err(fault.into()),
    };
    match answer {
        Ok(answer) => {
            relay.settle(Op::Append, Ok(()), started);
            answer
        }
        Err(fault) => {
            let refusal = fault.refusal();
            relay.settle(Op::Append, Err(&refusal), started);
            Answer::Refused(v1::RefusedFrame {
                frame,
                log: log.to_vec(),
                fault: Some(refusal.into_fault()),
            })
        }
    }
}

fn receipts<S: Store>(relay: &Relay<S>, frame: u64, appended: Appended) -> Result<Answer, AppendFault> {
    let mut spans: Vec<&Arc<Span>> = Vec::new();
    let mut stale = false;
    for outcome in &appended.outcomes {
        match outcome {
            Outcome::Stored(span) => {
                if !spans.iter().any(|other| Arc::ptr_eq(other, span)) {
                    spans.push(span);
                }
            }
            Outcome::Stale => stale = true,
        }
    }
    let receipts = spans
        .into_iter()
        .map(|span| receipt_of(relay, span).ok_or(AppendFault::Unsigned))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(if stale {
        Answer::Stale(v1::StaleFrame {
            frame,
            epoch: appended.epoch.get(),
            head: Some(appended.head.into()),
            receipts,
        })
    } else {
        Answer::Receipts(v1::Receipts { frame, receipts })
    })
}

fn payload(wire: v1::Payload) -> Result<NewPayload, FieldFault> {
    let class = Field("class").class(wire.class)?;
    let lifetime = Field("lifetime").lifetime(wire.lifetime)?;
    let most = match class {
        Class::Commit => return Err(Field("class").malformed()),
        Class::Message => limit::MESSAGE_BYTES,
        Class::Record => limit::RECORD_BYTES,
    };
    Field("payload").present(&wire.payload)?;
    Field("payload").at_most(wire.payload.len(), most)?;
    let bytes = wire.payload.to_vec();
    let hash = Digest::of(&bytes);
    Ok(NewPayload {
        class,
        lifetime,
        bytes,
        hash,
    })
}

/// What a refusal repeats of a log's id: the id where it can be one, else nothing.
pub(super) fn echoed(log: &[u8]) -> Vec<u8> {
    LogId::from_slice(log).map(LogId::to_vec).unwrap_or_default()
}

/// Frames being stored at once.
const PENDING: usize = 32;

/// Epochs of one log that stay open on one stream: the current one and some whose last frames are on their way.
const EPOCHS_PER_LOG: usize = 16;

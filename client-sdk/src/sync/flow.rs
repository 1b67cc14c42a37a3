// SPDX-License-Identifier: MIT OR Apache-2.0
//! Flows: entries of followed logs as the relay sends them, one stream for each lane.

use std::collections::BTreeMap;

use futures_util::future::select_all;
use toguna_auth::Method;
use toguna_types::{Epoch, LogId};
use toguna_wire::v1::follow_answer::Answer;
use toguna_wire::v1::follow_frame::Frame;
use toguna_wire::{Field, entry_from_wire, v1};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::Streaming;

use crate::Fault;
use crate::client::Client;
use crate::fault::Code;
use crate::remote::{CallFault, remote_fault};
use crate::sync::pull::{LogPage, reads};
use crate::transport::{Lane, Session};

/// The streams of all lanes: one, unless each space has a circuit of its own.
pub(crate) struct Flows(Vec<Flow>);

/// One stream, and the epoch whose key each of its logs was last shown.
struct Flow {
    send: mpsc::Sender<v1::FollowFrame>,
    answers: Streaming<v1::FollowAnswer>,
    challenge: v1::Challenge,
    shown: BTreeMap<LogId, Option<Epoch>>,
}

impl Flows {
    /// Opens the streams and starts the flow of these logs.
    pub(crate) async fn open(client: &Client, logs: &[LogId]) -> Result<Self, Fault> {
        let mut lanes: BTreeMap<Lane, Vec<LogId>> = BTreeMap::new();
        for log in logs {
            lanes
                .entry(client.sessions().lane_of(*log))
                .or_default()
                .push(*log);
        }
        let mut flows = Vec::new();
        for (lane, logs) in lanes {
            flows.push(Flow::open(client, lane, &logs).await?);
        }
        Ok(Self(flows))
    }

    /// Waits for entries of any log, applies them, and says of which log they were and how many were new. Without a log it waits for
    /// ever.
    pub(crate) async fn next(&mut self, client: &Client) -> Result<(LogId, usize), Fault> {
        if self.0.is_empty() {
            return std::future::pending().await;
        }
        let waits = self.0.iter_mut().map(|flow| Box::pin(flow.next(client)));
        select_all(waits).await.0
    }

    /// Shows the current key of every log whose epoch moved since it was last shown.
    pub(crate) async fn show_keys(&mut self, client: &Client) -> Result<(), Fault> {
        for flow in &mut self.0 {
            flow.show_keys(client).await?;
        }
        Ok(())
    }
}

impl Flow {
    async fn open(client: &Client, lane: Lane, logs: &[LogId]) -> Result<Self, Fault> {
        let (send, answers, challenge) = client.call(lane, connect).await?;
        let shown = logs.iter().map(|log| (*log, None)).collect();
        let mut flow = Self {
            send,
            answers,
            challenge,
            shown,
        };
        flow.show_keys(client).await?;
        for log in logs {
            let cursor = client.vault().read(|tx| client.row(tx, *log))?.cursor;
            let from = v1::FollowFrom {
                log: log.to_vec(),
                after: cursor.seq.get(),
            };
            flow.say(Frame::From(from)).await?;
        }
        Ok(flow)
    }

    async fn show_keys(&mut self, client: &Client) -> Result<(), Fault> {
        let logs: Vec<LogId> = self.shown.keys().copied().collect();
        for log in logs {
            let key = client.vault().read(|tx| {
                let row = client.row(tx, log)?;
                let keys = if reads(&row) {
                    tx.epoch_keys().get(log, row.epoch)?
                } else {
                    None
                };
                Ok::<_, Fault>(keys.map(|keys| (row.epoch, keys.root)))
            })?;
            let Some((epoch, root)) = key else { continue };
            if self.shown.get(&log) == Some(&Some(epoch)) {
                continue;
            }
            let proof = client.proof(log, epoch, Method::Follow, &self.challenge, &root)?;
            self.say(Frame::Open(v1::OpenLog { proof: Some(proof) })).await?;
            self.shown.insert(log, Some(epoch));
        }
        Ok(())
    }

    async fn say(&self, frame: Frame) -> Result<(), Fault> {
        let frame = v1::FollowFrame { frame: Some(frame) };
        self.send
            .send(frame)
            .await
            .map_err(|_| Fault::new(Code::RelayUnreachable))
    }

    async fn next(&mut self, client: &Client) -> Result<(LogId, usize), Fault> {
        loop {
            let answer = self
                .answers
                .message()
                .await
                .map_err(|status| remote_fault(&status))?;
            let answer = answer
                .and_then(|answer| answer.answer)
                .ok_or(Fault::new(Code::RelayUnreachable))?;
            match answer {
                Answer::Flow(flow) => return self.apply(client, flow).await,
                // What is wrong with one log shows when it is read; the others flow on.
                Answer::Refused(refused) => {
                    if let Some(log) = LogId::from_slice(&refused.log) {
                        self.shown.remove(&log);
                    }
                }
                Answer::Challenge(_) | Answer::Opened(_) => {}
            }
        }
    }

    async fn apply(&mut self, client: &Client, flow: v1::Flow) -> Result<(LogId, usize), Fault> {
        let log = Field("flow.log").log_id(&flow.log)?;
        let head = Field("flow.head").head(flow.head.as_ref())?;
        let entries = flow
            .entries
            .into_iter()
            .map(entry_from_wire)
            .collect::<Result<Vec<_>, _>>()?;
        let page = LogPage {
            entries,
            head,
            closes: None,
        };
        let applied = client
            .write(move |client, tx| client.apply_page(tx, log, page))
            .await?;
        self.show_keys(client).await?;
        Ok((log, applied.entries))
    }
}

type Connected = (
    mpsc::Sender<v1::FollowFrame>,
    Streaming<v1::FollowAnswer>,
    v1::Challenge,
);

async fn connect(session: Session) -> Result<Connected, CallFault> {
    let (send, frames) = mpsc::channel(16);
    let mut answers = session
        .logs()
        .follow(ReceiverStream::new(frames))
        .await?
        .into_inner();
    match answers.message().await?.and_then(|answer| answer.answer) {
        Some(Answer::Challenge(challenge)) => Ok((send, answers, challenge)),
        Some(_) => Err(Fault::new(Code::RelayLied).into()),
        None => Err(tonic::Status::unavailable("the stream ended").into()),
    }
}

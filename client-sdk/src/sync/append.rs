// SPDX-License-Identifier: MIT OR Apache-2.0
//! One frame of payloads through the append stream.

use toguna_auth::{EpochCapability, Method, Proof, Signed};
use toguna_types::{Class, Epoch, Lifetime, LogId, Opaque, Secret};
use toguna_wire::v1::append_answer::Answer;
use toguna_wire::v1::append_frame::Frame;
use toguna_wire::{RemoteFault, v1};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::Streaming;

use crate::Fault;
use crate::client::Client;
use crate::fault::Code;
use crate::remote::CallFault;
use crate::sync::receipts::VerifiedReceipt;
use crate::transport::{Session, wire_signed};

/// Payloads of one log, sealed in one epoch.
#[derive(Debug)]
pub(crate) struct Frames {
    pub(crate) log: LogId,
    pub(crate) epoch: Epoch,
    pub(crate) root: Secret<32>,
    pub(crate) payloads: Vec<(Class, Lifetime, Vec<u8>)>,
}

/// What the relay answered.
#[derive(Debug)]
pub(crate) enum AppendOutcome {
    /// Every payload is durable.
    Stored(Vec<VerifiedReceipt>),
    /// The epoch is over; what had been stored before has its receipt.
    Stale(Vec<VerifiedReceipt>),
}

impl Client {
    /// Appends payloads; repeatable with the same bytes.
    pub(crate) async fn append(&self, frames: &Frames) -> Result<AppendOutcome, Fault> {
        let lane = self.sessions().lane_of(frames.log);
        self.call(lane, |session| self.append_once(session, frames)).await
    }

    async fn append_once(&self, session: Session, frames: &Frames) -> Result<AppendOutcome, CallFault> {
        let (send, frames_out) = mpsc::channel(4);
        let mut answers = session
            .logs()
            .append(ReceiverStream::new(frames_out))
            .await?
            .into_inner();
        let Answer::Challenge(challenge) = next(&mut answers).await? else {
            return Err(Fault::new(Code::RelayLied).into());
        };
        let proof = self.proof(frames.log, frames.epoch, Method::Append, &challenge, &frames.root)?;
        let open = v1::AppendFrame {
            frame: Some(Frame::Open(v1::OpenLog { proof: Some(proof) })),
        };
        let payloads = v1::AppendFrame {
            frame: Some(Frame::Payloads(payloads_of(frames))),
        };
        for frame in [open, payloads] {
            // A closed channel shows as an answer or as the stream's end below.
            let _ = send.send(frame).await;
        }
        loop {
            match next(&mut answers).await? {
                Answer::Opened(_) | Answer::Challenge(_) => {}
                Answer::Receipts(receipts) => {
                    return Ok(AppendOutcome::Stored(
                        self.receipts_of(frames.log, &receipts.receipts)?,
                    ));
                }
                Answer::Stale(stale) => {
                    return Ok(AppendOutcome::Stale(
                        self.receipts_of(frames.log, &stale.receipts)?,
                    ));
                }
                Answer::Refused(refused) => {
                    let fault = RemoteFault::from(refused.fault.unwrap_or_default());
                    return Err(CallFault::Remote(Box::new(fault)));
                }
            }
        }
    }

    fn receipts_of(&self, log: LogId, wire: &[v1::Signed]) -> Result<Vec<VerifiedReceipt>, Fault> {
        wire.iter()
            .map(|receipt| self.verified_receipt(log, receipt))
            .collect()
    }

    /// A proof for one stream.
    pub(crate) fn proof(
        &self,
        log: LogId,
        epoch: Epoch,
        method: Method,
        challenge: &v1::Challenge,
        root: &Secret<32>,
    ) -> Result<v1::Signed, Fault> {
        let capability = EpochCapability::derive(root);
        let key = if method == Method::Append {
            &capability.write
        } else {
            &capability.read
        };
        let challenge = challenge.challenge.as_slice().try_into();
        let statement = Proof {
            relay: self.relay(),
            log,
            epoch,
            method,
            challenge: challenge.map_err(|fault| Fault::because(Code::RelayLied, fault))?,
            tls_exporter: Opaque::default(),
        };
        let proof = Signed::sign(key, &statement).map_err(|fault| Fault::because(Code::Broken, fault))?;
        Ok(wire_signed(&proof))
    }
}

fn payloads_of(frames: &Frames) -> v1::Payloads {
    let payloads = frames
        .payloads
        .iter()
        .map(|(class, lifetime, bytes)| v1::Payload {
            class: class.number().into(),
            lifetime: lifetime.number().into(),
            payload: bytes.clone().into(),
        });
    v1::Payloads {
        frame: 1,
        log: frames.log.to_vec(),
        epoch: frames.epoch.get(),
        payloads: payloads.collect(),
    }
}

async fn next(answers: &mut Streaming<v1::AppendAnswer>) -> Result<Answer, CallFault> {
    let ended = || CallFault::from(tonic::Status::unavailable("the stream ended"));
    let answer = answers.message().await?.ok_or_else(ended)?;
    answer.answer.ok_or_else(|| Fault::new(Code::RelayLied).into())
}

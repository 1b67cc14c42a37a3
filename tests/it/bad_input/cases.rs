// SPDX-License-Identifier: MIT OR Apache-2.0
//! Every call: how a request is sealed and sent, and how its answer is read.

use prost::Message as _;
use toguna_auth::{Method, Proof};
use toguna_types::{Epoch, Opaque};
use toguna_wire::{RemoteFault, v1};
use tonic::Status;

use super::bench::{Bench, Device, Forge, Space, signed};
use super::raw;

/// One message of one call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Case {
    /// `Service.Method`.
    pub(crate) call: &'static str,
    /// The message sent.
    pub(crate) message: &'static str,
    /// The message that stands in it and is signed for, if any.
    pub(crate) body: Option<&'static str>,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Bare,
    Device(Method),
    Commit,
    Log(Method),
    Register,
    /// A frame of a stream: the field of the frame.
    Frame(&'static str),
}

const fn case(call: &'static str, message: &'static str, body: Option<&'static str>, kind: Kind) -> Case {
    Case {
        call,
        message,
        body,
        kind,
    }
}

const fn device(call: &'static str, body: &'static str, method: Method) -> Case {
    case(call, "DeviceCall", Some(body), Kind::Device(method))
}

const fn log(call: &'static str, body: &'static str, method: Method) -> Case {
    case(call, "LogCall", Some(body), Kind::Log(method))
}

/// Every call, each with every kind of message it takes.
pub(crate) const CASES: [Case; 23] = [
    case(
        "Accounts.Register",
        "RegisterRequest",
        Some("RegisterRequest"),
        Kind::Register,
    ),
    device("Accounts.Resolve", "ResolveBody", Method::Resolve),
    log("Blobs.Append", "AppendBlobBody", Method::AppendBlob),
    log("Blobs.Begin", "BeginBlobBody", Method::BeginBlob),
    case("Blobs.Delete", "DeleteBlobRequest", None, Kind::Bare),
    log("Blobs.Read", "ReadBlobBody", Method::ReadBlob),
    device("Directory.Claim", "ClaimBody", Method::Claim),
    device("Directory.Publish", "PublishBody", Method::Publish),
    device("Directory.Stock", "StockBody", Method::Stock),
    case("Logs.Append", "AppendFrame", None, Kind::Frame("open")),
    case("Logs.Append", "AppendFrame", None, Kind::Frame("payloads")),
    case("Logs.Commit", "CommitCall", Some("CommitPayload"), Kind::Commit),
    case("Logs.FetchAttachment", "FetchAttachmentRequest", None, Kind::Bare),
    case("Logs.Follow", "FollowFrame", None, Kind::Frame("open")),
    case("Logs.Follow", "FollowFrame", None, Kind::Frame("from")),
    case("Logs.Follow", "FollowFrame", None, Kind::Frame("stop")),
    device("Logs.Found", "FoundBody", Method::Found),
    log("Logs.Read", "ReadBody", Method::Read),
    device("Mailboxes.Ack", "AckBody", Method::Letters),
    device("Mailboxes.Deposit", "DepositBody", Method::Deposit),
    device("Mailboxes.Fetch", "FetchBody", Method::Letters),
    device("Mailboxes.Listen", "FetchBody", Method::Letters),
    case("Network.Identify", "IdentifyRequest", None, Kind::Bare),
];

/// A valid request that was not sent yet, and what belongs to it.
pub(crate) struct Baseline {
    /// What the caller is free to write: the body where there is one, else the message.
    pub(crate) inner: Vec<u8>,
    pub(crate) space: Space,
    pub(crate) attachments: Vec<Vec<u8>>,
    pub(crate) newcomer: Device,
}

/// What is done to a request, and where.
pub(crate) struct Hands<'a> {
    /// To the statement at this place, before it is signed.
    pub(crate) statement: (usize, Forge<'a>),
    /// To the message, after everything is signed.
    pub(crate) message: Forge<'a>,
}

/// What came of a request.
#[derive(Debug)]
pub(crate) enum Outcome {
    Accepted,
    Refused(v1::Fault),
}

impl Case {
    /// How many signed statements a message of this call carries.
    pub(crate) fn statements(self) -> usize {
        match self.kind {
            Kind::Bare => 0,
            Kind::Device(_) | Kind::Log(_) => 1,
            Kind::Commit => 2,
            Kind::Register => 3,
            Kind::Frame("open") => 1,
            Kind::Frame(_) => 0,
        }
    }

    /// Bytes at the end of its statements in which any value is as good as another: request id and time.
    pub(crate) fn free_tail(self) -> Option<usize> {
        match self.kind {
            Kind::Device(_) | Kind::Log(_) | Kind::Commit => Some(24),
            Kind::Frame(_) => Some(0),
            Kind::Bare | Kind::Register => None,
        }
    }

    /// Whether whoever sends the message is its author, with nothing signed in it.
    pub(crate) fn is_frame_of_an_open_log(self) -> bool {
        matches!(self.kind, Kind::Frame("payloads" | "from" | "stop"))
    }

    /// Sends a request built from `inner` by these hands.
    pub(crate) async fn send(
        self,
        bench: &Bench,
        baseline: &Baseline,
        inner: &[u8],
        hands: &Hands<'_>,
    ) -> Outcome {
        let forge = |at: usize| -> Forge<'_> {
            if hands.statement.0 == at {
                hands.statement.1
            } else {
                &|it| it
            }
        };
        let message = match self.kind {
            Kind::Frame(_) => return self.send_frame(bench, baseline, inner, hands).await,
            Kind::Bare => inner.to_vec(),
            Kind::Device(method) => v1::DeviceCall {
                body: inner.to_vec(),
                stamp: Some(bench.device_stamp(method, inner, forge(0))),
            }
            .encode_to_vec(),
            Kind::Log(method) => v1::LogCall {
                body: inner.to_vec(),
                stamp: Some(bench.log_stamp(baseline.space, method, inner, forge(0))),
            }
            .encode_to_vec(),
            Kind::Commit => {
                let stamp = bench.log_stamp(baseline.space, Method::Commit, inner, forge(0));
                let vouched = bench.device_stamp(Method::Commit, &stamp.statement, forge(1));
                v1::CommitCall {
                    payload: inner.to_vec(),
                    stamp: Some(stamp),
                    device_stamp: Some(vouched),
                    attachments: baseline.attachments.clone(),
                }
                .encode_to_vec()
            }
            Kind::Register => {
                let meant = v1::RegisterRequest::decode(inner).unwrap_or_default();
                let (handle, mailbox) = (meant.handle, meant.mailbox_key);
                let forge = [forge(0), forge(1), forge(2)];
                let signed = bench.registration(&baseline.newcomer, &handle, mailbox, &forge);
                let rest = v1::RegisterRequest {
                    handle: String::new(),
                    mailbox_key: Vec::new(),
                    ..signed
                };
                [inner, rest.encode_to_vec().as_slice()].concat()
            }
        };
        let message = (hands.message)(message);
        let answer = match self.call {
            "Logs.Read" | "Mailboxes.Listen" => raw::listening(&bench.channel, self.call, message).await,
            _ => raw::unary(&bench.channel, self.call, message).await,
        };
        match answer {
            Ok(()) => Outcome::Accepted,
            Err(status) => Outcome::Refused(said(&status)),
        }
    }

    /// The frame of this case on a stream with this challenge.
    pub(crate) fn frame(self, bench: &Bench, space: Space, challenge: &[u8], forge: Forge<'_>) -> Vec<u8> {
        let open = || v1::OpenLog {
            proof: Some(proof(bench, space, self.call == "Logs.Append", challenge, forge)),
        };
        let payload = v1::Payload {
            class: 2,
            lifetime: 1,
            payload: space.0.to_vec().into(),
        };
        let log = space.0.to_vec();
        if self.call == "Logs.Append" {
            use v1::append_frame::Frame;
            let frame = if self.kind == Kind::Frame("payloads") {
                Frame::Payloads(v1::Payloads {
                    frame: 1,
                    log,
                    epoch: 0,
                    payloads: vec![payload],
                })
            } else {
                Frame::Open(open())
            };
            return v1::AppendFrame { frame: Some(frame) }.encode_to_vec();
        }
        use v1::follow_frame::Frame;
        let frame = match self.kind {
            Kind::Frame("from") => Frame::From(v1::FollowFrom { log, after: 1 }),
            Kind::Frame("stop") => Frame::Stop(log),
            Kind::Bare | Kind::Commit | Kind::Device(_) | Kind::Frame(_) | Kind::Log(_) | Kind::Register => {
                Frame::Open(open())
            }
        };
        v1::FollowFrame { frame: Some(frame) }.encode_to_vec()
    }

    async fn send_frame(
        self,
        bench: &Bench,
        baseline: &Baseline,
        inner: &[u8],
        hands: &Hands<'_>,
    ) -> Outcome {
        let mut stream = raw::Stream::open(&bench.channel, self.call).await;
        let challenge = stream.next().await.unwrap().unwrap();
        let challenge = Answer::of(self.call, &challenge).challenge.unwrap();
        let opens = self.statements() > 0;
        let frame = if opens {
            self.frame(bench, baseline.space, &challenge, hands.statement.1)
        } else {
            let open = Self {
                kind: Kind::Frame("open"),
                ..self
            };
            stream
                .send(open.frame(bench, baseline.space, &challenge, &|it| it))
                .await;
            let opened = stream.next().await.unwrap().unwrap();
            assert!(Answer::of(self.call, &opened).refused.is_none(), "the log opens");
            inner.to_vec()
        };
        stream.send((hands.message)(frame)).await;
        stream.send(self.probe()).await;
        let mut refused = None;
        loop {
            let answer = match stream.next().await {
                Ok(Some(answer)) => Answer::of(self.call, &answer),
                Ok(None) => panic!("{self:?}: the stream ended without a word"),
                Err(status) => {
                    assert!(refused.is_none(), "{self:?}: two faults for one frame");
                    return Outcome::Refused(said(&status));
                }
            };
            match answer.refused {
                Some((PROBE, _)) => return refused.map_or(Outcome::Accepted, Outcome::Refused),
                Some((_, fault)) => {
                    assert!(refused.is_none(), "{self:?}: two faults for one frame");
                    refused = Some(fault);
                }
                None => {}
            }
        }
    }

    /// A frame whose refusal is known from all others.
    fn probe(self) -> Vec<u8> {
        if self.call == "Logs.Append" {
            let frame = v1::append_frame::Frame::Payloads(v1::Payloads {
                frame: PROBE,
                ..Default::default()
            });
            v1::AppendFrame { frame: Some(frame) }.encode_to_vec()
        } else {
            let log = PROBE.to_be_bytes().repeat(4); // a log that is not open
            let frame = v1::follow_frame::Frame::From(v1::FollowFrom { log, after: 0 });
            v1::FollowFrame { frame: Some(frame) }.encode_to_vec()
        }
    }
}

const PROBE: u64 = u64::MAX - 5;

/// An answer of a stream, as far as it matters here.
struct Answer {
    challenge: Option<Vec<u8>>,
    refused: Option<(u64, v1::Fault)>,
}

impl Answer {
    fn of(call: &str, bytes: &[u8]) -> Self {
        let (challenge, refused) = if call == "Logs.Append" {
            use v1::append_answer::Answer::{Challenge, Opened, Receipts, Refused, Stale};
            match v1::AppendAnswer::decode(bytes).unwrap().answer.unwrap() {
                Challenge(challenge) => (Some(challenge), None),
                Refused(refused) => (None, Some((refused.frame, refused.fault.unwrap()))),
                Opened(_) | Receipts(_) | Stale(_) => (None, None),
            }
        } else {
            use v1::follow_answer::Answer::{Challenge, Flow, Opened, Refused};
            match v1::FollowAnswer::decode(bytes).unwrap().answer.unwrap() {
                Challenge(challenge) => (Some(challenge), None),
                Refused(refused) => {
                    let probe = refused.log == PROBE.to_be_bytes().repeat(4);
                    let frame = if probe { PROBE } else { 0 };
                    (None, Some((frame, refused.fault.unwrap())))
                }
                Flow(_) | Opened(_) => (None, None),
            }
        };
        Self {
            challenge: challenge.map(|challenge| challenge.challenge),
            refused,
        }
    }
}

/// The fault of a status: ours, not the transport's.
fn said(status: &Status) -> v1::Fault {
    assert!(
        !status.details().is_empty(),
        "the transport's own words: {status:?}"
    );
    let remote = RemoteFault::from(status);
    assert_eq!(remote.kind.name(), remote.fault.kind);
    remote.fault
}

fn proof(bench: &Bench, space: Space, append: bool, challenge: &[u8], forge: Forge<'_>) -> v1::Signed {
    let keys = space.keys(0);
    let (method, key) = if append {
        (Method::Append, keys.write)
    } else {
        (Method::Follow, keys.read)
    };
    let proof = Proof {
        relay: bench.relay,
        log: space.0,
        epoch: Epoch::new(0),
        method,
        challenge: challenge.try_into().unwrap(),
        tls_exporter: Opaque::default(),
    };
    signed(&key, &proof, forge)
}

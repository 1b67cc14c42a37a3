// SPDX-License-Identifier: MIT OR Apache-2.0
//! A69: what a running relay leaves behind of those who used it: in its directory, its log at the finest level, its
//! metrics, what its socket answers, and its memory.
//!
//! Looked for is what the server view promises is not there. A handle, a device and a log are kept by design, in the
//! store; they are looked for everywhere else.

use std::fs;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;

use hyper_util::rt::TokioIo;
use toguna_auth::{EpochCapability, Method, Proof, RegistrationLink, Signed};
use toguna_types::{Clock as _, Entropy as _, Epoch, LogId, OsEntropy, SystemClock};
use toguna_wire::v1::append_answer::Answer;
use toguna_wire::v1::append_frame::Frame;
use toguna_wire::v1::{
    self, accounts_client::AccountsClient, logs_client::LogsClient, mailboxes_client::MailboxesClient,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::transport::{Channel, Endpoint};

use crate::daemon::{Place, Running, text, togunad};
use crate::serving::{Device, wire};

/// Where the caller stands; no other test calls from there.
const FROM: Ipv4Addr = Ipv4Addr::new(127, 83, 29, 11);
const AGENT: &str = "CANARY-AGENT";
const HANDLE: &str = "CANARY-HANDLE";

async fn connect(to: SocketAddr) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(SocketAddr::from((FROM, 0))).unwrap();
    socket.connect(to).await.unwrap()
}

fn channel(to: SocketAddr) -> Channel {
    let endpoint = Endpoint::from_static("http://relay").user_agent(AGENT).unwrap();
    endpoint.connect_with_connector_lazy(tower::service_fn(move |_| async move {
        Ok::<_, std::io::Error>(TokioIo::new(connect(to).await))
    }))
}

async fn get(to: SocketAddr, path: &str) -> String {
    let mut stream = connect(to).await;
    let request =
        format!("GET {path} HTTP/1.1\r\nhost: relay\r\nuser-agent: {AGENT}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

/// Somebody who used the relay, and what the relay must not have kept of it.
struct Caller {
    device: Device,
    log: LogId,
    keys: EpochCapability,
}

impl Caller {
    /// Registers, founds a log, says something in it, writes itself a letter, and is refused a few times.
    async fn uses(to: SocketAddr, link: &RegistrationLink) -> Self {
        let caller = Self {
            device: Device::new(),
            log: LogId::make(&OsEntropy),
            keys: EpochCapability::derive(&OsEntropy.secret()),
        };
        let (device, channel) = (&caller.device, channel(to));
        let mut accounts = AccountsClient::new(channel.clone());
        accounts
            .register(device.registration(link, HANDLE))
            .await
            .unwrap();
        let again = Device::new().registration(link, HANDLE);
        accounts.register(again).await.unwrap_err();
        let mut logs = LogsClient::new(channel.clone());
        logs.found(device.call(link, Method::Found, &caller.founding()))
            .await
            .unwrap();
        logs.found(device.call(link, Method::Resolve, &caller.founding()))
            .await
            .unwrap_err();
        caller.says(link, logs).await;
        let letter = v1::DepositBody {
            device: device.id.to_vec(),
            class: v1::LetterClass::Sealed.into(),
            id: vec![7; 16],
            envelope: vec![7; 4_096],
        };
        let mut mailboxes = MailboxesClient::new(channel);
        mailboxes
            .deposit(device.call(link, Method::Deposit, &letter))
            .await
            .unwrap();
        mailboxes
            .fetch(device.call(link, Method::Deposit, &v1::FetchBody { after: 0 }))
            .await
            .unwrap_err();
        caller
    }

    fn founding(&self) -> v1::FoundBody {
        v1::FoundBody {
            log: self.log.to_vec(),
            write_key: self.keys.write.public().to_bytes().to_vec(),
            read_key: self.keys.read.public().to_bytes().to_vec(),
            steward_key: self.device.key.public().to_bytes().to_vec(),
            join_key: Vec::new(),
            named: false,
        }
    }

    async fn says(&self, link: &RegistrationLink, mut logs: LogsClient<Channel>) {
        let (frames, receiver) = mpsc::channel(4);
        let answers = logs.append(ReceiverStream::new(receiver)).await;
        let mut answers = answers.unwrap().into_inner();
        let Some(Answer::Challenge(challenge)) = answers.message().await.unwrap().unwrap().answer else {
            panic!("no challenge");
        };
        let proof = Proof {
            relay: link.relay,
            log: self.log,
            epoch: Epoch::new(0),
            method: Method::Append,
            challenge: challenge.challenge.try_into().unwrap(),
            tls_exporter: [].as_slice().into(),
        };
        let proof = Some(wire(&Signed::sign(&self.keys.write, &proof).unwrap()));
        let payload = |lifetime: v1::Lifetime, byte| v1::Payload {
            class: v1::Class::Message.into(),
            lifetime: lifetime.into(),
            payload: vec![byte; 512].into(),
        };
        let said = v1::Payloads {
            frame: 1,
            log: self.log.to_vec(),
            epoch: 0,
            payloads: vec![payload(v1::Lifetime::Week, 1), payload(v1::Lifetime::Keep, 2)],
        };
        for frame in [Frame::Open(v1::OpenLog { proof }), Frame::Payloads(said)] {
            let frame = v1::AppendFrame { frame: Some(frame) };
            frames.send(frame).await.unwrap();
            answers.message().await.unwrap().unwrap();
        }
    }

    /// What is nowhere: not in the store either.
    fn nowhere(&self) -> Vec<Vec<u8>> {
        let secrets = [
            &self.device.account,
            &self.device.key,
            &self.keys.write,
            &self.keys.read,
        ];
        let seeds = secrets.map(|key| key.seed().expose().to_vec());
        let mut all = vec![FROM.to_string().into_bytes(), AGENT.as_bytes().to_vec()];
        all.extend(seeds);
        all
    }

    /// What is in the store by design and nowhere else.
    fn in_the_store_only(&self) -> Vec<Vec<u8>> {
        let hex = |id: &[u8]| id.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let listed = |id: &[u8]| id.iter().map(u8::to_string).collect::<Vec<_>>().join(", ");
        let ids = [self.log.to_vec(), self.device.id.to_vec()];
        let mut all = vec![HANDLE.as_bytes().to_vec()];
        for id in ids {
            all.extend([hex(&id).into_bytes(), listed(&id).into_bytes(), id]);
        }
        all
    }
}

fn holds(bytes: &[u8], canary: &[u8]) -> bool {
    bytes.windows(canary.len()).any(|window| window == canary)
}

fn has_none(what: &str, bytes: &[u8], canaries: &[Vec<u8>]) {
    for canary in canaries {
        let shown = String::from_utf8_lossy(canary);
        assert!(!holds(bytes, canary), "{what} holds {shown}");
    }
}

/// Every file of the relay, whole.
fn files(directory: &Path, into: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, into);
        } else if path.is_file() {
            into.push((path.display().to_string(), fs::read(&path).unwrap()));
        }
    }
}

/// What the process could write; `None` where the system does not let a parent read it.
fn memory(pid: u32) -> Option<Vec<u8>> {
    let maps = fs::read_to_string(format!("/proc/{pid}/maps")).ok()?;
    let mut memory = fs::File::open(format!("/proc/{pid}/mem")).ok()?;
    let mut all = Vec::new();
    for line in maps.lines().filter(|line| line.contains(" rw-p ")) {
        let (from, to) = line.split_once(' ')?.0.split_once('-')?;
        let (from, to) = (
            u64::from_str_radix(from, 16).ok()?,
            u64::from_str_radix(to, 16).ok()?,
        );
        memory.seek(SeekFrom::Start(from)).ok()?;
        let _ = (&mut memory).take(to - from).read_to_end(&mut all); // pages that were never touched end it early
    }
    Some(all)
}

/// A moment of `span`, in milliseconds or seconds, as a number of eight bytes in either order or as digits.
fn moment(bytes: &[u8], span: (u64, u64)) -> Option<usize> {
    let within =
        |value: u64| (span.0..=span.1).contains(&value) || (span.0 / 1_000..=span.1 / 1_000).contains(&value);
    let number = bytes.windows(8).position(|window| {
        let window = window.try_into().unwrap();
        within(u64::from_be_bytes(window)) || within(u64::from_le_bytes(window))
    });
    let digits = |len| {
        bytes.windows(len).position(|window| {
            let digits = window.iter().all(u8::is_ascii_digit);
            digits && str::from_utf8(window).unwrap().parse().is_ok_and(within)
        })
    };
    number.or_else(|| digits(13)).or_else(|| digits(10))
}

const NOT_THERE: [&str; 10] = [
    "/",
    "/debug",
    "/debug/pprof/heap",
    "/heapdump",
    "/actuator/env",
    "/metrics",
    "/admin",
    "/config.toml",
    "/server-status",
    "/trace",
];

// claim: CLM-META-02
#[tokio::test(flavor = "multi_thread")]
async fn a69_a_relay_keeps_no_address_agent_or_secret_and_no_time_of_day_of_whoever_used_it() {
    let place = Place::new();
    let link = place.init(&["--plaintext"]);
    let config = place.data().join("config.toml");
    let settings = fs::read_to_string(&config).unwrap();
    fs::write(&config, format!("{settings}metrics = true\n")).unwrap();
    let start = SystemClock.now().millis();
    let relay = Running::start(&place.data(), &["--log", "trace"]);
    let caller = Caller::uses(relay.address, &link).await;
    let span = (start, SystemClock.now().millis());
    let (nowhere, elsewhere) = (caller.nowhere(), caller.in_the_store_only());

    let metrics = get(relay.address, "/metrics").await;
    assert!(metrics.contains("toguna_operations_total{op=\"register\",outcome=\"done\"} 1"));
    let listed = togunad(&place.data(), "invites list", &["--json"]);
    assert!(
        text(&listed.stdout).contains("redeemed"),
        "{}",
        text(&listed.stdout)
    );
    if let Some(memory) = memory(relay.pid()) {
        assert!(
            holds(&memory, HANDLE.as_bytes()),
            "the search finds nothing at all"
        );
        has_none("memory", &memory, &nowhere[2..]);
        has_none("memory", &memory, &nowhere[..1]);
    }
    let (clean, said) = relay.stop("-TERM");
    assert!(
        clean && said.contains("op=\"found\"") && said.contains("op=\"append\""),
        "{said}"
    );
    for (what, bytes) in [
        ("the metrics", metrics.as_bytes()),
        ("an answer of the socket", &listed.stdout),
        ("the log", said.as_bytes()),
    ] {
        has_none(what, bytes, &nowhere);
        has_none(what, bytes, &elsewhere);
    }
    let mut kept = Vec::new();
    files(&place.data(), &mut kept);
    assert!(
        kept.iter().any(|(_, bytes)| holds(bytes, HANDLE.as_bytes())),
        "nothing was stored"
    );
    for (name, bytes) in &kept {
        has_none(name, bytes, &nowhere);
        assert_eq!(moment(bytes, span), None, "{name} holds a time of day");
    }
}

// claim: CLM-META-02
#[tokio::test(flavor = "multi_thread")]
async fn a69_there_is_nothing_on_the_port_but_the_wire_and_whether_the_relay_is_well() {
    let place = Place::new();
    place.init(&["--plaintext"]);
    let relay = Running::start(&place.data(), &[]);
    for path in NOT_THERE {
        let answer = get(relay.address, path).await;
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let unknown = head.starts_with("HTTP/1.1 404 ");
        assert!(unknown && body.is_empty(), "{path}: {answer}");
    }
}

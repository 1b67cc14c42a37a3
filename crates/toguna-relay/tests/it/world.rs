// SPDX-License-Identifier: MIT OR Apache-2.0
//! A relay, its clock, and clients that sign for themselves.

use std::sync::Arc;
use std::time::Duration;

use hyper_util::rt::TokioIo;
use toguna_auth::{
    DeviceCert, DeviceRequest, EpochCapability, LogRequest, Method, Proof, Receipt, Registration, Signature,
    Signed, SigningKey, Statement, Token,
};
use toguna_relay::{Limits, Relay, RelayConfig, serve_connection, service};
use toguna_store::MemoryStore;
use toguna_types::{
    Clock as _, CommitPayload, DeviceId, Digest, Epoch, Head, LogId, Opaque, OsEntropy, RelayId, RequestId,
    Secret, TestClock, Timestamp, TokenId,
};
use toguna_wire::v1::accounts_client::AccountsClient;
use toguna_wire::v1::logs_client::LogsClient;
use toguna_wire::{Message, RemoteFault, encode_commit_payload, v1};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tonic::Status;
use tonic::transport::{Channel, Endpoint};

/// What the relay is made from, kept so that it can be made again over the same store.
pub(crate) struct World {
    pub(crate) relay: Relay<MemoryStore>,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) key: SigningKey,
    pub(crate) shutdown: CancellationToken,
    tasks: TaskTracker,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::with_limits(Limits {
            request_burst: 100_000,
            ..Limits::default()
        })
    }

    pub(crate) fn with_limits(limits: Limits) -> Self {
        let key = SigningKey::make(&OsEntropy);
        let clock = Arc::new(TestClock::at(Timestamp::from_millis(1_750_000_000_000)));
        Self {
            relay: relay_of(
                RelayId::make(&OsEntropy),
                &key,
                limits,
                MemoryStore::new(),
                &clock,
            ),
            clock,
            key,
            shutdown: CancellationToken::new(),
            tasks: TaskTracker::new(),
        }
    }

    /// Another process over the same store.
    pub(crate) fn restarted(&self) -> Self {
        let limits = Limits {
            request_burst: 100_000,
            ..Limits::default()
        };
        let key = SigningKey::from_seed(&self.key.seed());
        let store = self.relay.store().clone();
        Self {
            relay: relay_of(self.relay.id(), &key, limits, store, &self.clock),
            clock: Arc::clone(&self.clock),
            key,
            shutdown: CancellationToken::new(),
            tasks: TaskTracker::new(),
        }
    }

    /// A connection of its own.
    pub(crate) fn connect(&self) -> Channel {
        let (relay, shutdown, tasks) = (self.relay.clone(), self.shutdown.clone(), self.tasks.clone());
        Endpoint::from_static("http://relay").connect_with_connector_lazy(tower::service_fn(move |_| {
            let (near, far) = tokio::io::duplex(1 << 20);
            tasks.spawn(serve_connection(far, service(relay.clone()), shutdown.clone()));
            std::future::ready(Ok::<_, std::io::Error>(TokioIo::new(near)))
        }))
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(crate) fn token(&self) -> Signed<Token> {
        let token = Token {
            relay: self.relay.id(),
            id: TokenId::make(&OsEntropy),
            expires: self.now().after(Duration::from_hours(24)),
        };
        Signed::sign(&self.key, &token).unwrap()
    }

    /// A registered account with one device.
    pub(crate) async fn member(&self, handle: &str) -> Device {
        let device = Device::new(self);
        AccountsClient::new(self.connect())
            .register(device.registration(&self.token(), handle))
            .await
            .unwrap();
        device
    }

    /// A founded log and its capability.
    pub(crate) async fn log(&self, founder: &Device) -> Space {
        let space = Space::new(self.relay.id());
        let answer = LogsClient::new(self.connect())
            .found(founder.call(self, Method::Found, &space.found_body()))
            .await
            .unwrap()
            .into_inner();
        assert_eq!(answer.head, Some(space.genesis().into()));
        space
    }
}

fn relay_of(
    id: RelayId,
    key: &SigningKey,
    limits: Limits,
    store: MemoryStore,
    clock: &Arc<TestClock>,
) -> Relay<MemoryStore> {
    let config = RelayConfig {
        relay: id,
        key: SigningKey::from_seed(&key.seed()),
        tls_keys: vec![Digest::of(b"spki")],
        limits,
    };
    let clock: Arc<TestClock> = Arc::clone(clock);
    Relay::new(config, store, clock, Arc::new(OsEntropy)).unwrap()
}

/// A device of an account of its own.
pub(crate) struct Device {
    pub(crate) account_key: SigningKey,
    pub(crate) key: SigningKey,
    pub(crate) mailbox_key: Vec<u8>,
    pub(crate) cert: Signed<DeviceCert>,
    pub(crate) id: DeviceId,
    relay: RelayId,
}

impl Device {
    pub(crate) fn new(world: &World) -> Self {
        let (account_key, key) = (SigningKey::make(&OsEntropy), SigningKey::make(&OsEntropy));
        let id = DeviceId::make(&OsEntropy);
        let mailbox_key = vec![7; 1_218];
        let cert = DeviceCert {
            account_key: account_key.public(),
            device: id,
            device_key: key.public(),
            mailbox_key: Digest::of(&mailbox_key),
            issued: world.now(),
            expires: world.now().after(Duration::from_hours(24 * 365)),
        };
        Self {
            cert: Signed::sign(&account_key, &cert).unwrap(),
            account_key,
            key,
            mailbox_key,
            id,
            relay: world.relay.id(),
        }
    }

    pub(crate) fn registration(&self, token: &Signed<Token>, handle: &str) -> v1::RegisterRequest {
        let said = Registration {
            relay: self.relay,
            token: token.unverified().unwrap().id,
            cert: Digest::of(&self.cert.encode()),
            handle: Digest::of(handle.as_bytes()),
        };
        v1::RegisterRequest {
            token: Some(wire(token)),
            device_cert: Some(wire(&self.cert)),
            mailbox_key: self.mailbox_key.clone(),
            handle: handle.to_owned(),
            registration: Some(wire(&Signed::sign(&self.account_key, &said).unwrap())),
        }
    }

    pub(crate) fn request(&self, world: &World, method: Method, body: &[u8]) -> DeviceRequest {
        DeviceRequest {
            relay: self.relay,
            device: self.id,
            method,
            body: Digest::of(body),
            request: RequestId::make(&OsEntropy),
            time: world.now(),
        }
    }

    pub(crate) fn call(&self, world: &World, method: Method, body: &impl Message) -> v1::DeviceCall {
        let body = body.encode_to_vec();
        let stamp = Signed::sign(&self.key, &self.request(world, method, &body)).unwrap();
        v1::DeviceCall {
            stamp: Some(wire(&stamp)),
            body,
        }
    }
}

/// A log as its members know it: every epoch's capability follows from a number.
#[derive(Clone, Copy)]
pub(crate) struct Space {
    pub(crate) relay: RelayId,
    pub(crate) log: LogId,
}

impl Space {
    pub(crate) fn new(relay: RelayId) -> Self {
        Self {
            relay,
            log: LogId::make(&OsEntropy),
        }
    }

    pub(crate) fn capability(self, epoch: u64) -> EpochCapability {
        let mut root =
            *Digest::of(&[self.log.as_bytes().as_slice(), &epoch.to_be_bytes()].concat()).as_bytes();
        EpochCapability::derive(&Secret::take(&mut root))
    }

    /// The steward key it is founded with.
    pub(crate) fn steward(self) -> SigningKey {
        self.capability(u64::MAX).write
    }

    pub(crate) fn found_body(self) -> v1::FoundBody {
        let keys = self.capability(0);
        v1::FoundBody {
            log: self.log.to_vec(),
            write_key: keys.write.public().to_bytes().to_vec(),
            read_key: keys.read.public().to_bytes().to_vec(),
            steward_key: self.steward().public().to_bytes().to_vec(),
            join_key: Vec::new(),
            named: false,
        }
    }

    pub(crate) fn genesis(self) -> Head {
        let keys = self.capability(0);
        Head::genesis(
            self.relay,
            self.log,
            &keys.write.public().to_bytes(),
            &keys.read.public().to_bytes(),
        )
    }

    pub(crate) fn request(self, world: &World, epoch: u64, method: Method, body: &[u8]) -> LogRequest {
        LogRequest {
            relay: self.relay,
            log: self.log,
            epoch: Epoch::new(epoch),
            method,
            body: Digest::of(body),
            request: RequestId::make(&OsEntropy),
            time: world.now(),
        }
    }

    pub(crate) fn read_call(self, world: &World, epoch: u64, after: u64) -> v1::LogCall {
        let body = v1::ReadBody { after, limit: 0 }.encode_to_vec();
        let request = self.request(world, epoch, Method::Read, &body);
        v1::LogCall {
            stamp: Some(wire(
                &Signed::sign(&self.capability(epoch).read, &request).unwrap(),
            )),
            body,
        }
    }

    pub(crate) async fn read(self, world: &World, epoch: u64, after: u64) -> v1::ReadAnswer {
        let call = self.read_call(world, epoch, after);
        let mut pages = LogsClient::new(world.connect())
            .read(call)
            .await
            .unwrap()
            .into_inner();
        let page = pages.message().await.unwrap().unwrap();
        assert!(pages.message().await.unwrap().is_none());
        page
    }

    pub(crate) fn commit_payload(self, epoch: u64, envelope: &[u8]) -> CommitPayload {
        let next = self.capability(epoch + 1);
        CommitPayload {
            envelope: envelope.to_vec(),
            next_write: next.write.public().to_bytes(),
            next_read: next.read.public().to_bytes(),
            next_join: None,
            next_steward: None,
            steward_change: None,
            steward_request: None,
            attachments: Vec::new(),
        }
    }

    pub(crate) fn commit_call(self, world: &World, epoch: u64, envelope: &[u8]) -> v1::CommitCall {
        self.commit_call_of(world, epoch, &self.commit_payload(epoch, envelope))
    }

    pub(crate) fn commit_call_of(self, world: &World, epoch: u64, payload: &CommitPayload) -> v1::CommitCall {
        let payload = encode_commit_payload(payload);
        let request = self.request(world, epoch, Method::Commit, &payload);
        v1::CommitCall {
            stamp: Some(wire(
                &Signed::sign(&self.capability(epoch).write, &request).unwrap(),
            )),
            payload,
            device_stamp: None,
            attachments: Vec::new(),
        }
    }

    /// Commits and gives the receipt's head.
    pub(crate) async fn commit(self, world: &World, epoch: u64, envelope: &[u8]) -> Head {
        let call = self.commit_call(world, epoch, envelope);
        let answer = LogsClient::new(world.connect()).commit(call).await.unwrap();
        match answer.into_inner().answer.unwrap() {
            v1::commit_answer::Answer::Receipt(signed) => receipt(world, &signed).after,
            v1::commit_answer::Answer::Lost(lost) => panic!("lost to place {}", lost.winner_seq),
        }
    }

    pub(crate) fn proof(self, epoch: u64, method: Method, challenge: &[u8]) -> Proof {
        Proof {
            relay: self.relay,
            log: self.log,
            epoch: Epoch::new(epoch),
            method,
            challenge: challenge.try_into().unwrap(),
            tls_exporter: Opaque::default(),
        }
    }

    pub(crate) fn open(self, epoch: u64, method: Method, challenge: &[u8]) -> v1::OpenLog {
        let keys = self.capability(epoch);
        let key = if method == Method::Append {
            &keys.write
        } else {
            &keys.read
        };
        let proof = Signed::sign(key, &self.proof(epoch, method, challenge)).unwrap();
        v1::OpenLog {
            proof: Some(wire(&proof)),
        }
    }
}

pub(crate) fn wire<T: Statement>(signed: &Signed<T>) -> v1::Signed {
    v1::Signed {
        statement: signed.bytes().to_vec(),
        signature: signed.signature().as_bytes().to_vec(),
    }
}

pub(crate) fn unwire<T: Statement>(wire: &v1::Signed) -> Signed<T> {
    Signed::from_parts(
        wire.statement.clone(),
        Signature::from_slice(&wire.signature).unwrap(),
    )
}

/// A receipt whose signature and chain hold.
pub(crate) fn receipt(world: &World, signed: &v1::Signed) -> Receipt {
    let receipt = unwire::<Receipt>(signed).verify(&world.key.public()).unwrap();
    assert!(receipt.chain_holds());
    receipt
}

/// Kind and code of a refusal.
pub(crate) fn refusal(status: &Status) -> (&'static str, String) {
    let fault = RemoteFault::from(status);
    (fault.kind.name(), fault.fault.code)
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! A relay with a registered device, a log, and keys to sign whatever an attacker may sign.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use hyper_util::rt::TokioIo;
use tempfile::TempDir;
use toguna_auth::{
    DeviceCert, DeviceRequest, EpochCapability, LogRequest, Method, Registration, Signed, SigningKey,
    Statement, Token,
};
use toguna_relay::{Limits, Relay, RelayConfig, serve_connection, service};
use toguna_store::{
    Accounts as _, BlobBegun, Blobs as _, Deposited, DeviceRow, Directory as _, Founded, Logs as _,
    Mailboxes as _, MemoryStore, NewBlob, NewKeyPackages, NewLetter, NewLog, NewPiece, Piece, Stock, Store,
    StoreFault,
};
use toguna_store_sled::{SledOptions, SledStore};
use toguna_tests::{Quiet, Tapped};
use toguna_types::{
    Clock as _, DeviceId, Digest, Epoch, LogId, OsEntropy, RelayId, RequestId, Secret, TestClock, Timestamp,
    TokenId,
};
use toguna_wire::v1;
use tokio_util::sync::CancellationToken;
use tonic::transport::{Channel, Endpoint};

/// The relay and one connection to it.
pub(crate) struct Bench {
    pub(crate) store: Stored,
    pub(crate) channel: Channel,
    pub(crate) relay: RelayId,
    pub(crate) relay_key: SigningKey,
    pub(crate) amal: Device,
    pub(crate) bola: Device,
    clock: Arc<TestClock>,
    _home: TempDir,
    _end: tokio_util::sync::DropGuard,
}

/// A device of an account of its own.
pub(crate) struct Device {
    pub(crate) account_key: SigningKey,
    pub(crate) key: SigningKey,
    pub(crate) id: DeviceId,
}

/// A log: the keys of each epoch follow from a number.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Space(pub(crate) LogId);

/// What a statement's bytes become before they are signed.
pub(crate) type Forge<'a> = &'a dyn Fn(Vec<u8>) -> Vec<u8>;

impl Bench {
    pub(crate) async fn over(ground: Ground) -> Self {
        let (relay, relay_key) = (RelayId::make(&OsEntropy), SigningKey::make(&OsEntropy));
        let clock = Arc::new(TestClock::at(Timestamp::from_millis(1_800_000_000_000)));
        let home = tempfile::tempdir().unwrap();
        let store = Stored::on(ground, home.path());
        let many = 1_000_000;
        let config = RelayConfig {
            relay,
            key: SigningKey::from_seed(&relay_key.seed()),
            tls_keys: Vec::new(),
            limits: Limits {
                requests_per_second: many,
                request_burst: many,
                claims_per_target_hour: many,
                claims_per_caller_hour: many,
                open_letters_per_day: many,
                successor_letters_per_day: many,
                handles_per_caller_hour: many,
                registrations_per_token_hour: many,
                blob_bytes_per_log: many.into(),
            },
        };
        let end = CancellationToken::new();
        let entropy = Arc::new(OsEntropy);
        let channel = match &store {
            Stored::Memory(store) => connected(
                Relay::new(config, store.clone(), clock.clone(), entropy).unwrap(),
                &end,
            ),
            Stored::Sled(store) => connected(
                Relay::new(config, store.clone(), clock.clone(), entropy).unwrap(),
                &end,
            ),
        };
        let bench = Self {
            channel,
            store,
            _home: home,
            relay,
            relay_key,
            amal: Device::new(),
            bola: Device::new(),
            clock,
            _end: end.drop_guard(),
        };
        let mut accounts = v1::accounts_client::AccountsClient::new(bench.channel.clone());
        for (device, handle) in [(&bench.amal, "amal"), (&bench.bola, "bola")] {
            let request = bench.registration(device, handle, vec![7; 1_216], &[&|it| it; 3]);
            accounts.register(request).await.unwrap();
        }
        bench
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A registration in which everything is signed by whom it should be; each statement may be forged first.
    pub(crate) fn registration(
        &self,
        device: &Device,
        handle: &str,
        mailbox_key: Vec<u8>,
        forge: &[Forge<'_>; 3],
    ) -> v1::RegisterRequest {
        let year = self.now().after(Duration::from_hours(24 * 365));
        let token = Token {
            relay: self.relay,
            id: TokenId::make(&OsEntropy),
            expires: year,
        };
        let cert = DeviceCert {
            account_key: device.account_key.public(),
            device: device.id,
            device_key: device.key.public(),
            mailbox_key: Digest::of(&mailbox_key),
            issued: self.now(),
            expires: year,
        };
        let said = Registration {
            relay: self.relay,
            token: token.id,
            cert: Digest::of(&Signed::sign(&device.account_key, &cert).unwrap().encode()),
            handle: Digest::of(handle.as_bytes()),
        };
        v1::RegisterRequest {
            token: Some(signed(&self.relay_key, &token, forge[0])),
            device_cert: Some(signed(&device.account_key, &cert, forge[1])),
            mailbox_key,
            handle: handle.to_owned(),
            registration: Some(signed(&device.account_key, &said, forge[2])),
        }
    }

    /// A device's stamp over a body.
    pub(crate) fn device_stamp(&self, method: Method, body: &[u8], forge: Forge<'_>) -> v1::Signed {
        let request = DeviceRequest {
            relay: self.relay,
            device: self.amal.id,
            method,
            body: Digest::of(body),
            request: RequestId::make(&OsEntropy),
            time: self.now(),
        };
        signed(&self.amal.key, &request, forge)
    }

    /// A stamp over a body by a key of the log's first epoch.
    pub(crate) fn log_stamp(
        &self,
        space: Space,
        method: Method,
        body: &[u8],
        forge: Forge<'_>,
    ) -> v1::Signed {
        let request = LogRequest {
            relay: self.relay,
            log: space.0,
            epoch: Epoch::new(0),
            method,
            body: Digest::of(body),
            request: RequestId::make(&OsEntropy),
            time: self.now(),
        };
        let keys = space.keys(0);
        let key = if matches!(method, Method::Read | Method::ReadBlob) {
            keys.read
        } else {
            keys.write
        };
        signed(&key, &request, forge)
    }
}

impl Device {
    pub(crate) fn new() -> Self {
        Self {
            account_key: SigningKey::make(&OsEntropy),
            key: SigningKey::make(&OsEntropy),
            id: DeviceId::make(&OsEntropy),
        }
    }
}

impl Space {
    pub(crate) fn keys(self, epoch: u64) -> EpochCapability {
        let root = Digest::of(&[self.0.as_bytes().as_slice(), &epoch.to_be_bytes()].concat());
        EpochCapability::derive(&Secret::take(&mut { *root.as_bytes() }))
    }
}

/// A statement whose bytes were forged and then signed with the right key and label.
pub(crate) fn signed<T: Statement>(key: &SigningKey, statement: &T, forge: Forge<'_>) -> v1::Signed {
    let honest = Signed::sign(key, statement).unwrap();
    let statement = forge(honest.bytes().to_vec());
    let mut labelled = vec![u8::try_from(T::LABEL.len()).unwrap()];
    labelled.extend_from_slice(T::LABEL.as_bytes());
    labelled.extend_from_slice(&statement);
    v1::Signed {
        signature: key.sign_labelled(&labelled).as_bytes().to_vec(),
        statement,
    }
}

/// Where the relay's store stands.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Ground {
    Memory,
    Sled,
}

/// The store that the relay of a bench is over.
pub(crate) enum Stored {
    Memory(MemoryStore),
    Sled(Tapped<SledStore>),
}

macro_rules! on_either {
    ($($verb:ident: $given:ty => $answer:ty;)*) => {$(
        pub(crate) async fn $verb(&self, given: $given) -> Result<$answer, StoreFault> {
            match self {
                Self::Memory(store) => store.$verb(given).await,
                Self::Sled(store) => store.$verb(given).await,
            }
        }
    )*};
}

impl Stored {
    fn on(ground: Ground, home: &Path) -> Self {
        match ground {
            Ground::Memory => Self::Memory(MemoryStore::new()),
            Ground::Sled => {
                let store = SledStore::open(&home.join("store"), SledOptions::default()).unwrap();
                Self::Sled(Tapped::new(store, Quiet))
            }
        }
    }

    /// Everything that is stored, byte for byte.
    pub(crate) fn dump(&self) -> Vec<u8> {
        match self {
            Self::Memory(store) => store.dump().unwrap(),
            Self::Sled(store) => store.store().dump().unwrap().as_bytes().to_vec(),
        }
    }

    on_either! {
        append_blob: NewPiece => Piece;
        begin_blob: NewBlob => BlobBegun;
        deposit: NewLetter => Deposited;
        device: DeviceId => Option<DeviceRow>;
        found: NewLog => Founded;
        publish: NewKeyPackages => Stock;
    }
}

fn connected<S: Store>(relay: Relay<S>, end: &CancellationToken) -> Channel {
    let end = end.clone();
    Endpoint::from_static("http://relay").connect_with_connector_lazy(tower::service_fn(move |_| {
        let (near, far) = tokio::io::duplex(1 << 20);
        #[expect(clippy::disallowed_methods, reason = "ends with the bench")]
        tokio::spawn(serve_connection(far, service(relay.clone()), end.clone()));
        std::future::ready(Ok::<_, std::io::Error>(TokioIo::new(near)))
    }))
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! A77: whoever terminates TLS at the relay's address with a key of its own learns that somebody called, and
//! nothing else; a certificate of any authority for that name would not help it.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use rcgen::{CertifiedKey, PublicKeyData as _, generate_simple_self_signed};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use toguna_auth::{Endpoint, RegistrationLink, Signed, SigningKey, Token};
use toguna_relay::{Limits, Relay, RelayConfig, ServeOptions};
use toguna_sdk::{CancellationToken, Client, Code, Cost, Dialer, Dialing, Io, Lane, Options};
use toguna_store::MemoryStore;
use toguna_tests::{Recorder, Tapped, beside, passphrase};
use toguna_types::{Clock, Digest, Entropy, OsEntropy, RelayId, SystemClock, Timestamp, TokenId};
use tokio::net::{TcpListener, TcpStream};

/// A relay on loopback that has one TLS key and vouches for another, or for the same.
struct Loopback {
    address: SocketAddr,
    link: RegistrationLink,
    recorder: Arc<Recorder>,
    calls: Arc<Mutex<Vec<String>>>,
    stop: CancellationToken,
}

fn certificate() -> (Arc<ServerConfig>, Digest) {
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(signing_key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .unwrap();
    config.alpn_protocols = vec![b"h2".to_vec()];
    (
        Arc::new(config),
        Digest::of(&signing_key.subject_public_key_info()),
    )
}

impl Loopback {
    async fn serving(
        config: Arc<ServerConfig>,
        vouched: Digest,
        signer: &SigningKey,
        pinned: &SigningKey,
    ) -> Self {
        Self::at(Arc::new(SystemClock), config, vouched, signer, pinned).await
    }

    /// With the relay's own clock, which dates its list.
    async fn at(
        clock: Arc<dyn Clock>,
        config: Arc<ServerConfig>,
        vouched: Digest,
        signer: &SigningKey,
        pinned: &SigningKey,
    ) -> Self {
        let (recorder, calls) = (Arc::new(Recorder::default()), Arc::new(Mutex::new(Vec::new())));
        let relay_id = RelayId::from_bytes([7; 32]);
        let entropy: Arc<dyn Entropy> = Arc::new(OsEntropy);
        let relay = RelayConfig {
            relay: relay_id,
            key: SigningKey::from_seed(&signer.seed()),
            tls_keys: vec![vouched],
            limits: Limits::default(),
        };
        let store = Tapped::new(MemoryStore::new(), recorder.clone());
        let relay = Relay::new(relay, store, clock, entropy).unwrap();
        let heard = calls.clone();
        let router = toguna_relay::service(relay).layer(axum::middleware::map_request(
            move |request: axum::extract::Request| {
                heard.lock().unwrap().push(request.uri().path().to_owned());
                std::future::ready(request)
            },
        ));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let stop = CancellationToken::new();
        let serving = toguna_relay::serve(
            listener,
            Some(config),
            router,
            ServeOptions::default(),
            stop.clone(),
        );
        beside(serving);
        let token = Token {
            relay: relay_id,
            id: TokenId::make(&OsEntropy),
            expires: SystemClock.now().after(std::time::Duration::from_hours(1)),
        };
        let link = RegistrationLink {
            endpoint: Endpoint::parse(&format!("localhost:{}", address.port())).unwrap(),
            tls: true,
            relay: relay_id,
            relay_key: pinned.public(),
            token: Signed::sign(signer, &token).unwrap(),
        };
        Self {
            address,
            link,
            recorder,
            calls,
            stop,
        }
    }

    async fn joins(&self) -> Result<Client, Code> {
        let home = tempfile::tempdir().unwrap();
        let options = Options {
            cost: Cost::FOR_TESTS,
            ..Options::default()
        };
        let joined = Client::join(home.path(), &passphrase(), &self.link, "Amal", options).await;
        let wrote = std::fs::read_dir(home.path()).unwrap().count();
        assert_eq!(
            wrote > 0,
            joined.is_ok(),
            "nothing is written before the relay is known"
        );
        joined.map_err(|fault| fault.is())
    }

    /// The client refuses, and has said nothing but the question who this is.
    async fn refused(&self) {
        assert_eq!(self.joins().await.err(), Some(Code::WrongPin));
        let calls = self.calls.lock().unwrap().clone();
        assert_eq!(calls, ["/toguna.v1.Network/Identify"], "at {}", self.address);
        assert!(self.recorder.all().is_empty());
        self.stop.cancel();
    }
}

// claim: CLM-TLS-01
#[tokio::test(flavor = "multi_thread")]
async fn a77_a_tls_key_the_relay_did_not_vouch_for_is_refused() {
    let key = SigningKey::make(&OsEntropy);
    let (config, own) = certificate();
    let (_, other) = certificate();
    // The same relay with its true TLS key is joined …
    let honest = Loopback::serving(config.clone(), own, &key, &key).await;
    honest.joins().await.unwrap();
    honest.stop.cancel();
    // … somebody in between who relays its signed list under a key of his own is not.
    Loopback::serving(config, other, &key, &key).await.refused().await;
}

// claim: CLM-TLS-01
#[tokio::test(flavor = "multi_thread")]
async fn a77_a_relay_with_another_identity_is_refused() {
    let (config, own) = certificate();
    let (key, other) = (SigningKey::make(&OsEntropy), SigningKey::make(&OsEntropy));
    Loopback::serving(config, own, &key, &other).await.refused().await;
}

/// The machine's clock, a day late.
#[derive(Debug)]
struct Yesterday;

impl Clock for Yesterday {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(SystemClock.now().millis() - 24 * 3600 * 1000)
    }
}

/// Calls whichever relay is set, at whatever address the link names.
#[derive(Debug)]
struct Redirected(Arc<Mutex<SocketAddr>>);

impl Dialer for Redirected {
    fn dial(&self, _relay: &Endpoint, _lane: Lane) -> Dialing {
        let address = *self.0.lock().unwrap();
        Box::pin(async move {
            let stream: Box<dyn Io> = Box::new(TcpStream::connect(address).await?);
            Ok(stream)
        })
    }
}

// claim: CLM-TLS-01
#[tokio::test(flavor = "multi_thread")]
async fn a77_a_key_the_relay_has_retired_is_refused_even_with_the_list_from_before() {
    let key = SigningKey::make(&OsEntropy);
    let (stolen, renewed) = (certificate(), certificate());
    let before = Loopback::at(Arc::new(Yesterday), stolen.0, stolen.1, &key, &key).await;
    let after = Loopback::serving(renewed.0, renewed.1, &key, &key).await;
    let calls = Arc::new(Mutex::new(before.address));
    let home = tempfile::tempdir().unwrap();
    let options = || Options {
        cost: Cost::FOR_TESTS,
        dialer: Some(Arc::new(Redirected(calls.clone()))),
        ..Options::default()
    };
    let joined = Client::join(home.path(), &passphrase(), &before.link, "Amal", options()).await;
    drop(joined.unwrap());
    let meets = async |relay: &Loopback| {
        *calls.lock().unwrap() = relay.address;
        let amal = Client::open(home.path(), &passphrase(), options()).unwrap();
        amal.sync(None, |_| {}).await.err().map(|fault| fault.is())
    };
    assert_eq!(
        meets(&before).await,
        None,
        "its key is in the newest list there is"
    );
    // Another relay as far as its store goes, so it knows nobody; but with the same key, and a newer list.
    assert_ne!(meets(&after).await, Some(Code::WrongPin));
    assert_eq!(meets(&before).await, Some(Code::WrongPin));
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! A running relay: over TLS, with its socket, through a restart.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use hyper_util::rt::TokioIo;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls13_signature};
use rustls::{ClientConfig, DigitallySignedStruct, SignatureScheme};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use toguna_auth::{
    DeviceCert, DeviceRequest, EpochCapability, Method, Proof, Registration, RegistrationLink, Signature,
    Signed, SigningKey, TlsKeys,
};
use toguna_types::{
    Clock as _, DeviceId, Digest, Entropy as _, Epoch, LogId, OsEntropy, RequestId, SystemClock, Timestamp,
};
use toguna_wire::Message;
use toguna_wire::v1::append_answer::Answer;
use toguna_wire::v1::logs_client::LogsClient;
use toguna_wire::v1::{self, accounts_client::AccountsClient, network_client::NetworkClient};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio_rustls::TlsConnector;
use tokio_stream::wrappers::ReceiverStream;
use tonic::transport::{Channel, Endpoint};

use crate::daemon::{Place, Running, text, togunad};

/// Believes every certificate: the relay's own key vouches for it afterwards, as clients do it.
#[derive(Debug)]
struct Anyone(Arc<CryptoProvider>);

impl ServerCertVerifier for Anyone {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Err(rustls::Error::General("tls 1.2".to_owned()))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(
            message,
            cert,
            signature,
            &self.0.signature_verification_algorithms,
        )
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

pub(crate) async fn dial(address: SocketAddr) -> tokio_rustls::client::TlsStream<TcpStream> {
    let provider = Arc::new(ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_protocol_versions(&[&rustls::version::TLS13])
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Anyone(provider)))
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec()];
    let stream = TcpStream::connect(address).await.unwrap();
    let name = ServerName::try_from("relay.example").unwrap();
    TlsConnector::from(Arc::new(config))
        .connect(name, stream)
        .await
        .unwrap()
}

pub(crate) fn channel(address: SocketAddr) -> Channel {
    Endpoint::from_static("http://relay").connect_with_connector_lazy(tower::service_fn(
        move |_| async move { Ok::<_, std::io::Error>(TokioIo::new(dial(address).await)) },
    ))
}

pub(crate) fn wire<T: toguna_auth::Statement>(signed: &Signed<T>) -> v1::Signed {
    v1::Signed {
        statement: signed.bytes().to_vec(),
        signature: signed.signature().as_bytes().to_vec(),
    }
}

/// A device of an account of its own.
pub(crate) struct Device {
    pub(crate) account: SigningKey,
    pub(crate) key: SigningKey,
    pub(crate) id: DeviceId,
}

impl Device {
    pub(crate) fn new() -> Self {
        Self {
            account: SigningKey::make(&OsEntropy),
            key: SigningKey::make(&OsEntropy),
            id: DeviceId::make(&OsEntropy),
        }
    }

    pub(crate) fn registration(&self, link: &RegistrationLink, handle: &str) -> v1::RegisterRequest {
        let cert = DeviceCert {
            account_key: self.account.public(),
            device: self.id,
            device_key: self.key.public(),
            mailbox_key: Digest::of(&[7; 1_218]),
            issued: Timestamp::from_millis(1_700_000_000_000),
            expires: Timestamp::from_millis(1_900_000_000_000),
        };
        let cert = Signed::sign(&self.account, &cert).unwrap();
        let said = Registration {
            relay: link.relay,
            token: link.token.unverified().unwrap().id,
            cert: Digest::of(&cert.encode()),
            handle: Digest::of(handle.as_bytes()),
        };
        v1::RegisterRequest {
            token: Some(wire(&link.token)),
            device_cert: Some(wire(&cert)),
            mailbox_key: vec![7; 1_218],
            handle: handle.to_owned(),
            registration: Some(wire(&Signed::sign(&self.account, &said).unwrap())),
        }
    }

    pub(crate) fn call(
        &self,
        link: &RegistrationLink,
        method: Method,
        body: &impl Message,
    ) -> v1::DeviceCall {
        let body = body.encode_to_vec();
        let said = DeviceRequest {
            relay: link.relay,
            device: self.id,
            method,
            body: Digest::of(&body),
            request: RequestId::make(&OsEntropy),
            time: SystemClock.now(),
        };
        let stamp = Some(wire(&Signed::sign(&self.key, &said).unwrap()));
        v1::DeviceCall { body, stamp }
    }
}

fn registration(link: &RegistrationLink, handle: &str) -> v1::RegisterRequest {
    Device::new().registration(link, handle)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_relays_key_vouches_for_the_certificate_that_was_shown() {
    let place = Place::new();
    let link = place.init(&["--address", "relay.example:7443", "--listen", "127.0.0.1:7443"]);
    let relay = Running::start(&place.data(), &[]);
    let stream = dial(relay.address).await;
    let shown = stream.get_ref().1.peer_certificates().unwrap()[0].clone();
    let pem = std::fs::read(place.data().join("tls.cert.pem")).unwrap();
    let own = <CertificateDer<'_> as rustls_pki_types::pem::PemObject>::from_pem_slice(&pem).unwrap();
    assert_eq!(shown, own);
    let mut network = NetworkClient::new(channel(relay.address));
    let answer = network
        .identify(v1::IdentifyRequest {})
        .await
        .unwrap()
        .into_inner();
    let signed = answer.tls_keys.unwrap();
    let keys = Signed::<TlsKeys>::from_parts(
        signed.statement,
        Signature::from_slice(&signed.signature).unwrap(),
    );
    let keys = keys.verify(&link.relay_key).unwrap();
    assert_eq!((keys.relay, keys.spki.len()), (link.relay, 1));
    // The digest is over the SubjectPublicKeyInfo as it stands in the certificate.
    let spki = webpki::EndEntityCert::try_from(&shown)
        .unwrap()
        .subject_public_key_info();
    assert_eq!(keys.spki[0], Digest::of(&spki));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proof_may_be_bound_to_the_tls_connection_as_rfc_9266_has_it() {
    let place = Place::new();
    let link = place.init(&[]);
    let relay = Running::start(&place.data(), &[]);
    let stream = dial(relay.address).await;
    let session = &stream.get_ref().1;
    let exporter = session
        .export_keying_material([0; 32], b"EXPORTER-Channel-Binding", Some(&[]))
        .unwrap();
    let stream = Arc::new(Mutex::new(Some(stream)));
    let channel =
        Endpoint::from_static("http://relay").connect_with_connector_lazy(tower::service_fn(move |_| {
            let stream = stream.lock().unwrap().take();
            std::future::ready(
                stream
                    .map(TokioIo::new)
                    .ok_or(std::io::Error::other("one connection only")),
            )
        }));
    let (device, log) = (Device::new(), LogId::make(&OsEntropy));
    AccountsClient::new(channel.clone())
        .register(device.registration(&link, "Amal"))
        .await
        .unwrap();
    let keys = EpochCapability::derive(&OsEntropy.secret());
    let body = v1::FoundBody {
        log: log.to_vec(),
        write_key: keys.write.public().to_bytes().to_vec(),
        read_key: keys.read.public().to_bytes().to_vec(),
        steward_key: device.key.public().to_bytes().to_vec(),
        join_key: Vec::new(),
        named: false,
    };
    let mut logs = LogsClient::new(channel);
    logs.found(device.call(&link, Method::Found, &body))
        .await
        .unwrap();
    let (frames, receiver) = mpsc::channel(4);
    let mut answers = logs
        .append(ReceiverStream::new(receiver))
        .await
        .unwrap()
        .into_inner();
    let Some(Answer::Challenge(challenge)) = answers.message().await.unwrap().unwrap().answer else {
        panic!("no challenge");
    };
    for (exporter, opens) in [([9; 32], false), (exporter, true)] {
        let proof = Proof {
            relay: link.relay,
            log,
            epoch: Epoch::new(0),
            method: Method::Append,
            challenge: challenge.challenge.clone().try_into().unwrap(),
            tls_exporter: exporter.as_slice().into(),
        };
        let proof = Some(wire(&Signed::sign(&keys.write, &proof).unwrap()));
        let frame = Some(v1::append_frame::Frame::Open(v1::OpenLog { proof }));
        frames.send(v1::AppendFrame { frame }).await.unwrap();
        let answer = answers.message().await.unwrap().unwrap().answer;
        assert_eq!(matches!(answer, Some(Answer::Opened(_))), opens);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_outlives_the_relay_that_made_it_and_its_token_stays_used() {
    let place = Place::new();
    let link = place.init(&[]);
    let relay = Running::start(&place.data(), &["--log", "debug"]);
    let request = registration(&link, "Amal");
    let registered = AccountsClient::new(channel(relay.address))
        .register(request.clone())
        .await;
    registered.unwrap();
    let busy = togunad(&place.data(), "serve", &["--listen", "127.0.0.1:0"]);
    assert_eq!(busy.status.code(), Some(6));
    assert!(text(&busy.stderr).contains("another togunad"));
    let (clean, said) = relay.stop("-TERM");
    assert!(clean, "{said}");
    assert!(said.contains("op=\"register\""));
    for secret in ["Amal", "127.0.0.1", "relay/", &link.endpoint.port().to_string()] {
        assert!(!said.contains(secret), "{said}");
    }
    assert!(!place.data().join("admin.sock").exists());
    let relay = Running::start(&place.data(), &[]);
    let mut accounts = AccountsClient::new(channel(relay.address));
    accounts.register(request).await.unwrap();
    let used = accounts.register(registration(&link, "Bola")).await.unwrap_err();
    let code = toguna_wire::RemoteFault::from(&used).fault.code;
    assert_eq!(code, "token-used");
    assert!(relay.stop("-INT").0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_relay_makes_a_token_worthless_when_it_is_told_to() {
    let place = Place::new();
    place.init(&[]);
    let relay = Running::start(&place.data(), &[]);
    let made = togunad(&place.data(), "invite", &["--json"]);
    let made: serde_json::Value = serde_json::from_slice(&made.stdout).unwrap();
    let link = RegistrationLink::parse(made["links"][0]["link"].as_str().unwrap()).unwrap();
    let token = made["links"][0]["token"].as_str().unwrap();
    let withdrawn = togunad(&place.data(), "invites withdraw", &[token]);
    assert!(withdrawn.status.success(), "{}", text(&withdrawn.stderr));
    let refused = AccountsClient::new(channel(relay.address))
        .register(registration(&link, "amal"))
        .await;
    let code = toguna_wire::RemoteFault::from(&refused.unwrap_err()).fault.code;
    assert_eq!(code, "token-withdrawn");
    let listed = text(&togunad(&place.data(), "invites list", &[]).stdout);
    let line = listed.lines().find(|line| line.starts_with(token)).unwrap();
    assert!(line.contains("withdrawn"));
}

async fn get(address: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: relay\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn the_port_says_that_it_is_well_and_counts_when_it_is_told_to() {
    let place = Place::new();
    place.init(&["--plaintext"]);
    let relay = Running::start(&place.data(), &[]);
    assert!(get(relay.address, "/healthz").await.ends_with("ok\n"));
    assert!(get(relay.address, "/readyz").await.ends_with("ready\n"));
    assert!(
        !get(relay.address, "/metrics")
            .await
            .contains("toguna_operations_total")
    );
    assert!(relay.stop("-TERM").0);
    let config = place.data().join("config.toml");
    let text = std::fs::read_to_string(&config).unwrap();
    std::fs::write(&config, format!("{text}metrics = true\n")).unwrap();
    let relay = Running::start(&place.data(), &[]);
    let page = get(relay.address, "/metrics").await;
    assert!(page.contains("toguna_operations_total{op=\"append\",outcome=\"done\"} 0"));
}

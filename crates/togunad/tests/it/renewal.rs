// SPDX-License-Identifier: MIT OR Apache-2.0
//! A certificate is renewed while the relay runs, without a connection or a member noticing.

use std::net::SocketAddr;
use std::path::Path;

use toguna_auth::{RegistrationLink, Signature, Signed, TlsKeys};
use toguna_types::Digest;
use toguna_wire::v1::{IdentifyRequest, network_client::NetworkClient};
use tonic::transport::Channel;

use crate::daemon::{Place, Running};
use crate::serving::{channel, dial};

/// The digest of the key that a new connection is shown.
async fn shown(address: SocketAddr) -> Digest {
    let stream = dial(address).await;
    let cert = &stream.get_ref().1.peer_certificates().unwrap()[0];
    let cert = webpki::EndEntityCert::try_from(cert).unwrap();
    Digest::of(&cert.subject_public_key_info())
}

/// The keys that the relay vouches for.
async fn vouched(link: &RegistrationLink, network: &mut NetworkClient<Channel>) -> Vec<Digest> {
    let answer = network.identify(IdentifyRequest {}).await.unwrap();
    let signed = answer.into_inner().tls_keys.unwrap();
    let signature = Signature::from_slice(&signed.signature).unwrap();
    let keys = Signed::<TlsKeys>::from_parts(signed.statement, signature);
    keys.verify(&link.relay_key).unwrap().spki
}

/// Puts the certificate and key of another relay in the place of this one's.
fn renew(from: &Path, to: &Path) {
    for file in ["tls.cert.pem", "tls.key.pem"] {
        std::fs::copy(from.join(file), to.join(file)).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renewed_certificate_is_taken_over_on_sighup_and_vouched_for_before_it_is_shown() {
    let (place, other) = (Place::new(), Place::new());
    let link = place.init(&[]);
    other.init(&[]);
    let mut relay = Running::start(&place.data(), &["--log", "info"]);
    let mut before = NetworkClient::new(channel(relay.address));
    let old = shown(relay.address).await;
    assert_eq!(vouched(&link, &mut before).await, [old]);

    renew(&other.data(), &place.data());
    assert_eq!(shown(relay.address).await, old, "files alone change nothing");
    relay.signal("-HUP");
    relay.says("certificate and key were read anew");
    let new = shown(relay.address).await;
    assert_ne!(new, old);
    // Who began with either certificate finds it in the list; connections that stood still stand.
    let mut after = NetworkClient::new(channel(relay.address));
    assert_eq!(vouched(&link, &mut after).await, [new, old]);
    assert_eq!(vouched(&link, &mut before).await, [new, old]);

    // What cannot be used changes nothing, and the relay says so without saying where it looked.
    std::fs::write(place.data().join("tls.cert.pem"), "not a certificate").unwrap();
    relay.signal("-HUP");
    relay.says("the certificate in use stays: the TLS certificate cannot be read");
    assert_eq!(shown(relay.address).await, new);
    let (well, _) = relay.stop("-TERM");
    assert!(well);

    renew(&other.data(), &place.data());
    let relay = Running::start(&place.data(), &[]);
    let mut network = NetworkClient::new(channel(relay.address));
    assert_eq!(vouched(&link, &mut network).await, [new]);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_tls_sighup_ends_nothing() {
    let place = Place::new();
    place.init(&["--plaintext"]);
    let mut relay = Running::start(&place.data(), &["--log", "info"]);
    relay.signal("-HUP");
    relay.says("there is no certificate to read");
    assert!(relay.stop("-TERM").0);
}

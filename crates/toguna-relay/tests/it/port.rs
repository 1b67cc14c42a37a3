// SPDX-License-Identifier: MIT OR Apache-2.0
//! Connections: what binds a proof to one, and how one that says nothing ends.

use axum::Extension;
use hyper_util::rt::TokioIo;
use toguna_auth::{Method, Signed};
use toguna_relay::{Connection, serve_connection, service};
use toguna_wire::v1;
use toguna_wire::v1::append_answer::Answer as Appended;
use tokio_util::sync::CancellationToken;
use tonic::transport::Endpoint;

use crate::logs::Appends;
use crate::world::{World, wire};

#[tokio::test]
async fn a_proof_that_names_a_tls_exporter_holds_on_that_connection_only() {
    let world = World::new();
    let space = world.log(&world.member("amal").await).await;
    let here = Connection::new(vec![1; 32], CancellationToken::new());
    let router = service(world.relay.clone()).layer(Extension(here));
    let channel =
        Endpoint::from_static("http://relay").connect_with_connector_lazy(tower::service_fn(move |_| {
            let (near, far) = tokio::io::duplex(1 << 20);
            let served = serve_connection(far, router.clone(), CancellationToken::new());
            tokio_util::task::TaskTracker::new().spawn(served);
            std::future::ready(Ok::<_, std::io::Error>(TokioIo::new(near)))
        }));
    let mut appends = Appends::over(channel).await;
    for (exporter, opens) in [
        (vec![2; 32], false),
        (vec![1; 31], false),
        (vec![1; 32], true),
        (Vec::new(), true),
    ] {
        let mut proof = space.proof(0, Method::Append, &appends.challenge);
        proof.tls_exporter = exporter.into();
        let proof = Signed::sign(&space.capability(0).write, &proof).unwrap();
        let open = v1::OpenLog {
            proof: Some(wire(&proof)),
        };
        appends.send(v1::append_frame::Frame::Open(open)).await;
        assert_eq!(matches!(appends.next().await, Appended::Opened(_)), opens);
    }
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_asks_nothing_is_ended() {
    let world = World::new();
    let (near, far) = tokio::io::duplex(1 << 10);
    serve_connection(far, service(world.relay.clone()), CancellationToken::new()).await;
    drop(near);
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Everything on the one port: the wire's services, and what tells an operator that the relay is well.

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use toguna_store::Store;
use toguna_types::{TokenId, limit};
use toguna_wire::v1::accounts_server::AccountsServer;
use toguna_wire::v1::blobs_server::BlobsServer;
use toguna_wire::v1::directory_server::DirectoryServer;
use toguna_wire::v1::logs_server::LogsServer;
use toguna_wire::v1::mailboxes_server::MailboxesServer;
use toguna_wire::v1::network_server::NetworkServer;
use tonic::Status;
use tonic::service::Routes;

use crate::Relay;
use crate::refusal::unread;
use crate::rpc::Service;

/// The wire's services, `/healthz` (the process answers) and `/readyz` (its store does).
pub fn service<S: Store>(relay: Relay<S>) -> Router {
    let service = Service(relay.clone());
    let most = |call| usize::try_from(message_bytes(call)).unwrap_or(usize::MAX);
    let [network, accounts, directory, mailboxes, blobs, logs] = [
        "/toguna.v1.Network/",
        "/toguna.v1.Accounts/",
        "/toguna.v1.Directory/",
        "/toguna.v1.Mailboxes/",
        "/toguna.v1.Blobs/",
        "/toguna.v1.Logs/",
    ]
    .map(most);
    let routes = Routes::new(NetworkServer::new(service.clone()).max_decoding_message_size(network))
        .add_service(AccountsServer::new(service.clone()).max_decoding_message_size(accounts))
        .add_service(DirectoryServer::new(service.clone()).max_decoding_message_size(directory))
        .add_service(MailboxesServer::new(service.clone()).max_decoding_message_size(mailboxes))
        .add_service(BlobsServer::new(service.clone()).max_decoding_message_size(blobs))
        .add_service(LogsServer::new(service.clone()).max_decoding_message_size(logs));
    let mut router = routes.into_axum_router();
    for call in [APPEND, COMMIT] {
        let large = LogsServer::new(service.clone()).max_decoding_message_size(most(call));
        router = router.route_service(call, large);
    }
    router
        .layer(from_fn(plainly))
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(async move || ready(&relay).await))
}

/// `/metrics`, as Prometheus text. Whoever may reach the port may read it: it counts operations, nothing else.
pub fn metrics_page<S: Store>(relay: Relay<S>) -> Router {
    Router::new().route("/metrics", get(async move || relay.metrics().page()))
}

/// Bytes of one message of a call, by its path. A message's length is announced by whoever sends it, and room for it
/// is made before any of it has come: only who commits may announce much.
pub(crate) fn message_bytes(call: &str) -> u32 {
    let service = call.rsplit_once('/').map_or(call, |(service, _)| service);
    match (call, service) {
        (COMMIT, _) => limit::RPC_BYTES,
        (APPEND, _) => limit::RPC_FRAME_BYTES,
        (_, "/toguna.v1.Blobs") => limit::RPC_BLOB_BYTES,
        (_, "/toguna.v1.Directory") => limit::RPC_PUBLISH_BYTES,
        (_, "/toguna.v1.Mailboxes") => limit::RPC_LETTER_BYTES,
        _ => limit::RPC_SMALL_BYTES,
    }
}

/// Takes frames of payloads.
const APPEND: &str = "/toguna.v1.Logs/Append";
/// Takes a commit with its attachments.
const COMMIT: &str = "/toguna.v1.Logs/Commit";

/// Says plainly what the transport turned away by itself: calls and messages that cannot be read. Who does not speak the
/// wire at all is told, as the web tells it, that there is nothing.
async fn plainly(request: Request, next: Next) -> Response {
    let content = request.headers().get(CONTENT_TYPE);
    if !content.is_some_and(|content| content.as_bytes().starts_with(b"application/grpc")) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let most = message_bytes(request.uri().path());
    let response = next.run(request).await;
    match Status::from_header_map(response.headers()).and_then(|status| unread(&status, most)) {
        Some(refusal) => refusal.into_status().into_http(),
        None => response,
    }
}

async fn ready<S: Store>(relay: &Relay<S>) -> (StatusCode, &'static str) {
    // Any read will do; no token has this id.
    match relay.store().token(TokenId::from_bytes([0; TokenId::LEN])).await {
        Ok(_) => (StatusCode::OK, "ready\n"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer\n"),
    }
}

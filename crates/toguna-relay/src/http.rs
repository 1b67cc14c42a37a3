// SPDX-License-Identifier: MIT OR Apache-2.0
//! Everything on the one port: the wire's services, and what tells an operator that the relay is well.

use axum::Router;
use axum::http::StatusCode;
use axum::middleware::map_response;
use axum::response::Response;
use axum::routing::get;
use toguna_store::Store;
use toguna_types::{TokenId, limit};
use toguna_wire::v1::accounts_server::AccountsServer;
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
    let most = usize::try_from(limit::RPC_BYTES).unwrap_or(usize::MAX);
    let routes = Routes::new(NetworkServer::new(service.clone()).max_decoding_message_size(most))
        .add_service(AccountsServer::new(service.clone()).max_decoding_message_size(most))
        .add_service(DirectoryServer::new(service.clone()).max_decoding_message_size(most))
        .add_service(MailboxesServer::new(service.clone()).max_decoding_message_size(most))
        .add_service(LogsServer::new(service).max_decoding_message_size(most));
    routes
        .into_axum_router()
        .layer(map_response(plainly))
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(async move || ready(&relay).await))
}

/// `/metrics`, as Prometheus text. Whoever may reach the port may read it: it counts operations, nothing else.
pub fn metrics_page<S: Store>(relay: Relay<S>) -> Router {
    Router::new().route("/metrics", get(async move || relay.metrics().page()))
}

/// Says plainly what the transport turned away by itself: calls and messages that cannot be read.
async fn plainly(response: Response) -> Response {
    match Status::from_header_map(response.headers()).and_then(|status| unread(&status)) {
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

// SPDX-License-Identifier: MIT OR Apache-2.0
//! The blind relay as a library.
//!
//! *What it is*: the server behind the wire: it checks who may ask, orders, stores and hands out ciphertext.
//! *What it may import*: toguna-types, -auth, -wire, -store; nothing that could open a payload. *Invariants*: a
//! refused request leaves storage unchanged; every fault is mapped to the wire in `refusal.rs` and nowhere else;
//! nothing that names a caller, a log or an address reaches a log line or a metric. *Where to look*: `relay.rs`
//! the relay, `ops/` one file per operation, `guard/` stamps, replay and rates, `rpc/` the wire's services,
//! `http.rs` and `serve.rs` the port.
#![forbid(unsafe_code)]

mod connection;
mod guard;
mod http;
mod metrics;
mod ops;
mod receipt;
mod refusal;
mod relay;
mod rpc;
mod serve;

pub use connection::Connection;
pub use http::{metrics_page, service};
pub use metrics::{Metrics, Op};
pub use relay::{Limits, Relay, RelayConfig, RelayFault};
pub use serve::{ServeFault, ServeOptions, serve, serve_connection};

// SPDX-License-Identifier: MIT OR Apache-2.0
//! The way to the relay: one connection for the spaces, one for the mailbox, or with a proxy one for each space.
//!
//! A connection carries nothing before the relay's key has vouched for its TLS key.

mod dial;
mod session;
mod socks;
mod stamp;
mod tls;
mod vouched;

pub(crate) use dial::dialer_for;
pub use dial::{Dialer, Dialing, Io, Lane};
pub(crate) use session::{RelayPin, Session, Sessions};
pub(crate) use stamp::{OnLog, commit_call, device_call, log_call, wire_signed};
pub(crate) use vouched::Vouched;

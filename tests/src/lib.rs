// SPDX-License-Identifier: MIT OR Apache-2.0
//! A small world of named members around a real relay, in one process.
//!
//! | file | what it is |
//! |---|---|
//! | `evil_member.rs` | a member who keeps to no rule |
//! | `evil_relay.rs` | a relay that shows members other histories than it keeps |
//! | `world.rs` | the relay and the members, and what they do in one word |
//! | `wire.rs` | the way between them, which can be cut |
//! | `record.rs` | everything the store is given, field by field |
//! | `shelf.rs` | where the relay's store stands when the relay is gone |
//! | `tap.rs` | a test's hand between the relay and its store |
#![forbid(unsafe_code)]

mod evil_member;
mod evil_relay;
mod record;
mod shelf;
mod tap;
mod wire;
mod world;

pub use evil_member::EvilMember;
pub use evil_relay::{EvilRelay, crosses};
pub use record::{FieldBytes, Recorder, fields, stands_in};
pub use shelf::{Memory, Shelf, Sled};
pub use tap::{Given, Quiet, Tap, Tapped};
pub use wire::{Serve, Wire};
pub use world::{Member, Three, World, beside, passphrase};

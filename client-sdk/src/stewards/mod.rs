// SPDX-License-Identifier: MIT OR Apache-2.0
//! What stewards ask of the relay, under the steward key that they share (docs/protocol.md, section 10).
//!
//! `key.rs` keeps the key and what is known about who has it; `given.rs` is the record that gives it;
//! `hand_over.rs` sees to it that all stewards have it, and changes it when somebody is a steward no more; `ask.rs` asks with it:
//! to close the space (`close.rs`), to keep less of it (`retention.rs`).

mod ask;
mod close;
mod given;
mod hand_over;
mod key;
mod retention;

pub(crate) use ask::asked;
pub(crate) use close::{closes, keep_closing};
pub(crate) use key::{devices as steward_devices, has_steward_key};
pub use retention::Shortening;
pub(crate) use retention::{erases, keep_erasing};

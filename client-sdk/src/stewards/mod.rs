// SPDX-License-Identifier: MIT OR Apache-2.0
//! What stewards ask of the relay, under the steward key that they share (docs/protocol.md, section 10).
//!
//! `key.rs` keeps the key and what is known about who has it; `given.rs` is the record that gives it;
//! `hand_over.rs` sees to it that all stewards have it, and changes it when somebody is a steward no more; `close.rs` asks with it.

mod close;
mod given;
mod hand_over;
mod key;

pub(crate) use close::{asked, closes, keep_closing};
pub(crate) use key::{devices as steward_devices, has_steward_key};

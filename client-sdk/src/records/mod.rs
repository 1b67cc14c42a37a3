// SPDX-License-Identifier: MIT OR Apache-2.0
//! Records: signed, durable operations on shared objects, readable by whoever was granted their era
//! (docs/protocol.md, "Messages and records").
//!
//! Going out: `write.rs` queues and signs. Coming in: `receive.rs` opens and verifies, `judge.rs` decides in the log's
//! order what counts. What stood in the log before this device joined is read again by `history.rs`.

mod history;
mod judge;
mod read;
mod receive;
mod write;

pub use history::History;
pub use read::Operation;
pub(crate) use write::{NewOp, OpIntent};

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Shared objects: what the operations that count have made of them, and what this device adds.
//!
//! `fold.rs` takes each operation in where the log has it, whole or not at all. `edit.rs` works on a copy that also has
//! what waits in the outbox. `read.rs` shows either.

mod edit;
mod fold;
mod read;

pub(crate) use fold::{Folds, fields};
pub use read::SharedObject;

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Shared objects: what the operations that count have made of them, and what this device adds.
//!
//! [`fold`] takes each operation in where the log has it, whole or not at all. [`edit`] works on a copy that also has
//! what waits in the outbox. [`read`] shows either.

mod edit;
mod fold;
mod read;

pub(crate) use fold::Folds;
pub use read::SharedObject;

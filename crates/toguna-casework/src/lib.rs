// SPDX-License-Identifier: MIT OR Apache-2.0
//! The plaintext world: what members work on together, as values.
//!
//! *What it is*: shared objects (CRDT documents with a schema) and what is made of them. *What it may import*:
//! toguna-types. *Invariants*: no clock, no network, no disk; every device that takes in the same updates in the same
//! order comes to the same bytes, whatever updates they are; nothing an author sends overflows a stack or panics.
//! *Where to look*: `object/` documents and what an update may hold, `library/` items.
#![forbid(unsafe_code)]
#![warn(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::as_conversions
)]

pub mod library;
pub mod object;

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Everything that turns plaintext into bytes a stranger may keep, and back.
//!
//! *What it is*: [`seal`]/[`open`] (committing, padded authenticated encryption), [`blob`] (the same for files, in
//! chunks), [`derive()`] (HKDF), [`mailbox`] (HPKE to one device), [`passphrase`] (Argon2id key slots). *What it may import*: toguna-types. *Invariants*:
//! no key is used for two purposes; a commitment is compared before anything is opened; whatever fails to open
//! fails with one fault that does not say where. *Where to look*: `seal.rs`, `derive.rs`, `pad.rs` the size
//! classes, `mailbox.rs`, `passphrase.rs`.
#![forbid(unsafe_code)]
#![warn(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::as_conversions
)]

pub mod blob;
mod derive;
pub mod mailbox;
mod pad;
pub mod passphrase;
mod seal;

pub use derive::derive;
#[cfg(feature = "test-support")]
pub use seal::seal_unpadded;
pub use seal::{SealFault, SealKind, open, seal};

// SPDX-License-Identifier: MIT OR Apache-2.0
//! The relay's embedded store: sled and files, durable through a power loss.
//!
//! *What it is*: [`SledStore`], every verb of toguna-store over one directory:
//!
//! ```text
//! main/            sled: log state, entry rows, accounts, KeyPackages, letters, what expires when
//! logs/2026-11/    sled: payloads that arrived that month and stay; logs/2026-11-ends/: those that end then
//! files/           one file for each value too large for sled, named by its SHA-256
//! pieces/          one directory for each file of a log, one file for each piece
//! incoming/        files on their way to files/ or pieces/; emptied when the store opens
//! ```
//!
//! *What it may import*: toguna-types, toguna-store; the only importer of sled. *Invariants*: one committer
//! thread writes; it takes the verbs that wait as one group, applies them in order, and answers when files,
//! months and, last, one batch of `main/` are flushed and fdatasync'd, in that order, so a row never refers to
//! what a power loss can take. (sled's own `flush` ends in `sync_file_range`, which syncs neither the size of
//! the file nor the disk's cache.) Readers go past the committer and see nothing of a group before it is durable.
//! No value above [`INLINE_BYTES`] enters sled, which would spill it to files that it never syncs. *Where to look*:
//! `committer.rs` the order of durability, `group.rs` what a verb may do, `verbs/` the verbs, `rows/` the rows,
//! `tests/power_loss` the proof.
#![forbid(unsafe_code)]
#![warn(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::as_conversions
)]

mod accounts;
mod ballast;
mod blobs;
mod bytes;
mod committer;
mod database;
mod directory;
mod disk;
#[cfg(feature = "test-support")]
mod dump;
mod fault;
mod files;
mod group;
mod keys;
mod logs;
mod mailboxes;
mod months;
mod options;
mod pieces;
mod rows;
mod store;
mod unsettled;
mod verbs;
mod watches;

pub use options::SledOptions;
pub use store::SledStore;

/// The largest value sled is given; larger ones become files.
pub const INLINE_BYTES: usize = 4_096;

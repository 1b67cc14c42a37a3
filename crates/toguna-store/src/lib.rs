// SPDX-License-Identifier: MIT OR Apache-2.0
//! What the relay stores, as traits of atomic verbs.
//!
//! *What it is*: the contract every back end keeps. *What it may import*: toguna-types. *Invariants*: each verb
//! is one atomic step, durable when it returns, and may be repeated; losing a race is a value, not a fault; no
//! verb sees a plaintext, a member or a role. *Where to look*: `logs.rs`, `accounts.rs`, `directory.rs`,
//! `mailboxes.rs`, `blobs.rs` the verbs; `memory/` the store
//! in memory; `contract/` what every back end must pass.
#![forbid(unsafe_code)]
#![warn(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::as_conversions
)]

mod accounts;
mod blobs;
#[cfg(feature = "contract")]
pub mod contract;
mod directory;
mod fault;
mod logs;
mod mailboxes;
mod memory;
mod retention;

pub use accounts::{AccountRow, Accounts, DeviceRow, NewAccount, Registered, Withdrawn};
pub use blobs::{BlobBegun, BlobState, Blobs, NewBlob, NewPiece, Piece};
pub use directory::{CLAIMS_REMEMBERED, Claimed, Directory, NewKeyPackages, Stock};
pub use fault::StoreFault;
pub use logs::{
    Appended, Committed, EpochKeys, Erasing, Founded, LogState, Logs, NewAppend, NewAttachment, NewCommit,
    NewLog, NewPayload, Opens, Outcome, Page, ReadFrom, Span, closes_after, erases_after, file_after,
    is_closed,
};
pub use mailboxes::{Deposited, Mailboxes, NewLetter, StoredLetter};
pub use memory::MemoryStore;
#[cfg(feature = "contract")]
pub use memory::Told;
pub use retention::sweep_day;

use toguna_types::Timestamp;

/// All a relay stores.
pub trait Store: Logs + Accounts + Directory + Mailboxes + Blobs + Send + Sync + 'static {
    /// Deletes what has expired by `now`: lifetimes of messages (their stubs stay), past epochs' keys, attachments,
    /// letters, redeemed tokens, files that never
    /// became complete, all that closed logs hold. Interrupted, it may be repeated.
    fn sweep(&self, now: Timestamp) -> impl Future<Output = Result<Swept, StoreFault>> + Send;

    /// Ends with everything acknowledged on disk; later calls answer [`StoreFault::Closed`], and
    /// watches end.
    fn close(&self) -> impl Future<Output = Result<(), StoreFault>> + Send;
}

/// How much a sweep deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Payloads that became stubs.
    pub payloads: u64,
    /// Attachments, letters, files, key rows and tokens that went whole.
    pub others: u64,
}

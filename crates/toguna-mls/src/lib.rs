// SPDX-License-Identifier: MIT OR Apache-2.0
//! The MLS engine of a space (RFC 9420), over the vault.
//!
//! *What it is*: [`Group`] founds, joins, changes and reads a space; [`rules`] says which commits are valid.
//! *What it may import*: toguna-types, auth, crypto, vault; it alone imports openmls. *Invariants*: every leaf
//! goes through [`VerifiedMember`]; a commit is merged only after [`rules::judge`] found it valid and the keys
//! that are derived, signed and stored at the relay are the same; what fails leaves the group to be dropped and
//! loaded again, and the caller's transaction rolled back. *Where to look*: `rules/` validity, `group/` one file
//! an operation, `format/` byte layouts, `member.rs` identity, `storage.rs` openmls's rows, `provider.rs` how
//! openmls is set up.
#![forbid(unsafe_code)]
#![warn(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::as_conversions
)]

mod fault;
mod format;
mod group;
mod key_package;
mod member;
mod provider;
mod rows;
pub mod rules;
mod storage;

pub use fault::{CommitFault, Culprit, EngineFault, InvalidReason, JoinFault, MessageFault};
pub use format::{CarriedKey, Fetch, GrantFault, GrantedEra, HistoryGrant, Part, Pointer, PointerFault};
#[cfg(any(test, feature = "test-support"))]
pub use group::evil;
pub use group::{
    At, Change, EpochKeys, Group, JoinExpectation, Joined, Merged, NewAttachment, Newcomer, OpenedRecord,
    Received, SealedRecord, Staged, StewardWords, open_record, seal_record,
};
pub use key_package::{
    BadKeyPackage, Uses, VerifiedKeyPackage, erase_key_packages, make_key_package, oldest_key_package,
};
pub use member::{BadMember, Me, VerifiedMember};

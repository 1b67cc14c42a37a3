// SPDX-License-Identifier: MIT OR Apache-2.0
//! The device's encrypted database, behind one transaction door.
//!
//! *What it is*: [`Vault`] opens a SQLCipher file with a passphrase; [`Vault::write`] runs one closure in one
//! transaction over [`VaultTx`], whose methods are the tables. *What it may import*: toguna-types, toguna-crypto.
//! *Invariants*: whatever a closure returned as an error, or did not live to return, left nothing behind; every
//! byte of every file in the vault's directory is ciphertext or random; several processes may use one vault, one
//! of them writing at a time. *Where to look*: `door.rs` opening and transactions, `slots.rs` the key slots,
//! `database.rs` pragmas and migrations, `schema/` one SQL file a version, `table/` one file a table.
#![forbid(unsafe_code)]
#![warn(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::as_conversions
)]

#[cfg(feature = "test-support")]
mod audit;
mod database;
mod door;
#[cfg(feature = "test-support")]
mod dump;
mod fault;
mod kept;
#[cfg(feature = "test-support")]
mod pages;
mod points;
mod row;
pub mod search;
mod slots;
mod table;
#[cfg(test)]
mod testing;
mod tx;

pub use door::Vault;
#[cfg(feature = "test-support")]
pub use dump::Dump;
pub use fault::{OpenFault, VaultFault};
pub use table::{
    Among, ChainTip, Chains, Entries, EntryRow, EpochKeyTable, EpochKeys, EraKey, EraKeyTable, Evidence,
    EvidenceRow, FileTextRow, FileTexts, Heads, Histories, HistoryRow, HistoryState, Identity, IdentityTable,
    Insertion, IntentKind, IntentRow, IntentState, Intents, Invitation, InvitationState, Invitations,
    KeptFile, KeptFiles, KeyAndValue, LeafKeys, LetterOut, LettersOut, LettersSeen, Meta, Naming, NewIntent,
    Newcomer, Newcomers, ObjectRow, Objects, OpRow, OpStanding, Ops, OwnFiles, PayloadHashes, People, Person,
    Quarantine, Receipts, RosterLeaf, RosterRow, RosterTable, Sealed, SpaceRow, SpaceState, Spaces, Texts,
    UploadRow, Uploads, Verdict, Verdicts,
};
pub use toguna_crypto::passphrase::Cost;
pub use tx::VaultTx;

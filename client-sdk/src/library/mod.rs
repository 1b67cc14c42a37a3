// SPDX-License-Identifier: MIT OR Apache-2.0
//! A space's library: items that members add, describe and find; readable by whoever is granted the time they were
//! written in.

mod archive;
mod attach;
mod copy;
mod edit;
mod export;
mod find;
mod import;
mod read;

pub use archive::TableArchive;
pub use edit::NewItem;
pub use find::{FoundIn, FoundItem};
pub use import::{ImportOutcome, Imported, ImportedRow, TableImport};
pub use read::{ItemChange, LibraryItem};

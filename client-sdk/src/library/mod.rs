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
mod passage;
mod read;
mod reading_list;

pub use archive::TableArchive;
pub use edit::NewItem;
pub use find::{FoundIn, FoundItem};
pub use import::{ImportOutcome, Imported, ImportedRow, TableImport};
pub use passage::Standing;
pub use read::{ItemChange, LibraryItem};
pub use reading_list::LibraryList;

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Files of a space: sealed here, stored at the relay piece by piece as ciphertext, opened here.
//!
//! `upload.rs` brings a file to the relay and goes on where it was interrupted. `fetch.rs` brings the ciphertext here,
//! `save.rs` opens it, `again.rs` brings it to another space, `remove.rs` deletes it. `calls.rs` is what they ask of the
//! relay. `reader.rs` has a document read in a process of its own, `text.rs` keeps what it says. A file is nobody's until
//! an item of the library names it: see [`crate::Change::AddFile`].

mod again;
mod calls;
mod fetch;
mod new_file;
mod reader;
mod remove;
mod save;
mod text;
mod upload;

pub(crate) use again::there_and_back;
pub use new_file::NewFile;
pub(crate) use remove::{content_hex, let_go};
pub use text::FileText;
pub(crate) use text::newest_text;

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Files of a space: sealed here, stored at the relay piece by piece as ciphertext, opened here.
//!
//! `upload.rs` brings a file to the relay and goes on where it was interrupted. `fetch.rs` brings the ciphertext here,
//! `save.rs` opens it, `again.rs` brings it to another space. `calls.rs` is what they ask of the relay. `reader.rs` has a
//! document read in a process of its own, `text.rs` keeps what it says. A file is nobody's until an item of the library
//! names it: see [`crate::Change::AddFile`].

mod again;
mod calls;
mod fetch;
mod new_file;
mod reader;
mod save;
mod text;
mod upload;

pub(crate) use again::there_and_back;
pub use new_file::NewFile;
pub use text::FileText;
pub(crate) use text::{hex as content_hex, newest_text, no_text_any_more};

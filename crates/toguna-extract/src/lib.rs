// SPDX-License-Identifier: MIT OR Apache-2.0
//! The text of a document, so that it can be searched; read in a process that can do nothing else.
//!
//! *What it is*: readers of PDF, DOCX, OpenDocument, HTML, Markdown and text, and the process they run in. *What it may
//! import*: toguna-types, and the libraries that know these formats, which nothing else imports. *Invariants*: what a
//! document is, its bytes say and not its name; nothing is fetched, run or drawn; the process that reads it has no file,
//! no network and no other process, so much memory and so much time, and leaves nothing on a disk, however it ends.
//! *Where to look*: `read.rs` which reader, `pdf/`, `office.rs`, `html.rs`, `markdown.rs` and `plain.rs` the readers,
//! `text.rs` what they fill, `jail.rs` what the process may, `child.rs` what it says.
#![forbid(unsafe_code)]
#![warn(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::as_conversions
)]

mod child;
mod html;
mod jail;
mod markdown;
mod office;
mod pdf;
mod plain;
mod read;
mod text;

pub use child::{answer, be_the_reader, question};
pub use read::{Hint, Unreadable, VERSION, read};
pub use text::Text;

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Shared objects: CRDT documents (yrs, so that any Yjs editor can bind), typed by a schema.
//!
//! An object is what its updates make of it, taken in as the log orders them. `layout.rs` looks at an update before yrs
//! does: whose it is, that nothing it builds on is missing, how deep it nests, that its contents fit together. `document.rs` folds.

mod document;
mod layout;
mod lib0;
mod read;
#[cfg(test)]
mod trial;
mod update;

pub use document::Document;
pub use update::{ClientId, Schema, Update};

/// The one root of an object: a map of its fields.
const ROOT: &str = "object";

/// How deep types and values may nest in an object.
pub const DEPTH: u8 = 16;

/// Why an update is not taken in. The object stays as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ObjectFault {
    /// It holds content of another client than its author's.
    #[error("the update holds content of another client")]
    Foreign,
    /// It is no update in a format that is known here, or holds kinds of content that objects do not have.
    #[error("the update is malformed")]
    Malformed,
    /// It builds on, deletes or leaves out what is not there.
    #[error("the update builds on something that is not there")]
    Missing,
    /// It nests deeper than [`DEPTH`].
    #[error("the update nests too deep")]
    TooDeep,
}

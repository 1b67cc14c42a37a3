// SPDX-License-Identifier: MIT OR Apache-2.0
//! Conversations: saying, reading, editing, deleting, reacting, pinning.

mod act;
mod body;
mod content;
mod export;
mod read;
mod say;
mod shown;
mod take;
#[cfg(test)]
mod vectors;

pub(crate) use body::{TextBody, well_formed};
pub(crate) use content::{Content, action_of};
pub(crate) use read::is_shown;
pub use read::{Conversation, ReadRange};
pub(crate) use say::writable;
pub use say::{Said, Words};
pub(crate) use shown::EventBody;
pub use shown::{Agreed, Attachment, Quoted, Reaction, Shown, ShownKind, Who};
pub(crate) use take::may_touch;

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Conversations: saying, queueing, reading.

mod content;
mod read;
mod say;

pub(crate) use content::{Content, action_of};
pub(crate) use read::EventBody;
pub(crate) use read::is_shown;
pub use read::{Agreed, Conversation, ReadRange, Shown, ShownKind, Who};
pub use say::Said;
pub(crate) use say::writable;

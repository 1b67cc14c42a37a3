// SPDX-License-Identifier: MIT OR Apache-2.0
//! Between the vault and the relay: the outbox out, the log in, letters both ways.
//!
//! | file | what it moves |
//! |---|---|
//! | `push.rs` | intents of one space, first in first out, sealed for the current epoch, to the relay |
//! | `pull.rs` | pages of one log to `apply.rs`, which changes the vault entry by entry |
//! | `hear.rs` | one message of the log, opened, checked and taken in; `views.rs` compares what its author saw |
//! | `commit.rs` | one commit of the log, merged or refused; `amend.rs` what it changes of the policy |
//! | `named.rs` | whose device stands for a commit, in spaces that go on from one stopped by nobody knows whom |
//! | `letters.rs` | letters to and from the mailbox; `re_add.rs` those by which a lost device comes back |
//! | `successor.rs` | offers to go on from a stopped space, judged by `evidence.rs`; `succeed.rs` goes on in one |
//! | `sync.rs` | all of it once; `follow.rs` all of it as it comes |

mod amend;
mod append;
mod apply;
mod commit;
mod era;
mod evidence;
mod flow;
mod follow;
mod hear;
mod intent;
mod letters;
mod named;
mod newcomers;
mod pull;
mod push;
mod re_add;
mod receipts;
mod rollback;
mod seal;
mod succeed;
mod successor;
#[expect(
    clippy::module_inception,
    reason = "the call `sync` has a file of its own, as every call"
)]
mod sync;
mod views;

pub(crate) use amend::{Amendment, RoleOf};
#[cfg(feature = "test-support")]
pub(crate) use append::{AppendOutcome, Frames};
pub(crate) use apply::{At, reason_of, refuse};
pub(crate) use commit::renewed;
pub(crate) use evidence::{ENOUGH, Grounds};
pub use follow::Event;
pub(crate) use intent::{CommitIntent, FoundIntent, MessageIntent, Newcoming, Removal};
pub(crate) use letters::PointerBody;
pub(crate) use newcomers::{joined_after, turn_order};
pub(crate) use pull::{LogPage, next_head, reads};
pub(crate) use succeed::{reasons_key, unfinished_key};
pub use successor::Doubt;
pub(crate) use successor::Succession;
#[cfg(feature = "test-support")]
pub(crate) use successor::SuccessorBody;
pub use sync::{Progress, SyncReport};
pub use views::Contradiction;

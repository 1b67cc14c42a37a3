// SPDX-License-Identifier: MIT OR Apache-2.0
//! The vocabulary that both wings of Toguna share.
//!
//! *What it is*: ids, epochs, sequence numbers, the head chain, limits, size classes, [`Secret`], [`Clock`]
//! and [`Entropy`]. *What it may import*: nothing of ours. *Invariants*: every number that bounds anything
//! stands in [`limit`]; time and randomness are arguments. *Where to look*: `id.rs` the ids, `log.rs` entries,
//! head chain and receipts' ranges, `fault.rs` the six kinds of fault.
#![forbid(unsafe_code)]
#![warn(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::as_conversions
)]

/// `Debug` that shows a type's name and nothing of what a member wrote, read or is called.
#[macro_export]
macro_rules! quiet_debug {
    ($($name:ident),*) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    )*};
}

#[cfg(feature = "test-support")]
mod battered;
mod digest;
mod entropy;
mod fault;
mod id;
pub mod limit;
mod log;
mod opaque;
mod secret;
mod size;
mod span;
mod suite;
mod time;
#[cfg(feature = "test-support")]
mod vectors;

#[cfg(feature = "test-support")]
pub use battered::{Blow, batter, on_a_small_stack, withstands};
pub use digest::{Digest, Hasher};
#[cfg(feature = "test-support")]
pub use entropy::SeededEntropy;
pub use entropy::{Entropy, OsEntropy};
pub use fault::{FaultKind, FieldFault};
pub use id::{
    AccountId, AttachmentId, BlobId, DeviceId, EntryId, IntentId, LetterId, LogId, MessageId, ObjectId,
    RelayId, RequestId, TokenId,
};
pub use log::{
    AttachmentRef, Class, CommitPayload, Entry, Epoch, Era, Head, Lifetime, Position, Seq, SignedBytes,
    StewardAsk,
};
pub use opaque::Opaque;
pub use secret::{Secret, SecretBytes};
pub use size::{SIZE_CLASSES, padded_len};
pub use span::span;
pub use suite::Suite;
#[cfg(feature = "test-support")]
pub use time::TestClock;
pub use time::{Clock, SystemClock, Timestamp};
#[cfg(feature = "test-support")]
pub use vectors::{Json, Vectors};

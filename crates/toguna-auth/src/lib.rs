// SPDX-License-Identifier: MIT OR Apache-2.0
//! Signatures with labels: who said what, for which relay, log and epoch.
//!
//! *What it is*: Ed25519 keys (strict verification only), [`Signed`] statements, device certificates, leaf
//! bindings, log capabilities, receipts and registration links. *What it may import*: toguna-types.
//! *Invariants*: nothing is signed but a [`Statement`]; every statement has a label of its own; signed bytes
//! are kept as they came. *Where to look*: `statement.rs` the list of labels, `key.rs` the keys,
//! `certificate.rs` identity, `capability.rs` the right to read and write a log, `receipt.rs`, `link.rs`.
#![forbid(unsafe_code)]
#![warn(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::as_conversions
)]

mod capability;
mod certificate;
mod group;
mod key;
mod letter;
mod link;
mod receipt;
mod relay;
mod statement;

pub use capability::{EpochCapability, LogRequest, Method, Proof};
pub use certificate::{
    DeviceCert, DeviceRequest, LeafBinding, LeafCredential, Registration, VerifiedDevice, account_id,
};
pub use group::{CommitStatement, Leave, Op, ReAddRequest, Seen, StewardChange, StewardRequest};
pub use key::{KeyFault, Signature, SigningKey, VerifyingKey};
pub use letter::{Letter, LetterKind};
pub use link::{Endpoint, LinkFault, RegistrationLink, Token};
pub use receipt::{Receipt, ReceiptEntry};
pub use relay::{RelayTime, TlsKeys};
pub use statement::{LABELS, Signed, SignedFault, Statement};

// SPDX-License-Identifier: MIT OR Apache-2.0
//! The wire of `proto/`: generated types, and their conversion into the shared vocabulary.
//!
//! *What it is*: the only reader of `proto/`. *What it may import*: toguna-types. *Invariants*: every field
//! from outside becomes a typed value through [`Field`], with a fault that names it; payloads and statements
//! stay the bytes they were. *Where to look*: `v1` the generated code, `field.rs` fields, `log.rs` entries and
//! commit payloads, `status.rs` faults as gRPC statuses.
#![forbid(unsafe_code)]
#![warn(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::as_conversions
)]

mod field;
mod log;
mod status;

pub use field::Field;
pub use log::{
    check_commit_payload, encode_commit_payload, entry_from_wire, entry_to_wire, parse_commit_payload,
};
pub use prost::Message;
pub use status::{RemoteFault, status_of};

/// Generated from `proto/toguna/v1`.
pub mod v1 {
    #![expect(
        missing_docs,
        unused_qualifications,
        clippy::all,
        clippy::missing_errors_doc,
        clippy::as_conversions,
        clippy::allow_attributes,
        clippy::allow_attributes_without_reason,
        clippy::too_many_lines,
        reason = "generated; documented in proto/"
    )]
    tonic::include_proto!("toguna.v1");
}

/// The encoded `FileDescriptorSet` of `proto/`: tests enumerate the calls from it.
pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/descriptors.bin"));

/// Newest version of the wire this code speaks.
pub const VERSION: u32 = 1;

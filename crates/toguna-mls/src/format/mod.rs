// SPDX-License-Identifier: MIT OR Apache-2.0
//! The byte formats of this crate, in TLS presentation (RFC 8446 §3): what is inside an envelope, a pointer, a
//! Welcome's grant, and what each is bound to.

mod context;
mod envelope;
mod grant;
mod key;
mod pending;
mod pointer;
#[cfg(test)]
mod vectors;

pub(crate) use context::{CommitAad, EntryContext, PartContext, RecordContext, exporter_context};
pub(crate) use envelope::{CommitEnvelope, beside};
pub(crate) use grant::GRANT_EXTENSION;
pub(crate) use grant::GrantParts;
pub use grant::{GrantFault, GrantedEra, HistoryGrant};
pub use key::CarriedKey;
pub(crate) use pending::Pending;
pub use pointer::{Fetch, Part, Pointer, PointerFault};

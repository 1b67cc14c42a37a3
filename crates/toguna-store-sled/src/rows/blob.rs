// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rows of files.

use tls_codec::{TlsDeserializeBytes, TlsSerializeBytes, TlsSize};
use toguna_store::BlobState;
use toguna_types::Digest;

use super::Row;

/// A file; its pieces stand in their directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct BlobRow {
    pub(crate) size: u64,
    pub(crate) received: u64,
    pub(crate) delete_key: Digest,
    /// When it goes unless it is complete.
    pub(crate) sweep_day: u64,
    /// When it goes because a steward asked for it.
    pub(crate) goes: Option<u64>,
}

impl Row for BlobRow {
    const TABLE: &'static str = "blobs";
}

impl BlobRow {
    pub(crate) const fn state(&self) -> BlobState {
        BlobState {
            size: self.size,
            received: self.received,
            delete_key: self.delete_key,
        }
    }
}

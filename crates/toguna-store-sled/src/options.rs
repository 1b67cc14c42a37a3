// SPDX-License-Identifier: MIT OR Apache-2.0
//! What an operator may choose.

/// How much memory and disk the store takes for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SledOptions {
    /// Bytes of page cache, all databases together (sled's real use is a small multiple).
    pub cache_bytes: u64,
    /// Bytes of disk left free: below this, what adds data is refused and what deletes still runs.
    pub reserve_bytes: u64,
}

impl Default for SledOptions {
    fn default() -> Self {
        Self {
            cache_bytes: 64 * 1024 * 1024,
            reserve_bytes: 64 * 1024 * 1024,
        }
    }
}

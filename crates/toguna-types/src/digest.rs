// SPDX-License-Identifier: MIT OR Apache-2.0
//! SHA-256 digests as a type of their own.

use std::fmt;

use sha2::Digest as _;
use tls_codec::{TlsDeserializeBytes, TlsSerializeBytes, TlsSize};

/// A SHA-256 digest (FIPS 180-4). Public information: comparison need not be constant-time.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, TlsSerializeBytes, TlsDeserializeBytes, TlsSize,
)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of nothing that exists: used as the link before the first.
    pub const ZERO: Self = Self([0; 32]);

    /// Hashes `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Hasher::new().chain(bytes).finish()
    }

    /// Takes over a digest made elsewhere.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Takes over a digest from a slice of exactly 32 bytes.
    #[must_use]
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, ..] = self.0;
        write!(f, "Digest({a:02x}{b:02x}..)")
    }
}

/// Hashes a value piece by piece; the pieces must be self-delimiting (fixed or length-prefixed).
#[derive(Clone, Default)]
pub struct Hasher(sha2::Sha256);

impl Hasher {
    /// Starts an empty hash.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds `bytes`.
    #[must_use]
    pub fn chain(mut self, bytes: &[u8]) -> Self {
        self.0.update(bytes);
        self
    }

    /// The digest of all pieces in order.
    #[must_use]
    pub fn finish(self) -> Digest {
        Digest(self.0.finalize().into())
    }
}

impl fmt::Debug for Hasher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hasher(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_empty_digest_is_that_of_fips_180() {
        assert_eq!(Digest::of(b"").as_bytes()[..4], [0xe3, 0xb0, 0xc4, 0x42]);
    }

    #[test]
    fn debug_shows_two_bytes_only() {
        assert_eq!(format!("{:?}", Digest::of(b"")), "Digest(e3b0..)");
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Bytes that mean something to somebody else: `opaque data<V>` of RFC 9420 §2.1.2.

use std::fmt;

use tls_codec::{DeserializeBytes, Error, SerializeBytes, Size, VLByteSlice, VLByteVec};

/// A length-prefixed run of bytes; `Debug` shows its length only.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Opaque(Vec<u8>);

impl Opaque {
    /// The bytes.
    #[must_use]
    pub fn as_slice(&self) -> &[u8] {
        &self.0
    }

    /// The bytes, given away.
    #[must_use]
    pub fn into_vec(self) -> Vec<u8> {
        self.0
    }
}

impl From<Vec<u8>> for Opaque {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&[u8]> for Opaque {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

impl fmt::Debug for Opaque {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Opaque({} bytes)", self.0.len())
    }
}

impl Size for Opaque {
    fn tls_serialized_len(&self) -> usize {
        VLByteSlice(&self.0).tls_serialized_len()
    }
}

impl SerializeBytes for Opaque {
    fn tls_serialize_bytes(&self) -> Result<Vec<u8>, Error> {
        VLByteSlice(&self.0).tls_serialize_bytes()
    }
}

impl DeserializeBytes for Opaque {
    fn tls_deserialize_bytes(bytes: &[u8]) -> Result<(Self, &[u8]), Error> {
        let (inner, rest) = VLByteVec::tls_deserialize_bytes(bytes)?;
        Ok((Self(inner.into()), rest))
    }
}

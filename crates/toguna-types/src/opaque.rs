// SPDX-License-Identifier: MIT OR Apache-2.0
//! Bytes that mean something to somebody else: `opaque data<V>` of RFC 9420 §2.1.2.

use std::fmt;

use tls_codec::{DeserializeBytes, Error, SerializeBytes, Size, TlsVarInt, VLByteSlice};

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
        // By hand: the library's own byte vectors assert, in debug builds, that cut input is not cut.
        let (length, rest) = TlsVarInt::tls_deserialize_bytes(bytes)?;
        let length = usize::try_from(length.value()).map_err(|_| Error::EndOfStream)?;
        let (inner, rest) = rest.split_at_checked(length).ok_or(Error::EndOfStream)?;
        Ok((Self(inner.to_vec()), rest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cut_input_is_an_error_and_no_panic() {
        let whole = Opaque::from(vec![7; 300]).tls_serialize_bytes().unwrap();
        for len in 0..whole.len() {
            assert!(Opaque::tls_deserialize_bytes(&whole[..len]).is_err());
        }
        let longest = [0xff; 9];
        assert!(Opaque::tls_deserialize_bytes(&longest).is_err());
        let (back, rest) = Opaque::tls_deserialize_bytes(&whole).unwrap();
        assert_eq!((back.as_slice(), rest.len()), ([7; 300].as_slice(), 0));
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! A key that travels inside something sealed.

use tls_codec::{DeserializeBytes, Error, SerializeBytes, Size};
use toguna_types::Secret;

/// A 32-byte secret with an encoding; only formats that are sealed before they leave the vault hold one.
#[derive(Debug, PartialEq, Eq)]
pub struct CarriedKey(Secret<32>);

impl CarriedKey {
    /// The key itself.
    #[must_use]
    pub const fn secret(&self) -> &Secret<32> {
        &self.0
    }
}

impl From<Secret<32>> for CarriedKey {
    fn from(key: Secret<32>) -> Self {
        Self(key)
    }
}

impl Clone for CarriedKey {
    /// Every newcomer's pointer, and the envelope, carry the same key.
    fn clone(&self) -> Self {
        Self(self.0.duplicate())
    }
}

impl Size for CarriedKey {
    fn tls_serialized_len(&self) -> usize {
        32
    }
}

impl SerializeBytes for CarriedKey {
    fn tls_serialize_bytes(&self) -> Result<Vec<u8>, Error> {
        Ok(self.0.expose().to_vec()) // expose: the format is sealed as a whole
    }
}

impl DeserializeBytes for CarriedKey {
    fn tls_deserialize_bytes(bytes: &[u8]) -> Result<(Self, &[u8]), Error> {
        let (key, rest) = bytes.split_first_chunk::<32>().ok_or(Error::EndOfStream)?;
        Ok((Self(Secret::make(|to| to.copy_from_slice(key))), rest))
    }
}

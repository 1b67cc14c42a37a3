// SPDX-License-Identifier: MIT OR Apache-2.0
//! Ed25519 keys (RFC 8032) with strict verification: no small-order keys, no malleable signatures.

use std::fmt;

use ed25519_dalek::Signer as _;
use tls_codec::{DeserializeBytes, SerializeBytes, Size, TlsDeserializeBytes, TlsSerializeBytes, TlsSize};
use toguna_types::{Entropy, Secret};

/// A private signing key; wiped on drop.
pub struct SigningKey(ed25519_dalek::SigningKey);

impl SigningKey {
    /// A fresh key.
    #[must_use]
    pub fn make(entropy: &impl Entropy) -> Self {
        Self::from_seed(&entropy.secret())
    }

    /// The key of a seed (RFC 8032 §5.1.5).
    #[must_use]
    pub fn from_seed(seed: &Secret<32>) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(seed.expose())) // expose: the library takes the seed
    }

    /// The seed, for a vault row.
    #[must_use]
    pub fn seed(&self) -> Secret<32> {
        Secret::make(|to| to.copy_from_slice(self.0.as_bytes()))
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> VerifyingKey {
        VerifyingKey(self.0.verifying_key())
    }

    /// Signs bytes that already carry their label. Statements use [`crate::Signed::sign`]; the MLS provider,
    /// whose labels are those of RFC 9420 §5.1.2, is the one other caller.
    #[must_use]
    pub fn sign_labelled(&self, labelled: &[u8]) -> Signature {
        Signature(self.0.sign(labelled).to_bytes())
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(redacted)")
    }
}

/// A public key that is a canonical point of large order.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct VerifyingKey(ed25519_dalek::VerifyingKey);

/// Why bytes are no usable public key, or a signature does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    /// Not a canonical point on the curve, or of small order.
    #[error("this is not a usable Ed25519 public key")]
    BadKey,
    /// The signature does not hold for these bytes under this key.
    #[error("the signature does not hold")]
    BadSignature,
}

impl VerifyingKey {
    /// Checks and takes over a public key: canonical encoding, large order.
    ///
    /// # Errors
    /// [`KeyFault::BadKey`].
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, KeyFault> {
        let key = ed25519_dalek::VerifyingKey::from_bytes(bytes).map_err(|_| KeyFault::BadKey)?;
        if key.is_weak() || key.to_edwards().compress().as_bytes() != bytes {
            return Err(KeyFault::BadKey);
        }
        Ok(Self(key))
    }

    /// As [`Self::from_bytes`], from a slice.
    ///
    /// # Errors
    /// [`KeyFault::BadKey`].
    pub fn from_slice(bytes: &[u8]) -> Result<Self, KeyFault> {
        Self::from_bytes(bytes.try_into().map_err(|_| KeyFault::BadKey)?)
    }

    /// The raw 32 bytes.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// Verifies a signature over bytes that carry their label, strictly (no cofactor, no malleability).
    ///
    /// # Errors
    /// [`KeyFault::BadSignature`].
    pub fn verify_labelled(&self, labelled: &[u8], signature: &Signature) -> Result<(), KeyFault> {
        self.0
            .verify_strict(labelled, &ed25519_dalek::Signature::from_bytes(&signature.0))
            .map_err(|_| KeyFault::BadSignature)
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, ..] = self.0.to_bytes();
        write!(f, "VerifyingKey({a:02x}{b:02x}..)")
    }
}

impl std::hash::Hash for VerifyingKey {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.to_bytes().hash(state);
    }
}

impl PartialOrd for VerifyingKey {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for VerifyingKey {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.to_bytes().cmp(&other.to_bytes())
    }
}

impl Size for VerifyingKey {
    fn tls_serialized_len(&self) -> usize {
        32
    }
}

impl SerializeBytes for VerifyingKey {
    fn tls_serialize_bytes(&self) -> Result<Vec<u8>, tls_codec::Error> {
        Ok(self.to_bytes().to_vec())
    }
}

impl DeserializeBytes for VerifyingKey {
    fn tls_deserialize_bytes(bytes: &[u8]) -> Result<(Self, &[u8]), tls_codec::Error> {
        let (raw, rest) = <[u8; 32]>::tls_deserialize_bytes(bytes)?;
        let key =
            Self::from_bytes(&raw).map_err(|fault| tls_codec::Error::DecodingError(fault.to_string()))?;
        Ok((key, rest))
    }
}

/// An Ed25519 signature.
#[derive(Clone, Copy, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub struct Signature([u8; 64]);

impl Signature {
    /// Takes over a signature's bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 64]) -> Self {
        Self(bytes)
    }

    /// Takes over a signature from a slice of exactly 64 bytes.
    #[must_use]
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The 64 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 64] {
        &self.0
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signature(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use toguna_types::OsEntropy;

    /// Every point of order 8 or less, and every second spelling of a point that fits into 255 bits and a sign.
    const BAD_KEYS: [&str; 14] = [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ];

    fn bytes(hex: &str) -> [u8; 32] {
        let pairs = hex.as_bytes().chunks(2).map(|pair| str::from_utf8(pair).unwrap());
        let bytes: Vec<u8> = pairs.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect();
        bytes.try_into().unwrap()
    }

    #[test]
    fn a23_small_order_and_non_canonical_keys_are_refused() {
        for bad in BAD_KEYS {
            assert_eq!(
                VerifyingKey::from_bytes(&bytes(bad)),
                Err(KeyFault::BadKey),
                "{bad}"
            );
        }
    }

    #[test]
    fn a23_a_signature_over_a_small_point_holds_under_no_key() {
        let key = SigningKey::make(&OsEntropy);
        for bad in BAD_KEYS {
            let signature = [bytes(bad), [0; 32]].concat();
            let signature = Signature::from_slice(&signature).unwrap();
            assert_eq!(
                key.public().verify_labelled(b"x", &signature),
                Err(KeyFault::BadSignature)
            );
        }
    }

    #[test]
    fn a23_a_signature_shifted_by_the_group_order_is_refused() {
        let key = SigningKey::make(&OsEntropy);
        let good = key.sign_labelled(b"x");
        key.public().verify_labelled(b"x", &good).unwrap();
        let order: [u8; 32] = [
            0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
        ];
        let mut bad = *good.as_bytes();
        let mut carry = 0u16;
        for i in 0..32 {
            let sum = u16::from(bad[32 + i]) + u16::from(order[i]) + carry;
            bad[32 + i] = sum.to_le_bytes()[0];
            carry = sum >> 8;
        }
        assert_eq!(
            key.public().verify_labelled(b"x", &Signature::from_bytes(bad)),
            Err(KeyFault::BadSignature)
        );
    }
}

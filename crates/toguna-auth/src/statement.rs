// SPDX-License-Identifier: MIT OR Apache-2.0
//! Statements: the only things this system signs. Each type has one label; the signature covers
//! `label ‖ body`, the label length-prefixed, so that no signature can be read as another statement.

use std::fmt;
use std::marker::PhantomData;

use tls_codec::{DeserializeBytes, SerializeBytes, Size};
use toguna_types::{Digest, FaultKind, Opaque, SignedBytes};

use crate::{Signature, SigningKey, VerifyingKey};

/// Every label in use, by type; a test checks that they are distinct. Append only.
pub const LABELS: [&str; 16] = [
    "toguna/account/v1",
    "toguna/commit/v1",
    "toguna/device-cert/v1",
    "toguna/device-request/v1",
    "toguna/leaf/v1",
    "toguna/leave/v1",
    "toguna/letter/v1",
    "toguna/op/v1",
    "toguna/proof/v1",
    "toguna/re-add/v1",
    "toguna/receipt/v1",
    "toguna/register/v1",
    "toguna/relay-time/v1",
    "toguna/request/v1",
    "toguna/tls-keys/v1",
    "toguna/token/v1",
];

/// Something that may be signed, in TLS presentation (RFC 8446 §3, vectors as in RFC 9420 §2.1.2).
pub trait Statement: SerializeBytes + DeserializeBytes {
    /// What a signature over this type starts with.
    const LABEL: &'static str;
}

/// Why a signed statement was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignedFault {
    /// The signature does not hold under the expected key.
    #[error("the signature does not hold")]
    BadSignature,
    /// The bytes are no statement of this type.
    #[error("the signed statement is malformed")]
    Malformed,
}

impl SignedFault {
    /// The kind of this fault.
    #[must_use]
    pub const fn kind(self) -> FaultKind {
        match self {
            Self::BadSignature => FaultKind::Denied,
            Self::Malformed => FaultKind::Invalid,
        }
    }
}

/// A statement's exact bytes with a signature over them. Reading the statement needs the signer's key.
pub struct Signed<T> {
    bytes: Vec<u8>,
    signature: Signature,
    statement: PhantomData<fn() -> T>,
}

impl<T: Statement> Signed<T> {
    /// Signs a statement.
    ///
    /// # Errors
    /// [`SignedFault::Malformed`] if a field is longer than the format can say.
    pub fn sign(key: &SigningKey, statement: &T) -> Result<Self, SignedFault> {
        let bytes = statement
            .tls_serialize_bytes()
            .map_err(|_| SignedFault::Malformed)?;
        let signature = key.sign_labelled(&labelled(T::LABEL, &bytes)?);
        Ok(Self {
            bytes,
            signature,
            statement: PhantomData,
        })
    }

    /// Puts together bytes and signature that came separately; nothing is checked yet.
    #[must_use]
    pub const fn from_parts(bytes: Vec<u8>, signature: Signature) -> Self {
        Self {
            bytes,
            signature,
            statement: PhantomData,
        }
    }

    /// Reads the statement after verifying the signature.
    ///
    /// # Errors
    /// [`SignedFault`].
    pub fn verify(&self, key: &VerifyingKey) -> Result<T, SignedFault> {
        key.verify_labelled(&labelled(T::LABEL, &self.bytes)?, &self.signature)
            .map_err(|_| SignedFault::BadSignature)?;
        self.unverified()
    }

    /// Reads the statement without verifying: only to learn which key should verify it.
    ///
    /// # Errors
    /// [`SignedFault::Malformed`].
    pub fn unverified(&self) -> Result<T, SignedFault> {
        T::tls_deserialize_exact_bytes(&self.bytes).map_err(|_| SignedFault::Malformed)
    }

    /// The signed bytes, without label.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The signature.
    #[must_use]
    pub const fn signature(&self) -> &Signature {
        &self.signature
    }

    /// SHA-256 over the signed bytes.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of(&self.bytes)
    }

    /// Bytes and signature in one piece.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        self.tls_serialize_bytes().unwrap_or_default()
    }

    /// Reads what [`Self::encode`] wrote.
    ///
    /// # Errors
    /// [`SignedFault::Malformed`].
    pub fn decode(bytes: &[u8]) -> Result<Self, SignedFault> {
        Self::tls_deserialize_exact_bytes(bytes).map_err(|_| SignedFault::Malformed)
    }
}

/// What is signed: `VL(label) ‖ bytes`.
fn labelled(label: &str, bytes: &[u8]) -> Result<Vec<u8>, SignedFault> {
    let mut out = label.tls_serialize_bytes().map_err(|_| SignedFault::Malformed)?;
    out.extend_from_slice(bytes);
    Ok(out)
}

impl<T> Clone for Signed<T> {
    fn clone(&self) -> Self {
        Self {
            bytes: self.bytes.clone(),
            signature: self.signature,
            statement: PhantomData,
        }
    }
}

impl<T> From<&Signed<T>> for SignedBytes {
    fn from(signed: &Signed<T>) -> Self {
        Self {
            statement: signed.bytes.clone(),
            signature: *signed.signature.as_bytes(),
        }
    }
}

impl<T> PartialEq for Signed<T> {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes && self.signature == other.signature
    }
}

impl<T> Eq for Signed<T> {}

impl<T> fmt::Debug for Signed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signed")
            .field("len", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

impl<T> Size for Signed<T> {
    fn tls_serialized_len(&self) -> usize {
        Opaque::from(self.bytes.clone())
            .tls_serialized_len()
            .saturating_add(64)
    }
}

impl<T> SerializeBytes for Signed<T> {
    fn tls_serialize_bytes(&self) -> Result<Vec<u8>, tls_codec::Error> {
        let mut out = Opaque::from(self.bytes.clone()).tls_serialize_bytes()?;
        out.extend_from_slice(self.signature.as_bytes());
        Ok(out)
    }
}

impl<T> DeserializeBytes for Signed<T> {
    fn tls_deserialize_bytes(bytes: &[u8]) -> Result<(Self, &[u8]), tls_codec::Error> {
        let (body, rest) = Opaque::tls_deserialize_bytes(bytes)?;
        let (signature, rest) = Signature::tls_deserialize_bytes(rest)?;
        Ok((
            Self {
                bytes: body.into_vec(),
                signature,
                statement: PhantomData,
            },
            rest,
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{LogRequest, Method, Proof};
    use toguna_types::{Epoch, LogId, OsEntropy, RelayId, RequestId, Timestamp};

    #[test]
    fn labels_are_distinct_and_sorted() {
        assert!(LABELS.windows(2).all(|pair| pair[0] < pair[1]));
    }

    // claim: CLM-AUTH-03
    #[test]
    fn a63_a_signature_for_one_statement_is_none_for_another() {
        let key = SigningKey::make(&OsEntropy);
        let request = LogRequest {
            relay: RelayId::from_bytes([1; 32]),
            log: LogId::from_bytes([2; 32]),
            epoch: Epoch::new(3),
            method: Method::Read,
            body: Digest::ZERO,
            request: RequestId::from_bytes([4; 16]),
            time: Timestamp::from_millis(5),
        };
        let signed = Signed::sign(&key, &request).unwrap();
        signed.verify(&key.public()).unwrap();
        let crossed = Signed::<Proof>::from_parts(signed.bytes().to_vec(), *signed.signature());
        assert_eq!(
            crossed.verify(&key.public()).err(),
            Some(SignedFault::BadSignature)
        );
        let bare = Signed::<LogRequest>::from_parts(
            signed.bytes().to_vec(),
            key.sign_labelled(signed.bytes()), // a signature without the label
        );
        assert_eq!(bare.verify(&key.public()).err(), Some(SignedFault::BadSignature));
    }

    #[test]
    fn trailing_bytes_are_refused() {
        let key = SigningKey::make(&OsEntropy);
        let time = crate::RelayTime {
            relay: RelayId::from_bytes([1; 32]),
            request: RequestId::from_bytes([0; 16]),
            time: Timestamp::from_millis(5),
        };
        let mut bytes = Signed::sign(&key, &time).unwrap().encode();
        assert!(Signed::<crate::RelayTime>::decode(&bytes).is_ok());
        bytes.push(0);
        assert_eq!(
            Signed::<crate::RelayTime>::decode(&bytes).err(),
            Some(SignedFault::Malformed)
        );
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! What the relay says about itself: its TLS keys and its time.

use tls_codec::{TlsDeserializeBytes, TlsSerializeBytes, TlsSize};
use toguna_types::{Digest, RelayId, RequestId, Timestamp};

use crate::Statement;

/// The TLS keys the relay vouches for. Signed with the relay's key; checked before anything else is sent.
/// The newest list a device has seen counts; an older one speaks only for keys that are in the newest too.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub struct TlsKeys {
    /// The relay.
    pub relay: RelayId,
    /// SHA-256 of each SubjectPublicKeyInfo (DER) that may terminate TLS for it.
    pub spki: Vec<Digest>,
    /// When the list was made.
    pub issued: Timestamp,
}

impl Statement for TlsKeys {
    const LABEL: &'static str = "toguna/tls-keys/v1";
}

/// The relay's time, in answer to one request that stood too far from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub struct RelayTime {
    /// The relay.
    pub relay: RelayId,
    /// The request answered.
    pub request: RequestId,
    /// Its time.
    pub time: Timestamp,
}

impl Statement for RelayTime {
    const LABEL: &'static str = "toguna/relay-time/v1";
}

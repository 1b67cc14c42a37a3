// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a record about an object holds, and whose a change is.

use tls_codec::{
    DeserializeBytes as _, SerializeBytes as _, TlsDeserializeBytes, TlsSerializeBytes, TlsSize,
};
use toguna_types::{AccountId, DeviceId, Hasher, LogId, ObjectId, Opaque};

use super::ObjectFault;

/// The Yjs client id of a device in an object: what it writes there stands under it, and nobody else writes under it.
/// Below 2^53, as Yjs wants it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClientId(pub(super) u64);

impl ClientId {
    const LABEL: &'static [u8] = b"\x17toguna/object-client/v1";

    /// The client id of a device in an object.
    #[must_use]
    pub fn of(log: LogId, object: ObjectId, account: AccountId, device: DeviceId) -> Self {
        let digest = Hasher::new()
            .chain(Self::LABEL)
            .chain(log.as_bytes())
            .chain(object.as_bytes())
            .chain(account.as_bytes())
            .chain(device.as_bytes())
            .finish();
        let first = digest.as_bytes().first_chunk().copied().unwrap_or_default();
        Self(u64::from_be_bytes(first).wrapping_shr(11))
    }

    /// The number that Yjs knows it by.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }

    #[cfg(test)]
    pub(crate) const fn new(number: u64) -> Self {
        Self(number)
    }
}

toguna_types::quiet_debug!(ClientId);

/// What kind of object a document is: a name that never changes its meaning, and a version that only adds to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schema {
    /// Lower-case ASCII letters, digits and `-`; at most 64.
    pub name: &'static str,
    /// From 1. A device of an older version reads what it knows and keeps the rest.
    pub version: u16,
}

/// A change of an object, as a record's body holds it.
#[derive(Clone, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub struct Update {
    version: u8,
    schema: Opaque,
    /// Version of the schema that its author wrote by.
    pub schema_version: u16,
    /// The change itself, a Yjs update (version 1).
    pub update: Opaque,
}

impl Update {
    const VERSION: u8 = 1;

    /// A change made under a schema.
    #[must_use]
    pub fn new(schema: Schema, update: Vec<u8>) -> Self {
        Self {
            version: Self::VERSION,
            schema: schema.name.as_bytes().into(),
            schema_version: schema.version,
            update: update.into(),
        }
    }

    /// The schema's name.
    #[must_use]
    pub fn schema(&self) -> &str {
        std::str::from_utf8(self.schema.as_slice()).unwrap_or_default() // decoding has made sure
    }

    /// The body's bytes.
    ///
    /// # Errors
    /// [`ObjectFault::Malformed`] if the update is too long for the format.
    pub fn encode(&self) -> Result<Vec<u8>, ObjectFault> {
        self.tls_serialize_bytes().map_err(|_| ObjectFault::Malformed)
    }

    /// Reads what [`Self::encode`] wrote. A schema that is not known here is kept all the same.
    ///
    /// # Errors
    /// [`ObjectFault::Malformed`].
    pub fn decode(bytes: &[u8]) -> Result<Self, ObjectFault> {
        let update = Self::tls_deserialize_exact_bytes(bytes).map_err(|_| ObjectFault::Malformed)?;
        let name = update.schema.as_slice();
        let plain = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'-';
        let named = (1..=64).contains(&name.len()) && name.iter().all(plain);
        if update.version == Self::VERSION && named && update.schema_version > 0 {
            Ok(update)
        } else {
            Err(ObjectFault::Malformed)
        }
    }
}

toguna_types::quiet_debug!(Update);

#[cfg(test)]
mod tests {
    use super::*;

    const SCHEMA: Schema = Schema {
        name: "library-item",
        version: 1,
    };

    #[test]
    fn an_update_comes_back_and_a_schema_with_an_odd_name_does_not() {
        let update = Update::new(SCHEMA, vec![0, 0]);
        let bytes = update.encode().unwrap();
        assert_eq!(Update::decode(&bytes).unwrap(), update);
        assert_eq!(update.schema(), "library-item");
        for name in ["", "Item", "a b", "é", &"a".repeat(65)] {
            let odd = Update {
                schema: name.as_bytes().into(),
                ..update.clone()
            };
            assert!(Update::decode(&odd.encode().unwrap()).is_err(), "{name}");
        }
        let zero = Update {
            schema_version: 0,
            ..update.clone()
        };
        assert!(Update::decode(&zero.encode().unwrap()).is_err());
        for cut in 0..bytes.len() {
            assert!(Update::decode(&bytes[..cut]).is_err());
        }
    }

    #[test]
    fn a_client_id_is_a_number_that_yjs_can_hold_and_each_devices_own() {
        let of = |log: u8, object: u8, account: u8, device: u8| {
            ClientId::of(
                LogId::from_bytes([log; 32]),
                ObjectId::from_bytes([object; 16]),
                AccountId::from_bytes([account; 32]),
                DeviceId::from_bytes([device; 16]),
            )
        };
        let all = [
            of(1, 1, 1, 1),
            of(2, 1, 1, 1),
            of(1, 2, 1, 1),
            of(1, 1, 2, 1),
            of(1, 1, 1, 2),
        ];
        for (n, one) in all.iter().enumerate() {
            assert!(one.get() < 1 << 53);
            assert!(all[..n].iter().all(|other| other != one));
        }
    }
}

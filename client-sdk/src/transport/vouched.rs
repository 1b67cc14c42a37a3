// SPDX-License-Identifier: MIT OR Apache-2.0
//! Which list of the relay's TLS keys counts: the newest that this device has seen.
//!
//! A list stays signed for ever. Whoever stole a key that the relay has retired could show the list from before; so
//! a device remembers the newest list, and takes an older one only for keys that the newest still has. A relay whose
//! clock went back is not locked out by that.

use std::time::Duration;

use tls_codec::{
    DeserializeBytes as _, SerializeBytes as _, TlsDeserializeBytes, TlsSerializeBytes, TlsSize,
};
use toguna_auth::TlsKeys;
use toguna_types::{Digest, Timestamp};

/// A list made further ahead of this device's clock than this is not remembered: the relay's clock was wrong then,
/// and every later list would look old.
const AHEAD: Duration = Duration::from_hours(24);

/// The newest list a device has seen.
#[derive(Clone, Debug, Default, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct Vouched {
    issued: Timestamp,
    keys: Vec<Digest>,
}

impl Vouched {
    /// Whether a verified list speaks for a connection with this key. `None` is a connection without TLS.
    pub(crate) fn accepts(&self, list: &TlsKeys, key: Option<Digest>) -> bool {
        key.is_none_or(|key| {
            list.spki.contains(&key) && (list.issued >= self.issued || self.keys.contains(&key))
        })
    }

    /// Remembers a verified list if it is newer; says whether it was.
    pub(crate) fn learn(&mut self, list: &TlsKeys, now: Timestamp) -> bool {
        let newer = list.issued > self.issued && list.issued <= now.after(AHEAD);
        if newer {
            self.issued = list.issued;
            self.keys.clone_from(&list.spki);
        }
        newer
    }

    /// The newer of two.
    pub(crate) fn newest(self, other: Self) -> Self {
        if other.issued > self.issued { other } else { self }
    }

    /// The vault's form.
    pub(crate) fn encode(&self) -> Option<Vec<u8>> {
        self.tls_serialize_bytes().ok()
    }

    /// Reads the vault's form.
    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        Self::tls_deserialize_exact_bytes(bytes).ok()
    }
}

#[cfg(test)]
mod tests {
    use toguna_types::{RelayId, withstands};

    use super::*;

    const DAY: u64 = 24 * 3600 * 1000;

    fn list(day: u64, keys: &[u8]) -> TlsKeys {
        TlsKeys {
            relay: RelayId::from_bytes([1; 32]),
            spki: keys.iter().map(|key| Digest::from_bytes([*key; 32])).collect(),
            issued: Timestamp::from_millis(day * DAY),
        }
    }

    fn key(key: u8) -> Option<Digest> {
        Some(Digest::from_bytes([key; 32]))
    }

    #[test]
    fn a_key_counts_until_a_newer_list_leaves_it_out() {
        let mut vouched = Vouched::default();
        let now = Timestamp::from_millis(10 * DAY);
        assert!(vouched.accepts(&list(1, &[7]), key(7)));
        assert!(!vouched.accepts(&list(1, &[7]), key(8)));
        assert!(vouched.learn(&list(1, &[7]), now));
        assert!(vouched.learn(&list(2, &[7, 8]), now));
        assert!(vouched.accepts(&list(1, &[7]), key(7)), "the newest list has it");
        assert!(vouched.learn(&list(3, &[8]), now));
        assert!(!vouched.learn(&list(1, &[7]), now));
        assert!(!vouched.accepts(&list(1, &[7]), key(7)), "retired");
        assert!(
            vouched.accepts(&list(2, &[8]), key(8)),
            "the relay's clock went back"
        );
        assert!(vouched.accepts(&list(1, &[7]), None));
    }

    #[test]
    fn a_list_from_the_far_future_is_used_and_not_remembered() {
        let mut vouched = Vouched::default();
        assert!(vouched.accepts(&list(9_000, &[7]), key(7)));
        assert!(!vouched.learn(&list(9_000, &[7]), Timestamp::from_millis(10 * DAY)));
        assert!(vouched.accepts(&list(10, &[8]), key(8)));
    }

    // claim: CLM-PARSE-01
    #[test]
    fn a31_the_vaults_form_withstands_bad_bytes() {
        let mut vouched = Vouched::default();
        vouched.learn(&list(1, &[7, 8]), Timestamp::from_millis(10 * DAY));
        let bytes = vouched.encode().unwrap();
        withstands("Vouched", &bytes, |bytes| Vouched::decode(bytes).is_some());
    }
}

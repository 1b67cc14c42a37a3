// SPDX-License-Identifier: MIT OR Apache-2.0
//! Who this device is.

use toguna_types::{AccountId, DeviceId, Hasher, RelayId};

use crate::Fault;
use crate::client::Client;

/// The member's own account and device.
#[derive(Clone, PartialEq, Eq)]
pub struct WhoAmI {
    /// The handle on this network.
    pub handle: String,
    /// The account.
    pub account: AccountId,
    /// This device.
    pub device: DeviceId,
    /// The relay (network).
    pub relay: RelayId,
    /// Where the relay is reached.
    pub endpoint: String,
    /// 60 digits over the account's key, in groups of five: what a colleague compares.
    pub fingerprint: String,
}

toguna_types::quiet_debug!(WhoAmI);

impl Client {
    /// Says who this device is.
    ///
    /// # Errors
    /// None today; the vault's troubles later.
    pub fn whoami(&self) -> Result<WhoAmI, Fault> {
        let keys = self.keys();
        Ok(WhoAmI {
            handle: keys.handle.clone(),
            account: keys.account,
            device: keys.device,
            relay: self.relay(),
            endpoint: self.sessions().pin().endpoint.to_string(),
            fingerprint: fingerprint(&keys.account_key.public().to_bytes()),
        })
    }
}

/// Twelve groups of five digits over a key: each group is five bytes of a hash, modulo 100,000.
pub(crate) fn fingerprint(key: &[u8; 32]) -> String {
    let hash = |part: u8| {
        Hasher::new()
            .chain(b"toguna/fingerprint/v1")
            .chain(&[part])
            .chain(key)
            .finish()
    };
    let (a, b) = (hash(0), hash(1));
    let bytes = a
        .as_bytes()
        .iter()
        .chain(b.as_bytes().iter())
        .copied()
        .collect::<Vec<_>>();
    let groups = bytes.chunks_exact(5).take(12).map(|group| {
        let number = group
            .iter()
            .fold(0u64, |n, byte| n.wrapping_mul(256).wrapping_add(u64::from(*byte)));
        format!("{:05}", number % 100_000)
    });
    groups.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use toguna_auth::{SigningKey, VerifyingKey};
    use toguna_types::{Json, Secret, Vectors};

    #[test]
    fn a_fingerprint_is_sixty_digits_and_depends_on_the_key() {
        let a = fingerprint(&[1; 32]);
        assert_eq!(a.chars().filter(char::is_ascii_digit).count(), 60);
        assert_ne!(a, fingerprint(&[2; 32]));
    }

    #[test]
    fn fingerprints_are_frozen() {
        let mut v = Vectors::new("fingerprint", "section 4");
        for name in ["first", "second", "third"] {
            let seed = Secret::make(|to| *to = v.bytes(name));
            let key = SigningKey::from_seed(&seed).public().to_bytes();
            let digits = fingerprint(&key).replace(' ', "");
            let context = Json::from([("account_key", &key)]);
            let fields = Json::from([("digits", digits.as_str())]);
            v.accept(name, "fingerprint", context, fields, digits.as_bytes());
        }
        let mut weak = [0; 32];
        weak[0] = 1;
        assert!(VerifyingKey::from_bytes(&weak).is_err());
        let context = Json::from([("account_key", &weak)]);
        v.refuse("of a key of small order", "fingerprint", "key", context, b"");
        assert!(v.are_frozen(), "fingerprint.json is not what this code makes");
    }
}

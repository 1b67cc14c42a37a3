// SPDX-License-Identifier: MIT OR Apache-2.0
//! The steward key of a space: which one counts, who was given it, and the secret where this device has it.

use std::collections::BTreeSet;

use tls_codec::{
    DeserializeBytes as _, SerializeBytes as _, TlsDeserializeBytes, TlsSerializeBytes, TlsSize,
};
use toguna_auth::SigningKey;
use toguna_mls::rules::{GroupView, Role};
use toguna_types::{DeviceId, Epoch, LogId, Secret, Timestamp};
use toguna_vault::VaultTx;

use crate::Fault;
use crate::fault::Code;

/// A steward key, by its public half.
pub(super) type Key = [u8; 32];

/// Keys that are remembered: a steward's program could name any number.
const KEPT: usize = 8;

/// What this device knows about a space's steward keys.
#[derive(Clone, Debug, Default, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(super) struct StewardKeys {
    /// The one that counts, as this device saw itself.
    announced: Option<Key>,
    /// The one that this device means to put in its place.
    pub(super) next: Option<Key>,
    /// Who was given which, the latest last.
    given: Vec<Given>,
    /// Since when somebody has the key who is no steward any more.
    pub(super) owed: Option<Timestamp>,
    /// Since when a steward's device lacks it.
    pub(super) lacking: Option<Timestamp>,
    /// The epoch in which there was last found nothing to do.
    pub(super) done_in: Option<Epoch>,
}

/// Who was given a steward key.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
struct Given {
    key: Key,
    devices: Vec<DeviceId>,
}

impl StewardKeys {
    pub(super) fn load(tx: &VaultTx<'_>, log: LogId) -> Result<Self, Fault> {
        match tx.meta().get(&state_key(log))? {
            None => Ok(Self::default()),
            Some(bytes) => Self::tls_deserialize_exact_bytes(&bytes)
                .map_err(|fault| Fault::because(Code::VaultDamaged, fault)),
        }
    }

    pub(super) fn save(&self, tx: &VaultTx<'_>, log: LogId) -> Result<(), Fault> {
        let bytes = self
            .tls_serialize_bytes()
            .map_err(|fault| Fault::because(Code::Broken, fault))?;
        Ok(tx.meta().put(&state_key(log), &bytes)?)
    }

    /// The key that counts, as far as this device knows: as it saw itself, else the one given last before it joined.
    pub(super) fn current(&self) -> Option<Key> {
        self.announced.or_else(|| Some(self.given.last()?.key))
    }

    /// The devices that were given a key.
    pub(super) fn holders(&self, key: Key) -> BTreeSet<DeviceId> {
        let given = self.given.iter().filter(|given| given.key == key);
        given.flat_map(|given| given.devices.iter().copied()).collect()
    }

    /// Notes who has a key. Returns the key that is forgotten for it: of those that mean nothing only some are kept.
    pub(super) fn note(&mut self, key: Key, devices: impl IntoIterator<Item = DeviceId>) -> Option<Key> {
        let mut holders = self.holders(key);
        holders.extend(devices);
        self.given.retain(|given| given.key != key);
        self.given.push(Given {
            key,
            devices: holders.into_iter().collect(),
        });
        self.done_in = None;
        let counts = |given: &Given| [self.announced, self.next].contains(&Some(given.key));
        let forgotten = self.given.iter().position(|given| !counts(given));
        let forgotten = forgotten.filter(|_| self.given.len() > KEPT)?;
        Some(self.given.remove(forgotten).key)
    }

    /// A steward says which key counts. What this device has seen itself, stands.
    pub(super) fn counts(&mut self, key: Key) {
        self.announced.get_or_insert(key);
    }

    /// A commit put a key in the place of the one before. Returns the keys that mean nothing any more.
    pub(super) fn announce(&mut self, key: Key, stewards: &BTreeSet<DeviceId>, now: Timestamp) -> Vec<Key> {
        let (kept, gone): (Vec<_>, Vec<_>) = self.given.drain(..).partition(|given| given.key == key);
        let mut gone: Vec<Key> = gone.into_iter().map(|given| given.key).collect();
        gone.extend(self.next.take().filter(|next| *next != key));
        self.given = kept;
        self.announced = Some(key);
        self.done_in = None;
        self.owed = (!self.holders(key).is_subset(stewards)).then_some(now);
        gone
    }

    /// This device joins again: which key was named meanwhile it did not see.
    pub(super) fn forget_announced(&mut self) {
        if self.given.is_empty() {
            return;
        }
        self.announced = None;
        self.done_in = None;
    }
}

/// The devices of a space's stewards.
pub(crate) fn devices(group: &GroupView) -> BTreeSet<DeviceId> {
    let of_steward = |account| group.policy.role_of(account) == Some(Role::Steward);
    let leaves = group.leaves.values().filter(|leaf| of_steward(leaf.account()));
    leaves.map(|leaf| leaf.device.device()).collect()
}

/// Keeps the secret of a steward key.
pub(super) fn keep(tx: &VaultTx<'_>, log: LogId, key: &SigningKey) -> Result<(), Fault> {
    let name = secret_key(log, key.public().to_bytes());
    Ok(tx.meta().put(&name, key.seed().expose())?) // expose: into the encrypted row
}

/// The secret of a steward key, if this device has it.
pub(super) fn secret(tx: &VaultTx<'_>, log: LogId, key: Key) -> Result<Option<SigningKey>, Fault> {
    let Some(mut seed) = tx.meta().get(&secret_key(log, key))? else {
        return Ok(None);
    };
    let seed: &mut [u8; 32] = seed
        .as_mut_slice()
        .try_into()
        .map_err(|_| Fault::new(Code::VaultDamaged))?;
    Ok(Some(SigningKey::from_seed(&Secret::take(seed))))
}

/// The secret of the steward key that counts, if this device has it.
pub(super) fn current_secret(tx: &VaultTx<'_>, log: LogId) -> Result<Option<SigningKey>, Fault> {
    let current = StewardKeys::load(tx, log)?.current();
    let held = current.map(|key| secret(tx, log, key)).transpose()?;
    Ok(held.flatten())
}

/// Whether this device has the secret of the steward key that counts.
pub(crate) fn has_steward_key(tx: &VaultTx<'_>, log: LogId) -> Result<bool, Fault> {
    Ok(current_secret(tx, log)?.is_some())
}

/// Erases the secret of a steward key.
pub(super) fn erase(tx: &VaultTx<'_>, log: LogId, key: Key) -> Result<(), Fault> {
    Ok(tx.meta().delete(&secret_key(log, key))?)
}

fn state_key(log: LogId) -> String {
    format!("stewards/{}", crate::spaces::hex(log))
}

fn secret_key(log: LogId, key: Key) -> String {
    let key = data_encoding::HEXLOWER.encode(&key);
    format!("steward/{}/{key}", crate::spaces::hex(log))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn devices(which: &[u8]) -> BTreeSet<DeviceId> {
        which.iter().map(|n| DeviceId::from_bytes([*n; 16])).collect()
    }

    #[test]
    fn the_key_that_counts_is_the_one_that_was_seen_to_else_the_one_given_last() {
        let (mut keys, now) = (StewardKeys::default(), Timestamp::from_millis(1));
        assert_eq!(keys.current(), None);
        assert_eq!(keys.note([1; 32], devices(&[1, 2])), None);
        assert_eq!(keys.note([2; 32], devices(&[1])), None);
        assert_eq!(keys.current(), Some([2; 32]));
        keys.counts([1; 32]);
        keys.counts([2; 32]);
        assert_eq!(keys.current(), Some([1; 32]));
        assert_eq!(keys.announce([2; 32], &devices(&[1, 2]), now), [[1; 32]]);
        assert_eq!((keys.current(), keys.owed), (Some([2; 32]), None));
        assert_eq!(keys.note([3; 32], devices(&[1])), None);
        assert_eq!(keys.current(), Some([2; 32]));
        keys.forget_announced();
        assert_eq!(keys.current(), Some([3; 32]));
    }

    #[test]
    fn of_many_keys_those_that_count_and_the_latest_are_remembered() {
        let mut keys = StewardKeys::default();
        keys.counts([1; 32]);
        keys.next = Some([2; 32]);
        let forgotten: Vec<_> = (1..=20)
            .filter_map(|n| keys.note([n; 32], devices(&[1])))
            .collect();
        assert_eq!(forgotten, (3..=14).map(|n| [n; 32]).collect::<Vec<_>>());
    }

    #[test]
    fn a_key_that_somebody_has_who_is_no_steward_is_to_be_changed_again() {
        let (mut keys, now) = (StewardKeys::default(), Timestamp::from_millis(1));
        assert_eq!(keys.note([2; 32], devices(&[1, 9])), None);
        keys.next = Some([3; 32]);
        assert_eq!(keys.announce([2; 32], &devices(&[1]), now), [[3; 32]]);
        assert_eq!((keys.next, keys.owed), (None, Some(now)));
    }
}

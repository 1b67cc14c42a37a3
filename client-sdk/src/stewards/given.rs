// SPDX-License-Identifier: MIT OR Apache-2.0
//! A steward key in a record: sealed to each device that is given it, with who has it in the open among members.

use std::collections::BTreeSet;

use tls_codec::{
    DeserializeBytes as _, SerializeBytes as _, TlsDeserializeBytes, TlsSerializeBytes, TlsSize,
};
use toguna_auth::{Op, SigningKey};
use toguna_crypto::mailbox::{open_letter, seal_letter};
use toguna_mls::rules::{LeafView, Role};
use toguna_types::{AccountId, DeviceId, Digest, LogId, Opaque, RelayId, Secret};
use toguna_vault::{OpRow, VaultTx};

use super::key::{self, Key, StewardKeys};
use crate::Fault;
use crate::client::Client;
use crate::fault::Code;
use crate::records::NewOp;

/// How many devices one record gives a key to: each costs 1.3 KiB.
pub(super) const AT_ONCE: usize = 100;

/// The body of an operation of [`Op::KIND_STEWARD_KEY`]: a steward key, for devices.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct KeyGiven {
    /// Its public half.
    pub(crate) key: Key,
    /// The key that it is to replace, as soon as a commit names it; `None` if it counts already.
    pub(crate) replaces: Option<Key>,
    /// Its secret half, sealed to each of them.
    pub(crate) to: Vec<KeyFor>,
}

/// A steward key's secret half for one device.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct KeyFor {
    /// The device.
    pub(crate) device: DeviceId,
    /// The seed of the key, sealed to the device's mailbox key.
    pub(crate) sealed: Opaque,
}

impl KeyGiven {
    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        Self::tls_deserialize_exact_bytes(bytes).ok()
    }
}

/// What the seal is bound to: `info` of HPKE.
#[derive(TlsSerializeBytes, TlsSize)]
struct Info {
    label: Opaque,
    relay: RelayId,
    log: LogId,
    key: Key,
    device: DeviceId,
}

/// A steward's device that lacks a key.
pub(super) struct Lacking {
    account: AccountId,
    device: DeviceId,
    mailbox_key: Digest,
}

impl Lacking {
    pub(super) fn of(leaf: &LeafView) -> Self {
        Self {
            account: leaf.account(),
            device: leaf.device.device(),
            mailbox_key: leaf.device.cert().mailbox_key,
        }
    }
}

impl Client {
    /// A key's secret half, sealed to each device whose mailbox key the directory has; the others are noted.
    pub(super) async fn sealed_to(
        &self,
        log: LogId,
        key: Key,
        to: Vec<Lacking>,
        unreached: &mut BTreeSet<DeviceId>,
    ) -> Result<KeyGiven, Fault> {
        let mut known = Vec::new();
        for account in to.iter().map(|lacking| lacking.account).collect::<BTreeSet<_>>() {
            match self.colleague(account).await {
                Ok(colleague) => known.extend(colleague.devices),
                Err(fault) if fault.is_passing() => return Err(fault),
                Err(_) => {} // gone from the directory
            }
        }
        let (secret, current) = self.vault().read(|tx| {
            let current = StewardKeys::load(tx, log)?.current();
            Ok::<_, Fault>((key::secret(tx, log, key)?, current))
        })?;
        let seed = secret.ok_or(Fault::new(Code::Broken))?.seed();
        let mut given = KeyGiven {
            key,
            replaces: current.filter(|current| *current != key),
            to: Vec::new(),
        };
        for lacking in to {
            let at = known.iter().find(|known| {
                known.device.device() == lacking.device
                    && Digest::of(&known.mailbox_key) == lacking.mailbox_key
            });
            let info = info(self.relay(), log, key, lacking.device)?;
            // expose: sealed to the device
            let sealed = at.and_then(|at| seal_letter(&at.mailbox_key, &info, &[], seed.expose()).ok());
            match sealed {
                Some(sealed) => given.to.push(KeyFor {
                    device: lacking.device,
                    sealed: sealed.into(),
                }),
                None => {
                    unreached.insert(lacking.device);
                }
            }
        }
        Ok(given)
    }

    pub(super) fn queue_key(&self, tx: &VaultTx<'_>, log: LogId, given: &KeyGiven) -> Result<(), Fault> {
        let body = given
            .tls_serialize_bytes()
            .map_err(|fault| Fault::because(Code::Broken, fault))?;
        let op = NewOp {
            object: [0; 16],
            kind: Op::KIND_STEWARD_KEY,
            body: body.into(),
        };
        self.queue_op(tx, log, op).map(|_| ())
    }

    /// Takes in who was given which steward key; a reason if the operation does not count.
    pub(crate) fn steward_key_given(
        &self,
        tx: &VaultTx<'_>,
        op: &OpRow,
        role: Option<Role>,
        body: &[u8],
    ) -> Result<Result<(), &'static str>, Fault> {
        if role != Some(Role::Steward) {
            return Ok(Err("not-a-steward"));
        }
        let Some(given) = KeyGiven::decode(body).filter(|given| given.to.len() <= AT_ONCE) else {
            return Ok(Err("malformed"));
        };
        let own = given.to.iter().find(|to| to.device == self.keys().device);
        if let Some(own) = own
            && let Some(key) = self.opened_key(op.log, given.key, own.sealed.as_slice())?
        {
            key::keep(tx, op.log, &key)?;
        }
        let mut keys = StewardKeys::load(tx, op.log)?;
        let devices = given.to.iter().map(|to| to.device).chain([op.device]);
        if let Some(forgotten) = keys.note(given.key, devices) {
            key::erase(tx, op.log, forgotten)?;
        }
        // Of the time before this device, commits may have named it that this device did not see.
        let history = tx.histories().get(op.log)?;
        if history.is_none_or(|history| op.seq > history.until) {
            keys.counts(given.replaces.unwrap_or(given.key));
        }
        keys.save(tx, op.log)?;
        Ok(Ok(()))
    }

    /// The steward key that was sealed to this device, if it is the one it is said to be.
    fn opened_key(&self, log: LogId, key: Key, sealed: &[u8]) -> Result<Option<SigningKey>, Fault> {
        let keys = self.keys();
        let info = info(self.relay(), log, key, keys.device)?;
        let Ok(mut seed) = open_letter(&keys.mailbox, &info, &[], sealed) else {
            return Ok(None);
        };
        let Ok(seed) = <&mut [u8; 32]>::try_from(seed.as_mut_slice()) else {
            return Ok(None);
        };
        let opened = SigningKey::from_seed(&Secret::take(seed));
        Ok((opened.public().to_bytes() == key).then_some(opened))
    }
}

fn info(relay: RelayId, log: LogId, key: Key, device: DeviceId) -> Result<Vec<u8>, Fault> {
    let info = Info {
        label: b"toguna/steward-key/v1"[..].into(),
        relay,
        log,
        key,
        device,
    };
    info.tls_serialize_bytes()
        .map_err(|fault| Fault::because(Code::Broken, fault))
}

#[cfg(test)]
mod tests {
    use super::*;
    use toguna_types::withstands;

    // claim: CLM-PARSE-01
    #[test]
    fn a31_a_given_key_withstands_bad_bytes() {
        let one = KeyFor {
            device: DeviceId::from_bytes([1; 16]),
            sealed: [7; 40][..].into(),
        };
        let given = KeyGiven {
            key: [2; 32],
            replaces: Some([3; 32]),
            to: vec![one; 2],
        };
        withstands("KeyGiven", &given.tls_serialize_bytes().unwrap(), |bytes| {
            KeyGiven::decode(bytes).is_some()
        });
    }
}

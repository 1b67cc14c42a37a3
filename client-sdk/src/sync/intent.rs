// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a device means to do, in the form the outbox keeps: independent of the epoch it will be done in.

use tls_codec::{
    DeserializeBytes as _, SerializeBytes as _, TlsDeserializeBytes, TlsSerializeBytes, TlsSize,
};
use toguna_auth::{Leave, Signed};
use toguna_mls::rules::{GroupView, Role};
use toguna_mls::{Change, VerifiedKeyPackage};
use toguna_types::{AccountId, DeviceId, MessageId, Opaque, RelayId, StewardAsk, Suite, Timestamp};

use crate::Fault;
use crate::fault::Code;
use crate::sync::amend::{Amendment, amended};
use crate::sync::re_add::PutBack;

/// A message to be said.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct MessageIntent {
    pub(crate) id: MessageId,
    pub(crate) kind: u16,
    pub(crate) written: Timestamp,
    pub(crate) body: Opaque,
}

/// A log to be made.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct FoundIntent {
    pub(crate) write_key: [u8; 32],
    pub(crate) read_key: [u8; 32],
    pub(crate) steward_key: [u8; 32],
}

/// A change of the space, to be committed.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
#[repr(u8)]
pub(crate) enum CommitIntent {
    /// Adds devices.
    #[tls_codec(discriminant = 1)]
    Add(Vec<Newcoming>),
    /// Removes accounts, with their leaves where they left.
    #[tls_codec(discriminant = 2)]
    Remove(Removal),
    /// Renews this device's encryption keys.
    #[tls_codec(discriminant = 3)]
    UpdateKeys,
    /// Renews this device's leaf whole, after a join by a last-resort KeyPackage.
    #[tls_codec(discriminant = 4)]
    RenewLeaf,
    /// Starts a new era.
    #[tls_codec(discriminant = 5)]
    TurnEra,
    /// Changes what the members agreed on.
    #[tls_codec(discriminant = 6)]
    Agree(Vec<Amendment>),
    /// Starts a new era because the user wants it, however young the current one is.
    #[tls_codec(discriminant = 7)]
    Heal,
    /// Puts a device back that asked for it.
    #[tls_codec(discriminant = 8)]
    PutBack(Box<PutBack>),
    /// Asks something of the relay under the steward key.
    #[tls_codec(discriminant = 9)]
    Ask(StewardAsk),
    /// Puts another steward key in the place of the one that somebody has who is a steward no more.
    #[tls_codec(discriminant = 10)]
    ChangeStewardKey([u8; 32]),
}

/// A device to be added.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct Newcoming {
    pub(crate) device: DeviceId,
    pub(crate) key_package: Opaque,
    pub(crate) mailbox_key: Opaque,
    pub(crate) role: u8,
}

/// Accounts to be removed.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct Removal {
    pub(crate) accounts: Vec<AccountId>,
    pub(crate) evidence: Vec<Signed<Leave>>,
}

/// What a sealed commit sends besides its payload.
#[derive(Clone, Debug, Default, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct CommitExtra {
    pub(crate) attachments: Vec<Opaque>,
    pub(crate) commit_hash: [u8; 32],
}

macro_rules! coded {
    ($($name:ident)*) => {$(
        impl $name {
            pub(crate) fn encode(&self) -> Result<Vec<u8>, Fault> {
                self.tls_serialize_bytes().map_err(|fault| Fault::because(Code::Broken, fault))
            }

            pub(crate) fn decode(bytes: &[u8]) -> Result<Self, Fault> {
                Self::tls_deserialize_exact_bytes(bytes)
                    .map_err(|fault| Fault::because(Code::VaultDamaged, fault))
            }
        }
    )*};
}

coded! { MessageIntent FoundIntent CommitIntent CommitExtra }

impl CommitIntent {
    /// The change as the engine wants it. KeyPackages are verified again: these bytes are the ones committed.
    pub(crate) fn change(&self, relay: RelayId, suite: Suite, group: &GroupView) -> Result<Change, Fault> {
        Ok(match self {
            Self::Add(newcomings) => Change::Add(
                newcomings
                    .iter()
                    .map(|n| n.verified(relay, suite))
                    .collect::<Result<Vec<_>, Fault>>()?,
            ),
            Self::Remove(removal) => Change::Remove {
                accounts: removal.accounts.clone(),
                evidence: removal.evidence.clone(),
            },
            Self::PutBack(back) => Change::ReAdd {
                package: Box::new(back.newcoming.verified(relay, suite)?.0),
                request: Some(back.request.clone()),
            },
            Self::UpdateKeys => Change::UpdateKeys,
            // Said under a key of the vault, which is not known here.
            Self::Ask(_) | Self::ChangeStewardKey(_) => return Err(Fault::new(Code::Broken)),
            Self::RenewLeaf => Change::RenewLeaf,
            Self::TurnEra | Self::Heal => Change::TurnEra,
            Self::Agree(amendments) => Change::Policy(amended(group, amendments)?),
        })
    }
}

impl Newcoming {
    fn verified(&self, relay: RelayId, suite: Suite) -> Result<(VerifiedKeyPackage, Role), Fault> {
        let package = VerifiedKeyPackage::of(self.key_package.as_slice(), relay, suite)
            .map_err(|fault| Fault::because(Code::KeyPackageRefused, fault))?;
        let role = Role::from_number(self.role).ok_or(Fault::new(Code::VaultDamaged))?;
        Ok((package, role))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intents_come_back_from_the_outbox() {
        let intent = CommitIntent::Remove(Removal {
            accounts: vec![AccountId::from_bytes([1; 32])],
            evidence: Vec::new(),
        });
        assert_eq!(CommitIntent::decode(&intent.encode().unwrap()).unwrap(), intent);
        assert_eq!(CommitIntent::decode(&[9]).unwrap_err().is(), Code::VaultDamaged);
    }
}

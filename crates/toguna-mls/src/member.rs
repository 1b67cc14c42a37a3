// SPDX-License-Identifier: MIT OR Apache-2.0
//! The one validator of identity: every leaf that enters a group, on whatever path, goes through
//! [`VerifiedMember::of`].

use openmls::prelude::{Credential, CredentialWithKey, LeafNode};
use openmls::treesync::LeafNodeSource;
use tls_codec::{DeserializeBytes as _, Serialize as _, SerializeBytes as _};
use toguna_auth::{DeviceCert, LeafCredential, Signed, SigningKey, VerifiedDevice, VerifyingKey};
use toguna_crypto::mailbox::{check_public, check_x25519};
use toguna_types::{RelayId, Suite};

use crate::fault::EngineFault;
use crate::provider::{CREDENTIAL, capabilities, lifetime};

/// A device acting on this network: what it needs to prove that a leaf is its own.
#[derive(Clone, Copy, Debug)]
pub struct Me<'a> {
    /// The relay (network).
    pub relay: RelayId,
    /// The device's certificate, signed by its account.
    pub cert: &'a Signed<DeviceCert>,
    /// The device's own key.
    pub device_key: &'a SigningKey,
}

impl Me<'_> {
    /// The credential of a fresh leaf key, as openmls wants it.
    pub(crate) fn credential(&self, leaf_key: &SigningKey) -> Result<CredentialWithKey, EngineFault> {
        let credential = LeafCredential::make(self.relay, self.cert, self.device_key, leaf_key.public())
            .map_err(|_| EngineFault::OwnCertificate)?;
        let content = credential
            .tls_serialize_bytes()
            .map_err(|_| EngineFault::OwnCertificate)?;
        Ok(CredentialWithKey {
            credential: Credential::new(CREDENTIAL, content),
            signature_key: leaf_key.public().to_bytes().to_vec().into(),
        })
    }

    /// The device itself.
    pub(crate) fn device(&self) -> Result<VerifiedDevice, EngineFault> {
        VerifiedDevice::of(self.cert).map_err(|_| EngineFault::OwnCertificate)
    }
}

/// Who holds a leaf: account → device → leaf key, each signed by the one before; and a leaf that says nothing
/// this design does not use. Only its `of` makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedMember {
    device: VerifiedDevice,
    leaf_key: VerifyingKey,
    cert: Signed<DeviceCert>,
}

impl VerifiedMember {
    /// Verifies a leaf for `relay` and `suite`. No clock is asked: certificates' dates are judged once, by
    /// whoever claims or invites.
    pub(crate) fn of(leaf: &LeafNode, relay: RelayId, suite: Suite) -> Result<Self, BadMember> {
        let ends = match leaf.leaf_node_source() {
            LeafNodeSource::KeyPackage(given) => *given == lifetime(),
            LeafNodeSource::Commit(_) => true,
            LeafNodeSource::Update => false,
        };
        let plain = leaf.credential().credential_type() == CREDENTIAL
            && leaf.capabilities() == &capabilities(suite)
            && leaf.extensions().iter().next().is_none();
        if !ends || !plain {
            return Err(BadMember::Leaf);
        }
        let key = leaf.encryption_key().tls_serialize_detached();
        check_hpke_key(&key.map_err(|_| BadMember::Leaf)?, suite)?;
        let leaf_key =
            VerifyingKey::from_slice(leaf.signature_key().as_slice()).map_err(|_| BadMember::Credential)?;
        let credential = LeafCredential::tls_deserialize_exact_bytes(leaf.credential().serialized_content())
            .map_err(|_| BadMember::Credential)?;
        let device = credential
            .verify(relay, &leaf_key)
            .map_err(|_| BadMember::Credential)?;
        Ok(Self {
            device,
            leaf_key,
            cert: credential.cert,
        })
    }

    /// The device and its account.
    #[must_use]
    pub const fn device(&self) -> &VerifiedDevice {
        &self.device
    }

    /// The leaf's signature key.
    #[must_use]
    pub const fn leaf_key(&self) -> VerifyingKey {
        self.leaf_key
    }

    /// The device's certificate, as signed.
    #[must_use]
    pub const fn cert(&self) -> &Signed<DeviceCert> {
        &self.cert
    }
}

/// Refuses an HPKE public key (length first, as it stands on the wire) that its suite has not, or to which anybody
/// could open what is sealed.
pub(crate) fn check_hpke_key(key: &[u8], suite: Suite) -> Result<(), BadMember> {
    // The lengths 32 and 1,216 as RFC 9420 §2.1.2 spells them.
    let usable = match suite {
        Suite::Classical => {
            let key = key.strip_prefix(&[0x20]).and_then(|key| key.try_into().ok());
            key.is_some_and(|key| check_x25519(key).is_ok())
        }
        Suite::PostQuantum => {
            let key = key.strip_prefix(&[0x44, 0xc0]);
            key.is_some_and(|key| check_public(key).is_ok())
        }
    };
    usable.then_some(()).ok_or(BadMember::Key)
}

/// Why a leaf is no member's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadMember {
    /// The chain account → device → leaf key does not hold for this network.
    #[error("the credential does not hold")]
    Credential,
    /// What is sealed to its key is sealed to everybody, or to nobody.
    #[error("the encryption key is not usable")]
    Key,
    /// Capabilities, extensions or lifetime are not those of this design.
    #[error("the leaf does not have the form this network uses")]
    Leaf,
}

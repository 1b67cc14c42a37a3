// SPDX-License-Identifier: MIT OR Apache-2.0
//! KeyPackages (RFC 9420 §10): made by a device for others to add it, verified once by whoever claims one.

use openmls::prelude::{KeyPackage, MlsMessageBodyIn, MlsMessageIn, MlsMessageOut, ProtocolVersion};
use openmls_rust_crypto::RustCrypto;
use tls_codec::{Deserialize as _, Serialize as _};
use toguna_auth::{SigningKey, VerifiedDevice};
use toguna_types::{AccountId, Digest, Entropy, RelayId, Suite, limit};
use toguna_vault::VaultTx;

use crate::fault::EngineFault;
use crate::member::{BadMember, Me, VerifiedMember, check_hpke_key};
use crate::provider::{LeafSigner, Provider, capabilities, ciphersuite, lifetime};
use crate::rows;

/// Whether a KeyPackage serves once or, when none is left, again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Uses {
    /// Handed out again when the others are used up.
    LastResort,
    /// Handed out once.
    Once,
}

/// Makes a KeyPackage with a leaf key of its own; the private halves stay in the vault. Returns its bytes as an
/// `MLSMessage`, ready to be published.
///
/// # Errors
/// [`EngineFault`].
pub fn make_key_package(
    tx: &VaultTx<'_>,
    me: &Me<'_>,
    suite: Suite,
    uses: Uses,
    entropy: &impl Entropy,
) -> Result<Vec<u8>, EngineFault> {
    let provider = Provider::over(tx);
    let leaf_key = SigningKey::make(entropy);
    rows::put_leaf_key(tx, &leaf_key)?;
    if uses == Uses::LastResort {
        rows::keep_leaf_key(tx, &leaf_key.public())?;
    }
    let builder = KeyPackage::builder()
        .key_package_lifetime(lifetime())
        .leaf_node_capabilities(capabilities(suite));
    let builder = match uses {
        Uses::LastResort => builder.mark_as_last_resort(),
        Uses::Once => builder,
    };
    let bundle = builder
        .build(
            ciphersuite(suite),
            &provider,
            &LeafSigner(&leaf_key),
            me.credential(&leaf_key)?,
        )
        .map_err(|_| provider.or_vault(EngineFault::Library))?;
    MlsMessageOut::from(bundle.into_key_package())
        .to_bytes()
        .map_err(|_| EngineFault::Library)
}

/// A claimed KeyPackage that was verified: what was verified is what will be added (it owns its content).
#[derive(Clone, Debug)]
pub struct VerifiedKeyPackage {
    member: VerifiedMember,
    inner: KeyPackage,
    suite: Suite,
}

/// Why a claimed KeyPackage is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadKeyPackage {
    /// No KeyPackage of this protocol, or its signature does not hold.
    #[error("this is no valid key package")]
    Malformed,
    /// The leaf in it is no member's.
    #[error("the key package's owner cannot be verified")]
    Member(#[from] BadMember),
    /// It is for another suite.
    #[error("the key package is for another cipher suite")]
    Suite,
}

impl VerifiedKeyPackage {
    /// Verifies the bytes of a claimed KeyPackage for `relay` and `suite`.
    ///
    /// # Errors
    /// [`BadKeyPackage`].
    pub fn of(bytes: &[u8], relay: RelayId, suite: Suite) -> Result<Self, BadKeyPackage> {
        if bytes.len() > usize::try_from(limit::KEY_PACKAGE_BYTES).unwrap_or(usize::MAX) {
            return Err(BadKeyPackage::Malformed);
        }
        let message = MlsMessageIn::tls_deserialize_exact(bytes).map_err(|_| BadKeyPackage::Malformed)?;
        let MlsMessageBodyIn::KeyPackage(unverified) = message.extract() else {
            return Err(BadKeyPackage::Malformed);
        };
        let inner = unverified
            .validate(&RustCrypto::default(), ProtocolVersion::Mls10)
            .map_err(|_| BadKeyPackage::Malformed)?;
        if inner.ciphersuite() != ciphersuite(suite) {
            return Err(BadKeyPackage::Suite);
        }
        let init_key = inner.hpke_init_key().tls_serialize_detached();
        check_hpke_key(&init_key.map_err(|_| BadKeyPackage::Malformed)?, suite)?;
        let member = VerifiedMember::of(inner.leaf_node(), relay, suite)?;
        Ok(Self { member, inner, suite })
    }

    /// The device that made it.
    #[must_use]
    pub const fn device(&self) -> &VerifiedDevice {
        self.member.device()
    }

    /// The account it belongs to.
    #[must_use]
    pub const fn account(&self) -> AccountId {
        self.member.device().account()
    }

    /// The verified leaf.
    #[must_use]
    pub const fn member(&self) -> &VerifiedMember {
        &self.member
    }

    /// SHA-256 of the mailbox key the device's certificate names: what its letters must be sealed to.
    #[must_use]
    pub const fn mailbox_key(&self) -> Digest {
        self.member.device().cert().mailbox_key
    }

    /// Whether it may be handed out more than once.
    #[must_use]
    pub fn uses(&self) -> Uses {
        if self.inner.last_resort() {
            Uses::LastResort
        } else {
            Uses::Once
        }
    }

    /// Its suite.
    #[must_use]
    pub const fn suite(&self) -> Suite {
        self.suite
    }

    pub(crate) fn inner(&self) -> KeyPackage {
        self.inner.clone()
    }
}

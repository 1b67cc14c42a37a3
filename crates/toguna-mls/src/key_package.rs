// SPDX-License-Identifier: MIT OR Apache-2.0
//! KeyPackages (RFC 9420 §10): made by a device for others to add it, verified once by whoever claims one, and erased
//! when nobody can have a use for them any more.

use openmls::prelude::{
    Extension, Extensions, KeyPackage, KeyPackageBundle, MlsMessageBodyIn, MlsMessageIn, MlsMessageOut,
    OpenMlsProvider as _, ProtocolVersion, UnknownExtension,
};
use openmls_rust_crypto::RustCrypto;
use openmls_traits::storage::StorageProvider as _;
use tls_codec::{Deserialize as _, Serialize as _};
use toguna_auth::{SigningKey, VerifiedDevice};
use toguna_types::{AccountId, Digest, Entropy, RelayId, Suite, Timestamp, limit};
use toguna_vault::VaultTx;

use crate::fault::EngineFault;
use crate::member::{BadMember, Me, VerifiedMember, check_hpke_key};
use crate::provider::{LeafSigner, Provider, capabilities, ciphersuite, lifetime};
use crate::rows;

/// The extension of a KeyPackage that says when it was made: milliseconds since 1970, as a whole day begins, in eight
/// bytes. The leaf's signature key signs it with the rest.
pub(crate) const MADE_EXTENSION: u16 = 0xF10A;

/// Whether a KeyPackage serves once or, when none is left, again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Uses {
    /// Handed out again when the others are used up.
    LastResort,
    /// Handed out once.
    Once,
}

/// Makes a KeyPackage with a leaf key of its own; the private halves stay in the vault. Returns its bytes as an
/// `MLSMessage`, ready to be published. They say the day of `now`, by which whoever claims one judges their age.
///
/// # Errors
/// [`EngineFault`].
pub fn make_key_package(
    tx: &VaultTx<'_>,
    me: &Me<'_>,
    suite: Suite,
    uses: Uses,
    now: Timestamp,
    entropy: &impl Entropy,
) -> Result<Vec<u8>, EngineFault> {
    let made = now.day_begins();
    let provider = Provider::over(tx);
    let leaf_key = SigningKey::make(entropy);
    rows::put_leaf_key(tx, &leaf_key)?;
    if uses == Uses::LastResort {
        rows::keep_leaf_key(tx, &leaf_key.public())?;
    }
    let builder = KeyPackage::builder()
        .key_package_lifetime(lifetime())
        .key_package_extensions(dated(made)?)
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
    let reference = bundle.key_package().hash_ref(provider.crypto());
    rows::put_own_key_package(
        tx,
        made,
        &leaf_key.public(),
        &reference.map_err(|_| EngineFault::Library)?,
    )?;
    MlsMessageOut::from(bundle.into_key_package())
        .to_bytes()
        .map_err(|_| EngineFault::Library)
}

fn dated(made: Timestamp) -> Result<Extensions<KeyPackage>, EngineFault> {
    let made = UnknownExtension(made.millis().to_be_bytes().to_vec());
    Extensions::single(Extension::Unknown(MADE_EXTENSION, made)).map_err(|_| EngineFault::Library)
}

/// When the oldest KeyPackage was made whose private halves this device has not erased.
///
/// # Errors
/// [`EngineFault`].
pub fn oldest_key_package(tx: &VaultTx<'_>) -> Result<Option<Timestamp>, EngineFault> {
    let own = rows::own_key_packages(tx)?;
    Ok(own.into_iter().next().map(|own| own.made))
}

/// Erases the private halves of all KeyPackages made before `before`: no Welcome for them opens any more. The leaf
/// keys of spaces that were joined by one stay.
///
/// # Errors
/// [`EngineFault`].
pub fn erase_key_packages(tx: &VaultTx<'_>, before: Timestamp) -> Result<(), EngineFault> {
    let old = rows::own_key_packages(tx)?
        .into_iter()
        .filter(|own| own.made < before);
    let mut in_use = None;
    for own in old {
        let provider = Provider::over(tx);
        let keys = provider.storage();
        let waits: Result<Option<KeyPackageBundle>, _> = keys.key_package(&own.reference);
        let waits = waits.map_err(|_| provider.or_vault(EngineFault::Library))?;
        keys.delete_key_package(&own.reference)
            .map_err(|_| provider.or_vault(EngineFault::Library))?;
        rows::own_key_package_gone(tx, &own)?;
        // One that is used up has left its leaf key to the space; one of last resort may have.
        if waits.is_some() {
            if in_use.is_none() {
                in_use = Some(rows::leaf_keys_in_use(tx)?);
            }
            let used = in_use.as_ref().is_some_and(|keys| keys.contains(&own.leaf_key));
            rows::shared_leaf_key_gone(tx, &own.leaf_key, used)?;
        }
    }
    Ok(())
}

/// A claimed KeyPackage that was verified: what was verified is what will be added (it owns its content).
#[derive(Clone, Debug)]
pub struct VerifiedKeyPackage {
    member: VerifiedMember,
    inner: KeyPackage,
    suite: Suite,
    made: Timestamp,
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
    /// It was made later than now, by more than clocks differ.
    #[error("the key package is dated in the future")]
    Future,
    /// It is older than any that devices leave standing.
    #[error("the key package is too old")]
    Stale,
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
        let made = made(&inner).ok_or(BadKeyPackage::Malformed)?;
        Ok(Self {
            member,
            inner,
            suite,
            made,
        })
    }

    /// Whether it is neither too old at `now` nor from the future, by whose clock it may: judged once, by whoever
    /// claims it, and nowhere else.
    ///
    /// # Errors
    /// [`BadKeyPackage::Future`], [`BadKeyPackage::Stale`].
    pub fn is_fresh(&self, now: Timestamp) -> Result<(), BadKeyPackage> {
        if self.made > now.after(limit::KEY_PACKAGE_SKEW) {
            Err(BadKeyPackage::Future)
        } else if now
            > self
                .made
                .after(limit::KEY_PACKAGE_AGE.saturating_add(limit::KEY_PACKAGE_SKEW))
        {
            Err(BadKeyPackage::Stale)
        } else {
            Ok(())
        }
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

/// The day a KeyPackage says it was made; nothing if it says none, or anything else besides.
fn made(package: &KeyPackage) -> Option<Timestamp> {
    let extensions = package.extensions();
    let marked = usize::from(package.last_resort());
    let UnknownExtension(made) = extensions.unknown(MADE_EXTENSION)?;
    let made = u64::from_be_bytes(made.as_slice().try_into().ok()?);
    let plain = extensions.iter().count() == marked.saturating_add(1);
    plain.then(|| Timestamp::from_millis(made))
}

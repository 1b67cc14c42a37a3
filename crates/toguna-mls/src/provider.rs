// SPDX-License-Identifier: MIT OR Apache-2.0
//! How openmls is set up here, and nowhere else: provider, suites, capabilities, configuration, signer.

use std::convert::Infallible;

use openmls::prelude::{
    Capabilities, Ciphersuite, CredentialType, Extension, ExtensionType, Extensions, GroupContext, Lifetime,
    MlsGroupCreateConfig, MlsGroupJoinConfig, PURE_CIPHERTEXT_WIRE_FORMAT_POLICY, ProtocolVersion,
    RequiredCapabilitiesExtension, SenderRatchetConfiguration, SignatureScheme, UnknownExtension,
};
use openmls_rust_crypto::RustCrypto;
use openmls_traits::OpenMlsProvider;
use openmls_traits::random::OpenMlsRand;
use openmls_traits::signatures::{Signer, SignerError};
use toguna_auth::{LeafCredential, SigningKey};
use toguna_types::{Entropy as _, OsEntropy, Suite, limit};
use toguna_vault::{VaultFault, VaultTx};

use crate::fault::EngineFault;
use crate::format::GRANT_EXTENSION;
use crate::key_package::MADE_EXTENSION;
use crate::rules::{POLICY_EXTENSION, Policy};
use crate::storage::{Ratchets, VaultStorage};

/// openmls's provider for one transaction: RustCrypto and the system's randomness, over the vault.
pub(crate) struct Provider<'a> {
    crypto: RustCrypto,
    storage: VaultStorage<'a>,
}

impl<'a> Provider<'a> {
    pub(crate) fn over(tx: &'a VaultTx<'a>) -> Self {
        Self {
            crypto: RustCrypto::default(),
            storage: VaultStorage::over(tx, Ratchets::Written),
        }
    }

    /// As [`Self::over`], but the message ratchets stay in memory.
    pub(crate) fn holding(tx: &'a VaultTx<'a>) -> Self {
        Self {
            crypto: RustCrypto::default(),
            storage: VaultStorage::over(tx, Ratchets::Held),
        }
    }

    /// What the vault said if it failed; openmls may have taken it for something else.
    pub(crate) fn vault_fault(&self) -> Option<VaultFault> {
        self.storage.fault()
    }

    /// `fault`, unless it was the vault that failed.
    pub(crate) fn or_vault(&self, fault: EngineFault) -> EngineFault {
        self.vault_fault().map_or(fault, EngineFault::Vault)
    }
}

impl<'a> OpenMlsProvider for Provider<'a> {
    type CryptoProvider = RustCrypto;
    type RandProvider = SystemRandom;
    type StorageProvider = VaultStorage<'a>;

    fn storage(&self) -> &VaultStorage<'a> {
        &self.storage
    }

    fn crypto(&self) -> &RustCrypto {
        &self.crypto
    }

    fn rand(&self) -> &SystemRandom {
        &SystemRandom
    }
}

/// openmls's randomness: the operating system's, asked anew each time. openmls_rust_crypto has a generator that is
/// seeded once; a process that is forked, or a machine whose snapshot runs twice, would have its output twice. (What
/// its HPKE draws, it draws with a generator made for that one call.)
#[derive(Clone, Copy, Debug)]
pub(crate) struct SystemRandom;

impl OpenMlsRand for SystemRandom {
    type Error = Infallible;

    fn random_array<const N: usize>(&self) -> Result<[u8; N], Infallible> {
        Ok(OsEntropy.array())
    }

    fn random_vec(&self, len: usize) -> Result<Vec<u8>, Infallible> {
        let mut bytes = vec![0; len];
        OsEntropy.fill(&mut bytes);
        Ok(bytes)
    }
}

/// Signs what openmls wants signed with a leaf key; the labels are those of RFC 9420 §5.1.2.
pub(crate) struct LeafSigner<'a>(pub(crate) &'a SigningKey);

impl Signer for LeafSigner<'_> {
    fn sign(&self, payload: &[u8]) -> Result<Vec<u8>, SignerError> {
        Ok(self.0.sign_labelled(payload).as_bytes().to_vec())
    }

    fn signature_scheme(&self) -> SignatureScheme {
        SignatureScheme::ED25519
    }
}

/// The suite as openmls names it.
pub(crate) const fn ciphersuite(suite: Suite) -> Ciphersuite {
    match suite {
        Suite::Classical => Ciphersuite::MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519,
        Suite::PostQuantum => Ciphersuite::MLS_128_MLKEM768X25519_AES128GCM_SHA256_Ed25519,
    }
}

/// The type of every leaf's credential.
pub(crate) const CREDENTIAL: CredentialType = CredentialType::Other(LeafCredential::TYPE);

/// What every leaf says it can do: exactly what this design uses, no more and no less.
pub(crate) fn capabilities(suite: Suite) -> Capabilities {
    Capabilities::new(
        Some(&[ProtocolVersion::Mls10]),
        Some(&[ciphersuite(suite)]),
        Some(&[
            ExtensionType::LastResort,
            ExtensionType::Unknown(POLICY_EXTENSION),
            ExtensionType::Unknown(GRANT_EXTENSION),
            ExtensionType::Unknown(MADE_EXTENSION),
        ]),
        Some(&[]),
        Some(&[CREDENTIAL]),
    )
}

/// KeyPackages do not run out: age is judged once, by whoever claims, on its own clock.
pub(crate) fn lifetime() -> Lifetime {
    Lifetime::init(0, u64::MAX)
}

/// What the GroupContext requires of every member.
pub(crate) fn required_capabilities() -> RequiredCapabilitiesExtension {
    RequiredCapabilitiesExtension::new(&[ExtensionType::Unknown(POLICY_EXTENSION)], &[], &[CREDENTIAL])
}

/// The two extensions of a GroupContext under `policy`.
pub(crate) fn context_extensions(policy: &Policy) -> Result<Extensions<GroupContext>, EngineFault> {
    let policy = policy.encode().map_err(EngineFault::Policy)?;
    Extensions::from_vec(vec![
        Extension::RequiredCapabilities(required_capabilities()),
        Extension::Unknown(POLICY_EXTENSION, UnknownExtension(policy)),
    ])
    .map_err(|_| EngineFault::Library)
}

/// The policy of a GroupContext that carries exactly what it should; `None` for any other.
pub(crate) fn policy_of(extensions: &Extensions<GroupContext>) -> Option<Policy> {
    let exact = extensions.iter().count() == 2
        && extensions.required_capabilities() == Some(&required_capabilities());
    let UnknownExtension(bytes) = extensions.unknown(POLICY_EXTENSION).filter(|_| exact)?;
    Policy::decode(bytes).ok()
}

fn ratchets() -> SenderRatchetConfiguration {
    SenderRatchetConfiguration::new(limit::OUT_OF_ORDER, limit::FORWARD_DISTANCE)
}

/// Bytes to whose multiples MLS content is padded; the envelope's size class comes on top.
const PADDING: usize = 64;

/// How a group is kept, founded or joined.
pub(crate) fn join_config() -> MlsGroupJoinConfig {
    MlsGroupJoinConfig::builder()
        .wire_format_policy(PURE_CIPHERTEXT_WIRE_FORMAT_POLICY)
        .padding_size(PADDING)
        .max_past_epochs(0)
        .number_of_resumption_psks(0)
        .use_ratchet_tree_extension(false)
        .sender_ratchet_configuration(ratchets())
        .build()
}

/// How a group is founded.
pub(crate) fn create_config(suite: Suite, policy: &Policy) -> Result<MlsGroupCreateConfig, EngineFault> {
    Ok(MlsGroupCreateConfig::builder()
        .wire_format_policy(PURE_CIPHERTEXT_WIRE_FORMAT_POLICY)
        .padding_size(PADDING)
        .max_past_epochs(0)
        .number_of_resumption_psks(0)
        .use_ratchet_tree_extension(false)
        .sender_ratchet_configuration(ratchets())
        .ciphersuite(ciphersuite(suite))
        .capabilities(capabilities(suite))
        .lifetime(lifetime())
        .with_group_context_extensions(context_extensions(policy)?)
        .build())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a fork or a snapshot would copy is nothing.
    const STATE: usize = size_of::<<Provider<'_> as OpenMlsProvider>::RandProvider>();

    #[test]
    fn a61_openmlss_randomness_has_no_state_that_a_fork_or_a_snapshot_could_repeat() {
        assert_eq!(STATE, 0);
        let (mine, copied) = (SystemRandom, SystemRandom);
        let array: [u8; 32] = mine.random_array().unwrap();
        assert_ne!(array, copied.random_array().unwrap());
        assert_ne!(array, [0; 32]);
        let long = mine.random_vec(1_000).unwrap();
        assert_ne!(long, copied.random_vec(1_000).unwrap());
        assert!(long.iter().any(|byte| *byte != 0) && long.len() == 1_000);
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! For tests: a committer that seals something else to others than its path says. Only those it is sealed to can see
//! that (RFC 9420 §16.12).

use openmls_rust_crypto::RustCrypto;
use openmls_traits::crypto::OpenMlsCrypto;
use openmls_traits::types::{
    AeadType, Ciphersuite, CryptoError, ExporterSecret, HashType, HpkeCiphertext, HpkeConfig, HpkeKeyPair,
    KemOutput, SignatureScheme,
};
use tls_codec::SecretVLBytes;

/// Crypto that is honest but for what it seals to some.
#[derive(Debug)]
pub(super) struct WrongPath<'a> {
    pub(super) inner: &'a RustCrypto,
    /// Whose public keys get something else; everybody's if nobody is named.
    pub(super) victims: Option<Vec<Vec<u8>>>,
}

macro_rules! honest {
    ($($name:ident($($arg:ident: $kind:ty),*) -> $result:ty;)*) => {$(
        fn $name(&self, $($arg: $kind),*) -> $result {
            self.inner.$name($($arg),*)
        }
    )*};
}

impl OpenMlsCrypto for WrongPath<'_> {
    honest! {
        supports(suite: Ciphersuite) -> Result<(), CryptoError>;
        supported_ciphersuites() -> Vec<Ciphersuite>;
        hkdf_extract(hash: HashType, salt: &[u8], ikm: &[u8]) -> Result<SecretVLBytes, CryptoError>;
        hmac(hash: HashType, key: &[u8], message: &[u8]) -> Result<SecretVLBytes, CryptoError>;
        hkdf_expand(hash: HashType, prk: &[u8], info: &[u8], len: usize) -> Result<SecretVLBytes, CryptoError>;
        hash(hash: HashType, data: &[u8]) -> Result<Vec<u8>, CryptoError>;
        aead_encrypt(alg: AeadType, key: &[u8], data: &[u8], nonce: &[u8], aad: &[u8])
            -> Result<Vec<u8>, CryptoError>;
        aead_decrypt(alg: AeadType, key: &[u8], data: &[u8], nonce: &[u8], aad: &[u8])
            -> Result<Vec<u8>, CryptoError>;
        signature_key_gen(alg: SignatureScheme) -> Result<(Vec<u8>, Vec<u8>), CryptoError>;
        verify_signature(alg: SignatureScheme, data: &[u8], key: &[u8], signature: &[u8])
            -> Result<(), CryptoError>;
        sign(alg: SignatureScheme, data: &[u8], key: &[u8]) -> Result<Vec<u8>, CryptoError>;
        hpke_open(config: HpkeConfig, input: &HpkeCiphertext, key: &[u8], info: &[u8], aad: &[u8])
            -> Result<Vec<u8>, CryptoError>;
        hpke_setup_sender_and_export(config: HpkeConfig, key: &[u8], info: &[u8], context: &[u8], len: usize)
            -> Result<(KemOutput, ExporterSecret), CryptoError>;
        hpke_setup_receiver_and_export(
            config: HpkeConfig, enc: &[u8], key: &[u8], info: &[u8], context: &[u8], len: usize
        ) -> Result<ExporterSecret, CryptoError>;
        derive_hpke_keypair(config: HpkeConfig, ikm: &[u8]) -> Result<HpkeKeyPair, CryptoError>;
    }

    fn hpke_seal(
        &self,
        config: HpkeConfig,
        key: &[u8],
        info: &[u8],
        aad: &[u8],
        plain: &[u8],
    ) -> Result<HpkeCiphertext, CryptoError> {
        let victim = self
            .victims
            .as_ref()
            .is_none_or(|victims| victims.iter().any(|victim| victim == key));
        let other: Vec<u8> = plain
            .iter()
            .map(|byte| if victim { !byte } else { *byte })
            .collect();
        self.inner.hpke_seal(config, key, info, aad, &other)
    }
}

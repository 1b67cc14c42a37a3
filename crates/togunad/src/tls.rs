// SPDX-License-Identifier: MIT OR Apache-2.0
//! TLS 1.3: the certificate's key, and the digest of it that the relay vouches for.

use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use rustls::ServerConfig;
use rustls::crypto::{CryptoProvider, ring};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use toguna_types::{Digest, FaultKind, SecretBytes};

use crate::config::Config;
use crate::home::{Home, read_secret};

/// Why certificate or key cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TlsFault {
    /// The certificate's file holds none, or cannot be read.
    #[error("the TLS certificate cannot be read")]
    Certificate,
    /// The key's file holds none, or cannot be read.
    #[error("the TLS key cannot be read")]
    Key,
    /// A certificate could not be made.
    #[error("a TLS certificate could not be made")]
    Make(#[source] rcgen::Error),
    /// The key is not the certificate's.
    #[error("the TLS key does not belong to the certificate")]
    Mismatch(#[source] rustls::Error),
    /// TLS 1.3 is not to be had.
    #[error("TLS 1.3 could not be set up")]
    Setup(#[source] rustls::Error),
}

impl TlsFault {
    /// The kind of this fault.
    #[must_use]
    pub(crate) const fn kind(&self) -> FaultKind {
        match self {
            Self::Certificate | Self::Key | Self::Mismatch(_) => FaultKind::Invalid,
            Self::Make(_) | Self::Setup(_) => FaultKind::Broken,
        }
    }

    /// What to do about it.
    #[must_use]
    pub(crate) const fn help(&self) -> &'static str {
        match self {
            Self::Certificate => "Give a file with a certificate chain in PEM, the relay's own first.",
            Self::Key => "Give a file with the private key in PEM that this user may read.",
            Self::Make(_) | Self::Setup(_) => "This is a fault of the program; please report it.",
            Self::Mismatch(_) => "Give the certificate and the key that were made together.",
        }
    }
}

/// A certificate made now: members know the relay by its own key, so nobody else need sign it.
pub(crate) struct Made {
    pub(crate) cert: String,
    pub(crate) key: SecretBytes,
}

/// Makes a self-signed certificate for a host.
pub(crate) fn make(host: &str) -> Result<Made, TlsFault> {
    let made = rcgen::generate_simple_self_signed([host.to_owned()]).map_err(TlsFault::Make)?;
    Ok(Made {
        cert: made.cert.pem(),
        key: SecretBytes::new(made.signing_key.serialize_pem().into_bytes()),
    })
}

/// A certificate with its key, ready to serve.
#[derive(Debug)]
pub(crate) struct Tls {
    key: Arc<CertifiedKey>,
    spki: Digest,
}

impl Tls {
    /// Reads and checks certificate chain and key.
    pub(crate) fn read(cert: &Path, key: &Path) -> Result<Self, TlsFault> {
        let chain = CertificateDer::pem_file_iter(cert).map_err(|_| TlsFault::Certificate)?;
        let chain: Vec<_> = chain
            .collect::<Result<_, _>>()
            .map_err(|_| TlsFault::Certificate)?;
        if chain.is_empty() {
            return Err(TlsFault::Certificate);
        }
        let pem = read_secret(key).map_err(|_| TlsFault::Key)?;
        // expose: the key is taken out of its file
        let key = PrivateKeyDer::from_pem_slice(pem.expose()).map_err(|_| TlsFault::Key)?;
        let key =
            CertifiedKey::from_der(chain, key, &ring::default_provider()).map_err(TlsFault::Mismatch)?;
        let spki = key.key.public_key().ok_or(TlsFault::Key)?;
        Ok(Self {
            spki: Digest::of(&spki),
            key: Arc::new(key),
        })
    }

    /// SHA-256 of its SubjectPublicKeyInfo.
    pub(crate) const fn spki(&self) -> Digest {
        self.spki
    }

    /// The configuration of the port, TLS 1.3 only, and what it shows to whoever connects.
    pub(crate) fn server(&self) -> Result<(Arc<ServerConfig>, Arc<Shown>), TlsFault> {
        let provider: Arc<CryptoProvider> = Arc::new(ring::default_provider());
        let shown = Arc::new(Shown(RwLock::new(Arc::clone(&self.key))));
        let resolver: Arc<dyn ResolvesServerCert> = shown.clone();
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(&[&rustls::version::TLS13])
            .map_err(TlsFault::Setup)?
            .with_no_client_auth()
            .with_cert_resolver(resolver);
        config.send_tls13_tickets = 0; // each connection is checked anew, and none can be tied to an earlier one
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok((Arc::new(config), shown))
    }
}

/// The certificate and key that new connections get.
#[derive(Debug)]
pub(crate) struct Shown(RwLock<Arc<CertifiedKey>>);

impl Shown {
    /// Shows another from now on; connections that stand keep theirs.
    pub(crate) fn show(&self, tls: &Tls) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&tls.key);
    }
}

impl ResolvesServerCert for Shown {
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner)))
    }
}

/// Certificate and key of the settings, unless the relay speaks without TLS.
pub(crate) fn of(home: &Home, config: &Config) -> Result<Option<Tls>, TlsFault> {
    if config.plaintext {
        return Ok(None);
    }
    let own = || (home.path(Home::TLS_CERT), home.path(Home::TLS_KEY));
    let (cert, key) = config.tls.clone().unwrap_or_else(own);
    Tls::read(&cert, &key).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_made_now_serves_and_another_ones_key_does_not() {
        let dir = tempfile::tempdir().unwrap();
        let (cert, key, other) = (
            dir.path().join("cert"),
            dir.path().join("key"),
            dir.path().join("other"),
        );
        let made = make("relay.example").unwrap();
        std::fs::write(&cert, &made.cert).unwrap();
        std::fs::write(&key, made.key.expose()).unwrap();
        std::fs::write(&other, make("relay.example").unwrap().key.expose()).unwrap();
        let tls = Tls::read(&cert, &key).unwrap();
        tls.server().unwrap();
        assert!(matches!(Tls::read(&cert, &other), Err(TlsFault::Mismatch(_))));
        assert!(matches!(Tls::read(&key, &key), Err(TlsFault::Certificate)));
        assert!(matches!(Tls::read(&cert, &cert), Err(TlsFault::Key)));
    }
}

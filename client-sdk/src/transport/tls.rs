// SPDX-License-Identifier: MIT OR Apache-2.0
//! TLS 1.3 to a relay that is known by its key, not by a certificate authority.
//!
//! The handshake proves that the other side holds the certificate's key; whether that key is the relay's is
//! decided by the relay's signed list, before anything else is sent. Names and dates of the certificate are not
//! judged: a wrong clock locks nobody out.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls13_signature};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, SignatureScheme};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use toguna_auth::Endpoint;
use toguna_types::Digest;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::Io;

/// Shakes hands and returns the stream with SHA-256 of the other side's SubjectPublicKeyInfo.
pub(super) async fn shake_hands(
    stream: Box<dyn Io>,
    endpoint: &Endpoint,
) -> io::Result<(TlsStream<Box<dyn Io>>, Digest)> {
    let provider = Arc::new(ring::default_provider());
    let seen = Arc::new(Mutex::new(None));
    let verifier = Arc::new(RecordKey {
        provider: provider.clone(),
        seen: seen.clone(),
    });
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .map_err(io::Error::other)?
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec()];
    config.resumption = rustls::client::Resumption::disabled();
    let name = ServerName::try_from(endpoint.host().to_owned()).map_err(io::Error::other)?;
    let stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await?;
    let spki = seen.lock().unwrap_or_else(PoisonError::into_inner).take();
    let spki = spki.ok_or_else(|| io::Error::other("the handshake showed no certificate"))?;
    Ok((stream, spki))
}

/// Accepts any certificate whose key signs the handshake, and records that key.
#[derive(Debug)]
struct RecordKey {
    provider: Arc<CryptoProvider>,
    seen: Arc<Mutex<Option<Digest>>>,
}

impl ServerCertVerifier for RecordKey {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _name: &ServerName<'_>,
        _ocsp: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let cert = webpki::EndEntityCert::try_from(end_entity)
            .map_err(|_| Error::InvalidCertificate(CertificateError::BadEncoding))?;
        let spki = Digest::of(cert.subject_public_key_info().as_ref());
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(spki);
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _cert: &CertificateDer<'_>,
        _dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(Error::General("TLS 1.3 only".to_owned()))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(
            message,
            cert,
            dss,
            &self.provider.signature_verification_algorithms,
        )
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! The three exporters of an epoch (RFC 9420 §8.5), each 32 bytes under the context SHA-256(relay id ‖ log id).

use openmls::prelude::{MlsGroup, StagedCommit};
use openmls_rust_crypto::RustCrypto;
use toguna_auth::EpochCapability;
use toguna_types::Secret;
use zeroize::Zeroizing;

use crate::fault::EngineFault;

const ENVELOPE: &str = "toguna/envelope/v1";
const ERA: &str = "toguna/era/v1";
const LENGTH: usize = 32;

/// What an epoch's members derive from it.
#[derive(Debug)]
pub struct EpochKeys {
    /// `root_e`, from which the capability keys follow.
    pub root: Secret<32>,
    /// Seals the epoch's commits and messages.
    pub envelope: Secret<32>,
    /// The record key, if an era starts here.
    pub era: Secret<32>,
}

impl EpochKeys {
    /// The keys of the epoch a group stands in.
    pub(super) fn now(mls: &MlsGroup, crypto: &RustCrypto, context: &[u8; 32]) -> Result<Self, EngineFault> {
        Self::from(|label| mls.export_secret(crypto, label, context, LENGTH).ok())
    }

    /// The keys of the epoch a staged commit leads to; none, if it removes this device.
    pub(super) fn next(
        staged: &StagedCommit,
        crypto: &RustCrypto,
        context: &[u8; 32],
    ) -> Result<Self, EngineFault> {
        Self::from(|label| staged.export_secret(crypto, label, context, LENGTH).ok())
    }

    fn from(export: impl Fn(&str) -> Option<Vec<u8>>) -> Result<Self, EngineFault> {
        let key = |label| {
            let bytes = Zeroizing::new(export(label).ok_or(EngineFault::Library)?);
            Secret::from_slice(&bytes).ok_or(EngineFault::Library)
        };
        Ok(Self {
            root: key(EpochCapability::EXPORTER)?,
            envelope: key(ENVELOPE)?,
            era: key(ERA)?,
        })
    }

    /// The capability keys.
    #[must_use]
    pub fn capability(&self) -> EpochCapability {
        EpochCapability::derive(&self.root)
    }
}

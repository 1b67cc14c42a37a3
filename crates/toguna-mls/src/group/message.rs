// SPDX-License-Identifier: MIT OR Apache-2.0
//! Messages: MLS application messages (RFC 9420 §15.2) in the epoch's envelope.

use std::fmt;

use openmls::prelude::{
    ContentType, MlsMessageIn, PastEpochDeletion, ProcessedMessageContent, ProtocolMessage, Sender,
};
use openmls_traits::OpenMlsProvider as _;
use tls_codec::Deserialize as _;
use toguna_auth::VerifiedDevice;
use toguna_crypto::{SealKind, open, seal};
use toguna_types::{Class, Entropy, limit};
use toguna_vault::VaultTx;

use crate::fault::{EngineFault, MessageFault, too_long};
use crate::group::stage::within;
use crate::group::{EpochKeys, Group};
use crate::member::VerifiedMember;
use crate::provider::{LeafSigner, Provider};

/// A message, and who wrote it: its MLS signature is the author's.
#[derive(Clone, PartialEq, Eq)]
pub struct Received {
    /// The author's device.
    pub device: VerifiedDevice,
    /// The author's leaf index.
    pub leaf: u32,
    /// What it says.
    pub content: Vec<u8>,
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Received({} bytes)", self.content.len())
    }
}

impl Group {
    /// Encrypts a message for the current epoch.
    ///
    /// # Errors
    /// [`EngineFault::TooLong`], or another [`EngineFault`].
    pub fn encrypt(
        &mut self,
        tx: &VaultTx<'_>,
        content: &[u8],
        entropy: &impl Entropy,
    ) -> Result<Vec<u8>, EngineFault> {
        let provider = Provider::over(tx);
        let leaf_key = self.my_leaf_key(tx)?;
        let aad = self.entry(Class::Message).encode();
        self.mls.set_aad(aad.clone());
        let message = self
            .mls
            .create_message(&provider, &LeafSigner(&leaf_key), content)
            .map_err(|_| provider.or_vault(EngineFault::Library))?
            .to_bytes()
            .map_err(|_| EngineFault::Library)?;
        if let Some(fault) = provider.vault_fault() {
            return Err(fault.into());
        }
        let key = EpochKeys::now(&self.mls, provider.crypto(), &self.exporter_context())?.envelope;
        let limit = limit::MESSAGE_BYTES;
        let payload = seal(SealKind::Envelope, &key, &aad, &message, entropy).map_err(too_long(limit))?;
        within(payload.len(), limit)?;
        Ok(payload)
    }

    /// Decrypts a message of another member in the current epoch. This device's own are known by their hash and
    /// never come here. A forged or damaged one changes nothing, in the vault or in memory: after any fault but
    /// [`MessageFault::Engine`] the group may go on.
    ///
    /// # Errors
    /// [`MessageFault`].
    pub fn decrypt(&mut self, tx: &VaultTx<'_>, payload: &[u8]) -> Result<Received, MessageFault> {
        let received = self.decrypt_in_batch(tx, payload)?;
        self.write_ratchets(tx)?;
        Ok(received)
    }

    /// Writes the ratchets that [`Self::decrypt_in_batch`] moved on, if it did. To be called before the
    /// transaction ends, and before a savepoint that may be rolled back: what is not written can be decrypted
    /// again.
    ///
    /// # Errors
    /// [`EngineFault`].
    pub fn write_ratchets(&mut self, tx: &VaultTx<'_>) -> Result<(), EngineFault> {
        if !std::mem::take(&mut self.ratchets_moved) {
            return Ok(());
        }
        // There are no past epochs to delete; deleting them is the one call that writes the ratchets.
        let provider = Provider::over(tx);
        self.mls
            .delete_past_epoch_secrets(&provider, PastEpochDeletion::delete_all())
            .map_err(|_| provider.or_vault(EngineFault::Library))
    }

    /// As [`Self::decrypt`], leaving it to the caller to call [`Self::write_ratchets`] at the end of a batch: all
    /// ratchets of a space are one row, which in a space of 1,000 speakers is half a megabyte.
    ///
    /// # Errors
    /// [`MessageFault`].
    pub fn decrypt_in_batch(&mut self, tx: &VaultTx<'_>, payload: &[u8]) -> Result<Received, MessageFault> {
        let provider = Provider::holding(tx);
        let entry = self.entry(Class::Message).encode();
        let key = EpochKeys::now(&self.mls, provider.crypto(), &self.exporter_context())?.envelope;
        let inner =
            open(SealKind::Envelope, &key, &entry, payload).map_err(|_| MessageFault::NotAuthentic)?;
        let message = application_message(&inner).ok_or(MessageFault::NotAuthentic)?;
        let processed = self.mls.process_message(&provider, message);
        if let Some(fault) = provider.vault_fault() {
            return Err(fault.into());
        }
        let processed = processed.map_err(|_| MessageFault::NotAuthentic)?;
        self.ratchets_moved = true;
        if matches!(processed.content(), ProcessedMessageContent::OwnPrivateMessage) {
            return Err(MessageFault::OwnMessage);
        }
        if processed.aad() != entry {
            return Err(MessageFault::Context);
        }
        let Sender::Member(index) = *processed.sender() else {
            return Err(MessageFault::NotAuthentic);
        };
        let ProcessedMessageContent::ApplicationMessage(content) = processed.into_content() else {
            return Err(MessageFault::NotAuthentic);
        };
        let leaf = self.leaf(index.u32()).ok_or(EngineFault::Library)?;
        let member =
            VerifiedMember::of(leaf, self.relay, self.policy.suite).map_err(|_| EngineFault::Library)?;
        Ok(Received {
            device: member.device().clone(),
            leaf: index.u32(),
            content: content.into_bytes(),
        })
    }
}

/// The PrivateMessage with application content in `bytes`, if that is what they are.
fn application_message(bytes: &[u8]) -> Option<ProtocolMessage> {
    let message = MlsMessageIn::tls_deserialize_exact(bytes).ok()?;
    let message = message.try_into_protocol_message().ok()?;
    let private = matches!(message, ProtocolMessage::PrivateMessage(_));
    (private && message.content_type() == ContentType::Application).then_some(message)
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Staging a change: checked against the rules first, built, sealed, and kept pending until the log shows it.

use openmls::prelude::{
    CommitMessageBundle, Extension, LeafNodeIndex, NewSignerBundle, StagedCommit, UnknownExtension,
};
use openmls_traits::OpenMlsProvider as _;
use tls_codec::Serialize as _;
use toguna_auth::{CommitStatement, Signed, SigningKey};
use toguna_crypto::{SealKind, seal};
use toguna_types::{
    AccountId, AttachmentId, AttachmentRef, Class, CommitPayload, DeviceId, Digest, Entropy, Head,
    SignedBytes, limit,
};
use toguna_vault::VaultTx;
use zeroize::Zeroizing;

use crate::fault::{EngineFault, too_long};
use crate::format::{
    CommitAad, CommitEnvelope, GRANT_EXTENSION, HistoryGrant, Part, Pending, Pointer, beside,
};
use crate::group::change::{Change, Plan, StewardWords, check_limits};
use crate::group::{EpochKeys, Group};
use crate::key_package::VerifiedKeyPackage;
use crate::member::Me;
use crate::provider::{LeafSigner, Provider, context_extensions};
use crate::rows;
use crate::rules::{CommitView, LeafView, judge};

/// One attachment of a commit, to be stored with it.
#[derive(Clone, Debug)]
pub struct NewAttachment {
    /// Its id within the log.
    pub id: AttachmentId,
    /// SHA-256 of the token that fetches it.
    pub token: Digest,
    /// Its sealed bytes.
    pub bytes: Vec<u8>,
}

/// Somebody a commit adds, and what it must be told.
#[derive(Clone, Debug)]
pub struct Newcomer {
    /// The device.
    pub device: DeviceId,
    /// Its account.
    pub account: AccountId,
    /// SHA-256 of its mailbox key.
    pub mailbox_key: Digest,
    /// Where it finds its Welcome.
    pub pointer: Pointer,
}

/// A staged change: what goes to the relay. The vault holds the rest.
#[derive(Clone, Debug)]
#[must_use = "a staged change waits until the log shows it or it is discarded"]
pub struct Staged {
    /// The sealed envelope.
    pub envelope: Vec<u8>,
    /// `W_{e+1}`.
    pub next_write: [u8; 32],
    /// `R_{e+1}`.
    pub next_read: [u8; 32],
    /// Sealed Welcome and tree, if it adds anybody.
    pub attachments: Vec<NewAttachment>,
    /// Whom it adds.
    pub newcomers: Vec<Newcomer>,
    /// What it says to the relay under the steward key.
    pub words: StewardWords,
    /// SHA-256 of the MLS commit; [`Group::merge_own`] asks for it.
    pub commit_hash: Digest,
}

impl Staged {
    /// What the relay reads of it.
    #[must_use]
    pub fn payload(&self) -> CommitPayload {
        let named = |attachment: &NewAttachment| AttachmentRef {
            id: attachment.id,
            hash: Digest::of(&attachment.bytes),
            token: attachment.token,
        };
        let next = self.words.next.clone();
        let (next_steward, steward_change) = next.map(|(key, word)| (key.to_bytes(), word)).unzip();
        CommitPayload {
            envelope: self.envelope.clone(),
            next_write: self.next_write,
            next_read: self.next_read,
            next_join: None,
            next_steward,
            steward_change,
            steward_request: self.words.request.clone(),
            attachments: self.attachments.iter().map(named).collect(),
        }
    }
}

impl Group {
    /// Stages a change. The rules are asked first, so that a change they forbid touches nothing. `head` is the
    /// head of the log as this device knows it.
    ///
    /// # Errors
    /// [`EngineFault`]; the group must then be dropped.
    pub fn stage(
        &mut self,
        tx: &VaultTx<'_>,
        me: &Me<'_>,
        change: Change,
        head: Head,
        entropy: &impl Entropy,
    ) -> Result<Staged, EngineFault> {
        if self.has_pending() {
            return Err(EngineFault::AlreadyPending);
        }
        let leaf_key = self.my_leaf_key(tx)?;
        let plan = self.plan(change, entropy)?;
        check_limits(self.view()?, &plan.view)?;
        let judged = judge(self.view()?, &plan.view, &plan.evidence).map_err(EngineFault::Refused)?;
        let adds = !plan.adds.is_empty();
        let pointer = adds.then(|| self.new_pointer(me, entropy)).transpose()?;
        let grant = adds.then(|| self.grant(tx, &judged, head)).transpose()?;
        let besides = beside(&plan.evidence, pointer.as_ref()).ok_or(EngineFault::Library)?;
        let aad = CommitAad::of(self.entry(Class::Commit), plan.view.kind, besides);

        let provider = Provider::over(tx);
        let bundle = self.build(&provider, me, &plan, &aad, grant.as_ref(), &leaf_key)?;
        if let Some(new) = &plan.new_leaf_key {
            rows::put_leaf_key(tx, new)?;
        }
        let (commit, welcome, _) = bundle.into_messages();
        let commit = commit.to_bytes().map_err(|_| EngineFault::Library)?;
        let welcome = welcome
            .map(|welcome| welcome.to_bytes().map_err(|_| EngineFault::Library))
            .transpose()?;
        let pending = Pending::of(
            Digest::of(&commit),
            plan.view.kind,
            &plan.evidence,
            pointer.clone(),
        );
        rows::put_pending(tx, self.log, &pending)?;
        let newcomers = newcomers(&plan.view, pointer.as_ref());
        let staged = self.mls.pending_commit().ok_or(EngineFault::Library)?;
        let attachments = match (&pointer, welcome) {
            (Some(pointer), Some(welcome)) => {
                let tree = self.next_tree(&provider, staged)?;
                attachments(pointer, &welcome, &tree, entropy)?
            }
            (None, None) => Vec::new(),
            _ => return Err(EngineFault::Library),
        };
        self.sealed(
            &provider,
            Parts {
                commit,
                plan,
                pointer,
                leaf_key,
            },
            attachments,
            newcomers,
            entropy,
        )
    }

    /// Drops the staged commit, because it is definitely lost. Returns its hash: should the log ever show it, the
    /// device must ask to be re-added.
    ///
    /// # Errors
    /// [`EngineFault`].
    pub fn discard_pending(&mut self, tx: &VaultTx<'_>) -> Result<Option<Digest>, EngineFault> {
        let provider = Provider::over(tx);
        let pending = rows::pending(tx, self.log)?;
        self.mls
            .clear_pending_commit(provider.storage())
            .map_err(|_| provider.or_vault(EngineFault::Library))?;
        rows::pending_gone(tx, self.log)?;
        Ok(pending.map(|pending| pending.commit))
    }

    fn build(
        &mut self,
        provider: &Provider<'_>,
        me: &Me<'_>,
        plan: &Plan,
        aad: &CommitAad,
        grant: Option<&HistoryGrant>,
        leaf_key: &SigningKey,
    ) -> Result<CommitMessageBundle, EngineFault> {
        let refused = |provider: &Provider<'_>| provider.or_vault(EngineFault::Library);
        let grant = grant
            .map(HistoryGrant::encode)
            .transpose()
            .map_err(EngineFault::Grant)?;
        self.mls.set_aad(aad.encode());
        let mut builder = self
            .mls
            .commit_builder()
            .consume_proposal_store(false)
            .force_self_update(true)
            .propose_removals(plan.view.removes.iter().copied().map(LeafNodeIndex::new))
            .propose_adds(plan.adds.iter().map(VerifiedKeyPackage::inner));
        if let Some(policy) = &plan.policy {
            builder = builder
                .propose_group_context_extensions(context_extensions(policy)?)
                .map_err(|_| EngineFault::Library)?;
        }
        let mut builder = builder
            .load_psks(provider.storage())
            .map_err(|_| refused(provider))?;
        if let Some(bytes) = grant {
            builder = builder
                .create_group_info_with_extensions([Extension::Unknown(
                    GRANT_EXTENSION,
                    UnknownExtension(bytes),
                )])
                .map_err(|_| EngineFault::Library)?;
        }
        let (rand, crypto, signer) = (provider.rand(), provider.crypto(), LeafSigner(leaf_key));
        let complete = match &plan.new_leaf_key {
            None => builder.build(rand, crypto, &signer, |_| true),
            Some(new) => {
                let new_signer = LeafSigner(new);
                let bundle = NewSignerBundle {
                    signer: &new_signer,
                    credential_with_key: me.credential(new)?,
                };
                builder.build_with_new_signer(rand, crypto, &signer, bundle, |_| true)
            }
        };
        complete
            .map_err(|_| refused(provider))?
            .stage_commit(provider)
            .map_err(|_| refused(provider))
    }

    fn new_pointer(&self, me: &Me<'_>, entropy: &impl Entropy) -> Result<Pointer, EngineFault> {
        let account = me.device()?.account();
        Ok(Pointer::make(
            self.relay,
            self.log,
            self.epoch().next(),
            account,
            entropy,
        ))
    }

    fn next_tree(&self, provider: &Provider<'_>, staged: &StagedCommit) -> Result<Vec<u8>, EngineFault> {
        staged
            .export_ratchet_tree(provider.crypto(), self.mls.export_ratchet_tree())
            .ok()
            .flatten()
            .and_then(|tree| tree.tls_serialize_detached().ok())
            .ok_or(EngineFault::Library)
    }

    fn sealed(
        &self,
        provider: &Provider<'_>,
        parts: Parts,
        attachments: Vec<NewAttachment>,
        newcomers: Vec<Newcomer>,
        entropy: &impl Entropy,
    ) -> Result<Staged, EngineFault> {
        let context = self.exporter_context();
        let staged = self.mls.pending_commit().ok_or(EngineFault::Library)?;
        let next = EpochKeys::next(staged, provider.crypto(), &context)?.capability();
        let commit_hash = Digest::of(&parts.commit);
        let statement = CommitStatement {
            relay: self.relay,
            log: self.log,
            epoch: self.epoch(),
            commit: commit_hash,
            next_write: next.write.public(),
            next_read: next.read.public(),
            next_join: None,
            next_steward: parts.plan.words.next.as_ref().map(|(key, _)| *key),
            steward_request: request_digest(parts.plan.words.request.as_ref()),
        };
        let statement = Signed::sign(&parts.leaf_key, &statement).map_err(EngineFault::Statement)?;
        let envelope = CommitEnvelope::of(
            Some(self.my_leaf()),
            parts.commit,
            statement,
            &parts.plan.evidence,
            parts.pointer,
        );
        let key = EpochKeys::now(&self.mls, provider.crypto(), &context)?.envelope;
        let content = Zeroizing::new(envelope.encode().ok_or(EngineFault::Library)?);
        let limit = limit::COMMIT_BYTES;
        let envelope = seal(
            SealKind::Envelope,
            &key,
            &self.entry(Class::Commit).encode(),
            &content,
            entropy,
        )
        .map_err(too_long(limit))?;
        within(envelope.len(), limit)?;
        Ok(Staged {
            envelope,
            next_write: next.write.public().to_bytes(),
            next_read: next.read.public().to_bytes(),
            attachments,
            newcomers,
            words: parts.plan.words,
            commit_hash,
        })
    }
}

/// How a committer's word names what its commit asks of the relay.
pub(super) fn request_digest(request: Option<&SignedBytes>) -> Option<Digest> {
    request.map(|request| Digest::of(&request.statement))
}

struct Parts {
    commit: Vec<u8>,
    plan: Plan,
    pointer: Option<Pointer>,
    leaf_key: SigningKey,
}

/// Whom a commit adds, with the pointer that all of them get.
pub(super) fn newcomers(commit: &CommitView, pointer: Option<&Pointer>) -> Vec<Newcomer> {
    let told = |leaf: &LeafView, pointer: &Pointer| Newcomer {
        device: leaf.device.device(),
        account: leaf.account(),
        mailbox_key: leaf.device.cert().mailbox_key,
        pointer: pointer.clone(),
    };
    let named = |pointer| commit.adds.iter().map(|leaf| told(leaf, pointer)).collect();
    pointer.map_or_else(Vec::new, named)
}

fn attachments(
    pointer: &Pointer,
    welcome: &[u8],
    tree: &[u8],
    entropy: &impl Entropy,
) -> Result<Vec<NewAttachment>, EngineFault> {
    let sealed = |part, content: &[u8]| -> Result<NewAttachment, EngineFault> {
        let bytes = pointer
            .seal(part, content, entropy)
            .map_err(EngineFault::Attachment)?;
        within(bytes.len(), limit::ATTACHMENT_BYTES)?;
        let fetch = pointer.fetch(part);
        Ok(NewAttachment {
            id: fetch.id,
            token: fetch.token_digest(),
            bytes,
        })
    };
    Ok(vec![sealed(Part::Welcome, welcome)?, sealed(Part::Tree, tree)?])
}

pub(super) fn within(len: usize, limit: u32) -> Result<(), EngineFault> {
    if u32::try_from(len).is_ok_and(|len| len <= limit) {
        Ok(())
    } else {
        Err(EngineFault::TooLong { limit })
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! A commit of somebody else, from the log: opened, judged, and merged only if every check holds.
//!
//! The order is part of the protocol, since it decides whom a refusal accuses: the committer's word first (it
//! names the committer even where the rest cannot be read), then the relay's keys against that word, then the
//! commit itself, the rules, and last what only members can derive.

use openmls::framing::errors::{MessageDecryptionError, SecretTreeError};
use openmls::prelude::{
    ApplyUpdatePathError, ContentType, MlsMessageIn, ProcessMessageError, ProcessedMessage,
    ProcessedMessageContent, Sender, StageCommitError, StagedCommit, ValidationError, WireFormat,
};
use openmls_traits::OpenMlsProvider as _;
use tls_codec::{Deserialize as _, DeserializeBytes as _};
use toguna_auth::{CommitStatement, VerifyingKey};
use toguna_crypto::{SealKind, open};
use toguna_types::{AccountId, Class, CommitPayload, Digest};
use toguna_vault::VaultTx;
use zeroize::Zeroizing;

use crate::fault::{CommitFault, Culprit, EngineFault, InvalidReason};
use crate::format::{CommitAad, CommitEnvelope, beside};
use crate::group::settle::{Approved, Merged};
use crate::group::stage::request_digest;
use crate::group::verdict::Read;
use crate::group::{At, EpochKeys, Group};
use crate::provider::Provider;
use crate::rules::{CommitKind, Committer, Openness, Role, Wire, judge};

impl Group {
    /// Processes a commit that the log shows, and merges it if it is valid. A commit of this device's own that
    /// was staged and lost is dropped in the same step.
    ///
    /// # Errors
    /// [`CommitFault`]; the caller then rolls back and drops the group.
    pub fn receive_commit(
        &mut self,
        tx: &VaultTx<'_>,
        commit: &CommitPayload,
        at: At,
    ) -> Result<Merged, CommitFault> {
        let provider = Provider::over(tx);
        let envelope = self.open_envelope(&provider, commit)?;
        let author = self.vouched(&envelope)?;
        if let Some((_, statement)) = &author {
            check_payload(commit, statement)?;
            self.check_place(&envelope, statement)?;
        }

        let accused = author
            .as_ref()
            .map_or(Culprit::Nobody, |(account, _)| Culprit::Committer(*account));
        let (processed, wire) = self.process(&provider, &envelope, accused)?;
        let committer = self.committer(&processed, envelope.leaf, accused)?;
        let kind = self.kind_of(&processed, &envelope, accused)?;
        let ProcessedMessageContent::StagedCommitMessage(staged) = processed.into_content() else {
            return Err(invalid(accused, InvalidReason::Protocol));
        };

        let read = self
            .read_commit(&staged, committer, wire, kind)
            .map_err(|bad| invalid(accused, InvalidReason::Member(bad)))?;
        let (by, statement) = match author {
            Some(author) => author,
            None => self.vouched_by_joiner(&envelope, commit, &read)?,
        };
        let accused = Culprit::Committer(by);
        let judged = judge(self.view()?, &read.view, &envelope.evidence())
            .map_err(|broken| invalid(accused, InvalidReason::Rules(broken)))?;
        let asks = commit.steward_change.is_some()
            || commit.steward_request.is_some()
            || commit.next_steward.is_some();
        if asks && self.view()?.policy.role_of(by) != Some(Role::Steward) {
            return Err(invalid(accused, InvalidReason::StewardOnly));
        }
        if staged.self_removed() {
            let by = matches!(committer, Committer::Member(_)).then_some(by);
            return Err(CommitFault::Removed { by });
        }
        let keys = self.derived(&provider, &staged, &statement, accused)?;
        let approved = Approved {
            read,
            judged,
            keys,
            pointer: envelope.pointer,
            by,
        };
        self.merge_received(tx, &provider, *staged, approved, at)
    }

    /// The account that signed for a commit's bytes, payload and place included.
    pub(super) fn signed_for(
        &self,
        provider: &Provider<'_>,
        commit: &CommitPayload,
    ) -> Result<Option<AccountId>, CommitFault> {
        let envelope = self.open_envelope(provider, commit)?;
        let Some((account, statement)) = self.vouched(&envelope)? else {
            return Ok(None);
        };
        check_payload(commit, &statement)?;
        self.check_place(&envelope, &statement)?;
        Ok(Some(account))
    }

    fn merge_received(
        &mut self,
        tx: &VaultTx<'_>,
        provider: &Provider<'_>,
        staged: StagedCommit,
        approved: Approved,
        at: At,
    ) -> Result<Merged, CommitFault> {
        self.verified_members()?;
        self.mls
            .merge_staged_commit(provider, staged)
            .map_err(|_| provider.or_vault(EngineFault::Library))?;
        Ok(self.settle(tx, approved, at)?)
    }

    fn open_envelope(
        &self,
        provider: &Provider<'_>,
        commit: &CommitPayload,
    ) -> Result<CommitEnvelope, CommitFault> {
        let key = EpochKeys::now(&self.mls, provider.crypto(), &self.exporter_context())?.envelope;
        let aad = self.entry(Class::Commit).encode();
        open(SealKind::Envelope, &key, &aad, &commit.envelope)
            .ok()
            .map(Zeroizing::new)
            .and_then(|content| CommitEnvelope::decode(&content))
            .ok_or_else(|| invalid(Culprit::Nobody, InvalidReason::Envelope))
    }

    /// The committer's word, if it is signed by the leaf it names. Anybody can write a leaf index: one that the
    /// signature does not bear out accuses nobody. `None` for a joiner's commit, whose leaf is not there yet.
    fn vouched(
        &self,
        envelope: &CommitEnvelope,
    ) -> Result<Option<(AccountId, CommitStatement)>, CommitFault> {
        let Some(index) = envelope.leaf else {
            return Ok(None);
        };
        let unsigned = || invalid(Culprit::Nobody, InvalidReason::Statement);
        let leaf = self.view()?.leaves.get(&index).ok_or_else(unsigned)?;
        let statement = envelope
            .statement
            .verify(&leaf.leaf_key)
            .map_err(|_| unsigned())?;
        Ok(Some((leaf.account(), statement)))
    }

    fn vouched_by_joiner(
        &self,
        envelope: &CommitEnvelope,
        commit: &CommitPayload,
        read: &Read,
    ) -> Result<(AccountId, CommitStatement), CommitFault> {
        let unsigned = || invalid(Culprit::Nobody, InvalidReason::Statement);
        let leaf = read.view.path_leaf.as_ref().ok_or_else(unsigned)?;
        let statement = envelope
            .statement
            .verify(&leaf.leaf_key)
            .map_err(|_| unsigned())?;
        check_payload(commit, &statement)?;
        self.check_place(envelope, &statement)?;
        Ok((leaf.account(), statement))
    }

    /// That the word is about this commit, here and now. A true word about another place or commit accuses
    /// nobody: whoever put it here need not be its author.
    fn check_place(&self, envelope: &CommitEnvelope, statement: &CommitStatement) -> Result<(), CommitFault> {
        let here = (
            self.relay,
            self.log,
            self.epoch(),
            Digest::of(envelope.commit.as_slice()),
        );
        if (statement.relay, statement.log, statement.epoch, statement.commit) == here {
            Ok(())
        } else {
            Err(invalid(Culprit::Nobody, InvalidReason::Statement))
        }
    }

    fn process(
        &mut self,
        provider: &Provider<'_>,
        envelope: &CommitEnvelope,
        accused: Culprit,
    ) -> Result<(ProcessedMessage, Wire), CommitFault> {
        let broken = || invalid(accused, InvalidReason::Protocol);
        let message =
            MlsMessageIn::tls_deserialize_exact(envelope.commit.as_slice()).map_err(|_| broken())?;
        let message = message.try_into_protocol_message().map_err(|_| broken())?;
        if message.content_type() != ContentType::Commit {
            return Err(broken());
        }
        let wire = if message.wire_format() == WireFormat::PrivateMessage {
            Wire::Private
        } else {
            Wire::Public
        };
        let processed = self.mls.process_message(provider, message);
        if let Some(fault) = provider.vault_fault() {
            return Err(fault.into());
        }
        match processed {
            Ok(processed) => Ok((processed, wire)),
            Err(fault) if only_secrets_decide(&fault) => Err(CommitFault::NeedsReAdd),
            Err(_) => Err(broken()),
        }
    }

    /// Who made it: the sender openmls verified, who must be the leaf the envelope names. Openmls does not open
    /// what claims to come from this device's own leaf. If this device signed for it, it is a commit that it gave
    /// up and that the log took after all; if another did, the claim is part of the forgery.
    fn committer(
        &self,
        processed: &ProcessedMessage,
        named: Option<u32>,
        accused: Culprit,
    ) -> Result<Committer, CommitFault> {
        let own = matches!(processed.content(), ProcessedMessageContent::OwnPrivateMessage);
        match (processed.sender(), named) {
            (_, Some(named)) if own && named == self.my_leaf() => Err(CommitFault::NeedsReAdd),
            (Sender::Member(index), Some(named)) if !own && index.u32() == named => {
                Ok(Committer::Member(named))
            }
            (Sender::NewMemberCommit, None) => Ok(Committer::External),
            _ => Err(invalid(accused, InvalidReason::Statement)),
        }
    }

    /// What the commit's authenticated data say it is for; they also bind what stands beside it.
    fn kind_of(
        &self,
        processed: &ProcessedMessage,
        envelope: &CommitEnvelope,
        accused: Culprit,
    ) -> Result<CommitKind, CommitFault> {
        let aad = CommitAad::tls_deserialize_exact_bytes(processed.aad())
            .map_err(|_| invalid(accused, InvalidReason::Protocol))?;
        if beside(&envelope.evidence(), envelope.pointer.as_ref()) != Some(aad.beside) {
            return Err(invalid(Culprit::Nobody, InvalidReason::Beside));
        }
        aad.kind(&self.entry(Class::Commit))
            .ok_or_else(|| invalid(accused, InvalidReason::Protocol))
    }

    /// The next epoch's keys, if they are those the committer signed.
    fn derived(
        &self,
        provider: &Provider<'_>,
        staged: &StagedCommit,
        statement: &CommitStatement,
        accused: Culprit,
    ) -> Result<EpochKeys, CommitFault> {
        let keys = EpochKeys::next(staged, provider.crypto(), &self.exporter_context())?;
        let capability = keys.capability();
        let join_ok = self.policy.openness == Openness::Network || statement.next_join.is_none();
        let signed = (statement.next_write, statement.next_read);
        if join_ok && signed == (capability.write.public(), capability.read.public()) {
            Ok(keys)
        } else {
            Err(invalid(accused, InvalidReason::DerivedKeys))
        }
    }
}

const fn invalid(culprit: Culprit, reason: InvalidReason) -> CommitFault {
    CommitFault::Invalid { culprit, reason }
}

/// The relay stores a commit with the keys it was given; it has them from the committer, whose word says which.
fn check_payload(commit: &CommitPayload, statement: &CommitStatement) -> Result<(), CommitFault> {
    let raw = |key: Option<VerifyingKey>| key.map(|key| key.to_bytes());
    let signed = (
        statement.next_write.to_bytes(),
        statement.next_read.to_bytes(),
        raw(statement.next_join),
        raw(statement.next_steward),
        statement.steward_request,
    );
    if signed
        == (
            commit.next_write,
            commit.next_read,
            commit.next_join,
            commit.next_steward,
            request_digest(commit.steward_request.as_ref()),
        )
    {
        Ok(())
    } else {
        Err(invalid(Culprit::Relay, InvalidReason::PayloadKeys))
    }
}

/// Whether a commit failed on what only this device's secrets can decide: its path secrets, its copy of the
/// ratchets, the confirmation tag. Everything else fails alike for every member. (`MissingSender` is what openmls
/// says when the private key for the path is not there, `MissingCiphertext` when the committer left one out: that
/// is seen only by those it was left out for.)
fn only_secrets_decide<E>(fault: &ProcessMessageError<E>) -> bool {
    if let ProcessMessageError::InvalidCommit(commit) = fault {
        return matches!(
            commit,
            StageCommitError::ConfirmationTagMismatch
                | StageCommitError::LibraryError(_)
                | StageCommitError::MissingDecryptionKey
                | StageCommitError::OwnCommitMismatch
                | StageCommitError::OwnKeyNotFound
                | StageCommitError::UpdatePathError(
                    ApplyUpdatePathError::LibraryError(_)
                        | ApplyUpdatePathError::MissingCiphertext
                        | ApplyUpdatePathError::MissingSender
                        | ApplyUpdatePathError::PathMismatch
                        | ApplyUpdatePathError::UnableToDecrypt
                )
        );
    }
    matches!(
        fault,
        ProcessMessageError::ValidationError(
            ValidationError::LibraryError(_)
                | ValidationError::UnableToDecrypt(
                    MessageDecryptionError::LibraryError(_)
                        | MessageDecryptionError::SecretTreeError(SecretTreeError::SecretReuseError),
                ),
        ) | ProcessMessageError::GroupStateError(_)
            | ProcessMessageError::LibraryError(_)
            | ProcessMessageError::StorageError(_)
    )
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! A member who keeps to no rule: builds any commit openmls can build, and puts anything beside it.

use openmls::prelude::{
    CommitBuilder, CredentialWithKey, Extension, Initial, KeyPackage, MlsGroup, MlsGroupJoinConfig,
    NewSignerBundle, PURE_PLAINTEXT_WIRE_FORMAT_POLICY, UnknownExtension,
};
use openmls_traits::OpenMlsProvider as _;
use tls_codec::{Deserialize as _, Serialize as _};
use toguna_auth::{CommitStatement, Signed, SigningKey};
use toguna_crypto::{SealKind, seal};
use toguna_types::{Class, CommitPayload, Digest, OsEntropy};
use toguna_vault::{VaultFault, VaultTx};

use super::world::*;
use crate::EngineFault;
use crate::format::{CommitAad, CommitEnvelope, GRANT_EXTENSION, beside};
use crate::group::{EpochKeys, Group};
use crate::provider::{LeafSigner, Provider};
use crate::rules::{CommitKind, Evidence};

pub(super) type Builder<'a> = CommitBuilder<'a, Initial, &'a mut MlsGroup>;

/// How a forged commit differs from an honest one.
#[derive(Default)]
pub(super) struct Twist {
    /// Another leaf index in the envelope.
    pub(super) leaf: Option<u32>,
    /// Another key under the committer's word.
    pub(super) signer: Option<SigningKey>,
    /// Evidence that the authenticated data do not bind.
    pub(super) slipped_in: Option<Evidence>,
    /// Another write key in the committer's word and the payload.
    pub(super) write: Option<[u8; 32]>,
    /// Handshake messages in the open.
    pub(super) public: bool,
    /// Commits what stands in the proposal store.
    pub(super) by_reference: bool,
    /// The bytes of a history grant in the Welcome.
    pub(super) grant: Option<Vec<u8>>,
    /// Another credential and key on its own leaf.
    pub(super) new_leaf: Option<(CredentialWithKey, SigningKey)>,
}

/// What it brings about.
pub(super) struct Forged {
    pub(super) payload: CommitPayload,
    pub(super) welcome: Option<Vec<u8>>,
    pub(super) tree: Vec<u8>,
}

/// Carries something out of a transaction that is rolled back.
pub(super) enum Undone<T> {
    Done(Box<T>),
    Fault(EngineFault),
}

impl<T> From<VaultFault> for Undone<T> {
    fn from(fault: VaultFault) -> Self {
        Self::Fault(fault.into())
    }
}

impl<T> From<EngineFault> for Undone<T> {
    fn from(fault: EngineFault) -> Self {
        Self::Fault(fault)
    }
}

/// Does something in `member`'s vault and undoes it; what it made stays.
pub(super) fn undone<T>(
    member: &Member,
    f: impl FnOnce(&VaultTx<'_>, &mut Group) -> Result<T, EngineFault>,
) -> T {
    let out = member.with_group(|tx, group| match f(tx, group) {
        Ok(done) => Err::<(), _>(Undone::Done(Box::new(done))),
        Err(fault) => Err(fault.into()),
    });
    match out {
        Err(Undone::Done(done)) => *done,
        Err(Undone::Fault(fault)) => panic!("{fault:?}"),
        Ok(()) => panic!("nothing was undone"),
    }
}

/// A commit of `evil`, of any content; its own state stays as it was.
pub(super) fn forge(
    evil: &Member,
    twist: Twist,
    build: impl for<'a> FnOnce(Builder<'a>) -> Builder<'a>,
) -> Forged {
    undone(evil, |tx, group| {
        let leaf_key = group.my_leaf_key(tx)?;
        let provider = Provider::over(tx);
        if twist.public {
            let open = MlsGroupJoinConfig::builder()
                .wire_format_policy(PURE_PLAINTEXT_WIRE_FORMAT_POLICY)
                .build();
            group.mls.set_configuration(provider.storage(), &open).unwrap();
        }
        let bound = beside(&Evidence::none(), None).unwrap();
        let aad = CommitAad::of(group.entry(Class::Commit), CommitKind::Plain, bound);
        group.mls.set_aad(aad.encode());
        let builder = group
            .mls
            .commit_builder()
            .force_self_update(true)
            .consume_proposal_store(twist.by_reference);
        let mut builder = build(builder).load_psks(provider.storage()).unwrap();
        if let Some(grant) = &twist.grant {
            let extension = Extension::Unknown(GRANT_EXTENSION, UnknownExtension(grant.clone()));
            builder = builder.create_group_info_with_extensions([extension]).unwrap();
        }
        let (rand, crypto, signer) = (provider.rand(), provider.crypto(), LeafSigner(&leaf_key));
        let complete = match &twist.new_leaf {
            None => builder.build(rand, crypto, &signer, |_| true),
            Some((credential, key)) => {
                let new = NewSignerBundle {
                    signer: &LeafSigner(key),
                    credential_with_key: credential.clone(),
                };
                builder.build_with_new_signer(rand, crypto, &signer, new, |_| true)
            }
        };
        let bundle = complete.unwrap().stage_commit(&provider).unwrap();
        let (commit, welcome, _) = bundle.into_messages();
        let commit = commit.to_bytes().unwrap();
        let staged = group.mls.pending_commit().unwrap();
        let tree = staged
            .export_ratchet_tree(provider.crypto(), group.mls.export_ratchet_tree())
            .unwrap()
            .unwrap();
        Ok(Forged {
            payload: sealed(group, &provider, &twist, &leaf_key, commit),
            welcome: welcome.map(|welcome| welcome.to_bytes().unwrap()),
            tree: tree.tls_serialize_detached().unwrap(),
        })
    })
}

fn sealed(
    group: &Group,
    provider: &Provider<'_>,
    twist: &Twist,
    leaf_key: &SigningKey,
    commit: Vec<u8>,
) -> CommitPayload {
    let context = group.exporter_context();
    let staged = group.mls.pending_commit().unwrap();
    let next = EpochKeys::next(staged, provider.crypto(), &context)
        .unwrap()
        .capability();
    let write = twist.write.unwrap_or(next.write.public().to_bytes());
    let statement = CommitStatement {
        relay: RELAY,
        log: LOG,
        epoch: group.epoch(),
        commit: Digest::of(&commit),
        next_write: toguna_auth::VerifyingKey::from_bytes(&write).unwrap(),
        next_read: next.read.public(),
        next_join: None,
        next_steward: None,
    };
    let statement = Signed::sign(twist.signer.as_ref().unwrap_or(leaf_key), &statement).unwrap();
    let leaf = twist.leaf.unwrap_or(group.my_leaf());
    let evidence = twist.slipped_in.clone().unwrap_or_default();
    let envelope = CommitEnvelope::of(Some(leaf), commit, statement, &evidence, None);
    CommitPayload {
        envelope: seal_envelope(group, provider, Class::Commit, &envelope.encode().unwrap()),
        next_write: write,
        next_read: next.read.public().to_bytes(),
        next_join: None,
        next_steward: None,
        attachments: Vec::new(),
    }
}

/// Seals anything in the epoch's envelope, as every member can.
pub(super) fn seal_envelope(group: &Group, provider: &Provider<'_>, class: Class, content: &[u8]) -> Vec<u8> {
    let key = EpochKeys::now(&group.mls, provider.crypto(), &group.exporter_context())
        .unwrap()
        .envelope;
    seal(
        SealKind::Envelope,
        &key,
        &group.entry(class).encode(),
        content,
        &OsEntropy,
    )
    .unwrap()
}

/// A message that `victim`'s leaf seems to send, `skip` generations ahead, signed with some other key: what an
/// insider who knows the epoch's secrets can make.
pub(super) fn forged_message(victim: &Member, skip: usize, text: &[u8]) -> Vec<u8> {
    undone(victim, |tx, group| {
        let provider = Provider::over(tx);
        let wrong = SigningKey::make(&OsEntropy);
        let entry = group.entry(Class::Message).encode();
        let mut message = None;
        for _ in 0..=skip {
            group.mls.set_aad(entry.clone());
            message = Some(
                group
                    .mls
                    .create_message(&provider, &LeafSigner(&wrong), text)
                    .unwrap(),
            );
        }
        let bytes = message.unwrap().to_bytes().unwrap();
        Ok(seal_envelope(group, &provider, Class::Message, &bytes))
    })
}

/// A KeyPackage without any of this crate's checks.
pub(super) fn raw_key_package(bytes: &[u8]) -> KeyPackage {
    let message = openmls::prelude::MlsMessageIn::tls_deserialize_exact(bytes).unwrap();
    let openmls::prelude::MlsMessageBodyIn::KeyPackage(inner) = message.extract() else {
        panic!("no key package");
    };
    inner
        .validate(
            &openmls_rust_crypto::RustCrypto::default(),
            openmls::prelude::ProtocolVersion::Mls10,
        )
        .unwrap()
}

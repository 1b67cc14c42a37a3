// SPDX-License-Identifier: MIT OR Apache-2.0
//! For tests: a member who keeps to no rule. Builds any commit openmls can build, puts anything beside it, and seals
//! whatever it likes. Everything here leaves the group and the transaction to be rolled back.
#![expect(
    clippy::missing_errors_doc,
    reason = "a forgery that cannot be made is a failed test"
)]

use openmls::prelude::{
    CommitBuilder, CredentialWithKey, Extension, Initial, KeyPackage, LeafNodeIndex, LeafNodeParameters,
    MlsGroup, MlsGroupJoinConfig, NewSignerBundle, PURE_PLAINTEXT_WIRE_FORMAT_POLICY, UnknownExtension,
};
use openmls_traits::OpenMlsProvider as _;
use tls_codec::{Deserialize as _, Serialize as _, VLBytes};
use toguna_auth::{CommitStatement, Signed, SigningKey, VerifyingKey};
use toguna_crypto::{SealKind, seal};
use toguna_types::{Class, CommitPayload, Digest, OsEntropy, SignedBytes};
use toguna_vault::VaultTx;

use crate::fault::EngineFault;
use crate::format::{CommitAad, CommitEnvelope, GRANT_EXTENSION, beside};
use crate::group::stage::request_digest;
use crate::group::wrong_path::WrongPath;
use crate::group::{EpochKeys, Group};
use crate::provider::{LeafSigner, Provider, context_extensions};
use crate::rules::{CommitKind, Evidence, Policy};

pub(crate) type Builder<'a> = CommitBuilder<'a, Initial, &'a mut MlsGroup>;

/// Who gets other path secrets than the path says.
#[derive(Clone, Debug)]
pub enum Misled {
    /// Everybody.
    All,
    /// The leaves with these indices, where a secret is sealed to each of them alone.
    Leaves(Vec<u32>),
}

/// What a forged commit does, whatever the committer's role.
#[derive(Clone, Debug)]
pub enum Deed {
    /// Adds a device by the bytes of its KeyPackage, none of ours checked.
    Add(Vec<u8>),
    /// Agrees on another policy.
    Policy(Box<Policy>),
    /// Removes a leaf.
    Remove(u32),
}

/// How a forged commit differs from an honest one.
#[derive(Default)]
pub struct Twist {
    /// Another leaf index in the envelope.
    pub leaf: Option<u32>,
    /// Another key under the committer's word.
    pub signer: Option<SigningKey>,
    /// Evidence that the authenticated data do not bind.
    pub slipped_in: Option<Evidence>,
    /// Another write key in the committer's word and the payload.
    pub write: Option<[u8; 32]>,
    /// What it asks of the relay under the steward key.
    pub steward_request: Option<SignedBytes>,
    /// Leaves it out of the committer's word.
    pub unsaid: bool,
    /// Handshake messages in the open.
    pub public: bool,
    /// Commits what stands in the proposal store.
    pub by_reference: bool,
    /// The bytes of a history grant in the Welcome.
    pub grant: Option<Vec<u8>>,
    /// Whom it gives other path secrets than its path says.
    pub misleads: Option<Misled>,
    /// Another credential and key on its own leaf.
    pub(crate) new_leaf: Option<(CredentialWithKey, SigningKey)>,
}

impl std::fmt::Debug for Twist {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Twist(..)")
    }
}

/// What it brings about.
#[derive(Clone, Debug)]
pub struct Forged {
    /// What goes to the relay.
    pub payload: CommitPayload,
    /// The Welcome, unsealed, if it adds anybody.
    pub welcome: Option<Vec<u8>>,
    /// The ratchet tree after it, unsealed.
    pub tree: Vec<u8>,
}

/// A commit that does these deeds. The group is to be dropped and the transaction rolled back.
pub fn commit(
    tx: &VaultTx<'_>,
    group: &mut Group,
    twist: &Twist,
    deeds: &[Deed],
) -> Result<Forged, EngineFault> {
    let mut packages = Vec::new();
    let mut removed = Vec::new();
    let mut context = None;
    for deed in deeds {
        match deed {
            Deed::Add(package) => packages.push(raw_key_package(package).ok_or(EngineFault::Library)?),
            Deed::Policy(policy) => context = Some(context_extensions(policy)?),
            Deed::Remove(leaf) => removed.push(LeafNodeIndex::new(*leaf)),
        }
    }
    forge(tx, group, twist, |builder| {
        let builder = builder.propose_removals(removed).propose_adds(packages);
        match context {
            Some(context) => builder.propose_group_context_extensions(context).ok(),
            None => Some(builder),
        }
    })
}

/// A commit of any content.
pub(crate) fn forge(
    tx: &VaultTx<'_>,
    group: &mut Group,
    twist: &Twist,
    build: impl for<'a> FnOnce(Builder<'a>) -> Option<Builder<'a>>,
) -> Result<Forged, EngineFault> {
    const CANNOT: EngineFault = EngineFault::Library;
    let leaf_key = group.my_leaf_key(tx)?;
    let provider = Provider::over(tx);
    let wrong = twist.misleads.as_ref().map(|misled| WrongPath {
        inner: provider.crypto(),
        victims: victims(group, misled),
    });
    if twist.public {
        let open = MlsGroupJoinConfig::builder()
            .wire_format_policy(PURE_PLAINTEXT_WIRE_FORMAT_POLICY)
            .build();
        group
            .mls
            .set_configuration(provider.storage(), &open)
            .map_err(|_| CANNOT)?;
    }
    let bound = beside(&Evidence::none(), None).ok_or(CANNOT)?;
    let aad = CommitAad::of(group.entry(Class::Commit), CommitKind::Plain, bound);
    group.mls.set_aad(aad.encode());
    let builder = group
        .mls
        .commit_builder()
        .force_self_update(true)
        .consume_proposal_store(twist.by_reference);
    let mut builder = build(builder)
        .ok_or(CANNOT)?
        .load_psks(provider.storage())
        .map_err(|_| CANNOT)?;
    if let Some(grant) = &twist.grant {
        let extension = Extension::Unknown(GRANT_EXTENSION, UnknownExtension(grant.clone()));
        builder = builder
            .create_group_info_with_extensions([extension])
            .map_err(|_| CANNOT)?;
    }
    let (rand, crypto, signer) = (provider.rand(), provider.crypto(), LeafSigner(&leaf_key));
    let complete = match &twist.new_leaf {
        None => match &wrong {
            Some(wrong) => builder.build(rand, wrong, &signer, |_| true),
            None => builder.build(rand, crypto, &signer, |_| true),
        },
        Some((credential, key)) => {
            let new = NewSignerBundle {
                signer: &LeafSigner(key),
                credential_with_key: credential.clone(),
            };
            builder.build_with_new_signer(rand, crypto, &signer, new, |_| true)
        }
    };
    let bundle = complete
        .map_err(|_| CANNOT)?
        .stage_commit(&provider)
        .map_err(|_| CANNOT)?;
    let (commit, welcome, _) = bundle.into_messages();
    let commit = commit.to_bytes().map_err(|_| CANNOT)?;
    let staged = group.mls.pending_commit().ok_or(CANNOT)?;
    let tree = staged
        .export_ratchet_tree(provider.crypto(), group.mls.export_ratchet_tree())
        .ok()
        .flatten()
        .and_then(|tree| tree.tls_serialize_detached().ok())
        .ok_or(CANNOT)?;
    Ok(Forged {
        payload: sealed(group, &provider, twist, &leaf_key, commit)?,
        welcome: welcome.and_then(|welcome| welcome.to_bytes().ok()),
        tree,
    })
}

fn victims(group: &Group, misled: &Misled) -> Option<Vec<Vec<u8>>> {
    let Misled::Leaves(leaves) = misled else {
        return None;
    };
    let key = |index: &u32| {
        let key = group
            .leaf(*index)?
            .encryption_key()
            .tls_serialize_detached()
            .ok()?;
        VLBytes::tls_deserialize_exact(key).ok().map(Vec::from)
    };
    Some(leaves.iter().filter_map(key).collect())
}

fn sealed(
    group: &Group,
    provider: &Provider<'_>,
    twist: &Twist,
    leaf_key: &SigningKey,
    commit: Vec<u8>,
) -> Result<CommitPayload, EngineFault> {
    let staged = group.mls.pending_commit().ok_or(EngineFault::Library)?;
    let next = EpochKeys::next(staged, provider.crypto(), &group.exporter_context())?.capability();
    let write = twist.write.unwrap_or(next.write.public().to_bytes());
    let statement = CommitStatement {
        relay: group.relay,
        log: group.log,
        epoch: group.epoch(),
        commit: Digest::of(&commit),
        next_write: VerifyingKey::from_bytes(&write).map_err(|_| EngineFault::Library)?,
        next_read: next.read.public(),
        next_join: None,
        next_steward: None,
        steward_request: request_digest(twist.steward_request.as_ref().filter(|_| !twist.unsaid)),
    };
    let signer = twist.signer.as_ref().unwrap_or(leaf_key);
    let statement = Signed::sign(signer, &statement).map_err(EngineFault::Statement)?;
    let leaf = twist.leaf.unwrap_or(group.my_leaf());
    let evidence = twist.slipped_in.clone().unwrap_or_default();
    let envelope = CommitEnvelope::of(Some(leaf), commit, statement, &evidence, None);
    let envelope = envelope.encode().ok_or(EngineFault::Library)?;
    Ok(CommitPayload {
        envelope: seal_with(group, provider, Class::Commit, &envelope)?,
        next_write: write,
        next_read: next.read.public().to_bytes(),
        next_join: None,
        next_steward: None,
        steward_change: None,
        steward_request: twist.steward_request.clone(),
        attachments: Vec::new(),
    })
}

/// Seals anything in the epoch's envelope, as every member can.
pub fn seal_envelope(
    tx: &VaultTx<'_>,
    group: &Group,
    class: Class,
    content: &[u8],
) -> Result<Vec<u8>, EngineFault> {
    seal_with(group, &Provider::over(tx), class, content)
}

pub(crate) fn seal_with(
    group: &Group,
    provider: &Provider<'_>,
    class: Class,
    content: &[u8],
) -> Result<Vec<u8>, EngineFault> {
    let key = EpochKeys::now(&group.mls, provider.crypto(), &group.exporter_context())?.envelope;
    let aad = group.entry(class).encode();
    seal(SealKind::Envelope, &key, &aad, content, &OsEntropy).map_err(|_| EngineFault::Library)
}

/// A commit of this leaf, sealed as a message is.
pub fn handshake_as_message(tx: &VaultTx<'_>, group: &mut Group) -> Result<Vec<u8>, EngineFault> {
    let provider = Provider::over(tx);
    let leaf_key = group.my_leaf_key(tx)?;
    group.mls.set_aad(group.entry(Class::Message).encode());
    let commit = group
        .mls
        .self_update(&provider, &LeafSigner(&leaf_key), LeafNodeParameters::default())
        .map_err(|_| EngineFault::Library)?;
    let commit = commit
        .into_commit()
        .to_bytes()
        .map_err(|_| EngineFault::Library)?;
    seal_with(group, &provider, Class::Message, &commit)
}

/// A message that this group's own leaf seems to send, `skip` generations ahead, signed with some other key: what an
/// insider who knows the epoch's secrets can make of another's leaf, given that other's group.
pub fn forged_message(
    tx: &VaultTx<'_>,
    group: &mut Group,
    skip: usize,
    content: &[u8],
) -> Result<Vec<u8>, EngineFault> {
    let bytes = forged_inside(tx, group, skip, content)?;
    seal_with(group, &Provider::over(tx), Class::Message, &bytes)
}

/// As [`forged_message`], without the envelope: it can be sealed as often as one likes.
pub fn forged_inside(
    tx: &VaultTx<'_>,
    group: &mut Group,
    skip: usize,
    content: &[u8],
) -> Result<Vec<u8>, EngineFault> {
    let provider = Provider::over(tx);
    let wrong = SigningKey::make(&OsEntropy);
    let entry = group.entry(Class::Message).encode();
    let mut message = Err(EngineFault::Library);
    for _ in 0..=skip {
        group.mls.set_aad(entry.clone());
        message = group
            .mls
            .create_message(&provider, &LeafSigner(&wrong), content)
            .map_err(|_| EngineFault::Library);
    }
    message?.to_bytes().map_err(|_| EngineFault::Library)
}

/// A KeyPackage without any of this crate's checks.
pub(crate) fn raw_key_package(bytes: &[u8]) -> Option<KeyPackage> {
    let message = openmls::prelude::MlsMessageIn::tls_deserialize_exact(bytes).ok()?;
    let openmls::prelude::MlsMessageBodyIn::KeyPackage(inner) = message.extract() else {
        return None;
    };
    let crypto = openmls_rust_crypto::RustCrypto::default();
    inner
        .validate(&crypto, openmls::prelude::ProtocolVersion::Mls10)
        .ok()
}

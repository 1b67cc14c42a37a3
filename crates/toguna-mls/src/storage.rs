// SPDX-License-Identifier: MIT OR Apache-2.0
//! Where openmls keeps its state: rows of the vault's own transaction, in CBOR (RFC 8949).
//!
//! openmls asks for no transaction, so everything it writes commits or rolls back with the caller's. It also
//! swallows some storage faults and goes on as if a key were missing; the first fault is therefore kept here,
//! and [`VaultStorage::fault`] outranks whatever openmls makes of it.

use std::cell::RefCell;

use openmls_traits::storage::{CURRENT_VERSION, StorageProvider, traits};
use serde::{Serialize, de::DeserializeOwned};
use toguna_vault::{VaultFault, VaultTx};
use zeroize::Zeroizing;

/// openmls's storage over one vault transaction.
pub(crate) struct VaultStorage<'a> {
    tx: &'a VaultTx<'a>,
    ratchets: Ratchets,
    fault: RefCell<Option<VaultFault>>,
}

/// When the message ratchets of a group are written. openmls writes all of them at every message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ratchets {
    /// By the caller, at the end of a batch.
    Held,
    /// Whenever openmls says so.
    Written,
}

/// What openmls sees when a row cannot be read or written; the cause is kept in the storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum RowFault {
    /// A value could not be encoded or decoded.
    #[error("a stored value of the group is malformed")]
    Malformed,
    /// The vault failed; [`VaultStorage::fault`] says how.
    #[error("the device database could not be used")]
    Vault,
}

impl<'a> VaultStorage<'a> {
    pub(crate) const fn over(tx: &'a VaultTx<'a>, ratchets: Ratchets) -> Self {
        Self {
            tx,
            ratchets,
            fault: RefCell::new(None),
        }
    }

    /// The first fault of the vault since this storage was made.
    pub(crate) fn fault(&self) -> Option<VaultFault> {
        self.fault.borrow_mut().take()
    }

    fn kept<T>(&self, result: Result<T, VaultFault>) -> Result<T, RowFault> {
        result.map_err(|fault| {
            self.fault.borrow_mut().get_or_insert(fault);
            RowFault::Vault
        })
    }

    fn put(&self, label: &'static str, key: &impl Serialize, value: &(impl Serialize + ?Sized)) -> Done {
        self.kept(self.tx.mls_put(label, &encoded(key)?, &encoded(value)?))
    }

    fn get<V: DeserializeOwned>(
        &self,
        label: &'static str,
        key: &impl Serialize,
    ) -> Result<Option<V>, RowFault> {
        let row = self
            .kept(self.tx.mls_get(label, &encoded(key)?))?
            .map(Zeroizing::new);
        row.map(|bytes| decoded(&bytes)).transpose()
    }

    fn list<V: DeserializeOwned>(
        &self,
        label: &'static str,
        key: &impl Serialize,
    ) -> Result<Vec<V>, RowFault> {
        Ok(self.get(label, key)?.unwrap_or_default())
    }

    fn delete(&self, label: &'static str, key: &impl Serialize) -> Done {
        self.kept(self.tx.mls_delete(label, &encoded(key)?))
    }
}

type Done = Result<(), RowFault>;

pub(crate) fn encoded(value: &(impl Serialize + ?Sized)) -> Result<Zeroizing<Vec<u8>>, RowFault> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(1024));
    ciborium::into_writer(value, &mut *bytes).map_err(|_| RowFault::Malformed)?;
    Ok(bytes)
}

pub(crate) fn decoded<V: DeserializeOwned>(bytes: &[u8]) -> Result<V, RowFault> {
    ciborium::from_reader(bytes).map_err(|_| RowFault::Malformed)
}

const V: u16 = CURRENT_VERSION;

const TREE: &str = "mls_tree";
const INTERIM: &str = "mls_interim_transcript_hash";
const CONTEXT: &str = "mls_group_context";
const TAG: &str = "mls_confirmation_tag";
const STATE: &str = "mls_group_state";
const MESSAGES: &str = "mls_message_secrets";
const RESUMPTION: &str = "mls_resumption_psks";
const LEAF_INDEX: &str = "mls_own_leaf_index";
const EPOCH: &str = "mls_epoch_secrets";
const EPOCH_PAIRS: &str = "mls_epoch_key_pairs";
const CONFIG: &str = "mls_join_config";
const OWN_LEAVES: &str = "mls_own_leaf_nodes";
const PROPOSAL: &str = "mls_proposal";
const PROPOSAL_REFS: &str = "mls_proposal_refs";
const SIGNATURE_PAIR: &str = "mls_signature_key_pair";
const ENCRYPTION_PAIR: &str = "mls_encryption_key_pair";
const KEY_PACKAGE: &str = "mls_key_package";
const PSK: &str = "mls_psk";

/// openmls's list of resumption secrets, empty. Whatever the configuration says, it makes room for those of 32 past
/// epochs on the device that founds a group; nothing here resumes an epoch, so that none of them is kept.
#[derive(Default, Serialize)]
struct NoResumption {
    max_number_of_secrets: usize,
    resumption_psk: [(); 0],
    cursor: usize,
}

/// One row by one key: openmls's writer, with its parameters in openmls's order.
macro_rules! writers {
    ($($name:ident<$a:ident: $ta:ident, $b:ident: $tb:ident> $label:ident;)*) => {$(
        fn $name<$a: traits::$ta<V>, $b: traits::$tb<V>>(&self, key: &KeyOf, value: &Value) -> Done {
            self.put($label, key, value)
        }
    )*};
}

/// The reader of one row.
macro_rules! readers {
    ($($name:ident<$a:ident: $ta:ident, $b:ident: $tb:ident> $label:ident;)*) => {$(
        fn $name<$a: traits::$ta<V>, $b: traits::$tb<V>>(&self, key: &KeyOf) -> Result<Option<Value>, RowFault> {
            self.get($label, key)
        }
    )*};
}

/// The deleter of one row.
macro_rules! deleters {
    ($($name:ident<$t:ident> $label:ident;)*) => {$(
        fn $name<KeyOf: traits::$t<V>>(&self, key: &KeyOf) -> Done {
            self.delete($label, key)
        }
    )*};
}

impl StorageProvider<V> for VaultStorage<'_> {
    type Error = RowFault;

    writers! {
        write_mls_join_config<KeyOf: GroupId, Value: MlsGroupJoinConfig> CONFIG;
        write_tree<KeyOf: GroupId, Value: TreeSync> TREE;
        write_interim_transcript_hash<KeyOf: GroupId, Value: InterimTranscriptHash> INTERIM;
        write_context<KeyOf: GroupId, Value: GroupContext> CONTEXT;
        write_confirmation_tag<KeyOf: GroupId, Value: ConfirmationTag> TAG;
        write_group_state<Value: GroupState, KeyOf: GroupId> STATE;
        write_own_leaf_index<KeyOf: GroupId, Value: LeafNodeIndex> LEAF_INDEX;
        write_group_epoch_secrets<KeyOf: GroupId, Value: GroupEpochSecrets> EPOCH;
        write_signature_key_pair<KeyOf: SignaturePublicKey, Value: SignatureKeyPair> SIGNATURE_PAIR;
        write_encryption_key_pair<KeyOf: EncryptionKey, Value: HpkeKeyPair> ENCRYPTION_PAIR;
        write_key_package<KeyOf: HashReference, Value: KeyPackage> KEY_PACKAGE;
        write_psk<KeyOf: PskId, Value: PskBundle> PSK;
    }

    readers! {
        mls_group_join_config<KeyOf: GroupId, Value: MlsGroupJoinConfig> CONFIG;
        tree<KeyOf: GroupId, Value: TreeSync> TREE;
        interim_transcript_hash<KeyOf: GroupId, Value: InterimTranscriptHash> INTERIM;
        group_context<KeyOf: GroupId, Value: GroupContext> CONTEXT;
        confirmation_tag<KeyOf: GroupId, Value: ConfirmationTag> TAG;
        group_state<Value: GroupState, KeyOf: GroupId> STATE;
        message_secrets<KeyOf: GroupId, Value: MessageSecrets> MESSAGES;
        resumption_psk_store<KeyOf: GroupId, Value: ResumptionPskStore> RESUMPTION;
        own_leaf_index<KeyOf: GroupId, Value: LeafNodeIndex> LEAF_INDEX;
        group_epoch_secrets<KeyOf: GroupId, Value: GroupEpochSecrets> EPOCH;
        signature_key_pair<KeyOf: SignaturePublicKey, Value: SignatureKeyPair> SIGNATURE_PAIR;
        encryption_key_pair<Value: HpkeKeyPair, KeyOf: EncryptionKey> ENCRYPTION_PAIR;
        key_package<KeyOf: HashReference, Value: KeyPackage> KEY_PACKAGE;
        psk<Value: PskBundle, KeyOf: PskId> PSK;
    }

    deleters! {
        delete_own_leaf_nodes<GroupId> OWN_LEAVES;
        delete_group_config<GroupId> CONFIG;
        delete_tree<GroupId> TREE;
        delete_confirmation_tag<GroupId> TAG;
        delete_group_state<GroupId> STATE;
        delete_context<GroupId> CONTEXT;
        delete_interim_transcript_hash<GroupId> INTERIM;
        delete_message_secrets<GroupId> MESSAGES;
        delete_all_resumption_psk_secrets<GroupId> RESUMPTION;
        delete_own_leaf_index<GroupId> LEAF_INDEX;
        delete_group_epoch_secrets<GroupId> EPOCH;
        delete_signature_key_pair<SignaturePublicKey> SIGNATURE_PAIR;
        delete_encryption_key_pair<EncryptionKey> ENCRYPTION_PAIR;
        delete_key_package<HashReference> KEY_PACKAGE;
        delete_psk<PskId> PSK;
    }

    fn write_resumption_psk_store<G: traits::GroupId<V>, P: traits::ResumptionPskStore<V>>(
        &self,
        group: &G,
        _secrets: &P,
    ) -> Done {
        self.put(RESUMPTION, group, &NoResumption::default())
    }

    fn write_message_secrets<G: traits::GroupId<V>, S: traits::MessageSecrets<V>>(
        &self,
        group: &G,
        secrets: &S,
    ) -> Done {
        match self.ratchets {
            Ratchets::Held => Ok(()),
            Ratchets::Written => self.put(MESSAGES, group, secrets),
        }
    }

    fn append_own_leaf_node<G: traits::GroupId<V>, L: traits::LeafNode<V>>(
        &self,
        group: &G,
        leaf: &L,
    ) -> Done {
        let mut leaves: Vec<Vec<u8>> = self.list(OWN_LEAVES, group)?;
        leaves.push(encoded(leaf)?.to_vec());
        self.put(OWN_LEAVES, group, &leaves)
    }

    fn own_leaf_nodes<G: traits::GroupId<V>, L: traits::LeafNode<V>>(
        &self,
        group: &G,
    ) -> Result<Vec<L>, RowFault> {
        let leaves: Vec<Vec<u8>> = self.list(OWN_LEAVES, group)?;
        leaves.iter().map(|bytes| decoded(bytes)).collect()
    }

    fn queue_proposal<G: traits::GroupId<V>, R: traits::ProposalRef<V>, Q: traits::QueuedProposal<V>>(
        &self,
        group: &G,
        reference: &R,
        proposal: &Q,
    ) -> Done {
        self.put(PROPOSAL, &(group, reference), proposal)?;
        let mut references: Vec<Vec<u8>> = self.list(PROPOSAL_REFS, group)?;
        references.push(encoded(reference)?.to_vec());
        self.put(PROPOSAL_REFS, group, &references)
    }

    fn queued_proposal_refs<G: traits::GroupId<V>, R: traits::ProposalRef<V>>(
        &self,
        group: &G,
    ) -> Result<Vec<R>, RowFault> {
        let references: Vec<Vec<u8>> = self.list(PROPOSAL_REFS, group)?;
        references.iter().map(|bytes| decoded(bytes)).collect()
    }

    fn queued_proposals<G: traits::GroupId<V>, R: traits::ProposalRef<V>, Q: traits::QueuedProposal<V>>(
        &self,
        group: &G,
    ) -> Result<Vec<(R, Q)>, RowFault> {
        let references: Vec<R> = self.queued_proposal_refs(group)?;
        let with_proposal = |reference: R| {
            let proposal = self.get(PROPOSAL, &(group, &reference))?;
            Ok((reference, proposal.ok_or(RowFault::Malformed)?))
        };
        references.into_iter().map(with_proposal).collect()
    }

    fn remove_proposal<G: traits::GroupId<V>, R: traits::ProposalRef<V>>(
        &self,
        group: &G,
        reference: &R,
    ) -> Done {
        let gone = encoded(reference)?;
        let mut references: Vec<Vec<u8>> = self.list(PROPOSAL_REFS, group)?;
        references.retain(|bytes| bytes != &*gone);
        self.put(PROPOSAL_REFS, group, &references)?;
        self.delete(PROPOSAL, &(group, reference))
    }

    fn clear_proposal_queue<G: traits::GroupId<V>, R: traits::ProposalRef<V>>(&self, group: &G) -> Done {
        let references: Vec<R> = self.queued_proposal_refs(group)?;
        for reference in references {
            self.delete(PROPOSAL, &(group, &reference))?;
        }
        self.delete(PROPOSAL_REFS, group)
    }

    fn write_encryption_epoch_key_pairs<
        G: traits::GroupId<V>,
        E: traits::EpochKey<V>,
        P: traits::HpkeKeyPair<V>,
    >(
        &self,
        group: &G,
        epoch: &E,
        leaf_index: u32,
        pairs: &[P],
    ) -> Done {
        self.put(EPOCH_PAIRS, &(group, epoch, leaf_index), pairs)
    }

    fn encryption_epoch_key_pairs<
        G: traits::GroupId<V>,
        E: traits::EpochKey<V>,
        P: traits::HpkeKeyPair<V>,
    >(
        &self,
        group: &G,
        epoch: &E,
        leaf_index: u32,
    ) -> Result<Vec<P>, RowFault> {
        self.list(EPOCH_PAIRS, &(group, epoch, leaf_index))
    }

    fn delete_encryption_epoch_key_pairs<G: traits::GroupId<V>, E: traits::EpochKey<V>>(
        &self,
        group: &G,
        epoch: &E,
        leaf_index: u32,
    ) -> Done {
        self.delete(EPOCH_PAIRS, &(group, epoch, leaf_index))
    }
}

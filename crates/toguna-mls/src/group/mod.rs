// SPDX-License-Identifier: MIT OR Apache-2.0
//! A space as this device holds it: an MLS group, its policy and its verified members.
//!
//! | state | encrypt, decrypt | stage | merge own | receive a commit |
//! |---|---|---|---|---|
//! | joined, not settled | yes | no | no | no |
//! | settled | yes | yes | no | yes |
//! | commit pending | yes | no | yes | yes: drops the pending one |
//! | removed, wedged | until forgotten | no | no | no |
//!
//! On any fault the caller rolls its savepoint or transaction back and drops the [`Group`].

mod author;
mod change;
#[cfg(any(test, feature = "test-support"))]
pub mod evil;
mod found;
mod grant;
mod join;
mod keys;
mod known;
mod leave;
mod message;
mod receive;
mod record;
mod settle;
mod stage;
#[cfg(test)]
mod tests;
mod verdict;
#[cfg(any(test, feature = "test-support"))]
mod wrong_path;

use std::fmt;

use openmls::prelude::{GroupId, LeafNodeIndex, MlsGroup};
use openmls_traits::OpenMlsProvider as _;
use toguna_auth::{SigningKey, VerifyingKey};
use toguna_types::{Epoch, Head, LogId, RelayId, Suite, Timestamp};
use toguna_vault::VaultTx;

pub use change::{Change, StewardWords};
pub use join::{JoinExpectation, Joined};
pub use keys::EpochKeys;
pub use message::Received;
pub use record::{OpenedRecord, SealedRecord, open_record, seal_record};
pub use settle::Merged;
pub use stage::{NewAttachment, Newcomer, Staged};

use crate::fault::EngineFault;
use crate::format::{EntryContext, exporter_context};
use crate::group::known::Known;
use crate::provider::{Provider, policy_of};
use crate::rows;
use crate::rules::{GroupView, Policy};

/// Where the log stands, and what this device's clock says: what a merge writes down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At {
    /// Head of the log right after the entry processed.
    pub head: Head,
    /// Now, on the device's own clock.
    pub now: Timestamp,
}

/// One space in memory. Not to be used after a fault, nor after another process wrote to the vault.
pub struct Group {
    mls: MlsGroup,
    relay: RelayId,
    log: LogId,
    policy: Policy,
    known: Known,
    ratchets_moved: bool,
}

impl fmt::Debug for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Group(..)")
    }
}

impl Group {
    /// Loads a space from the vault.
    ///
    /// # Errors
    /// [`EngineFault::MissingSpace`] if the device does not hold it; else [`EngineFault`].
    pub fn load(tx: &VaultTx<'_>, log: LogId) -> Result<Self, EngineFault> {
        let id = rows::group_of(tx, log)?.ok_or(EngineFault::MissingSpace)?;
        let provider = Provider::over(tx);
        let mls = MlsGroup::load(provider.storage(), &GroupId::from_slice(&id))
            .map_err(|_| provider.or_vault(EngineFault::Library))?
            .ok_or(EngineFault::MissingSpace)?;
        Self::over(mls, log)
    }

    /// Deletes what the vault holds of a space's MLS state: after it was left, or this device was removed from it.
    /// Keys of epochs and eras stay in their tables, where their own rules end them.
    ///
    /// # Errors
    /// [`EngineFault`].
    pub fn forget(tx: &VaultTx<'_>, log: LogId) -> Result<(), EngineFault> {
        let Some(id) = rows::group_of(tx, log)? else {
            return Ok(());
        };
        let provider = Provider::over(tx);
        let loaded = MlsGroup::load(provider.storage(), &GroupId::from_slice(&id))
            .map_err(|_| provider.or_vault(EngineFault::Library))?;
        if let Some(mut mls) = loaded {
            if let Some(leaf) = mls.own_leaf_node() {
                let key = VerifyingKey::from_slice(leaf.signature_key().as_slice());
                rows::leaf_key_gone(tx, &key.map_err(|_| EngineFault::Library)?)?;
            }
            mls.delete(provider.storage())
                .map_err(|_| provider.or_vault(EngineFault::Library))?;
        }
        rows::group_gone(tx, log)
    }

    fn over(mls: MlsGroup, log: LogId) -> Result<Self, EngineFault> {
        let policy = policy_of(mls.extensions()).ok_or(EngineFault::Library)?;
        Ok(Self {
            relay: policy.relay,
            log,
            policy,
            mls,
            known: Known::default(),
            ratchets_moved: false,
        })
    }

    /// The space as the rules see it.
    ///
    /// # Errors
    /// [`EngineFault::Library`] if a stored leaf does not verify.
    pub fn view(&self) -> Result<&GroupView, EngineFault> {
        self.known.view(&self.mls, &self.policy)
    }

    /// The MLS epoch.
    #[must_use]
    pub fn epoch(&self) -> Epoch {
        Epoch::new(self.mls.epoch().as_u64())
    }

    /// What the members agreed on.
    #[must_use]
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The cipher suite.
    #[must_use]
    pub const fn suite(&self) -> Suite {
        self.policy.suite
    }

    /// The log this space lives in.
    #[must_use]
    pub const fn log(&self) -> LogId {
        self.log
    }

    /// This device's leaf index.
    #[must_use]
    pub fn my_leaf(&self) -> u32 {
        self.mls.own_leaf_index().u32()
    }

    /// This device's leaf key: what it signs operations and leaves with.
    ///
    /// # Errors
    /// [`EngineFault`].
    pub fn my_leaf_key(&self, tx: &VaultTx<'_>) -> Result<SigningKey, EngineFault> {
        rows::leaf_key(tx, &self.my_public_leaf_key()?)?.ok_or(EngineFault::OwnLeafKey)
    }

    pub(crate) fn my_public_leaf_key(&self) -> Result<VerifyingKey, EngineFault> {
        let leaf = self.mls.own_leaf_node().ok_or(EngineFault::Library)?;
        VerifyingKey::from_slice(leaf.signature_key().as_slice()).map_err(|_| EngineFault::Library)
    }

    /// The epoch's authenticator (RFC 9420 §8.7), by which members see that they are in the same epoch.
    #[must_use]
    pub fn authenticator(&self) -> Vec<u8> {
        self.mls.epoch_authenticator().as_slice().to_vec()
    }

    /// Whether a staged commit waits for the log's answer.
    #[must_use]
    pub fn has_pending(&self) -> bool {
        self.mls.pending_commit().is_some()
    }

    fn entry(&self, class: toguna_types::Class) -> EntryContext {
        EntryContext {
            relay: self.relay,
            log: self.log,
            epoch: self.epoch(),
            class,
        }
    }

    fn exporter_context(&self) -> [u8; 32] {
        exporter_context(self.relay, self.log)
    }

    fn leaf(&self, index: u32) -> Option<&openmls::prelude::LeafNode> {
        self.mls.public_group().leaf(LeafNodeIndex::new(index))
    }
}

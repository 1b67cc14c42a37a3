// SPDX-License-Identifier: MIT OR Apache-2.0
//! What every merge leaves in the vault, whoever committed: epoch and era keys, the roster and its leaves.

use std::collections::BTreeMap;

use openmls_traits::OpenMlsProvider as _;
use toguna_auth::VerifyingKey;
use toguna_types::{AccountId, DeviceId, Digest, Epoch, Era};
use toguna_vault::VaultTx;

use crate::fault::EngineFault;
use crate::format::Pointer;
use crate::group::known::{Known, view_of};
use crate::group::stage::{Newcomer, newcomers};
use crate::group::verdict::Read;
use crate::group::{At, EpochKeys, Group};
use crate::member::VerifiedMember;
use crate::provider::{Provider, policy_of};
use crate::rows;
use crate::rules::{Committer, Judged, RosterStep, Wire, judge};

/// What a merged commit made of the space.
#[derive(Clone, Debug)]
pub struct Merged {
    /// The epoch it began.
    pub epoch: Epoch,
    /// The era it began, if it did.
    pub era_turned: Option<Era>,
    /// The committing account.
    pub by: AccountId,
    /// The device that renewed its keys by it: the one that made it, if the commit has a path (RFC 9420 §12.4).
    pub renewed: Option<DeviceId>,
    /// Accounts that are new in the space.
    pub joined: Vec<AccountId>,
    /// Accounts that are in the space no more.
    pub left: Vec<AccountId>,
    /// The devices it added, and what they must be told.
    pub newcomers: Vec<Newcomer>,
    /// What it entered in the roster.
    pub step: RosterStep,
    /// The roster's tip after it.
    pub tip: Digest,
}

/// A commit that was found valid and waits for the merge.
pub(super) struct Approved {
    pub(super) read: Read,
    pub(super) judged: Judged,
    pub(super) keys: EpochKeys,
    pub(super) pointer: Option<Pointer>,
    pub(super) by: AccountId,
}

impl Group {
    /// Merges this device's own staged commit, because the log shows it. `commit_hash` is [`Staged::commit_hash`].
    ///
    /// [`Staged::commit_hash`]: crate::Staged::commit_hash
    ///
    /// # Errors
    /// [`EngineFault::NothingPending`] if another commit, or none, is staged; else [`EngineFault`].
    pub fn merge_own(
        &mut self,
        tx: &VaultTx<'_>,
        commit_hash: Digest,
        at: At,
    ) -> Result<Merged, EngineFault> {
        let pending = rows::pending(tx, self.log)?
            .filter(|pending| pending.commit == commit_hash)
            .ok_or(EngineFault::NothingPending)?;
        let provider = Provider::over(tx);
        let staged = self.mls.pending_commit().ok_or(EngineFault::NothingPending)?;
        let committer = Committer::Member(self.my_leaf());
        let read = self
            .read_commit(staged, committer, Wire::Private, pending.kind())
            .map_err(|_| EngineFault::Library)?;
        let group = self.view()?;
        let judged = judge(group, &read.view, &pending.evidence()).map_err(EngineFault::Refused)?;
        let own = group.leaves.get(&self.my_leaf()).ok_or(EngineFault::Library)?;
        let approved = Approved {
            by: own.account(),
            keys: EpochKeys::next(staged, provider.crypto(), &self.exporter_context())?,
            pointer: pending.pointer,
            read,
            judged,
        };
        self.verified_members()?;
        self.mls
            .merge_pending_commit(&provider)
            .map_err(|_| provider.or_vault(EngineFault::Library))?;
        self.settle(tx, approved, at)
    }

    /// Makes sure that the members before a merge are known: they are needed after it.
    pub(super) fn verified_members(&self) -> Result<&BTreeMap<u32, VerifiedMember>, EngineFault> {
        self.known.members(&self.mls, &self.policy)
    }

    /// Writes down what a merge made, and checks that openmls made what the rules foresaw.
    pub(super) fn settle(
        &mut self,
        tx: &VaultTx<'_>,
        approved: Approved,
        at: At,
    ) -> Result<Merged, EngineFault> {
        let Approved {
            read,
            judged,
            keys,
            pointer,
            by,
        } = approved;
        let policy = policy_of(self.mls.extensions()).ok_or(EngineFault::Library)?;
        let before = std::mem::take(&mut self.known);
        let before = before.into_members().ok_or(EngineFault::Library)?;
        let after = self.members_after(&before, read.arrivals)?;
        let view = view_of(&after, &self.mls, &policy);
        if policy != judged.after || view.leaves != judged.leaves {
            return Err(EngineFault::Library);
        }

        let roster = rows::roster(tx, self.log)?.ok_or(EngineFault::NotSettled)?;
        let step = judged.step(roster.era, at.head.seq);
        let roster = roster.after(&step)?;
        rows::append_step(tx, self.log, roster, &step, &before, &after)?;
        if judged.turns_era {
            rows::put_era(tx, self.log, (step.era, view.epoch, at), keys.era.duplicate())?; // kept in its own table
        }
        rows::put_epoch(tx, self.log, view.epoch, keys, at.now)?;
        rows::pending_gone(tx, self.log)?;
        self.erase_old_leaf_key(tx, &before, &after)?;

        let path = read.view.path_leaf.as_ref();
        let merged = Merged {
            epoch: view.epoch,
            era_turned: judged.turns_era.then_some(step.era),
            by,
            renewed: path.map(|leaf| leaf.device.device()),
            joined: judged.joined_accounts,
            left: judged.removed_accounts,
            newcomers: newcomers(&read.view, pointer.as_ref()),
            tip: roster.tip,
            step,
        };
        self.policy = policy;
        self.known = Known::of(after, view);
        self.ratchets_moved = false; // the ratchets of the epoch before are gone
        Ok(merged)
    }

    /// Erases the key this device's leaf had before, if the commit renewed it.
    fn erase_old_leaf_key(
        &self,
        tx: &VaultTx<'_>,
        before: &BTreeMap<u32, VerifiedMember>,
        after: &BTreeMap<u32, VerifiedMember>,
    ) -> Result<(), EngineFault> {
        let key = |members: &BTreeMap<u32, VerifiedMember>| {
            members.get(&self.my_leaf()).map(VerifiedMember::leaf_key)
        };
        match (key(before), key(after)) {
            (Some(old), Some(new)) if old != new => rows::leaf_key_gone(tx, &old),
            _ => Ok(()),
        }
    }

    /// The members of the tree now, each verified before: as a member, or as the commit brought it.
    fn members_after(
        &self,
        before: &BTreeMap<u32, VerifiedMember>,
        arrivals: Vec<VerifiedMember>,
    ) -> Result<BTreeMap<u32, VerifiedMember>, EngineFault> {
        let mut pool: BTreeMap<VerifyingKey, &VerifiedMember> = before
            .values()
            .map(|member| (member.leaf_key(), member))
            .collect();
        pool.extend(arrivals.iter().map(|member| (member.leaf_key(), member)));
        let found = |member: openmls::prelude::Member| {
            let key = VerifyingKey::from_slice(&member.signature_key).ok()?;
            Some((member.index.u32(), (*pool.get(&key)?).clone()))
        };
        self.mls
            .members()
            .map(|member| found(member).ok_or(EngineFault::Library))
            .collect()
    }
}

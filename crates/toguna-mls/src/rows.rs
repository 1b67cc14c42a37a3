// SPDX-License-Identifier: MIT OR Apache-2.0
//! The vault's tables as this crate uses them.

use std::collections::{BTreeMap, BTreeSet};

use openmls::prelude::KeyPackageRef;
use toguna_auth::{DeviceCert, Signed, SigningKey, VerifiedDevice, VerifyingKey};
use toguna_types::{AccountId, DeviceId, Digest, Epoch, Era, LogId, Secret, Seq, Timestamp};
use toguna_vault::{EraKey, RosterLeaf as LeafRow, RosterRow, VaultTx};
use zeroize::Zeroizing;

use crate::fault::EngineFault;
use crate::format::{GrantFault, GrantedEra, HistoryGrant, Pending};
use crate::group::{At, EpochKeys, Group};
use crate::member::VerifiedMember;
use crate::rules::{Role, Roster, RosterLeaf, RosterStep};
use crate::storage::{decoded, encoded};

type Done = Result<(), EngineFault>;

const GROUP: &str = "mls_group_of_log";
const PENDING: &str = "mls_pending_commit";
const GRANT: &str = "mls_grant";
const DEPARTED: &str = "mls_departed";
const SHARED_LEAF: &str = "mls_shared_leaf_key";
const OWN_KEY_PACKAGE: &str = "mls_own_key_package";

// === which group a log has ===

/// The MLS group id of a log.
pub(crate) fn group_of(tx: &VaultTx<'_>, log: LogId) -> Result<Option<Vec<u8>>, EngineFault> {
    Ok(tx.mls_get(GROUP, log.as_bytes())?)
}

pub(crate) fn put_group(tx: &VaultTx<'_>, log: LogId, id: &[u8]) -> Done {
    Ok(tx.mls_put(GROUP, log.as_bytes(), id)?)
}

/// Forgets the log's group, and what waited for it.
pub(crate) fn group_gone(tx: &VaultTx<'_>, log: LogId) -> Done {
    for label in [GROUP, PENDING, GRANT] {
        tx.mls_delete(label, log.as_bytes())?;
    }
    Ok(())
}

// === what waits ===

pub(crate) fn put_pending(tx: &VaultTx<'_>, log: LogId, pending: &Pending) -> Done {
    let bytes = Zeroizing::new(pending.encode().ok_or(EngineFault::Library)?);
    Ok(tx.mls_put(PENDING, log.as_bytes(), &bytes)?)
}

pub(crate) fn pending(tx: &VaultTx<'_>, log: LogId) -> Result<Option<Pending>, EngineFault> {
    let row = tx.mls_get(PENDING, log.as_bytes())?.map(Zeroizing::new);
    row.map(|bytes| Pending::decode(&bytes).ok_or(EngineFault::Library))
        .transpose()
}

pub(crate) fn pending_gone(tx: &VaultTx<'_>, log: LogId) -> Done {
    Ok(tx.mls_delete(PENDING, log.as_bytes())?)
}

pub(crate) fn put_grant(tx: &VaultTx<'_>, log: LogId, grant: &HistoryGrant) -> Done {
    let bytes = Zeroizing::new(grant.encode().map_err(EngineFault::Grant)?);
    Ok(tx.mls_put(GRANT, log.as_bytes(), &bytes)?)
}

pub(crate) fn grant(tx: &VaultTx<'_>, log: LogId) -> Result<Option<HistoryGrant>, EngineFault> {
    let row = tx.mls_get(GRANT, log.as_bytes())?.map(Zeroizing::new);
    row.map(|bytes| HistoryGrant::decode(&bytes).map_err(EngineFault::Grant))
        .transpose()
}

pub(crate) fn grant_gone(tx: &VaultTx<'_>, log: LogId) -> Done {
    Ok(tx.mls_delete(GRANT, log.as_bytes())?)
}

// === leaf keys ===

pub(crate) fn put_leaf_key(tx: &VaultTx<'_>, key: &SigningKey) -> Done {
    Ok(tx.leaf_keys().put(&key.public().to_bytes(), &key.seed())?)
}

pub(crate) fn leaf_key(tx: &VaultTx<'_>, key: &VerifyingKey) -> Result<Option<SigningKey>, EngineFault> {
    let seed = tx.leaf_keys().get(&key.to_bytes())?;
    let found = seed.map(|seed| SigningKey::from_seed(&seed));
    Ok(found.filter(|found| found.public() == *key)) // a key under another's name signs nothing
}

/// Marks a leaf key as one of a last-resort KeyPackage, which may come to stand in several spaces.
pub(crate) fn keep_leaf_key(tx: &VaultTx<'_>, key: &VerifyingKey) -> Done {
    Ok(tx.mls_put(SHARED_LEAF, &key.to_bytes(), &[1])?)
}

/// Whether a leaf key is one of a last-resort KeyPackage.
pub(crate) fn is_shared_leaf_key(tx: &VaultTx<'_>, key: &VerifyingKey) -> Result<bool, EngineFault> {
    Ok(tx.mls_get(SHARED_LEAF, &key.to_bytes())?.is_some())
}

/// A KeyPackage of this device's, and where its private halves stand.
pub(crate) struct OwnKeyPackage {
    pub(crate) made: Timestamp,
    pub(crate) leaf_key: VerifyingKey,
    pub(crate) reference: KeyPackageRef,
}

fn own_key_package(made: Timestamp, key: &VerifyingKey) -> Vec<u8> {
    [&made.millis().to_be_bytes()[..], &key.to_bytes()].concat()
}

pub(crate) fn put_own_key_package(
    tx: &VaultTx<'_>,
    made: Timestamp,
    key: &VerifyingKey,
    reference: &KeyPackageRef,
) -> Done {
    let reference = encoded(reference).map_err(|_| EngineFault::Library)?;
    Ok(tx.mls_put(OWN_KEY_PACKAGE, &own_key_package(made, key), &reference)?)
}

/// All KeyPackages of this device, the oldest first.
pub(crate) fn own_key_packages(tx: &VaultTx<'_>) -> Result<Vec<OwnKeyPackage>, EngineFault> {
    let all = tx.mls_list(OWN_KEY_PACKAGE, &[])?.into_iter();
    all.map(|(key, reference)| {
        let (made, key) = key.split_first_chunk().ok_or(EngineFault::Library)?;
        Ok(OwnKeyPackage {
            made: Timestamp::from_millis(u64::from_be_bytes(*made)),
            leaf_key: VerifyingKey::from_slice(key).map_err(|_| EngineFault::Library)?,
            reference: decoded(&reference).map_err(|_| EngineFault::Library)?,
        })
    })
    .collect()
}

pub(crate) fn own_key_package_gone(tx: &VaultTx<'_>, own: &OwnKeyPackage) -> Done {
    Ok(tx.mls_delete(OWN_KEY_PACKAGE, &own_key_package(own.made, &own.leaf_key))?)
}

/// The leaf keys with which this device stands in its spaces.
pub(crate) fn leaf_keys_in_use(tx: &VaultTx<'_>) -> Result<Vec<VerifyingKey>, EngineFault> {
    let logs = tx.mls_list(GROUP, &[])?.into_iter();
    logs.map(|(log, _)| {
        let log = log.try_into().map_err(|_| EngineFault::Library)?;
        Group::load(tx, LogId::from_bytes(log))?.my_public_leaf_key()
    })
    .collect()
}

/// The KeyPackage of this leaf key is gone; so is the key, unless a space still has it.
pub(crate) fn shared_leaf_key_gone(tx: &VaultTx<'_>, key: &VerifyingKey, used: bool) -> Done {
    tx.mls_delete(SHARED_LEAF, &key.to_bytes())?;
    if used { Ok(()) } else { leaf_key_gone(tx, key) }
}

/// Erases a leaf key that signs nothing more, unless a last-resort KeyPackage still has it.
pub(crate) fn leaf_key_gone(tx: &VaultTx<'_>, key: &VerifyingKey) -> Done {
    if tx.mls_get(SHARED_LEAF, &key.to_bytes())?.is_none() {
        tx.leaf_keys().delete(&key.to_bytes())?;
    }
    Ok(())
}

// === keys of epochs and eras ===

pub(crate) fn put_epoch(tx: &VaultTx<'_>, log: LogId, epoch: Epoch, keys: EpochKeys, now: Timestamp) -> Done {
    let row = toguna_vault::EpochKeys {
        log,
        epoch,
        root: keys.root,
        envelope: keys.envelope,
        made: now,
    };
    Ok(tx.epoch_keys().put(&row)?)
}

/// Writes an era down: its number, first epoch, and where and when it began.
pub(crate) fn put_era(
    tx: &VaultTx<'_>,
    log: LogId,
    (era, first_epoch, at): (Era, Epoch, At),
    key: Secret<32>,
) -> Done {
    let row = EraKey {
        log,
        era,
        key,
        first_epoch,
        first_head: at.head,
        made: at.now,
    };
    Ok(tx.era_keys().put(&row)?)
}

/// Every era held, to be handed on.
pub(crate) fn eras(tx: &VaultTx<'_>, log: LogId) -> Result<Vec<GrantedEra>, EngineFault> {
    let granted = |row: EraKey| GrantedEra {
        era: row.era,
        first_epoch: row.first_epoch,
        first: row.first_head,
        key: row.key.into(),
    };
    Ok(tx.era_keys().list(log)?.into_iter().map(granted).collect())
}

/// The era that runs now.
pub(crate) fn current_era(tx: &VaultTx<'_>, log: LogId) -> Result<Option<(Era, Secret<32>)>, EngineFault> {
    Ok(tx.era_keys().latest(log)?.map(|row| (row.era, row.key)))
}

/// The era that `seq` lies in: the last that began before it.
pub(crate) fn era_at(
    tx: &VaultTx<'_>,
    log: LogId,
    seq: Seq,
) -> Result<Option<(Era, Secret<32>)>, EngineFault> {
    let began = |row: &EraKey| row.first_head.seq < seq;
    let found = tx.era_keys().list(log)?.into_iter().rev().find(began);
    Ok(found.map(|row| (row.era, row.key)))
}

// === the roster ===

/// The roster's tip as this device knows it; none before a joined space is settled.
pub(crate) fn roster(tx: &VaultTx<'_>, log: LogId) -> Result<Option<Roster>, EngineFault> {
    let row = tx.roster().step_at(log, Seq::new(u64::MAX))?;
    Ok(row.map(|row| Roster {
        era: row.era,
        tip: row.tip,
    }))
}

/// Appends a step. One that stands there already, because the device joins again, must be the same.
pub(crate) fn append(tx: &VaultTx<'_>, log: LogId, roster: Roster, step: &RosterStep) -> Done {
    if let Some(there) = tx
        .roster()
        .step_at(log, step.seq)?
        .filter(|row| row.seq == step.seq)
    {
        return if there.tip == roster.tip {
            Ok(())
        } else {
            Err(EngineFault::Grant(GrantFault::Roster))
        };
    }
    let row = RosterRow {
        log,
        seq: step.seq,
        era: roster.era,
        tip: roster.tip,
        body: step.encode()?,
    };
    tx.roster().append(&row)?;
    for change in &step.roles {
        let role = change.role.map(Role::number);
        tx.roster().put_role(log, change.account, step.seq, role)?;
    }
    Ok(())
}

/// Writes down the roles that hold from `seq` on, where the steps that gave them are withheld.
pub(crate) fn put_roles(tx: &VaultTx<'_>, log: LogId, roles: &BTreeMap<AccountId, Role>, seq: Seq) -> Done {
    for (account, role) in roles {
        tx.roster().put_role(log, *account, seq, Some(role.number()))?;
    }
    Ok(())
}

/// The role an account had at `seq`.
pub(crate) fn role_at(
    tx: &VaultTx<'_>,
    log: LogId,
    account: AccountId,
    seq: Seq,
) -> Result<Option<Role>, EngineFault> {
    Ok(tx
        .roster()
        .role_at(log, account, seq)?
        .and_then(Role::from_number))
}

/// Every step, in order.
pub(crate) fn steps(tx: &VaultTx<'_>, log: LogId) -> Result<Vec<RosterStep>, EngineFault> {
    let rows = tx.roster().list(log)?;
    rows.iter()
        .map(|row| Ok(RosterStep::decode(&row.body)?))
        .collect()
}

/// Whether the roster is known from the founding on, so that it can be handed on whole.
pub(crate) fn history_is_whole(tx: &VaultTx<'_>, log: LogId) -> Result<bool, EngineFault> {
    let first = tx.roster().step_at(log, Seq::new(0))?;
    let eras = tx.era_keys().get(log, Era::new(0))?;
    Ok(first.is_some() && eras.is_some())
}

/// Enters an accepted commit: its step, the leaves that came, the leaves that went.
pub(crate) fn append_step(
    tx: &VaultTx<'_>,
    log: LogId,
    roster: Roster,
    step: &RosterStep,
    before: &BTreeMap<u32, VerifiedMember>,
    after: &BTreeMap<u32, VerifiedMember>,
) -> Done {
    append(tx, log, roster, step)?;
    for index in &step.outs {
        let gone = before.get(index).ok_or(EngineFault::Library)?;
        tx.roster().leaf_out(log, &gone.leaf_key().to_bytes(), step.seq)?;
        let key = [log.as_bytes().as_slice(), gone.cert().digest().as_bytes()].concat();
        tx.mls_put(DEPARTED, &key, &gone.cert().encode())?;
    }
    for leaf in &step.ins {
        let come = after.get(&leaf.index).ok_or(EngineFault::Library)?;
        let row = leaf_row(log, &leaf.leaf_key, come.device(), step.seq);
        tx.roster().leaf_in(&row)?;
    }
    Ok(())
}

fn leaf_row(log: LogId, key: &VerifyingKey, device: &VerifiedDevice, from: Seq) -> LeafRow {
    LeafRow {
        log,
        leaf_key: key.to_bytes(),
        account: device.account(),
        device: device.device(),
        from_seq: from,
        until_seq: None,
    }
}

/// Certificates of those who left.
pub(crate) fn departed(tx: &VaultTx<'_>, log: LogId) -> Result<Vec<Signed<DeviceCert>>, EngineFault> {
    let rows = tx.mls_list(DEPARTED, log.as_bytes())?;
    rows.iter()
        .map(|(_, bytes)| Signed::decode(bytes).map_err(|_| EngineFault::Library))
        .collect()
}

/// Keeps a certificate of somebody who left, as the history brought it.
pub(crate) fn put_departed(tx: &VaultTx<'_>, log: LogId, cert: &Signed<DeviceCert>) -> Done {
    let key = [log.as_bytes().as_slice(), cert.digest().as_bytes()].concat();
    Ok(tx.mls_put(DEPARTED, &key, &cert.encode())?)
}

/// Who held a leaf key at `seq`.
pub(crate) fn member_at(
    tx: &VaultTx<'_>,
    log: LogId,
    key: &VerifyingKey,
    seq: Seq,
) -> Result<Option<(AccountId, DeviceId)>, EngineFault> {
    let row = tx.roster().member_at(log, &key.to_bytes(), seq)?;
    Ok(row.map(|row| (row.account, row.device)))
}

/// The members while a granted history is written down. A device that joins again has part of it already.
pub(crate) struct Standing {
    leaves: BTreeMap<u32, RosterLeaf>,
    written: BTreeSet<([u8; 32], Seq)>,
    open: BTreeSet<[u8; 32]>,
}

impl Standing {
    /// Nobody yet; what the vault knows of the log is kept in mind.
    pub(crate) fn over(tx: &VaultTx<'_>, log: LogId) -> Result<Self, EngineFault> {
        let rows = tx.roster().leaves(log)?;
        let open = |row: &&LeafRow| row.until_seq.is_none();
        Ok(Self {
            leaves: BTreeMap::new(),
            open: rows.iter().filter(open).map(|row| row.leaf_key).collect(),
            written: rows.iter().map(|row| (row.leaf_key, row.from_seq)).collect(),
        })
    }

    /// Enters one step. A leaf whose device is not known (its certificate was not handed over) gets no row: what
    /// it wrote cannot be attributed, and is not shown.
    pub(crate) fn enter(
        &mut self,
        tx: &VaultTx<'_>,
        log: LogId,
        step: &RosterStep,
        devices: &BTreeMap<Digest, VerifiedDevice>,
    ) -> Done {
        for index in &step.outs {
            if let Some(gone) = self.leaves.remove(index) {
                self.go(tx, log, gone.leaf_key.to_bytes(), step.seq)?;
            }
        }
        for leaf in &step.ins {
            self.come(tx, log, leaf, step.seq, devices)?;
        }
        Ok(())
    }

    /// Enters one leaf.
    pub(crate) fn come(
        &mut self,
        tx: &VaultTx<'_>,
        log: LogId,
        leaf: &RosterLeaf,
        from: Seq,
        devices: &BTreeMap<Digest, VerifiedDevice>,
    ) -> Done {
        let key = leaf.leaf_key.to_bytes();
        let known = self.open.contains(&key) || self.written.contains(&(key, from));
        if let Some(device) = devices.get(&leaf.cert).filter(|_| !known) {
            tx.roster()
                .leaf_in(&leaf_row(log, &leaf.leaf_key, device, from))?;
            self.open.insert(key);
        }
        self.leaves.insert(leaf.index, *leaf);
        Ok(())
    }

    /// Ends the time of whoever the vault still takes for a member.
    pub(crate) fn close(&mut self, tx: &VaultTx<'_>, log: LogId, seq: Seq) -> Done {
        let here: BTreeSet<[u8; 32]> = self
            .leaves
            .values()
            .map(|leaf| leaf.leaf_key.to_bytes())
            .collect();
        let gone: Vec<[u8; 32]> = self.open.difference(&here).copied().collect();
        for key in gone {
            self.go(tx, log, key, seq)?;
        }
        Ok(())
    }

    fn go(&mut self, tx: &VaultTx<'_>, log: LogId, key: [u8; 32], until: Seq) -> Done {
        if self.open.remove(&key) {
            tx.roster().leaf_out(log, &key, until)?;
        }
        Ok(())
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! The vault's tables as this crate uses them.

use std::collections::BTreeMap;

use tls_codec::{DeserializeBytes as _, SerializeBytes as _, TlsDeserializeBytes, TlsSerializeBytes, TlsSize};
use toguna_auth::{DeviceCert, Signed, SigningKey, VerifiedDevice, VerifyingKey};
use toguna_types::{AccountId, DeviceId, Digest, Epoch, Era, LogId, Opaque, Secret, Seq, Timestamp};
use toguna_vault::VaultTx;

use crate::fault::EngineFault;
use crate::format::{GrantedEra, HistoryGrant, Pending};
use crate::group::{At, EpochKeys};
use crate::member::VerifiedMember;
use crate::rules::{Roster, RosterLeaf, RosterStep};

type Done = Result<(), EngineFault>;

const GROUP: &str = "mls_group_of_log";
const PENDING: &str = "mls_pending_commit";
const GRANT: &str = "mls_grant";
const DEPARTED: &str = "mls_departed";

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
    let bytes = pending.encode().ok_or(EngineFault::Library)?;
    Ok(tx.mls_put(PENDING, log.as_bytes(), &bytes)?)
}

pub(crate) fn pending(tx: &VaultTx<'_>, log: LogId) -> Result<Option<Pending>, EngineFault> {
    let row = tx.mls_get(PENDING, log.as_bytes())?;
    row.map(|bytes| Pending::decode(&bytes).ok_or(EngineFault::Library))
        .transpose()
}

pub(crate) fn pending_gone(tx: &VaultTx<'_>, log: LogId) -> Done {
    Ok(tx.mls_delete(PENDING, log.as_bytes())?)
}

pub(crate) fn put_grant(tx: &VaultTx<'_>, log: LogId, grant: &HistoryGrant) -> Done {
    let bytes = grant.encode().map_err(EngineFault::Grant)?;
    Ok(tx.mls_put(GRANT, log.as_bytes(), &bytes)?)
}

pub(crate) fn grant(tx: &VaultTx<'_>, log: LogId) -> Result<Option<HistoryGrant>, EngineFault> {
    let row = tx.mls_get(GRANT, log.as_bytes())?;
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

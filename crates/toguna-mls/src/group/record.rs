// SPDX-License-Identifier: MIT OR Apache-2.0
//! Records: signed operations sealed under their era's key, readable by whoever was granted the era.

use toguna_auth::{Op, Signed};
use toguna_crypto::{SealKind, derive, open, seal};
use toguna_types::{AccountId, Class, DeviceId, Entropy, Era, LogId, RelayId, Secret, Seq, limit};
use toguna_vault::VaultTx;

use crate::fault::{EngineFault, MessageFault, too_long};
use crate::format::RecordContext;
use crate::group::stage::within;
use crate::rows;
use crate::rules::Role;

/// A sealed record and the era it was sealed in: in the log after that era it would be refused.
#[derive(Clone, Debug)]
pub struct SealedRecord {
    /// The payload for the log.
    pub payload: Vec<u8>,
    /// The era.
    pub era: Era,
}

/// A record whose author was verified against the roster.
#[derive(Clone, Debug)]
pub struct OpenedRecord {
    /// What it does.
    pub op: Op,
    /// The same as it was signed, to be kept.
    pub signed: Signed<Op>,
    /// The author's account.
    pub account: AccountId,
    /// The author's device.
    pub device: DeviceId,
    /// The role its author had there.
    pub role: Option<Role>,
    /// The era it stands in.
    pub era: Era,
}

/// Seals a signed operation under the current era's key. The same signed bytes may be sealed again later, never
/// signed again.
///
/// # Errors
/// [`EngineFault::NotSettled`] before the log was read; [`EngineFault::TooLong`]; else [`EngineFault`].
pub fn seal_record(
    tx: &VaultTx<'_>,
    relay: RelayId,
    log: LogId,
    signed: &Signed<Op>,
    entropy: &impl Entropy,
) -> Result<SealedRecord, EngineFault> {
    let (era, key) = rows::current_era(tx, log)?.ok_or(EngineFault::NotSettled)?;
    let limit = limit::RECORD_BYTES;
    let payload = seal(
        SealKind::Record,
        &record_key(&key),
        &context(relay, log, era),
        &signed.encode(),
        entropy,
    )
    .map_err(too_long(limit))?;
    within(payload.len(), limit)?;
    Ok(SealedRecord { payload, era })
}

/// Opens the record at `seq` with the key of the era that `seq` lies in, and no other; its author must have been
/// a member then, under the leaf key that signed it.
///
/// # Errors
/// [`MessageFault`].
pub fn open_record(
    tx: &VaultTx<'_>,
    relay: RelayId,
    log: LogId,
    seq: Seq,
    payload: &[u8],
) -> Result<OpenedRecord, MessageFault> {
    let (era, key) = rows::era_at(tx, log, seq)?.ok_or(MessageFault::NotAuthentic)?;
    let content = open(
        SealKind::Record,
        &record_key(&key),
        &context(relay, log, era),
        payload,
    )
    .map_err(|_| MessageFault::NotAuthentic)?;
    let signed = Signed::<Op>::decode(&content).map_err(|_| MessageFault::NotAuthentic)?;
    let claimed = signed.unverified().map_err(|_| MessageFault::NotAuthentic)?;
    let op = signed
        .verify(&claimed.leaf_key)
        .map_err(|_| MessageFault::NotAuthentic)?;
    if op.log != log {
        return Err(MessageFault::Context);
    }
    let (account, device) = rows::member_at(tx, log, &op.leaf_key, seq)?.ok_or(MessageFault::Stranger)?;
    if op.author != account {
        return Err(MessageFault::Stranger);
    }
    let role = rows::role_at(tx, log, account, seq)?;
    Ok(OpenedRecord {
        op,
        signed,
        account,
        device,
        role,
        era,
    })
}

/// The key an era's records are sealed under.
fn record_key(era: &Secret<32>) -> Secret<32> {
    derive(era, "record", &[])
}

fn context(relay: RelayId, log: LogId, era: Era) -> Vec<u8> {
    RecordContext {
        relay,
        log,
        era,
        class: Class::Record,
    }
    .encode()
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Closing a space: a steward asks the relay to delete all it holds of it, a week from then, in a commit that all members see.

use std::time::Duration;

use toguna_auth::{Signed, StewardAsk, StewardRequest};
use toguna_mls::Group;
use toguna_mls::rules::Role;
use toguna_types::{Clock as _, LogId, SignedBytes, Timestamp, limit};
use toguna_vault::{SpaceRow, SpaceState, VaultTx};
use toguna_wire::{Message as _, v1};

use super::key::current_secret;
use crate::Fault;
use crate::client::Client;
use crate::fault::Code;
use crate::sync::CommitIntent;

impl Client {
    /// Asks the relay to delete all it holds of a space, 7 days from now: entries, files, keys. Members are told at once and keep
    /// what their devices have read; until then everything goes on, and the request can be withdrawn.
    ///
    /// # Errors
    /// [`Code::NotAllowed`] unless this account is a steward; [`Code::StewardKeyElsewhere`] as long as no
    /// other steward's device has given this one the steward key.
    pub async fn close_space(&self, log: LogId) -> Result<(), Fault> {
        self.ask_closing(log, StewardAsk::Close).await
    }

    /// Asks the relay to leave a space open after all.
    ///
    /// # Errors
    /// As [`Self::close_space`]; [`Code::SpaceClosed`] if it is too late.
    pub async fn withdraw_closing(&self, log: LogId) -> Result<(), Fault> {
        self.ask_closing(log, StewardAsk::Withdraw).await
    }

    async fn ask_closing(&self, log: LogId, ask: StewardAsk) -> Result<(), Fault> {
        self.pull(log).await?;
        self.govern(log, move |client, tx| {
            let (row, group) = (client.row(tx, log)?, Group::load(tx, log)?);
            client.steward_request(tx, &row, &group, ask)?; // whether it may
            Ok(CommitIntent::Closing(ask))
        })
        .await?;
        self.pull(log).await?;
        Ok(())
    }

    /// The request for the epoch that the commit ends.
    pub(crate) fn steward_request(
        &self,
        tx: &VaultTx<'_>,
        row: &SpaceRow,
        group: &Group,
        ask: StewardAsk,
    ) -> Result<SignedBytes, Fault> {
        if group.policy().role_of(self.keys().account) != Some(Role::Steward) {
            return Err(Fault::new(Code::NotAllowed));
        }
        let key = current_secret(tx, row.log)?.ok_or(Fault::new(Code::StewardKeyElsewhere))?;
        let request = StewardRequest {
            relay: self.relay(),
            log: row.log,
            epoch: row.epoch,
            ask,
        };
        let signed = Signed::sign(&key, &request).map_err(|fault| Fault::because(Code::Broken, fault))?;
        Ok((&signed).into())
    }

    /// The relay says that a space is closed. If it had announced it for a day that has come, nothing more comes of the space
    /// and what waits will not go; else `false`: a relay's word of the moment ends nothing here.
    pub(crate) fn closed(&self, tx: &VaultTx<'_>, log: LogId) -> Result<bool, Fault> {
        let announced = closes(tx, log)?;
        let today = self.options().clock.now().after(limit::STAMP_SKEW);
        if announced.is_none_or(|day| day > today) {
            return Ok(false);
        }
        let mut row = self.row(tx, log)?;
        for intent in tx.intents().open(log)? {
            tx.intents().refuse(intent.id, Code::SpaceClosed.text())?;
        }
        row.state = SpaceState::Closed;
        tx.spaces().update(&row)?;
        Ok(true)
    }
}

/// What a commit's payload asks of the relay about the space's end.
pub(crate) fn asked(payload: &[u8]) -> Option<StewardAsk> {
    let request = v1::CommitPayload::decode(payload).ok()?.steward_request?;
    let signature = toguna_auth::Signature::from_slice(&request.signature)?;
    let request = Signed::<StewardRequest>::from_parts(request.statement, signature);
    Some(request.unverified().ok()?.ask)
}

/// Keeps the day on which the relay says a space closes.
pub(crate) fn keep_closing(tx: &VaultTx<'_>, log: LogId, day: Option<u64>) -> Result<(), Fault> {
    let key = closes_key(log);
    match day {
        None => Ok(()),
        Some(0) if tx.meta().get(&key)?.is_none() => Ok(()),
        Some(0) => Ok(tx.meta().delete(&key)?),
        Some(day) => Ok(tx.meta().put(&key, &day.to_be_bytes())?),
    }
}

/// When the relay says a space closes.
pub(crate) fn closes(tx: &VaultTx<'_>, log: LogId) -> Result<Option<Timestamp>, Fault> {
    let day = tx.meta().get(&closes_key(log))?;
    let day = day.and_then(|day| Some(u64::from_be_bytes(day.try_into().ok()?)));
    let since_1970 = |day: u64| Duration::from_hours(day.min(FAR).saturating_mul(24));
    Ok(day.map(|day| Timestamp::from_millis(0).after(since_1970(day))))
}

fn closes_key(log: LogId) -> String {
    format!("closes/{}", crate::spaces::hex(log))
}

/// A day that no clock of ours reaches: the relay may say any.
const FAR: u64 = 1_000_000;

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Closing a space: a steward asks the relay to delete all it holds of it, a week from then, in a commit that all members see.

use std::time::Duration;

use toguna_types::{Clock as _, LogId, StewardAsk, Timestamp, limit};
use toguna_vault::{SpaceState, VaultTx};

use crate::Fault;
use crate::client::Client;
use crate::fault::Code;

impl Client {
    /// Asks the relay to delete all it holds of a space, 7 days from now: entries, files, keys. Members are told at once and keep
    /// what their devices have read; until then everything goes on, and the request can be withdrawn.
    ///
    /// # Errors
    /// [`Code::NotAllowed`] unless this account is a steward; [`Code::StewardKeyElsewhere`] as long as no
    /// other steward's device has given this one the steward key.
    pub async fn close_space(&self, log: LogId) -> Result<(), Fault> {
        self.ask_relay(log, StewardAsk::Close).await
    }

    /// Asks the relay to leave a space open after all.
    ///
    /// # Errors
    /// As [`Self::close_space`]; [`Code::SpaceClosed`] if it is too late.
    pub async fn withdraw_closing(&self, log: LogId) -> Result<(), Fault> {
        self.ask_relay(log, StewardAsk::StayOpen).await
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

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Eras end by age: whoever is about to write in an old one starts a new one first (docs/protocol.md).

use std::time::Duration;

use toguna_mls::Group;
use toguna_types::{Clock as _, Entropy as _, LogId, Timestamp};
use toguna_vault::{IntentKind, SpaceRow, VaultTx};

use crate::Fault;
use crate::client::Client;
use crate::sync::intent::CommitIntent;

/// A device starts at most one era a day in a space.
const AT_MOST_EVERY: Duration = Duration::from_hours(24);

impl Client {
    /// Queues the start of a new era if the current one is too old, after a random 0 to 60 seconds so that not all
    /// who are about to write try at once.
    pub(crate) fn turn_old_era(&self, tx: &VaultTx<'_>, row: &SpaceRow) -> Result<(), Fault> {
        let now = self.options().clock.now();
        if !self.era_is_old(tx, row)? || !self.may_turn(tx, row.log, now)? {
            return Ok(());
        }
        let random = u64::from(u32::from_be_bytes(self.options().entropy.array()));
        let wait = Duration::from_millis(random.checked_rem(60_001).unwrap_or(0));
        self.queue_commit(tx, row, &CommitIntent::TurnEra, wait)?;
        tx.meta().put(&turned_key(row.log), &now.millis().to_be_bytes())?;
        Ok(())
    }

    /// Whether the current era is older than the space's rules allow; asked again right before it is turned,
    /// because somebody else may have done it.
    pub(crate) fn era_is_old(&self, tx: &VaultTx<'_>, row: &SpaceRow) -> Result<bool, Fault> {
        let Some(era) = tx.era_keys().latest(row.log)? else {
            return Ok(false);
        };
        let age = self.options().clock.now().since(era.made);
        Ok(age.as_secs() > Group::load(tx, row.log)?.policy().era_max_age_secs)
    }

    fn may_turn(&self, tx: &VaultTx<'_>, log: LogId, now: Timestamp) -> Result<bool, Fault> {
        let turns = |body: &[u8]| CommitIntent::decode(body).is_ok_and(|c| c == CommitIntent::TurnEra);
        let open = tx.intents().open(log)?;
        if open
            .iter()
            .any(|intent| intent.kind == IntentKind::Commit && turns(&intent.body))
        {
            return Ok(false);
        }
        let last = tx
            .meta()
            .get(&turned_key(log))?
            .and_then(|bytes| bytes.try_into().ok());
        let last = last.map(|bytes| Timestamp::from_millis(u64::from_be_bytes(bytes)));
        Ok(last.is_none_or(|last| now.since(last) > AT_MOST_EVERY))
    }
}

fn turned_key(log: LogId) -> String {
    format!("era-turned/{}", crate::spaces::hex(log))
}

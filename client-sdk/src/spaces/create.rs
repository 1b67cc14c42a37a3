// SPDX-License-Identifier: MIT OR Apache-2.0
//! Founding a space.

use toguna_auth::EpochCapability;
use toguna_mls::Group;
use toguna_mls::rules::{Openness, Policy};
use toguna_types::{Clock as _, Digest, Epoch, Era, Head, IntentId, LogId, Suite, limit};
use toguna_vault::{IntentKind, NewIntent, SpaceRow, SpaceState, VaultTx};
use unicode_normalization::UnicodeNormalization as _;

use crate::Fault;
use crate::SpaceSummary;
use crate::client::Client;
use crate::fault::Code;
use crate::sync::FoundIntent;

impl Client {
    /// Founds a space; this account is its steward. The suite is fixed for ever: the post-quantum one holds at
    /// most 150 devices.
    ///
    /// # Errors
    /// [`Code::TooLong`], [`Code::EmptyText`]; [`Code::RelayUnreachable`] leaves the space waiting in the outbox.
    pub async fn create_space(&self, title: &str, suite: Suite) -> Result<SpaceSummary, Fault> {
        let title = check_title(title)?;
        let log = self
            .write(move |client, tx| client.found(tx, &title, suite))
            .await?;
        self.push(log).await?;
        self.summary(log)
    }

    fn found(&self, tx: &VaultTx<'_>, title: &str, suite: Suite) -> Result<LogId, Fault> {
        let log = LogId::make(&self.options().entropy);
        let policy = Policy::founding(
            self.relay(),
            log,
            self.keys().account,
            title,
            Openness::Confidential,
            suite,
        )
        .map_err(|fault| Fault::because(Code::TooLong, fault))?;
        self.found_with(tx, policy)?;
        Ok(log)
    }

    /// Founds a space on which this account has agreed with itself; the outbox makes its log at the relay.
    pub(crate) fn found_with(&self, tx: &VaultTx<'_>, policy: Policy) -> Result<(), Fault> {
        let options = self.options();
        let (log, now) = (policy.log, options.clock.now());
        let (title, suite, lifetime) = (policy.title.clone(), policy.suite, policy.lifetime);
        Group::found(tx, &self.me(), log, policy, now, &options.entropy)?;
        let keys = tx
            .epoch_keys()
            .get(log, Epoch::new(0))?
            .ok_or(Fault::new(Code::Broken))?;
        let capability = EpochCapability::derive(&keys.root);
        let (write, read) = (
            capability.write.public().to_bytes(),
            capability.read.public().to_bytes(),
        );
        tx.spaces().insert(&SpaceRow {
            log,
            state: SpaceState::Founding,
            title,
            lifetime,
            suite,
            epoch: Epoch::new(0),
            cursor: Head::genesis(self.relay(), log, &write, &read),
            read_on: now,
            era: tx.era_keys().latest(log)?.map_or(Era::new(0), |key| key.era),
            roster_tip: tx
                .roster()
                .list(log)?
                .last()
                .map_or(Digest::ZERO, |step| step.tip),
            inviter: None,
            confirmed: true,
            since: now,
            own_leaf: [0; 32],
            own_counter: 0,
            own_previous: Digest::ZERO,
            hybrid: (now, 0),
            alarm: None,
        })?;
        let found = FoundIntent {
            write_key: write,
            read_key: read,
            steward_key: self.found_steward_key(tx, log)?,
        };
        tx.intents().push(&NewIntent {
            id: IntentId::make(&options.entropy),
            log,
            kind: IntentKind::Found,
            body: found.encode()?,
            message: None,
            made: now,
            not_before: now,
        })?;
        Ok(())
    }
}

/// A title as typed: NFC, on one line, not empty, within the limit.
pub(crate) fn check_title(title: &str) -> Result<String, Fault> {
    let title: String = title.trim().nfc().filter(|c| !c.is_control()).collect();
    if title.is_empty() {
        return Err(Fault::new(Code::EmptyText));
    }
    match u32::try_from(title.len()) {
        Ok(len) if len <= limit::TITLE_BYTES => Ok(title),
        _ => Err(Fault::too_long("title", limit::TITLE_BYTES)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_lose_line_breaks_and_keep_their_script() {
        assert_eq!(check_title(" لجنة\nالتنسيق ").unwrap(), "لجنةالتنسيق");
        assert_eq!(check_title("\n").unwrap_err().is(), Code::EmptyText);
        assert_eq!(check_title(&"x".repeat(257)).unwrap_err().field(), Some("title"));
    }
}

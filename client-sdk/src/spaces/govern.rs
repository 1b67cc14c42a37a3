// SPDX-License-Identifier: MIT OR Apache-2.0
//! Governing a space: roles, its title, what newcomers may read, how long messages live, fresh keys.

use std::time::Duration;

use toguna_mls::rules::{Newcomers, Policy, Role};
use toguna_types::{Lifetime, LogId, Opaque, limit};

use crate::Fault;
use crate::client::Client;
use crate::fault::Code;
use crate::spaces::create::check_title;
use crate::sync::{Amendment, CommitIntent, RoleOf};

/// What the members of a space agreed on, besides its title and their roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpacePolicy {
    /// What newcomers may read of the time before them.
    pub newcomers: Newcomers,
    /// How long messages live, on devices and at the relay.
    pub lifetime: Lifetime,
    /// The age at which an era ends.
    pub era_max_age: Duration,
}

impl SpacePolicy {
    pub(crate) const fn of(policy: &Policy) -> Self {
        Self {
            newcomers: policy.newcomers,
            lifetime: policy.lifetime,
            era_max_age: Duration::from_secs(policy.era_max_age_secs),
        }
    }
}

/// What is to be agreed on otherwise; `None` leaves a thing as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PolicyChange {
    /// What newcomers may read of the time before them.
    pub newcomers: Option<Newcomers>,
    /// How long messages live from now on.
    pub lifetime: Option<Lifetime>,
    /// The age at which an era ends: from an hour to a year.
    pub era_max_age: Option<Duration>,
}

impl PolicyChange {
    fn amendments(self) -> Result<Vec<Amendment>, Fault> {
        let age = self
            .era_max_age
            .map(|age| {
                if age < limit::ERA_MAX_AGE_LEAST || age > limit::ERA_MAX_AGE_MOST {
                    let most = limit::ERA_MAX_AGE_MOST.as_secs();
                    return Err(Fault::out_of_range("era-max-age", most));
                }
                Ok(Amendment::EraMaxAge(age.as_secs()))
            })
            .transpose()?;
        let newcomers = self.newcomers.map(Amendment::Newcomers);
        let lifetime = self.lifetime.map(Amendment::Lifetime);
        Ok([newcomers, lifetime, age].into_iter().flatten().collect())
    }
}

impl Client {
    /// Gives a member another role. A space keeps a steward: the last one cannot be made anything else.
    ///
    /// # Errors
    /// [`crate::Code::PersonUnknown`], [`crate::Code::NotAllowed`], [`crate::Code::LastSteward`].
    pub async fn set_role(&self, log: LogId, handle: &str, role: Role) -> Result<(), Fault> {
        self.pull(log).await?;
        self.learn_names().await?;
        let handle = handle.trim().to_owned();
        self.govern(log, move |client, tx| {
            let account = client.member_by_handle(tx, log, &handle)?;
            let role = Amendment::Role(RoleOf { account, role });
            Ok(CommitIntent::Agree(vec![role]))
        })
        .await?;
        self.tend_after(log).await
    }

    /// Gives a space another title, for all its members.
    ///
    /// # Errors
    /// [`crate::Code::NotAllowed`], [`crate::Code::EmptyText`], [`crate::Code::TooLong`].
    pub async fn rename(&self, log: LogId, title: &str) -> Result<(), Fault> {
        let title = check_title(title)?;
        self.pull(log).await?;
        self.govern(log, move |_, _| {
            let title = Amendment::Title(Opaque::from(title.as_bytes()));
            Ok(CommitIntent::Agree(vec![title]))
        })
        .await
    }

    /// Changes what the members agreed on. A message keeps the lifetime it was said under.
    ///
    /// # Errors
    /// [`crate::Code::NotAllowed`], [`crate::Code::OutOfRange`].
    pub async fn change_policy(&self, log: LogId, change: PolicyChange) -> Result<(), Fault> {
        let amendments = change.amendments()?;
        self.pull(log).await?;
        self.govern(log, move |_, _| Ok(CommitIntent::Agree(amendments)))
            .await
    }

    /// Renews this device's keys in a space: whoever copied them reads nothing that is said from then on.
    ///
    /// # Errors
    /// [`Code::NotAMember`]; [`Code::StillQueued`] if the relay cannot be reached: the change goes out with the next
    /// synchronisation.
    pub async fn update_keys(&self, log: LogId) -> Result<(), Fault> {
        self.renew(log, CommitIntent::UpdateKeys).await
    }

    /// Renews this device's keys and starts a new era, so that records too are sealed under keys that nobody has
    /// who copied the old ones.
    ///
    /// # Errors
    /// As [`Client::update_keys`].
    pub async fn heal(&self, log: LogId) -> Result<(), Fault> {
        self.renew(log, CommitIntent::Heal).await?;
        self.tend_after(log).await
    }

    /// Renews keys, also where the relay cannot be reached: then the change waits, once, and goes out before anything
    /// that is said later.
    async fn renew(&self, log: LogId, change: CommitIntent) -> Result<(), Fault> {
        let away = match self.pull(log).await {
            Ok(_) => None,
            Err(fault) if fault.is_passing() => Some(fault),
            Err(fault) => return Err(fault),
        };
        let intent = self
            .write(move |client, tx| {
                let row = client.row(tx, log)?;
                crate::messages::writable(&row)?;
                let body = change.encode()?;
                let open = tx.intents().open(log)?;
                match open.into_iter().find(|waits| waits.body == body) {
                    Some(waits) if away.is_some() => Ok((waits.id, away)),
                    Some(_) | None => Ok((client.queue_commit(tx, &row, &change, Duration::ZERO)?, away)),
                }
            })
            .await?;
        let (intent, away) = intent;
        if let Some(fault) = away {
            return Err(Fault::because(Code::StillQueued, fault));
        }
        match self.push(log).await {
            Err(fault) if fault.is_passing() => Err(Fault::because(Code::StillQueued, fault)),
            Err(fault) => Err(fault),
            Ok(_) => self.not_refused(intent),
        }
    }

    /// Queues a change, sends it, and says what became of it.
    pub(crate) async fn govern(
        &self,
        log: LogId,
        change: impl FnOnce(&Self, &toguna_vault::VaultTx<'_>) -> Result<CommitIntent, Fault> + Send + 'static,
    ) -> Result<(), Fault> {
        let intent = self
            .write(move |client, tx| {
                let row = client.row(tx, log)?;
                crate::messages::writable(&row)?;
                let change = change(client, tx)?;
                client.queue_commit(tx, &row, &change, Duration::ZERO)
            })
            .await?;
        self.push(log).await?;
        self.not_refused(intent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_era_lasts_an_hour_at_least_and_a_year_at_most() {
        for age in [Duration::from_secs(59), Duration::from_hours(366 * 24)] {
            let change = PolicyChange {
                era_max_age: Some(age),
                ..PolicyChange::default()
            };
            let fault = change.amendments().unwrap_err();
            assert_eq!(
                (fault.is(), fault.field()),
                (Code::OutOfRange, Some("era-max-age"))
            );
        }
        assert_eq!(PolicyChange::default().amendments().unwrap(), []);
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Re-founding a space that stopped: a new log and a new group with the same members but the one to blame
//! (docs/protocol.md, "Re-founding").
//!
//! Every step can be repeated: what this device has begun to make is written down before anything is sent, and who
//! runs the command again goes on with it.

use std::collections::BTreeMap;
use std::time::Duration;

use toguna_mls::Group;
use toguna_mls::rules::{Policy, Predecessor, Role, roles_after};
use toguna_types::{AccountId, Clock as _, DeviceId, LogId, Suite};
use toguna_vault::{SpaceRow, SpaceState, VaultTx};

use crate::client::Client;
use crate::fault::Code;
use crate::messages::Who;
use crate::sync::{
    Amendment, CommitIntent, ENOUGH, Grounds, Newcoming, RoleOf, Succession, reasons_key, unfinished_key,
};
use crate::{Fault, SpaceSummary};

/// How long commits name their device where the refused bytes name nobody.
const NAMED: Duration = Duration::from_hours(24 * 30);

/// What became of re-founding a space.
#[derive(Clone, PartialEq, Eq)]
pub struct Refounded {
    /// The space that goes on.
    pub space: SpaceSummary,
    /// Who is not in it any more, if somebody is to blame.
    pub left_out: Option<Who>,
    /// Handles that were added.
    pub invited: Vec<String>,
    /// Members of the stopped space who could not be added now: they can be invited like anybody.
    pub missing: Vec<Who>,
    /// Letters that wait for their random delay before they leave.
    pub letters_waiting: usize,
}

/// What re-founding a space would do, and what speaks against it.
#[derive(Clone, PartialEq, Eq)]
pub struct RefoundingPlan {
    /// The stopped space.
    pub log: LogId,
    /// Its title.
    pub title: String,
    /// Who would be left out.
    pub left_out: Option<Who>,
    /// Who would be brought along.
    pub brings: Vec<Who>,
    /// Who has made a successor of it already, as far as this device was told.
    pub offered_by: Vec<Who>,
}

toguna_types::quiet_debug!(Refounded, RefoundingPlan);

/// A successor that is being made.
struct Making {
    stopped: LogId,
    log: LogId,
    suite: Suite,
    culprit: Option<AccountId>,
    roles: BTreeMap<AccountId, Role>,
    devices: Vec<(AccountId, DeviceId)>,
}

impl Client {
    /// What [`Self::refound_space`] would do.
    ///
    /// # Errors
    /// [`Code::SpaceNotWedged`], [`Code::SpaceRefounded`], [`Code::RefoundingUnproven`].
    pub fn plan_refounding(&self, log: LogId, anyway: bool) -> Result<RefoundingPlan, Fault> {
        self.vault().read(|tx| {
            let stopped = self.stopped(tx, log)?;
            let row = self.row(tx, stopped)?;
            let grounds = self.proven(tx, &row, anyway)?;
            let group = Group::load(tx, stopped)?;
            let roles = roles_after(group.view()?, grounds.culprit);
            let me = self.keys().account;
            let brings = roles.keys().filter(|account| **account != me);
            let offers = self.offers_for(tx, stopped)?;
            Ok(RefoundingPlan {
                log: stopped,
                title: row.title.clone(),
                left_out: grounds.culprit.map(|account| self.who(tx, account)).transpose()?,
                brings: brings
                    .map(|account| self.who(tx, *account))
                    .collect::<Result<_, _>>()?,
                offered_by: offers
                    .iter()
                    .map(|offer| self.who(tx, offer.inviter))
                    .collect::<Result<_, _>>()?,
            })
        })
    }

    /// Makes a successor of a space that stopped, and brings its members along without the one to blame. Whoever
    /// can see for itself that a steward does right follows without being asked. `anyway`: also where another
    /// successor is known, and where too few could not follow a commit to hold it against its author; then
    /// everybody is asked.
    ///
    /// # Errors
    /// [`Code::SpaceNotWedged`], [`Code::SpaceRefounded`], [`Code::RefoundingUnproven`], and the relay's troubles:
    /// the same call goes on where it stopped.
    pub async fn refound_space(&self, log: LogId, anyway: bool) -> Result<Refounded, Fault> {
        self.fetch_letters().await?;
        self.pull(log).await?;
        self.follow_successors().await?;
        let making = self
            .write(move |client, tx| client.begin_refounding(tx, log, anyway))
            .await?;
        self.push(making.log).await?;
        let missing = self.bring_along(&making).await?;
        self.step_back_to_role(&making).await?;
        let (stopped, log) = (making.stopped, making.log);
        self.write(move |client, tx| {
            client.carry_words(tx, stopped, log)?;
            Ok(tx.meta().delete(&unfinished_key(stopped))?)
        })
        .await?;
        self.push(log).await?;
        self.pull(log).await?;
        let (_, next) = self.deposit_letters().await?;
        self.refounded(&making, missing, next.is_some())
    }

    /// The stopped space that is meant: the one named, or the one that the one named is being made from.
    fn stopped(&self, tx: &VaultTx<'_>, log: LogId) -> Result<LogId, Fault> {
        for before in self.chain_of(tx, log)? {
            let unfinished = tx.meta().get(&unfinished_key(before))?;
            if unfinished.as_deref() == Some(log.as_bytes().as_slice()) {
                return Ok(before);
            }
        }
        Ok(log)
    }

    /// What this device holds against the commit at which a space stopped.
    fn proven(&self, tx: &VaultTx<'_>, row: &SpaceRow, anyway: bool) -> Result<Grounds, Fault> {
        let begun = tx.meta().get(&unfinished_key(row.log))?.is_some();
        match row.state {
            SpaceState::Wedged => {}
            SpaceState::Succeeded if begun => {}
            SpaceState::Succeeded => return Err(Fault::new(Code::SpaceRefounded)),
            SpaceState::Active
            | SpaceState::Closed
            | SpaceState::Founding
            | SpaceState::Joining
            | SpaceState::Leaving
            | SpaceState::Left
            | SpaceState::Removed => return Err(Fault::new(Code::SpaceNotWedged)),
        }
        let grounds = self.grounds(tx, row, &[])?;
        let grounds = grounds.ok_or(Fault::new(Code::SpaceNotWedged))?;
        if begun || anyway || grounds.suffices() {
            return Ok(grounds);
        }
        let known = grounds.claims.as_ref().map_or(0, BTreeMap::len);
        Err(Fault::new(Code::RefoundingUnproven).at_limit(u32::try_from(known).unwrap_or(u32::MAX)))
    }

    /// Founds the successor and closes the stopped space, in one step; or finds what was begun.
    fn begin_refounding(&self, tx: &VaultTx<'_>, log: LogId, anyway: bool) -> Result<Making, Fault> {
        let stopped = self.stopped(tx, log)?;
        let row = self.row(tx, stopped)?;
        let grounds = self.proven(tx, &row, anyway)?;
        let group = Group::load(tx, stopped)?;
        let view = group.view()?;
        let own = self.keys().device;
        let making = |log: LogId| Making {
            stopped,
            log,
            suite: row.suite,
            culprit: grounds.culprit,
            roles: roles_after(view, grounds.culprit),
            devices: view
                .leaves
                .values()
                .filter(|leaf| Some(leaf.account()) != grounds.culprit && leaf.device.device() != own)
                .map(|leaf| (leaf.account(), leaf.device.device()))
                .collect(),
        };
        if let Some(begun) = tx.meta().get(&unfinished_key(stopped))? {
            return Ok(making(
                LogId::from_slice(&begun).ok_or(Fault::new(Code::VaultDamaged))?,
            ));
        }
        if !anyway && !self.offers_for(tx, stopped)?.is_empty() {
            return Err(Fault::new(Code::SpaceRefounded));
        }
        let now = self.options().clock.now();
        let log = LogId::make(&self.options().entropy);
        let succession = Succession {
            predecessor: Predecessor {
                log: stopped,
                epoch: row.epoch,
                head: row.cursor,
                refused: grounds.refused,
                named_until: grounds.culprit.is_none().then(|| now.after(NAMED)),
            },
            claims: grounds
                .claims
                .as_ref()
                .map_or_else(Vec::new, |claims| claims.values().take(ENOUGH).cloned().collect()),
        };
        let policy = Policy {
            log,
            predecessor: Some(succession.predecessor),
            roles: BTreeMap::from([(self.keys().account, Role::Steward)]),
            ..view.policy.clone()
        };
        self.found_with(tx, policy)?;
        tx.meta().put(&reasons_key(log), &succession.encode()?)?;
        self.close(tx, stopped, log)?;
        tx.meta().put(&unfinished_key(stopped), log.as_bytes())?;
        Ok(making(log))
    }

    /// Adds whoever is not there yet. Returns the accounts that could not be.
    async fn bring_along(&self, making: &Making) -> Result<Vec<AccountId>, Fault> {
        let log = making.log;
        let (there, role) = self.vault().read(|tx| {
            let group = Group::load(tx, log)?;
            let view = group.view()?;
            let there: Vec<DeviceId> = view.leaves.values().map(|leaf| leaf.device.device()).collect();
            Ok::<_, Fault>((there, view.policy.role_of(self.keys().account)))
        })?;
        let mut absent: BTreeMap<AccountId, Vec<DeviceId>> = BTreeMap::new();
        for (account, device) in making
            .devices
            .iter()
            .filter(|(_, device)| !there.contains(device))
        {
            absent.entry(*account).or_default().push(*device);
        }
        if role != Some(Role::Steward) {
            return Ok(absent.into_keys().collect()); // it has stepped back already
        }
        let (mut newcomings, mut missing) = (Vec::new(), Vec::new());
        for (account, devices) in absent {
            let role = making.roles.get(&account).copied().unwrap_or(Role::Reader);
            match self.claim_these(account, &devices, making.suite, role).await {
                Ok(mut claimed) if !claimed.is_empty() => newcomings.append(&mut claimed),
                Err(fault) if fault.is_passing() => return Err(fault),
                Ok(_) | Err(_) => missing.push(account),
            }
        }
        self.commit_adds(log, newcomings).await?;
        Ok(missing)
    }

    async fn claim_these(
        &self,
        account: AccountId,
        devices: &[DeviceId],
        suite: Suite,
        role: Role,
    ) -> Result<Vec<Newcoming>, Fault> {
        let colleague = self.colleague(account).await?;
        let mut claimed = Vec::new();
        for device in &colleague.devices {
            if devices.contains(&device.device.device()) {
                claimed.push(self.claim(account, device, suite, role).await?);
            }
        }
        Ok(claimed)
    }

    /// Who founds is steward; who was not goes back to what it was, as soon as another steward is there.
    async fn step_back_to_role(&self, making: &Making) -> Result<(), Fault> {
        let (log, me) = (making.log, self.keys().account);
        let role = making.roles.get(&me).copied().unwrap_or(Role::Reader);
        let queued = self
            .write(move |client, tx| {
                let group = Group::load(tx, log)?;
                let policy = group.policy();
                let mut others = policy.roles.iter().filter(|(account, _)| **account != me);
                let another = others.any(|(_, role)| *role == Role::Steward);
                if role == Role::Steward || policy.role_of(me) == Some(role) || !another {
                    return Ok(None);
                }
                let change = vec![Amendment::Role(RoleOf { account: me, role })];
                let row = client.row(tx, log)?;
                client
                    .queue_commit(tx, &row, &CommitIntent::Agree(change), Duration::ZERO)
                    .map(Some)
            })
            .await?;
        if let Some(intent) = queued {
            self.push(log).await?;
            self.not_refused(intent)?;
        }
        Ok(())
    }

    fn refounded(&self, making: &Making, missing: Vec<AccountId>, letters: bool) -> Result<Refounded, Fault> {
        self.vault().read(|tx| {
            let accounts = Group::load(tx, making.log)?.view()?.accounts();
            let mut invited = Vec::new();
            for account in accounts {
                if account != self.keys().account && making.roles.contains_key(&account) {
                    invited.extend(self.handle_of(tx, account)?);
                }
            }
            let missing = missing.into_iter().map(|account| self.who(tx, account));
            Ok(Refounded {
                space: self.summarise(tx, &self.row(tx, making.log)?)?,
                left_out: making.culprit.map(|account| self.who(tx, account)).transpose()?,
                invited,
                missing: missing.collect::<Result<_, Fault>>()?,
                letters_waiting: if letters { tx.letters_out().count()? } else { 0 },
            })
        })
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! The steward key goes from steward to steward in records, sealed to each device; and it is changed when somebody who has
//! it is a steward no more. The next key is with all stewards before a commit names it, so that none is ever lost on the way.

use std::collections::BTreeSet;
use std::time::Duration;

use toguna_auth::{Op, Signed, SigningKey, StewardChange, VerifyingKey};
use toguna_mls::rules::{GroupView, Role};
use toguna_mls::{Group, StewardWords};
use toguna_types::{AccountId, Clock as _, DeviceId, LogId};
use toguna_vault::{IntentKind, SpaceRow, SpaceState, VaultTx};

use super::given::{AT_ONCE, Lacking};
use super::key::{self, Key, StewardKeys};
use crate::Fault;
use crate::client::Client;
use crate::fault::Code;
use crate::records::OpIntent;
use crate::sync::CommitIntent;

/// How many steps one visit takes: a next key given, then named, and what that leaves.
const STEPS: usize = 8;
/// How long each steward's device leaves it to the one before it.
const TURN: Duration = Duration::from_mins(10);

/// What a steward's device is to do about the key.
enum Duty {
    Nothing,
    Give(Key, Vec<Lacking>),
    Change(Key),
}

impl Client {
    /// Does what is to be done about a space's steward key, if this device has it and it is its turn, or at once because
    /// the user has just changed who is a steward.
    pub(crate) async fn tend_steward_key(&self, log: LogId, at_once: bool) -> Result<(), Fault> {
        let mut unreached = BTreeSet::new();
        for _ in 0..STEPS {
            if self.vault().read(|tx| self.steward_key_rests(tx, log))? {
                return Ok(()); // as most times: then nothing is written either
            }
            let skipped = unreached.clone();
            let duty = self.write(move |client, tx| client.steward_duty(tx, log, at_once, &skipped));
            match duty.await? {
                Duty::Nothing => return Ok(()),
                Duty::Give(key, to) => {
                    let found = self.sealed_to(log, key, to, &mut unreached).await?;
                    if found.to.is_empty() {
                        continue;
                    }
                    self.write(move |client, tx| client.queue_key(tx, log, &found))
                        .await?;
                }
                Duty::Change(key) => {
                    let change = CommitIntent::ChangeStewardKey(key);
                    let intent = self
                        .write(move |client, tx| {
                            client.queue_commit(tx, &client.row(tx, log)?, &change, Duration::ZERO)
                        })
                        .await?;
                    self.push(log).await?;
                    if self.not_refused(intent).is_err() {
                        return Ok(()); // the key that this device takes for the one that counts is not
                    }
                }
            }
            self.push(log).await?;
            self.pull(log).await?;
        }
        Ok(())
    }

    /// As [`Self::tend_steward_key`], right after the user's own act, which is done: what does not succeed now, the next
    /// synchronisation does.
    pub(crate) async fn tend_after(&self, log: LogId) -> Result<(), Fault> {
        match self.tend_steward_key(log, true).await {
            Err(fault) if !fault.is_passing() => Err(fault),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// Who leaves, if as the last steward, gives the key to who follows, if the relay can be reached.
    pub(crate) async fn give_key_to(&self, log: LogId, account: AccountId) -> Result<(), Fault> {
        let lacking = self.vault().read(|tx| {
            let keys = StewardKeys::load(tx, log)?;
            let Some(key) = keys.current() else {
                return Ok(None);
            };
            if key::secret(tx, log, key)?.is_none() {
                return Ok(None);
            }
            let group = Group::load(tx, log)?;
            let view = group.view()?;
            let is_other = |member: &AccountId| *member != self.keys().account && is_steward(view, *member);
            if view.accounts().iter().any(is_other) {
                return Ok(None); // then nobody follows
            }
            let leaves = view.leaves.values();
            let of_account = leaves.filter(|leaf| leaf.account() == account);
            Ok::<_, Fault>(Some((key, of_account.map(Lacking::of).collect())))
        })?;
        let Some((key, to)) = lacking else { return Ok(()) };
        let given = self.sealed_to(log, key, to, &mut BTreeSet::new()).await?;
        if given.to.is_empty() {
            return Ok(());
        }
        self.write(move |client, tx| client.queue_key(tx, log, &given))
            .await
    }

    /// Whether nothing is to be done about a space's steward key that was not found before, or nothing can be now.
    fn steward_key_rests(&self, tx: &VaultTx<'_>, log: LogId) -> Result<bool, Fault> {
        let (row, keys) = (self.row(tx, log)?, StewardKeys::load(tx, log)?);
        let goes = row.state == SpaceState::Active && row.confirmed && self.in_doubt(&row).is_ok();
        let rests = keys.current().is_none() || keys.done_in == Some(row.epoch);
        Ok(!goes || rests || self.is_under_way(tx, log)?)
    }

    fn steward_duty(
        &self,
        tx: &VaultTx<'_>,
        log: LogId,
        at_once: bool,
        unreached: &BTreeSet<DeviceId>,
    ) -> Result<Duty, Fault> {
        let row = self.row(tx, log)?;
        let before = StewardKeys::load(tx, log)?;
        let mut keys = before.clone();
        let Some(current) = keys.current() else {
            return Ok(Duty::Nothing);
        };
        if self.steward_key_rests(tx, log)? {
            return Ok(Duty::Nothing);
        }
        let group = Group::load(tx, log)?;
        let view = group.view()?;
        let may = is_steward(view, self.keys().account) && key::secret(tx, log, current)?.is_some();
        let now = self.options().clock.now();
        let duty = if may {
            self.duty_of_holder(tx, &mut keys, view, unreached)?
        } else {
            Duty::Nothing
        };
        let since = match duty {
            Duty::Nothing => {
                keys.lacking = None;
                keys.done_in = Some(row.epoch);
                None
            }
            Duty::Give(..) | Duty::Change(_) => match keys.owed {
                Some(owed) => Some(owed),
                None => Some(*keys.lacking.get_or_insert(now)),
            },
        };
        if keys != before {
            keys.save(tx, log)?;
        }
        let waits = |since| Ok::<_, Fault>(!at_once && now.since(since) < self.steward_turn(tx, &row, view)?);
        match since.map(waits).transpose()? {
            Some(true) => Ok(Duty::Nothing),
            Some(false) | None => Ok(duty),
        }
    }

    /// Whether the outbox holds a step of this already: it goes with what else waits there.
    fn is_under_way(&self, tx: &VaultTx<'_>, log: LogId) -> Result<bool, Fault> {
        for intent in tx.intents().open(log)? {
            let is_step = match intent.kind {
                IntentKind::Commit => {
                    matches!(
                        CommitIntent::decode(&intent.body)?,
                        CommitIntent::ChangeStewardKey(_)
                    )
                }
                IntentKind::Record => OpIntent::decode(&intent.body)?.kind() == Some(Op::KIND_STEWARD_KEY),
                IntentKind::Found | IntentKind::Leave | IntentKind::Message => false,
            };
            if is_step {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// What is to be done by a steward's device that has the key.
    fn duty_of_holder(
        &self,
        tx: &VaultTx<'_>,
        keys: &mut StewardKeys,
        view: &GroupView,
        unreached: &BTreeSet<DeviceId>,
    ) -> Result<Duty, Fault> {
        let log = view.policy.log;
        let stewards = key::devices(view);
        let lacking = |keys: &StewardKeys, key: Key| {
            let holders = keys.holders(key);
            let lacks_it = |device: DeviceId| {
                stewards.contains(&device)
                    && !holders.contains(&device)
                    && !unreached.contains(&device)
                    && device != self.keys().device
            };
            let leaves = view.leaves.values();
            leaves
                .filter(|leaf| lacks_it(leaf.device.device()))
                .take(AT_ONCE)
                .map(Lacking::of)
                .collect::<Vec<_>>()
        };
        if keys.owed.is_none() {
            let Some(current) = keys.current() else {
                return Ok(Duty::Nothing);
            };
            let to = lacking(keys, current);
            return Ok(if to.is_empty() {
                Duty::Nothing
            } else {
                Duty::Give(current, to)
            });
        }
        let usable = |next: &Key| keys.holders(*next).is_subset(&stewards);
        let next = match keys.next.filter(usable) {
            Some(next) => next,
            None => {
                if let Some(spoilt) = keys.next.take() {
                    key::erase(tx, log, spoilt)?;
                }
                let made = SigningKey::make(&self.options().entropy);
                key::keep(tx, log, &made)?;
                *keys.next.insert(made.public().to_bytes())
            }
        };
        let to = lacking(keys, next);
        Ok(if to.is_empty() {
            Duty::Change(next)
        } else {
            Duty::Give(next, to)
        })
    }

    /// How long this device leaves it to others: stewards' devices take turns in an order that only members know.
    fn steward_turn(&self, tx: &VaultTx<'_>, row: &SpaceRow, view: &GroupView) -> Result<Duration, Fault> {
        let Some(keys) = tx.epoch_keys().get(row.log, row.epoch)? else {
            return Ok(Duration::ZERO);
        };
        let order = |device: DeviceId| crate::sync::turn_order(&keys.root, device, row.log.as_bytes());
        let mine = order(self.keys().device);
        let before = key::devices(view)
            .into_iter()
            .filter(|device| order(*device) < mine);
        Ok(TURN.saturating_mul(u32::try_from(before.count()).unwrap_or(u32::MAX)))
    }

    /// Makes the steward key of a space that is founded. Returns its public half.
    pub(crate) fn found_steward_key(&self, tx: &VaultTx<'_>, log: LogId) -> Result<Key, Fault> {
        let made = SigningKey::make(&self.options().entropy);
        key::keep(tx, log, &made)?;
        let (mut keys, key) = (StewardKeys::load(tx, log)?, made.public().to_bytes());
        keys.counts(key);
        let _ = keys.note(key, [self.keys().device]); // the first
        keys.save(tx, log)?;
        Ok(key)
    }

    /// This device joins a space again: which key was named meanwhile it did not see.
    pub(crate) fn steward_key_after_absence(&self, tx: &VaultTx<'_>, log: LogId) -> Result<(), Fault> {
        let mut keys = StewardKeys::load(tx, log)?;
        keys.forget_announced();
        keys.save(tx, log)
    }

    /// What a commit did to the steward key: named another, or made somebody a steward no more who has it.
    pub(crate) fn stewards_after(
        &self,
        tx: &VaultTx<'_>,
        view: &GroupView,
        named: Option<Key>,
        gone: bool,
    ) -> Result<(), Fault> {
        if named.is_none() && !gone {
            return Ok(());
        }
        let (log, now) = (view.policy.log, self.options().clock.now());
        let mut keys = StewardKeys::load(tx, log)?;
        if gone {
            keys.owed = keys.owed.or(Some(now));
            keys.done_in = None;
        }
        if let Some(named) = named {
            for key in keys.announce(named, &key::devices(view), now) {
                key::erase(tx, log, key)?;
            }
        }
        keys.save(tx, log)
    }

    /// The word that puts another steward key in the place of the one that counts; nothing if it is not to be changed any
    /// more, or not to that one.
    pub(crate) fn steward_change(
        &self,
        tx: &VaultTx<'_>,
        row: &SpaceRow,
        group: &Group,
        next: Key,
    ) -> Result<Option<StewardWords>, Fault> {
        let (view, keys) = (group.view()?, StewardKeys::load(tx, row.log)?);
        let holders = keys.holders(next);
        let fits = keys.owed.is_some() && keys.next == Some(next) && holders.is_subset(&key::devices(view));
        if !fits || !is_steward(view, self.keys().account) {
            return Ok(None);
        }
        let broken = |fault| Fault::because(Code::Broken, fault);
        let key = key::current_secret(tx, row.log)?.ok_or(Fault::new(Code::StewardKeyElsewhere))?;
        let change = StewardChange {
            relay: self.relay(),
            log: row.log,
            epoch: row.epoch,
            next: VerifyingKey::from_bytes(&next)
                .map_err(|fault| Fault::because(Code::VaultDamaged, fault))?,
        };
        let word = Signed::sign(&key, &change).map_err(broken)?;
        Ok(Some(StewardWords {
            next: Some((change.next, (&word).into())),
            request: None,
        }))
    }
}

fn is_steward(view: &GroupView, account: AccountId) -> bool {
    view.policy.role_of(account) == Some(Role::Steward)
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! A commit from the log: our own is merged, another's is judged, and the outbox learns who won.

use std::collections::BTreeSet;

use data_encoding::HEXLOWER;
use toguna_auth::{EpochCapability, LogRequest, Method, Signature, Signed};
use toguna_mls::rules::Policy;
use toguna_mls::{At, CommitFault, Culprit, Group, Merged};
use toguna_types::{AccountId, Class, Clock as _, DeviceId, Digest, Entry, LogId, Timestamp};
use toguna_vault::{EntryRow, IntentKind, IntentState, SpaceRow, SpaceState, VaultTx};
use toguna_wire::v1;

use crate::alarm::AlarmCode;
use crate::client::Client;
use crate::fault::Code;
use crate::messages::EventBody;
use crate::stewards::{asked, keep_erasing, steward_devices};
use crate::sync::amend::{Amendment, differences};
use crate::sync::apply;
use crate::sync::intent::{CommitExtra, CommitIntent};
use crate::sync::named::{Named, Sender, UNNAMED};
use crate::{Fault, Message as _};

/// How long keys of past epochs are kept: a relay restored from a backup is brought up to date with them.
const ROOTS_KEPT_MS: u64 = 7 * 24 * 3600 * 1000;

/// Whether the log can be read on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CommitOutcome {
    /// The cursor passes the commit.
    Goes,
    /// The cursor stops before it: the space is wedged.
    Stops,
}

impl Client {
    pub(crate) fn apply_commit(
        &self,
        tx: &VaultTx<'_>,
        row: &mut SpaceRow,
        group: &mut Option<Group>,
        at: &apply::At<'_>,
    ) -> Result<CommitOutcome, Fault> {
        *group = None; // the merge works on a group freshly loaded, and leaves another epoch behind
        let merged = tx.savepoint(|tx| self.merge(tx, row, at));
        match merged {
            Ok(mut followed) => {
                if let Some(ask) = asked(at.payload) {
                    keep_erasing(tx, row.log, ask, (at.entry.seq(), followed.stamped))?;
                    followed.changes.push(Amendment::Asked(ask));
                }
                if followed.named == Named::Missing {
                    apply::refuse(tx, row.log, at, UNNAMED)?;
                }
                self.merged(tx, row, followed, at)?;
                Ok(CommitOutcome::Goes)
            }
            Err(Unmerged::Removed) => {
                self.removed(tx, row, at)?;
                Ok(CommitOutcome::Goes)
            }
            Err(Unmerged::Stopped(alarm, accused)) => {
                let (alarm, accused) = match accused {
                    None if alarm != AlarmCode::NeedsReAdd => match self.sender(tx, row, at)? {
                        Some(Sender::Member(who)) => (AlarmCode::CommitInvalidCommitter, Some(who)),
                        Some(Sender::Outsider(who)) => (AlarmCode::CommitInvalidOutsider, Some(who)),
                        None => (alarm, None),
                    },
                    accused => (alarm, accused),
                };
                let alarm = alarm.code();
                row.state = SpaceState::Wedged;
                row.alarm = Some(alarm.to_owned());
                apply::put_verdict(tx, row.log, at, (alarm, accused))?;
                // Whole, with the stamps it was made with: what somebody else needs to judge it too.
                let entry = toguna_wire::entry_to_wire(at.entry.clone());
                tx.evidence().put(row.log, alarm, &entry.encode_to_vec())?;
                Ok(CommitOutcome::Stops)
            }
            Err(Unmerged::Fault(fault)) => Err(fault),
        }
    }

    /// Merges, in a savepoint of its own.
    fn merge(&self, tx: &VaultTx<'_>, row: &SpaceRow, at: &apply::At<'_>) -> Result<Followed, Unmerged> {
        let mut group = Group::load(tx, row.log).map_err(Fault::from)?;
        let before = group.policy().clone();
        let stewards = steward_devices(group.view().map_err(Fault::from)?);
        let place = At {
            head: at.head,
            now: self.options().clock.now(),
        };
        let own = tx
            .intents()
            .by_hash(row.log, at.hash)?
            .filter(|intent| intent.kind == IntentKind::Commit);
        if let Some(intent) = own
            && let Some(sealed) = &intent.sealed
        {
            let extra = CommitExtra::decode(&sealed.extra)?;
            let merged = group
                .merge_own(tx, Digest::from_bytes(extra.commit_hash), place)
                .map_err(Fault::from)?;
            tx.intents().settle(intent.id, None, at.entry.seq())?;
            return Ok(Followed::of(
                merged,
                &group,
                (&before, &stewards),
                Named::AsItMust,
                place.now,
            )?);
        }
        let stamped = self.check_stamp(tx, row, at)?;
        let named = self.is_named(&group, row, at)?;
        let payload = toguna_wire::parse_commit_payload(at.payload)
            .map_err(|_| Unmerged::Stopped(AlarmCode::CommitMalformed, None))?;
        let merged = group.receive_commit(tx, &payload, place)?;
        Ok(Followed::of(
            merged,
            &group,
            (&before, &stewards),
            named,
            stamped,
        )?)
    }

    /// A commit was stamped by somebody who holds the epoch's write key, over exactly these bytes. Without this
    /// check a relay could change the keys in a payload, and a committer could make it look as if it had.
    fn check_stamp(
        &self,
        tx: &VaultTx<'_>,
        row: &SpaceRow,
        at: &apply::At<'_>,
    ) -> Result<Timestamp, Unmerged> {
        // No member made these bytes: the relay may yet give the right ones, so nothing is decided for good.
        let unstamped = || Unmerged::Fault(Fault::new(Code::RelayLied));
        let Entry::Whole { stamps, .. } = at.entry else {
            return Err(unstamped());
        };
        let stamps = v1::CommitStamps::decode(stamps.as_slice()).map_err(|_| unstamped())?;
        let stamp = stamps.stamp.ok_or_else(unstamped)?;
        let signature = Signature::from_slice(&stamp.signature).ok_or_else(unstamped)?;
        let keys = tx
            .epoch_keys()
            .get(row.log, row.epoch)?
            .ok_or(Fault::new(Code::NotAMember))?;
        let write = EpochCapability::derive(&keys.root).write.public();
        let request = Signed::<LogRequest>::from_parts(stamp.statement, signature)
            .verify(&write)
            .map_err(|_| unstamped())?;
        let said = (
            request.relay,
            request.log,
            request.epoch,
            request.method,
            request.body,
        );
        if said == (self.relay(), row.log, row.epoch, Method::Commit, at.hash) {
            Ok(request.time)
        } else {
            Err(unstamped())
        }
    }

    /// What a merged commit changes in the row, the outbox and what is shown.
    fn merged(
        &self,
        tx: &VaultTx<'_>,
        row: &mut SpaceRow,
        followed: Followed,
        at: &apply::At<'_>,
    ) -> Result<(), Fault> {
        let (merged, changes) = (&followed.merged, followed.changes);
        tx.payload_hashes().delete_before(row.log, merged.epoch)?;
        let old = Timestamp::from_millis(self.options().clock.now().millis().saturating_sub(ROOTS_KEPT_MS));
        tx.epoch_keys().delete_before(row.log, merged.epoch, old)?;
        if let Some(device) = merged.renewed {
            let now = self.options().clock.now();
            tx.meta()
                .put(&renewed_key(row.log, device), &now.millis().to_be_bytes())?;
        }
        row.epoch = merged.epoch;
        row.roster_tip = merged.tip;
        if let Some(era) = merged.era_turned {
            row.era = era;
        }
        let group = Group::load(tx, row.log)?;
        row.title.clone_from(&group.policy().title);
        row.lifetime = group.policy().lifetime;
        // Another's commit ended the epoch: what was staged against it is rebuilt from its intent.
        for intent in tx.intents().open(row.log)? {
            let stale = intent
                .sealed
                .as_ref()
                .is_some_and(|sealed| sealed.epoch < row.epoch);
            if intent.kind == IntentKind::Commit && stale {
                tx.intents().set_sealed(intent.id, None)?;
            }
        }
        merged
            .joined
            .iter()
            .chain([&merged.by])
            .try_for_each(|account| self.meet(tx, *account))?;
        let event = EventBody {
            joined: merged.joined.clone(),
            left: merged.left.clone(),
            changes,
        };
        if event.says_something() {
            let _ = tx.entries().insert(&self.event(row, merged, &event, at)?)?;
        }
        let own = tx
            .intents()
            .by_hash(row.log, at.hash)?
            .filter(|intent| intent.kind == IntentKind::Commit);
        let own = own.map(|intent| CommitIntent::decode(&intent.body)).transpose()?;
        let named = toguna_wire::parse_commit_payload(at.payload).ok();
        let named = named.and_then(|payload| payload.next_steward);
        let healed = own == Some(CommitIntent::Heal);
        self.stewards_after(tx, group.view()?, named, followed.steward_gone || healed)?;
        for gone in tx.newcomers().list(row.log)? {
            if merged.left.contains(&gone.account) {
                tx.newcomers().delete(row.log, gone.device)?;
            }
        }
        self.newcomers_added(tx, row, merged, at.head, own.as_ref())?;
        self.drop_moot_removals(tx, row, &merged.left)
    }

    fn event(
        &self,
        row: &SpaceRow,
        merged: &Merged,
        event: &EventBody,
        at: &apply::At<'_>,
    ) -> Result<EntryRow, Fault> {
        let now = self.options().clock.now();
        Ok(EntryRow {
            log: row.log,
            seq: at.entry.seq(),
            class: Class::Commit,
            epoch: at.entry.epoch(),
            kind: EventBody::KIND,
            author: merged.by,
            device: self.keys().device,
            message: None,
            target: None,
            content: event.encode()?,
            written: now,
            received: now,
            expires: None,
            own: merged.by == self.keys().account,
        })
    }

    /// This device is out: by its own wish, or by others'.
    fn removed(&self, tx: &VaultTx<'_>, row: &mut SpaceRow, at: &apply::At<'_>) -> Result<(), Fault> {
        row.state = if row.state == SpaceState::Leaving {
            SpaceState::Left
        } else {
            SpaceState::Removed
        };
        for intent in tx.intents().open(row.log)? {
            tx.intents().refuse(intent.id, Code::NotAMember.text())?;
        }
        apply::refuse(tx, row.log, at, "removed-here")?;
        Ok(Group::forget(tx, row.log)?)
    }

    /// Removals that somebody else has done are no longer ours to do.
    fn drop_moot_removals(&self, tx: &VaultTx<'_>, row: &SpaceRow, left: &[AccountId]) -> Result<(), Fault> {
        for intent in tx.intents().open(row.log)? {
            if intent.kind != IntentKind::Commit || intent.state == IntentState::Done {
                continue;
            }
            let removes = CommitIntent::decode(&intent.body)?;
            if let CommitIntent::Remove(removal) = removes
                && removal.accounts.iter().all(|account| left.contains(account))
            {
                tx.intents().moot(intent.id)?;
            }
        }
        Ok(())
    }
}

/// A commit that was merged, and what it did.
struct Followed {
    merged: Merged,
    changes: Vec<Amendment>,
    named: Named,
    /// When it was made, as its stamp says, or this device's clock of its own.
    stamped: Timestamp,
    /// Whether a device is no steward's any more.
    steward_gone: bool,
}

impl Followed {
    fn of(
        merged: Merged,
        group: &Group,
        before: (&Policy, &BTreeSet<DeviceId>),
        named: Named,
        stamped: Timestamp,
    ) -> Result<Self, Fault> {
        let (policy, stewards) = before;
        Ok(Self {
            merged,
            changes: differences(policy, group.policy()),
            named,
            stamped,
            steward_gone: !stewards.is_subset(&steward_devices(group.view()?)),
        })
    }
}

/// When this device saw that another had renewed its keys in a space; nothing if it has not since this one is there.
pub(crate) fn renewed(tx: &VaultTx<'_>, log: LogId, device: DeviceId) -> Result<Option<Timestamp>, Fault> {
    let when = tx.meta().get(&renewed_key(log, device))?;
    let when = when.and_then(|bytes| bytes.try_into().ok());
    Ok(when.map(|bytes| Timestamp::from_millis(u64::from_be_bytes(bytes))))
}

fn renewed_key(log: LogId, device: DeviceId) -> String {
    let device = HEXLOWER.encode(device.as_bytes());
    format!("renewed/{}/{device}", crate::spaces::hex(log))
}

/// Why a commit was not merged.
enum Unmerged {
    Fault(Fault),
    Removed,
    Stopped(AlarmCode, Option<AccountId>),
}

impl From<Fault> for Unmerged {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<toguna_vault::VaultFault> for Unmerged {
    fn from(fault: toguna_vault::VaultFault) -> Self {
        Self::Fault(fault.into())
    }
}

impl From<CommitFault> for Unmerged {
    fn from(fault: CommitFault) -> Self {
        match fault {
            CommitFault::Removed { .. } => Self::Removed,
            CommitFault::NeedsReAdd => Self::Stopped(AlarmCode::NeedsReAdd, None),
            CommitFault::Invalid { culprit, .. } => match culprit {
                Culprit::Committer(account) => {
                    Self::Stopped(AlarmCode::CommitInvalidCommitter, Some(account))
                }
                // The stamp held, so a member made these bytes; which one, they do not say.
                Culprit::Relay | Culprit::Nobody => Self::Stopped(AlarmCode::CommitInvalidNobody, None),
            },
            CommitFault::Engine(fault) => Self::Fault(fault.into()),
        }
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! A commit from the log: our own is merged, another's is judged, and the outbox learns who won.

use toguna_mls::{At, CommitFault, Culprit, Group, Merged};
use toguna_types::{Class, Clock as _, Digest};
use toguna_vault::{EntryRow, IntentKind, IntentState, SpaceRow, SpaceState, VaultTx};

use crate::Fault;
use crate::client::Client;
use crate::fault::Code;
use crate::messages::EventBody;
use crate::sync::apply;
use crate::sync::intent::CommitExtra;

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
            Ok(merged) => {
                self.merged(tx, row, &merged, at)?;
                Ok(CommitOutcome::Goes)
            }
            Err(Unmerged::Removed) => {
                self.removed(tx, row, at)?;
                Ok(CommitOutcome::Goes)
            }
            Err(Unmerged::Stopped(alarm)) => {
                row.state = SpaceState::Wedged;
                row.alarm = Some(alarm.to_owned());
                apply::refuse(tx, row.log, at, alarm)?;
                tx.evidence().put(row.log, alarm, at.payload)?;
                Ok(CommitOutcome::Stops)
            }
            Err(Unmerged::Fault(fault)) => Err(fault),
        }
    }

    /// Merges, in a savepoint of its own.
    fn merge(&self, tx: &VaultTx<'_>, row: &SpaceRow, at: &apply::At<'_>) -> Result<Merged, Unmerged> {
        let mut group = Group::load(tx, row.log).map_err(Fault::from)?;
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
            return Ok(merged);
        }
        let payload = toguna_wire::parse_commit_payload(at.payload)
            .map_err(|_| Unmerged::Stopped("commit-malformed"))?;
        Ok(group.receive_commit(tx, &payload, place)?)
    }

    /// What a merged commit changes in the row, the outbox and what is shown.
    fn merged(
        &self,
        tx: &VaultTx<'_>,
        row: &mut SpaceRow,
        merged: &Merged,
        at: &apply::At<'_>,
    ) -> Result<(), Fault> {
        tx.payload_hashes().delete_before(row.log, merged.epoch)?;
        row.epoch = merged.epoch;
        row.roster_tip = merged.tip;
        if let Some(era) = merged.era_turned {
            row.era = era;
        }
        let group = Group::load(tx, row.log)?;
        row.title.clone_from(&group.policy().title);
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
        };
        if event.says_something() {
            let _ = tx.entries().insert(&self.event(row, merged, &event, at)?)?;
        }
        let own = tx
            .intents()
            .by_hash(row.log, at.hash)?
            .filter(|intent| intent.kind == IntentKind::Commit);
        let own = own
            .map(|intent| super::intent::CommitIntent::decode(&intent.body))
            .transpose()?;
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
            content: event.encode()?,
            written: now,
            received: now,
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
    fn drop_moot_removals(
        &self,
        tx: &VaultTx<'_>,
        row: &SpaceRow,
        left: &[toguna_types::AccountId],
    ) -> Result<(), Fault> {
        for intent in tx.intents().open(row.log)? {
            if intent.kind != IntentKind::Commit || intent.state == IntentState::Done {
                continue;
            }
            let removes = super::intent::CommitIntent::decode(&intent.body)?;
            if let super::intent::CommitIntent::Remove(removal) = removes
                && removal.accounts.iter().all(|account| left.contains(account))
            {
                tx.intents().moot(intent.id)?;
            }
        }
        Ok(())
    }
}

/// Why a commit was not merged.
enum Unmerged {
    Fault(Fault),
    Removed,
    Stopped(&'static str),
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
            CommitFault::NeedsReAdd => Self::Stopped("needs-re-add"),
            CommitFault::Invalid { culprit, .. } => Self::Stopped(match culprit {
                Culprit::Committer(_) => "commit-invalid-committer",
                Culprit::Relay => "commit-invalid-relay",
                Culprit::Nobody => "commit-invalid-nobody",
            }),
            CommitFault::Engine(fault) => Self::Fault(fault.into()),
        }
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! The next thing of a space's outbox, sealed for the current epoch in the transaction that uses its keys.
//!
//! What is sent is in the vault before it is sent: a repetition sends the same bytes. A message that the log did
//! not take before its epoch ended is encrypted anew under the same message id.

use toguna_auth::Seen;
use toguna_mls::{Change, Group, StewardWords, seal_record};
use toguna_types::{Class, Clock as _, Digest, Epoch, Lifetime, LogId, limit};
use toguna_vault::{IntentKind, IntentRow, Sealed, SpaceRow, SpaceState, VaultTx};

use crate::Fault;
use crate::client::Client;
use crate::fault::Code;
use crate::messages::{Content, action_of, may_touch};
use crate::sync::append::Frames;
use crate::sync::intent::{CommitExtra, CommitIntent, FoundIntent, MessageIntent};
use crate::sync::views::is_heartbeat;

/// What goes to the relay next.
#[derive(Debug)]
pub(crate) enum Outgoing {
    /// Nothing is due.
    Nothing,
    /// The space's own rules refuse what was next; it has left the outbox.
    Refused,
    /// A new log.
    Found(IntentRow, FoundIntent),
    /// Messages or records.
    Frames(Frames, Vec<IntentRow>),
    /// A commit.
    Commit(IntentRow, Epoch, CommitExtra),
}

impl Client {
    /// Seals what is due next in a space.
    pub(crate) fn next_outgoing(&self, tx: &VaultTx<'_>, log: LogId) -> Result<Outgoing, Fault> {
        let row = self.row(tx, log)?;
        let due = self.due_intents(tx, &row)?;
        let Some(first) = due.first() else {
            return Ok(Outgoing::Nothing);
        };
        match tx.savepoint(|tx| self.seal_first(tx, &row, first, &due)) {
            Err(fault) if is_final(&fault) => {
                tx.intents().refuse(first.id, fault.code())?;
                self.op_abandoned(tx, first)?;
                if fault.is() == Code::MessageUnknown {
                    tx.intents().empty(first.id)?; // other words for a message that was deleted
                }
                Ok(Outgoing::Refused)
            }
            outgoing => outgoing,
        }
    }

    fn seal_first(
        &self,
        tx: &VaultTx<'_>,
        row: &SpaceRow,
        first: &IntentRow,
        due: &[IntentRow],
    ) -> Result<Outgoing, Fault> {
        match first.kind {
            IntentKind::Found => {
                let found = FoundIntent::decode(&first.body)?;
                Ok(Outgoing::Found(first.clone(), found))
            }
            IntentKind::Commit => self.seal_commit(tx, row, first),
            IntentKind::Message | IntentKind::Record | IntentKind::Leave => {
                let batch = due.iter().cloned().take_while(|intent| {
                    matches!(
                        intent.kind,
                        IntentKind::Message | IntentKind::Record | IntentKind::Leave
                    )
                });
                let most = usize::try_from(limit::FRAME_PAYLOADS).unwrap_or(1);
                self.seal_frames(tx, row, batch.take(most).collect())
            }
        }
    }

    /// Open intents in order, without those that must wait.
    fn due_intents(&self, tx: &VaultTx<'_>, row: &SpaceRow) -> Result<Vec<IntentRow>, Fault> {
        if !matches!(
            row.state,
            SpaceState::Active | SpaceState::Leaving | SpaceState::Founding
        ) {
            return Ok(Vec::new());
        }
        let now = self.options().clock.now();
        let mut due = tx.intents().open(row.log)?;
        let wanted =
            |intent: &IntentRow| intent.sealed.is_some() || !is_heartbeat(intent) || self.is_silent(row);
        for beat in due.iter().filter(|intent| !wanted(intent)) {
            tx.intents().moot(beat.id)?; // somebody was heard in the meantime
        }
        due.retain(wanted);
        due.retain(|intent| intent.not_before <= now && may_go(row, intent));
        if Self::must_renew(tx, row)? {
            due.retain(|intent| intent.kind == IntentKind::Commit);
        }
        // A commit that was sealed is finished first: openmls holds one pending commit at a time.
        if let Some(sealed) = due
            .iter()
            .position(|i| i.kind == IntentKind::Commit && i.sealed.is_some())
        {
            let first = due.remove(sealed);
            due.insert(0, first);
        }
        Ok(due)
    }

    fn seal_frames(
        &self,
        tx: &VaultTx<'_>,
        row: &SpaceRow,
        intents: Vec<IntentRow>,
    ) -> Result<Outgoing, Fault> {
        let keys = tx
            .epoch_keys()
            .get(row.log, row.epoch)?
            .ok_or(Fault::new(Code::NotAMember))?;
        let mut group = None;
        let mut payloads = Vec::with_capacity(intents.len());
        let mut sealed_intents = Vec::with_capacity(intents.len());
        let mut bytes = 0usize;
        for mut intent in intents {
            let sealed = match intent.sealed.take() {
                Some(sealed) if sealed.epoch == row.epoch => sealed,
                Some(_) | None => {
                    let sealed = tx.savepoint(|tx| self.seal_one(tx, row, &mut group, &intent));
                    match sealed {
                        Err(fault) if is_final(&fault) && !payloads.is_empty() => break, // refused in its turn
                        sealed => {
                            let sealed = sealed?;
                            tx.intents().set_sealed(intent.id, Some(&sealed))?;
                            sealed
                        }
                    }
                }
            };
            let (class, lifetime) = class_of(row, &intent);
            bytes = bytes.saturating_add(sealed.payload.len());
            if !payloads.is_empty() && u32::try_from(bytes).map_or(true, |b| b > limit::FRAME_BYTES) {
                break;
            }
            payloads.push((class, lifetime, sealed.payload.clone()));
            intent.sealed = Some(sealed);
            sealed_intents.push(intent);
        }
        let frames = Frames {
            log: row.log,
            epoch: row.epoch,
            root: keys.root,
            payloads,
        };
        Ok(Outgoing::Frames(frames, sealed_intents))
    }

    fn seal_one(
        &self,
        tx: &VaultTx<'_>,
        row: &SpaceRow,
        group: &mut Option<Group>,
        intent: &IntentRow,
    ) -> Result<Sealed, Fault> {
        let payload = if intent.kind == IntentKind::Message {
            let message = MessageIntent::decode(&intent.body)?;
            if group.is_none() {
                *group = Some(Group::load(tx, row.log)?);
            }
            let group = group.as_mut().ok_or(Fault::new(Code::Broken))?;
            let role = group.policy().role_of(self.keys().account);
            if !role.is_some_and(|role| role.may(action_of(message.kind))) {
                return Err(Fault::new(Code::NotAllowed)); // the role was taken after the word was queued
            }
            let entry = self.own_entry(row, intent, row.cursor.seq, row.epoch)?;
            if may_touch(tx, &entry, role)?.is_err() {
                return Err(Fault::new(Code::MessageUnknown)); // it ended in the meantime, or is another's
            }
            let content = Content {
                version: Content::VERSION,
                id: message.id,
                seen: Seen {
                    head: row.cursor,
                    roster: row.roster_tip,
                },
                written: message.written,
                kind: message.kind,
                body: message.body,
            };
            group.encrypt(tx, &content.encode()?, &self.options().entropy)?
        } else {
            if group.is_none() {
                *group = Some(Group::load(tx, row.log)?);
            }
            let group = group.as_ref().ok_or(Fault::new(Code::Broken))?;
            let op = self.signed_op(tx, group, intent)?;
            seal_record(tx, self.relay(), row.log, &op, &self.options().entropy)?.payload
        };
        let hash = Digest::of(&payload);
        Ok(Sealed {
            payload,
            hash,
            epoch: row.epoch,
            extra: Vec::new(),
        })
    }

    fn seal_commit(&self, tx: &VaultTx<'_>, row: &SpaceRow, intent: &IntentRow) -> Result<Outgoing, Fault> {
        if let Some(sealed) = intent.sealed.as_ref().filter(|sealed| sealed.epoch == row.epoch) {
            let extra = CommitExtra::decode(&sealed.extra)?;
            return Ok(Outgoing::Commit(intent.clone(), row.epoch, extra));
        }
        let mut group = Group::load(tx, row.log)?;
        let mut change = CommitIntent::decode(&intent.body)?;
        if change == CommitIntent::TurnEra && !self.era_is_old(tx, row)? {
            tx.intents().moot(intent.id)?; // somebody else has turned it
            return self.next_outgoing(tx, row.log);
        }
        if let CommitIntent::PutBack(back) = &change
            && group
                .view()?
                .leaves
                .values()
                .all(|leaf| leaf.leaf_key != back.leaf_key)
        {
            tx.intents().moot(intent.id)?; // somebody else has put it back, or it is gone
            return self.next_outgoing(tx, row.log);
        }
        if let CommitIntent::Add(newcomings) = &mut change {
            // Somebody else may have added some of them in the meantime.
            let leaves = &group.view()?.leaves;
            newcomings.retain(|n| leaves.values().all(|leaf| leaf.device.device() != n.device));
            if newcomings.is_empty() {
                return Err(Fault::new(Code::AlreadyMember));
            }
        }
        let Some(change) = self.change_of(tx, row, &group, &change)? else {
            tx.intents().moot(intent.id)?; // others have done it meanwhile, or it is not to be done any more
            return self.next_outgoing(tx, row.log);
        };
        if group.has_pending() {
            // A commit of an intent that is gone: nobody waits for it any more.
            group.discard_pending(tx)?;
            group = Group::load(tx, row.log)?;
        }
        let staged = group.stage(tx, &self.me(), change, row.cursor, &self.options().entropy)?;
        let payload = toguna_wire::encode_commit_payload(&staged.payload());
        let extra = CommitExtra {
            attachments: staged.attachments.into_iter().map(|a| a.bytes.into()).collect(),
            commit_hash: *staged.commit_hash.as_bytes(),
        };
        let hash = Digest::of(&payload);
        let sealed = Sealed {
            payload,
            hash,
            epoch: row.epoch,
            extra: extra.encode()?,
        };
        tx.intents().set_sealed(intent.id, Some(&sealed))?;
        Ok(Outgoing::Commit(
            IntentRow {
                sealed: Some(sealed),
                ..intent.clone()
            },
            row.epoch,
            extra,
        ))
    }
}

impl Client {
    /// The change as the engine wants it; nothing if there is nothing left to be changed.
    fn change_of(
        &self,
        tx: &VaultTx<'_>,
        row: &SpaceRow,
        group: &Group,
        intent: &CommitIntent,
    ) -> Result<Option<Change>, Fault> {
        if let CommitIntent::ChangeStewardKey(next) = intent {
            return Ok(self.steward_change(tx, row, group, *next)?.map(Change::Steward));
        }
        if let CommitIntent::Ask(ask) = intent {
            return Ok(Some(Change::Steward(StewardWords {
                request: Some(self.steward_request(tx, row, group, *ask)?),
                next: None,
            })));
        }
        let change = intent.change(self.relay(), row.suite, group.view()?)?;
        let as_before = matches!(&change, Change::Policy(policy) if policy == group.policy());
        Ok((!as_before).then_some(change))
    }
}

/// An unconfirmed newcomer says hello and renews its keys, nothing else: until others have agreed with what it
/// was shown, its words wait.
fn may_go(row: &SpaceRow, intent: &IntentRow) -> bool {
    if row.state == SpaceState::Founding {
        return intent.kind == IntentKind::Found;
    }
    if intent.kind == IntentKind::Record {
        return row.confirmed;
    }
    let hello = || MessageIntent::decode(&intent.body).is_ok_and(|m| m.kind == Content::HELLO);
    row.confirmed || intent.kind != IntentKind::Message || hello()
}

/// Whether an intent that met this fault would meet it again.
fn is_final(fault: &Fault) -> bool {
    matches!(
        fault.is(),
        Code::NotAllowed
            | Code::StewardKeyElsewhere
            | Code::SpaceFull
            | Code::LastSteward
            | Code::AlreadyMember
            | Code::KeyPackageRefused
            | Code::MessageUnknown
            | Code::TooLong
            | Code::PersonUnknown
    )
}

/// The class and the lifetime under which an intent is appended: a message lives as long as the policy says now.
fn class_of(row: &SpaceRow, intent: &IntentRow) -> (Class, Lifetime) {
    if intent.kind == IntentKind::Message {
        (Class::Message, row.lifetime)
    } else {
        (Class::Record, Lifetime::Keep)
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! A message from the log: opened, checked and taken in within one savepoint, so that what is refused leaves no
//! trace in the ratchets either.

use toguna_auth::{Seen, VerifiedDevice};
use toguna_mls::rules::Role;
use toguna_mls::{Group, MessageFault};
use toguna_types::{AccountId, Class, Clock as _, Digest, Entry};
use toguna_vault::{EntryRow, IntentKind, IntentRow, SpaceRow, VaultTx};

use crate::Fault;
use crate::alarm::Offence;
use crate::client::Client;
use crate::messages::{Content, action_of, well_formed};
use crate::sync::apply::{At, accuse, reason_of, refuse};

/// Before the device and the id of a message where its repetition is noticed: fixed lengths follow.
const ID_LABEL: &[u8] = b"toguna/message-id/v1";

impl Client {
    pub(crate) fn hear(
        &self,
        tx: &VaultTx<'_>,
        row: &mut SpaceRow,
        group: &mut Option<Group>,
        at: &At<'_>,
    ) -> Result<(), Fault> {
        if let Some(intent) = tx.intents().by_hash(row.log, at.hash)? {
            return self.own_message(tx, row, &intent, at);
        }
        if group.is_none() {
            *group = Some(Group::load(tx, row.log)?);
        }
        let heard = tx.savepoint(|tx| match group.as_mut() {
            Some(group) => self.take(tx, row, group, at),
            None => Err(Refusal::Here("no-group")),
        });
        match heard {
            Ok(Heard { device, kind, seen }) => {
                self.compare_views(tx, row, at, device.account(), &seen)?;
                self.member_spoke(tx, row, (device.device(), device.account()), kind)
            }
            Err(refusal) => {
                *group = None; // what failed was rolled back; the group in memory was not
                self.turn_away(tx, row, at, refusal)
            }
        }
    }

    /// Opens a message and takes it in.
    fn take(
        &self,
        tx: &VaultTx<'_>,
        row: &SpaceRow,
        group: &mut Group,
        at: &At<'_>,
    ) -> Result<Heard, Refusal> {
        let (device, role, content) = open(tx, group, at)?;
        if Self::said_before(tx, row, at, &device, &content)? {
            return Err(Refusal::Here("said-again"));
        }
        let (author, kind, seen) = (device.account(), content.kind, content.seen);
        let shown = EntryRow {
            log: row.log,
            seq: at.entry.seq(),
            class: Class::Message,
            epoch: at.entry.epoch(),
            kind,
            author,
            device: device.device(),
            message: Some(content.id),
            target: None,
            content: content.body.into_vec(),
            written: content.written,
            received: self.options().clock.now(),
            expires: self.expiry(row),
            own: author == self.keys().account,
        };
        match self.take_in(tx, shown, role)? {
            Ok(()) => Ok(Heard { device, kind, seen }),
            Err(untaken) => Err(match Offence::of(untaken) {
                Some(offence) => Refusal::Offence(offence, author),
                None => Refusal::Here(untaken),
            }),
        }
    }

    /// Notes a message's id, and says whether this is the message again that stood under it in this epoch and has been
    /// deleted or has expired since. An MLS signature holds in one epoch only and does not cover the ratchet's
    /// generation, so that every member can encrypt what another signed once more. (What still stands is compared
    /// where it stands.)
    fn said_before(
        tx: &VaultTx<'_>,
        row: &SpaceRow,
        at: &At<'_>,
        device: &VerifiedDevice,
        content: &Content,
    ) -> Result<bool, Refusal> {
        let id = [ID_LABEL, device.device().as_bytes(), content.id.as_bytes()].concat();
        let hashes = tx.payload_hashes();
        if hashes.put(row.log, at.entry.epoch(), Digest::of(&id), at.entry.seq())? {
            return Ok(false);
        }
        let standing = tx.entries().by_message(row.log, content.id)?;
        Ok(standing.is_none_or(|entry| entry.kind == Content::DELETED))
    }

    /// Our own word, as the log shows it: its content is in the outbox, not in the ciphertext.
    fn own_message(
        &self,
        tx: &VaultTx<'_>,
        row: &SpaceRow,
        intent: &IntentRow,
        at: &At<'_>,
    ) -> Result<(), Fault> {
        let shown = self.own_entry(row, intent, at.entry.seq(), at.entry.epoch())?;
        // Whether this account may do that was asked when it was sealed, in this very epoch.
        if let Err(untaken) = self.take_in(tx, shown, Some(Role::Steward))? {
            refuse(tx, row.log, at, untaken)?;
            tx.intents().empty(intent.id)?; // what it was about has gone, and so do these words
        }
        tx.intents().settle(intent.id, None, at.entry.seq())?;
        Ok(())
    }

    /// Our own word in a stub, from before this device came back: its hash is enough to know it again.
    pub(crate) fn own_again(
        &self,
        tx: &VaultTx<'_>,
        row: &SpaceRow,
        intent: &IntentRow,
        entry: &Entry,
    ) -> Result<(), Fault> {
        if intent.kind == IntentKind::Message && !intent.body.is_empty() {
            let shown = self.own_entry(row, intent, entry.seq(), entry.epoch())?;
            let _ = self.take_in(tx, shown, Some(Role::Steward))?; // not there any more, or there already
        }
        if intent.state.is_open() || intent.kind == IntentKind::Message {
            tx.intents().settle(intent.id, None, entry.seq())?;
        }
        Ok(())
    }

    fn turn_away(
        &self,
        tx: &VaultTx<'_>,
        row: &mut SpaceRow,
        at: &At<'_>,
        refusal: Refusal,
    ) -> Result<(), Fault> {
        match refusal {
            Refusal::Ahead(author, seen) => {
                refuse(tx, row.log, at, "from-ahead")?;
                self.views_differ(tx, row, at, author, &seen)
            }
            Refusal::Fault(fault) => Err(fault),
            Refusal::Here(reason) => refuse(tx, row.log, at, reason),
            Refusal::Message(fault @ MessageFault::OwnMessage) => {
                refuse(tx, row.log, at, reason_of(fault)?)?;
                self.said_unknown(tx, row)
            }
            Refusal::Message(fault) => refuse(tx, row.log, at, reason_of(fault)?),
            Refusal::Offence(offence, author) => accuse(tx, row.log, at, offence, author),
        }
    }
}

/// A message that was taken in.
struct Heard {
    device: VerifiedDevice,
    kind: u16,
    seen: Seen,
}

/// Why a message was not shown.
enum Refusal {
    /// Its author says that it saw what comes after its own word: the log that it saw is not this one.
    Ahead(AccountId, Seen),
    /// No fault of the message's.
    Fault(Fault),
    /// For a reason of this layer.
    Here(&'static str),
    /// For one of the engine's.
    Message(MessageFault),
    /// Authentic, and not what its author may say.
    Offence(Offence, AccountId),
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<toguna_vault::VaultFault> for Refusal {
    fn from(fault: toguna_vault::VaultFault) -> Self {
        Self::Fault(fault.into())
    }
}

/// Decrypts a message and checks what only its content tells.
fn open(
    tx: &VaultTx<'_>,
    group: &mut Group,
    at: &At<'_>,
) -> Result<(VerifiedDevice, Option<Role>, Content), Refusal> {
    let received = group.decrypt(tx, at.payload).map_err(Refusal::Message)?;
    let content = Content::decode(&received.content).ok_or(Refusal::Here("malformed"))?;
    if !well_formed(content.kind, content.body.as_slice()) {
        return Err(Refusal::Here("malformed"));
    }
    // That a reader may not write is enforced here, by every receiver: the relay cannot know.
    let author = received.device.account();
    let role = group.policy().role_of(author);
    if !role.is_some_and(|role| role.may(action_of(content.kind))) {
        return Err(Refusal::Offence(Offence::NotAllowed, author));
    }
    if content.seen.head.seq >= at.entry.seq() {
        return Err(Refusal::Ahead(author, content.seen));
    }
    Ok((received.device, role, content))
}

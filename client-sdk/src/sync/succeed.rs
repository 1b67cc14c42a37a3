// SPDX-License-Identifier: MIT OR Apache-2.0
//! Going on in a successor: the stopped space stays readable, and what was still to be said there is said in the new
//! one.

use toguna_auth::LetterKind;
use toguna_mls::{Group, Joined};
use toguna_types::{AccountId, Clock as _, IntentId, LogId};
use toguna_vault::{IntentKind, IntentRow, IntentState, NewIntent, SpaceRow, SpaceState, VaultTx};

use crate::Fault;
use crate::client::Client;
use crate::fault::Code;
use crate::messages::Content;
use crate::spaces::{hex, is_held};
use crate::sync::intent::MessageIntent;
use crate::sync::letters::PointerBody;
use crate::sync::successor::{Succession, SuccessorBody};

/// How many stopped spaces one may go on from: a chain in the vault that is longer is damaged.
const CHAIN: usize = 1_000;

impl Client {
    /// A space was joined that its letter called a successor: if it is, this device goes on in it. `by_itself`: it
    /// was joined without asking, so everything must be as the stopped space leads to.
    ///
    /// # Errors
    /// [`Code::InvitationGone`] if it must be as agreed and is not; the caller rolls back.
    pub(crate) fn goes_on(
        &self,
        tx: &VaultTx<'_>,
        succession: &Succession,
        joined: &Joined,
        by_itself: bool,
    ) -> Result<(), Fault> {
        let (stopped, log) = (succession.predecessor.log, joined.group.log());
        if by_itself && !self.is_as_agreed(tx, succession, joined)? {
            return Err(Fault::new(Code::InvitationGone));
        }
        let of_it = joined.group.policy().predecessor == Some(succession.predecessor);
        let Some(row) = tx.spaces().get(stopped)?.filter(|_| of_it) else {
            return Ok(());
        };
        match row.state {
            SpaceState::Wedged | SpaceState::Removed => self.succeed(tx, stopped, log)?,
            // The user chose another one than this device went on in so far.
            SpaceState::Succeeded => match self.end_of_chain(tx, stopped)? {
                end if end == log => {}
                end => self.succeed(tx, end, log)?,
            },
            // It goes on here: this is a space like any other, and the user wanted it.
            SpaceState::Active
            | SpaceState::Closed
            | SpaceState::Founding
            | SpaceState::Joining
            | SpaceState::Leaving
            | SpaceState::Left => return Ok(()),
        }
        Ok(tx.meta().put(&reasons_key(log), &succession.encode()?)?)
    }

    /// Closes a stopped space and goes on in another, with what was still to be said.
    pub(crate) fn succeed(&self, tx: &VaultTx<'_>, stopped: LogId, log: LogId) -> Result<(), Fault> {
        self.close(tx, stopped, log)?;
        self.carry_words(tx, stopped, log)
    }

    /// Closes a stopped space: it is read no more from the relay, and what it was to agree on is void.
    pub(crate) fn close(&self, tx: &VaultTx<'_>, stopped: LogId, log: LogId) -> Result<(), Fault> {
        let mut row = self.row(tx, stopped)?;
        if is_held(&row) {
            row.state = SpaceState::Succeeded;
            row.alarm = None;
            tx.spaces().update(&row)?;
        }
        for intent in tx.intents().open(stopped)? {
            if !carried(&intent)? {
                tx.intents().refuse(intent.id, Code::SpaceRefounded.text())?;
            }
        }
        if is_held(&row) {
            let mut group = Group::load(tx, stopped)?;
            if group.has_pending() {
                group.discard_pending(tx)?; // of a commit that lost against the refused one
            }
        }
        tx.meta().delete(&unfinished_key(stopped))?;
        tx.meta().put(&onward_key(stopped), log.as_bytes())?;
        Ok(tx.meta().put(&back_key(log, stopped), stopped.as_bytes())?)
    }

    /// Puts the words that were still to be said into the outbox of the successor, in order, under their own ids.
    pub(crate) fn carry_words(&self, tx: &VaultTx<'_>, stopped: LogId, log: LogId) -> Result<(), Fault> {
        let out = self.row(tx, stopped)?.state == SpaceState::Removed;
        let now = self.options().clock.now();
        for intent in tx.intents().list(stopped)? {
            // Who was removed by the refused commit believed it, and refused its own words.
            let refused = out
                && intent.state == IntentState::Refused
                && intent.reason.as_deref() == Some(Code::NotAMember.text());
            if !(intent.state.is_open() || refused) || !carried(&intent)? {
                continue;
            }
            tx.intents().push(&NewIntent {
                id: IntentId::make(&self.options().entropy),
                log,
                kind: IntentKind::Message,
                body: intent.body,
                message: intent.message,
                made: intent.made,
                not_before: now,
            })?;
            tx.intents().delete(intent.id)?;
        }
        Ok(())
    }

    /// The spaces a space goes on from, the oldest first.
    pub(crate) fn chain_of(&self, tx: &VaultTx<'_>, log: LogId) -> Result<Vec<LogId>, Fault> {
        let (mut chain, mut ahead) = (Vec::new(), vec![log]);
        while let Some(next) = ahead.pop() {
            for (_, value) in tx.meta().beginning(&back_key_of(next))? {
                let before = LogId::from_slice(&value).ok_or(Fault::new(Code::VaultDamaged))?;
                if chain.len() >= CHAIN {
                    return Err(Fault::new(Code::VaultDamaged));
                }
                if !chain.contains(&before) {
                    chain.insert(0, before);
                    ahead.push(before);
                }
            }
        }
        Ok(chain)
    }

    /// Where this device goes on from a stopped space, through as many successors as there were.
    pub(crate) fn end_of_chain(&self, tx: &VaultTx<'_>, stopped: LogId) -> Result<LogId, Fault> {
        let mut end = stopped;
        for _ in 0..CHAIN {
            let Some(next) = onward(tx, end)? else {
                return Ok(end);
            };
            end = next;
        }
        Err(Fault::new(Code::VaultDamaged))
    }

    /// The letter that leads a newcomer into a space: members of the space it goes on from are told so.
    pub(crate) fn letter_to_newcomer(
        &self,
        tx: &VaultTx<'_>,
        row: &SpaceRow,
        account: AccountId,
        pointer: Vec<u8>,
    ) -> Result<(LetterKind, Vec<u8>), Fault> {
        let succession = tx.meta().get(&reasons_key(row.log))?;
        let Some(succession) = succession.as_deref().and_then(Succession::decode) else {
            return Ok((LetterKind::Pointer, pointer));
        };
        let stopped = tx.spaces().get(succession.predecessor.log)?.filter(is_held);
        let was_there = match stopped {
            Some(stopped) => Group::load(tx, stopped.log)?
                .view()?
                .accounts()
                .contains(&account),
            None => false,
        };
        let Some(body) = PointerBody::decode(&pointer).filter(|_| was_there) else {
            return Ok((LetterKind::Pointer, pointer));
        };
        let body = SuccessorBody {
            succession,
            pointer: body,
        };
        Ok((LetterKind::Successor, body.encode()?))
    }
}

/// Whether an intent is carried over: what a member says. An edit or a sign is about a message that the others will
/// look for in the new log in vain, and so is how far was read.
fn carried(intent: &IntentRow) -> Result<bool, Fault> {
    Ok(intent.kind == IntentKind::Message && MessageIntent::decode(&intent.body)?.kind == Content::TEXT)
}

/// Where this device goes on from a space.
fn onward(tx: &VaultTx<'_>, stopped: LogId) -> Result<Option<LogId>, Fault> {
    let next = tx.meta().get(&onward_key(stopped))?;
    Ok(next.as_deref().and_then(LogId::from_slice))
}

/// Where the vault keeps what a space goes on from and why: the words of the letters to those who follow.
pub(crate) fn reasons_key(log: LogId) -> String {
    format!("succession/{}", hex(log))
}

/// Where it keeps the successor that this device has begun to make and not finished.
pub(crate) fn unfinished_key(stopped: LogId) -> String {
    format!("refounding/{}", hex(stopped))
}

fn onward_key(stopped: LogId) -> String {
    format!("goes-on-in/{}", hex(stopped))
}

fn back_key_of(log: LogId) -> String {
    format!("goes-on-from/{}/", hex(log))
}

fn back_key(log: LogId, stopped: LogId) -> String {
    format!("{}{}", back_key_of(log), hex(stopped))
}

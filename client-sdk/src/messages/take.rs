// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a message does to the conversation a device holds: shown once, edited and deleted only by who may.

use toguna_mls::rules::{Action, Role};
use toguna_types::{AccountId, LogId, MessageId};
use toguna_vault::{EntryRow, Insertion, IntentRow, VaultTx};

use super::body::{TextBody, target_of};
use super::content::Content;
use crate::Fault;
use crate::alarm::Offence;
use crate::client::Client;
use crate::fault::Code;
use crate::sync::MessageIntent;

/// Why a message is not taken in, in the words of a verdict.
pub(crate) type Untaken = &'static str;

impl Client {
    /// Takes a message in: the same again is dropped, another under the same id is an alarm, and what is about
    /// another message must find it there and be allowed to.
    pub(crate) fn take_in(
        &self,
        tx: &VaultTx<'_>,
        mut shown: EntryRow,
        role: Option<Role>,
    ) -> Result<Result<(), Untaken>, Fault> {
        let target = match may_touch(tx, &shown, role)? {
            Ok(target) => target,
            Err(untaken) => return Ok(Err(untaken)),
        };
        if let Some(target) = &target {
            shown.target = target.message;
            // What is about a message does not outlive it.
            shown.expires = match (shown.expires, target.expires) {
                (Some(own), Some(its)) => Some(own.min(its)),
                (own, its) => own.or(its),
            };
        }
        if shown.kind == Content::TEXT {
            shown.target = TextBody::decode(&shown.content).and_then(|body| body.thread);
        }
        match tx.entries().insert(&shown)? {
            Insertion::Inserted => {}
            Insertion::SameAgain => return Ok(Err("said-again")),
            Insertion::Differs => return Ok(Err(Offence::IdTaken.reason())),
        }
        match target {
            Some(target) if shown.kind == Content::DELETE => erase(tx, shown.log, &target)?,
            Some(target) if shown.kind == Content::EDIT => tx.texts().changed(shown.log, target.seq)?,
            Some(_) | None => {}
        }
        Ok(Ok(()))
    }
}

/// The message that another one is about, if its author may do that to it.
pub(crate) fn may_touch(
    tx: &VaultTx<'_>,
    shown: &EntryRow,
    role: Option<Role>,
) -> Result<Result<Option<EntryRow>, Untaken>, Fault> {
    let Some(of) = target_of(shown.kind, &shown.content) else {
        return Ok(Ok(None));
    };
    let found = tx.entries().by_message(shown.log, of)?;
    let Some(target) = found.filter(|target| target.kind == Content::TEXT) else {
        return Ok(Err("about-nothing"));
    };
    let moderates = || role.is_some_and(|role| role.may(Action::DeleteOfOther));
    let may = match shown.kind {
        Content::EDIT => is_by(&target, shown.author),
        Content::DELETE => is_by(&target, shown.author) || moderates(),
        _ => true,
    };
    Ok(if may {
        Ok(Some(target))
    } else {
        Err(Offence::NotTheAuthor.reason())
    })
}

fn is_by(target: &EntryRow, author: AccountId) -> bool {
    target.author == author
}

/// The message that an edit or a mark of the outbox is about.
fn intent_about(intent: &IntentRow) -> Option<MessageId> {
    let said = MessageIntent::decode(&intent.body).ok()?;
    let about = matches!(said.kind, Content::EDIT | Content::REACTION | Content::PIN);
    target_of(said.kind, said.body.as_slice()).filter(|_| about)
}

/// Erases a message's words everywhere in the vault: its content, its edits, its reactions, what the outbox still
/// holds of them.
fn erase(tx: &VaultTx<'_>, log: LogId, target: &EntryRow) -> Result<(), Fault> {
    let Some(message) = target.message else {
        return Ok(());
    };
    // Other words that had not gone yet will not go, and are none any more.
    for intent in tx.intents().open(log)? {
        if intent.sealed.is_none() && intent_about(&intent) == Some(message) {
            tx.intents().refuse(intent.id, Code::MessageUnknown.text())?;
            tx.intents().empty(intent.id)?;
        }
    }
    for about in tx.entries().about(log, message)? {
        if matches!(about.kind, Content::EDIT | Content::REACTION | Content::PIN) {
            if let Some(id) = about.message {
                tx.intents().delete_message(log, id)?;
            }
            tx.entries().delete(log, about.seq)?;
        }
    }
    tx.intents().delete_message(log, message)?;
    Ok(tx.entries().empty(log, target.seq, Content::DELETED)?)
}

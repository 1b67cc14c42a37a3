// SPDX-License-Identifier: MIT OR Apache-2.0
//! Reading what a space's log has brought.

use std::time::Duration;

use tls_codec::{
    DeserializeBytes as _, SerializeBytes as _, TlsDeserializeBytes, TlsSerializeBytes, TlsSize,
};
use toguna_mls::rules::{Newcomers, Role};
use toguna_types::{AccountId, Class, Clock as _, Epoch, Lifetime, LogId, MessageId, Seq, Timestamp};
use toguna_vault::{EntryRow, IntentRow, Person, SpaceRow, VaultTx};

use super::content::Content;
use crate::Fault;
use crate::Waiting;
use crate::client::Client;
use crate::fault::Code;
use crate::spaces::waiting;
use crate::sync::{Amendment, MessageIntent, RoleOf};

/// Which part of a conversation to read.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReadRange {
    /// At most so many of the newest entries.
    pub last: Option<usize>,
    /// Only entries after this place.
    pub after: Option<Seq>,
}

/// One thing a member sees.
#[derive(Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its place in the log: the order is the same for everybody.
    pub seq: Seq,
    /// What it is.
    pub kind: ShownKind,
    /// Who said or did it, verified.
    pub author: AccountId,
    /// The author's handle, as far as this device knows it.
    pub handle: Option<String>,
    /// Whether it is our own.
    pub mine: bool,
    /// When the author says it was written.
    pub written: Timestamp,
    /// What was said.
    pub text: String,
    /// The message's id, if it is one.
    pub message: Option<MessageId>,
}

/// What a member sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShownKind {
    /// Somebody said something.
    Said,
    /// A newcomer's device has arrived.
    Arrived,
    /// The members changed, or what they agreed on.
    Members {
        /// Who joined.
        joined: Vec<Who>,
        /// Who is gone.
        left: Vec<Who>,
        /// What is agreed on now.
        agreed: Vec<Agreed>,
    },
    /// Something this version does not know.
    Unknown,
}

/// What the members of a space agreed on anew.
#[derive(Clone, PartialEq, Eq)]
pub enum Agreed {
    /// An account has another role.
    Role(Who, Role),
    /// The space has another title.
    Title(String),
    /// What newcomers may read.
    Newcomers(Newcomers),
    /// How long messages live.
    Lifetime(Lifetime),
    /// The age at which an era ends.
    EraMaxAge(Duration),
}

/// An account, with its handle as far as this device knows it.
#[derive(Clone, PartialEq, Eq)]
pub struct Who {
    /// The account.
    pub account: AccountId,
    /// Its handle.
    pub handle: Option<String>,
}

/// The content of an entry row about a commit: who came, who went, what is agreed on now.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct EventBody {
    pub(crate) joined: Vec<AccountId>,
    pub(crate) left: Vec<AccountId>,
    pub(crate) changes: Vec<Amendment>,
}

/// A conversation as one look at the vault shows it: each word stands in one of the two lists.
#[derive(Clone, PartialEq, Eq)]
pub struct Conversation {
    /// What the log has brought, and our own words that the relay has acknowledged, in the log's order.
    pub entries: Vec<Shown>,
    /// Our own words that are still in the outbox, in the order they will go out.
    pub waiting: Vec<Waiting>,
}

quiet_debug!(Conversation, Shown, Agreed, Who);

impl EventBody {
    /// The kind of such rows; beyond the kinds of messages.
    pub(crate) const KIND: u16 = 0xFF01;

    pub(crate) fn says_something(&self) -> bool {
        !(self.joined.is_empty() && self.left.is_empty() && self.changes.is_empty())
    }

    pub(crate) fn encode(&self) -> Result<Vec<u8>, Fault> {
        self.tls_serialize_bytes()
            .map_err(|fault| Fault::because(Code::Broken, fault))
    }
}

impl Client {
    /// Reads from the vault what the log has brought so far, see [`Client::sync`] for more; and our own words that
    /// the relay has acknowledged, at the place its receipt gives them.
    ///
    /// # Errors
    /// [`Code::SpaceUnknown`].
    pub fn read(&self, log: LogId, range: ReadRange) -> Result<Vec<Shown>, Fault> {
        self.vault().read(|tx| self.entries(tx, log, range))
    }

    /// As [`Self::read`], with what still waits in the outbox.
    ///
    /// # Errors
    /// [`Code::SpaceUnknown`].
    pub fn conversation(&self, log: LogId, range: ReadRange) -> Result<Conversation, Fault> {
        self.vault().read(|tx| {
            Ok(Conversation {
                entries: self.entries(tx, log, range)?,
                waiting: waiting(tx, log)?,
            })
        })
    }

    fn entries(&self, tx: &VaultTx<'_>, log: LogId, range: ReadRange) -> Result<Vec<Shown>, Fault> {
        let space = self.row(tx, log)?;
        let after = range.after.unwrap_or_default();
        let mut rows = match range.last {
            Some(last) => newest(tx, log, last)?,
            None => tx.entries().list(log, after, u32::MAX)?,
        };
        // All of these stand after the cursor, and all rows of the log up to it.
        rows.extend(self.acknowledged(tx, &space)?);
        let now = self.options().clock.now();
        rows.retain(|row| row.seq > after && is_shown(row) && row.expires.is_none_or(|end| end > now));
        let surplus = range.last.map_or(0, |last| rows.len().saturating_sub(last));
        rows.iter().skip(surplus).map(|row| self.shown(tx, row)).collect()
    }

    /// Our own messages that have a verified receipt and that this device has not yet read back from the log.
    fn acknowledged(&self, tx: &VaultTx<'_>, space: &SpaceRow) -> Result<Vec<EntryRow>, Fault> {
        let mut rows = Vec::new();
        for intent in tx.intents().said_after(space.log, space.cursor.seq)? {
            let epoch = intent.sealed.as_ref().map_or(space.epoch, |sealed| sealed.epoch);
            if let Some(seq) = intent.seq {
                rows.push(self.own_entry(space, &intent, seq, epoch)?);
            }
        }
        Ok(rows)
    }

    /// Our own message as an entry of the log: its content is in the outbox, not in the ciphertext.
    pub(crate) fn own_entry(
        &self,
        space: &SpaceRow,
        intent: &IntentRow,
        seq: Seq,
        epoch: Epoch,
    ) -> Result<EntryRow, Fault> {
        let message = MessageIntent::decode(&intent.body)?;
        Ok(EntryRow {
            log: intent.log,
            seq,
            class: Class::Message,
            epoch,
            kind: message.kind,
            author: self.keys().account,
            device: self.keys().device,
            message: Some(message.id),
            content: message.body.into_vec(),
            written: message.written,
            received: self.options().clock.now(),
            expires: self.expiry(space),
            own: true,
        })
    }

    /// Remembers how far a space was read; never farther than this device has fetched, for what stands between
    /// there and our own newest word nobody has seen yet.
    ///
    /// # Errors
    /// [`Code::SpaceUnknown`].
    pub fn mark_read(&self, log: LogId, seq: Seq) -> Result<(), Fault> {
        self.vault().write(|tx| {
            let seq = seq.min(self.row(tx, log)?.cursor.seq);
            Ok(tx.meta().put(&read_key(log), &seq.get().to_be_bytes())?)
        })
    }

    /// How many words of others came after the place last marked as read.
    pub(crate) fn unread(&self, tx: &VaultTx<'_>, log: LogId) -> Result<usize, Fault> {
        let marked = tx
            .meta()
            .get(&read_key(log))?
            .and_then(|bytes| bytes.try_into().ok());
        let after = Seq::new(marked.map_or(0, u64::from_be_bytes));
        let rows = tx.entries().list(log, after, u32::MAX)?;
        Ok(rows
            .iter()
            .filter(|row| row.kind == Content::TEXT && !row.own)
            .count())
    }

    /// An entry row as a member sees it.
    pub(crate) fn shown(&self, tx: &VaultTx<'_>, row: &EntryRow) -> Result<Shown, Fault> {
        let kind = match row.kind {
            Content::TEXT => ShownKind::Said,
            Content::HELLO => ShownKind::Arrived,
            EventBody::KIND => {
                let body = EventBody::tls_deserialize_exact_bytes(&row.content)
                    .map_err(|fault| Fault::because(Code::VaultDamaged, fault))?;
                ShownKind::Members {
                    joined: self.who(tx, &body.joined)?,
                    left: self.who(tx, &body.left)?,
                    agreed: self.agreed(tx, body.changes)?,
                }
            }
            _ => ShownKind::Unknown,
        };
        let text = match kind {
            ShownKind::Said => String::from_utf8_lossy(&row.content).into_owned(),
            ShownKind::Arrived | ShownKind::Members { .. } | ShownKind::Unknown => String::new(),
        };
        Ok(Shown {
            seq: row.seq,
            kind,
            author: row.author,
            handle: self.handle_of(tx, row.author)?,
            mine: row.own,
            written: row.written,
            text,
            message: row.message,
        })
    }

    fn who(&self, tx: &VaultTx<'_>, accounts: &[AccountId]) -> Result<Vec<Who>, Fault> {
        let named = |account: &AccountId| {
            Ok(Who {
                account: *account,
                handle: self.handle_of(tx, *account)?,
            })
        };
        accounts.iter().map(named).collect()
    }

    fn agreed(&self, tx: &VaultTx<'_>, changes: Vec<Amendment>) -> Result<Vec<Agreed>, Fault> {
        let one = |change: Amendment| {
            Ok(match change {
                Amendment::Role(RoleOf { account, role }) => {
                    let handle = self.handle_of(tx, account)?;
                    Agreed::Role(Who { account, handle }, role)
                }
                Amendment::Title(title) => {
                    Agreed::Title(String::from_utf8_lossy(title.as_slice()).into_owned())
                }
                Amendment::Newcomers(newcomers) => Agreed::Newcomers(newcomers),
                Amendment::Lifetime(lifetime) => Agreed::Lifetime(lifetime),
                Amendment::EraMaxAge(seconds) => Agreed::EraMaxAge(Duration::from_secs(seconds)),
            })
        };
        changes.into_iter().map(one).collect()
    }

    /// Notes an account this device has met, so that its handle is learnt.
    pub(crate) fn meet(&self, tx: &VaultTx<'_>, account: AccountId) -> Result<(), Fault> {
        if account != self.keys().account && tx.people().get(account)?.is_none() {
            let now = self.options().clock.now();
            let _ = tx.people().put(&Person {
                account,
                handle: String::new(),
                first_seen: now,
            })?;
        }
        Ok(())
    }

    /// The handle of an account as far as this device knows it.
    pub(crate) fn handle_of(&self, tx: &VaultTx<'_>, account: AccountId) -> Result<Option<String>, Fault> {
        if account == self.keys().account {
            return Ok(Some(self.keys().handle.clone()));
        }
        let known = tx.people().get(account)?.map(|person| person.handle);
        Ok(known.filter(|handle| !handle.is_empty()))
    }
}

/// Confirmations are between devices.
pub(crate) const fn is_shown(row: &EntryRow) -> bool {
    row.kind != Content::CONFIRM
}

/// The newest rows that hold `last` entries a member sees, or all there are.
fn newest(tx: &VaultTx<'_>, log: LogId, last: usize) -> Result<Vec<EntryRow>, Fault> {
    let mut ask = u32::try_from(last).unwrap_or(u32::MAX);
    loop {
        let mut rows = tx.entries().last(log, ask)?;
        let all = u32::try_from(rows.len()).map_or(true, |got| got < ask);
        rows.retain(is_shown);
        if all || rows.len() >= last {
            return Ok(rows.split_off(rows.len().saturating_sub(last)));
        }
        ask = ask.saturating_mul(2);
    }
}

fn read_key(log: LogId) -> String {
    format!("read/{}", crate::spaces::hex(log))
}

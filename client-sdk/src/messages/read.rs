// SPDX-License-Identifier: MIT OR Apache-2.0
//! Reading what a space's log has brought.

use data_encoding::HEXLOWER;
use toguna_types::{AccountId, Class, Clock as _, Epoch, LogId, MessageId, Seq};
use toguna_vault::{EntryRow, IntentRow, Person, SpaceRow, VaultTx};

use super::content::Content;
use super::shown::{Shown, Who};
use crate::Fault;
use crate::Waiting;
use crate::client::Client;
use crate::fault::Code;
use crate::spaces::waiting;
use crate::sync::MessageIntent;

/// Which part of a conversation to read.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReadRange {
    /// At most so many of the newest entries.
    pub last: Option<usize>,
    /// Only entries after this place.
    pub after: Option<Seq>,
}

/// A conversation as one look at the vault shows it: each word stands in one of the two lists.
#[derive(Clone, PartialEq, Eq)]
pub struct Conversation {
    /// What the log has brought, and our own words that the relay has acknowledged, in the log's order.
    pub entries: Vec<Shown>,
    /// Our own words that are still in the outbox, in the order they will go out.
    pub waiting: Vec<Waiting>,
}

toguna_types::quiet_debug!(Conversation);

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

    /// A message and its thread, in order.
    ///
    /// # Errors
    /// [`Code::MessageUnknown`].
    pub fn thread(&self, log: LogId, message: MessageId) -> Result<Vec<Shown>, Fault> {
        self.vault().read(|tx| {
            let root = tx.entries().by_message(log, message)?;
            let root = root.ok_or(Fault::new(Code::MessageUnknown))?;
            let now = self.options().clock.now();
            let mut rows = tx.entries().about(log, message)?;
            rows.retain(|row| row.kind == Content::TEXT && row.expires.is_none_or(|end| end > now));
            rows.insert(0, root);
            rows.iter().map(|row| self.shown(tx, row)).collect()
        })
    }

    /// Finds a message by its place in the log (`12` or `#12`), or by the beginning of its id in hexadecimal.
    ///
    /// # Errors
    /// [`Code::MessageUnknown`].
    pub fn find_message(&self, log: LogId, text: &str) -> Result<MessageId, Fault> {
        let unknown = || Fault::new(Code::MessageUnknown);
        let text = text.trim();
        let place = text.strip_prefix('#').unwrap_or(text).parse::<u64>();
        let rows = self.read(log, ReadRange::default())?;
        if let Ok(seq) = place {
            let at = rows
                .iter()
                .find(|shown| shown.seq == Seq::new(seq) && shown.log == log);
            return at.and_then(|shown| shown.message).ok_or_else(unknown);
        }
        let hex = |id: MessageId| HEXLOWER.encode(id.as_bytes());
        let wanted = text.to_lowercase();
        let ids = rows
            .iter()
            .filter(|shown| shown.log == log)
            .filter_map(|shown| shown.message);
        let mut found = ids.filter(|id| wanted.len() >= 4 && hex(*id).starts_with(&wanted));
        match (found.next(), found.next()) {
            (Some(one), None) => Ok(one),
            _ => Err(unknown()),
        }
    }

    /// What a space shows, after what the spaces it goes on from had shown. A place is one of the space's own log:
    /// who asks for what stands after it asks for nothing before that log.
    fn entries(&self, tx: &VaultTx<'_>, log: LogId, range: ReadRange) -> Result<Vec<Shown>, Fault> {
        let mut entries = self.entries_of(tx, log, range)?;
        if range.after.is_some() {
            return Ok(entries);
        }
        for before in self.chain_of(tx, log)?.into_iter().rev() {
            let last = range.last.map(|last| last.saturating_sub(entries.len()));
            let mut earlier = self.entries_of(tx, before, ReadRange { last, after: None })?;
            earlier.append(&mut entries);
            entries = earlier;
        }
        Ok(entries)
    }

    fn entries_of(&self, tx: &VaultTx<'_>, log: LogId, range: ReadRange) -> Result<Vec<Shown>, Fault> {
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
            target: None,
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

    /// An account with its handle.
    pub(crate) fn who(&self, tx: &VaultTx<'_>, account: AccountId) -> Result<Who, Fault> {
        Ok(Who {
            account,
            handle: self.handle_of(tx, account)?,
        })
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

/// Confirmations are between devices; what is about a message shows on that message.
pub(crate) const fn is_shown(row: &EntryRow) -> bool {
    !matches!(
        row.kind,
        Content::CONFIRM
            | Content::EDIT
            | Content::DELETE
            | Content::REACTION
            | Content::PIN
            | Content::SEEN
            | Content::HEARTBEAT
    )
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

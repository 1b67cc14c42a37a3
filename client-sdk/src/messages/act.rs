// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a member does to messages that were said: other words, an end, a sign, a pin; and telling what was read.

use std::time::Duration;

use toguna_mls::Group;
use toguna_types::{AccountId, LogId, MessageId, Opaque, Seq, limit};
use toguna_vault::{EntryRow, SpaceRow, VaultTx};
use unicode_normalization::UnicodeNormalization as _;

use super::body::{DeleteBody, EditBody, MarkBody, SeenBody, Switch, sign_holds};
use super::content::{Content, check_text};
use super::say::writable;
use super::take::may_touch;
use super::{Said, Words};
use crate::Fault;
use crate::client::Client;
use crate::fault::Code;

impl Client {
    /// Gives one's own message other words. Members are told that they were changed.
    ///
    /// # Errors
    /// [`Code::MessageUnknown`] if it is not there or not one's own; else as [`Client::say`].
    pub async fn edit(&self, log: LogId, message: MessageId, words: impl Into<Words>) -> Result<Said, Fault> {
        let words = words.into();
        check_text(&words.text)?;
        let edit = EditBody {
            of: message,
            text: Opaque::from(words.text.as_bytes()),
            mentions: words.mentions,
        };
        self.act(log, Content::EDIT, edit.encode()?).await
    }

    /// Deletes a message: one's own, or as a steward anybody's. Every honest device erases its words and what was
    /// said about it; who has read it may have kept it elsewhere.
    ///
    /// # Errors
    /// [`Code::MessageUnknown`] if it is not there or not one's own to delete; else as [`Client::say`].
    pub async fn delete(&self, log: LogId, message: MessageId) -> Result<Said, Fault> {
        let delete = DeleteBody { of: message };
        self.act(log, Content::DELETE, delete.encode()?).await
    }

    /// Puts a sign on a message, or takes it off again.
    ///
    /// # Errors
    /// [`Code::TooLong`] for a sign of more than 64 bytes, [`Code::EmptyText`] for what is no sign,
    /// [`Code::MessageUnknown`]; else as [`Client::say`].
    pub async fn react(&self, log: LogId, message: MessageId, sign: &str, on: bool) -> Result<Said, Fault> {
        let sign: String = sign.trim().nfc().collect();
        if u32::try_from(sign.len()).map_or(true, |len| len > limit::REACTION_BYTES) {
            return Err(Fault::too_long("sign", limit::REACTION_BYTES));
        }
        if !sign_holds(sign.as_bytes()) {
            return Err(Fault::new(Code::EmptyText));
        }
        self.mark(log, Content::REACTION, message, on, sign.as_bytes())
            .await
    }

    /// Pins a message for all members, or unpins it.
    ///
    /// # Errors
    /// [`Code::MessageUnknown`]; else as [`Client::say`].
    pub async fn pin(&self, log: LogId, message: MessageId, on: bool) -> Result<Said, Fault> {
        self.mark(log, Content::PIN, message, on, b"").await
    }

    async fn mark(&self, log: LogId, kind: u16, of: MessageId, on: bool, sign: &[u8]) -> Result<Said, Fault> {
        let mark = MarkBody {
            of,
            on: if on { Switch::On } else { Switch::Off },
            sign: Opaque::from(sign),
        };
        self.act(log, kind, mark.encode()?).await
    }

    /// Tells the members of a space how far this account has read. Nothing is told unless this is called.
    ///
    /// # Errors
    /// As [`Client::say`].
    pub async fn tell_read(&self, log: LogId, seq: Seq) -> Result<Said, Fault> {
        let seen = SeenBody { seq: seq.get() };
        self.act(log, Content::SEEN, seen.encode()?).await
    }

    /// Queues and sends, after asking what every receiver will ask.
    async fn act(&self, log: LogId, kind: u16, body: Opaque) -> Result<Said, Fault> {
        let queued = self
            .write(move |client, tx| {
                let row = client.row(tx, log)?;
                writable(&row)?;
                if kind != Content::SEEN {
                    client.may_write(tx, &row)?;
                }
                client.in_doubt(&row)?;
                client.asks_first(tx, &row, kind, &body)?;
                client.queue_content(tx, &row, kind, body, Duration::ZERO)
            })
            .await?;
        self.send_said(log, queued).await
    }

    fn asks_first(&self, tx: &VaultTx<'_>, row: &SpaceRow, kind: u16, body: &Opaque) -> Result<(), Fault> {
        let now = toguna_types::Clock::now(&*self.options().clock);
        let role = Group::load(tx, row.log)?.policy().role_of(self.keys().account);
        let entry = EntryRow {
            log: row.log,
            seq: row.cursor.seq,
            class: toguna_types::Class::Message,
            epoch: row.epoch,
            kind,
            author: self.keys().account,
            device: self.keys().device,
            message: None,
            target: None,
            content: body.as_slice().to_vec(),
            written: now,
            received: now,
            expires: None,
            own: true,
        };
        may_touch(tx, &entry, role)?
            .map(drop)
            .map_err(|_| Fault::new(Code::MessageUnknown))
    }

    /// How far members have said that they read, the latest word of each.
    ///
    /// # Errors
    /// [`Code::SpaceUnknown`].
    pub fn read_by(&self, log: LogId) -> Result<Vec<(AccountId, Seq)>, Fault> {
        self.vault().read(|tx| {
            self.row(tx, log)?;
            let mut read = std::collections::BTreeMap::new();
            for row in tx.entries().of_kind(log, Content::SEEN)? {
                if let Some(seen) = SeenBody::decode(&row.content) {
                    let seq = Seq::new(seen.seq.min(row.seq.get()));
                    let so_far = read.entry(row.author).or_insert(seq);
                    *so_far = seq.max(*so_far);
                }
            }
            Ok(read.into_iter().collect())
        })
    }

    /// The account of a member by handle, to be meant in a message.
    ///
    /// # Errors
    /// [`Code::PersonUnknown`].
    pub fn member(&self, log: LogId, handle: &str) -> Result<AccountId, Fault> {
        self.vault()
            .read(|tx| self.member_by_handle(tx, log, handle.trim()))
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Saying something in a space.

use std::time::Duration;

use toguna_types::{AccountId, IntentId, LogId, MessageId, Opaque, Seq, limit};
use toguna_vault::{IntentState, SpaceRow, SpaceState};
use tokio::time::error::Elapsed;

use super::body::{AttachedBody, TextBody, well_formed};
use super::content::{Content, check_text};
use super::shown::Attachment;
use crate::Fault;
use crate::client::Client;
use crate::fault::Code;

/// What is to be said.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// The text.
    pub text: String,
    /// The message it answers.
    pub reply: Option<MessageId>,
    /// The message whose thread it belongs to.
    pub thread: Option<MessageId>,
    /// Who is meant.
    pub mentions: Vec<AccountId>,
    /// Files, by reference; with one of them the text may be empty.
    pub attachments: Vec<Attachment>,
}

toguna_types::quiet_debug!(Words);

impl From<&str> for Words {
    fn from(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            ..Self::default()
        }
    }
}

impl From<&String> for Words {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl Words {
    fn body(self) -> Result<Opaque, Fault> {
        if self.attachments.is_empty() || !self.text.is_empty() {
            check_text(&self.text)?;
        }
        let over = |field, count: usize, limit: u32| {
            if u32::try_from(count).is_ok_and(|count| count <= limit) {
                Ok(())
            } else {
                Err(Fault::out_of_range(field, limit.into()))
            }
        };
        over("mentions", self.mentions.len(), limit::MENTIONS)?;
        over("attachments", self.attachments.len(), limit::ATTACHED)?;
        let attached = |file: Attachment| AttachedBody {
            reference: Opaque::from(file.reference),
            name: Opaque::from(file.name.as_bytes()),
            media_type: Opaque::from(file.media_type.as_bytes()),
            size: file.size,
            hash: file.hash,
        };
        let body = TextBody {
            text: Opaque::from(self.text.as_bytes()),
            reply: self.reply,
            thread: self.thread,
            mentions: self.mentions,
            attachments: self.attachments.into_iter().map(attached).collect(),
        };
        let body = body.encode()?;
        if well_formed(Content::TEXT, body.as_slice()) {
            Ok(body)
        } else {
            Err(Fault::too_long("attachments", limit::TITLE_BYTES))
        }
    }
}

/// A word on its way, or there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    /// The message.
    pub message: MessageId,
    /// Its place in the log: the relay's verified receipt is in the vault.
    pub seq: Option<Seq>,
}

impl Client {
    /// Says something and waits until the relay's verified receipt is in the vault.
    ///
    /// # Errors
    /// [`Code::StillQueued`] if the word is in the outbox but did not get through in time: it goes out with the
    /// next synchronisation and must not be said again. [`Code::NotAMember`] after a removal.
    pub async fn say(&self, log: LogId, words: impl Into<Words>) -> Result<Said, Fault> {
        let queued = self.queue_text(log, words.into())?;
        self.send_said(log, queued).await
    }

    /// Sends what was queued, and waits for its receipt.
    pub(crate) async fn send_said(
        &self,
        log: LogId,
        (intent, message): (IntentId, MessageId),
    ) -> Result<Said, Fault> {
        let sending = self.send_out(log, intent);
        match tokio::time::timeout(self.options().wait, sending).await {
            Ok(Ok(seq)) => Ok(Said {
                message,
                seq: Some(seq),
            }),
            Ok(Err(fault)) => self.said_or(intent, message, fault),
            Err(late) => self.said_or(intent, message, self.late(log, late)),
        }
    }

    /// Puts something in the outbox; it goes out with the next synchronisation.
    ///
    /// # Errors
    /// [`Code::EmptyText`], [`Code::TooLong`], [`Code::NotAMember`].
    pub fn queue(&self, log: LogId, words: impl Into<Words>) -> Result<MessageId, Fault> {
        self.queue_text(log, words.into()).map(|(_, message)| message)
    }

    fn queue_text(&self, log: LogId, words: Words) -> Result<(IntentId, MessageId), Fault> {
        let body = words.body()?;
        self.vault().write(|tx| {
            let row = self.row(tx, log)?;
            writable(&row)?;
            self.may_write(tx, &row)?;
            self.in_doubt(&row)?;
            self.turn_old_era(tx, &row)?;
            self.queue_content(tx, &row, Content::TEXT, body, Duration::ZERO)
        })
    }

    pub(crate) async fn send_out(&self, log: LogId, intent: IntentId) -> Result<Seq, Fault> {
        loop {
            self.pull(log).await?;
            self.push(log).await?;
            let row = self
                .vault()
                .read(|tx| Ok::<_, Fault>(tx.intents().get(intent)?))?;
            let row = row.ok_or(Fault::new(Code::Broken))?;
            match (row.state, row.seq) {
                (IntentState::Done, Some(seq)) => {
                    // It got through; that the log cannot be read just now takes nothing away from that.
                    let _ = self.pull(log).await;
                    return Ok(seq);
                }
                _ => {
                    self.not_refused(intent)?;
                    self.wait_for_others(log).await?;
                }
            }
        }
    }

    /// Why what was queued has not gone out in time: the relay, or that a newcomer's words wait for its colleagues.
    pub(crate) fn late(&self, log: LogId, late: Elapsed) -> Fault {
        let is_confirmed = self
            .vault()
            .read(|tx| Ok::<_, Fault>(self.row(tx, log)?.confirmed));
        let code = match is_confirmed {
            Ok(false) => Code::Unconfirmed,
            Ok(true) | Err(_) => Code::StillQueued,
        };
        Fault::because(code, late)
    }

    /// What became of a word whose call failed: it may have its receipt all the same; one that waits says so.
    fn said_or(&self, intent: IntentId, message: MessageId, fault: Fault) -> Result<Said, Fault> {
        let row = self
            .vault()
            .read(|tx| Ok::<_, Fault>(tx.intents().get(intent)?))?;
        match row.map(|row| (row.state, row.seq)) {
            Some((IntentState::Done, seq @ Some(_))) => Ok(Said { message, seq }),
            Some((state, _)) if state.is_open() && fault.is_passing() => Err(fault.queued()),
            Some(_) | None => Err(fault),
        }
    }
}

/// Whether a space takes words.
pub(crate) fn writable(row: &SpaceRow) -> Result<(), Fault> {
    match row.state {
        SpaceState::Active | SpaceState::Joining | SpaceState::Founding => Ok(()),
        SpaceState::Leaving | SpaceState::Left | SpaceState::Removed => Err(Fault::new(Code::NotAMember)),
        SpaceState::Closed => Err(Fault::new(Code::SpaceClosed)),
        SpaceState::Succeeded => Err(Fault::new(Code::SpaceRefounded)),
        SpaceState::Wedged => Err(Fault::new(Code::SpaceStopped)),
    }
}

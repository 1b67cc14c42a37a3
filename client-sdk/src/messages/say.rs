// SPDX-License-Identifier: MIT OR Apache-2.0
//! Saying something in a space.

use std::time::Duration;

use toguna_types::{IntentId, LogId, MessageId, Opaque, Seq};
use toguna_vault::{IntentState, SpaceRow, SpaceState};

use super::content::{Content, check_text};
use crate::Fault;
use crate::client::Client;
use crate::fault::Code;

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
    pub async fn say(&self, log: LogId, text: &str) -> Result<Said, Fault> {
        let (intent, message) = self.queue_text(log, text)?;
        let sending = self.send_out(log, intent);
        match tokio::time::timeout(self.options().wait, sending).await {
            Ok(Ok(seq)) => Ok(Said {
                message,
                seq: Some(seq),
            }),
            Ok(Err(fault)) => self.said_or(intent, message, fault),
            Err(late) => self.said_or(intent, message, Fault::because(Code::StillQueued, late)),
        }
    }

    /// Puts something in the outbox; it goes out with the next synchronisation.
    ///
    /// # Errors
    /// [`Code::EmptyText`], [`Code::TooLong`], [`Code::NotAMember`].
    pub fn queue(&self, log: LogId, text: &str) -> Result<MessageId, Fault> {
        self.queue_text(log, text).map(|(_, message)| message)
    }

    fn queue_text(&self, log: LogId, text: &str) -> Result<(IntentId, MessageId), Fault> {
        check_text(text)?;
        self.vault().write(|tx| {
            let row = self.row(tx, log)?;
            writable(&row)?;
            self.may_write(tx, &row)?;
            self.turn_old_era(tx, &row)?;
            self.queue_content(
                tx,
                &row,
                Content::TEXT,
                Opaque::from(text.as_bytes()),
                Duration::ZERO,
            )
        })
    }

    async fn send_out(&self, log: LogId, intent: IntentId) -> Result<Seq, Fault> {
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

    /// What became of a word whose call failed: it may have its receipt all the same; one that waits says so.
    fn said_or(&self, intent: IntentId, message: MessageId, fault: Fault) -> Result<Said, Fault> {
        let row = self
            .vault()
            .read(|tx| Ok::<_, Fault>(tx.intents().get(intent)?))?;
        match row.map(|row| (row.state, row.seq)) {
            Some((IntentState::Done, seq @ Some(_))) => Ok(Said { message, seq }),
            Some((state, _)) if state.is_open() && fault.is_passing() => {
                Err(Fault::because(Code::StillQueued, fault))
            }
            Some(_) | None => Err(fault),
        }
    }
}

/// Whether a space takes words.
pub(crate) fn writable(row: &SpaceRow) -> Result<(), Fault> {
    match row.state {
        SpaceState::Active | SpaceState::Joining | SpaceState::Founding => Ok(()),
        SpaceState::Leaving | SpaceState::Left | SpaceState::Removed => Err(Fault::new(Code::NotAMember)),
        SpaceState::Wedged => Err(Fault::new(Code::SpaceStopped)),
    }
}

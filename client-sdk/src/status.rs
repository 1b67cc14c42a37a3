// SPDX-License-Identifier: MIT OR Apache-2.0
//! How this device stands, in a few numbers.

use toguna_types::LogId;

use crate::Fault;
use crate::client::Client;
use crate::spaces::waiting;

/// How this device stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// Spaces it knows.
    pub spaces: usize,
    /// Words in the outbox.
    pub waiting_messages: usize,
    /// Letters in the outbox.
    pub waiting_letters: usize,
    /// Invitations that wait for an answer.
    pub invitations: usize,
    /// Words of others since they were last read.
    pub unread: usize,
    /// What is wrong.
    pub alarms: Vec<Alarm>,
}

/// Something that is wrong with a space.
#[derive(Clone, PartialEq, Eq)]
pub struct Alarm {
    /// The space.
    pub log: LogId,
    /// Its title.
    pub title: String,
    /// What is wrong, as a stable code.
    pub code: String,
}

quiet_debug!(Alarm);

impl Client {
    /// Says how this device stands, from the vault alone.
    ///
    /// # Errors
    /// The vault's troubles.
    pub fn status(&self) -> Result<Status, Fault> {
        let invitations = self.invitations()?.len();
        self.vault().read(|tx| {
            let mut status = Status {
                invitations,
                waiting_letters: tx.letters_out().count()?,
                ..Status::default()
            };
            for row in tx.spaces().list()? {
                let words = waiting(tx, row.log)?.len();
                status.spaces = status.spaces.saturating_add(1);
                status.waiting_messages = status.waiting_messages.saturating_add(words);
                status.unread = status.unread.saturating_add(self.unread(tx, row.log)?);
                if let Some(code) = row.alarm {
                    status.alarms.push(Alarm {
                        log: row.log,
                        title: row.title,
                        code,
                    });
                }
            }
            Ok(status)
        })
    }
}

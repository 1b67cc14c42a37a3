// SPDX-License-Identifier: MIT OR Apache-2.0
//! How this device stands, in a few numbers.

use crate::Fault;
use crate::alarm::Alarm;
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
                status.alarms.extend(self.alarms(tx, &row)?);
            }
            Ok(status)
        })
    }
}

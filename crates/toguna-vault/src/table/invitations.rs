// SPDX-License-Identifier: MIT OR Apache-2.0
//! Invitations to spaces, as they came by mailbox.

use toguna_types::{AccountId, LetterId, LogId, Timestamp};

use super::Invitations;
use crate::VaultFault;
use crate::row::{Cells, number};
use crate::tx::changed_one;

words! {
    /// What became of an invitation.
    InvitationState {
        /// Taken up.
        Accepted = "accepted",
        /// Turned down.
        Declined = "declined",
        /// Can no longer be taken up.
        Gone = "gone",
        /// Waits for the user.
        Waiting = "waiting",
    }
}

/// One invitation.
#[derive(Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The letter it came in.
    pub letter: LetterId,
    /// The space's log.
    pub log: LogId,
    /// Who invites.
    pub inviter: AccountId,
    /// The name the inviter went by.
    pub inviter_handle: String,
    /// Where the Welcome waits.
    pub body: Vec<u8>,
    /// What space it goes on from and why, in the words of whoever keeps it; nothing for any other space.
    pub predecessor: Option<Vec<u8>>,
    /// When it came.
    pub received: Timestamp,
    /// What became of it.
    pub state: InvitationState,
}

toguna_types::quiet_debug!(Invitation);

impl Invitations<'_> {
    /// Keeps an invitation; whether its letter is new.
    ///
    /// # Errors
    /// If the database fails.
    pub fn put(&self, invitation: &Invitation) -> Result<bool, VaultFault> {
        let rows = self.tx.run(
            "INSERT INTO invitations (letter, log, inviter, inviter_handle, body, received, state, predecessor)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING",
            (
                invitation.letter.as_bytes(),
                invitation.log.as_bytes(),
                invitation.inviter.as_bytes(),
                &invitation.inviter_handle,
                &invitation.body,
                number(invitation.received.millis()),
                invitation.state.name(),
                &invitation.predecessor,
            ),
        )?;
        Ok(rows > 0)
    }

    /// The invitation that came in one letter.
    ///
    /// # Errors
    /// If the database fails.
    pub fn get(&self, letter: LetterId) -> Result<Option<Invitation>, VaultFault> {
        self.tx.one(
            "invitations",
            "SELECT * FROM invitations WHERE letter = ?1",
            [letter.as_bytes()],
            read,
        )
    }

    /// All invitations, the oldest first.
    ///
    /// # Errors
    /// If the database fails.
    pub fn list(&self) -> Result<Vec<Invitation>, VaultFault> {
        self.tx.all(
            "invitations",
            "SELECT * FROM invitations ORDER BY received, letter",
            [],
            read,
        )
    }

    /// All invitations to one space, the oldest first.
    ///
    /// # Errors
    /// If the database fails.
    pub fn of_log(&self, log: LogId) -> Result<Vec<Invitation>, VaultFault> {
        self.tx.all(
            "invitations",
            "SELECT * FROM invitations WHERE log = ?1 ORDER BY received, letter",
            [log.as_bytes()],
            read,
        )
    }

    /// Notes what became of an invitation.
    ///
    /// # Errors
    /// [`VaultFault::NoRow`] if there is no such invitation.
    pub fn set_state(&self, letter: LetterId, state: InvitationState) -> Result<(), VaultFault> {
        let rows = self.tx.run(
            "UPDATE invitations SET state = ?2 WHERE letter = ?1",
            (letter.as_bytes(), state.name()),
        )?;
        changed_one("invitations", rows)
    }
}

fn read(row: &Cells<'_>) -> Result<Invitation, VaultFault> {
    Ok(Invitation {
        letter: row.id("letter", LetterId::from_slice)?,
        log: row.id("log", LogId::from_slice)?,
        inviter: row.id("inviter", AccountId::from_slice)?,
        inviter_handle: row.text("inviter_handle")?,
        body: row.blob("body")?,
        predecessor: row.maybe("predecessor", Some)?,
        received: row.time("received")?,
        state: row.parsed("state", InvitationState::parse)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::vault;

    #[test]
    fn an_invitation_comes_once_and_changes_its_state() {
        let (vault, _home) = vault();
        let mut invitation = Invitation {
            letter: LetterId::from_bytes([1; 16]),
            log: LogId::from_bytes([2; 32]),
            inviter: AccountId::from_bytes([3; 32]),
            inviter_handle: "amal".to_owned(),
            body: vec![4; 50],
            predecessor: Some(vec![5; 50]),
            received: Timestamp::from_millis(5),
            state: InvitationState::Waiting,
        };
        vault
            .write(|tx| {
                assert!(tx.invitations().put(&invitation)?);
                assert!(!tx.invitations().put(&invitation)?);
                tx.invitations()
                    .set_state(invitation.letter, InvitationState::Accepted)?;
                invitation.state = InvitationState::Accepted;
                assert_eq!(tx.invitations().get(invitation.letter)?, Some(invitation.clone()));
                assert_eq!(tx.invitations().list()?, [invitation.clone()]);
                assert_eq!(tx.invitations().of_log(invitation.log)?, [invitation.clone()]);
                Ok::<_, VaultFault>(())
            })
            .unwrap();
    }
}

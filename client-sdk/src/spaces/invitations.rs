// SPDX-License-Identifier: MIT OR Apache-2.0
//! Answering invitations.

use std::time::Duration;

use toguna_mls::{Group, JoinExpectation, JoinFault, Joined, Part, Pointer, Uses};
use toguna_types::{AccountId, Clock as _, Digest, Entropy as _, Era, LetterId, LogId, Opaque, Timestamp};
use toguna_vault::{Invitation, InvitationState, SpaceRow, SpaceState, VaultTx};
use toguna_wire::v1;

use crate::Fault;
use crate::SpaceSummary;
use crate::client::Client;
use crate::fault::Code;
use crate::messages::Content;
use crate::spaces::find::hex;
use crate::spaces::is_held;
use crate::sync::{CommitIntent, Doubt, PointerBody, Succession, joined_after};

/// An invitation that waits for an answer. The title is inside the space: it shows after accepting.
#[derive(Clone, PartialEq, Eq)]
pub struct InvitationSummary {
    /// The space.
    pub log: LogId,
    /// The beginning of what a member types to answer.
    pub id_hex: String,
    /// Who invites.
    pub inviter: AccountId,
    /// The inviter's handle, as far as this device knows it.
    pub inviter_handle: Option<String>,
    /// When it came.
    pub received: Timestamp,
    /// What it says it goes on from, if it says so.
    pub succeeds: Option<Succeeds>,
}

/// A space that another one is said to go on from.
#[derive(Clone, PartialEq, Eq)]
pub struct Succeeds {
    /// The space that stopped.
    pub log: LogId,
    /// Its title, if this device knows it.
    pub title: Option<String>,
    /// Why it is not followed without being asked; nothing if it will be.
    pub doubt: Option<Doubt>,
}

toguna_types::quiet_debug!(InvitationSummary, Succeeds);

impl Client {
    /// Invitations that wait.
    ///
    /// # Errors
    /// The vault's troubles.
    pub fn invitations(&self) -> Result<Vec<InvitationSummary>, Fault> {
        self.vault().read(|tx| {
            let rows = tx.invitations().list()?;
            let waiting = rows
                .into_iter()
                .filter(|row| row.state == InvitationState::Waiting);
            waiting
                .map(|row| {
                    let handle = self.handle_of(tx, row.inviter)?;
                    Ok(InvitationSummary {
                        log: row.log,
                        id_hex: hex(row.log),
                        inviter: row.inviter,
                        inviter_handle: handle,
                        received: row.received,
                        succeeds: self.succeeds(tx, &row)?,
                    })
                })
                .collect()
        })
    }

    fn succeeds(&self, tx: &VaultTx<'_>, offer: &Invitation) -> Result<Option<Succeeds>, Fault> {
        let succession = offer.predecessor.as_deref().and_then(Succession::decode);
        let Some(log) = succession.map(|succession| succession.predecessor.log) else {
            return Ok(None);
        };
        Ok(Some(Succeeds {
            log,
            title: tx.spaces().get(log)?.map(|row| row.title),
            doubt: self.doubt(tx, offer)?,
        }))
    }

    /// Finds a waiting invitation by the beginning of its id, or by its inviter's handle.
    ///
    /// # Errors
    /// [`Code::InvitationUnknown`], [`Code::SpaceAmbiguous`].
    pub fn find_invitation(&self, text: &str) -> Result<LogId, Fault> {
        let wanted = text.trim().to_lowercase();
        let answers = |i: &InvitationSummary| {
            let handle = i
                .inviter_handle
                .as_ref()
                .is_some_and(|handle| handle.to_lowercase() == wanted);
            !wanted.is_empty() && (i.id_hex.starts_with(&wanted) || handle)
        };
        let mut found = self.invitations()?.into_iter().filter(answers);
        match (found.next(), found.next()) {
            (Some(one), None) => Ok(one.log),
            (Some(_), Some(_)) => Err(Fault::new(Code::SpaceAmbiguous)),
            (None, _) => Err(Fault::new(Code::InvitationUnknown)),
        }
    }

    /// Accepts: joins the space and says hello. Until the inviter or two others agree with what it was shown, this
    /// device reads and its words wait.
    ///
    /// # Errors
    /// [`Code::InvitationUnknown`], [`Code::InvitationGone`].
    pub async fn accept(&self, log: LogId) -> Result<SpaceSummary, Fault> {
        self.join_space(log, Answer::Yes, None).await?;
        self.pull(log).await?;
        self.push(log).await?;
        self.refill_stock().await?;
        self.summary(log)
    }

    /// Declines: the members see a leave, and this device keeps nothing of the space.
    ///
    /// # Errors
    /// As [`Client::accept`].
    pub async fn decline(&self, log: LogId) -> Result<(), Fault> {
        self.join_space(log, Answer::No, None).await?;
        self.pull(log).await?;
        let row = self.vault().read(|tx| self.row(tx, log))?;
        let leaves = row.state == SpaceState::Active;
        self.write(move |client, tx| {
            if leaves {
                match client.queue_leave(tx, log, None) {
                    // Who would be the only steward passes that on to who invites.
                    Err(fault) if fault.is() == Code::LastSteward => {
                        client.queue_leave(tx, log, client.row(tx, log)?.inviter)?;
                    }
                    left => left?,
                }
            }
            client.answered(tx, log, InvitationState::Declined)
        })
        .await?;
        if leaves {
            self.push(log).await?;
        }
        Ok(())
    }

    /// Comes back to a space that this device had asked for.
    pub(crate) async fn rejoin(&self, log: LogId) -> Result<(), Fault> {
        self.join_space(log, Answer::Back, None).await?;
        self.pull(log).await?;
        self.push(log).await?;
        Ok(())
    }

    /// Goes on in the successor of a space that stopped here, without being asked.
    pub(crate) async fn go_on_in(&self, log: LogId, offer: LetterId) -> Result<(), Fault> {
        self.join_space(log, Answer::Onward, Some(offer)).await?;
        self.pull(log).await?;
        self.push(log).await?;
        Ok(())
    }

    /// Fetches Welcome and tree, and joins in one transaction with what the answer comes to. A decline that was
    /// interrupted has joined already.
    async fn join_space(&self, log: LogId, answer: Answer, offer: Option<LetterId>) -> Result<(), Fault> {
        let found = self
            .vault()
            .read(|tx| Ok::<_, Fault>(tx.invitations().of_log(log)?))?;
        // Several letters may lead to one space: what was judged is joined, and what leads on before what does not.
        let waiting = found
            .into_iter()
            .filter(|row| row.state == InvitationState::Waiting)
            .filter(|row| offer.is_none_or(|offer| offer == row.letter))
            .max_by_key(|row| row.predecessor.is_some());
        let invitation = waiting.ok_or(Fault::new(Code::InvitationUnknown))?;
        let body = PointerBody::decode(&invitation.body).ok_or(Fault::new(Code::InvitationGone))?;
        let pointer = Pointer::decode(body.pointer.as_slice())
            .map_err(|fault| Fault::because(Code::InvitationGone, fault))?;
        let row = self.vault().read(|tx| Ok::<_, Fault>(tx.spaces().get(log)?))?;
        if answer != Answer::Back && row.as_ref().is_some_and(is_held) {
            return match answer {
                // With which KeyPackage it joined then is not known now: its keys go at once.
                Answer::Yes => {
                    self.write(move |client, tx| client.arrive(tx, log, Uses::LastResort))
                        .await
                }
                Answer::No | Answer::Back | Answer::Onward => Ok(()),
            };
        }
        let succession = invitation.predecessor.as_deref().and_then(Succession::decode);
        let welcome = self.fetch_part(&pointer, Part::Welcome).await?;
        let tree = self.fetch_part(&pointer, Part::Tree).await?;
        self.write(move |client, tx| {
            let joined = client.join_with(tx, &pointer, &welcome, &tree)?;
            if answer == Answer::No {
                return Ok(());
            }
            client.arrive(tx, log, joined.by)?;
            match succession {
                Some(succession) => client.goes_on(tx, &succession, &joined, answer == Answer::Onward),
                None if answer == Answer::Onward => Err(Fault::new(Code::InvitationGone)),
                None => Ok(()),
            }
        })
        .await
    }

    async fn fetch_part(&self, pointer: &Pointer, part: Part) -> Result<Vec<u8>, Fault> {
        let fetch = pointer.fetch(part);
        let request = v1::FetchAttachmentRequest {
            log: pointer.log.to_vec(),
            id: fetch.id.to_vec(),
            token: fetch.token.secret().expose().to_vec(), // expose: the relay compares its hash
        };
        let answer = self
            .call(self.sessions().lane_of(pointer.log), |session| {
                let request = request.clone();
                async move { Ok(session.logs().fetch_attachment(request).await?.into_inner()) }
            })
            .await?;
        pointer
            .open(part, &answer.attachment)
            .map_err(|fault| Fault::because(Code::RelayLied, fault))
    }

    fn join_with(
        &self,
        tx: &VaultTx<'_>,
        pointer: &Pointer,
        welcome: &[u8],
        tree: &[u8],
    ) -> Result<Joined, Fault> {
        let now = self.options().clock.now();
        let expect = JoinExpectation {
            log: pointer.log,
            epoch: pointer.epoch,
        };
        let before = tx.spaces().get(pointer.log)?;
        let back = match &before {
            Some(row) if self.has_asked(tx, row)? => Some(row.clone()),
            Some(row) if !is_held(row) => {
                tx.spaces().make_way(pointer.log)?; // invited again after it was left
                None
            }
            Some(_) | None => None,
        };
        let joined = if back.is_some() {
            self.make_way_back(tx, pointer.log)?;
            Group::rejoin(tx, &self.me(), welcome, tree, expect, now)?
        } else {
            Group::join(tx, &self.me(), welcome, tree, expect, now)?
        };
        // Whoever comes back reads on from where it stood, so that what it had sent is known again by its hash.
        let back = back.filter(|row| row.cursor.seq <= joined.grant.made.seq);
        for account in joined.group.view()?.accounts() {
            self.meet(tx, account)?;
        }
        self.history_granted(
            tx,
            pointer.log,
            &joined.grant,
            back.as_ref().map(|row| row.cursor),
        )?;
        let made = joined.grant.made.seq.get().to_be_bytes();
        tx.meta().put(&joined_after(pointer.log), &made)?;
        tx.spaces().insert(&SpaceRow {
            log: pointer.log,
            state: SpaceState::Joining,
            title: joined.group.policy().title.clone(),
            lifetime: joined.group.policy().lifetime,
            suite: joined.group.policy().suite,
            epoch: pointer.epoch,
            cursor: back.as_ref().map_or(joined.grant.made, |row| row.cursor),
            read_on: now,
            era: Era::new(0),
            roster_tip: Digest::ZERO,
            inviter: Some(joined.inviter),
            confirmed: false,
            since: back.as_ref().map_or(now, |row| row.since),
            own_leaf: back.as_ref().map_or([0; 32], |row| row.own_leaf),
            own_counter: back.as_ref().map_or(0, |row| row.own_counter),
            own_previous: back.as_ref().map_or(Digest::ZERO, |row| row.own_previous),
            hybrid: back.as_ref().map_or((now, 0), |row| row.hybrid),
            alarm: None,
        })?;
        Ok(joined)
    }

    /// An accepted invitation: a hello, and a renewal of this device's keys.
    fn arrive(&self, tx: &VaultTx<'_>, log: LogId, by: Uses) -> Result<(), Fault> {
        let row = self.row(tx, log)?;
        self.queue_content(tx, &row, Content::HELLO, Opaque::default(), Duration::ZERO)?;
        match by {
            // Others may be added with the same keys: they go at once.
            Uses::LastResort => self.queue_commit(tx, &row, &CommitIntent::RenewLeaf, Duration::ZERO)?,
            // A KeyPackage's keys are old keys: each newcomer renews its own once, not all at the same time.
            Uses::Once => {
                let random = u64::from(u32::from_be_bytes(self.options().entropy.array()));
                let wait = Duration::from_secs(random.checked_rem(540).unwrap_or(0).saturating_add(60));
                self.queue_commit(tx, &row, &CommitIntent::UpdateKeys, wait)?
            }
        };
        self.answered(tx, log, InvitationState::Accepted)
    }

    fn answered(&self, tx: &VaultTx<'_>, log: LogId, state: InvitationState) -> Result<(), Fault> {
        for invitation in tx.invitations().of_log(log)? {
            tx.invitations().set_state(invitation.letter, state)?;
        }
        Ok(())
    }
}

/// What a member answers to an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Yes,
    No,
    /// Yes, to what this device had asked for itself.
    Back,
    /// Yes, to a successor that needs no question.
    Onward,
}

impl From<JoinFault> for Fault {
    fn from(fault: JoinFault) -> Self {
        let code = match &fault {
            JoinFault::AlreadyHeld => Code::AlreadyMember,
            JoinFault::NoKeyPackage => Code::InvitationGone,
            JoinFault::Engine(_) => Code::Broken,
            JoinFault::Grant(_)
            | JoinFault::Member(_)
            | JoinFault::Rules(_)
            | JoinFault::Welcome
            | JoinFault::WrongSpace => Code::InvitationGone,
        };
        Self::because(code, fault)
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a letter says that leads from a wedged space to its successor, and whether it is followed without being asked
//! (docs/protocol.md, "Re-founding").
//!
//! A successor is followed by itself only if this device stands exactly where the letter says, has refused the same
//! bytes itself, and a steward of the stopped space vouches for the new one with the signature under the Welcome.
//! Everything else is put to the user, with what speaks against it.

use std::collections::BTreeMap;

use tls_codec::{
    DeserializeBytes as _, SerializeBytes as _, TlsDeserializeBytes, TlsSerializeBytes, TlsSize,
};
use toguna_auth::{Letter, Signature, VerifiedDevice};
use toguna_mls::rules::{GroupView, Policy, Predecessor, Role, roles_after};
use toguna_mls::{Group, Joined, Pointer};
use toguna_types::{AccountId, Clock as _, LetterId, LogId, limit};
use toguna_vault::{Invitation, InvitationState, SpaceRow, SpaceState, VaultTx};

use crate::Fault;
use crate::alarm::AlarmCode;
use crate::client::Client;
use crate::fault::Code;
use crate::spaces::{hex, is_held};
use crate::sync::evidence::Grounds;
use crate::sync::letters::PointerBody;

/// Why a successor is not followed without being asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Doubt {
    /// This device goes on in another successor already.
    Competing,
    /// Who vouches for it was no steward of the space that stopped.
    NotASteward,
    /// The new space does not have the members and rules that the old one leads to.
    NotAsAgreed,
    /// This device has not refused what the letter says was refused, or it cannot tell who is to blame.
    NotVerified,
    /// The space it is to go on from has not stopped here.
    NotStopped,
}

/// One claim of a device that could not follow a commit: the leaf it has there, and the signature under the request
/// to be put back that says so.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct Claim {
    pub(crate) leaf: u32,
    pub(crate) signature: Signature,
}

/// What a space goes on from, and what shows it where the refused bytes alone do not.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct Succession {
    pub(crate) predecessor: Predecessor,
    pub(crate) claims: Vec<Claim>,
}

/// The body of a [`toguna_auth::LetterKind::Successor`] letter.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct SuccessorBody {
    pub(crate) succession: Succession,
    pub(crate) pointer: PointerBody,
}

impl Succession {
    pub(crate) fn encode(&self) -> Result<Vec<u8>, Fault> {
        self.tls_serialize_bytes()
            .map_err(|fault| Fault::because(Code::Broken, fault))
    }

    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        Self::tls_deserialize_exact_bytes(bytes)
            .ok()
            .filter(Self::is_bounded)
    }

    fn is_bounded(&self) -> bool {
        u32::try_from(self.claims.len()).is_ok_and(|claims| claims <= limit::SUCCESSOR_CLAIMS)
    }
}

impl SuccessorBody {
    pub(crate) fn encode(&self) -> Result<Vec<u8>, Fault> {
        self.tls_serialize_bytes()
            .map_err(|fault| Fault::because(Code::Broken, fault))
    }

    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        let body = Self::tls_deserialize_exact_bytes(bytes).ok()?;
        body.succession.is_bounded().then_some(body)
    }
}

impl Client {
    /// Keeps the offer of a letter; whether it is new. What it comes to is judged after the logs were read.
    pub(crate) fn offered_successor(
        &self,
        tx: &VaultTx<'_>,
        sender: &VerifiedDevice,
        letter: &Letter,
    ) -> Result<bool, Fault> {
        let Some(body) = SuccessorBody::decode(letter.body.as_slice()) else {
            return Ok(false);
        };
        let fits = Pointer::decode(body.pointer.pointer.as_slice())
            .is_ok_and(|pointer| pointer.log == letter.log && pointer.relay == self.relay());
        let held = tx.spaces().get(letter.log)?.is_some_and(|row| is_held(&row));
        if !fits || held || body.succession.predecessor.log == letter.log {
            return Ok(false);
        }
        let (pointer, succession) = (body.pointer.encode()?, body.succession.encode()?);
        let waits = |known: &Invitation| {
            known.state == InvitationState::Waiting
                && known.body == pointer
                && known.predecessor.as_ref() == Some(&succession)
        };
        if tx.invitations().of_log(letter.log)?.iter().any(waits) {
            return Ok(false); // delivered again
        }
        self.meet(tx, sender.account())?;
        let handle = self.handle_of(tx, sender.account())?.unwrap_or_default();
        Ok(tx.invitations().put(&Invitation {
            log: letter.log,
            letter: letter.id,
            inviter: sender.account(),
            inviter_handle: handle,
            body: pointer,
            predecessor: Some(succession),
            received: self.options().clock.now(),
            state: InvitationState::Waiting,
        })?)
    }

    /// What speaks against following an offer without being asked.
    pub(crate) fn doubt(&self, tx: &VaultTx<'_>, offer: &Invitation) -> Result<Option<Doubt>, Fault> {
        let Some(succession) = offer.predecessor.as_deref().and_then(Succession::decode) else {
            return Ok(Some(Doubt::NotVerified));
        };
        let Some(row) = tx.spaces().get(succession.predecessor.log)? else {
            return Ok(Some(Doubt::NotVerified));
        };
        match row.state {
            SpaceState::Wedged => {}
            SpaceState::Succeeded => return Ok(Some(Doubt::Competing)),
            SpaceState::Active | SpaceState::Founding | SpaceState::Joining | SpaceState::Leaving => {
                return Ok(Some(Doubt::NotStopped));
            }
            SpaceState::Closed | SpaceState::Left | SpaceState::Removed => {
                return Ok(Some(Doubt::NotVerified));
            }
        }
        let Some(grounds) = self.grounds_of(tx, &row, &succession)? else {
            return Ok(Some(Doubt::NotVerified));
        };
        let pointer =
            PointerBody::decode(&offer.body).and_then(|body| Pointer::decode(body.pointer.as_slice()).ok());
        let group = Group::load(tx, row.log)?;
        let view = group.view()?;
        if pointer.is_none_or(|pointer| !vouches(view, &grounds, pointer.inviter)) {
            return Ok(Some(Doubt::NotASteward));
        }
        let failed = tx.meta().get(&failed_key(offer.log))?.is_some();
        Ok(failed.then_some(Doubt::NotAsAgreed))
    }

    /// What this device itself knows of the commit that a letter says was refused, if that is enough.
    pub(crate) fn grounds_of(
        &self,
        tx: &VaultTx<'_>,
        row: &SpaceRow,
        succession: &Succession,
    ) -> Result<Option<Grounds>, Fault> {
        let before = &succession.predecessor;
        let Some(grounds) = self.grounds(tx, row, &succession.claims)? else {
            return Ok(None);
        };
        let here = (row.epoch, row.cursor, grounds.refused);
        let stands_there = here == (before.epoch, before.head, before.refused);
        Ok(Some(grounds).filter(|grounds| stands_there && grounds.suffices()))
    }

    /// Whether a space just joined is what the stopped one leads to: the same rules, nobody who was not there,
    /// nobody raised but the one who re-founds, a steward's signature under the Welcome.
    pub(crate) fn is_as_agreed(
        &self,
        tx: &VaultTx<'_>,
        succession: &Succession,
        joined: &Joined,
    ) -> Result<bool, Fault> {
        let row = self.row(tx, succession.predecessor.log)?;
        let Some(grounds) = self.grounds_of(tx, &row, succession)? else {
            return Ok(false);
        };
        let stopped = Group::load(tx, row.log)?;
        let (before, after) = (stopped.view()?, joined.group.view()?);
        let rules = |view: &GroupView| Policy {
            log: row.log,
            predecessor: None,
            roles: BTreeMap::new(),
            ..view.policy.clone()
        };
        let roles = roles_after(before, grounds.culprit);
        let raised = |account: &AccountId| {
            let role = after.policy.role_of(*account).unwrap_or(Role::Reader);
            *account != joined.inviter && roles.get(account).is_none_or(|most| role > *most)
        };
        let accounts = after.accounts();
        Ok(after.policy.predecessor == Some(succession.predecessor)
            && succession.predecessor.named_until.is_some() == grounds.culprit.is_none()
            && rules(before) == rules(after)
            && accounts.iter().all(|account| roles.contains_key(account))
            && !accounts.iter().any(raised)
            && vouches(before, &grounds, joined.inviter))
    }

    /// Follows the successors that need no question. Returns how many.
    pub(crate) async fn follow_successors(&self) -> Result<usize, Fault> {
        let mut followed = 0usize;
        while let Some((log, offer)) = self.vault().read(|tx| self.to_follow(tx))? {
            match self.go_on_in(log, offer).await {
                Ok(()) => followed = followed.saturating_add(1),
                Err(fault) if fault.is_passing() => return Err(fault),
                Err(_) => {
                    self.write(move |_, tx| Ok(tx.meta().put(&failed_key(log), b"1")?))
                        .await?;
                }
            }
        }
        Ok(followed)
    }

    /// The successor to follow next: of several that wait for one space, the one with the lowest id, so that those
    /// who hear of all of them at once choose alike.
    fn to_follow(&self, tx: &VaultTx<'_>) -> Result<Option<(LogId, LetterId)>, Fault> {
        let mut found = None;
        for offer in tx.invitations().list()? {
            let waits = offer.state == InvitationState::Waiting && offer.predecessor.is_some();
            if waits && self.doubt(tx, &offer)?.is_none() {
                found = found.into_iter().chain([(offer.log, offer.letter)]).min();
            }
        }
        Ok(found)
    }

    /// The offers that wait for the user about one stopped space.
    pub(crate) fn offers_for(&self, tx: &VaultTx<'_>, stopped: LogId) -> Result<Vec<Invitation>, Fault> {
        let offers = tx.invitations().list()?.into_iter();
        Ok(offers
            .filter(|offer| offer.state == InvitationState::Waiting)
            .filter(|offer| {
                let of = offer.predecessor.as_deref().and_then(Succession::decode);
                of.is_some_and(|of| of.predecessor.log == stopped)
            })
            .collect())
    }

    /// Whether a stopped space has an offer that only the user can judge.
    pub(crate) fn asks_about_successor(&self, tx: &VaultTx<'_>, row: &SpaceRow) -> Result<bool, Fault> {
        for offer in self.offers_for(tx, row.log)? {
            if self.doubt(tx, &offer)?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Whether an account may lead the others on: a steward of the stopped space, and not the one to blame.
fn vouches(stopped: &GroupView, grounds: &Grounds, account: AccountId) -> bool {
    grounds.culprit != Some(account)
        && stopped.accounts().contains(&account)
        && stopped.policy.role_of(account) == Some(Role::Steward)
}

/// Whether a stopped space is one that this device could not follow, rather than one it refused.
pub(crate) fn lost_the_way(reason: &str) -> bool {
    reason == AlarmCode::NeedsReAdd.code()
}

/// Where the vault notes that a successor turned out otherwise than its letter said.
fn failed_key(log: LogId) -> String {
    format!("successor-failed/{}", hex(log))
}

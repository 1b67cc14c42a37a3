// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a member sees of the spaces themselves.

use toguna_mls::Group;
use toguna_mls::rules::{GroupView, Role};
use toguna_types::{AccountId, Epoch, LogId, MessageId, Suite, Timestamp};
use toguna_vault::{IntentKind, SpaceRow, SpaceState, VaultTx};

use crate::Fault;
use crate::account::fingerprint;
use crate::alarm::Alarm;
use crate::client::Client;
use crate::fault::Code;
use crate::messages::{Content, TextBody};
use crate::spaces::SpacePolicy;
use crate::stewards::{closes, erases, has_steward_key};
use crate::sync::{MessageIntent, renewed};

/// A space in one line.
#[derive(Clone, PartialEq, Eq)]
pub struct SpaceSummary {
    /// Its log: what identifies it.
    pub log: LogId,
    /// Its title.
    pub title: String,
    /// How this device stands to it.
    pub state: SpaceState,
    /// This account's role.
    pub role: Option<Role>,
    /// How many accounts belong to it.
    pub members: usize,
    /// Its MLS epoch.
    pub epoch: Epoch,
    /// Its suite.
    pub suite: Suite,
    /// Words of others since it was last read.
    pub unread: usize,
    /// Whether the inviter or two others agreed with what this device was shown.
    pub confirmed: bool,
    /// Who invited this account.
    pub inviter: Option<String>,
    /// Whether nobody but the inviter has been heard yet.
    pub seen_only_by_inviter: bool,
    /// What is wrong with it: the gravest alarm, if there are several.
    pub alarm: Option<Alarm>,
    /// When the relay deletes all it holds of the space, as it says; `None` if that was not asked for.
    pub closes: Option<Timestamp>,
}

/// A space with its people.
#[derive(Clone, PartialEq, Eq)]
pub struct SpaceDetail {
    /// The space in one line.
    pub summary: SpaceSummary,
    /// What its members agreed on; `None` for who is out.
    pub policy: Option<SpacePolicy>,
    /// Who belongs to it.
    pub people: Vec<Person>,
    /// What waits in the outbox.
    pub waiting: Vec<Waiting>,
    /// Whether this device has the steward key, with which a steward asks the relay to close the space; `None` for who is
    /// no steward.
    pub has_steward_key: Option<bool>,
    /// When messages are erased that a steward has asked to be erased.
    pub erases: Option<Timestamp>,
}

/// An account in a space.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// The account.
    pub account: AccountId,
    /// Its handle, as far as this device knows it.
    pub handle: Option<String>,
    /// Its role.
    pub role: Role,
    /// 60 digits over the account's key: what a colleague reads out to be compared.
    pub fingerprint: String,
    /// How many of its devices are in the space.
    pub devices: usize,
    /// When this device saw that account renew its keys here: of several devices, the one that did so longest ago.
    /// Nothing if one of them has not since this device is there. Who copied a device's keys reads on until then.
    pub keys_renewed: Option<Timestamp>,
    /// Whether it is this account.
    pub me: bool,
}

/// A word in the outbox.
#[derive(Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The message.
    pub message: MessageId,
    /// What will be said.
    pub text: String,
    /// When it was written.
    pub written: Timestamp,
}

toguna_types::quiet_debug!(SpaceSummary, SpaceDetail, Person, Waiting);

impl Client {
    /// All spaces this device knows.
    ///
    /// # Errors
    /// The vault's troubles.
    pub fn spaces(&self) -> Result<Vec<SpaceSummary>, Fault> {
        self.vault().read(|tx| {
            tx.spaces()
                .list()?
                .iter()
                .map(|row| self.summarise(tx, row))
                .collect()
        })
    }

    /// One space with its people.
    ///
    /// # Errors
    /// [`Code::SpaceUnknown`].
    pub fn space(&self, log: LogId) -> Result<SpaceDetail, Fault> {
        self.vault().read(|tx| {
            let row = self.row(tx, log)?;
            let (policy, people) = if is_held(&row) {
                let group = Group::load(tx, log)?;
                (
                    Some(SpacePolicy::of(group.policy())),
                    self.people(tx, group.view()?)?,
                )
            } else {
                (None, Vec::new())
            };
            let summary = self.summarise(tx, &row)?;
            let is_steward = summary.role == Some(Role::Steward);
            let has_steward_key = is_steward.then(|| has_steward_key(tx, log)).transpose()?;
            Ok(SpaceDetail {
                policy,
                summary,
                people,
                waiting: waiting(tx, log)?,
                has_steward_key,
                erases: erases(tx, log)?,
            })
        })
    }

    pub(crate) fn summary(&self, log: LogId) -> Result<SpaceSummary, Fault> {
        self.vault().read(|tx| self.summarise(tx, &self.row(tx, log)?))
    }

    pub(crate) fn summarise(&self, tx: &VaultTx<'_>, row: &SpaceRow) -> Result<SpaceSummary, Fault> {
        let group = if is_held(row) {
            Some(Group::load(tx, row.log)?)
        } else {
            None
        };
        let view = group.as_ref().map(Group::view).transpose()?;
        let me = self.keys().account;
        let inviter = match row.inviter {
            Some(inviter) => self.handle_of(tx, inviter)?,
            None => None,
        };
        let heard = self.heard(tx, row.log)?;
        let others = heard
            .iter()
            .any(|author| *author != me && Some(*author) != row.inviter);
        Ok(SpaceSummary {
            log: row.log,
            title: row.title.clone(),
            state: row.state,
            role: view.and_then(|view| view.policy.role_of(me)),
            members: view.map_or(0, |view| view.accounts().len()),
            epoch: row.epoch,
            suite: row.suite,
            unread: self.unread(tx, row.log)?,
            confirmed: row.confirmed,
            inviter,
            seen_only_by_inviter: row.inviter.is_some() && !others,
            alarm: self.alarms(tx, row)?.into_iter().next(),
            closes: closes(tx, row.log)?,
        })
    }

    fn people(&self, tx: &VaultTx<'_>, view: &GroupView) -> Result<Vec<Person>, Fault> {
        let person = |account: AccountId| {
            let devices: Vec<_> = view
                .leaves
                .values()
                .filter(|leaf| leaf.account() == account)
                .collect();
            let key = devices
                .first()
                .map(|leaf| leaf.device.cert().account_key.to_bytes());
            Ok(Person {
                account,
                handle: self.handle_of(tx, account)?,
                role: view.policy.role_of(account).unwrap_or(Role::Reader),
                fingerprint: key.map(|key| fingerprint(&key)).unwrap_or_default(),
                devices: devices.len(),
                keys_renewed: devices
                    .iter()
                    .map(|leaf| renewed(tx, view.policy.log, leaf.device.device()))
                    .collect::<Result<Vec<_>, _>>()?
                    .into_iter()
                    .min() // what is not known comes before all that is
                    .flatten(),
                me: account == self.keys().account,
            })
        };
        view.accounts().into_iter().map(person).collect()
    }

    /// Whether this account's role lets it write.
    pub(crate) fn may_write(&self, tx: &VaultTx<'_>, row: &SpaceRow) -> Result<(), Fault> {
        let group = Group::load(tx, row.log)?;
        match group.policy().role_of(self.keys().account) {
            Some(Role::Contributor | Role::Steward) => Ok(()),
            Some(Role::Reader) => Err(Fault::new(Code::NotAllowed)),
            None => Err(Fault::new(Code::NotAMember)),
        }
    }
}

/// Whether the device holds the group.
pub(crate) const fn is_held(row: &SpaceRow) -> bool {
    !matches!(row.state, SpaceState::Left | SpaceState::Removed)
}

/// Words in a space's outbox; what this device says of itself (hello, confirmation) is not a member's word.
pub(crate) fn waiting(tx: &VaultTx<'_>, log: LogId) -> Result<Vec<Waiting>, Fault> {
    let mut waiting = Vec::new();
    for intent in tx.intents().open(log)? {
        if intent.kind != IntentKind::Message {
            continue;
        }
        let message = MessageIntent::decode(&intent.body)?;
        if message.kind == Content::TEXT {
            let body = TextBody::decode(message.body.as_slice()).ok_or(Fault::new(Code::VaultDamaged))?;
            let text = String::from_utf8_lossy(body.text.as_slice()).into_owned();
            waiting.push(Waiting {
                message: message.id,
                text,
                written: message.written,
            });
        }
    }
    Ok(waiting)
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! A device that can follow a space no more asks its colleagues to put it back; they do (docs/protocol.md, "Coming
//! back").
//!
//! The request is signed by the device and names the leaf that goes, so that it ends with it. It goes by mailbox with
//! the device key alone. Whoever acts on it commits both in one step, the old leaf out and a new KeyPackage in, with
//! the request as evidence.

use std::time::Duration;

use data_encoding::HEXLOWER;
use tls_codec::{TlsDeserializeBytes, TlsSerializeBytes, TlsSize};
use toguna_auth::{Letter, LetterKind, ReAddRequest, Signed, VerifiedDevice, VerifyingKey};
use toguna_mls::Group;
use toguna_mls::rules::{GroupView, Role};
use toguna_types::{AccountId, Clock as _, DeviceId, Digest, LogId, Timestamp, limit};
use toguna_vault::{IntentKind, InvitationState, SpaceRow, SpaceState, VaultTx};

use crate::Fault;
use crate::alarm::AlarmCode;
use crate::client::Client;
use crate::fault::Code;
use crate::spaces::{hex, is_held};
use crate::sync::intent::{CommitIntent, Newcoming};

/// How many devices are asked: one is enough, and the others may be away.
const ASKED: usize = 8;
/// Who was not heard asks again.
const AGAIN: Duration = Duration::from_hours(24);

/// A device to be put back, with the request that allows it.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct PutBack {
    pub(crate) newcoming: Newcoming,
    pub(crate) request: Signed<ReAddRequest>,
    pub(crate) leaf_key: VerifyingKey,
}

impl Client {
    // === the device that asks ===

    /// Whether the relay may have forgotten the keys by which this device would catch up.
    pub(crate) fn was_away_too_long(&self, row: &SpaceRow) -> bool {
        row.state == SpaceState::Active && self.options().clock.now().since(row.read_on) >= limit::CATCH_UP
    }

    /// This device cannot follow a space any more.
    pub(crate) fn lost(&self, tx: &VaultTx<'_>, log: LogId) -> Result<(), Fault> {
        let mut row = self.row(tx, log)?;
        row.state = SpaceState::Wedged;
        row.alarm = Some(AlarmCode::NeedsReAdd.code().to_owned());
        Ok(tx.spaces().update(&row)?)
    }

    /// Asks to be put back into every space that this device can follow no more, at most once a day each, and comes
    /// back where somebody has done it.
    pub(crate) async fn come_back(&self) -> Result<(), Fault> {
        let rows = self.vault().read(|tx| Ok::<_, Fault>(tx.spaces().list()?))?;
        for row in rows.iter().filter(|row| is_lost(row)) {
            let invited = self.vault().read(|tx| {
                let invitations = tx.invitations().of_log(row.log)?;
                let waits = |state| state == InvitationState::Waiting;
                Ok::<_, Fault>(invitations.iter().any(|invitation| waits(invitation.state)))
            })?;
            if invited {
                self.rejoin(row.log).await?;
            } else if self.may_ask(row.log)? {
                self.ask_back(row.log).await?;
            }
        }
        Ok(())
    }

    fn may_ask(&self, log: LogId) -> Result<bool, Fault> {
        let now = self.options().clock.now();
        let asked = self
            .vault()
            .read(|tx| Ok::<_, Fault>(tx.meta().get(&asked_key(log))?))?;
        let asked = asked.and_then(|bytes| bytes.try_into().ok());
        let asked = asked.map(|bytes| Timestamp::from_millis(u64::from_be_bytes(bytes)));
        Ok(asked.is_none_or(|asked| now.since(asked) >= AGAIN))
    }

    async fn ask_back(&self, log: LogId) -> Result<(), Fault> {
        let (accounts, devices, request) = self.vault().read(|tx| {
            let group = Group::load(tx, log)?;
            let view = group.view()?;
            let request = ReAddRequest {
                relay: self.relay(),
                log,
                device: self.keys().device,
                leaf_key: group.my_leaf_key(tx)?.public(),
                commit: stopped_at(tx, &self.row(tx, log)?)?,
            };
            let request = Signed::sign(&self.keys().device_key, &request)
                .map_err(|fault| Fault::because(Code::Broken, fault))?;
            Ok::<_, Fault>((stewards_first(view), devices_of(view), request))
        })?;
        let mut letters = Vec::new();
        for account in accounts {
            if letters.len() >= ASKED {
                break;
            }
            let Ok(colleague) = self.colleague(account).await else {
                continue; // gone from the network, or the relay will not say
            };
            for device in colleague.devices {
                let id = device.device.device();
                if id != self.keys().device && devices.contains(&id) && letters.len() < ASKED {
                    letters.push((id, device.mailbox_key));
                }
            }
        }
        self.write(move |client, tx| {
            for (device, mailbox_key) in &letters {
                let to = (*device, mailbox_key.as_slice());
                client.queue_letter(tx, to, LetterKind::ReAdd, log, request.encode())?;
            }
            let now = client.options().clock.now();
            Ok(tx.meta().put(&asked_key(log), &now.millis().to_be_bytes())?)
        })
        .await
    }

    /// Whether this device has asked to be put back into a space: only then a Welcome for it is taken.
    pub(crate) fn has_asked(&self, tx: &VaultTx<'_>, row: &SpaceRow) -> Result<bool, Fault> {
        Ok(is_lost(row) && tx.meta().get(&asked_key(row.log))?.is_some())
    }

    /// Makes way for a space this device comes back to. What it had to say stays in the outbox; what it had agreed
    /// to do about its old leaf is void.
    pub(crate) fn make_way_back(&self, tx: &VaultTx<'_>, log: LogId) -> Result<(), Fault> {
        tx.spaces().make_way_back(log)?;
        tx.meta().delete(&asked_key(log))?;
        for intent in tx.intents().open(log)? {
            if intent.kind != IntentKind::Commit {
                continue;
            }
            match CommitIntent::decode(&intent.body)? {
                CommitIntent::UpdateKeys | CommitIntent::RenewLeaf | CommitIntent::TurnEra => {
                    tx.intents().moot(intent.id)?;
                }
                CommitIntent::Add(_)
                | CommitIntent::Agree(_)
                | CommitIntent::ChangeStewardKey(_)
                | CommitIntent::Ask(_)
                | CommitIntent::Heal
                | CommitIntent::PutBack(_)
                | CommitIntent::Remove(_) => tx.intents().set_sealed(intent.id, None)?,
            }
        }
        Ok(())
    }

    // === those who are asked ===

    /// A colleague's device asks to be put back. Its turn is noted; that it still stands in the space is asked again
    /// when it comes.
    pub(crate) fn asked_to_put_back(
        &self,
        tx: &VaultTx<'_>,
        sender: &VerifiedDevice,
        letter: &Letter,
    ) -> Result<(), Fault> {
        let Some(request) = signed_by(sender, letter) else {
            return Ok(());
        };
        let Some(row) = tx.spaces().get(letter.log)? else {
            return Ok(());
        };
        let fits = request.relay == self.relay() && request.log == letter.log;
        if !fits || !is_held(&row) || !stands(tx, &request)? {
            return Ok(());
        }
        if request.commit.is_some() {
            self.keep_claim(tx, row.log, request.device, letter.body.as_slice())?;
        }
        if row.state != SpaceState::Active || !row.confirmed {
            return Ok(());
        }
        let due = self
            .options()
            .clock
            .now()
            .after(self.turn_of_device(tx, &row, request.device)?);
        let mut wanted = due.millis().to_be_bytes().to_vec();
        wanted.extend_from_slice(letter.body.as_slice());
        Ok(tx.meta().put(&wanted_key(letter.log, request.device), &wanted)?)
    }

    /// Puts back the devices that asked and whose turn has come.
    pub(crate) async fn put_back(&self) -> Result<(), Fault> {
        let now = self.options().clock.now();
        let wanted = self
            .vault()
            .read(|tx| Ok::<_, Fault>(tx.meta().beginning(WANTED)?))?;
        for (key, value) in wanted {
            let Some((due, request)) = read_wanted(&value) else {
                self.write(move |_, tx| Ok(tx.meta().delete(&key)?)).await?;
                continue;
            };
            if due > now {
                continue;
            }
            match self.put_one_back(request).await {
                Err(fault) if fault.is_passing() => return Err(fault),
                // A KeyPackage that is refused or not there: the device asks again tomorrow.
                Ok(()) | Err(_) => self.write(move |_, tx| Ok(tx.meta().delete(&key)?)).await?,
            }
        }
        Ok(())
    }

    async fn put_one_back(&self, request: Signed<ReAddRequest>) -> Result<(), Fault> {
        let claim = request
            .unverified()
            .map_err(|fault| Fault::because(Code::VaultDamaged, fault))?;
        let found = self.vault().read(|tx| {
            let row = self.row(tx, claim.log)?;
            if row.state != SpaceState::Active || !stands(tx, &claim)? {
                return Ok::<_, Fault>(None);
            }
            let group = Group::load(tx, claim.log)?;
            let leaf = group
                .view()?
                .leaves
                .values()
                .find(|leaf| leaf.leaf_key == claim.leaf_key);
            let account = leaf.map(|leaf| leaf.account());
            Ok(account.map(|account| (row.suite, account, group.policy().role_of(account))))
        })?;
        let Some((suite, account, role)) = found else {
            return Ok(());
        };
        let colleague = self.colleague(account).await?;
        let device = colleague
            .devices
            .iter()
            .find(|d| d.device.device() == claim.device);
        let device = device.ok_or(Fault::new(Code::NoKeyPackages))?;
        let role = role.unwrap_or(Role::Reader);
        let put_back = PutBack {
            newcoming: self.claim(account, device, suite, role).await?,
            leaf_key: claim.leaf_key,
            request,
        };
        let log = claim.log;
        self.write(move |client, tx| {
            let row = client.row(tx, log)?;
            client.queue_commit(
                tx,
                &row,
                &CommitIntent::PutBack(Box::new(put_back)),
                Duration::ZERO,
            )
        })
        .await?;
        self.push(log).await?;
        Ok(())
    }
}

/// A space whose log this device cannot follow.
fn is_lost(row: &SpaceRow) -> bool {
    row.state == SpaceState::Wedged && row.alarm.as_deref() == Some(AlarmCode::NeedsReAdd.code())
}

fn stewards_first(view: &GroupView) -> Vec<AccountId> {
    let mut accounts: Vec<AccountId> = view.accounts().into_iter().collect();
    accounts.sort_by_key(|account| std::cmp::Reverse(view.policy.role_of(*account)));
    accounts
}

fn devices_of(view: &GroupView) -> Vec<DeviceId> {
    view.leaves.values().map(|leaf| leaf.device.device()).collect()
}

/// Whether the leaf that a request names is still there.
fn stands(tx: &VaultTx<'_>, request: &ReAddRequest) -> Result<bool, Fault> {
    let group = Group::load(tx, request.log)?;
    let mut leaves = group.view()?.leaves.values();
    Ok(leaves.any(|leaf| leaf.leaf_key == request.leaf_key && leaf.device.device() == request.device))
}

fn signed_by(sender: &VerifiedDevice, letter: &Letter) -> Option<ReAddRequest> {
    let signed = Signed::<ReAddRequest>::decode(letter.body.as_slice()).ok()?;
    let request = signed.verify(sender.device_key()).ok()?;
    (request.device == sender.device()).then_some(request)
}

fn read_wanted(value: &[u8]) -> Option<(Timestamp, Signed<ReAddRequest>)> {
    let (due, request) = value.split_first_chunk::<8>()?;
    let request = Signed::decode(request).ok()?;
    Some((Timestamp::from_millis(u64::from_be_bytes(*due)), request))
}

/// What begins the names of requests that wait for their turn.
const WANTED: &str = "re-add/";

fn wanted_key(log: LogId, device: DeviceId) -> String {
    let device = HEXLOWER.encode(device.as_bytes());
    format!("{WANTED}{}/{device}", hex(log))
}

fn asked_key(log: LogId) -> String {
    format!("re-add-asked/{}", hex(log))
}

/// The payload of the commit at which a space stopped; nothing if it did not stop at one.
fn stopped_at(tx: &VaultTx<'_>, row: &SpaceRow) -> Result<Option<Digest>, Fault> {
    let verdict = tx.verdicts().get(row.log, row.cursor.seq.next())?;
    Ok(verdict.map(|verdict| verdict.hash))
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Duties towards newcomers and leavers: pointers delivered and delivered again, a first word confirmed, a leave
//! carried out.

use std::time::Duration;

use toguna_auth::Op;
use toguna_crypto::derive;
use toguna_mls::{Group, Merged, Pointer};
use toguna_types::{
    AccountId, Clock as _, DeviceId, Digest, Entropy as _, Head, IntentId, LogId, MessageId, Opaque, Secret,
    Seq,
};
use toguna_vault::{IntentKind, NewIntent, Newcomer, SpaceRow, SpaceState, VaultTx};

use crate::Fault;
use crate::client::Client;
use crate::messages::Content;
use crate::sync::apply::leave_in;
use crate::sync::intent::{CommitIntent, MessageIntent, Newcoming, Removal};
use crate::sync::letters::PointerBody;

const DAY: Duration = Duration::from_hours(24);

impl Client {
    /// Writes down whom a commit added; whoever committed it sends the letters.
    pub(crate) fn newcomers_added(
        &self,
        tx: &VaultTx<'_>,
        row: &SpaceRow,
        merged: &Merged,
        head: Head,
        own: Option<&CommitIntent>,
    ) -> Result<(), Fault> {
        let now = self.options().clock.now();
        for newcomer in merged.newcomers.iter().filter(|n| n.device != self.keys().device) {
            let pointer = newcomer
                .pointer
                .encode()
                .map_err(|fault| Fault::because(crate::Code::Broken, fault))?;
            let body = PointerBody {
                pointer: pointer.into(),
                head,
            }
            .encode()?;
            if let Some(mailbox_key) = mailbox_key_in(own, newcomer.device, newcomer.mailbox_key) {
                let (kind, letter) = self.letter_to_newcomer(tx, row, newcomer.account, body.clone())?;
                self.queue_letter(tx, (newcomer.device, mailbox_key), kind, row.log, letter)?;
            }
            let turn = self.turn_of_delivery(tx, row, newcomer.device)?;
            tx.newcomers().put(&Newcomer {
                log: row.log,
                device: newcomer.device,
                account: newcomer.account,
                pointer: body,
                mailbox_key: newcomer.mailbox_key.as_bytes().to_vec(),
                added_seq: head.seq,
                added: now,
                next_try: now.after(DAY).after(turn),
                tries: 0,
                spoke: false,
            })?;
        }
        Ok(())
    }

    /// How long this device waits after the day is over before it delivers again: members take turns of ten
    /// minutes in an order that only members know.
    fn turn_of_delivery(
        &self,
        tx: &VaultTx<'_>,
        row: &SpaceRow,
        newcomer: DeviceId,
    ) -> Result<Duration, Fault> {
        self.turn_of(tx, row, newcomer, None)
    }

    /// A minute for each leaf that comes before this one, where one of them is enough.
    pub(crate) fn turn_of_device(
        &self,
        tx: &VaultTx<'_>,
        row: &SpaceRow,
        device: DeviceId,
    ) -> Result<Duration, Fault> {
        Ok(self.turn_of(tx, row, device, None)? / 10)
    }

    /// As [`Self::turn_of_delivery`]; nobody waits for the turn of the newcomer, nor of the account `without`.
    fn turn_of(
        &self,
        tx: &VaultTx<'_>,
        row: &SpaceRow,
        newcomer: DeviceId,
        without: Option<AccountId>,
    ) -> Result<Duration, Fault> {
        let Some(keys) = tx.epoch_keys().get(row.log, row.epoch)? else {
            return Ok(Duration::ZERO);
        };
        let order = |device| turn_order(&keys.root, device, newcomer.as_bytes());
        let mine = order(self.keys().device);
        let group = Group::load(tx, row.log)?;
        let before = group
            .view()?
            .leaves
            .values()
            .filter(|l| l.device.device() != newcomer && Some(l.account()) != without)
            .filter(|l| order(l.device.device()) < mine)
            .count();
        let turns = u32::try_from(before).unwrap_or(u32::MAX);
        Ok(Duration::from_mins(10).saturating_mul(turns))
    }

    /// Delivers pointers again whose newcomers were not heard of: after a day, then after 3, 9, 27 and 81 days.
    pub(crate) async fn redeliver(&self) -> Result<(), Fault> {
        let now = self.options().clock.now();
        let due = self.vault().read(|tx| Ok::<_, Fault>(tx.newcomers().due(now)?))?;
        for newcomer in due {
            let row = self.vault().read(|tx| self.row(tx, newcomer.log))?;
            if row.state != SpaceState::Active {
                continue; // no longer a member: not ours to do
            }
            let Ok(colleague) = self.colleague(newcomer.account).await else {
                continue;
            };
            let device = colleague.devices.into_iter().find(|device| {
                device.device.device() == newcomer.device
                    && Digest::of(&device.mailbox_key).as_bytes().as_slice() == newcomer.mailbox_key
            });
            self.write(move |client, tx| {
                if let Some(device) = device {
                    let to = (newcomer.device, device.mailbox_key.as_slice());
                    let (kind, letter) =
                        client.letter_to_newcomer(tx, &row, newcomer.account, newcomer.pointer.clone())?;
                    client.queue_letter(tx, to, kind, newcomer.log, letter)?;
                }
                let days = 3u32.saturating_pow(newcomer.tries.saturating_add(1));
                let tries = newcomer.tries.saturating_add(1);
                let next = now.after(DAY.saturating_mul(days));
                tx.newcomers().put(&Newcomer {
                    tries,
                    next_try: next,
                    ..newcomer
                })?;
                Ok(())
            })
            .await?;
        }
        Ok(())
    }

    /// A member's word: newcomers who speak have arrived; a hello is answered; agreement confirms this device.
    pub(crate) fn member_spoke(
        &self,
        tx: &VaultTx<'_>,
        row: &mut SpaceRow,
        from: (DeviceId, AccountId),
        kind: u16,
    ) -> Result<(), Fault> {
        let (device, author) = from;
        tx.newcomers().spoke(row.log, device)?;
        if kind == Content::HELLO && author != self.keys().account {
            self.answer_hello(tx, row, device)?;
        }
        if !row.confirmed && author != self.keys().account && row.alarm.is_none() {
            let others = self.heard(tx, row.log)?;
            let others = others
                .iter()
                .filter(|other| **other != self.keys().account)
                .count();
            row.confirmed = row.inviter == Some(author) || others >= 2;
        }
        Ok(())
    }

    /// Whose words and acts this device has seen since it joined.
    pub(crate) fn heard(&self, tx: &VaultTx<'_>, log: LogId) -> Result<Vec<AccountId>, Fault> {
        let joined = tx.meta().get(&joined_after(log))?;
        let joined = joined
            .and_then(|bytes| bytes.try_into().ok())
            .map_or(0, u64::from_be_bytes);
        Ok(tx.entries().authors(log, Seq::new(joined))?)
    }

    /// The inviter confirms at once; two others after half a minute and a minute, in case the inviter is gone.
    fn answer_hello(&self, tx: &VaultTx<'_>, row: &SpaceRow, device: DeviceId) -> Result<(), Fault> {
        let Some(newcomer) = tx.newcomers().get(row.log, device)? else {
            return Ok(());
        };
        let inviter = PointerBody::decode(&newcomer.pointer)
            .and_then(|body| Pointer::decode(body.pointer.as_slice()).ok())
            .map(|pointer| pointer.inviter);
        let wait = if inviter == Some(self.keys().account) {
            Duration::ZERO
        } else {
            let turn = self.turn_of(tx, row, device, inviter)?;
            if turn > Duration::from_mins(20) {
                return Ok(());
            }
            Duration::from_secs(30).saturating_add(turn / 20)
        };
        self.queue_content(tx, row, Content::CONFIRM, Opaque::default(), wait)
            .map(|_| ())
    }

    /// Queues a message of any kind.
    pub(crate) fn queue_content(
        &self,
        tx: &VaultTx<'_>,
        row: &SpaceRow,
        kind: u16,
        body: Opaque,
        wait: Duration,
    ) -> Result<(IntentId, MessageId), Fault> {
        let options = self.options();
        let now = options.clock.now();
        let (id, message) = (
            IntentId::make(&options.entropy),
            MessageId::make(&options.entropy),
        );
        let intent = MessageIntent {
            id: message,
            kind,
            written: now,
            body,
        };
        tx.intents().push(&NewIntent {
            id,
            log: row.log,
            kind: IntentKind::Message,
            body: intent.encode()?,
            message: Some(message),
            made: now,
            not_before: now.after(wait),
        })?;
        Ok((id, message))
    }

    /// Queues a change of the space.
    pub(crate) fn queue_commit(
        &self,
        tx: &VaultTx<'_>,
        row: &SpaceRow,
        change: &CommitIntent,
        wait: Duration,
    ) -> Result<IntentId, Fault> {
        let options = self.options();
        let now = options.clock.now();
        let id = IntentId::make(&options.entropy);
        tx.intents().push(&NewIntent {
            id,
            log: row.log,
            kind: IntentKind::Commit,
            body: change.encode()?,
            message: None,
            made: now,
            not_before: now.after(wait),
        })?;
        Ok(id)
    }

    /// Somebody leaves: whoever is online commits the removal, after a random while so that not all try at once.
    pub(crate) fn heard_leave(&self, tx: &VaultTx<'_>, row: &SpaceRow, op: &Op) -> Result<(), Fault> {
        let Some(leave) = leave_in(&op.body) else {
            return Ok(());
        };
        if op.author == self.keys().account {
            return Ok(());
        }
        let random = u64::from(u32::from_be_bytes(self.options().entropy.array()));
        let wait = Duration::from_millis(random.checked_rem(10_000).unwrap_or(0));
        let removal = Removal {
            accounts: vec![op.author],
            evidence: vec![leave],
        };
        self.queue_commit(tx, row, &CommitIntent::Remove(removal), wait)
            .map(|_| ())
    }
}

/// Where a device stands among those of which one is enough, in an order that only members know.
pub(crate) fn turn_order(root: &Secret<32>, device: DeviceId, about: &[u8]) -> [u8; 32] {
    let context = [device.as_bytes().as_slice(), about].concat();
    let order = derive(root, "toguna/delivery-turn/v1", &context);
    *order.expose() // expose: an order, not a key
}

/// Where the vault keeps the place after which this device joined a space.
pub(crate) fn joined_after(log: LogId) -> String {
    format!("joined/{}", crate::spaces::hex(log))
}

/// The mailbox key that our own intent kept for a device, if it is the certified one.
fn mailbox_key_in(own: Option<&CommitIntent>, device: DeviceId, certified: Digest) -> Option<&[u8]> {
    let newcomings = match own {
        Some(CommitIntent::Add(newcomings)) => newcomings.as_slice(),
        Some(CommitIntent::PutBack(back)) => std::slice::from_ref(&back.newcoming),
        Some(_) | None => return None,
    };
    let of_device = |n: &&Newcoming| n.device == device && Digest::of(n.mailbox_key.as_slice()) == certified;
    newcomings
        .iter()
        .find(of_device)
        .map(|n| n.mailbox_key.as_slice())
}

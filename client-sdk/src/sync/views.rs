// SPDX-License-Identifier: MIT OR Apache-2.0
//! Whether the relay shows everybody the same log (docs/protocol.md, "What members compare").
//!
//! Every message says, under its author's signature, what its author had seen of the log. What this device saw at
//! the same place must be the same; a difference accuses the author or the relay. The relay's own receipts must
//! agree with the log it shows; a difference there accuses the relay alone. A silent log gets a heartbeat a day, so
//! that there is something to compare.

use std::time::Duration;

use data_encoding::HEXLOWER;
use tls_codec::{
    DeserializeBytes as _, SerializeBytes as _, TlsDeserializeBytes, TlsSerializeBytes, TlsSize,
};
use toguna_auth::{Receipt, Seen, Signed};
use toguna_crypto::derive;
use toguna_mls::Group;
use toguna_types::{AccountId, Clock as _, Digest, Head, LogId, Opaque, Seq};
use toguna_vault::{IntentKind, IntentRow, SpaceRow, SpaceState, VaultTx};

use crate::Fault;
use crate::alarm::AlarmCode;
use crate::client::Client;
use crate::fault::Code;
use crate::messages::Content;
use crate::sync::MessageIntent;
use crate::sync::apply::At;
use crate::sync::receipts::VerifiedReceipt;

/// A log in which nothing was said for so long gets a heartbeat.
const SILENCE: Duration = Duration::from_hours(24);
/// Contradictions kept for each log: the first ones say what happened, the others only that it goes on.
const CONTRADICTIONS: usize = 32;
/// What they are kept as.
const KIND: &str = "views-differ";

/// Two members saw two logs.
#[derive(Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// Who saw another log than this device.
    pub author: AccountId,
    /// The message that says so.
    pub place: Seq,
    /// The place up to which its author had read, where the two logs differ at the latest.
    pub differs_at: Seq,
    /// Whether it is the members that differ, and not the entries.
    pub members: bool,
    /// How many others have signed since that they saw there what this device saw. From two on it is the author
    /// who stands alone: it is not honest, or the relay shows it something else than everybody.
    pub agree: usize,
}

toguna_types::quiet_debug!(Contradiction);

/// The same as it is kept, with what a third party needs to judge it.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
struct Kept {
    author: AccountId,
    place: Seq,
    theirs: Seen,
    ours: Option<Head>,
    roster: Digest,
    payload: Opaque,
}

impl Client {
    /// What the author saw must be what this device saw: the roster in this epoch, and the head at the same place.
    pub(crate) fn compare_views(
        &self,
        tx: &VaultTx<'_>,
        row: &mut SpaceRow,
        at: &At<'_>,
        author: AccountId,
        seen: &Seen,
    ) -> Result<(), Fault> {
        let ours = tx.heads().at(row.log, seen.head.seq)?;
        let forked = ours.is_some_and(|ours| ours != seen.head);
        if forked || seen.roster != row.roster_tip {
            self.views_differ(tx, row, at, author, seen)?;
        } else if ours.is_some() && row.alarm.as_deref() == Some(AlarmCode::ViewsDiffer.code()) {
            let seq = seen.head.seq.get().to_be_bytes();
            tx.meta().put(&agreed(row.log, author), &seq)?;
        }
        Ok(())
    }

    /// Raises the alarm and keeps what shows it. Until it is decided, reading goes on and sending asks.
    pub(crate) fn views_differ(
        &self,
        tx: &VaultTx<'_>,
        row: &mut SpaceRow,
        at: &At<'_>,
        author: AccountId,
        seen: &Seen,
    ) -> Result<(), Fault> {
        row.alarm = Some(AlarmCode::ViewsDiffer.code().to_owned());
        let kept = tx.evidence().list(row.log)?;
        if kept.iter().filter(|kept| kept.kind == KIND).count() >= CONTRADICTIONS {
            return Ok(());
        }
        let kept = Kept {
            author,
            place: at.entry.seq(),
            theirs: *seen,
            ours: tx.heads().at(row.log, seen.head.seq)?,
            roster: row.roster_tip,
            payload: Opaque::from(at.payload),
        };
        let bytes = kept
            .tls_serialize_bytes()
            .map_err(|fault| Fault::because(Code::Broken, fault))?;
        tx.evidence().put(row.log, KIND, &bytes)?;
        Ok(())
    }

    /// What members saw otherwise than this device, oldest first.
    ///
    /// # Errors
    /// [`Code::SpaceUnknown`].
    pub fn contradictions(&self, log: LogId) -> Result<Vec<Contradiction>, Fault> {
        self.vault().read(|tx| {
            self.row(tx, log)?;
            let agreeing = tx.meta().beginning(&agreed_in(log))?;
            let kept = tx.evidence().list(log)?.into_iter();
            kept.filter(|kept| kept.kind == KIND)
                .map(|kept| {
                    let kept = Kept::tls_deserialize_exact_bytes(&kept.bytes)
                        .map_err(|fault| Fault::because(Code::VaultDamaged, fault))?;
                    let members = kept.ours == Some(kept.theirs.head);
                    let apart = [kept.author, self.keys().account].map(|account| agreed(log, account));
                    let upto = kept.theirs.head.seq.get().to_be_bytes();
                    let agree = agreeing
                        .iter()
                        .filter(|(key, seq)| !apart.contains(key) && seq.as_slice() >= upto.as_slice());
                    Ok(Contradiction {
                        author: kept.author,
                        place: kept.place,
                        differs_at: kept.theirs.head.seq,
                        members,
                        agree: agree.count(),
                    })
                })
                .collect()
        })
    }

    /// Says that the user has compared a space with colleagues on another channel and goes on. What was kept as
    /// evidence stays; the next contradiction is an alarm again.
    ///
    /// # Errors
    /// [`Code::SpaceUnknown`]; [`Code::SpaceStopped`] if the space has stopped: that is not settled by going on.
    pub async fn settle_alarm(&self, log: LogId) -> Result<(), Fault> {
        self.write(move |client, tx| {
            let mut row = client.row(tx, log)?;
            if row.state == SpaceState::Wedged {
                return Err(Fault::new(Code::SpaceStopped));
            }
            row.alarm = None;
            for (key, _) in tx.meta().beginning(&agreed_in(log))? {
                tx.meta().delete(&key)?;
            }
            Ok(tx.spaces().update(&row)?)
        })
        .await
    }

    /// Whether sending asks first: somebody saw another log, and the user has not said to go on.
    pub(crate) fn in_doubt(&self, row: &SpaceRow) -> Result<(), Fault> {
        let doubtful = [
            AlarmCode::ViewsDiffer,
            AlarmCode::RelayWithholds,
            AlarmCode::RelayForked,
        ];
        let alarm = row.alarm.as_deref();
        if !self.options().despite_doubt && doubtful.iter().any(|doubt| alarm == Some(doubt.code())) {
            return Err(Fault::new(Code::SpaceInDoubt));
        }
        Ok(())
    }

    /// The relay signed a head for this place when it took this device's own words; the log it shows must agree.
    pub(crate) fn check_receipt(&self, tx: &VaultTx<'_>, log: LogId, head: Head) -> Result<(), Fault> {
        let Some(bytes) = tx.receipts().ending_at(log, head.seq)? else {
            return Ok(());
        };
        let damaged = |fault| Fault::because(Code::VaultDamaged, fault);
        let receipt = Signed::<Receipt>::decode(&bytes).map_err(damaged)?;
        let receipt = receipt
            .verify(&self.sessions().pin().key)
            .map_err(|fault| Fault::because(Code::VaultDamaged, fault))?;
        if receipt.after == head {
            Ok(())
        } else {
            Err(Fault::new(Code::RelayForked))
        }
    }

    /// Keeps a receipt, unless the relay has signed or shown another head for the same place.
    pub(crate) fn keep_receipt(
        &self,
        tx: &VaultTx<'_>,
        log: LogId,
        receipt: &VerifiedReceipt,
    ) -> Result<(), Fault> {
        let after = receipt.after();
        self.check_receipt(tx, log, after)?;
        if tx.heads().at(log, after.seq)?.is_some_and(|shown| shown != after) {
            return Err(Fault::new(Code::RelayForked));
        }
        Ok(tx.receipts().put(log, after.seq, receipt.encoded())?)
    }

    /// Queues a heartbeat where nothing was heard for a day: each device in its turn, so that one is enough.
    pub(crate) fn beat(&self, tx: &VaultTx<'_>, row: &SpaceRow) -> Result<(), Fault> {
        if row.state != SpaceState::Active || !row.confirmed || !self.is_silent(row) {
            return Ok(());
        }
        for intent in tx.intents().open(row.log)? {
            if is_heartbeat(&intent) {
                return Ok(());
            }
        }
        let wait = self.turn_to_beat(tx, row)?;
        self.queue_content(tx, row, Content::HEARTBEAT, Opaque::default(), wait)
            .map(|_| ())
    }

    /// Whether a heartbeat that waited is still wanted.
    pub(crate) fn is_silent(&self, row: &SpaceRow) -> bool {
        self.options().clock.now().since(row.read_on) >= SILENCE
    }

    /// Ten minutes for each leaf that comes before this one, in an order that is another every day.
    fn turn_to_beat(&self, tx: &VaultTx<'_>, row: &SpaceRow) -> Result<Duration, Fault> {
        let Some(keys) = tx.epoch_keys().get(row.log, row.epoch)? else {
            return Ok(Duration::ZERO);
        };
        let day = self.options().clock.now().day().to_be_bytes();
        let order = |leaf: u32| {
            let context = [day.as_slice(), &leaf.to_be_bytes()].concat();
            let order = derive(&keys.root, "toguna/heartbeat-turn/v1", &context);
            *order.expose() // expose: an order, not a key
        };
        let group = Group::load(tx, row.log)?;
        let mine = order(group.my_leaf());
        let before = group.view()?.leaves.keys().filter(|leaf| order(**leaf) < mine);
        let turns = u32::try_from(before.count()).unwrap_or(u32::MAX);
        Ok(Duration::from_mins(10).saturating_mul(turns))
    }
}

/// Whether an intent is a heartbeat.
pub(crate) fn is_heartbeat(intent: &IntentRow) -> bool {
    intent.kind == IntentKind::Message
        && MessageIntent::decode(&intent.body).is_ok_and(|message| message.kind == Content::HEARTBEAT)
}

/// Where the vault keeps up to which place a member agreed with this device after the last contradiction.
fn agreed(log: LogId, account: AccountId) -> String {
    format!("{}{}", agreed_in(log), HEXLOWER.encode(account.as_bytes()))
}

fn agreed_in(log: LogId) -> String {
    format!("agreed/{}/", crate::spaces::hex(log))
}

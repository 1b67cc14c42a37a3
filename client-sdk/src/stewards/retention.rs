// SPDX-License-Identifier: MIT OR Apache-2.0
//! Shortening what is kept: messages that have been said already are erased too, at the relay and on members' devices, a week
//! after a steward asked for it.

use tls_codec::{
    DeserializeBytes as _, SerializeBytes as _, TlsDeserializeBytes, TlsSerializeBytes, TlsSize,
};
use toguna_types::{BlobId, Class, Clock as _, Entry, Lifetime, LogId, Seq, StewardAsk, Timestamp, limit};
use toguna_vault::{SpaceRow, VaultTx};

use crate::Fault;
use crate::client::Client;
use crate::fault::Code;
use crate::sync::{Amendment, CommitIntent};

/// What [`Client::shorten_retention`] would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortening {
    /// How many messages that this device holds would be erased; others' reactions and changes of messages count.
    pub messages: usize,
    /// The place of the last of them.
    pub upto: Option<Seq>,
    /// Whether messages live longer now than they would from then on.
    pub lifetime_changes: bool,
}

/// Messages that are to be erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
struct Erasing {
    upto: Seq,
    at: Timestamp,
}

impl Client {
    /// What would come of it if messages were kept no longer than so.
    ///
    /// # Errors
    /// [`Code::SpaceUnknown`], [`Code::NotAMember`]; [`Code::OutOfRange`] for [`Lifetime::Keep`].
    pub fn shortening(&self, log: LogId, lifetime: Lifetime) -> Result<Shortening, Fault> {
        let length = lifetime
            .length()
            .ok_or(Fault::out_of_range("lifetime", LONGEST_DAYS))?;
        self.vault().read(|tx| {
            let row = self.row(tx, log)?;
            crate::messages::writable(&row)?;
            // As old as that when it takes effect.
            let now = self.options().clock.now();
            let old = now.after(limit::REQUEST_STANDS).before(length);
            let times = tx.entries().message_times(log)?;
            let upto = last_before(&times, old);
            let up_to = |seq: &Seq| upto.is_some_and(|upto| *seq <= upto);
            Ok(Shortening {
                messages: times.iter().filter(|(seq, _)| up_to(seq)).count(),
                upto,
                lifetime_changes: row.lifetime.length().is_none_or(|lives| lives > length),
            })
        })
    }

    /// Has messages live no longer than so from now on, and those erased, 7 days from now, that will be older then: at the
    /// relay and on members' devices. Members are told at once; until then it can be taken back. Files, items of the library
    /// and records stay. What is not old enough yet is erased when this is asked again.
    ///
    /// # Errors
    /// As [`Self::shortening`]; [`Code::NotAllowed`] unless this account is a steward, [`Code::StewardKeyElsewhere`].
    pub async fn shorten_retention(&self, log: LogId, lifetime: Lifetime) -> Result<Shortening, Fault> {
        self.pull(log).await?;
        let shortening = self.shortening(log, lifetime)?;
        if shortening.upto.is_some() {
            self.may_ask_relay(log)?; // all of it or nothing
        }
        if shortening.lifetime_changes {
            self.govern(log, move |_, _| {
                Ok(CommitIntent::Agree(vec![Amendment::Lifetime(lifetime)]))
            })
            .await?;
        }
        if let Some(upto) = shortening.upto {
            self.ask_relay(log, StewardAsk::Erase { upto }).await?;
        }
        Ok(shortening)
    }

    /// Has the messages stay that were to be erased. How long messages live from now on stays as it is.
    ///
    /// # Errors
    /// [`Code::NotAllowed`] unless this account is a steward, [`Code::StewardKeyElsewhere`].
    pub async fn keep_messages(&self, log: LogId) -> Result<(), Fault> {
        self.ask_relay(log, StewardAsk::KeepMessages).await
    }

    /// Asks the relay to delete a file, 7 days from now, whoever brought it: nobody fetches it then, whatever item names it.
    /// Members are told at once. Who has fetched it before may have it still.
    ///
    /// # Errors
    /// [`Code::NotAllowed`] unless this account is a steward, [`Code::StewardKeyElsewhere`].
    pub async fn ask_to_delete_file(&self, log: LogId, blob: BlobId) -> Result<(), Fault> {
        self.ask_relay(log, StewardAsk::DeleteFile { blob }).await
    }

    /// Has a file stay that the relay was asked to delete.
    ///
    /// # Errors
    /// As [`Self::ask_to_delete_file`].
    pub async fn ask_to_keep_file(&self, log: LogId, blob: BlobId) -> Result<(), Fault> {
        self.ask_relay(log, StewardAsk::KeepFile { blob }).await
    }

    /// Erases the messages whose time a steward's request has ended.
    pub(crate) async fn erase_asked(&self) -> Result<(), Fault> {
        let now = self.options().clock.now();
        let rows = self
            .vault()
            .read(|tx| Ok::<_, Fault>(tx.meta().beginning(ERASING)?))?;
        for (key, value) in rows {
            if decoded(&value)?.at > now {
                continue;
            }
            self.write(move |_, tx| {
                let log = key.strip_prefix(ERASING).and_then(crate::spaces::log_of_hex);
                let log = log.ok_or(Fault::new(Code::VaultDamaged))?;
                let Some(erasing) = erasing(tx, log)? else {
                    return Ok(());
                };
                tx.entries().end_messages(log, erasing.upto, erasing.at)?;
                let upto = erased(tx, log)?.max(erasing.upto);
                tx.meta().put(&erased_key(log), &upto.get().to_be_bytes())?;
                Ok(tx.meta().delete(&key)?)
            })
            .await?;
        }
        Ok(())
    }

    /// Whether a message that is a stub may have been erased because a steward asked for it. If this device was away long
    /// enough, the request may stand later in the log: then it is looked for, until [`Self::erasures_explained`].
    pub(crate) fn may_have_been_erased(
        &self,
        tx: &VaultTx<'_>,
        row: &SpaceRow,
        entry: &Entry,
    ) -> Result<bool, Fault> {
        if entry.class() != Class::Message {
            return Ok(false);
        }
        let now = self.options().clock.now();
        if entry.seq() <= explained(tx, row.log, now)? {
            return Ok(true);
        }
        if now.since(row.read_on) < limit::REQUEST_STANDS {
            return Ok(false);
        }
        tx.meta()
            .put(&unexplained_key(row.log), &entry.seq().get().to_be_bytes())?;
        Ok(true)
    }

    /// The log was read to its end: whether a steward asked for all that is missing of it.
    pub(crate) fn erasures_explained(&self, tx: &VaultTx<'_>, log: LogId) -> Result<bool, Fault> {
        let Some(missing) = seq_at(tx, &unexplained_key(log))? else {
            return Ok(true);
        };
        tx.meta().delete(&unexplained_key(log))?;
        Ok(missing <= explained(tx, log, self.options().clock.now())?)
    }
}

/// What a request that a commit made means to this device.
pub(crate) fn keep_erasing(
    tx: &VaultTx<'_>,
    log: LogId,
    ask: StewardAsk,
    (place, stamped): (Seq, Timestamp),
) -> Result<(), Fault> {
    match ask {
        StewardAsk::Close
        | StewardAsk::StayOpen
        | StewardAsk::DeleteFile { .. }
        | StewardAsk::KeepFile { .. } => Ok(()),
        StewardAsk::KeepMessages => Ok(tx.meta().delete(&erasing_key(log))?),
        StewardAsk::Erase { upto } => {
            let erasing = Erasing {
                upto: upto.min(place),
                at: stamped.after(limit::REQUEST_STANDS),
            };
            let bytes = erasing
                .tls_serialize_bytes()
                .map_err(|fault| Fault::because(Code::Broken, fault))?;
            Ok(tx.meta().put(&erasing_key(log), &bytes)?)
        }
    }
}

/// When messages of a space are erased, if a steward has asked for it.
pub(crate) fn erases(tx: &VaultTx<'_>, log: LogId) -> Result<Option<Timestamp>, Fault> {
    Ok(erasing(tx, log)?.map(|erasing| erasing.at))
}

/// The last message that is known to have been there by then. None is taken for older than those before it, so that who dates
/// a message back has nothing erased sooner.
fn last_before(times: &[(Seq, Timestamp)], old: Timestamp) -> Option<Seq> {
    let mut latest = Timestamp::from_millis(0);
    let mut last = None;
    for (seq, known) in times {
        latest = latest.max(*known);
        if latest <= old {
            last = Some(*seq);
        }
    }
    last
}

/// Up to where messages are missing because a steward asked for it.
fn explained(tx: &VaultTx<'_>, log: LogId, now: Timestamp) -> Result<Seq, Fault> {
    let due = erasing(tx, log)?.filter(|erasing| erasing.at <= now.after(limit::STAMP_SKEW));
    let due = due.map_or(Seq::new(0), |erasing| erasing.upto);
    Ok(erased(tx, log)?.max(due))
}

fn erased(tx: &VaultTx<'_>, log: LogId) -> Result<Seq, Fault> {
    Ok(seq_at(tx, &erased_key(log))?.unwrap_or(Seq::new(0)))
}

fn erasing(tx: &VaultTx<'_>, log: LogId) -> Result<Option<Erasing>, Fault> {
    let kept = tx.meta().get(&erasing_key(log))?;
    kept.map(|bytes| decoded(&bytes)).transpose()
}

fn decoded(bytes: &[u8]) -> Result<Erasing, Fault> {
    Erasing::tls_deserialize_exact_bytes(bytes).map_err(|fault| Fault::because(Code::VaultDamaged, fault))
}

fn seq_at(tx: &VaultTx<'_>, key: &str) -> Result<Option<Seq>, Fault> {
    let kept = tx.meta().get(key)?;
    Ok(kept.and_then(|bytes| Some(Seq::new(u64::from_be_bytes(bytes.try_into().ok()?)))))
}

const ERASING: &str = "erasing/";
/// Days of the longest lifetime that is not for ever.
const LONGEST_DAYS: u64 = 365;

fn erasing_key(log: LogId) -> String {
    format!("{ERASING}{}", crate::spaces::hex(log))
}

fn erased_key(log: LogId) -> String {
    format!("erased/{}", crate::spaces::hex(log))
}

fn unexplained_key(log: LogId) -> String {
    format!("unexplained/{}", crate::spaces::hex(log))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_dates_a_message_back_makes_no_other_older() {
        let at = |seq, time| (Seq::new(seq), Timestamp::from_millis(time));
        let times = [at(1, 10), at(2, 20), at(3, 1), at(5, 30), at(6, 1)];
        let last = |old| last_before(&times, Timestamp::from_millis(old)).map(Seq::get);
        assert_eq!(
            [9, 10, 20, 29, 30].map(last),
            [None, Some(1), Some(3), Some(3), Some(6)]
        );
    }
}

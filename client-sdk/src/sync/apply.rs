// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a log's entries do to the vault: each in a savepoint of its own, in log order.
//!
//! A refused entry leaves a verdict row and the advanced cursor, nothing else. Only an invalid commit stops the
//! cursor.

use toguna_auth::Signed;
use toguna_mls::{Group, MessageFault};
use toguna_types::{AccountId, Class, Clock as _, Digest, Entry, Epoch, Head, LogId, Opaque, Timestamp};
use toguna_vault::{SpaceRow, SpaceState, VaultTx, Verdict};

use crate::Fault;
use crate::alarm::{AlarmCode, Offence};
use crate::client::Client;
use crate::fault::Code;
use crate::stewards::keep_closing;
use crate::sync::commit::CommitOutcome;
use crate::sync::pull::{Applied, LogPage, next_head, reads};

/// A whole entry of a page, and where it stands.
pub(crate) struct At<'a> {
    pub(crate) entry: &'a Entry,
    pub(crate) payload: &'a [u8],
    pub(crate) hash: Digest,
    /// Head right after it.
    pub(crate) head: Head,
}

impl Client {
    /// Processes a page in one transaction. Stops after a commit: what follows wants the next epoch's key.
    pub(crate) fn apply_page(&self, tx: &VaultTx<'_>, log: LogId, page: LogPage) -> Result<Applied, Fault> {
        keep_closing(tx, log, page.closes)?;
        let mut row = self.row(tx, log)?;
        let mut done = 0usize;
        let mut group = None;
        for entry in page.entries {
            if entry.seq() <= row.cursor.seq {
                continue; // another process was here first
            }
            if !reads(&row) {
                break;
            }
            let head = next_head(row.cursor, &entry)?;
            self.check_receipt(tx, log, head)?;
            let ends_epoch = entry.class() == Class::Commit;
            let stops = self.apply_entry(tx, &mut row, &mut group, &entry, head)?;
            if stops {
                tx.spaces().update(&row)?;
                return Ok(Applied {
                    entries: done,
                    cursor: row.cursor,
                    goes_on: false,
                });
            }
            row.cursor = head;
            tx.heads().put(log, head)?;
            done = done.saturating_add(1);
            tx.spaces().update(&row)?;
            if ends_epoch {
                break;
            }
        }
        if row.cursor.seq == page.head.seq && row.cursor.hash != page.head.hash {
            return Err(Fault::new(Code::RelayLied)); // two heads for one place
        }
        if row.cursor == page.head && !self.erasures_explained(tx, log)? {
            row.alarm = Some(AlarmCode::RelayWithholds.code().to_owned());
            tx.spaces().update(&row)?;
        }
        if done > 0 && row.cursor == page.head {
            row.read_on = self.options().clock.now();
            tx.spaces().update(&row)?;
        }
        Ok(Applied {
            entries: done,
            cursor: row.cursor,
            goes_on: reads(&row),
        })
    }

    /// As [`Self::apply_page`], for a page that was read with one epoch's key. If another process of this home has
    /// ended that epoch meanwhile, the page is dropped: its stubs of the next epoch are not stubs to the next key.
    pub(crate) fn apply_asked(
        &self,
        tx: &VaultTx<'_>,
        log: LogId,
        page: LogPage,
        epoch: Epoch,
    ) -> Result<Applied, Fault> {
        let row = self.row(tx, log)?;
        if row.epoch == epoch {
            return self.apply_page(tx, log, page);
        }
        Ok(Applied {
            entries: 0,
            cursor: row.cursor,
            goes_on: reads(&row),
        })
    }

    /// Processes one entry; `true` if the cursor must not pass it.
    fn apply_entry(
        &self,
        tx: &VaultTx<'_>,
        row: &mut SpaceRow,
        group: &mut Option<Group>,
        entry: &Entry,
        head: Head,
    ) -> Result<bool, Fault> {
        if row.state == SpaceState::Joining {
            return self.settle_if_added(tx, row, entry, head).map(|()| false);
        }
        let Entry::Whole {
            payload,
            class,
            epoch,
            ..
        } = entry
        else {
            // Expired, or of an epoch this device has no key for: the chain is kept, there is nothing to show.
            // A commit is never a stub for a member: without it the device cannot go on. And what stands in a later
            // epoch has a commit before it, which would have come first.
            if entry.class() == Class::Commit || entry.epoch() > row.epoch {
                return Err(Fault::new(Code::RelayLied));
            }
            if entry.epoch() == row.epoch
                && !self.may_have_expired(row, entry)
                && !self.may_have_been_erased(tx, row, entry)?
            {
                row.alarm = Some(AlarmCode::RelayWithholds.code().to_owned());
            }
            return Ok(false);
        };
        let at = At {
            entry,
            payload,
            hash: Digest::of(payload),
            head,
        };
        if *class != Class::Commit && !tx.payload_hashes().put(row.log, *epoch, at.hash, entry.seq())? {
            refuse(tx, row.log, &at, "repeated")?;
            return Ok(false);
        }
        match class {
            Class::Commit => match self.apply_commit(tx, row, group, &at)? {
                CommitOutcome::Goes => Ok(false),
                CommitOutcome::Stops => Ok(true),
            },
            Class::Message => self.hear(tx, row, group, &at).map(|()| false),
            Class::Record => self.apply_record(tx, row, &at).map(|()| false),
        }
    }

    /// Whether what this epoch's key opens may be gone all the same: a message whose lifetime is over. It was
    /// appended after this device had last read to the end: had its lifetime passed, so would that time have.
    fn may_have_expired(&self, row: &SpaceRow, entry: &Entry) -> bool {
        let away = self.options().clock.now().since(row.read_on);
        entry.class() == Class::Message && row.lifetime.length().is_some_and(|lifetime| away >= lifetime)
    }

    /// When a message that comes now is to be erased.
    pub(crate) fn expiry(&self, row: &SpaceRow) -> Option<Timestamp> {
        let lifetime = row.lifetime.length()?;
        Some(self.options().clock.now().after(lifetime))
    }

    /// A newcomer reads from where its inviter stood to the commit that added it; all of it is stubs to the new
    /// key. From that commit on it is a member.
    fn settle_if_added(
        &self,
        tx: &VaultTx<'_>,
        row: &mut SpaceRow,
        entry: &Entry,
        head: Head,
    ) -> Result<(), Fault> {
        let group = Group::load(tx, row.log)?;
        let grant = group.awaits_settling(tx)?;
        if grant.is_some_and(|grant| grant.made.seq == head.seq && grant.made != head) {
            return Err(Fault::new(Code::RelayForked)); // the inviter stood in another log
        }
        if let Some(intent) = tx.intents().by_hash(row.log, entry.hash())? {
            return self.own_again(tx, row, &intent, entry);
        }
        if entry.class() != Class::Commit || entry.epoch().next() != row.epoch {
            return Ok(());
        }
        let place = toguna_mls::At {
            head,
            now: self.options().clock.now(),
        };
        row.roster_tip = group.settle_join(tx, place)?;
        row.era = tx.era_keys().latest(row.log)?.map_or(row.era, |key| key.era);
        row.state = SpaceState::Active;
        self.history_ends(tx, row.log, head.seq)
    }
}

/// Writes the verdict on an entry down.
pub(crate) fn refuse(tx: &VaultTx<'_>, log: LogId, at: &At<'_>, reason: &str) -> Result<(), Fault> {
    put_verdict(tx, log, at, (reason, None))
}

/// Writes the verdict on an entry down that its author signed and may not have said.
pub(crate) fn accuse(
    tx: &VaultTx<'_>,
    log: LogId,
    at: &At<'_>,
    offence: Offence,
    author: AccountId,
) -> Result<(), Fault> {
    put_verdict(tx, log, at, (offence.reason(), Some(author)))
}

/// Writes a verdict down: why, and whom it accuses.
pub(crate) fn put_verdict(
    tx: &VaultTx<'_>,
    log: LogId,
    at: &At<'_>,
    (reason, accused): (&str, Option<AccountId>),
) -> Result<(), Fault> {
    let verdict = Verdict {
        log,
        seq: at.entry.seq(),
        hash: at.hash,
        reason: reason.to_owned(),
        accused,
    };
    Ok(tx.verdicts().put(&verdict)?)
}

/// The verdict on an entry that was refused; trouble of our own is none.
pub(crate) fn reason_of(fault: MessageFault) -> Result<&'static str, Fault> {
    match fault {
        MessageFault::Context => Ok("wrong-place"),
        MessageFault::Engine(fault) => Err(fault.into()),
        MessageFault::NotAuthentic => Ok("not-authentic"),
        MessageFault::OwnMessage => Ok("claims-to-be-ours"),
        MessageFault::Stranger => Ok("stranger"),
    }
}

/// The signed leave inside an operation.
pub(crate) fn leave_in(body: &Opaque) -> Option<Signed<toguna_auth::Leave>> {
    Signed::decode(body.as_slice()).ok()
}

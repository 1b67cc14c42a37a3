// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a log's entries do to the vault: each in a savepoint of its own, in log order.
//!
//! A refused entry leaves a verdict row and the advanced cursor, nothing else. Only an invalid commit stops the
//! cursor.

use toguna_auth::{Op, Signed, VerifiedDevice};
use toguna_mls::rules::Role;
use toguna_mls::{Group, MessageFault, open_record};
use toguna_types::{AccountId, Class, Clock as _, Digest, Entry, Epoch, Head, LogId, Opaque, Timestamp};
use toguna_vault::{EntryRow, IntentKind, IntentRow, SpaceRow, SpaceState, VaultTx, Verdict};

use crate::Fault;
use crate::alarm::{AlarmCode, Offence};
use crate::client::Client;
use crate::fault::Code;
use crate::messages::{Content, action_of, well_formed};
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
            done = done.saturating_add(1);
            tx.spaces().update(&row)?;
            if ends_epoch {
                break;
            }
        }
        if row.cursor.seq == page.head.seq && row.cursor.hash != page.head.hash {
            return Err(Fault::new(Code::RelayLied)); // two heads for one place
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
            // A commit is never a stub for a member: without it the device cannot go on.
            if entry.class() == Class::Commit {
                return Err(Fault::new(Code::RelayLied));
            }
            if entry.epoch() == row.epoch && !self.may_have_expired(row, entry) {
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
            Class::Message => self.apply_message(tx, row, group, &at).map(|()| false),
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
        if entry.class() != Class::Commit || entry.epoch().next() != row.epoch {
            return Ok(());
        }
        let place = toguna_mls::At {
            head,
            now: self.options().clock.now(),
        };
        row.roster_tip = Group::load(tx, row.log)?.settle_join(tx, place)?;
        row.era = tx.era_keys().latest(row.log)?.map_or(row.era, |key| key.era);
        row.state = SpaceState::Active;
        Ok(())
    }

    fn apply_message(
        &self,
        tx: &VaultTx<'_>,
        row: &mut SpaceRow,
        group: &mut Option<Group>,
        at: &At<'_>,
    ) -> Result<(), Fault> {
        if let Some(intent) = tx.intents().by_hash(row.log, at.hash)? {
            return self.own_message(tx, row, &intent, at);
        }
        if group.is_none() {
            *group = Some(Group::load(tx, row.log)?);
        }
        let opened = tx.savepoint(|tx| match group.as_mut() {
            Some(group) => open_message(tx, row, group, at.payload),
            None => Err(Refusal::Here("no-group")),
        });
        let (device, role, content) = match opened {
            Ok(opened) => opened,
            Err(refusal) => {
                *group = None; // what failed was rolled back; the group in memory was not
                return self.refuse_entry(tx, row, at, refusal);
            }
        };
        let author = device.account();
        Self::compare_views(row, &content);
        let shown = EntryRow {
            log: row.log,
            seq: at.entry.seq(),
            class: Class::Message,
            epoch: at.entry.epoch(),
            kind: content.kind,
            author,
            device: device.device(),
            message: Some(content.id),
            target: None,
            content: content.body.into_vec(),
            written: content.written,
            received: self.options().clock.now(),
            expires: self.expiry(row),
            own: author == self.keys().account,
        };
        self.show(tx, shown, role, at)?;
        self.member_spoke(tx, row, (device.device(), author), content.kind)
    }

    /// What the author saw must be what this device saw: the roster at this epoch, and the head where both stand at
    /// the same place. A difference accuses the author or the relay; until it is decided, reading goes on.
    fn compare_views(row: &mut SpaceRow, content: &Content) {
        let forked = content.seen.head.seq == row.cursor.seq && content.seen.head != row.cursor;
        if forked || content.seen.roster != row.roster_tip {
            row.alarm = Some(AlarmCode::ViewsDiffer.code().to_owned());
        }
    }

    /// Our own word, as the log shows it: its content is in the outbox, not in the ciphertext.
    fn own_message(
        &self,
        tx: &VaultTx<'_>,
        row: &SpaceRow,
        intent: &IntentRow,
        at: &At<'_>,
    ) -> Result<(), Fault> {
        let shown = self.own_entry(row, intent, at.entry.seq(), at.entry.epoch())?;
        // Whether this account may do that was asked when it was sealed, in this very epoch.
        self.show(tx, shown, Some(Role::Steward), at)?;
        tx.intents().settle(intent.id, None, at.entry.seq())?;
        Ok(())
    }

    fn show(&self, tx: &VaultTx<'_>, shown: EntryRow, role: Option<Role>, at: &At<'_>) -> Result<(), Fault> {
        let (log, author) = (shown.log, shown.author);
        match self.take_in(tx, shown, role)? {
            Ok(()) => Ok(()),
            Err(untaken) => match Offence::of(untaken) {
                Some(offence) => accuse(tx, log, at, offence, author),
                None => refuse(tx, log, at, untaken),
            },
        }
    }

    fn refuse_entry(
        &self,
        tx: &VaultTx<'_>,
        row: &SpaceRow,
        at: &At<'_>,
        refusal: Refusal,
    ) -> Result<(), Fault> {
        let reason = match refusal {
            Refusal::Vault(fault) => return Err(fault.into()),
            Refusal::Message(fault) => reason_of(fault)?,
            Refusal::Here(reason) => reason,
            Refusal::Offence(offence, author) => return accuse(tx, row.log, at, offence, author),
        };
        refuse(tx, row.log, at, reason)?;
        Ok(())
    }

    fn apply_record(&self, tx: &VaultTx<'_>, row: &mut SpaceRow, at: &At<'_>) -> Result<(), Fault> {
        let own = tx.intents().by_hash(row.log, at.hash)?;
        let opened = tx.savepoint(|tx| open_record(tx, self.relay(), row.log, at.entry.seq(), at.payload));
        let opened = match opened {
            Ok(opened) => opened,
            Err(fault) => {
                refuse(tx, row.log, at, reason_of(fault)?)?;
                return Ok(());
            }
        };
        if let Some(intent) = own.filter(|intent| intent.kind != IntentKind::Message) {
            tx.intents().settle(intent.id, None, at.entry.seq())?;
        }
        match opened.op.kind {
            Op::KIND_LEAVE => self.heard_leave(tx, row, &opened.op),
            _ => Ok(()), // kinds of later versions are kept by whoever knows them; the chain holds the entry
        }
    }
}

/// Why a message was not shown.
enum Refusal {
    Message(MessageFault),
    /// For a reason of this layer.
    Here(&'static str),
    /// Authentic, and not what its author may say.
    Offence(Offence, AccountId),
    Vault(toguna_vault::VaultFault),
}

impl From<toguna_vault::VaultFault> for Refusal {
    fn from(fault: toguna_vault::VaultFault) -> Self {
        Self::Vault(fault)
    }
}

/// Decrypts a message and checks what only its content tells; whatever fails is rolled back with the ratchet.
fn open_message(
    tx: &VaultTx<'_>,
    row: &SpaceRow,
    group: &mut Group,
    payload: &[u8],
) -> Result<(VerifiedDevice, Option<Role>, Content), Refusal> {
    let received = group.decrypt(tx, payload).map_err(Refusal::Message)?;
    let content = Content::decode(&received.content).ok_or(Refusal::Here("malformed"))?;
    if !well_formed(content.kind, content.body.as_slice()) {
        return Err(Refusal::Here("malformed"));
    }
    // That a reader may not write is enforced here, by every receiver: the relay cannot know.
    let author = received.device.account();
    let role = group.policy().role_of(author);
    if !role.is_some_and(|role| role.may(action_of(content.kind))) {
        return Err(Refusal::Offence(Offence::NotAllowed, author));
    }
    if content.seen.head.seq > row.cursor.seq {
        return Err(Refusal::Here("from-ahead")); // an author cannot have seen what comes after its own word
    }
    Ok((received.device, role, content))
}

/// Writes the verdict on an entry down.
pub(crate) fn refuse(tx: &VaultTx<'_>, log: LogId, at: &At<'_>, reason: &str) -> Result<(), Fault> {
    put_verdict(tx, log, at, (reason, None))
}

/// Writes the verdict on an entry down that its author signed and may not have said.
fn accuse(
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
fn reason_of(fault: MessageFault) -> Result<&'static str, Fault> {
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

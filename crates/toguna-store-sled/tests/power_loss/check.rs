// SPDX-License-Identifier: MIT OR Apache-2.0
//! Whether a reopened store agrees with a child's history.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use toguna_store::{
    Accounts as _, Blobs as _, Directory as _, Logs as _, Mailboxes as _, NewAppend, NewPayload, Opens,
    Outcome, ReadFrom, StoreFault, Withdrawn,
};
use toguna_store_sled::SledStore;
use toguna_types::{Class, Digest, Entry, Epoch, Head, LetterId, Lifetime, Seq, Timestamp, limit};

use crate::history::{Begun, History};
use crate::workload::{DEVICES, LOGS, Op, SUITE, device_id, genesis, hex, log_id, new_blob, upload};

macro_rules! ensure {
    ($condition:expr, $($what:tt)*) => {
        if !$condition {
            return Err(format!($($what)*));
        }
    };
}

/// Whether a store holds all that was acknowledged and nothing that was not begun, and works on.
pub(crate) async fn check(history: &History, store: &SledStore) -> Result<(), String> {
    if !history.ready {
        return Ok(());
    }
    for log in 0..LOGS {
        let entries = read_all(store, log).await?;
        check_entries(history, log, &entries)?;
        check_seen(history, log, &entries)?;
        for (n, begun) in &history.begun {
            check_log_answer(history, store, log, &entries, *n, begun).await?;
        }
        works_on(store, log, &entries).await?;
    }
    for device in 0..DEVICES {
        check_mailbox(history, store, device).await?;
        check_key_packages(history, store, device).await?;
    }
    check_uploads(history, store).await?;
    check_accounts(history, store).await
}

/// Every entry was sent by somebody, and is whole unless it expired.
fn check_entries(history: &History, log: u8, entries: &[Entry]) -> Result<(), String> {
    let mut owners: BTreeMap<Digest, (u64, Lifetime)> = BTreeMap::new();
    for (n, begun) in &history.begun {
        if let Op::Append { payloads, .. } = &begun.op {
            owners.extend(payloads.iter().map(|p| (p.hash, (*n, p.lifetime))));
        }
        owners.extend(
            begun
                .commit
                .iter()
                .map(|commit| (commit.hash, (*n, Lifetime::Keep))),
        );
    }
    for entry in entries {
        let Some((n, lifetime)) = owners.get(&entry.hash()) else {
            return Err(format!(
                "log {log} holds an entry nobody sent, at {:?}",
                entry.seq()
            ));
        };
        let swept = lifetime
            .length()
            .is_some_and(|length| history.may_be_swept(*n, length));
        ensure!(
            matches!(entry, Entry::Whole { .. }) || swept,
            "log {log} lost the payload at {:?}",
            entry.seq()
        );
    }
    Ok(())
}

/// What a reader saw of a log is still so.
fn check_seen(history: &History, log: u8, entries: &[Entry]) -> Result<(), String> {
    let mut head = genesis(log);
    let mut heads = BTreeMap::from([(0, head.hash)]);
    for entry in entries {
        head = link(head, entry)?;
        heads.insert(head.seq.get(), head.hash);
    }
    for ((_, seq), seen) in history.seen.range((log, 0)..=(log, u64::MAX)) {
        let there = heads.get(seq).is_some_and(|hash| hex(*hash) == *seen);
        ensure!(there, "a reader of log {log} saw place {seq} otherwise");
    }
    Ok(())
}

/// What one operation was told of a log still holds.
async fn check_log_answer(
    history: &History,
    store: &SledStore,
    log: u8,
    entries: &[Entry],
    n: u64,
    begun: &Begun,
) -> Result<(), String> {
    let Some(answer) = &begun.answer else {
        return Ok(());
    };
    let at = |seq: &str| {
        let seq: usize = seq.parse().unwrap();
        entries.get(seq - 1).map(Entry::hash)
    };
    if let Op::Append { log: l, payloads } = &begun.op
        && *l == log
    {
        for (payload, seq) in payloads.iter().zip(answer.split(' ')) {
            let stale = seq == "stale";
            ensure!(
                stale || at(seq) == Some(payload.hash),
                "log {log} lost {seq} of append {n}"
            );
        }
    }
    let Op::Commit { log: l, attachments } = &begun.op else {
        return Ok(());
    };
    let Some(mine) = begun.commit.as_ref().filter(|_| *l == log) else {
        return Ok(());
    };
    let words: Vec<&str> = answer.split(' ').collect();
    if let ["won", seq] = words[..] {
        ensure!(at(seq) == Some(mine.hash), "log {log} lost commit {n}");
        for kept in attachments {
            let bytes = store
                .attachment(mine.log, kept.id, kept.token)
                .await
                .map_err(say)?;
            let swept = bytes.is_none() && history.may_be_swept(n, limit::CATCH_UP);
            ensure!(
                swept || bytes.as_ref() == Some(&kept.bytes),
                "an attachment of {n} is lost"
            );
        }
    } else if let ["lost", winner, seq] = words[..] {
        let there = at(seq).is_some_and(|hash| hex(hash) == winner);
        ensure!(there, "log {log} has another winner than commit {n} was told");
    }
    Ok(())
}

async fn check_mailbox(history: &History, store: &SledStore, device: u8) -> Result<(), String> {
    let letters = store.letters(device_id(device), 0, u32::MAX).await.map_err(say)?;
    ensure!(
        letters.is_sorted_by(|a, b| a.place < b.place),
        "two letters have one place"
    );
    let there: BTreeMap<LetterId, Vec<u8>> = letters
        .into_iter()
        .map(|letter| (letter.id, letter.envelope))
        .collect();
    let (mut began_ack, mut ended_ack) = (BTreeSet::<LetterId>::new(), BTreeSet::<LetterId>::new());
    for begun in history.begun.values() {
        if let Op::Ack { device: d, ids } = &begun.op
            && *d == device
        {
            began_ack.extend(ids);
            // One that came too early took nothing.
            if begun.answer.as_ref().is_some_and(|taken| taken != "0") {
                ended_ack.extend(ids);
            }
        }
    }
    for (n, begun) in &history.begun {
        if let Op::Deposit(letter) = &begun.op
            && letter.recipient == device_id(device)
        {
            let found = there.get(&letter.id);
            let gone = began_ack.contains(&letter.id) || history.may_be_swept(*n, limit::CATCH_UP);
            ensure!(
                found.is_some() || gone || begun.answer.is_none(),
                "letter {n} is lost"
            );
            ensure!(
                found.is_none_or(|bytes| *bytes == letter.envelope),
                "letter {n} is damaged"
            );
            ensure!(
                found.is_none() || !ended_ack.contains(&letter.id),
                "letter {n} came back"
            );
        }
    }
    Ok(())
}

/// Claims all there is: nothing comes twice, nothing is missing.
async fn check_key_packages(history: &History, store: &SledStore, device: u8) -> Result<(), String> {
    let (mut sent, mut published, mut claimed) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut open_claims = 0;
    for begun in history.begun.values() {
        if let Op::Publish {
            device: d,
            single_use,
        } = &begun.op
            && *d == device
        {
            let hashes: Vec<String> = single_use.iter().map(|bytes| hex(Digest::of(bytes))).collect();
            sent.extend(hashes.clone());
            published.extend(hashes.into_iter().filter(|_| begun.answer.is_some()));
        }
        if let Op::Claim { device: d } = &begun.op
            && *d == device
        {
            match &begun.answer {
                Some(hash) if hash.is_empty() => {}
                Some(hash) => ensure!(claimed.insert(hash.clone()), "a KeyPackage was claimed twice"),
                None => open_claims += 1,
            }
        }
    }
    while let Some(next) = store.claim(device_id(device), SUITE).await.map_err(say)? {
        if next.last_resort {
            break;
        }
        let hash = hex(Digest::of(&next.key_package));
        ensure!(sent.contains(&hash), "a KeyPackage nobody published");
        ensure!(claimed.insert(hash), "a claimed KeyPackage came back");
    }
    let missing = published.difference(&claimed).count();
    ensure!(missing <= open_claims, "{missing} KeyPackages are lost");
    Ok(())
}

/// What was uploaded is whole, what was cut off goes on where it stopped, what was deleted is gone.
async fn check_uploads(history: &History, store: &SledStore) -> Result<(), String> {
    for (n, begun) in &history.begun {
        let Op::Upload(bytes) = &begun.op else { continue };
        let (new, was_whole) = (new_blob(*n, bytes.len()), begun.answer.as_deref() == Some("true"));
        let there = store.blob(new.log, new.id).await.map_err(say)?;
        let discard = history
            .begun
            .iter()
            .find(|(_, it)| matches!(it.op, Op::Discard(of) if of == *n));
        if let Some((_, discard)) = discard {
            let gone = discard.answer.as_deref() == Some("true");
            ensure!(!gone || there.is_none(), "file {n} came back");
            continue;
        }
        let is_whole = there.is_some_and(|state| state.is_complete());
        ensure!(is_whole || !was_whole, "file {n} is lost");
        ensure!(
            upload(store, *n, bytes).await.map_err(say)?,
            "file {n} does not go on"
        );
        let mut back = Vec::new();
        for index in 0..2 {
            let piece = store.blob_piece(new.log, new.id, index).await.map_err(say)?;
            back.extend(piece.unwrap_or_default());
        }
        ensure!(back == *bytes, "file {n} is damaged");
    }
    Ok(())
}

async fn check_accounts(history: &History, store: &SledStore) -> Result<(), String> {
    for (n, begun) in &history.begun {
        let Some(answer) = &begun.answer else { continue };
        let swept = history.may_be_swept(*n, Duration::from_hours(24 * 7));
        if let Op::Register(new) = &begun.op {
            ensure!(answer == "Created", "account {n} was refused");
            let found = store.account_by_handle(&new.folded).await.map_err(say)?;
            let same = found.is_some_and(|row| row.devices == vec![new.device.clone()]);
            ensure!(same, "account {n} is lost");
            let token = store.token(new.token).await.map_err(say)?;
            ensure!(
                swept || token == Some(Withdrawn::Redeemed),
                "the token of {n} is good again"
            );
        }
        if let Op::Withdraw(token) = &begun.op {
            let token = store.token(*token).await.map_err(say)?;
            ensure!(
                swept || token == Some(Withdrawn::Withdrawn),
                "token {n} is good again"
            );
        }
    }
    Ok(())
}

/// All entries of a log, each read with the key of its epoch; the chain, the places and the epochs are checked.
async fn read_all(store: &SledStore, log: u8) -> Result<Vec<Entry>, String> {
    let Some(state) = store.log_state(log_id(log)).await.map_err(say)? else {
        return Err(format!("log {log} is lost"));
    };
    let (mut head, mut epoch, mut all) = (genesis(log), Epoch::new(0), Vec::new());
    while head.seq < state.head.seq {
        let from = ReadFrom {
            log: log_id(log),
            after: head.seq,
            opens: Opens {
                epoch,
                current: false,
            },
            entries: 50,
            bytes: u32::MAX,
        };
        let page = store.read(from).await.map_err(say)?;
        let entries = page.map(|page| page.entries).unwrap_or_default();
        ensure!(!entries.is_empty(), "log {log} ends before its head");
        for entry in entries {
            head = link(head, &entry)?;
            ensure!(
                entry.epoch() == epoch,
                "an entry of log {log} stands in another epoch"
            );
            let ends = entry.class() == Class::Commit;
            all.push(entry);
            if ends {
                epoch = epoch.next();
                break;
            }
        }
    }
    ensure!(head == state.head, "the head of log {log} is not its chain's");
    ensure!(epoch == state.epoch, "the epoch of log {log} is not its commits'");
    Ok(all)
}

fn link(head: Head, entry: &Entry) -> Result<Head, String> {
    let next = head.link(entry.class(), entry.hash());
    ensure!(entry.seq() == next.seq, "a hole at {:?}", entry.seq());
    Ok(next)
}

/// The log takes a new entry at its end, and an old one where it stands.
async fn works_on(store: &SledStore, log: u8, entries: &[Entry]) -> Result<(), String> {
    let state = store.log_state(log_id(log)).await.map_err(say)?;
    let epoch = state.map(|state| state.epoch).unwrap_or_default();
    let mut payloads = vec![record(b"after the crash")];
    let mut expected = vec![Seq::new(entries.len() as u64 + 1)];
    for entry in entries.iter().rev() {
        if let Entry::Whole {
            seq,
            class: Class::Record,
            payload,
            ..
        } = entry
        {
            payloads.push(record(payload));
            expected.push(*seq);
            break;
        }
    }
    let new = NewAppend {
        log: log_id(log),
        epoch,
        payloads,
        now: Timestamp::from_millis(1_793_880_000_000),
    };
    let appended = store.append(new).await.map_err(say)?;
    let outcomes = appended.map(|appended| appended.outcomes).unwrap_or_default();
    for (outcome, seq) in outcomes.iter().zip(expected) {
        let Outcome::Stored(span) = outcome else {
            return Err(format!("log {log} takes no entry"));
        };
        ensure!(
            span.before.seq < seq && seq <= span.after.seq,
            "an entry of log {log} moved"
        );
    }
    Ok(())
}

fn record(bytes: &[u8]) -> NewPayload {
    NewPayload {
        class: Class::Record,
        lifetime: Lifetime::Keep,
        hash: Digest::of(bytes),
        bytes: bytes.to_vec(),
    }
}

fn say(fault: StoreFault) -> String {
    format!("{fault:?}")
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! A35: two commits for one epoch. The one that the log shows first stands, whatever their hashes and clocks say, and
//! nothing is kept from which the epoch before could be taken up again.

use std::collections::BTreeSet;
use std::time::Duration;

use ciborium::Value;
use toguna_types::{Class, Digest, Timestamp};
use zeroize::Zeroizing;

use super::trial::trio;
use super::world::*;
use crate::{At, Change, EngineFault, MessageFault, Staged};

/// The openmls rows of one epoch's secrets, and the one that a staged commit stands in.
const SECRETS: [&str; 3] = ["mls_epoch_secrets", "mls_message_secrets", "mls_resumption_psks"];
const STATE: &str = "mls_group_state";
/// Rows of what every member and joiner knows anyway.
const OPEN: [&str; 3] = ["mls_tree", "mls_group_context", "mls_join_config"];
const NO_SECRET_IS_SHORTER: usize = 16;

/// Every byte string in the rows under a label, encoded as it stands there.
fn strings(member: &Member, labels: &[&'static str]) -> BTreeSet<Vec<u8>> {
    let rows = member.write(|tx| {
        let rows = labels.iter().map(|label| tx.mls_list(label, &[]));
        rows.collect::<Result<Vec<_>, _>>()
    });
    let mut found = BTreeSet::new();
    for (_, value) in rows.unwrap().into_iter().flatten() {
        collect(&ciborium::from_reader(value.as_slice()).unwrap(), &mut found);
    }
    found
}

/// serde writes a `Vec<u8>` as a list of numbers.
fn collect(value: &Value, into: &mut BTreeSet<Vec<u8>>) {
    let numbers = value
        .as_array()
        .filter(|items| items.iter().all(Value::is_integer));
    let len = numbers.map(Vec::len).or(value.as_bytes().map(Vec::len));
    if len.is_some_and(|len| len >= NO_SECRET_IS_SHORTER) {
        let mut encoded = Zeroizing::new(Vec::new());
        ciborium::into_writer(value, &mut *encoded).unwrap();
        into.insert(encoded.to_vec());
    }
    value
        .as_array()
        .into_iter()
        .flatten()
        .for_each(|item| collect(item, into));
    for (key, value) in value.as_map().into_iter().flatten() {
        collect(key, into);
        collect(value, into);
    }
}

/// How many of these stand in any page of the vault: tables, free pages and the write-ahead log.
fn left_of(member: &Member, secrets: &BTreeSet<Vec<u8>>) -> usize {
    let whole = Zeroizing::new(member.vault.pages().unwrap().concat());
    let beginning = |bytes: &[u8]| bytes.get(..8).map(<[u8]>::to_vec);
    let beginnings: BTreeSet<Vec<u8>> = secrets.iter().filter_map(|secret| beginning(secret)).collect();
    let mut left = BTreeSet::new();
    for (place, window) in whole.windows(8).enumerate() {
        if beginnings.contains(window) {
            let rest = &whole[place..];
            left.extend(secrets.iter().filter(|secret| rest.starts_with(secret)));
        }
    }
    left.len()
}

/// What a relay or a member might break a tie by.
fn hash(staged: &Staged) -> Digest {
    Digest::of(&staged.envelope)
}

// claim: CLM-ORDER-03
#[test]
fn a35_the_first_commit_in_the_log_stands_whatever_hashes_and_clocks_say() {
    let (amal, badou, chiara, mut log) = trio();
    let all = [&amal, &badou, &chiara];
    let mut won = BTreeSet::new();
    for round in 0..12_u32 {
        // Who stages first, whose hash is the smaller and whose clock is behind: each way round.
        let late = badou.stage_after(&amal, &log, round.is_multiple_of(2));
        let [amals, badous] = late;
        let amal_is_smaller = hash(&amals) < hash(&badous);
        let smaller_wins = round % 4 < 2;
        let amal_wins = amal_is_smaller == smaller_wins;
        let (winner, won_by, lost, lost_by) = if amal_wins {
            (&amals, &amal, &badous, &badou)
        } else {
            (&badous, &badou, &amals, &amal)
        };
        won.insert((smaller_wins, amal_wins));
        let (payload, at) = log.take(winner);
        let early = At {
            now: Timestamp::from_millis(NOW.millis() / 2),
            ..at
        };
        let late = At {
            now: NOW.after(Duration::from_hours(1)),
            ..at
        };
        let (clock, other) = if round % 3 == 0 {
            (early, late)
        } else {
            (late, early)
        };
        won_by.merge_own(winner, clock).unwrap();
        lost_by.receive(&payload, other).unwrap();
        chiara.receive(&payload, at).unwrap();

        let state = amal.authenticator();
        for member in all {
            assert_eq!(member.authenticator(), state, "round {round}: one state");
        }
        // The loser's commit comes again, later in the log: nobody takes it, its author included.
        let mut retold = log;
        let again = retold.append(Class::Commit, &lost.envelope);
        for member in all {
            assert!(member.receive(&lost.payload(), again).is_err());
            assert_eq!(member.authenticator(), state);
        }
        assert!(matches!(
            lost_by.merge_own(lost, again),
            Err(EngineFault::NothingPending)
        ));
        let waits = lost_by.with_group(|_, group| Ok::<_, EngineFault>(group.has_pending()));
        assert!(!waits.unwrap(), "what lost waits no more");
    }
    assert!(
        won.len() >= 3,
        "both won, with the smaller hash and with the larger"
    );
}

// claim: CLM-ORDER-03
#[test]
fn a35_after_a_merge_nothing_of_the_epoch_before_or_of_the_commit_that_lost_is_in_any_page() {
    let (amal, badou, chiara, mut log) = trio();
    for round in 0..3 {
        chiara.hear(&amal.say("un mot")).unwrap(); // ratchets that were used, too
        let _loses = badou.stage(&log, Change::UpdateKeys).unwrap();
        let winner = amal.stage(&log, Change::UpdateKeys).unwrap();
        let secrets_of = |member: &Member, loses: bool| {
            let mut secrets = strings(member, &SECRETS);
            if loses {
                secrets.extend(strings(member, &[STATE])); // the winner's become the next epoch's
            }
            let secrets = &secrets - &strings(member, &OPEN);
            assert!(left_of(member, &secrets) > 10, "the search finds nothing at all");
            secrets
        };
        let before = [
            secrets_of(&amal, false),
            secrets_of(&badou, true),
            secrets_of(&chiara, false),
        ];
        assert!(
            before[1].len() > before[2].len(),
            "a staged commit has secrets of its own"
        );
        let (payload, at) = log.take(&winner);
        amal.merge_own(&winner, at).unwrap();
        badou.receive(&payload, at).unwrap();
        chiara.receive(&payload, at).unwrap();
        for (member, secrets) in [&amal, &badou, &chiara].into_iter().zip(before) {
            assert_eq!(left_of(member, &secrets), 0, "round {round}");
        }
    }
}

// claim: CLM-ORDER-03
#[test]
fn a35_two_states_of_one_epoch_share_no_key_and_hear_no_word_of_each_other() {
    let (amal, badou, chiara, log) = trio();
    let [amals, badous] = badou.stage_after(&amal, &log, true);
    let (mut here, mut there) = (log, log);
    // One relay, two logs of one length: each is shown its own commit first.
    let (_, at) = here.take(&amals);
    amal.merge_own(&amals, at).unwrap();
    let (theirs, at) = there.take(&badous);
    badou.merge_own(&badous, at).unwrap();
    chiara.receive(&theirs, at).unwrap();
    let keys = |member: &Member| {
        member
            .write(|tx| tx.epoch_keys().latest(LOG))
            .unwrap()
            .map(|keys| {
                (
                    keys.epoch,
                    keys.root.expose().to_vec(),
                    keys.envelope.expose().to_vec(),
                )
            })
            .unwrap()
    };
    let (one, other, same) = (keys(&amal), keys(&badou), keys(&chiara));
    assert_eq!(one.0, other.0, "the number is the same");
    assert!(one.1 != other.1 && one.2 != other.2, "and nothing else is");
    assert_ne!(amal.authenticator(), badou.authenticator());
    assert_eq!((other, badou.authenticator()), (same, chiara.authenticator()));
    for (speaker, deaf) in [(&amal, &badou), (&badou, &amal)] {
        assert!(matches!(
            deaf.hear(&speaker.say("?")),
            Err(MessageFault::NotAuthentic)
        ));
    }
    chiara.hear(&badou.say("!")).unwrap();
}

impl Member {
    /// Both stage for one epoch, in this order or the other. The other's commit comes first in what is returned.
    fn stage_after(&self, other: &Self, log: &Log, after: bool) -> [Staged; 2] {
        let stage = |member: &Self| member.stage(log, Change::UpdateKeys).unwrap();
        if after {
            let theirs = stage(other);
            [theirs, stage(self)]
        } else {
            let ours = stage(self);
            [stage(other), ours]
        }
    }
}

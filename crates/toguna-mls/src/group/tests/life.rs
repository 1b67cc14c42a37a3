// SPDX-License-Identifier: MIT OR Apache-2.0
//! The life of a space between three members.

use toguna_types::{Class, Suite};

use super::world::*;
use crate::rules::Role;
use crate::{Change, CommitFault, Culprit, MessageFault};

fn same(members: &[&Member]) {
    for pair in members.windows(2) {
        assert_eq!(pair[0].authenticator(), pair[1].authenticator());
        assert_eq!(pair[0].tip(), pair[1].tip());
    }
}

#[test]
fn three_vaults_found_add_speak_and_part() {
    for suite in Suite::ALL {
        let (amal, badou, chiara) = (Member::new(), Member::new(), Member::new());
        let mut log = amal.found(suite);
        add(&mut log, &amal, &[], &badou, Role::Contributor);
        add(&mut log, &badou, &[&amal], &chiara, Role::Reader);
        same(&[&amal, &badou, &chiara]);

        let hello = badou.say("salut");
        let heard = chiara.hear(&hello).unwrap();
        assert_eq!(heard.content, b"salut");
        assert_eq!(heard.device.account(), badou.account());
        assert!(matches!(badou.hear(&hello), Err(MessageFault::OwnMessage)));

        change(&mut log, &chiara, &[&amal, &badou], Change::UpdateKeys);
        same(&[&amal, &badou, &chiara]);
        let remove = Change::Remove {
            accounts: vec![badou.account()],
            evidence: vec![],
        };
        let staged = amal.stage(&log, remove).unwrap();
        let (payload, at) = log.take(&staged);
        let merged = amal.merge_own(&staged, at).unwrap();
        assert_eq!(merged.left, [badou.account()]);
        assert_eq!(merged.era_turned.map(|era| era.get()), Some(1));
        assert_eq!(chiara.receive(&payload, at).unwrap().by, amal.account());
        assert!(matches!(
            badou.receive(&payload, at),
            Err(CommitFault::Removed { by: Some(by) }) if by == amal.account()
        ));
        same(&[&amal, &chiara]);
        let secret = amal.say("entre nous");
        assert!(chiara.hear(&secret).is_ok());
        assert!(matches!(badou.hear(&secret), Err(MessageFault::NotAuthentic)));
    }
}

#[test]
fn records_of_the_past_open_for_a_later_member_and_carry_their_author() {
    let (amal, badou, chiara) = (Member::new(), Member::new(), Member::new());
    let mut log = amal.found(Suite::Classical);
    add(&mut log, &amal, &[], &badou, Role::Contributor);
    let op = badou.op(&log, 1, b"case 12");
    let record = badou.seal_record(&op);
    let early = log.append(Class::Record, &record).head.seq;
    assert_eq!(amal.open_record(early, &record).unwrap(), badou.account());

    let gone = Change::Remove {
        accounts: vec![badou.account()],
        evidence: vec![],
    };
    change(&mut log, &amal, &[], gone);
    add(&mut log, &amal, &[], &chiara, Role::Reader);
    assert_eq!(chiara.tip(), amal.tip());
    assert_eq!(chiara.open_record(early, &record).unwrap(), badou.account());

    // Under the new era's key, or by one who was gone by then, it counts for nothing.
    let late = log.append(Class::Record, b"x").head.seq;
    assert!(matches!(
        amal.open_record(late, &record),
        Err(MessageFault::NotAuthentic)
    ));
    let again = amal.seal_record(&op);
    assert!(matches!(
        amal.open_record(late, &again),
        Err(MessageFault::Stranger)
    ));
}

#[test]
fn the_loser_of_a_race_follows_the_winner_and_tries_again() {
    let (amal, badou) = (Member::new(), Member::new());
    let mut log = amal.found(Suite::Classical);
    add(&mut log, &amal, &[], &badou, Role::Contributor);
    let lost = badou.stage(&log, Change::UpdateKeys).unwrap();
    let won = amal.stage(&log, Change::TurnEra).unwrap();
    let (payload, at) = log.take(&won);
    assert!(amal.merge_own(&won, at).unwrap().era_turned.is_some());
    assert!(badou.receive(&payload, at).unwrap().era_turned.is_some());
    assert!(badou.merge_own(&lost, at).is_err());
    change(&mut log, &badou, &[&amal], Change::UpdateKeys);
    same(&[&amal, &badou]);
}

#[test]
fn a_payload_whose_keys_were_changed_accuses_the_relay() {
    let (amal, badou) = (Member::new(), Member::new());
    let mut log = amal.found(Suite::Classical);
    add(&mut log, &amal, &[], &badou, Role::Contributor);
    let staged = amal.stage(&log, Change::UpdateKeys).unwrap();
    let (mut payload, at) = log.take(&staged);
    payload.next_write = payload.next_read;
    assert!(matches!(
        badou.receive(&payload, at),
        Err(CommitFault::Invalid {
            culprit: Culprit::Relay,
            ..
        })
    ));
}

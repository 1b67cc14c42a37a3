// SPDX-License-Identifier: MIT OR Apache-2.0
//! Members who come, go, come back, and renew what they are known by.

use toguna_auth::SigningKey;
use toguna_types::{Class, OsEntropy, Suite};

use super::world::*;
use crate::rules::{Invalid, Newcomers, Role};
use crate::{Change, EngineFault, Group, JoinFault, MessageFault, Uses, make_key_package};

#[test]
fn sixty_members_come_in_two_commits_and_all_hear_each_other() {
    let founder = Member::new();
    let mut log = founder.found(Suite::Classical);
    let guests: Vec<Member> = (0..59).map(|_| Member::new()).collect();
    let packages = |guests: &[Member]| {
        guests
            .iter()
            .map(|guest| {
                let package = verified(&guest.key_package(Suite::Classical), Suite::Classical);
                (package, Role::Contributor)
            })
            .collect::<Vec<_>>()
    };
    let (first, second) = guests.split_at(32);
    assert!(matches!(
        founder.stage(&log, Change::Add(packages(&guests[..33]))),
        Err(EngineFault::TooManyAdds { limit: 32 })
    ));
    for (arrivals, present) in [(first, 0), (second, 32)] {
        let staged = founder.stage(&log, Change::Add(packages(arrivals))).unwrap();
        let (payload, at) = log.take(&staged);
        let merged = founder.merge_own(&staged, at).unwrap();
        assert_eq!(merged.newcomers.len(), arrivals.len());
        for guest in &guests[..present] {
            guest.receive(&payload, at).unwrap();
        }
        for guest in arrivals {
            guest.join(&staged, at).unwrap();
        }
    }
    let said = guests[17].say("tous");
    for guest in guests
        .iter()
        .filter(|guest| guest.account() != guests[17].account())
    {
        assert_eq!(guest.hear(&said).unwrap().content, b"tous");
        assert_eq!(guest.tip(), founder.tip());
    }
    let everybody: Vec<&Member> = guests.iter().collect();
    change(&mut log, &founder, &everybody, Change::TurnEra);
    assert_eq!(guests[58].authenticator(), founder.authenticator());
}

#[test]
fn who_reads_from_its_join_opens_nothing_older() {
    let (amal, badou, chiara) = (Member::new(), Member::new(), Member::new());
    let mut agreed = policy(amal.account(), Suite::Classical);
    agreed.newcomers = Newcomers::FromJoin;
    let mut log = amal.found_with(agreed);
    add(&mut log, &amal, &[], &badou, Role::Contributor);
    let before = badou.seal_record(&badou.op(&log, 1, b"before"));
    let early = log.append(Class::Record, &before).head.seq;
    add(&mut log, &badou, &[&amal], &chiara, Role::Reader);
    let after = badou.seal_record(&badou.op(&log, 2, b"after"));
    let late = log.append(Class::Record, &after).head.seq;

    assert_eq!(amal.open_record(early, &before).unwrap(), badou.account());
    assert!(matches!(
        chiara.open_record(early, &before),
        Err(MessageFault::NotAuthentic)
    ));
    assert_eq!(chiara.open_record(late, &after).unwrap(), badou.account());
    assert_eq!(chiara.tip(), amal.tip());
}

#[test]
fn a_device_that_lost_its_state_comes_back_with_its_role_and_its_past() {
    let (amal, badou, chiara) = (Member::new(), Member::new(), Member::new());
    let mut log = amal.found(Suite::Classical);
    add(&mut log, &amal, &[], &badou, Role::Contributor);
    add(&mut log, &amal, &[&badou], &chiara, Role::Reader);
    let record = badou.seal_record(&badou.op(&log, 1, b"x"));
    let seq = log.append(Class::Record, &record).head.seq;

    // Badou misses a commit, then asks; it still holds the old group.
    change(&mut log, &chiara, &[&amal], Change::UpdateKeys);
    let package = verified(&badou.key_package(Suite::Classical), Suite::Classical);
    let staged = amal
        .stage(
            &log,
            Change::ReAdd {
                package: Box::new(package),
                request: None,
            },
        )
        .unwrap();
    let (payload, at) = log.take(&staged);
    let merged = amal.merge_own(&staged, at).unwrap();
    assert!(merged.left.is_empty() && merged.joined.is_empty());
    chiara.receive(&payload, at).unwrap();
    assert!(matches!(badou.join(&staged, at), Err(JoinFault::AlreadyHeld)));
    badou.rejoin(&staged, at).unwrap();

    assert_eq!(badou.authenticator(), chiara.authenticator());
    assert_eq!(badou.tip(), amal.tip());
    for member in [&amal, &badou, &chiara] {
        assert_eq!(member.open_record(seq, &record).unwrap(), badou.account());
    }
    let again = badou.seal_record(&badou.op(&log, 2, b"y"));
    let seq = log.append(Class::Record, &again).head.seq;
    assert_eq!(chiara.open_record(seq, &again).unwrap(), badou.account());
    assert!(chiara.hear(&badou.say("de retour")).is_ok());
}

#[test]
fn a_renewed_leaf_signs_with_a_new_key_and_its_old_records_stand() {
    let (amal, badou) = (Member::new(), Member::new());
    let mut log = amal.found(Suite::PostQuantum);
    add(&mut log, &amal, &[], &badou, Role::Contributor);
    let key = || badou.with_group(|tx, group| group.my_leaf_key(tx)).unwrap();
    let old = key();
    let record = badou.seal_record(&badou.op(&log, 1, b"x"));
    let seq = log.append(Class::Record, &record).head.seq;
    change(&mut log, &badou, &[&amal], Change::RenewLeaf);
    assert_ne!(key().public(), old.public());
    let kept = |key: &SigningKey| {
        badou
            .write(|tx| crate::rows::leaf_key(tx, &key.public()))
            .unwrap()
            .is_some()
    };
    assert!(!kept(&old), "the old key signs nothing more");
    assert_eq!(amal.open_record(seq, &record).unwrap(), badou.account());
    assert!(amal.hear(&badou.say("encore")).is_ok());
    let record = badou.seal_record(&badou.op(&log, 2, b"y"));
    let seq = log.append(Class::Record, &record).head.seq;
    assert_eq!(amal.open_record(seq, &record).unwrap(), badou.account());
}

#[test]
fn a_last_resort_key_package_serves_again_until_it_is_replaced() {
    let (amal, badou) = (Member::new(), Member::new());
    let mut log = amal.found(Suite::Classical);
    let bytes = badou
        .write(|tx| {
            make_key_package(
                tx,
                &badou.me(),
                Suite::Classical,
                Uses::LastResort,
                NOW,
                &OsEntropy,
            )
        })
        .unwrap();
    let package = verified(&bytes, Suite::Classical);
    assert_eq!(package.uses(), Uses::LastResort);
    for round in 0..2 {
        let staged = amal
            .stage(&log, Change::Add(vec![(package.clone(), Role::Contributor)]))
            .unwrap();
        let (_, at) = log.take(&staged);
        amal.merge_own(&staged, at).unwrap();
        badou.join(&staged, at).unwrap();
        assert!(amal.hear(&badou.say("ici")).is_ok(), "round {round}");
        let gone = Change::Remove {
            accounts: vec![badou.account()],
            evidence: vec![],
        };
        change(&mut log, &amal, &[], gone);
        badou.write(|tx| Group::forget(tx, LOG)).unwrap();
    }
}

#[test]
fn the_last_steward_leaves_to_whom_it_names() {
    let (amal, badou) = (Member::new(), Member::new());
    let mut log = amal.found(Suite::Classical);
    add(&mut log, &amal, &[], &badou, Role::Reader);
    let go = |successor| {
        let leave = amal.with_group(|tx, group| group.leave(tx, successor)).unwrap();
        Change::Remove {
            accounts: vec![amal.account()],
            evidence: vec![leave],
        }
    };
    assert!(matches!(
        badou.stage(&log, go(None)),
        Err(EngineFault::Refused(Invalid::NoSuccessor))
    ));
    change(&mut log, &badou, &[], go(Some(badou.account())));
    let role = badou
        .with_group(|_, group| Ok::<_, EngineFault>(group.policy().role_of(badou.account())))
        .unwrap();
    assert_eq!(role, Some(Role::Steward));
}

#[test]
fn one_account_has_several_devices_and_looks_after_them_itself() {
    let (amal, phone) = (Member::new(), Member::new());
    let mut log = amal.found(Suite::Classical);
    add(&mut log, &amal, &[], &phone, Role::Reader);
    let laptop = Member::device_of(SigningKey::from_seed(&phone.account_key.seed()));
    add(&mut log, &phone, &[&amal], &laptop, Role::Reader);
    let heard = amal.hear(&laptop.say("deux")).unwrap();
    assert_eq!(heard.device.account(), phone.account());
    let lost = laptop.me().device().unwrap().device();
    let merged = change(&mut log, &phone, &[&amal], Change::RemoveDevices(vec![lost]));
    assert!(merged.left.is_empty(), "the account stays");
    assert!(merged.era_turned.is_some());
}

#[test]
fn a_batch_writes_the_ratchets_once_and_nothing_opens_twice() {
    let (amal, badou) = (Member::new(), Member::new());
    let mut log = amal.found(Suite::Classical);
    add(&mut log, &amal, &[], &badou, Role::Reader);
    let said: Vec<Vec<u8>> = (0..5).map(|n| amal.say(&format!("{n}"))).collect();
    let ratchets = || badou.write(|tx| tx.mls_list("mls_message_secrets", &[])).unwrap();
    let before = ratchets();
    badou
        .with_group(|tx, group| {
            for payload in &said {
                group.decrypt_in_batch(tx, payload).unwrap();
                assert!(group.decrypt_in_batch(tx, payload).is_err());
            }
            assert_eq!(tx.mls_list("mls_message_secrets", &[])?, before);
            group.write_ratchets(tx)
        })
        .unwrap();
    assert_ne!(ratchets(), before);
    for payload in &said {
        assert!(matches!(badou.hear(payload), Err(MessageFault::NotAuthentic)));
    }
}

// claim: CLM-FS-01
#[test]
fn a33_what_was_read_in_a_long_epoch_opens_no_more_from_the_vault_as_it_is_kept() {
    let (amal, badou) = (Member::new(), Member::new());
    let mut log = amal.found(Suite::Classical);
    add(&mut log, &amal, &[], &badou, Role::Reader);
    // Further than a ratchet may jump at once; badou says nothing and comes back for each fifty.
    let said: Vec<Vec<u8>> = (0..1_500).map(|n| amal.say(&format!("{n}"))).collect();
    for batch in said.chunks(50) {
        badou
            .with_group(|tx, group| {
                for payload in &batch[1..] {
                    group.decrypt_in_batch(tx, payload).unwrap();
                }
                group.write_ratchets(tx)
            })
            .unwrap();
        badou.hear(&batch[0]).unwrap(); // late, alone
        for payload in [&batch[0], &batch[1], &batch[49]] {
            assert!(matches!(badou.hear(payload), Err(MessageFault::NotAuthentic)));
        }
    }
    for payload in said.iter().step_by(49) {
        assert!(matches!(badou.hear(payload), Err(MessageFault::NotAuthentic)));
    }
}

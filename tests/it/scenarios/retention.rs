// SPDX-License-Identifier: MIT OR Apache-2.0
//! What is kept is shortened by stewards: announced to all, a week later gone at the relay and with every member, and only
//! what they asked for.

use std::time::Duration;

use toguna_auth::SigningKey;
use toguna_mls::evil::Twist;
use toguna_sdk::{AlarmCode, Code, Field, Lifetime, LogId, Role, Search, Seq, StewardAsk};
use toguna_store::MemoryStore;
use toguna_tests::{EvilMember, EvilRelay, Member, Shelf, World, on_every_store};
use toguna_types::{Class, Secret, limit};

use super::closing::{signed, told};
use super::three;

on_every_store! {
    // claim: CLM-REQ-03
    old_messages_go_a_week_after_a_steward_asked_also_with_who_was_away,
    messages_stay_that_are_to_be_kept_after_all,
    // claim: CLM-REQ-03
    nobody_but_a_steward_shortens_what_is_kept,
    a_request_reaches_no_farther_than_where_it_stands,
}

const DAY: Duration = Duration::from_hours(24);

fn words(member: &Member, log: LogId) -> Vec<String> {
    let seen = member.has_seen(log);
    seen.into_iter()
        .filter(|word| word.starts_with("Amal: "))
        .collect()
}

/// A month lies between what Amal says first and what she says last.
async fn a_month(world: &World) -> (Member, Member, Member, LogId) {
    let (amal, beatrice, celeste, log) = three(world).await;
    celeste.syncs().await;
    let item = vec![(Field::Title, "Liste".to_owned())];
    amal.client.add_item(log, item).await.unwrap();
    amal.says(log, "témoin").await;
    amal.says(log, "route").await;
    world.clock.advance(30 * DAY);
    amal.says(log, "récent").await;
    beatrice.syncs().await;
    (amal, beatrice, celeste, log)
}

async fn old_messages_go_a_week_after_a_steward_asked_also_with_who_was_away(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, celeste, log) = a_month(&world).await;
    let plan = amal.client.shortening(log, Lifetime::Month).unwrap();
    assert!(plan.lifetime_changes && plan.messages >= 2, "{plan:?}");
    assert_eq!(amal.client.shortening(log, Lifetime::Quarter).unwrap().upto, None);
    let done = amal.client.shorten_retention(log, Lifetime::Month).await.unwrap();
    assert_eq!(done, plan);
    let erases = amal.client.space(log).unwrap().erases.unwrap();
    beatrice.syncs().await;
    assert_eq!(
        told(&beatrice, log),
        [StewardAsk::Erase {
            upto: plan.upto.unwrap()
        }]
    );
    assert_eq!(
        beatrice.client.space(log).unwrap().policy.unwrap().lifetime,
        Lifetime::Month
    );
    let all = ["Amal: témoin", "Amal: route", "Amal: récent"];
    for member in [&amal, &beatrice] {
        assert_eq!(words(member, log), all, "until then everything goes on");
        assert!(
            member
                .client
                .space(log)
                .unwrap()
                .erases
                .is_some_and(|at| at >= erases)
        );
    }

    world.clock.advance(limit::REQUEST_STANDS + DAY);
    world.sweeps(&shelf).await;
    // Celeste was away all the while, and had read none of it.
    for member in [&amal, &beatrice, &celeste] {
        member.syncs().await;
        member.syncs().await;
        assert_eq!(words(member, log), ["Amal: récent"], "{}", member.name);
        let search = Search {
            text: "témoin".to_owned(),
            ..Search::default()
        };
        let found = member.client.search(search).await.unwrap();
        assert!(found.is_empty(), "{}", member.name);
        assert_eq!(member.client.library(log).unwrap()[0].title(), "Liste");
        let detail = member.client.space(log).unwrap();
        assert_eq!(
            (detail.summary.alarm, detail.erases),
            (None, None),
            "{}",
            member.name
        );
    }
    celeste.says(log, "compris").await;
}

async fn messages_stay_that_are_to_be_kept_after_all(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, _, log) = a_month(&world).await;
    amal.client.shorten_retention(log, Lifetime::Week).await.unwrap();
    world.clock.advance(3 * DAY);
    amal.client.keep_messages(log).await.unwrap();
    assert_eq!(amal.client.space(log).unwrap().erases, None);
    world.clock.advance(limit::REQUEST_STANDS + DAY);
    world.sweeps(&shelf).await;
    for member in [&amal, &beatrice] {
        member.syncs().await;
        assert_eq!(words(member, log).len(), 3, "{}", member.name);
        assert_eq!(told(member, log).last(), Some(&StewardAsk::KeepMessages));
    }
}

async fn nobody_but_a_steward_shortens_what_is_kept(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, celeste, log) = a_month(&world).await;
    amal.client.set_role(log, "Celeste", Role::Reader).await.unwrap();
    for member in [&beatrice, &celeste] {
        member.syncs().await;
        let shortened = member.client.shorten_retention(log, Lifetime::Week).await;
        assert_eq!(shortened.unwrap_err().is(), Code::NotAllowed, "{}", member.name);
        let kept = member.client.keep_messages(log).await;
        assert_eq!(kept.unwrap_err().is(), Code::NotAllowed, "{}", member.name);
    }
    let keep = amal
        .client
        .shorten_retention(log, Lifetime::Keep)
        .await
        .unwrap_err();
    assert_eq!((keep.is(), keep.field()), (Code::OutOfRange, Some("lifetime")));
}

async fn a_request_reaches_no_farther_than_where_it_stands(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, _, log) = a_month(&world).await;
    amal.syncs().await;
    let mut held = super::steward_key::secrets(&amal, log);
    let seed: &mut [u8; 32] = held[0].1.as_mut_slice().try_into().unwrap();
    let key = SigningKey::from_seed(&Secret::take(seed));
    let amal = EvilMember::of(amal);
    let all = StewardAsk::Erase {
        upto: Seq::new(u64::MAX),
    };
    let mut twist = Twist::default();
    twist.steward_request = Some(signed(&amal, log, &key, all));
    let forged = amal.commit(log, &twist, &[]);
    amal.commits(log, &forged).await;
    beatrice.syncs().await;
    beatrice.says(log, "plus tard").await;
    world.clock.advance(limit::REQUEST_STANDS + DAY);
    world.sweeps(&shelf).await;
    beatrice.syncs().await;
    beatrice.syncs().await;
    assert_eq!(beatrice.has_seen(log), ["Béatrice: plus tard"]);
}

// claim: CLM-REQ-03
#[tokio::test(flavor = "multi_thread")]
async fn a12_a_relay_that_erases_more_than_was_asked_or_unasked_is_found_out() {
    for asked in [true, false] {
        let truth = MemoryStore::new();
        let world = World::around(truth.clone());
        let evil = EvilRelay::over(&world, &truth);
        let amal = world.member("Amal").await;
        let celeste = world.member_on("Celeste", evil.wire()).await;
        let log = amal.founds("Monitoring").await;
        amal.brings(log, &celeste).await;
        // Newcomers renew their keys within ten minutes; after that Celeste has nothing to send.
        for member in [&celeste, &amal, &celeste] {
            world.clock.advance(Duration::from_mins(11));
            member.syncs().await;
        }
        amal.says(log, "ancien").await;
        world.clock.advance(30 * DAY);
        amal.says(log, "récent").await;
        if asked {
            amal.client.shorten_retention(log, Lifetime::Month).await.unwrap();
        }
        world.clock.advance(limit::REQUEST_STANDS + DAY);
        amal.says(log, "encore").await;
        evil.shows(log, |told| {
            for entry in told.iter_mut().filter(|told| told.class == Class::Message) {
                entry.payload = None;
            }
        });
        celeste.syncs().await;
        let alarm = celeste.client.space(log).unwrap().summary.alarm;
        assert_eq!(
            alarm.map(|alarm| alarm.code),
            Some(AlarmCode::RelayWithholds),
            "{asked}"
        );
    }
}

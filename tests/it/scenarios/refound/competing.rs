// SPDX-License-Identifier: MIT OR Apache-2.0
//! Two found the space anew, one comes late, one is told a tale.

use std::time::Duration;

use toguna_sdk::{AlarmCode, Code, Doubt, LogId, Options, Role, SpaceState};
use toguna_tests::{EvilMember, Member, World};

use super::{people, settle, state, wedges};

const DAY: Duration = Duration::from_hours(24);

/// Amal and Béatrice, stewards, Celeste, a contributor, and Mallory, who has stopped the space.
async fn stopped() -> (World, [Member; 3], EvilMember, LogId) {
    let world = World::around(toguna_store::MemoryStore::new());
    let amal = world.member("Amal").await;
    let beatrice = world.member("Béatrice").await;
    let celeste = world.member("Celeste").await;
    let mallory = world.member("Mallory").await;
    let log = amal.founds("Monitoring").await;
    for member in [&beatrice, &celeste, &mallory] {
        amal.brings(log, member).await;
    }
    amal.client
        .set_role(log, "Béatrice", Role::Steward)
        .await
        .unwrap();
    settle(&world, &[&amal, &beatrice, &celeste, &mallory]).await;
    let mallory = EvilMember::of(mallory);
    wedges(&mallory, log).await;
    (world, [amal, beatrice, celeste], mallory, log)
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_successors_the_second_is_put_to_the_user_and_both_who_made_one_end_in_one_space() {
    let (world, [amal, beatrice, celeste], _mallory, log) = stopped().await;
    for member in [&amal, &beatrice] {
        member.client.sync(Some(log), |_| {}).await.unwrap();
    }
    let first = amal.client.refound_space(log, false).await.unwrap().space.log;
    celeste.syncs().await;
    assert_eq!(state(&celeste, log), SpaceState::Succeeded);
    // Béatrice knows of it and wants her own.
    let known = beatrice.client.refound_space(log, false).await.unwrap_err();
    assert_eq!(
        known.is(),
        Code::SpaceRefounded,
        "a steward's is followed rather than rivalled"
    );
    settle(&world, &[&amal, &beatrice, &celeste]).await;
    for member in [&amal, &beatrice, &celeste] {
        assert_eq!(people(member, first).len(), 3);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_found_it_anew_at_once_are_asked_and_choose_one() {
    let (world, [amal, beatrice, celeste], _mallory, log) = stopped().await;
    for member in [&amal, &beatrice, &celeste] {
        member.client.sync(Some(log), |_| {}).await.unwrap();
    }
    // Letters take their time, so that neither hears of the other before it is done.
    let slow = || Options {
        hurry: false,
        ..world.options()
    };
    let (amal, beatrice) = (amal.reopened(slow()), beatrice.reopened(slow()));
    let one = amal.client.refound_space(log, false).await.unwrap().space.log;
    let other = beatrice.client.refound_space(log, false).await.unwrap().space.log;
    world.clock.advance(Duration::from_mins(3));
    amal.syncs().await;
    beatrice.syncs().await;
    celeste.syncs().await;
    let followed = celeste.client.find_space("Monitoring").unwrap();
    assert_eq!(
        followed,
        one.min(other),
        "who hears of both at once takes the lower id"
    );

    settle(&world, &[&amal, &beatrice, &celeste]).await;
    for (member, offered) in [(&amal, other), (&beatrice, one)] {
        let offers = member.client.invitations().unwrap();
        assert_eq!((offers.len(), offers[0].log), (1, offered));
        assert_eq!(offers[0].succeeds.as_ref().unwrap().doubt, Some(Doubt::Competing));
        let alarms = member.client.status().unwrap().alarms;
        assert!(alarms.iter().any(|alarm| alarm.code == AlarmCode::SpaceRefounded));
    }
    beatrice.client.queue(other, "à ceux d’Amal").unwrap();
    beatrice.client.accept(one).await.unwrap();
    if followed == other {
        celeste.client.accept(one).await.unwrap();
    }
    settle(&world, &[&amal, &beatrice, &celeste]).await;
    for member in [&amal, &beatrice, &celeste] {
        assert_eq!(people(member, one).len(), 3, "{}", member.name);
        assert_eq!(member.client.find_space("Monitoring").unwrap(), one);
    }
    assert_eq!(state(&beatrice, other), SpaceState::Succeeded);
    assert_eq!(amal.sees(one).await, ["Béatrice: à ceux d’Amal"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_comes_sixty_days_later_reads_the_letter_first_and_follows() {
    let (world, [amal, beatrice, celeste], _mallory, log) = stopped().await;
    celeste.client.queue(log, "d’avant l’absence").unwrap();
    amal.client.sync(Some(log), |_| {}).await.unwrap();
    let next = amal.client.refound_space(log, false).await.unwrap().space.log;
    settle(&world, &[&beatrice, &amal]).await;
    for day in 0..60 {
        world.clock.advance(DAY);
        if day % 10 == 0 {
            amal.says(next, "on avance").await;
            settle(&world, &[&amal, &beatrice]).await;
        }
    }
    settle(&world, &[&celeste, &amal, &beatrice]).await;
    assert_eq!(state(&celeste, log), SpaceState::Succeeded);
    assert_eq!(people(&celeste, next).len(), 3);
    let seen = beatrice.sees(next).await;
    let late = seen.iter().filter(|word| *word == "Celeste: d’avant l’absence");
    assert_eq!(late.count(), 1);
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! What members agree on: roles, the title, what newcomers read, how long messages live, fresh keys.

use std::time::Duration;

use super::three;
use toguna_sdk::{
    Agreed, Code, Lifetime, LogId, Newcomers, PolicyChange, ReadRange, Role, ShownKind, SpaceDetail,
};
use toguna_store::Store as _;
use toguna_tests::{Member, Shelf, World, on_every_store};
use toguna_types::Clock as _;

on_every_store! {
    a_policy_changes_for_everybody_and_everybody_is_told,
    two_stewards_decide_at_once_and_both_are_heard,
    who_may_not_decide_is_refused_by_its_own_device,
    who_became_a_reader_says_nothing_that_was_queued_before,
    messages_end_with_their_lifetime,
    fresh_keys_are_a_new_epoch_and_healing_a_new_era,
}

const DAY: Duration = Duration::from_hours(24);

fn space(who: &Member, log: LogId) -> SpaceDetail {
    who.client.space(log).unwrap()
}

fn role_of(who: &Member, log: LogId, name: &str) -> Role {
    let people = space(who, log).people;
    let found = people.iter().find(|p| p.handle.as_deref() == Some(name));
    found.unwrap().role
}

fn told(who: &Member, log: LogId) -> Vec<String> {
    let mut told = Vec::new();
    for shown in who.client.read(log, ReadRange::default()).unwrap() {
        let by = shown.handle.unwrap_or_default();
        if let ShownKind::Members { agreed, .. } = shown.kind {
            told.extend(agreed.into_iter().map(|agreed| match agreed {
                Agreed::Role(person, role) => {
                    format!("{by}: {} {role:?}", person.handle.unwrap_or_default())
                }
                Agreed::Title(title) => format!("{by}: {title}"),
                Agreed::Newcomers(newcomers) => format!("{by}: {newcomers:?}"),
                Agreed::Lifetime(lifetime) => format!("{by}: {lifetime:?}"),
                Agreed::EraMaxAge(age) => format!("{by}: {} s", age.as_secs()),
                Agreed::Asked(ask) => format!("{by}: {ask:?}"),
            }));
        }
    }
    told
}

async fn a_policy_changes_for_everybody_and_everybody_is_told(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, celeste, log) = three(&world).await;
    amal.client
        .set_role(log, "béatrice", Role::Steward)
        .await
        .unwrap();
    beatrice.client.rename(log, " رصد ").await.unwrap();
    let change = PolicyChange {
        newcomers: Some(Newcomers::FromJoin),
        lifetime: Some(Lifetime::Month),
        era_max_age: Some(Duration::from_hours(12)),
    };
    beatrice.client.change_policy(log, change).await.unwrap();
    let agreed = [
        "Amal: Béatrice Steward",
        "Béatrice: رصد",
        "Béatrice: FromJoin",
        "Béatrice: Month",
        "Béatrice: 43200 s",
    ];
    for member in [&amal, &beatrice, &celeste] {
        member.syncs().await;
        let space = space(member, log);
        let policy = space.policy.unwrap();
        assert_eq!(space.summary.title, "رصد");
        assert_eq!(policy.newcomers, Newcomers::FromJoin);
        assert_eq!(policy.lifetime, Lifetime::Month);
        assert_eq!(policy.era_max_age, Duration::from_hours(12));
        assert_eq!(role_of(member, log, "Béatrice"), Role::Steward);
        assert_eq!(told(member, log), agreed);
    }
    // To agree on what holds already is no commit.
    let epoch = space(&amal, log).summary.epoch;
    amal.client.rename(log, "رصد").await.unwrap();
    assert_eq!(space(&amal, log).summary.epoch, epoch);
}

async fn two_stewards_decide_at_once_and_both_are_heard(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, celeste, log) = three(&world).await;
    amal.client
        .set_role(log, "Béatrice", Role::Steward)
        .await
        .unwrap();
    beatrice.syncs().await;
    for round in 0..5 {
        let (title, role) = if round % 2 == 0 {
            ("jour", Role::Reader)
        } else {
            ("nuit", Role::Contributor)
        };
        let (renamed, changed) = tokio::join!(
            amal.client.rename(log, title),
            beatrice.client.set_role(log, "Celeste", role)
        );
        renamed.unwrap();
        changed.unwrap();
        for member in [&amal, &beatrice, &celeste] {
            member.syncs().await;
            assert_eq!(space(member, log).summary.title, title);
            assert_eq!(role_of(member, log, "Celeste"), role);
        }
    }
}

async fn who_may_not_decide_is_refused_by_its_own_device(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, _, log) = three(&world).await;
    let epoch = space(&beatrice, log).summary.epoch;
    let client = &beatrice.client;
    let refused = [
        client.rename(log, "à moi").await,
        client.set_role(log, "Béatrice", Role::Steward).await,
        client.set_role(log, "Amal", Role::Reader).await,
    ];
    for fault in refused {
        assert_eq!(fault.unwrap_err().is(), Code::NotAllowed);
    }
    let nobody = amal.client.set_role(log, "Dora", Role::Reader).await;
    assert_eq!(nobody.unwrap_err().is(), Code::PersonUnknown);
    let last = amal.client.set_role(log, "Amal", Role::Contributor).await;
    assert_eq!(last.unwrap_err().is(), Code::LastSteward);
    amal.syncs().await;
    assert_eq!(space(&amal, log).summary.epoch, epoch, "nothing was committed");
    assert_eq!(space(&amal, log).summary.title, "Monitoring");
}

async fn who_became_a_reader_says_nothing_that_was_queued_before(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, celeste, log) = three(&world).await;
    celeste.client.queue(log, "ainda não").unwrap();
    amal.client.set_role(log, "Celeste", Role::Reader).await.unwrap();
    celeste.syncs().await;
    let fault = celeste.client.say(log, "?").await.unwrap_err();
    assert_eq!(fault.is(), Code::NotAllowed);
    assert_eq!(amal.sees(log).await, [""; 0]);
    amal.client
        .set_role(log, "Celeste", Role::Contributor)
        .await
        .unwrap();
    celeste.syncs().await;
    celeste.says(log, "agora").await;
    assert_eq!(beatrice.sees(log).await, ["Celeste: agora"]);
    assert_eq!(
        celeste.sees(log).await,
        ["Celeste: agora"],
        "what was refused is not said later"
    );
}

async fn messages_end_with_their_lifetime(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, celeste, log) = three(&world).await;
    amal.says(log, "cela reste").await;
    let change = PolicyChange {
        lifetime: Some(Lifetime::Day),
        ..PolicyChange::default()
    };
    amal.client.change_policy(log, change).await.unwrap();
    beatrice.syncs().await; // Celeste hears nothing of it yet
    amal.says(log, "cela passe").await;
    beatrice.says(log, "cela aussi").await;
    let all = ["Amal: cela reste", "Amal: cela passe", "Béatrice: cela aussi"];
    assert_eq!(amal.sees(log).await, all);
    assert_eq!(beatrice.sees(log).await, all);
    world.clock.advance(DAY - Duration::from_mins(1));
    assert_eq!(beatrice.sees(log).await, all);
    world.clock.advance(Duration::from_mins(2));
    // Whoever does not synchronise is shown nothing of it either.
    assert_eq!(beatrice.has_seen(log), ["Amal: cela reste"]);
    assert_eq!(amal.sees(log).await, ["Amal: cela reste"]);
    assert_eq!(beatrice.sees(log).await, ["Amal: cela reste"]);
    // The relay forgets them too, a day later at most; who was away finds stubs and takes them for what they are.
    world.clock.advance(DAY);
    world.crashes();
    let store = shelf.open().await;
    let swept = store.sweep(world.clock.now()).await.unwrap();
    assert_eq!(swept.payloads, 2);
    world.restart(store);
    assert_eq!(celeste.sees(log).await, ["Amal: cela reste"]);
    for member in [&amal, &beatrice, &celeste] {
        assert_eq!(space(member, log).summary.alarm, None);
    }
    celeste.says(log, "cheguei").await;
    assert_eq!(amal.sees(log).await, ["Amal: cela reste", "Celeste: cheguei"]);
}

async fn fresh_keys_are_a_new_epoch_and_healing_a_new_era(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, _, log) = three(&world).await;
    let before = space(&beatrice, log).summary.epoch;
    beatrice.client.update_keys(log).await.unwrap();
    let updated = space(&beatrice, log).summary.epoch;
    assert!(updated > before);
    beatrice.client.heal(log).await.unwrap();
    assert!(space(&beatrice, log).summary.epoch > updated);
    beatrice.says(log, "guérie").await;
    assert_eq!(amal.sees(log).await, ["Béatrice: guérie"]);
    assert_eq!(
        space(&amal, log).summary.epoch,
        space(&beatrice, log).summary.epoch
    );
}

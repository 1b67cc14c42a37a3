// SPDX-License-Identifier: MIT OR Apache-2.0
//! The steward key is with all stewards' devices, and with nobody else for long.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use toguna_auth::Op;
use toguna_sdk::{Code, LogId, Newcomers, PolicyChange, Role, Seq};
use toguna_tests::{EvilMember, Given, Member, Shelf, Tap, Tapped, Wire, World, on_every_store};

use super::three;

on_every_store! {
    every_steward_closes_a_space_and_leaves_it_open,
    // claim: CLM-REQ-02
    who_is_a_steward_no_more_has_a_key_that_means_nothing,
    // claim: CLM-REQ-02
    nobody_but_a_steward_gives_a_steward_key,
    the_last_steward_leaves_the_key_to_who_follows,
    a_steward_who_is_not_the_last_leaves_the_key_to_nobody,
    a_steward_who_came_late_has_the_key_that_counts,
    a_change_that_breaks_off_is_done_by_who_comes_next,
}

/// Cuts a wire right after the store has taken so many things.
#[derive(Default)]
struct CutAfter(Mutex<Option<(usize, Wire)>>);

impl Tap for CutAfter {
    fn stored(&self, given: &Given) {
        let mut left = self.0.lock().unwrap();
        let counts = matches!(given, Given::Append(_) | Given::Commit(_));
        if let Some((n, wire)) = left.as_mut().filter(|_| counts) {
            *n -= 1;
            if *n == 0 {
                wire.cut();
                *left = None;
            }
        }
    }
}

/// The steward keys whose secrets a member's vault holds: where, and the seed.
pub(crate) fn secrets(member: &Member, log: LogId) -> Vec<(String, Vec<u8>)> {
    let name: String = log.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    let vault = member.client.vault_for_tests();
    let held = vault.read(|tx| tx.meta().beginning(&format!("steward/{name}/")));
    held.unwrap()
}

async fn promotes(by: &Member, log: LogId, who: &Member) {
    let role = by.client.set_role(log, &who.name, Role::Steward).await;
    role.unwrap();
    who.syncs().await;
}

/// Asks for the end and takes it back: both only with the key that counts.
async fn may_close(member: &Member, log: LogId) {
    member.client.close_space(log).await.unwrap();
    assert!(
        member.client.space(log).unwrap().summary.closes.is_some(),
        "{}",
        member.name
    );
    member.client.withdraw_closing(log).await.unwrap();
    assert_eq!(
        member.client.space(log).unwrap().summary.closes,
        None,
        "{}",
        member.name
    );
}

async fn every_steward_closes_a_space_and_leaves_it_open(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, celeste, log) = three(&world).await;
    promotes(&amal, log, &beatrice).await;
    promotes(&beatrice, log, &celeste).await;
    for (member, has) in [
        (&amal, Some(true)),
        (&beatrice, Some(true)),
        (&celeste, Some(true)),
    ] {
        let detail = member.client.space(log).unwrap();
        assert_eq!(detail.has_steward_key, has, "{}", member.name);
    }
    celeste.client.close_space(log).await.unwrap();
    beatrice.client.withdraw_closing(log).await.unwrap();
    amal.syncs().await;
    assert_eq!(amal.client.space(log).unwrap().summary.closes, None);
    for member in [&amal, &beatrice, &celeste] {
        may_close(member, log).await;
        assert_eq!(secrets(member, log), secrets(&amal, log), "{}", member.name);
    }
}

async fn who_is_a_steward_no_more_has_a_key_that_means_nothing(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, celeste, log) = three(&world).await;
    promotes(&amal, log, &beatrice).await;
    promotes(&amal, log, &celeste).await;
    let first = secrets(&amal, log);
    // Made a contributor, removed, gone: each time the key is another, with those who are stewards still.
    beatrice
        .client
        .set_role(log, "Amal", Role::Contributor)
        .await
        .unwrap();
    let second = secrets(&beatrice, log);
    assert_ne!(first, second);
    amal.syncs().await;
    assert_eq!(secrets(&amal, log), [], "what counts no more is erased");
    celeste.syncs().await;
    assert_eq!(secrets(&celeste, log), second);
    may_close(&celeste, log).await;
    beatrice.syncs().await;
    may_close(&beatrice, log).await;

    celeste.client.leave(log, None).await.unwrap();
    amal.syncs().await; // who is no steward commits the leave
    world.clock.advance(Duration::from_mins(1));
    amal.syncs().await;
    beatrice.syncs().await;
    let third = secrets(&beatrice, log);
    assert_ne!(third, second);
    may_close(&beatrice, log).await;
    promotes(&beatrice, log, &amal).await;
    beatrice.client.remove(log, "Amal").await.unwrap();
    assert_ne!(secrets(&beatrice, log), third);
    may_close(&beatrice, log).await;
    // And who fears that her device was copied gets another too.
    let fourth = secrets(&beatrice, log);
    beatrice.client.heal(log).await.unwrap();
    assert_ne!(secrets(&beatrice, log), fourth);
    may_close(&beatrice, log).await;
}

async fn nobody_but_a_steward_gives_a_steward_key(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, celeste, log) = three(&world).await;
    promotes(&amal, log, &beatrice).await;
    celeste.syncs().await;
    let before = secrets(&beatrice, log);
    let all = amal.client.operations(log, None, Seq::new(0), 100).unwrap();
    let given = all
        .into_iter()
        .find(|op| op.kind == Op::KIND_STEWARD_KEY)
        .unwrap();
    let forged = given.body;
    let celeste = EvilMember::of(celeste);
    celeste
        .operates(log, |op| {
            op.object = [0; 16];
            op.kind = Op::KIND_STEWARD_KEY;
            op.body = forged.into();
        })
        .await;
    let giving = |member: &Member| {
        let all = member.client.operations(log, None, Seq::new(0), 100).unwrap();
        all.iter().filter(|op| op.kind == Op::KIND_STEWARD_KEY).count()
    };
    for member in [&amal, &beatrice] {
        member.syncs().await;
        assert_eq!(secrets(member, log), before);
        assert_eq!(giving(member), 1, "{}", member.name);
        may_close(member, log).await;
    }
}

async fn the_last_steward_leaves_the_key_to_who_follows(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, celeste, log) = three(&world).await;
    let first = secrets(&amal, log);
    amal.client.leave(log, Some("Celeste")).await.unwrap();
    beatrice.syncs().await;
    world.clock.advance(Duration::from_mins(1));
    beatrice.syncs().await;
    celeste.syncs().await;
    assert_ne!(secrets(&celeste, log), first);
    may_close(&celeste, log).await;
}

async fn a_steward_who_is_not_the_last_leaves_the_key_to_nobody(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, celeste, log) = three(&world).await;
    promotes(&amal, log, &beatrice).await;
    amal.client.leave(log, Some("Celeste")).await.unwrap();
    celeste.syncs().await;
    assert_eq!(secrets(&celeste, log), []);
}

async fn a_steward_who_came_late_has_the_key_that_counts(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, _, log) = three(&world).await;
    promotes(&amal, log, &beatrice).await;
    beatrice.client.set_role(log, "Amal", Role::Reader).await.unwrap();
    for (name, newcomers) in [("Dalila", Newcomers::Full), ("Élise", Newcomers::FromJoin)] {
        let change = PolicyChange {
            newcomers: Some(newcomers),
            ..PolicyChange::default()
        };
        beatrice.client.change_policy(log, change).await.unwrap();
        let late = world.member(name).await;
        beatrice.brings(log, &late).await;
        promotes(&beatrice, log, &late).await;
        may_close(&late, log).await;
    }
    // The one who made it knows of no key but its own: it is not asked.
    amal.syncs().await;
    assert_eq!(
        amal.client.close_space(log).await.unwrap_err().is(),
        Code::NotAllowed
    );
}

async fn a_change_that_breaks_off_is_done_by_who_comes_next(shelf: impl Shelf) {
    let cut = Arc::new(CutAfter::default());
    let world = World::around(Tapped::new(shelf.open().await, cut.clone()));
    let wire = world.wire.branch();
    let amal = world.member("Amal").await;
    let mut beatrice = world.member_on("Béatrice", &wire).await;
    let celeste = world.member("Celeste").await;
    // After the demotion; after the next key was given; after a commit has named it.
    for things in 1..=3 {
        for celeste_first in [true, false] {
            let log = amal.founds("Monitoring").await;
            for member in [&beatrice, &celeste] {
                amal.brings(log, member).await;
                promotes(&amal, log, member).await;
            }
            beatrice.syncs().await;
            let first = secrets(&celeste, log);
            *cut.0.lock().unwrap() = Some((things, wire.clone()));
            beatrice
                .client
                .set_role(log, "Amal", Role::Contributor)
                .await
                .ok();
            assert!(cut.0.lock().unwrap().is_none(), "cut after {things}");
            if celeste_first {
                celeste.syncs().await;
                world.clock.advance(Duration::from_hours(1));
                celeste.syncs().await;
                may_close(&celeste, log).await;
            }
            wire.mend(&world.wire);
            beatrice = beatrice.reopened(world.options_on(&wire));
            beatrice.syncs().await;
            world.clock.advance(Duration::from_hours(1));
            beatrice.syncs().await;
            celeste.syncs().await;
            for member in [&beatrice, &celeste] {
                may_close(member, log).await;
            }
            amal.syncs().await;
            assert_eq!(secrets(&amal, log), [], "after {things}");
            assert_ne!(secrets(&celeste, log), first, "after {things}");
            assert_eq!(secrets(&celeste, log), secrets(&beatrice, log), "after {things}");
        }
    }
}

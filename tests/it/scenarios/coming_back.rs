// SPDX-License-Identifier: MIT OR Apache-2.0
//! Devices that can follow their space no more ask to be put back, and are.

use std::path::Path;
use std::time::Duration;

use toguna_sdk::{AlarmCode, LogId, Role, SpaceState};
use toguna_tests::{Member, Shelf, World, on_every_store};

on_every_store! {
    a_device_whose_vault_was_put_back_is_put_back_into_the_space,
    a_contributor_puts_the_only_steward_back,
    a_device_whose_keys_the_relay_has_forgotten_is_put_back,
    a_removed_device_that_asks_is_not_put_back,
    who_asked_is_put_back_once,
}

const DAY: Duration = Duration::from_hours(24);

async fn three(world: &World) -> (Member, Member, Member, LogId) {
    let amal = world.member("Amal").await;
    let beatrice = world.member("Béatrice").await;
    let celeste = world.member("Celeste").await;
    let log = amal.founds("Monitoring").await;
    amal.brings(log, &beatrice).await;
    amal.brings(log, &celeste).await;
    settle(world, &[&amal, &beatrice, &celeste]).await;
    (amal, beatrice, celeste, log)
}

/// Everybody reads while the random and ordered waits pass.
async fn settle(world: &World, members: &[&Member]) {
    for _ in 0..6 {
        for member in members {
            member.client.sync(None, |_| {}).await.unwrap();
        }
        world.clock.advance(Duration::from_mins(11));
    }
}

fn state(who: &Member, log: LogId) -> SpaceState {
    who.client.space(log).unwrap().summary.state
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_file() {
            std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

/// The member's home as it was, after it has committed something that the copy knows nothing of.
async fn forgets_its_last_commit(world: &World, who: Member, log: LogId) -> Member {
    let (home, backup) = (who.home.clone(), who.home.with_extension("backup"));
    copy(&home, &backup);
    who.client.update_keys(log).await.unwrap();
    let name = who.name.clone();
    drop(who);
    std::fs::remove_dir_all(&home).unwrap();
    copy(&backup, &home);
    world.opens(&name)
}

async fn a_device_whose_vault_was_put_back_is_put_back_into_the_space(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, celeste, log) = three(&world).await;
    beatrice.says(log, "avant").await;
    amal.syncs().await;
    let beatrice = forgets_its_last_commit(&world, beatrice, log).await;
    beatrice.client.queue(log, "écrit avant de savoir").unwrap();
    beatrice.syncs().await;
    assert_eq!(state(&beatrice, log), SpaceState::Wedged);
    let alarms = beatrice.client.status().unwrap().alarms;
    assert_eq!(alarms[0].code, AlarmCode::NeedsReAdd);
    amal.says(log, "sans elle").await;
    settle(&world, &[&amal, &celeste, &beatrice]).await;
    assert_eq!(state(&beatrice, log), SpaceState::Active);
    assert!(beatrice.client.status().unwrap().alarms.is_empty());
    beatrice.says(log, "me revoilà").await;
    // What was said without it is lost to it, by forward secrecy; all else is there, each once, and in one order.
    let all = [
        "Béatrice: avant",
        "Amal: sans elle",
        "Béatrice: écrit avant de savoir",
        "Béatrice: me revoilà",
    ];
    assert_eq!(amal.sees(log).await, all);
    assert_eq!(celeste.sees(log).await, all);
    assert_eq!(beatrice.sees(log).await, [all[0], all[2], all[3]]);
    let people = amal.client.space(log).unwrap().people;
    assert_eq!(people.len(), 3);
    assert!(people.iter().all(|person| person.devices == 1));
    amal.client.remove(log, "Béatrice").await.unwrap();
    beatrice.syncs().await;
    assert_eq!(
        state(&beatrice, log),
        SpaceState::Removed,
        "it is a member like any other"
    );
}

async fn a_contributor_puts_the_only_steward_back(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, celeste, log) = three(&world).await;
    let amal = forgets_its_last_commit(&world, amal, log).await;
    amal.syncs().await;
    assert_eq!(state(&amal, log), SpaceState::Wedged);
    settle(&world, &[&beatrice, &celeste, &amal]).await;
    assert_eq!(state(&amal, log), SpaceState::Active);
    let role = amal.client.space(log).unwrap().summary.role;
    assert_eq!(role, Some(Role::Steward), "its account keeps its role");
    amal.client.rename(log, "Suivi").await.unwrap();
    beatrice.syncs().await;
    assert_eq!(beatrice.client.space(log).unwrap().summary.title, "Suivi");
}

async fn a_device_whose_keys_the_relay_has_forgotten_is_put_back(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, celeste, log) = three(&world).await;
    beatrice.client.queue(log, "d’il y a longtemps").unwrap();
    // The epoch it knows ends after a week; ninety days later, and a day at most, the relay forgets its keys.
    for _ in 0..15 {
        world.clock.advance(DAY * 7);
        amal.says(log, "une semaine de plus").await;
        celeste.syncs().await;
        amal.client.update_keys(log).await.unwrap();
    }
    world.sweeps(&shelf).await;
    beatrice.client.sync(None, |_| {}).await.unwrap();
    assert_eq!(state(&beatrice, log), SpaceState::Wedged);
    settle(&world, &[&amal, &celeste, &beatrice]).await;
    assert_eq!(state(&beatrice, log), SpaceState::Active);
    amal.syncs().await;
    amal.says(log, "bienvenue").await;
    let seen = beatrice.sees(log).await;
    assert!(seen.contains(&"Amal: bienvenue".to_owned()), "{seen:?}");
    let said = amal.sees(log).await;
    let late = said.iter().filter(|word| *word == "Béatrice: d’il y a longtemps");
    assert_eq!(late.count(), 1);
}

async fn a_removed_device_that_asks_is_not_put_back(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, celeste, log) = three(&world).await;
    let celeste = forgets_its_last_commit(&world, celeste, log).await;
    celeste.syncs().await; // asks
    assert_eq!(state(&celeste, log), SpaceState::Wedged);
    amal.client.remove(log, "Celeste").await.unwrap();
    settle(&world, &[&amal, &beatrice, &celeste]).await;
    assert_ne!(state(&celeste, log), SpaceState::Active);
    assert_eq!(beatrice.client.space(log).unwrap().people.len(), 2);
}

async fn who_asked_is_put_back_once(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, celeste, log) = three(&world).await;
    let beatrice = forgets_its_last_commit(&world, beatrice, log).await;
    for _ in 0..5 {
        beatrice.syncs().await;
    }
    let epoch = |who: &Member| who.client.space(log).unwrap().summary.epoch.get();
    settle(&world, &[&amal, &celeste]).await;
    // The commit that it forgot, and one by whoever's turn came first.
    assert_eq!(epoch(&amal), epoch(&beatrice) + 2);
    settle(&world, &[&beatrice, &amal, &celeste]).await;
    assert_eq!(state(&beatrice, log), SpaceState::Active);
    world.clock.advance(DAY * 2);
    settle(&world, &[&amal, &celeste, &beatrice]).await;
    assert_eq!(state(&beatrice, log), SpaceState::Active);
    assert!(beatrice.client.invitations().unwrap().is_empty());
    beatrice.says(log, "tout va bien").await;
    assert_eq!(amal.sees(log).await, ["Béatrice: tout va bien"]);
}

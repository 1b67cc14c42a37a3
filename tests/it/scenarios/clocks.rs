// SPDX-License-Identifier: MIT OR Apache-2.0
//! Clocks that are wrong: by the three hours of a wrong time zone, by the year of an empty battery.

use std::sync::Arc;
use std::time::Duration;

use toguna_sdk::{Clock as _, Timestamp};
use toguna_tests::{Shelf, World, on_every_store};
use toguna_types::TestClock;

on_every_store! {
    wrong_clocks_keep_nobody_out,
    a_clock_that_is_set_right_changes_nothing,
}

const HOUR: i64 = 3_600_000;

fn off(world: &World, by: i64) -> Arc<TestClock> {
    let now = world.clock.now().millis().saturating_add_signed(by);
    Arc::new(TestClock::at(Timestamp::from_millis(now)))
}

async fn wrong_clocks_keep_nobody_out(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let wrong = [-3 * HOUR, 3 * HOUR, -365 * 24 * HOUR, 365 * 24 * HOUR];
    let mut members = Vec::new();
    for (n, by) in wrong.into_iter().enumerate() {
        let options = world.options_with(off(&world, by));
        members.push(world.member_with(&format!("M{n}"), options).await);
    }
    members.push(world.member("M4").await);
    let log = members[0].founds("Monitoring").await;
    let mut said = Vec::new();
    for n in 1..members.len() {
        // Each invites the next, so that every clock invites and is invited.
        members[n - 1].syncs().await;
        members[n - 1].brings(log, &members[n]).await;
        members[n].says(log, "bonjour").await;
        said.push(format!("M{n}: bonjour"));
    }
    members[0].client.remove(log, "M4").await.unwrap();
    members[2].says(log, "au revoir").await;
    said.push("M2: au revoir".to_owned());
    assert_eq!(members[0].sees(log).await, said);
    for (n, member) in members.iter().enumerate().take(4).skip(1) {
        assert_eq!(
            member.sees(log).await,
            said[n - 1..],
            "M{n} sees what came after it"
        );
    }
}

async fn a_clock_that_is_set_right_changes_nothing(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let clock = off(&world, -365 * 24 * HOUR);
    let amal = world.member_with("Amal", world.options_with(clock.clone())).await;
    let beatrice = world.member("Béatrice").await;
    let log = amal.founds("Monitoring").await;
    amal.brings(log, &beatrice).await;
    amal.says(log, "avant").await;
    clock.advance(Duration::from_hours(365 * 24));
    amal.says(log, "après").await;
    assert_eq!(beatrice.sees(log).await, ["Amal: avant", "Amal: après"]);
    // And a relay whose clock jumps, with the connections still open.
    world.clock.advance(Duration::from_hours(3));
    beatrice.says(log, "encore").await;
    amal.says(log, "là").await;
    assert_eq!(amal.sees(log).await, beatrice.sees(log).await);
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! A conversation from the first link to the last word.

use toguna_sdk::{Code, SpaceState};
use toguna_tests::{Shelf, World, on_every_store};

on_every_store! {
    two_members_talk_and_a_third_is_removed,
}

async fn two_members_talk_and_a_third_is_removed(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let amal = world.member("أمل").await;
    let beatrice = world.member("Béatrice").await;
    let celeste = world.member("Celeste").await;
    let log = amal.founds("لجنة التنسيق").await;
    amal.invites(log, &beatrice).await;
    beatrice.accepts().await;
    amal.syncs().await; // hears the hello and confirms
    beatrice.says(log, "Bonjour, je suis à Kinshasa.").await;
    amal.says(log, "أهلا بكم في تونس").await;
    amal.invites(log, &celeste).await;
    celeste.accepts().await;
    amal.syncs().await;
    celeste.says(log, "Bom dia de Maputo").await;
    amal.client.remove(log, "Celeste").await.unwrap();
    beatrice.says(log, "Elle est partie ?").await;
    let all = [
        "Béatrice: Bonjour, je suis à Kinshasa.",
        "أمل: أهلا بكم في تونس",
        "Celeste: Bom dia de Maputo",
        "Béatrice: Elle est partie ?",
    ];
    assert_eq!(amal.sees(log).await, all);
    assert_eq!(beatrice.sees(log).await, all);
    assert_eq!(celeste.sees(log).await, all[2..3]);
    let space = celeste.client.space(log).unwrap();
    assert_eq!(space.summary.state, SpaceState::Removed);
    assert_eq!(
        celeste.client.say(log, "encore ?").await.unwrap_err().is(),
        Code::NotAMember
    );
}

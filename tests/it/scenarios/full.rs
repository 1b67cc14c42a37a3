// SPDX-License-Identifier: MIT OR Apache-2.0
//! A post-quantum space with as many devices as it may hold, each of them real.

use toguna_sdk::{Code, LogId, Role};
use toguna_tests::{Member, Shelf, World, on_every_store};

on_every_store! {
    the_151st_device_of_a_post_quantum_space_is_refused_and_the_way_out_is_open,
}

/// Devices of a post-quantum space.
const FULL: usize = 150;

async fn the_151st_device_of_a_post_quantum_space_is_refused_and_the_way_out_is_open(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let amal = world.member("Amal").await;
    let log = amal.founds("Assemblée").await;
    let mut names = Vec::new();
    for n in 1..=FULL {
        names.push(world.member(&format!("M{n}")).await.name);
    }
    let (last, others) = names.split_last().unwrap();
    for batch in others.chunks(32) {
        amal.client.invite(log, batch, Role::Reader).await.unwrap();
    }
    assert_eq!(people(&amal, log), FULL);
    let epoch = amal.client.space(log).unwrap().summary.epoch;

    let one_more = std::slice::from_ref(last);
    let fault = amal.client.invite(log, one_more, Role::Reader).await.unwrap_err();
    assert_eq!((fault.is(), fault.limit()), (Code::SpaceFull, Some(150)));
    amal.syncs().await;
    assert_eq!(people(&amal, log), FULL);
    assert_eq!(
        amal.client.space(log).unwrap().summary.epoch,
        epoch,
        "nothing was sent"
    );
    amal.says(log, "complet").await; // and nothing stands in the way of what comes next

    // The ways out: another space takes them, and so does this one when somebody goes.
    let second = amal.founds_classical("Assemblée, suite").await;
    amal.client.invite(second, one_more, Role::Reader).await.unwrap();
    assert_eq!(people(&amal, second), 2);
    amal.client.remove(log, &others[0]).await.unwrap();
    amal.client.invite(log, one_more, Role::Reader).await.unwrap();
    assert_eq!(people(&amal, log), FULL);
}

fn people(who: &Member, log: LogId) -> usize {
    who.client.space(log).unwrap().people.len()
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a synchronisation reports.

use std::time::Duration;

use toguna_tests::{Shelf, World, on_every_store};

on_every_store! {
    a_commit_that_went_out_is_reported,
}

async fn a_commit_that_went_out_is_reported(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let amal = world.member("Amal").await;
    let beatrice = world.member("Béatrice").await;
    let log = amal.founds("Monitoring").await;
    amal.brings(log, &beatrice).await;
    let quiet = beatrice.client.sync(None, |_| {}).await.unwrap();
    assert_eq!((quiet.entries, quiet.sent), (0, 0));
    // Some minutes after she arrived she renews her keys.
    world.clock.advance(Duration::from_mins(10));
    let epoch = beatrice.client.space(log).unwrap().summary.epoch;
    let report = beatrice.client.sync(None, |_| {}).await.unwrap();
    assert_eq!(beatrice.client.space(log).unwrap().summary.epoch, epoch.next());
    assert_eq!(report.sent, 1, "who asks whether anything happened hears of it");
}

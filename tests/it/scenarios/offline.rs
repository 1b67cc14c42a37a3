// SPDX-License-Identifier: MIT OR Apache-2.0
//! Members and relays that go away and come back.

use toguna_sdk::Code;
use toguna_tests::{Shelf, World, on_every_store};

on_every_store! {
    a_member_comes_back_after_several_epochs,
    a_relay_comes_back_over_the_same_store,
    what_was_said_offline_goes_out_later,
}

async fn a_member_comes_back_after_several_epochs(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let amal = world.member("Amal").await;
    let beatrice = world.member("Béatrice").await;
    let celeste = world.member("Celeste").await;
    let log = amal.founds("Monitoring").await;
    amal.brings(log, &beatrice).await;
    beatrice.says(log, "je pars sur le terrain").await;
    // While she is away: words, a newcomer, more words, a removal, more words.
    amal.says(log, "bon voyage").await;
    amal.brings(log, &celeste).await;
    celeste.says(log, "bom dia").await;
    amal.says(log, "bienvenue").await;
    amal.client.remove(log, "Celeste").await.unwrap();
    amal.says(log, "elle nous a quittés").await;
    let all = [
        "Béatrice: je pars sur le terrain",
        "Amal: bon voyage",
        "Celeste: bom dia",
        "Amal: bienvenue",
        "Amal: elle nous a quittés",
    ];
    let back = beatrice.reopened(world.options());
    assert_eq!(back.sees(log).await, all);
    back.says(log, "me revoilà").await;
    assert_eq!(amal.sees(log).await, back.has_seen(log));
}

async fn a_relay_comes_back_over_the_same_store(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let amal = world.member("Amal").await;
    let beatrice = world.member("Béatrice").await;
    let log = amal.founds("Monitoring").await;
    amal.brings(log, &beatrice).await;
    amal.says(log, "avant").await;
    world.crashes();
    let fault = amal.client.sync(None, |_| {}).await.unwrap_err();
    assert_eq!(fault.is(), Code::RelayUnreachable);
    assert_eq!(amal.has_seen(log), ["Amal: avant"]);
    world.comes_back(&shelf).await;
    beatrice.says(log, "après").await;
    assert_eq!(amal.sees(log).await, ["Amal: avant", "Béatrice: après"]);
    assert_eq!(beatrice.sees(log).await, amal.has_seen(log));
}

async fn what_was_said_offline_goes_out_later(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let amal = world.member("Amal").await;
    let wire = world.wire.branch();
    let beatrice = world.member_on("Béatrice", &wire).await;
    let log = amal.founds("Monitoring").await;
    amal.brings(log, &beatrice).await;
    wire.cut();
    for word in ["un", "deux", "trois"] {
        let fault = beatrice.client.say(log, word).await.unwrap_err();
        assert_eq!(fault.is(), Code::StillQueued);
    }
    assert_eq!(beatrice.client.status().unwrap().waiting_messages, 3);
    // Meanwhile the epoch ends twice: what was sealed for the old one is sealed anew, in the same order.
    let celeste = world.member("Celeste").await;
    amal.brings(log, &celeste).await;
    amal.client.remove(log, "Celeste").await.unwrap();
    wire.mend(&world.wire);
    assert_eq!(
        beatrice.sees(log).await,
        ["Béatrice: un", "Béatrice: deux", "Béatrice: trois"]
    );
    assert_eq!(beatrice.client.status().unwrap().waiting_messages, 0);
    assert_eq!(amal.sees(log).await, beatrice.has_seen(log));
}

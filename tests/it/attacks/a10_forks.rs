// SPDX-License-Identifier: MIT OR Apache-2.0
//! A relay that shows two members two histories, and what happens when a word crosses.

use toguna_sdk::{AlarmCode, Code, LogId, Options, SpaceSummary};
use toguna_store::MemoryStore;
use toguna_tests::{EvilRelay, Member, World, crosses};

struct Fork {
    world: World,
    truth: MemoryStore,
    evil: EvilRelay,
    amal: Member,
    beatrice: Member,
    log: LogId,
}

/// Amal is shown the truth; Béatrice what the relay likes.
async fn meet() -> Fork {
    let truth = MemoryStore::new();
    let world = World::around(truth.clone());
    let evil = EvilRelay::over(&world, &truth);
    let amal = world.member("Amal").await;
    let beatrice = world.member_on("Béatrice", evil.wire()).await;
    let log = amal.founds("Monitoring").await;
    amal.brings(log, &beatrice).await;
    amal.says(log, "avant").await;
    assert_eq!(beatrice.sees(log).await, ["Amal: avant"]);
    Fork {
        world,
        truth,
        evil,
        amal,
        beatrice,
        log,
    }
}

fn summary(who: &Member, log: LogId) -> SpaceSummary {
    who.client.space(log).unwrap().summary
}

fn alarm(who: &Member) -> Option<AlarmCode> {
    let alarms = who.client.status().unwrap().alarms;
    alarms.first().map(|alarm| alarm.code)
}

// claim: CLM-MEMB-02
#[tokio::test(flavor = "multi_thread")]
async fn a10_a_fork_is_found_when_a_word_crosses() {
    let Fork {
        world,
        truth,
        evil,
        amal,
        beatrice,
        log,
    } = meet().await;
    let other = evil.splits(&world);
    amal.says(log, "je retire ma plainte").await;
    beatrice.says(log, "tu tiens bon ?").await;
    amal.says(log, "non").await;
    assert_eq!(
        beatrice.sees(log).await,
        ["Amal: avant", "Béatrice: tu tiens bon ?"]
    );
    assert_eq!(
        (alarm(&amal), alarm(&beatrice)),
        (None, None),
        "so far nobody can know"
    );

    crosses(&world, log, &truth, &other).await; // "non", as an answer to what it does not answer
    let shown = beatrice.sees(log).await;
    assert_eq!(shown.last().unwrap(), "Amal: non", "reading goes on");
    assert_eq!(alarm(&beatrice), Some(AlarmCode::ViewsDiffer));
    let told = beatrice.client.contradictions(log).unwrap();
    assert_eq!(told.len(), 1);
    let amals = beatrice.client.member(log, "Amal").unwrap();
    assert_eq!((told[0].author, told[0].members), (amals, false));
    assert!(told[0].differs_at < told[0].place);

    // Sending asks; whoever has compared goes on.
    let fault = beatrice.client.say(log, "?").await.unwrap_err();
    assert_eq!(fault.is(), Code::SpaceInDoubt);
    let despite = Options {
        despite_doubt: true,
        ..world.options_on(evil.wire())
    };
    beatrice
        .reopened(despite)
        .says(log, "je sais que vous lisez")
        .await;
    beatrice.client.settle_alarm(log).await.unwrap();
    beatrice.says(log, "nous avons parlé de vive voix").await;
    assert_eq!(
        beatrice.client.contradictions(log).unwrap().len(),
        1,
        "what shows it is kept"
    );
    assert_eq!(summary(&amal, log).alarm, None);
}

// claim: CLM-MEMB-02
#[tokio::test(flavor = "multi_thread")]
async fn a10_a_relay_that_signed_one_history_cannot_show_another() {
    let Fork {
        world,
        truth,
        evil,
        amal,
        beatrice,
        log,
    } = meet().await;
    evil.splits(&world);
    beatrice.client.queue(log, "un mot").unwrap();
    // The relay takes it and signs a receipt; before Béatrice reads it back, she is shown Amal's log again.
    let only_the_outbox = beatrice.client.push_only(log).await;
    only_the_outbox.unwrap();
    amal.says(log, "un autre").await;
    world.plug(evil.wire(), truth);
    let fault = beatrice.client.say(log, "?").await.unwrap_err();
    assert_eq!(fault.is(), Code::RelayForked);
    beatrice.client.sync(None, |_| {}).await.unwrap();
    assert_eq!(alarm(&beatrice), Some(AlarmCode::RelayForked));
    let fault = beatrice.client.queue(log, "?").unwrap_err();
    assert_eq!(fault.is(), Code::SpaceInDoubt);
}

// claim: CLM-MEMB-02
#[tokio::test(flavor = "multi_thread")]
async fn a10_an_older_history_is_refused() {
    let Fork {
        world,
        truth,
        evil,
        amal,
        beatrice,
        log,
    } = meet().await;
    let yesterday = truth.fork().unwrap();
    amal.says(log, "l’audience est annulée").await;
    assert_eq!(beatrice.sees(log).await.len(), 2);
    world.plug(evil.wire(), yesterday);
    beatrice.client.sync(None, |_| {}).await.unwrap();
    assert_eq!(alarm(&beatrice), Some(AlarmCode::RelayLied));
    assert_eq!(beatrice.has_seen(log).len(), 2, "what was read stays");
    assert!(beatrice.client.say(log, "?").await.is_err());
}

// claim: CLM-MEMB-02
#[tokio::test(flavor = "multi_thread")]
async fn a10_whoever_is_contradicted_by_two_others_stands_alone() {
    let truth = MemoryStore::new();
    let world = World::around(truth.clone());
    let evil = EvilRelay::over(&world, &truth);
    let (amal, celeste) = (world.member("Amal").await, world.member("Celeste").await);
    let dima = world.member("Dima").await;
    let beatrice = world.member_on("Béatrice", evil.wire()).await;
    let log = amal.founds("Monitoring").await;
    for guest in [&beatrice, &celeste, &dima] {
        amal.brings(log, guest).await;
    }
    amal.says(log, "avant").await;
    beatrice.sees(log).await;
    let other = evil.splits(&world);
    amal.says(log, "je retire ma plainte").await;
    beatrice.says(log, "tu tiens bon ?").await;
    beatrice.says(log, "réponds").await;
    crosses(&world, log, &other, &truth).await;
    celeste.sees(log).await;
    dima.sees(log).await;
    amal.sees(log).await;
    let agree = || {
        let told = amal.client.contradictions(log).unwrap();
        (told.len(), told[0].author, told[0].agree)
    };
    let author = amal.client.member(log, "Béatrice").unwrap();
    assert_eq!(agree(), (1, author, 0));
    let despite = |world: &World| Options {
        despite_doubt: true,
        ..world.options()
    };
    for (n, witness) in [celeste, dima].into_iter().enumerate() {
        let witness = witness.reopened(despite(&world));
        witness.says(log, "j'ai vu la même chose").await;
        amal.sees(log).await;
        assert_eq!(agree(), (1, author, n + 1));
    }
    amal.client.settle_alarm(log).await.unwrap();
    assert_eq!(
        agree(),
        (1, author, 0),
        "what is kept stays; who agrees is asked anew"
    );
}

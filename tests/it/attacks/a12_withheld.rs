// SPDX-License-Identifier: MIT OR Apache-2.0
//! A12, A21: a relay that leaves entries out, cuts the tail, exchanges, repeats, spoils or replaces them.

use std::time::Duration;

use toguna_sdk::{AlarmCode, LogId};
use toguna_store::{MemoryStore, Told};
use toguna_tests::{EvilRelay, Member, World};
use toguna_types::Class;

struct Lied {
    world: World,
    evil: EvilRelay,
    amal: Member,
    beatrice: Member,
    celeste: Member,
    log: LogId,
}

/// Celeste is shown what the relay likes.
async fn meet() -> Lied {
    let truth = MemoryStore::new();
    let world = World::around(truth.clone());
    let evil = EvilRelay::over(&world, &truth);
    let amal = world.member("Amal").await;
    let beatrice = world.member("Béatrice").await;
    let celeste = world.member_on("Celeste", evil.wire()).await;
    let log = amal.founds("Monitoring").await;
    amal.brings(log, &beatrice).await;
    amal.brings(log, &celeste).await;
    // Newcomers renew their keys within ten minutes; after that the space is quiet.
    for _ in 0..2 {
        for member in [&amal, &beatrice, &celeste] {
            member.syncs().await;
        }
        world.clock.advance(Duration::from_mins(11));
    }
    Lied {
        world,
        evil,
        amal,
        beatrice,
        celeste,
        log,
    }
}

fn alarm(who: &Member) -> Option<AlarmCode> {
    let alarms = who.client.status().unwrap().alarms;
    alarms.first().map(|alarm| alarm.code)
}

/// Amal says four words and Béatrice one; Celeste is shown them as the relay tells them. Returns what she saw.
async fn told(lied: &Lied, tell: impl FnOnce(&mut Vec<Told>)) -> Vec<String> {
    for word in ["un", "deux", "trois", "quatre"] {
        lied.amal.says(lied.log, word).await;
    }
    lied.beatrice.syncs().await;
    lied.beatrice.says(lied.log, "vu").await;
    lied.evil.shows(lied.log, tell);
    lied.celeste.client.sync(None, |_| {}).await.unwrap();
    lied.celeste.has_seen(lied.log)
}

/// The place of the n-th entry from the end.
fn back(told: &[Told], n: usize) -> usize {
    told.len() - 1 - n
}

// claim: CLM-MEMB-02
#[tokio::test(flavor = "multi_thread")]
async fn a12_a_change_left_out_is_reported_although_nothing_after_it_can_be_read() {
    let lied = meet().await;
    lied.amal.client.update_keys(lied.log).await.unwrap();
    let leaves_it_out = |told: &mut Vec<Told>| {
        let at = told.iter().rposition(|told| told.class == Class::Commit);
        told.remove(at.expect("the change of keys"));
    };
    assert!(told(&lied, leaves_it_out).await.is_empty());
    assert_eq!(alarm(&lied.celeste), Some(AlarmCode::RelayLied));
    lied.evil.is_honest();
    let words = [
        "Amal: un",
        "Amal: deux",
        "Amal: trois",
        "Amal: quatre",
        "Béatrice: vu",
    ];
    assert_eq!(
        lied.celeste.sees(lied.log).await,
        words,
        "nothing of it was taken in"
    );
}

macro_rules! reported {
    ($($(#[$doc:meta])* $name:ident: $tell:expr, $saw:expr;)*) => {$(
        $(#[$doc])*
        #[tokio::test(flavor = "multi_thread")]
        async fn $name() {
            let lied = meet().await;
            let saw = told(&lied, $tell).await;
            assert_eq!(saw, $saw);
            assert_eq!(alarm(&lied.celeste), Some(AlarmCode::ViewsDiffer));
            assert_eq!((alarm(&lied.amal), alarm(&lied.beatrice)), (None, None));
        }
    )*};
}

reported! {
    // claim: CLM-MEMB-02
    a12_an_entry_left_out_is_reported_with_the_next_word:
        |told: &mut Vec<Told>| { let at = back(told, 3); told.remove(at); },
        // What follows the gap says that it saw what comes after itself, and is not shown.
        ["Amal: un"];
    // claim: CLM-MEMB-02
    a12_entries_exchanged_are_reported_with_the_next_word:
        |told: &mut Vec<Told>| { let at = back(told, 2); told.swap(at, at - 1); },
        ["Amal: un", "Amal: deux", "Amal: quatre", "Béatrice: vu"];
    // claim: CLM-MEMB-02
    a12_an_entry_repeated_is_shown_once_and_reported_with_the_next_word:
        |told: &mut Vec<Told>| { let at = back(told, 2); let again = told[at].clone(); told.insert(at + 1, again); },
        ["Amal: un", "Amal: deux", "Amal: trois", "Amal: quatre", "Béatrice: vu"];
    // claim: CLM-MEMB-02
    a12_an_entry_spoilt_is_reported_with_the_next_word:
        |told: &mut Vec<Told>| {
            let at = back(told, 2);
            let payload = told[at].payload.as_mut().unwrap();
            let last = payload.len() - 1;
            payload[last] ^= 1;
        },
        ["Amal: un", "Amal: deux", "Amal: quatre", "Béatrice: vu"];
    // claim: CLM-FS-01
    a21_spoilt_copies_before_the_honest_one_burn_nothing:
        |told: &mut Vec<Told>| {
            let at = back(told, 2);
            for place in [0, 40, 300] {
                let mut spoilt = told[at].clone();
                spoilt.payload.as_mut().unwrap()[place] ^= 1;
                told.insert(at, spoilt);
            }
        },
        ["Amal: un", "Amal: deux", "Amal: trois", "Amal: quatre", "Béatrice: vu"];
    // claim: CLM-MEMB-02
    a12_an_entry_replaced_is_reported_with_the_next_word:
        |told: &mut Vec<Told>| {
            let at = back(told, 2);
            told[at] = Told::new(Class::Message, told[at].epoch, vec![7; 300]);
        },
        ["Amal: un", "Amal: deux", "Amal: quatre", "Béatrice: vu"];
}

// claim: CLM-MEMB-02
#[tokio::test(flavor = "multi_thread")]
async fn a12_a_tail_cut_off_is_found_within_a_day_by_the_heartbeat() {
    let lied = meet().await;
    let Lied {
        world,
        evil,
        amal,
        celeste,
        log,
        ..
    } = &lied;
    evil.freezes(*log);
    amal.says(*log, "partez ce soir").await;
    celeste.client.sync(None, |_| {}).await.unwrap();
    assert_eq!(
        (celeste.has_seen(*log).len(), alarm(celeste)),
        (0, None),
        "so far nobody can know"
    );
    world.clock.advance(Duration::from_hours(25));
    // Each device waits its turn; nobody else is about.
    for _ in 0..3 {
        celeste.client.sync(None, |_| {}).await.unwrap();
        world.clock.advance(Duration::from_mins(30));
    }
    // The relay had to sign a receipt for the heartbeat, and does not show what it signed.
    assert_eq!(alarm(celeste), Some(AlarmCode::RelayWithholds));
    evil.is_honest();
    assert_eq!(celeste.sees(*log).await, ["Amal: partez ce soir"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_space_beats_once_a_day_whoever_is_there() {
    let lied = meet().await;
    let members = [&lied.amal, &lied.beatrice, &lied.celeste];
    let place = || async {
        lied.amal.syncs().await;
        lied.amal
            .client
            .say(lied.log, "?")
            .await
            .unwrap()
            .seq
            .unwrap()
            .get()
    };
    let before = place().await;
    for _ in 0..30 {
        lied.world.clock.advance(Duration::from_mins(50));
        for member in members {
            member.syncs().await;
        }
    }
    let after = place().await;
    assert_eq!(
        after - before,
        2,
        "25 hours of silence: one heartbeat, and the word itself"
    );
    for member in members {
        member.syncs().await;
        assert_eq!(alarm(member), None);
    }
}

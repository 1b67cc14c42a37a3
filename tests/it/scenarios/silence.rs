// SPDX-License-Identifier: MIT OR Apache-2.0
//! Relays that refuse and relays that are silent: how long a word waits for its receipt. The tests' clock stands still
//! while anything is at work, so that what is measured is what was waited for, not how fast the machine is.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use toguna_sdk::{Code, LogId, Options};
use toguna_tests::{Given, Member, Memory, Shelf as _, Tap, Tapped, Wire, World};
use tokio::time::Instant;

/// Amal on a wire of her own, and Béatrice.
async fn two(world: &World, wire: &Wire) -> (Member, Member, LogId) {
    let amal = world.member_with("Amal", usual(world, wire)).await;
    let beatrice = world.member("Béatrice").await;
    let log = amal.founds("Monitoring").await;
    amal.brings(log, &beatrice).await;
    (amal, beatrice, log)
}

/// As patient as a program is unless it says otherwise.
fn usual(world: &World, wire: &Wire) -> Options {
    Options {
        wait: Options::default().wait,
        ..world.options_on(wire)
    }
}

#[tokio::test]
async fn a_relay_that_refuses_is_not_waited_for_at_all() {
    let world = World::on(&Memory::empty()).await;
    let wire = world.wire.branch();
    let (amal, beatrice, log) = two(&world, &wire).await;
    wire.cut();
    tokio::time::pause();
    let before = Instant::now();
    let fault = amal.client.say(log, "une fois").await.unwrap_err();
    assert_eq!(fault.is(), Code::StillQueued);
    assert_eq!(before.elapsed(), Duration::ZERO, "no time was waited for");
    tokio::time::resume();
    wire.mend(&world.wire);
    assert_eq!(amal.sees(log).await, ["Amal: une fois"]);
    assert_eq!(beatrice.sees(log).await, ["Amal: une fois"]);
}

#[tokio::test]
async fn a_silent_relay_is_waited_for_ten_seconds_and_each_word_goes_out_once() {
    let world = World::on(&Memory::empty()).await;
    let wire = world.wire.branch();
    let (amal, beatrice, log) = two(&world, &wire).await;
    wire.hush();
    // On a connection that stands, then on one that never comes about.
    for (amal, word) in [
        (amal.clone(), "un"),
        (amal.reopened(usual(&world, &wire)), "deux"),
    ] {
        tokio::time::pause();
        let before = Instant::now();
        let fault = amal.client.say(log, word).await.unwrap_err();
        let waited = before.elapsed();
        tokio::time::resume();
        assert_eq!(fault.is(), Code::StillQueued);
        assert!(waited <= Duration::from_millis(10_001), "{waited:?}");
    }
    wire.mend(&world.wire);
    assert_eq!(amal.sees(log).await, ["Amal: un", "Amal: deux"]);
    assert_eq!(beatrice.sees(log).await, amal.has_seen(log));
}

/// Hushes a wire when the log is read after a word was stored.
#[derive(Default)]
struct AfterReceipt(Mutex<Option<(Wire, bool)>>);

impl Tap for AfterReceipt {
    fn stored(&self, given: &Given) {
        if let (Given::Append(_), Some((_, stored))) = (given, self.0.lock().unwrap().as_mut()) {
            *stored = true;
        }
    }

    fn given(&self, given: &Given) {
        let reads = matches!(given, Given::Read(_));
        if let Some((wire, _)) = self.0.lock().unwrap().take_if(|(_, stored)| *stored && reads) {
            wire.hush();
        }
    }
}

#[tokio::test]
async fn a_word_with_its_receipt_is_said_although_the_relay_falls_silent_then() {
    let tap = Arc::new(AfterReceipt::default());
    let world = World::around(Tapped::new(Memory::empty().open().await, tap.clone()));
    let wire = world.wire.branch();
    let (amal, _, log) = two(&world, &wire).await;
    *tap.0.lock().unwrap() = Some((wire.clone(), false));
    tokio::time::pause();
    let said = amal.client.say(log, "une fois").await.unwrap();
    tokio::time::resume();
    assert!(
        tap.0.lock().unwrap().is_none(),
        "the relay fell silent after the receipt"
    );
    assert!(said.seq.is_some());
    assert_eq!(amal.client.status().unwrap().waiting_messages, 0);
    assert_eq!(amal.has_seen(log), ["Amal: une fois"]);
}

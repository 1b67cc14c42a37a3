// SPDX-License-Identifier: MIT OR Apache-2.0
//! Answers that are lost: the relay has stored, and the wire breaks before its answer arrives. What is repeated is
//! stored once.

use std::sync::{Arc, Mutex};

use toguna_sdk::{Code, LogId, Role};
use toguna_tests::{Given, Member, Shelf, Tap, Tapped, Wire, World, on_every_store};

on_every_store! {
    an_append_is_repeated_by_itself,
    an_append_is_repeated_after_a_restart,
    a_commit_is_repeated,
    a_letter_is_repeated,
    a_registration_is_repeated,
}

/// Breaks a wire once, right after the store has taken a certain thing.
#[derive(Default)]
struct Swallow(Mutex<Option<Armed>>, Mutex<usize>);

struct Armed {
    what: fn(&Given) -> bool,
    wire: Wire,
    snaps: bool,
}

impl Tap for Swallow {
    fn stored(&self, given: &Given) {
        let mut armed = self.0.lock().unwrap();
        if let Some(armed) = armed.take_if(|armed| (armed.what)(given)) {
            *self.1.lock().unwrap() += 1;
            if armed.snaps {
                armed.wire.snap();
            } else {
                armed.wire.cut();
            }
        }
    }
}

impl Swallow {
    /// The next such answer is lost; with `snaps` the wire is whole again at once.
    fn next(&self, what: fn(&Given) -> bool, wire: &Wire, snaps: bool) {
        let wire = wire.clone();
        *self.0.lock().unwrap() = Some(Armed { what, wire, snaps });
    }

    fn swallowed(&self) -> usize {
        *self.1.lock().unwrap()
    }
}

async fn world(shelf: &impl Shelf) -> (World, Arc<Swallow>) {
    let swallow = Arc::new(Swallow::default());
    let world = World::around(Tapped::new(shelf.open().await, swallow.clone()));
    (world, swallow)
}

async fn two(world: &World, wire: &Wire) -> (Member, Member, LogId) {
    let amal = world.member_on("Amal", wire).await;
    let beatrice = world.member("Béatrice").await;
    let log = amal.founds("Monitoring").await;
    amal.brings(log, &beatrice).await;
    (amal, beatrice, log)
}

fn append(given: &Given) -> bool {
    matches!(given, Given::Append(_))
}

async fn an_append_is_repeated_by_itself(shelf: impl Shelf) {
    let (world, swallow) = world(&shelf).await;
    let wire = world.wire.branch();
    let (amal, beatrice, log) = two(&world, &wire).await;
    swallow.next(append, &wire, true);
    amal.says(log, "une fois").await;
    assert_eq!(swallow.swallowed(), 1);
    assert_eq!(amal.sees(log).await, ["Amal: une fois"]);
    assert_eq!(beatrice.sees(log).await, ["Amal: une fois"]);
}

async fn an_append_is_repeated_after_a_restart(shelf: impl Shelf) {
    let (world, swallow) = world(&shelf).await;
    let wire = world.wire.branch();
    let (amal, beatrice, log) = two(&world, &wire).await;
    swallow.next(append, &wire, false);
    let fault = amal.client.say(log, "une fois").await.unwrap_err();
    assert_eq!((fault.is(), swallow.swallowed()), (Code::StillQueued, 1));
    let waiting = amal.client.space(log).unwrap().waiting;
    // Others end the epoch before she is back: what stands in the old epoch is not said again in the new one.
    let celeste = world.member("Celeste").await;
    beatrice.brings(log, &celeste).await;
    wire.mend(&world.wire);
    let amal = amal.reopened(world.options());
    assert_eq!(amal.sees(log).await, ["Amal: une fois"]);
    assert_eq!(beatrice.sees(log).await, ["Amal: une fois"]);
    let shown = beatrice
        .client
        .read(log, toguna_sdk::ReadRange::default())
        .unwrap();
    let ids: Vec<_> = shown
        .iter()
        .filter(|shown| shown.text == "une fois")
        .map(|shown| shown.message)
        .collect();
    assert_eq!(ids, [Some(waiting[0].message)]);
}

async fn a_commit_is_repeated(shelf: impl Shelf) {
    let (world, swallow) = world(&shelf).await;
    let wire = world.wire.branch();
    let (amal, beatrice, log) = two(&world, &wire).await;
    let celeste = world.member("Celeste").await;
    let commit: fn(&Given) -> bool = |given| matches!(given, Given::Commit(_));
    swallow.next(commit, &wire, true);
    amal.brings(log, &celeste).await;
    assert_eq!(swallow.swallowed(), 1);
    let epoch = amal.client.space(log).unwrap().summary.epoch;
    assert_eq!(epoch.get(), 2, "two were added, each once");
    swallow.next(commit, &wire, false);
    let fault = amal.client.remove(log, "Celeste").await.unwrap_err();
    assert_eq!((fault.is(), swallow.swallowed()), (Code::RelayUnreachable, 2));
    wire.mend(&world.wire);
    let amal = amal.reopened(world.options());
    amal.syncs().await;
    assert_eq!(amal.client.space(log).unwrap().summary.epoch, epoch.next());
    assert_eq!(amal.client.space(log).unwrap().people.len(), 2);
    amal.says(log, "nous deux").await;
    assert_eq!(beatrice.sees(log).await, ["Amal: nous deux"]);
}

async fn a_letter_is_repeated(shelf: impl Shelf) {
    let (world, swallow) = world(&shelf).await;
    let wire = world.wire.branch();
    let amal = world.member_on("Amal", &wire).await;
    let beatrice = world.member("Béatrice").await;
    let log = amal.founds("Monitoring").await;
    let letter: fn(&Given) -> bool = |given| matches!(given, Given::Deposit(_));
    swallow.next(letter, &wire, false);
    let invited = amal
        .client
        .invite(log, &["Béatrice".to_owned()], Role::Contributor)
        .await;
    assert_eq!(invited.unwrap_err().is(), Code::RelayUnreachable);
    assert_eq!(
        (amal.client.status().unwrap().waiting_letters, swallow.swallowed()),
        (1, 1)
    );
    wire.mend(&world.wire);
    // The first copy is read before the second comes.
    beatrice.accepts().await;
    amal.reopened(world.options()).syncs().await;
    assert_eq!(beatrice.client.sync(None, |_| {}).await.unwrap().invitations, 0);
    assert_eq!(beatrice.client.invitations().unwrap(), []);
    assert_eq!(amal.client.status().unwrap().waiting_letters, 0);
}

async fn a_registration_is_repeated(shelf: impl Shelf) {
    let (world, swallow) = world(&shelf).await;
    let wire = world.wire.branch();
    let register: fn(&Given) -> bool = |given| matches!(given, Given::Register(_));
    swallow.next(register, &wire, false);
    let (home, link) = (world.homes.path().join("Amal"), world.link());
    let join = |options| toguna_sdk::Client::join(&home, &PASSPHRASE, &link, "Amal", options);
    let fault = join(world.options_on(&wire)).await.unwrap_err();
    assert_eq!((fault.is(), swallow.swallowed()), (Code::RelayUnreachable, 1));
    let amal = join(world.options()).await.unwrap();
    assert_eq!(amal.whoami().unwrap().handle, "Amal");
    let again = join(world.options()).await.unwrap_err();
    assert_eq!(again.is(), Code::HomeExists);
}

static PASSPHRASE: std::sync::LazyLock<toguna_sdk::SecretBytes> =
    std::sync::LazyLock::new(toguna_tests::passphrase);

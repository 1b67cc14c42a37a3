// SPDX-License-Identifier: MIT OR Apache-2.0
//! Our own words, as we read them: at their place as soon as the relay has acknowledged them, at the end while they
//! wait, and never twice.

use std::sync::{Arc, Mutex};

use toguna_sdk::{Code, Conversation, LogId, ReadRange};
use toguna_tests::{Given, Member, Shelf, Tap, Tapped, Wire, World, on_every_store};

on_every_store! {
    an_acknowledged_word_is_read_at_its_place_before_the_log_brings_it,
    a_waiting_word_is_read_last_until_it_has_gone_out,
}

/// Breaks a wire when the log is read after a word was stored: the receipt has arrived, and nothing after it.
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
            wire.cut();
        }
    }
}

fn conversation(member: &Member, log: LogId) -> Conversation {
    member.client.conversation(log, ReadRange::default()).unwrap()
}

/// The words of a member's conversation: place, whether they are its own, text.
fn words(conversation: &Conversation) -> Vec<(u64, bool, &str)> {
    let said = conversation.entries.iter().filter(|shown| !shown.text.is_empty());
    said.map(|shown| (shown.seq.get(), shown.mine, shown.text.as_str()))
        .collect()
}

async fn an_acknowledged_word_is_read_at_its_place_before_the_log_brings_it(shelf: impl Shelf) {
    let tap = Arc::new(AfterReceipt::default());
    let world = World::around(Tapped::new(shelf.open().await, tap.clone()));
    let wire = world.wire.branch();
    let amal = world.member_on("Amal", &wire).await;
    let beatrice = world.member("Béatrice").await;
    let log = amal.founds("Monitoring").await;
    amal.brings(log, &beatrice).await;
    beatrice.says(log, "lue").await;
    amal.syncs().await;
    let unread = |member: &Member| member.client.space(log).unwrap().summary.unread;
    let newest = conversation(&amal, log).entries.pop().unwrap().seq;
    amal.client.mark_read(log, newest).unwrap();

    *tap.0.lock().unwrap() = Some((wire.clone(), false));
    let said = amal.client.say(log, "à moi").await.unwrap();
    assert!(
        tap.0.lock().unwrap().is_none(),
        "the wire broke after the receipt"
    );
    let place = said.seq.unwrap().get();
    let before = conversation(&amal, log);
    assert_eq!(
        words(&before),
        [(newest.get(), false, "lue"), (place, true, "à moi")]
    );
    assert!(before.waiting.is_empty());
    let last = ReadRange {
        last: Some(1),
        after: None,
    };
    assert_eq!(
        amal.client.read(log, last).unwrap(),
        before.entries[before.entries.len() - 1..]
    );

    // What this device has not fetched cannot be marked as read, wherever our own newest word stands.
    beatrice.says(log, "ensuite").await;
    amal.client.mark_read(log, said.seq.unwrap().next()).unwrap();
    wire.mend(&world.wire);
    let amal = amal.reopened(world.options());
    amal.syncs().await;
    assert_eq!(unread(&amal), 1);
    let after = conversation(&amal, log);
    let all = [
        (newest.get(), false, "lue"),
        (place, true, "à moi"),
        (place + 1, false, "ensuite"),
    ];
    assert_eq!(words(&after), all);
    let theirs: Vec<_> = all.map(|(seq, mine, text)| (seq, !mine, text)).to_vec();
    beatrice.syncs().await;
    assert_eq!(words(&conversation(&beatrice, log)), theirs);
}

async fn a_waiting_word_is_read_last_until_it_has_gone_out(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let wire = world.wire.branch();
    let amal = world.member_on("Amal", &wire).await;
    let log = amal.founds("Monitoring").await;
    amal.says(log, "dit").await;
    wire.cut();
    let fault = amal.client.say(log, "en attente").await.unwrap_err();
    assert_eq!(fault.is(), Code::StillQueued);
    let queued = amal.client.queue(log, "puis").unwrap();
    let waits = conversation(&amal, log);
    assert_eq!(
        words(&waits).iter().map(|word| word.2).collect::<Vec<_>>(),
        ["dit"]
    );
    let texts: Vec<&str> = waits.waiting.iter().map(|word| word.text.as_str()).collect();
    assert_eq!(texts, ["en attente", "puis"]);
    assert_eq!(waits.waiting[1].message, queued);
    wire.mend(&world.wire);
    amal.syncs().await;
    let gone = conversation(&amal, log);
    assert!(gone.waiting.is_empty());
    let said: Vec<&str> = words(&gone).iter().map(|word| word.2).collect();
    assert_eq!(said, ["dit", "en attente", "puis"]);
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! The relay is killed again and again while three members talk and one of them follows in a second process.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::Value;
use toguna_sdk::{Entropy as _, OsEntropy};

use crate::member::Member;
use crate::program::Relay;

/// How many words are said and how often the relay is killed; ten times as long under `--long`.
fn measure() -> (usize, usize) {
    if std::env::var_os("TOGUNA_LONG").is_some() {
        (200, 20)
    } else {
        (30, 3)
    }
}

// claim: CLM-ORDER-02, CLM-CRASH-01
#[test]
fn every_word_is_read_once_by_all_in_one_order_though_the_relay_is_killed() {
    let place = tempfile::tempdir().unwrap();
    let (words, kills) = measure();
    let (mut relay, link) = Relay::start(place.path());
    let members = three_in_a_space(place.path(), &relay, &link);
    let (mut window, heard) = follows(&members[0]);

    let mut queued = 0;
    for n in 1..=words {
        let mut say = members[n % 3].command(&["say", "fleuve", &format!("word-{n}-")]);
        say.stdout(Stdio::null()).stderr(Stdio::null());
        let mut saying = say.spawn().unwrap();
        if n % (words / kills) == 0 {
            let [which, moment] = OsEntropy.array::<2>();
            if which % 4 == 0 {
                std::thread::sleep(Duration::from_millis(u64::from(moment) * 4)); // sleep: the dice choose the moment
            } else {
                // Between a word's being written and its receipt lie a few milliseconds of a second: they are aimed at.
                relay.writes(&mut saying);
                std::thread::sleep(Duration::from_micros(u64::from(moment) * 16)); // sleep: the dice choose how far in
            }
            relay.kill();
            relay.serve();
        }
        match saying.wait().unwrap().code() {
            Some(0) => {}
            Some(6) => queued += 1, // still queued: it goes out with the next synchronisation
            other => panic!("saying ended with {other:?}"),
        }
    }
    for member in &members {
        member.rows(&["read", "fleuve"]); // sends what was queued
    }
    let seen: Vec<Vec<String>> = members.iter().map(read).collect();
    assert_eq!(seen[0], seen[1]);
    assert_eq!(seen[1], seen[2]);
    let said: BTreeSet<String> = (1..=words).map(|n| format!("word-{n}-")).collect();
    assert_eq!(seen[0].len(), words, "{queued} were queued");
    assert_eq!(seen[0].iter().cloned().collect::<BTreeSet<_>>(), said);

    let mut told = Vec::new();
    while told.len() < words {
        told.push(
            heard
                .recv_timeout(Duration::from_secs(60))
                .expect("the follower hears every word"),
        );
    }
    window.kill().unwrap();
    window.wait().unwrap();
    assert_eq!(
        told, seen[0],
        "the follower hears each word once, in the same order"
    );
}

fn three_in_a_space(place: &Path, relay: &Relay, link: &str) -> [Member; 3] {
    let members = ["amal", "beatrice", "celeste"].map(|name| Member::new(place, name));
    members[0].join(link, "amal");
    members[1].join(&relay.link(), "beatrice");
    members[2].join(&relay.link(), "celeste");
    members[0].row(&["space", "create", "Fleuve"]);
    members[0].row(&["space", "invite", "fleuve", "beatrice", "celeste", "--hurry"]);
    for member in &members[1..] {
        member.rows(&["space", "invitations"]);
        member.row(&["space", "accept", "amal"]);
    }
    for member in &members {
        member.rows(&["read", "fleuve"]); // the inviter confirms, the others hear it
    }
    members
}

/// Everything said, as a member reads it.
fn read(member: &Member) -> Vec<String> {
    let rows = member.rows(&["read", "fleuve", "--all"]);
    rows.iter().filter_map(word).collect()
}

fn word(row: &Value) -> Option<String> {
    row["text"]
        .as_str()
        .filter(|text| text.starts_with("word-"))
        .map(str::to_owned)
}

/// `follow` in a process of its own, and the words it tells.
fn follows(member: &Member) -> (Child, Receiver<String>) {
    let mut command = member.command(&["follow", "--json"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let (tell, heard) = channel();
    std::thread::spawn(move || {
        let rows = lines
            .map_while(Result::ok)
            .filter_map(|line| serde_json::from_str(&line).ok());
        rows.filter_map(|row: Value| word(&row))
            .try_for_each(|word| tell.send(word).ok())
    });
    (child, heard)
}

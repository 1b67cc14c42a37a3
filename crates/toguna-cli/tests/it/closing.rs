// SPDX-License-Identifier: MIT OR Apache-2.0
//! What stewards ask of the relay, at the keyboard: asked for, shown to all in their languages, taken back.

use std::path::Path;

use crate::member::Member;
use crate::program::{LANGUAGES, Relay, keys, promised, run};

/// Amal has a space, and Badou is in it.
fn two(place: &Path) -> (Relay, Member, Member) {
    let (relay, link) = Relay::start(place);
    let amal = Member::new(place, "amal");
    amal.join(&link, "amal");
    amal.row(&["space", "create", "نهر"]);
    let badou = Member::new(place, "badou");
    badou.join(&relay.link(), "badou");
    amal.row(&["space", "invite", "نهر", "badou", "--hurry"]);
    badou.row(&["space", "accept", "amal"]);
    (relay, amal, badou)
}

#[test]
fn a_space_is_closed_after_asking_and_every_member_is_told() {
    let place = tempfile::tempdir().unwrap();
    let (mut relay, amal, badou) = two(place.path());
    badou.row(&["sync"]);

    // Nobody is there to be asked; and Badou may not.
    let ran = run(&mut amal.command(&["space", "close", "نهر"]));
    assert_eq!(ran.code, 2, "{}", ran.err);
    let ran = run(&mut badou.command(&["space", "close", "نهر", "--yes", "--json"]));
    assert!(ran.code == 3 && ran.err.contains("not-allowed"), "{}", ran.err);
    let ran = run(&mut amal.command(&["space", "close", "نهر", "--withdraw", "--yes"]));
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(amal.row(&["space", "show", "نهر"])["closes"].is_null());

    let closing = amal.row(&["space", "close", "نهر", "--yes"]);
    assert_eq!(keys(&closing), promised("`space close`"));
    badou.row(&["sync"]);
    assert_eq!(badou.row(&["space", "show", "نهر"])["closes"], closing["closes"]);
    let day = closing["closes"]
        .as_str()
        .unwrap()
        .split('T')
        .next()
        .unwrap()
        .to_owned();
    for language in LANGUAGES {
        let of = |args: &[&str]| run(&mut badou.command(&[args, &["--lang", language]].concat())).out;
        let shown = of(&["space", "show", "نهر"]);
        assert!(shown.contains(&day), "{shown}");
        let told = of(&["read", "نهر", "--all", "--offline"]);
        assert!(told.lines().last().unwrap().contains("amal"), "{told}");
    }
    amal.row(&["say", "نهر", "ما زلنا هنا"]);
    assert!(amal.row(&["space", "close", "نهر", "--withdraw"])["closes"].is_null());
    badou.row(&["sync"]);
    assert!(badou.row(&["space", "show", "نهر"])["closes"].is_null());

    // Who becomes a steward is given the key with which that is asked.
    assert!(badou.row(&["space", "show", "نهر"])["steward_key"].is_null());
    amal.row(&["space", "role", "نهر", "badou", "steward", "--yes"]);
    badou.row(&["sync"]);
    assert_eq!(badou.row(&["space", "show", "نهر"])["steward_key"], true);
    let closing = badou.row(&["space", "close", "نهر", "--yes"]);
    amal.row(&["sync"]);
    assert_eq!(amal.row(&["space", "list"])["closes"], closing["closes"]);
    assert!(amal.row(&["space", "close", "نهر", "--withdraw"])["closes"].is_null());
    relay.kill();
}

#[test]
fn what_is_kept_is_shortened_after_asking_and_taken_back() {
    let place = tempfile::tempdir().unwrap();
    let (mut relay, link) = Relay::start(place.path());
    let amal = Member::new(place.path(), "amal");
    amal.join(&link, "amal");
    amal.row(&["space", "create", "نهر"]);
    amal.row(&["say", "نهر", "كلمة"]);
    let shown = amal.row(&["space", "retention", "نهر"]);
    assert_eq!(keys(&shown), promised("`space retention`"));
    assert!(shown["lifetime"] == "keep" && shown["erases"].is_null());

    // Nobody is there to be asked; and a message is not kept shorter by keeping it for ever.
    let ran = run(&mut amal.command(&["space", "retention", "نهر", "--shorten", "7d"]));
    assert_eq!(ran.code, 2, "{}", ran.err);
    let ran = run(&mut amal.command(&["space", "retention", "نهر", "--shorten", "keep", "--yes"]));
    assert!(ran.code == 2 && ran.err.contains("--shorten"), "{}", ran.err);

    let erasing = amal.row(&["space", "retention", "نهر", "--shorten", "7d", "--yes"]);
    assert!(
        erasing["lifetime"] == "7d" && erasing["messages"] == 1,
        "{erasing}"
    );
    assert_eq!(amal.row(&["space", "show", "نهر"])["erases"], erasing["erases"]);
    let day = erasing["erases"]
        .as_str()
        .unwrap()
        .split('T')
        .next()
        .unwrap()
        .to_owned();
    for language in LANGUAGES {
        let of = |args: &[&str]| run(&mut amal.command(&[args, &["--lang", language]].concat())).out;
        assert!(of(&["space", "retention", "نهر"]).contains(&day));
        let told = of(&["read", "نهر", "--all", "--offline"]);
        assert_eq!(told.lines().count(), 3, "{told}");
    }
    let kept = amal.row(&["space", "retention", "نهر", "--withdraw"]);
    assert!(kept["erases"].is_null() && kept["lifetime"] == "7d", "{kept}");
    relay.kill();
}

#[test]
fn a_steward_has_a_file_deleted_that_another_brought() {
    let place = tempfile::tempdir().unwrap();
    let (mut relay, amal, badou) = two(place.path());
    amal.row(&["sync"]);
    badou.row(&["sync"]);
    let file = place.path().join("أسماء.ogg");
    std::fs::write(&file, "أسماء").unwrap();
    let added = badou.row(&["library", "add", "نهر", file.to_str().unwrap()]);
    let item = added["item"].as_str().unwrap().to_owned();

    let by_badou = badou.fails(&["library", "detach", "نهر", &item, "--at-relay", "--yes"]);
    assert_eq!(
        by_badou,
        (3, "not-allowed".to_owned()),
        "and then nothing is done"
    );
    let gone = amal.row(&["library", "detach", "نهر", &item, "--at-relay", "--yes"]);
    assert_eq!(gone["deleted_at_relay"], false);
    let id = gone["deletes_file"].as_str().unwrap();
    let told = run(&mut badou.command(&["read", "نهر", "--all"])).out;
    assert!(told.lines().last().unwrap().contains("amal"), "{told}");
    let badous = badou.fails(&["library", "keep-file", "نهر", id]);
    assert_eq!(badous, (3, "not-allowed".to_owned()));
    assert_eq!(
        amal.fails(&["library", "keep-file", "نهر", "أسماء"]),
        (4, "file-unknown".to_owned())
    );
    let kept = amal.row(&["library", "keep-file", "نهر", id]);
    assert_eq!(keys(&kept), promised("`library keep-file`"));
    assert_eq!(kept["keeps_file"], id);
    relay.kill();
}

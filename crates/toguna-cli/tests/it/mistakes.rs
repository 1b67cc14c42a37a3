// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a mistake gets: a sentence, what to do, an exit code; never a panic, never a half-made vault.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::member::Member;
use crate::program::{LANGUAGES, Relay, fault, passphrase, run, run_with_input, toguna};

const HALF_A_LINK: &str = "toguna://relay.example:7443/#AQBxyz";

#[test]
fn mistakes_on_the_command_line_are_explained_in_every_language() {
    for args in [
        &["jion"][..],
        &["join"],
        &["join", "x"],
        &["read", "s", "--last", "many"],
        &["read", "s", "--last", "1", "--all"],
        &["space", "invite", "s", "x", "--role", "king"],
        &["whoami", "--hurry"],
        &["space", "frobnicate"],
        &["say"],
    ] {
        let answers = LANGUAGES.map(|language| {
            let ran = run(toguna().args(args).args(["--lang", language]));
            assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}");
            assert_eq!(ran.err.lines().count(), 2, "{args:?}: {}", ran.err);
            assert!(ran.err.contains("--help"));
            assert!(!ran.err.contains("error:"), "clap's own words: {}", ran.err);
            ran.err
        });
        let distinct = answers.iter().collect::<BTreeSet<_>>();
        assert_eq!(distinct.len(), LANGUAGES.len(), "{answers:?}");
    }
}

#[test]
fn a_program_is_told_about_mistakes_as_json() {
    let ran = run(toguna().args(["--json", "jion"]));
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert_eq!(fault(&ran)["code"], "usage");
    let ran = run(toguna().args(["--json"]));
    assert_eq!((ran.code, fault(&ran)["code"].as_str()), (2, Some("usage")));
}

#[test]
fn half_a_link_is_refused_in_every_language_before_anything_is_asked_or_made() {
    let place = tempfile::tempdir().unwrap();
    let home = place.path().join("home");
    let answers = LANGUAGES.map(|language| {
        let mut command = toguna();
        command.arg("--home").arg(&home).args(["--lang", language]);
        let ran = run(command.args(["join", HALF_A_LINK, "--handle", "Amal"]));
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
        assert!(ran.err.contains("toguna://"), "{}", ran.err);
        assert!(!ran.err.contains("AQBxyz"), "the link is a secret");
        ran.err
    });
    assert_eq!(answers.iter().collect::<BTreeSet<_>>().len(), LANGUAGES.len());
    assert!(!home.exists());
}

#[test]
fn a_link_may_come_from_standard_input() {
    let place = tempfile::tempdir().unwrap();
    let mut command = toguna();
    command
        .arg("--home")
        .arg(place.path().join("home"))
        .args(["--json", "join", "-", "--handle", "Amal"]);
    let ran = run_with_input(&mut command, HALF_A_LINK.as_bytes());
    assert_eq!(
        (ran.code, fault(&ran)["code"].as_str()),
        (2, Some("link-malformed"))
    );
    let ran = run_with_input(&mut command, b"\xff\xfe");
    assert_eq!(
        (ran.code, fault(&ran)["code"].as_str()),
        (2, Some("input-unreadable"))
    );
}

#[test]
fn a_link_that_came_too_late_says_whom_to_ask_and_the_next_one_goes_on() {
    let place = tempfile::tempdir().unwrap();
    let (relay, good) = Relay::start(place.path());
    let late = relay.ask(&["invite", "--expires", "1s"]);
    // The list shows what has not run out: when the second token is gone from it, so is its second.
    let listed = || {
        let list: Value = serde_json::from_str(&relay.ask(&["invites", "list", "--json"])).unwrap();
        list["invites"].as_array().unwrap().len()
    };
    while listed() > 1 {
        std::thread::yield_now();
    }
    let amal = Member::new(place.path(), "amal");
    for (language, happened, to_do) in [
        ("ar", "انتهت مدة هذا الرابط.", "اطلب من المشغّل رابطًا جديدًا"),
        ("fr", "Ce lien a expiré.", "Demandez-en un nouveau à l'opérateur"),
    ] {
        let mut join = amal.command(&["join", "-", "--handle", "amal", "--lang", language]);
        let ran = run_with_input(&mut join, late.as_bytes());
        assert_eq!((ran.code, ran.out.as_str()), (3, ""), "{}", ran.err);
        let told: Vec<&str> = ran.err.lines().collect();
        assert!(
            told.len() == 2 && told[0] == happened && told[1].contains(to_do),
            "{told:?}"
        );
    }
    let mut join = amal.command(&["join", "-", "--handle", "amal", "--json"]);
    let ran = run_with_input(&mut join, late.as_bytes());
    assert_eq!(
        (ran.code, fault(&ran)["code"].as_str()),
        (3, Some("link-expired"))
    );
    amal.join(&good, "amal");
}

#[test]
fn a_damaged_slot_looks_like_a_wrong_passphrase_and_the_doctor_says_what_puts_it_right() {
    let place = tempfile::tempdir().unwrap();
    let (_relay, link) = Relay::start(place.path());
    let amal = Member::new(place.path(), "amal");
    amal.join(&link, "amal");
    let slots = amal.home.join("slots");
    let whole = std::fs::read(&slots).unwrap();
    let mut damaged = whole.clone();
    damaged[200] ^= 1; // within the sealed key of the first slot
    std::fs::write(&slots, damaged).unwrap();
    for language in LANGUAGES {
        let ran = run(&mut amal.command(&["status", "--lang", language]));
        assert_eq!((ran.code, ran.out.as_str()), (3, ""), "{}", ran.err);
        for typed in ["`slots`", "`toguna doctor`"] {
            assert!(ran.err.contains(typed), "{language}: {}", ran.err);
        }
        let ran = run(&mut amal.command(&["doctor", "--lang", language]));
        assert_eq!(ran.code, 7, "{}", ran.err);
        assert_eq!(ran.out.matches("`slots`").count(), 2, "{language}: {}", ran.out);
    }
    let ran = run(&mut amal.command(&["doctor", "--json"]));
    let row: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(
        (ran.code, fault(&ran)["code"].as_str()),
        (7, Some("doctor-found"))
    );
    assert_eq!((&row["check"], &row["outcome"]), (&"vault".into(), &"bad".into()));
    assert_eq!(row["detail"]["fault"], "wrong-passphrase");
    std::fs::write(&slots, whole).unwrap();
    amal.row(&["status"]);
}

#[test]
fn of_a_damaged_vault_nothing_is_said_but_the_fault() {
    let place = tempfile::tempdir().unwrap();
    let (_relay, link) = Relay::start(place.path());
    let amal = Member::new(place.path(), "amal");
    amal.join(&link, "amal");
    let vault = amal.home.join("vault.db");
    let mut bytes = std::fs::read(&vault).unwrap();
    bytes[600] ^= 1;
    std::fs::write(&vault, bytes).unwrap();
    let ran = run(amal.command(&["status"]).arg("--json"));
    assert_eq!((ran.code, ran.err.lines().count()), (7, 1), "{}", ran.err);
    let ran = run(&mut amal.command(&["status", "--lang", "fr"]));
    assert_eq!((ran.code, ran.err.lines().count()), (7, 2), "{}", ran.err);
}

#[test]
fn a_passphrase_opens_however_a_keyboard_composes_its_letters() {
    let place = tempfile::tempdir().unwrap();
    let (_relay, link) = Relay::start(place.path());
    let typed = |text: &str| Member {
        home: place.path().join("home"),
        file: passphrase(place.path(), text),
    };
    typed("forêt : آمال المؤمنين\n").join(&link, "amal");
    typed("fore\u{302}t\u{202f}: ا\u{653}مال المو\u{654}منين").row(&["status"]);
    let other = typed("foret : امال المومنين");
    assert_eq!(other.fails(&["status"]), (3, "wrong-passphrase".to_owned()));
}

#[test]
fn without_a_home_every_command_says_so_before_it_asks_for_a_passphrase() {
    let place = tempfile::tempdir().unwrap();
    for args in [
        &["whoami"][..],
        &["status"],
        &["space", "list"],
        &["space", "show", "s"],
        &["space", "create", "t"],
        &["space", "invite", "s", "h"],
        &["space", "invitations"],
        &["space", "accept", "s"],
        &["space", "decline", "s"],
        &["space", "remove", "s", "h", "--yes"],
        &["space", "leave", "s", "--yes"],
        &["say", "s", "x"],
        &["read", "s"],
        &["follow"],
        &["doctor"],
    ] {
        let ran = run(toguna().env("TOGUNA_HOME", place.path()).arg("--json").args(args));
        assert_eq!((ran.code, ran.out.as_str()), (4, ""), "{args:?}");
        let fault = fault(&ran);
        assert_eq!(
            (&fault["kind"], &fault["code"]),
            (&"missing".into(), &"no-home".into())
        );
    }
}

#[test]
fn without_any_place_for_a_home_that_is_said_too() {
    let ran = run(toguna().args(["--json", "whoami"]));
    assert_eq!((ran.code, fault(&ran)["code"].as_str()), (4, Some("no-place")));
}

#[test]
fn a_proxy_must_be_socks5() {
    let place = tempfile::tempdir().unwrap();
    let mut command = toguna();
    command
        .arg("--home")
        .arg(place.path())
        .args(["--json", "--proxy", "http://127.0.0.1:3128", "status"]);
    let ran = run(&mut command);
    assert_eq!(
        (ran.code, fault(&ran)["code"].as_str()),
        (2, Some("proxy-malformed"))
    );
}

#[test]
fn a_demonstration_takes_no_folder_with_something_in_it() {
    let place = tempfile::tempdir().unwrap();
    let mine = passphrase(place.path(), "mine");
    let ran = run(toguna().args(["--json", "demo", "--keep"]).arg(place.path()));
    assert_eq!(
        (ran.code, fault(&ran)["code"].as_str()),
        (2, Some("demo-place-taken"))
    );
    assert!(mine.exists());
}

#[test]
fn version_and_help_are_answers() {
    let ran = run(toguna().arg("--version"));
    assert_eq!(
        (ran.code, ran.out.trim()),
        (0, concat!("toguna ", env!("CARGO_PKG_VERSION")))
    );
    let ran = run(toguna().arg("--help"));
    assert!(ran.code == 0 && ran.out.contains("doctor") && !ran.out.contains("demo-relay"));
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Searching, as people type it.

use crate::member::Member;
use crate::program::{LANGUAGES, Relay, keys, promised, run};

#[test]
fn words_are_found_at_the_keyboard_without_a_relay() {
    let place = tempfile::tempdir().unwrap();
    let (mut relay, link) = Relay::start(place.path());
    let amal = Member::new(place.path(), "amal");
    amal.join(&link, "amal");
    amal.row(&["space", "create", "نهر"]);
    amal.row(&["say", "نهر", "لكل فرد حقّ في الحريّة"]);
    amal.row(&["say", "نهر", "Die Würde des Menschen"]);
    relay.kill();

    let found = amal.row(&["search", "الحرية"]);
    assert_eq!(keys(&found), promised("`search`"));
    assert_eq!(found["title"], "نهر");
    assert_eq!(found["excerpt"], "لكل فرد حقّ في الحريّة");
    assert_eq!(found["kind"], "said");
    for args in [
        &["search", "wurde", "mensch*"][..],
        &["search", "\"des menschen\""],
        &["search", "wurde", "--space", "نهر", "--from", "AMAL"],
        &["search", "wurde", "--since", "2020-01-01"],
        &["search", "wurde", "--since", "٢٠٢٠-٠١-٠١", "--limit", "1"],
    ] {
        let found = amal.rows(args);
        assert_eq!(found.len(), 1, "{args:?}");
        assert_eq!(found[0]["text"], "Die Würde des Menschen");
    }
    assert!(
        amal.rows(&["search", "wurde", "--until", "2020-01-01"])
            .is_empty()
    );
    assert!(amal.rows(&["search", "rien"]).is_empty());
    assert_eq!(amal.rows(&["search", "wurde", "--kind", "message"]).len(), 1);
    assert!(amal.rows(&["search", "wurde", "--kind", "item"]).is_empty());
    for (args, fault) in [
        (&["search", "—"][..], (2, "query-invalid")),
        (&["search", "a", "--since", "gestern"], (2, "usage")),
        (&["search", "a", "--limit", "0"], (2, "usage")),
        (&["search", "a", "--kind", "person"], (2, "usage")),
        (&["search", "a", "--from", "nobody"], (4, "person-unknown")),
        (&["search", "a", "--space", "nowhere"], (4, "space-unknown")),
    ] {
        assert_eq!(amal.fails(args), (fault.0, fault.1.to_owned()), "{args:?}");
    }
    for language in LANGUAGES {
        let ran = run(&mut amal.command(&["search", "wurde", "--lang", language]));
        assert_eq!(ran.code, 0, "{}", ran.err);
    }
}

#[test]
fn a57_what_is_found_obeys_no_terminal() {
    let place = tempfile::tempdir().unwrap();
    let (_relay, link) = Relay::start(place.path());
    let amal = Member::new(place.path(), "amal");
    amal.join(&link, "amal");
    amal.row(&["space", "create", "river"]);
    amal.row(&["say", "river", "eau \u{1b}[2Jclaire\nهنا \u{202e}eau"]);
    let ran = run(&mut amal.command(&["search", "eau"]));
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(!ran.out.contains('\u{1b}'), "{:?}", ran.out);
    assert_eq!(ran.out.lines().count(), 2, "{:?}", ran.out);
}

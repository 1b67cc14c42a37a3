// SPDX-License-Identifier: MIT OR Apache-2.0
//! The time before a newcomer, as its member asks for it.

use crate::member::Member;
use crate::program::{LANGUAGES, Relay, keys, promised, run};

#[test]
fn a_newcomer_is_told_what_it_was_given_of_the_time_before() {
    let place = tempfile::tempdir().unwrap();
    let (relay, link) = Relay::start(place.path());
    let amal = Member::new(place.path(), "amal");
    amal.join(&link, "amal");
    amal.row(&["space", "create", "نهر"]);
    amal.row(&["say", "نهر", "قبل"]);
    let founder = amal.row(&["space", "history", "نهر"]);
    assert_eq!(keys(&founder), promised("`space history`"));
    assert_eq!((&founder["state"], &founder["of"]), (&"whole".into(), &0.into()));

    let badou = Member::new(place.path(), "badou");
    badou.join(&relay.link(), "badou");
    amal.row(&["space", "invite", "نهر", "badou", "--hurry"]);
    badou.row(&["space", "accept", "amal"]);
    let synced = badou.rows(&["sync", "--progress"]);
    assert_eq!(synced[0]["event"], "progress");
    assert_eq!(keys(&synced[1]), ["entries", "invitations", "replayed", "sent"]);
    let history = badou.row(&["space", "history", "نهر"]);
    assert_eq!(
        (&history["state"], &history["withheld"]),
        (&"whole".into(), &0.into())
    );
    assert!(
        history["of"].as_u64() > Some(0) && history["of"] == history["read"],
        "{history}"
    );

    amal.row(&["space", "policy", "نهر", "--newcomers", "from-join"]);
    let celeste = Member::new(place.path(), "celeste");
    celeste.join(&relay.link(), "celeste");
    amal.row(&["space", "invite", "نهر", "celeste", "--hurry"]);
    celeste.row(&["space", "accept", "amal"]);
    let history = celeste.row(&["space", "history", "نهر"]);
    assert!(history["withheld"].as_u64() > Some(3), "{history}");
    assert_eq!(
        celeste.fails(&["space", "history", "بحر"]),
        (4, "space-unknown".to_owned())
    );
    for member in [&amal, &badou, &celeste] {
        for language in LANGUAGES {
            let ran = run(&mut member.command(&["space", "history", "نهر", "--lang", language]));
            assert_eq!(ran.code, 0, "{}", ran.err);
            let ran = run(&mut member.command(&["sync", "--lang", language]));
            assert_eq!(ran.code, 0, "{}", ran.err);
        }
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! A space that somebody wrecked, as people at their keyboards meet it and go on from it.

use std::path::Path;

use serde_json::Value;
use toguna_sdk::{Client, Options, SecretBytes};

use crate::member::Member;
use crate::program::{LANGUAGES, Relay, keys, run};

#[test]
fn a_wrecked_space_goes_on_in_a_new_one_with_all_that_was_said() {
    let place = tempfile::tempdir().unwrap();
    let (_relay, amal, others) = three_by_a_river(place.path());
    let [bola, celeste] = &others;
    amal.rows(&["read", "نهر"]);
    bola.row(&["say", "نهر", "ماء"]);
    assert_eq!(
        amal.fails(&["space", "refound", "نهر", "--yes"]),
        (2, "space-not-wedged".to_owned()),
        "only a space that stopped is founded anew"
    );
    amal.rows(&["read", "نهر"]);

    wreck(celeste);
    for member in [&amal, bola] {
        assert_eq!(
            text_of(&member.rows(&["read", "نهر"])),
            ["ماء"],
            "what was said stays"
        );
        assert_eq!(member.row(&["space", "list"])["state"], "wedged");
    }
    assert_eq!(amal.fails(&["say", "نهر", "زيت"]).1, "space-stopped");
    assert_eq!(
        text_of(&amal.rows(&["read", "نهر"])),
        ["ماء"],
        "what was said stays"
    );

    for language in LANGUAGES {
        let ran = run(&mut amal.command(&["space", "refound", "نهر", "--lang", language]));
        assert_eq!(ran.code, 2, "unasked, nothing is founded: {}", ran.err);
    }
    assert_eq!(amal.rows(&["space", "list", "--all"]).len(), 1);
    let founded = amal.row(&["space", "refound", "نهر", "--yes", "--hurry"]);
    assert_eq!(
        keys(&founded),
        ["invited", "left_out", "letters_waiting", "missing", "space"]
    );
    assert_eq!(founded["left_out"], Value::Null, "nobody knows who it was");
    assert_eq!(founded["letters_waiting"], 0);
    assert_eq!(
        amal.fails(&["space", "refound", "نهر", "--yes"]).1,
        "space-not-wedged",
        "the name leads to the new space now"
    );

    for member in &others {
        member.rows(&["space", "invitations"]);
        if member.rows(&["space", "list"])[0]["state"] != "active" {
            member.row(&["space", "accept", "amal"]);
        }
    }
    amal.rows(&["read", "نهر"]);
    bola.row(&["say", "نهر", "زيت"]);
    for member in [&amal, bola, celeste] {
        assert_eq!(
            text_of(&member.rows(&["read", "نهر", "--all"])).last().unwrap(),
            "زيت"
        );
        assert_eq!(member.rows(&["space", "list"]).len(), 1);
        let all = member.rows(&["space", "list", "--all"]);
        assert_eq!(all.len(), 2, "the old one is there for those who look");
        let old = all.iter().find(|space| space["state"] != "active").unwrap();
        let old = old["space"].as_str().unwrap();
        assert_eq!(text_of(&member.rows(&["read", old, "--all"])), ["ماء"]);
    }
}

/// Three members of a space, and their relay.
fn three_by_a_river(place: &Path) -> (Relay, Member, [Member; 2]) {
    let (relay, link) = Relay::start(place);
    let amal = Member::new(place, "amal");
    amal.join(&link, "amal");
    amal.row(&["space", "create", "نهر"]);
    let others = ["bola", "celeste"].map(|name| {
        let member = Member::new(place, name);
        member.join(&relay.link(), name);
        amal.row(&["space", "invite", "نهر", name, "--hurry"]);
        member.rows(&["space", "invitations"]);
        member.row(&["space", "accept", "amal"]);
        member
    });
    (relay, amal, others)
}

/// Puts rubbish where the space's next change should be, as a member with a changed program can.
fn wreck(member: &Member) {
    let passphrase = std::fs::read(&member.file).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let client = Client::open(&member.home, &SecretBytes::new(passphrase), Options::default()).unwrap();
        let log = client.find_space("نهر").unwrap();
        client.rehearse_wreck(log).await.unwrap();
    });
}

/// Everything said, in order.
fn text_of(rows: &[Value]) -> Vec<String> {
    let said = rows.iter().filter(|row| row["kind"] == "said");
    said.map(|row| row["text"].as_str().unwrap().to_owned()).collect()
}

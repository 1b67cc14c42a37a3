// SPDX-License-Identifier: MIT OR Apache-2.0
//! Two members and a relay, by commands alone; and the keys that scripts rely on.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::Stdio;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::member::Member;
use crate::program::{Relay, fault, keys, passphrase, promised, run, toguna};

#[test]
fn two_members_talk_by_commands_alone_and_scripts_find_the_same_keys_every_time() {
    let place = tempfile::tempdir().unwrap();
    let (mut relay, link) = Relay::start(place.path());
    let (amal, jurgen) = (
        Member::new(place.path(), "amal"),
        Member::new(place.path(), "jurgen"),
    );

    let me = amal.join(&link, "أمل");
    assert_eq!(keys(&me), promised("`join`"));
    assert_eq!(amal.row(&["whoami"]), me);
    assert_eq!(
        amal.fails(&["join", &link, "--handle", "x"]),
        (5, "home-exists".to_owned())
    );
    let other = Member::new(place.path(), "other");
    assert_eq!(
        other.fails(&["join", &link, "--handle", "x"]),
        (3, "link-used".to_owned())
    );
    jurgen.join(&relay.link(), "jürgen");

    talk(&amal, &jurgen);
    follow(&amal, &jurgen);
    without_the_relay(&amal, &jurgen, &mut relay);
    apart(&amal, &jurgen);
    wrong_passphrase(&amal, place.path());
}

/// Founding, inviting, accepting, saying, reading.
fn talk(amal: &Member, jurgen: &Member) {
    let space = amal.row(&["space", "create", "Fluß \u{202e}tor"]);
    assert_eq!(keys(&space), promised("`space create`"));
    assert_eq!(
        (&space["role"], &space["state"]),
        (&"steward".into(), &"active".into())
    );
    let invited = amal.row(&["space", "invite", "fluß", "jürgen", "--hurry"]);
    assert_eq!(keys(&invited), promised("`space invite`"));
    assert_eq!(invited["letters_waiting"], 0);
    let waiting = jurgen.row(&["space", "invitations"]);
    assert_eq!(keys(&waiting), promised("`space invitations`"));
    assert_eq!(waiting["inviter_handle"], "أمل");
    assert_eq!(
        jurgen.fails(&["space", "accept", "nobody"]),
        (4, "invitation-unknown".to_owned())
    );
    assert_eq!(jurgen.row(&["space", "accept", "أمل"])["title"], space["title"]);

    let said = amal.row(&["say", "fluß", "مرحبًا", "\u{1b}[2Jyou"]);
    assert_eq!(keys(&said), promised("`say`"));
    assert_eq!(said["receipt"], true);
    let mine = amal.rows(&["read", "fluß", "--offline", "--last", "1"]).remove(0);
    assert_eq!((&mine["message"], &mine["seq"]), (&said["message"], &said["seq"]));
    assert_eq!((&mine["mine"], &mine["queued"]), (&true.into(), &false.into()));
    let entries = jurgen.rows(&["read", "fluß"]);
    assert!(entries.iter().all(|entry| keys(entry) == promised("`read`")));
    let last = entries.last().unwrap();
    assert_eq!(
        (&last["text"], &last["message"]),
        (&"مرحبًا \u{1b}[2Jyou".into(), &said["message"])
    );

    let shown = run(&mut jurgen.command(&["read", "fluß", "--offline", "--lang", "de"]));
    assert!(
        shown.out.contains("\u{2068}مرحبًا ␛[2Jyou\u{2069}"),
        "{}",
        shown.out
    );
    assert!(!shown.out.contains('\u{1b}'), "{}", shown.out);
    let listed = run(&mut jurgen.command(&["space", "list"]));
    let title = "\u{2068}Fluß \u{202e}tor\u{2069}";
    assert!(listed.out.contains(title), "{}", listed.out);
    let detail = amal.row(&["space", "show", "fluß"]);
    assert_eq!(detail["people"].as_array().unwrap().len(), 2);
    assert_eq!(keys(&detail["people"][0]), promised("a person of `space show`"));
    let checks = amal.rows(&["doctor"]);
    assert!(checks.iter().all(|check| keys(check) == promised("`doctor`")));
    assert_eq!(amal.fails(&["say", "fluß", " "]), (2, "empty-text".to_owned()));
    assert_eq!(
        amal.fails(&["read", "elsewhere"]),
        (4, "space-unknown".to_owned())
    );
}

/// `follow` shows what is said as it is said, and Ctrl-C ends it well.
fn follow(amal: &Member, jurgen: &Member) {
    let mut command = jurgen.command(&["follow", "fluß", "--json"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let pid = Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    amal.row(&["say", "fluß", "while you listen"]);
    let heard = lines
        .by_ref()
        .map(|line| serde_json::from_str::<Value>(&line.unwrap()).unwrap());
    let heard = heard
        .into_iter()
        .find(|row| row["text"] == "while you listen")
        .unwrap();
    assert_eq!(keys(&heard), promised("`follow`"));
    kill_process(pid, Signal::INT).unwrap();
    assert!(child.wait().unwrap().success());
}

/// What is said waits; what is here is shown; the exit code tells.
fn without_the_relay(amal: &Member, jurgen: &Member, relay: &mut Relay) {
    relay.kill();
    assert_eq!(
        amal.fails(&["say", "fluß", "in the dark"]),
        (6, "still-queued".to_owned())
    );
    let ran = run(amal.command(&["read", "fluß", "--last", "1"]).arg("--json"));
    assert_eq!(
        (ran.code, fault(&ran)["code"].as_str()),
        (6, Some("relay-unreachable"))
    );
    let shown: Vec<Value> = ran
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(shown.len(), 2, "the last of the log, and what waits after it");
    assert!(shown.iter().all(|entry| keys(entry) == promised("`read`")));
    assert_eq!(
        (&shown[0]["queued"], &shown[0]["text"]),
        (&false.into(), &"while you listen".into())
    );
    let waits = (&shown[1]["queued"], &shown[1]["seq"], &shown[1]["text"]);
    assert_eq!(waits, (&true.into(), &Value::Null, &"in the dark".into()));
    let told = run(&mut amal.command(&["read", "fluß", "--offline", "--lang", "fr"]));
    assert!(
        told.out.trim_end().ends_with("(pas encore parti): in the dark"),
        "{}",
        told.out
    );
    // A relay that takes connections and says nothing is given up on; the word is already in the outbox.
    let silent = std::net::TcpListener::bind(relay.address()).unwrap();
    assert_eq!(
        amal.fails(&["say", "fluß", "--wait", "1s", "to nobody"]),
        (6, "still-queued".to_owned())
    );
    drop(silent);
    let status = amal.row(&["status"]);
    assert_eq!(keys(&status), promised("`status`"));
    assert_eq!(status["waiting_messages"], 2);
    assert_eq!(
        amal.row(&["space", "show", "fluß"])["waiting"][0]["text"],
        "in the dark"
    );
    relay.serve();
    let said = amal.rows(&["read", "fluß"]);
    let once: Vec<&Value> = said
        .iter()
        .filter(|entry| entry["text"] == "in the dark")
        .collect();
    assert_eq!((once.len(), &once[0]["queued"]), (1, &false.into()));
    let heard = jurgen.rows(&["read", "fluß", "--last", "2"]);
    assert_eq!(
        (&heard[0]["text"], &heard[1]["text"]),
        (&"in the dark".into(), &"to nobody".into())
    );
    let queued = amal.row(&["say", "fluß", "--no-wait", "later"]);
    assert_eq!(
        (&queued["receipt"], &queued["seq"]),
        (&false.into(), &Value::Null)
    );
}

/// Removing asks first; who was removed can neither read on nor speak.
fn apart(amal: &Member, jurgen: &Member) {
    assert_eq!(
        amal.fails(&["space", "remove", "fluß", "jürgen"]),
        (2, "not-confirmed".to_owned())
    );
    assert_eq!(
        amal.fails(&["space", "leave", "fluß", "--yes"]),
        (3, "last-steward".to_owned())
    );
    assert_eq!(
        jurgen.fails(&["space", "remove", "fluß", "amal", "--yes"]),
        (3, "not-allowed".to_owned())
    );
    let removed = amal.row(&["space", "remove", "fluß", "jürgen", "--yes"]);
    assert_eq!(keys(&removed), promised("`space remove`"));
    amal.row(&["say", "fluß", "after you"]);
    let entries = jurgen.rows(&["read", "fluß", "--all"]);
    assert!(entries.iter().all(|entry| entry["text"] != "after you"));
    let ran = run(&mut jurgen.command(&["read", "fluß", "--lang", "fr"]));
    assert!(
        ran.code == 0 && ran.err.contains("n'êtes pas (ou plus) membre"),
        "{}",
        ran.err
    );
    assert_eq!(
        jurgen.fails(&["say", "fluß", "let me in"]),
        (3, "not-a-member".to_owned())
    );
    assert_eq!(jurgen.row(&["space", "list"])["state"], "removed");
    for (who, args, answer) in [
        (
            amal,
            &["space", "forget", "fluß", "--yes"][..],
            (2, "still-a-member"),
        ),
        (jurgen, &["space", "forget", "fluß"], (2, "not-confirmed")),
    ] {
        assert_eq!(who.fails(args), (answer.0, answer.1.to_owned()));
    }
    let forgotten = jurgen.row(&["space", "forget", "fluß", "--yes"]);
    assert_eq!(keys(&forgotten), promised("`space forget`"));
    assert_eq!(jurgen.rows(&["space", "list", "--all"]).len(), 0);
    assert_eq!(jurgen.fails(&["read", "fluß"]), (4, "space-unknown".to_owned()));
}

fn wrong_passphrase(amal: &Member, place: &Path) {
    let wrong = Member {
        home: amal.home.clone(),
        file: passphrase(place, "wrong"),
    };
    assert_eq!(wrong.fails(&["status"]), (3, "wrong-passphrase".to_owned()));
    for (language, word) in [
        ("ar", "خاطئة"),
        ("de", "falsch"),
        ("fr", "fausse"),
        ("pt", "errada"),
    ] {
        let ran = run(&mut wrong.command(&["status", "--lang", language]));
        assert!(ran.code == 3 && ran.err.contains(word), "{}", ran.err);
    }
    let ran = run(toguna().arg("--home").arg(&amal.home).args(["status", "--json"]));
    assert!(ran.code == 2 || ran.code == 3, "{}", ran.err);
}

#[test]
fn a38_a_space_is_sealed_post_quantum_unless_a_large_one_is_asked_for() {
    let place = tempfile::tempdir().unwrap();
    let (_relay, link) = Relay::start(place.path());
    let amal = Member::new(place.path(), "amal");
    amal.join(&link, "amal");
    let usual = amal.row(&["space", "create", "river"]);
    let large = amal.row(&["space", "create", "sea", "--large"]);
    assert_eq!([&usual["suite"], &large["suite"]], ["post-quantum", "classical"]);
}

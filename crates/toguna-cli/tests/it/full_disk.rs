// SPDX-License-Identifier: MIT OR Apache-2.0
//! Disks without room, the device's and the relay's: what is said then is that the disk is full, nothing is lost, and
//! with room everything goes on.
//!
//! Each story runs in a process with a mount namespace of its own, where it may mount a disk as small as it likes; the
//! disk goes with the process, whatever becomes of it.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::member::Member;
use crate::program::{LANGUAGES, Relay, fault, run, run_with_input};

#[test]
fn a_member_on_a_full_disk_is_told_so_loses_nothing_and_goes_on_with_room() {
    tell("full_disk::the_members_disk");
}

#[test]
fn a_relay_on_a_full_disk_takes_nothing_more_loses_nothing_and_goes_on_with_room() {
    tell("full_disk::the_relays_disk");
}

#[test]
#[ignore = "told by the tests above, in a namespace of its own"]
fn the_members_disk() {
    let Some(place) = small_disk("amal") else { return };
    let (relay, link) = Relay::start(&place);
    let amal = Member::in_folder(&place, "amal");
    let mut filler = Filler::at(&place.join("amal"));

    filler.leave(0);
    let mut join = amal.command(&["join", "-", "--handle", "amal", "--json"]);
    let ran = run_with_input(&mut join, link.as_bytes());
    assert_eq!((ran.code, fault(&ran)["code"].as_str()), (6, Some("disk-full")));
    filler.give_back();
    amal.join(&link, "amal");
    let bola = Member::new(&place, "bola");
    bola.join(&relay.link(), "bola");
    amal.row(&["space", "create", "Fleuve"]);

    let mut said = Vec::new();
    let mut refused = 0;
    for room in [0, 16, 40, 72, 136] {
        filler.leave(room * 1024);
        let word = format!("with {room} KiB");
        for (args, keeps) in [
            (&["status"][..], false),
            (&["say", "fleuve", &word], true),
            (&["read", "fleuve"], false),
            (&["space", "create", &word], false),
        ] {
            let ran = run(amal.command(args).arg("--json"));
            let code = (ran.code != 0).then(|| fault(&ran)["code"].as_str().unwrap().to_owned());
            match (ran.code, code.as_deref()) {
                (0, None) => said.extend(keeps.then(|| word.clone())),
                (6, Some("still-queued")) if keeps => said.push(word.clone()),
                (6, Some("disk-full")) => refused += 1,
                other => panic!("with {room} KiB, {args:?} ended with {other:?}"),
            }
        }
        if room == 0 {
            assert_eq!(refused, 4, "a vault cannot be opened without any room");
            for language in LANGUAGES {
                let ran = run(&mut amal.command(&["say", "fleuve", "x", "--lang", language]));
                assert_eq!((ran.code, ran.err.lines().count()), (6, 2), "{}", ran.err);
            }
        }
    }
    filler.give_back();
    said.push("with room".to_owned());
    amal.row(&["say", "fleuve", "with room"]);
    assert_eq!(
        words(&amal.rows(&["read", "fleuve", "--all"])),
        said,
        "{refused} were refused"
    );
    amal.row(&["space", "invite", "fleuve", "bola", "--hurry"]);
    bola.rows(&["space", "invitations"]);
    bola.row(&["space", "accept", "amal"]);
    assert_eq!(run(&mut amal.command(&["doctor"])).code, 0);
}

#[test]
#[ignore = "told by the tests above, in a namespace of its own"]
fn the_relays_disk() {
    let Some(place) = small_disk("relay") else { return };
    let (mut relay, amal, bola) = two_on_a_relay(&place);
    let celeste = Member::new(&place, "celeste");
    celeste.join(&relay.link(), "celeste");
    let mut filler = Filler::at(&place.join("relay"));
    let long = "x".repeat(40 * 1024);
    let mut said = vec!["before".to_owned()];
    amal.row(&["say", "fleuve", "before"]);
    let mut queued = 0;
    for room in [256, 0, 0] {
        filler.leave(room * 1024);
        for text in ["short", long.as_str()] {
            let ran = run(amal.command(&["say", "fleuve", text]).arg("--json"));
            match ran.code {
                0 => {}
                6 => {
                    assert_eq!(fault(&ran)["code"], "still-queued");
                    queued += 1;
                }
                other => panic!("saying ended with {other}: {}", ran.err),
            }
            said.push(text.to_owned());
        }
    }
    assert!(queued > 0, "the relay's disk was full");
    assert_eq!(
        amal.fails(&["space", "invite", "fleuve", "celeste", "--hurry"]),
        (6, "relay-full".to_owned())
    );
    let ran = run(bola.command(&["read", "fleuve"]).arg("--json"));
    assert_eq!(ran.code, 0, "a full relay is read: {}", ran.err);
    let read: Vec<Value> = ran
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert!(said.starts_with(&words(&read)), "nothing else, and in order");
    assert_eq!(words(&read)[0], "before");

    filler.give_back();
    amal.row(&["say", "fleuve", "with room"]);
    said.push("with room".to_owned());
    relay.kill(); // and what it says is on the disk
    relay.serve();
    assert_eq!(words(&amal.rows(&["read", "fleuve", "--all"])), said);
    assert_eq!(words(&bola.rows(&["read", "fleuve", "--all"])), said);
    // What stopped half-way goes on: she is added now, or already was when there was room again.
    let ran = run(&mut amal.command(&["space", "invite", "fleuve", "celeste", "--hurry", "--json"]));
    assert!(
        ran.code == 0 || fault(&ran)["code"] == "already-member",
        "{}",
        ran.err
    );
    amal.rows(&["read", "fleuve"]);
    assert_eq!(
        amal.row(&["space", "show", "fleuve"])["people"]
            .as_array()
            .unwrap()
            .len(),
        3
    );
    assert_eq!(run(&mut amal.command(&["doctor"])).code, 0);
}

/// Two members in a space of a relay that takes everything up to the end of its disk.
fn two_on_a_relay(place: &Path) -> (Relay, Member, Member) {
    let (mut relay, link) = Relay::start(place);
    relay.kill();
    let config = place.join("relay/config.toml");
    let mut config = OpenOptions::new().append(true).open(config).unwrap();
    writeln!(config, "reserve_mib = 0").unwrap(); // nothing stands between the relay and the end of the disk
    relay.serve();
    let amal = Member::new(place, "amal");
    amal.join(&link, "amal");
    let bola = Member::new(place, "bola");
    bola.join(&relay.link(), "bola");
    amal.row(&["space", "create", "Fleuve"]);
    amal.row(&["space", "invite", "fleuve", "bola", "--hurry"]);
    bola.rows(&["space", "invitations"]);
    bola.row(&["space", "accept", "amal"]);
    amal.rows(&["read", "fleuve"]);
    (relay, amal, bola)
}

/// Everything said, in order.
fn words(rows: &[Value]) -> Vec<String> {
    let said = rows.iter().filter(|row| row["kind"] == "said");
    said.map(|row| row["text"].as_str().unwrap().to_owned()).collect()
}

/// A file that takes what room there is.
struct Filler {
    file: File,
    path: PathBuf,
}

impl Filler {
    fn at(disk: &Path) -> Self {
        let path = disk.join("filler");
        let file = File::create(&path).unwrap();
        Self { file, path }
    }

    /// Fills the disk but for so many bytes.
    fn leave(&mut self, room: u64) {
        self.give_back();
        let page = [0; 4096];
        let mut written = 0;
        loop {
            match self.file.write(&page) {
                Ok(n) => written += n as u64,
                Err(fault) => {
                    assert_eq!(fault.kind(), std::io::ErrorKind::StorageFull);
                    break;
                }
            }
        }
        self.file.set_len(written.saturating_sub(room)).unwrap();
    }

    fn give_back(&mut self) {
        self.file = File::create(&self.path).unwrap();
    }
}

/// Bytes of a small disk.
const SMALL: &str = "size=12m,mode=0700";

/// Mounts a small disk at a folder of a new place, in the namespace of this process.
fn small_disk(at: &str) -> Option<PathBuf> {
    let place = PathBuf::from(std::env::var_os(PLACE)?);
    let disk = place.join(at);
    std::fs::create_dir(&disk).unwrap();
    let mut mount = Command::new("mount");
    mount.args(["-t", "tmpfs", "-o", SMALL, "tmpfs"]).arg(&disk);
    assert!(mount.status().unwrap().success());
    Some(place)
}

/// Where a story's process finds its place.
const PLACE: &str = "TOGUNA_TEST_PLACE";

/// Tells a story in a mount namespace of its own; says so and passes where this user may have none.
fn tell(story: &str) {
    let Some(unshare) = unshare() else {
        // Past the harness, which shows nothing of a test that passes.
        writeln!(std::io::stdout(), "skipped: {story}: this user may not mount").unwrap();
        return;
    };
    let place = tempfile::tempdir().unwrap();
    let mut command = Command::new("unshare");
    command
        .args(unshare)
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", story, "--ignored", "--nocapture"])
        .env(PLACE, place.path());
    let ran = run(&mut command);
    assert!(
        ran.code == 0 && ran.out.contains("1 passed"),
        "{}\n{}",
        ran.out,
        ran.err
    );
}

/// How this user gets a mount namespace: as root, or as root of a user namespace.
fn unshare() -> Option<&'static [&'static str]> {
    let ways: [&[&str]; 2] = [
        &["--mount", "--propagation", "private"],
        &["--user", "--map-root-user", "--mount", "--propagation", "private"],
    ];
    ways.into_iter().find(|way| {
        let mut command = Command::new("unshare");
        let tried = command.args(*way).args(["mount", "-t", "tmpfs", "tmpfs", "/mnt"]);
        tried.output().is_ok_and(|tried| tried.status.success())
    })
}

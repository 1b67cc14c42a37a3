// SPDX-License-Identifier: MIT OR Apache-2.0
//! Files at the keyboard: killed half-way, versioned, opened in another program and wiped.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;
use toguna_sdk::{Entropy as _, OsEntropy};

use crate::member::Member;
use crate::program::{LANGUAGES, Relay, keys, promised, run};

const MIB: u64 = 1 << 20;

/// Amal has a space and a file of 40 MiB.
struct Scene {
    place: TempDir,
    relay: Relay,
    amal: Member,
    file: PathBuf,
}

fn scene(mebibytes: usize) -> Scene {
    let place = tempfile::tempdir().unwrap();
    let (relay, link) = Relay::start(place.path());
    let amal = Member::new(place.path(), "amal");
    amal.join(&link, "amal");
    amal.row(&["space", "create", "Fleuve"]);
    let file = place.path().join("témoignage.ogg");
    let mut bytes = vec![0; 1 << 20];
    OsEntropy.fill(&mut bytes);
    let mut whole = fs::File::create(&file).unwrap();
    for _ in 0..mebibytes {
        std::io::Write::write_all(&mut whole, &bytes).unwrap();
        bytes.rotate_left(7);
    }
    Scene {
        place,
        relay,
        amal,
        file,
    }
}

/// Bytes in all files below a folder.
fn bytes_in(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let bytes = entries.map(|entry| match entry.file_type() {
        Ok(kind) if kind.is_dir() => bytes_in(&entry.path()),
        _ => entry.metadata().map_or(0, |metadata| metadata.len()),
    });
    bytes.sum()
}

/// Kills a program when so many bytes lie in a folder.
fn kill_at(bytes: u64, folder: &Path, child: &mut Child) {
    while bytes_in(folder) < bytes {
        assert!(child.try_wait().unwrap().is_none(), "it was done before");
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

fn quietly(mut command: Command) -> Child {
    command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[test]
fn what_is_killed_at_37_percent_goes_on_and_is_the_same_file() {
    let mut scene = scene(40);
    let (amal, file) = (&scene.amal, scene.file.to_str().unwrap());
    let add = ["library", "add", "fleuve", file, "--title", "Témoin", "--json"];
    let store = scene.place.path().join("relay/store/pieces");
    kill_at(15 * MIB, &store, &mut quietly(amal.command(&add)));
    let there = bytes_in(&store);
    assert!((15 * MIB..39 * MIB).contains(&there), "{there}");
    let mut again = quietly(amal.command(&add));
    while bytes_in(&store) <= there {
        assert!(
            again.try_wait().unwrap().is_none(),
            "it began again, or sent nothing"
        );
        assert!(bytes_in(&store) >= there, "what was there has gone");
        std::thread::yield_now();
    }
    scene.relay.kill(); // and now the relay, in the middle of it
    assert_eq!(again.wait().unwrap().code(), Some(6));
    scene.relay.serve();
    let added = scene.amal.row(&add[..add.len() - 1]);
    let amal = &scene.amal;
    assert!(bytes_in(&store) < 42 * MIB, "there is one file");
    let to = scene.place.path().join("back.ogg");
    let get = ["library", "get", "fleuve", "témoin", "--to", to.to_str().unwrap()];
    kill_at(
        15 * MIB,
        &amal.home.join("files"),
        &mut quietly(amal.command(&get)),
    );
    assert!(!to.exists());
    let got = amal.row(&get);
    assert_eq!(keys(&got), promised("`library get` of a file"));
    assert_eq!(got["sha256"], added["fields"]["files"][0]["sha256"]);
    assert!(
        fs::read(&to).unwrap() == fs::read(&scene.file).unwrap(),
        "it is another file"
    );
    assert_eq!(amal.rows(&["library", "list", "fleuve"]).len(), 1);
}

#[test]
fn versions_are_listed_and_written_in_every_language_and_mistakes_are_told() {
    let scene = scene(1);
    let (amal, place) = (&scene.amal, scene.place.path());
    let draft = place.join("draft.pdf");
    fs::write(&draft, "a draft").unwrap();
    let path = |path: &Path| path.to_str().unwrap().to_owned();
    amal.row(&["library", "add", "fleuve", &path(&draft), "--title", "تقرير"]);
    amal.row(&["library", "attach", "fleuve", "تقرير", &path(&scene.file)]);
    let shown = amal.row(&["library", "show", "fleuve", "تقرير"]);
    assert_eq!(shown["fields"]["files"][1]["name"], "témoignage.ogg");
    assert_eq!(shown["fields"]["files"][0]["type"], "application/pdf");
    let folder = place.join("out");
    fs::create_dir(&folder).unwrap();
    let old = [
        "library",
        "get",
        "fleuve",
        "تقرير",
        "--version",
        "1",
        "--to",
        &path(&folder),
    ];
    assert_eq!(amal.row(&old)["version"], 1);
    assert_eq!(fs::read(folder.join("draft.pdf")).unwrap(), b"a draft");
    assert_eq!(
        fs::metadata(folder.join("draft.pdf"))
            .unwrap()
            .permissions()
            .mode()
            & 0o777,
        0o600
    );
    mistakes_are_told(amal, &old);
    every_language_writes_them(amal, place);
    a_version_is_taken_away_after_asking(amal);
}

#[test]
fn a_voice_note_is_said_and_got_from_the_library() {
    let scene = scene(1);
    let (amal, note) = (&scene.amal, scene.file.to_str().unwrap());
    amal.row(&["say", "fleuve", "--file", note]);
    amal.row(&["say", "fleuve", "--file", note, "deux", "mots"]);
    let said = amal.rows(&["read", "fleuve"]);
    let of = |row: &serde_json::Value| (row["text"].clone(), row["attachments"][0].clone());
    let (first, second) = (of(&said[said.len() - 2]), of(&said[said.len() - 1]));
    assert_eq!((first.0, second.0), ("".into(), "deux mots".into()));
    assert_eq!(first.1, second.1, "it is brought once");
    assert_eq!(keys(&first.1), ["item", "media_type", "name", "sha256", "size"]);
    let to = scene.place.path().join("got.ogg");
    let item = first.1["item"].as_str().unwrap();
    let got = amal.row(&["library", "get", "fleuve", item, "--to", to.to_str().unwrap()]);
    assert_eq!(got["sha256"], first.1["sha256"]);
    assert!(fs::read(&to).unwrap() == fs::read(&scene.file).unwrap());
    for language in LANGUAGES {
        let read = run(&mut amal.command(&["read", "fleuve", "--lang", language]));
        let short: String = item.chars().take(8).collect();
        assert!(
            read.out.contains(&short) && read.out.contains("témoignage.ogg"),
            "{}",
            read.out
        );
    }
    for (args, fault) in [
        (
            &["say", "fleuve", "--file", "nowhere"][..],
            (4, "file-unreadable"),
        ),
        (&["say", "fleuve", "--file", "/"], (4, "file-unreadable")),
        (&["say", "nulle part", "--file", note], (4, "space-unknown")),
    ] {
        assert_eq!(amal.fails(args), (fault.0, fault.1.to_owned()), "{args:?}");
    }
}

#[test]
fn a_space_may_hold_as_much_as_the_operator_says() {
    let mut scene = scene(2);
    scene.relay.kill();
    let settings = scene.place.path().join("relay").join("config.toml");
    let mut text = fs::read_to_string(&settings).unwrap();
    text.push_str("\nspace_files_mib = 1\n");
    fs::write(&settings, text).unwrap();
    scene.relay.serve();
    let (amal, file) = (&scene.amal, scene.file.to_str().unwrap());
    assert_eq!(
        amal.fails(&["library", "add", "fleuve", file]),
        (3, "files-full".to_owned())
    );
    let small = scene.place.path().join("small.ogg");
    fs::write(&small, "small").unwrap();
    amal.row(&["library", "add", "fleuve", small.to_str().unwrap()]);
}

fn a_version_is_taken_away_after_asking(amal: &Member) {
    let detach = ["library", "detach", "fleuve", "تقرير", "--version", "2"];
    assert_eq!(amal.fails(&detach), (2, "not-confirmed".to_owned()));
    let gone = amal.row(&[&detach[..], &["--yes"]].concat());
    assert_eq!(keys(&gone), promised("`library detach`"));
    assert_eq!(
        (&gone["file"], &gone["deleted_at_relay"]),
        (&"témoignage.ogg".into(), &true.into())
    );
    assert_eq!(
        amal.fails(&[&detach[..], &["--yes"]].concat()),
        (4, "file-unknown".to_owned())
    );
    let shown = amal.row(&["library", "show", "fleuve", "تقرير"]);
    assert_eq!(shown["fields"]["files"].as_array().unwrap().len(), 1);
    for language in LANGUAGES {
        let help = run(&mut amal.command(&["library", "detach", "--help", "--lang", language]));
        assert_eq!((help.code, help.out.contains("toguna library detach")), (0, true));
    }
}

fn mistakes_are_told(amal: &Member, old: &[&str]) {
    for (args, fault) in [
        (old, (2, "file-unwritable")),
        (
            &["library", "get", "fleuve", "تقرير", "--version", "9"],
            (4, "file-unknown"),
        ),
        (
            &["library", "get", "fleuve", "تقرير", "--to", "/nowhere/at/all"],
            (2, "file-unwritable"),
        ),
        (
            &["library", "attach", "fleuve", "تقرير", "nowhere"],
            (4, "file-unreadable"),
        ),
        (
            &["library", "attach", "fleuve", "تقرير", "/"],
            (4, "file-unreadable"),
        ),
        (
            &["library", "add", "fleuve", "nowhere.pdf"],
            (4, "file-unreadable"),
        ),
        (
            &["library", "get", "fleuve", "تقرير", "--text", "--version", "1"],
            (2, "usage"),
        ),
    ] {
        assert_eq!(amal.fails(args), (fault.0, fault.1.to_owned()), "{args:?}");
    }
}

fn every_language_writes_them(amal: &Member, place: &Path) {
    for language in LANGUAGES {
        let shown = run(&mut amal.command(&["library", "show", "fleuve", "تقرير", "--lang", language]));
        assert!(
            shown.out.contains("draft.pdf") && shown.out.contains("1.0 MiB"),
            "{}",
            shown.out
        );
        for command in ["attach", "get", "open"] {
            let help = run(&mut amal.command(&["library", command, "--help", "--lang", language]));
            assert_eq!((help.code, help.out.contains("toguna library")), (0, true));
        }
        let to = place.join(language);
        let got = run(amal
            .command(&["library", "get", "fleuve", "تقرير", "--lang", language, "--to"])
            .arg(&to));
        assert!(got.code == 0 && to.exists(), "{}", got.err);
    }
}

/// A program that says where it was given what, and how that may be read, and then waits if it is to.
fn reader(place: &Path, waits: bool) -> PathBuf {
    let program = place.join(if waits { "waits" } else { "reads" });
    let told = place.join("told");
    let wait = if waits { "exec sleep 600" } else { "" };
    let script = format!(
        "#!/bin/sh\nstat -c '%a' \"$(dirname \"$1\")\" > '{0}.part'\ncat \"$1\" >> '{0}.part'\n\
         echo \"$1\" > '{0}.path'\nmv '{0}.part' '{0}'\n{wait}\n",
        told.display()
    );
    fs::write(&program, script).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).unwrap();
    program
}

#[test]
fn what_is_opened_lies_in_memory_for_oneself_alone_and_is_wiped() {
    let scene = scene(0);
    let (amal, place) = (&scene.amal, scene.place.path());
    let runtime = tempfile::tempdir_in("/dev/shm").unwrap();
    fs::set_permissions(runtime.path(), fs::Permissions::from_mode(0o700)).unwrap();
    let secret = place.join("nom du témoin.odt");
    fs::write(&secret, "Amina").unwrap();
    let runs = place.join("facture.PDF.exe");
    fs::write(&runs, "MZ").unwrap();
    for file in [&secret, &runs] {
        amal.row(&["library", "add", "fleuve", file.to_str().unwrap()]);
    }
    let open = |program: &Path| {
        let mut command = amal.command(&["library", "open", "fleuve", "nom", "--json", "--with"]);
        command.arg(program).env("XDG_RUNTIME_DIR", runtime.path());
        command
    };
    let told = place.join("told");
    let ran = run(&mut open(&reader(place, false)));
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(fs::read_to_string(&told).unwrap(), "700\nAmina");
    let opened = PathBuf::from(fs::read_to_string(place.join("told.path")).unwrap().trim());
    assert!(opened.starts_with(runtime.path()) && opened.ends_with("nom du témoin.odt"));
    let left = || fs::read_dir(runtime.path()).unwrap().count();
    assert_eq!(left(), 0);

    for signal in ["TERM", "HUP", "INT", "KILL"] {
        fs::remove_file(&told).unwrap();
        let mut child = quietly(open(&reader(place, true)));
        while !told.exists() {
            assert!(child.try_wait().unwrap().is_none());
            std::thread::yield_now();
        }
        let pid = child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-s", signal, &pid])
                .status()
                .unwrap()
                .success()
        );
        child.wait().unwrap();
        assert_eq!(left(), usize::from(signal == "KILL"), "{signal}");
    }
    run(&mut open(&reader(place, false)));
    assert_eq!(
        left(),
        0,
        "what a killed process left is wiped when something is opened again"
    );

    fs::set_permissions(runtime.path(), fs::Permissions::from_mode(0o750)).unwrap();
    let ran = run(&mut open(&reader(place, false)));
    assert_eq!((ran.code, ran.err.contains("no-private-place")), (6, true));
    fs::set_permissions(runtime.path(), fs::Permissions::from_mode(0o700)).unwrap();
    let mut no_such = open(Path::new("/nowhere/program"));
    assert!(run(&mut no_such).err.contains("program-failed"));
    assert_eq!(
        (
            left(),
            amal.fails(&["library", "open", "fleuve", "nom"]).1.as_str()
        ),
        (0, "not-confirmed")
    );
}

/// The most memory that a program takes while a folder grows, in bytes. (The vault's key took more before.)
fn most_memory(mut command: Command, folder: &Path, size: u64) -> u64 {
    let mut child = command.stdout(Stdio::null()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let (before, mut most) = (bytes_in(folder), 0);
    while child.try_wait().unwrap().is_none() {
        let grown = bytes_in(folder) - before;
        if (size / 10..size).contains(&grown) {
            let status = fs::read_to_string(&status).unwrap_or_default();
            let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
            let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
            most = kib.unwrap_or(0).max(most);
        }
        std::thread::sleep(Duration::from_millis(2)); // sleep: between two samples
    }
    assert!(child.wait().unwrap().success() && most > 0);
    most * 1024
}

/// 64 MiB, 1 GiB under `--long`.
#[test]
fn a_large_file_comes_and_goes_in_constant_memory() {
    let mebibytes = if std::env::var_os("TOGUNA_LONG").is_some() {
        1_024
    } else {
        64
    };
    let scene = scene(mebibytes);
    let (amal, file) = (&scene.amal, scene.file.to_str().unwrap());
    let size = fs::metadata(file).unwrap().len();
    let store = scene.place.path().join("relay/store/pieces");
    let add = amal.command(&["library", "add", "fleuve", file, "--title", "Témoin"]);
    let sending = most_memory(add, &store, size);
    let to = scene.place.path().join("back.ogg");
    let get = amal.command(&["library", "get", "fleuve", "témoin", "--to", to.to_str().unwrap()]);
    let fetching = most_memory(get, &amal.home.join("files"), size);
    assert!(
        run(Command::new("cmp").arg(&to).arg(file)).code == 0,
        "it is another file"
    );
    assert!(
        sending < 64 * MIB && fetching < 64 * MIB,
        "{sending} and {fetching} bytes"
    );
}

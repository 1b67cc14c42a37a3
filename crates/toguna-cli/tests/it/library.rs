// SPDX-License-Identifier: MIT OR Apache-2.0
//! A library at the keyboard.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use tempfile::TempDir;

use crate::member::Member;
use crate::program::{LANGUAGES, Relay, keys, promised, run};

/// Amal has a space; two texts in two languages lie in a folder, with files that are none, or no short ones.
struct Scene {
    place: TempDir,
    relay: Relay,
    amal: Member,
    texts: PathBuf,
}

fn scene() -> Scene {
    let place = tempfile::tempdir().unwrap();
    let (relay, link) = Relay::start(place.path());
    let amal = Member::new(place.path(), "amal");
    amal.join(&link, "amal");
    amal.row(&["space", "create", "مكتبة"]);
    let texts = place.path().join("texts");
    fs::create_dir_all(texts.join("more")).unwrap();
    fs::write(texts.join("udhr-ar.txt"), "لكل فرد حقّ في الحياة والحريّة").unwrap();
    fs::write(texts.join("more/udhr-de.md"), "Die Würde des Menschen").unwrap();
    fs::write(texts.join("picture.png"), [0, 1, 2]).unwrap();
    fs::write(texts.join("broken.txt"), [0xFF, 0xFE]).unwrap();
    fs::write(texts.join("long.txt"), "x".repeat(200_000)).unwrap();
    Scene {
        place,
        relay,
        amal,
        texts,
    }
}

/// Imports the folder; what became of each file, in the order of their names.
fn import(scene: &Scene) -> Vec<String> {
    let path = scene.texts.to_str().unwrap();
    let mut command = scene
        .amal
        .command(&["library", "import", "مكتبة", path, "/nowhere", "--json"]);
    let ran = run(&mut command);
    assert_eq!(ran.code, 2, "{}", ran.err);
    let rows = ran
        .out
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    rows.map(|row| {
        assert_eq!(keys(&row), ["fault", "file", "item", "outcome"]);
        row["outcome"].as_str().unwrap().to_owned()
    })
    .collect()
}

#[test]
fn a_folder_taken_in_again_changes_what_has_changed_and_a_newcomer_has_all_of_it() {
    let scene = scene();
    let (amal, place) = (&scene.amal, scene.place.path());
    let all = |outcome| [&[outcome; 3][..], &["refused"], &[outcome; 2]].concat();
    assert_eq!(import(&scene), all("added"));
    assert_eq!(import(&scene), all("unchanged"));
    fs::write(scene.texts.join("more/udhr-de.md"), "Die Würde aller Menschen").unwrap();
    fs::write(scene.texts.join("picture.png"), [3, 4, 5]).unwrap();
    assert_eq!(
        import(&scene),
        [
            "unchanged",
            "unchanged",
            "changed",
            "refused",
            "changed",
            "unchanged"
        ]
    );
    let picture = amal.row(&["library", "show", "مكتبة", "picture"]);
    assert_eq!(picture["fields"]["files"].as_array().unwrap().len(), 2);
    let got = amal.row(&["library", "get", "مكتبة", "udhr-ar"]);
    assert_eq!(got["text"], "لكل فرد حقّ في الحياة والحريّة");
    let found = amal.row(&["search", "الحرية"]);
    assert_eq!(
        (&found["title"], &found["excerpt"]),
        (&got["title"], &got["text"])
    );

    let badou = Member::new(place, "badou");
    badou.join(&scene.relay.link(), "badou");
    amal.row(&["space", "invite", "مكتبة", "badou", "--hurry"]);
    badou.row(&["space", "accept", "amal"]);
    let file = place.join("library.jsonl");
    let to = file.to_str().unwrap();
    assert!(amal.rows(&["library", "export", "مكتبة", "--to", to]).is_empty());
    assert_eq!(badou.rows(&["sync"]).len(), 1);
    let theirs = run(&mut badou.command(&["library", "export", "مكتبة"]));
    assert_eq!(theirs.out, fs::read_to_string(&file).unwrap(), "byte for byte");
    for args in [
        &["library", "export", "مكتبة", "--to", to][..],
        &["library", "get", "مكتبة", "udhr-ar", "--to", to],
    ] {
        assert_eq!(
            amal.fails(args),
            (2, "file-unwritable".to_owned()),
            "what is there stays"
        );
    }
}

#[test]
fn an_item_is_described_tagged_and_shown_in_every_language() {
    let scene = scene();
    let amal = &scene.amal;
    let path = scene.texts.join("udhr-ar.txt");
    amal.row(&["library", "add", "مكتبة", path.to_str().unwrap()]);
    let added = amal.row(&[
        "library",
        "add",
        "مكتبة",
        "--title",
        "Pacte",
        "--date",
        "١٩٦٦-١٢-١٦",
        "--tag",
        "ONU",
        "--set",
        "countries=TN",
        "--set",
        "countries=MA",
    ]);
    assert_eq!(keys(&added), promised("`library add`"));
    assert_eq!(added["fields"]["date"], "1966-12-16");
    assert_eq!(added["fields"]["countries"], serde_json::json!(["MA", "TN"]));
    let set = amal.row(&[
        "library",
        "set",
        "مكتبة",
        "pacte",
        "court=ONU",
        "instruments=ICCPR 19",
    ]);
    assert_eq!(set["fields"]["court"], "ONU");
    let tagged = amal.row(&["library", "tag", "مكتبة", "pacte", "ONU", "--remove"]);
    assert!(tagged["fields"].get("tags").is_none());
    assert_eq!(
        amal.row(&["library", "show", "مكتبة", "pacte"])["fields"]["court"],
        "ONU"
    );
    let history = amal.rows(&["library", "history", "مكتبة", "pacte"]);
    assert_eq!(
        (history.len(), keys(&history[0])),
        (3, vec!["author", "handle", "seq", "written"])
    );
    assert_eq!(amal.rows(&["library", "list", "مكتبة"]).len(), 2);
    assert!(
        amal.rows(&["library", "list", "مكتبة", "--tag", "ONU"])
            .is_empty()
    );
    for language in LANGUAGES {
        for args in [
            &["library", "list", "مكتبة"][..],
            &["library", "show", "مكتبة", "pacte"],
            &["library", "history", "مكتبة", "pacte"],
            &["library", "get", "مكتبة", "udhr-ar"],
            &["library", "tag", "مكتبة", "pacte", "a"],
            &["library", "add", "--help"],
            &["search", "الحرية"],
        ] {
            let ran = run(amal.command(args).args(["--lang", language]));
            assert_eq!(ran.code, 0, "{args:?} {}", ran.err);
            assert!(!ran.out.is_empty(), "{args:?}");
        }
    }
}

#[test]
fn a_table_is_taken_in_twice_and_handed_on_to_other_programs() {
    let scene = scene();
    let amal = &scene.amal;
    let path = scene.place.path().join("uwazi.csv");
    let to = path.to_str().unwrap();
    fs::write(
        &path,
        "Title;Id;Date;Descriptors\nLoi n° 5;7;2019:2020;Rights::Life|ONU\nمرسوم;8;1948;\nFaux;9;hier;\n",
    )
    .unwrap();
    let import = |more: &[&str]| {
        let args = [&["library", "import", "مكتبة", to, "--json"], more].concat();
        let ran = run(&mut amal.command(&args));
        assert_eq!(ran.code, 2, "{}", ran.err);
        let rows = ran
            .out
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap());
        let outcome = |row: &Value| {
            (
                row["line"].as_u64().unwrap(),
                row["outcome"].as_str().unwrap().to_owned(),
            )
        };
        rows.map(|row| outcome(&row)).collect::<Vec<_>>()
    };
    let outcomes = |all: [&str; 2]| {
        vec![
            (2, all[0].to_owned()),
            (3, all[1].to_owned()),
            (4, "refused".to_owned()),
        ]
    };
    for more in ["--dry-run", "--atomic"] {
        assert_eq!(import(&[more]), outcomes(["added", "added"]));
        assert!(amal.rows(&["library", "list", "مكتبة"]).is_empty());
    }
    assert_eq!(import(&[]), outcomes(["added", "added"]));
    assert_eq!(import(&[]), outcomes(["unchanged", "unchanged"]));
    amal.row(&["library", "tag", "مكتبة", "loi", "local"]);
    assert_eq!(import(&[]), outcomes(["unchanged", "unchanged"]));
    assert_eq!(amal.rows(&["library", "list", "مكتبة"]).len(), 2);
    // What is written as a table is read again, and changes nothing.
    let again = scene.place.path().join("again.csv");
    let again = again.to_str().unwrap();
    amal.rows(&["library", "export", "مكتبة", "--format", "csv", "--to", again]);
    let rows = amal.rows(&["library", "import", "مكتبة", again]);
    assert!(rows.iter().all(|row| row["outcome"] == "unchanged") && rows.len() == 2);
    for (format, begins) in [
        ("ris", "TY  - GEN"),
        ("bibtex", "@misc{"),
        ("csl-json", "[{"),
        ("csv", "\u{feff}id,"),
    ] {
        let ran = run(&mut amal.command(&["library", "export", "مكتبة", "--format", format]));
        assert!(ran.out.starts_with(begins), "{}", ran.out);
    }
    for language in LANGUAGES {
        let ran = run(&mut amal.command(&["library", "import", "مكتبة", to, "--lang", language]));
        assert_eq!(ran.code, 2, "{}", ran.err);
        assert_eq!(ran.out.lines().count(), 2, "{}", ran.out);
    }
}

#[test]
fn an_item_copied_to_another_space_says_where_it_is_from() {
    let scene = scene();
    let amal = &scene.amal;
    let added = amal.row(&["library", "add", "مكتبة", "--title", "Pacte", "--tag", "ONU"]);
    amal.row(&["space", "create", "تدريب"]);
    let copy = amal.row(&["library", "copy", "مكتبة", "pacte", "تدريب"]);
    let from = copy["fields"]["copied-from"].as_str().unwrap();
    for part in ["space", "item", "added_by"] {
        assert!(from.contains(added[part].as_str().unwrap()), "{part}");
    }
    assert_eq!(copy["fields"]["tags"], added["fields"]["tags"]);
    amal.row(&["library", "tag", "مكتبة", "pacte", "1966"]);
    let file = scene.place.path().join("نص.pdf");
    fs::write(&file, "the text of it").unwrap();
    amal.row(&["library", "attach", "مكتبة", "pacte", file.to_str().unwrap()]);
    amal.row(&["library", "copy", "مكتبة", "pacte", "تدريب"]);
    let to = scene.place.path().join("copied.pdf");
    amal.row(&["library", "get", "تدريب", "pacte", "--to", to.to_str().unwrap()]);
    assert_eq!(fs::read(to).unwrap(), b"the text of it");
    let copies = amal.rows(&["library", "list", "تدريب"]);
    assert_eq!(copies.len(), 1, "the copy is brought up to date");
    assert_eq!(copies[0]["fields"]["tags"], serde_json::json!(["1966", "ONU"]));
}

#[test]
fn what_a_library_cannot_do_it_says() {
    let scene = scene();
    let amal = &scene.amal;
    for title in ["udhr-ar", "udhr-de"] {
        amal.row(&["library", "add", "مكتبة", "--title", title]);
    }
    for (args, fault) in [
        (&["library", "show", "مكتبة", "nothing"][..], (4, "item-unknown")),
        (&["library", "show", "مكتبة", "udhr"], (2, "item-ambiguous")),
        (&["library", "add", "مكتبة"], (2, "item-untitled")),
        (
            &["library", "set", "مكتبة", "udhr-ar", "title= "],
            (2, "item-untitled"),
        ),
        (
            &["library", "add", "مكتبة", "no-such-file.txt"],
            (4, "file-unreadable"),
        ),
        (
            &["library", "add", "مكتبة", "--title", "x", "--date", "hier"],
            (2, "date-invalid"),
        ),
        (
            &["library", "add", "مكتبة", "--title", "x", "--set", "colour=blue"],
            (2, "usage"),
        ),
        (&["library", "set", "مكتبة", "udhr-ar", "court"], (2, "usage")),
        (&["library", "list", "بحر"], (4, "space-unknown")),
    ] {
        assert_eq!(amal.fails(args), (fault.0, fault.1.to_owned()), "{args:?}");
    }
    let ran = run(&mut amal.command(&["library", "get", "مكتبة", "udhr-ar"]));
    assert_eq!(ran.code, 4, "an item without a text");
}

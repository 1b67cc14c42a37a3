// SPDX-License-Identifier: MIT OR Apache-2.0
//! Documents at the keyboard: what they say is found, and what cannot be read is said in words.

use std::fs;
use std::path::Path;

use crate::member::Member;
use crate::program::{LANGUAGES, Relay, keys, promised, run};

const ARABIC: &str = "<!doctype html><meta charset=utf-8><p dir=rtl>لكلّ إنسان الحقّ في <b>الحريّة</b></p>\
    <script>alert('secret')</script>";

/// A PDF with a text on each page, in a font that every reader has.
fn pdf(pages: &[&str]) -> String {
    let mut pdf = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n".to_owned();
    let place = |page: usize| 3 + 2 * page;
    let kids: String = (0..pages.len())
        .map(|page| format!("{} 0 R ", place(page)))
        .collect();
    let font = "/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>";
    pdf += &format!(
        "2 0 obj<</Type/Pages/Kids[{kids}]/Count {}>>endobj\n",
        pages.len()
    );
    for (page, text) in pages.iter().enumerate() {
        let (here, content) = (place(page), format!("BT /F1 12 Tf 72 700 Td ({text}) Tj ET"));
        pdf += &format!(
            "{here} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents {} 0 R{font}>>endobj\n",
            here + 1
        );
        pdf += &format!(
            "{} 0 obj<</Length {}>>stream\n{content}\nendstream endobj\n",
            here + 1,
            content.len()
        );
    }
    pdf + "trailer<</Root 1 0 R>>\n"
}

fn write(place: &Path, name: &str, bytes: &[u8]) -> String {
    let path = place.join(name);
    fs::write(&path, bytes).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn what_documents_say_is_found_at_the_keyboard_by_whoever_has_read_them() {
    let place = tempfile::tempdir().unwrap();
    let (mut relay, link) = Relay::start(place.path());
    let amal = Member::new(place.path(), "amal");
    amal.join(&link, "amal");
    amal.row(&["space", "create", "نهر"]);
    let report = pdf(&["Bonjour", "le greffe de Tunis"]);
    for (name, bytes, text) in [
        ("report.pdf", report.as_bytes(), "whole"),
        ("قانون.html", ARABIC.as_bytes(), "whole"),
        ("broken.pdf", b"%PDF-1.7 and no more".as_slice(), "damaged"),
        ("photo.png", b"\x89PNG\r\n\x1a\n\0\0", "unknown"),
    ] {
        let added = amal.row(&["library", "add", "نهر", &write(place.path(), name, bytes)]);
        assert_eq!(added["file_text"], text, "{name}");
    }
    let shown = amal.row(&["library", "show", "نهر", "report"]);
    let mut expected = promised("`library show`");
    expected.push("file_text".to_owned());
    expected.sort();
    assert_eq!(keys(&shown), expected);
    let found = amal.row(&["search", "greffe"]);
    assert_eq!(
        found["in_file"],
        serde_json::json!({"name": "report.pdf", "page": 2, "version": 1})
    );
    assert!(amal.rows(&["search", "secret"]).is_empty());

    let badou = Member::new(place.path(), "badou");
    badou.join(&relay.link(), "badou");
    amal.row(&["space", "invite", "نهر", "badou", "--hurry"]);
    badou.row(&["space", "accept", "amal"]);
    badou.row(&["sync"]);
    what_the_relay_has_changed_is_named(&badou, place.path());
    assert!(badou.rows(&["search", "الحرية"]).is_empty());
    let rows = badou.rows(&["library", "index"]);
    assert_eq!(keys(&rows[0]), promised("`library index`"));
    let texts: Vec<&str> = rows
        .iter()
        .map(|row| row["file_text"].as_str().unwrap())
        .collect();
    assert_eq!(
        texts,
        ["damaged", "whole", "whole"],
        "a picture is left where it is"
    );
    assert!(badou.rows(&["library", "index", "نهر"]).is_empty());
    relay.kill();
    for member in [&amal, &badou] {
        assert_eq!(member.row(&["search", "الحرية"])["title"], "قانون");
        assert_eq!(member.row(&["search", "bonjour"])["in_file"]["page"], 1);
    }
    in_every_language(&badou);
}

/// What comes changed is named, and does not keep the rest from being looked at; another time it is fetched again.
fn what_the_relay_has_changed_is_named(member: &Member, place: &Path) {
    let flip = || {
        for blob in fs::read_dir(place.join("relay/store/pieces")).unwrap() {
            let piece = blob.unwrap().path().join("0");
            let mut bytes = fs::read(&piece).unwrap();
            bytes[2_000] ^= 1;
            fs::write(piece, bytes).unwrap();
        }
    };
    flip();
    let ran = run(&mut member.command(&["library", "index", "--json"]));
    assert_eq!((ran.code, ran.out.lines().count()), (7, 3), "{}", ran.err);
    let told =
        |row: &str| row.contains("\"fault\":\"relay-lied\"") && row.contains("\"file_text\":\"unread\"");
    assert!(ran.out.lines().all(told), "{}", ran.out);
    flip();
}

fn in_every_language(member: &Member) {
    for language in LANGUAGES {
        let of = |args: &[&str]| {
            let ran = run(&mut member.command(&[args, &["--lang", language]].concat()));
            assert_eq!(ran.code, 0, "{}", ran.err);
            ran.out
        };
        let found = of(&["search", "greffe"]);
        assert!(
            found.contains("report.pdf") && found.contains("greffe"),
            "{found}"
        );
        let shown =
            ["report", "broken", "photo"].map(|item| of(&["library", "show", "نهر", item, "--offline"]));
        let last = shown.each_ref().map(|shown| shown.lines().last().unwrap());
        assert!(last[0] != last[1] && last[1] != last[2], "{last:?}");
        assert!(of(&["library", "index", "--help"]).contains("toguna library index"));
    }
}

#[test]
fn a_reading_list_at_the_keyboard_says_where_its_passages_stand() {
    let place = tempfile::tempdir().unwrap();
    let (mut relay, link) = Relay::start(place.path());
    let amal = Member::new(place.path(), "amal");
    amal.join(&link, "amal");
    amal.row(&["space", "create", "نهر"]);
    let report = pdf(&["Bonjour a tous", "le greffe de Tunis", "Bonjour encore"]);
    let report = write(place.path(), "report.pdf", report.as_bytes());
    amal.row(&["library", "add", "نهر", &report]);
    amal.row(&[
        "library",
        "add",
        "نهر",
        &write(place.path(), "قانون.html", ARABIC.as_bytes()),
    ]);

    let list = |args: &[&str]| amal.row(&[&["library", "read-list", "نهر", "أولاً"], args].concat());
    is_made_and_changed(&list);
    let listed = amal.row(&["library", "read-list", "نهر"]);
    assert_eq!(keys(&listed), promised("`library read-list S`"));
    assert_eq!(listed["title"], "ثانياً");

    let shown = amal.row(&["library", "show", "نهر", "report", "--offline"]);
    assert_eq!(shown["reading_lists"], serde_json::json!([listed["list"]]));
    // A name is compared as search compares words.
    assert_eq!(amal.row(&["library", "show", "نهر", "القانون"])["title"], "قانون");

    what_a_list_refuses_is_said(&amal);
    what_refers_to_what_is_shown(&amal);
    what_is_saved_is_searched_again(&amal);
    what_names_a_file_or_no_field_is_named(&amal);
    for language in LANGUAGES {
        let args = [
            "library",
            "read-list",
            "نهر",
            "ثان",
            "--offline",
            "--lang",
            language,
        ];
        let shown = run(&mut amal.command(&args));
        assert_eq!(
            (shown.code, shown.out.lines().count()),
            (0, 9),
            "{}{}",
            shown.out,
            shown.err
        );
    }
    amal.row(&["library", "read-list", "نهر", "ثانياً", "--delete", "--yes"]);
    assert!(amal.rows(&["library", "read-list", "نهر"]).is_empty());
    relay.kill();
}

fn what_names_a_file_or_no_field_is_named(member: &Member) {
    for language in LANGUAGES {
        let told = |args: &[&str]| run(&mut member.command(&[args, &["--lang", language]].concat())).err;
        for args in [
            &["library", "add", "نهر", "/no/مستند.pdf"],
            &["say", "نهر", "--file=/no/مستند.pdf", "a"],
            &["library", "import", "نهر", "/no/مستند.csv"],
        ] {
            let told = told(args);
            assert!(told.contains("مستند."), "{told}");
        }
        let told = told(&["library", "set", "نهر", "report", "titel=x"]);
        assert!(told.contains("titel=x") && told.contains("instruments"), "{told}");
    }
}

fn what_is_saved_is_searched_again(member: &Member) {
    let found = member.row(&["search", "greffe", "--kind", "item", "--save", "المحكمة"]);
    assert_eq!(member.row(&["search", "--saved", "المحكمة"]), found);
    assert!(
        member
            .rows(&["search", "--saved", "المحكمة", "--kind", "message"])
            .is_empty()
    );
    let listed = member.row(&["search", "--list"]);
    assert_eq!(keys(&listed), promised("`search --list`"));
    assert_eq!(
        (&listed["name"], &listed["kind"]),
        (&"المحكمة".into(), &"item".into())
    );
    assert_eq!(
        run(&mut member.command(&["search", "--forget", "المحكمة"])).code,
        0
    );
    assert!(member.rows(&["search", "--list"]).is_empty());
    assert_eq!(
        run(&mut member.command(&["search", "--saved", "المحكمة"])).code,
        4
    );
}

fn is_made_and_changed(list: &dyn Fn(&[&str]) -> serde_json::Value) {
    let made = list(&[
        "--new",
        "--add",
        "report",
        "--quote",
        "GREFFE de",
        "--note",
        "à lire",
    ]);
    assert_eq!(keys(&made), promised("`library read-list S LIST`"));
    assert_eq!(
        made["entries"][0]["stands"],
        serde_json::json!({"page": 2, "version": null, "where": "here"})
    );
    let again = list(&["--new", "--add", "report", "--quote", "greffe de"]);
    assert_eq!(
        (&again["list"], &again["count"]),
        (&made["list"], &serde_json::json!(1))
    );
    list(&["--add", "قانون", "--quote", "الحق في الحرية"]);
    let all = list(&["--add", "report", "--quote", "bonjour", "--page", "3"]);
    assert_eq!(all["entries"][1]["passage"]["exact"], "الحقّ في الحريّة");
    let notes = |row: &serde_json::Value| {
        let entries = row["entries"].as_array().unwrap().iter();
        entries
            .map(|entry| entry["note"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    list(&["--entry", "3", "--note", "trois"]);
    assert_eq!(
        notes(&list(&["--move", "3", "--to", "1"])),
        ["trois", "à lire", ""]
    );
    assert_eq!(
        notes(&list(&["--move", "1", "--to", "3"])),
        ["à lire", "", "trois"]
    );
    assert_eq!(notes(&list(&["--remove", "2"])), ["à lire", "trois"]);
    list(&["--rename", "ثانياً"]);
}

fn what_a_list_refuses_is_said(member: &Member) {
    let fails = |args: &[&str]| {
        let ran = run(&mut member.command(&[&["library", "read-list", "نهر"], args, &["--json"]].concat()));
        let fault: serde_json::Value = serde_json::from_str(&ran.err).unwrap();
        (ran.code, fault["fault"]["code"].as_str().unwrap().to_owned())
    };
    for (args, fault) in [
        (
            ["ثانياً", "--add", "report", "--quote", "bonjour"].as_slice(),
            (2, "passage-ambiguous"),
        ),
        (
            &["ثانياً", "--add", "report", "--quote", "bonsoir"],
            (4, "passage-unknown"),
        ),
        (&["ثانياً", "--add", "other"], (4, "item-unknown")),
        (&["ثانياً", "--remove", "3"], (4, "entry-unknown")),
        (&["ثالثاً"], (4, "list-unknown")),
        (&["ثانياً", "--quote", "bonjour"], (2, "usage")),
        (&["ثانياً", "--remove", "1", "--rename", "x"], (2, "usage")),
    ] {
        let told = fails(args);
        assert_eq!((told.0, told.1.as_str()), fault, "{args:?}");
    }
}

fn what_refers_to_what_is_shown(member: &Member) {
    let refer = |args: &[&str]| member.rows(&[&["library", "refer", "نهر"], args].concat());
    let args = [
        "report",
        "قانون",
        "--quote",
        "الحرية",
        "--from-quote",
        "greffe",
        "--note",
        "راجع",
    ];
    let made = refer(&args);
    assert_eq!(keys(&made[0]), promised("`library refer`"));
    assert_eq!(refer(&args), made, "once");
    assert_eq!(
        (&made[0]["direction"], &made[0]["item_title"]),
        (&"to".into(), &"قانون".into())
    );
    assert_eq!(made[0]["from_stands"]["page"], 2);
    assert_eq!(made[0]["to_passage"]["exact"], "الحريّة");
    let back = refer(&["قانون"]);
    assert_eq!(
        (&back[0]["direction"], &back[0]["item_title"]),
        (&"from".into(), &"report".into())
    );
    for language in LANGUAGES {
        let args = [
            "library",
            "refer",
            "نهر",
            "report",
            "--offline",
            "--lang",
            language,
        ];
        let shown = run(&mut member.command(&args));
        assert_eq!(
            (shown.code, shown.out.lines().count()),
            (0, 5),
            "{}{}",
            shown.out,
            shown.err
        );
    }
    assert!(refer(&["report", "--remove", "1"]).is_empty());
    let ran = run(&mut member.command(&["library", "refer", "نهر", "report", "--remove", "1"]));
    assert_eq!(ran.code, 4, "{}", ran.err);
}

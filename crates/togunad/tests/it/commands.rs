// SPDX-License-Identifier: MIT OR Apache-2.0
//! Commands that need no running relay.

use std::os::unix::fs::PermissionsExt as _;

use toguna_auth::RegistrationLink;
use toguna_types::{Clock as _, SystemClock};

use crate::daemon::{Place, program, run, text, togunad};

#[test]
fn init_prints_one_link_and_makes_a_directory_that_is_the_owners_alone() {
    let place = Place::new();
    let made = togunad(&place.data(), "init", &["--address", "relay.example:7443"]);
    assert!(made.status.success());
    let link = RegistrationLink::parse(&text(&made.stdout)).unwrap();
    assert_eq!(text(&made.stdout).lines().count(), 1);
    assert_eq!(
        (link.endpoint.to_string().as_str(), link.tls),
        ("relay.example:7443", true)
    );
    link.token.verify(&link.relay_key).unwrap();
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&place.data()), 0o700);
    for entry in std::fs::read_dir(place.data()).unwrap() {
        assert_eq!(mode(&entry.unwrap().path()), 0o600);
    }
    let again = togunad(&place.data(), "init", &[]);
    assert_eq!(again.status.code(), Some(2));
    assert!(text(&again.stderr).contains("not empty"));
}

#[test]
fn an_init_that_fails_leaves_nothing() {
    let place = Place::new();
    for flags in [
        &["--address", "nowhere"][..],
        &["--plaintext", "--address", "relay.example:7443"],
        &["--tls-cert", "/nonexistent", "--tls-key", "/nonexistent"],
    ] {
        let failed = togunad(&place.data(), "init", flags);
        assert_eq!(failed.status.code(), Some(2));
        assert!(failed.stdout.is_empty());
        assert!(!place.data().exists());
    }
}

#[test]
fn invite_makes_as_many_links_as_asked_each_with_its_own_token() {
    let place = Place::new();
    let first = place.init(&[]);
    let made = togunad(&place.data(), "invite", &["--count", "3", "--expires", "2d"]);
    let links = text(&made.stdout);
    let links: Vec<_> = links
        .lines()
        .map(|line| RegistrationLink::parse(line).unwrap())
        .collect();
    assert_eq!(links.len(), 3);
    let mut tokens: Vec<_> = links
        .iter()
        .map(|link| link.token.verify(&first.relay_key).unwrap())
        .collect();
    let left = tokens[0].expires.since(SystemClock.now()).as_secs();
    assert!((172_000..=172_800).contains(&left));
    tokens.dedup_by_key(|token| token.id);
    assert_eq!(tokens.len(), 3);
    let json = togunad(&place.data(), "invite", &["--json", "--address", "[::1]:9"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    let link = RegistrationLink::parse(json["links"][0]["link"].as_str().unwrap()).unwrap();
    assert_eq!(link.endpoint.to_string(), "[::1]:9");
    for flags in [["--count", "0"], ["--count", "1001"], ["--expires", "91d"]] {
        assert_eq!(togunad(&place.data(), "invite", &flags).status.code(), Some(2));
    }
}

#[test]
fn invites_are_listed_and_withdrawn_while_no_relay_runs() {
    let place = Place::new();
    place.init(&["--plaintext"]);
    togunad(&place.data(), "invite", &["--count", "2"]);
    let listed = togunad(&place.data(), "invites list", &["--json"]);
    assert!(listed.status.success(), "{}", text(&listed.stderr));
    let listed: serde_json::Value = serde_json::from_slice(&listed.stdout).unwrap();
    let invites = listed["invites"].as_array().unwrap().clone();
    assert_eq!(invites.len(), 3);
    assert!(invites.iter().all(|invite| invite["state"] == "open"));
    let prefix: String = invites[1]["token"].as_str().unwrap().chars().take(12).collect();
    assert!(
        togunad(&place.data(), "invites withdraw", &[&prefix])
            .status
            .success()
    );
    let again = togunad(&place.data(), "invites withdraw", &[&prefix]);
    assert_eq!(again.status.code(), Some(4));
    let ambiguous = togunad(&place.data(), "invites withdraw", &[""]);
    assert_eq!(ambiguous.status.code(), Some(2));
    assert!(
        togunad(&place.data(), "invites withdraw", &["--all"])
            .status
            .success()
    );
    let listed = text(&togunad(&place.data(), "invites list", &[]).stdout);
    assert_eq!(
        listed.lines().filter(|line| line.contains("withdrawn")).count(),
        3
    );
}

#[test]
fn each_trouble_has_its_exit_code_and_says_what_to_do() {
    let place = Place::new();
    let missing = togunad(&place.data(), "serve", &[]);
    assert_eq!(missing.status.code(), Some(4));
    assert!(text(&missing.stderr).contains("togunad init"));
    place.init(&[]);
    let open = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(place.data(), open).unwrap();
    let denied = togunad(&place.data(), "check", &[]);
    assert_eq!(denied.status.code(), Some(3));
    assert!(text(&denied.stderr).contains("chmod"));
    std::fs::set_permissions(place.data(), std::fs::Permissions::from_mode(0o700)).unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let busy = togunad(&place.data(), "serve", &["--listen", &address]);
    assert_eq!(busy.status.code(), Some(6));
    assert!(text(&busy.stderr).contains("--listen"));
    assert!(!text(&busy.stderr).contains(&address));
    std::fs::write(place.data().join("identity"), [9; 65]).unwrap();
    let broken = togunad(&place.data(), "check", &[]);
    assert_eq!(broken.status.code(), Some(7));
    let usage = run(["frobnicate".as_ref()].into_iter());
    assert_eq!(usage.status.code(), Some(2));
    let help = run(["--help".as_ref()].into_iter());
    assert!(help.status.success() && text(&help.stdout).contains("Exit codes"));
}

#[test]
fn check_shows_every_setting_with_its_origin_and_no_path_of_a_key() {
    let place = Place::new();
    place.init(&[]);
    let mut check = program();
    let data = place.data();
    check
        .arg("check")
        .arg("--data")
        .arg(&data)
        .env("TOGUNAD_METRICS", "true");
    let shown = text(&check.output().unwrap().stdout);
    assert!(
        shown
            .lines()
            .any(|line| line.starts_with("metrics") && line.ends_with("true  (environment)"))
    );
    assert!(
        shown
            .lines()
            .any(|line| line.starts_with("listen") && line.ends_with("127.0.0.1:7443  (file)"))
    );
    assert!(!shown.contains("pem"));
    let unknown = check.env("TOGUNAD_METRIX", "true").output().unwrap();
    assert_eq!(unknown.status.code(), Some(2));
    assert!(text(&unknown.stderr).contains("TOGUNAD_METRIX"));
}

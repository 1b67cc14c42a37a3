// SPDX-License-Identifier: MIT OR Apache-2.0
//! The language a person is answered in.

use crate::program::{LANGUAGES, run, toguna};

/// What `toguna whoami` says in each language where there is no vault.
const NO_HOME: [&str; 5] = [
    "لا خزنة هنا بعد.",
    "Hier gibt es noch keinen Tresor.",
    "There is no vault here yet.",
    "Il n'y a pas encore de coffre ici.",
    "Ainda não há cofre aqui.",
];

#[test]
fn every_language_says_that_there_is_no_home_and_what_to_do() {
    let place = tempfile::tempdir().unwrap();
    for (language, sentence) in LANGUAGES.into_iter().zip(NO_HOME) {
        let ran = run(toguna()
            .arg("--home")
            .arg(place.path())
            .args(["--lang", language, "whoami"]));
        assert_eq!((ran.code, ran.out.as_str()), (4, ""));
        let mut lines = ran.err.lines();
        assert_eq!(lines.next(), Some(sentence));
        assert!(lines.next().unwrap().contains("toguna join"), "{}", ran.err);
    }
}

#[test]
fn the_environment_chooses_where_the_flag_does_not() {
    let place = tempfile::tempdir().unwrap();
    let say = |variables: &[(&str, &str)]| {
        let mut command = toguna();
        command
            .envs(variables.iter().copied())
            .env("TOGUNA_HOME", place.path());
        run(command.arg("status")).err.lines().next().unwrap().to_owned()
    };
    assert_eq!(say(&[("LANG", "fr_CD.UTF-8")]), NO_HOME[3]);
    assert_eq!(say(&[("LANG", "fr_CD.UTF-8"), ("LC_ALL", "de_AT")]), NO_HOME[1]);
    assert_eq!(say(&[("LC_ALL", "de_AT"), ("TOGUNA_LANG", "ar")]), NO_HOME[0]);
    assert_eq!(say(&[("LANG", "C")]), NO_HOME[2]);
    assert_eq!(say(&[]), NO_HOME[2]);
}

#[test]
fn help_is_in_the_language_asked_for_wherever_it_is_asked_for() {
    let helps = LANGUAGES.map(|language| {
        let ran = run(toguna().args(["space", "invite", "--help", "--lang", language]));
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        assert!(ran.out.contains("toguna space invite S HANDLE..."));
        assert!(ran.out.contains("--hurry"));
        ran.out
    });
    let distinct = helps.iter().collect::<std::collections::BTreeSet<_>>();
    assert_eq!(distinct.len(), LANGUAGES.len());
}

#[test]
fn an_unknown_language_is_refused_with_the_ones_there_are() {
    let ran = run(toguna().args(["--lang", "tlh", "status"]));
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("ar, de, en, fr, pt"));
}

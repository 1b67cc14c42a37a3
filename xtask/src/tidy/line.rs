// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rules about single lines: nothing unfinished, secrets exposed with a reason, no sleep in a test.

use super::{Offence, Rule, Source};
use crate::lexer::Line;

/// Checks every line of a file.
pub(super) fn check(source: &Source<'_>) -> Vec<Offence> {
    let mut offences = unfinished_text(source.path, &source.raw.join("\n"));
    offences.extend(unfinished_code(source));
    offences.extend(
        exposures(source)
            .filter(|index| !says(source, *index, "expose:"))
            .map(|index| {
                source.offence(
                    Rule::Expose,
                    index,
                    "a secret is exposed without a comment `// expose: why`",
                )
            }),
    );
    offences.extend(sleeps(source));
    offences
}

/// Markers of unfinished work, wherever they stand.
pub(super) fn unfinished_text(path: &str, text: &str) -> Vec<Offence> {
    let marked = |line: &str| MARKERS.iter().any(|marker| has_word(line, marker));
    let lines = text.lines().enumerate().filter(|(_, line)| marked(line));
    lines
        .map(|(index, _)| Offence {
            rule: Rule::Unfinished,
            path: path.to_owned(),
            line: Some(index.saturating_add(1)),
            what: "a mark of unfinished work".to_owned(),
        })
        .collect()
}

/// The lines before the tests that look inside a secret; the crate that defines secrets may.
pub(super) fn exposures<'a>(source: &'a Source<'_>) -> impl Iterator<Item = usize> + 'a {
    let lines = source.lines.iter().enumerate().take(source.tests);
    let exposes = lines
        .filter(|(_, line)| line.code.contains(".expose()"))
        .map(|(index, _)| index);
    exposes.filter(|_| !source.path.starts_with("crates/toguna-types/"))
}

fn unfinished_code(source: &Source<'_>) -> impl Iterator<Item = Offence> {
    let open = |code: &str| UNFINISHED.iter().any(|name| code.contains(&format!("{name}!(")));
    let lines = source
        .lines
        .iter()
        .enumerate()
        .filter(move |(_, line)| open(&line.code));
    lines.map(|(index, _)| source.offence(Rule::Unfinished, index, "unfinished code"))
}

/// Sleeping is not synchronising.
fn sleeps(source: &Source<'_>) -> impl Iterator<Item = Offence> {
    let is_bench = source.path.split('/').any(|part| part == "benches");
    let first = if is_bench {
        source.lines.len()
    } else {
        source.tests
    };
    let sleeping = |code: &str| {
        ["thread::sleep", "time::sleep"]
            .iter()
            .any(|call| code.contains(call))
    };
    let lines = source
        .lines
        .iter()
        .enumerate()
        .skip(first)
        .filter(move |(_, line)| sleeping(&line.code));
    lines
        .filter(|(index, _)| !says(source, *index, "sleep:"))
        .map(|(index, _)| source.offence(Rule::Sleep, index, "a test sleeps without `// sleep: why`"))
}

/// Whether a comment that begins with `word` stands on the line or directly above its statement.
fn says(source: &Source<'_>, index: usize, word: &str) -> bool {
    let begins = |line: &Line| line.comment.trim_start().starts_with(word);
    let above = source.lines.iter().take(index).rev();
    let same_statement = above.take_while(|line| {
        let code = line.code.trim_end();
        let is_blank = code.is_empty() && line.comment.is_empty();
        !is_blank && !code.ends_with([';', '{', '}'])
    });
    source
        .lines
        .get(index)
        .into_iter()
        .chain(same_statement)
        .any(begins)
}

fn has_word(line: &str, word: &str) -> bool {
    line.split(|char: char| !char.is_alphanumeric() && char != '_')
        .any(|part| part == word)
}

/// Written in two halves, so that a plain search over the tree stays empty.
const MARKERS: &[&str] = &[concat!("FIX", "ME"), concat!("XX", "X")];
const UNFINISHED: &[&str] = &[concat!("to", "do"), concat!("unimple", "mented")];

#[cfg(test)]
mod tests {
    use super::super::is_test_file;
    use super::*;

    #[test]
    fn unfinished_code_is_found_and_a_word_in_a_string_is_not() {
        assert_eq!(
            slugs("src/a.rs", &format!("fn a() {{ {}!() }}", UNFINISHED[0])),
            ["unfinished"]
        );
        assert_eq!(
            slugs("src/a.rs", &format!("fn a() {{ {}!(\"x\") }}", UNFINISHED[1])),
            ["unfinished"]
        );
        assert!(slugs("src/a.rs", &format!("let a = \"{}!(\";", UNFINISHED[0])).is_empty());
    }

    #[test]
    fn marks_of_unfinished_work_are_found_as_whole_words() {
        assert_eq!(
            slugs("src/a.rs", &format!("// {}: later", MARKERS[0])),
            ["unfinished"]
        );
        assert_eq!(
            unfinished_text("a.ts", &format!("// {} later", MARKERS[1])).len(),
            1
        );
        assert!(unfinished_text("a.ts", &format!("const {}X = 1;", MARKERS[1])).is_empty());
    }

    #[test]
    fn exposing_a_secret_needs_a_comment_here_or_above() {
        assert_eq!(slugs("crates/a/src/a.rs", "let a = key.expose();"), ["expose"]);
        assert!(
            slugs(
                "crates/a/src/a.rs",
                "let a = key.expose(); // expose: the cipher takes bytes"
            )
            .is_empty()
        );
        assert!(slugs("crates/a/src/a.rs", "// expose: to seal\nlet a = key.expose();").is_empty());
        assert_eq!(
            slugs("crates/a/src/a.rs", "// expose: to seal\n\nlet a = key.expose();"),
            ["expose"]
        );
    }

    #[test]
    fn a_comment_covers_its_own_statement_only() {
        let broken_up =
            "// expose: the data key is\n// what is sealed\nlet a =\n    seal(kind, key.expose());";
        assert!(slugs("crates/a/src/a.rs", broken_up).is_empty());
        let two = "let a = key.expose(); // expose: to seal\nlet b = key.expose();";
        assert_eq!(slugs("crates/a/src/a.rs", two), ["expose"]);
        let inner = "// expose: to seal\nif a {\n    key.expose();\n}";
        assert_eq!(slugs("crates/a/src/a.rs", inner), ["expose"]);
    }

    #[test]
    fn tests_and_the_crate_of_secrets_may_expose() {
        let test = "#[cfg(test)]\nmod tests {\n fn a() { key.expose(); }\n}";
        assert!(slugs("crates/a/src/a.rs", test).is_empty());
        assert!(slugs("crates/a/tests/it/a.rs", "let a = key.expose();").is_empty());
        assert!(slugs("crates/toguna-types/src/secret.rs", "let a = key.expose();").is_empty());
    }

    #[test]
    fn a_test_does_not_sleep() {
        let test = "#[cfg(test)]\nmod tests {\n fn a() { std::thread::sleep(d); }\n}";
        assert_eq!(slugs("src/a.rs", test), ["sleep"]);
        assert_eq!(slugs("tests/src/a.rs", "tokio::time::sleep(d).await;"), ["sleep"]);
        assert!(
            slugs(
                "tests/src/a.rs",
                "tokio::time::sleep(d).await; // sleep: a kill needs a moment"
            )
            .is_empty()
        );
        assert!(slugs("src/a.rs", "tokio::time::sleep(d).await;").is_empty());
        assert!(slugs("tests/benches/a.rs", "tokio::time::sleep(d).await;").is_empty());
    }

    #[test]
    fn a_file_is_a_test_file_by_its_directory() {
        assert!(is_test_file("tests/src/world.rs") && is_test_file("crates/a/src/tests.rs"));
        assert!(!is_test_file("crates/toguna-tests-of-time/src/a.rs"));
    }

    fn slugs(path: &str, text: &str) -> Vec<&'static str> {
        check(&Source::read(path, text))
            .iter()
            .map(|offence| offence.rule.slug())
            .collect()
    }
}

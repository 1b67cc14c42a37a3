// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rules about attributes: lints are expected with a reason, never allowed; tests have names that are sentences.

use super::{Offence, Rule, Source};
use crate::lexer::Attribute;

/// Checks every attribute of a file.
pub(super) fn check(source: &Source<'_>) -> Vec<Offence> {
    source
        .attributes
        .iter()
        .filter_map(|attribute| breach(source, attribute))
        .collect()
}

fn breach(source: &Source<'_>, attribute: &Attribute) -> Option<Offence> {
    let found = |rule, what: &str| Some(source.offence(rule, attribute.first, what));
    if calls(&attribute.text, "allow") {
        found(Rule::Allow, "a lint is allowed; `expect` it with a reason")
    } else if calls(&attribute.text, "expect") && !attribute.text.contains("reason") {
        found(Rule::Expect, "a lint is expected without a reason")
    } else if attribute.text == "#[ignore]" {
        found(Rule::Ignore, "a test is ignored without a reason")
    } else if is_test(&attribute.text) && function_after(source, attribute)?.starts_with("test_") {
        found(Rule::TestName, "a test's name is a sentence, without `test_`")
    } else {
        None
    }
}

/// Whether the attribute contains `name(…)` as a word of its own.
fn calls(text: &str, name: &str) -> bool {
    text.match_indices(&format!("{name}(")).any(|(at, _)| {
        let before = text.get(..at).and_then(|start| start.chars().next_back());
        !before.is_some_and(|char| char.is_alphanumeric() || char == '_')
    })
}

/// Whether the attribute makes a test: `#[test]`, `#[tokio::test(…)]` and the like.
pub(crate) fn is_test(text: &str) -> bool {
    let inner = text.trim_start_matches("#[").trim_end_matches(']');
    let path = inner.split('(').next().unwrap_or(inner).trim();
    path == "test" || path.ends_with("::test")
}

/// The name of the function that the attribute stands on.
fn function_after<'a>(source: &'a Source<'_>, attribute: &Attribute) -> Option<&'a str> {
    let lines = source.lines.get(attribute.last..)?;
    lines.iter().find_map(|line| function_name(&line.code))
}

/// The name in `fn name`, if the line declares a function.
pub(crate) fn function_name(code: &str) -> Option<&str> {
    let (before, after) = code.split_once("fn ")?;
    let starts = before.is_empty() || before.ends_with(|char: char| !char.is_alphanumeric() && char != '_');
    let name = after
        .split(|char: char| !char.is_alphanumeric() && char != '_')
        .next()?;
    (starts && !name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn allowing_a_lint_is_found_in_every_spelling() {
        assert_eq!(slugs("#[allow(dead_code)]\nfn a() {}"), ["allow"]);
        assert_eq!(slugs("#![allow(dead_code)]"), ["allow"]);
        assert_eq!(
            slugs("#[cfg_attr(\n  test,\n  allow(dead_code)\n)]\nfn a() {}"),
            ["allow"]
        );
        assert!(slugs("// #[allow(dead_code)]\nlet a = \"#[allow(x)]\"; disallow(a);").is_empty());
        assert!(slugs("#[door(disallow(guests))]\nfn a() {}").is_empty());
    }

    #[test]
    fn expecting_a_lint_needs_a_reason() {
        assert_eq!(slugs("#[expect(dead_code)]\nfn a() {}"), ["expect"]);
        assert!(slugs("#[expect(\n  dead_code,\n  reason = \"soon\"\n)]\nfn a() {}").is_empty());
    }

    #[test]
    fn an_ignored_test_needs_a_reason() {
        assert_eq!(slugs("#[test]\n#[ignore]\nfn a() {}"), ["ignore"]);
        assert!(slugs("#[test]\n#[ignore = \"an hour; nightly\"]\nfn a() {}").is_empty());
    }

    #[test]
    fn a_test_is_not_called_test() {
        assert_eq!(slugs("#[test]\nfn test_a() {}"), ["test-name"]);
        assert_eq!(
            slugs("#[tokio::test(flavor = \"current_thread\")]\nasync fn test_a() {}"),
            ["test-name"]
        );
        assert!(slugs("#[test]\nfn a_door_opens() {}\nfn test_clock() {}").is_empty());
    }

    #[test]
    fn function_names_are_read() {
        assert_eq!(function_name("    pub(crate) async fn a_b<T>(x: T)"), Some("a_b"));
        assert_eq!(function_name("let f: Box<dyn Fn (u8)>;"), None);
        assert_eq!(function_name("confn x"), None);
    }

    fn slugs(text: &str) -> Vec<&'static str> {
        check(&Source::read("src/a.rs", text))
            .iter()
            .map(|offence| offence.rule.slug())
            .collect()
    }
}

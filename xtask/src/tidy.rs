// SPDX-License-Identifier: MIT OR Apache-2.0
//! `tidy`: what every file owes the house.

mod attribute;
mod line;

use std::collections::BTreeSet;

use crate::exempt::{Exemptions, entries};
use crate::fault::Fault;
use crate::house::House;
use crate::lexer::{Attribute, Line, attributes, split, tests_start};
use crate::verdict::Verdict;

pub(crate) use attribute::{function_name, is_test};

/// Checks every file that is or would be committed.
pub(crate) fn run(house: &House) -> Result<Verdict, Fault> {
    let files = house.files()?;
    let mut offences = Vec::new();
    let mut verdict = Verdict::default();
    let mut functions = BTreeSet::new();
    let mut exposures = 0_usize;
    for file in &files {
        offences.extend(check_size(file, size(house, file)?));
        if file.ends_with(".rs") {
            let text = house.read(file)?;
            let source = Source::read(file, &text);
            offences.extend(check_rust(&source));
            exposures = exposures.saturating_add(line::exposures(&source).count());
            functions.extend(function_names(&source.lines));
            if let Some(length) = long(&source) {
                verdict.note(format!("{file}: {length} lines before its tests; 300 is the aim"));
            }
        } else if file.ends_with("Cargo.toml") {
            offences.extend(check_manifest(file, &house.read(file)?));
        } else if UNFINISHED_TOO.iter().any(|ending| file.ends_with(ending)) {
            offences.extend(line::unfinished_text(file, &house.read(file)?));
        }
    }
    let rules: Vec<&str> = RULES.iter().map(|rule| rule.slug()).collect();
    let mut exemptions = Exemptions::load(house, &rules)?;
    verdict.absorb(judge(&offences, &mut exemptions));
    verdict.absorb(check_lists(&files));
    if house.has(LONG_LIST) {
        verdict.absorb(check_long_list(&house.read(LONG_LIST)?, &functions));
    }
    verdict.summarise(format!(
        "{} files; secrets are exposed at {exposures} commented places",
        files.len()
    ));
    Ok(verdict)
}

/// The names of the functions that these lines declare.
pub(crate) fn function_names(lines: &[Line]) -> impl Iterator<Item = String> {
    lines
        .iter()
        .filter_map(|line| function_name(&line.code))
        .map(str::to_owned)
}

/// The list of tests that have a long variant.
pub(crate) const LONG_LIST: &str = "xtask/long.txt";

/// A Rust file, taken apart.
struct Source<'a> {
    path: &'a str,
    raw: Vec<&'a str>,
    lines: Vec<Line>,
    attributes: Vec<Attribute>,
    /// The index of the first line that belongs to tests; 0 in a file that is all tests.
    tests: usize,
}

impl<'a> Source<'a> {
    fn read(path: &'a str, text: &'a str) -> Self {
        let lines = split(text);
        let attributes = attributes(&lines);
        let tests = if is_test_file(path) {
            0
        } else {
            tests_start(&lines).unwrap_or(lines.len())
        };
        Self {
            path,
            raw: text.lines().collect(),
            lines,
            attributes,
            tests,
        }
    }

    fn offence(&self, rule: Rule, index: usize, what: impl Into<String>) -> Offence {
        let line = index.saturating_add(1);
        Offence {
            rule,
            path: self.path.to_owned(),
            line: Some(line),
            what: what.into(),
        }
    }
}

/// A rule of the house that a file can be exempted from.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Rule {
    Allow,
    Expect,
    Expose,
    Ignore,
    LargeFile,
    Length,
    Lints,
    Sleep,
    Spdx,
    TestName,
    Unfinished,
    UnsafeCode,
}

impl Rule {
    /// The name of its exemption list.
    const fn slug(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Expect => "expect",
            Self::Expose => "expose",
            Self::Ignore => "ignore",
            Self::LargeFile => "large-file",
            Self::Length => "length",
            Self::Lints => "lints",
            Self::Sleep => "sleep",
            Self::Spdx => "spdx",
            Self::TestName => "test-name",
            Self::Unfinished => "unfinished",
            Self::UnsafeCode => "unsafe-code",
        }
    }
}

const RULES: &[Rule] = &[
    Rule::Allow,
    Rule::Expect,
    Rule::Expose,
    Rule::Ignore,
    Rule::LargeFile,
    Rule::Length,
    Rule::Lints,
    Rule::Sleep,
    Rule::Spdx,
    Rule::TestName,
    Rule::Unfinished,
    Rule::UnsafeCode,
];

/// One breach of one rule.
#[derive(Clone, Debug)]
struct Offence {
    rule: Rule,
    path: String,
    line: Option<usize>,
    what: String,
}

/// Sorts offences into the exempted and the findings; entries that nothing needed are findings too.
fn judge(offences: &[Offence], exemptions: &mut Exemptions) -> Verdict {
    let mut verdict = Verdict::default();
    for offence in offences {
        if exemptions.covers(offence.rule.slug(), &offence.path) {
            continue;
        }
        let place = offence.line.map_or_else(String::new, |line| format!(":{line}"));
        verdict.find(format!(
            "{}{place}: {} ({})",
            offence.path,
            offence.what,
            offence.rule.slug()
        ));
    }
    verdict.absorb(exemptions.leftovers());
    verdict
}

/// Every rule that looks into a Rust file.
fn check_rust(source: &Source<'_>) -> Vec<Offence> {
    let mut offences = Vec::new();
    if source.raw.first() != Some(&SPDX) {
        offences.push(source.offence(Rule::Spdx, 0, format!("the first line is not `{SPDX}`")));
    }
    let length = tests_start(&source.lines).unwrap_or(source.raw.len());
    if length > WALL {
        let what = format!("{length} lines before its tests; the wall is {WALL}");
        offences.push(source.offence(Rule::Length, WALL, what));
    }
    if is_crate_root(source.path)
        && !source
            .lines
            .iter()
            .any(|line| line.code.contains("forbid(unsafe_code)"))
    {
        offences.push(source.offence(Rule::UnsafeCode, 0, "the crate root does not forbid unsafe code"));
    }
    offences.extend(attribute::check(source));
    offences.extend(line::check(source));
    offences
}

/// The length of a file that passes the wall but not the aim.
fn long(source: &Source<'_>) -> Option<usize> {
    let length = tests_start(&source.lines).unwrap_or(source.raw.len());
    (length > AIM && length <= WALL).then_some(length)
}

/// A crate's manifest takes its lints from the workspace.
fn check_manifest(path: &str, text: &str) -> Option<Offence> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let is_crate = lines.contains(&"[package]");
    let inherits = lines
        .windows(2)
        .any(|pair| pair == ["[lints]", "workspace = true"]);
    (is_crate && !inherits).then(|| Offence {
        rule: Rule::Lints,
        path: path.to_owned(),
        line: None,
        what: "the crate does not take its lints from the workspace".to_owned(),
    })
}

/// Large files belong elsewhere.
fn check_size(path: &str, bytes: u64) -> Option<Offence> {
    (bytes > LARGE).then(|| Offence {
        rule: Rule::LargeFile,
        path: path.to_owned(),
        line: None,
        what: format!("{bytes} bytes in git; the limit is {LARGE}"),
    })
}

/// Every exemption list belongs to a rule.
fn check_lists(files: &[String]) -> Verdict {
    let mut verdict = Verdict::default();
    let of_deps = crate::deps::DUPLICATES;
    for file in files
        .iter()
        .filter(|file| file.starts_with("xtask/exempt/") && *file != of_deps)
    {
        let known = |rule: &Rule| *file == format!("xtask/exempt/{}.txt", rule.slug());
        if !RULES.iter().any(known) {
            verdict.find(format!("{file}: no rule has this name"));
        }
    }
    verdict
}

/// The list of long tests names functions that exist.
fn check_long_list(text: &str, functions: &BTreeSet<String>) -> Verdict {
    let mut verdict = Verdict::default();
    for entry in entries(text) {
        let name = entry.rsplit("::").next().unwrap_or(entry);
        if !functions.contains(name) {
            verdict.find(format!(
                "{LONG_LIST}: no function is called {entry}: remove the line"
            ));
        }
    }
    verdict
}

fn size(house: &House, file: &str) -> Result<u64, Fault> {
    let metadata = std::fs::metadata(house.path(file));
    metadata
        .map(|metadata| metadata.len())
        .map_err(|fault| Fault::File {
            path: file.to_owned(),
            why: fault.to_string(),
        })
}

fn is_test_file(path: &str) -> bool {
    path.split('/')
        .any(|part| matches!(part, "tests" | "benches" | "tests.rs"))
}

fn is_crate_root(path: &str) -> bool {
    path.ends_with("src/lib.rs") || path.ends_with("src/main.rs")
}

const SPDX: &str = "// SPDX-License-Identifier: MIT OR Apache-2.0";
const AIM: usize = 300;
const WALL: usize = 500;
const LARGE: u64 = 1024 * 1024;
const UNFINISHED_TOO: &[&str] = &[".ts", ".proto", ".sh"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tidy_file_passes() {
        assert!(slugs("src/a.rs", &format!("{SPDX}\n//! A.\n\nfn a() {{}}\n")).is_empty());
    }

    #[test]
    fn the_first_line_is_the_licence() {
        assert_eq!(slugs("src/a.rs", "//! A.\n"), ["spdx"]);
        assert_eq!(slugs("src/a.rs", ""), ["spdx"]);
    }

    #[test]
    fn the_wall_counts_lines_before_the_tests() {
        let body = "fn a() {}\n".repeat(WALL - 1);
        assert!(slugs("src/a.rs", &format!("{SPDX}\n{body}")).is_empty());
        assert_eq!(
            slugs("src/a.rs", &format!("{SPDX}\n{body}fn b() {{}}\n")),
            ["length"]
        );
        let tested = format!("{SPDX}\n#[cfg(test)]\nmod tests {{\n{body}{body}}}\n");
        assert!(slugs("src/a.rs", &tested).is_empty());
    }

    #[test]
    fn between_aim_and_wall_is_a_note() {
        let text = format!("{SPDX}\n{}", "\n".repeat(AIM));
        assert_eq!(long(&Source::read("src/a.rs", &text)), Some(AIM + 1));
        assert_eq!(long(&Source::read("src/a.rs", SPDX)), None);
    }

    #[test]
    fn a_crate_root_forbids_unsafe_code() {
        assert_eq!(slugs("a/src/lib.rs", SPDX), ["unsafe-code"]);
        assert!(slugs("a/src/lib.rs", &format!("{SPDX}\n#![forbid(unsafe_code)]")).is_empty());
        assert!(slugs("a/src/b.rs", SPDX).is_empty());
    }

    #[test]
    fn a_crate_takes_its_lints_from_the_workspace() {
        assert!(
            check_manifest(
                "a/Cargo.toml",
                "[package]\nname = \"a\"\n\n[lints]\nworkspace = true\n"
            )
            .is_none()
        );
        assert!(check_manifest("a/Cargo.toml", "[package]\nname = \"a\"\n").is_some());
        assert!(check_manifest("Cargo.toml", "[workspace]\n").is_none());
    }

    #[test]
    fn a_large_file_is_found() {
        assert!(check_size("v.json", LARGE).is_none());
        assert!(check_size("v.json", LARGE + 1).is_some());
    }

    #[test]
    fn an_exemption_covers_until_it_is_not_needed() {
        let offence = Offence {
            rule: Rule::Spdx,
            path: "a.rs".to_owned(),
            line: Some(1),
            what: "no licence".to_owned(),
        };
        let mut exemptions = Exemptions::default();
        exemptions.add("spdx", "a.rs # generated");
        assert!(judge(&[offence], &mut exemptions).is_clean());
        let mut exemptions = Exemptions::default();
        exemptions.add("spdx", "a.rs # generated");
        assert!(!judge(&[], &mut exemptions).is_clean());
    }

    #[test]
    fn a_list_without_a_rule_is_found() {
        let lists = |names: &[&str]| {
            names
                .iter()
                .map(|name| format!("xtask/exempt/{name}"))
                .collect::<Vec<_>>()
        };
        assert!(check_lists(&lists(&["length.txt", "duplicate-versions.txt"])).is_clean());
        assert!(!check_lists(&lists(&["lenght.txt"])).is_clean());
    }

    #[test]
    fn the_long_list_names_functions_that_exist() {
        let functions = BTreeSet::from(["a_month_passes".to_owned()]);
        assert!(check_long_list("simulation::a_month_passes # an hour", &functions).is_clean());
        assert!(!check_long_list("simulation::a_year_passes", &functions).is_clean());
    }

    fn slugs(path: &str, text: &str) -> Vec<&'static str> {
        check_rust(&Source::read(path, text))
            .iter()
            .map(|offence| offence.rule.slug())
            .collect()
    }
}

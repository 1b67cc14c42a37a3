// SPDX-License-Identifier: MIT OR Apache-2.0
//! `deps`: duplicate versions, banned crates, version floors, banned features.
//!
//! The advisory databases know nothing of some of what we depend on most (openmls has its advisories elsewhere),
//! so the floors stand here, each with its reason.

mod advisory;

use std::collections::{BTreeMap, BTreeSet};

use crate::exempt::entries;
use crate::fault::Fault;
use crate::house::House;
use crate::metadata::{Metadata, PLATFORM};
use crate::verdict::Verdict;
use advisory::Version;

/// The list of crates that are in the resolve more than once.
pub(crate) const DUPLICATES: &str = "xtask/exempt/duplicate-versions.txt";

/// Checks the resolve.
pub(crate) fn run(house: &House) -> Result<Verdict, Fault> {
    let metadata = Metadata::load(house)?;
    let list = if house.has(DUPLICATES) {
        house.read(DUPLICATES)?
    } else {
        String::new()
    };
    let mut verdict = check_duplicates(&metadata.packages, &list);
    for (name, version) in &metadata.packages {
        verdict.absorb(advisory::check(name, version));
    }
    let members: Vec<&str> = metadata
        .members
        .iter()
        .map(|member| member.name.as_str())
        .collect();
    verdict.absorb(check_features(&shipped_tree(house, &members)?));
    verdict.summarise(format!(
        "{} packages, {} listed duplicates",
        metadata.packages.len(),
        entries(&list).count()
    ));
    Ok(verdict)
}

/// Writes the first list of duplicates; afterwards it is shortened by hand.
pub(crate) fn write(house: &House) -> Result<Verdict, Fault> {
    let mut verdict = Verdict::default();
    if house.has(DUPLICATES) {
        verdict.find(format!(
            "{DUPLICATES} exists and may only shrink; to begin anew, delete it first"
        ));
        return Ok(verdict);
    }
    let duplicates = duplicates(&Metadata::load(house)?.packages);
    let lines: String = duplicates.iter().map(|line| format!("{line}\n")).collect();
    house.write(DUPLICATES, &format!("{LIST_HEADER}{lines}"))?;
    verdict.summarise(format!("wrote {} lines", duplicates.len()));
    Ok(verdict)
}

/// Compares what is duplicated with what is listed.
fn check_duplicates(packages: &[(String, String)], list: &str) -> Verdict {
    let mut verdict = Verdict::default();
    let found = duplicates(packages);
    let listed: BTreeSet<String> = entries(list).map(str::to_owned).collect();
    for line in found.difference(&listed) {
        verdict.find(format!(
            "duplicate versions of one crate: {line} (not in {DUPLICATES})"
        ));
    }
    for line in listed.difference(&found) {
        verdict.find(format!(
            "{DUPLICATES}: `{line}` is no longer true: remove the line"
        ));
    }
    verdict
}

/// One line `name series series…` for each crate that is there more than once.
fn duplicates(packages: &[(String, String)]) -> BTreeSet<String> {
    let mut versions: BTreeMap<&str, BTreeSet<Version>> = BTreeMap::new();
    for (name, version) in packages {
        versions.entry(name).or_default().insert(Version::parse(version));
    }
    versions.retain(|_, versions| versions.len() > 1);
    let line = |(name, versions): (&str, BTreeSet<Version>)| {
        versions.iter().fold(name.to_owned(), |line, version| {
            format!("{line} {}", version.series())
        })
    };
    versions.into_iter().map(line).collect()
}

/// What the shipped crates are built with: `name vVERSION|feature,feature` for each package.
fn shipped_tree(house: &House, members: &[&str]) -> Result<String, Fault> {
    let mut args = vec![
        "tree",
        "--workspace",
        "--edges",
        "normal,build",
        "--target",
        PLATFORM,
    ];
    args.extend(["--prefix", "none", "--format", "{p}|{f}"]);
    for left_out in NOT_SHIPPED.iter().filter(|name| members.contains(name)) {
        args.extend(["--exclude", left_out]);
    }
    house.cargo_output(&args)
}

/// Features that must never reach what we ship; unification could switch them on from anywhere.
fn check_features(tree: &str) -> Verdict {
    let mut verdict = Verdict::default();
    let lines: BTreeSet<&str> = tree.lines().collect();
    for line in lines {
        let (package, features) = line.split_once('|').unwrap_or((line, ""));
        let name = package.split(' ').next().unwrap_or(package);
        let features = features.trim_end_matches(" (*)").split(',');
        for feature in features.filter(|feature| is_banned(name, feature)) {
            verdict.find(format!(
                "{name} is built with its feature `{feature}`, which is banned"
            ));
        }
    }
    verdict
}

fn is_banned(name: &str, feature: &str) -> bool {
    (name.starts_with("openmls") && BANNED_FEATURES.contains(&feature))
        || (name.starts_with("toguna-") && TEST_FEATURES.contains(&feature))
}

/// Doors of our own crates for tests: the way round every check, dumps, faults on demand.
const TEST_FEATURES: &[&str] = &["contract", "test-support"];

/// They weaken validation, log secrets, or are drafts that we do not speak.
const BANNED_FEATURES: &[&str] = &[
    "content-debug",
    "crypto-debug",
    "migration-import",
    "test-utils",
    "virtual-clients-draft",
];

const NOT_SHIPPED: &[&str] = &["toguna-load", "toguna-tests", "xtask"];

const LIST_HEADER: &str = "# Crates that are in the dependency tree in more than one version, as `name series series…`.
# This list may only shrink: `cargo xtask deps` fails on a duplicate that is not here and on a line that is no longer true.
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_duplicate_is_found() {
        let packages = packages(&[("syn", "2.0.1"), ("syn", "3.0.0"), ("quote", "1.0.0")]);
        assert_eq!(check_duplicates(&packages, "").findings().len(), 1);
        assert!(check_duplicates(&packages, "# list\nsyn 2 3 # until the derive moves\n").is_clean());
    }

    #[test]
    fn a_patch_release_does_not_change_the_list() {
        let packages = packages(&[("rand", "0.8.9"), ("rand", "0.10.1")]);
        assert!(check_duplicates(&packages, "rand 0.8 0.10").is_clean());
    }

    #[test]
    fn a_vanished_duplicate_asks_for_its_line_to_go() {
        let verdict = check_duplicates(&packages(&[("syn", "3.0.0")]), "syn 2 3");
        assert!(verdict.findings()[0].contains("remove the line"), "{verdict:?}");
    }

    #[test]
    fn two_versions_of_one_series_are_duplicates_too() {
        let packages = packages(&[("a", "1.0.0"), ("a", "1.1.0")]);
        assert_eq!(duplicates(&packages), BTreeSet::from(["a 1 1".to_owned()]));
    }

    #[test]
    fn a_banned_feature_is_found_on_openmls_only() {
        let tree = "openmls v0.9.2|draft-ietf-mls-pq-ciphersuites,test-utils (*)\nother v1.0.0|test-utils";
        assert_eq!(check_features(tree).findings().len(), 1);
        assert!(
            check_features("openmls v0.9.2|draft-ietf-mls-pq-ciphersuites\nopenmls_traits v0.6.0|")
                .is_clean()
        );
    }

    #[test]
    fn a_door_for_tests_is_found_in_what_we_ship() {
        let tree = "toguna-sdk v0.1.0 (/src/client-sdk)|test-support\ntoguna-mls v0.1.0 (/src)|\nother v1.0.0|contract";
        let verdict = check_features(tree);
        assert_eq!(verdict.findings().len(), 1);
        assert!(verdict.findings()[0].starts_with("toguna-sdk"), "{verdict:?}");
    }

    fn packages(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter()
            .map(|(name, version)| ((*name).to_owned(), (*version).to_owned()))
            .collect()
    }
}

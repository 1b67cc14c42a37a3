// SPDX-License-Identifier: MIT OR Apache-2.0
//! `layers`: who may import whom, and that ARCHITECTURE.md says so.

use std::collections::{BTreeMap, BTreeSet};

use crate::fault::Fault;
use crate::floor::{Floor, Place, Wing, importers, may_cross, place};
use crate::house::House;
use crate::metadata::{DependencyKind, Member, Metadata};
use crate::verdict::Verdict;

/// Checks the workspace.
pub(crate) fn run(house: &House) -> Result<Verdict, Fault> {
    let metadata = Metadata::load(house)?;
    let architecture = house.read("ARCHITECTURE.md").unwrap_or_default();
    let mut verdict = check(&metadata.members, &architecture);
    verdict.absorb(check_names(&metadata.members, &house.files()?));
    Ok(verdict)
}

/// Arrows, wings, technologies and the document.
fn check(members: &[Member], architecture: &str) -> Verdict {
    let mut verdict = Verdict::default();
    let names: BTreeSet<&str> = members.iter().map(|member| member.name.as_str()).collect();
    let mut arrows = 0_usize;
    for member in members {
        let Some(from) = place(&member.name) else {
            verdict.find(format!(
                "{} has no floor: give it one in xtask/src/floor.rs",
                member.name
            ));
            continue;
        };
        for dependency in &member.dependencies {
            check_technology(member, &dependency.name, dependency.kind, &mut verdict);
            if !names.contains(dependency.name.as_str()) || dependency.kind == DependencyKind::Dev {
                continue;
            }
            arrows = arrows.saturating_add(1);
            if let Some(to) = place(&dependency.name) {
                check_arrow(from, to, &mut verdict);
            }
        }
    }
    check_wings(members, &mut verdict);
    check_document(&names, architecture, &mut verdict);
    verdict.summarise(format!(
        "{} crates, {arrows} arrows, all downwards; the relay is blind",
        members.len()
    ));
    verdict
}

/// An arrow points to a strictly lower floor, and from the client's side not into the relay's.
fn check_arrow(from: Place, to: Place, verdict: &mut Verdict) {
    let downwards = match (from.floor, to.floor) {
        (Floor::At(from), Floor::At(to)) => to < from,
        (Floor::Outside, _) | (_, Floor::Outside) => false,
    };
    if !downwards {
        verdict.find(format!(
            "{} ({}) imports {} ({}): arrows point to a lower floor only",
            from.name,
            label(from.floor),
            to.name,
            label(to.floor)
        ));
    }
    if from.wing == Wing::Client && to.wing == Wing::Relay && !may_cross(from.name, to.name) {
        verdict.find(format!(
            "{} imports {}: a client speaks to a relay, it does not contain one",
            from.name, to.name
        ));
    }
}

/// The server's blindness: nothing of the relay's wing reaches a crate that can name plaintext.
///
/// Dev-dependencies count as well: whoever needs both sides in a test writes it in `tests/`.
fn check_wings(members: &[Member], verdict: &mut Verdict) {
    let graph: BTreeMap<&str, &Member> = members
        .iter()
        .map(|member| (member.name.as_str(), member))
        .collect();
    let wing = |name: &str| place(name).map(|place| place.wing);
    for start in members
        .iter()
        .filter(|member| wing(&member.name) == Some(Wing::Relay))
    {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut open: Vec<(&Member, String)> = vec![(start, start.name.clone())];
        while let Some((member, path)) = open.pop() {
            for dependency in &member.dependencies {
                let below_start = member.name != start.name;
                let Some(next) = graph.get(dependency.name.as_str()) else {
                    continue;
                };
                if (below_start && dependency.kind == DependencyKind::Dev) || !seen.insert(&next.name) {
                    continue;
                }
                let path = format!("{path} -> {}", next.name);
                if wing(&next.name) == Some(Wing::Client) {
                    verdict.find(format!("{path}: the relay's wing must not reach the client's"));
                }
                open.push((next, path));
            }
        }
    }
}

/// One importer per technology; the scenario crate may use any of them in its tests.
fn check_technology(member: &Member, name: &str, kind: DependencyKind, verdict: &mut Verdict) {
    let is_test_of_tests = kind == DependencyKind::Dev && member.name == "toguna-tests";
    if let Some(allowed) = importers(name)
        && !allowed.contains(&member.name.as_str())
        && !is_test_of_tests
    {
        verdict.find(format!(
            "{} imports {name}: only {} may",
            member.name,
            allowed.join(", ")
        ));
    }
}

/// ARCHITECTURE.md has a row `| F3 | `crate` | …` for each crate, with the floor that the code enforces.
fn check_document(names: &BTreeSet<&str>, architecture: &str, verdict: &mut Verdict) {
    let rows: BTreeMap<&str, &str> = architecture.lines().filter_map(row).collect();
    for name in names {
        if !rows.contains_key(name) {
            verdict.find(format!("ARCHITECTURE.md has no row for {name}"));
        }
    }
    for (name, floor) in rows {
        match place(name) {
            None => verdict.find(format!(
                "ARCHITECTURE.md has a row for {name}, which has no floor"
            )),
            Some(place) if label(place.floor) != floor => {
                verdict.find(format!(
                    "ARCHITECTURE.md puts {name} on {floor}, the code on {}",
                    label(place.floor)
                ));
            }
            Some(_) => {}
        }
    }
}

/// The crate and the floor of a table row.
fn row(line: &str) -> Option<(&str, &str)> {
    let mut cells = line.trim().strip_prefix('|')?.split('|').map(str::trim);
    let floor = cells.next()?;
    let name = cells.next()?.strip_prefix('`')?.strip_suffix('`')?;
    Some((name, floor))
}

fn label(floor: Floor) -> String {
    match floor {
        Floor::At(number) => format!("F{number}"),
        Floor::Outside => "outside".to_owned(),
    }
}

/// A name says what is inside.
fn check_names(members: &[Member], files: &[String]) -> Verdict {
    let mut verdict = Verdict::default();
    for member in members {
        if member.name.split(['-', '_']).any(|part| DRAWERS.contains(&part)) {
            verdict.find(format!(
                "crate {}: the name does not say what is inside",
                member.name
            ));
        }
    }
    for file in files.iter().filter_map(|file| file.strip_suffix(".rs")) {
        if file.split('/').any(|part| DRAWERS.contains(&part)) {
            verdict.find(format!("{file}.rs: the name does not say what is inside"));
        }
    }
    verdict
}

/// Names that say nothing.
const DRAWERS: &[&str] = &["common", "core", "helpers", "utils"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::Dependency;

    #[test]
    fn arrows_to_lower_floors_pass() {
        let members = [
            member("toguna-types", &[]),
            member("toguna-auth", &["toguna-types"]),
            member("toguna-store", &["toguna-auth", "toguna-types"]),
            member("toguna-relay", &["toguna-store"]),
        ];
        assert_clean(&check(&members, &document(&members)));
    }

    #[test]
    fn an_arrow_to_the_same_floor_or_upwards_is_found() {
        let members = [
            member("toguna-wire", &["toguna-auth"]),
            member("toguna-auth", &["toguna-store"]),
            store(),
        ];
        let verdict = check(&members, &document(&members));
        assert_eq!(verdict.findings().len(), 2, "{verdict:?}");
        assert!(verdict.findings()[0].contains("toguna-wire (F1) imports toguna-auth (F1)"));
    }

    #[test]
    fn a_build_dependency_is_an_arrow_and_a_dev_dependency_is_not() {
        let mut auth = member("toguna-auth", &[]);
        auth.dependencies
            .push(dependency("toguna-store", DependencyKind::Dev));
        let members = [auth.clone(), store()];
        assert_clean(&check(&members, &document(&members)));
        auth.dependencies[0].kind = DependencyKind::Build;
        let members = [auth, store()];
        assert_eq!(check(&members, &document(&members)).findings().len(), 1);
    }

    #[test]
    fn nobody_imports_xtask_and_xtask_imports_nobody() {
        let members = [
            member("xtask", &["toguna-types"]),
            member("toguna-types", &["xtask"]),
        ];
        assert_eq!(check(&members, &document(&members)).findings().len(), 2);
    }

    #[test]
    fn a_crate_without_a_floor_is_found() {
        let members = [member("toguna-attic", &[])];
        let verdict = check(&members, "");
        assert!(verdict.findings()[0].contains("has no floor"), "{verdict:?}");
    }

    #[test]
    fn the_relay_may_not_reach_the_client_wing_even_through_others() {
        // auth -> crypto breaks the floors as well; what matters here is the path from the daemon
        let members = [
            member("togunad", &["toguna-relay"]),
            member("toguna-relay", &["toguna-auth"]),
            member("toguna-auth", &["toguna-crypto"]),
            member("toguna-crypto", &[]),
        ];
        let verdict = check(&members, &document(&members));
        let path = "togunad -> toguna-relay -> toguna-auth -> toguna-crypto: the relay's wing";
        assert!(
            verdict.findings().iter().any(|finding| finding.contains(path)),
            "{verdict:?}"
        );
    }

    #[test]
    fn the_relay_may_not_reach_the_client_wing_in_its_own_tests_either() {
        let mut relay = member("toguna-relay", &[]);
        relay
            .dependencies
            .push(dependency("toguna-crypto", DependencyKind::Dev));
        let members = [relay, member("toguna-crypto", &[])];
        assert_eq!(check(&members, &document(&members)).findings().len(), 1);
    }

    #[test]
    fn a_client_contains_no_relay_but_for_the_demo() {
        let members = [member("toguna-cli", &["togunad"]), member("togunad", &[])];
        assert_clean(&check(&members, &document(&members)));
        let members = [
            member("toguna-sdk", &["toguna-relay"]),
            member("toguna-relay", &[]),
        ];
        let verdict = check(&members, &document(&members));
        assert!(
            verdict.findings()[0].contains("does not contain one"),
            "{verdict:?}"
        );
    }

    #[test]
    fn a_technology_has_one_importer() {
        let members = [member("toguna-mls", &["openmls", "openmls_traits"])];
        assert_clean(&check(&members, &document(&members)));
        let members = [
            member("toguna-sdk", &["openmls"]),
            member("toguna-vault", &["tokio"]),
        ];
        assert_eq!(check(&members, &document(&members)).findings().len(), 2);
    }

    #[test]
    fn only_the_tests_of_the_scenario_crate_may_use_any_technology() {
        let mut tests = member("toguna-tests", &[]);
        tests
            .dependencies
            .push(dependency("openmls", DependencyKind::Dev));
        assert_clean(&check(&[tests.clone()], &document(&[tests.clone()])));
        tests.dependencies[0].kind = DependencyKind::Normal;
        assert_eq!(check(&[tests.clone()], &document(&[tests])).findings().len(), 1);
    }

    #[test]
    fn the_document_names_every_crate_on_its_floor_and_may_be_ahead() {
        let members = [member("toguna-types", &[])];
        assert_clean(&check(
            &members,
            "| F0 | `toguna-types` | words |\n| F1 | `toguna-auth` | not yet |",
        ));
        assert_eq!(
            check(&members, "| F1 | `toguna-types` | words |")
                .findings()
                .len(),
            1
        );
        assert_eq!(
            check(&members, "toguna-types is described elsewhere")
                .findings()
                .len(),
            1
        );
        let ghost = "| F0 | `toguna-types` | words |\n| F1 | `toguna-attic` | old things |";
        assert_eq!(check(&members, ghost).findings().len(), 1);
    }

    #[test]
    fn names_that_say_nothing_are_found() {
        let files = [
            "crates/a/src/common.rs",
            "tests/helpers/mod.rs",
            "crates/a/src/commons.rs",
            "docs/core/x.md",
        ];
        let files: Vec<String> = files.iter().map(|file| (*file).to_owned()).collect();
        let verdict = check_names(&[member("toguna-core", &[]), member("toguna-sdk", &[])], &files);
        assert_eq!(verdict.findings().len(), 3, "{verdict:?}");
    }

    fn member(name: &str, imports: &[&str]) -> Member {
        let dependencies = imports
            .iter()
            .map(|name| dependency(name, DependencyKind::Normal))
            .collect();
        Member {
            name: name.to_owned(),
            dependencies,
        }
    }

    fn dependency(name: &str, kind: DependencyKind) -> Dependency {
        Dependency {
            name: name.to_owned(),
            kind,
        }
    }

    fn store() -> Member {
        member("toguna-store", &[])
    }

    fn document(members: &[Member]) -> String {
        let line = |member: &Member| {
            let floor = place(&member.name)
                .map(|place| label(place.floor))
                .unwrap_or_default();
            format!("| {floor} | `{}` | … |\n", member.name)
        };
        members.iter().map(line).collect()
    }

    fn assert_clean(verdict: &Verdict) {
        assert!(verdict.is_clean(), "{verdict:?}");
    }
}

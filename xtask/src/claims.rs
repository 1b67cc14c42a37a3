// SPDX-License-Identifier: MIT OR Apache-2.0
//! `claims`: every claim of threat-model.md is bound to tests, and every binding to a claim.
//!
//! A claim is a table row or a heading that begins with its id, `CLM-AREA-01`, and has a status: `implemented`,
//! `partial` or `planned`. A test is bound by a comment `// claim: CLM-AREA-01, …` directly above it.

mod binding;
mod document;

use std::collections::{BTreeMap, BTreeSet};

use crate::fault::Fault;
use crate::house::House;
use crate::lexer::split;
use crate::tidy::function_names;
use crate::verdict::Verdict;
use binding::Binding;
use document::{Document, Status};

/// Checks the document against the tree.
pub(crate) fn run(house: &House) -> Result<Verdict, Fault> {
    if !house.has(DOCUMENT) {
        let mut verdict = Verdict::default();
        verdict.find(format!("{DOCUMENT} is missing"));
        return Ok(verdict);
    }
    Ok(check(&house.read(DOCUMENT)?, &house.rust_files()?))
}

const DOCUMENT: &str = "threat-model.md";

fn check(text: &str, files: &[(String, String)]) -> Verdict {
    let mut verdict = Verdict::default();
    let document = Document::parse(text);
    let mut names: BTreeSet<String> = BTreeSet::new();
    let mut bound: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (path, text) in files {
        let lines = split(text);
        names.extend(function_names(&lines));
        for binding in binding::bindings(&lines) {
            let place = format!("{path}:{}", binding.line);
            take_binding(&place, binding, &document, &mut names, &mut bound, &mut verdict);
        }
    }
    for fault in &document.faults {
        verdict.find(format!("{DOCUMENT}: {fault}"));
    }
    for claim in &document.claims {
        let tests = bound.get(&claim.id).map_or(0, Vec::len);
        match claim.status {
            Status::Implemented | Status::Partial if tests == 0 => {
                verdict.find(format!(
                    "{} is said to be {}, and no test is bound to it",
                    claim.id, claim.status
                ));
            }
            Status::Planned if tests > 0 => {
                verdict.note(format!(
                    "{} is said to be planned, and {tests} tests are bound to it",
                    claim.id
                ));
            }
            Status::Implemented | Status::Partial | Status::Planned => {}
        }
        for test in claim.tests.iter().filter(|test| !exists(test, &names)) {
            verdict.find(format!(
                "{} names the test {test}, which does not exist",
                claim.id
            ));
        }
    }
    if document.claims.is_empty() {
        verdict.find(format!("{DOCUMENT} makes no claim"));
    }
    let bindings: usize = bound.values().map(Vec::len).sum();
    verdict.summarise(format!(
        "{} claims, {bindings} bindings to tests",
        document.claims.len()
    ));
    verdict
}

fn take_binding(
    place: &str,
    binding: Binding,
    document: &Document,
    names: &mut BTreeSet<String>,
    bound: &mut BTreeMap<String, Vec<String>>,
    verdict: &mut Verdict,
) {
    let Some(test) = binding.test else {
        verdict.find(format!(
            "{place}: a claim is bound to something that is not a test"
        ));
        return;
    };
    for id in binding.ids {
        if !document.claims.iter().any(|claim| claim.id == id) {
            verdict.find(format!("{place}: {id} is not a claim of {DOCUMENT}"));
        }
        bound.entry(id).or_default().push(test.clone());
    }
    names.insert(test);
}

/// Whether a test of this path's last name exists; `…` or `*` at the end stands for any ending.
fn exists(path: &str, names: &BTreeSet<String>) -> bool {
    let name = path.rsplit("::").next().unwrap_or(path);
    let start = name.trim_end_matches(['…', '*']);
    if start == name {
        names.contains(name)
    } else {
        names.iter().any(|known| known.starts_with(start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODEL: &str = "| claim | text | status | tests |\n|---|---|---|---|\n\
        | CLM-CONF-01 | The relay reads nothing. | implemented | `attacks::a01_a_ghost_is_refused` |\n\
        | CLM-AVAIL-01 | Tor. | planned | |\n";
    const BOUND: &str = "// claim: CLM-CONF-01\n#[test]\nfn a01_a_ghost_is_refused() {}\n";

    #[test]
    fn a_claim_with_its_test_passes() {
        let verdict = check(MODEL, &tree(BOUND));
        assert!(verdict.is_clean(), "{verdict:?}");
    }

    #[test]
    fn an_implemented_or_partial_claim_without_a_test_is_found() {
        let unbound = "#[test]\nfn a01_a_ghost_is_refused() {}\n";
        assert_eq!(check(MODEL, &tree(unbound)).findings().len(), 1);
        assert_eq!(
            check(&MODEL.replace("implemented", "partial"), &tree(unbound))
                .findings()
                .len(),
            1
        );
        assert!(check(&MODEL.replace("implemented", "planned"), &tree(unbound)).is_clean());
    }

    #[test]
    fn a_planned_claim_with_a_test_is_a_note() {
        let verdict = check(&MODEL.replace("implemented", "planned"), &tree(BOUND));
        assert!(verdict.is_clean() && verdict.notes().len() == 1, "{verdict:?}");
    }

    #[test]
    fn a_binding_to_an_unknown_claim_is_found() {
        let text = format!("{BOUND}// claim: CLM-CONF-01, CLM-CONF-99\n#[test]\nfn another() {{}}\n");
        assert_eq!(check(MODEL, &tree(&text)).findings().len(), 1);
    }

    #[test]
    fn a_binding_to_something_else_is_found() {
        let text = format!("{BOUND}// claim: CLM-CONF-01\nfn not_a_test() {{}}\n");
        assert_eq!(check(MODEL, &tree(&text)).findings().len(), 1);
    }

    #[test]
    fn a_named_test_that_does_not_exist_is_found() {
        let renamed = BOUND.replace("a01_a_ghost_is_refused", "a01_a_ghost_is_not_added");
        assert_eq!(check(MODEL, &tree(&renamed)).findings().len(), 1);
        let open = MODEL.replace("a01_a_ghost_is_refused", "a01_…");
        assert!(check(&open, &tree(&renamed)).is_clean());
    }

    #[test]
    fn a_document_without_claims_is_found() {
        assert!(!check("# Threat model\n", &[]).is_clean());
    }

    fn tree(text: &str) -> Vec<(String, String)> {
        vec![("tests/src/attacks.rs".to_owned(), text.to_owned())]
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Exemption lists, `xtask/exempt/RULE.txt`: they may only shrink.
//!
//! A line is a path and, after `#`, the reason. An entry that is no longer needed is a finding.

use std::collections::{BTreeMap, BTreeSet};

use crate::fault::Fault;
use crate::house::House;
use crate::verdict::Verdict;

/// The exemptions of all rules, and which of them were needed.
#[derive(Debug, Default)]
pub(crate) struct Exemptions {
    lists: BTreeMap<String, BTreeSet<String>>,
    needed: BTreeSet<(String, String)>,
}

impl Exemptions {
    /// Reads the lists of these rules.
    pub(crate) fn load(house: &House, rules: &[&str]) -> Result<Self, Fault> {
        let mut exemptions = Self::default();
        for rule in rules {
            let path = format!("xtask/exempt/{rule}.txt");
            if house.has(&path) {
                exemptions.add(rule, &house.read(&path)?);
            }
        }
        Ok(exemptions)
    }

    /// Takes in the text of one list.
    pub(crate) fn add(&mut self, rule: &str, text: &str) {
        let entries = entries(text).map(str::to_owned);
        self.lists.entry(rule.to_owned()).or_default().extend(entries);
    }

    /// Whether `path` is exempt from `rule`; remembers that the entry was needed.
    pub(crate) fn covers(&mut self, rule: &str, path: &str) -> bool {
        let covered = self.lists.get(rule).is_some_and(|list| list.contains(path));
        if covered {
            self.needed.insert((rule.to_owned(), path.to_owned()));
        }
        covered
    }

    /// Finds the entries that nothing needed.
    pub(crate) fn leftovers(&self) -> Verdict {
        let mut verdict = Verdict::default();
        for (rule, list) in &self.lists {
            for path in list {
                if !self.needed.contains(&(rule.clone(), path.clone())) {
                    verdict.find(format!(
                        "xtask/exempt/{rule}.txt: {path} is no longer needed: remove the line"
                    ));
                }
            }
        }
        verdict
    }
}

/// The entries of a list: what stands before `#`, empty lines left out.
pub(crate) fn entries(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .filter_map(|line| line.split('#').next())
        .map(str::trim)
        .filter(|entry| !entry.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_covers_its_path_under_its_rule_only() {
        let mut exemptions = Exemptions::default();
        exemptions.add("length", "# why lists exist\na.rs  # until it is split\n\n");
        assert!(exemptions.covers("length", "a.rs"));
        assert!(!exemptions.covers("length", "b.rs"));
        assert!(!exemptions.covers("spdx", "a.rs"));
    }

    #[test]
    fn an_entry_that_nothing_needed_is_found() {
        let mut exemptions = Exemptions::default();
        exemptions.add("length", "a.rs\nb.rs");
        assert!(exemptions.covers("length", "a.rs"));
        assert_eq!(exemptions.leftovers().findings().len(), 1);
        assert!(exemptions.leftovers().findings()[0].contains("b.rs"));
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! The claims as threat-model.md states them.

use std::collections::BTreeSet;
use std::fmt;

/// What a claim says about itself.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Status {
    Implemented,
    Partial,
    Planned,
}

impl Status {
    fn parse(word: &str) -> Option<Self> {
        match word {
            "implemented" => Some(Self::Implemented),
            "partial" => Some(Self::Partial),
            "planned" => Some(Self::Planned),
            _ => None,
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Implemented => "implemented",
            Self::Partial => "partial",
            Self::Planned => "planned",
        })
    }
}

/// One claim.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    pub(super) id: String,
    pub(super) status: Status,
    /// The paths of tests that the claim names.
    pub(super) tests: Vec<String>,
}

/// Everything the document claims, and where it is not in order.
#[derive(Debug, Default)]
pub(super) struct Document {
    pub(super) claims: Vec<Claim>,
    pub(super) faults: Vec<String>,
    /// The ids that are stated, in order or not.
    stated: BTreeSet<String>,
}

impl Document {
    /// Reads rows and headings; a heading's claim goes on to the next heading.
    pub(super) fn parse(text: &str) -> Self {
        let mut document = Self::default();
        let mut mentioned = BTreeSet::new();
        let mut section: Option<(String, String)> = None;
        for line in text.lines() {
            mentioned.extend(ids(line));
            if let Some(title) = line.strip_prefix('#') {
                document.close(section.take());
                section = leading_id(title.trim_start_matches('#')).map(|id| (id, title.to_owned()));
            } else if let Some(row) = line.trim().strip_prefix('|')
                && let Some(id) = leading_id(row)
            {
                document.close(Some((id, row.to_owned())));
            } else if let Some((_, body)) = &mut section {
                body.push('\n');
                body.push_str(line);
            }
        }
        document.close(section);
        let unknown = mentioned.difference(&document.stated);
        let faults: Vec<String> = unknown
            .map(|id| format!("{id} is mentioned and stated nowhere"))
            .collect();
        document.faults.extend(faults);
        document
    }

    fn close(&mut self, claim: Option<(String, String)>) {
        let Some((id, body)) = claim else { return };
        if !self.stated.insert(id.clone()) {
            self.faults.push(format!("{id} is stated twice"));
            return;
        }
        let tests = test_paths(&body);
        match status(&body) {
            Some(status) => self.claims.push(Claim { id, status, tests }),
            None => self
                .faults
                .push(format!("{id} has no status (implemented, partial or planned)")),
        }
    }
}

/// The status: a table cell of its own, or what follows `status:`.
fn status(body: &str) -> Option<Status> {
    let plain = body.to_lowercase().replace(['*', '`', '_'], "");
    let cell = plain.split('|').find_map(|cell| Status::parse(cell.trim()));
    cell.or_else(|| {
        let (_, after) = plain.split_once("status:")?;
        Status::parse(after.split_whitespace().next()?.trim_end_matches(['.', ',', ';']))
    })
}

/// Backticked paths whose parts are all written small, as modules and functions are.
fn test_paths(body: &str) -> Vec<String> {
    let small = |part: &str| {
        !part.is_empty()
            && part
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_…*".contains(c))
    };
    let quoted = body.split('`').skip(1).step_by(2);
    quoted
        .filter(|text| text.contains("::") && text.split("::").all(small))
        .map(str::to_owned)
        .collect()
}

/// The id that a cell or title begins with.
fn leading_id(text: &str) -> Option<String> {
    let start = text.trim_start_matches([' ', '*', '`', '[']);
    let first = ids(start).into_iter().next()?;
    start.starts_with(&first).then_some(first)
}

/// Every claim id in a text.
pub(super) fn ids(text: &str) -> Vec<String> {
    let words = text.split(|char: char| !char.is_ascii_alphanumeric() && char != '-');
    words.filter(|word| is_id(word)).map(str::to_owned).collect()
}

/// `CLM-`, an area in capitals, and a number.
fn is_id(word: &str) -> bool {
    let mut parts = word.split('-');
    let area = |part: &str| !part.is_empty() && part.chars().all(|char| char.is_ascii_uppercase());
    let number = |part: &str| !part.is_empty() && part.chars().all(|char| char.is_ascii_digit());
    parts.next() == Some("CLM")
        && parts.next().is_some_and(area)
        && parts.next().is_some_and(number)
        && parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_states_a_claim() {
        let document = Document::parse("| **`CLM-AUTH-12`** | text | **Partial** | `a::b_c`, `Type::new` |");
        assert!(document.faults.is_empty(), "{document:?}");
        assert_eq!(document.claims[0].id, "CLM-AUTH-12");
        assert_eq!(document.claims[0].status, Status::Partial);
        assert_eq!(document.claims[0].tests, ["a::b_c"]);
    }

    #[test]
    fn a_heading_states_a_claim_up_to_the_next_heading() {
        let text =
            "### CLM-CONF-01: blind\nText.\nStatus: implemented.\nTests: `attacks::a01_…`\n\n## Next\n`b::c`";
        let document = Document::parse(text);
        assert!(document.faults.is_empty(), "{document:?}");
        assert_eq!(document.claims[0].status, Status::Implemented);
        assert_eq!(document.claims[0].tests, ["attacks::a01_…"]);
    }

    #[test]
    fn a_claim_without_a_status_is_a_fault() {
        assert_eq!(
            Document::parse("| CLM-CONF-01 | implemented by hope |")
                .faults
                .len(),
            1
        );
        assert_eq!(Document::parse("| CLM-CONF-01 | x | planned |").faults.len(), 0);
    }

    #[test]
    fn a_claim_stated_twice_is_a_fault() {
        let row = "| CLM-CONF-01 | x | planned |\n";
        assert_eq!(Document::parse(&row.repeat(2)).faults.len(), 1);
    }

    #[test]
    fn a_mention_of_a_claim_that_is_stated_nowhere_is_a_fault() {
        let text = "See CLM-CONF-02.\n| CLM-CONF-01 | x | planned |";
        assert_eq!(Document::parse(text).faults.len(), 1);
    }

    #[test]
    fn ids_have_one_form() {
        assert_eq!(
            ids("CLM-A-1, (CLM-CONF-02) CLM-x-1 CLM-A CLM-A-1-2 ACLM-A-1"),
            ["CLM-A-1", "CLM-CONF-02"]
        );
    }
}

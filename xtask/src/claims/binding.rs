// SPDX-License-Identifier: MIT OR Apache-2.0
//! The comments that bind tests to claims.

use super::document::ids;
use crate::lexer::{Attribute, Line, attributes};
use crate::tidy::{function_name, is_test};

/// One comment `// claim: …` and what stands below it.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Binding {
    /// The line of the comment, counted from 1.
    pub(super) line: usize,
    /// The claims it names.
    pub(super) ids: Vec<String>,
    /// The test below it, if it is one.
    pub(super) test: Option<String>,
}

/// Finds the bindings of a file.
pub(super) fn bindings(lines: &[Line]) -> Vec<Binding> {
    let attributes = attributes(lines);
    let claims = |line: &Line| line.comment.trim_start().strip_prefix("claim:").map(ids);
    let found = lines
        .iter()
        .enumerate()
        .filter_map(|(index, line)| claims(line).map(|ids| (index, ids)));
    found
        .map(|(index, ids)| Binding {
            line: index.saturating_add(1),
            ids,
            test: test_below(lines, &attributes, index),
        })
        .collect()
}

/// The name of the test directly below: comments and attributes may stand between, an empty line may not.
fn test_below(lines: &[Line], attributes: &[Attribute], comment: usize) -> Option<String> {
    let mut has_test_attribute = false;
    let mut index = comment.saturating_add(1);
    loop {
        let line = lines.get(index)?;
        if let Some(attribute) = attributes.iter().find(|attribute| attribute.first == index) {
            has_test_attribute |= is_test(&attribute.text);
            let after = lines.get(attribute.last)?;
            let is_alone = !after.code.trim_end().ends_with('{');
            if is_alone {
                index = attribute.last.saturating_add(1);
                continue;
            }
            index = attribute.last;
            break;
        }
        if line.code.trim().is_empty() {
            if line.comment.is_empty() {
                return None;
            }
            index = index.saturating_add(1);
            continue;
        }
        break;
    }
    let code = lines.get(index)?.code.trim();
    let made_by_macro = invokes_macro(code) || is_inside_macro(lines, index);
    (has_test_attribute || made_by_macro).then(|| test_name(code))
}

/// The function's name, or the first word after a macro's bracket, or the first word of an entry.
fn test_name(code: &str) -> String {
    let arguments = code
        .split_once("!(")
        .or_else(|| code.split_once("! {"))
        .map_or(code, |(_, after)| after);
    let word = arguments
        .split(|char: char| !char.is_alphanumeric() && char != '_')
        .find(|word| !word.is_empty());
    function_name(code).or(word).unwrap_or(code).to_owned()
}

/// Whether the line begins with `name!` or `path::name!`.
fn invokes_macro(code: &str) -> bool {
    let rest = code.trim_start_matches(|char: char| char.is_alphanumeric() || matches!(char, '_' | ':'));
    rest.len() < code.len() && rest.starts_with('!') && !rest.starts_with("!=")
}

/// Whether a line that encloses this one opens a macro.
fn is_inside_macro(lines: &[Line], index: usize) -> bool {
    let indent = |code: &str| code.len().saturating_sub(code.trim_start().len());
    let Some(inner) = lines.get(index) else {
        return false;
    };
    let mut depth = indent(&inner.code);
    for line in lines
        .iter()
        .take(index)
        .rev()
        .filter(|line| !line.code.trim().is_empty())
    {
        if indent(&line.code) < depth {
            depth = indent(&line.code);
            if invokes_macro(line.code.trim()) {
                return true;
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexer::split;

    #[test]
    fn a_comment_binds_the_test_below_it() {
        assert_eq!(
            tests("// claim: CLM-A-1\n#[test]\nfn a_door() {}"),
            [Some("a_door".to_owned())]
        );
        let text =
            "// claim: CLM-A-1\n// because\n#[tokio::test(\n    flavor = \"x\"\n)]\nasync fn a_door() {}";
        assert_eq!(tests(text), [Some("a_door".to_owned())]);
    }

    #[test]
    fn several_claims_may_stand_in_one_comment() {
        let found = bindings(&split("// claim: CLM-A-1, CLM-B-2\n#[test]\nfn a() {}"));
        assert_eq!(found[0].ids, ["CLM-A-1", "CLM-B-2"]);
        assert_eq!(found[0].line, 1);
    }

    #[test]
    fn a_test_made_by_a_macro_can_be_bound() {
        assert_eq!(
            tests("// claim: CLM-A-1\nscenario!(a_door, |w| {});"),
            [Some("a_door".to_owned())]
        );
        let entry = "contract! {\n    first,\n    // claim: CLM-A-1\n    a_door,\n}";
        assert_eq!(tests(entry), [Some("a_door".to_owned())]);
        let inside = "proptest! {\n    // claim: CLM-A-1\n    fn a_door(x in 0..9) {}\n}";
        assert_eq!(tests(inside), [Some("a_door".to_owned())]);
    }

    #[test]
    fn nothing_else_can_be_bound() {
        assert_eq!(tests("// claim: CLM-A-1\nfn a_door() {}"), [None]);
        assert_eq!(tests("// claim: CLM-A-1\n\n#[test]\nfn a_door() {}"), [None]);
        assert_eq!(tests("// claim: CLM-A-1\nif a != b {}"), [None]);
        assert_eq!(tests("// claim: CLM-A-1"), [None]);
    }

    #[test]
    fn a_claim_in_a_string_or_in_passing_binds_nothing() {
        assert!(tests("let a = \"// claim: CLM-A-1\"; // we claim: nothing").is_empty());
    }

    fn tests(text: &str) -> Vec<Option<String>> {
        bindings(&split(text))
            .into_iter()
            .map(|binding| binding.test)
            .collect()
    }
}

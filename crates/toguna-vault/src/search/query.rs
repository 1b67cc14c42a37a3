// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a person asks for: words that must all be there, "phrases", beginnings*.

use toguna_types::{FaultKind, limit};

use super::fold::words;

/// What is looked for. Made of what a person typed; nothing of that is ever read as the index's own language.
#[derive(Clone, PartialEq, Eq)]
pub struct Query {
    terms: Vec<Term>,
}

/// Words that stand one after the other.
#[derive(Clone, PartialEq, Eq)]
struct Term {
    words: Vec<String>,
    /// Whether the last of them is only the beginning of a word.
    beginning: bool,
}

/// Why nothing can be looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QueryFault {
    /// There is no letter and no digit in it.
    #[error("there is no word to look for")]
    Empty,
    /// It has more words than anybody types.
    #[error("there are too many words to look for")]
    TooLong,
}

impl QueryFault {
    /// What class of trouble this is.
    #[must_use]
    pub const fn kind(self) -> FaultKind {
        FaultKind::Invalid
    }
}

impl std::fmt::Debug for Query {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Query({} terms)", self.terms.len())
    }
}

impl Query {
    /// Reads what a person typed. Quotes of five languages enclose a phrase; one that is not closed goes to the end. An
    /// asterisk after a word means any word that begins so. A word with signs in it (`TN-2022-0147`) is a phrase.
    ///
    /// # Errors
    /// [`QueryFault`].
    pub fn parse(typed: &str) -> Result<Self, QueryFault> {
        let mut terms = Vec::new();
        for (part, quoted) in typed.split(is_quote).zip([false, true].into_iter().cycle()) {
            if quoted {
                terms.extend(Term::of(part));
            } else {
                terms.extend(part.split_whitespace().filter_map(Term::of));
            }
        }
        let words: usize = terms.iter().map(|term| term.words.len()).sum();
        if words == 0 {
            return Err(QueryFault::Empty);
        }
        let few = u32::try_from(words).is_ok_and(|words| words <= limit::QUERY_WORDS);
        few.then_some(Self { terms }).ok_or(QueryFault::TooLong)
    }

    /// The same for the index (FTS5). All that is between quotes there is letters and digits.
    pub(crate) fn expression(&self) -> String {
        let terms = self.terms.iter().map(|term| {
            let star = if term.beginning { " *" } else { "" };
            format!("\"{}\"{star}", term.words.join(" "))
        });
        terms.collect::<Vec<_>>().join(" AND ")
    }

    /// Whether a folded word of a text is one that was looked for.
    #[must_use]
    pub fn asks_for(&self, folded: &str) -> bool {
        self.terms.iter().any(|term| {
            let last = term.words.len().saturating_sub(1);
            term.words.iter().enumerate().any(|(place, word)| {
                word == folded || (term.beginning && place == last && folded.starts_with(word))
            })
        })
    }
}

impl Term {
    fn of(text: &str) -> Option<Self> {
        let words: Vec<String> = words(text).map(|word| word.folded).collect();
        let beginning = text.trim_end().ends_with('*');
        (!words.is_empty()).then_some(Self { words, beginning })
    }
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '«' | '»' | '“' | '”' | '„')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expression(typed: &str) -> String {
        Query::parse(typed).unwrap().expression()
    }

    #[test]
    fn words_phrases_and_beginnings_are_told_apart() {
        assert_eq!(expression("Würde Mensch*"), r#""wurde" AND "mensch" *"#);
        assert_eq!(
            expression("«toute personne» droit"),
            r#""toute personne" AND "droit""#
        );
        assert_eq!(expression("TN-2022-0147"), r#""tn 2022 0147""#);
        assert_eq!(expression("\"not closed"), r#""not closed""#);
    }

    #[test]
    fn nothing_typed_is_the_index_own_language() {
        for typed in [
            "a OR b",
            "NEAR(a b, 3)",
            "text:a",
            "-a ^b +c",
            "a) AND (b",
            "'; DROP",
        ] {
            let expression = expression(typed);
            let plain = |part: &str| {
                let part = part.trim_end_matches(" *");
                part.starts_with('"') && part.ends_with('"') && part.matches('"').count() == 2
            };
            assert!(expression.split(" AND ").all(plain), "{expression}");
        }
        assert_eq!(Query::parse(" * \"\" -"), Err(QueryFault::Empty));
        assert_eq!(Query::parse(&"a ".repeat(33)), Err(QueryFault::TooLong));
    }

    #[test]
    fn the_words_that_were_looked_for_are_known_again() {
        let query = Query::parse("\"toute personne\" lib*").unwrap();
        let known = ["toute", "personne", "liberte"].map(|word| query.asks_for(word));
        assert_eq!(known, [true; 3]);
        assert!(!query.asks_for("persan"));
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! The text that a reader fills: spaces as one, lines and pages marked, and never more than a limit.

use toguna_types::limit;

/// What a document says.
#[derive(Clone, PartialEq, Eq)]
pub struct Text {
    /// Its words, lines apart by line feeds, pages by form feeds.
    pub text: String,
    /// Whether it is all of it: only so much is read.
    pub is_whole: bool,
}

toguna_types::quiet_debug!(Text);

/// A text as it is being read.
#[derive(Default)]
pub(crate) struct Sink {
    text: String,
    gap: Gap,
    full: bool,
}

/// What stands between what was read and what comes next.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    Nothing,
    Space,
    Line,
}

impl Sink {
    /// Adds text; white space of any kind and length is one space.
    pub(crate) fn push(&mut self, text: &str) {
        for c in text.chars() {
            if c.is_whitespace() || c == '\u{feff}' {
                self.space();
            } else if !c.is_control() {
                self.put(c);
            }
            if self.full {
                return;
            }
        }
    }

    /// What comes next is another word.
    pub(crate) fn space(&mut self) {
        self.gap = self.gap.max(Gap::Space);
    }

    /// What comes next stands on another line.
    pub(crate) fn line(&mut self) {
        self.gap = self.gap.max(Gap::Line);
    }

    /// What comes next stands on another page.
    pub(crate) fn page(&mut self) {
        self.gap = Gap::Nothing;
        self.put_whole('\u{c}');
    }

    /// Takes a hyphen back that ends a line, if what goes on there is the rest of the word.
    pub(crate) fn rejoin(&mut self, next: char) {
        let mut end = self.text.chars().rev();
        let (last, before) = (end.next(), end.next());
        let hyphen = matches!(last, Some('-' | '\u{2010}' | '\u{ad}'));
        if hyphen && next.is_lowercase() && before.is_some_and(char::is_alphabetic) {
            self.text.pop();
            self.gap = Gap::Nothing;
        }
    }

    /// Whether there is room for no more.
    pub(crate) const fn is_full(&self) -> bool {
        self.full
    }

    /// What was read.
    pub(crate) fn finish(self) -> Text {
        Text {
            text: self.text.trim_end_matches('\u{c}').to_owned(),
            is_whole: !self.full,
        }
    }

    fn put(&mut self, c: char) {
        let starts = self.text.is_empty() || self.text.ends_with('\u{c}');
        match std::mem::take(&mut self.gap) {
            Gap::Space if !starts => self.put_whole(' '),
            Gap::Line if !starts => self.put_whole('\n'),
            Gap::Nothing | Gap::Space | Gap::Line => {}
        }
        self.put_whole(c);
    }

    fn put_whole(&mut self, c: char) {
        let room = limit::FILE_TEXT_BYTES.saturating_sub(self.text.len());
        if c.len_utf8() > room {
            self.full = true;
        } else if !self.full {
            self.text.push(c);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_are_one_and_lines_and_pages_stay_apart() {
        let mut sink = Sink::default();
        sink.line();
        sink.push("  La \t liberté\u{0} ");
        sink.line();
        sink.space();
        sink.push("des hommes");
        sink.page();
        sink.line();
        sink.push("2");
        sink.page();
        assert_eq!(sink.finish().text, "La liberté\ndes hommes\u{c}2");
    }

    #[test]
    fn a_word_cut_by_the_end_of_a_line_is_one_again_and_a_dash_stays() {
        let of = |first: &str, next: &str| {
            let mut sink = Sink::default();
            sink.push(first);
            sink.line();
            sink.rejoin(next.chars().next().unwrap());
            sink.push(next);
            sink.finish().text
        };
        assert_eq!(of("Menschen-", "rechte"), "Menschenrechte");
        assert_eq!(of("liber\u{ad}", "té"), "liberté");
        assert_eq!(of("Tunis-", "Carthage"), "Tunis-\nCarthage");
        assert_eq!(of("1948 -", "demain"), "1948 -\ndemain");
    }

    #[test]
    fn no_text_is_longer_than_the_limit() {
        let mut sink = Sink::default();
        let word = "ص".repeat(1_000);
        while !sink.is_full() {
            sink.push(&word);
        }
        sink.push("more");
        let text = sink.finish();
        assert!(!text.is_whole && text.text.len() <= limit::FILE_TEXT_BYTES);
        assert!(text.text.len() > limit::FILE_TEXT_BYTES - 2);
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Texts of other people, made harmless for a terminal.
//!
//! A message, a title or a handle may hold escape sequences that repaint the screen, or bidirectional controls
//! that make a sentence read differently from what it says. Controls become visible signs; every line that is or
//! may be written from right to left is wrapped in its own isolate, so that it moves nothing around it.

use std::ops::Range;

/// One line: line ends become visible too.
pub(crate) fn line(text: &str, around: Around) -> String {
    let visible = text.chars().map(sign).collect::<String>();
    isolated(&visible, around)
}

/// Several lines, each made harmless on its own.
pub(crate) fn lines(text: &str, around: Around) -> Vec<String> {
    let text = text.replace("\r\n", "\n");
    text.split(is_line_end).map(|part| line(part, around)).collect()
}

/// One line in which some words stand out. Line ends become spaces; `mark` may add what a terminal obeys.
pub(crate) fn marked(
    text: &str,
    words: &[Range<usize>],
    around: Around,
    mark: impl Fn(&str) -> String,
) -> String {
    let plain = |from: usize, to: usize| {
        let part = text.get(from..to).unwrap_or_default();
        part.chars()
            .map(|c| if is_line_end(c) { ' ' } else { sign(c) })
            .collect::<String>()
    };
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for word in words {
        out.push_str(&plain(at, word.start));
        out.push_str(&mark(&plain(word.start, word.end)));
        at = word.end;
    }
    out.push_str(&plain(at, text.len()));
    isolated(&out, around)
}

/// What stands around the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Around {
    /// A sentence written from left to right, or nothing.
    Left,
    /// A sentence written from right to left.
    Right,
}

const FIRST_STRONG_ISOLATE: char = '\u{2068}';
const POP_ISOLATE: char = '\u{2069}';

fn is_line_end(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// A control as a sign of its own; everything else as it is.
fn sign(c: char) -> char {
    match c {
        '\t' => ' ',
        '\u{7f}' => '␡',
        '\u{85}' | '\u{2028}' | '\u{2029}' => '␤',
        '\0'..='\u{1f}' => u32::from(c)
            .checked_add(0x2400)
            .and_then(char::from_u32)
            .unwrap_or('\u{fffd}'),
        // C1 controls, tags, and the annotation characters no font shows.
        '\u{80}'..='\u{9f}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' => '\u{fffd}',
        other => other,
    }
}

fn isolated(text: &str, around: Around) -> String {
    if around == Around::Left && !text.chars().any(turns) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len().saturating_add(6));
    out.push(FIRST_STRONG_ISOLATE);
    let mut open = 0_usize;
    for c in text.chars() {
        match c {
            '\u{2066}'..='\u{2068}' => open = open.saturating_add(1),
            POP_ISOLATE => match open.checked_sub(1) {
                Some(rest) => open = rest,
                // It would close the isolate that is meant to hold this text.
                None => continue,
            },
            _ => {}
        }
        out.push(c);
    }
    out.extend(std::iter::repeat_n(POP_ISOLATE, open.saturating_add(1)));
    out
}

/// Whether a character is written from right to left or directs how others are.
pub(crate) const fn turns(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{8ff}'
        | '\u{fb1d}'..='\u{fdff}'
        | '\u{fe70}'..='\u{fefe}'
        | '\u{10800}'..='\u{10fff}'
        | '\u{1e800}'..='\u{1efff}'
        | '\u{200e}' | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a57_escape_sequences_become_visible() {
        assert_eq!(
            line("a\u{1b}[2Jb\u{7}\u{7f}\u{9b}c", Around::Left),
            "a␛[2Jb␇␡\u{fffd}c"
        );
        assert_eq!(line("one\ntwo", Around::Left), "one␊two");
    }

    #[test]
    fn a57_no_control_survives_anywhere() {
        let all = (0..=0x2_ffff).filter_map(char::from_u32).collect::<String>();
        for around in [Around::Left, Around::Right] {
            assert!(
                !line(&all, around)
                    .chars()
                    .any(|c| c.is_control() || is_line_end(c))
            );
        }
    }

    #[test]
    fn a57_a_text_cannot_leave_its_isolate() {
        let sly = "\u{2069}\u{202e}evil\u{2067}";
        let shown = line(sly, Around::Left);
        assert_eq!(shown, "\u{2068}\u{202e}evil\u{2067}\u{2069}\u{2069}");
    }

    #[test]
    fn latin_text_in_a_latin_sentence_stays_as_it_is_and_all_else_is_isolated() {
        assert_eq!(line("Béatrice", Around::Left), "Béatrice");
        assert_eq!(line("Béatrice", Around::Right), "\u{2068}Béatrice\u{2069}");
        assert_eq!(line("أمل", Around::Left), "\u{2068}أمل\u{2069}");
    }

    #[test]
    fn every_kind_of_line_end_ends_a_line() {
        assert_eq!(
            lines("a\r\nb\u{2029}c\u{85}d", Around::Left),
            ["a", "b", "c", "d"]
        );
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Where words go: answers to standard output, remarks and progress to standard error.
//!
//! With `--json` standard output carries one JSON object a line and nothing else. Keys are in `snake_case` and
//! stay what they are; ids are lower-case hexadecimal; times are RFC 3339 in UTC; texts are as their authors
//! wrote them. Faults go to standard error, as one line too.

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};

use serde::Serialize;

use crate::catalogue::{Arg, Catalogue};
use crate::fault::Fault;

/// What to write, and how.
#[derive(Debug)]
pub(crate) struct Output {
    catalogue: Catalogue,
    form: Form,
    live: bool,
    /// Whether a progress line stands there now.
    standing: AtomicBool,
    colour: bool,
}

/// For whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// For people.
    Words,
    /// For programs.
    Json,
}

/// How a piece of text stands out on a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// Headings.
    Bold,
    /// What matters less.
    Faint,
    /// What went as it should.
    Good,
    /// What needs a look.
    Warning,
    /// What must not be.
    Bad,
}

impl Output {
    /// Finds out what standard output and standard error are.
    pub(crate) fn new(catalogue: Catalogue, form: Form) -> Self {
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
            || std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        Self {
            catalogue,
            form,
            standing: AtomicBool::new(false),
            live: io::stderr().is_terminal() && form == Form::Words,
            colour: io::stdout().is_terminal() && form == Form::Words && !plain,
        }
    }

    /// The words.
    pub(crate) const fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// Whether a program reads.
    pub(crate) const fn json(&self) -> bool {
        matches!(self.form, Form::Json)
    }

    /// One line of the answer.
    pub(crate) fn line(&self, text: &str) -> Result<(), Fault> {
        self.rub_out();
        let mut out = io::stdout().lock();
        writeln!(out, "{text}")?;
        Ok(out.flush()?)
    }

    /// One line of the answer, out of the catalogue.
    pub(crate) fn say(&self, id: &str, args: &[(&str, Arg<'_>)]) -> Result<(), Fault> {
        self.line(&self.catalogue.with(id, args))
    }

    /// One JSON object of the answer.
    pub(crate) fn row(&self, row: &impl Serialize) -> Result<(), Fault> {
        self.line(&to_line(row))
    }

    /// A remark for people; programs are told nothing by it.
    pub(crate) fn remark(&self, text: &str) {
        if !self.json() {
            self.rub_out();
            // Nobody can be told that standard error does not work.
            drop(writeln!(io::stderr(), "{text}"));
        }
    }

    /// Progress: one line that is written over, only on a terminal.
    pub(crate) fn progress(&self, text: &str) {
        if self.live {
            self.standing.store(true, Ordering::Relaxed);
            drop(write!(io::stderr(), "\r\u{1b}[2K{text}"));
            drop(io::stderr().flush());
        }
    }

    /// Takes the progress line away.
    pub(crate) fn rub_out(&self) {
        if self.standing.swap(false, Ordering::Relaxed) {
            drop(write!(io::stderr(), "\r\u{1b}[2K"));
            drop(io::stderr().flush());
        }
    }

    /// A fault, on standard error.
    pub(crate) fn fault(&self, fault: &Fault) {
        if matches!(fault, Fault::ReaderGone) {
            return;
        }
        self.rub_out();
        let text = if self.json() {
            fault.to_json()
        } else {
            format!(
                "{}\n{}",
                fault.happened(&self.catalogue),
                fault.hint(&self.catalogue)
            )
        };
        drop(writeln!(io::stderr(), "{text}"));
    }

    /// A text in a style, where standard output shows styles.
    pub(crate) fn styled(&self, style: Style, text: &str) -> String {
        if !self.colour {
            return text.to_owned();
        }
        let code = match style {
            Style::Bold => "1",
            Style::Faint => "2",
            Style::Good => "32",
            Style::Warning => "33",
            Style::Bad => "31",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }
}

/// One line of JSON that no terminal can take for a command: controls and bidirectional marks are escaped.
pub(crate) fn to_line(row: &impl Serialize) -> String {
    // Our rows are plain structs; serialising them cannot fail.
    let text = serde_json::to_string(row).unwrap_or_default();
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\u{7f}'..='\u{9f}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        {
            // Such a character can stand only within a JSON string.
            out.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_holds_the_text_as_written_and_no_control_a_terminal_obeys() {
        let text = "\u{1b}[2J\u{9b}2J\u{202e}\u{2069}\u{7f} أمل\n";
        let line = to_line(&text);
        assert!(!line.chars().any(|c| c.is_control() || c == '\u{202e}'));
        assert_eq!(serde_json::from_str::<String>(&line).unwrap(), text);
    }
}

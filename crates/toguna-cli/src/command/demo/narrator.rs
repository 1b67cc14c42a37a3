// SPDX-License-Identifier: MIT OR Apache-2.0
//! How the play is told: headings, sentences that fit the terminal, and words in the languages they were said in.
//! Programs are told nothing of it; with `--json` there is one row, at the end.

use crate::catalogue::{Arg, Catalogue};
use crate::fault::Fault;
use crate::neutral;
use crate::output::{Output, Style};
use crate::terminal;

use super::cast::Who;
use super::script::Line;

/// Tells the play.
pub(super) struct Narrator<'a> {
    out: &'a Output,
    width: usize,
    act: u32,
}

impl<'a> Narrator<'a> {
    /// A narrator in the language of `out`.
    pub(super) fn new(out: &'a Output) -> Self {
        Self {
            out,
            width: terminal::width().min(WIDEST),
            act: 0,
        }
    }

    /// The words.
    pub(super) const fn words(&self) -> &'a Catalogue {
        self.out.catalogue()
    }

    /// Columns to fill.
    pub(super) const fn width(&self) -> usize {
        self.width
    }

    /// The title of it all.
    pub(super) fn title(&self, id: &str) -> Result<(), Fault> {
        let title = self.words().text(id);
        self.line("")?;
        self.styled(Style::Bold, &title)?;
        self.styled(Style::Bold, &"═".repeat(title.chars().count().min(self.width)))
    }

    /// The next act.
    pub(super) fn act(&mut self, id: &str) -> Result<(), Fault> {
        self.act = self.act.saturating_add(1);
        let heading = format!("{}. {}", self.act, self.words().text(id));
        self.line("")?;
        self.styled(Style::Bold, &heading)
    }

    /// A sentence of the story.
    pub(super) fn tell(&self, id: &str, args: &[(&str, Arg<'_>)]) -> Result<(), Fault> {
        self.paragraph(&self.words().with(id, args), "   ", None)
    }

    /// A sentence that says how something ended.
    pub(super) fn end(&self, style: Style, id: &str, args: &[(&str, Arg<'_>)]) -> Result<(), Fault> {
        self.paragraph(&self.words().with(id, args), "   ", Some(style))
    }

    /// What takes a moment; only where somebody watches.
    pub(super) fn meanwhile(&self, id: &str, args: &[(&str, Arg<'_>)]) {
        self.out.progress(&format!("   {}", self.words().with(id, args)));
    }

    /// What somebody says, as another device showed it, with a gloss where the reader's language differs.
    pub(super) fn speech(&self, line: &Line, shown: &str) -> Result<(), Fault> {
        let words = self.words();
        let head = format!("   {} · {}", line.who.name(words), line.who.city(words));
        self.styled(Style::Good, &head)?;
        for part in neutral::lines(shown, words.around()) {
            self.paragraph(&part, "     ", None)?;
        }
        match line.gloss(words) {
            Some(gloss) => {
                let gloss = words.with("tale-gloss", &[("text", Arg::Theirs(&gloss))]);
                self.paragraph(&gloss, "     ", Some(Style::Faint))
            }
            None => Ok(()),
        }
    }

    /// A line as it stands.
    pub(super) fn line(&self, text: &str) -> Result<(), Fault> {
        if self.out.json() {
            Ok(())
        } else {
            self.out.line(text)
        }
    }

    /// A line in a style.
    pub(super) fn styled(&self, style: Style, text: &str) -> Result<(), Fault> {
        self.line(&self.out.styled(style, text))
    }

    fn paragraph(&self, text: &str, indent: &str, style: Option<Style>) -> Result<(), Fault> {
        let room = self.width.saturating_sub(indent.len());
        for line in wrap(text, room) {
            let line = match style {
                Some(style) => self.out.styled(style, &line),
                None => line,
            };
            self.line(&format!("{indent}{line}"))?;
        }
        Ok(())
    }
}

/// Names in a row.
pub(super) fn names(words: &Catalogue, who: &[Who]) -> String {
    let names = who.iter().map(|who| who.name(words)).collect::<Vec<_>>();
    names.join(words.comma())
}

/// Breaks a text at its spaces so that no line is wider than `room`, where words allow. An isolate that a break
/// falls into is closed at the end of the line and opened again on the next: terminals know no paragraphs.
pub(super) fn wrap(text: &str, room: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0_usize;
    for word in text.split(' ') {
        let wide = columns(word);
        if used > 0 && used.saturating_add(1).saturating_add(wide) > room {
            lines.push(String::new());
            used = 0;
        }
        if let Some(line) = lines.last_mut() {
            if used > 0 {
                line.push(' ');
                used = used.saturating_add(1);
            }
            line.push_str(word);
            used = used.saturating_add(wide);
        }
    }
    rejoin(lines)
}

/// Closes and reopens isolates where lines end within them.
fn rejoin(lines: Vec<String>) -> Vec<String> {
    let mut open = Vec::new();
    let rejoined = lines.into_iter().map(|line| {
        let mut whole = open.iter().collect::<String>();
        for c in line.chars() {
            match c {
                '\u{2066}'..='\u{2068}' => open.push(c),
                '\u{2069}' => drop(open.pop()),
                _ => {}
            }
        }
        whole.push_str(&line);
        whole.extend(open.iter().map(|_| '\u{2069}'));
        whole
    });
    rejoined.collect()
}

/// Columns a text takes, near enough for the scripts we write: marks that stand on a letter take none.
pub(super) fn columns(text: &str) -> usize {
    text.chars()
        .filter(|c| !matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        .count()
}

/// Wider lines are hard to read.
const WIDEST: usize = 110;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_no_wider_than_the_room_and_nothing_is_lost() {
        let text = "one two three four five extraordinarily six";
        let lines = wrap(text, 12);
        assert!(lines.iter().all(|line| columns(line) <= 15));
        assert_eq!(lines.join(" "), text);
        assert!(lines.len() > 3);
    }

    #[test]
    fn an_isolate_is_whole_on_every_line() {
        let lines = wrap("a \u{2068}b c\u{2069} d", 3);
        assert_eq!(lines, ["a \u{2068}b\u{2069}", "\u{2068}c\u{2069} d"]);
    }

    #[test]
    fn marks_and_isolates_take_no_room() {
        assert_eq!(columns("\u{2068}مرحبًا\u{2069}"), 5);
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rust text, line by line, with code and comments told apart and the insides of literals left out.
//!
//! | state | left by |
//! |---|---|
//! | code | `//`, `/*`, a quote |
//! | block comment | its last `*/` |
//! | text | its closing quote, followed by as many `#` as opened it |

/// One line of a source file.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Line {
    /// The code, string and character literals emptied.
    pub(crate) code: String,
    /// What comments on the line say, without their slashes.
    pub(crate) comment: String,
}

/// An attribute, collected over the lines it spans.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Attribute {
    /// The index of its first line.
    pub(crate) first: usize,
    /// The index of its last line.
    pub(crate) last: usize,
    /// Its code, from `#` to `]`.
    pub(crate) text: String,
}

/// Splits a source file.
pub(crate) fn split(text: &str) -> Vec<Line> {
    let mut lexer = Lexer {
        chars: text.chars().collect(),
        at: 0,
        line: Line::default(),
        lines: Vec::new(),
    };
    while let Some(char) = lexer.peek(0) {
        lexer.step(char);
    }
    lexer.end_line();
    lexer.lines
}

/// Finds the attributes of a file.
pub(crate) fn attributes(lines: &[Line]) -> Vec<Attribute> {
    let mut found = Vec::new();
    let mut open: Option<(Attribute, usize)> = None;
    for (index, line) in lines.iter().enumerate() {
        for char in line.code.chars() {
            if let Some((attribute, depth)) = &mut open {
                attribute.text.push(char);
                match char {
                    '[' => *depth = depth.saturating_add(1),
                    ']' => *depth = depth.saturating_sub(1),
                    _ => {}
                }
                if char == ']' && *depth == 0 {
                    attribute.last = index;
                    found.extend(open.take().map(|(attribute, _)| attribute));
                } else if *depth == 0 && !matches!(char, '!' | '[') {
                    open = None; // a `#` that starts no attribute, as in `r#type` or a macro's pattern
                }
            } else if char == '#' {
                open = Some((
                    Attribute {
                        first: index,
                        last: index,
                        text: "#".to_owned(),
                    },
                    0,
                ));
            }
        }
    }
    found
}

/// The index of the line where the file's tests begin: `#[cfg(test)]` before an inline module.
pub(crate) fn tests_start(lines: &[Line]) -> Option<usize> {
    let gates = |text: &str| text.starts_with("#[cfg(test") || text.starts_with("#[cfg(all(test");
    attributes(lines).into_iter().find_map(|attribute| {
        let after = lines.get(attribute.last.saturating_add(1)..)?;
        let next = after
            .iter()
            .map(|line| line.code.trim())
            .find(|code| !code.is_empty() && !code.starts_with('#'))?;
        let opens = next.starts_with("mod ") && next.contains('{');
        (gates(&attribute.text) && opens).then_some(attribute.first)
    })
}

struct Lexer {
    chars: Vec<char>,
    at: usize,
    line: Line,
    lines: Vec<Line>,
}

impl Lexer {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at.saturating_add(ahead)).copied()
    }

    fn next(&mut self) -> Option<char> {
        let char = self.peek(0)?;
        self.at = self.at.saturating_add(1);
        if char == '\n' {
            self.end_line();
        }
        Some(char)
    }

    fn end_line(&mut self) {
        self.lines.push(std::mem::take(&mut self.line));
    }

    fn step(&mut self, char: char) {
        match (char, self.peek(1)) {
            ('/', Some('/')) => self.line_comment(),
            ('/', Some('*')) => self.block_comment(),
            ('"', _) => self.text(0),
            ('r', Some('"' | '#')) if !self.inside_word() => self.raw_text(),
            ('\'', _) if self.is_char_literal() => self.char_literal(),
            ('\n', _) => {
                self.next();
            }
            _ => {
                self.line.code.push(char);
                self.next();
            }
        }
    }

    /// Whether the `r` here ends a word rather than opening a raw string (`br` and `cr` open one).
    fn inside_word(&self) -> bool {
        let mut before = self.line.code.chars().rev();
        let is_word = |char: Option<char>| char.is_some_and(|char| char.is_alphanumeric() || char == '_');
        match before.next() {
            Some('b' | 'c') => is_word(before.next()),
            char => is_word(char),
        }
    }

    fn is_char_literal(&self) -> bool {
        self.peek(1) == Some('\\') || (self.peek(2) == Some('\'') && self.peek(1) != Some('\''))
    }

    fn line_comment(&mut self) {
        self.next();
        self.next();
        while let Some(char) = self.peek(0).filter(|char| *char != '\n') {
            self.line.comment.push(char);
            self.next();
        }
    }

    fn block_comment(&mut self) {
        let mut depth = 0_usize;
        loop {
            match (self.peek(0), self.peek(1)) {
                (Some('/'), Some('*')) => depth = depth.saturating_add(1),
                (Some('*'), Some('/')) => depth = depth.saturating_sub(1),
                (Some(char), _) => {
                    if char != '\n' {
                        self.line.comment.push(char);
                    }
                    self.next();
                    continue;
                }
                (None, _) => return,
            }
            self.next();
            self.next();
            if depth == 0 {
                return;
            }
        }
    }

    fn raw_text(&mut self) {
        let mut hashes = 0_usize;
        while self.peek(hashes.saturating_add(1)) == Some('#') {
            hashes = hashes.saturating_add(1);
        }
        self.line.code.push('r');
        self.next();
        if self.peek(hashes) != Some('"') {
            return; // a raw identifier
        }
        for _ in 0..hashes {
            self.next();
        }
        self.text(hashes.saturating_add(1));
    }

    /// A string literal; `raw` is 0 for an ordinary one, else one more than its hashes.
    fn text(&mut self, raw: usize) {
        self.line.code.push_str("\"\"");
        self.next();
        while let Some(char) = self.next() {
            if char == '\\' && raw == 0 {
                self.next();
            } else if char == '"' && (0..raw.saturating_sub(1)).all(|ahead| self.peek(ahead) == Some('#')) {
                for _ in 1..raw {
                    self.next();
                }
                return;
            }
        }
    }

    fn char_literal(&mut self) {
        self.line.code.push_str("''");
        self.next();
        while let Some(char) = self.next() {
            match char {
                '\\' => {
                    self.next();
                }
                '\'' => return,
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_the_insides_of_literals_are_not_code() {
        let lines = split("let a = \"// no\"; // yes\nlet b = 'x'; /* one\ntwo */ let c = b\"\\\"q\";");
        assert_eq!(lines[0], line("let a = \"\"; ", " yes"));
        assert_eq!(lines[1], line("let b = ''; ", " one"));
        assert_eq!(lines[2], line(" let c = b\"\";", "two "));
    }

    #[test]
    fn raw_strings_end_at_their_own_hashes() {
        let lines = split("f(r#\"a \" b\nc\"# , br\"d\\\", r#type, for\"e\")");
        assert_eq!(codes(&lines), ["f(r\"\"", " , br\"\", r#type, for\"\")"]);
    }

    #[test]
    fn lifetimes_are_not_character_literals() {
        let lines = split("fn f<'a>(x: &'a str) -> char { '\\'' } // '\nlet q = '\"';");
        assert_eq!(
            codes(&lines),
            ["fn f<'a>(x: &'a str) -> char { '' } ", "let q = '';"]
        );
    }

    #[test]
    fn nested_block_comments_end_together() {
        assert_eq!(codes(&split("a /* b /* c */ d */ e")), ["a  e"]);
    }

    #[test]
    fn attributes_are_collected_over_lines() {
        let lines = split(
            "#![forbid(x)]\n#[expect(\n  a,\n  reason = \"[\"\n)]\nlet y = r#type; [1]; #[b] fn c() {}",
        );
        let found: Vec<(usize, usize, String)> = attributes(&lines)
            .into_iter()
            .map(|a| (a.first, a.last, a.text))
            .collect();
        assert_eq!(found.len(), 3, "{found:?}");
        assert_eq!(found[0], (0, 0, "#![forbid(x)]".to_owned()));
        assert_eq!((found[1].0, found[1].1), (1, 4));
        assert!(found[1].2.contains("reason"));
        assert_eq!(found[2].2, "#[b]");
    }

    #[test]
    fn tests_start_at_an_inline_module_and_not_at_a_gated_import() {
        let source = "#[cfg(test)]\nuse a::b;\nfn f() {}\n#[cfg(test)]\nmod tests {\n}\n";
        assert_eq!(tests_start(&split(source)), Some(3));
        assert_eq!(tests_start(&split("#[cfg(test)]\nmod tests;\n")), None);
        assert_eq!(tests_start(&split("// #[cfg(test)]\nmod a {}\n")), None);
    }

    fn line(code: &str, comment: &str) -> Line {
        Line {
            code: code.to_owned(),
            comment: comment.to_owned(),
        }
    }

    fn codes(lines: &[Line]) -> Vec<&str> {
        lines.iter().map(|line| line.code.as_str()).collect()
    }
}

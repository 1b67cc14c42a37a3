// SPDX-License-Identifier: MIT OR Apache-2.0
//! Every word this program says: one Fluent catalogue in five languages.

use std::fmt;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::language::Language;
use crate::neutral::{self, Around};

/// The words of one language.
pub(crate) struct Catalogue {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

/// What stands in for a variable of a message.
#[derive(Clone, Debug)]
pub(crate) enum Arg<'a> {
    /// A number, which may decide between singular and plural.
    Number(u64),
    /// An id, an address, digits, a time: from left to right in every sentence.
    Code(String),
    /// Words of the catalogue.
    Own(String),
    /// Text that a person wrote; made harmless, and isolated where directions could mix.
    Theirs(&'a str),
}

impl From<usize> for Arg<'_> {
    fn from(number: usize) -> Self {
        Self::Number(u64::try_from(number).unwrap_or(u64::MAX))
    }
}

impl Catalogue {
    /// The catalogue in one language.
    pub(crate) fn of(language: Language) -> Self {
        // A message that cannot be read is missing, and the tests say so.
        let resource = FluentResource::try_new(language.catalogue().to_owned())
            .unwrap_or_else(|(readable, _errors)| readable);
        let id = language.tag().parse::<LanguageIdentifier>().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // Fluent would isolate numbers and ids as well; `Arg::Theirs` isolates where it is needed.
        bundle.set_use_isolating(false);
        bundle.add_resource_overriding(resource);
        Self { language, bundle }
    }

    /// The language.
    pub(crate) const fn language(&self) -> Language {
        self.language
    }

    /// The direction of our own sentences.
    pub(crate) const fn around(&self) -> Around {
        if self.language.runs_leftward() {
            Around::Right
        } else {
            Around::Left
        }
    }

    /// What stands between the items of a list.
    pub(crate) const fn comma(&self) -> &'static str {
        if self.language.runs_leftward() {
            "، "
        } else {
            ", "
        }
    }

    /// A message without variables.
    pub(crate) fn text(&self, id: &str) -> String {
        self.with(id, &[])
    }

    /// A message with its variables.
    pub(crate) fn with(&self, id: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.look_up(id, args).unwrap_or_else(|| id.to_owned())
    }

    /// A message that may not exist: for codes that other crates make.
    pub(crate) fn look_up(&self, id: &str, args: &[(&str, Arg<'_>)]) -> Option<String> {
        let pattern = self.bundle.get_message(id)?.value()?;
        let mut values = FluentArgs::new();
        for (name, arg) in args {
            values.set(*name, self.value(arg));
        }
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&values), &mut errors);
        Some(self.typed(&text))
    }

    fn value<'a>(&self, arg: &Arg<'_>) -> FluentValue<'a> {
        match arg {
            Arg::Number(number) => FluentValue::from(*number),
            Arg::Code(text) => FluentValue::from(self.code(text)),
            Arg::Own(text) => FluentValue::from(text.clone()),
            Arg::Theirs(text) => FluentValue::from(neutral::line(text, self.around())),
        }
    }

    /// Digits, ids and the like, whose groups must not change places in a sentence from right to left: a
    /// fingerprint read backwards would be another one.
    pub(crate) fn code(&self, text: &str) -> String {
        if self.language.runs_leftward() {
            format!("\u{2066}{text}\u{2069}")
        } else {
            text.to_owned()
        }
    }

    /// Keeps what is to be typed (between backquotes) from being torn apart in a sentence from right to left.
    fn typed(&self, text: &str) -> String {
        if !self.language.runs_leftward() {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len());
        let mut inside = false;
        for c in text.chars() {
            match (c, inside) {
                ('`', false) => out.push_str("\u{2066}`"),
                ('`', true) => out.push_str("`\u{2069}"),
                _ => out.push(c),
            }
            inside ^= c == '`';
        }
        out
    }
}

impl fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Catalogue").field(&self.language).finish()
    }
}

#[cfg(test)]
mod tests;

// SPDX-License-Identifier: MIT OR Apache-2.0
//! The five languages of the catalogue, and which of them a person wants.

use std::ffi::{OsStr, OsString};

/// A language of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Language {
    /// العربية
    Arabic,
    /// English
    English,
    /// Français
    French,
    /// Deutsch
    German,
    /// Português
    Portuguese,
}

impl Language {
    /// Every language of the catalogue.
    pub(crate) const ALL: [Self; 5] = [
        Self::Arabic,
        Self::German,
        Self::English,
        Self::French,
        Self::Portuguese,
    ];

    /// The language's tag.
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::Arabic => "ar",
            Self::English => "en",
            Self::French => "fr",
            Self::German => "de",
            Self::Portuguese => "pt",
        }
    }

    /// Whether it is written from right to left.
    pub(crate) const fn runs_leftward(self) -> bool {
        matches!(self, Self::Arabic)
    }

    /// Its words.
    pub(crate) const fn catalogue(self) -> &'static str {
        match self {
            Self::Arabic => include_str!("../locales/ar.ftl"),
            Self::English => include_str!("../locales/en.ftl"),
            Self::French => include_str!("../locales/fr.ftl"),
            Self::German => include_str!("../locales/de.ftl"),
            Self::Portuguese => include_str!("../locales/pt.ftl"),
        }
    }

    /// The language of a tag or of a locale's name: `fr`, `pt-MZ`, `ar_TN.UTF-8`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let tag = text.split(['.', '@', '_', '-']).next()?.to_ascii_lowercase();
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }
}

/// What was found out about the language before the command line is read properly.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Choice {
    /// The language to answer in.
    pub(crate) language: Language,
    /// Whether `--lang` named one the catalogue does not have.
    pub(crate) unknown: bool,
}

/// Chooses by `--lang`, else `TOGUNA_LANG`, else the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that says
/// anything, else English.
pub(crate) fn choose(args: &[OsString], variable: impl Fn(&str) -> Option<OsString>) -> Choice {
    let environment = || {
        let wish = variable("TOGUNA_LANG").and_then(|value| Language::parse(value.to_str()?));
        wish.or_else(|| {
            let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
                .into_iter()
                .find_map(|name| variable(name).filter(|value| !value.is_empty()))?;
            Language::parse(locale.to_str()?)
        })
        .unwrap_or(Language::English)
    };
    match flag(args) {
        Some(value) => match value.to_str().and_then(Language::parse) {
            Some(language) => Choice {
                language,
                unknown: false,
            },
            None => Choice {
                language: environment(),
                unknown: true,
            },
        },
        None => Choice {
            language: environment(),
            unknown: false,
        },
    }
}

/// The value of `--lang`, wherever it stands before `--`.
fn flag(args: &[OsString]) -> Option<&OsStr> {
    let mut args = args.iter().take_while(|arg| *arg != "--");
    while let Some(arg) = args.next() {
        if arg == "--lang" {
            return args.next().map(OsString::as_os_str);
        }
        if let Some(value) = arg.to_str().and_then(|arg| arg.strip_prefix("--lang=")) {
            return Some(OsStr::new(value));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(args: &[&str], variables: &[(&str, &str)]) -> Choice {
        let args = args.iter().map(OsString::from).collect::<Vec<_>>();
        choose(&args, |name| {
            variables
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| OsString::from(value))
        })
    }

    #[test]
    fn the_flag_goes_before_the_environment_and_the_environment_in_order() {
        let all = [
            ("TOGUNA_LANG", "pt"),
            ("LC_ALL", "de_DE.UTF-8"),
            ("LANG", "fr_CD.UTF-8"),
        ];
        assert_eq!(
            chosen(&["toguna", "--lang", "ar"], &all).language,
            Language::Arabic
        );
        assert_eq!(
            chosen(&["toguna", "read", "--lang=ar"], &all).language,
            Language::Arabic
        );
        assert_eq!(chosen(&["toguna"], &all).language, Language::Portuguese);
        assert_eq!(chosen(&["toguna"], &all[1..]).language, Language::German);
        assert_eq!(chosen(&["toguna"], &all[2..]).language, Language::French);
        assert_eq!(chosen(&["toguna"], &[]).language, Language::English);
    }

    #[test]
    fn a_locale_we_do_not_speak_is_answered_in_english_and_an_empty_one_is_passed_over() {
        assert_eq!(
            chosen(&[], &[("LC_ALL", "C"), ("LANG", "fr_FR")]).language,
            Language::English
        );
        assert_eq!(
            chosen(&[], &[("LC_ALL", ""), ("LANG", "fr_FR")]).language,
            Language::French
        );
    }

    #[test]
    fn an_unknown_flag_is_reported_in_the_language_of_the_environment() {
        let choice = chosen(&["toguna", "--lang", "tlh"], &[("LANG", "pt_MZ")]);
        assert_eq!(
            choice,
            Choice {
                language: Language::Portuguese,
                unknown: true
            }
        );
    }

    #[test]
    fn what_follows_two_dashes_is_text() {
        assert_eq!(
            chosen(&["toguna", "say", "s", "--", "--lang", "ar"], &[]).language,
            Language::English
        );
    }
}

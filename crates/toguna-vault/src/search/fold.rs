// SPDX-License-Identifier: MIT OR Apache-2.0
//! Words as they are compared: «حريّة» and «الحرية», "Würde" and "Wurde", "órgão" and "orgao" are the same.
//!
//! Text is folded before it is put into the index and before it is looked for: compatibility decomposition
//! (Unicode Standard Annex #15), no combining marks (accents, tashkeel, hamza above and below), lower case, letters
//! with a stroke or ligatures spelt out, Arabic letters that are written for each other made one, no tatweel, digits
//! of every script as ASCII. An Arabic article, with what stands before it as one word, is taken off.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// A word of a text.
#[derive(Clone, PartialEq, Eq)]
pub struct Word {
    /// Where it stands in the text, in bytes.
    pub place: Range<usize>,
    /// As it is compared.
    pub folded: String,
}

impl std::fmt::Debug for Word {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Word({:?})", self.place)
    }
}

/// The words of a text, in order: runs of letters, marks and digits.
pub fn words(text: &str) -> impl Iterator<Item = Word> + '_ {
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        loop {
            while rest.next_if(|(_, c)| !starts(*c)).is_some() {}
            let (start, first) = *rest.peek()?;
            let mut end = start.saturating_add(first.len_utf8());
            while let Some((at, c)) = rest.next_if(|(_, c)| goes_on(*c)) {
                end = at.saturating_add(c.len_utf8());
            }
            let folded = fold(text.get(start..end).unwrap_or_default());
            if !folded.is_empty() {
                return Some(Word {
                    place: start..end,
                    folded,
                });
            }
        }
    })
}

fn starts(c: char) -> bool {
    c.is_alphanumeric()
}

/// Marks belong to the letter before them, and so do the signs that only shape how letters join.
fn goes_on(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c) || matches!(c, TATWEEL | '\u{200c}' | '\u{200d}' | '\u{ad}')
}

fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    for c in word.nfkd().flat_map(char::to_lowercase).nfkd() {
        match c {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'þ' => folded.push_str("th"),
            'ı' => folded.push('i'),
            'ٱ' => folded.push('ا'),
            'ى' | 'ی' => folded.push('ي'),
            'ة' | 'ہ' | 'ە' => folded.push('ه'),
            'ک' => folded.push('ك'),
            TATWEEL => {}
            c if is_combining_mark(c) => {}
            c if c.is_alphanumeric() => folded.push(ascii_digit(c)),
            _ => {}
        }
    }
    without_article(&folded).map_or(folded.clone(), str::to_owned)
}

/// The digits that Arabic, Persian and Urdu write, as ASCII; other digits are rare in what people type here.
fn ascii_digit(c: char) -> char {
    let digit = match c {
        '\u{660}'..='\u{669}' => u32::from(c).checked_sub(0x660),
        '\u{6f0}'..='\u{6f9}' => u32::from(c).checked_sub(0x6f0),
        _ => None,
    };
    digit.and_then(|digit| char::from_digit(digit, 10)).unwrap_or(c)
}

/// A word without the article before it, if enough of it is left to be a word.
fn without_article(word: &str) -> Option<&str> {
    let rest = ARTICLES.iter().find_map(|article| word.strip_prefix(article))?;
    (rest.chars().count() >= LEAST).then_some(rest)
}

/// The article, alone and with "and", "with", "as", "so", "to" before it.
const ARTICLES: [&str; 6] = ["ال", "وال", "بال", "كال", "فال", "لل"];
/// Letters that must be left.
const LEAST: usize = 2;
/// Makes a word longer to fill a line.
const TATWEEL: char = '\u{640}';

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<String> {
        words(text).map(|word| word.folded).collect()
    }

    #[test]
    fn spellings_of_five_languages_that_people_mix_are_one() {
        for (one, other) in [
            ("الحرية", "حريّة"),
            ("والحرّيّة", "حريه"),
            ("للحرية", "الحـــرية"),
            ("إنسان", "أنسان"),
            ("آمن", "امن"),
            ("مستشفى", "مستشفي"),
            ("٢٠٢٦", "2026"),
            ("Würde", "Wurde"),
            ("STRASSE", "Straße"),
            ("liberté", "LIBERTE"),
            ("cœur", "coeur"),
            ("órgão", "orgao"),
            ("e\u{301}tat", "état"),
            ("ﬁn", "fin"),
        ] {
            assert_eq!(folded(one), folded(other), "{one} and {other}");
        }
    }

    #[test]
    fn words_that_differ_stay_apart() {
        for (one, other) in [("حرية", "حرب"), ("الم", "ام"), ("mur", "mûre"), ("الله", "ال")]
        {
            assert_ne!(folded(one), folded(other), "{one} and {other}");
        }
    }

    #[test]
    fn words_say_where_they_stand() {
        let text = "« L’État », dit-elle : حريّة!";
        let places: Vec<&str> = words(text).filter_map(|word| text.get(word.place)).collect();
        assert_eq!(places, ["L", "État", "dit", "elle", "حريّة"]);
        assert_eq!(folded("  —«»… \u{64b}"), Vec::<String>::new());
    }

    #[test]
    fn any_text_is_folded_once_and_for_all() {
        for text in ["İstanbul ǅ ẞ", "ﷺ ﻻ ﷲ", "a\u{200d}b", "Ⅷ ½ ①", "\u{0}\u{ffff}"] {
            for word in folded(text) {
                assert_eq!(folded(&word).concat(), word, "of {text}");
            }
        }
    }
}

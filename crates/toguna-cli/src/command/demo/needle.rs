// SPDX-License-Identifier: MIT OR Apache-2.0
//! What to look for, in every spelling a careless program might leave it in.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, MatchKind};
use data_encoding::{BASE64, BASE64URL, Encoding, HEXLOWER, HEXUPPER};

use crate::fault::{Fault, Own};

/// A way to write a text down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Spelling {
    /// As it is.
    Utf8,
    /// Two bytes a unit, the lower first.
    Utf16,
    /// Hexadecimal, in lower or upper case.
    Hex,
    /// Base64 or its URL-safe sister, at any of three alignments.
    Base64,
}

impl Spelling {
    /// As reports name it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16 => "UTF-16",
            Self::Hex => "hex",
            Self::Base64 => "Base64",
        }
    }
}

/// Texts to look for, and a machine that looks for all of them at once.
pub(super) struct Needles {
    texts: Vec<String>,
    patterns: Vec<Pattern>,
    machine: AhoCorasick,
}

struct Pattern {
    bytes: Vec<u8>,
    text: usize,
    spelling: Spelling,
}

/// One place where a text was found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Sighting {
    /// The text.
    pub(super) text: String,
    /// How it was spelled.
    pub(super) spelling: Spelling,
}

impl Needles {
    /// Spells out the texts.
    pub(super) fn new(texts: Vec<String>) -> Result<Self, Fault> {
        let mut spelled = BTreeMap::new();
        for (index, text) in texts.iter().enumerate() {
            for (spelling, bytes) in spellings(text) {
                spelled.entry(bytes).or_insert((index, spelling));
            }
        }
        let patterns = spelled
            .into_iter()
            .map(|(bytes, (text, spelling))| Pattern {
                bytes,
                text,
                spelling,
            })
            .collect::<Vec<_>>();
        let machine = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(patterns.iter().map(|pattern| &pattern.bytes))
            .map_err(|_| Own::DemoControlMissed)?;
        Ok(Self {
            texts,
            patterns,
            machine,
        })
    }

    /// How many texts there are.
    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }

    /// Bytes of the longest spelling.
    pub(super) fn longest(&self) -> usize {
        self.machine.max_pattern_len()
    }

    /// What stands in `hay`.
    pub(super) fn find<'a>(&'a self, hay: &'a [u8]) -> impl Iterator<Item = Sighting> + 'a {
        self.machine.find_overlapping_iter(hay).filter_map(|found| {
            let pattern = self.patterns.get(found.pattern().as_usize())?;
            Some(Sighting {
                text: self.texts.get(pattern.text)?.clone(),
                spelling: pattern.spelling,
            })
        })
    }
}

/// How many ways [`spellings`] knows.
pub(super) const WAYS: usize = 10;

/// A text in every way it might be written down.
pub(super) fn spellings(text: &str) -> Vec<(Spelling, Vec<u8>)> {
    let bytes = text.as_bytes();
    let mut all = vec![
        (Spelling::Utf8, bytes.to_vec()),
        (
            Spelling::Utf16,
            text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        ),
        (Spelling::Hex, HEXLOWER.encode(bytes).into_bytes()),
        (Spelling::Hex, HEXUPPER.encode(bytes).into_bytes()),
    ];
    for alphabet in [&BASE64, &BASE64URL] {
        for before in 0..3 {
            all.push((Spelling::Base64, at_alignment(alphabet, bytes, before)));
        }
    }
    all
}

/// The characters of Base64 that stay the same whatever stands before and after, with `before` bytes (modulo
/// three) in front.
fn at_alignment(alphabet: &Encoding, bytes: &[u8], before: usize) -> Vec<u8> {
    let padded = [&[0; 2][..before.min(2)], bytes].concat();
    let text = alphabet.encode(&padded).into_bytes();
    let bits = padded.len().saturating_mul(8);
    let first = before.saturating_mul(8).div_ceil(6);
    let whole = bits.checked_div(6).unwrap_or_default();
    text.get(first..whole).unwrap_or_default().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_in_every_spelling_and_alignment() {
        let needles = Needles::new(vec!["témoin".to_owned()]).unwrap();
        assert_eq!(spellings("témoin").len(), WAYS);
        for before in 0..7 {
            let hay = [&[0xee; 9][..before], "témoin".as_bytes(), &[0xff; 4]].concat();
            for text in [
                BASE64.encode(&hay),
                BASE64URL.encode(&hay),
                HEXLOWER.encode(&hay),
                HEXUPPER.encode(&hay),
            ] {
                assert!(needles.find(text.as_bytes()).next().is_some(), "{text}");
            }
            assert!(needles.find(&hay).any(|found| found.spelling == Spelling::Utf8));
        }
    }

    #[test]
    fn another_text_is_not_found() {
        let needles = Needles::new(vec!["témoin".to_owned()]).unwrap();
        assert_eq!(needles.find("temoin, timoin, 74c3a96d6f69".as_bytes()).count(), 0);
    }
}

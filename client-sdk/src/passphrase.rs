// SPDX-License-Identifier: MIT OR Apache-2.0
//! The one spelling of a passphrase: keyboards and systems write the same letters in different bytes.

use toguna_types::SecretBytes;
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroize as _;

/// Spells a passphrase as RFC 8265 section 4.2.2 prescribes (`OpaqueString`): every kind of space becomes U+0020,
/// then Unicode's Normalization Form C. What is not UTF-8, a file of random bytes, stays as it is.
///
/// So `é` opens whether it was typed as one character or as `e` and an accent, and so does `آ`. The few characters that the normaliser holds back at a time are not wiped; the rest is.
pub(crate) fn spelled(typed: &SecretBytes) -> SecretBytes {
    // expose: a passphrase is spelled anew from its letters
    let typed = typed.expose();
    let Ok(text) = std::str::from_utf8(typed) else {
        return SecretBytes::new(typed.to_vec());
    };
    // Form C is never longer than three times its input: this never grows, and leaves no copy behind.
    let mut bytes = Vec::with_capacity(typed.len().saturating_mul(3));
    let mut letter = [0; 4];
    for c in text.chars().map(one_space).nfc() {
        bytes.extend_from_slice(c.encode_utf8(&mut letter).as_bytes());
    }
    letter.zeroize();
    SecretBytes::new(bytes)
}

/// A Mac types U+00A0 for a space with the Option key held, a French keyboard U+202F before a colon.
const fn one_space(c: char) -> char {
    match c {
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => ' ',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spell(typed: &[u8]) -> Vec<u8> {
        spelled(&SecretBytes::new(typed.to_vec())).expose().to_vec() // expose: the test compares
    }

    #[test]
    fn the_same_letters_are_the_same_bytes_however_they_were_typed() {
        for (composed, decomposed) in [
            ("forêt brûlée", "fore\u{302}t bru\u{302}le\u{301}e"),
            ("آمال المؤمنين", "ا\u{653}مال المو\u{654}منين"),
            ("سرّ\u{64e}", "سر\u{64e}\u{651}"),
            ("coração", "corac\u{327}a\u{303}o"),
            ("Fluß Öl", "Fluß\u{a0}O\u{308}l"),
            ("ici : là", "ici\u{202f}: la\u{300}"),
        ] {
            assert_ne!(composed, decomposed);
            assert_eq!(
                spell(composed.as_bytes()),
                spell(decomposed.as_bytes()),
                "{composed}"
            );
        }
        assert_eq!(spell("forêt".as_bytes()), "forêt".as_bytes());
    }

    #[test]
    fn different_letters_stay_different_and_random_bytes_stay_themselves() {
        for (one, other) in [
            ("a b", "ab"),
            ("ﬁ", "fi"),
            ("É", "é"),
            ("ي", "ى"),
            ("٣", "3"),
            (" a", "a"),
        ] {
            assert_ne!(spell(one.as_bytes()), spell(other.as_bytes()), "{one} {other}");
        }
        assert_eq!(spell(b"\xff\x00e\xcc\x81"), b"\xff\x00e\xcc\x81");
        assert_eq!(spell(b""), b"");
    }

    #[test]
    fn what_grows_most_fits_the_room_made_for_it() {
        let widest = "\u{1d160}\u{fb2c}".repeat(64);
        assert!(spell(widest.as_bytes()).len() <= 3 * widest.len());
    }
}

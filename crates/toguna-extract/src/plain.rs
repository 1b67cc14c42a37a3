// SPDX-License-Identifier: MIT OR Apache-2.0
//! Text in whatever encoding it was written: UTF-8, UTF-16 with its mark, or one of those that came before.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::Encoding;

use crate::text::Sink;

/// The characters of a text; nothing if it is no text.
pub(crate) fn decoded(bytes: &[u8]) -> Option<Cow<'_, str>> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let rest = bytes.get(mark..).unwrap_or_default();
        return Some(encoding.decode_without_bom_handling(rest).0);
    }
    if bytes.iter().any(|byte| is_no_text(*byte)) {
        return None;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(Cow::Borrowed(text));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Allow);
    Some(encoding.decode_without_bom_handling(bytes).0)
}

/// Bytes that no encoding of text has but UTF-16, which says so at its beginning.
const fn is_no_text(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b)
}

pub(crate) fn fill(sink: &mut Sink, text: &str) {
    for line in text.lines() {
        sink.push(line);
        sink.line();
        if sink.is_full() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_before_unicode_are_read_too() {
        let (arabic, ..) =
            encoding_rs::WINDOWS_1256.encode("الإعلان العالمي لحقوق الإنسان، لكل إنسان حق التمتع بالحقوق");
        let (french, ..) =
            encoding_rs::WINDOWS_1252.encode("Déclaration universelle des droits de l’homme à l’école");
        assert!(decoded(&arabic).unwrap().contains("الإنسان"));
        assert!(decoded(&french).unwrap().contains("Déclaration universelle"));
        let utf16: Vec<u8> = "\u{feff}حرية".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decoded(&utf16).unwrap(), "حرية");
        assert_eq!(decoded("liberté".as_bytes()).unwrap(), "liberté");
    }

    #[test]
    fn what_is_no_text_is_not_taken_for_one() {
        assert_eq!(decoded(b"\x89PNG\r\n\x1a\n\x00\x00"), None);
        assert_eq!(decoded(&[0xff, 0xd8, 0xff, 0xe0, 0, 16]), None);
    }
}

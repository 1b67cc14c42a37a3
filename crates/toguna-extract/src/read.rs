// SPDX-License-Identifier: MIT OR Apache-2.0
//! Which reader a document is for, and what may come of it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use toguna_types::FaultKind;

use crate::text::{Sink, Text};
use crate::{html, markdown, office, pdf, plain};

/// Counts up with what is read here: what an older version could not read is worth trying again.
pub const VERSION: u16 = 1;

/// What a document's name says of it, where its bytes cannot: a text is Markdown because its author says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hint {
    /// Nothing.
    #[default]
    None,
    /// It is Markdown, if it is a text.
    Markdown,
}

impl Hint {
    /// What a media type (RFC 6838) says.
    #[must_use]
    pub fn of(media_type: &str) -> Self {
        match media_type {
            "text/markdown" | "text/x-markdown" => Self::Markdown,
            _ => Self::None,
        }
    }
}

/// Why there is no text of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is of no kind that is read here.
    #[error("it is no document that can be read here")]
    Unknown,
    /// It holds no words: pages that were scanned, say.
    #[error("there are no words in it")]
    NoWords,
    /// It is not what it begins as.
    #[error("it is damaged")]
    Damaged,
    /// It opens with a password only.
    #[error("it is protected by a password")]
    Locked,
    /// It is larger than what is read here, or unpacks to more.
    #[error("there is too much of it")]
    TooMuch,
    /// Reading it took too much memory or time, or made the reader fail.
    #[error("it cannot be read within the limits")]
    Failed,
}

impl Unreadable {
    /// What class of trouble this is.
    #[must_use]
    pub const fn kind(self) -> FaultKind {
        FaultKind::Invalid
    }
}

/// Reads a document's text. Only in a process that may do nothing else ([`crate::be_the_reader`]).
///
/// # Errors
/// [`Unreadable`].
pub fn read(document: Vec<u8>, hint: Hint) -> Result<Text, Unreadable> {
    let mut sink = Sink::default();
    let filled = catch_unwind(AssertUnwindSafe(|| fill(&mut sink, document, hint)));
    filled.map_err(|_| Unreadable::Damaged)??;
    let text = sink.finish();
    if text.text.chars().any(char::is_alphanumeric) {
        Ok(text)
    } else {
        Err(Unreadable::NoWords)
    }
}

fn fill(sink: &mut Sink, document: Vec<u8>, hint: Hint) -> Result<(), Unreadable> {
    if pdf::is_pdf(&document) {
        return pdf::fill(sink, document);
    }
    if document.starts_with(b"PK\x03\x04") {
        return office::fill(sink, &document);
    }
    if document.starts_with(COMPOUND) {
        // Office documents are put into one of these when they are encrypted (MS-OFFCRYPTO).
        let locked: Vec<u8> = "EncryptedPackage"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let is_locked = document.windows(locked.len()).any(|at| at == locked);
        return Err(if is_locked {
            Unreadable::Locked
        } else {
            Unreadable::Unknown
        });
    }
    let text = plain::decoded(&document).ok_or(Unreadable::Unknown)?;
    if html::is_page(&text) {
        html::fill(sink, &text);
    } else if hint == Hint::Markdown {
        markdown::fill(sink, &text);
    } else {
        plain::fill(sink, &text);
    }
    Ok(())
}

/// How a compound file begins (MS-CFB): also a DOC, XLS or PPT of before 2007.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_document_is_its_bytes_say() {
        let of = |bytes: &[u8]| read(bytes.to_vec(), Hint::None);
        let locked: Vec<u8> = "EncryptedPackage"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(
            of(&[COMPOUND, &[0; 512], &locked].concat()),
            Err(Unreadable::Locked)
        );
        assert_eq!(of(&[COMPOUND, &[0; 512]].concat()), Err(Unreadable::Unknown));
        assert_eq!(of(b"%PDF-1.7 and no more"), Err(Unreadable::Damaged));
        assert_eq!(of(b"PK\x03\x04 and no more"), Err(Unreadable::Damaged));
        assert_eq!(of(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), Err(Unreadable::Unknown));
        for nothing in ["", " \n\t ", "... -- !"] {
            assert_eq!(of(nothing.as_bytes()), Err(Unreadable::NoWords));
        }
        assert_eq!(of("liberté".as_bytes()).unwrap().text, "liberté");
        let marked = read(b"**liber**ty".to_vec(), Hint::of("text/markdown"));
        assert_eq!(marked.unwrap().text, "liberty");
    }
}

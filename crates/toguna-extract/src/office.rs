// SPDX-License-Identifier: MIT OR Apache-2.0
//! DOCX (ECMA-376) and OpenDocument (ISO/IEC 26300): XML in a ZIP archive, read as it is unpacked.
//!
//! No part is unpacked whole, and none further than a limit. No entity is replaced but the five of XML and characters by
//! their number, so that none stands for a text of its own.

use std::io::{BufRead, BufReader, Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use toguna_types::limit;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::read::Unreadable;
use crate::text::Sink;

/// Which elements of a format say what.
struct Format {
    /// Text stands in these only.
    texts: &'static [&'static str],
    /// These end a line.
    lines: &'static [&'static str],
    /// These are a space or a tab.
    spaces: &'static [&'static str],
    /// What is in these is not part of the document, or is there a second time.
    skipped: &'static [&'static str],
}

const WORD: Format = Format {
    texts: &["w:t", "a:t", "m:t"],
    lines: &["w:p", "w:br", "w:cr", "a:p"],
    spaces: &["w:tab", "w:tc"],
    skipped: &["mc:Fallback"],
};

const OPEN: Format = Format {
    texts: &["text:p", "text:h"],
    lines: &["text:p", "text:h", "text:line-break"],
    spaces: &["text:s", "text:tab", "table:table-cell"],
    skipped: &["text:tracked-changes", "office:scripts", "text:note-citation"],
};

/// The part of a DOCX that makes it one.
const WORD_DOCUMENT: &str = "word/document.xml";
/// How the names of its other parts with text begin.
const WORD_PARTS: [&str; 5] = ["footnotes", "endnotes", "comments", "header", "footer"];

/// Reads an archive, if it is a document of either kind.
pub(crate) fn fill(sink: &mut Sink, bytes: &[u8]) -> Result<(), Unreadable> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::Damaged)?;
    let mut left = limit::UNPACKED_BYTES;
    if archive.index_for_name(WORD_DOCUMENT).is_some() {
        let mut others: Vec<String> = archive
            .file_names()
            .filter_map(Result::ok)
            .filter(|name| is_word_part(name))
            .map(std::borrow::Cow::into_owned)
            .collect();
        others.sort_unstable();
        part(sink, &mut archive, WORD_DOCUMENT, &WORD, &mut left)?;
        for name in others {
            part(sink, &mut archive, &name, &WORD, &mut left)?;
        }
        return Ok(());
    }
    let mut kind = String::new();
    match archive.by_name("mimetype") {
        Ok(entry) => {
            let _ = entry.take(100).read_to_string(&mut kind); // what it cannot read is no kind
        }
        Err(_) => return Err(Unreadable::Unknown),
    }
    if !kind.starts_with("application/vnd.oasis.opendocument.") {
        return Err(Unreadable::Unknown);
    }
    if is_encrypted(&mut archive) {
        return Err(Unreadable::Locked);
    }
    part(sink, &mut archive, "content.xml", &OPEN, &mut left)
}

fn is_word_part(name: &str) -> bool {
    let name = name
        .strip_prefix("word/")
        .and_then(|name| name.strip_suffix(".xml"));
    name.is_some_and(|name| WORD_PARTS.iter().any(|part| name.starts_with(part)))
}

/// Whether an OpenDocument needs a password: its manifest says how it is encrypted.
fn is_encrypted(archive: &mut ZipArchive<Cursor<&[u8]>>) -> bool {
    let mut manifest = Vec::new();
    let Ok(entry) = archive.by_name("META-INF/manifest.xml") else {
        return false;
    };
    let _ = entry.take(1 << 20).read_to_end(&mut manifest); // what it cannot read is not said to be encrypted
    String::from_utf8_lossy(&manifest).contains("encryption-data")
}

fn part(
    sink: &mut Sink,
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    name: &str,
    format: &Format,
    left: &mut u64,
) -> Result<(), Unreadable> {
    let entry = match archive.by_name(name) {
        Ok(entry) => entry,
        Err(ZipError::FileNotFound) => return Ok(()),
        Err(ZipError::UnsupportedArchive(_)) => return Err(Unreadable::Locked),
        Err(_) => return Err(Unreadable::Damaged),
    };
    let mut reader = Reader::from_reader(BufReader::new(entry.take(*left)));
    let read = elements(sink, &mut reader, format);
    *left = reader.into_inner().into_inner().limit();
    sink.line();
    match read {
        _ if *left == 0 => Err(Unreadable::TooMuch),
        Err(_) => Err(Unreadable::Damaged),
        Ok(()) => Ok(()),
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "what is left says nothing")]
fn elements(
    sink: &mut Sink,
    reader: &mut Reader<impl BufRead>,
    format: &Format,
) -> Result<(), quick_xml::Error> {
    let mut buffer = Vec::new();
    // Elements that are open: those that hold text, and those whose content is skipped.
    let (mut texts, mut skipped) = (0_u64, 0_u64);
    while !sink.is_full() {
        buffer.clear();
        match reader.read_event_into(&mut buffer)? {
            Event::Start(tag) => {
                skipped = skipped.saturating_add(format.skipped(&tag));
                texts = texts.saturating_add(format.texts(&tag));
            }
            Event::Empty(tag) if skipped == 0 => format.gap(sink, &tag),
            Event::End(tag) => {
                let tag = BytesStart::new(tag.name().into_inner());
                skipped = skipped.saturating_sub(format.skipped(&tag));
                texts = texts.saturating_sub(format.texts(&tag));
                if skipped == 0 {
                    format.gap(sink, &tag);
                }
            }
            Event::Text(text) if texts > 0 && skipped == 0 => sink.push(&text),
            Event::CData(text) if texts > 0 && skipped == 0 => sink.push(&text),
            Event::GeneralRef(name) if texts > 0 && skipped == 0 => sink.push(&meant(&name)?),
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(())
}

impl Format {
    fn texts(&self, tag: &BytesStart<'_>) -> u64 {
        u64::from(has(self.texts, tag))
    }

    fn skipped(&self, tag: &BytesStart<'_>) -> u64 {
        u64::from(has(self.skipped, tag))
    }

    fn gap(&self, sink: &mut Sink, tag: &BytesStart<'_>) {
        if has(self.lines, tag) {
            sink.line();
        } else if has(self.spaces, tag) {
            sink.space();
        }
    }
}

fn has(names: &[&str], tag: &BytesStart<'_>) -> bool {
    names.iter().any(|name| *name == tag.name().into_inner())
}

/// What a reference stands for: nothing, if the document would have to say it.
fn meant(name: &BytesRef<'_>) -> Result<String, quick_xml::Error> {
    if let Some(c) = name.resolve_char_ref()? {
        return Ok(c.into());
    }
    let text: &str = name;
    Ok(quick_xml::escape::resolve_xml_entity(text)
        .unwrap_or(" ")
        .to_owned())
}

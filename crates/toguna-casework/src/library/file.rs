// SPDX-License-Identifier: MIT OR Apache-2.0
//! An item as a file, version by version: where the ciphertext is, what opens it, and what it must then be.
//!
//! Each version stands in the item under a key of its own, `files/‹blob›`, as one text of JSON; so two that are added
//! offline are both there.

use std::sync::Arc;

use data_encoding::HEXLOWER;
use serde_json::{Map, Value, json};
use toguna_types::{BlobId, Digest, Secret, limit};

/// What stands before the blob in the key of a version.
const KEY: &str = "files";
/// Bytes of a file's name, at most.
const NAME: usize = 200;
/// Bytes of a media type, at most.
const MEDIA_TYPE: usize = 127;

/// One version of an item, as a file at the relay.
#[derive(Clone, PartialEq, Eq)]
pub struct ItemFile {
    /// The file at the relay.
    pub blob: BlobId,
    /// Which version of the item it is, from 1 on; 0 as long as it is in none. Two that were added at once may have the
    /// same.
    pub version: u32,
    /// What it was called where it came from, without what no file system takes and what deceives the eye.
    pub name: String,
    /// Its media type (RFC 6838), as its author says.
    pub media_type: String,
    /// Bytes of its content.
    pub length: u64,
    /// SHA-256 of its content.
    pub content: Digest,
    /// SHA-256 of what stands at the relay.
    pub sealed: Digest,
    /// The key of this version, which is no other's.
    pub key: Arc<Secret<32>>,
}

toguna_types::quiet_debug!(ItemFile);

impl ItemFile {
    /// Where a version stands among the fields of its item.
    pub(super) fn place(blob: BlobId) -> String {
        format!("{KEY}/{}", HEXLOWER.encode(blob.as_bytes()))
    }

    /// How it is written into the item.
    pub(super) fn written(&self) -> String {
        let key = HEXLOWER.encode(self.key.expose()); // expose: into the item, which is sealed
        json!({
            "content": HEXLOWER.encode(self.content.as_bytes()),
            "key": key,
            "length": self.length,
            "name": self.name,
            "sealed": HEXLOWER.encode(self.sealed.as_bytes()),
            "type": self.media_type,
            "version": self.version,
        })
        .to_string()
    }

    /// Reads what stands under a key of an item; nothing if it is no version, or none that a device could open.
    pub(super) fn read(key: &str, value: &Value) -> Option<Self> {
        let blob = BlobId::from_bytes(bytes(key.strip_prefix(KEY)?.strip_prefix('/')?)?);
        let fields: Map<String, Value> = serde_json::from_str(value.as_str()?).ok()?;
        let text = |name: &str| fields.get(name).and_then(Value::as_str);
        let digest = |name: &str| text(name).and_then(bytes).map(Digest::from_bytes);
        let version = fields.get("version").and_then(Value::as_u64);
        let media_type = text("type").filter(|it| is_media_type(it));
        Some(Self {
            blob,
            version: version
                .and_then(|it| u32::try_from(it).ok())
                .filter(|it| *it > 0)?,
            name: file_name(text("name").unwrap_or_default()),
            media_type: media_type.unwrap_or(Self::UNKNOWN).to_owned(),
            length: fields
                .get("length")?
                .as_u64()
                .filter(|it| *it <= limit::BLOB_BYTES)?,
            content: digest("content")?,
            sealed: digest("sealed")?,
            key: Arc::new(Secret::take(&mut bytes(text("key")?)?)),
        })
    }

    /// The media type of what has none that is known.
    pub const UNKNOWN: &str = "application/octet-stream";

    /// What may be shown to others: all but the key.
    #[must_use]
    pub fn to_json(&self) -> Value {
        json!({
            "blob": HEXLOWER.encode(self.blob.as_bytes()),
            "length": self.length,
            "name": self.name,
            "sha256": HEXLOWER.encode(self.content.as_bytes()),
            "type": self.media_type,
            "version": self.version,
        })
    }
}

/// A file's name as it may be shown and written: without control and direction signs, separators, a dot in front, and
/// names that mean a device somewhere; never empty, and no longer than file systems take.
#[must_use]
pub fn file_name(text: &str) -> String {
    let kept = text.chars().filter(|sign| !sign.is_control() && !turns(*sign));
    let plain: String = kept
        .map(|sign| if r#"/\:*?"<>|"#.contains(sign) { '_' } else { sign })
        .collect();
    let plain = plain.trim_start_matches(['.', ' ']).trim_end_matches(['.', ' ']);
    let (stem, end) = match plain.rsplit_once('.') {
        Some((stem, end)) if end.len() <= 16 && end.chars().all(char::is_alphanumeric) => (stem, Some(end)),
        Some(_) | None => (plain, None),
    };
    let room = NAME.saturating_sub(end.map_or(0, |end| end.len().saturating_add(1)));
    let mut stem: String = shortened(stem, room).trim_end_matches(['.', ' ']).to_owned();
    if stem.is_empty() {
        "file".clone_into(&mut stem);
    }
    if is_reserved(stem.split('.').next().unwrap_or_default()) {
        stem.insert(0, '_');
    }
    end.map_or_else(|| stem.clone(), |end| format!("{stem}.{end}"))
}

fn shortened(text: &str, bytes: usize) -> &str {
    text.get(..text.floor_char_boundary(bytes)).unwrap_or_default()
}

/// Signs that turn the direction of what stands beside them or take no room: with one, `gpj.exe` is shown as `exe.jpg`.
const fn turns(sign: char) -> bool {
    matches!(
        sign,
        '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    )
}

/// Names that Windows keeps for devices, whatever follows their first dot.
fn is_reserved(stem: &str) -> bool {
    let numbered = |name: &str| {
        let rest = stem.get(name.len()..).unwrap_or_default();
        stem.get(..name.len())
            .is_some_and(|it| it.eq_ignore_ascii_case(name))
            && matches!(rest.as_bytes(), [b'1'..=b'9'])
    };
    let named = ["aux", "con", "nul", "prn"];
    named.iter().any(|name| stem.eq_ignore_ascii_case(name)) || numbered("com") || numbered("lpt")
}

fn is_media_type(text: &str) -> bool {
    let plain = |sign: u8| sign.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&sign);
    let part = |part: &str| !part.is_empty() && part.bytes().all(plain);
    text.len() <= MEDIA_TYPE
        && text
            .split_once('/')
            .is_some_and(|(one, other)| part(one) && part(other))
}

fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    HEXLOWER.decode(text.as_bytes()).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_what_every_file_system_takes_and_no_eye_mistakes() {
        for (given, name) in [
            ("rapport final.pdf", "rapport final.pdf"),
            ("تقرير.pdf", "تقرير.pdf"),
            ("../../etc/passwd", "_.._etc_passwd"),
            ("..", "file"),
            ("", "file"),
            (".bashrc", "bashrc"),
            ("photo\u{202e}gpj.exe", "photogpj.exe"),
            ("a\u{0}b\nc.txt", "abc.txt"),
            ("CON.txt", "_CON.txt"),
            ("lpt1", "_lpt1"),
            ("lpt10.md", "lpt10.md"),
            ("con.tar.gz", "_con.tar.gz"),
            ("what?.txt", "what_.txt"),
            (" . .pdf", "pdf"),
        ] {
            assert_eq!(file_name(given), name, "{given:?}");
        }
        let long = file_name(&format!("{}.docx", "ش".repeat(300)));
        assert!(long.len() <= NAME && long.ends_with("ش.docx"), "{long}");
        assert_eq!(
            file_name(&file_name("..\u{200f}a:b. .txt")),
            file_name("..\u{200f}a:b. .txt")
        );
    }

    #[test]
    fn a_version_that_no_device_could_open_is_none() {
        let file = ItemFile {
            blob: BlobId::from_bytes([1; 16]),
            version: 2,
            name: "a.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            length: 7,
            content: Digest::of(b"content"),
            sealed: Digest::of(b"sealed"),
            key: Arc::new(Secret::make(|to| *to = [9; 32])),
        };
        let (place, written) = (ItemFile::place(file.blob), file.written());
        assert_eq!(
            ItemFile::read(&place, &Value::from(written.as_str())),
            Some(file.clone())
        );
        assert!(
            !file.to_json().to_string().contains(&"09".repeat(8)),
            "the key is shown"
        );
        let with = |name: &str, value: Value| {
            let mut fields: Map<String, Value> = serde_json::from_str(&written).unwrap();
            fields.insert(name.to_owned(), value);
            ItemFile::read(&place, &Value::from(Value::Object(fields).to_string()))
        };
        for (name, value) in [
            ("length", Value::from(limit::BLOB_BYTES + 1)),
            ("length", Value::from(-1)),
            ("key", Value::from("09")),
            (
                "key",
                Value::from("09".repeat(32).to_uppercase().replace('9', "A")),
            ),
            ("content", Value::Null),
            ("sealed", Value::from("zz".repeat(32))),
            ("version", Value::from(0)),
            ("version", Value::from(u64::MAX)),
        ] {
            assert_eq!(with(name, value), None, "{name}");
        }
        let odd = with("type", Value::from("text/html; charset=x")).unwrap();
        assert_eq!(odd.media_type, ItemFile::UNKNOWN);
        assert_eq!(with("name", Value::from("../x")).unwrap().name, "_x");
        for place in ["files/01", "file/01", "files", "files/zz", ""] {
            assert_eq!(ItemFile::read(place, &Value::from(written.as_str())), None);
        }
    }
}

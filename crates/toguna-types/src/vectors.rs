// SPDX-License-Identifier: MIT OR Apache-2.0
//! Frozen vectors: files of bytes that the formats have for given values, for tests here and for other
//! implementations (`tests/vectors/README.md`).

use std::cell::RefCell;
use std::fmt::Write as _;
use std::path::Path;

use crate::Digest;

/// A value in a file of vectors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// Several, in order.
    List(Vec<Self>),
    /// Named ones, in order.
    Object(Vec<(String, Self)>),
    /// A number.
    Number(u64),
    /// Nothing.
    Null,
    /// A text; bytes are hex.
    Text(String),
}

impl From<u64> for Json {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&[u8]> for Json {
    fn from(bytes: &[u8]) -> Self {
        Self::Text(bytes.iter().fold(String::new(), |mut text, byte| {
            let _never_fails = write!(text, "{byte:02x}");
            text
        }))
    }
}

impl<const N: usize> From<&[u8; N]> for Json {
    fn from(bytes: &[u8; N]) -> Self {
        Self::from(bytes.as_slice())
    }
}

impl<T: Into<Self>> From<Vec<T>> for Json {
    fn from(values: Vec<T>) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<Self>> From<Option<T>> for Json {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl<T: Into<Self>, const N: usize> From<[(&str, T); N]> for Json {
    fn from(fields: [(&str, T); N]) -> Self {
        let named = fields
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.into()));
        Self::Object(named.collect())
    }
}

impl Json {
    /// No fields.
    #[must_use]
    pub const fn none() -> Self {
        Self::Object(Vec::new())
    }

    /// The same object with the fields of another after its own, which replace those of the same name.
    #[must_use]
    pub fn with(self, more: Self) -> Self {
        let (Self::Object(mut fields), Self::Object(more)) = (self, more) else {
            return Self::Null;
        };
        fields.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
        fields.extend(more);
        Self::Object(fields)
    }

    fn write(&self, indent: usize, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Number(number) => out.push_str(&number.to_string()),
            Self::Text(text) => quote(text, out),
            Self::List(values) => {
                let values = values.iter().map(|value| (None, value));
                enclosed('[', values, ']', indent, out);
            }
            Self::Object(fields) => {
                let fields = fields.iter().map(|(name, value)| (Some(name.as_str()), value));
                enclosed('{', fields, '}', indent, out);
            }
        }
    }
}

fn enclosed<'a>(
    open: char,
    values: impl ExactSizeIterator<Item = (Option<&'a str>, &'a Json)>,
    close: char,
    indent: usize,
    out: &mut String,
) {
    out.push(open);
    let inner = indent.saturating_add(1);
    let last = values.len();
    for (count, (name, value)) in (1..).zip(values) {
        out.push('\n');
        out.push_str(&" ".repeat(inner));
        if let Some(name) = name {
            quote(name, out);
            out.push_str(": ");
        }
        value.write(inner, out);
        out.push_str(if count < last { "," } else { "\n" });
    }
    if last > 0 {
        out.push_str(&" ".repeat(indent));
    }
    out.push(close);
}

/// A JSON string; what is no plain ASCII is spelled in numbers, so that nothing hides in a vector.
fn quote(text: &str, out: &mut String) {
    out.push('"');
    for unit in text.encode_utf16() {
        match u8::try_from(unit) {
            Ok(byte @ (b'"' | b'\\')) => out.extend(['\\', char::from(byte)]),
            Ok(byte @ b' '..=b'~') => out.push(char::from(byte)),
            _ => {
                let _never_fails = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out.push('"');
}

/// One format's vectors, as they are made.
#[derive(Debug)]
pub struct Vectors {
    format: &'static str,
    section: &'static str,
    seed: String,
    derived: RefCell<Vec<(String, Json)>>,
    accepted: Vec<Json>,
    refused: Vec<Json>,
}

impl Vectors {
    /// No vectors yet, of the format that a section of docs/protocol.md describes.
    #[must_use]
    pub fn new(format: &'static str, section: &'static str) -> Self {
        Self {
            format,
            section,
            seed: format!("toguna/vectors/{format}/v1"),
            derived: RefCell::default(),
            accepted: Vec::new(),
            refused: Vec::new(),
        }
    }

    /// Bytes that follow from the file's seed and a name: the start of `SHA-256(seed ‖ ": " ‖ name)`, at most 32.
    pub fn bytes<const N: usize>(&self, name: &str) -> [u8; N] {
        let digest = Digest::of(format!("{}: {name}", self.seed).as_bytes());
        let mut bytes = [0; N];
        for (to, from) in bytes.iter_mut().zip(digest.as_bytes()) {
            *to = *from;
        }
        let mut derived = self.derived.borrow_mut();
        if derived.iter().all(|(known, _)| known != name) {
            derived.push((name.to_owned(), Json::from(&bytes)));
        }
        bytes
    }

    /// Adds bytes that are read as `fields`.
    pub fn accept(&mut self, name: &str, what: &str, context: Json, fields: Json, bytes: &[u8]) {
        self.accepted.push(Json::from([
            ("name", Json::from(name)),
            ("what", Json::from(what)),
            ("context", context),
            ("fields", fields),
            ("bytes", Json::from(bytes)),
        ]));
    }

    /// Adds bytes that are refused.
    pub fn refuse(&mut self, name: &str, what: &str, why: &str, context: Json, bytes: &[u8]) {
        self.refused.push(Json::from([
            ("name", Json::from(name)),
            ("what", Json::from(what)),
            ("why", Json::from(why)),
            ("context", context),
            ("bytes", Json::from(bytes)),
        ]));
    }

    /// Adds bytes that are refused, but were not if `accepted_with` stood in the context.
    pub fn refuse_but(
        &mut self,
        name: &str,
        [what, why]: [&str; 2],
        context: Json,
        accepted_with: Json,
        bytes: &[u8],
    ) {
        self.refuse(name, what, why, context, bytes);
        let last = self.refused.pop().unwrap_or(Json::Null);
        self.refused
            .push(last.with(Json::from([("accepted_with", accepted_with)])));
    }

    /// Compares with the frozen file, which is written only if `TOGUNA_WRITE_VECTORS` is set. Whether they agree.
    #[must_use]
    pub fn are_frozen(self) -> bool {
        let file = Json::from([
            ("format", Json::from(self.format)),
            ("document", Json::from(self.section)),
            ("seed", Json::from(self.seed.as_str())),
            ("derived", Json::Object(self.derived.into_inner())),
            ("accepted", Json::List(self.accepted)),
            ("refused", Json::List(self.refused)),
        ]);
        let mut text = String::new();
        file.write(0, &mut text);
        text.push('\n');
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../tests/vectors")
            .join(format!("{}.json", self.format));
        if std::env::var_os("TOGUNA_WRITE_VECTORS").is_some() {
            return std::fs::write(path, text).is_ok();
        }
        std::fs::read_to_string(path).is_ok_and(|frozen| frozen == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_spelled_in_one_way() {
        let mut text = String::new();
        let value = Json::from([
            ("empty", Json::none()),
            ("text", Json::from("a\"\u{e9}\u{1f44d}\n")),
            ("list", Json::from(vec![1, 2])),
        ]);
        value.write(0, &mut text);
        assert_eq!(
            text,
            "{\n \"empty\": {},\n \"text\": \"a\\\"\\u00e9\\ud83d\\udc4d\\u000a\",\n \"list\": [\n  1,\n  2\n ]\n}"
        );
    }

    #[test]
    fn vectors_that_are_not_the_frozen_ones_are_found_out() {
        assert!(!Vectors::new("no-such-format", "").are_frozen());
    }
}

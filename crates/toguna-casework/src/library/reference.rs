// SPDX-License-Identifier: MIT OR Apache-2.0
//! What an item refers to: another item, or a passage of it, from the whole of it or from a passage.
//!
//! Each stands in the item under a key of its own, `references/‹id›`, as one text of JSON.

use data_encoding::HEXLOWER;
use serde_json::{Map, Value};
use toguna_types::{EntryId, ObjectId};

use super::Passage;

/// What stands before the id in the key of a reference.
const KEY: &str = "references";

/// One reference of an item.
#[derive(Clone, PartialEq, Eq)]
pub struct Reference {
    /// Its id.
    pub id: EntryId,
    /// The passage that refers; nothing for the whole item.
    pub from: Option<Passage>,
    /// The item it refers to; that it is in the library is its author's word.
    pub item: ObjectId,
    /// The passage of that item; nothing for the whole.
    pub passage: Option<Passage>,
    /// What is said of it.
    pub note: String,
}

toguna_types::quiet_debug!(Reference);

impl Reference {
    /// Bytes of a note, at most.
    pub const NOTE: u32 = 4_096;

    /// Where a reference stands among the fields of its item.
    pub(super) fn place(id: EntryId) -> String {
        format!("{KEY}/{}", HEXLOWER.encode(id.as_bytes()))
    }

    /// How it is written into the item.
    pub(super) fn written(&self) -> String {
        Value::Object(self.fields()).to_string()
    }

    /// Reads what stands under a key of an item; nothing if it is no reference.
    pub(super) fn read(key: &str, value: &Value) -> Option<Self> {
        let id = HEXLOWER.decode(key.strip_prefix(KEY)?.strip_prefix('/')?.as_bytes());
        let fields: Value = serde_json::from_str(value.as_str()?).ok()?;
        let (item, passage) = target(&fields)?;
        let note = fields.get("note").and_then(Value::as_str).unwrap_or_default();
        Some(Self {
            id: EntryId::from_slice(&id.ok()?)?,
            from: fields.get("from").and_then(Passage::of_json),
            item,
            passage,
            note: note.to_owned(),
        })
    }

    /// As programs read it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut fields = self.fields();
        fields.insert("id".to_owned(), HEXLOWER.encode(self.id.as_bytes()).into());
        Value::Object(fields)
    }

    fn fields(&self) -> Map<String, Value> {
        let mut fields = written_target(self.item, self.passage.as_ref());
        if let Some(from) = &self.from {
            fields.insert("from".to_owned(), from.to_json());
        }
        if !self.note.is_empty() {
            fields.insert("note".to_owned(), self.note.as_str().into());
        }
        fields
    }
}

/// An item, or a passage of it, as it is kept where something refers to it.
pub(super) fn written_target(item: ObjectId, passage: Option<&Passage>) -> Map<String, Value> {
    let mut fields = Map::new();
    fields.insert("item".to_owned(), HEXLOWER.encode(item.as_bytes()).into());
    if let Some(passage) = passage {
        fields.insert("passage".to_owned(), passage.to_json());
    }
    fields
}

/// Reads what [`written_target`] gave. What refers to a passage that cannot be read refers to the item.
pub(super) fn target(fields: &Value) -> Option<(ObjectId, Option<Passage>)> {
    let item = HEXLOWER.decode(fields.get("item")?.as_str()?.as_bytes()).ok()?;
    let passage = fields.get("passage").and_then(Passage::of_json);
    Some((ObjectId::from_slice(&item)?, passage))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_reference_is_read_as_it_was_written_and_what_is_none_is_none() {
        let passage = |exact: &str| Passage {
            content: None,
            page: None,
            exact: exact.to_owned(),
            prefix: String::new(),
            suffix: "…".to_owned(),
        };
        let whole = Reference {
            id: EntryId::from_bytes([7; 16]),
            from: None,
            item: ObjectId::from_bytes([1; 16]),
            passage: None,
            note: String::new(),
        };
        let exact = Reference {
            from: Some(passage("l'article 6")),
            passage: Some(passage("لكل فرد حق في الحياة")),
            note: "cf.".to_owned(),
            ..whole.clone()
        };
        let place = Reference::place(whole.id);
        for reference in [whole, exact] {
            let written = Value::from(reference.written());
            assert_eq!(Reference::read(&place, &written), Some(reference));
        }
        let item = json!({"item": "01".repeat(16)}).to_string();
        for (place, value) in [
            ("references/07", item.as_str()),
            ("references", &item),
            ("reference/07070707070707070707070707070707", &item),
            (&place, "{}"),
            (&place, "{\"item\":\"01\"}"),
            (&place, "7"),
        ] {
            assert_eq!(
                Reference::read(place, &Value::from(value)),
                None,
                "{place} {value}"
            );
        }
        assert_eq!(Reference::read(&place, &json!(7)), None);
    }
}

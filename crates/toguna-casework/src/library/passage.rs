// SPDX-License-Identifier: MIT OR Apache-2.0
//! A passage of an item, by its words: what is quoted and what stands around it.
//!
//! A quote that is only a page and a line is lost with the next version of a document; one that is known by its words
//! (the text quote selector of the W3C's Web Annotation Data Model) is found again.

use data_encoding::HEXLOWER;
use serde_json::{Map, Value};
use toguna_types::Digest;

/// A passage, as whoever refers to it says it stands there.
#[derive(Clone, PartialEq, Eq)]
pub struct Passage {
    /// SHA-256 of the file that says it; nothing if it stands in the item's own text.
    pub content: Option<Digest>,
    /// The page in that file, from 1 on, if it has pages.
    pub page: Option<u32>,
    /// Its words.
    pub exact: String,
    /// What stands before it.
    pub prefix: String,
    /// What stands after it.
    pub suffix: String,
}

toguna_types::quiet_debug!(Passage);

impl Passage {
    /// Bytes of a passage's words, at most.
    pub const LIMIT: u32 = 4_096;
    /// Signs that are kept of what stands before it and after it, each.
    pub const AROUND: usize = 40;

    /// As programs read it, and as it is kept.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut fields = Map::new();
        let content = self.content.map(|it| HEXLOWER.encode(it.as_bytes()).into());
        let around = |text: &str| (!text.is_empty()).then(|| Value::from(text));
        for (name, value) in [
            ("sha256", content),
            ("page", self.page.map(Value::from)),
            ("exact", Some(self.exact.as_str().into())),
            ("prefix", around(&self.prefix)),
            ("suffix", around(&self.suffix)),
        ] {
            if let Some(value) = value {
                fields.insert(name.to_owned(), value);
            }
        }
        Value::Object(fields)
    }

    /// Reads what [`Self::to_json`] gave; nothing if it is no passage.
    #[must_use]
    pub fn of_json(value: &Value) -> Option<Self> {
        let text = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default();
        let page = value.get("page").and_then(Value::as_u64);
        let content = match value.get("sha256") {
            Some(hex) => Some(digest(hex.as_str()?)?),
            None => None,
        };
        let exact = text("exact");
        let fits = |text: &str| text.len() <= usize::try_from(Self::LIMIT).unwrap_or_default();
        let all_fit = [exact, text("prefix"), text("suffix")].into_iter().all(fits);
        (all_fit && !exact.is_empty()).then(|| Self {
            content,
            page: page.and_then(|page| u32::try_from(page).ok()),
            exact: exact.to_owned(),
            prefix: text("prefix").to_owned(),
            suffix: text("suffix").to_owned(),
        })
    }
}

fn digest(hex: &str) -> Option<Digest> {
    let bytes = HEXLOWER.decode(hex.as_bytes()).ok()?;
    bytes.try_into().ok().map(Digest::from_bytes)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_passage_is_read_as_it_was_written_and_what_is_none_is_none() {
        let passage = Passage {
            content: Some(Digest::of(b"file")),
            page: Some(2),
            exact: "في القيروان".to_owned(),
            prefix: "منظمة ASF ".to_owned(),
            suffix: String::new(),
        };
        assert_eq!(Passage::of_json(&passage.to_json()), Some(passage.clone()));
        let own = Passage {
            content: None,
            page: None,
            ..passage
        };
        assert_eq!(Passage::of_json(&own.to_json()), Some(own));
        for wrong in [
            json!({"exact": ""}),
            json!({"page": 1}),
            json!({"exact": 7}),
            json!({"exact": "a", "sha256": "0g"}),
            json!({"exact": "a", "sha256": null}),
            json!({"exact": "a".repeat(4_097)}),
            json!({"exact": "a", "suffix": "a".repeat(4_097)}),
            json!("exact"),
        ] {
            assert_eq!(Passage::of_json(&wrong), None, "{wrong}");
        }
        assert_eq!(
            Passage::of_json(&json!({"exact": "a", "page": -1})).unwrap().page,
            None
        );
    }
}

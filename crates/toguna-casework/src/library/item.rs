// SPDX-License-Identifier: MIT OR Apache-2.0
//! One item of a library: a law, a judgment, a report, with what is known of it.
//!
//! Its fields stand side by side in one map, each value of a list under a key of its own, so that two people who add
//! tags offline both find theirs.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};
use yrs::{Any, GetString as _, Map as _, MapRef, Out, ReadTxn, Text as _, TextPrelim, TransactionMut};

use super::PartialDate;
use crate::object::{Document, ObjectFault, Schema};

/// The schema of a library's items.
pub const ITEM: Schema = Schema {
    name: "library-item",
    version: 1,
};

/// How a field holds what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One value; the last in the log holds.
    One,
    /// A date, as far as it is known.
    Date,
    /// Values without an order; adding and taking away never undo each other's work.
    Many,
    /// A long text that several write at once.
    Text,
}

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident = $key:literal, $kind:ident, $limit:literal;)*) => {
        /// What is known of an item (after Dublin Core, with what lawyers need).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Field {
            $($(#[$doc])* $name,)*
        }

        impl Field {
            /// Every field, by its key.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The field's name, everywhere.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $(Self::$name => $key,)* }
            }

            /// How it holds what it holds.
            #[must_use]
            pub const fn kind(self) -> Kind {
                match self { $(Self::$name => Kind::$kind,)* }
            }

            /// Bytes of one value, at most.
            #[must_use]
            pub const fn limit(self) -> u32 {
                match self { $(Self::$name => $limit,)* }
            }
        }
    };
}

fields! {
    /// What it is about, in Arabic.
    AbstractAr = "abstract-ar", Text, 16_384;
    /// What it is about, in German.
    AbstractDe = "abstract-de", Text, 16_384;
    /// What it is about, in English.
    AbstractEn = "abstract-en", Text, 16_384;
    /// What it is about, in French.
    AbstractFr = "abstract-fr", Text, 16_384;
    /// What it is about, in Portuguese.
    AbstractPt = "abstract-pt", Text, 16_384;
    /// How it is cited: ECLI, neutral citation, DOI.
    Citation = "citation", One, 1_024;
    /// The item of another space that it is a copy of, who had added that, and where.
    CopiedFrom = "copied-from", One, 512;
    /// Countries, as ISO 3166-1 alpha-2.
    Countries = "countries", Many, 64;
    /// Court or jurisdiction.
    Court = "court", One, 1_024;
    /// Who wrote it.
    Creators = "creators", Many, 1_024;
    /// When it was made.
    Date = "date", Date, 64;
    /// Instruments and articles it is about: `ICCPR 19`.
    Instruments = "instruments", Many, 256;
    /// The key it is known by elsewhere: what an import finds it again by.
    Key = "key", One, 256;
    /// Languages, as ISO 639.
    Languages = "languages", Many, 64;
    /// Licence.
    Licence = "licence", One, 1_024;
    /// Organisation that published it.
    Organisation = "organisation", One, 1_024;
    /// Rights it is about.
    Rights = "rights", Many, 256;
    /// Where it comes from.
    Source = "source", One, 4_096;
    /// Words members put on it.
    Tags = "tags", Many, 256;
    /// Index terms.
    Terms = "terms", Many, 256;
    /// Its whole text.
    Text = "text", Text, 131_072;
    /// Title.
    Title = "title", One, 1_024;
    /// What it is: law, judgment, report…
    Type = "type", One, 64;
    /// Its address.
    Url = "url", One, 4_096;
}

impl Field {
    /// The field with this name.
    #[must_use]
    pub fn named(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.key() == key)
    }

    /// Checks a value and gives it as it is kept.
    ///
    /// # Errors
    /// [`FieldFault`].
    pub fn checked(self, value: &str) -> Result<String, FieldFault> {
        let limit = self.limit();
        let value = match self.kind() {
            Kind::Text => value.to_owned(),
            Kind::Date if value.trim().is_empty() => String::new(),
            Kind::Date => PartialDate::parse(value)
                .ok_or(FieldFault::NoDate(self))?
                .to_string(),
            Kind::One | Kind::Many => value.split_whitespace().collect::<Vec<_>>().join(" "),
        };
        if u32::try_from(value.len()).map_or(true, |len| len > limit) {
            return Err(FieldFault::TooLong(self, limit));
        }
        Ok(value)
    }
}

/// Why a value is none of a field's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FieldFault {
    /// It is no date.
    #[error("the value is no date")]
    NoDate(Field),
    /// It is too long.
    #[error("the value is longer than {1} bytes")]
    TooLong(Field, u32),
}

/// What somebody changes of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Sets the one value or the text; nothing takes it away.
    Set(Field, String),
    /// Adds a value to many.
    Add(Field, String),
    /// Takes one of many away.
    Remove(Field, String),
}

/// An item as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// Fields of one value and texts.
    pub one: BTreeMap<Field, String>,
    /// Fields of many.
    pub many: BTreeMap<Field, BTreeSet<String>>,
}

impl Item {
    /// Makes the changes, and gives the update to be signed; nothing if all is as it was. Values must have been
    /// [`Field::checked`].
    ///
    /// # Errors
    /// [`ObjectFault`].
    pub fn change(document: &mut Document, changes: &[Change]) -> Result<Option<Vec<u8>>, ObjectFault> {
        document.edit(|root, txn| {
            for change in changes {
                make(root, txn, change);
            }
        })
    }

    /// What the fields of an object say; what is not of a kind that is known here is passed over.
    #[must_use]
    pub fn of(fields: &Value) -> Self {
        let mut item = Self::default();
        for (key, value) in fields.as_object().into_iter().flatten() {
            if let Some(field) = Field::named(key)
                && let Some(text) = value.as_str().filter(|text| !text.is_empty())
            {
                item.one.insert(field, text.to_owned());
            } else if let Some((key, value)) = key.split_once('/')
                && let Some(field) = Field::named(key).filter(|field| field.kind() == Kind::Many)
            {
                item.many.entry(field).or_default().insert(value.to_owned());
            }
        }
        item
    }

    /// The value of a field of one.
    #[must_use]
    pub fn get(&self, field: Field) -> Option<&str> {
        self.one.get(&field).map(String::as_str)
    }

    /// The fields that say something, by their names: lists in order, the same for the same item everywhere.
    #[must_use]
    pub fn to_json(&self) -> Map<String, Value> {
        let one = self
            .one
            .iter()
            .map(|(field, text)| (*field, Value::from(text.as_str())));
        let many = self.many.iter().map(|(field, values)| {
            (
                *field,
                values.iter().map(|text| Value::from(text.as_str())).collect(),
            )
        });
        one.chain(many)
            .map(|(field, value)| (field.key().to_owned(), value))
            .collect()
    }

    /// All it can be found by, part by part: its text, what it is about, what else is known of it, its title.
    #[must_use]
    pub fn parts(&self) -> Vec<&str> {
        let rank = |field: Field| match field.kind() {
            Kind::Text if field == Field::Text => 0,
            Kind::Text => 1,
            Kind::One if field == Field::Title => 3,
            Kind::One | Kind::Date | Kind::Many => 2,
        };
        let mut parts: Vec<(u8, &str)> = self
            .one
            .iter()
            .filter(|(field, _)| **field != Field::Key)
            .map(|(field, text)| (rank(*field), text.as_str()))
            .collect();
        let many = self.many.iter();
        parts
            .extend(many.flat_map(|(field, values)| values.iter().map(|text| (rank(*field), text.as_str()))));
        parts.sort_by_key(|(rank, _)| *rank);
        parts.into_iter().map(|(_, text)| text).collect()
    }
}

fn make(root: &MapRef, txn: &mut TransactionMut<'_>, change: &Change) {
    match change {
        Change::Set(field, value) if field.kind() == Kind::Text => set_text(root, txn, *field, value),
        Change::Set(field, value) => {
            let there = one(root, txn, field.key());
            if value.is_empty() {
                if there.is_some() {
                    root.remove(txn, field.key());
                }
            } else if there.as_deref() != Some(value) {
                root.insert(txn, field.key(), value.as_str());
            }
        }
        Change::Add(field, value) => {
            let key = format!("{}/{value}", field.key());
            if !value.is_empty() && !root.contains_key(txn, &key) {
                root.insert(txn, key, true);
            }
        }
        Change::Remove(field, value) => {
            let key = format!("{}/{value}", field.key());
            if root.contains_key(txn, &key) {
                root.remove(txn, &key);
            }
        }
    }
}

fn one<T: ReadTxn>(root: &MapRef, txn: &T, key: &str) -> Option<String> {
    match root.get(txn, key) {
        Some(Out::Any(Any::String(text))) => Some(text.to_string()),
        _ => None,
    }
}

/// Changes of a text only what differs, so that others' work beside it stays.
fn set_text(root: &MapRef, txn: &mut TransactionMut<'_>, field: Field, value: &str) {
    let text = match root.get(txn, field.key()) {
        Some(Out::YText(text)) => text,
        _ if value.is_empty() => return,
        _ => {
            root.insert(txn, field.key(), TextPrelim::new(value));
            return;
        }
    };
    let before = text.get_string(txn);
    if before == value {
        return;
    }
    let same = |pair: &(char, char)| pair.0 == pair.1;
    let units = |chars: usize, of: &str| {
        let units = of.chars().take(chars).map(char::len_utf16).sum::<usize>();
        u32::try_from(units).unwrap_or(u32::MAX)
    };
    let head = before.chars().zip(value.chars()).take_while(same).count();
    let tail = before
        .chars()
        .rev()
        .zip(value.chars().rev())
        .take_while(same)
        .count();
    let (old, new) = (before.chars().count(), value.chars().count());
    let tail = tail.min(old.saturating_sub(head)).min(new.saturating_sub(head));
    let at = units(head, &before);
    let gone = units(old.saturating_sub(tail), &before).saturating_sub(at);
    let come: String = value.chars().take(new.saturating_sub(tail)).skip(head).collect();
    if gone > 0 {
        text.remove_range(txn, at, gone);
    }
    if !come.is_empty() {
        text.insert(txn, at, &come);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::object::ClientId;

    fn document(client: u64) -> Document {
        Document::new(ClientId::new(client))
    }

    fn item(document: &Document) -> Item {
        Item::of(&document.to_json())
    }

    #[test]
    fn tags_that_two_add_offline_are_both_there_and_a_text_keeps_both_corrections() {
        let (mut amal, mut badou) = (document(1), document(2));
        let set = |field, value: &str| Change::Set(field, value.to_owned());
        let add = |field, value: &str| Change::Add(field, value.to_owned());
        let made = Item::change(
            &mut amal,
            &[
                set(Field::Title, "Déclaration"),
                set(Field::Text, "Tous les hommes naissent libres 𝄞 égaux"),
            ],
        );
        badou.apply(ClientId::new(1), &made.unwrap().unwrap()).unwrap();
        let a = Item::change(
            &mut amal,
            &[
                add(Field::Tags, "liberté"),
                set(Field::Text, "Tous les êtres humains naissent libres 𝄞 égaux"),
            ],
        );
        let b = Item::change(
            &mut badou,
            &[
                add(Field::Tags, "الحرية"),
                set(Field::Text, "Tous les hommes naissent libres 𝄞 et égaux"),
            ],
        );
        badou.apply(ClientId::new(1), &a.unwrap().unwrap()).unwrap();
        amal.apply(ClientId::new(2), &b.unwrap().unwrap()).unwrap();
        assert_eq!(item(&amal), item(&badou));
        assert_eq!(
            item(&amal).get(Field::Text),
            Some("Tous les êtres humains naissent libres 𝄞 et égaux")
        );
        assert_eq!(item(&amal).many[&Field::Tags].len(), 2);
        let gone = [
            Change::Remove(Field::Tags, "liberté".to_owned()),
            set(Field::Title, ""),
        ];
        Item::change(&mut amal, &gone).unwrap().unwrap();
        assert_eq!(item(&amal).to_json()["tags"], serde_json::json!(["الحرية"]));
        assert_eq!(item(&amal).get(Field::Title), None);
        assert_eq!(Item::change(&mut amal, &gone).unwrap(), None, "nothing changed");
    }

    #[test]
    fn a_value_is_checked_by_its_field() {
        assert_eq!(Field::Title.checked("  La \n loi ").unwrap(), "La loi");
        assert_eq!(Field::Date.checked("٢٠١٩").unwrap(), "2019");
        assert_eq!(Field::Date.checked("hier"), Err(FieldFault::NoDate(Field::Date)));
        assert_eq!(Field::Date.checked(" "), Ok(String::new()));
        assert_eq!(
            Field::Tags.checked(&"x".repeat(257)),
            Err(FieldFault::TooLong(Field::Tags, 257 - 1))
        );
        assert_eq!(Field::Text.checked(" a\nb ").unwrap(), " a\nb ");
        for field in Field::ALL {
            assert_eq!(Field::named(field.key()), Some(*field));
        }
        assert!(Field::ALL.windows(2).all(|pair| pair[0].key() < pair[1].key()));
    }

    #[test]
    fn an_item_with_fields_of_other_kinds_is_read_as_far_as_it_can_be() {
        let odd = serde_json::json!({"title": 7, "tags": "x", "date": ["2019"], "tags/ok": true, "other/x": true, "url": "u"});
        let item = Item::of(&odd);
        assert_eq!(
            item.to_json(),
            *serde_json::json!({"tags": ["ok"], "url": "u"})
                .as_object()
                .unwrap()
        );
    }
}

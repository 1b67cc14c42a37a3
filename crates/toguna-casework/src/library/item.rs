// SPDX-License-Identifier: MIT OR Apache-2.0
//! One item of a library: a law, a judgment, a report, with what is known of it.
//!
//! Its fields stand side by side in one map, each value of a list under a key of its own, so that two people who add
//! tags offline both find theirs.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};
use toguna_types::{BlobId, EntryId};
use yrs::{Any, GetString as _, Map as _, MapRef, Out, ReadTxn, Text as _, TextPrelim, TransactionMut};

use super::{Field, ItemFile, Kind, Reference};
use crate::object::{Document, ObjectFault, Schema};

/// The schema of a library's items.
pub const ITEM: Schema = Schema {
    name: "library-item",
    version: 1,
};

/// What somebody changes of an item.
#[derive(Clone, PartialEq, Eq)]
pub enum Change {
    /// Sets the one value or the text; nothing takes it away.
    Set(Field, String),
    /// Adds a value to many.
    Add(Field, String),
    /// Takes one of many away.
    Remove(Field, String),
    /// Adds a file as the newest version of the item.
    AddFile(Box<ItemFile>),
    /// Refers to another item.
    AddReference(Box<Reference>),
    /// Takes a reference away.
    RemoveReference(EntryId),
    /// Takes a version away; its file at the relay stays until somebody deletes it there.
    RemoveFile(BlobId),
}

toguna_types::quiet_debug!(Change);

/// An item as it is.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Item {
    /// Fields of one value and texts.
    pub one: BTreeMap<Field, String>,
    /// Fields of many.
    pub many: BTreeMap<Field, BTreeSet<String>>,
    /// Its versions as files, the newest last.
    pub files: Vec<ItemFile>,
    /// What it refers to, by the id of the reference.
    pub references: Vec<Reference>,
}

toguna_types::quiet_debug!(Item);

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
            } else if let Some(file) = ItemFile::read(key, value) {
                item.files.push(file);
            } else if let Some(reference) = Reference::read(key, value) {
                item.references.push(reference); // keys are in order
            }
        }
        item.files.sort_by_key(|file| (file.version, file.blob));
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
        let mut said: Map<String, Value> = one
            .chain(many)
            .map(|(field, value)| (field.key().to_owned(), value))
            .collect();
        if !self.files.is_empty() {
            let files = self.files.iter().map(ItemFile::to_json).collect();
            said.insert("files".to_owned(), files);
        }
        if !self.references.is_empty() {
            let references = self.references.iter().map(Reference::to_json).collect();
            said.insert("references".to_owned(), references);
        }
        said
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
        parts.extend(self.references.iter().map(|it| (2, it.note.as_str())));
        parts.extend(self.files.iter().map(|file| (2, file.name.as_str())));
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
        Change::AddFile(file) => {
            let newest = newest(root, txn);
            let file = ItemFile {
                version: newest.saturating_add(1),
                ..(**file).clone()
            };
            let place = ItemFile::place(file.blob);
            if !root.contains_key(txn, &place) {
                root.insert(txn, place, file.written());
            }
        }
        Change::AddReference(reference) => {
            let place = Reference::place(reference.id);
            if !root.contains_key(txn, &place) {
                root.insert(txn, place, reference.written());
            }
        }
        Change::RemoveReference(id) => {
            let place = Reference::place(*id);
            if root.contains_key(txn, &place) {
                root.remove(txn, &place);
            }
        }
        Change::RemoveFile(blob) => {
            let place = ItemFile::place(*blob);
            if root.contains_key(txn, &place) {
                root.remove(txn, &place);
            }
        }
    }
}

/// The highest version among an item's files.
fn newest<T: ReadTxn>(root: &MapRef, txn: &T) -> u32 {
    let files = root.iter(txn).filter_map(|(key, value)| {
        let Out::Any(Any::String(text)) = value else {
            return None;
        };
        ItemFile::read(key, &Value::from(text.as_ref()))
    });
    files.map(|file| file.version).max().unwrap_or(0)
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
    use std::sync::Arc;

    use toguna_types::{Digest, Secret};

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
    fn versions_are_counted_and_two_that_are_added_at_once_are_both_there() {
        let (mut amal, mut badou) = (document(1), document(2));
        let file = |blob, name: &str| ItemFile {
            blob: BlobId::from_bytes([blob; 16]),
            version: 0,
            name: name.to_owned(),
            media_type: ItemFile::UNKNOWN.to_owned(),
            length: 1,
            content: Digest::of(name.as_bytes()),
            sealed: Digest::ZERO,
            key: Arc::new(Secret::make(|to| *to = [blob; 32])),
        };
        let add = |blob, name: &str| [Change::AddFile(Box::new(file(blob, name)))];
        let first = Item::change(&mut amal, &add(9, "draft.odt")).unwrap().unwrap();
        badou.apply(ClientId::new(1), &first).unwrap();
        let a = Item::change(&mut amal, &add(8, "final.odt")).unwrap().unwrap();
        let b = Item::change(&mut badou, &add(7, "النهائي.odt")).unwrap().unwrap();
        amal.apply(ClientId::new(2), &b).unwrap();
        badou.apply(ClientId::new(1), &a).unwrap();
        assert_eq!(item(&amal), item(&badou));
        let versions = |document: &Document| -> Vec<(u32, String)> {
            let files = item(document).files.into_iter();
            files.map(|file| (file.version, file.name)).collect()
        };
        let expected = [(1, "draft.odt"), (2, "النهائي.odt"), (2, "final.odt")];
        assert_eq!(versions(&amal), expected.map(|(n, name)| (n, name.to_owned())));
        assert!(item(&amal).parts().contains(&"final.odt"), "found by its name");
        let gone = [Change::RemoveFile(BlobId::from_bytes([8; 16]))];
        Item::change(&mut amal, &gone).unwrap().unwrap();
        assert_eq!(Item::change(&mut amal, &gone).unwrap(), None);
        Item::change(&mut amal, &add(5, "last.odt")).unwrap().unwrap();
        assert_eq!(versions(&amal).last().unwrap().0, 3);
        assert_eq!(
            Item::change(&mut amal, &add(5, "last.odt")).unwrap(),
            None,
            "added once"
        );
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

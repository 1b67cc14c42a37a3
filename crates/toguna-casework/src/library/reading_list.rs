// SPDX-License-Identifier: MIT OR Apache-2.0
//! A reading list: items of the library, or passages of them, in an order, with a word on each.
//!
//! What an entry refers to never changes and stands under `entries/‹id›`; its place and the note on it stand beside it, so
//! that one may move an entry while another writes on it.

use data_encoding::HEXLOWER;
use serde_json::{Map, Value, json};
use toguna_types::{EntryId, ObjectId};
use yrs::{Any, Map as _, MapRef, Out, ReadTxn, TransactionMut};

use super::Passage;
use super::reference::{target, written_target};
use crate::object::{Document, ObjectFault, Schema};

/// The schema of reading lists.
pub const READING_LIST: Schema = Schema {
    name: "reading-list",
    version: 1,
};

/// What somebody changes of a reading list.
#[derive(Clone, PartialEq, Eq)]
pub enum ListChange {
    /// Calls it so; without a title and entries it is none.
    Title(String),
    /// Puts an entry at the end.
    Add(Box<ListEntry>),
    /// Says something else of an entry, or nothing.
    Note(EntryId, String),
    /// Puts an entry behind another, or first.
    Move(EntryId, Option<EntryId>),
    /// Takes an entry off the list.
    Remove(EntryId),
}

/// One entry.
#[derive(Clone, PartialEq, Eq)]
pub struct ListEntry {
    /// Its id.
    pub id: EntryId,
    /// The item it refers to; that it is in the library is its author's word.
    pub item: ObjectId,
    /// The passage of it, if it is not the whole.
    pub passage: Option<Passage>,
    /// What is said of it.
    pub note: String,
}

/// A list as it is.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ReadingList {
    /// What it is called.
    pub title: String,
    /// Its entries, in order.
    pub entries: Vec<ListEntry>,
}

toguna_types::quiet_debug!(ListChange, ListEntry, ReadingList);

const ENTRIES: &str = "entries";
const NOTES: &str = "notes";
const PLACES: &str = "places";
const TITLE: &str = "title";

impl ReadingList {
    /// Bytes of a title or a note, at most.
    pub const LIMIT: u32 = 4_096;

    /// Makes the changes, and gives the update to be signed; nothing if all is as it was.
    ///
    /// # Errors
    /// [`ObjectFault`].
    pub fn change(document: &mut Document, changes: &[ListChange]) -> Result<Option<Vec<u8>>, ObjectFault> {
        document.edit(|root, txn| {
            for change in changes {
                make(root, txn, change);
            }
        })
    }

    /// What the fields of an object say; what is no entry is passed over. Two that were put at one place stand in the order
    /// of their ids.
    #[must_use]
    pub fn of(fields: &Value) -> Self {
        let text = |key: &str| fields.get(key).and_then(Value::as_str).unwrap_or_default();
        let mut entries: Vec<(i64, ListEntry)> = Vec::new();
        for (key, value) in fields.as_object().into_iter().flatten() {
            if let Some((id, (item, passage))) = entry_id(key).zip(read(value)) {
                let place = fields.get(under(PLACES, id)).and_then(Value::as_i64);
                let note = text(&under(NOTES, id)).to_owned();
                entries.push((
                    place.unwrap_or(0),
                    ListEntry {
                        id,
                        item,
                        passage,
                        note,
                    },
                ));
            }
        }
        entries.sort_by_key(|(place, entry)| (*place, entry.id));
        Self {
            title: text(TITLE).to_owned(),
            entries: entries.into_iter().map(|(_, entry)| entry).collect(),
        }
    }

    /// Whether nothing is left of it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.title.is_empty() && self.entries.is_empty()
    }

    /// As programs read it, keys in order: the same for the same list everywhere.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let entries: Vec<Value> = self.entries.iter().map(ListEntry::to_json).collect();
        json!({"title": self.title, "entries": entries})
    }
}

impl ListEntry {
    /// As programs read it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut fields = written(self);
        fields.insert("entry".to_owned(), HEXLOWER.encode(self.id.as_bytes()).into());
        if !self.note.is_empty() {
            fields.insert("note".to_owned(), self.note.as_str().into());
        }
        Value::Object(fields)
    }
}

fn make(root: &MapRef, txn: &mut TransactionMut<'_>, change: &ListChange) {
    match change {
        ListChange::Title(title) => put(root, txn, TITLE, title),
        ListChange::Add(entry) => {
            let key = under(ENTRIES, entry.id);
            if !root.contains_key(txn, &key) {
                let last = order(root, txn).last().map_or(0, |(place, _)| *place);
                root.insert(txn, key, Value::Object(written(entry)).to_string());
                root.insert(txn, under(PLACES, entry.id), last.saturating_add(GAP));
                put(root, txn, &under(NOTES, entry.id), &entry.note);
            }
        }
        ListChange::Note(id, note) if root.contains_key(txn, &under(ENTRIES, *id)) => {
            put(root, txn, &under(NOTES, *id), note);
        }
        ListChange::Move(id, after) if root.contains_key(txn, &under(ENTRIES, *id)) => {
            put_behind(root, txn, *id, *after);
        }
        ListChange::Note(..) | ListChange::Move(..) => {}
        ListChange::Remove(id) => {
            for of in [ENTRIES, PLACES, NOTES] {
                let key = under(of, *id);
                if root.contains_key(txn, &key) {
                    root.remove(txn, &key);
                }
            }
        }
    }
}

/// Sets a text, or takes it away if it is empty, unless it is so.
fn put(root: &MapRef, txn: &mut TransactionMut<'_>, key: &str, text: &str) {
    let is_so = match root.get(txn, key) {
        Some(Out::Any(Any::String(there))) => there.as_ref() == text,
        Some(_) => false,
        None => text.is_empty(),
    };
    if is_so {
        return;
    }
    if text.is_empty() {
        root.remove(txn, key);
    } else {
        root.insert(txn, key, text);
    }
}

/// Puts an entry between two others; where there is no room between them, all get new places.
fn put_behind(root: &MapRef, txn: &mut TransactionMut<'_>, id: EntryId, after: Option<EntryId>) {
    let before = order(root, txn);
    let mut order: Vec<(i64, EntryId)> = before.iter().copied().filter(|(_, one)| *one != id).collect();
    let at = match after {
        None => 0,
        Some(after) => match order.iter().position(|(_, one)| *one == after) {
            Some(at) => at.saturating_add(1),
            None => return,
        },
    };
    if before.get(at).is_some_and(|(_, one)| *one == id) {
        return; // it is there
    }
    let left = at
        .checked_sub(1)
        .and_then(|at| order.get(at))
        .map(|(place, _)| *place);
    let right = order.get(at).map(|(place, _)| *place);
    let between = match (left, right) {
        (None, None) => Some(GAP),
        (None, Some(right)) => right.checked_sub(GAP),
        (Some(left), None) => left.checked_add(GAP),
        (Some(left), Some(right)) => right
            .checked_sub(left)
            .filter(|room| *room > 1)
            .map(|room| left.saturating_add(room.wrapping_div(2))),
    };
    if let Some(place) = between {
        root.insert(txn, under(PLACES, id), place);
        return;
    }
    order.insert(at, (0, id));
    let mut place = 0i64;
    for (_, id) in order {
        place = place.saturating_add(GAP);
        root.insert(txn, under(PLACES, id), place);
    }
}

/// The entries by their places.
fn order<T: ReadTxn>(root: &MapRef, txn: &T) -> Vec<(i64, EntryId)> {
    let ids = root.keys(txn).filter_map(entry_id);
    let mut order: Vec<(i64, EntryId)> = ids
        .map(|id| match root.get(txn, &under(PLACES, id)) {
            Some(Out::Any(Any::Number(yrs::any::Number::Int(place)))) => (place, id),
            _ => (0, id),
        })
        .collect();
    order.sort_unstable();
    order
}

fn under(of: &str, id: EntryId) -> String {
    format!("{of}/{}", HEXLOWER.encode(id.as_bytes()))
}

fn entry_id(key: &str) -> Option<EntryId> {
    let hex = key.strip_prefix(ENTRIES)?.strip_prefix('/')?;
    EntryId::from_slice(&HEXLOWER.decode(hex.as_bytes()).ok()?)
}

/// What an entry refers to, as it is kept.
fn written(entry: &ListEntry) -> Map<String, Value> {
    written_target(entry.item, entry.passage.as_ref())
}

/// Reads what [`written`] gave.
fn read(value: &Value) -> Option<(ObjectId, Option<Passage>)> {
    target(&serde_json::from_str(value.as_str()?).ok()?)
}

/// How far apart entries are put.
const GAP: i64 = 1 << 16;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::object::ClientId;

    fn entry(id: u8) -> ListEntry {
        ListEntry {
            id: EntryId::from_bytes([id; 16]),
            item: ObjectId::from_bytes([id; 16]),
            passage: None,
            note: String::new(),
        }
    }

    fn document(client: u64) -> Document {
        Document::new(ClientId::new(client))
    }

    fn id(id: u8) -> EntryId {
        entry(id).id
    }

    fn list(document: &Document) -> ReadingList {
        ReadingList::of(&document.to_json())
    }

    fn order_of(document: &Document) -> Vec<u8> {
        list(document)
            .entries
            .iter()
            .map(|entry| entry.id.as_bytes()[0])
            .collect()
    }

    fn with(entries: &[u8]) -> (Document, Vec<u8>) {
        let mut document = document(1);
        let add = |id: &u8| ListChange::Add(Box::new(entry(*id)));
        let title = ListChange::Title("À lire".to_owned());
        let changes: Vec<_> = [title].into_iter().chain(entries.iter().map(add)).collect();
        let update = ReadingList::change(&mut document, &changes).unwrap().unwrap();
        (document, update)
    }

    #[test]
    fn entries_stand_where_they_were_put_and_can_be_moved_for_ever() {
        let (mut document, _) = with(&[9, 3, 5]);
        assert_eq!(order_of(&document), [9, 3, 5]);
        for (what, after, then) in [
            (5, None, [5, 9, 3]),
            (9, Some(3), [5, 3, 9]),
            (5, Some(3), [3, 5, 9]),
        ] {
            let change = [ListChange::Move(id(what), after.map(id))];
            ReadingList::change(&mut document, &change).unwrap().unwrap();
            assert_eq!(order_of(&document), then);
            assert_eq!(ReadingList::change(&mut document, &change).unwrap(), None);
        }
        // There is room for sixteen halvings between two places, and for more all the same.
        for _ in 0..40 {
            let first = order_of(&document)[0];
            let last = order_of(&document)[2];
            let change = [ListChange::Move(id(last), Some(id(first)))];
            ReadingList::change(&mut document, &change).unwrap().unwrap();
            assert_eq!(order_of(&document)[1], last);
        }
    }

    #[test]
    fn one_moves_what_another_writes_on_and_a_third_adds_to() {
        let (mut amal, first) = with(&[1, 2]);
        let (mut badou, mut reader) = (document(2), document(9));
        badou.apply(ClientId::new(1), &first).unwrap();
        reader.apply(ClientId::new(1), &first).unwrap();
        let moved = ReadingList::change(&mut amal, &[ListChange::Move(id(2), None)]);
        let noted = [
            ListChange::Note(id(2), "اقرأ أولاً".to_owned()),
            ListChange::Add(Box::new(entry(3))),
        ];
        let noted = ReadingList::change(&mut badou, &noted);
        reader.apply(ClientId::new(2), &noted.unwrap().unwrap()).unwrap();
        reader.apply(ClientId::new(1), &moved.unwrap().unwrap()).unwrap();
        assert_eq!(order_of(&reader), [2, 1, 3]);
        assert_eq!(list(&reader).entries[0].note, "اقرأ أولاً");
        let gone = [1, 2, 3].map(|one| ListChange::Remove(id(one)));
        ReadingList::change(&mut reader, &gone).unwrap().unwrap();
        assert!(!list(&reader).is_empty(), "it has its title");
        let unnamed = [ListChange::Title(String::new())];
        ReadingList::change(&mut reader, &unnamed).unwrap().unwrap();
        assert_eq!(reader.to_json(), json!({}), "nothing of it is left");
        let late = [
            ListChange::Note(id(1), "late".to_owned()),
            ListChange::Move(id(1), None),
        ];
        assert_eq!(ReadingList::change(&mut reader, &late).unwrap(), None);
    }

    #[test]
    fn what_is_no_entry_is_passed_over_and_hostile_places_are_places() {
        let item = "01".repeat(16);
        let odd = json!({
            "title": 7,
            "entries/01": "{}",
            (format!("entries/{}", "02".repeat(16))): json!({"item": item}).to_string(),
            (format!("places/{}", "02".repeat(16))): "first",
            (format!("entries/{}", "03".repeat(16))): json!({"item": item, "passage": {"exact": ""}}).to_string(),
            (format!("places/{}", "03".repeat(16))): i64::MIN,
            (format!("entries/{}", "04".repeat(16))): json!({"item": "01"}).to_string(),
            (format!("entries/{}", "05".repeat(16))): {"item": item},
        });
        let read = ReadingList::of(&odd);
        let entries: Vec<u8> = read.entries.iter().map(|entry| entry.id.as_bytes()[0]).collect();
        assert_eq!(entries, [3, 2]);
        let (mut document, _) = with(&[1, 2]);
        let hostile = document.edit(|root, txn| {
            root.insert(txn, under(PLACES, id(1)), i64::MIN);
            root.insert(txn, under(PLACES, id(2)), i64::MAX);
        });
        hostile.unwrap().unwrap();
        let changes = [
            ListChange::Add(Box::new(entry(3))),
            ListChange::Move(id(3), Some(id(1))),
            ListChange::Move(id(2), None),
        ];
        ReadingList::change(&mut document, &changes).unwrap().unwrap();
        assert_eq!(order_of(&document), [2, 1, 3]);
    }
}

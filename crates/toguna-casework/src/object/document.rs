// SPDX-License-Identifier: MIT OR Apache-2.0
//! One object: what its updates have made of it.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use serde_json::{Map, Value};
use tls_codec::{
    DeserializeBytes as _, SerializeBytes as _, TlsDeserializeBytes, TlsSerializeBytes, TlsSize,
};
use toguna_types::Opaque;
use yrs::updates::decoder::Decode as _;
use yrs::{
    Any, Doc, MapRef, OffsetKind, Options, ReadTxn as _, StateVector, Transact as _, TransactionMut, Update,
    types::ToJson as _,
};

use super::layout::Layout;
use super::{ClientId, ObjectFault, ROOT};

/// An object as a device holds it. What is deleted stays in it, so that everything can be attributed.
pub struct Document {
    client: ClientId,
    doc: Doc,
    root: MapRef,
    layout: Layout,
    kept: Kept,
}

/// What a document is made of, and made from again if an update fails half-way: every update that it has taken in, in
/// order. A state, which yrs takes in client by client, would not do: where an author has put a change between neighbours
/// that never stood in that order, yrs comes to another document from it.
#[derive(Clone, Debug, Default, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
struct Kept {
    /// What an editor began from; empty else.
    state: Opaque,
    updates: Vec<Taken>,
}

/// An update that was taken in.
#[derive(Clone, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
struct Taken {
    author: u64,
    update: Opaque,
}

toguna_types::quiet_debug!(Taken);

toguna_types::quiet_debug!(Document);

impl Document {
    /// An object with nothing in it; this device writes as `client`.
    #[must_use]
    pub fn new(client: ClientId) -> Self {
        let (doc, root) = empty(client);
        Self {
            client,
            doc,
            root,
            layout: Layout::default(),
            kept: Kept::default(),
        }
    }

    /// Opens what [`Self::kept`] gave.
    ///
    /// # Errors
    /// [`ObjectFault`] if it gave no such thing.
    pub fn open(client: ClientId, kept: &[u8]) -> Result<Self, ObjectFault> {
        Self::made_of(
            client,
            Kept::tls_deserialize_exact_bytes(kept).map_err(|_| ObjectFault::Malformed)?,
        )
    }

    fn made_of(client: ClientId, kept: Kept) -> Result<Self, ObjectFault> {
        let mut document = match kept.state.as_slice() {
            [] => Self::new(client),
            state => Self::edited(client, state)?,
        };
        for taken in kept.updates {
            document
                .layout
                .take_in(ClientId(taken.author), taken.update.as_slice())?;
            integrate(&document.doc, taken.update.as_slice())?;
            document.kept.updates.push(taken);
        }
        Ok(document)
    }

    /// All that the document was made of, in order: what [`Self::open`] makes the same document of, on every device.
    ///
    /// # Errors
    /// [`ObjectFault::Malformed`] if it is too much for the format (1 GiB).
    pub fn kept(&self) -> Result<Vec<u8>, ObjectFault> {
        self.kept
            .tls_serialize_bytes()
            .map_err(|_| ObjectFault::Malformed)
    }

    /// An editor's copy, from what [`Self::state`] gave: to change it and send the changes, not to keep it.
    ///
    /// # Errors
    /// [`ObjectFault`] if it is no such state.
    pub fn edited(client: ClientId, state: &[u8]) -> Result<Self, ObjectFault> {
        let layout = Layout::of_state(state)?;
        let (doc, root) = empty(client);
        integrate(&doc, state)?;
        Ok(Self {
            client,
            doc,
            root,
            layout,
            kept: Kept {
                state: state.into(),
                updates: Vec::new(),
            },
        })
    }

    /// Takes in an update of `author`'s, whole or not at all. Two documents that take in the same updates in the same
    /// order accept the same ones and are the same.
    ///
    /// # Errors
    /// [`ObjectFault`]; the document is as it was.
    pub fn apply(&mut self, author: ClientId, update: &[u8]) -> Result<(), ObjectFault> {
        let mut layout = std::mem::take(&mut self.layout);
        let seen = layout.take_in(author, update);
        self.layout = layout;
        seen?;
        if let Err(fault) = integrate(&self.doc, update) {
            self.restore()?;
            return Err(fault);
        }
        self.keep(author, update);
        Ok(())
    }

    /// Takes in an update that an editor made, which writes under this device's client id.
    ///
    /// # Errors
    /// As [`Self::apply`].
    pub fn apply_own(&mut self, update: &[u8]) -> Result<(), ObjectFault> {
        self.apply(self.client, update)
    }

    /// Changes the object's fields, and gives the update to be signed; nothing if nothing changed.
    ///
    /// # Errors
    /// [`ObjectFault::TooDeep`]; the document is as it was.
    pub fn edit(
        &mut self,
        change: impl FnOnce(&MapRef, &mut TransactionMut<'_>),
    ) -> Result<Option<Vec<u8>>, ObjectFault> {
        let update = {
            let mut txn = self.doc.transact_mut();
            change(&self.root, &mut txn);
            txn.encode_update_v1()
        };
        if update == Update::EMPTY_V1 {
            return Ok(None);
        }
        if let Err(fault) = self.layout.take_in(self.client, &update) {
            self.restore()?;
            return Err(fault);
        }
        self.keep(self.client, &update);
        Ok(Some(update))
    }

    /// The whole object, for editors ([`Self::edited`]).
    #[must_use]
    pub fn state(&self) -> Vec<u8> {
        self.diff(&StateVector::default())
    }

    /// What an editor lacks that has seen as much as `state_vector` says (a Yjs state vector, version 1).
    ///
    /// # Errors
    /// [`ObjectFault::Malformed`].
    pub fn since(&self, state_vector: &[u8]) -> Result<Vec<u8>, ObjectFault> {
        let vector = StateVector::decode_v1(state_vector).map_err(|_| ObjectFault::Malformed)?;
        Ok(self.diff(&vector))
    }

    fn diff(&self, seen: &StateVector) -> Vec<u8> {
        self.doc.transact().encode_state_as_update_v1(seen)
    }

    /// The object's fields as JSON, keys in order: the same for the same updates on every device.
    #[must_use]
    pub fn to_json(&self) -> Value {
        json(&self.root.to_json(&self.doc.transact()))
    }

    fn keep(&mut self, author: ClientId, update: &[u8]) {
        self.kept.updates.push(Taken {
            author: author.get(),
            update: update.into(),
        });
    }

    /// The document as it was before an update that failed half-way.
    fn restore(&mut self) -> Result<(), ObjectFault> {
        *self = Self::made_of(self.client, self.kept.clone())?;
        Ok(())
    }
}

fn empty(client: ClientId) -> (Doc, MapRef) {
    let options = Options {
        offset_kind: OffsetKind::Utf16, // as Yjs counts
        skip_gc: true,
        ..Options::with_client_id(yrs::block::ClientID::new(client.get()))
    };
    let doc = Doc::with_options(options);
    let root = doc.get_or_insert_map(ROOT);
    (doc, root)
}

/// Lets yrs take in an update whose layout holds. Should it fail or panic all the same, the document is not to be used.
fn integrate(doc: &Doc, update: &[u8]) -> Result<(), ObjectFault> {
    let done = catch_unwind(AssertUnwindSafe(|| {
        let update = Update::decode_v1(update).map_err(|_| ObjectFault::Malformed)?;
        let mut txn = doc.transact_mut();
        txn.apply_update(update).map_err(|_| ObjectFault::Malformed)?;
        if txn.has_missing_updates() {
            return Err(ObjectFault::Missing);
        }
        Ok(())
    }));
    done.unwrap_or(Err(ObjectFault::Malformed))
}

fn json(any: &Any) -> Value {
    match any {
        Any::Null | Any::Undefined => Value::Null,
        Any::Bool(value) => Value::Bool(*value),
        Any::Number(yrs::any::Number::Int(number)) => (*number).into(),
        Any::Number(yrs::any::Number::Float(number)) => (*number).into(),
        Any::String(text) => Value::String(text.to_string()),
        Any::Buffer(bytes) => Value::Array(bytes.iter().map(|byte| (*byte).into()).collect()),
        Any::Array(values) => Value::Array(values.iter().map(json).collect()),
        Any::Map(fields) => {
            let fields: BTreeMap<_, _> = fields.as_ref().clone().into_iter().collect();
            let fields = fields.into_iter().map(|(key, value)| (key, json(&value)));
            Value::Object(fields.collect::<Map<_, _>>())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::object::DEPTH;
    use yrs::{Array as _, ArrayPrelim, Map as _, MapPrelim, Text as _, TextPrelim};

    use super::*;

    fn document(client: u64) -> Document {
        Document::new(ClientId::new(client))
    }

    /// A document whose updates are kept.
    fn set(document: &mut Document, key: &str, value: &str) -> Vec<u8> {
        let (key, value) = (key.to_owned(), value.to_owned());
        let edit = document.edit(move |root, txn| {
            root.insert(txn, key, value);
        });
        edit.unwrap().unwrap()
    }

    #[test]
    fn what_two_wrote_offline_comes_together_and_each_fields_last_in_the_log_holds() {
        let (mut amal, mut badou) = (document(1), document(2));
        let a = set(&mut amal, "title", "Loi");
        let b = set(&mut badou, "title", "Law");
        let c = set(&mut badou, "court", "ACHPR");
        let (mut one, mut other) = (document(8), document(9));
        for reader in [&mut one, &mut other] {
            reader.apply(ClientId::new(1), &a).unwrap();
            reader.apply(ClientId::new(2), &b).unwrap();
            reader.apply(ClientId::new(2), &c).unwrap();
        }
        assert_eq!(one.to_json(), other.to_json());
        assert_eq!(one.to_json()["court"], "ACHPR");
        let again = Document::open(ClientId::new(7), &one.kept().unwrap()).unwrap();
        assert_eq!(again.to_json(), one.to_json());
    }

    #[test]
    fn an_update_under_a_foreign_client_id_is_refused_and_leaves_no_trace() {
        let (mut amal, mut mallory) = (document(1), document(1));
        let honest = set(&mut amal, "title", "Loi");
        let forged = set(&mut mallory, "title", "Faux");
        let mut reader = document(9);
        assert_eq!(reader.apply(ClientId::new(2), &forged), Err(ObjectFault::Foreign));
        reader.apply(ClientId::new(1), &honest).unwrap();
        assert_eq!(reader.to_json()["title"], "Loi");
    }

    #[test]
    fn an_update_said_before_or_too_early_is_refused_and_the_next_one_is_not() {
        let mut amal = document(1);
        let updates = ["1", "2", "3"].map(|n| set(&mut amal, "n", n));
        let mut reader = document(9);
        let author = ClientId::new(1);
        reader.apply(author, &updates[0]).unwrap();
        assert_eq!(reader.apply(author, &updates[0]), Err(ObjectFault::Missing));
        assert_eq!(reader.apply(author, &updates[2]), Err(ObjectFault::Missing));
        reader.apply(author, &updates[1]).unwrap();
        reader.apply(author, &updates[2]).unwrap();
        assert_eq!(reader.to_json(), amal.to_json());
    }

    #[test]
    fn what_nests_too_deep_is_refused() {
        let mut amal = document(1);
        let mut at = 0;
        let deep = loop {
            let edit = amal.edit(|root, txn| {
                let mut map = root.clone();
                for _ in 0..at {
                    match map.get(txn, "in") {
                        Some(yrs::Out::YMap(inner)) => map = inner,
                        _ => return,
                    }
                }
                map.insert(txn, "in", MapPrelim::default());
            });
            match edit {
                Ok(_) => at += 1,
                Err(fault) => break fault,
            }
        };
        assert_eq!((deep, at), (ObjectFault::TooDeep, usize::from(DEPTH)));
        let mut value = Any::Null;
        for _ in 0..=DEPTH {
            value = Any::Array(vec![value].into());
        }
        let edit = amal.edit(|root, txn| {
            root.insert(txn, "value", value);
        });
        assert_eq!(edit, Err(ObjectFault::TooDeep));
        assert!(amal.to_json().get("value").is_none());
    }

    /// Characters in a list, the last of them two units long: yrs would count them for ever.
    // claim: CLM-OBJ-01
    #[test]
    fn a54_contents_stand_only_where_their_kind_may() {
        let update = |kind: u8, content: &[u8]| {
            let types = b"\x01\x02\x01\x00\x27\x01\x06object\x01t";
            [types, [kind].as_slice(), b"\x04\x00\x01\x00", content, b"\x00"].concat()
        };
        let (list, map, text) = (0, 1, 2);
        let mut reader = document(9);
        let author = ClientId::new(1);
        for kind in [list, map] {
            let taken = reader.apply(author, &update(kind, b"\x04\xF0\x9D\x84\x9E"));
            assert_eq!(taken, Err(ObjectFault::Malformed));
        }
        assert_eq!(reader.to_json(), serde_json::json!({}));
        reader
            .apply(author, &update(text, b"\x04\xF0\x9D\x84\x9E"))
            .unwrap();
        assert_eq!(reader.to_json()["t"], "\u{1D11E}");
    }

    /// Half a character is none: what stands for it would not be the same on every device.
    // claim: CLM-OBJ-01
    #[test]
    fn a54_no_character_is_cut_in_two() {
        let mut amal = document(1);
        let edit = amal.edit(|root, txn| {
            root.insert(txn, "t", TextPrelim::new("a\u{1D11E}b"));
        });
        let first = edit.unwrap().unwrap();
        let author = ClientId::new(1);
        // The text is (1, 0), its signs (1, 1) to (1, 4): between, behind and before the halves, and without one of them.
        let beside = |info: u8, place: u8| [1, 1, 2, 0, info, 1, place, 1, b'x', 0];
        let cuts = [
            (beside(0x84, 2).to_vec(), Err(ObjectFault::Malformed)),
            (beside(0x44, 3).to_vec(), Err(ObjectFault::Malformed)),
            (vec![0, 1, 1, 1, 2, 1], Err(ObjectFault::Malformed)),
            (vec![0, 1, 1, 1, 3, 1], Err(ObjectFault::Malformed)),
            (beside(0x84, 3).to_vec(), Ok(())),
            (vec![0, 1, 1, 1, 2, 2], Ok(())),
        ];
        for (update, verdict) in cuts {
            let mut reader = document(9);
            reader.apply(author, &first).unwrap();
            let by = ClientId::new(2);
            assert_eq!(reader.apply(by, &update), verdict, "{update:?}");
        }
    }

    /// Two signs, one to the right of the second and to the left of it, and one to the right of that and to the left of the
    /// second: each stands where the log has put it, whatever a device has done in between.
    // claim: CLM-OBJ-01
    #[test]
    fn a54_a_change_between_neighbours_that_never_were_is_the_same_on_every_device() {
        let types = b"\x01\x02\x02\x00\x27\x01\x06object\x01t\x02\x04\x00\x02\x00\x01a\x00".to_vec();
        let updates = [
            (2, types),
            (2, vec![1, 1, 2, 2, 0x84, 2, 1, 1, b'b', 0]),
            (1, vec![1, 1, 1, 0, 0xC4, 2, 2, 2, 2, 1, b'c', 0]),
            (2, vec![1, 1, 2, 3, 0xC4, 1, 0, 2, 2, 1, b'd', 0]),
        ];
        let (mut one, mut other) = (document(8), document(9));
        for (author, update) in &updates {
            let author = ClientId::new(*author);
            one.apply(author, update).unwrap();
            other.apply(author, update).unwrap();
            other = Document::open(ClientId::new(9), &other.kept().unwrap()).unwrap();
        }
        assert_eq!(one.to_json(), other.to_json());
        let cut = other.kept().unwrap();
        assert!(Document::open(ClientId::new(9), &cut[1..]).is_err());
    }

    #[test]
    fn what_a_newer_version_wrote_survives_an_older_ones_edit() {
        let mut newer = document(1);
        let first = newer
            .edit(|root, txn| {
                root.insert(txn, "title", "Loi");
                root.insert(txn, "of-version-9", MapPrelim::from([("kept", "yes")]));
                root.insert(txn, "lines", ArrayPrelim::from(["a", "b"]));
                root.insert(txn, "text", TextPrelim::new("mot"));
            })
            .unwrap()
            .unwrap();
        let mut older = document(2);
        older.apply(ClientId::new(1), &first).unwrap();
        let edit = older
            .edit(|root, txn| {
                if let Some(yrs::Out::YText(text)) = root.get(txn, "text") {
                    text.insert(txn, 3, "s");
                }
                if let Some(yrs::Out::YArray(lines)) = root.get(txn, "lines") {
                    lines.remove(txn, 0);
                }
            })
            .unwrap()
            .unwrap();
        newer.apply(ClientId::new(2), &edit).unwrap();
        assert_eq!(newer.to_json(), older.to_json());
        assert_eq!(newer.to_json()["of-version-9"]["kept"], "yes");
        assert_eq!(newer.to_json()["text"], "mots");
    }

    #[test]
    fn an_editor_is_given_what_it_lacks() {
        let mut amal = document(1);
        set(&mut amal, "a", "1");
        let vector = yrs::updates::encoder::Encode::encode_v1(&amal.doc.transact().state_vector());
        set(&mut amal, "b", "2");
        let lacks = amal.since(&vector).unwrap();
        assert!(lacks.len() < amal.state().len());
        assert!(amal.since(&[0xFF]).is_err());
        let mut editor = document(1);
        let whole = amal.state();
        editor.apply_own(&whole).unwrap();
        assert_eq!(editor.to_json(), amal.to_json());
    }
}

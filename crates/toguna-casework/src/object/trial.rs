// SPDX-License-Identifier: MIT OR Apache-2.0
//! Objects under many hands and under hostile ones.

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, TestRunner};
use yrs::types::{Attrs, text::YChange, xml::XmlIn};
use yrs::{
    Any, Array as _, ArrayPrelim, Map as _, MapPrelim, MapRef, Out, Text as _, TextPrelim, TextRef,
    TransactionMut, XmlElementPrelim, XmlFragment as _, XmlFragmentPrelim, XmlTextPrelim,
};

use super::{ClientId, Document};

/// One thing somebody does to an object: which field, where, what.
type Deed = (u8, u8, u8);

/// From where to where the sign goes that stands at this place of a text, as Yjs counts; or its end.
fn sign_at(text: &TextRef, txn: &TransactionMut<'_>, at: u32) -> (u32, u32) {
    let mut lens = Vec::new();
    for chunk in text.diff(txn, YChange::identity) {
        if let Out::Any(Any::String(signs)) = chunk.insert {
            lens.extend(signs.chars().map(char::len_utf16));
        } else {
            lens.push(1); // something between the signs
        }
    }
    let mut from = 0u32;
    for len in lens {
        let to = from.saturating_add(u32::try_from(len).unwrap());
        if to > at {
            return (from, to);
        }
        from = to;
    }
    (from, from)
}

/// Does it, as far as it can be done to what is there.
fn perform(root: &MapRef, txn: &mut TransactionMut<'_>, (what, place, value): Deed) {
    let key = format!("field-{}", value % 5);
    match what % 13 {
        0 => {
            root.insert(txn, key, Any::from(i64::from(value)));
        }
        1 => {
            root.remove(txn, &key);
        }
        2 | 3 => {
            let text = match root.get(txn, "text") {
                Some(Out::YText(text)) => text,
                _ => root.insert(txn, "text", TextPrelim::new("")),
            };
            let len = text.len(txn);
            let at = u32::from(place).checked_rem(len.saturating_add(1)).unwrap_or(0);
            let (from, to) = sign_at(&text, txn, at);
            if what % 13 == 2 || from == len {
                text.insert(txn, from, ["a", "é", "حق", "𝄞"][usize::from(value % 4)]);
            } else {
                text.remove_range(txn, from, to.saturating_sub(from));
            }
        }
        4 | 5 => {
            let list = match root.get(txn, "list") {
                Some(Out::YArray(list)) => list,
                _ => root.insert(txn, "list", ArrayPrelim::default()),
            };
            let len = list.len(txn);
            let at = u32::from(place).checked_rem(len.saturating_add(1)).unwrap_or(0);
            if what % 13 == 4 || at == len {
                list.insert(txn, at, i64::from(value));
            } else {
                list.remove(txn, at);
            }
        }
        6 => {
            root.insert(txn, "inner", MapPrelim::from([(key, i64::from(value))]));
        }
        7 => {
            if let Some(Out::YMap(inner)) = root.get(txn, "inner") {
                inner.insert(txn, key, i64::from(value));
            }
        }
        rich => perform_rich(root, txn, rich),
    }
}

/// What editors of rich text do.
fn perform_rich(root: &MapRef, txn: &mut TransactionMut<'_>, what: u8) {
    match (
        what,
        root.get(txn, "text"),
        root.get(txn, "list"),
        root.get(txn, "tree"),
    ) {
        (8, ..) => {
            let nodes = [
                XmlIn::from(XmlElementPrelim::empty("p")),
                XmlIn::from(XmlTextPrelim::new("a𝄞")),
            ];
            root.insert(txn, "tree", XmlFragmentPrelim::new::<_, ()>(nodes));
        }
        (9, _, _, Some(Out::YXmlFragment(tree))) => {
            tree.insert(txn, 0, XmlElementPrelim::empty("q"));
        }
        (10, Some(Out::YText(text)), ..) if text.len(txn) > 0 => {
            text.format(
                txn,
                0,
                text.len(txn),
                Attrs::from([("bold".into(), Any::from(true))]),
            );
        }
        (11, Some(Out::YText(text)), ..) => {
            text.insert_embed(txn, 0, Any::from("x"));
        }
        (12, _, Some(Out::YArray(list)), _) => {
            list.insert(txn, 0, TextPrelim::new("𝄞"));
        }
        _ => {}
    }
}

const DEVICES: usize = 5;

/// Somebody who edits offline and reads the log now and then.
struct Editor {
    document: Document,
    /// Edits that are not in the log yet.
    waiting: Vec<Vec<u8>>,
    /// How much of the log it has read.
    read: usize,
}

type Log = Vec<(usize, Vec<u8>)>;

fn client(device: usize) -> ClientId {
    ClientId::new(u64::try_from(device).unwrap().saturating_add(1))
}

impl Editor {
    fn reads(&mut self, own: usize, log: &Log, upto: usize) {
        for (author, update) in &log[self.read..upto.max(self.read)] {
            if *author != own {
                self.document.apply(client(*author), update).unwrap();
            }
        }
        self.read = upto.max(self.read);
    }
}

/// Five devices do their deeds, each offline for a while; in the end all read the same, and so does whoever comes later.
fn converge(deeds: &[(usize, Deed, u8)]) {
    let mut log = Log::new();
    let mut editors: Vec<Editor> = (0..DEVICES)
        .map(|device| Editor {
            document: Document::new(client(device)),
            waiting: Vec::new(),
            read: 0,
        })
        .collect();
    for (device, deed, chance) in deeds {
        let editor = &mut editors[*device];
        let edit = editor.document.edit(|root, txn| perform(root, txn, *deed));
        editor.waiting.extend(edit.unwrap());
        if chance % 4 == 0 {
            // What it builds on stands in the log before it does.
            let upto = log.len();
            editor.reads(*device, &log, upto);
            log.extend(editor.waiting.drain(..).map(|update| (*device, update)));
        }
    }
    for (device, editor) in editors.iter_mut().enumerate() {
        log.extend(editor.waiting.drain(..).map(|update| (device, update)));
    }
    let mut newcomer = Document::new(client(99));
    for (author, update) in &log {
        newcomer.apply(client(*author), update).unwrap();
    }
    let all = newcomer.to_json();
    for (device, editor) in editors.iter_mut().enumerate() {
        editor.reads(device, &log, log.len());
        assert_eq!(editor.document.to_json(), all);
    }
    let again = Document::open(client(98), &newcomer.kept().unwrap()).unwrap();
    assert_eq!(again.to_json(), all);
    let editor = Document::edited(client(97), &newcomer.state()).unwrap();
    assert_eq!(editor.to_json(), all);
}

// claim: CLM-OBJ-01
#[test]
fn five_devices_of_two_thousand_edits_each_converge() {
    let mut runner = TestRunner::deterministic();
    let deeds = prop::collection::vec((0..DEVICES, any::<Deed>(), any::<u8>()), DEVICES * 2_000);
    let deeds = deeds.new_tree(&mut runner).unwrap().current();
    converge(&deeds);
}

#[test]
fn few_edits_in_any_order_converge() {
    let deeds = prop::collection::vec((0..DEVICES, any::<Deed>(), any::<u8>()), 0..60);
    let mut runner = TestRunner::new(Config {
        cases: 200,
        failure_persistence: None,
        ..Config::default()
    });
    runner
        .run(&deeds, |deeds| {
            converge(&deeds);
            Ok(())
        })
        .unwrap();
}

/// Two devices are sent the same bytes in the same order: they accept and refuse the same, and end alike.
fn agree(updates: &[(usize, Vec<u8>)]) {
    let (mut one, mut other) = (Document::new(client(50)), Document::new(client(51)));
    for (author, update) in updates {
        let author = client(*author);
        let before = one.to_json();
        let taken = one.apply(author, update);
        assert_eq!(taken, other.apply(author, update));
        if taken.is_err() {
            assert_eq!(one.to_json(), before);
        }
        // One of them is closed and opened again in between, as devices are.
        other = Document::open(client(51), &other.kept().unwrap()).unwrap();
    }
    assert_eq!(one.to_json(), other.to_json());
}

// claim: CLM-OBJ-01
#[test]
fn a54_spoilt_updates_end_alike_on_every_device_and_panic_on_none() {
    let deeds = prop::collection::vec((0..2usize, any::<Deed>()), 1..24);
    let spoils = prop::collection::vec(
        (
            any::<prop::sample::Index>(),
            any::<prop::sample::Index>(),
            prop_oneof![any::<u8>(), 0..12u8], // kinds and counts are small numbers
        ),
        0..8,
    );
    let mut runner = TestRunner::new(Config {
        cases: 400,
        failure_persistence: None,
        ..Config::default()
    });
    runner
        .run(&(deeds, spoils), |(deeds, spoils)| {
            let mut documents = [Document::new(client(0)), Document::new(client(1))];
            let mut updates = Vec::new();
            for (device, deed) in deeds {
                let edit = documents[device]
                    .edit(|root, txn| perform(root, txn, deed))
                    .unwrap();
                if let Some(update) = edit {
                    documents[1 - device].apply(client(device), &update).unwrap();
                    updates.push((device, update));
                }
            }
            if updates.is_empty() {
                return Ok(());
            }
            for (which, at, byte) in spoils {
                let (_, update) = which.get(&updates).clone();
                let which = which.index(updates.len());
                let mut spoilt = update;
                let at = at.index(spoilt.len());
                spoilt[at] = byte;
                let author = updates[which].0;
                updates.insert(which, (author, spoilt));
            }
            agree(&updates);
            Ok(())
        })
        .unwrap();
}

// claim: CLM-OBJ-01
#[test]
fn a54_random_bytes_are_refused_and_panic_nowhere() {
    let mut runner = TestRunner::new(Config {
        cases: 5_000,
        failure_persistence: None,
        ..Config::default()
    });
    runner
        .run(&prop::collection::vec(any::<u8>(), 0..200), |bytes| {
            agree(&[(0, bytes)]);
            Ok(())
        })
        .unwrap();
}

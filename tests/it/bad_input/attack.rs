// SPDX-License-Identifier: MIT OR Apache-2.0
//! What is done to a valid message: each field in turn, and the bytes as a whole.

use prost_types::FieldDescriptorProto;
use prost_types::field_descriptor_proto::{Label, Type};

use super::Dice;
use super::tree::{Node, Types, Value, encode, is_number, put, short};

/// One change of a message.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    /// A field, found by the places of the fields around it.
    Field(Vec<usize>, Edit),
    /// The first bytes only, in thousandths of the whole.
    Cut(usize),
    /// All but the last byte.
    CutLast,
    /// Bits flipped here and there.
    Flip(u64),
    /// Something else altogether.
    Random(u64),
    /// Groups in groups behind the message.
    Nested(usize),
    /// A field of a later version behind the message.
    Unknown,
}

/// A change of one field of a message.
#[derive(Clone, Debug)]
pub(crate) enum Edit {
    /// The field at this place goes.
    Drop(usize),
    /// The field at this place becomes another.
    Twist(usize, Twist),
    /// The field at this place stands there so often.
    Repeat(usize, usize),
    /// Another field comes.
    Add(Node),
}

/// A change of one value.
#[derive(Clone, Debug)]
pub(crate) enum Twist {
    CutLast,
    Empty,
    FlipFirst,
    FlipLast,
    /// More than any field may hold.
    Huge,
    Longer,
    NotText,
    Number(u64),
    /// A number where bytes belong, bytes where a number belongs.
    WrongType,
}

/// Everything that is done to a message of this type.
pub(crate) fn changes(types: &Types, message: &str, nodes: &[Node], seed: u64) -> Vec<Change> {
    let mut changes = Vec::new();
    field_changes(types, message, nodes, &mut Vec::new(), &mut changes);
    changes.extend((0..48).map(|n| Change::Cut(n * 1000 / 48)));
    changes.push(Change::CutLast);
    changes.extend((0..48).map(|n| Change::Flip(seed ^ n)));
    changes.extend((0..24).map(|n| Change::Random(seed ^ n)));
    changes.extend([50, 2_000].map(Change::Nested));
    changes.push(Change::Unknown);
    changes
}

fn field_changes(
    types: &Types,
    message: &str,
    nodes: &[Node],
    path: &mut Vec<usize>,
    changes: &mut Vec<Change>,
) {
    for field in types.fields(message) {
        let number = u32::try_from(field.number()).unwrap();
        let places: Vec<usize> = (0..nodes.len())
            .filter(|at| nodes[*at].number == number)
            .collect();
        let mut edits = vec![Edit::Add(Node {
            number,
            value: garbage(field),
        })];
        for at in places {
            edits.push(Edit::Drop(at));
            edits.extend(twists(field).into_iter().map(|twist| Edit::Twist(at, twist)));
            if field.label() == Label::Repeated {
                edits.extend([2, 65, 1_001].map(|times| Edit::Repeat(at, times)));
            }
            if let Value::Message(inner) = &nodes[at].value {
                path.push(at);
                field_changes(types, short(field.type_name()), inner, path, changes);
                path.pop();
            }
        }
        changes.extend(edits.into_iter().map(|edit| Change::Field(path.clone(), edit)));
    }
}

fn garbage(field: &FieldDescriptorProto) -> Value {
    if is_number(field) {
        Value::Number(99)
    } else if field.r#type() == Type::Message {
        Value::Message(Vec::new())
    } else {
        Value::Bytes(vec![0xee; 3])
    }
}

fn twists(field: &FieldDescriptorProto) -> Vec<Twist> {
    use Twist::{CutLast, Empty, FlipFirst, FlipLast, Huge, Longer, NotText, Number, WrongType};
    if is_number(field) {
        let mut twists: Vec<Twist> = [0, 1, 2, 3, 4, 5, 6, 99, 1 << 31, u64::MAX].map(Number).into();
        twists.push(WrongType);
        return twists;
    }
    let mut twists = vec![CutLast, Empty, FlipFirst, FlipLast, Huge, Longer, WrongType];
    if field.r#type() == Type::String {
        twists.push(NotText);
    }
    twists
}

/// A message after a change.
pub(crate) fn changed(types: &Types, message: &str, bytes: &[u8], change: &Change) -> Vec<u8> {
    let mut out = bytes.to_vec();
    match change {
        Change::Field(path, edit) => {
            let mut nodes = types.parse(message, bytes).unwrap();
            let mut within = &mut nodes;
            for at in path {
                let Value::Message(inner) = &mut within[*at].value else {
                    panic!("no message there");
                };
                within = inner;
            }
            edited(within, edit);
            return encode(&nodes);
        }
        Change::Cut(thousandths) => out.truncate(bytes.len() * thousandths / 1000),
        Change::CutLast => {
            out.pop();
        }
        Change::Flip(seed) => {
            let mut dice = Dice::new(*seed);
            for _ in 0..=dice.below(3) {
                let at = dice.below(out.len());
                if let Some(byte) = out.get_mut(at) {
                    *byte ^= 1 << dice.below(8);
                }
            }
        }
        Change::Random(seed) => {
            let mut dice = Dice::new(*seed);
            let len = dice.below(300);
            out = dice.bytes(len);
        }
        Change::Nested(depth) => {
            for _ in 0..*depth {
                put(&mut out, (1_000 << 3) | 3);
            }
            for _ in 0..*depth {
                put(&mut out, (1_000 << 3) | 4);
            }
        }
        Change::Unknown => out.extend_from_slice(&[0xfa, 0x3e, 0x02, 0xca, 0xfe]), // field 1007, two bytes
    }
    out
}

fn edited(nodes: &mut Vec<Node>, edit: &Edit) {
    match edit {
        Edit::Drop(at) => {
            nodes.remove(*at);
        }
        Edit::Twist(at, twist) => nodes[*at].value = twisted(&nodes[*at].value, twist),
        Edit::Repeat(at, times) => {
            let more = vec![nodes[*at].clone(); times - 1];
            nodes.extend(more);
        }
        Edit::Add(node) => nodes.push(node.clone()),
    }
}

fn twisted(value: &Value, twist: &Twist) -> Value {
    let mut bytes = match value {
        Value::Bytes(bytes) => bytes.clone(),
        Value::Message(nodes) => encode(nodes),
        Value::Number(_) => Vec::new(),
    };
    match twist {
        Twist::CutLast => {
            bytes.pop();
        }
        Twist::Empty => bytes.clear(),
        Twist::FlipFirst => bytes.iter_mut().take(1).for_each(|byte| *byte ^= 1),
        Twist::FlipLast => bytes.iter_mut().rev().take(1).for_each(|byte| *byte ^= 0x80),
        Twist::Huge => bytes = vec![b'a'; 9 << 20],
        Twist::Longer => bytes.push(b'a'),
        Twist::NotText => bytes = vec![0xff, 0xfe],
        Twist::Number(number) => return Value::Number(*number),
        Twist::WrongType if matches!(value, Value::Number(_)) => {}
        Twist::WrongType => return Value::Number(7),
    }
    Value::Bytes(bytes)
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Protobuf messages as trees of fields, by the wire's descriptors: to change one field at a time, and to say
//! which fields of two messages differ.

use std::collections::{BTreeMap, BTreeSet};

use prost::Message as _;
use prost_types::field_descriptor_proto::{Label, Type};
use prost_types::{DescriptorProto, FieldDescriptorProto, FileDescriptorSet};

/// The messages and calls of the wire.
pub(crate) struct Types {
    messages: BTreeMap<String, DescriptorProto>,
    /// `Service.Method` and the name of its request.
    pub(crate) calls: BTreeMap<String, String>,
}

/// One field as it stands in the bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) number: u32,
    pub(crate) value: Value,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Bytes(Vec<u8>),
    Message(Vec<Node>),
    Number(u64),
}

/// A field whose values differ: its name, and the values after.
pub(crate) type Difference = (String, Vec<Value>);

impl Types {
    pub(crate) fn load() -> Self {
        let files = FileDescriptorSet::decode(toguna_wire::DESCRIPTORS).unwrap();
        let (mut messages, mut calls) = (BTreeMap::new(), BTreeMap::new());
        for file in &files.file {
            for message in &file.message_type {
                messages.insert(message.name().to_owned(), message.clone());
            }
            for service in &file.service {
                for method in &service.method {
                    let call = format!("{}.{}", service.name(), method.name());
                    calls.insert(call, short(method.input_type()).to_owned());
                }
            }
        }
        Self { messages, calls }
    }

    /// Names of all messages.
    pub(crate) fn messages(&self) -> BTreeSet<String> {
        self.messages.keys().cloned().collect()
    }

    pub(crate) fn fields(&self, message: &str) -> &[FieldDescriptorProto] {
        &self.messages[message].field
    }

    fn field(&self, message: &str, number: u32) -> Option<&FieldDescriptorProto> {
        let number = i32::try_from(number).ok();
        self.fields(message).iter().find(|field| field.number == number)
    }

    /// Names a fault about this message may use: its fields and oneofs, those of the messages in it, and
    /// `message` for the bytes as a whole.
    pub(crate) fn names(&self, message: &str) -> BTreeSet<String> {
        let mut names = BTreeSet::from(["message".to_owned()]);
        for field in self.fields(message) {
            names.insert(field.name().to_owned());
            if field.r#type() == Type::Message {
                names.extend(self.names(short(field.type_name())));
            }
        }
        let oneofs = &self.messages[message].oneof_decl;
        names.extend(oneofs.iter().map(|oneof| oneof.name().to_owned()));
        names
    }

    /// Reads a message; `None` where the bytes are none. Fields of other wire types than theirs make it none too.
    pub(crate) fn parse(&self, message: &str, mut bytes: &[u8]) -> Option<Vec<Node>> {
        let mut nodes = Vec::new();
        while !bytes.is_empty() {
            let tag = varint(&mut bytes)?;
            let number = u32::try_from(tag >> 3).ok()?;
            let field = self.field(message, number);
            if tag & 7 == 3 && field.is_none() {
                bytes = after_group(bytes)?;
                continue;
            }
            let value = match tag & 7 {
                0 => Value::Number(varint(&mut bytes)?),
                2 => {
                    let len = usize::try_from(varint(&mut bytes)?).ok()?;
                    let (content, rest) = bytes.split_at_checked(len)?;
                    bytes = rest;
                    match field.filter(|field| field.r#type() == Type::Message) {
                        Some(field) => Value::Message(self.parse(short(field.type_name()), content)?),
                        None => Value::Bytes(content.to_vec()),
                    }
                }
                1 if field.is_none() => {
                    bytes = bytes.get(8..)?;
                    continue;
                }
                5 if field.is_none() => {
                    bytes = bytes.get(4..)?;
                    continue;
                }
                _ => return None,
            };
            let fits = field.is_none_or(|field| is_number(field) == matches!(value, Value::Number(_)));
            if !fits {
                return None;
            }
            nodes.push(Node { number, value });
        }
        Some(nodes)
    }

    /// The fields that differ between two messages as a receiver understands them.
    pub(crate) fn differences(&self, message: &str, a: &[Node], b: &[Node]) -> Vec<Difference> {
        let (a, b) = (self.understood(message, a), self.understood(message, b));
        let mut found = Vec::new();
        for field in self.fields(message) {
            let number = u32::try_from(field.number()).unwrap();
            let none = Vec::new();
            let (before, after) = (a.get(&number).unwrap_or(&none), b.get(&number).unwrap_or(&none));
            if before == after {
                continue;
            }
            let inner = short(field.type_name());
            let pairs = before.iter().zip(after);
            let messages = pairs.filter_map(|pair| match pair {
                (Value::Message(a), Value::Message(b)) => Some(self.differences(inner, a, b)),
                _ => None,
            });
            let inside: Vec<Difference> = messages.flatten().collect();
            let same_shape = before.len() == after.len() && field.r#type() == Type::Message;
            if !same_shape {
                found.push((format!("{message}.{}", field.name()), after.clone()));
            }
            found.extend(inside);
        }
        found
    }

    /// Values by field: the last of a single one, merged where it is a message, one of each oneof, no defaults.
    fn understood(&self, message: &str, nodes: &[Node]) -> BTreeMap<u32, Vec<Value>> {
        let mut values: BTreeMap<u32, Vec<Value>> = BTreeMap::new();
        for node in nodes {
            let Some(field) = self.field(message, node.number) else {
                continue;
            };
            if field.oneof_index.is_some() {
                for other in self.fields(message) {
                    if other.oneof_index == field.oneof_index && other.number != field.number {
                        values.remove(&u32::try_from(other.number()).unwrap());
                    }
                }
            }
            let held = values.entry(node.number).or_default();
            if field.label() == Label::Repeated {
                held.push(node.value.clone());
                continue;
            }
            match (held.first_mut(), &node.value) {
                (Some(Value::Message(held)), Value::Message(more)) => held.extend_from_slice(more),
                _ => *held = vec![node.value.clone()],
            }
            let default = [Value::Number(0), Value::Bytes(Vec::new())];
            if field.oneof_index.is_none() && default.contains(&node.value) {
                values.remove(&node.number);
            }
        }
        values
    }
}

/// The bytes of a tree.
pub(crate) fn encode(nodes: &[Node]) -> Vec<u8> {
    let mut out = Vec::new();
    for node in nodes {
        let tag = u64::from(node.number) << 3;
        match &node.value {
            Value::Number(number) => {
                put(&mut out, tag);
                put(&mut out, *number);
            }
            Value::Bytes(bytes) => put_bytes(&mut out, tag, bytes),
            Value::Message(nodes) => put_bytes(&mut out, tag, &encode(nodes)),
        }
    }
    out
}

/// The last part of a name like `.toguna.v1.Signed`.
pub(crate) fn short(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or_default()
}

/// Whether a field travels as a number.
pub(crate) fn is_number(field: &FieldDescriptorProto) -> bool {
    !matches!(field.r#type(), Type::Bytes | Type::String | Type::Message)
}

fn put_bytes(out: &mut Vec<u8>, tag: u64, bytes: &[u8]) {
    put(out, tag | 2);
    put(out, u64::try_from(bytes.len()).unwrap());
    out.extend_from_slice(bytes);
}

/// Writes a varint.
pub(crate) fn put(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    out.push(number.to_le_bytes()[0]);
}

/// What follows a group of a field nobody knows; groups in it are passed over one by one.
fn after_group(mut bytes: &[u8]) -> Option<&[u8]> {
    let mut open = 1;
    while open > 0 {
        let tag = varint(&mut bytes)?;
        match tag & 7 {
            0 => {
                varint(&mut bytes)?;
            }
            1 => bytes = bytes.get(8..)?,
            2 => {
                let len = usize::try_from(varint(&mut bytes)?).ok()?;
                bytes = bytes.get(len..)?;
            }
            3 => open += 1,
            4 => open -= 1,
            5 => bytes = bytes.get(4..)?,
            _ => return None,
        }
    }
    Some(bytes)
}

fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0u64;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f).checked_shl(shift)?;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

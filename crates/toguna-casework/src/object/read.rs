// SPDX-License-Identifier: MIT OR Apache-2.0
//! Reads an update, as Yjs writes it, to its last byte: its blocks, and what it deletes.

use super::lib0::Reader;
use super::{ObjectFault, ROOT};

const HAS_ORIGIN: u8 = 0x80;
const HAS_RIGHT_ORIGIN: u8 = 0x40;
const HAS_PARENT_SUB: u8 = 0x20;

/// One character, value or type: a client, and its own count.
pub(super) type Place = (u64, u32);

/// A run of places that one block fills.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) at: Place,
    pub(super) len: u32,
    pub(super) stands: Stands,
    pub(super) content: Content,
    /// Which of its places are the second halves of UTF-16 pairs, counted from its first.
    pub(super) halves: Vec<u32>,
}

/// Where a block stands.
#[derive(Clone, Debug)]
pub(super) enum Stands {
    /// A field of the object itself.
    Top(String),
    /// In the type at this place: under a key, or in its sequence.
    In(Place, Option<String>),
    /// In the line of its left neighbour and of its right one, of which there is one at least.
    Beside(Option<Place>, Option<Place>),
    /// Nowhere any more.
    Gone,
}

/// What a block is made of, as far as it decides where it may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// Was deleted; fits everywhere.
    Deleted,
    /// JSON values or bytes.
    Value,
    /// Characters, a change of their format, or something between them.
    Text,
    /// A type, which holds others.
    Type(Holds),
}

/// What a type holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// Fields under keys.
    Fields,
    /// Values one after another.
    Elements,
    /// Text.
    Text,
    /// Text of an XML tree; a node itself.
    NodeText,
    /// Nodes of an XML tree, and attributes under keys; a node itself.
    Nodes,
    /// Nodes of an XML tree; the tree itself.
    Tree,
}

type Deleted = Vec<(Place, u32)>;

/// The blocks of an update, and what it deletes.
pub(super) fn read(update: &[u8]) -> Result<(Vec<Block>, Deleted), ObjectFault> {
    let mut reader = Reader::new(update);
    let mut blocks = Vec::new();
    for _ in 0..reader.short()? {
        let count = reader.short()?;
        let client = reader.number()?;
        let mut clock = reader.short()?;
        for _ in 0..count {
            let block = read_block(&mut reader, (client, clock))?;
            clock = clock.checked_add(block.len).ok_or(ObjectFault::Malformed)?;
            blocks.push(block);
        }
    }
    let mut deleted = Vec::new();
    for _ in 0..reader.short()? {
        let client = reader.number()?;
        for _ in 0..reader.short()? {
            let clock = reader.short()?;
            deleted.push(((client, clock), reader.short()?));
        }
    }
    if reader.is_empty() {
        Ok((blocks, deleted))
    } else {
        Err(ObjectFault::Malformed)
    }
}

fn read_block(reader: &mut Reader<'_>, at: Place) -> Result<Block, ObjectFault> {
    let info = reader.u8()?;
    if info == 0 {
        let len = not_empty(reader.short()?)?;
        return Ok(Block {
            at,
            len,
            stands: Stands::Gone,
            content: Content::Deleted,
            halves: Vec::new(),
        });
    }
    let left = read_origin(reader, info & HAS_ORIGIN != 0)?;
    let right = read_origin(reader, info & HAS_RIGHT_ORIGIN != 0)?;
    let stands = match (left, right) {
        (None, None) => read_parent(reader, info & HAS_PARENT_SUB != 0)?,
        (left, right) => Stands::Beside(left, right),
    };
    let mut halves = Vec::new();
    let (len, content) = read_content(reader, info & 0x1F, &mut halves)?;
    Ok(Block {
        at,
        len: not_empty(len)?,
        stands,
        content,
        halves,
    })
}

/// The object itself has fields and no sequence, and is the only root.
fn read_parent(reader: &mut Reader<'_>, keyed: bool) -> Result<Stands, ObjectFault> {
    let top = reader.number()? == 1;
    let parent = if top {
        (reader.string()? == ROOT)
            .then_some(None)
            .ok_or(ObjectFault::Malformed)?
    } else {
        Some((reader.number()?, reader.short()?))
    };
    let key = keyed.then(|| reader.string().map(str::to_owned)).transpose()?;
    match (parent, key) {
        (Some(parent), key) => Ok(Stands::In(parent, key)),
        (None, Some(key)) => Ok(Stands::Top(key)),
        (None, None) => Err(ObjectFault::Malformed),
    }
}

fn read_origin(reader: &mut Reader<'_>, there: bool) -> Result<Option<Place>, ObjectFault> {
    there.then(|| Ok((reader.number()?, reader.short()?))).transpose()
}

/// How many places a content fills, and what it is. Documents inside documents, links and JSON of the first days of Yjs
/// are no content of objects.
fn read_content(
    reader: &mut Reader<'_>,
    kind: u8,
    halves: &mut Vec<u32>,
) -> Result<(u32, Content), ObjectFault> {
    match kind {
        1 => Ok((reader.short()?, Content::Deleted)),
        3 => reader.bytes().map(|_| (1, Content::Value)),
        4 => {
            let mut len = 0u32;
            for unit in reader.string()?.encode_utf16() {
                if (0xDC00..0xE000).contains(&unit) {
                    halves.push(len);
                }
                len = len.checked_add(1).ok_or(ObjectFault::Malformed)?;
            }
            Ok((len, Content::Text))
        }
        5 => reader.json().map(|()| (1, Content::Text)),
        6 => {
            reader.string()?;
            reader.json().map(|()| (1, Content::Text))
        }
        7 => Ok((1, Content::Type(read_type(reader)?))),
        8 => {
            let len = reader.short()?;
            for _ in 0..len {
                reader.any(0)?;
            }
            Ok((len, Content::Value))
        }
        _ => Err(ObjectFault::Malformed),
    }
}

fn read_type(reader: &mut Reader<'_>) -> Result<Holds, ObjectFault> {
    match reader.u8()? {
        0 => Ok(Holds::Elements),
        1 => Ok(Holds::Fields),
        2 => Ok(Holds::Text),
        3 => reader.string().map(|_| Holds::Nodes),
        4 => Ok(Holds::Tree),
        6 => Ok(Holds::NodeText),
        _ => Err(ObjectFault::Malformed),
    }
}

const fn not_empty(len: u32) -> Result<u32, ObjectFault> {
    if len == 0 {
        Err(ObjectFault::Malformed)
    } else {
        Ok(len)
    }
}

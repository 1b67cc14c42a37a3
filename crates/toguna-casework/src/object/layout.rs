// SPDX-License-Identifier: MIT OR Apache-2.0
//! What an object is built of: which places each client has filled, how deep they lie, which of them hold others.
//!
//! yrs takes an update in as far as it can, waits for what is missing, and recurses as deep as types nest. None of that
//! may depend on what an author likes. So each update is looked at first: it goes on exactly where its author stood, it
//! refers to nothing that is not there, and it nests no deeper than [`DEPTH`].

use std::collections::BTreeMap;

use super::lib0::Reader;
use super::{ClientId, DEPTH, ObjectFault};

const HAS_ORIGIN: u8 = 0x80;
const HAS_RIGHT_ORIGIN: u8 = 0x40;
const HAS_PARENT_SUB: u8 = 0x20;

/// One character, value or type: a client, and its own count.
type Place = (u64, u32);

/// A run of places that one block fills.
#[derive(Clone, Copy, Debug)]
struct Block {
    at: Place,
    len: u32,
    stands: Stands,
    /// Whether it holds other places.
    holds: bool,
}

/// Where a block stands.
#[derive(Clone, Copy, Debug)]
enum Stands {
    /// At the top of the object.
    Top,
    /// In the type at this place.
    In(Place),
    /// In whatever the block at this place stands in; the other neighbour, if there is one, must be there too.
    Beside(Place, Option<Place>),
    /// Nowhere any more.
    Gone,
}

/// A run of places in the object.
#[derive(Clone, Copy, Debug)]
struct Run {
    len: u32,
    depth: u8,
    holds: bool,
}

/// All places of an object.
#[derive(Debug, Default)]
pub(super) struct Layout {
    runs: BTreeMap<Place, Run>,
    next: BTreeMap<u64, u32>,
}

impl Layout {
    /// The layout of a document's own state.
    pub(super) fn of_state(state: &[u8]) -> Result<Self, ObjectFault> {
        let (mut blocks, _) = read(state)?;
        let mut layout = Self::default();
        // Clients stand in any order, and build on each other.
        while !blocks.is_empty() {
            let before = blocks.len();
            blocks.retain(|block| layout.enter(*block).is_err());
            if blocks.len() == before {
                return Err(ObjectFault::Missing);
            }
        }
        Ok(layout)
    }

    /// Enters an update of `author`, or leaves everything as it was.
    pub(super) fn take_in(&mut self, author: ClientId, update: &[u8]) -> Result<(), ObjectFault> {
        let (blocks, deleted) = read(update)?;
        let author = author.get();
        if blocks.iter().any(|block| block.at.0 != author) {
            return Err(ObjectFault::Foreign);
        }
        let stood = self.next.get(&author).copied().unwrap_or(0);
        let taken = self.enter_all(&blocks, stood, &deleted);
        if taken.is_err() {
            self.runs
                .retain(|(client, clock), _| *client != author || *clock < stood);
            self.next.insert(author, stood);
        }
        taken
    }

    fn enter_all(
        &mut self,
        blocks: &[Block],
        stood: u32,
        deleted: &[(Place, u32)],
    ) -> Result<(), ObjectFault> {
        let mut next = stood;
        for block in blocks {
            if block.at.1 != next {
                return Err(ObjectFault::Missing); // said before, or something between is left out
            }
            next = next.checked_add(block.len).ok_or(ObjectFault::Malformed)?;
            self.enter(*block)?;
        }
        for ((client, clock), len) in deleted {
            let end = clock.checked_add(*len).ok_or(ObjectFault::Malformed)?;
            if self.next.get(client).is_none_or(|next| end > *next) {
                return Err(ObjectFault::Missing);
            }
        }
        Ok(())
    }

    fn enter(&mut self, block: Block) -> Result<(), ObjectFault> {
        let depth = match block.stands {
            Stands::Top | Stands::Gone => 0,
            Stands::In(parent) => {
                let parent = self.run(parent).ok_or(ObjectFault::Missing)?;
                if !parent.holds {
                    return Err(ObjectFault::Malformed);
                }
                parent.depth.saturating_add(1)
            }
            Stands::Beside(one, other) => {
                if other.is_some_and(|other| self.run(other).is_none()) {
                    return Err(ObjectFault::Missing);
                }
                self.run(one).ok_or(ObjectFault::Missing)?.depth
            }
        };
        if depth >= DEPTH {
            return Err(ObjectFault::TooDeep);
        }
        let end = block.at.1.checked_add(block.len).ok_or(ObjectFault::Malformed)?;
        let run = Run {
            len: block.len,
            depth,
            holds: block.holds,
        };
        self.runs.insert(block.at, run);
        let next = self.next.entry(block.at.0).or_insert(0);
        *next = end.max(*next);
        Ok(())
    }

    /// The run that a place lies in.
    fn run(&self, (client, clock): Place) -> Option<Run> {
        let (&(_, from), run) = self.runs.range((client, 0)..=(client, clock)).next_back()?;
        (clock < from.saturating_add(run.len)).then_some(*run)
    }
}

type Deleted = Vec<(Place, u32)>;

/// Reads an update to its last byte: its blocks, and what it deletes.
fn read(update: &[u8]) -> Result<(Vec<Block>, Deleted), ObjectFault> {
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
            holds: false,
        });
    }
    let left = read_origin(reader, info & HAS_ORIGIN != 0)?;
    let right = read_origin(reader, info & HAS_RIGHT_ORIGIN != 0)?;
    let stands = match left.or(right) {
        Some(place) => Stands::Beside(place, left.and(right)),
        None if reader.number()? == 1 => {
            reader.string()?;
            Stands::Top
        }
        None => Stands::In((reader.number()?, reader.short()?)),
    };
    if left.or(right).is_none() && info & HAS_PARENT_SUB != 0 {
        reader.string()?;
    }
    let (len, holds) = read_content(reader, info & 0x1F)?;
    Ok(Block {
        at,
        len: not_empty(len)?,
        stands,
        holds,
    })
}

fn read_origin(reader: &mut Reader<'_>, there: bool) -> Result<Option<Place>, ObjectFault> {
    there.then(|| Ok((reader.number()?, reader.short()?))).transpose()
}

/// How many places a content fills, and whether it holds others. Documents inside documents, links and JSON of the first
/// days of Yjs are no content of objects.
fn read_content(reader: &mut Reader<'_>, kind: u8) -> Result<(u32, bool), ObjectFault> {
    match kind {
        1 => Ok((reader.short()?, false)),
        3 => reader.bytes().map(|_| (1, false)),
        4 => {
            let units = reader.string()?.encode_utf16().count();
            let len = u32::try_from(units).map_err(|_| ObjectFault::Malformed)?;
            Ok((len, false))
        }
        5 => reader.json().map(|()| (1, false)),
        6 => {
            reader.string()?;
            reader.json().map(|()| (1, false))
        }
        7 => match reader.u8()? {
            0 | 1 | 2 | 4 | 6 => Ok((1, true)),
            3 => reader.string().map(|_| (1, true)),
            _ => Err(ObjectFault::Malformed),
        },
        8 => {
            let len = reader.short()?;
            for _ in 0..len {
                reader.any(0)?;
            }
            Ok((len, false))
        }
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

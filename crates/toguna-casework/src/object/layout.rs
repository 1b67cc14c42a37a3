// SPDX-License-Identifier: MIT OR Apache-2.0
//! What an object is built of: which places each client has filled, how deep they lie, which of them hold others.
//!
//! yrs takes an update in as far as it can, waits for what is missing, and recurses as deep as types nest. None of that
//! may depend on what an author likes. So each update is looked at first: it goes on exactly where its author stood, it
//! refers to nothing that is not there, it nests no deeper than [`DEPTH`], it cuts no character in two, and every
//! content stands where its kind may: over characters in a list, for one, yrs would go for ever.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::read::{Block, Content, Holds, Place, Stands, read};
use super::{ClientId, DEPTH, ObjectFault};

/// How many places one client may fill: yrs subtracts them as signed numbers.
const PLACES: u32 = i32::MAX.unsigned_abs();

/// What stands one behind the other: the sequence of a type, or all that one of its keys ever held.
#[derive(Debug, PartialEq, Eq)]
enum Line {
    Of {
        /// The type; none is the object itself.
        parent: Option<Place>,
        key: Option<String>,
        takes: Takes,
        depth: u8,
    },
    /// What stands here is kept by nobody.
    Gone,
}

/// What may stand in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Takes {
    Values,
    Text,
    Nodes,
}

impl Takes {
    fn may_hold(self, content: Content) -> bool {
        match (self, content) {
            (_, Content::Deleted) | (Self::Text, Content::Text) => true,
            (Self::Values, Content::Value) => true,
            (Self::Values | Self::Text, Content::Type(holds)) => holds != Holds::Nodes,
            (Self::Nodes, Content::Type(holds)) => matches!(holds, Holds::Nodes | Holds::NodeText),
            _ => false,
        }
    }
}

/// A run of places in the object.
#[derive(Clone, Debug)]
struct Run {
    len: u32,
    content: Content,
    line: Arc<Line>,
    /// Its second halves of UTF-16 pairs.
    halves: Box<[u32]>,
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
            blocks.retain(|block| layout.enter(block).is_err());
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
            self.enter(block)?;
        }
        for ((client, clock), len) in deleted {
            let end = clock.checked_add(*len).ok_or(ObjectFault::Malformed)?;
            if self.next.get(client).is_none_or(|next| end > *next) {
                return Err(ObjectFault::Missing);
            }
            self.check_cut((*client, *clock))?;
            self.check_cut((*client, end))?;
        }
        Ok(())
    }

    fn enter(&mut self, block: &Block) -> Result<(), ObjectFault> {
        let line = self.line(&block.stands)?;
        if let Line::Of { takes, depth, .. } = *line {
            if depth >= DEPTH {
                return Err(ObjectFault::TooDeep);
            }
            if !takes.may_hold(block.content) {
                return Err(ObjectFault::Malformed);
            }
        }
        let end = block.at.1.checked_add(block.len).ok_or(ObjectFault::Malformed)?;
        if end > PLACES {
            return Err(ObjectFault::Malformed);
        }
        let run = Run {
            len: block.len,
            content: block.content,
            line,
            halves: block.halves.as_slice().into(),
        };
        self.runs.insert(block.at, run);
        let next = self.next.entry(block.at.0).or_insert(0);
        *next = end.max(*next);
        Ok(())
    }

    /// The line that a block stands in.
    fn line(&self, stands: &Stands) -> Result<Arc<Line>, ObjectFault> {
        match stands {
            Stands::Gone => Ok(Arc::new(Line::Gone)),
            Stands::Top(key) => Ok(Arc::new(Line::Of {
                parent: None,
                key: Some(key.clone()),
                takes: Takes::Values,
                depth: 0,
            })),
            Stands::Beside(left, right) => self.line_between(*left, *right),
            Stands::In(parent, key) => self.line_in(*parent, key.as_ref()),
        }
    }

    fn line_between(&self, left: Option<Place>, right: Option<Place>) -> Result<Arc<Line>, ObjectFault> {
        let line_of = |place| Ok(&self.run(place).ok_or(ObjectFault::Missing)?.line);
        if let Some((client, clock)) = left {
            self.check_cut((client, clock.saturating_add(1)))?;
        }
        if let Some(right) = right {
            self.check_cut(right)?;
        }
        match (left.map(line_of).transpose()?, right.map(line_of).transpose()?) {
            (Some(one), Some(other)) if one != other => Err(ObjectFault::Malformed),
            (Some(line), _) | (None, Some(line)) => Ok(Arc::clone(line)),
            (None, None) => Err(ObjectFault::Malformed),
        }
    }

    /// Refuses a cut before this place if it goes through a character: its halves would become other ones, and on a
    /// device that opens the object anew not the same.
    fn check_cut(&self, (client, clock): Place) -> Result<(), ObjectFault> {
        let Some((&(_, from), run)) = self.runs.range((client, 0)..=(client, clock)).next_back() else {
            return Ok(());
        };
        match run.halves.binary_search(&clock.saturating_sub(from)) {
            Ok(_) => Err(ObjectFault::Malformed),
            Err(_) => Ok(()),
        }
    }

    fn line_in(&self, parent: Place, key: Option<&String>) -> Result<Arc<Line>, ObjectFault> {
        let run = self.run(parent).ok_or(ObjectFault::Missing)?;
        let Content::Type(holds) = run.content else {
            return Err(ObjectFault::Malformed);
        };
        let Line::Of { depth, .. } = *run.line else {
            return Ok(Arc::clone(&run.line));
        };
        let takes = match (holds, key) {
            (Holds::Fields | Holds::Text | Holds::NodeText | Holds::Nodes, Some(_))
            | (Holds::Elements, None) => Takes::Values,
            (Holds::Text | Holds::NodeText, None) => Takes::Text,
            (Holds::Nodes | Holds::Tree, None) => Takes::Nodes,
            (Holds::Fields, None) | (Holds::Elements | Holds::Tree, Some(_)) => {
                return Err(ObjectFault::Malformed);
            }
        };
        Ok(Arc::new(Line::Of {
            parent: Some(parent),
            key: key.cloned(),
            takes,
            depth: depth.saturating_add(1),
        }))
    }

    /// The run that a place lies in.
    fn run(&self, (client, clock): Place) -> Option<&Run> {
        let (&(_, from), run) = self.runs.range((client, 0)..=(client, clock)).next_back()?;
        (clock < from.saturating_add(run.len)).then_some(run)
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! The search of the relay, its control, and the verdict.
//!
//! A search that finds nothing proves nothing by itself. Three things that must be found show that it looks: the
//! handles in the relay's store, the folder's name in its memory, and one secret word that is written, in every
//! spelling, into a copy of the store.

use std::fs::{self, File};
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;

use serde::Serialize;
use toguna_sdk::Options;

use super::acts::Play;
use super::cast::Who;
use super::needle::{Needles, WAYS, spellings};
use super::search::{self, Haul, files, folder};
use super::{memory, narrator};
use crate::catalogue::Arg;
use crate::fault::{Fault, Own};
use crate::neutral;
use crate::output::Style;
use crate::words::short;

/// What a program reads.
#[derive(Serialize)]
struct Row {
    leaked: usize,
    control_found: bool,
    handles_found: bool,
    memory_searched: bool,
    needles: usize,
    spellings: usize,
    bytes: u64,
    seconds: u64,
}

/// What each place gave.
struct Search {
    files: Haul,
    log: Haul,
    memories: Vec<Memory>,
    handles: bool,
    control: bool,
}

struct Memory {
    process: Option<u32>,
    haul: Option<Haul>,
}

impl Play<'_> {
    /// Searches everything the relay has, then says what that means.
    pub(super) async fn verdict(mut self) -> Result<(), Fault> {
        self.narrator.act("tale-act-search")?;
        let search = self.search()?;
        self.relay.kill()?;
        self.report(&search)?;
        let leaked = search.hauls().map(|haul| haul.found.len()).sum::<usize>();
        self.conclude(&search, leaked)?;
        if leaked > 0 {
            return Err(Own::DemoLeaked.into());
        }
        if !search.control || !search.handles {
            return Err(Own::DemoControlMissed.into());
        }
        if self.place.is_kept() {
            self.go_on()?;
        }
        Ok(())
    }
}

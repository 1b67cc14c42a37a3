// SPDX-License-Identifier: MIT OR Apache-2.0
//! The search of the relay, its control, and the verdict.
//!
//! A search that finds nothing proves nothing by itself. Three things that must be found show that it looks: the
//! handles in the relay's store, the folder's name in its memory, and one secret word that is written, in every
//! spelling, into a copy of the store.

use std::fs::{self, File};
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use serde::Serialize;
use toguna_sdk::Options;

use super::acts::Play;
use super::cast::{Defender, Who};
use super::needle::{Needles, WAYS, spellings};
use super::search::{self, Haul, files, folder};
use super::{RELAY, memory};
use crate::catalogue::Arg;
use crate::fault::{Fault, Own};
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

/// The memory of one process.
pub(super) struct Memory {
    process: u32,
    /// `None` where the system does not let us look.
    haul: Option<Haul>,
}

impl Search {
    fn hauls(&self) -> impl Iterator<Item = &Haul> {
        let memories = self.memories.iter().filter_map(|memory| memory.haul.as_ref());
        [&self.files, &self.log].into_iter().chain(memories)
    }

    fn leaked(&self) -> usize {
        self.hauls().map(|haul| haul.found.len()).sum()
    }

    fn memory_searched(&self) -> bool {
        self.memories.iter().all(|memory| memory.haul.is_some())
    }
}

impl Play<'_> {
    /// Searches everything the relay has, then says what that means.
    pub(super) fn verdict(mut self) -> Result<(), Fault> {
        self.narrator.act("tale-act-search")?;
        let search = self.search()?;
        self.relay.kill()?;
        self.report(&search)?;
        self.conclude(&search)?;
        if search.leaked() > 0 {
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

    /// Searches the relay's memory as it is now.
    pub(super) fn memory(&self) -> Result<Memory, Fault> {
        let path = self.relay.folder().to_string_lossy().into_owned();
        let known = Needles::new(vec![path])?;
        let process = self.relay.pid();
        let haul = memory::search(&self.needles, &known, process).ok();
        Ok(Memory { process, haul })
    }

    fn search(&mut self) -> Result<Search, Fault> {
        let unreadable = |_| Own::DemoControlMissed;
        let second = self.memory()?;
        let data = self.relay.folder();
        let mut log = File::open(self.relay.log()).map_err(unreadable)?;
        let files = folder(&self.needles, data).map_err(unreadable)?;
        let log = search::stream(&self.needles, &mut log, "relay.log").map_err(unreadable)?;
        Ok(Search {
            files,
            log,
            handles: handles_found(data).map_err(unreadable)?,
            control: self.control().map_err(unreadable)?,
            memories: self.first_memory.take().into_iter().chain([second]).collect(),
        })
    }

    /// Writes a secret word, in every spelling, into a copy of the store, and searches that.
    fn control(&self) -> io::Result<bool> {
        let word = self.script.queued.mark();
        let copy = self.place.path().join("control");
        copy_folder(self.relay.folder(), &copy)?;
        plant(&copy, word)?;
        let found = folder(&self.needles, &copy)?.found;
        fs::remove_dir_all(&copy)?;
        Ok(spellings(word).iter().all(|(spelling, _)| {
            found
                .iter()
                .any(|(sighting, _)| sighting.text == word && sighting.spelling == *spelling)
        }))
    }

    fn report(&self, search: &Search) -> Result<(), Fault> {
        let narrator = &self.narrator;
        let counted = |haul: &Haul| {
            [
                ("bytes", Arg::Number(haul.bytes)),
                ("hits", Arg::from(haul.found.len())),
            ]
        };
        let args = [
            ("needles", Arg::from(self.needles.len())),
            ("spellings", Arg::from(WAYS)),
        ];
        narrator.tell("tale-needles", &args)?;
        narrator.tell("tale-files", &counted(&search.files))?;
        narrator.tell("tale-log", &counted(&search.log))?;
        for memory in &search.memories {
            let process = ("pid", Arg::Code(memory.process.to_string()));
            match &memory.haul {
                Some(haul) => {
                    let [bytes, hits] = counted(haul);
                    narrator.tell("tale-memory", &[process, bytes, hits])?;
                }
                None => narrator.end(Style::Warning, "tale-memory-closed", &[process])?,
            }
        }
        if search.memory_searched() {
            narrator.end(Style::Faint, "tale-memory-note", &[])?;
        }
        for (sighting, place) in search.hauls().flat_map(|haul| &haul.found) {
            let args = [
                ("needle", Arg::Theirs(&sighting.text)),
                ("spelling", Arg::Code(sighting.spelling.name().to_owned())),
                ("place", Arg::Theirs(place)),
            ];
            narrator.end(Style::Bad, "tale-hit", &args)?;
        }
        self.report_controls(search)
    }

    fn report_controls(&self, search: &Search) -> Result<(), Fault> {
        let narrator = &self.narrator;
        let handles = Who::ALL.map(Who::handle).join(narrator.words().comma());
        if search.handles {
            narrator.tell("tale-handles", &[("handles", Arg::Theirs(&handles))])?;
        } else {
            narrator.end(Style::Bad, "tale-handles-missed", &[])?;
        }
        if search.control {
            narrator.tell("tale-control", &[])?;
        }
        narrator.tell("tale-knows", &[])
    }

    fn conclude(&self, search: &Search) -> Result<(), Fault> {
        let narrator = &self.narrator;
        let leaked = search.leaked();
        let seconds = self.seconds();
        let sound = search.control && search.handles;
        if self.session.out.json() {
            return self.session.out.row(&Row {
                leaked,
                control_found: search.control,
                handles_found: search.handles,
                memory_searched: search.memory_searched(),
                needles: self.needles.len(),
                spellings: WAYS,
                bytes: search.hauls().map(|haul| haul.bytes).sum(),
                seconds,
            });
        }
        narrator.line("")?;
        match (leaked, sound, search.memory_searched()) {
            (0, true, true) => narrator.end(Style::Good, "tale-verdict-good", &[])?,
            (0, true, false) => narrator.end(Style::Good, "tale-verdict-files-good", &[])?,
            // The fault says it.
            (0, false, _) => {}
            (hits, _, _) => narrator.end(Style::Bad, "tale-verdict-bad", &[("hits", Arg::from(hits))])?,
        }
        narrator.end(Style::Faint, "tale-took", &[("seconds", Arg::Number(seconds))])
    }

    /// Says how to go on by hand.
    fn go_on(&self) -> Result<(), Fault> {
        let narrator = &self.narrator;
        self.cast.iter().try_for_each(Defender::note_passphrase)?;
        let place = self.place.path().to_string_lossy();
        narrator.line("")?;
        narrator.tell("tale-kept", &[("place", Arg::Theirs(&place))])?;
        let program = std::env::current_exe().unwrap_or_else(|_| PathBuf::from("toguna"));
        let program = quoted(&program);
        let data = quoted(self.relay.folder());
        narrator.line(&format!("     {program} {RELAY} serve --data {data}"))?;
        let [amal, beatrice, _] = &self.cast;
        for (defender, command) in [(amal, "read"), (beatrice, "follow")] {
            let name = defender.who.name(narrator.words());
            narrator.tell("tale-kept-then", &[("name", Arg::Own(name))])?;
            let home = quoted(defender.home());
            let file = quoted(&defender.passphrase_file());
            let space = short(self.space);
            narrator.line(&format!(
                "     {program} --home {home} --passphrase-file {file} {command} {space}"
            ))?;
        }
        Ok(())
    }
}

/// Mebibytes that one guess at a passphrase takes.
pub(super) fn mebibytes_a_guess() -> u64 {
    u64::from(Options::default().cost.memory_kib / 1024)
}

/// Whether all three handles stand in the relay's files, as the directory must have them.
fn handles_found(data: &Path) -> io::Result<bool> {
    let handles = Who::ALL.map(|who| who.handle().to_owned());
    let Ok(needles) = Needles::new(handles.to_vec()) else {
        return Ok(false);
    };
    let found = folder(&needles, data)?.found;
    let there = |handle: &String| found.iter().any(|(sighting, _)| sighting.text == *handle);
    Ok(handles.iter().all(there))
}

fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    for path in files(from)? {
        let copy = to.join(path.strip_prefix(from).unwrap_or(&path));
        if let Some(folder) = copy.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::copy(path, copy)?;
    }
    Ok(())
}

/// Writes a word over the middle of the largest file, once in every spelling.
fn plant(folder: &Path, word: &str) -> io::Result<()> {
    let mut largest = (0, None);
    for path in files(folder)? {
        let length = fs::metadata(&path)?.len();
        if length >= largest.0 {
            largest = (length, Some(path));
        }
    }
    let (length, path) = largest;
    let mut file = File::options()
        .write(true)
        .open(path.ok_or(io::ErrorKind::NotFound)?)?;
    file.seek(SeekFrom::Start(length / 2))?;
    for (_, spelled) in spellings(word) {
        file.write_all(&spelled)?;
        file.write_all(&[0])?;
    }
    Ok(())
}

/// A path as a shell takes it.
fn quoted(path: &Path) -> String {
    let text = path.to_string_lossy();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '_');
    if text.chars().all(plain) {
        return text.into_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_planted_in_a_copy_is_found_in_every_spelling() {
        let place = tempfile::tempdir().unwrap();
        let (from, to) = (place.path().join("from"), place.path().join("to"));
        fs::create_dir(&from).unwrap();
        fs::write(from.join("db"), vec![7; 5000]).unwrap();
        copy_folder(&from, &to).unwrap();
        plant(&to, "TESTEMUNHA").unwrap();
        let needles = Needles::new(vec!["TESTEMUNHA".to_owned()]).unwrap();
        assert_eq!(folder(&needles, &to).unwrap().found.len(), 4);
        assert_eq!(folder(&needles, &from).unwrap().found.len(), 0);
    }

    #[test]
    fn a_path_with_a_space_is_quoted() {
        assert_eq!(quoted(Path::new("/tmp/x-1")), "/tmp/x-1");
        assert_eq!(quoted(Path::new("/tmp/it's here")), r"'/tmp/it'\''s here'");
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! What the relay holds beside what a member sees.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;

use toguna_sdk::ShownKind;

use super::acts::Play;
use super::cast::Who;
use super::narrator::{columns, wrap};
use super::search::files;
use crate::catalogue::Arg;
use crate::fault::{Fault, Own};
use crate::neutral;
use crate::output::Style;

impl Play<'_> {
    /// Shows both.
    pub(super) fn sight(&mut self) -> Result<(), Fault> {
        self.narrator.act("tale-act-sight")?;
        let held = holdings(self.relay.folder())?;
        let args = [
            ("files", Arg::from(held.files)),
            ("bytes", Arg::Number(held.bytes)),
        ];
        let words = self.narrator.words();
        let member = ("name", Arg::Own(Who::Beatrice.name(words)));
        let left_head = words.with("tale-holds", &args);
        let right_head = words.with("tale-sees", &[member]);
        let seen = self.seen(Who::Beatrice)?;
        let room = self.narrator.width().saturating_sub(INDENT).saturating_sub(LEFT);
        if room >= NARROWEST {
            let right = std::iter::once(right_head)
                .chain(seen)
                .flat_map(|line| wrap(&line, room))
                .collect::<Vec<_>>();
            return self.beside(&wrap(&left_head, LEFT.saturating_sub(3)), &held.sample, &right);
        }
        self.narrator.end(Style::Bold, "tale-holds", &args)?;
        for row in dump(&held.sample).iter().take(8) {
            self.narrator.styled(Style::Faint, &format!("     {row}"))?;
        }
        self.narrator.styled(Style::Bold, &format!("   {right_head}"))?;
        seen.iter()
            .try_for_each(|line| self.narrator.line(&format!("     {line}")))
    }

    fn beside(&self, head: &[String], sample: &[u8], right: &[String]) -> Result<(), Fault> {
        let left = head
            .iter()
            .cloned()
            .chain(dump(sample))
            .take(right.len().max(head.len()));
        let left = left.collect::<Vec<_>>();
        for row in 0..right.len().max(left.len()) {
            let left = left.get(row).map(String::as_str).unwrap_or_default();
            let right = right.get(row).map(String::as_str).unwrap_or_default();
            let gap = " ".repeat(LEFT.saturating_sub(columns(left)));
            self.narrator.line(&format!("   {left}{gap}{right}"))?;
        }
        Ok(())
    }

    /// What a member's device shows, a line an entry.
    fn seen(&self, who: Who) -> Result<Vec<String>, Fault> {
        let around = self.narrator.words().around();
        let title = neutral::line(&self.script.title, around);
        let mut lines = vec![title];
        for shown in self.reads(who, None)? {
            if matches!(shown.kind, ShownKind::Said) {
                let author = neutral::line(shown.handle.as_deref().unwrap_or_default(), around);
                lines.push(format!("{author}: {}", neutral::line(&shown.text, around)));
            }
        }
        Ok(lines)
    }
}

struct Holdings {
    files: usize,
    bytes: u64,
    sample: Vec<u8>,
}

/// Counts the relay's files and takes a piece out of the largest.
fn holdings(folder: &Path) -> Result<Holdings, Fault> {
    let strayed = |_| Own::DemoStrayed;
    let paths = files(folder).map_err(strayed)?;
    let mut held = Holdings {
        files: paths.len(),
        bytes: 0,
        sample: Vec::new(),
    };
    let mut largest = 0;
    for path in paths {
        let mut file = File::open(path).map_err(strayed)?;
        let length = file.metadata().map_err(strayed)?.len();
        held.bytes = held.bytes.saturating_add(length);
        if length > largest {
            largest = length;
            held.sample = busiest(&mut file).map_err(strayed)?;
        }
    }
    Ok(held)
}

/// The piece of a file with the fewest bytes alike: what is stored, not what is set aside for later.
fn busiest(file: &mut File) -> std::io::Result<Vec<u8>> {
    let mut best = (0, Vec::new());
    let mut piece = vec![0; SAMPLE];
    file.seek(SeekFrom::Start(0))?;
    while file.read_exact(&mut piece).is_ok() {
        let variety = piece.iter().collect::<BTreeSet<_>>().len();
        if variety > best.0 {
            best = (variety, piece.clone());
        }
    }
    Ok(best.1)
}

/// Bytes in hexadecimal and as far as they are letters, a few in a row.
fn dump(bytes: &[u8]) -> Vec<String> {
    bytes
        .chunks(ROW)
        .map(|row| {
            let hex = row.iter().map(|byte| format!("{byte:02x} ")).collect::<String>();
            let text = row.iter().map(|byte| letter(*byte)).collect::<String>();
            format!("{hex:<24} {text}")
        })
        .collect()
}

fn letter(byte: u8) -> char {
    if byte.is_ascii_graphic() {
        char::from(byte)
    } else {
        '·'
    }
}

/// Bytes shown in a row.
const ROW: usize = 8;
/// Columns of the left side: the row, its letters, and a gap.
const LEFT: usize = 36;
/// Columns before both.
const INDENT: usize = 3;
/// Columns below which the right side goes under the left one.
const NARROWEST: usize = 40;
/// Bytes of the piece that is shown.
const SAMPLE: usize = 320;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_piece_shown_is_not_an_empty_one() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("db");
        let busy = (0..SAMPLE).map(|n| u8::try_from(n % 251).unwrap());
        let bytes = [vec![0; 4 * SAMPLE], busy.collect(), vec![0; SAMPLE]].concat();
        std::fs::write(&path, bytes).unwrap();
        let held = holdings(place.path()).unwrap();
        assert_eq!((held.files, held.sample.first()), (1, Some(&0)));
        assert!(held.sample.contains(&250));
        assert!(dump(&held.sample).iter().all(|row| columns(row) <= LEFT - 2));
    }
}

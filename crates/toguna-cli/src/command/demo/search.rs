// SPDX-License-Identifier: MIT OR Apache-2.0
//! Searching files, whole folders, and anything else that can be read from one end to the other.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::needle::{Needles, Sighting};

/// What was searched, and what was found there.
#[derive(Debug, Default)]
pub(super) struct Haul {
    /// Bytes searched.
    pub(super) bytes: u64,
    /// What was found, with the name of the place.
    pub(super) found: BTreeSet<(Sighting, String)>,
}

impl Haul {
    /// Takes in another haul.
    pub(super) fn absorb(&mut self, other: Self) {
        self.bytes = self.bytes.saturating_add(other.bytes);
        self.found.extend(other.found);
    }
}

/// Searches what `source` yields, in pieces that overlap by the longest spelling.
pub(super) fn stream(needles: &Needles, source: &mut impl Read, place: &str) -> io::Result<Haul> {
    let overlap = needles.longest();
    let mut haul = Haul::default();
    let mut piece = vec![0; PIECE.saturating_add(overlap)];
    let mut kept = 0_usize;
    loop {
        let room = piece.get_mut(kept..).unwrap_or_default();
        let read = match source.read(room) {
            Ok(0) => return Ok(haul),
            Ok(read) => read,
            Err(fault) if fault.kind() == io::ErrorKind::Interrupted => continue,
            Err(fault) => return Err(fault),
        };
        haul.bytes = haul.bytes.saturating_add(u64::try_from(read).unwrap_or_default());
        let filled = kept.saturating_add(read);
        let text = piece.get(..filled).unwrap_or_default();
        haul.found
            .extend(needles.find(text).map(|found| (found, place.to_owned())));
        kept = filled.min(overlap);
        piece.copy_within(filled.saturating_sub(kept)..filled, 0);
    }
}

/// Searches every file below a folder, and the names of the files.
pub(super) fn folder(needles: &Needles, folder: &Path) -> io::Result<Haul> {
    let mut haul = Haul::default();
    for path in files(folder)? {
        let name = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy();
        haul.absorb(stream(needles, &mut name.as_bytes(), &name)?);
        haul.absorb(stream(needles, &mut File::open(&path)?, &name)?);
    }
    Ok(haul)
}

/// Every file below a folder, in order.
pub(super) fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next)? {
            let entry = entry?;
            let kind = entry.file_type()?;
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() {
                files.push(entry.path());
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Bytes looked at in one go.
const PIECE: usize = 1024 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    /// Hands out a few bytes at a time.
    struct Slow<'a>(&'a [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
            let n = self.0.len().min(5).min(to.len());
            to[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    #[test]
    fn a_word_across_two_pieces_is_found_once() {
        let needles = Needles::new(vec!["testemunha".to_owned()]).unwrap();
        let hay = [&[b'.'; 33][..], b"testemunha", &[b'.'; 40]].concat();
        let haul = stream(&needles, &mut Slow(&hay), "here").unwrap();
        assert_eq!((haul.bytes, haul.found.len()), (83, 1));
    }

    #[test]
    fn folders_are_searched_to_their_depth_and_file_names_too() {
        let place = tempfile::tempdir().unwrap();
        fs::create_dir_all(place.path().join("a/b")).unwrap();
        fs::write(place.path().join("a/b/c"), "x testemunha x").unwrap();
        fs::write(place.path().join("gravação.log"), "").unwrap();
        let needles = Needles::new(vec!["testemunha".to_owned(), "gravação".to_owned()]).unwrap();
        let places = folder(&needles, place.path()).unwrap().found;
        let places = places.iter().map(|(_, place)| place.as_str()).collect::<Vec<_>>();
        assert_eq!(places, ["gravação.log", "a/b/c"]);
    }
}

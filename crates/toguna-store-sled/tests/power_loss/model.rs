// SPDX-License-Identifier: MIT OR Apache-2.0
//! A disk that loses power.
//!
//! *What survives for certain*: the bytes and length of a file as of its last `fsync` or `fdatasync`; the names in
//! a directory as of the directory's own last `fsync`. `sync_file_range` counts for nothing. Syncing a file does
//! not make its name durable, nor the other way round: a name whose file was never synced is an empty file.
//!
//! *What else may survive* ([`Survivors::Some`]): any subset of the unsynced writes, torn at 4 KiB, in any order;
//! and the changes of names up to some moment (a journalling file system keeps those in order).

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::recording::Event;
use crate::workload::Dice;

/// Which calls make something durable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) fdatasync: bool,
    pub(crate) fsync_of_files: bool,
    pub(crate) fsync_of_directories: bool,
}

/// As on a real disk.
pub(crate) const HONEST: Counts = Counts {
    fdatasync: true,
    fsync_of_files: true,
    fsync_of_directories: true,
};

/// What survives of what was not synced.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Survivors {
    None,
    Some {
        seed: u64,
    },
    /// Everything: what the files would be without a crash.
    All,
}

/// The disk as it goes.
pub(crate) struct Model {
    root: PathBuf,
    counts: Counts,
    objects: Vec<Object>,
    inodes: BTreeMap<u64, usize>,
    now: u64,
}

enum Object {
    Dir(Dir),
    File(FileState),
}

#[derive(Default)]
struct Dir {
    live: BTreeMap<String, usize>,
    synced: BTreeMap<String, usize>,
    /// Since the last sync: when, and what became of a name.
    pending: Vec<(u64, String, Option<usize>)>,
}

#[derive(Default)]
struct FileState {
    synced: Vec<u8>,
    pending: Vec<Change>,
}

enum Change {
    Write(u64, Vec<u8>),
    Truncate(u64),
}

impl Model {
    /// An empty, durable root.
    pub(crate) fn new(root: &Path, counts: Counts) -> Self {
        Self {
            root: root.to_path_buf(),
            counts,
            objects: vec![Object::Dir(Dir::default())],
            inodes: BTreeMap::new(),
            now: 0,
        }
    }

    /// Lets one thing happen.
    pub(crate) fn step(&mut self, event: &Event) {
        self.now += 1;
        match event {
            Event::Create { inode, path } => self.add(*inode, path, Object::File(FileState::default())),
            Event::MakeDir { inode, path } => self.add(*inode, path, Object::Dir(Dir::default())),
            Event::Write { inode, at, bytes } => {
                self.file(*inode).pending.push(Change::Write(*at, bytes.clone()));
            }
            Event::Truncate { inode, len } => self.file(*inode).pending.push(Change::Truncate(*len)),
            Event::Rename { from, to } => {
                let object = self.set_name(from, None).expect("the renamed is known");
                self.set_name(to, Some(object));
            }
            Event::Unlink { path } => {
                self.set_name(path, None);
            }
            Event::Fsync { inode } => self.fsync(*inode),
            Event::Fdatasync { inode } if self.counts.fdatasync => self.file(*inode).sync(),
            Event::Fdatasync { .. } | Event::SyncFileRange | Event::Mark(_) => {}
            Event::Unknown { call } => panic!("the child changed a file by a call ({call}) the model lacks"),
        }
    }

    /// Writes what is left after a power loss now into an empty directory.
    pub(crate) fn image(&self, to: &Path, survivors: Survivors) {
        let mut dice = Dice::new(match survivors {
            Survivors::Some { seed } => seed,
            Survivors::None | Survivors::All => 0,
        });
        let names_until = match survivors {
            Survivors::None => 0,
            Survivors::Some { .. } => dice.below(self.now + 1),
            Survivors::All => u64::MAX,
        };
        let odds = [5, 50, 95][dice.below(3) as usize];
        self.write_dir(0, to, names_until, &mut |change: &Change| match survivors {
            Survivors::None => Vec::new(),
            Survivors::All => vec![change.whole()],
            Survivors::Some { .. } => change.torn(&mut dice, odds),
        });
    }

    fn write_dir(
        &self,
        dir: usize,
        to: &Path,
        names_until: u64,
        survive: &mut impl FnMut(&Change) -> Vec<Change>,
    ) {
        fs::create_dir_all(to).unwrap();
        let Object::Dir(dir) = &self.objects[dir] else {
            panic!("not a directory")
        };
        let mut names = dir.synced.clone();
        for (_, name, object) in dir.pending.iter().filter(|(when, ..)| *when <= names_until) {
            match object {
                Some(object) => names.insert(name.clone(), *object),
                None => names.remove(name),
            };
        }
        for (name, object) in names {
            let path = to.join(name);
            match &self.objects[object] {
                Object::Dir(_) => self.write_dir(object, &path, names_until, survive),
                Object::File(file) => {
                    let mut bytes = file.synced.clone();
                    for change in &file.pending {
                        survive(change).iter().for_each(|change| change.apply(&mut bytes));
                    }
                    fs::write(path, bytes).unwrap();
                }
            }
        }
    }

    fn add(&mut self, inode: u64, path: &Path, object: Object) {
        let id = self.objects.len();
        self.objects.push(object);
        // The root itself is made outside.
        self.inodes.insert(inode, id);
        self.set_name(path, Some(id));
    }

    fn fsync(&mut self, inode: u64) {
        let id = self.inodes.get(&inode).copied().unwrap_or(0);
        match &mut self.objects[id] {
            Object::File(file) if self.counts.fsync_of_files => file.sync(),
            Object::Dir(dir) if self.counts.fsync_of_directories => {
                dir.synced = dir.live.clone();
                dir.pending.clear();
            }
            Object::File(_) | Object::Dir(_) => {}
        }
    }

    fn file(&mut self, inode: u64) -> &mut FileState {
        let id = self.inodes[&inode];
        match &mut self.objects[id] {
            Object::File(file) => file,
            Object::Dir(_) => panic!("a write into a directory"),
        }
    }

    /// Changes a name; what had it.
    fn set_name(&mut self, path: &Path, object: Option<usize>) -> Option<usize> {
        let now = self.now;
        let relative = path.strip_prefix(&self.root).unwrap().to_path_buf();
        let mut dir = 0;
        let mut parts: Vec<String> = relative
            .components()
            .map(|part| part.as_os_str().to_str().unwrap().to_owned())
            .collect();
        let name = parts.pop().expect("the root keeps its name");
        for part in parts {
            let Object::Dir(parent) = &self.objects[dir] else {
                panic!("not a directory")
            };
            dir = parent.live[&part];
        }
        let Object::Dir(parent) = &mut self.objects[dir] else {
            panic!("not a directory")
        };
        parent.pending.push((now, name.clone(), object));
        match object {
            Some(object) => parent.live.insert(name, object),
            None => parent.live.remove(&name),
        }
    }
}

impl FileState {
    fn sync(&mut self) {
        for change in std::mem::take(&mut self.pending) {
            change.apply(&mut self.synced);
        }
    }
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Write(at, new) => {
                let at = usize::try_from(*at).unwrap();
                if bytes.len() < at + new.len() {
                    bytes.resize(at + new.len(), 0);
                }
                bytes[at..at + new.len()].copy_from_slice(new);
            }
            Self::Truncate(len) => bytes.resize(usize::try_from(*len).unwrap(), 0),
        }
    }

    fn whole(&self) -> Self {
        match self {
            Self::Write(at, bytes) => Self::Write(*at, bytes.clone()),
            Self::Truncate(len) => Self::Truncate(*len),
        }
    }

    /// Those pages of it that got to the disk.
    fn torn(&self, dice: &mut Dice, odds: u64) -> Vec<Self> {
        match self {
            Self::Write(at, bytes) => {
                let mut kept = Vec::new();
                let mut from = 0;
                while from < bytes.len() {
                    let absolute = *at + from as u64;
                    let page = (PAGE - absolute % PAGE) as usize;
                    let until = bytes.len().min(from + page);
                    if dice.below(100) < odds {
                        kept.push(Self::Write(absolute, bytes[from..until].to_vec()));
                    }
                    from = until;
                }
                kept
            }
            Self::Truncate(len) if dice.below(100) < odds => vec![Self::Truncate(*len)],
            Self::Truncate(_) => Vec::new(),
        }
    }
}

const PAGE: u64 = 4_096;

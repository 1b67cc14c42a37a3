// SPDX-License-Identifier: MIT OR Apache-2.0
//! What the shim recorded of a child: every change of a file, every sync and every mark, in order.

use std::path::{Path, PathBuf};
use std::process::Command;

/// One thing that happened.
#[derive(Debug)]
pub(crate) enum Event {
    Create { inode: u64, path: PathBuf },
    Write { inode: u64, at: u64, bytes: Vec<u8> },
    Truncate { inode: u64, len: u64 },
    Fsync { inode: u64 },
    Fdatasync { inode: u64 },
    SyncFileRange,
    MakeDir { inode: u64, path: PathBuf },
    Rename { from: PathBuf, to: PathBuf },
    Unlink { path: PathBuf },
    Mark(String),
    Unknown { call: u64 },
}

/// Compiles the shim into `dir`.
pub(crate) fn compile_shim(dir: &Path) -> PathBuf {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/power_loss/shim.c");
    let shim = dir.join("shim.so");
    let status = Command::new("cc")
        .args(["-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o"])
        .args([&shim, &source])
        .arg("-lpthread")
        .status()
        .expect("a C compiler called `cc` is installed");
    assert!(status.success(), "the shim does not compile");
    shim
}

/// Reads a recording.
pub(crate) fn read(path: &Path) -> Vec<Event> {
    let bytes = std::fs::read(path).unwrap();
    let mut rest = bytes.as_slice();
    let mut events = Vec::new();
    while !rest.is_empty() {
        events.push(event(&mut rest));
    }
    events
}

fn event(rest: &mut &[u8]) -> Event {
    let op = take(rest, 1)[0];
    let inode = number(rest);
    let a = number(rest);
    let _ = number(rest);
    let lens: Vec<usize> = (0..3)
        .map(|_| u32::from_le_bytes(take(rest, 4).try_into().unwrap()) as usize)
        .collect();
    let path = PathBuf::from(String::from_utf8(take(rest, lens[0]).to_vec()).unwrap());
    let to = PathBuf::from(String::from_utf8(take(rest, lens[1]).to_vec()).unwrap());
    let bytes = take(rest, lens[2]).to_vec();
    match op {
        1 => Event::Create { inode, path },
        2 => Event::Write { inode, at: a, bytes },
        3 => Event::Truncate { inode, len: a },
        4 => Event::Fsync { inode },
        5 => Event::Fdatasync { inode },
        6 => Event::MakeDir { inode, path },
        7 => Event::Rename { from: path, to },
        8 => Event::Unlink { path },
        9 => Event::Mark(String::from_utf8(bytes).unwrap()),
        10 => Event::SyncFileRange,
        _ => Event::Unknown { call: a },
    }
}

fn number(rest: &mut &[u8]) -> u64 {
    u64::from_le_bytes(take(rest, 8).try_into().unwrap())
}

fn take<'a>(rest: &mut &'a [u8], n: usize) -> &'a [u8] {
    let (head, tail) = rest.split_at(n);
    *rest = tail;
    head
}

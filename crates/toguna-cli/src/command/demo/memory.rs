// SPDX-License-Identifier: MIT OR Apache-2.0
//! Searching the memory of a running process: everything it can have written to (Linux, `/proc/PID/mem`).
//!
//! Left out are pages that come from a file and are not writable. They hold what the file holds, whatever the
//! process was told; and here the file is this program, with the whole catalogue in it.

use std::fs::{File, read_to_string};
use std::io::{self, Read};
use std::os::unix::fs::FileExt as _;

use rustix::process::{Pid, Signal, kill_process};

use super::needle::Needles;
use super::search::{Haul, stream};

/// Searches a process of ours, which stands still meanwhile.
///
/// # Errors
/// Where the system does not let us look, and where `known`, which must be there, is not found: then we do not
/// see what we think we see.
pub(super) fn search(needles: &Needles, known: &Needles, process: u32) -> io::Result<Haul> {
    let pid = i32::try_from(process)
        .ok()
        .and_then(Pid::from_raw)
        .ok_or(io::ErrorKind::NotFound)?;
    let memory = File::open(format!("/proc/{process}/mem"))?;
    kill_process(pid, Signal::STOP)?;
    let both = regions(process).and_then(|regions| {
        let haul = all(needles, &memory, &regions)?;
        Ok((haul, all(known, &memory, &regions)?))
    });
    kill_process(pid, Signal::CONT)?;
    let (haul, control) = both?;
    if control.found.is_empty() {
        return Err(io::ErrorKind::NotFound.into());
    }
    Ok(haul)
}

fn all(needles: &Needles, memory: &File, regions: &[Region]) -> io::Result<Haul> {
    let mut haul = Haul::default();
    for region in regions {
        haul.absorb(stream(
            needles,
            &mut Window {
                memory,
                region,
                at: region.start,
            },
            &region.name,
        )?);
    }
    Ok(haul)
}

/// A run of pages.
#[derive(Debug, PartialEq, Eq)]
struct Region {
    start: u64,
    end: u64,
    name: String,
}

fn regions(process: u32) -> io::Result<Vec<Region>> {
    let maps = read_to_string(format!("/proc/{process}/maps"))?;
    Ok(maps.lines().filter_map(region).collect())
}

/// A line of `/proc/PID/maps`, if it is to be searched: `START-END PERMS OFFSET DEVICE INODE NAME`.
fn region(line: &str) -> Option<Region> {
    let mut fields = line.split_ascii_whitespace();
    let (start, end) = fields.next()?.split_once('-')?;
    let permissions = fields.next()?;
    let inode = fields.nth(2)?;
    let name = fields.collect::<Vec<_>>().join(" ");
    let from_file = inode != "0";
    let unchanged = from_file && !permissions.contains('w');
    if !permissions.starts_with('r') || unchanged {
        return None;
    }
    Some(Region {
        start: u64::from_str_radix(start, 16).ok()?,
        end: u64::from_str_radix(end, 16).ok()?,
        name: if name.is_empty() {
            "[anonymous]".to_owned()
        } else {
            name
        },
    })
}

/// Reads a region from its start to its end; pages that cannot be read end it.
struct Window<'a> {
    memory: &'a File,
    region: &'a Region,
    at: u64,
}

impl Read for Window<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.region.end.saturating_sub(self.at)).unwrap_or(usize::MAX);
        let room = left.min(to.len());
        let room = to.get_mut(..room).unwrap_or_default();
        // The kernel's own pages ([vvar]) are in the map and cannot be read.
        let read = self.memory.read_at(room, self.at).unwrap_or_default();
        self.at = self.at.saturating_add(u64::try_from(read).unwrap_or_default());
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_have_been_written_to_is_searched_and_program_text_is_not() {
        let heap = region("55d0-55e0 rw-p 00000000 00:00 0                          [heap]").unwrap();
        assert_eq!(
            (heap.start, heap.end, heap.name.as_str()),
            (0x55d0, 0x55e0, "[heap]")
        );
        assert!(region("7f00-7f10 rw-p 00000000 00:00 0").is_some());
        assert!(region("7f00-7f10 r--p 00000000 00:00 0").is_some());
        assert!(region("7f00-7f10 rw-p 00001000 08:01 99 /usr/bin/toguna").is_some());
        assert!(region("7f00-7f10 r--p 00001000 08:01 99 /usr/bin/toguna").is_none());
        assert!(region("7f00-7f10 r-xp 00001000 08:01 99 /usr/bin/toguna").is_none());
        assert!(region("7f00-7f10 ---p 00000000 00:00 0").is_none());
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! A table in a ZIP archive with the files that it names, as Uwazi takes it (`import.csv`). Files are unpacked as they are
//! sealed: in clear they reach no disk.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::sync::Arc;

use flate2::Crc;
use flate2::read::DeflateDecoder;
use toguna_types::limit;
use zip::{CompressionMethod, ZipArchive};

use crate::Fault;
use crate::fault::Code;
use crate::files::NewFile;

/// What the table is called in the archive.
const TABLE: &str = "import.csv";

/// An archive with a table and files.
pub struct TableArchive {
    archive: ZipArchive<File>,
    file: Arc<File>,
}

toguna_types::quiet_debug!(TableArchive);

impl TableArchive {
    /// Opens an archive; nothing if it is none, or has no table.
    ///
    /// # Errors
    /// [`Code::FileUnreadable`].
    pub fn open(path: &Path) -> Result<Option<Self>, Fault> {
        let unreadable = |cause: io::Error| Fault::because(Code::FileUnreadable, cause);
        let file = File::open(path).map_err(unreadable)?;
        if !file.metadata().map_err(unreadable)?.is_file() {
            return Err(Fault::new(Code::FileUnreadable)); // a pipe would wait for ever
        }
        let again = file.try_clone().map_err(unreadable)?;
        let Ok(archive) = ZipArchive::new(file) else {
            return Ok(None);
        };
        let file = Arc::new(again);
        Ok(archive
            .index_for_name(TABLE)
            .is_some()
            .then_some(Self { archive, file }))
    }

    /// The table's bytes.
    ///
    /// # Errors
    /// [`Code::FileUnreadable`] if it cannot be unpacked; [`Code::TooLong`].
    pub fn table(&mut self) -> Result<Vec<u8>, Fault> {
        let packed = self.packed(TABLE).ok_or(Fault::new(Code::FileUnreadable))?;
        let mut bytes = Vec::new();
        let most = limit::UNPACKED_BYTES;
        packed
            .take(most.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|cause| Fault::because(Code::FileUnreadable, cause))?;
        if u64::try_from(bytes.len()).is_ok_and(|length| length <= most) {
            Ok(bytes)
        } else {
            Err(Fault::because(Code::TooLong, io::Error::other("the table"))
                .in_field("table")
                .at_limit(most))
        }
    }

    /// A file, by its whole name or by what it is called after its folders; nothing if there is none that can be unpacked.
    pub(super) fn file(&mut self, name: &str) -> Option<NewFile> {
        let last = name.rsplit('/').next().unwrap_or(name);
        let found = [name, last]
            .into_iter()
            .find(|name| self.archive.index_for_name(name).is_some())?;
        let packed = self.packed(found)?;
        Some(NewFile::new(last, packed))
    }

    /// Whether there is a file with this name.
    pub(super) fn has(&self, name: &str) -> bool {
        let last = name.rsplit('/').next().unwrap_or(name);
        [name, last]
            .iter()
            .any(|name| self.archive.index_for_name(name).is_some())
    }

    fn packed(&mut self, name: &str) -> Option<Packed> {
        let entry = self.archive.by_name(name).ok()?;
        let deflated = entry.compression() == CompressionMethod::Deflated;
        if !deflated && entry.compression() != CompressionMethod::Stored {
            return None;
        }
        if entry.encrypted() || !entry.is_file() {
            return None;
        }
        Some(Packed {
            section: Section {
                file: Arc::clone(&self.file),
                at: entry.data_start()?,
                left: entry.compressed_size(),
            },
            deflated,
            sum: entry.crc32(),
            length: entry.size(),
            unpacking: None,
        })
    }
}

/// Bytes of the archive's file, read without moving anybody else's place in it.
#[derive(Clone)]
struct Section {
    file: Arc<File>,
    at: u64,
    left: u64,
}

impl Read for Section {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(to.len());
        let count = self
            .file
            .read_at(to.get_mut(..most).unwrap_or_default(), self.at)?;
        let done = u64::try_from(count).unwrap_or(u64::MAX);
        self.at = self.at.saturating_add(done);
        self.left = self.left.saturating_sub(done);
        Ok(count)
    }
}

/// A file in the archive, unpacked as it is read; it can be begun again.
struct Packed {
    section: Section,
    deflated: bool,
    sum: u32,
    length: u64,
    unpacking: Option<Unpacking>,
}

struct Unpacking {
    from: Box<dyn Read + Send>,
    sum: Crc,
    length: u64,
}

impl Read for Packed {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let unpacking = self.unpacking.get_or_insert_with(|| {
            let section = self.section.clone();
            let from: Box<dyn Read + Send> = if self.deflated {
                Box::new(DeflateDecoder::new(section))
            } else {
                Box::new(section)
            };
            Unpacking {
                from,
                sum: Crc::new(),
                length: 0,
            }
        });
        let count = unpacking.from.read(to)?;
        unpacking.sum.update(to.get(..count).unwrap_or_default());
        unpacking.length = unpacking
            .length
            .saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
        // More than the archive says is there is no more believed than another sum.
        let ended = count == 0 && !to.is_empty();
        let differs = unpacking.length != self.length || unpacking.sum.sum() != self.sum;
        if unpacking.length > self.length || (ended && differs) {
            return Err(io::ErrorKind::InvalidData.into());
        }
        Ok(count)
    }
}

/// To its start only.
impl Seek for Packed {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        if to != SeekFrom::Start(0) {
            return Err(io::ErrorKind::Unsupported.into());
        }
        self.unpacking = None;
        Ok(0)
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Opening a file: what is not whole and not its author's appears nowhere.

use std::fs::File;
use std::io::{self, Read, Seek as _, Write};
use std::path::Path;

use toguna_casework::library::ItemFile;
use toguna_crypto::blob::{BlobFault, BlobReader, BlobShape, blob_place};
use toguna_types::{Digest, Hasher, LogId};

use super::fetch::{Fetched, of_home};
use super::upload::beside;
use crate::Fault;
use crate::client::{Client, is_full};
use crate::fault::Code;

impl Client {
    /// Writes a version of an item to a file of this device that is not there yet, readable by its owner only. It appears
    /// under its name when every byte was verified and the whole of it has the hash that its author signed. Repeated
    /// after an interruption it fetches what is missing. `progress` is told how many bytes are fetched and how many in
    /// all, both as they are sealed.
    ///
    /// # Errors
    /// [`Code::FileGone`]; [`Code::FileInvalid`] if its author brought something else than they signed,
    /// [`Code::RelayLied`] if the relay gives something else than its author brought; [`Code::FileUnwritable`],
    /// [`Code::DiskFull`]; [`Code::NotAMember`]; the relay's troubles.
    pub async fn save_file(
        &self,
        log: LogId,
        file: &ItemFile,
        to: &Path,
        mut progress: impl FnMut(u64, u64),
    ) -> Result<(), Fault> {
        if to.symlink_metadata().is_ok() {
            return Err(Fault::new(Code::FileUnwritable)); // before all of it is fetched
        }
        let directory = to.parent().filter(|it| !it.as_os_str().is_empty());
        let directory = directory.unwrap_or(Path::new(".")).to_owned();
        let temporary = move || {
            let mut make = tempfile::Builder::new();
            let make = make.prefix(".toguna-").suffix(".part");
            make.tempfile_in(&directory).map_err(of_target)
        };
        let (temporary, _) = self.opened(log, file, temporary, &mut progress).await?;
        let (client, to) = (self.clone(), to.to_owned());
        let mut saved = beside(move || {
            temporary.as_file().sync_all().map_err(of_target)?;
            let saved = temporary
                .persist_noclobber(&to)
                .map_err(|fault| of_target(fault.error))?;
            client.tidy()?;
            Ok(saved)
        })
        .await?;
        if self.file_text(log, file)?.is_due() && saved.rewind().is_ok() {
            self.read_and_keep(log, file, saved).await?;
        }
        Ok(())
    }

    /// Fetches a file and opens it to its last byte into what `make` gives; and the ciphertext, which is the author's.
    pub(super) async fn opened<W: Write + Send + 'static>(
        &self,
        log: LogId,
        item: &ItemFile,
        make: impl Fn() -> Result<W, Fault> + Clone + Send + 'static,
        progress: &mut impl FnMut(u64, u64),
    ) -> Result<(W, File), Fault> {
        loop {
            let Fetched { file, name, is_fresh } = self.fetch(log, item, progress).await?;
            let (client, whose, make) = (self.clone(), item.clone(), make.clone());
            let opened = beside(move || {
                let mut to = make()?;
                let opened = client.open_into(log, &whose, &file, &mut to)?;
                Ok((opened, to, file))
            });
            match opened.await? {
                (Opened::Whole, to, kept) => return Ok((to, kept)),
                (Opened::OfItsAuthor, ..) => return Err(Fault::new(Code::FileInvalid)),
                (Opened::Changed, ..) => {
                    let client = self.clone();
                    beside(move || client.throw_away(&name)).await?;
                    if is_fresh {
                        return Err(Fault::new(Code::RelayLied));
                    }
                }
            }
        }
    }

    fn open_into(
        &self,
        log: LogId,
        item: &ItemFile,
        kept: &File,
        to: &mut impl Write,
    ) -> Result<Opened, Fault> {
        let place = blob_place(self.relay(), log, item.blob);
        let shape = BlobShape::of(item.length).map_err(|fault| Fault::because(Code::FileInvalid, fault))?;
        let mut reader = match BlobReader::new(kept, &item.key, &place, shape, item.content) {
            Ok(reader) => reader,
            Err(fault) => return whose(fault, kept, item),
        };
        loop {
            match reader.next_piece() {
                Ok(Some(piece)) => to.write_all(&piece).map_err(of_target)?,
                Ok(None) => return Ok(Opened::Whole),
                Err(fault) => return whose(fault, kept, item),
            }
        }
    }

    /// Forgets what is kept of a file.
    fn throw_away(&self, name: &str) -> Result<(), Fault> {
        self.vault().write(|tx| tx.kept_files().delete(name))?;
        self.tidy()
    }

    /// Lets go of what is kept over the bound.
    fn tidy(&self) -> Result<(), Fault> {
        Ok(self.vault().tidy_kept(self.options().files_kept, None)?)
    }
}

/// What the kept ciphertext turned out to be.
enum Opened {
    Whole,
    /// It is what its author signed, and does not open.
    OfItsAuthor,
    /// It is not what its author signed.
    Changed,
}

/// Whose doing it is that a file does not open: the relay's, or this disk's, unless it is what its author signed.
fn whose(fault: BlobFault, kept: &File, item: &ItemFile) -> Result<Opened, Fault> {
    match fault {
        BlobFault::Io(cause) => Err(of_home(cause)),
        BlobFault::Changed | BlobFault::NotAuthentic | BlobFault::TooLong => {
            Ok(if hash_of(kept)? == item.sealed {
                Opened::OfItsAuthor
            } else {
                Opened::Changed
            })
        }
    }
}

fn hash_of(mut kept: &File) -> Result<Digest, Fault> {
    kept.rewind().map_err(of_home)?;
    let (mut hash, mut buffer) = (Hasher::new(), vec![0; 64 * 1024]);
    loop {
        match kept.read(&mut buffer).map_err(of_home)? {
            0 => return Ok(hash.finish()),
            count => hash = hash.chain(buffer.get(..count).unwrap_or_default()),
        }
    }
}

/// What a fault of the disk that a file is written to means to a member.
fn of_target(cause: io::Error) -> Fault {
    let code = if is_full(&cause) {
        Code::DiskFull
    } else {
        Code::FileUnwritable
    };
    Fault::because(code, cause)
}

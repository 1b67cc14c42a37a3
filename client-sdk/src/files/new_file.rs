// SPDX-License-Identifier: MIT OR Apache-2.0
//! A file that is to be brought to a space.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use toguna_casework::library::{ItemFile, file_name};
use toguna_crypto::blob::Measured;
use toguna_types::Digest;

use super::upload::{beside, of_blob};
use crate::Fault;
use crate::fault::Code;

/// What a file holds: read twice, first for its hash.
trait Content: Read + Seek + Send {}

impl<T: Read + Seek + Send> Content for T {}

/// A file that is to be brought to a space: its name, its kind and its bytes.
pub struct NewFile {
    pub(super) name: String,
    pub(super) media_type: String,
    content: Box<dyn Content>,
}

impl fmt::Debug for NewFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NewFile(..)")
    }
}

impl NewFile {
    /// A file of this device.
    ///
    /// # Errors
    /// [`Code::FileUnreadable`], also of what is no file.
    pub fn open(path: &Path) -> Result<Self, Fault> {
        let unreadable = |cause: io::Error| Fault::because(Code::FileUnreadable, cause);
        if !fs::metadata(path).map_err(unreadable)?.is_file() {
            return Err(Fault::new(Code::FileUnreadable)); // a pipe would wait for ever
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        Ok(Self::new(&name, File::open(path).map_err(unreadable)?))
    }

    /// The file at its start again, and the SHA-256 of its content.
    ///
    /// # Errors
    /// [`Code::FileUnreadable`], [`Code::TooLong`] over 4 GiB.
    pub async fn hashed(self) -> Result<(Self, Digest), Fault> {
        let (file, measured) = self.measured().await?;
        Ok((file, measured.content()))
    }

    pub(super) async fn measured(self) -> Result<(Self, Measured), Fault> {
        beside(move || {
            let mut file = self;
            let measured = Measured::of(&mut file).map_err(of_blob)?;
            Ok((file, measured))
        })
        .await
    }

    /// Bytes under a name, from wherever an application has them.
    #[must_use]
    pub fn new(name: &str, content: impl Read + Seek + Send + 'static) -> Self {
        let guessed = mime_guess::from_path(name).first_raw();
        Self {
            name: file_name(name),
            media_type: guessed.unwrap_or(ItemFile::UNKNOWN).to_owned(),
            content: Box::new(content),
        }
    }
}

impl Read for NewFile {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        self.content.read(to)
    }
}

impl Seek for NewFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.content.seek(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_of_the_kind_that_its_name_says() {
        for (name, kind) in [
            ("rapport.PDF", "application/pdf"),
            ("تقرير.odt", "application/vnd.oasis.opendocument.text"),
            ("voice.ogg", "audio/ogg"),
            ("README", ItemFile::UNKNOWN),
            ("x.unheard-of", ItemFile::UNKNOWN),
        ] {
            assert_eq!(NewFile::new(name, io::empty()).media_type, kind, "{name}");
        }
    }

    #[test]
    fn what_is_no_file_is_not_opened() {
        let fault = NewFile::open(Path::new("/")).unwrap_err();
        assert_eq!(fault.is(), Code::FileUnreadable);
        let fault = NewFile::open(Path::new("/nowhere/at all")).unwrap_err();
        assert_eq!(fault.is(), Code::FileUnreadable);
    }
}

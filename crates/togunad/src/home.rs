// SPDX-License-Identifier: MIT OR Apache-2.0
//! The relay's directory: what is in it, and that it is the owner's alone.
//!
//! | entry | what it is |
//! |---|---|
//! | `config.toml` | the settings |
//! | `identity` | relay id and key seed |
//! | `tls.cert.pem`, `tls.key.pem` | the certificate made by `init`, unless the operator has one |
//! | `issued` | every registration token made: id and end |
//! | `store/` | what the relay stores |
//! | `lock` | held by whoever has the store open |
//! | `admin.sock` | where commands ask the running relay |

use std::fs::{DirBuilder, File, OpenOptions, Permissions, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use toguna_types::{FaultKind, SecretBytes};

/// Why the relay's directory cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HomeFault {
    /// A file is damaged.
    #[error("the file `{file}` in the relay's directory is damaged")]
    Damaged {
        /// Its name.
        file: &'static str,
    },
    /// No room left on the disk.
    #[error("the disk is full")]
    DiskFull,
    /// A file could not be read or written.
    #[error("the file `{file}` in the relay's directory could not be used")]
    Io {
        /// Its name.
        file: &'static str,
        /// Why.
        source: io::Error,
    },
    /// Another process has the store open.
    #[error("another togunad has this directory in use")]
    Locked,
    /// There is no relay there.
    #[error("there is no relay in this directory")]
    NoRelay,
    /// The directory to be made holds something.
    #[error("the directory exists and is not empty")]
    NotEmpty,
    /// Others may read what only the owner should.
    #[error("others than its owner may use `{file}` in the relay's directory")]
    TooOpen {
        /// Its name.
        file: &'static str,
    },
}

impl HomeFault {
    /// The kind of this fault.
    #[must_use]
    pub(crate) const fn kind(&self) -> FaultKind {
        match self {
            Self::Damaged { .. } => FaultKind::Broken,
            Self::DiskFull | Self::Io { .. } | Self::Locked => FaultKind::Unavailable,
            Self::NoRelay => FaultKind::Missing,
            Self::NotEmpty => FaultKind::Invalid,
            Self::TooOpen { .. } => FaultKind::Denied,
        }
    }

    /// What to do about it.
    #[must_use]
    pub(crate) const fn help(&self) -> Option<&'static str> {
        match self {
            Self::Damaged { .. } => {
                Some("Restore it from a backup; without it members cannot know the relay.")
            }
            Self::DiskFull => Some("Make room on the disk, then try again."),
            Self::Io { .. } => Some("Check that the directory exists and that this user may use it."),
            Self::Locked => Some("Stop it first; one relay serves one directory."),
            Self::NoRelay => Some("Make one with `togunad init --data DIR`, or give the right directory."),
            Self::NotEmpty => Some("Give a directory that does not exist yet."),
            Self::TooOpen { .. } => Some("Run `chmod -R go= DIR` on the relay's directory."),
        }
    }

    /// The fault of one file.
    pub(crate) fn of(file: &'static str, source: io::Error) -> Self {
        let full = [io::ErrorKind::StorageFull, io::ErrorKind::QuotaExceeded];
        if full.contains(&source.kind()) {
            Self::DiskFull
        } else {
            Self::Io { file, source }
        }
    }
}

/// A relay's directory.
#[derive(Clone, Debug)]
pub(crate) struct Home {
    dir: PathBuf,
}

/// Held while the store is open; the kernel lets go of it with the process.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Home {
    pub(crate) const CONFIG: &'static str = "config.toml";
    pub(crate) const IDENTITY: &'static str = "identity";
    pub(crate) const ISSUED: &'static str = "issued";
    pub(crate) const LOCK: &'static str = "lock";
    pub(crate) const SOCKET: &'static str = "admin.sock";
    pub(crate) const STORE: &'static str = "store";
    pub(crate) const TLS_CERT: &'static str = "tls.cert.pem";
    pub(crate) const TLS_KEY: &'static str = "tls.key.pem";

    /// Makes the directory, or takes over one that is empty.
    pub(crate) fn make(dir: &Path) -> Result<Self, HomeFault> {
        let fault = |source| HomeFault::of(".", source);
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(dir)
            .map_err(fault)?;
        if dir.read_dir().map_err(fault)?.next().is_some() {
            return Err(HomeFault::NotEmpty);
        }
        std::fs::set_permissions(dir, Permissions::from_mode(0o700)).map_err(fault)?;
        Ok(Self { dir: dir.to_owned() })
    }

    /// Finds a relay's directory that only its owner may use.
    pub(crate) fn open(dir: &Path) -> Result<Self, HomeFault> {
        let home = Self { dir: dir.to_owned() };
        for file in [".", Self::IDENTITY] {
            let mode = match std::fs::metadata(home.path(file)) {
                Ok(about) => about.mode(),
                Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Err(HomeFault::NoRelay),
                Err(fault) => return Err(HomeFault::of(file, fault)),
            };
            if mode & 0o077 != 0 {
                return Err(HomeFault::TooOpen { file });
            }
        }
        Ok(home)
    }

    /// Where a file of the directory is.
    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.dir.join(file)
    }

    /// Who owns the directory.
    pub(crate) fn owner(&self) -> Result<u32, HomeFault> {
        let about = std::fs::metadata(&self.dir).map_err(|fault| HomeFault::of(".", fault))?;
        Ok(about.uid())
    }

    /// Writes a file that must not exist yet, durably and for the owner alone.
    pub(crate) fn write_new(&self, file: &'static str, bytes: &[u8]) -> Result<(), HomeFault> {
        let fault = |source| HomeFault::of(file, source);
        let mut open = OpenOptions::new();
        let mut to = open
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(self.path(file))
            .map_err(fault)?;
        to.write_all(bytes).and_then(|()| to.sync_all()).map_err(fault)
    }

    /// Makes what was written durable as part of the directory.
    pub(crate) fn sync(&self) -> Result<(), HomeFault> {
        let dir = File::open(&self.dir).and_then(|dir| dir.sync_all());
        dir.map_err(|fault| HomeFault::of(".", fault))
    }

    /// Deletes what `init` wrote, after it failed half-way.
    pub(crate) fn unmake(&self) {
        let files = [
            Self::CONFIG,
            Self::IDENTITY,
            Self::ISSUED,
            Self::TLS_CERT,
            Self::TLS_KEY,
        ];
        for file in files {
            let _ = std::fs::remove_file(self.path(file));
        }
    }

    /// Reads a file.
    pub(crate) fn read(&self, file: &'static str) -> Result<Vec<u8>, HomeFault> {
        std::fs::read(self.path(file)).map_err(|fault| HomeFault::of(file, fault))
    }

    /// Reads a file that holds a secret.
    pub(crate) fn read_secret(&self, file: &'static str) -> Result<SecretBytes, HomeFault> {
        read_secret(&self.path(file)).map_err(|fault| HomeFault::of(file, fault))
    }

    /// Opens a file to append to.
    pub(crate) fn append_to(&self, file: &'static str) -> Result<File, HomeFault> {
        let mut open = OpenOptions::new();
        let opened = open.append(true).create(true).mode(0o600).open(self.path(file));
        opened.map_err(|fault| HomeFault::of(file, fault))
    }

    /// Takes the lock that goes with the store.
    pub(crate) fn lock(&self) -> Result<Lock, HomeFault> {
        let file = self.append_to(Self::LOCK)?;
        match file.try_lock() {
            Ok(()) => Ok(Lock { _file: file }),
            Err(TryLockError::WouldBlock) => Err(HomeFault::Locked),
            Err(TryLockError::Error(fault)) => Err(HomeFault::of(Self::LOCK, fault)),
        }
    }
}

/// Reads a secret file into a buffer of its final size, so that no copy is left behind.
pub(crate) fn read_secret(path: &Path) -> io::Result<SecretBytes> {
    let mut file = File::open(path)?;
    let len = usize::try_from(file.metadata()?.len()).unwrap_or(0);
    let mut bytes = vec![0; len];
    let read = file.read_exact(&mut bytes);
    let secret = SecretBytes::new(bytes);
    read.map(|()| secret)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_that_holds_something_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("note"), "mine").unwrap();
        assert!(matches!(Home::make(dir.path()), Err(HomeFault::NotEmpty)));
        assert_eq!(std::fs::read(dir.path().join("note")).unwrap(), b"mine");
    }

    #[test]
    fn what_is_made_is_the_owners_alone_and_what_is_open_to_others_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let home = Home::make(&dir.path().join("a/b")).unwrap();
        home.write_new(Home::IDENTITY, b"secret").unwrap();
        let mode = |file| std::fs::metadata(home.path(file)).unwrap().mode() & 0o777;
        assert_eq!((mode("."), mode(Home::IDENTITY)), (0o700, 0o600));
        Home::open(&home.dir).unwrap();
        std::fs::set_permissions(home.path(Home::IDENTITY), Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(
            Home::open(&home.dir),
            Err(HomeFault::TooOpen { file: "identity" })
        ));
    }

    #[test]
    fn one_process_has_the_store_at_a_time() {
        let dir = tempfile::tempdir().unwrap();
        let home = Home::make(dir.path()).unwrap();
        let lock = home.lock().unwrap();
        assert!(matches!(home.lock(), Err(HomeFault::Locked)));
        drop(lock);
        home.lock().unwrap();
    }

    #[test]
    fn a_directory_without_a_relay_is_missing() {
        let dir = tempfile::tempdir().unwrap();
        assert!(matches!(
            Home::open(&dir.path().join("no")),
            Err(HomeFault::NoRelay)
        ));
        Home::make(&dir.path().join("empty")).unwrap();
        assert!(matches!(
            Home::open(&dir.path().join("empty")),
            Err(HomeFault::NoRelay)
        ));
    }
}

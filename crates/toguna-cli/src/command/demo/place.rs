// SPDX-License-Identifier: MIT OR Apache-2.0
//! Where the demonstration happens: a folder that goes away, or one that is kept.

use std::fs;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::fault::{Fault, Own};

/// The folder.
pub(super) struct Place {
    path: PathBuf,
    /// Takes the folder away when dropped.
    passing: Option<TempDir>,
}

impl Place {
    /// A new folder: the one to keep, or one of the system's temporary ones.
    pub(super) fn make(keep: Option<&Path>) -> Result<Self, Fault> {
        let taken = |_| Own::DemoPlaceTaken;
        if let Some(keep) = keep {
            let mut builder = fs::DirBuilder::new();
            builder.mode(0o700).recursive(true).create(keep).map_err(taken)?;
            let path = keep.canonicalize().map_err(taken)?;
            if fs::read_dir(&path).map_err(taken)?.next().is_some() {
                return Err(Own::DemoPlaceTaken.into());
            }
            return Ok(Self { path, passing: None });
        }
        let passing = tempfile::Builder::new()
            .prefix("toguna-demo-")
            .tempdir()
            .map_err(taken)?;
        Ok(Self {
            path: passing.path().to_owned(),
            passing: Some(passing),
        })
    }

    /// The folder's path.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it stays.
    pub(super) const fn is_kept(&self) -> bool {
        self.passing.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_with_something_in_it_is_refused_and_left_alone() {
        let outer = tempfile::tempdir().unwrap();
        fs::write(outer.path().join("mine"), "mine").unwrap();
        assert!(matches!(
            Place::make(Some(outer.path())),
            Err(Fault::Own(Own::DemoPlaceTaken))
        ));
        let inner = Place::make(Some(&outer.path().join("new"))).unwrap();
        assert!(inner.is_kept() && inner.path().is_dir());
    }

    #[test]
    fn a_passing_folder_passes() {
        let place = Place::make(None).unwrap();
        let path = place.path().to_owned();
        drop(place);
        assert!(!path.exists());
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Files kept beside the database, as the relay's ciphertext: what is read again need not be fetched again.
//!
//! A row names a file before it is there, so a file that no row names is nobody's and goes. What opens it is in the
//! database alone; its name is random, so that a thief without the passphrase cannot say which file of the relay it is.

use std::collections::BTreeSet;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};

use toguna_types::{BlobId, LogId};

use crate::{Vault, VaultFault};

impl Vault {
    /// Opens the file that a row names, for reading and writing; makes it if it is not there.
    ///
    /// # Errors
    /// If the home cannot be written.
    pub fn open_kept(&self, name: &str) -> io::Result<File> {
        let directory = self.kept();
        DirBuilder::new().recursive(true).mode(0o700).create(&directory)?;
        let mut options = OpenOptions::new();
        options
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600);
        options.open(directory.join(name))
    }

    /// Removes files that no row names, and those that were of no use for longest until the others take at most `most`
    /// bytes; the file `but` stays whatever it takes.
    ///
    /// # Errors
    /// If the database fails. A file that cannot be removed now is removed another time.
    pub fn tidy_kept(&self, most: u64, but: Option<(LogId, BlobId)>) -> Result<(), VaultFault> {
        // Listed before the rows are read: whoever writes a file has its row there already.
        let listed = fs::read_dir(self.kept()).into_iter().flatten().flatten();
        let there: Vec<String> = listed
            .filter_map(|entry| entry.file_name().into_string().ok())
            .collect();
        let rows = self.read(|tx| tx.kept_files().list())?;
        let mut taken = rows
            .iter()
            .filter(|row| Some((row.log, row.blob)) == but)
            .fold(0u64, |sum, row| sum.saturating_add(row.size));
        let mut staying = BTreeSet::new();
        let mut going = Vec::new();
        for row in rows {
            let is_wanted = Some((row.log, row.blob)) == but;
            let with = taken.saturating_add(if is_wanted { 0 } else { row.size });
            if is_wanted || with <= most {
                taken = with;
                staying.insert(row.name);
            } else {
                going.push(row.name);
            }
        }
        if !going.is_empty() {
            self.write(|tx| going.iter().try_for_each(|name| tx.kept_files().delete(name)))?;
        }
        for name in there.iter().filter(|name| !staying.contains(*name)) {
            let _ = fs::remove_file(self.kept().join(name)); // another time
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use toguna_types::Timestamp;

    use super::*;
    use crate::KeptFile;
    use crate::testing::vault;

    #[test]
    fn what_was_of_no_use_for_longest_goes_and_so_does_what_no_row_names() {
        let (vault, _home) = vault();
        let log = LogId::from_bytes([1; 32]);
        for (blob, size, used) in [(1, 10, 100), (2, 20, 300), (3, 30, 200), (4, 90, 50)] {
            let row = KeptFile {
                log,
                blob: BlobId::from_bytes([blob; 16]),
                name: format!("{blob}"),
                size,
                used: Timestamp::from_millis(used),
            };
            vault.write(|tx| tx.kept_files().put(&row)).unwrap();
            vault.open_kept(&row.name).unwrap().write_all(&[blob]).unwrap();
        }
        drop(vault.open_kept("nobody's").unwrap());
        let left = || {
            let names = fs::read_dir(vault.kept()).unwrap();
            let mut names: Vec<String> = names
                .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                .collect();
            names.sort();
            names
        };
        vault.tidy_kept(140, None).unwrap();
        assert_eq!(left(), ["1", "2", "3"], "the largest was of no use for longest");
        vault
            .tidy_kept(45, Some((log, BlobId::from_bytes([1; 16]))))
            .unwrap();
        assert_eq!(left(), ["1", "2"], "the one that is in use stays");
        let rows = vault.read(|tx| tx.kept_files().list()).unwrap();
        assert_eq!(
            rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(),
            ["2", "1"]
        );
        vault.write(|tx| tx.spaces().forget(log)).unwrap();
        vault.tidy_kept(u64::MAX, None).unwrap();
        assert!(left().is_empty());
    }
}

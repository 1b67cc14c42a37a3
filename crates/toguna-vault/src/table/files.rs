// SPDX-License-Identifier: MIT OR Apache-2.0
//! Files of spaces: those on their way to the relay, what deletes them there, and those kept here.

use rusqlite::params;
use toguna_types::{BlobId, Digest, LogId, Secret, Timestamp};

use super::{KeptFiles, OwnFiles, Uploads};
use crate::VaultFault;
use crate::row::{Cells, number};

/// A file on its way to the relay.
#[derive(PartialEq, Eq)]
pub struct UploadRow {
    /// The space's log.
    pub log: LogId,
    /// The file's id at the relay.
    pub blob: BlobId,
    /// Its key.
    pub key: Secret<32>,
    /// What makes its salt.
    pub random: Secret<32>,
    /// What deletes it.
    pub delete_key: Secret<32>,
    /// SHA-256 of its content, which it is found again by.
    pub content: Digest,
    /// Bytes of its content.
    pub length: u64,
    /// When it was begun.
    pub begun: Timestamp,
}

/// A file that is kept here as ciphertext.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptFile {
    /// The space's log.
    pub log: LogId,
    /// The file's id at the relay.
    pub blob: BlobId,
    /// What it is called in the home; random.
    pub name: String,
    /// Bytes it has when all of it is here.
    pub size: u64,
    /// When it was last of use.
    pub used: Timestamp,
}

toguna_types::quiet_debug!(UploadRow, KeptFile);

impl Uploads<'_> {
    /// Notes a file before the relay hears of it.
    ///
    /// # Errors
    /// [`VaultFault::Conflict`] if the id is there already.
    pub fn put(&self, row: &UploadRow) -> Result<(), VaultFault> {
        self.tx.run(
            "INSERT INTO uploads (log, blob, key, random, delete_key, content, length, begun)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                row.log.as_bytes(),
                row.blob.as_bytes(),
                row.key.expose(),        // expose: into the encrypted row
                row.random.expose(),     // expose: into the encrypted row
                row.delete_key.expose(), // expose: into the encrypted row
                row.content.as_bytes(),
                number(row.length),
                number(row.begun.millis()),
            ],
        )?;
        Ok(())
    }

    /// The file with this content that was begun in a space and is in no item yet.
    ///
    /// # Errors
    /// If the database fails.
    pub fn of_content(&self, log: LogId, content: Digest) -> Result<Option<UploadRow>, VaultFault> {
        self.tx.one(
            "uploads",
            "SELECT * FROM uploads WHERE log = ?1 AND content = ?2 ORDER BY begun DESC LIMIT 1",
            (log.as_bytes(), content.as_bytes()),
            read_upload,
        )
    }

    /// Those of a space that were begun before a moment.
    ///
    /// # Errors
    /// If the database fails.
    pub fn begun_before(&self, log: LogId, before: Timestamp) -> Result<Vec<UploadRow>, VaultFault> {
        self.tx.all(
            "uploads",
            "SELECT * FROM uploads WHERE log = ?1 AND begun < ?2",
            (log.as_bytes(), number(before.millis())),
            read_upload,
        )
    }

    /// The file is in an item: its key is there, and what deletes it is kept.
    ///
    /// # Errors
    /// If the database fails.
    pub fn settle(&self, log: LogId, blob: BlobId) -> Result<(), VaultFault> {
        self.tx.run(
            "INSERT INTO own_files (log, blob, delete_key)
             SELECT log, blob, delete_key FROM uploads WHERE log = ?1 AND blob = ?2
             ON CONFLICT DO NOTHING",
            (log.as_bytes(), blob.as_bytes()),
        )?;
        self.delete(log, blob)
    }

    /// Forgets a file that will be in no item.
    ///
    /// # Errors
    /// If the database fails.
    pub fn delete(&self, log: LogId, blob: BlobId) -> Result<(), VaultFault> {
        self.tx.run(
            "DELETE FROM uploads WHERE log = ?1 AND blob = ?2",
            (log.as_bytes(), blob.as_bytes()),
        )?;
        Ok(())
    }
}

impl OwnFiles<'_> {
    /// What deletes a file, if this device brought it.
    ///
    /// # Errors
    /// If the database fails.
    pub fn delete_key(&self, log: LogId, blob: BlobId) -> Result<Option<Secret<32>>, VaultFault> {
        self.tx.one(
            "own_files",
            "SELECT delete_key FROM own_files WHERE log = ?1 AND blob = ?2",
            (log.as_bytes(), blob.as_bytes()),
            |row| row.secret("delete_key"),
        )
    }

    /// Forgets it, once the relay has deleted the file.
    ///
    /// # Errors
    /// If the database fails.
    pub fn delete(&self, log: LogId, blob: BlobId) -> Result<(), VaultFault> {
        self.tx.run(
            "DELETE FROM own_files WHERE log = ?1 AND blob = ?2",
            (log.as_bytes(), blob.as_bytes()),
        )?;
        Ok(())
    }
}

impl KeptFiles<'_> {
    /// Notes a file, before it is written, or that it was of use again.
    ///
    /// # Errors
    /// [`VaultFault::Conflict`] if another has the name.
    pub fn put(&self, row: &KeptFile) -> Result<(), VaultFault> {
        self.tx.run(
            "INSERT INTO kept_files (log, blob, name, size, used) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (log, blob) DO UPDATE SET used = excluded.used",
            params![
                row.log.as_bytes(),
                row.blob.as_bytes(),
                row.name,
                number(row.size),
                number(row.used.millis()),
            ],
        )?;
        Ok(())
    }

    /// One file.
    ///
    /// # Errors
    /// If the database fails.
    pub fn get(&self, log: LogId, blob: BlobId) -> Result<Option<KeptFile>, VaultFault> {
        self.tx.one(
            "kept_files",
            "SELECT * FROM kept_files WHERE log = ?1 AND blob = ?2",
            (log.as_bytes(), blob.as_bytes()),
            read_kept,
        )
    }

    /// All of them, what was of use last first.
    ///
    /// # Errors
    /// If the database fails.
    pub fn list(&self) -> Result<Vec<KeptFile>, VaultFault> {
        self.tx.all(
            "kept_files",
            "SELECT * FROM kept_files ORDER BY used DESC, name",
            [],
            read_kept,
        )
    }

    /// Forgets a file; what is on the disk is then nobody's.
    ///
    /// # Errors
    /// If the database fails.
    pub fn delete(&self, name: &str) -> Result<(), VaultFault> {
        self.tx.run("DELETE FROM kept_files WHERE name = ?1", [name])?;
        Ok(())
    }
}

fn read_upload(row: &Cells<'_>) -> Result<UploadRow, VaultFault> {
    Ok(UploadRow {
        log: row.id("log", LogId::from_slice)?,
        blob: row.id("blob", BlobId::from_slice)?,
        key: row.secret("key")?,
        random: row.secret("random")?,
        delete_key: row.secret("delete_key")?,
        content: row.digest("content")?,
        length: row.number("length")?,
        begun: row.time("begun")?,
    })
}

fn read_kept(row: &Cells<'_>) -> Result<KeptFile, VaultFault> {
    Ok(KeptFile {
        log: row.id("log", LogId::from_slice)?,
        blob: row.id("blob", BlobId::from_slice)?,
        name: row.text("name")?,
        size: row.number("size")?,
        used: row.time("used")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::vault;

    const LOG: LogId = LogId::from_bytes([1; 32]);
    const BLOB: BlobId = BlobId::from_bytes([2; 16]);

    #[test]
    fn an_upload_is_found_by_its_content_until_it_is_in_an_item() {
        let (vault, _home) = vault();
        let secret = |byte| Secret::make(|to| *to = [byte; 32]);
        let row = UploadRow {
            log: LOG,
            blob: BLOB,
            key: secret(3),
            random: secret(4),
            delete_key: secret(5),
            content: Digest::of(b"content"),
            length: 5 << 30,
            begun: Timestamp::from_millis(70),
        };
        vault
            .write(|tx| {
                tx.uploads().put(&row)?;
                assert_eq!(tx.uploads().of_content(LOG, row.content)?.as_ref(), Some(&row));
                assert!(tx.uploads().of_content(LOG, Digest::of(b"other"))?.is_none());
                let other = LogId::from_bytes([9; 32]);
                assert!(tx.uploads().of_content(other, row.content)?.is_none());
                let before = |millis| tx.uploads().begun_before(LOG, Timestamp::from_millis(millis));
                assert_eq!((before(70)?.len(), before(71)?.len()), (0, 1));
                tx.uploads().settle(LOG, BLOB)?;
                tx.uploads().settle(LOG, BLOB)?;
                assert!(tx.uploads().of_content(LOG, row.content)?.is_none());
                assert_eq!(tx.own_files().delete_key(LOG, BLOB)?, Some(secret(5)));
                tx.own_files().delete(LOG, BLOB)?;
                assert_eq!(tx.own_files().delete_key(LOG, BLOB)?, None);
                Ok::<_, VaultFault>(())
            })
            .unwrap();
    }

    #[test]
    fn kept_files_are_listed_by_when_they_were_of_use() {
        let (vault, _home) = vault();
        let file = |blob, used| KeptFile {
            log: LOG,
            blob: BlobId::from_bytes([blob; 16]),
            name: format!("name {blob}"),
            size: 7,
            used: Timestamp::from_millis(used),
        };
        vault
            .write(|tx| {
                let kept = tx.kept_files();
                for file in [file(1, 10), file(2, 20), file(1, 30)] {
                    kept.put(&file)?;
                }
                assert_eq!(kept.list()?, [file(1, 30), file(2, 20)]);
                kept.delete("name 1")?;
                assert_eq!(kept.get(LOG, BlobId::from_bytes([1; 16]))?, None);
                assert_eq!(kept.list()?, [file(2, 20)]);
                Ok::<_, VaultFault>(())
            })
            .unwrap();
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! What files say, so that items can be found by it. A text is that of a content, whichever items have it.

use rusqlite::params;
use toguna_types::{Digest, LogId};

use super::FileTexts;
use crate::VaultFault;
use crate::row::Cells;

/// What is known of a file's text.
#[derive(Clone, PartialEq, Eq)]
pub struct FileTextRow {
    /// What came of reading it, as a word.
    pub state: String,
    /// Which version of the reader read it.
    pub reader: u16,
    /// What it says; empty if that is not known.
    pub text: String,
}

toguna_types::quiet_debug!(FileTextRow);

impl FileTexts<'_> {
    /// Notes what a content says, in place of what was noted.
    ///
    /// # Errors
    /// If the database fails.
    pub fn put(&self, log: LogId, content: Digest, row: &FileTextRow) -> Result<(), VaultFault> {
        self.tx.erase(
            "INSERT INTO file_texts (log, content, state, reader, text) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO UPDATE SET state = excluded.state, reader = excluded.reader, text = excluded.text",
            params![
                log.as_bytes(),
                content.as_bytes(),
                row.state,
                row.reader,
                row.text
            ],
        )?;
        Ok(())
    }

    /// What a content says.
    ///
    /// # Errors
    /// If the database fails.
    pub fn get(&self, log: LogId, content: Digest) -> Result<Option<FileTextRow>, VaultFault> {
        self.tx.one(
            "file_texts",
            "SELECT * FROM file_texts WHERE log = ?1 AND content = ?2",
            (log.as_bytes(), content.as_bytes()),
            read,
        )
    }

    /// What came of reading a content, and which version of the reader read it; without the text.
    ///
    /// # Errors
    /// If the database fails.
    pub fn state(&self, log: LogId, content: Digest) -> Result<Option<(String, u16)>, VaultFault> {
        self.tx.one(
            "file_texts",
            "SELECT state, reader FROM file_texts WHERE log = ?1 AND content = ?2",
            (log.as_bytes(), content.as_bytes()),
            |row| Ok((row.text("state")?, row.small("reader")?)),
        )
    }

    /// Erases what a content says, which no item has any more.
    ///
    /// # Errors
    /// If the database fails.
    pub fn delete(&self, log: LogId, content: Digest) -> Result<(), VaultFault> {
        self.tx.erase(
            "DELETE FROM file_texts WHERE log = ?1 AND content = ?2",
            (log.as_bytes(), content.as_bytes()),
        )?;
        Ok(())
    }
}

fn read(row: &Cells<'_>) -> Result<FileTextRow, VaultFault> {
    Ok(FileTextRow {
        state: row.text("state")?,
        reader: row.small("reader")?,
        text: row.text("text")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::vault;

    #[test]
    fn a_text_is_that_of_a_content_until_it_is_erased() {
        let (vault, _home) = vault();
        let (log, content) = (LogId::from_bytes([1; 32]), Digest::of(b"content"));
        let row = |state: &str, text: &str| FileTextRow {
            state: state.to_owned(),
            reader: 3,
            text: text.to_owned(),
        };
        vault
            .write(|tx| {
                let texts = tx.file_texts();
                texts.put(log, content, &row("failed", ""))?;
                texts.put(log, content, &row("whole", "حرية"))?;
                assert_eq!(texts.get(log, content)?, Some(row("whole", "حرية")));
                assert_eq!(texts.state(log, content)?, Some(("whole".to_owned(), 3)));
                assert_eq!(texts.get(log, Digest::of(b"other"))?, None);
                assert_eq!(texts.get(LogId::from_bytes([2; 32]), content)?, None);
                texts.delete(log, content)?;
                assert_eq!(texts.state(log, content)?, None);
                Ok::<_, VaultFault>(())
            })
            .unwrap();
    }
}

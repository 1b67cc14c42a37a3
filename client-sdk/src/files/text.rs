// SPDX-License-Identifier: MIT OR Apache-2.0
//! What files say, kept in the vault so that items are found by it. Each device reads for itself what it has brought or
//! fetched: nobody has to believe what another says is in a file.

use std::io::Read;

use toguna_casework::library::{Item, ItemFile};
use toguna_extract::{Text, Unreadable};
use toguna_types::{LogId, limit};
use toguna_vault::{FileTextRow, VaultTx};

use crate::Fault;
use crate::client::Client;

/// What this device knows of what a file says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileText {
    /// It was not read yet.
    Unread,
    /// It can be searched.
    Whole,
    /// The beginning of it can be searched: there is more than is kept.
    Cut,
    /// It cannot be searched.
    Not(Unreadable),
}

impl FileText {
    /// A word for it, for programs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unread => "unread",
            Self::Whole => "whole",
            Self::Cut => "cut",
            Self::Not(Unreadable::Unknown) => "unknown",
            Self::Not(Unreadable::NoWords) => "no-words",
            Self::Not(Unreadable::Damaged) => "damaged",
            Self::Not(Unreadable::Locked) => "locked",
            Self::Not(Unreadable::TooMuch) => "too-much",
            Self::Not(Unreadable::Failed) => "failed",
        }
    }

    const ALL: [Self; 9] = [
        Self::Unread,
        Self::Whole,
        Self::Cut,
        Self::Not(Unreadable::Unknown),
        Self::Not(Unreadable::NoWords),
        Self::Not(Unreadable::Damaged),
        Self::Not(Unreadable::Locked),
        Self::Not(Unreadable::TooMuch),
        Self::Not(Unreadable::Failed),
    ];

    pub(crate) fn named(name: &str) -> Self {
        let mut all = Self::ALL.into_iter();
        all.find(|one| one.name() == name).unwrap_or(Self::Unread)
    }

    /// Whether it is worth reading a file that is at hand: it was not read, or its reader failed, which may be otherwise
    /// next time.
    pub(super) const fn is_due(self) -> bool {
        matches!(self, Self::Unread | Self::Not(Unreadable::Failed))
    }
}

impl Client {
    /// What this device knows of what a file says.
    ///
    /// # Errors
    /// The vault's troubles.
    pub fn file_text(&self, log: LogId, file: &ItemFile) -> Result<FileText, Fault> {
        let state = self
            .vault()
            .read(|tx| Ok::<_, Fault>(tx.file_texts().state(log, file.content)?))?;
        Ok(match state {
            Some((name, reader)) => match FileText::named(&name) {
                // A newer reader may do better.
                FileText::Not(_) if reader < toguna_extract::VERSION => FileText::Unread,
                known @ (FileText::Unread | FileText::Whole | FileText::Cut | FileText::Not(_)) => known,
            },
            None => FileText::Unread,
        })
    }

    /// Reads what a file says, fetching it if it is not here, so that its item is found by it. `progress` is told how many
    /// bytes are fetched and how many in all, both as they are sealed. Without a [`crate::DocumentReader`] it stays unread.
    ///
    /// # Errors
    /// As [`Self::save_file`], but for its target.
    pub async fn read_file(
        &self,
        log: LogId,
        file: &ItemFile,
        mut progress: impl FnMut(u64, u64),
    ) -> Result<FileText, Fault> {
        if self.options().reader.is_none() {
            return self.file_text(log, file);
        }
        if file.length > limit::DOCUMENT_BYTES {
            return self.read_and_keep(log, file, std::io::empty()).await; // it says so without fetching
        }
        let make = || Ok(std::io::sink());
        let (_, kept) = self.opened(log, file, make, &mut progress).await?;
        let document = self.unsealed(log, file, kept);
        self.read_and_keep(log, file, document).await
    }

    /// Reads a document that is at hand and was verified, and keeps what it says.
    pub(super) async fn read_and_keep(
        &self,
        log: LogId,
        file: &ItemFile,
        document: impl Read + Send + 'static,
    ) -> Result<FileText, Fault> {
        let read = self.read_document(document, file).await;
        let (state, text) = match read {
            None => return self.file_text(log, file),
            Some(Ok(Text { text, is_whole: true })) => (FileText::Whole, text),
            Some(Ok(Text {
                text,
                is_whole: false,
            })) => (FileText::Cut, text),
            Some(Err(why)) => (FileText::Not(why), String::new()),
        };
        let content = file.content;
        self.write(move |client, tx| {
            let row = FileTextRow {
                state: state.name().to_owned(),
                reader: toguna_extract::VERSION,
                text,
            };
            tx.file_texts().put(log, content, &row)?;
            client.index_again(tx, log, content)
        })
        .await?;
        Ok(state)
    }
}

/// What the newest version of an item says, as far as this device has read it.
pub(crate) fn newest_text(tx: &VaultTx<'_>, log: LogId, item: &Item) -> Result<Option<String>, Fault> {
    let Some(newest) = item.files.last() else {
        return Ok(None);
    };
    let row = tx.file_texts().get(log, newest.content)?;
    Ok(row.map(|row| row.text).filter(|text| !text.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_for_a_text_is_read_as_it_is_written() {
        for text in FileText::ALL {
            assert_eq!(FileText::named(text.name()), text);
        }
        assert_eq!(FileText::named("of a later version"), FileText::Unread);
    }
}

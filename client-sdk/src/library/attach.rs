// SPDX-License-Identifier: MIT OR Apache-2.0
//! Files that messages bring: they land in the library, where who comes later finds them too, and the message refers to them.

use toguna_casework::library::{Change, Field, ItemFile};
use toguna_types::{BlobId, LogId, ObjectId};

use super::{LibraryItem, NewItem};
use crate::Fault;
use crate::client::Client;
use crate::files::{NewFile, content_hex};
use crate::messages::Attachment;

impl Client {
    /// Brings a file to a space for a message to refer to ([`crate::Words::attachments`]): as an item of the library that is
    /// called as it is. A file that was attached there before is not brought again. The item stays when the message expires.
    /// `progress` is as for [`Self::upload`], and may be repeated after an interruption like it.
    ///
    /// # Errors
    /// As [`Self::upload`] and [`Self::add_item`].
    pub async fn attach(
        &self,
        log: LogId,
        file: NewFile,
        progress: impl FnMut(u64, u64),
    ) -> Result<Attachment, Fault> {
        let (file, content) = file.hashed().await?;
        let key = format!("attached:{}", content_hex(content));
        let is_it = |item: &LibraryItem| item.item.get(Field::Key) == Some(&key);
        let there = self.library(log)?.into_iter().find(is_it);
        let mut versions = there.iter().flat_map(|item| &item.item.files);
        let held = versions.rfind(|held| held.content == content).cloned();
        if let (Some(item), Some(held)) = (&there, held) {
            return Ok(attachment(item.id, &held));
        }
        let file = self.upload(log, file, progress).await?;
        let id = if let Some(item) = there {
            let change = Change::AddFile(Box::new(file.clone()));
            self.change_item(log, item.id, vec![change]).await?;
            item.id
        } else {
            let fields = vec![(Field::Key, key), (Field::Title, file.name.clone())];
            let file = Some(file.clone());
            self.add_item(log, NewItem { fields, file }).await?
        };
        Ok(attachment(id, &file))
    }
}

impl Attachment {
    /// The item that the file is a version of, and the file; nothing if its author refers to something else. That it is
    /// there is their word.
    #[must_use]
    pub fn item(&self) -> Option<(ObjectId, BlobId)> {
        let (item, blob) = self.reference.split_at_checked(ITEM_BYTES)?;
        Some((ObjectId::from_slice(item)?, BlobId::from_slice(blob)?))
    }
}

/// Bytes of an item's id, after which the file's stands.
const ITEM_BYTES: usize = 16;

fn attachment(item: ObjectId, file: &ItemFile) -> Attachment {
    Attachment {
        reference: [item.as_bytes().as_slice(), file.blob.as_bytes()].concat(),
        name: file.name.clone(),
        media_type: file.media_type.clone(),
        size: file.length,
        hash: file.content,
    }
}

#[cfg(test)]
mod tests {
    use toguna_types::Digest;

    use super::*;

    #[test]
    fn a_reference_that_is_none_names_no_item() {
        let of = |reference: &[u8]| Attachment {
            reference: reference.to_vec(),
            name: String::new(),
            media_type: String::new(),
            size: 0,
            hash: Digest::of(b""),
        };
        for wrong in [0, 1, 16, 31, 33] {
            assert_eq!(of(&vec![7; wrong]).item(), None);
        }
        let ids = (ObjectId::from_bytes([1; 16]), BlobId::from_bytes([2; 16]));
        assert_eq!(of(&[[1; 16], [2; 16]].concat()).item(), Some(ids));
    }
}

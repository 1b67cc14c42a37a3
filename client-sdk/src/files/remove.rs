// SPDX-License-Identifier: MIT OR Apache-2.0
//! Taking a file away: from its item for everybody, and at the relay by the device that brought it.

use data_encoding::HEXLOWER;
use toguna_casework::library::{Change, Item, ItemFile};
use toguna_types::{BlobId, Digest, LogId, ObjectId};
use toguna_vault::VaultTx;

use crate::Fault;
use crate::client::Client;
use crate::fault::Code;
use crate::objects::fields;

impl Client {
    /// Takes a version away from an item, for everybody, and deletes the file at the relay if this device brought it there:
    /// nobody fetches it any more, whatever else names it. Whether it did; else whoever brought it can. The file is deleted
    /// first, so that what was interrupted still stands in the item and can be repeated. Who has fetched the file before may
    /// have it still.
    ///
    /// # Errors
    /// As [`Self::change_item`]; the relay's troubles, and then nothing has changed.
    pub async fn remove_file(&self, log: LogId, item: ObjectId, blob: BlobId) -> Result<bool, Fault> {
        let key = self.vault().read(|tx| {
            self.may_operate(tx, log)?;
            Ok::<_, Fault>(tx.own_files().delete_key(log, blob)?)
        })?;
        if self.object(log, item)?.is_none() {
            return Err(Fault::new(Code::ItemUnknown));
        }
        if let Some(key) = &key {
            self.delete_blob(log, blob, key).await?;
        }
        self.change_item(log, item, vec![Change::RemoveFile(blob)])
            .await?;
        if key.is_some() {
            self.write(move |_, tx| Ok(tx.own_files().delete(log, blob)?))
                .await?;
            self.vault().tidy_kept(self.options().files_kept, None)?;
        }
        Ok(key.is_some())
    }
}

/// Lets go of what this device holds of files that an item has no more: what they say, and their ciphertext. That somebody
/// wrote their hash into a field elsewhere keeps nothing.
pub(crate) fn let_go(tx: &VaultTx<'_>, log: LogId, before: &Item, now: &Item) -> Result<(), Fault> {
    for file in before.files.iter().filter(|file| !now.files.contains(file)) {
        let items = tx.objects().naming(log, &content_hex(file.content))?;
        let held: Vec<ItemFile> = items
            .iter()
            .flat_map(|row| Item::of(&fields(row)).files)
            .collect();
        if held.iter().all(|held| held.content != file.content) {
            tx.file_texts().delete(log, file.content)?;
        }
        if held.iter().all(|held| held.blob != file.blob)
            && let Some(kept) = tx.kept_files().get(log, file.blob)?
        {
            tx.kept_files().delete(&kept.name)?; // and with it the file, when this device next tidies up
        }
    }
    Ok(())
}

/// A hash of a content as it stands in an item's fields.
pub(crate) fn content_hex(content: Digest) -> String {
    HEXLOWER.encode(content.as_bytes())
}

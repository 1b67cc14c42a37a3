// SPDX-License-Identifier: MIT OR Apache-2.0
//! Copying an item to another space: an explicit act, by which that space's members learn it and where it is from.

use data_encoding::HEXLOWER;
use toguna_casework::library::{Change, Field, Item, ItemFile};
use toguna_types::{LogId, ObjectId};

use super::read::hex;
use crate::Fault;
use crate::client::Client;
use crate::fault::Code;
use crate::files::there_and_back;

impl Client {
    /// Copies an item to another space's library, with its files and where it is from: the space, the item, who added it
    /// and where. Done again it brings the copy up to date; versions that the copy alone has stay. In its own space it
    /// is there already. Waits until the relay's
    /// receipt is in the vault. `progress` is told how many bytes of files are done, here and there, and how many in all.
    ///
    /// # Errors
    /// [`Code::ItemUnknown`]; else as [`Client::save_file`], [`Client::upload`] and [`Client::add_item`].
    pub async fn copy_item(
        &self,
        from: LogId,
        item: ObjectId,
        to: LogId,
        progress: impl FnMut(u64, u64),
    ) -> Result<ObjectId, Fault> {
        let items = self.library(from)?;
        let original = items.into_iter().find(|known| known.id == item);
        let original = original.ok_or(Fault::new(Code::ItemUnknown))?;
        if from == to {
            return Ok(item);
        }
        let place = format!("toguna:{}/{}", crate::spaces::hex(from), hex(item));
        let account = HEXLOWER.encode(original.added_by.account.as_bytes());
        let at = original.added.map_or(0, |place| place.get());
        let mut copy = original.item;
        copy.one.remove(&Field::Key);
        copy.one
            .insert(Field::CopiedFrom, format!("{place} by={account} at={at}"));
        let of_place = |item: &Item| {
            item.get(Field::CopiedFrom)
                .is_some_and(|from| from.split(' ').next() == Some(&place))
        };
        let there = self.library(to)?.into_iter().find(|item| of_place(&item.item));
        let before = there.as_ref().map(|item| item.item.clone()).unwrap_or_default();
        let id = there.map_or_else(|| ObjectId::make(&self.options().entropy), |item| item.id);
        let mut changes = differences(&before, &copy);
        changes.extend(self.files_again(from, &copy, to, &before, progress).await?);
        let intent = self
            .write(move |client, tx| client.edit_item(tx, to, id, &changes))
            .await?;
        if let Some(intent) = intent {
            self.send_op(to, intent).await?;
        }
        Ok(id)
    }

    /// Brings the files that the copy does not have.
    async fn files_again(
        &self,
        from: LogId,
        original: &Item,
        to: LogId,
        copy: &Item,
        mut progress: impl FnMut(u64, u64),
    ) -> Result<Vec<Change>, Fault> {
        let is_there = |file: &&ItemFile| copy.files.iter().any(|known| known.content == file.content);
        let missing: Vec<_> = original.files.iter().filter(|file| !is_there(file)).collect();
        let (mut before, mut changes) = (0u64, Vec::new());
        let all = missing.iter().map(|file| there_and_back(file)).sum();
        for file in missing {
            let tell = |done| progress(before.saturating_add(done), all);
            let brought = self.bring_again(from, file, to, tell).await?;
            changes.push(Change::AddFile(Box::new(brought)));
            before = before.saturating_add(there_and_back(file));
        }
        Ok(changes)
    }
}

/// What makes the one item the other.
fn differences(before: &Item, after: &Item) -> Vec<Change> {
    let mut changes = Vec::new();
    for field in Field::ALL {
        let (old, new) = (before.get(*field), after.get(*field));
        if old != new {
            changes.push(Change::Set(*field, new.unwrap_or_default().to_owned()));
        }
        let values = |item: &Item| item.many.get(field).cloned().unwrap_or_default();
        let (old, new) = (values(before), values(after));
        let gone = old
            .difference(&new)
            .map(|value| Change::Remove(*field, value.clone()));
        let come = new
            .difference(&old)
            .map(|value| Change::Add(*field, value.clone()));
        changes.extend(gone.chain(come));
    }
    changes
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Copying an item to another space: an explicit act, by which that space's members learn it and where it is from.

use data_encoding::HEXLOWER;
use toguna_casework::library::{Change, Field, Item};
use toguna_types::{LogId, ObjectId};

use super::read::hex;
use crate::Fault;
use crate::client::Client;
use crate::fault::Code;

impl Client {
    /// Copies an item to another space's library, with where it is from: the space, the item, who added it and where.
    /// Done again it brings the copy up to date. Waits until the relay's receipt is in the vault.
    ///
    /// # Errors
    /// [`Code::ItemUnknown`]; else as [`Client::add_item`].
    pub async fn copy_item(&self, from: LogId, item: ObjectId, to: LogId) -> Result<ObjectId, Fault> {
        let items = self.library(from)?;
        let original = items.into_iter().find(|known| known.id == item);
        let original = original.ok_or(Fault::new(Code::ItemUnknown))?;
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
        let changes = differences(&before, &copy);
        let intent = self
            .write(move |client, tx| client.edit_item(tx, to, id, &changes))
            .await?;
        if let Some(intent) = intent {
            self.send_op(to, intent).await?;
        }
        Ok(id)
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

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Adding to a library and changing what is in it.

use toguna_casework::library::{Change, Field, FieldFault, ITEM, Item, ItemFile, Kind, Reference};
use toguna_types::{IntentId, LogId, ObjectId};
use toguna_vault::VaultTx;

use crate::Fault;
use crate::client::Client;
use crate::fault::Code;

/// A new item.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct NewItem {
    /// What is known of it, field by field; lists have their values one by one.
    pub fields: Vec<(Field, String)>,
    /// Its first version as a file, if it is one ([`Client::upload`]).
    pub file: Option<ItemFile>,
}

toguna_types::quiet_debug!(NewItem);

impl From<Vec<(Field, String)>> for NewItem {
    fn from(fields: Vec<(Field, String)>) -> Self {
        Self { fields, file: None }
    }
}

impl NewItem {
    /// Whether it could be added as far as what is known of it goes: to be asked before a file is brought for it.
    ///
    /// # Errors
    /// As [`Client::add_item`], of its fields.
    pub fn check(&self) -> Result<(), Fault> {
        self.changes().map(drop)
    }

    fn changes(&self) -> Result<Vec<Change>, Fault> {
        let set = |(field, value): &(Field, String)| match field.kind() {
            Kind::Many => Change::Add(*field, value.clone()),
            Kind::One | Kind::Date | Kind::Text => Change::Set(*field, value.clone()),
        };
        let file = self.file.clone().map(|file| Change::AddFile(Box::new(file)));
        let changes = checked(self.fields.iter().map(set).chain(file))?;
        let is_title = |change: &Change| matches!(change, Change::Set(Field::Title, _));
        if !changes.iter().any(is_title) {
            return Err(Fault::new(Code::ItemUntitled));
        }
        Ok(changes)
    }
}

impl Client {
    /// Adds an item to a space's library and waits until the relay's receipt is in the vault.
    ///
    /// # Errors
    /// [`Code::ItemUntitled`]; [`Code::TooLong`] and [`Code::DateInvalid`] with the field's name; else as
    /// [`Client::operate`].
    pub async fn add_item(&self, log: LogId, item: impl Into<NewItem>) -> Result<ObjectId, Fault> {
        let changes = item.into().changes()?;
        let object = ObjectId::make(&self.options().entropy);
        self.make_changes(log, object, changes).await?;
        Ok(object)
    }

    /// Changes an item and waits until the relay's receipt is in the vault; `false` if all was so already.
    ///
    /// # Errors
    /// [`Code::ItemUnknown`]; else as [`Client::add_item`].
    pub async fn change_item(
        &self,
        log: LogId,
        object: ObjectId,
        changes: Vec<Change>,
    ) -> Result<bool, Fault> {
        let changes = checked(changes)?;
        let there = self.object(log, object)?;
        if there.is_none_or(|there| there.schema != ITEM.name) {
            return Err(Fault::new(Code::ItemUnknown));
        }
        self.make_changes(log, object, changes).await
    }

    async fn make_changes(&self, log: LogId, object: ObjectId, changes: Vec<Change>) -> Result<bool, Fault> {
        let intent = self
            .write(move |client, tx| client.edit_item(tx, log, object, &changes))
            .await?;
        let Some(intent) = intent else {
            return Ok(false);
        };
        self.send_op(log, intent).await?;
        Ok(true)
    }

    /// Puts changes of an item in the outbox; files that it names from now on are uploads no more.
    pub(super) fn edit_item(
        &self,
        tx: &VaultTx<'_>,
        log: LogId,
        object: ObjectId,
        changes: &[Change],
    ) -> Result<Option<IntentId>, Fault> {
        for change in changes {
            if let Change::AddFile(file) = change {
                tx.uploads().settle(log, file.blob)?;
            }
        }
        self.edit_object(tx, log, object, ITEM, |document| Item::change(document, changes))
    }
}

/// The changes as they are kept, or which field does not take its value.
fn checked(changes: impl IntoIterator<Item = Change>) -> Result<Vec<Change>, Fault> {
    let check = |field: Field, value: String| {
        field.checked(&value).map_err(|fault| match fault {
            FieldFault::NoDate(field) => Fault::because(Code::DateInvalid, fault).in_field(field.key()),
            FieldFault::TooLong(field, limit) => Fault::too_long(field.key(), limit),
        })
    };
    let changes = changes.into_iter().map(|change| {
        Ok(match change {
            Change::Set(field, value) => match check(field, value)? {
                title if field == Field::Title && title.is_empty() => {
                    return Err(Fault::new(Code::ItemUntitled));
                }
                value => Change::Set(field, value),
            },
            Change::Add(field, value) => Change::Add(field, check(field, value)?),
            Change::Remove(field, value) => Change::Remove(field, check(field, value)?),
            Change::AddReference(reference)
                if u32::try_from(reference.note.len()).map_or(true, |bytes| bytes > Reference::NOTE) =>
            {
                return Err(Fault::too_long("note", Reference::NOTE));
            }
            Change::AddFile(_)
            | Change::RemoveFile(_)
            | Change::AddReference(_)
            | Change::RemoveReference(_) => change,
        })
    });
    changes.collect()
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Adding to a library and changing what is in it.

use toguna_casework::library::{Change, Field, FieldFault, ITEM, Item, Kind};
use toguna_types::{LogId, ObjectId};

use crate::Fault;
use crate::client::Client;
use crate::fault::Code;

/// What is known of a new item, field by field; lists have their values one by one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewItem(pub Vec<(Field, String)>);

impl Client {
    /// Adds an item to a space's library and waits until the relay's receipt is in the vault.
    ///
    /// # Errors
    /// [`Code::ItemUntitled`]; [`Code::TooLong`] and [`Code::DateInvalid`] with the field's name; else as
    /// [`Client::operate`].
    pub async fn add_item(&self, log: LogId, item: NewItem) -> Result<ObjectId, Fault> {
        let changes = item.0.into_iter().map(|(field, value)| match field.kind() {
            Kind::Many => Change::Add(field, value),
            Kind::One | Kind::Date | Kind::Text => Change::Set(field, value),
        });
        let changes = checked(changes)?;
        if !changes
            .iter()
            .any(|change| matches!(change, Change::Set(Field::Title, _)))
        {
            return Err(Fault::new(Code::ItemUntitled));
        }
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
            .write(move |client, tx| {
                client.edit_object(tx, log, object, ITEM, |document| Item::change(document, &changes))
            })
            .await?;
        let Some(intent) = intent else {
            return Ok(false);
        };
        self.send_op(log, intent).await?;
        Ok(true)
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
        })
    });
    changes.collect()
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! A library as members see it.

use data_encoding::HEXLOWER;
use toguna_auth::{Op, Signed};
use toguna_casework::library::{Field, ITEM, Item};
use toguna_types::{LogId, ObjectId, Seq, Timestamp};

use crate::Fault;
use crate::client::Client;
use crate::fault::Code;
use crate::messages::Who;
use crate::objects::SharedObject;
use crate::titles::{answers, best, lower};

/// An item of a library.
#[derive(Clone, PartialEq, Eq)]
pub struct LibraryItem {
    /// Its id.
    pub id: ObjectId,
    /// Who added it.
    pub added_by: Who,
    /// Where the operation stands that added it; nothing while it waits in this device's outbox.
    pub added: Option<Seq>,
    /// Where the last operation stands that changed it.
    pub changed: Option<Seq>,
    /// Whether changes of this device wait in its outbox.
    pub waiting: bool,
    /// What is known of it.
    pub item: Item,
}

/// One signed change of an item.
#[derive(Clone, PartialEq, Eq)]
pub struct ItemChange {
    /// Its place in the log.
    pub place: Seq,
    /// Who made it.
    pub author: Who,
    /// When its author's clock said it was made.
    pub time: Timestamp,
}

toguna_types::quiet_debug!(LibraryItem, ItemChange);

impl LibraryItem {
    pub(crate) fn of(object: SharedObject) -> Self {
        Self {
            id: object.id,
            added_by: object.author,
            added: object.created,
            changed: object.changed,
            waiting: object.waiting,
            item: Item::of(&object.fields),
        }
    }

    /// Its title.
    #[must_use]
    pub fn title(&self) -> &str {
        self.item.get(Field::Title).unwrap_or_default()
    }
}

impl Client {
    /// All items of a space's library, by title.
    ///
    /// # Errors
    /// [`Code::SpaceUnknown`].
    pub fn library(&self, log: LogId) -> Result<Vec<LibraryItem>, Fault> {
        let objects = self.objects(log, ITEM.name)?;
        let mut items: Vec<LibraryItem> = objects.into_iter().map(LibraryItem::of).collect();
        items.sort_by_cached_key(|item| (lower(item.title()), item.id));
        Ok(items)
    }

    /// Finds the one item that answers to a text: a whole title first, then the beginning of an id or a title.
    ///
    /// # Errors
    /// [`Code::ItemUnknown`], [`Code::ItemAmbiguous`].
    pub fn find_item(&self, log: LogId, text: &str) -> Result<LibraryItem, Fault> {
        let items = self.library(log)?;
        let rank = |item: &LibraryItem| answers(item.title(), item.id.as_bytes(), text);
        best(items, rank).map_err(|ambiguous| {
            Fault::new(if ambiguous {
                Code::ItemAmbiguous
            } else {
                Code::ItemUnknown
            })
        })
    }

    /// Who changed an item and when, the first change first; those who have left are among them.
    ///
    /// # Errors
    /// [`Code::SpaceUnknown`].
    pub fn item_history(&self, log: LogId, item: ObjectId) -> Result<Vec<ItemChange>, Fault> {
        self.vault().read(|tx| {
            self.row(tx, log)?;
            let rows = tx
                .ops()
                .counting(log, Some(item.as_bytes()), Seq::new(0), u32::MAX)?;
            let change = |row: toguna_vault::OpRow| {
                let op = Signed::<Op>::decode(&row.signed).and_then(|signed| signed.unverified());
                let op = op.map_err(|fault| Fault::because(Code::VaultDamaged, fault))?;
                Ok(ItemChange {
                    place: row.seq,
                    author: self.who(tx, row.account)?,
                    time: op.time,
                })
            };
            rows.into_iter().map(change).collect()
        })
    }
}

/// An item's id as members see it.
pub(super) fn hex(id: ObjectId) -> String {
    HEXLOWER.encode(id.as_bytes())
}

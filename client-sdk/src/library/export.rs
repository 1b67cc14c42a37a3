// SPDX-License-Identifier: MIT OR Apache-2.0
//! A library as a file: one item a line, the same bytes on every device that has read as far.

use data_encoding::HEXLOWER;
use serde_json::{Map, Value};
use toguna_casework::library::{Citations, Field, ITEM, Item, Table, cite};
use toguna_types::{LogId, Seq};

use super::read::hex;
use crate::Fault;
use crate::client::Client;
use crate::fault::Code;

impl Client {
    /// All items of a space's library that stand in the log, as JSON: one a line, by id, keys in order. What waits in this
    /// device's outbox is not among them. Authors are given by account, so that names that one device knows and another
    /// does not make no difference.
    ///
    /// # Errors
    /// [`Code::SpaceUnknown`].
    pub fn export_library(&self, log: LogId) -> Result<String, Fault> {
        self.vault().read(|tx| {
            self.row(tx, log)?;
            let mut rows = tx.objects().list(log, ITEM.name, Seq::new(0), u32::MAX)?;
            rows.sort_by_key(|row| row.object);
            let mut lines = String::new();
            for row in rows {
                let fields = serde_json::from_str(&row.fields)
                    .map_err(|fault| Fault::because(Code::VaultDamaged, fault))?;
                let account = HEXLOWER.encode(row.author.as_bytes());
                let mut item = Item::of(&fields).to_json();
                let mut line = Map::new();
                line.append(&mut item);
                line.insert("added-by".to_owned(), Value::from(account));
                line.insert("added-at".to_owned(), Value::from(row.created.get()));
                line.insert("changed-at".to_owned(), Value::from(row.upto.get()));
                line.insert("id".to_owned(), Value::from(hex(row.object)));
                lines.push_str(&Value::Object(line).to_string());
                lines.push('\n');
            }
            Ok(lines)
        })
    }

    /// The items of a space's library as other programs cite them, by title.
    ///
    /// # Errors
    /// [`Code::SpaceUnknown`].
    pub fn cite_library(&self, log: LogId, format: Citations) -> Result<String, Fault> {
        let items = self.library(log)?.into_iter();
        let named = items.map(|item| (hex(item.id).chars().take(8).collect(), item.item));
        Ok(cite(format, &named.collect::<Vec<_>>()))
    }

    /// The items of a space's library as a table: CSV that an import reads, here and in Uwazi. An item without a key is
    /// known by its id.
    ///
    /// # Errors
    /// [`Code::SpaceUnknown`].
    pub fn library_table(&self, log: LogId) -> Result<Vec<u8>, Fault> {
        let items = self.library(log)?.into_iter();
        let keyed = items.map(|item| {
            let key = item.item.get(Field::Key).map(str::to_owned);
            (key.unwrap_or_else(|| hex(item.id)), item.item)
        });
        Ok(Table::write(&keyed.collect::<Vec<_>>()))
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! A library as a file: one item a line, the same bytes on every device that has read as far.

use data_encoding::HEXLOWER;
use serde_json::{Map, Value};
use toguna_casework::library::{Citations, Field, ITEM, Item, READING_LIST, ReadingList, Table, cite};
use toguna_types::{LogId, Seq};
use toguna_vault::ObjectRow;

use super::read::hex;
use crate::Fault;
use crate::client::Client;
use crate::fault::Code;

impl Client {
    /// All items of a space's library that stand in the log, then its reading lists, as JSON: one a line, by id, keys in
    /// order. What waits in this device's outbox is not among them. Authors are given by account, so that names that one
    /// device knows and another does not make no difference.
    ///
    /// # Errors
    /// [`Code::SpaceUnknown`].
    pub fn export_library(&self, log: LogId) -> Result<String, Fault> {
        self.vault().read(|tx| {
            self.row(tx, log)?;
            let mut lines = String::new();
            for (schema, kind) in [(ITEM, None), (READING_LIST, Some(READING_LIST.name))] {
                let mut rows = tx.objects().list(log, schema.name, Seq::new(0), u32::MAX)?;
                rows.sort_by_key(|row| row.object);
                for row in rows {
                    if let Some(line) = line(&row, kind)? {
                        lines.push_str(&Value::Object(line).to_string());
                        lines.push('\n');
                    }
                }
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

/// An item as a line, or what is of another kind.
fn line(row: &ObjectRow, kind: Option<&str>) -> Result<Option<Map<String, Value>>, Fault> {
    let fields =
        serde_json::from_str(&row.fields).map_err(|fault| Fault::because(Code::VaultDamaged, fault))?;
    let mut line = if kind.is_some() {
        let list = ReadingList::of(&fields);
        let Value::Object(line) = list.to_json() else {
            return Ok(None);
        };
        if list.is_empty() {
            return Ok(None);
        }
        line
    } else {
        Item::of(&fields).to_json()
    };
    let account = HEXLOWER.encode(row.author.as_bytes());
    line.extend(kind.map(|kind| ("kind".to_owned(), Value::from(kind))));
    line.insert("added-by".to_owned(), Value::from(account));
    line.insert("added-at".to_owned(), Value::from(row.created.get()));
    line.insert("changed-at".to_owned(), Value::from(row.upto.get()));
    line.insert("id".to_owned(), Value::from(hex(row.object)));
    Ok(Some(line))
}

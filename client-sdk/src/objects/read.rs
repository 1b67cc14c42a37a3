// SPDX-License-Identifier: MIT OR Apache-2.0
//! Objects as members see them.

use std::collections::BTreeSet;

use serde_json::Value;
use toguna_types::{LogId, ObjectId, Seq};
use toguna_vault::{ObjectRow, VaultTx};

use super::edit::waiting;
use crate::Fault;
use crate::client::Client;
use crate::fault::Code;
use crate::messages::Who;

/// A shared object.
#[derive(Clone, PartialEq, Eq)]
pub struct SharedObject {
    /// Its id.
    pub id: ObjectId,
    /// What kind of object it is.
    pub schema: String,
    /// Who made it.
    pub author: Who,
    /// Where the operation stands that made it; nothing while it waits in this device's outbox.
    pub created: Option<Seq>,
    /// Where the last operation stands that changed it.
    pub changed: Option<Seq>,
    /// Its fields; what no version here knows is among them.
    pub fields: Value,
    /// Whether changes of this device wait in its outbox; they are among the fields.
    pub waiting: bool,
}

toguna_types::quiet_debug!(SharedObject);

impl Client {
    /// One object.
    ///
    /// # Errors
    /// [`Code::SpaceUnknown`].
    pub fn object(&self, log: LogId, object: ObjectId) -> Result<Option<SharedObject>, Fault> {
        self.vault().read(|tx| {
            self.row(tx, log)?;
            let row = tx.objects().get(log, object)?;
            let waits = waiting(tx, log)?
                .into_iter()
                .find(|(of, _)| *of == object)
                .map(|(_, update)| update.schema().to_owned());
            match (row, waits) {
                (None, None) => Ok(None),
                (Some(row), None) => self.shared(tx, row).map(Some),
                (row, Some(schema)) => self.waiting_object(tx, log, object, row, schema).map(Some),
            }
        })
    }

    /// The objects of one schema in a space, the oldest first; those that only wait in this device's outbox come last.
    ///
    /// # Errors
    /// [`Code::SpaceUnknown`].
    pub fn objects(&self, log: LogId, schema: &str) -> Result<Vec<SharedObject>, Fault> {
        self.vault().read(|tx| {
            self.row(tx, log)?;
            let waiting = waiting(tx, log)?;
            let mut waits: BTreeSet<ObjectId> = waiting
                .into_iter()
                .filter(|(_, update)| update.schema() == schema)
                .map(|(object, _)| object)
                .collect();
            let mut all = Vec::new();
            for row in tx.objects().list(log, schema, Seq::new(0), u32::MAX)? {
                all.push(if waits.remove(&row.object) {
                    self.waiting_object(tx, log, row.object, Some(row), schema.to_owned())?
                } else {
                    self.shared(tx, row)?
                });
            }
            for object in waits {
                all.push(self.waiting_object(tx, log, object, None, schema.to_owned())?);
            }
            Ok(all)
        })
    }

    pub(crate) fn shared(&self, tx: &VaultTx<'_>, row: ObjectRow) -> Result<SharedObject, Fault> {
        let fields = serde_json::from_str(&row.fields);
        Ok(SharedObject {
            id: row.object,
            schema: row.schema,
            author: self.who(tx, row.author)?,
            created: Some(row.created),
            changed: Some(row.upto),
            fields: fields.map_err(|fault| Fault::because(Code::VaultDamaged, fault))?,
            waiting: false,
        })
    }

    fn waiting_object(
        &self,
        tx: &VaultTx<'_>,
        log: LogId,
        object: ObjectId,
        row: Option<ObjectRow>,
        schema: String,
    ) -> Result<SharedObject, Fault> {
        let author = row.as_ref().map_or(self.keys().account, |row| row.author);
        Ok(SharedObject {
            id: object,
            schema,
            author: self.who(tx, author)?,
            created: row.as_ref().map(|row| row.created),
            changed: row.as_ref().map(|row| row.upto),
            fields: self.document(tx, log, object)?.to_json(),
            waiting: true,
        })
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! An object is the fold of its operations in the log's order. Those that break its rules count on no device.

use std::collections::BTreeMap;

use serde_json::Value;
use toguna_auth::Op;
use toguna_casework::library::{ITEM, Item};
use toguna_casework::object::{ClientId, Document, ObjectFault, Update};
use toguna_types::{Digest, LogId, ObjectId, Seq};
use toguna_vault::{ObjectRow, OpRow, VaultTx};

use crate::Fault;
use crate::client::Client;
use crate::fault::Code;
use crate::files::{content_hex, let_go, newest_text};

/// The object that stands for the space itself: it takes no update.
const SPACE: [u8; 16] = [0; 16];

/// Objects that are being folded, until they are written down.
#[derive(Debug, Default)]
pub(crate) struct Folds(BTreeMap<ObjectId, Folding>);

#[derive(Debug)]
struct Folding {
    row: ObjectRow,
    document: Document,
}

impl Client {
    /// Folds an operation into its object; a reason if it does not count.
    pub(crate) fn fold(
        &self,
        tx: &VaultTx<'_>,
        folds: &mut Folds,
        op: &OpRow,
        body: &[u8],
    ) -> Result<Result<(), &'static str>, Fault> {
        let Ok(update) = Update::decode(body) else {
            return Ok(Err(reason(ObjectFault::Malformed)));
        };
        if op.object == SPACE {
            return Ok(Err("wrong-place"));
        }
        let object = ObjectId::from_bytes(op.object);
        let mut folding = match folds.0.remove(&object) {
            Some(folding) => folding,
            None => self.folding(tx, op, object, &update)?,
        };
        let author = ClientId::of(op.log, object, op.account, op.device);
        let taken = if folding.row.schema == update.schema() {
            let taken = folding.document.apply(author, update.update.as_slice());
            taken.map_err(reason)
        } else {
            Err("another-schema")
        };
        if taken.is_ok() {
            folding.row.upto = op.seq;
            folding.row.version = folding.row.version.max(update.schema_version);
        }
        if folding.row.upto > Seq::new(0) {
            folds.0.insert(object, folding);
        }
        Ok(taken)
    }

    fn folding(
        &self,
        tx: &VaultTx<'_>,
        op: &OpRow,
        object: ObjectId,
        update: &Update,
    ) -> Result<Folding, Fault> {
        let own = self.client_in(op.log, object);
        match tx.objects().get(op.log, object)? {
            Some(row) => Ok(Folding {
                document: opened(own, &row.state)?,
                row,
            }),
            None => Ok(Folding {
                document: Document::new(own),
                row: ObjectRow {
                    log: op.log,
                    object,
                    schema: update.schema().to_owned(),
                    version: update.schema_version,
                    author: op.account,
                    created: op.seq,
                    upto: Seq::new(0),
                    state: Vec::new(),
                    fields: String::new(),
                },
            }),
        }
    }

    /// Writes down what was folded.
    pub(crate) fn keep_folds(&self, tx: &VaultTx<'_>, folds: Folds) -> Result<(), Fault> {
        for (_, folding) in folds.0 {
            let before = fields(&folding.row);
            let row = ObjectRow {
                state: folding.document.kept().map_err(broken)?,
                fields: folding.document.to_json().to_string(),
                ..folding.row
            };
            tx.objects().put(&row, &searchable(tx, &row)?)?;
            if row.schema == ITEM.name {
                let_go(tx, row.log, &Item::of(&before), &Item::of(&fields(&row)))?;
            }
        }
        Ok(())
    }

    /// Takes the items that have a content into the index again: more is known of what it says.
    pub(crate) fn index_again(&self, tx: &VaultTx<'_>, log: LogId, content: Digest) -> Result<(), Fault> {
        for row in tx.objects().naming(log, &content_hex(content))? {
            tx.objects().put(&row, &searchable(tx, &row)?)?;
        }
        Ok(())
    }

    /// The Yjs client id of this device in an object.
    pub(crate) fn client_in(&self, log: LogId, object: ObjectId) -> ClientId {
        ClientId::of(log, object, self.keys().account, self.keys().device)
    }
}

/// What an object can be found by.
fn searchable(tx: &VaultTx<'_>, row: &ObjectRow) -> Result<String, Fault> {
    if row.schema != ITEM.name {
        return Ok(String::new());
    }
    let item = Item::of(&fields(row));
    let text = newest_text(tx, row.log, &item)?;
    let parts: Vec<&str> = item.parts().into_iter().chain(text.as_deref()).collect();
    Ok(parts.join("\n"))
}

/// What an object says, by the names of its fields.
pub(crate) fn fields(row: &ObjectRow) -> Value {
    serde_json::from_str(&row.fields).unwrap_or_default()
}

/// A document from the vault.
pub(super) fn opened(client: ClientId, state: &[u8]) -> Result<Document, Fault> {
    Document::open(client, state).map_err(|fault| Fault::because(Code::VaultDamaged, fault))
}

fn broken(fault: ObjectFault) -> Fault {
    Fault::because(Code::Broken, fault)
}

/// The verdict on an update that an object does not take.
const fn reason(fault: ObjectFault) -> &'static str {
    match fault {
        ObjectFault::Foreign => "foreign-client",
        ObjectFault::Malformed => "malformed",
        ObjectFault::Missing => "builds-on-nothing",
        ObjectFault::TooDeep => "too-deep",
    }
}

/// The kind of an operation that changes an object.
pub(super) const KIND: u16 = Op::KIND_OBJECT;

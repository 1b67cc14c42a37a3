// SPDX-License-Identifier: MIT OR Apache-2.0
//! Changing an object: on what the log has made of it and what of this device waits to go there.

use toguna_casework::object::{Document, ObjectFault, Schema, Update};
use toguna_types::{IntentId, LogId, ObjectId, Seq};
use toguna_vault::{IntentKind, VaultTx};

use super::fold::{KIND, opened};
use crate::Fault;
use crate::client::Client;
use crate::fault::Code;
use crate::records::{NewOp, OpIntent};

impl Client {
    /// Changes an object, new or known, and puts the change in the outbox; nothing if nothing changed.
    pub(crate) fn edit_object(
        &self,
        tx: &VaultTx<'_>,
        log: LogId,
        object: ObjectId,
        schema: Schema,
        change: impl FnOnce(&mut Document) -> Result<Option<Vec<u8>>, ObjectFault>,
    ) -> Result<Option<IntentId>, Fault> {
        let mut document = self.document(tx, log, object)?;
        let refused = |fault| Fault::because(Code::ObjectRefused, fault);
        let Some(update) = change(&mut document).map_err(refused)? else {
            return Ok(None);
        };
        let op = NewOp {
            object: *object.as_bytes(),
            kind: KIND,
            body: Update::new(schema, update).encode().map_err(refused)?.into(),
        };
        self.queue_op(tx, log, op).map(Some)
    }

    /// An object as this device would have it: with what waits in its outbox.
    pub(crate) fn document(&self, tx: &VaultTx<'_>, log: LogId, object: ObjectId) -> Result<Document, Fault> {
        let client = self.client_in(log, object);
        let mut document = match tx.objects().get(log, object)? {
            Some(row) => opened(client, &row.state)?,
            None => Document::new(client),
        };
        for (of, update) in waiting(tx, log)? {
            if of == object {
                // One that the log has had already, or has refused, changes nothing here.
                let _ = document.apply_own(update.update.as_slice());
            }
        }
        Ok(document)
    }

    /// The whole object as a Yjs update (version 1), and the client id under which an editor on this device must write.
    ///
    /// # Errors
    /// [`Code::SpaceUnknown`].
    pub fn yjs_state(&self, log: LogId, object: ObjectId) -> Result<(Vec<u8>, u64), Fault> {
        self.vault().read(|tx| {
            self.row(tx, log)?;
            let document = self.document(tx, log, object)?;
            Ok((document.state(), self.client_in(log, object).get()))
        })
    }

    /// Takes in what an editor on this device made of an object (a Yjs update, version 1, under the client id that
    /// [`Self::yjs_state`] gave), and waits until the relay's receipt is in the vault.
    ///
    /// # Errors
    /// [`Code::ObjectRefused`] if it is no such update; else as [`Client::operate`].
    pub async fn apply_yjs(
        &self,
        log: LogId,
        object: ObjectId,
        schema: Schema,
        update: &[u8],
    ) -> Result<Seq, Fault> {
        let intent = self.vault().write(|tx| {
            self.edit_object(tx, log, object, schema, |document| {
                document.apply_own(update)?;
                Ok(Some(update.to_vec()))
            })
        })?;
        self.send_op(log, intent.ok_or(Fault::new(Code::ObjectRefused))?)
            .await
    }
}

/// Changes of objects that wait in a space's outbox, in order.
pub(super) fn waiting(tx: &VaultTx<'_>, log: LogId) -> Result<Vec<(ObjectId, Update)>, Fault> {
    let mut waiting = Vec::new();
    for intent in tx.intents().open(log)? {
        if intent.kind != IntentKind::Record {
            continue;
        }
        let (object, kind, body) = match OpIntent::decode(&intent.body)? {
            OpIntent::New(op) => (op.object, op.kind, op.body),
            OpIntent::Signed(signed) => {
                let op = signed
                    .unverified()
                    .map_err(|fault| Fault::because(Code::VaultDamaged, fault))?;
                (op.object, op.kind, op.body)
            }
            OpIntent::Leave(_) => continue,
        };
        if kind == KIND
            && let Ok(update) = Update::decode(body.as_slice())
        {
            waiting.push((ObjectId::from_bytes(object), update));
        }
    }
    Ok(waiting)
}

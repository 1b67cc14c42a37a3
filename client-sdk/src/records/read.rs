// SPDX-License-Identifier: MIT OR Apache-2.0
//! Operations that count, as the log orders them.

use toguna_auth::{Op, Signed};
use toguna_types::{DeviceId, LogId, Seq, Timestamp};
use toguna_vault::{OpRow, VaultTx};

use crate::Fault;
use crate::client::Client;
use crate::fault::Code;
use crate::messages::Who;

/// A signed operation on a shared object; its author was verified where it stands.
#[derive(Clone, PartialEq, Eq)]
pub struct Operation {
    /// Its place in the log.
    pub place: Seq,
    /// The object; zero is the space itself.
    pub object: [u8; 16],
    /// Its author, who may have left since.
    pub author: Who,
    /// Its author's device.
    pub device: DeviceId,
    /// When its author's clock said it was written: shown, never judged by.
    pub time: Timestamp,
    /// What kind of body follows.
    pub kind: u16,
    /// The body, in the kind's own format.
    pub body: Vec<u8>,
}

toguna_types::quiet_debug!(Operation);

impl Client {
    fn operation(&self, tx: &VaultTx<'_>, row: OpRow) -> Result<Operation, Fault> {
        let op = Signed::<Op>::decode(&row.signed).and_then(|signed| signed.unverified());
        let op = op.map_err(|fault| Fault::because(Code::VaultDamaged, fault))?;
        Ok(Operation {
            place: row.seq,
            object: row.object,
            author: self.who(tx, row.account)?,
            device: row.device,
            time: op.time,
            kind: row.kind,
            body: op.body.into_vec(),
        })
    }

    /// Operations of a space that count, after a place and in the log's order: of one object, or of all. At most
    /// `limit` of them.
    ///
    /// # Errors
    /// [`Code::SpaceUnknown`].
    pub fn operations(
        &self,
        log: LogId,
        object: Option<[u8; 16]>,
        after: Seq,
        limit: u32,
    ) -> Result<Vec<Operation>, Fault> {
        self.vault().read(|tx| {
            self.row(tx, log)?;
            let rows = tx.ops().counting(log, object.as_ref(), after, limit)?;
            rows.into_iter().map(|row| self.operation(tx, row)).collect()
        })
    }
}

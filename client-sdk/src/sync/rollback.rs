// SPDX-License-Identifier: MIT OR Apache-2.0
//! A vault that was put back from an older copy: what it would encrypt next, it has encrypted before (docs/protocol.md,
//! "A vault that was put back").
//!
//! It shows in the log: a word stands there under this device's own leaf that its vault does not know. (Another member
//! can make it look so, since anybody in the epoch can name any leaf as the sender. What it gains is that this device
//! renews its keys.)

use toguna_types::LogId;
use toguna_vault::{SpaceRow, VaultTx};

use crate::Fault;
use crate::alarm::AlarmCode;
use crate::client::Client;
use crate::spaces::hex;
use crate::sync::CommitIntent;

impl Client {
    /// A word under this device's leaf that its vault does not know. In this epoch it encrypts nothing any more: the
    /// ratchet stands where it stood when the copy was made, and so does the chain of its operations. Renewing its leaf
    /// begins others.
    pub(crate) fn said_unknown(&self, tx: &VaultTx<'_>, row: &mut SpaceRow) -> Result<(), Fault> {
        if Self::must_renew(tx, row)? {
            return Ok(());
        }
        tx.meta()
            .put(&spent_key(row.log), &row.epoch.get().to_be_bytes())?;
        if row.alarm.is_none() {
            row.alarm = Some(AlarmCode::VaultPutBack.code().to_owned());
        }
        self.queue_commit(tx, row, &CommitIntent::RenewLeaf, std::time::Duration::ZERO)?;
        Ok(())
    }

    /// Whether this device must not encrypt anything in the epoch it is in.
    pub(crate) fn must_renew(tx: &VaultTx<'_>, row: &SpaceRow) -> Result<bool, Fault> {
        let spent = tx.meta().get(&spent_key(row.log))?;
        Ok(spent.is_some_and(|epoch| epoch == row.epoch.get().to_be_bytes()))
    }
}

fn spent_key(log: LogId) -> String {
    format!("spent-epoch/{}", hex(log))
}

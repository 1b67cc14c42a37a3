// SPDX-License-Identifier: MIT OR Apache-2.0
//! Forgetting a space that this device is in no more: its words, its keys, what the outbox holds of it.

use toguna_mls::Group;
use toguna_types::LogId;
use toguna_vault::{SpaceState, VaultTx};

use super::{hex, is_held};
use crate::Fault;
use crate::client::Client;
use crate::fault::Code;
use crate::saved_search::forget_searches_in;

impl Client {
    /// Erases everything that this device holds of a space it has left or was removed from. What others hold stays
    /// with them. The people it met there, whom other spaces may know as well, stay known.
    ///
    /// # Errors
    /// As [`Self::may_forget`].
    pub async fn forget(&self, log: LogId) -> Result<(), Fault> {
        self.write(move |client, tx| {
            client.forgettable(tx, log)?;
            Group::forget(tx, log)?;
            forget_searches_in(tx, log)?;
            tx.meta().delete_naming(&hex(log))?;
            Ok(tx.spaces().forget(log)?)
        })
        .await
    }

    /// Whether [`Self::forget`] would erase the space: to be asked before the user is.
    ///
    /// # Errors
    /// [`Code::StillAMember`] while this device is in the space: it is to be left first. [`Code::SpaceUnknown`].
    pub fn may_forget(&self, log: LogId) -> Result<(), Fault> {
        self.vault().read(|tx| self.forgettable(tx, log))
    }

    fn forgettable(&self, tx: &VaultTx<'_>, log: LogId) -> Result<(), Fault> {
        let row = self.row(tx, log)?;
        if is_held(&row) && row.state != SpaceState::Closed {
            return Err(Fault::new(Code::StillAMember));
        }
        Ok(())
    }
}

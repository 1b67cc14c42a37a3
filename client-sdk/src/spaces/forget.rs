// SPDX-License-Identifier: MIT OR Apache-2.0
//! Forgetting a space that this device is in no more: its words, its keys, what the outbox holds of it.

use toguna_mls::Group;
use toguna_types::LogId;

use super::is_held;
use crate::Fault;
use crate::client::Client;
use crate::fault::Code;

impl Client {
    /// Erases everything that this device holds of a space it has left or was removed from. What others hold stays
    /// with them. The people it met there, whom other spaces may know as well, stay known.
    ///
    /// # Errors
    /// [`Code::NotAllowed`] while this device is in the space: it is to be left first. [`Code::SpaceUnknown`].
    pub async fn forget(&self, log: LogId) -> Result<(), Fault> {
        self.write(move |client, tx| {
            if is_held(&client.row(tx, log)?) {
                return Err(Fault::new(Code::NotAllowed));
            }
            Group::forget(tx, log)?;
            Self::forget_spent(tx, log)?;
            Ok(tx.spaces().forget(log)?)
        })
        .await
    }
}

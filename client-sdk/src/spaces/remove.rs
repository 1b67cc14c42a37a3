// SPDX-License-Identifier: MIT OR Apache-2.0
//! Removing somebody from a space: the removal turns the era, so that what follows is sealed anew.

use std::time::Duration;

use toguna_mls::Group;
use toguna_mls::rules::Role;
use toguna_types::{AccountId, LogId};
use toguna_vault::VaultTx;

use crate::Fault;
use crate::client::Client;
use crate::fault::Code;
use crate::sync::{CommitIntent, Removal};

impl Client {
    /// Removes an account with all its devices.
    ///
    /// # Errors
    /// [`Code::PersonUnknown`], [`Code::NotAllowed`], [`Code::LastSteward`].
    pub async fn remove(&self, log: LogId, handle: &str) -> Result<(), Fault> {
        self.pull(log).await?;
        self.learn_names().await?; // of those who came since the last synchronisation
        let handle = handle.trim().to_owned();
        let intent = self
            .write(move |client, tx| {
                let row = client.row(tx, log)?;
                crate::messages::writable(&row)?;
                let group = Group::load(tx, log)?;
                if group.view()?.policy.role_of(client.keys().account) != Some(Role::Steward) {
                    return Err(Fault::new(Code::NotAllowed));
                }
                let account = client.member_by_handle(tx, log, &handle)?;
                let removal = Removal {
                    accounts: vec![account],
                    evidence: Vec::new(),
                };
                client.queue_commit(tx, &row, &CommitIntent::Remove(removal), Duration::ZERO)
            })
            .await?;
        self.push(log).await?;
        self.not_refused(intent)?;
        self.tend_after(log).await
    }

    /// A member of a space by handle, or by the beginning of the account's id.
    pub(crate) fn member_by_handle(
        &self,
        tx: &VaultTx<'_>,
        log: LogId,
        handle: &str,
    ) -> Result<AccountId, Fault> {
        let group = Group::load(tx, log)?;
        let wanted = handle.to_lowercase();
        for account in group.view()?.accounts() {
            let known = self.handle_of(tx, account)?;
            if known.is_some_and(|known| known.to_lowercase() == wanted) {
                return Ok(account);
            }
        }
        Err(Fault::new(Code::PersonUnknown))
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Asking something of the relay under the steward key: in a commit that all members see.

use toguna_auth::{Signed, SigningKey, StewardRequest};
use toguna_mls::Group;
use toguna_mls::rules::Role;
use toguna_types::{LogId, SignedBytes, StewardAsk};
use toguna_vault::{SpaceRow, VaultTx};
use toguna_wire::{Message as _, v1};

use super::key::current_secret;
use crate::Fault;
use crate::client::Client;
use crate::fault::Code;
use crate::sync::CommitIntent;

impl Client {
    /// Whether this account may ask the relay for what only stewards do, with this device: to be asked before anything else
    /// is done on the way.
    ///
    /// # Errors
    /// [`Code::NotAllowed`] unless this account is a steward; [`Code::StewardKeyElsewhere`] as long as no other steward's
    /// device has given this one the steward key; [`Code::SpaceUnknown`].
    pub fn may_ask_relay(&self, log: LogId) -> Result<(), Fault> {
        self.vault().read(|tx| {
            crate::messages::writable(&self.row(tx, log)?)?;
            self.key_to_ask(tx, &Group::load(tx, log)?).map(|_| ())
        })
    }

    /// Commits a request, and reads the log until it shows it.
    ///
    /// # Errors
    /// [`Code::NotAllowed`] unless this account is a steward; [`Code::StewardKeyElsewhere`].
    pub(super) async fn ask_relay(&self, log: LogId, ask: StewardAsk) -> Result<(), Fault> {
        self.pull(log).await?;
        self.govern(log, move |client, tx| {
            client.key_to_ask(tx, &Group::load(tx, log)?)?;
            Ok(CommitIntent::Ask(ask))
        })
        .await?;
        self.pull(log).await?;
        Ok(())
    }

    /// The key to ask with, if this account may.
    pub(super) fn key_to_ask(&self, tx: &VaultTx<'_>, group: &Group) -> Result<SigningKey, Fault> {
        if group.policy().role_of(self.keys().account) != Some(Role::Steward) {
            return Err(Fault::new(Code::NotAllowed));
        }
        current_secret(tx, group.log())?.ok_or(Fault::new(Code::StewardKeyElsewhere))
    }

    /// The request for the epoch that the commit ends.
    pub(crate) fn steward_request(
        &self,
        tx: &VaultTx<'_>,
        row: &SpaceRow,
        group: &Group,
        ask: StewardAsk,
    ) -> Result<SignedBytes, Fault> {
        let key = self.key_to_ask(tx, group)?;
        let request = StewardRequest {
            relay: self.relay(),
            log: row.log,
            epoch: row.epoch,
            ask,
        };
        let signed = Signed::sign(&key, &request).map_err(|fault| Fault::because(Code::Broken, fault))?;
        Ok((&signed).into())
    }
}

/// What a commit's payload asks of the relay.
pub(crate) fn asked(payload: &[u8]) -> Option<StewardAsk> {
    let request = v1::CommitPayload::decode(payload).ok()?.steward_request?;
    let signature = toguna_auth::Signature::from_slice(&request.signature)?;
    let request = Signed::<StewardRequest>::from_parts(request.statement, signature);
    Some(request.unverified().ok()?.ask)
}

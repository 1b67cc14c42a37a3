// SPDX-License-Identifier: MIT OR Apache-2.0
//! Asking something of the relay under the steward key: in a commit that all members see.

use toguna_auth::{Signed, StewardRequest};
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
    /// Commits a request, and reads the log until it shows it.
    ///
    /// # Errors
    /// [`Code::NotAllowed`] unless this account is a steward; [`Code::StewardKeyElsewhere`].
    pub(super) async fn ask_relay(&self, log: LogId, ask: StewardAsk) -> Result<(), Fault> {
        self.pull(log).await?;
        self.govern(log, move |client, tx| {
            let (row, group) = (client.row(tx, log)?, Group::load(tx, log)?);
            client.steward_request(tx, &row, &group, ask)?; // whether it may
            Ok(CommitIntent::Ask(ask))
        })
        .await?;
        self.pull(log).await?;
        Ok(())
    }

    /// The request for the epoch that the commit ends.
    pub(crate) fn steward_request(
        &self,
        tx: &VaultTx<'_>,
        row: &SpaceRow,
        group: &Group,
        ask: StewardAsk,
    ) -> Result<SignedBytes, Fault> {
        if group.policy().role_of(self.keys().account) != Some(Role::Steward) {
            return Err(Fault::new(Code::NotAllowed));
        }
        let key = current_secret(tx, row.log)?.ok_or(Fault::new(Code::StewardKeyElsewhere))?;
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

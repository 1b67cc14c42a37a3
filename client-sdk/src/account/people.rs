// SPDX-License-Identifier: MIT OR Apache-2.0
//! Colleagues as the directory names them, and as this device has known them before.
//!
//! Until the commons exists the relay resolves handles. It could name a wrong account once; it cannot change its
//! word afterwards without this device noticing, and the fingerprint tells.

use toguna_auth::{DeviceCert, Method, Signature, Signed, VerifiedDevice};
use toguna_types::{AccountId, Clock as _, Digest, limit};
use toguna_vault::Person;
use toguna_wire::{Field, v1};

use crate::Fault;
use crate::client::Client;
use crate::fault::Code;
use crate::transport::Lane;

/// An account with its devices, each with a verified certificate.
#[derive(Clone, Debug)]
pub(crate) struct Colleague {
    pub(crate) account: AccountId,
    pub(crate) handle: String,
    pub(crate) devices: Vec<ColleagueDevice>,
}

/// One device of a colleague.
#[derive(Clone, Debug)]
pub(crate) struct ColleagueDevice {
    pub(crate) device: VerifiedDevice,
    pub(crate) mailbox_key: Vec<u8>,
}

impl Client {
    /// Asks the directory for a handle.
    pub(crate) async fn colleague_by_handle(&self, handle: &str) -> Result<Colleague, Fault> {
        let handle = super::join::check_handle(handle)?;
        self.resolve(v1::resolve_body::Who::Handle(handle)).await
    }

    /// Asks the directory for an account.
    pub(crate) async fn colleague(&self, account: AccountId) -> Result<Colleague, Fault> {
        self.resolve(v1::resolve_body::Who::Account(account.to_vec()))
            .await
    }

    async fn resolve(&self, who: v1::resolve_body::Who) -> Result<Colleague, Fault> {
        let asked = match &who {
            v1::resolve_body::Who::Account(id) => AccountId::from_slice(id),
            v1::resolve_body::Who::Handle(_) => None,
        };
        let body = v1::ResolveBody { who: Some(who) };
        let answer = self
            .call(Lane::Device, |session| {
                let call = self.device_call(Method::Resolve, &body);
                async move { Ok(session.accounts().resolve(call?).await?.into_inner()) }
            })
            .await?;
        let colleague = verified(&answer)?;
        if asked.is_some_and(|asked| asked != colleague.account) {
            return Err(Fault::new(Code::RelayLied));
        }
        let (account, handle) = (colleague.account, colleague.handle.clone());
        self.write(move |client, tx| {
            if tx
                .people()
                .by_handle(&handle)?
                .iter()
                .any(|known| known.account != account)
            {
                // The handle meant somebody else before: the relay lies now or lied then.
                return Err(Fault::new(Code::RelayLied));
            }
            let _ = tx.people().put(&Person {
                account,
                handle,
                first_seen: client.options().clock.now(),
            })?;
            Ok(())
        })
        .await?;
        Ok(colleague)
    }
}

/// What the directory answered, with every certificate verified.
fn verified(answer: &v1::ResolveAnswer) -> Result<Colleague, Fault> {
    let account = Field("account").account_id(&answer.account)?;
    Field("devices").at_most(answer.devices.len(), limit::DEVICES_PER_ACCOUNT)?;
    let lied = || Fault::new(Code::RelayLied);
    let mut devices = Vec::new();
    for entry in &answer.devices {
        let signed = entry.device_cert.as_ref().ok_or_else(lied)?;
        let signature = Signature::from_slice(&signed.signature).ok_or_else(lied)?;
        let cert = Signed::<DeviceCert>::from_parts(signed.statement.clone(), signature);
        let device = VerifiedDevice::of(&cert).map_err(|fault| Fault::because(Code::RelayLied, fault))?;
        let own_key = device.cert().mailbox_key == Digest::of(&entry.mailbox_key);
        if device.account() != account || !own_key {
            return Err(lied());
        }
        devices.push(ColleagueDevice {
            device,
            mailbox_key: entry.mailbox_key.clone(),
        });
    }
    Ok(Colleague {
        account,
        handle: answer.handle.clone(),
        devices,
    })
}

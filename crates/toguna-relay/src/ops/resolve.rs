// SPDX-License-Identifier: MIT OR Apache-2.0
//! Resolve: an account and its devices, by handle or id, for a registered device.

use toguna_auth::{DeviceCert, Method, Signed};
use toguna_store::{AccountRow, Store, StoreFault};
use toguna_types::FieldFault;
use toguna_wire::{Field, v1};

use super::{refuse, register::fold_handle};
use crate::Relay;
use crate::guard::{CallFault, SlowDown, device_call};
use crate::receipt::wire_signed;

/// Why an account was not given.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ResolveFault {
    /// The caller was not let in.
    #[error(transparent)]
    Call(#[from] CallFault),
    /// A field is malformed.
    #[error(transparent)]
    Field(#[from] FieldFault),
    /// There is no such account.
    #[error("there is no such account")]
    Missing,
    /// This caller looks up too many handles.
    #[error(transparent)]
    Slow(#[from] SlowDown),
    /// The store failed.
    #[error("the store could not be used")]
    Store(#[from] StoreFault),
}

refuse!(ResolveFault { Call, Field, Slow, Store } {
    Missing => Missing, "no-account";
});

/// Gives an account with its devices.
pub(crate) async fn resolve<S: Store>(
    relay: &Relay<S>,
    call: v1::DeviceCall,
) -> Result<v1::ResolveAnswer, ResolveFault> {
    let (caller, body): (_, v1::ResolveBody) = device_call(relay, Method::Resolve, call).await?;
    let found = match Field("who").some(body.who)? {
        v1::resolve_body::Who::Handle(handle) => {
            let folded = fold_handle(&handle)?;
            // Before it is looked up: who tries names pays alike for those that are there and those that are not.
            relay.memory().looking_up.take(caller.device(), relay.now())?;
            relay.store().account_by_handle(&folded).await?
        }
        v1::resolve_body::Who::Account(id) => {
            let id = Field("account").account_id(&id)?;
            relay.store().account(id).await?
        }
    };
    answer(found.ok_or(ResolveFault::Missing)?)
}

fn answer(account: AccountRow) -> Result<v1::ResolveAnswer, ResolveFault> {
    let mut devices = Vec::with_capacity(account.devices.len());
    for device in account.devices {
        let cert = Signed::<DeviceCert>::decode(&device.cert)
            .map_err(|_| StoreFault::Inconsistent { table: "devices" })?;
        devices.push(v1::DeviceEntry {
            device_cert: Some(wire_signed(&cert)),
            mailbox_key: device.mailbox_key,
        });
    }
    Ok(v1::ResolveAnswer {
        handle: account.handle,
        account: account.account.to_vec(),
        devices,
    })
}

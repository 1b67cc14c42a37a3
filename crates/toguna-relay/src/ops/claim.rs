// SPDX-License-Identifier: MIT OR Apache-2.0
//! Claim: a registered device takes one KeyPackage of another, at most once each.

use toguna_auth::Method;
use toguna_store::{Store, StoreFault};
use toguna_types::FieldFault;
use toguna_wire::{Field, v1};

use super::{publish::suite, refuse};
use crate::Relay;
use crate::guard::{CallFault, SlowDown, device_call};

/// Why no KeyPackage was given.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ClaimFault {
    /// The caller was not let in.
    #[error(transparent)]
    Call(#[from] CallFault),
    /// A field is malformed.
    #[error(transparent)]
    Field(#[from] FieldFault),
    /// The device has none of this suite.
    #[error("this device has no KeyPackage of this suite")]
    NoKeyPackage,
    /// This caller, or everybody together, claims too many.
    #[error(transparent)]
    Slow(#[from] SlowDown),
    /// The store failed.
    #[error("the store could not be used")]
    Store(#[from] StoreFault),
}

refuse!(ClaimFault { Call, Field, Slow, Store } {
    NoKeyPackage => Missing, "no-key-package";
});

/// Takes one single-use KeyPackage, else the one of last resort.
pub(crate) async fn claim<S: Store>(
    relay: &Relay<S>,
    call: v1::DeviceCall,
) -> Result<v1::ClaimAnswer, ClaimFault> {
    let (caller, body): (_, v1::ClaimBody) = device_call(relay, Method::Claim, call).await?;
    let target = Field("device").device_id(&body.device)?;
    let suite = suite(body.suite)?;
    let now = relay.now();
    relay.memory().claiming.take(caller.device(), now)?;
    relay.memory().claimed.take(target, now)?;
    match relay.store().claim(target, suite.number()).await? {
        Some(claimed) => Ok(v1::ClaimAnswer {
            key_package: claimed.key_package,
            last_resort: claimed.last_resort,
        }),
        None => Err(ClaimFault::NoKeyPackage),
    }
}

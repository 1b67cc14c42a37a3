// SPDX-License-Identifier: MIT OR Apache-2.0
//! Publish: a device puts KeyPackages into the directory; the relay does not look into them.

use toguna_auth::Method;
use toguna_store::{NewKeyPackages, Store, StoreFault};
use toguna_types::{DeviceId, FieldFault, Suite, limit};
use toguna_wire::{Field, v1};

use super::refuse;
use super::stock::wire_stock;
use crate::Relay;
use crate::guard::{CallFault, device_call};

/// Why KeyPackages were not stored.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PublishFault {
    /// The caller was not let in.
    #[error(transparent)]
    Call(#[from] CallFault),
    /// A field is malformed or over its limit.
    #[error(transparent)]
    Field(#[from] FieldFault),
    /// The store failed.
    #[error("the store could not be used")]
    Store(#[from] StoreFault),
}

refuse!(PublishFault { Call, Field, Store } {});

/// Stores KeyPackages and gives the stock of their suite.
pub(crate) async fn publish<S: Store>(
    relay: &Relay<S>,
    call: v1::DeviceCall,
) -> Result<v1::StockAnswer, PublishFault> {
    let (caller, body) = device_call(relay, Method::Publish, call).await?;
    let new = checked(caller.device(), body)?;
    if !new.replace {
        let stocks = relay.store().stock(caller.device()).await?;
        let held = stocks.iter().find(|stock| stock.suite == new.suite);
        let held = usize::try_from(held.map_or(0, |stock| stock.single_use)).unwrap_or(usize::MAX);
        let then = held.saturating_add(new.single_use.len());
        Field("key_packages").at_most(then, limit::KEY_PACKAGES_PER_PUBLISH)?;
    }
    let stock = relay.store().publish(new).await?;
    Ok(v1::StockAnswer {
        stocks: vec![wire_stock(stock)],
    })
}

fn checked(device: DeviceId, body: v1::PublishBody) -> Result<NewKeyPackages, FieldFault> {
    let suite = suite(body.suite)?;
    Field("key_packages").at_most(body.key_packages.len(), limit::KEY_PACKAGES_PER_PUBLISH)?;
    for package in &body.key_packages {
        Field("key_packages").present(package)?;
        Field("key_packages").at_most(package.len(), limit::KEY_PACKAGE_BYTES)?;
    }
    Field("last_resort").at_most(body.last_resort.len(), limit::KEY_PACKAGE_BYTES)?;
    Ok(NewKeyPackages {
        device,
        suite: suite.number(),
        single_use: body.key_packages,
        last_resort: Some(body.last_resort).filter(|package| !package.is_empty()),
        replace: body.replace,
    })
}

/// Reads a suite that this version knows.
pub(crate) fn suite(number: u32) -> Result<Suite, FieldFault> {
    u16::try_from(number)
        .ok()
        .and_then(Suite::from_number)
        .ok_or(Field("suite").malformed())
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Stock: how many KeyPackages the calling device has left.

use toguna_auth::Method;
use toguna_store::{Stock, Store, StoreFault};
use toguna_wire::v1;

use super::refuse;
use crate::Relay;
use crate::guard::{CallFault, device_call};

/// Why the stock was not given.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StockFault {
    /// The caller was not let in.
    #[error(transparent)]
    Call(#[from] CallFault),
    /// The store failed.
    #[error("the store could not be used")]
    Store(#[from] StoreFault),
}

refuse!(StockFault { Call, Store } {});

/// Gives the caller's own stock, by suite.
pub(crate) async fn stock<S: Store>(
    relay: &Relay<S>,
    call: v1::DeviceCall,
) -> Result<v1::StockAnswer, StockFault> {
    let (caller, v1::StockBody {}) = device_call(relay, Method::Stock, call).await?;
    let stocks = relay.store().stock(caller.device()).await?;
    Ok(v1::StockAnswer {
        stocks: stocks.into_iter().map(wire_stock).collect(),
    })
}

/// A stock as the wire carries it.
pub(crate) fn wire_stock(stock: Stock) -> v1::Stock {
    v1::Stock {
        suite: stock.suite.into(),
        single_use: stock.single_use,
        last_resort: stock.last_resort,
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! KeyPackages at the relay: twenty single-use and one of last resort for each suite, none of them old.

use toguna_auth::Method;
use toguna_mls::{Uses, erase_key_packages, make_key_package, oldest_key_package};
use toguna_types::{Suite, Timestamp, limit};
use toguna_wire::v1;

use crate::Fault;
use crate::client::Client;
use crate::transport::{Lane, device_call};

impl Client {
    /// Publishes KeyPackages where half or more are gone, and all anew where they have grown old. Their private parts
    /// are in the vault before the relay hears of them, and are erased when no Welcome can come for them any more.
    pub(crate) async fn refill_stock(&self) -> Result<(), Fault> {
        let answer = self
            .call(Lane::Device, |session| {
                let call = self.device_call(Method::Stock, &v1::StockBody {});
                async move { Ok(session.directory().stock(call?).await?.into_inner()) }
            })
            .await?;
        for suite in Suite::ALL {
            let stock = answer
                .stocks
                .iter()
                .find(|stock| stock.suite == u32::from(suite.number()));
            let single_use = stock.map_or(0, |stock| stock.single_use);
            let last_resort = stock.is_some_and(|stock| stock.last_resort);
            if self.stock_is_old(suite)? {
                let now = self.sessions().now(self.options());
                self.publish(suite, limit::KEY_PACKAGES, true, true).await?;
                self.write(move |_, tx| {
                    let now = now.millis().to_be_bytes();
                    Ok(tx.meta().put(&stocked(suite), &now)?)
                })
                .await?;
            } else if single_use <= limit::KEY_PACKAGES / 2 || !last_resort {
                let count = limit::KEY_PACKAGES.saturating_sub(single_use);
                self.publish(suite, count, !last_resort, false).await?;
            }
        }
        self.erase_old_key_packages().await
    }

    /// Whether some of what the relay has may be older than it should be, by this device's clock corrected to the
    /// relay's; so too if that was put back.
    fn stock_is_old(&self, suite: Suite) -> Result<bool, Fault> {
        let now = self.sessions().now(self.options());
        let since = self.vault().read(|tx| tx.meta().get(&stocked(suite)))?;
        let since = since.and_then(|since| since.try_into().ok());
        let since = since.map(|since| Timestamp::from_millis(u64::from_be_bytes(since)));
        Ok(since.is_none_or(|since| {
            now >= since.after(limit::KEY_PACKAGE_RENEWED) || since > now.after(limit::KEY_PACKAGE_SKEW)
        }))
    }

    async fn erase_old_key_packages(&self) -> Result<(), Fault> {
        let now = self.sessions().now(self.options());
        let before = now.before(limit::KEY_PACKAGE_KEPT);
        let oldest = self.vault().read(|tx| Ok::<_, Fault>(oldest_key_package(tx)?))?;
        if oldest.is_some_and(|oldest| oldest < before) {
            self.write(move |_, tx| Ok(erase_key_packages(tx, before)?))
                .await?;
        }
        Ok(())
    }

    async fn publish(&self, suite: Suite, count: u32, last_resort: bool, replace: bool) -> Result<(), Fault> {
        let (key_packages, last) = self
            .write(move |client, tx| {
                let (me, options) = (client.me(), client.options());
                let now = client.sessions().now(options);
                let make = |uses| make_key_package(tx, &me, suite, uses, now, &options.entropy);
                let single_use = (0..count)
                    .map(|_| make(Uses::Once))
                    .collect::<Result<Vec<_>, _>>()?;
                let last = if last_resort {
                    Some(make(Uses::LastResort)?)
                } else {
                    None
                };
                Ok((single_use, last))
            })
            .await?;
        let body = v1::PublishBody {
            suite: suite.number().into(),
            key_packages,
            last_resort: last.unwrap_or_default(),
            replace,
        };
        self.call(Lane::Device, |session| {
            let call = self.device_call(Method::Publish, &body);
            async move { Ok(session.directory().publish(call?).await?) }
        })
        .await?;
        Ok(())
    }

    /// A request stamped by this device.
    pub(crate) fn device_call(
        &self,
        method: Method,
        body: &impl crate::Message,
    ) -> Result<v1::DeviceCall, Fault> {
        let keys = self.keys();
        device_call(
            self.sessions(),
            self.options(),
            keys.device,
            &keys.device_key,
            method,
            body,
        )
    }
}

/// Since when no KeyPackage that stands at the relay is older.
fn stocked(suite: Suite) -> String {
    format!("stock/{}", suite.number())
}

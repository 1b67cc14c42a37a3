// SPDX-License-Identifier: MIT OR Apache-2.0
//! KeyPackages at the relay: twenty single-use and one of last resort for each suite.

use toguna_auth::Method;
use toguna_mls::{Uses, make_key_package};
use toguna_types::{Suite, limit};
use toguna_wire::v1;

use crate::Fault;
use crate::client::Client;
use crate::transport::{Lane, device_call};

impl Client {
    /// Publishes KeyPackages where half or more are gone. Their private parts are in the vault before the relay
    /// hears of them.
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
            if single_use <= limit::KEY_PACKAGES / 2 || !last_resort {
                self.publish(
                    suite,
                    limit::KEY_PACKAGES.saturating_sub(single_use),
                    !last_resort,
                )
                .await?;
            }
        }
        Ok(())
    }

    async fn publish(&self, suite: Suite, count: u32, last_resort: bool) -> Result<(), Fault> {
        let (key_packages, last) = self
            .write(move |client, tx| {
                let make = |uses| make_key_package(tx, &client.me(), suite, uses, &client.options().entropy);
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
            replace: false,
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

// SPDX-License-Identifier: MIT OR Apache-2.0
//! What is wrong and what is not: checks that a member, or whoever helps one, can read.

use std::time::Duration;

use toguna_auth::Method;
use toguna_types::{Clock as _, Suite, limit};
use toguna_wire::v1;

use crate::Fault;
use crate::client::Client;
use crate::fault::Code;
use crate::transport::Lane;

/// One check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What was checked, as a stable code.
    pub code: &'static str,
    /// How it came out.
    pub outcome: Outcome,
    /// Numbers and fault codes, by stable key.
    pub detail: Vec<(&'static str, String)>,
}

/// How a check came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// As it should be.
    Good,
    /// Works, but somebody should look.
    Warning,
    /// Does not work.
    Bad,
}

impl Client {
    /// Checks vault, relay, clock, KeyPackages, spaces and what waits. Changes nothing.
    ///
    /// # Errors
    /// The vault's troubles; the relay's are among the checks.
    pub async fn doctor(&self) -> Result<Vec<Check>, Fault> {
        let mut checks = vec![check("vault", Outcome::Good, &[])];
        let stock = self
            .call(Lane::Device, |session| {
                let call = self.device_call(Method::Stock, &v1::StockBody {});
                async move { Ok(session.directory().stock(call?).await?.into_inner()) }
            })
            .await;
        match stock {
            Ok(stock) => {
                checks.push(check("relay-reachable", Outcome::Good, &[]));
                checks.push(check("relay-key", Outcome::Good, &[]));
                checks.push(self.clock_check());
                checks.push(stock_check(&stock));
            }
            Err(fault) if fault.is() == Code::WrongPin => {
                checks.push(check(
                    "relay-key",
                    Outcome::Bad,
                    &[("fault", fault.code().to_owned())],
                ));
            }
            Err(fault) => {
                checks.push(check(
                    "relay-reachable",
                    Outcome::Bad,
                    &[("fault", fault.code().to_owned())],
                ));
            }
        }
        let status = self.status()?;
        let spaces = if status.alarms.is_empty() {
            Outcome::Good
        } else {
            Outcome::Bad
        };
        let waits = |n: usize| if n == 0 { Outcome::Good } else { Outcome::Warning };
        let number = |n: usize| n.to_string();
        checks.push(check("spaces", spaces, &[("spaces", number(status.spaces))]));
        let words = status.waiting_messages;
        checks.push(check("outbox", waits(words), &[("waiting", number(words))]));
        let letters = status.waiting_letters;
        checks.push(check("letters", waits(letters), &[("waiting", number(letters))]));
        Ok(checks)
    }

    /// The device's clock against the relay's; a wrong one is corrected for stamps and judged nowhere.
    fn clock_check(&self) -> Check {
        let here = self.options().clock.now();
        let apart = self.sessions().now(self.options()).distance(here);
        let outcome = if apart > Duration::from_mins(5) {
            Outcome::Warning
        } else {
            Outcome::Good
        };
        check(
            "clock",
            outcome,
            &[("seconds_apart", apart.as_secs().to_string())],
        )
    }
}

fn stock_check(answer: &v1::StockAnswer) -> Check {
    let of = |suite: Suite| {
        answer
            .stocks
            .iter()
            .find(|stock| stock.suite == u32::from(suite.number()))
    };
    let least = Suite::ALL
        .into_iter()
        .map(|suite| of(suite).map_or(0, |s| s.single_use))
        .min();
    let resort = Suite::ALL
        .into_iter()
        .all(|suite| of(suite).is_some_and(|stock| stock.last_resort));
    let least = least.unwrap_or(0);
    let outcome = match (resort, least) {
        (false, _) => Outcome::Bad,
        (true, 0) => Outcome::Warning,
        (true, _) => Outcome::Good,
    };
    let wanted = limit::KEY_PACKAGES.to_string();
    check(
        "key-packages",
        outcome,
        &[("fewest", least.to_string()), ("wanted", wanted)],
    )
}

fn check(code: &'static str, outcome: Outcome, detail: &[(&'static str, String)]) -> Check {
    Check {
        code,
        outcome,
        detail: detail.to_vec(),
    }
}

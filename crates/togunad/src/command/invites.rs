// SPDX-License-Identifier: MIT OR Apache-2.0
//! `togunad invites`: shows and withdraws the links made so far, by the running relay or by the store directly.

use serde::Serialize;
use toguna_store::Store as _;
use toguna_types::{Clock as _, SystemClock, Timestamp};

use crate::admin::{self, Ask, TokenState, act};
use crate::args::{List, Withdraw};
use crate::config::Config;
use crate::fault::DaemonFault;
use crate::home::Home;
use crate::ledger::{self, Issued, hex};
use crate::{output, store};

/// One token as `--json` shows it.
#[derive(Serialize)]
struct Shown {
    token: String,
    state: TokenState,
    expires_ms: u64,
}

/// Shows the tokens that have not run out.
pub(crate) fn list(args: &List) -> Result<(), DaemonFault> {
    let (home, config) = super::load(&args.home.data, &[])?;
    let now = SystemClock.now();
    let issued = live(&home, now)?;
    let states = states(&home, &config, &issued)?;
    if args.json {
        let shown = issued.iter().zip(states).map(|(issued, state)| Shown {
            token: hex(issued.token),
            state,
            expires_ms: issued.expires.millis(),
        });
        let shown: Vec<Shown> = shown.collect();
        return output::line(&serde_json::json!({ "invites": shown }).to_string());
    }
    for (issued, state) in issued.iter().zip(states) {
        let word = match state {
            TokenState::Open => "open",
            TokenState::Redeemed => "redeemed",
            TokenState::Withdrawn => "withdrawn",
        };
        let minutes = issued.expires.since(now).as_secs() / 60;
        let (days, hours, minutes) = (minutes / 1_440, minutes / 60 % 24, minutes % 60);
        let token = hex(issued.token);
        output::line(&format!("{token}  {word:<9}  {days}d {hours}h {minutes}m"))?;
    }
    Ok(())
}

/// Makes open tokens worthless.
pub(crate) fn withdraw(args: &Withdraw) -> Result<(), DaemonFault> {
    let (home, config) = super::load(&args.home.data, &[])?;
    let issued = live(&home, SystemClock.now())?;
    let states = states(&home, &config, &issued)?;
    let open = issued
        .into_iter()
        .zip(states)
        .filter(|(_, state)| *state == TokenState::Open);
    let mut chosen: Vec<Issued> = open.map(|(issued, _)| issued).collect();
    if let Some(prefix) = &args.token {
        let prefix = prefix.to_ascii_lowercase();
        chosen.retain(|issued| hex(issued.token).starts_with(&prefix));
        match chosen.len() {
            0 => return Err(DaemonFault::NoSuchToken),
            1 => {}
            _ => return Err(DaemonFault::TokenAmbiguous),
        }
    }
    let tokens = chosen
        .iter()
        .map(|issued| (hex(issued.token), issued.expires.millis()));
    let ask = Ask::Withdraw {
        tokens: tokens.collect(),
    };
    let states = super::wait(settle(&home, &config, ask))?;
    let gone = states
        .iter()
        .filter(|state| **state == TokenState::Withdrawn)
        .count();
    output::aside(&format!("{gone} withdrawn\n"));
    if gone < states.len() {
        output::aside("the others were used in the meantime\n");
    }
    Ok(())
}

/// The tokens that have not run out.
fn live(home: &Home, now: Timestamp) -> Result<Vec<Issued>, DaemonFault> {
    let mut issued = ledger::read(home)?;
    issued.retain(|issued| issued.expires > now);
    Ok(issued)
}

fn states(home: &Home, config: &Config, issued: &[Issued]) -> Result<Vec<TokenState>, DaemonFault> {
    let tokens = issued.iter().map(|issued| hex(issued.token)).collect();
    super::wait(settle(home, config, Ask::States { tokens }))
}

/// Asks the running relay, or the store if none runs.
async fn settle(home: &Home, config: &Config, ask: Ask) -> Result<Vec<TokenState>, DaemonFault> {
    if let Some(states) = admin::ask(&home.path(Home::SOCKET), &ask).await? {
        return Ok(states);
    }
    let _lock = home.lock()?;
    let store = store::open(home, config)?;
    let states = act(&store, ask).await;
    store.close().await?;
    Ok(states?)
}

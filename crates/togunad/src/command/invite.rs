// SPDX-License-Identifier: MIT OR Apache-2.0
//! `togunad invite`: makes registration links. A token is the relay's signature over an id and an end, so nothing
//! needs to be told to a running relay.

use std::time::Duration;

use serde::Serialize;
use toguna_auth::{Endpoint, RegistrationLink, Signed, Token};
use toguna_types::{Clock as _, OsEntropy, SystemClock, TokenId, limit};

use crate::args::Invite;
use crate::config::Config;
use crate::fault::DaemonFault;
use crate::home::Home;
use crate::identity::Identity;
use crate::ledger::{self, Issued, hex};
use crate::output;

/// What links to make.
pub(crate) struct Order {
    pub(crate) count: u32,
    pub(crate) lifetime: Duration,
    pub(crate) address: Endpoint,
}

/// One link.
#[derive(Serialize)]
pub(crate) struct Link {
    #[serde(rename = "link")]
    pub(crate) text: String,
    token: String,
    expires_ms: u64,
}

/// Makes links and prints them, one per line.
pub(crate) fn run(args: &Invite) -> Result<(), DaemonFault> {
    let (home, config) = super::load(&args.home.data, &[])?;
    let identity = Identity::read(&home)?;
    let address = match &args.address {
        Some(text) => Endpoint::parse(text).map_err(|_| DaemonFault::Address)?,
        None => config.address.clone(),
    };
    let order = Order {
        count: args.count,
        lifetime: args.expires.unwrap_or(limit::TOKEN_LIFETIME),
        address,
    };
    let links = make_links(&home, &config, &identity, &order)?;
    if args.json {
        let links = serde_json::json!({ "links": links });
        return output::line(&links.to_string());
    }
    links.iter().try_for_each(|link| output::line(&link.text))
}

/// Signs tokens and enters them in the ledger, before anybody sees them.
pub(crate) fn make_links(
    home: &Home,
    config: &Config,
    identity: &Identity,
    order: &Order,
) -> Result<Vec<Link>, DaemonFault> {
    let expires = SystemClock.now().after(order.lifetime);
    let mut issued = Vec::new();
    let mut links = Vec::new();
    for _ in 0..order.count {
        let token = Token {
            relay: identity.relay,
            id: TokenId::make(&OsEntropy),
            expires,
        };
        issued.push(Issued {
            token: token.id,
            expires,
        });
        let link = RegistrationLink {
            endpoint: order.address.clone(),
            tls: !config.plaintext,
            relay: identity.relay,
            relay_key: identity.key.public(),
            token: Signed::sign(&identity.key, &token).map_err(|_| DaemonFault::Sign)?,
        };
        links.push(Link {
            text: link.to_text(),
            token: hex(token.id),
            expires_ms: expires.millis(),
        });
    }
    ledger::append(home, &issued)?;
    Ok(links)
}

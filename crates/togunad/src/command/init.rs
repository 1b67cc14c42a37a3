// SPDX-License-Identifier: MIT OR Apache-2.0
//! `togunad init`: makes a relay's directory. Nothing is left of it if a step fails.

use std::net::{IpAddr, SocketAddr};
use std::path::Path;

use toguna_auth::Endpoint;
use toguna_types::{OsEntropy, limit};
use toml::{Table, Value};

use super::invite::{Order, make_links};
use crate::args::Init;
use crate::config::Config;
use crate::fault::DaemonFault;
use crate::home::Home;
use crate::identity::Identity;
use crate::output;
use crate::tls::{self, Tls, TlsFault};

/// Makes the directory and prints one registration link.
pub(crate) fn run(args: &Init) -> Result<(), DaemonFault> {
    let data = &args.home.data;
    let address = Endpoint::parse(&args.address).map_err(|_| DaemonFault::Address)?;
    let text = settings(args, &address)?;
    let config = Config::load(&text, std::iter::empty(), &[], data)?;
    if let Some((cert, key)) = &config.tls {
        Tls::read(cert, key)?;
    }
    let home = Home::make(data)?;
    let link = fill(&home, &config, &text).inspect_err(|_| home.unmake())?;
    output::aside(
        "The relay is made. Start it with `togunad serve`. The first member registers with this link:\n",
    );
    output::line(&link)
}

fn fill(home: &Home, config: &Config, text: &str) -> Result<String, DaemonFault> {
    home.write_new(Home::CONFIG, text.as_bytes())?;
    if !config.plaintext && config.tls.is_none() {
        let made = tls::make(config.address.host())?;
        home.write_new(Home::TLS_CERT, made.cert.as_bytes())?;
        home.write_new(Home::TLS_KEY, made.key.expose())?; // expose: this file is where the key is kept
    }
    let identity = Identity::make(&OsEntropy);
    identity.write(home)?;
    let order = Order {
        count: 1,
        lifetime: limit::TOKEN_LIFETIME,
        address: config.address.clone(),
    };
    let links = make_links(home, config, &identity, &order)?;
    home.sync()?;
    links
        .into_iter()
        .next()
        .map(|link| link.text)
        .ok_or(DaemonFault::Sign)
}

/// The settings file.
fn settings(args: &Init, address: &Endpoint) -> Result<String, DaemonFault> {
    let mut table = Table::new();
    table.insert("address".to_owned(), Value::String(address.to_string()));
    let listen = args
        .listen
        .clone()
        .unwrap_or_else(|| listen_for(address).to_string());
    table.insert("listen".to_owned(), Value::String(listen));
    if args.plaintext {
        table.insert("plaintext".to_owned(), Value::Boolean(true));
    }
    if let (Some(cert), Some(key)) = (&args.tls_cert, &args.tls_key) {
        table.insert("tls_cert_file".to_owned(), path(cert, TlsFault::Certificate)?);
        table.insert("tls_key_file".to_owned(), path(key, TlsFault::Key)?);
    }
    Ok(format!(
        "# The relay's settings; deploy/togunad.example.toml shows them all.\n{table}"
    ))
}

/// A path that still holds when the daemon is started elsewhere.
fn path(path: &Path, fault: TlsFault) -> Result<Value, DaemonFault> {
    let whole = std::fs::canonicalize(path).ok();
    match whole.as_deref().and_then(Path::to_str) {
        Some(text) => Ok(Value::String(text.to_owned())),
        None => Err(fault.into()),
    }
}

/// Where to listen for an address: on it if it is this machine's own, else on every interface.
fn listen_for(address: &Endpoint) -> SocketAddr {
    let port = address.port();
    match address.host().parse::<IpAddr>() {
        Ok(ip) => SocketAddr::new(ip, port),
        Err(_) if address.host() == "localhost" => SocketAddr::from(([127, 0, 0, 1], port)),
        Err(_) => SocketAddr::from(([0, 0, 0, 0], port)),
    }
}

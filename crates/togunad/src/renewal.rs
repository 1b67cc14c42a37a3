// SPDX-License-Identifier: MIT OR Apache-2.0
//! Taking over a renewed certificate while the relay runs (SIGHUP).
//!
//! Whoever connects must find its connection's key in the list that the relay signs, whichever side of the renewal it
//! began on: the new key is vouched for before it is shown, and the old one for as long as a connection may take from
//! its handshake to its first question.

use std::sync::Arc;
use std::time::Duration;

use toguna_relay::Relay;
use toguna_store::Store;
use toguna_types::Digest;
use tokio::signal::unix::Signal;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::config::Config;
use crate::fault::DaemonFault;
use crate::home::Home;
use crate::tls::{self, Shown};

/// What a renewal needs.
pub(crate) struct Renewal<S> {
    pub(crate) home: Home,
    pub(crate) config: Config,
    pub(crate) relay: Relay<S>,
    /// What the port shows; nothing without TLS.
    pub(crate) shown: Option<Arc<Shown>>,
}

impl<S: Store> Renewal<S> {
    /// Reads certificate and key anew whenever the operator asks, until `shutdown`.
    pub(crate) async fn when_told(self, mut asked: Signal, shutdown: CancellationToken) {
        let mut retires = None;
        loop {
            let retired = async {
                match retires {
                    Some(at) => tokio::time::sleep_until(at).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = shutdown.cancelled() => return,
                Some(()) = asked.recv() => match self.renew() {
                    Ok(true) => {
                        retires = Instant::now().checked_add(STILL_VOUCHED);
                        tracing::info!("certificate and key were read anew");
                    }
                    Ok(false) => tracing::info!("there is no certificate to read: the relay speaks without TLS"),
                    Err(fault) => {
                        let kind = fault.kind().name();
                        tracing::error!(kind, "the certificate in use stays: {fault}");
                    }
                },
                () = retired => {
                    retires = None;
                    self.retire();
                }
            }
        }
    }

    /// Takes over what the files hold; says whether there is anything to take over.
    fn renew(&self) -> Result<bool, DaemonFault> {
        let (Some(shown), Some(tls)) = (&self.shown, tls::of(&self.home, &self.config)?) else {
            return Ok(false);
        };
        let mut vouched = self.relay.vouched_for();
        vouched.retain(|key| *key != tls.spki());
        vouched.insert(0, tls.spki());
        self.relay.vouch_for(vouched)?;
        shown.show(&tls);
        Ok(true)
    }

    /// Vouches for nothing but the key that is shown.
    fn retire(&self) {
        let current: Vec<Digest> = self.relay.vouched_for().into_iter().take(1).collect();
        if let Err(fault) = self.relay.vouch_for(current) {
            tracing::error!(
                kind = fault.kind().name(),
                "the old TLS key is still vouched for: {fault}"
            );
        }
    }
}

/// More than a handshake and the wait for the first question take together.
const STILL_VOUCHED: Duration = Duration::from_secs(30);

#[cfg(test)]
mod tests {
    use super::*;
    use toguna_relay::{Limits, RelayConfig};
    use toguna_store::MemoryStore;
    use toguna_types::{OsEntropy, SystemClock};

    use crate::identity::Identity;
    use crate::tls::Tls;

    #[test]
    fn the_old_key_is_vouched_for_until_it_retires_however_often_the_operator_asks() {
        let dir = tempfile::tempdir().unwrap();
        let home = Home::make(dir.path()).unwrap();
        let settings = "address = \"relay.example:7443\"\nlisten = \"127.0.0.1:7443\"";
        let config = Config::load(settings, std::iter::empty(), &[], dir.path()).unwrap();
        let put_new = || {
            let made = tls::make("relay.example").unwrap();
            std::fs::write(home.path(Home::TLS_CERT), &made.cert).unwrap();
            std::fs::write(home.path(Home::TLS_KEY), made.key.expose()).unwrap(); // expose: a key file for the test
            tls::of(&home, &config).unwrap().unwrap()
        };
        let old = put_new();
        let identity = Identity::make(&OsEntropy);
        let relay = RelayConfig {
            relay: identity.relay,
            key: identity.key,
            tls_keys: vec![old.spki()],
            limits: Limits::default(),
        };
        let (clock, entropy) = (Arc::new(SystemClock), Arc::new(OsEntropy));
        let renewal = Renewal {
            relay: Relay::new(relay, MemoryStore::default(), clock, entropy).unwrap(),
            shown: Some(Tls::server(&old).unwrap().1),
            home: home.clone(),
            config: config.clone(),
        };
        let new = put_new();
        for _ in 0..2 {
            assert!(renewal.renew().unwrap());
            assert_eq!(renewal.relay.vouched_for(), [new.spki(), old.spki()]);
        }
        renewal.retire();
        assert_eq!(renewal.relay.vouched_for(), [new.spki()]);
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! `togunad serve`: the relay itself, until it is told to stop. What was acknowledged is durable whatever happens.

use std::sync::Arc;
use std::time::Duration;

use toguna_relay::{Limits, Relay, RelayConfig, ServeOptions, metrics_page, serve, service};
use toguna_store::Store;
use toguna_types::{Clock as _, OsEntropy, SystemClock};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::admin::Socket;
use crate::args::Serve;
use crate::config::{Config, MIB};
use crate::fault::DaemonFault;
use crate::home::Home;
use crate::identity::Identity;
use crate::renewal::Renewal;
use crate::tls::Tls;
use crate::{output, store, telemetry, tls};

/// Serves the relay.
pub(crate) fn run(args: &Serve) -> Result<(), DaemonFault> {
    let mut flags = Vec::new();
    if let Some(listen) = &args.listen {
        flags.push(("listen", listen.as_str()));
    }
    if let Some(log) = &args.log {
        flags.push(("log", log.as_str()));
    }
    let (home, config) = super::load(&args.home.data, &flags)?;
    telemetry::start(config.log, config.log_json);
    super::wait(run_until_told(&home, &config, args.announce))
}

fn limits(config: &Config) -> Limits {
    Limits {
        blob_bytes_per_log: config.space_files_mib.saturating_mul(MIB),
        ..Limits::default()
    }
}

async fn run_until_told(home: &Home, config: &Config, announce: bool) -> Result<(), DaemonFault> {
    let shutdown = CancellationToken::new();
    let mut stop = Stop::listen()?;
    let hangup = signal(SignalKind::hangup()).map_err(DaemonFault::Runtime)?;
    let identity = Identity::read(home)?;
    let tls = tls::of(home, config)?;
    let (server, shown) = tls.as_ref().map(Tls::server).transpose()?.unzip();
    let _lock = home.lock()?;
    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(DaemonFault::of_listen)?;
    let bound = listener.local_addr().map_err(DaemonFault::Listen)?;
    let store = store::open(home, config)?;
    let relay = RelayConfig {
        relay: identity.relay,
        key: identity.key,
        tls_keys: tls.iter().map(Tls::spki).collect(),
        limits: limits(config),
    };
    let relay = Relay::new(relay, store, Arc::new(SystemClock), Arc::new(OsEntropy))?;
    let mut router = service(relay.clone());
    if config.metrics {
        router = router.merge(metrics_page(relay.clone()));
    }
    let tasks = TaskTracker::new();
    tasks.spawn(sweep_hourly(relay.clone(), shutdown.clone()));
    let renewal = Renewal {
        home: home.clone(),
        config: config.clone(),
        relay: relay.clone(),
        shown,
    };
    tasks.spawn(renewal.when_told(hangup, shutdown.clone()));
    match home
        .owner()
        .map(|owner| Socket::make(home.path(Home::SOCKET), owner))?
    {
        Ok(socket) => {
            tasks.spawn(socket.answer(relay.clone(), shutdown.clone()));
        }
        Err(_) => {
            tracing::warn!("admin.sock could not be made; `invites` works only while the relay is stopped")
        }
    }
    let told = shutdown.clone();
    tasks.spawn(async move {
        tokio::select! {
            () = stop.told() => told.cancel(),
            () = told.cancelled() => {}
        }
    });
    let options = ServeOptions {
        connections: config.connections,
        metrics: Arc::clone(relay.metrics()),
        ..ServeOptions::default()
    };
    tracing::info!("the relay takes connections");
    if announce {
        output::line(&bound.to_string())?;
    }
    let served = serve(listener, server, router, options, shutdown.clone()).await;
    shutdown.cancel();
    tasks.close();
    tasks.wait().await;
    relay.finish().await;
    relay.store().close().await?;
    tracing::info!("the relay has stopped");
    Ok(served?)
}

/// Deletes what has expired, once an hour.
async fn sweep_hourly<S: Store>(relay: Relay<S>, shutdown: CancellationToken) {
    let mut hour = tokio::time::interval(Duration::from_hours(1));
    loop {
        tokio::select! {
            () = shutdown.cancelled() => return,
            _ = hour.tick() => {}
        }
        match relay.store().sweep(SystemClock.now()).await {
            Ok(swept) => tracing::debug!(payloads = swept.payloads, others = swept.others, "swept"),
            Err(fault) => tracing::error!(kind = fault.kind().name(), "sweeping failed: {fault}"),
        }
    }
}

/// The signals that end the relay.
struct Stop {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

impl Stop {
    fn listen() -> Result<Self, DaemonFault> {
        Ok(Self {
            terminate: signal(SignalKind::terminate()).map_err(DaemonFault::Runtime)?,
            interrupt: signal(SignalKind::interrupt()).map_err(DaemonFault::Runtime)?,
        })
    }

    async fn told(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

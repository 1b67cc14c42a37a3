// SPDX-License-Identifier: MIT OR Apache-2.0
//! Log lines: on standard error, from this program's own crates only, because those of the network libraries name
//! addresses.

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// Starts writing log lines; a second call changes nothing.
pub(crate) fn start(level: LevelFilter, json: bool) {
    let own = ["togunad", "toguna_relay", "toguna_store", "toguna_store_sled"];
    let targets = Targets::new().with_targets(own.map(|target| (target, level)));
    let lines = tracing_subscriber::registry().with(targets);
    let layer = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_target(false);
    let _ = if json {
        lines.with(layer.json()).try_init()
    } else {
        lines.with(layer.with_ansi(false)).try_init()
    };
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! What is known of one connection: its TLS exporter, its bucket, and whether it is to end.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use toguna_types::Timestamp;
use tokio_util::sync::CancellationToken;

use crate::guard::{Bucket, Rate, SlowDown};

/// One connection; put into each request's extensions by whoever serves it. Holds no address.
#[derive(Clone, Default)]
pub struct Connection(Arc<State>);

#[derive(Default)]
struct State {
    exporter: Vec<u8>,
    closing: CancellationToken,
    used: CancellationToken,
    bucket: Mutex<Bucket>,
}

impl Connection {
    /// A connection with the TLS exporter of RFC 9266 (empty without TLS), to end with `closing`.
    #[must_use]
    pub fn new(exporter: Vec<u8>, closing: CancellationToken) -> Self {
        Self(Arc::new(State {
            exporter,
            closing,
            used: CancellationToken::new(),
            bucket: Mutex::default(),
        }))
    }

    /// The connection of a request; one that nobody described is its own.
    pub(crate) fn of<M>(request: &tonic::Request<M>) -> Self {
        request.extensions().get::<Self>().cloned().unwrap_or_default()
    }

    /// Whether a proof's exporter fits: empty, or this connection's.
    pub(crate) fn exporter_fits(&self, exporter: &[u8]) -> bool {
        exporter.is_empty() || exporter == self.0.exporter
    }

    /// Ends when the connection is to end.
    pub(crate) async fn closing(&self) {
        self.0.closing.cancelled().await;
    }

    /// Notes that a request came.
    pub(crate) fn note_use(&self) {
        self.0.used.cancel();
    }

    /// Ends when no request has come within `patience`, else never.
    pub(crate) async fn unused(&self, patience: Duration) {
        if tokio::time::timeout(patience, self.0.used.cancelled())
            .await
            .is_ok()
        {
            std::future::pending::<()>().await;
        }
    }

    /// Counts one request.
    pub(crate) fn admit(&self, rate: Rate, now: Timestamp) -> Result<(), SlowDown> {
        let mut bucket = self.0.bucket.lock().unwrap_or_else(PoisonError::into_inner);
        bucket.take(rate, now)
    }

    /// Counts one frame of a stream; too many are slowed down, not refused, so that their order stays.
    pub(crate) async fn pace(&self, rate: Rate, now: Timestamp) {
        if let Err(slow) = self.admit(rate, now) {
            tokio::time::sleep(slow.after.min(LONGEST_PAUSE)).await;
        }
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Connection(..)")
    }
}

/// The longest a frame is held back.
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

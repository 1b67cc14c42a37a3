// SPDX-License-Identifier: MIT OR Apache-2.0
//! The way from members to the relay: in-memory pipes that a test can cut.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use toguna_sdk::{Dialer, Dialing, Endpoint, Io, Lane};
use tokio_util::sync::CancellationToken;

/// Something that takes one end of a pipe and serves it.
pub(crate) type Serve = Arc<dyn Fn(tokio::io::DuplexStream, CancellationToken) + Send + Sync>;

/// The pipes of one world. Cutting them is a network that is gone; a new relay may be plugged in.
#[derive(Clone)]
pub struct Wire(Arc<Mutex<State>>);

struct State {
    serve: Option<Serve>,
    live: CancellationToken,
}

impl Wire {
    /// Pipes to a relay.
    #[must_use]
    pub fn to(serve: Serve) -> Self {
        Self(Arc::new(Mutex::new(State {
            serve: Some(serve),
            live: CancellationToken::new(),
        })))
    }

    /// Breaks every connection; no new one comes about.
    pub fn cut(&self) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.serve = None;
        state.live.cancel();
    }

    /// Plugs a relay in.
    pub fn plug(&self, serve: Serve) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.live.cancel();
        *state = State {
            serve: Some(serve),
            live: CancellationToken::new(),
        };
    }
}

impl std::fmt::Debug for Wire {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Wire(..)")
    }
}

impl Dialer for Wire {
    fn dial(&self, _endpoint: &Endpoint, _lane: Lane) -> Dialing {
        let (serve, live) = {
            let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            (state.serve.clone(), state.live.clone())
        };
        Box::pin(async move {
            let serve = serve.ok_or_else(|| io::Error::from(io::ErrorKind::ConnectionRefused))?;
            let (here, there) = tokio::io::duplex(1 << 20);
            serve(there, live);
            let here: Box<dyn Io> = Box::new(here);
            Ok(here)
        })
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! The way from members to the relay: in-memory pipes that a test can cut.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use toguna_sdk::{Dialer, Dialing, Endpoint, Io, Lane};
use tokio::io::{DuplexStream, copy_bidirectional, duplex};
use tokio_util::sync::CancellationToken;

/// Something that takes one end of a pipe and serves it.
pub type Serve = Arc<dyn Fn(DuplexStream, CancellationToken) + Send + Sync>;

/// The pipes of one world. Cutting them is a network that is gone; a new relay may be plugged in.
#[derive(Clone)]
pub struct Wire(Arc<Mutex<State>>);

struct State {
    serve: Option<Serve>,
    live: CancellationToken,
    hushed: CancellationToken,
}

impl Wire {
    /// Pipes to a relay.
    #[must_use]
    pub fn to(serve: Serve) -> Self {
        Self(Arc::new(Mutex::new(State {
            serve: Some(serve),
            live: CancellationToken::new(),
            hushed: CancellationToken::new(),
        })))
    }

    /// A wire that leads nowhere until something is plugged in.
    #[must_use]
    pub fn loose() -> Self {
        Self(Arc::new(Mutex::new(State {
            serve: None,
            live: CancellationToken::new(),
            hushed: CancellationToken::new(),
        })))
    }

    /// Another wire to the same relay, to be cut by itself.
    #[must_use]
    pub fn branch(&self) -> Self {
        let serve = self.state().serve.clone();
        Self(Arc::new(Mutex::new(State {
            serve,
            live: CancellationToken::new(),
            hushed: CancellationToken::new(),
        })))
    }

    /// Breaks every connection at once, answers on their way with it; no new one comes about.
    pub fn cut(&self) {
        let mut state = self.state();
        state.serve = None;
        state.live.cancel();
    }

    /// Nothing passes any more in either direction, and nobody is told: connections stand, new ones never come about.
    pub fn hush(&self) {
        self.state().hushed.cancel();
    }

    /// Breaks every connection at once, answers on their way with it; new ones come about.
    pub fn snap(&self) {
        let mut state = self.state();
        state.live.cancel();
        state.live = CancellationToken::new();
    }

    /// Plugs a relay in.
    pub fn plug(&self, serve: Serve) {
        let mut state = self.state();
        state.live.cancel();
        *state = State {
            serve: Some(serve),
            live: CancellationToken::new(),
            hushed: CancellationToken::new(),
        };
    }

    /// Leads to where another wire leads now.
    pub fn mend(&self, other: &Self) {
        let serve = other.state().serve.clone();
        let mut state = self.state();
        state.live.cancel();
        *state = State {
            serve,
            live: CancellationToken::new(),
            hushed: CancellationToken::new(),
        };
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Wire {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Wire(..)")
    }
}

impl Dialer for Wire {
    fn dial(&self, _endpoint: &Endpoint, _lane: Lane) -> Dialing {
        let (serve, live, hushed) = {
            let state = self.state();
            (state.serve.clone(), state.live.clone(), state.hushed.clone())
        };
        Box::pin(async move {
            if hushed.is_cancelled() {
                std::future::pending::<()>().await;
            }
            let serve = serve.ok_or_else(|| io::Error::from(io::ErrorKind::ConnectionRefused))?;
            let (here, outer) = duplex(1 << 20);
            let (inner, there) = duplex(1 << 20);
            serve(there, live.clone());
            #[expect(clippy::disallowed_methods, reason = "ends with the wire")]
            tokio::spawn(carry(outer, inner, live, hushed));
            let here: Box<dyn Io> = Box::new(here);
            Ok(here)
        })
    }
}

/// Carries bytes both ways until the wire is cut; what is on its way then is lost.
async fn carry(
    mut outer: DuplexStream,
    mut inner: DuplexStream,
    live: CancellationToken,
    hushed: CancellationToken,
) {
    tokio::select! {
        biased;
        () = live.cancelled() => {}
        () = hushed.cancelled() => live.cancelled().await,
        _ = copy_bidirectional(&mut outer, &mut inner) => {}
    }
}

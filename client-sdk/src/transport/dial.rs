// SPDX-License-Identifier: MIT OR Apache-2.0
//! Opening a byte stream to the relay.

use std::fmt;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;

use toguna_auth::Endpoint;
use toguna_types::{Entropy as _, LogId};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;

use super::socks;
use crate::Options;

/// What a connection is for; connections of different lanes are never shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lane {
    /// The device's mailbox, directory and account.
    Device,
    /// All spaces.
    Spaces,
    /// One space by itself.
    Space(LogId),
}

/// A byte stream.
pub trait Io: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Io for T {}

/// A stream being opened.
pub type Dialing = Pin<Box<dyn Future<Output = io::Result<Box<dyn Io>>> + Send>>;

/// Opens byte streams to the relay: TCP, a proxy, or whatever an application brings (an embedded Tor, a test's
/// in-memory pipe).
pub trait Dialer: Send + Sync + fmt::Debug {
    /// Opens a stream for this lane.
    ///
    /// # Errors
    /// What the network said.
    fn dial(&self, endpoint: &Endpoint, lane: Lane) -> Dialing;

    /// Whether each space should have a connection of its own.
    fn isolates(&self) -> bool {
        false
    }
}

/// The dialer that the options ask for.
pub(crate) fn dialer_for(options: &Options) -> Arc<dyn Dialer> {
    if let Some(dialer) = &options.dialer {
        return dialer.clone();
    }
    match &options.proxy {
        Some(proxy) => Arc::new(ProxyDialer {
            proxy: proxy.clone(),
            salt: options.entropy.array(),
        }),
        None => Arc::new(TcpDialer),
    }
}

#[derive(Debug)]
struct TcpDialer;

impl Dialer for TcpDialer {
    fn dial(&self, endpoint: &Endpoint, _lane: Lane) -> Dialing {
        let (host, port) = (endpoint.host().to_owned(), endpoint.port());
        Box::pin(async move {
            let stream = TcpStream::connect((host.as_str(), port)).await?;
            stream.set_nodelay(true)?;
            let stream: Box<dyn Io> = Box::new(stream);
            Ok(stream)
        })
    }
}

/// Dials through a SOCKS5 proxy with credentials of each lane's own: Tor gives each pair its own circuit.
struct ProxyDialer {
    proxy: crate::Proxy,
    salt: [u8; 16],
}

impl fmt::Debug for ProxyDialer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ProxyDialer(..)")
    }
}

impl Dialer for ProxyDialer {
    fn dial(&self, endpoint: &Endpoint, lane: Lane) -> Dialing {
        let proxy = self.proxy.clone();
        let target = endpoint.clone();
        let credentials = socks::credentials(&self.salt, lane);
        Box::pin(async move {
            let stream = TcpStream::connect((proxy.host.as_str(), proxy.port)).await?;
            stream.set_nodelay(true)?;
            let stream = socks::connect(stream, &target, &credentials).await?;
            let stream: Box<dyn Io> = Box::new(stream);
            Ok(stream)
        })
    }

    fn isolates(&self) -> bool {
        true
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! The port: accepts connections, speaks TLS 1.3 where it is given a configuration, serves HTTP/2 and HTTP/1.

use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use toguna_types::FaultKind;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt as _;

use crate::{Connection, Metrics};

/// How connections are treated.
#[derive(Clone, Debug)]
pub struct ServeOptions {
    /// Connections at once.
    pub connections: usize,
    /// Time for the TLS handshake, then for the first request.
    pub handshake: Duration,
    /// Silence after which a connection is asked for a sign of life.
    pub keep_alive: Duration,
    /// Calls at once on one connection.
    pub calls: u32,
    /// Time for calls to end when the relay shuts down.
    pub farewell: Duration,
    /// Where connections are counted.
    pub metrics: Arc<Metrics>,
}

impl Default for ServeOptions {
    fn default() -> Self {
        Self {
            connections: 4_096,
            handshake: Duration::from_secs(10),
            keep_alive: Duration::from_secs(30),
            calls: 256,
            farewell: Duration::from_secs(10),
            metrics: Arc::default(),
        }
    }
}

/// Why the port stopped.
#[derive(Debug, thiserror::Error)]
pub enum ServeFault {
    /// The listening socket failed.
    #[error("the listening socket failed")]
    Listener(#[source] io::Error),
}

impl ServeFault {
    /// The kind of this fault.
    #[must_use]
    pub const fn kind(&self) -> FaultKind {
        match self {
            Self::Listener(_) => FaultKind::Unavailable,
        }
    }
}

/// Serves connections until `shutdown`; then ends streams, lets calls end, and returns.
///
/// # Errors
/// [`ServeFault`].
pub async fn serve(
    listener: TcpListener,
    tls: Option<Arc<rustls::ServerConfig>>,
    router: Router,
    options: ServeOptions,
    shutdown: CancellationToken,
) -> Result<(), ServeFault> {
    let room = Arc::new(Semaphore::new(options.connections));
    let acceptor = tls.map(TlsAcceptor::from);
    let tasks = TaskTracker::new();
    let ended = loop {
        let stream = tokio::select! {
            biased;
            () = shutdown.cancelled() => break Ok(()),
            accepted = listener.accept() => match accepted {
                Ok((stream, _address)) => stream,
                Err(fault) if is_passing(&fault) => {
                    options.metrics.turned_away();
                    // The process is out of descriptors; connections must end before another can be taken.
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
                Err(fault) => break Err(ServeFault::Listener(fault)),
            },
        };
        let Ok(place) = Arc::clone(&room).try_acquire_owned() else {
            options.metrics.turned_away();
            continue;
        };
        let (acceptor, router) = (acceptor.clone(), router.clone());
        let (options, shutdown) = (options.clone(), shutdown.clone());
        tasks.spawn(async move {
            greet(stream, acceptor, router, options, shutdown).await;
            drop(place);
        });
    };
    shutdown.cancel();
    tasks.close();
    tasks.wait().await;
    ended
}

/// Serves one connection without TLS, over any two-way stream, until it ends or `shutdown`.
pub async fn serve_connection<IO>(io: IO, router: Router, shutdown: CancellationToken)
where
    IO: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let connection = Connection::new(Vec::new(), shutdown.clone());
    converse(io, connection, router, &ServeOptions::default(), shutdown).await;
}

async fn greet(
    stream: TcpStream,
    acceptor: Option<TlsAcceptor>,
    router: Router,
    options: ServeOptions,
    shutdown: CancellationToken,
) {
    let _ = stream.set_nodelay(true);
    let Some(acceptor) = acceptor else {
        let connection = Connection::new(Vec::new(), shutdown.clone());
        options.metrics.connected();
        return converse(stream, connection, router, &options, shutdown).await;
    };
    let handshake = timeout(options.handshake, acceptor.accept(stream));
    let stream = tokio::select! {
        () = shutdown.cancelled() => return,
        stream = handshake => match stream {
            Ok(Ok(stream)) => stream,
            Ok(Err(_)) | Err(_) => return options.metrics.turned_away(),
        },
    };
    let exporter = stream
        .get_ref()
        .1
        .export_keying_material([0; 32], EXPORTER_LABEL, Some(&[]));
    let connection = Connection::new(exporter.map(Vec::from).unwrap_or_default(), shutdown.clone());
    options.metrics.connected();
    converse(stream, connection, router, &options, shutdown).await;
}

async fn converse<IO>(
    io: IO,
    connection: Connection,
    router: Router,
    options: &ServeOptions,
    shutdown: CancellationToken,
) where
    IO: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let used = connection.clone();
    let service = router.map_request(move |request: hyper::Request<hyper::body::Incoming>| {
        let mut request = request.map(Body::new);
        connection.note_use();
        request.extensions_mut().insert(connection.clone());
        request
    });
    let builder = builder(options);
    let mut served = pin!(builder.serve_connection(TokioIo::new(io), TowerToHyperService::new(service)));
    tokio::select! {
        _ = served.as_mut() => return,
        () = used.unused(options.handshake) => return options.metrics.turned_away(),
        () = shutdown.cancelled() => served.as_mut().graceful_shutdown(),
    }
    // Whatever has not ended by then is cut off; what was acknowledged is durable.
    let _ = timeout(options.farewell, served).await;
}

fn builder(options: &ServeOptions) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(options.handshake);
    builder
        .http2()
        .timer(TokioTimer::new())
        .adaptive_window(true)
        .max_concurrent_streams(options.calls)
        .max_header_list_size(16 * 1024)
        .keep_alive_interval(options.keep_alive)
        .keep_alive_timeout(options.handshake);
    builder
}

/// Whether accepting may work again when some connections have ended.
fn is_passing(fault: &io::Error) -> bool {
    !matches!(
        fault.kind(),
        io::ErrorKind::InvalidInput | io::ErrorKind::NotConnected | io::ErrorKind::BrokenPipe
    )
}

/// Label of the TLS exporter that binds a connection (RFC 9266 §2).
const EXPORTER_LABEL: &[u8] = b"EXPORTER-Channel-Binding";

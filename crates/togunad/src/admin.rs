// SPDX-License-Identifier: MIT OR Apache-2.0
//! The socket in the relay's directory by which commands ask a running relay: one line of JSON each way.
//!
//! The socket is the owner's alone, and whoever connects is asked who it is by the kernel.

use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use toguna_relay::Relay;
use toguna_store::{Store, StoreFault, Withdrawn};
use toguna_types::{FaultKind, Timestamp};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::ledger::unhex;

/// Why the running relay could not be asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AdminFault {
    /// The relay could not do it.
    #[error("the running relay could not use its store")]
    Failed {
        /// Why, as a kind.
        kind: FaultKind,
    },
    /// The socket failed, or the answer makes no sense.
    #[error("the running relay does not answer on admin.sock")]
    Silent(#[source] io::Error),
}

impl AdminFault {
    /// The kind of this fault.
    #[must_use]
    pub(crate) const fn kind(&self) -> FaultKind {
        match self {
            Self::Failed { kind } => *kind,
            Self::Silent(_) => FaultKind::Unavailable,
        }
    }

    /// What to do about it.
    #[must_use]
    pub(crate) const fn help(&self) -> Option<&'static str> {
        match self {
            Self::Failed { .. } => Some("Its log lines say more."),
            Self::Silent(_) => {
                Some("Run the command as the relay's own user, or stop the relay and try again.")
            }
        }
    }
}

/// What a command asks.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum Ask {
    /// Where these tokens ended.
    States {
        /// Their ids in hex.
        tokens: Vec<String>,
    },
    /// Make these tokens worthless.
    Withdraw {
        /// Their ids in hex, with the milliseconds at which they end.
        tokens: Vec<(String, u64)>,
    },
}

/// The relay's answer: a state for each token, in order.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum Told {
    /// It could not be done.
    Fault {
        /// The kind of fault.
        kind: String,
    },
    /// One for each token.
    States {
        /// In the order asked.
        states: Vec<TokenState>,
    },
}

/// Where a token ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum TokenState {
    /// Nobody used it.
    Open,
    /// Somebody registered with it.
    Redeemed,
    /// It was withdrawn.
    Withdrawn,
}

/// Does what was asked, on a store at hand.
pub(crate) async fn act<S: Store>(store: &S, ask: Ask) -> Result<Vec<TokenState>, StoreFault> {
    let mut states = Vec::new();
    match ask {
        Ask::States { tokens } => {
            for token in tokens.iter().filter_map(|text| unhex(text)) {
                states.push(match store.token(token).await? {
                    Some(end) => state_of(end),
                    None => TokenState::Open,
                });
            }
        }
        Ask::Withdraw { tokens } => {
            for (text, expires) in tokens {
                let Some(token) = unhex(&text) else { continue };
                let end = store
                    .withdraw_token(token, Timestamp::from_millis(expires))
                    .await?;
                states.push(state_of(end));
            }
        }
    }
    Ok(states)
}

const fn state_of(end: Withdrawn) -> TokenState {
    match end {
        Withdrawn::Redeemed => TokenState::Redeemed,
        Withdrawn::Withdrawn => TokenState::Withdrawn,
    }
}

/// The socket of a running relay; the file goes when this is dropped.
#[derive(Debug)]
pub(crate) struct Socket {
    listener: UnixListener,
    path: PathBuf,
    owner: u32,
}

impl Socket {
    /// Makes the socket. The caller holds the lock: a socket that is there was left behind.
    pub(crate) fn make(path: PathBuf, owner: u32) -> io::Result<Self> {
        match std::fs::remove_file(&path) {
            Err(fault) if fault.kind() != io::ErrorKind::NotFound => return Err(fault),
            Ok(()) | Err(_) => {}
        }
        let listener = UnixListener::bind(&path)?;
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600))?;
        Ok(Self {
            listener,
            path,
            owner,
        })
    }

    /// Answers commands until `shutdown`, one at a time.
    pub(crate) async fn answer<S: Store>(self, relay: Relay<S>, shutdown: CancellationToken) {
        loop {
            let stream = tokio::select! {
                () = shutdown.cancelled() => return,
                accepted = self.listener.accept() => match accepted {
                    Ok((stream, _)) => stream,
                    Err(_) => {
                        tokio::time::sleep(Duration::from_millis(100)).await; // out of descriptors
                        continue;
                    }
                },
            };
            let allowed = stream
                .peer_cred()
                .is_ok_and(|peer| peer.uid() == self.owner || peer.uid() == 0);
            if !allowed {
                tracing::warn!("another user was turned away from the admin socket");
                continue;
            }
            if !matches!(timeout(PATIENCE, converse(stream, &relay)).await, Ok(Ok(()))) {
                tracing::warn!("a command on the admin socket was not answered");
            }
        }
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

async fn converse<S: Store>(mut stream: UnixStream, relay: &Relay<S>) -> io::Result<()> {
    let mut line = String::new();
    let (from, mut to) = stream.split();
    BufReader::new(from.take(MOST)).read_line(&mut line).await?;
    let told = match serde_json::from_str(&line) {
        Ok(ask) => match act(relay.store(), ask).await {
            Ok(states) => Told::States { states },
            Err(fault) => fault_told(fault.kind()),
        },
        Err(_) => fault_told(FaultKind::Invalid),
    };
    let mut answer = serde_json::to_vec(&told)?;
    answer.push(b'\n');
    to.write_all(&answer).await?;
    to.shutdown().await
}

fn fault_told(kind: FaultKind) -> Told {
    Told::Fault {
        kind: kind.name().to_owned(),
    }
}

/// Asks a running relay; `None` if none runs.
pub(crate) async fn ask(path: &Path, ask: &Ask) -> Result<Option<Vec<TokenState>>, AdminFault> {
    let mut stream = match UnixStream::connect(path).await {
        Ok(stream) => stream,
        Err(fault)
            if matches!(
                fault.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused
            ) =>
        {
            return Ok(None);
        }
        Err(fault) => return Err(AdminFault::Silent(fault)),
    };
    let told = timeout(PATIENCE, exchange(&mut stream, ask)).await;
    match told.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into())) {
        Ok(Told::States { states }) => Ok(Some(states)),
        Ok(Told::Fault { kind }) => {
            let named = FaultKind::ALL.into_iter().find(|other| other.name() == kind);
            let kind = named.unwrap_or(FaultKind::Broken);
            Err(AdminFault::Failed { kind })
        }
        Err(fault) => Err(AdminFault::Silent(fault)),
    }
}

async fn exchange(stream: &mut UnixStream, ask: &Ask) -> io::Result<Told> {
    let mut line = serde_json::to_vec(ask)?;
    line.push(b'\n');
    stream.write_all(&line).await?;
    let mut told = Vec::new();
    stream.take(MOST).read_to_end(&mut told).await?;
    Ok(serde_json::from_slice(&told)?)
}

/// Bytes of a question or an answer, at most.
const MOST: u64 = 16 * 1024 * 1024;

/// How long one exchange may take.
const PATIENCE: Duration = Duration::from_secs(30);

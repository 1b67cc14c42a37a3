// SPDX-License-Identifier: MIT OR Apache-2.0
//! What can go wrong in a command, in an operator's words: what happened, and what to do.

use std::io;

use toguna_relay::{RelayFault, ServeFault};
use toguna_store::StoreFault;
use toguna_types::FaultKind;

use crate::admin::AdminFault;
use crate::config::ConfigFault;
use crate::home::HomeFault;
use crate::tls::TlsFault;

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DaemonFault {
    /// The address to put into links cannot be read.
    #[error("the address is not HOST:PORT")]
    Address,
    /// The running relay could not be asked.
    #[error(transparent)]
    Admin(#[from] AdminFault),
    /// A setting cannot be accepted.
    #[error(transparent)]
    Config(#[from] ConfigFault),
    /// The relay's directory cannot be used.
    #[error(transparent)]
    Home(#[from] HomeFault),
    /// The address cannot be listened on.
    #[error("the address cannot be listened on")]
    Listen(#[source] io::Error),
    /// Another program listens there.
    #[error("the address is in use by another program")]
    ListenInUse,
    /// The operating system does not let this user listen there.
    #[error("this user may not listen on that address")]
    ListenNotAllowed,
    /// No token starts like this.
    #[error("no open link has a token that starts like this")]
    NoSuchToken,
    /// Standard output is closed.
    #[error("the answer could not be written")]
    Output(#[source] io::Error),
    /// The relay could not be made.
    #[error(transparent)]
    Relay(#[from] RelayFault),
    /// Threads or signals are not to be had.
    #[error("the operating system did not give what a server needs")]
    Runtime(#[source] io::Error),
    /// The port stopped.
    #[error(transparent)]
    Serve(#[from] ServeFault),
    /// A link could not be signed.
    #[error("the link could not be signed")]
    Sign,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreFault),
    /// Certificate or key cannot be used.
    #[error(transparent)]
    Tls(#[from] TlsFault),
    /// Several tokens start like this.
    #[error("several tokens start like this")]
    TokenAmbiguous,
}

impl DaemonFault {
    /// The kind of this fault.
    #[must_use]
    pub(crate) const fn kind(&self) -> FaultKind {
        match self {
            Self::Address | Self::TokenAmbiguous => FaultKind::Invalid,
            Self::Admin(fault) => fault.kind(),
            Self::Config(fault) => fault.kind(),
            Self::Home(fault) => fault.kind(),
            Self::Listen(_) | Self::ListenInUse | Self::Output(_) | Self::Runtime(_) => {
                FaultKind::Unavailable
            }
            Self::ListenNotAllowed => FaultKind::Denied,
            Self::NoSuchToken => FaultKind::Missing,
            Self::Relay(fault) => fault.kind(),
            Self::Serve(fault) => fault.kind(),
            Self::Sign => FaultKind::Broken,
            Self::Store(fault) => fault.kind(),
            Self::Tls(fault) => fault.kind(),
        }
    }

    /// What to do about it.
    #[must_use]
    pub(crate) const fn help(&self) -> Option<&'static str> {
        match self {
            Self::Address => Some("Give a host name or address and a port, e.g. relay.example.org:7443."),
            Self::Admin(fault) => fault.help(),
            Self::Config(fault) => Some(fault.help()),
            Self::Home(fault) => fault.help(),
            Self::Listen(_) => Some("Choose an address of this machine with --listen, e.g. 127.0.0.1:7443."),
            Self::ListenInUse => Some("Stop that program, or choose another address with --listen."),
            Self::ListenNotAllowed => Some("Choose a port from 1024 up with --listen."),
            Self::NoSuchToken => Some("`togunad invites list` shows the open links."),
            Self::Output(_) | Self::Relay(_) | Self::Runtime(_) | Self::Serve(_) | Self::Sign => None,
            Self::Store(fault) => store_help(fault),
            Self::Tls(fault) => Some(fault.help()),
            Self::TokenAmbiguous => Some("Give more of its characters."),
        }
    }

    /// The fault of a socket that could not be bound.
    pub(crate) fn of_listen(fault: io::Error) -> Self {
        if fault.kind() == io::ErrorKind::AddrInUse {
            Self::ListenInUse
        } else if fault.kind() == io::ErrorKind::PermissionDenied {
            Self::ListenNotAllowed
        } else {
            Self::Listen(fault)
        }
    }
}

const fn store_help(fault: &StoreFault) -> Option<&'static str> {
    match fault {
        StoreFault::Closed => None,
        StoreFault::DiskFull => Some("Make room on the disk; nothing that was acknowledged is lost."),
        StoreFault::Inconsistent { .. } => {
            Some("Stop the relay, keep a copy of its directory, and restore the last backup.")
        }
        StoreFault::Io(_) => Some("Check that the disk is mounted and that this user may write to it."),
    }
}

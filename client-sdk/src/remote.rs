// SPDX-License-Identifier: MIT OR Apache-2.0
//! Calls to the relay: what is tried again, and how its faults become ours.

use std::future::Future;

use toguna_auth::{RelayTime, Signature, Signed};
use toguna_types::FaultKind;
use toguna_wire::{RemoteFault, v1};
use tonic::Status;

use crate::Fault;
use crate::client::Client;
use crate::fault::Code;
use crate::transport::{Lane, Session};

/// Why one try of a call failed.
#[derive(Debug)]
pub(crate) enum CallFault {
    /// The relay, or the way to it.
    Remote(Box<RemoteFault>),
    /// This device.
    Local(Fault),
}

impl From<Status> for CallFault {
    fn from(status: Status) -> Self {
        Self::Remote(Box::new(RemoteFault::from(&status)))
    }
}

impl From<Fault> for CallFault {
    fn from(fault: Fault) -> Self {
        Self::Local(fault)
    }
}

impl Client {
    /// Makes a call on a lane. The call may be made twice: once more on a new connection if the first was gone,
    /// and once more with the relay's time if this device's clock was too far off. Every call of the wire may be
    /// repeated.
    pub(crate) async fn call<T, F, Fut>(&self, lane: Lane, make: F) -> Result<T, Fault>
    where
        F: Fn(Session) -> Fut,
        Fut: Future<Output = Result<T, CallFault>>,
    {
        let mut tries = 0u8;
        loop {
            tries = tries.saturating_add(1);
            let session = self.sessions().get(lane, self.options()).await?;
            self.remember_tls_keys().await?;
            let remote = match make(session).await {
                Ok(answer) => return Ok(answer),
                Err(CallFault::Local(fault)) => return Err(fault),
                Err(CallFault::Remote(remote)) => remote,
            };
            let transport = remote.fault.code.is_empty() && remote.kind == FaultKind::Unavailable;
            if transport {
                self.sessions().forget(lane);
            }
            let again = transport || self.take_relay_time(&remote.fault);
            if !again || tries > 2 {
                return Err(fault_of(&remote));
            }
        }
    }

    /// Takes over the relay's time if the fault carries it under the relay's signature.
    fn take_relay_time(&self, fault: &v1::Fault) -> bool {
        let Some(signed) = fault.relay_time.as_ref().filter(|_| fault.code == "clock") else {
            return false;
        };
        let Some(signature) = Signature::from_slice(&signed.signature) else {
            return false;
        };
        let pin = self.sessions().pin();
        let time = Signed::<RelayTime>::from_parts(signed.statement.clone(), signature).verify(&pin.key);
        match time {
            Ok(time) if time.relay == pin.relay => {
                self.sessions().set_relay_time(time.time, self.options());
                true
            }
            Ok(_) | Err(_) => false,
        }
    }
}

/// The fault of a status.
pub(crate) fn remote_fault(status: &Status) -> Fault {
    fault_of(&RemoteFault::from(status))
}

/// What the relay's codes mean to a member.
pub(crate) fn fault_of(remote: &RemoteFault) -> Fault {
    let code = match (remote.fault.code.as_str(), remote.kind) {
        ("handle-taken", _) => Code::HandleTaken,
        ("handle-invalid", _) => Code::HandleInvalid,
        ("token-used", _) => Code::LinkUsed,
        ("token-withdrawn", _) => Code::LinkWithdrawn,
        ("token-bad", _) => Code::LinkMalformed,
        ("token-expired", _) => Code::LinkExpired,
        ("unnamed", _) => Code::CommitUnnamed,
        ("log-closed", _) => Code::SpaceClosed,
        ("steward-request" | "steward-change", _) => Code::StewardKeyElsewhere,
        ("blob-quota", _) => Code::FilesFull,
        ("disk-full", _) => Code::RelayFull,
        ("slow-down" | "mailbox-full", _) => Code::RelayBusy,
        ("no-account", _) => Code::PersonUnknown,
        ("no-device" | "no-key-package", _) => Code::NoKeyPackages,
        ("no-attachment", _) => Code::InvitationGone,
        ("no-blob", _) => Code::FileGone,
        ("", FaultKind::Unavailable) => Code::RelayUnreachable,
        (_, FaultKind::Unavailable) => Code::RelayBusy,
        (_, FaultKind::Broken) => Code::RelayLied,
        (_, FaultKind::Denied | FaultKind::Invalid | FaultKind::Missing | FaultKind::Stale) => {
            Code::RelayRefused
        }
    };
    let fault = Fault::because(code, Remote(plain(&remote.fault.code)));
    if code == Code::FilesFull {
        return fault.at_limit(remote.fault.limit);
    }
    fault
}

/// The relay's code if it looks like one: what a relay sends is not shown as it comes.
fn plain(code: &str) -> String {
    let is_code = code.len() <= 32 && code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    if is_code { code.to_owned() } else { "?".to_owned() }
}

/// The relay's code, kept as a cause.
#[derive(Debug, thiserror::Error)]
#[error("the relay answered `{0}`")]
struct Remote(String);

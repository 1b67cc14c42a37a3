// SPDX-License-Identifier: MIT OR Apache-2.0
//! Who asks: stamps of devices, stamps and proofs of capabilities.
//!
//! The signature is verified first and strictly; then that the statement is meant for this relay, this method
//! and this body; then its time; last, that it comes for the first time. A log that does not exist, an epoch
//! whose key is no longer kept and a wrong key are one refusal: nobody learns from it which logs there are.

use toguna_auth::{
    DeviceRequest, LogRequest, Method, Proof, RelayTime, Signature, Signed, SignedFault, Statement,
    VerifyingKey,
};
use toguna_store::{DeviceRow, LogState, Store, StoreFault};
use toguna_types::{DeviceId, Digest, Epoch, FaultKind, FieldFault, LogId, RequestId, Timestamp};
use toguna_wire::{Field, Message, v1};

use super::SlowDown;
use super::replay::{Ahead, Seen};
use crate::receipt::wire_signed;
use crate::refusal::{Refusal, Refuse};
use crate::{Connection, Relay};

/// A registered device whose stamp was verified.
#[derive(Debug)]
pub(crate) struct Caller {
    row: DeviceRow,
}

/// A holder of a log's key whose stamp or proof was verified.
#[derive(Debug)]
pub(crate) struct LogCaller {
    /// The log.
    pub(crate) log: LogId,
    /// The epoch whose key signed.
    pub(crate) epoch: Epoch,
    /// The log as it was then.
    pub(crate) state: LogState,
    /// Whether it was the join key: an external commit.
    pub(crate) external: bool,
}

/// Why a caller was not let in.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CallFault {
    /// The log does not exist, or this key does not open it.
    #[error("this key does not open the log")]
    Capability,
    /// The log was closed by its stewards; what it held is deleted.
    #[error("the log is closed")]
    Closed,
    /// The stamp's time is too far from the relay's; here is the relay's, signed.
    #[error("the stamp's time is too far from the relay's")]
    Clock(v1::Signed),
    /// The epoch of the key is over.
    #[error("the epoch of this key is over")]
    EpochOver,
    /// A field is malformed.
    #[error(transparent)]
    Field(#[from] FieldFault),
    /// The stamp was answered before.
    #[error("this request was answered before")]
    Replayed,
    /// Too many requests.
    #[error(transparent)]
    Slow(#[from] SlowDown),
    /// The stamp does not hold for this request.
    #[error("the stamp does not hold for this request")]
    Stamp,
    /// The store failed.
    #[error("the store could not be used")]
    Store(#[from] StoreFault),
    /// The relay could not sign its time.
    #[error("the relay could not sign its answer")]
    Unsigned,
}

impl Refuse for CallFault {
    fn refusal(&self) -> Refusal {
        match self {
            Self::Capability => Refusal::new(FaultKind::Denied, "capability", self),
            Self::Clock(time) => Refusal::new(FaultKind::Denied, "clock", self).with_time(time.clone()),
            Self::Closed => Refusal::new(FaultKind::Missing, "log-closed", self),
            Self::EpochOver => Refusal::new(FaultKind::Stale, "epoch-over", self),
            Self::Field(fault) => fault.refusal(),
            Self::Replayed => Refusal::new(FaultKind::Denied, "replay", self),
            Self::Slow(slow) => slow.refusal(),
            Self::Stamp => Refusal::new(FaultKind::Denied, "stamp", self),
            Self::Store(fault) => fault.refusal(),
            Self::Unsigned => Refusal::new(FaultKind::Broken, "unsigned", self),
        }
    }
}

impl Caller {
    /// The device.
    pub(crate) const fn device(&self) -> DeviceId {
        self.row.device
    }

    /// Its encoded, signed certificate.
    pub(crate) fn into_cert(self) -> Vec<u8> {
        self.row.cert
    }
}

/// Reads a signed statement; nothing is verified yet.
pub(crate) fn statement<T: Statement>(
    field: &'static str,
    wire: Option<v1::Signed>,
) -> Result<Signed<T>, FieldFault> {
    let wire = Field(field).some(wire)?;
    let signature = Signature::from_slice(&wire.signature).ok_or(Field(field).malformed())?;
    Ok(Signed::from_parts(wire.statement, signature))
}

/// Lets a registered device's call in, and reads its body.
pub(crate) async fn device_call<S: Store, B: Message + Default>(
    relay: &Relay<S>,
    method: Method,
    call: v1::DeviceCall,
) -> Result<(Caller, B), CallFault> {
    let stamp = statement("stamp", call.stamp)?;
    let caller = device_stamp(relay, method, Digest::of(&call.body), &stamp).await?;
    Ok((caller, body(&call.body)?))
}

/// Verifies a registered device's stamp over a body with this digest.
pub(crate) async fn device_stamp<S: Store>(
    relay: &Relay<S>,
    method: Method,
    body: Digest,
    stamp: &Signed<DeviceRequest>,
) -> Result<Caller, CallFault> {
    let claimed = stamp.unverified().map_err(|_| Field("stamp").malformed())?;
    let Some(row) = relay.store().device(claimed.device).await? else {
        return Err(CallFault::Stamp);
    };
    let said = verified(stamp, &row.device_key)?;
    if said.relay != relay.id() || said.method != method || said.body != body || said.device != row.device {
        return Err(CallFault::Stamp);
    }
    // A second answer to these would take another KeyPackage, or bring back those that were taken.
    let ahead = match method {
        Method::Claim | Method::Publish => Ahead::Refused,
        Method::Append
        | Method::AppendBlob
        | Method::BeginBlob
        | Method::Commit
        | Method::Deposit
        | Method::Follow
        | Method::Found
        | Method::Letters
        | Method::Read
        | Method::ReadBlob
        | Method::Resolve
        | Method::Stock => Ahead::Allowed,
    };
    admit(relay, said.request, said.time, ahead)?;
    Ok(Caller { row })
}

/// Lets a call on a log in by its read key, and reads its body.
pub(crate) async fn log_call<S: Store, B: Message + Default>(
    relay: &Relay<S>,
    method: Method,
    call: v1::LogCall,
) -> Result<(LogCaller, B), CallFault> {
    let stamp = statement("stamp", call.stamp)?;
    let (caller, said) = log_stamp(relay, &stamp, Key::Read).await?;
    fits(relay, &said, method, Digest::of(&call.body))?;
    Ok((caller, body(&call.body)?))
}

/// Lets a call on a log's files in by the *current* write or read key, and reads its body: whoever was removed neither
/// adds to them nor reads them.
pub(crate) async fn blob_call<S: Store, B: Message + Default>(
    relay: &Relay<S>,
    method: Method,
    call: v1::LogCall,
) -> Result<(LogId, B), CallFault> {
    let stamp = statement("stamp", call.stamp)?;
    let key = if method == Method::ReadBlob {
        Key::Read
    } else {
        Key::Write
    };
    let (caller, said) = log_stamp(relay, &stamp, key).await?;
    fits(relay, &said, method, Digest::of(&call.body))?;
    if caller.epoch != caller.state.epoch {
        return Err(CallFault::EpochOver);
    }
    Ok((caller.log, body(&call.body)?))
}

/// Verifies a commit's stamp over a payload with this digest: by the write key of its epoch, or by the current
/// join key.
pub(crate) async fn write_stamp<S: Store>(
    relay: &Relay<S>,
    payload: Digest,
    stamp: &Signed<LogRequest>,
) -> Result<LogCaller, CallFault> {
    let (caller, said) = log_stamp(relay, stamp, Key::WriteOrJoin).await?;
    fits(relay, &said, Method::Commit, payload)?;
    Ok(caller)
}

/// Verifies a proof over a stream's challenge: by the write key for appends, by the read key for following.
pub(crate) async fn proof<S: Store>(
    relay: &Relay<S>,
    connection: &Connection,
    method: Method,
    challenge: &[u8; 32],
    open: v1::OpenLog,
) -> Result<LogCaller, CallFault> {
    let signed: Signed<Proof> = statement("proof", open.proof)?;
    let claimed = signed.unverified().map_err(|_| Field("proof").malformed())?;
    let (state, keys) = keys_of(relay, claimed.log, claimed.epoch).await?;
    let key = if method == Method::Append {
        keys.write
    } else {
        keys.read
    };
    let said = verified(&signed, &key).map_err(|_| CallFault::Capability)?;
    let fits = said.relay == relay.id()
        && said.method == method
        && said.challenge == *challenge
        && connection.exporter_fits(said.tls_exporter.as_slice());
    if !fits {
        return Err(CallFault::Capability);
    }
    Ok(LogCaller {
        log: said.log,
        epoch: said.epoch,
        state,
        external: false,
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Key {
    Read,
    Write,
    WriteOrJoin,
}

async fn log_stamp<S: Store>(
    relay: &Relay<S>,
    stamp: &Signed<LogRequest>,
    key: Key,
) -> Result<(LogCaller, LogRequest), CallFault> {
    let claimed = stamp.unverified().map_err(|_| Field("stamp").malformed())?;
    let (state, keys) = keys_of(relay, claimed.log, claimed.epoch).await?;
    let current = claimed.epoch == state.epoch;
    let join = state.join.filter(|_| key == Key::WriteOrJoin && current);
    let main = if key == Key::Read { keys.read } else { keys.write };
    let (said, external) = match (verified(stamp, &main), join) {
        (Ok(said), _) => (said, false),
        (Err(_), Some(join)) => match verified(stamp, &join) {
            Ok(said) => (said, true),
            Err(_) => return Err(CallFault::Capability),
        },
        (Err(_), None) => return Err(CallFault::Capability),
    };
    let caller = LogCaller {
        log: said.log,
        epoch: said.epoch,
        state,
        external,
    };
    Ok((caller, said))
}

/// The log and the keys of one of its epochs.
async fn keys_of<S: Store>(
    relay: &Relay<S>,
    log: LogId,
    epoch: Epoch,
) -> Result<(LogState, toguna_store::EpochKeys), CallFault> {
    let Some(state) = relay.store().log_state(log).await? else {
        return Err(CallFault::Capability);
    };
    // Said to whoever knows the id: those who are behind could not read on to where they would learn it.
    if state.is_closed(relay.now()) {
        return Err(CallFault::Closed);
    }
    if epoch == state.epoch {
        let keys = state.keys;
        return Ok((state, keys));
    }
    match relay.store().epoch_keys(log, epoch).await? {
        Some(keys) => Ok((state, keys)),
        None => Err(CallFault::Capability),
    }
}

/// Whether a verified log request is for this relay, method and body, in time, and new.
fn fits<S: Store>(
    relay: &Relay<S>,
    said: &LogRequest,
    method: Method,
    body: Digest,
) -> Result<(), CallFault> {
    if said.relay != relay.id() || said.method != method || said.body != body {
        return Err(CallFault::Stamp);
    }
    admit(relay, said.request, said.time, Ahead::Allowed)
}

fn verified<T: Statement>(signed: &Signed<T>, key: &[u8; 32]) -> Result<T, CallFault> {
    let key = VerifyingKey::from_bytes(key).map_err(|_| CallFault::Stamp)?;
    signed.verify(&key).map_err(|fault| match fault {
        SignedFault::BadSignature => CallFault::Stamp,
        SignedFault::Malformed => CallFault::Field(Field("stamp").malformed()),
    })
}

/// Lets a verified stamp in once, if its time is right.
fn admit<S: Store>(
    relay: &Relay<S>,
    request: RequestId,
    made: Timestamp,
    ahead: Ahead,
) -> Result<(), CallFault> {
    let now = relay.now();
    match relay.memory().replay.admit(request, made, now, ahead) {
        Seen::Fresh => Ok(()),
        Seen::Full => Err(CallFault::Slow(SlowDown {
            after: std::time::Duration::from_secs(10),
        })),
        Seen::Replayed => Err(CallFault::Replayed),
        Seen::OutOfTime => {
            let time = RelayTime {
                relay: relay.id(),
                request,
                time: now,
            };
            let signed = Signed::sign(relay.key(), &time).map_err(|_| CallFault::Unsigned)?;
            Err(CallFault::Clock(wire_signed(&signed)))
        }
    }
}

fn body<B: Message + Default>(bytes: &[u8]) -> Result<B, FieldFault> {
    B::decode(bytes).map_err(|_| Field("body").malformed())
}

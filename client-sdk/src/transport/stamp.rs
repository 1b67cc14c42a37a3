// SPDX-License-Identifier: MIT OR Apache-2.0
//! Stamps: what makes a request a device's own, or a member's.

use toguna_auth::{DeviceRequest, LogRequest, Method, Signed, SigningKey, Statement};
use toguna_types::{DeviceId, Digest, Epoch, LogId, RequestId};
use toguna_wire::v1;

use crate::Fault;
use crate::fault::Code;
use crate::transport::Sessions;
use crate::{Message, Options};

/// A statement as the wire carries it.
pub(crate) fn wire_signed<T: Statement>(signed: &Signed<T>) -> v1::Signed {
    v1::Signed {
        statement: signed.bytes().to_vec(),
        signature: signed.signature().as_bytes().to_vec(),
    }
}

/// A device's request: the body's exact bytes and the stamp over their hash.
pub(crate) fn device_call(
    sessions: &Sessions,
    options: &Options,
    device: DeviceId,
    key: &SigningKey,
    method: Method,
    body: &impl Message,
) -> Result<v1::DeviceCall, Fault> {
    let body = body.encode_to_vec();
    let stamp = device_stamp(sessions, options, (device, key), method, Digest::of(&body))?;
    Ok(v1::DeviceCall {
        body,
        stamp: Some(stamp),
    })
}

/// A device's stamp over a body's hash.
fn device_stamp(
    sessions: &Sessions,
    options: &Options,
    (device, key): (DeviceId, &SigningKey),
    method: Method,
    body: Digest,
) -> Result<v1::Signed, Fault> {
    let statement = DeviceRequest {
        relay: sessions.pin().relay,
        device,
        method,
        body,
        request: RequestId::make(&options.entropy),
        time: sessions.now(options),
    };
    let stamp = Signed::sign(key, &statement).map_err(|fault| Fault::because(Code::Broken, fault))?;
    Ok(wire_signed(&stamp))
}

/// What one log request's stamp covers besides relay, id and time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OnLog {
    pub(crate) log: LogId,
    pub(crate) epoch: Epoch,
    pub(crate) method: Method,
}

/// A member's stamp over a body's hash.
pub(crate) fn log_stamp(
    sessions: &Sessions,
    options: &Options,
    on: OnLog,
    key: &SigningKey,
    body: Digest,
) -> Result<v1::Signed, Fault> {
    let statement = LogRequest {
        relay: sessions.pin().relay,
        log: on.log,
        epoch: on.epoch,
        method: on.method,
        body,
        request: RequestId::make(&options.entropy),
        time: sessions.now(options),
    };
    let stamp = Signed::sign(key, &statement).map_err(|fault| Fault::because(Code::Broken, fault))?;
    Ok(wire_signed(&stamp))
}

/// A commit under the epoch's write key; where the space is named, this device stands for it.
pub(crate) fn commit_call(
    sessions: &Sessions,
    options: &Options,
    on: OnLog,
    write: &SigningKey,
    named_by: Option<(DeviceId, &SigningKey)>,
    (payload, attachments): (Vec<u8>, Vec<Vec<u8>>),
) -> Result<v1::CommitCall, Fault> {
    let stamp = log_stamp(sessions, options, on, write, Digest::of(&payload))?;
    // Over the stamp, not over the payload: it names the log and the epoch, so that it serves nowhere else.
    let device_stamp = named_by
        .map(|(device, key)| {
            let body = Digest::of(&stamp.statement);
            device_stamp(sessions, options, (device, key), on.method, body)
        })
        .transpose()?;
    Ok(v1::CommitCall {
        payload,
        stamp: Some(stamp),
        device_stamp,
        attachments,
    })
}

/// A member's request on a log.
pub(crate) fn log_call(
    sessions: &Sessions,
    options: &Options,
    on: OnLog,
    key: &SigningKey,
    body: &impl Message,
) -> Result<v1::LogCall, Fault> {
    let body = body.encode_to_vec();
    let stamp = log_stamp(sessions, options, on, key, Digest::of(&body))?;
    Ok(v1::LogCall {
        body,
        stamp: Some(stamp),
    })
}

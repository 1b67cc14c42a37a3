// SPDX-License-Identifier: MIT OR Apache-2.0
//! Commit: ends an epoch. Compare-and-swap, one winner; the others learn who won.

use toguna_auth::{DeviceRequest, LogRequest, Method, Signed, StewardChange, StewardRequest, VerifyingKey};
use toguna_store::{Committed, NewAttachment, NewCommit, Store, StoreFault};
use toguna_types::{CommitPayload, Digest, Epoch, FieldFault, Head, Seq, StewardAsk, limit};
use toguna_wire::{Field, Message as _, parse_commit_payload, v1};

use super::{found::key, refuse};
use crate::Relay;
use crate::guard::{CallFault, LogCaller, device_stamp, statement, write_stamp};
use crate::receipt::receipt_of;

/// Why a commit was not judged.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CommitFault {
    /// The caller was not let in.
    #[error(transparent)]
    Call(#[from] CallFault),
    /// A field is malformed or over its limit.
    #[error(transparent)]
    Field(#[from] FieldFault),
    /// The store failed.
    #[error("the store could not be used")]
    Store(#[from] StoreFault),
    /// The steward key is not changed by whoever holds it.
    #[error("only the holder of the steward key changes it")]
    ForeignChange,
    /// What stewards ask is not asked by the holder of the steward key.
    #[error("only the holder of the steward key asks for this")]
    ForeignRequest,
    /// The log is named, and no device stands for the commit.
    #[error("a registered device must stand for each commit in this log")]
    Unnamed,
    /// The receipt could not be signed.
    #[error("the relay could not sign its answer")]
    Unsigned,
}

refuse!(CommitFault { Call, Field, Store } {
    ForeignChange => Denied, "steward-change", field "steward_change";
    ForeignRequest => Denied, "steward-request", field "steward_request";
    Unnamed => Denied, "unnamed", field "device_stamp";
    Unsigned => Broken, "unsigned";
});

/// Stores a commit with the next keys and its attachments if its epoch is current.
pub(crate) async fn commit<S: Store>(
    relay: &Relay<S>,
    call: v1::CommitCall,
) -> Result<v1::CommitAnswer, CommitFault> {
    let hash = Digest::of(&call.payload);
    let payload = checked_payload(&call.payload)?;
    let attachments = checked_attachments(&payload, call.attachments)?;
    let steward = StewardWords::of(&call.payload, &payload)?;
    let stamp: Signed<LogRequest> = statement("stamp", call.stamp.clone())?;
    let device: Option<Signed<DeviceRequest>> = match &call.device_stamp {
        Some(signed) => Some(statement("device_stamp", Some(signed.clone()))?),
        None => None,
    };
    let caller = write_stamp(relay, hash, &stamp).await?;
    let asked = steward.judged(relay, &caller, payload.next_steward).await?;
    let device_cert = match &device {
        Some(device) => {
            // It stands for the stamp, and so for this log, this epoch and this payload: to use it again elsewhere
            // would accuse its device of what another made. The certificate says whose it is, also to members who
            // have never heard of it.
            let by = device_stamp(relay, Method::Commit, Digest::of(stamp.bytes()), device).await?;
            by.into_cert()
        }
        None if caller.external => return Err(Field("device_stamp").missing().into()),
        None if caller.state.is_named(relay.now()) => return Err(CommitFault::Unnamed),
        None => Vec::new(),
    };
    let stamps = v1::CommitStamps {
        stamp: call.stamp,
        device_stamp: call.device_stamp,
        device_cert,
    };
    let new = NewCommit {
        log: caller.log,
        epoch: caller.epoch,
        bytes: call.payload,
        hash,
        payload,
        stamps: stamps.encode_to_vec(),
        attachments,
        asked,
        now: relay.now(),
    };
    match relay.store().commit(new).await? {
        Some(Committed::Accepted(span)) => {
            let receipt = receipt_of(relay, &span).ok_or(CommitFault::Unsigned)?;
            Ok(answer(v1::commit_answer::Answer::Receipt(receipt)))
        }
        Some(Committed::Lost { epoch, head, winner }) => Ok(lost(epoch, head, winner)),
        None => Err(CallFault::Capability.into()),
    }
}

fn answer(answer: v1::commit_answer::Answer) -> v1::CommitAnswer {
    v1::CommitAnswer { answer: Some(answer) }
}

fn lost(epoch: Epoch, head: Head, winner: Option<(Digest, Seq)>) -> v1::CommitAnswer {
    answer(v1::commit_answer::Answer::Lost(v1::LostCommit {
        epoch: epoch.get(),
        head: Some(head.into()),
        winner: winner
            .map(|(hash, _)| hash.as_bytes().to_vec())
            .unwrap_or_default(),
        winner_seq: winner.map(|(_, seq)| seq.get()).unwrap_or_default(),
    }))
}

/// Reads what the relay reads of a payload, and checks the keys it will verify with.
fn checked_payload(bytes: &[u8]) -> Result<CommitPayload, FieldFault> {
    let payload = parse_commit_payload(bytes)?;
    key("next_write_key", payload.next_write)?;
    key("next_read_key", payload.next_read)?;
    if let Some(join) = payload.next_join {
        key("next_join_key", join)?;
    }
    if let Some(steward) = payload.next_steward {
        key("next_steward_key", steward)?;
    }
    Ok(payload)
}

/// What a payload says under the steward key.
struct StewardWords {
    change: Option<Signed<StewardChange>>,
    request: Option<Signed<StewardRequest>>,
}

impl StewardWords {
    fn of(bytes: &[u8], payload: &CommitPayload) -> Result<Self, FieldFault> {
        let wire = v1::CommitPayload::decode(bytes).map_err(|_| Field("payload").malformed())?;
        let change = match (payload.next_steward, wire.steward_change) {
            (None, None) => None,
            (None, Some(_)) => return Err(Field("next_steward_key").missing()),
            (Some(_), change) => Some(statement("steward_change", change)?),
        };
        let request = wire.steward_request;
        let request = request.map(|request| statement("steward_request", Some(request)));
        Ok(Self {
            change,
            request: request.transpose()?,
        })
    }

    /// What it asks, if the steward key of the epoch that ends says all of it. If that epoch is over, the
    /// commit is lost, whatever it says.
    async fn judged<S: Store>(
        self,
        relay: &Relay<S>,
        caller: &LogCaller,
        next: Option<[u8; 32]>,
    ) -> Result<Option<StewardAsk>, CommitFault> {
        if self.change.is_none() && self.request.is_none() {
            return Ok(None);
        }
        // Read again: the caller's state may be of the epoch before, with another steward key, if a commit came in between.
        // The store takes this commit only while the epoch stands, and no steward key changes within one.
        let state = relay.store().log_state(caller.log).await?;
        let state = state.filter(|state| state.epoch >= caller.epoch);
        let state = state.ok_or(CallFault::Capability)?;
        if state.epoch > caller.epoch {
            return Ok(None);
        }
        let steward = VerifyingKey::from_bytes(&state.steward).ok();
        let here = (relay.id(), caller.log, caller.epoch);
        if let Some(change) = self.change {
            let said = steward.and_then(|steward| change.verify(&steward).ok());
            let fits = |said: StewardChange| {
                (said.relay, said.log, said.epoch) == here && Some(said.next.to_bytes()) == next
            };
            if !said.is_some_and(fits) {
                return Err(CommitFault::ForeignChange);
            }
        }
        let Some(request) = self.request else {
            return Ok(None);
        };
        let said = steward.and_then(|steward| request.verify(&steward).ok());
        let said = said.filter(|said| (said.relay, said.log, said.epoch) == here);
        said.map(|said| Some(said.ask)).ok_or(CommitFault::ForeignRequest)
    }
}

/// Checks that the attachments are those the payload names, in its order.
fn checked_attachments(
    payload: &CommitPayload,
    given: Vec<Vec<u8>>,
) -> Result<Vec<NewAttachment>, FieldFault> {
    let field = Field("attachments");
    if given.len() != payload.attachments.len() {
        return Err(field.malformed());
    }
    let mut attachments: Vec<NewAttachment> = Vec::with_capacity(given.len());
    for (named, bytes) in payload.attachments.iter().zip(given) {
        field.at_most(bytes.len(), limit::ATTACHMENT_BYTES)?;
        let twice = attachments.iter().any(|other| other.id == named.id);
        if twice || Digest::of(&bytes) != named.hash {
            return Err(field.malformed());
        }
        attachments.push(NewAttachment {
            id: named.id,
            token: named.token,
            bytes,
        });
    }
    Ok(attachments)
}

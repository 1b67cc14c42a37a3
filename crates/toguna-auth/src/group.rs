// SPDX-License-Identifier: MIT OR Apache-2.0
//! What members sign inside a space: commits, operations, leaves, and what they had seen.

use tls_codec::{TlsDeserializeBytes, TlsSerializeBytes, TlsSize};
use toguna_types::{AccountId, DeviceId, Digest, Epoch, Head, LogId, Opaque, RelayId, StewardAsk, Timestamp};

use crate::{Statement, VerifyingKey};

/// What the committer says about its own commit; signed with the key that signs the MLS commit. It stands in
/// the commit's envelope, so that a wrong capability key accuses the committer or the relay, never both.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub struct CommitStatement {
    /// The relay.
    pub relay: RelayId,
    /// The log.
    pub log: LogId,
    /// The epoch the commit ends.
    pub epoch: Epoch,
    /// SHA-256 of the MLS commit.
    pub commit: Digest,
    /// `W_{e+1}`.
    pub next_write: VerifyingKey,
    /// `R_{e+1}`.
    pub next_read: VerifyingKey,
    /// `J_{e+1}`, where joining is open.
    pub next_join: Option<VerifyingKey>,
    /// The next steward key, where the commit changes it.
    pub next_steward: Option<VerifyingKey>,
    /// SHA-256 of what is asked of the relay under the steward key: of the [`StewardRequest`], without its signature.
    pub steward_request: Option<Digest>,
}

impl Statement for CommitStatement {
    const LABEL: &'static str = "toguna/commit/v1";
}

/// A steward's word that another steward key takes the place of the one that signs this. It stands in the payload of the
/// commit that ends the epoch, for the relay: whoever may write could otherwise take the stewards' requests over.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub struct StewardChange {
    /// The relay.
    pub relay: RelayId,
    /// The log.
    pub log: LogId,
    /// The epoch the commit ends.
    pub epoch: Epoch,
    /// The steward key from then on.
    pub next: VerifyingKey,
}

impl Statement for StewardChange {
    const LABEL: &'static str = "toguna/steward-change/v1";
}

/// A steward's request to the relay; signed with the steward key. It stands in the
/// payload of the commit that ends the epoch, so that every member sees it and who made the commit.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub struct StewardRequest {
    /// The relay.
    pub relay: RelayId,
    /// The log.
    pub log: LogId,
    /// The epoch the commit ends.
    pub epoch: Epoch,
    /// What is asked.
    pub ask: StewardAsk,
}

impl Statement for StewardRequest {
    const LABEL: &'static str = "toguna/steward-request/v1";
}

/// The log as an author saw it when it wrote: under its signature, in every message and record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub struct Seen {
    /// Tip of the log's hash chain.
    pub head: Head,
    /// Tip of the roster's hash chain.
    pub roster: Digest,
}

/// An account's leave; signed with one of the leaf keys it names. Kept as it came: it is the evidence of the
/// Remove that follows.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub struct Leave {
    /// The log.
    pub log: LogId,
    /// Who leaves.
    pub account: AccountId,
    /// The leaf keys that go; the leave ends with them.
    pub leaf_keys: Vec<VerifyingKey>,
    /// Who becomes steward, where the last one leaves.
    pub successor: Option<AccountId>,
}

impl Statement for Leave {
    const LABEL: &'static str = "toguna/leave/v1";
}

/// A device's request to be put back into a space that it can follow no more; signed with its device key. It names
/// the leaf that goes, so that it ends with it: after the re-add it means nothing.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub struct ReAddRequest {
    /// The relay.
    pub relay: RelayId,
    /// The log.
    pub log: LogId,
    /// Who asks.
    pub device: DeviceId,
    /// The key of the leaf it has there.
    pub leaf_key: VerifyingKey,
    /// SHA-256 of the payload of the commit it could not follow; absent if it was only away too long. Three such
    /// claims of different accounts about one commit are evidence against the commit.
    pub commit: Option<Digest>,
}

impl Statement for ReAddRequest {
    const LABEL: &'static str = "toguna/re-add/v1";
}

/// A signed, durable operation on a shared object (docs/protocol.md); signed with the author's leaf key.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub struct Op {
    /// The space's log.
    pub log: LogId,
    /// The object operated on; zero for the space itself.
    pub object: [u8; 16],
    /// The author.
    pub author: AccountId,
    /// The author's leaf key; the signature is by this key.
    pub leaf_key: VerifyingKey,
    /// The author's own count of operations in this space, from 1.
    pub counter: u64,
    /// SHA-256 of the author's previous signed operation here, or zero.
    pub previous: Digest,
    /// Hybrid logical time: milliseconds, then a counter.
    pub time: Timestamp,
    /// Tie-breaker of the hybrid logical time.
    pub tick: u32,
    /// The log as the author saw it.
    pub seen: Seen,
    /// What kind of body follows; unknown kinds are kept, not read.
    pub kind: u16,
    /// The body, in the kind's own format.
    pub body: Opaque,
}

impl Op {
    /// Kind of an operation whose body is an encoded `Signed<Leave>`.
    pub const KIND_LEAVE: u16 = 1;
    /// Kind of an operation whose body is a change of a shared object.
    pub const KIND_OBJECT: u16 = 2;
    /// Kind of an operation that gives the steward key to stewards' devices.
    pub const KIND_STEWARD_KEY: u16 = 3;
}

impl Statement for Op {
    const LABEL: &'static str = "toguna/op/v1";
}

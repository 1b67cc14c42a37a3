// SPDX-License-Identifier: MIT OR Apache-2.0
//! The client SDK: everything that needs a key.
//!
//! *What it is*: [`Client`], the façade applications see. *What it may import*: mls, vault, crypto, casework, extract, auth,
//! wire, types. *Invariants*: every change of the device's state is one closure in one vault transaction; what is sent
//! is in the vault before it is sent; the network sees the outbox and the log, nothing else. *Where to look*:
//! `account/`, `spaces/`, `messages/`, `library/`, `files/` one file a call; `sync/` between vault and relay;
//! `transport/` the way to the relay.
#![forbid(unsafe_code)]

mod account;
mod alarm;
#[cfg(feature = "test-support")]
mod backdoor;
mod client;
mod doctor;
mod fault;
mod files;
mod library;
mod messages;
mod objects;
mod options;
mod passphrase;
mod records;
#[cfg(feature = "rehearsal")]
mod rehearsal;
mod remote;
mod saved_search;
mod search;
mod spaces;
mod status;
mod stewards;
mod sync;
mod titles;
mod transport;

pub use account::WhoAmI;
pub use alarm::{Alarm, AlarmCode};
#[cfg(feature = "test-support")]
pub use backdoor::{Backdoor, RawWord};
pub use client::Client;
pub use doctor::{Check, Outcome};
pub use fault::{Code, Fault};
pub use files::{FileText, NewFile};
pub use library::{
    FoundIn, FoundItem, ImportOutcome, Imported, ImportedRow, ItemChange, LibraryItem, LibraryList, NewItem,
    Standing, TableArchive, TableImport,
};
pub use messages::{
    Agreed, Attachment, Conversation, Quoted, Reaction, ReadRange, Said, Shown, ShownKind, Who, Words,
};
pub use objects::SharedObject;
pub use options::{DocumentReader, Options, Proxy};
pub use records::{History, Operation};
pub use saved_search::SavedSearch;
pub use search::{Excerpt, Found, Search, SearchKind};
pub use spaces::{
    InvitationSummary, Invited, Person, PolicyChange, Refounded, RefoundingPlan, SpaceDetail, SpacePolicy,
    SpaceSummary, Succeeds, Waiting,
};
pub use status::Status;
pub use stewards::Shortening;
pub use sync::{Contradiction, Doubt, Event, Progress, SyncReport};
pub use toguna_auth::{Endpoint, LinkFault, RegistrationLink};
pub use toguna_casework::library::{
    Change, Citations, Field, Item, ItemFile, Kind, ListChange, ListEntry, PartialDate, Passage, ReadingList,
    Reference, Refused, Why, file_name,
};
pub use toguna_casework::object::Schema;
pub use toguna_crypto::passphrase::Cost;
pub use toguna_extract::{Unreadable, be_the_reader};
pub use toguna_mls::rules::{Newcomers, Role};
pub use toguna_types::{
    AccountId, BlobId, Clock, DeviceId, Entropy, EntryId, Epoch, FaultKind, Lifetime, LogId, MessageId,
    ObjectId, OsEntropy, RelayId, SecretBytes, Seq, StewardAsk, Suite, SystemClock, Timestamp, limit, span,
};
pub use toguna_vault::{HistoryState, SpaceState};
use toguna_wire::Message;
pub use tokio_util::sync::CancellationToken;
pub use transport::{Dialer, Dialing, Io, Lane};

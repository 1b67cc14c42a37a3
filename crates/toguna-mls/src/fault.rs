// SPDX-License-Identifier: MIT OR Apache-2.0
//! Why the engine could not do something. After any of these the caller rolls back and drops the group.

use toguna_auth::SignedFault;
use toguna_crypto::SealFault;
use toguna_types::{AccountId, FaultKind};
use toguna_vault::VaultFault;

use crate::format::{GrantFault, PointerFault};
use crate::member::BadMember;
use crate::rules::{Invalid, PolicyFault, RosterFault};

/// Why a space could not be founded, loaded, changed or written to.
#[derive(Debug, thiserror::Error)]
pub enum EngineFault {
    /// A staged commit waits for the log's answer.
    #[error("a change of this space is on its way already")]
    AlreadyPending,
    /// A Welcome or tree could not be sealed.
    #[error("the welcome for the new members could not be made")]
    Attachment(#[source] PointerFault),
    /// The history for the newcomers could not be made.
    #[error("the history for the new members could not be put together")]
    Grant(#[source] GrantFault),
    /// The group's stored state and the library disagree.
    #[error("the state of the space contradicts itself")]
    Library,
    /// The space is not held by this device.
    #[error("this device does not hold the space")]
    MissingSpace,
    /// There is no staged commit, or another than the one that was named.
    #[error("no such change is on its way")]
    NothingPending,
    /// The space was joined, but its log was not read up to the commit that added this device.
    #[error("the log of the space must be read first")]
    NotSettled,
    /// The certificate or key of this device does not hold.
    #[error("the certificate of this device does not hold")]
    OwnCertificate,
    /// The private key of this device's leaf is gone.
    #[error("the key of this device in the space is missing")]
    OwnLeafKey,
    /// The policy cannot be.
    #[error("the space's rules cannot be as asked")]
    Policy(#[source] PolicyFault),
    /// The space's rules do not allow the change.
    #[error("the space's rules do not allow this")]
    Refused(#[source] Invalid),
    /// The roster could not be continued.
    #[error("the roster of the space could not be continued")]
    Roster(#[source] RosterFault),
    /// A statement could not be signed.
    #[error("the statement could not be signed")]
    Statement(#[source] SignedFault),
    /// A KeyPackage is for another suite than the space's.
    #[error("a key package is for another cipher suite")]
    Suite,
    /// More Adds than one commit may hold.
    #[error("at most {limit} devices can be added at once; add the others afterwards")]
    TooManyAdds {
        /// How many.
        limit: u32,
    },
    /// The space is full.
    #[error(
        "a space of this kind holds at most {limit} devices; found a large space and move, or remove old devices"
    )]
    TooManyMembers {
        /// How many.
        limit: u32,
    },
    /// What would be sent is over the log's limit.
    #[error("this is too long; at most {limit} bytes fit")]
    TooLong {
        /// The limit of the sealed payload.
        limit: u32,
    },
    /// An account to be removed is not in the space.
    #[error("this account is not in the space")]
    UnknownAccount,
    /// The device database failed.
    #[error("the device database could not be used")]
    Vault(#[from] VaultFault),
}

impl EngineFault {
    /// What class of trouble this is.
    #[must_use]
    pub const fn kind(&self) -> FaultKind {
        match self {
            Self::AlreadyPending | Self::NothingPending | Self::NotSettled => FaultKind::Stale,
            Self::Attachment(fault) => fault.kind(),
            Self::Grant(fault) => fault.kind(),
            Self::Library | Self::OwnCertificate | Self::OwnLeafKey => FaultKind::Broken,
            Self::MissingSpace | Self::UnknownAccount => FaultKind::Missing,
            Self::Policy(fault) => fault.kind(),
            Self::Refused(invalid) => invalid.kind(),
            Self::Roster(fault) => fault.kind(),
            Self::Statement(fault) => fault.kind(),
            Self::Suite | Self::TooManyAdds { .. } | Self::TooManyMembers { .. } | Self::TooLong { .. } => {
                FaultKind::Invalid
            }
            Self::Vault(fault) => fault.kind(),
        }
    }
}

impl From<PolicyFault> for EngineFault {
    fn from(fault: PolicyFault) -> Self {
        Self::Policy(fault)
    }
}

impl From<RosterFault> for EngineFault {
    fn from(fault: RosterFault) -> Self {
        Self::Roster(fault)
    }
}

/// Whom an invalid commit accuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Culprit {
    /// The account whose leaf signed it.
    Committer(AccountId),
    /// Nobody who can be named: any member, or the relay, can have made these bytes.
    Nobody,
    /// The relay: it stores other keys than the committer signed.
    Relay,
}

/// What is wrong with an invalid commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidReason {
    /// What stands beside the commit is not what the committer put there.
    #[error("what stands beside the commit is not what was committed to")]
    Beside,
    /// The keys derived from the commit are not those its committer signed.
    #[error("the commit leads to other keys than were signed")]
    DerivedKeys,
    /// The envelope does not open, or holds no commit.
    #[error("the envelope holds no commit")]
    Envelope,
    /// A leaf it brings is no member's.
    #[error("a leaf in the commit cannot be verified")]
    Member(#[source] BadMember),
    /// The relay stores other keys than its committer signed.
    #[error("the relay stores other keys than were signed")]
    PayloadKeys,
    /// The MLS commit itself is invalid (RFC 9420 §12.4.2).
    #[error("the commit is invalid")]
    Protocol,
    /// It breaks the rules of the space.
    #[error("the commit breaks the rules of the space")]
    Rules(#[source] Invalid),
    /// It says something for the relay that a steward alone may say.
    #[error("only a steward's commit may say this to the relay")]
    StewardOnly,
    /// The committer's word is not signed by its leaf, or is about another commit.
    #[error("the commit is not vouched for")]
    Statement,
}

/// Why a commit from the log was not merged.
#[derive(Debug, thiserror::Error)]
pub enum CommitFault {
    /// Every honest member refuses it: the space is wedged, and this is the evidence.
    #[error("the commit is invalid")]
    Invalid {
        /// Whom it accuses.
        culprit: Culprit,
        /// What is wrong.
        #[source]
        reason: InvalidReason,
    },
    /// The engine failed before it came to a verdict.
    #[error("the commit could not be processed")]
    Engine(#[source] EngineFault),
    /// What only this device's secrets decide failed: it must ask to be re-added.
    #[error("this device cannot follow the space and must be added again")]
    NeedsReAdd,
    /// The commit is valid and removed this device; the group stands at the epoch before.
    #[error("this device was removed from the space")]
    Removed {
        /// Whose commit it was; nobody, if a joiner's.
        by: Option<AccountId>,
    },
}

impl CommitFault {
    /// What class of trouble this is.
    #[must_use]
    pub const fn kind(&self) -> FaultKind {
        match self {
            Self::Invalid { .. } => FaultKind::Invalid,
            Self::Engine(fault) => fault.kind(),
            Self::NeedsReAdd => FaultKind::Broken,
            Self::Removed { .. } => FaultKind::Denied,
        }
    }
}

impl From<EngineFault> for CommitFault {
    fn from(fault: EngineFault) -> Self {
        Self::Engine(fault)
    }
}

impl From<VaultFault> for CommitFault {
    fn from(fault: VaultFault) -> Self {
        Self::Engine(fault.into())
    }
}

/// Why a Welcome was not followed.
#[derive(Debug, thiserror::Error)]
pub enum JoinFault {
    /// The device is in the space already.
    #[error("this device is in the space already")]
    AlreadyHeld,
    /// The engine failed.
    #[error("the space could not be joined")]
    Engine(#[source] EngineFault),
    /// The history that came with the Welcome does not fit the space.
    #[error("the history that came with the welcome does not hold")]
    Grant(#[source] GrantFault),
    /// A leaf of the space is no member's.
    #[error("a member of the space cannot be verified")]
    Member(#[source] BadMember),
    /// None of this device's KeyPackages is meant, or it was used up.
    #[error("the welcome is for no key package this device still holds")]
    NoKeyPackage,
    /// The space breaks its own rules.
    #[error("the space is not as its rules say")]
    Rules(#[source] Invalid),
    /// Welcome or tree are malformed or not authentic.
    #[error("the welcome is not valid")]
    Welcome,
    /// The Welcome leads to another space or epoch than the invitation named.
    #[error("the welcome is for another space than the invitation")]
    WrongSpace,
}

impl JoinFault {
    /// What class of trouble this is.
    #[must_use]
    pub const fn kind(&self) -> FaultKind {
        match self {
            Self::AlreadyHeld
            | Self::Member(_)
            | Self::Rules(_)
            | Self::Welcome
            | Self::WrongSpace
            | Self::Grant(_) => FaultKind::Invalid,
            Self::Engine(fault) => fault.kind(),
            Self::NoKeyPackage => FaultKind::Missing,
        }
    }
}

impl From<EngineFault> for JoinFault {
    fn from(fault: EngineFault) -> Self {
        Self::Engine(fault)
    }
}

impl From<VaultFault> for JoinFault {
    fn from(fault: VaultFault) -> Self {
        Self::Engine(fault.into())
    }
}

/// Why a message from the log is not shown.
#[derive(Debug, thiserror::Error)]
pub enum MessageFault {
    /// It was made for another place than the one it stands in.
    #[error("the message was made for another place in the log")]
    Context,
    /// The engine failed.
    #[error("the message could not be processed")]
    Engine(#[source] EngineFault),
    /// The envelope does not open, or holds no message of a member.
    #[error("the message is not authentic")]
    NotAuthentic,
    /// It claims this device's own leaf. That claim proves nothing; own messages are known by their hash.
    #[error("the message claims to be this device's own")]
    OwnMessage,
    /// A sealed record names an author who was no member then, or somebody else than its signer.
    #[error("the author was no member when this was written")]
    Stranger,
}

impl MessageFault {
    /// What class of trouble this is.
    #[must_use]
    pub const fn kind(&self) -> FaultKind {
        match self {
            Self::Context | Self::NotAuthentic => FaultKind::Invalid,
            Self::Engine(fault) => fault.kind(),
            Self::OwnMessage | Self::Stranger => FaultKind::Denied,
        }
    }
}

impl From<EngineFault> for MessageFault {
    fn from(fault: EngineFault) -> Self {
        Self::Engine(fault)
    }
}

impl From<VaultFault> for MessageFault {
    fn from(fault: VaultFault) -> Self {
        Self::Engine(fault.into())
    }
}

/// A content over the largest size class, as the limit of the log's class says it.
pub(crate) fn too_long(limit: u32) -> impl Fn(SealFault) -> EngineFault {
    move |_| EngineFault::TooLong { limit }
}

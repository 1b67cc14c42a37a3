// SPDX-License-Identifier: MIT OR Apache-2.0
//! Why a commit, or the space it would make, is invalid.

use toguna_types::FaultKind;

use crate::rules::Action;

/// Why a commit is refused by every honest device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum Invalid {
    /// The commit changes a field of the policy that is fixed when a space is founded.
    #[error("the commit changes what is fixed when a space is founded")]
    ChangesFixedField,
    /// The committer has no leaf in the space.
    #[error("the committer is no member")]
    CommitterUnknown,
    /// Two leaves would be the same device's.
    #[error("a device would have two leaves")]
    DuplicateDevice,
    /// Two leaves would have the same signature key, or an added leaf repeats a key that stands in the tree.
    #[error("a leaf key would be used twice")]
    DuplicateLeafKey,
    /// The GroupContext would carry extensions other than required capabilities and policy.
    #[error("the commit changes group context extensions other than the policy")]
    ForeignExtension,
    /// An external commit does anything but join.
    #[error("a joiner's commit may only join")]
    JoinDoesMore,
    /// An external commit to a space that nobody may join by themselves.
    #[error("this space cannot be joined without being added")]
    JoiningClosed,
    /// The space would be left without a steward.
    #[error("a space cannot be without a steward")]
    LastSteward,
    /// The last steward leaves and named nobody to follow.
    #[error("the last steward leaves only with a successor named")]
    NoSuccessor,
    /// The committer's path puts another account or device on its leaf.
    #[error("an update may not change account or device")]
    PathChangesDevice,
    /// The commit has no path though it needs one (RFC 9420 §12.4).
    #[error("the commit lacks its path")]
    PathMissing,
    /// The policy is over a limit or contradicts itself.
    #[error("the policy is malformed")]
    PolicyMalformed,
    /// A proposal is included by reference.
    #[error("proposals by reference are not used here")]
    ProposalByReference,
    /// A proposal of a type that is not used here.
    #[error("the commit holds a proposal of a kind that is not used here")]
    ProposalForbidden,
    /// The committer removes its own leaf.
    #[error("a committer cannot remove its own leaf")]
    RemovesCommitter,
    /// A removed leaf does not exist, or is removed twice.
    #[error("the commit removes a leaf that is not there")]
    RemovesUnknownLeaf,
    /// The committer's role does not allow what it did.
    #[error("the committer's role does not allow this")]
    RoleForbids(Action),
    /// An account of the space would have no role.
    #[error("an account would be without a role")]
    RoleMissing,
    /// The policy would give a role to an account that is not in the space.
    #[error("an account that is gone would keep a role")]
    RoleOfAbsent,
    /// The last steward goes, and the policy does not name who must follow.
    #[error("the commit does not make the steward that must follow")]
    SuccessionWrong,
    /// More Adds than one commit may hold.
    #[error("the commit adds more than one commit may")]
    TooManyAdds,
    /// An account would have more leaves than an account may have devices.
    #[error("an account would have too many devices")]
    TooManyDevices,
    /// The space would have more leaves than its suite allows.
    #[error("the space would have more members than its suite allows")]
    TooManyMembers,
    /// More leaves are shown than leaves are removed.
    #[error("the commit shows more evidence than it needs")]
    TooMuchEvidence,
    /// A member's commit came in the open, or a joiner's did not.
    #[error("the commit has the wrong wire format")]
    WrongWire,
}

impl Invalid {
    /// The kind of this fault: a role that does not suffice is `Denied`, all else `Invalid`.
    #[must_use]
    pub const fn kind(self) -> FaultKind {
        match self {
            Self::RoleForbids(_) => FaultKind::Denied,
            Self::ChangesFixedField
            | Self::CommitterUnknown
            | Self::DuplicateDevice
            | Self::DuplicateLeafKey
            | Self::ForeignExtension
            | Self::JoinDoesMore
            | Self::JoiningClosed
            | Self::LastSteward
            | Self::NoSuccessor
            | Self::PathChangesDevice
            | Self::PathMissing
            | Self::PolicyMalformed
            | Self::ProposalByReference
            | Self::ProposalForbidden
            | Self::RemovesCommitter
            | Self::RemovesUnknownLeaf
            | Self::RoleMissing
            | Self::RoleOfAbsent
            | Self::SuccessionWrong
            | Self::TooManyAdds
            | Self::TooManyDevices
            | Self::TooManyMembers
            | Self::TooMuchEvidence
            | Self::WrongWire => FaultKind::Invalid,
        }
    }
}

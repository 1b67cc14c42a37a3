// SPDX-License-Identifier: MIT OR Apache-2.0
//! Roles of accounts in a space, and the one table of what each may do.

use tls_codec::{TlsDeserializeBytes, TlsSerializeBytes, TlsSize};

/// What an account may do in a space.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, TlsSerializeBytes, TlsDeserializeBytes, TlsSize,
)]
#[repr(u8)]
pub enum Role {
    /// Reads; looks after its own leaves.
    Reader = 1,
    /// Writes, and brings in readers and contributors.
    Contributor = 2,
    /// Decides everything else. The founder is one.
    Steward = 3,
}

impl Role {
    /// Every role, from the least to the most.
    pub const ALL: [Self; 3] = [Self::Reader, Self::Contributor, Self::Steward];

    /// The format's number for this role.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Reader => 1,
            Self::Contributor => 2,
            Self::Steward => 3,
        }
    }

    /// The role with this number.
    #[must_use]
    pub const fn from_number(n: u8) -> Option<Self> {
        match n {
            1 => Some(Self::Reader),
            2 => Some(Self::Contributor),
            3 => Some(Self::Steward),
            _ => None,
        }
    }

    /// Whether [`ROLE_TABLE`] allows this role to do `action`.
    #[must_use]
    pub fn may(self, action: Action) -> bool {
        ROLE_TABLE
            .iter()
            .any(|row| row.action == action && row.least <= self)
    }

    /// What somebody must be allowed to do to add an account with this role.
    #[must_use]
    pub const fn add_action(self) -> Action {
        match self {
            Self::Reader => Action::AddReader,
            Self::Contributor => Action::AddContributor,
            Self::Steward => Action::AddSteward,
        }
    }
}

/// Something a member may do to a space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Adds an account that becomes contributor.
    AddContributor,
    /// Adds a further device of another account.
    AddDeviceOfOther,
    /// Adds a device of its own account.
    AddOwnDevice,
    /// Adds an account that becomes reader.
    AddReader,
    /// Adds an account that becomes steward.
    AddSteward,
    /// Appends messages and records.
    Append,
    /// Appends its leave, its hello, a heartbeat.
    AppendNotice,
    /// Changes title, newcomers' history, message lifetime, era age or what joiners become.
    ChangePolicy,
    /// Changes the role of an account that stays.
    ChangeRole,
    /// Deletes another account's message.
    DeleteOfOther,
    /// Puts a device of another account back that asked for it: its old leaf goes, a new one comes.
    ReAdd,
    /// Removes another account's leaf without its leave.
    RemoveOther,
    /// Removes a leaf whose account signed its leave.
    RemoveOnLeave,
    /// Removes a leaf of its own account (never the committing one).
    RemoveOwnDevice,
    /// Starts a new era: `heal`.
    TurnEra,
    /// Renews its own leaf.
    UpdateOwnLeaf,
}

/// One row of [`ROLE_TABLE`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoleRow {
    /// What is done.
    pub action: Action,
    /// The least role that may do it.
    pub least: Role,
    /// The action as the documentation names it.
    pub name: &'static str,
}

const fn row(action: Action, least: Role, name: &'static str) -> RoleRow {
    RoleRow { action, least, name }
}

/// What every role may do; [`crate::rules::judge`] asks this table and no other, and the documentation is made
/// from it.
pub const ROLE_TABLE: [RoleRow; 16] = [
    row(Action::UpdateOwnLeaf, Role::Reader, "renew its own leaf"),
    row(Action::AddOwnDevice, Role::Reader, "add a device of its own"),
    row(
        Action::RemoveOwnDevice,
        Role::Reader,
        "remove a device of its own",
    ),
    row(Action::TurnEra, Role::Reader, "heal: start a new era"),
    row(Action::RemoveOnLeave, Role::Reader, "remove who signed a leave"),
    row(
        Action::AppendNotice,
        Role::Reader,
        "append its leave, its hello, a heartbeat",
    ),
    row(Action::Append, Role::Contributor, "append messages and records"),
    row(Action::AddReader, Role::Contributor, "add an account as reader"),
    row(
        Action::AddContributor,
        Role::Contributor,
        "add an account as contributor",
    ),
    row(
        Action::ReAdd,
        Role::Contributor,
        "put back a device that asked for it",
    ),
    row(Action::AddSteward, Role::Steward, "add an account as steward"),
    row(
        Action::AddDeviceOfOther,
        Role::Steward,
        "add a device of another account",
    ),
    row(
        Action::RemoveOther,
        Role::Steward,
        "remove an account or a device of another",
    ),
    row(Action::DeleteOfOther, Role::Steward, "delete another's message"),
    row(Action::ChangeRole, Role::Steward, "change a role"),
    row(
        Action::ChangePolicy,
        Role::Steward,
        "change title, history, lifetime, era age",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_stands_in_the_table_once() {
        for row in ROLE_TABLE {
            assert_eq!(ROLE_TABLE.iter().filter(|r| r.action == row.action).count(), 1);
        }
    }

    #[test]
    fn a_higher_role_may_do_all_that_a_lower_one_may() {
        for row in ROLE_TABLE {
            for pair in Role::ALL.windows(2) {
                assert!(!pair[0].may(row.action) || pair[1].may(row.action));
            }
        }
    }

    #[test]
    fn numbers_of_roles_come_back() {
        for n in 0..=u8::MAX {
            assert!(Role::from_number(n).is_none_or(|role| role.number() == n));
        }
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! What is judged: a space as it stands, and a commit as it claims to change it.

use std::collections::{BTreeMap, BTreeSet};

use tls_codec::SerializeBytes as _;
use toguna_auth::{VerifiedDevice, VerifyingKey};
use toguna_types::{AccountId, Digest, Epoch, limit};

use crate::rules::policy::exceeds;
use crate::rules::{Invalid, Openness, Policy, Role};

/// A leaf whose credential was verified: the device behind it and its signature key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeafView {
    /// The device, verified.
    pub device: VerifiedDevice,
    /// The leaf's signature key, which the device's binding names.
    pub leaf_key: VerifyingKey,
}

impl LeafView {
    /// The account behind the leaf.
    #[must_use]
    pub const fn account(&self) -> AccountId {
        self.device.account()
    }

    /// Whether two leaves are the same device of the same account, with the same device key.
    #[must_use]
    pub fn same_device(&self, other: &Self) -> bool {
        self.account() == other.account()
            && self.device.device() == other.device.device()
            && self.device.device_key() == other.device.device_key()
    }

    /// SHA-256 of the device's certificate, as the roster keeps it: of the bytes the account signed.
    #[must_use]
    pub fn cert_digest(&self) -> Digest {
        // A certificate has no field of variable length, so that encoding cannot fail.
        Digest::of(&self.device.cert().tls_serialize_bytes().unwrap_or_default())
    }
}

/// A space before a commit, or as a Welcome shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupView {
    /// What its members agreed on.
    pub policy: Policy,
    /// Its leaves by leaf index.
    pub leaves: BTreeMap<u32, LeafView>,
    /// Its epoch.
    pub epoch: Epoch,
}

impl GroupView {
    /// The accounts in the space.
    #[must_use]
    pub fn accounts(&self) -> BTreeSet<AccountId> {
        self.leaves.values().map(LeafView::account).collect()
    }

    /// Checks what holds in every space: limits, no device and no key twice, roles that fit the members, a
    /// steward. A joiner asks this of the tree it is given; [`crate::rules::judge`] asks it of what a commit
    /// would make.
    ///
    /// # Errors
    /// [`Invalid`].
    pub fn check(&self) -> Result<(), Invalid> {
        self.policy.check().map_err(|_| Invalid::PolicyMalformed)?;
        self.check_leaves()?;
        self.check_roles()
    }

    fn check_leaves(&self) -> Result<(), Invalid> {
        if exceeds(self.leaves.len(), self.policy.suite.members()) {
            return Err(Invalid::TooManyMembers);
        }
        let mut devices = BTreeSet::new();
        let mut keys = BTreeSet::new();
        let mut count = BTreeMap::<AccountId, usize>::new();
        for leaf in self.leaves.values() {
            if !devices.insert(leaf.device.device()) {
                return Err(Invalid::DuplicateDevice);
            }
            if !keys.insert(leaf.leaf_key) {
                return Err(Invalid::DuplicateLeafKey);
            }
            let n = count.entry(leaf.account()).or_default();
            *n = n.saturating_add(1);
            if exceeds(*n, limit::DEVICES_PER_ACCOUNT) {
                return Err(Invalid::TooManyDevices);
            }
        }
        Ok(())
    }

    fn check_roles(&self) -> Result<(), Invalid> {
        let accounts = self.accounts();
        if self
            .policy
            .roles
            .keys()
            .any(|account| !accounts.contains(account))
        {
            return Err(Invalid::RoleOfAbsent);
        }
        if self.policy.openness == Openness::Confidential && self.policy.roles.len() != accounts.len() {
            return Err(Invalid::RoleMissing);
        }
        if !self.policy.roles.values().any(|role| *role == Role::Steward) {
            return Err(Invalid::LastSteward);
        }
        Ok(())
    }
}

/// Who made a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Committer {
    /// Somebody outside who joins with it (RFC 9420 §12.4.3.2).
    External,
    /// The member at this leaf index.
    Member(u32),
}

/// How a commit was framed (RFC 9420 §6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wire {
    /// As a PrivateMessage.
    Private,
    /// As a PublicMessage.
    Public,
}

/// What a commit's authenticated data say it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommitKind {
    /// To start a new era.
    Era,
    /// For what its proposals and its path say.
    Plain,
}

/// What a GroupContextExtensions proposal would make of the extensions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContextChange {
    /// Anything but exactly {the same required capabilities, a policy that decodes}.
    Other,
    /// Exactly {the same required capabilities, this policy}.
    Policy(Box<Policy>),
}

/// A commit as far as validity goes. Every device in it is verified; a leaf that is not never gets here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommitView {
    /// Who made it.
    pub committer: Committer,
    /// How it was framed.
    pub wire: Wire,
    /// Whether any proposal is included by reference.
    pub by_reference: bool,
    /// Whether it holds any proposal but Add, Remove, GroupContextExtensions and, from outside, the one
    /// ExternalInit; also a second GroupContextExtensions.
    pub other_proposals: bool,
    /// The leaves it adds, in the order of its Adds.
    pub adds: Vec<LeafView>,
    /// The leaf indices it removes.
    pub removes: Vec<u32>,
    /// What it makes of the GroupContext extensions, if anything.
    pub context: Option<ContextChange>,
    /// The committer's new leaf, if the commit has a path.
    pub path_leaf: Option<LeafView>,
    /// What its authenticated data say it is for.
    pub kind: CommitKind,
}

impl CommitView {
    /// A member's commit that does nothing yet but renew its leaf.
    #[must_use]
    pub const fn of_member(index: u32, path_leaf: LeafView) -> Self {
        Self::empty(Committer::Member(index), Wire::Private, path_leaf)
    }

    /// A joiner's commit.
    #[must_use]
    pub const fn of_joiner(path_leaf: LeafView) -> Self {
        Self::empty(Committer::External, Wire::Public, path_leaf)
    }

    const fn empty(committer: Committer, wire: Wire, path_leaf: LeafView) -> Self {
        Self {
            committer,
            wire,
            by_reference: false,
            other_proposals: false,
            adds: Vec::new(),
            removes: Vec::new(),
            context: None,
            path_leaf: Some(path_leaf),
            kind: CommitKind::Plain,
        }
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! The verified members of a loaded group: worked out when first asked for, carried over from merge to merge.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use openmls::prelude::{LeafNodeIndex, MlsGroup};
use toguna_types::Epoch;

use crate::fault::EngineFault;
use crate::member::{BadMember, VerifiedMember};
use crate::rules::{GroupView, LeafView, Policy};

/// Members by leaf index, and the view made of them.
#[derive(Debug, Default)]
pub(super) struct Known(OnceCell<Found>);

#[derive(Debug)]
struct Found {
    members: BTreeMap<u32, VerifiedMember>,
    view: GroupView,
}

impl VerifiedMember {
    /// The leaf as the rules see it.
    pub(crate) fn leaf_view(&self) -> LeafView {
        LeafView {
            device: self.device().clone(),
            leaf_key: self.leaf_key(),
        }
    }
}

impl Known {
    /// What was verified elsewhere.
    pub(super) fn of(members: BTreeMap<u32, VerifiedMember>, view: GroupView) -> Self {
        Self(OnceCell::from(Found { members, view }))
    }

    pub(super) fn view(&self, mls: &MlsGroup, policy: &Policy) -> Result<&GroupView, EngineFault> {
        Ok(&self.found(mls, policy)?.view)
    }

    pub(super) fn members(
        &self,
        mls: &MlsGroup,
        policy: &Policy,
    ) -> Result<&BTreeMap<u32, VerifiedMember>, EngineFault> {
        Ok(&self.found(mls, policy)?.members)
    }

    /// The members, if they were worked out.
    pub(super) fn into_members(self) -> Option<BTreeMap<u32, VerifiedMember>> {
        self.0.into_inner().map(|found| found.members)
    }

    fn found(&self, mls: &MlsGroup, policy: &Policy) -> Result<&Found, EngineFault> {
        if let Some(found) = self.0.get() {
            return Ok(found);
        }
        let members = verified_members(mls, policy).map_err(|_| EngineFault::Library)?;
        let view = view_of(&members, mls, policy);
        Ok(self.0.get_or_init(|| Found { members, view }))
    }
}

/// Verifies every leaf of a tree.
pub(super) fn verified_members(
    mls: &MlsGroup,
    policy: &Policy,
) -> Result<BTreeMap<u32, VerifiedMember>, BadMember> {
    let verified = |index: LeafNodeIndex| {
        let leaf = mls.public_group().leaf(index).ok_or(BadMember::Leaf)?;
        let member = VerifiedMember::of(leaf, policy.relay, policy.suite)?;
        Ok((index.u32(), member))
    };
    mls.members().map(|member| verified(member.index)).collect()
}

/// The view of a group whose members are verified.
pub(super) fn view_of(members: &BTreeMap<u32, VerifiedMember>, mls: &MlsGroup, policy: &Policy) -> GroupView {
    GroupView {
        policy: policy.clone(),
        leaves: members
            .iter()
            .map(|(index, member)| (*index, member.leaf_view()))
            .collect(),
        epoch: Epoch::new(mls.epoch().as_u64()),
    }
}

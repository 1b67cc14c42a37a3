// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a member wants changed, and what that comes to in proposals.

use std::collections::BTreeMap;

use toguna_auth::{Leave, ReAddRequest, Signed, SigningKey, VerifyingKey};
use toguna_types::{AccountId, DeviceId, Entropy, SignedBytes, limit};

use crate::fault::EngineFault;
use crate::group::Group;
use crate::key_package::VerifiedKeyPackage;
use crate::rules::{
    CommitKind, CommitView, ContextChange, Evidence, GroupView, LeafView, Policy, Role, policy_after,
};

/// A change of a space.
#[derive(Clone, Debug)]
pub enum Change {
    /// Adds devices; accounts that are new get the role.
    Add(Vec<(VerifiedKeyPackage, Role)>),
    /// Changes what the members agreed on.
    Policy(Policy),
    /// Puts a device that lost its state back in: its old leaf goes, a new one comes, its account keeps its role.
    ReAdd {
        /// What it comes back with.
        package: Box<VerifiedKeyPackage>,
        /// Its request, which whoever is no steward must show.
        request: Option<Signed<ReAddRequest>>,
    },
    /// Removes all devices of accounts, with their signed leaves where they left themselves.
    Remove {
        /// Who goes.
        accounts: Vec<AccountId>,
        /// Leaves; those that speak for nobody who goes are left out.
        evidence: Vec<Signed<Leave>>,
    },
    /// Removes single devices.
    RemoveDevices(Vec<DeviceId>),
    /// Renews this device's leaf with a new signature key: after a join by a last-resort KeyPackage.
    RenewLeaf,
    /// Says something to the relay under the steward key, and renews this device's encryption keys.
    Steward(StewardWords),
    /// Starts a new era: `heal`.
    TurnEra,
    /// Renews this device's encryption keys.
    UpdateKeys,
}

/// What a commit says to the relay under the steward key; the committer's own word covers it.
#[derive(Clone, Debug, Default)]
pub struct StewardWords {
    /// The next steward key, and the word of the one before.
    pub next: Option<(VerifyingKey, SignedBytes)>,
    /// What is asked of the relay.
    pub request: Option<SignedBytes>,
}

/// What a change comes to in proposals.
pub(super) struct Plan {
    pub(super) view: CommitView,
    pub(super) adds: Vec<VerifiedKeyPackage>,
    pub(super) policy: Option<Policy>,
    pub(super) evidence: Evidence,
    pub(super) new_leaf_key: Option<SigningKey>,
    pub(super) words: StewardWords,
}

impl Group {
    pub(super) fn plan(&self, change: Change, entropy: &impl Entropy) -> Result<Plan, EngineFault> {
        let group = self.view()?;
        let own = group.leaves.get(&self.my_leaf()).ok_or(EngineFault::Library)?;
        let mut plan = Plan {
            view: CommitView::of_member(self.my_leaf(), own.clone()),
            adds: Vec::new(),
            policy: None,
            evidence: Evidence::none(),
            new_leaf_key: None,
            words: StewardWords::default(),
        };
        match change {
            Change::Add(packages) => plan.add(group, packages)?,
            Change::Policy(policy) => plan.agree(group, policy),
            Change::ReAdd { package, request } => {
                let role = group.policy.roles.get(&package.account());
                let role = *role.ok_or(EngineFault::UnknownAccount)?;
                let device = package.device().device();
                plan.view.removes = leaves_of(group, |leaf| leaf.device.device() == device);
                let evidence = Evidence {
                    leaves: Vec::new(),
                    re_adds: request.into_iter().collect(),
                };
                plan.evidence = evidence.needed_for(group, &plan.view.removes);
                plan.add(group, vec![(*package, role)])?;
            }
            Change::Remove { accounts, evidence } => {
                let leaves = leaves_of(group, |leaf| accounts.contains(&leaf.account()));
                let found = |account: &AccountId| group.accounts().contains(account);
                if accounts.is_empty() || !accounts.iter().all(found) {
                    return Err(EngineFault::UnknownAccount);
                }
                plan.remove(
                    group,
                    leaves,
                    &Evidence {
                        leaves: evidence,
                        re_adds: Vec::new(),
                    },
                )?;
            }
            Change::RemoveDevices(devices) => {
                let leaves = leaves_of(group, |leaf| devices.contains(&leaf.device.device()));
                if leaves.len() != devices.len() || devices.is_empty() {
                    return Err(EngineFault::UnknownAccount);
                }
                plan.remove(group, leaves, &Evidence::none())?;
            }
            Change::RenewLeaf => {
                let new = SigningKey::make(entropy);
                plan.view.path_leaf = Some(LeafView {
                    device: own.device.clone(),
                    leaf_key: new.public(),
                });
                plan.new_leaf_key = Some(new);
            }
            Change::Steward(words) => plan.words = words,
            Change::TurnEra => plan.view.kind = CommitKind::Era,
            Change::UpdateKeys => {}
        }
        Ok(plan)
    }
}

impl Plan {
    fn add(
        &mut self,
        group: &GroupView,
        packages: Vec<(VerifiedKeyPackage, Role)>,
    ) -> Result<(), EngineFault> {
        if packages
            .iter()
            .any(|(package, _)| package.suite() != group.policy.suite)
        {
            return Err(EngineFault::Suite);
        }
        let added: BTreeMap<AccountId, Role> = packages
            .iter()
            .map(|(package, role)| (package.account(), *role))
            .collect();
        self.adds = packages.into_iter().map(|(package, _)| package).collect();
        self.view.adds = self
            .adds
            .iter()
            .map(|package| package.member().leaf_view())
            .collect();
        let policy = policy_after(group, &added, &self.view.removes, &Evidence::none())
            .map_err(EngineFault::Refused)?;
        self.agree(group, policy);
        Ok(())
    }

    fn remove(
        &mut self,
        group: &GroupView,
        leaves: Vec<u32>,
        evidence: &Evidence,
    ) -> Result<(), EngineFault> {
        self.evidence = evidence.needed_for(group, &leaves);
        let policy =
            policy_after(group, &BTreeMap::new(), &leaves, &self.evidence).map_err(EngineFault::Refused)?;
        self.view.removes = leaves;
        self.agree(group, policy);
        Ok(())
    }

    fn agree(&mut self, group: &GroupView, policy: Policy) {
        if policy != group.policy {
            self.view.context = Some(ContextChange::Policy(Box::new(policy.clone())));
            self.policy = Some(policy);
        }
    }
}

fn leaves_of(group: &GroupView, which: impl Fn(&LeafView) -> bool) -> Vec<u32> {
    group
        .leaves
        .iter()
        .filter(|(_, leaf)| which(leaf))
        .map(|(index, _)| *index)
        .collect()
}

/// The limits whose sentence names a way out; the rules would refuse the same, in fewer words.
pub(super) fn check_limits(group: &GroupView, commit: &CommitView) -> Result<(), EngineFault> {
    let adds = u32::try_from(commit.adds.len()).unwrap_or(u32::MAX);
    if adds > limit::ADDS_PER_COMMIT {
        return Err(EngineFault::TooManyAdds {
            limit: limit::ADDS_PER_COMMIT,
        });
    }
    let leaves = u32::try_from(group.leaves.len()).unwrap_or(u32::MAX);
    let limit = group.policy.suite.members();
    if adds > 0 && leaves.saturating_add(adds) > limit {
        return Err(EngineFault::TooManyMembers { limit });
    }
    Ok(())
}

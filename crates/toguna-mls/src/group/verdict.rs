// SPDX-License-Identifier: MIT OR Apache-2.0
//! From openmls's staged commit to the verdict of the rules.

use openmls::prelude::{LeafNode, Proposal, ProposalOrRefType, QueuedProposal, StagedCommit};

use crate::group::Group;
use crate::member::{BadMember, VerifiedMember};
use crate::provider::policy_of;
use crate::rules::{CommitKind, CommitView, Committer, ContextChange, Wire};

/// A staged commit as the rules see it, and the members it brings.
pub(super) struct Read {
    pub(super) view: CommitView,
    pub(super) arrivals: Vec<VerifiedMember>,
}

impl Group {
    /// Reads a staged commit; every leaf in it goes through the one validator.
    pub(super) fn read_commit(
        &self,
        staged: &StagedCommit,
        committer: Committer,
        wire: Wire,
        kind: CommitKind,
    ) -> Result<Read, BadMember> {
        let verified = |leaf: &LeafNode| VerifiedMember::of(leaf, self.relay, self.policy.suite);
        let adds = staged
            .add_proposals()
            .map(|add| verified(add.add_proposal().key_package().leaf_node()))
            .collect::<Result<Vec<_>, _>>()?;
        let path = staged.update_path_leaf_node().map(verified).transpose()?;
        let by_value =
            |queued: &QueuedProposal| matches!(queued.proposal_or_ref_type(), ProposalOrRefType::Proposal);
        let view = CommitView {
            committer,
            wire,
            by_reference: !staged.queued_proposals().all(by_value),
            other_proposals: other_proposals(staged, committer),
            adds: adds.iter().map(VerifiedMember::leaf_view).collect(),
            removes: staged
                .remove_proposals()
                .map(|remove| remove.remove_proposal().removed().u32())
                .collect(),
            context: context_change(staged),
            path_leaf: path.as_ref().map(VerifiedMember::leaf_view),
            kind,
        };
        Ok(Read {
            view,
            arrivals: adds.into_iter().chain(path).collect(),
        })
    }
}

fn other_proposals(staged: &StagedCommit, committer: Committer) -> bool {
    let mut contexts = 0u32;
    let mut inits = 0u32;
    for queued in staged.queued_proposals() {
        match queued.proposal() {
            Proposal::Add(_) | Proposal::Remove(_) => {}
            Proposal::GroupContextExtensions(_) => contexts = contexts.saturating_add(1),
            Proposal::ExternalInit(_) if committer == Committer::External => inits = inits.saturating_add(1),
            Proposal::ExternalInit(_)
            | Proposal::Update(_)
            | Proposal::PreSharedKey(_)
            | Proposal::ReInit(_)
            | Proposal::SelfRemove
            | Proposal::Custom(_) => return true,
        }
    }
    contexts > 1 || inits > 1
}

fn context_change(staged: &StagedCommit) -> Option<ContextChange> {
    staged
        .queued_proposals()
        .find_map(|queued| match queued.proposal() {
            Proposal::GroupContextExtensions(change) => Some(
                policy_of(change.extensions()).map_or(ContextChange::Other, |policy| {
                    ContextChange::Policy(Box::new(policy))
                }),
            ),
            Proposal::Add(_)
            | Proposal::Custom(_)
            | Proposal::ExternalInit(_)
            | Proposal::PreSharedKey(_)
            | Proposal::ReInit(_)
            | Proposal::Remove(_)
            | Proposal::SelfRemove
            | Proposal::Update(_) => None,
        })
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Making the history grant for those a commit adds.

use toguna_types::{Head, LogId, Seq};
use toguna_vault::VaultTx;

use crate::fault::EngineFault;
use crate::format::{GrantParts, GrantedEra, HistoryGrant};
use crate::group::Group;
use crate::rows;
use crate::rules::{GroupView, Judged, Newcomers, RosterLeaf};

impl Group {
    /// What those whom `judged` adds are told of the time before.
    pub(super) fn grant(
        &self,
        tx: &VaultTx<'_>,
        judged: &Judged,
        head: Head,
    ) -> Result<HistoryGrant, EngineFault> {
        grant_for(tx, self.log, self.view()?, judged, head)
    }
}

/// Everything, or what the policy leaves of it.
fn grant_for(
    tx: &VaultTx<'_>,
    log: LogId,
    group: &GroupView,
    judged: &Judged,
    made: Head,
) -> Result<HistoryGrant, EngineFault> {
    let before = rows::roster(tx, log)?.ok_or(EngineFault::NotSettled)?;
    let step = judged.step(before.era, Seq::new(0));
    let mut parts = GrantParts {
        made,
        before,
        step,
        eras: Vec::new(),
        history: Vec::new(),
        leaves: Vec::new(),
        departed: Vec::new(),
    };
    let withheld = judged.after.newcomers == Newcomers::FromJoin
        || group.policy.newcomers == Newcomers::FromJoin
        || !rows::history_is_whole(tx, log)?;
    if withheld {
        parts.leaves = group
            .leaves
            .iter()
            .map(|(&index, leaf)| RosterLeaf {
                index,
                leaf_key: leaf.leaf_key,
                cert: leaf.cert_digest(),
            })
            .collect();
        if !judged.turns_era {
            parts.eras = rows::eras(tx, log)?
                .into_iter()
                .filter(|era| era.era == before.era)
                .collect::<Vec<GrantedEra>>();
        }
    } else {
        parts.history = rows::steps(tx, log)?;
        parts.departed = rows::departed(tx, log)?;
        parts.eras = rows::eras(tx, log)?;
    }
    Ok(HistoryGrant::of(parts))
}

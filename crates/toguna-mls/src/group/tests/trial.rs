// SPDX-License-Identifier: MIT OR Apache-2.0
//! What the attack tests share: three members of three roles, and the verdict of one of them.

use toguna_types::{Class, Suite};

use super::evil::*;
use super::world::*;
use crate::rules::Role;
use crate::{CommitFault, Culprit, InvalidReason};

/// The verdict of `judge` on a commit of `evil`, which must name it.
pub(super) fn refusal(judge: &Member, log: Log, forged: &Forged, evil: &Member) -> InvalidReason {
    let (culprit, reason) = verdict(judge, log, forged);
    assert_eq!(culprit, Culprit::Committer(evil.account()));
    reason
}

pub(super) fn verdict(judge: &Member, mut log: Log, forged: &Forged) -> (Culprit, InvalidReason) {
    let at = log.append(Class::Commit, &forged.payload.envelope);
    let before = rows(judge);
    let fault = judge.receive(&forged.payload, at).unwrap_err();
    assert_eq!(rows(judge), before, "a refused commit leaves nothing behind");
    let CommitFault::Invalid { culprit, reason } = fault else {
        panic!("{fault:?}");
    };
    (culprit, reason)
}

/// What the vault holds of the group's secrets and state.
pub(super) fn rows(member: &Member) -> Vec<Vec<(Vec<u8>, Vec<u8>)>> {
    let labels = [
        "mls_message_secrets",
        "mls_group_state",
        "mls_tree",
        "mls_epoch_secrets",
    ];
    member
        .write(|tx| {
            labels
                .into_iter()
                .map(|label| tx.mls_list(label, &[]))
                .collect::<Result<Vec<_>, _>>()
        })
        .unwrap()
        .into_iter()
        .map(|rows| rows.into_iter().collect())
        .collect()
}

/// Amal is steward, Badou contributor, Chiara reader.
pub(super) fn trio() -> (Member, Member, Member, Log) {
    let (amal, badou, chiara) = (Member::new(), Member::new(), Member::new());
    let mut log = amal.found(Suite::Classical);
    add(&mut log, &amal, &[], &badou, Role::Contributor);
    add(&mut log, &amal, &[&badou], &chiara, Role::Reader);
    (amal, badou, chiara, log)
}

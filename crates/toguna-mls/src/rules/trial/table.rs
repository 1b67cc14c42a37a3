// SPDX-License-Identifier: MIT OR Apache-2.0
//! Every role with every action, against a second table written by hand.

use crate::rules::world::*;
use crate::rules::{
    Action, CommitKind, CommitView, Evidence, GroupView, Invalid, Openness, ROLE_TABLE, Role, judge,
};

/// The table as docs/protocol.md tells it: what is allowed to a reader, a contributor, a steward. The two kinds of
/// appending, and deleting a message, are no commits; here they stand for completeness.
const EXPECTED: [(Action, [bool; 3]); 16] = [
    (Action::AddContributor, [false, true, true]),
    (Action::AddDeviceOfOther, [false, false, true]),
    (Action::AddOwnDevice, [true, true, true]),
    (Action::AddReader, [false, true, true]),
    (Action::AddSteward, [false, false, true]),
    (Action::Append, [false, true, true]),
    (Action::AppendNotice, [true, true, true]),
    (Action::ChangePolicy, [false, false, true]),
    (Action::ChangeRole, [false, false, true]),
    (Action::DeleteOfOther, [false, false, true]),
    (Action::ReAdd, [false, true, true]),
    (Action::RemoveOnLeave, [true, true, true]),
    (Action::RemoveOther, [false, false, true]),
    (Action::RemoveOwnDevice, [true, true, true]),
    (Action::TurnEra, [true, true, true]),
    (Action::UpdateOwnLeaf, [true, true, true]),
];

/// Amal is steward; Binta, with a second device at leaf 3, has the role on trial; Cheikh is reader.
fn group(openness: Openness, role: Role) -> GroupView {
    let mut group = space(
        openness,
        &[(AMAL, Role::Steward), (BINTA, role), (CHEIKH, Role::Reader)],
    );
    group.leaves.insert(3, leaf(BINTA, 1));
    group
}

/// Binta's commit that does exactly this, with what proves it.
fn deed(group: &GroupView, action: Action) -> Option<(CommitView, Evidence)> {
    let mut it = commit(BINTA);
    let mut evidence = Evidence::none();
    let add = |it: &mut CommitView, role| {
        it.adds.push(leaf(ZEINAB, 0));
        it.context = changed(group, |policy| {
            policy.roles.insert(account(ZEINAB), role);
        });
    };
    match action {
        Action::AddContributor => add(&mut it, Role::Contributor),
        Action::AddDeviceOfOther => it.adds.push(leaf(CHEIKH, 1)),
        Action::AddOwnDevice => it.adds.push(leaf(BINTA, 2)),
        Action::AddReader => add(&mut it, Role::Reader),
        Action::AddSteward => add(&mut it, Role::Steward),
        Action::Append | Action::AppendNotice | Action::DeleteOfOther => return None,
        Action::ChangePolicy => it.context = changed(group, |policy| policy.title.push('!')),
        Action::ChangeRole => {
            it.context = changed(group, |policy| {
                policy.roles.insert(account(CHEIKH), Role::Contributor);
            });
        }
        Action::ReAdd => {
            it.removes.push(2);
            it.adds.push(nth_leaf(CHEIKH, 0, 1));
            evidence = asks_back(CHEIKH);
        }
        Action::RemoveOnLeave => {
            it.removes.push(2);
            it.context = without(group, &[CHEIKH]);
            evidence = leave(CHEIKH, None);
        }
        Action::RemoveOther => {
            it.removes.push(2);
            it.context = without(group, &[CHEIKH]);
        }
        Action::RemoveOwnDevice => it.removes.push(3),
        Action::TurnEra => it.kind = CommitKind::Era,
        Action::UpdateOwnLeaf => {}
    }
    Some((it, evidence))
}

// claim: CLM-MEMB-01
#[test]
fn every_role_may_do_what_the_table_says_and_nothing_else() {
    for (action, allowed) in EXPECTED {
        for (role, allowed) in Role::ALL.into_iter().zip(allowed) {
            assert_eq!(role.may(action), allowed, "{role:?} {action:?} in the table");
            for openness in [Openness::Confidential, Openness::Network] {
                let group = group(openness, role);
                let Some((commit, evidence)) = deed(&group, action) else {
                    continue;
                };
                let verdict = judge(&group, &commit, &evidence);
                if allowed {
                    assert!(verdict.is_ok(), "{role:?} {action:?}: {verdict:?}");
                } else {
                    assert_eq!(
                        verdict.err(),
                        Some(Invalid::RoleForbids(action)),
                        "{role:?} {action:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn the_two_tables_name_the_same_actions() {
    let mut a: Vec<Action> = EXPECTED.iter().map(|(action, _)| *action).collect();
    let mut b: Vec<Action> = ROLE_TABLE.iter().map(|row| row.action).collect();
    a.sort();
    b.sort();
    assert_eq!(a, b);
}

#[test]
fn a_joiner_without_an_entry_has_the_role_of_joiners() {
    let mut group = group(Openness::Network, Role::Reader);
    group.policy.roles.remove(&account(BINTA));
    for (joiners, allowed) in [(Role::Reader, false), (Role::Contributor, true)] {
        group.policy.joiners = joiners;
        let (commit, evidence) = deed(&group, Action::AddReader).unwrap();
        assert_eq!(judge(&group, &commit, &evidence).is_ok(), allowed);
    }
}

#[test]
fn a_confidential_space_knows_no_member_without_a_role() {
    let mut group = group(Openness::Confidential, Role::Reader);
    group.policy.roles.remove(&account(BINTA));
    assert_eq!(group.check(), Err(Invalid::RoleMissing));
    let verdict = judge(&group, &commit(BINTA), &Evidence::none());
    assert_eq!(verdict.err(), Some(Invalid::RoleMissing));
}

#[test]
fn the_protocol_document_shows_this_table() {
    let (_, after) = PROTOCOL.split_once("<!-- role-table: begin -->\n").unwrap();
    let (shown, _) = after.split_once("<!-- role-table: end -->").unwrap();
    let cell = |allowed| if allowed { "yes" } else { "no" };
    let rows = ROLE_TABLE.iter().map(|row| {
        let [reader, contributor, steward] = Role::ALL.map(|role| cell(role.may(row.action)));
        format!("| {} | {reader} | {contributor} | {steward} |\n", row.name)
    });
    let head = "| action | reader | contributor | steward |\n|---|---|---|---|\n".to_owned();
    let meant: String = std::iter::once(head).chain(rows).collect();
    assert_eq!(shown, meant);
}

const PROTOCOL: &str = include_str!("../../../../../docs/protocol.md");

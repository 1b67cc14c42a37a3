// SPDX-License-Identifier: MIT OR Apache-2.0
//! What attackers tried elsewhere: smuggled proposals, changed policies, swapped credentials.

use toguna_auth::Signed;
use toguna_types::{LogId, RelayId, Suite};

use crate::rules::world::*;
use crate::rules::{
    Action, CommitKind, CommitView, Committer, ContextChange, Evidence, GroupView, Invalid, LeafView,
    Newcomers, Openness, Policy, Role, Wire, judge,
};

const NONE: Evidence = Evidence::none();

fn refused(group: &GroupView, commit: &CommitView) -> Option<Invalid> {
    judge(group, commit, &NONE).err()
}

/// One hidden change to a commit.
type Smuggle = fn(&mut CommitView);

// claim: CLM-MEMB-01
#[test]
fn a25_nothing_but_the_allowed_proposals_passes_whoever_commits() {
    let group = quartet();
    let smuggled: [(Invalid, Smuggle); 6] = [
        (Invalid::ProposalByReference, |it| it.by_reference = true),
        (Invalid::ProposalForbidden, |it| it.other_proposals = true),
        (Invalid::WrongWire, |it| it.wire = Wire::Public),
        (Invalid::ForeignExtension, |it| {
            it.context = Some(ContextChange::Other)
        }),
        (Invalid::RemovesUnknownLeaf, |it| it.removes.push(17)),
        (Invalid::PathMissing, |it| it.path_leaf = None),
    ];
    for person in [AMAL, BINTA, CHEIKH] {
        assert_eq!(refused(&group, &commit(person)), None);
        for (reason, smuggle) in smuggled {
            let mut it = commit(person);
            smuggle(&mut it);
            assert_eq!(refused(&group, &it), Some(reason));
        }
        let mut own = commit(person);
        own.removes.push(person.into());
        assert_eq!(refused(&group, &own), Some(Invalid::RemovesCommitter));
    }
    let mut twice = commit(AMAL);
    twice.removes = vec![2, 2];
    twice.context = without(&group, &[CHEIKH]);
    assert_eq!(refused(&group, &twice), Some(Invalid::RemovesUnknownLeaf));
    let stranger = CommitView::of_member(9, leaf(ZEINAB, 0));
    assert_eq!(refused(&group, &stranger), Some(Invalid::CommitterUnknown));
}

// claim: CLM-MEMB-01
#[test]
fn a25_a_policy_is_not_changed_in_passing() {
    let group = quartet();
    let smuggled: [fn(&mut Policy); 5] = [
        |policy| policy.title.push('!'),
        |policy| policy.newcomers = Newcomers::FromJoin,
        |policy| policy.lifetime = toguna_types::Lifetime::Day,
        |policy| policy.era_max_age_secs = 3_600,
        |policy| policy.joiners = Role::Reader,
    ];
    for change in smuggled {
        let add = |policy: &mut Policy| {
            policy.roles.insert(account(ZEINAB), Role::Reader);
            change(policy);
        };
        let mut it = commit(BINTA);
        it.adds.push(leaf(ZEINAB, 0));
        it.context = changed(&group, add);
        let reason = Invalid::RoleForbids(Action::ChangePolicy);
        assert_eq!(refused(&group, &it), Some(reason));
        let mut healed = commit(CHEIKH);
        healed.kind = CommitKind::Era;
        healed.context = changed(&group, change);
        assert_eq!(refused(&group, &healed), Some(reason));
        let mut steward = commit(AMAL);
        steward.adds.push(leaf(ZEINAB, 0));
        steward.context = changed(&group, add);
        assert_eq!(refused(&group, &steward), None);
    }
}

// claim: CLM-MEMB-01
#[test]
fn a25_nobody_raises_a_role_in_passing() {
    let group = quartet();
    for raised in [AMAL, BINTA, CHEIKH] {
        for role in [
            None,
            Some(Role::Reader),
            Some(Role::Contributor),
            Some(Role::Steward),
        ] {
            if role == group.policy.role_of(account(raised)) {
                continue;
            }
            let set = |policy: &mut Policy| {
                match role {
                    Some(role) => policy.roles.insert(account(raised), role),
                    None => policy.roles.remove(&account(raised)),
                };
            };
            let mut adds = commit(BINTA);
            adds.adds.push(leaf(ZEINAB, 0));
            adds.context = changed(&group, |policy| {
                policy.roles.insert(account(ZEINAB), Role::Reader);
                set(policy);
            });
            let mut alone = commit(CHEIKH);
            alone.context = changed(&group, set);
            for it in [adds, alone] {
                assert_eq!(
                    refused(&group, &it),
                    Some(Invalid::RoleForbids(Action::ChangeRole))
                );
            }
        }
    }
}

// claim: CLM-MEMB-01
#[test]
fn a25_the_role_that_counts_is_the_one_before_the_commit() {
    let group = quartet();
    let mut it = commit(CHEIKH);
    it.adds.push(leaf(ZEINAB, 0));
    it.context = changed(&group, |policy| {
        policy.roles.insert(account(CHEIKH), Role::Steward);
        policy.roles.insert(account(ZEINAB), Role::Reader);
    });
    assert_eq!(
        refused(&group, &it),
        Some(Invalid::RoleForbids(Action::AddReader))
    );
}

// claim: CLM-MEMB-01
#[test]
fn a25_not_even_a_steward_changes_what_is_fixed() {
    let group = quartet();
    let fixed: [fn(&mut Policy); 4] = [
        |policy| policy.relay = RelayId::from_bytes([9; 32]),
        |policy| policy.log = LogId::from_bytes([9; 32]),
        |policy| policy.openness = Openness::Network,
        |policy| policy.suite = Suite::Classical,
    ];
    for change in fixed {
        for person in [AMAL, BINTA, CHEIKH] {
            let mut it = commit(person);
            it.context = changed(&group, change);
            assert_eq!(refused(&group, &it), Some(Invalid::ChangesFixedField));
        }
    }
}

#[test]
fn a_policy_over_its_limits_is_refused() {
    let group = quartet();
    let mut it = commit(AMAL);
    it.context = changed(&group, |policy| policy.title = "a".repeat(257));
    assert_eq!(refused(&group, &it), Some(Invalid::PolicyMalformed));
    it.context = changed(&group, |policy| policy.joiners = Role::Steward);
    assert_eq!(refused(&group, &it), Some(Invalid::PolicyMalformed));
}

#[test]
fn a_policy_that_says_the_same_again_is_harmless() {
    let group = quartet();
    let mut it = commit(CHEIKH);
    it.context = changed(&group, |_| {});
    assert_eq!(refused(&group, &it), None);
}

// claim: CLM-MEMB-01
#[test]
fn a25_roles_fit_the_members_whoever_commits() {
    let group = quartet();
    for person in [AMAL, BINTA] {
        let mut nameless = commit(person);
        nameless.adds.push(leaf(ZEINAB, 0));
        assert_eq!(refused(&group, &nameless), Some(Invalid::RoleMissing));
    }
    let mut open = quartet();
    open.policy.openness = Openness::Network;
    let mut nameless = commit(AMAL);
    nameless.adds.push(leaf(ZEINAB, 0));
    assert_eq!(refused(&open, &nameless), Some(Invalid::RoleMissing));
    let mut ghost = commit(AMAL);
    ghost.context = changed(&group, |policy| {
        policy.roles.insert(account(ZEINAB), Role::Steward);
    });
    assert_eq!(refused(&group, &ghost), Some(Invalid::RoleOfAbsent));
    let mut kept = commit(AMAL);
    kept.removes.push(2);
    assert_eq!(refused(&group, &kept), Some(Invalid::RoleOfAbsent));
    let mut dropped = commit(AMAL);
    dropped.context = without(&group, &[CHEIKH]);
    assert_eq!(refused(&group, &dropped), Some(Invalid::RoleMissing));
}

// claim: CLM-AUTH-01
#[test]
fn a26_a_path_keeps_account_device_and_device_key() {
    let group = quartet();
    let swaps: [LeafView; 7] = [
        nth_leaf(ZEINAB, 0, 0),                        // a stranger
        nth_leaf(AMAL, 1, 0),                          // the steward, on another device
        nth_leaf(BINTA, 1, 0),                         // another device of its own
        forged_leaf(BINTA, device_id(BINTA, 0)),       // its own id with another device key
        forged_leaf(ZEINAB, device_id(BINTA, 0)),      // its id, certified by a stranger
        twin_leaf(BINTA, BINTA, device_id(BINTA, 3)),  // its own device key under another id
        twin_leaf(ZEINAB, BINTA, device_id(BINTA, 0)), // its id and device key, certified by a stranger
    ];
    for swap in swaps {
        let mut it = commit(BINTA);
        it.path_leaf = Some(swap);
        assert_eq!(refused(&group, &it), Some(Invalid::PathChangesDevice));
    }
    for honest in [leaf(BINTA, 0), nth_leaf(BINTA, 0, 1), renewed_leaf(BINTA, 0)] {
        let mut it = commit(BINTA);
        it.path_leaf = Some(honest);
        assert_eq!(refused(&group, &it), None);
    }
}

// claim: CLM-AUTH-01
#[test]
fn a26_a_path_takes_nobody_elses_leaf_key() {
    let group = quartet();
    let mut it = commit(BINTA);
    it.path_leaf = Some(LeafView {
        leaf_key: leaf(AMAL, 0).leaf_key,
        ..leaf(BINTA, 0)
    });
    assert_eq!(refused(&group, &it), Some(Invalid::DuplicateLeafKey));
    // Nor one that goes with the same commit.
    let mut it = commit(AMAL);
    it.removes.push(2);
    it.context = without(&group, &[CHEIKH]);
    it.path_leaf = Some(LeafView {
        leaf_key: leaf(CHEIKH, 0).leaf_key,
        ..leaf(AMAL, 0)
    });
    assert_eq!(refused(&group, &it), Some(Invalid::DuplicateLeafKey));
}

// claim: CLM-MEMB-01
#[test]
fn a25_a_stranger_joins_only_where_joining_is_open_and_does_nothing_else() {
    let closed = quartet();
    let open = space(Openness::Network, &[(AMAL, Role::Steward), (BINTA, Role::Reader)]);
    let join = CommitView::of_joiner(leaf(ZEINAB, 0));
    assert_eq!(refused(&closed, &join), Some(Invalid::JoiningClosed));
    let judged = judge(&open, &join, &NONE).unwrap();
    assert_eq!(judged.joined_accounts, [account(ZEINAB)]);
    assert_eq!(judged.leaves.get(&2), Some(&leaf(ZEINAB, 0)));

    let smuggled: [(Invalid, Smuggle); 8] = [
        (Invalid::JoinDoesMore, |it| it.adds.push(leaf(DAOUDA, 0))),
        (Invalid::JoinDoesMore, |it| it.removes.push(1)),
        (Invalid::JoinDoesMore, |it| it.kind = CommitKind::Era),
        (Invalid::RemovesUnknownLeaf, |it| it.removes.push(9)),
        (Invalid::ProposalForbidden, |it| it.other_proposals = true),
        (Invalid::ProposalByReference, |it| it.by_reference = true),
        (Invalid::WrongWire, |it| it.wire = Wire::Private),
        (Invalid::PathMissing, |it| it.path_leaf = None),
    ];
    for (reason, smuggle) in smuggled {
        let mut it = join.clone();
        smuggle(&mut it);
        assert_eq!(refused(&open, &it), Some(reason));
    }
    for role in Role::ALL {
        let mut it = join.clone();
        it.context = changed(&open, |policy| {
            policy.roles.insert(account(ZEINAB), role);
        });
        assert_eq!(refused(&open, &it), Some(Invalid::JoinDoesMore));
    }
}

// claim: CLM-MEMB-01
#[test]
fn a25_a_joiner_supersedes_its_own_device_and_no_other() {
    let open = space(Openness::Network, &[(AMAL, Role::Steward), (BINTA, Role::Reader)]);
    let again = CommitView::of_joiner(nth_leaf(BINTA, 0, 1));
    assert_eq!(refused(&open, &again), Some(Invalid::DuplicateDevice));
    let mut superseding = again;
    superseding.removes.push(1);
    let judged = judge(&open, &superseding, &NONE).unwrap();
    assert!(judged.turns_era);
    assert_eq!(judged.after, open.policy);
    superseding.path_leaf = Some(nth_leaf(BINTA, 1, 0)); // another device of the same account
    assert_eq!(refused(&open, &superseding), Some(Invalid::JoinDoesMore));
    superseding.path_leaf = Some(forged_leaf(BINTA, device_id(BINTA, 0)));
    assert_eq!(refused(&open, &superseding), Some(Invalid::JoinDoesMore));
    superseding.path_leaf = Some(leaf(BINTA, 0)); // with the old leaf key
    assert_eq!(refused(&open, &superseding), Some(Invalid::DuplicateLeafKey));
}

#[test]
fn a_joiner_is_no_member_at_any_index() {
    let open = space(Openness::Network, &[(AMAL, Role::Steward), (BINTA, Role::Reader)]);
    let mut it = CommitView::of_joiner(leaf(ZEINAB, 0));
    it.committer = Committer::Member(2);
    it.wire = Wire::Private;
    assert_eq!(refused(&open, &it), Some(Invalid::CommitterUnknown));
}

// claim: CLM-MEMB-01
#[test]
fn a25_a_device_is_put_back_only_where_it_asked_and_only_itself() {
    let group = quartet();
    let put_back = |committer: Person| {
        let mut it = commit(committer);
        it.removes.push(2);
        it.adds.push(nth_leaf(CHEIKH, 0, 1));
        it
    };
    let forbidden = Some(Invalid::RoleForbids(Action::RemoveOther));
    let verdict = |it: &CommitView, evidence: &Evidence| judge(&group, it, evidence).err();
    assert_eq!(verdict(&put_back(BINTA), &asks_back(CHEIKH)), None);
    // Without its request, or with another's, only a steward may.
    assert_eq!(verdict(&put_back(BINTA), &Evidence::none()), forbidden);
    assert_eq!(verdict(&put_back(BINTA), &asks_back(AMAL)), forbidden);
    assert_eq!(verdict(&put_back(AMAL), &Evidence::none()), None);
    let mut forged = asks_back(CHEIKH);
    forged.re_adds =
        vec![Signed::sign(&key(1, BINTA, 0, 0), &forged.re_adds[0].unverified().unwrap()).unwrap()];
    assert_eq!(verdict(&put_back(BINTA), &forged), forbidden);
    // A request to be put back lets nobody go, and lets nobody else in.
    let mut gone = commit(BINTA);
    gone.removes.push(2);
    gone.context = without(&group, &[CHEIKH]);
    assert_eq!(verdict(&gone, &asks_back(CHEIKH)), forbidden);
    let mut swapped = put_back(BINTA);
    swapped.adds = vec![nth_leaf(CHEIKH, 1, 0)];
    assert_eq!(verdict(&swapped, &asks_back(CHEIKH)), forbidden);
    // It ends with the leaf it names.
    let mut later = group.clone();
    later.leaves.insert(2, nth_leaf(CHEIKH, 0, 1));
    let mut again = commit(BINTA);
    again.removes.push(2);
    again.adds.push(nth_leaf(CHEIKH, 0, 2));
    assert_eq!(judge(&later, &again, &asks_back(CHEIKH)).err(), forbidden);
}

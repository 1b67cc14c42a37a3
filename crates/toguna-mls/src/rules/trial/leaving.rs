// SPDX-License-Identifier: MIT OR Apache-2.0
//! How people leave: what a leave proves, and who follows the last steward.

use std::collections::BTreeMap;

use toguna_auth::{Leave, Signed};
use toguna_types::LogId;

use crate::rules::world::*;
use crate::rules::{Action, CommitView, Evidence, GroupView, Invalid, Openness, Role, judge, policy_after};

const UNPROVEN: Option<Invalid> = Some(Invalid::RoleForbids(Action::RemoveOther));

/// Daouda, a reader, removes these leaves and carries the policy the rules ask for.
fn letting_go(group: &GroupView, removes: &[u32], evidence: &Evidence) -> CommitView {
    let mut it = commit(DAOUDA);
    it.removes = removes.to_vec();
    if let Ok(policy) = policy_after(group, &BTreeMap::new(), removes, evidence) {
        it.context = changed(group, |now| *now = policy);
    }
    it
}

fn verdict(group: &GroupView, removes: &[u32], evidence: &Evidence) -> Option<Invalid> {
    judge(group, &letting_go(group, removes, evidence), evidence).err()
}

fn signed(words: &Leave, by: Person, device: u8) -> Evidence {
    let leave = Signed::sign(&leaf_key(by, device, 0), words).unwrap();
    Evidence {
        leaves: vec![leave],
        ..Evidence::none()
    }
}

#[test]
fn any_reader_lets_go_who_signed_a_leave() {
    let group = quartet();
    let evidence = leave(CHEIKH, None);
    let judged = judge(&group, &letting_go(&group, &[2], &evidence), &evidence).unwrap();
    assert_eq!(judged.removed_accounts, [account(CHEIKH)]);
    assert!(!judged.after.roles.contains_key(&account(CHEIKH)));
    assert!(judged.turns_era);
    assert_eq!(verdict(&group, &[2], &Evidence::none()), UNPROVEN);
}

// claim: CLM-MEMB-01
#[test]
fn a25_a_leave_counts_only_for_this_log_this_account_and_these_leaves() {
    let mut group = quartet();
    group.leaves.insert(4, leaf(CHEIKH, 1));
    let words = leave_words(CHEIKH, None);
    assert_eq!(verdict(&group, &[2], &signed(&words, CHEIKH, 0)), None);

    let elsewhere = Leave {
        log: LogId::from_bytes([3; 32]),
        ..words.clone()
    };
    assert_eq!(verdict(&group, &[2], &signed(&elsewhere, CHEIKH, 0)), UNPROVEN);
    // Signed by another member, by the one who profits, by a device of its own that the leave does not name.
    assert_eq!(verdict(&group, &[2], &signed(&words, BINTA, 0)), UNPROVEN);
    assert_eq!(verdict(&group, &[2], &signed(&words, DAOUDA, 0)), UNPROVEN);
    assert_eq!(verdict(&group, &[2], &signed(&words, CHEIKH, 1)), UNPROVEN);
    // It speaks for the leaf it names, not for the other.
    assert_eq!(verdict(&group, &[4], &signed(&words, CHEIKH, 0)), UNPROVEN);
    assert_eq!(verdict(&group, &[2, 4], &signed(&words, CHEIKH, 0)), UNPROVEN);
    // It names another's leaf beside its own, or claims to be another's.
    let mut wide = words.clone();
    wide.leaf_keys.push(leaf(BINTA, 0).leaf_key);
    assert_eq!(verdict(&group, &[1], &signed(&wide, CHEIKH, 0)), UNPROVEN);
    assert_eq!(verdict(&group, &[2], &signed(&wide, CHEIKH, 0)), UNPROVEN);
    let other = Leave {
        account: account(BINTA),
        ..words.clone()
    };
    assert_eq!(verdict(&group, &[1], &signed(&other, CHEIKH, 0)), UNPROVEN);
    assert_eq!(verdict(&group, &[2], &signed(&other, CHEIKH, 0)), UNPROVEN);
    let nobody = Leave {
        leaf_keys: Vec::new(),
        ..words
    };
    assert_eq!(verdict(&group, &[2], &signed(&nobody, CHEIKH, 0)), UNPROVEN);
}

// claim: CLM-MEMB-01
#[test]
fn a25_an_old_leave_does_not_remove_who_came_back() {
    let mut group = quartet();
    let evidence = leave(CHEIKH, None);
    group.leaves.insert(2, nth_leaf(CHEIKH, 0, 1));
    assert_eq!(verdict(&group, &[2], &evidence), UNPROVEN);
    // Not even one that was signed with a key long gone and names the new leaf as well.
    let mut both = leave_words(CHEIKH, None);
    both.leaf_keys.push(nth_leaf(CHEIKH, 0, 1).leaf_key);
    assert_eq!(verdict(&group, &[2], &signed(&both, CHEIKH, 0)), UNPROVEN);
}

#[test]
fn an_account_leaves_with_all_its_devices_or_with_one() {
    let mut group = quartet();
    group.leaves.insert(4, leaf(CHEIKH, 1));
    let mut words = leave_words(CHEIKH, None);
    words.leaf_keys.push(leaf(CHEIKH, 1).leaf_key);
    for device in [0, 1] {
        let evidence = signed(&words, CHEIKH, device);
        assert_eq!(verdict(&group, &[2, 4], &evidence), None);
        let one = judge(&group, &letting_go(&group, &[4], &evidence), &evidence).unwrap();
        assert!(one.removed_accounts.is_empty());
        assert!(one.after.roles.contains_key(&account(CHEIKH)));
    }
    // A key it names that went before does no harm.
    group.leaves.remove(&4);
    assert_eq!(verdict(&group, &[2], &signed(&words, CHEIKH, 0)), None);
}

#[test]
fn evidence_is_no_way_to_waste_time() {
    let group = quartet();
    let mut evidence = leave(CHEIKH, None);
    let it = letting_go(&group, &[2], &evidence);
    evidence.leaves.extend(leave(BINTA, None).leaves);
    assert_eq!(
        judge(&group, &it, &evidence).err(),
        Some(Invalid::TooMuchEvidence)
    );
    let needed = evidence.needed_for(&group, &[2]);
    assert_eq!(needed, leave(CHEIKH, None));
    assert!(judge(&group, &it, &needed).is_ok());
    let mut long = leave_words(CHEIKH, None);
    long.leaf_keys
        .extend((0..17).map(|device| leaf(ZEINAB, device).leaf_key));
    assert_eq!(verdict(&group, &[2], &signed(&long, CHEIKH, 0)), UNPROVEN);
    long.leaf_keys.truncate(16);
    long.successor = Some(account(BINTA));
    assert_eq!(verdict(&group, &[2], &signed(&long, CHEIKH, 0)), None);
}

// claim: CLM-MEMB-01
#[test]
fn a25_the_entry_of_who_left_goes_with_the_last_leaf_and_not_before() {
    let mut group = quartet();
    let evidence = leave(CHEIKH, None);
    let mut it = letting_go(&group, &[2], &evidence);
    it.context = None;
    assert_eq!(judge(&group, &it, &evidence).err(), Some(Invalid::RoleOfAbsent));
    group.leaves.insert(4, leaf(CHEIKH, 1));
    it.context = without(&group, &[CHEIKH]);
    assert_eq!(
        judge(&group, &it, &evidence).err(),
        Some(Invalid::RoleForbids(Action::ChangeRole))
    );
}

#[test]
fn where_joiners_have_no_entry_none_ends() {
    let mut group = space(
        Openness::Network,
        &[
            (AMAL, Role::Steward),
            (BINTA, Role::Reader),
            (CHEIKH, Role::Reader),
            (DAOUDA, Role::Reader),
        ],
    );
    group.policy.roles.remove(&account(CHEIKH));
    let mut it = commit(DAOUDA);
    it.removes.push(2);
    let judged = judge(&group, &it, &leave(CHEIKH, None)).unwrap();
    assert_eq!(judged.removed_accounts, [account(CHEIKH)]);
}

// === the last steward ===

fn after(group: &GroupView, removes: &[u32], evidence: &Evidence) -> BTreeMap<Person, Role> {
    let it = letting_go(group, removes, evidence);
    roles(&judge(group, &it, evidence).unwrap().after)
}

#[test]
fn the_last_steward_names_who_follows() {
    let group = quartet();
    let now = after(&group, &[0], &leave(AMAL, Some(CHEIKH)));
    assert_eq!(now.get(&CHEIKH), Some(&Role::Steward));
    assert_eq!(now.get(&BINTA), Some(&Role::Contributor));
    let unnamed = leave(AMAL, None);
    assert_eq!(verdict(&group, &[0], &unnamed), Some(Invalid::NoSuccessor));
    let mut by_another = unnamed;
    by_another.leaves.extend(leave(CHEIKH, Some(DAOUDA)).leaves);
    assert_eq!(verdict(&group, &[0, 2], &by_another), Some(Invalid::NoSuccessor));
    let itself = leave(AMAL, Some(AMAL));
    assert_eq!(verdict(&group, &[0], &itself), Some(Invalid::NoSuccessor));
}

#[test]
fn where_the_named_one_is_gone_the_first_contributor_follows_else_the_first_reader() {
    let group = quartet();
    let now = after(&group, &[0], &leave(AMAL, Some(ZEINAB)));
    assert_eq!(now.get(&BINTA), Some(&Role::Steward));
    let mut evidence = leave(AMAL, Some(BINTA));
    evidence.leaves.extend(leave(BINTA, None).leaves);
    let now = after(&group, &[0, 1], &evidence);
    assert_eq!(
        now,
        BTreeMap::from([(CHEIKH, Role::Steward), (DAOUDA, Role::Reader)])
    );
}

// claim: CLM-MEMB-01
#[test]
fn a25_the_committer_does_not_choose_who_follows() {
    let group = quartet();
    let evidence = leave(AMAL, Some(BINTA));
    for (usurper, reason) in [
        (vec![DAOUDA], Invalid::SuccessionWrong),
        (vec![BINTA, DAOUDA], Invalid::SuccessionWrong),
        (vec![], Invalid::SuccessionWrong),
    ] {
        let mut it = letting_go(&group, &[0], &evidence);
        it.context = changed(&group, |policy| {
            policy.roles.remove(&account(AMAL));
            for person in usurper {
                policy.roles.insert(account(person), Role::Steward);
            }
        });
        assert_eq!(judge(&group, &it, &evidence).err(), Some(reason));
    }
}

// claim: CLM-MEMB-01
#[test]
fn a25_whom_the_committer_brings_along_does_not_follow() {
    // Binta, the only contributor, lets the last steward go and adds a friend in front of everybody.
    let group = quartet();
    let evidence = leave(AMAL, Some(ZEINAB));
    let mut it = commit(BINTA);
    it.removes.push(0);
    it.adds.push(leaf(ZEINAB, 0));
    it.context = changed(&group, |policy| {
        policy.roles.remove(&account(AMAL));
        policy.roles.insert(account(ZEINAB), Role::Steward);
    });
    assert!(judge(&group, &it, &evidence).is_err());
    it.context = changed(&group, |policy| {
        policy.roles.remove(&account(AMAL));
        policy.roles.insert(account(ZEINAB), Role::Contributor);
        policy.roles.insert(account(BINTA), Role::Steward);
    });
    assert!(judge(&group, &it, &evidence).is_ok());
}

#[test]
fn where_a_steward_stays_nobody_is_raised() {
    let mut group = quartet();
    group.policy.roles.insert(account(BINTA), Role::Steward);
    let now = after(&group, &[0], &leave(AMAL, Some(CHEIKH)));
    assert_eq!(now.get(&CHEIKH), Some(&Role::Reader));
    assert!(verdict(&group, &[0], &leave(AMAL, None)).is_none());
}

#[test]
fn stewards_who_leave_together_name_who_follows_together() {
    let mut group = quartet();
    group.policy.roles.insert(account(BINTA), Role::Steward);
    let mut evidence = leave(AMAL, None);
    evidence.leaves.extend(leave(BINTA, Some(DAOUDA)).leaves);
    let now = after(&group, &[0, 1], &evidence);
    assert_eq!(
        now,
        BTreeMap::from([(CHEIKH, Role::Reader), (DAOUDA, Role::Steward)])
    );
}

#[test]
fn the_last_steward_cannot_be_demoted() {
    let group = quartet();
    let mut it = commit(AMAL);
    it.context = changed(&group, |policy| {
        policy.roles.insert(account(AMAL), Role::Contributor);
    });
    assert_eq!(
        judge(&group, &it, &Evidence::none()).err(),
        Some(Invalid::LastSteward)
    );
    it.context = changed(&group, |policy| {
        policy.roles.insert(account(AMAL), Role::Contributor);
        policy.roles.insert(account(CHEIKH), Role::Steward);
    });
    assert!(judge(&group, &it, &Evidence::none()).is_ok());
}

#[test]
fn one_who_never_came_declines_with_the_key_it_was_added_with() {
    let group = quartet();
    let mut it = commit(BINTA);
    it.adds.push(leaf(ZEINAB, 0));
    it.context = changed(&group, |policy| {
        policy.roles.insert(account(ZEINAB), Role::Reader);
    });
    let group = judge(&group, &it, &Evidence::none()).unwrap().into_view();
    assert_eq!(verdict(&group, &[4], &leave(ZEINAB, None)), None);
}

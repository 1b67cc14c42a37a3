// SPDX-License-Identifier: MIT OR Apache-2.0
//! How people arrive: limits, devices and keys that must differ, where newcomers come to stand, and eras.

use std::collections::BTreeMap;

use toguna_types::{Era, Seq, Suite, limit};

use crate::rules::world::*;
use crate::rules::{
    CommitKind, CommitView, Evidence, GroupView, Invalid, LeafView, Newcomers, Openness, Role, judge,
    policy_after,
};

const NONE: Evidence = Evidence::none();

fn adding(group: &GroupView, by: Person, leaves: Vec<LeafView>) -> CommitView {
    let mut it = commit(by);
    it.context = changed(group, |policy| {
        for leaf in &leaves {
            policy.roles.entry(leaf.account()).or_insert(Role::Reader);
        }
    });
    it.adds = leaves;
    it
}

#[test]
fn one_commit_adds_at_most_32() {
    let group = quartet();
    let crowd = |n: u16| (100..100 + n).map(|person| leaf(person, 0)).collect();
    assert_eq!(
        judge(&group, &adding(&group, BINTA, crowd(33)), &NONE).err(),
        Some(Invalid::TooManyAdds)
    );
    let judged = judge(&group, &adding(&group, BINTA, crowd(32)), &NONE).unwrap();
    assert_eq!(judged.joined_accounts.len(), 32);
}

#[test]
fn a_suite_bounds_its_spaces() {
    let members: Vec<(Person, Role)> = (0..149).map(|p| (p, Role::Steward)).collect();
    let mut group = space(Openness::Network, &members);
    let two = adding(&group, AMAL, vec![leaf(500, 0), leaf(501, 0)]);
    assert_eq!(judge(&group, &two, &NONE).err(), Some(Invalid::TooManyMembers));
    let one = adding(&group, AMAL, vec![leaf(500, 0)]);
    let full = judge(&group, &one, &NONE).unwrap().into_view();
    let join = CommitView::of_joiner(leaf(501, 0));
    assert_eq!(judge(&full, &join, &NONE).err(), Some(Invalid::TooManyMembers));
    group.policy.suite = Suite::Classical;
    let two = adding(&group, AMAL, vec![leaf(500, 0), leaf(501, 0)]);
    assert!(judge(&group, &two, &NONE).is_ok());
}

#[test]
fn an_account_has_at_most_16_devices_in_a_space() {
    let group = quartet();
    let devices = |n: u8| (1..n).map(|device| leaf(CHEIKH, device)).collect();
    let most = u8::try_from(limit::DEVICES_PER_ACCOUNT).unwrap();
    assert!(judge(&group, &adding(&group, CHEIKH, devices(most)), &NONE).is_ok());
    let verdict = judge(&group, &adding(&group, CHEIKH, devices(most + 1)), &NONE);
    assert_eq!(verdict.err(), Some(Invalid::TooManyDevices));
}

#[test]
fn no_device_and_no_leaf_key_stands_twice() {
    let group = quartet();
    let other_key = |person, key_of: Person| LeafView {
        leaf_key: leaf(key_of, 0).leaf_key,
        ..leaf(person, 0)
    };
    let cases = [
        (Invalid::DuplicateDevice, vec![nth_leaf(AMAL, 0, 1)]),
        (
            Invalid::DuplicateDevice,
            vec![leaf(ZEINAB, 0), nth_leaf(ZEINAB, 0, 1)],
        ),
        (
            Invalid::DuplicateDevice,
            vec![forged_leaf(ZEINAB, device_id(CHEIKH, 0))],
        ),
        (Invalid::DuplicateLeafKey, vec![other_key(ZEINAB, CHEIKH)]),
        (
            Invalid::DuplicateLeafKey,
            vec![leaf(ZEINAB, 0), other_key(30, ZEINAB)],
        ),
    ];
    for (reason, leaves) in cases {
        let verdict = judge(&group, &adding(&group, AMAL, leaves), &NONE);
        assert_eq!(verdict.err(), Some(reason));
    }
}

#[test]
fn a_device_that_lost_its_state_is_added_again_with_a_new_key() {
    let mut group = quartet();
    group.leaves.insert(4, leaf(CHEIKH, 1));
    for (by, index) in [(AMAL, 2), (AMAL, 4)] {
        let device = if index == 2 { 0 } else { 1 };
        let mut it = adding(&group, by, vec![nth_leaf(CHEIKH, device, 1)]);
        it.removes.push(index);
        let judged = judge(&group, &it, &NONE).unwrap();
        assert!(judged.removed_accounts.is_empty() && judged.joined_accounts.is_empty());
        assert!(judged.turns_era);
        assert_eq!(judged.after, group.policy);
        it.adds = vec![leaf(CHEIKH, device)];
        assert_eq!(judge(&group, &it, &NONE).err(), Some(Invalid::DuplicateLeafKey));
    }
    let both = BTreeMap::from([(account(CHEIKH), Role::Contributor)]);
    let policy = policy_after(&group, &both, &[2, 4], &NONE).unwrap();
    assert_eq!(
        policy, group.policy,
        "whoever goes and comes in one commit was never away"
    );
    // Its own other device may do it too; a contributor's may not.
    let mut own = commit(CHEIKH);
    own.removes.push(4);
    own.adds.push(nth_leaf(CHEIKH, 1, 1));
    assert!(judge(&group, &own, &NONE).is_ok());
    own.committer = crate::rules::Committer::Member(1);
    own.path_leaf = Some(leaf(BINTA, 0));
    assert!(judge(&group, &own, &NONE).is_err());
}

#[test]
fn newcomers_come_to_stand_at_the_leftmost_blank_leaves() {
    let mut group = quartet();
    group.leaves.insert(6, leaf(AMAL, 1));
    let mut it = adding(
        &group,
        AMAL,
        vec![leaf(30, 0), leaf(31, 0), leaf(32, 0), leaf(33, 0)],
    );
    it.removes = vec![6, 1];
    it.context = changed(&group, |policy| {
        policy.roles.remove(&account(BINTA));
        policy.roles.extend((30..34).map(|p| (account(p), Role::Reader)));
    });
    let judged = judge(&group, &it, &NONE).unwrap();
    let at = |index: u32| judged.leaves.get(&index).map(LeafView::account);
    assert_eq!(
        [at(1), at(4), at(5), at(6)],
        [30, 31, 32, 33].map(|p| Some(account(p)))
    );
}

#[test]
fn the_first_leaf_is_filled_again_too() {
    let mut group = quartet();
    group.policy.roles.insert(account(BINTA), Role::Steward);
    let mut it = adding(&group, BINTA, vec![leaf(30, 0)]);
    it.removes.push(0);
    it.context = changed(&group, |policy| {
        policy.roles.remove(&account(AMAL));
        policy.roles.insert(account(30), Role::Reader);
    });
    let judged = judge(&group, &it, &NONE).unwrap();
    assert_eq!(judged.leaves.get(&0), Some(&leaf(30, 0)));
}

#[test]
fn adds_alone_may_go_without_a_path() {
    let group = quartet();
    let mut it = commit(CHEIKH);
    it.adds.push(leaf(CHEIKH, 1));
    it.path_leaf = None;
    assert!(judge(&group, &it, &NONE).is_ok());
    let mut with_role = adding(&group, AMAL, vec![leaf(ZEINAB, 0)]);
    with_role.path_leaf = None;
    assert_eq!(judge(&group, &with_role, &NONE).err(), Some(Invalid::PathMissing));
}

#[test]
fn an_era_turns_when_somebody_goes_when_asked_and_when_newcomers_read_from_their_join() {
    let group = quartet();
    let turns = |group: &GroupView, it: &CommitView| judge(group, it, &NONE).unwrap().turns_era;
    assert!(!turns(&group, &commit(CHEIKH)));
    let mut heal = commit(CHEIKH);
    heal.kind = CommitKind::Era;
    assert!(turns(&group, &heal));
    let mut remove = commit(AMAL);
    remove.removes.push(2);
    remove.context = without(&group, &[CHEIKH]);
    assert!(turns(&group, &remove));
    let add = adding(&group, BINTA, vec![leaf(ZEINAB, 0)]);
    assert!(!turns(&group, &add));

    let mut later = group.clone();
    later.policy.newcomers = Newcomers::FromJoin;
    assert!(!turns(&later, &commit(CHEIKH)));
    assert!(turns(&later, &adding(&later, BINTA, vec![leaf(ZEINAB, 0)])));
    let mut both = adding(&group, AMAL, vec![leaf(ZEINAB, 0)]);
    both.context = changed(&group, |policy| {
        policy.newcomers = Newcomers::FromJoin;
        policy.roles.insert(account(ZEINAB), Role::Reader);
    });
    assert!(turns(&group, &both));

    let mut open = space(Openness::Network, &[(AMAL, Role::Steward)]);
    let join = CommitView::of_joiner(leaf(ZEINAB, 0));
    assert!(!turns(&open, &join));
    open.policy.newcomers = Newcomers::FromJoin;
    assert!(turns(&open, &join));
}

#[test]
fn the_step_names_who_went_who_came_and_what_they_may() {
    let group = quartet();
    let mut it = adding(&group, AMAL, vec![leaf(ZEINAB, 0)]);
    it.removes.push(2);
    it.context = changed(&group, |policy| {
        policy.roles.remove(&account(CHEIKH));
        policy.roles.insert(account(ZEINAB), Role::Contributor);
    });
    let step = judge(&group, &it, &NONE).unwrap().step(Era::new(3), Seq::new(40));
    assert_eq!((step.era, step.seq), (Era::new(4), Seq::new(40)));
    assert_eq!(step.outs, [2]);
    assert_eq!(step.ins.len(), 1);
    assert_eq!(
        (step.ins[0].index, step.ins[0].leaf_key),
        (2, leaf(ZEINAB, 0).leaf_key)
    );
    let mut changes: Vec<_> = step
        .roles
        .iter()
        .map(|change| (change.account, change.role))
        .collect();
    changes.sort_by_key(|(_, role)| *role);
    assert_eq!(
        changes,
        [
            (account(CHEIKH), None),
            (account(ZEINAB), Some(Role::Contributor))
        ]
    );
}

#[test]
fn a_renewed_encryption_key_enters_nothing_and_a_new_signature_key_or_certificate_does() {
    let group = quartet();
    let step = |path: LeafView| {
        let mut it = commit(BINTA);
        it.path_leaf = Some(path);
        judge(&group, &it, &NONE).unwrap().step(Era::new(3), Seq::new(40))
    };
    let plain = step(leaf(BINTA, 0));
    assert!(plain.outs.is_empty() && plain.ins.is_empty() && plain.roles.is_empty());
    assert_eq!(plain.era, Era::new(3));
    for leaf in [nth_leaf(BINTA, 0, 1), renewed_leaf(BINTA, 0)] {
        let step = step(leaf.clone());
        assert_eq!(step.outs, [1]);
        assert_eq!(
            (step.ins[0].leaf_key, step.ins[0].cert),
            (leaf.leaf_key, leaf.cert_digest())
        );
    }
}

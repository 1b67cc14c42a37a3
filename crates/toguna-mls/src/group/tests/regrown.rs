// SPDX-License-Identifier: MIT OR Apache-2.0
//! A29: trees that shrink and grow again in one commit, and leaf numbers that no tree has. openmls before 0.9.2 let the
//! leaves of the tree before shine through the first, and believed the second.

use std::collections::BTreeMap;

use toguna_types::{AccountId, Suite};

use super::evil::*;
use super::trial::*;
use super::world::*;
use crate::provider::context_extensions;
use crate::rules::Role;
use crate::{Change, Culprit, EngineFault, Group, InvalidReason, JoinExpectation};
use openmls::prelude::LeafNodeIndex;

/// A space of so many stewards, leaf by leaf.
fn stewards(count: usize) -> (Vec<Member>, Log) {
    let mut members = vec![Member::new()];
    let mut log = members[0].found(Suite::Classical);
    for _ in 1..count {
        let guest = Member::new();
        let others: Vec<&Member> = members[1..].iter().collect();
        add(&mut log, &members[0], &others, &guest, Role::Steward);
        members.push(guest);
    }
    (members, log)
}

fn leaves(member: &Member) -> BTreeMap<u32, AccountId> {
    let leaves = member.with_group(|_, group| {
        let leaves = group.view()?.leaves.iter();
        Ok::<_, EngineFault>(leaves.map(|(index, leaf)| (*index, leaf.account())).collect())
    });
    leaves.unwrap()
}

// claim: CLM-MEMB-01
#[test]
fn a29_one_commit_that_shrinks_the_tree_and_grows_it_brings_no_removed_leaf_back() {
    let (members, mut log) = stewards(7);
    let guest = Member::new();
    let package = guest.key_package(Suite::Classical);
    let mut agreed = members[0]
        .with_group(|_, group| Ok::<_, EngineFault>(group.policy().clone()))
        .unwrap();
    for gone in &members[4..] {
        agreed.roles.remove(&gone.account());
    }
    agreed.roles.insert(guest.account(), Role::Steward);
    let agreed = context_extensions(&agreed).unwrap();
    // The right half goes and is needed again: 0 to 3 stay, the guest comes to 4, and 5 and 6 are to be empty.
    let forged = forge(&members[0], Twist::default(), |builder| {
        builder
            .propose_removals([4, 5, 6].map(LeafNodeIndex::new))
            .propose_adds([raw_key_package(&package)])
            .propose_group_context_extensions(agreed.clone())
            .unwrap()
    });
    let at = log.append(toguna_types::Class::Commit, &forged.payload.envelope);
    let mut meant: BTreeMap<u32, AccountId> = (0..4)
        .zip(&members)
        .map(|(index, member)| (index, member.account()))
        .collect();
    meant.insert(4, guest.account());
    for member in &members[1..4] {
        member.receive(&forged.payload, at).unwrap();
        assert_eq!(leaves(member), meant);
    }
    change(
        &mut log,
        &members[1],
        &[&members[2], &members[3]],
        Change::UpdateKeys,
    );
    assert_eq!(members[3].authenticator(), members[1].authenticator());
}

/// Numbers beyond any tree of here, of openmls, and of what a `u32` holds when it is doubled.
const BEYOND: [u32; 7] = [
    64,
    (1 << 29) - 1,
    1 << 29,
    1 << 30,
    (1 << 31) - 1,
    1 << 31,
    u32::MAX,
];

// claim: CLM-MEMB-01, CLM-PARSE-01
#[test]
fn a29_leaf_numbers_beyond_any_tree_are_refused_in_envelope_and_tree() {
    let (amal, badou, chiara, log) = trio();
    for leaf in BEYOND {
        let twist = Twist {
            leaf: Some(leaf),
            ..Twist::default()
        };
        let forged = forge(&badou, twist, |builder| builder);
        for judge in [&amal, &chiara] {
            let refused = (Culprit::Nobody, InvalidReason::Statement);
            assert_eq!(verdict(judge, log, &forged), refused);
        }
    }
    let guest = Member::new();
    let package = verified(&guest.key_package(Suite::Classical), Suite::Classical);
    let staged = amal
        .stage(&log, Change::Add(vec![(package, Role::Reader)]))
        .unwrap();
    let (pointer, welcome, tree) = opened(&staged);
    let expect = JoinExpectation {
        log: LOG,
        epoch: pointer.epoch,
    };
    let joins =
        |tree: &[u8]| guest.write(|tx| Group::join(tx, &guest.me(), &welcome, tree, expect, NOW).map(|_| ()));
    for leaf in BEYOND {
        for unmerged in [vec![leaf], vec![0, leaf], vec![leaf, leaf]] {
            joins(&with_unmerged(&tree, &unmerged)).unwrap_err();
        }
    }
    joins(&tree).unwrap();
}

/// The tree with these leaves unmerged at its first parent that is not empty (RFC 9420 §7.1 and §12.4.3.3).
fn with_unmerged(tree: &[u8], leaves: &[u32]) -> Vec<u8> {
    let (head, nodes) = tree.split_at(2);
    assert_eq!(head[0] >> 6, 1, "a length of two bytes");
    let parent = nodes
        .windows(3)
        .position(|start| start == [1, 2, 32])
        .expect("a parent node with an X25519 key");
    let (before, at) = nodes.split_at(parent);
    let (key, after) = at.split_at(35);
    let (hash, after) = vector(after);
    let (_, after) = vector(after);
    let list: Vec<u8> = leaves.iter().flat_map(|leaf| leaf.to_be_bytes()).collect();
    let lengths = [&hash, &list.as_slice()].map(|bytes| u8::try_from(bytes.len()).unwrap());
    let changed = [before, key, &lengths[..1], hash, &lengths[1..], &list, after].concat();
    let len = u16::try_from(changed.len()).unwrap() | 0x4000;
    [&len.to_be_bytes()[..], &changed].concat()
}

/// A vector whose length is one byte, and what comes after it.
fn vector(bytes: &[u8]) -> (&[u8], &[u8]) {
    let (len, rest) = bytes.split_first().unwrap();
    rest.split_at(usize::from(*len))
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! A small world to judge: people with devices and keys that are the same in every run.

use std::collections::BTreeMap;

use toguna_auth::{DeviceCert, Leave, ReAddRequest, Signed, SigningKey, VerifiedDevice};
use toguna_types::{AccountId, DeviceId, Digest, Epoch, LogId, RelayId, Secret, Suite, Timestamp};

use crate::rules::{CommitView, ContextChange, Evidence, GroupView, LeafView, Openness, Policy, Role};

/// Somebody; the number is all there is to them.
pub(super) type Person = u16;

pub(super) const AMAL: Person = 0;
pub(super) const BINTA: Person = 1;
pub(super) const CHEIKH: Person = 2;
pub(super) const DAOUDA: Person = 3;
/// Is in no space.
pub(super) const ZEINAB: Person = 25;

pub(super) const RELAY: RelayId = RelayId::from_bytes([1; 32]);
pub(super) const LOG: LogId = LogId::from_bytes([2; 32]);

pub(super) fn key(what: u8, person: Person, device: u8, nth: u8) -> SigningKey {
    let [high, low] = person.to_be_bytes();
    SigningKey::from_seed(&Secret::make(|seed| {
        seed[..5].copy_from_slice(&[what, high, low, device, nth]);
    }))
}

pub(super) fn account(person: Person) -> AccountId {
    toguna_auth::account_id(&key(0, person, 0, 0).public())
}

pub(super) fn device_id(person: Person, device: u8) -> DeviceId {
    let [high, low] = person.to_be_bytes();
    let mut id = [7; 16];
    id[..3].copy_from_slice(&[high, low, device]);
    DeviceId::from_bytes(id)
}

fn certified(person: Person, id: DeviceId, device_key: &SigningKey, expires: u64) -> VerifiedDevice {
    let account_key = key(0, person, 0, 0);
    let cert = DeviceCert {
        account_key: account_key.public(),
        device: id,
        device_key: device_key.public(),
        mailbox_key: Digest::ZERO,
        issued: Timestamp::from_millis(0),
        expires: Timestamp::from_millis(expires),
    };
    VerifiedDevice::of(&Signed::sign(&account_key, &cert).unwrap()).unwrap()
}

/// The key that signs for a leaf; `nth` counts the leaves a device has had.
pub(super) fn leaf_key(person: Person, device: u8, nth: u8) -> SigningKey {
    key(2, person, device, nth)
}

pub(super) fn leaf(person: Person, device: u8) -> LeafView {
    nth_leaf(person, device, 0)
}

pub(super) fn nth_leaf(person: Person, device: u8, nth: u8) -> LeafView {
    LeafView {
        device: certified(person, device_id(person, device), &key(1, person, device, 0), 1),
        leaf_key: leaf_key(person, device, nth).public(),
    }
}

/// The same device and leaf key under a renewed certificate.
pub(super) fn renewed_leaf(person: Person, device: u8) -> LeafView {
    LeafView {
        device: certified(person, device_id(person, device), &key(1, person, device, 0), 2),
        ..leaf(person, device)
    }
}

/// A leaf of `person` that bears the device id of another, or the right id with a key of its own.
pub(super) fn forged_leaf(person: Person, id: DeviceId) -> LeafView {
    LeafView {
        device: certified(person, id, &key(3, person, 0, 0), 1),
        leaf_key: leaf_key(person, 0, 9).public(),
    }
}

/// A leaf of `person` with the device key of another's first device: the same id, or one of its own.
pub(super) fn twin_leaf(person: Person, other: Person, id: DeviceId) -> LeafView {
    LeafView {
        device: certified(person, id, &key(1, other, 0, 0), 1),
        leaf_key: leaf_key(person, 0, 8).public(),
    }
}

/// A space whose members stand in the order given, each with its first device.
pub(super) fn space(openness: Openness, members: &[(Person, Role)]) -> GroupView {
    let (founder, _) = members[0];
    let suite = Suite::PostQuantum;
    let mut policy = Policy::founding(RELAY, LOG, account(founder), "Veille", openness, suite).unwrap();
    policy.roles = members.iter().map(|(p, role)| (account(*p), *role)).collect();
    let group = GroupView {
        policy,
        leaves: (0..).zip(members.iter().map(|(p, _)| leaf(*p, 0))).collect(),
        epoch: Epoch::new(7),
    };
    group.check().unwrap();
    group
}

/// Amal steward, Binta contributor, Cheikh and Daouda readers; confidential.
pub(super) fn quartet() -> GroupView {
    use Role::{Contributor, Reader, Steward};
    let members = [
        (AMAL, Steward),
        (BINTA, Contributor),
        (CHEIKH, Reader),
        (DAOUDA, Reader),
    ];
    space(Openness::Confidential, &members)
}

/// A member's commit that only renews the leaf of its first device, which stands at `index`.
pub(super) fn commit(person: Person) -> CommitView {
    CommitView::of_member(person.into(), leaf(person, 0))
}

/// What the GroupContext becomes when `change` was made to the policy.
pub(super) fn changed(group: &GroupView, change: impl FnOnce(&mut Policy)) -> Option<ContextChange> {
    let mut policy = group.policy.clone();
    change(&mut policy);
    Some(ContextChange::Policy(Box::new(policy)))
}

/// What the GroupContext becomes when some entries end.
pub(super) fn without(group: &GroupView, gone: &[Person]) -> Option<ContextChange> {
    changed(group, |policy| {
        policy
            .roles
            .retain(|id, _| gone.iter().all(|p| account(*p) != *id));
    })
}

/// The leave of a person from its first device, signed with that leaf's key.
pub(super) fn leave(person: Person, successor: Option<Person>) -> Evidence {
    let words = leave_words(person, successor);
    Evidence {
        leaves: vec![Signed::sign(&leaf_key(person, 0, 0), &words).unwrap()],
        ..Evidence::none()
    }
}

/// What a person's first device signs to be put back.
pub(super) fn asks_back(person: Person) -> Evidence {
    let request = ReAddRequest {
        relay: RELAY,
        log: LOG,
        device: device_id(person, 0),
        leaf_key: leaf_key(person, 0, 0).public(),
        commit: None,
    };
    Evidence {
        re_adds: vec![Signed::sign(&key(1, person, 0, 0), &request).unwrap()],
        ..Evidence::none()
    }
}

pub(super) fn leave_words(person: Person, successor: Option<Person>) -> Leave {
    Leave {
        log: LOG,
        account: account(person),
        leaf_keys: vec![leaf_key(person, 0, 0).public()],
        successor: successor.map(account),
    }
}

/// Who has which role, by person, for comparing.
pub(super) fn roles(policy: &Policy) -> BTreeMap<Person, Role> {
    (0..40)
        .filter_map(|person| policy.roles.get(&account(person)).map(|role| (person, *role)))
        .collect()
}

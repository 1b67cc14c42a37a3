// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a member does who keeps to no rule, in a vault of these tests.

use openmls::prelude::KeyPackage;
use toguna_types::Class;
use toguna_vault::{VaultFault, VaultTx};

use super::world::*;
use crate::EngineFault;
use crate::group::Group;
use crate::group::evil;
pub(super) use crate::group::evil::{Builder, Forged, Twist};
use crate::provider::Provider;

/// Carries something out of a transaction that is rolled back.
pub(super) enum Undone<T> {
    Done(Box<T>),
    Fault(EngineFault),
}

impl<T> From<VaultFault> for Undone<T> {
    fn from(fault: VaultFault) -> Self {
        Self::Fault(fault.into())
    }
}

impl<T> From<EngineFault> for Undone<T> {
    fn from(fault: EngineFault) -> Self {
        Self::Fault(fault)
    }
}

/// Does something in `member`'s vault and undoes it; what it made stays.
pub(super) fn undone<T>(
    member: &Member,
    f: impl FnOnce(&VaultTx<'_>, &mut Group) -> Result<T, EngineFault>,
) -> T {
    let out = member.with_group(|tx, group| match f(tx, group) {
        Ok(done) => Err::<(), _>(Undone::Done(Box::new(done))),
        Err(fault) => Err(fault.into()),
    });
    match out {
        Err(Undone::Done(done)) => *done,
        Err(Undone::Fault(fault)) => panic!("{fault:?}"),
        Ok(()) => panic!("nothing was undone"),
    }
}

/// A commit of `evil`, of any content; its own state stays as it was.
pub(super) fn forge(
    evil: &Member,
    twist: Twist,
    build: impl for<'a> FnOnce(Builder<'a>) -> Builder<'a>,
) -> Forged {
    undone(evil, |tx, group| {
        evil::forge(tx, group, &twist, |builder| Some(build(builder)))
    })
}

/// Seals anything in the epoch's envelope, as every member can.
pub(super) fn seal_envelope(group: &Group, provider: &Provider<'_>, class: Class, content: &[u8]) -> Vec<u8> {
    evil::seal_with(group, provider, class, content).unwrap()
}

/// A message that `victim`'s leaf seems to send.
pub(super) fn forged_message(victim: &Member, skip: usize, text: &[u8]) -> Vec<u8> {
    undone(victim, |tx, group| evil::forged_message(tx, group, skip, text))
}

/// A KeyPackage without any of this crate's checks.
pub(super) fn raw_key_package(bytes: &[u8]) -> KeyPackage {
    evil::raw_key_package(bytes).expect("a key package")
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Spaces in which each commit names the device that sends it: those that go on from one that was stopped by bytes of
//! nobody knows whom (docs/protocol.md, sections 9 and 10).

use toguna_auth::{
    DeviceRequest, LogRequest, Method, Signature, Signed, SigningKey, Statement, VerifiedDevice,
};
use toguna_mls::Group;
use toguna_mls::rules::LeafView;
use toguna_types::{AccountId, Clock as _, DeviceId, Digest, Entry, LogId, Timestamp, limit};
use toguna_vault::{SpaceRow, VaultTx};
use toguna_wire::v1;

use crate::client::Client;
use crate::sync::apply::At;
use crate::{Fault, Message as _};

/// The verdict on a commit in a named space that was merged although no member's device stood for it: the relay took
/// it from somebody it does not tell.
pub(crate) const UNNAMED: &str = "commit-unnamed";

/// Until when the commits of a space name the device that sends them, if they do.
pub(crate) fn named_until(tx: &VaultTx<'_>, log: LogId) -> Result<Option<Timestamp>, Fault> {
    let group = Group::load(tx, log)?;
    let before = group.policy().predecessor;
    Ok(before.and_then(|before| before.named_until))
}

/// Whether a member's device stands for a commit where one must.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    /// One does, or none must.
    AsItMust,
    /// None does.
    Missing,
}

/// Whose device stands for a refused commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sender {
    /// A member: it is left out when the space is founded anew.
    Member(AccountId),
    /// Somebody registered at the relay who is not a member, and has the key from one.
    Outsider(AccountId),
}

impl Client {
    /// Whether this device stands for its commits in a space. The policy says so, never the relay: it would learn from
    /// every space who commits there.
    pub(crate) fn names_itself(&self, tx: &VaultTx<'_>, log: LogId) -> Result<bool, Fault> {
        let now = self.options().clock.now();
        let until = named_until(tx, log)?;
        Ok(until.is_some_and(|until| now < until.after(limit::NAMED_GRACE)))
    }

    /// This device and its key, if it is to stand for a commit.
    pub(crate) fn name(&self, named: bool) -> Option<(DeviceId, &SigningKey)> {
        named.then(|| (self.keys().device, &self.keys().device_key))
    }

    /// Whose device stands for a refused commit, if one does.
    pub(crate) fn sender(
        &self,
        tx: &VaultTx<'_>,
        row: &SpaceRow,
        at: &At<'_>,
    ) -> Result<Option<Sender>, Fault> {
        let Some(stamps) = stamps(at.entry) else {
            return Ok(None);
        };
        let group = Group::load(tx, row.log)?;
        let leaves = &group.view()?.leaves;
        if let Some(member) = self.member_for(leaves.values(), &stamps, row, at) {
            return Ok(Some(Sender::Member(member)));
        }
        let cert = Signed::decode(&stamps.device_cert).ok();
        let device = cert.and_then(|cert| VerifiedDevice::of(&cert).ok());
        let device = device.filter(|device| self.stands_for(device, &stamps, row, at));
        Ok(device.map(|device| {
            let who = device.account();
            if leaves.values().any(|leaf| leaf.account() == who) {
                Sender::Member(who)
            } else {
                Sender::Outsider(who)
            }
        }))
    }

    /// The member whose leaf's device stands for a commit.
    fn member_for<'l>(
        &self,
        mut leaves: impl Iterator<Item = &'l LeafView>,
        stamps: &v1::CommitStamps,
        row: &SpaceRow,
        at: &At<'_>,
    ) -> Option<AccountId> {
        let named = leaves.find(|leaf| self.stands_for(&leaf.device, stamps, row, at));
        named.map(LeafView::account)
    }

    /// Whether a member's device stands for a commit, if it comes from a time in which one must. The time is that of its
    /// stamp, which the relay held against its clock: a device may read it long after.
    pub(crate) fn is_named(&self, group: &Group, row: &SpaceRow, at: &At<'_>) -> Result<Named, Fault> {
        let before = group.policy().predecessor;
        let Some(until) = before.and_then(|before| before.named_until) else {
            return Ok(Named::AsItMust);
        };
        let Some(stamps) = stamps(at.entry) else {
            return Ok(Named::Missing);
        };
        let made = signed::<LogRequest>(stamps.stamp.clone()).and_then(|stamp| stamp.unverified().ok());
        let within = made.is_none_or(|made| made.time < until);
        let leaves = group.view()?.leaves.values();
        if within && self.member_for(leaves, &stamps, row, at).is_none() {
            return Ok(Named::Missing);
        }
        Ok(Named::AsItMust)
    }

    /// Whether a device signed that it stands for this commit: for the statement of its stamp, which names log, epoch
    /// and payload.
    fn stands_for(
        &self,
        by: &VerifiedDevice,
        stamps: &v1::CommitStamps,
        row: &SpaceRow,
        at: &At<'_>,
    ) -> bool {
        let Some(stamp) = signed::<LogRequest>(stamps.stamp.clone()) else {
            return false;
        };
        let Some(device) = signed::<DeviceRequest>(stamps.device_stamp.clone()) else {
            return false;
        };
        let about = stamp.unverified().is_ok_and(|stamp| {
            (stamp.relay, stamp.log, stamp.epoch, stamp.method, stamp.body)
                == (self.relay(), row.log, row.epoch, Method::Commit, at.hash)
        });
        about
            && device.verify(by.device_key()).is_ok_and(|said| {
                (said.relay, said.device, said.method, said.body)
                    == (
                        self.relay(),
                        by.device(),
                        Method::Commit,
                        Digest::of(stamp.bytes()),
                    )
            })
    }
}

/// The stamps beside an entry.
fn stamps(entry: &Entry) -> Option<v1::CommitStamps> {
    match entry {
        Entry::Whole { stamps, .. } => v1::CommitStamps::decode(stamps.as_slice()).ok(),
        Entry::Stub { .. } => None,
    }
}

fn signed<T: Statement>(wire: Option<v1::Signed>) -> Option<Signed<T>> {
    let wire = wire?;
    let signature = Signature::from_slice(&wire.signature)?;
    Some(Signed::from_parts(wire.statement, signature))
}

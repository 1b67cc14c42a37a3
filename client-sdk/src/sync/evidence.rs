// SPDX-License-Identifier: MIT OR Apache-2.0
//! What this device knows of the commit at which a space stopped: the bytes it refused, whom they accuse, and who
//! else could not follow them.

use std::collections::BTreeMap;

use data_encoding::HEXLOWER;
use tls_codec::SerializeBytes as _;
use toguna_auth::{ReAddRequest, Signed};
use toguna_mls::Group;
use toguna_mls::rules::{GroupView, LeafView};
use toguna_types::{AccountId, DeviceId, Digest, Entry, LogId};
use toguna_vault::{SpaceRow, VaultTx, Verdict};
use toguna_wire::{entry_from_wire, v1};

use crate::client::Client;
use crate::fault::Code;
use crate::spaces::hex;
use crate::sync::successor::{Claim, lost_the_way};
use crate::{Fault, Message as _};

/// How many accounts must have been unable to follow a commit before that is held against its author.
pub(crate) const ENOUGH: usize = 3;

/// What is known about the commit at which a space stopped.
pub(crate) struct Grounds {
    /// The refused payload.
    pub(crate) refused: Digest,
    /// Who is to blame, if the bytes or those who could not follow them tell.
    pub(crate) culprit: Option<AccountId>,
    /// Where only those who could not follow accuse: one claim of each account, this device's own among them.
    pub(crate) claims: Option<BTreeMap<AccountId, Claim>>,
}

impl Grounds {
    /// Whether it shows others that the space cannot go on: bytes that everybody refuses, or enough who could not
    /// follow them.
    pub(crate) fn suffices(&self) -> bool {
        self.claims.as_ref().is_none_or(|claims| claims.len() >= ENOUGH)
    }
}

impl Client {
    /// What is known of the commit at which a space stopped; nothing if it stopped at none, or if its author is
    /// this account. `told` are claims of others that came with a letter.
    pub(crate) fn grounds(
        &self,
        tx: &VaultTx<'_>,
        row: &SpaceRow,
        told: &[Claim],
    ) -> Result<Option<Grounds>, Fault> {
        let Some(verdict) = tx.verdicts().get(row.log, row.cursor.seq.next())? else {
            return Ok(None);
        };
        let group = Group::load(tx, row.log)?;
        if !lost_the_way(&verdict.reason) {
            // An outsider cannot be left out, and has the key from a member who is not known: that commits name their
            // device from then on must go on.
            let leaves = &group.view()?.leaves;
            let member = |who: &AccountId| leaves.values().any(|leaf| leaf.account() == *who);
            return Ok(Some(Grounds {
                refused: verdict.hash,
                culprit: verdict.accused.filter(member),
                claims: None,
            }));
        }
        let Some(author) = author(tx, &group, &verdict)? else {
            return Ok(None);
        };
        if author == self.keys().account {
            return Ok(None);
        }
        let claims = self.claims(tx, &group, verdict.hash, told)?;
        Ok(Some(Grounds {
            refused: verdict.hash,
            culprit: Some(author),
            claims: Some(claims),
        }))
    }

    /// Who could not follow a commit, by account: this device, those whose requests it has, those it was told of.
    fn claims(
        &self,
        tx: &VaultTx<'_>,
        group: &Group,
        refused: Digest,
        told: &[Claim],
    ) -> Result<BTreeMap<AccountId, Claim>, Fault> {
        let view = group.view()?;
        let mut all = vec![self.own_claim(tx, group, refused)?];
        for (_, value) in tx.meta().beginning(&claims_key(group.log()))? {
            all.extend(heard_claim(view, &value));
        }
        all.extend(told.iter().cloned());
        let mut claims = BTreeMap::new();
        for claim in all {
            if let Some(leaf) = self.claimant(view, &claim, refused) {
                claims.entry(leaf.account()).or_insert(claim);
            }
        }
        Ok(claims)
    }

    fn own_claim(&self, tx: &VaultTx<'_>, group: &Group, refused: Digest) -> Result<Claim, Fault> {
        let request = ReAddRequest {
            relay: self.relay(),
            log: group.log(),
            device: self.keys().device,
            leaf_key: group.my_leaf_key(tx)?.public(),
            commit: Some(refused),
        };
        let signed = Signed::sign(&self.keys().device_key, &request)
            .map_err(|fault| Fault::because(Code::Broken, fault))?;
        Ok(Claim {
            leaf: group.my_leaf(),
            signature: *signed.signature(),
        })
    }

    /// The leaf whose device claims that it could not follow this commit, if its signature holds.
    fn claimant<'v>(&self, view: &'v GroupView, claim: &Claim, refused: Digest) -> Option<&'v LeafView> {
        let leaf = view.leaves.get(&claim.leaf)?;
        let request = ReAddRequest {
            relay: self.relay(),
            log: view.policy.log,
            device: leaf.device.device(),
            leaf_key: leaf.leaf_key,
            commit: Some(refused),
        };
        let bytes = request.tls_serialize_bytes().ok()?;
        Signed::<ReAddRequest>::from_parts(bytes, claim.signature)
            .verify(leaf.device.device_key())
            .ok()?;
        Some(leaf)
    }

    /// Keeps what a colleague's device says it could not follow: it may be needed against the author.
    pub(crate) fn keep_claim(
        &self,
        tx: &VaultTx<'_>,
        log: LogId,
        device: DeviceId,
        request: &[u8],
    ) -> Result<(), Fault> {
        let device = HEXLOWER.encode(device.as_bytes());
        Ok(tx.meta().put(&format!("{}{device}", claims_key(log)), request)?)
    }
}

/// A request as it was kept, as a claim of the leaf it names.
fn heard_claim(view: &GroupView, request: &[u8]) -> Option<Claim> {
    let signed = Signed::<ReAddRequest>::decode(request).ok()?;
    let said = signed.unverified().ok()?;
    let names = |leaf: &LeafView| leaf.leaf_key == said.leaf_key && leaf.device.device() == said.device;
    let (index, _) = view.leaves.iter().find(|(_, leaf)| names(leaf))?;
    Some(Claim {
        leaf: *index,
        signature: *signed.signature(),
    })
}

/// Who signed for the commit that this device could not follow: it was kept whole when the space stopped.
fn author(tx: &VaultTx<'_>, group: &Group, verdict: &Verdict) -> Result<Option<AccountId>, Fault> {
    for kept in tx.evidence().list(verdict.log)? {
        let Ok(entry) = v1::Entry::decode(kept.bytes.as_slice()) else {
            continue;
        };
        let Ok(Entry::Whole { payload, .. }) = entry_from_wire(entry) else {
            continue;
        };
        if Digest::of(&payload) != verdict.hash {
            continue;
        }
        if let Ok(commit) = toguna_wire::parse_commit_payload(&payload) {
            return Ok(group.author_of(tx, &commit)?);
        }
    }
    Ok(None)
}

fn claims_key(log: LogId) -> String {
    format!("claim/{}/", hex(log))
}

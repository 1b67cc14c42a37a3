// SPDX-License-Identifier: MIT OR Apache-2.0
//! Joining by a Welcome (RFC 9420 §12.4.3.1), and the history that comes with it.
//!
//! A joiner cannot read the log before it has the epoch's keys, and it cannot place itself in the log before it
//! has read it. So joining takes two steps: [`Group::join`] verifies and keeps the group, the epoch's keys and the
//! granted eras; the caller then reads the log from [`HistoryGrant::made`] on to the commit that added it, and
//! [`Group::settle_join`] writes the roster and the era that begins there.

use std::collections::BTreeMap;

use openmls::prelude::{
    JoinBuilder, LeafNodeIndex, MlsGroup, MlsMessageBodyIn, MlsMessageIn, ProcessedWelcome, RatchetTreeIn,
    UnknownExtension, Welcome, WelcomeError,
};
use openmls_traits::OpenMlsProvider as _;
use tls_codec::Deserialize as _;
use toguna_auth::VerifiedDevice;
use toguna_types::{AccountId, Digest, Epoch, LogId, Timestamp};
use toguna_vault::VaultTx;

use crate::fault::{EngineFault, JoinFault};
use crate::format::{GRANT_EXTENSION, GrantFault, HistoryGrant, exporter_context};
use crate::group::known::{Known, verified_members, view_of};
use crate::group::{At, EpochKeys, Group};
use crate::key_package::Uses;
use crate::member::{Me, VerifiedMember};
use crate::provider::{Provider, ciphersuite, join_config, policy_of};
use crate::rows;
use crate::rules::{GroupView, Invalid, Policy, Roster};

/// What the invitation said the Welcome leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JoinExpectation {
    /// The log.
    pub log: LogId,
    /// The epoch this device begins with.
    pub epoch: Epoch,
}

/// A space just joined; not settled yet.
#[derive(Debug)]
pub struct Joined {
    /// The space.
    pub group: Group,
    /// Whose commit added this device: the Welcome is signed by its leaf.
    pub inviter: AccountId,
    /// The inviter's word about the time before.
    pub grant: HistoryGrant,
    /// What the KeyPackage was for: after one of last resort the leaf is to be renewed at once, because others may
    /// use the same one.
    pub by: Uses,
}

impl Group {
    /// Joins a space by a Welcome and the ratchet tree, both opened. Every leaf is verified, and the space must
    /// obey its own rules.
    ///
    /// # Errors
    /// [`JoinFault::AlreadyHeld`] if the device holds the space; else [`JoinFault`].
    pub fn join(
        tx: &VaultTx<'_>,
        me: &Me<'_>,
        welcome: &[u8],
        tree: &[u8],
        expect: JoinExpectation,
        now: Timestamp,
    ) -> Result<Joined, JoinFault> {
        if rows::group_of(tx, expect.log)?.is_some() {
            return Err(JoinFault::AlreadyHeld);
        }
        let provider = Provider::over(tx);
        let welcome = parsed_welcome(welcome).ok_or(JoinFault::Welcome)?;
        let tree = RatchetTreeIn::tls_deserialize_exact(tree).map_err(|_| JoinFault::Welcome)?;
        let processed = ProcessedWelcome::new_from_welcome(&provider, &join_config(), welcome)
            .map_err(|fault| welcome_fault(&provider, &fault))?;
        let info = processed.unverified_group_info();
        let named = Epoch::new(info.epoch().as_u64()) == expect.epoch;
        if !named || info.extensions().ratchet_tree().is_some() || !processed.psks().is_empty() {
            return Err(JoinFault::WrongSpace);
        }
        let grant = info.extensions().unknown(GRANT_EXTENSION).cloned();

        let staged = JoinBuilder::new(&provider, processed)
            .with_ratchet_tree(tree)
            .skip_lifetime_validation()
            .build()
            .map_err(|fault| welcome_fault(&provider, &fault))?;
        let sender = staged.welcome_sender_index();
        let mls = staged
            .into_group(&provider)
            .map_err(|fault| welcome_fault(&provider, &fault))?;
        if let Some(fault) = provider.vault_fault() {
            return Err(fault.into());
        }
        rows::put_group(tx, expect.log, mls.group_id().as_slice())?;
        let space = checked(mls, me, expect.log)?;
        space.settle_later(tx, &provider, (sender, grant), now)
    }

    /// Joins a space again that the device may still hold, because it asked to be re-added: the old state is
    /// deleted first. What the roster already says must agree with what comes with the Welcome.
    ///
    /// # Errors
    /// [`JoinFault`].
    pub fn rejoin(
        tx: &VaultTx<'_>,
        me: &Me<'_>,
        welcome: &[u8],
        tree: &[u8],
        expect: JoinExpectation,
        now: Timestamp,
    ) -> Result<Joined, JoinFault> {
        Self::forget(tx, expect.log)?;
        Self::join(tx, me, welcome, tree, expect, now)
    }

    /// Places a joined space in its log: `at.head` is the head right after the commit that added this device.
    /// Returns the roster's tip there.
    ///
    /// # Errors
    /// [`EngineFault::NotSettled`] if there is nothing to settle, or the head lies before the invitation.
    pub fn settle_join(&self, tx: &VaultTx<'_>, at: At) -> Result<Digest, EngineFault> {
        let grant = rows::grant(tx, self.log)?.ok_or(EngineFault::NotSettled)?;
        if at.head.seq <= grant.made.seq {
            return Err(EngineFault::NotSettled);
        }
        let members = self.verified_members()?;
        let mut devices = grant.departed_devices();
        devices.extend(
            members
                .values()
                .map(|member| (member.cert().digest(), member.device().clone())),
        );
        for cert in &grant.departed {
            rows::put_departed(tx, self.log, cert)?;
        }
        if grant.withholds_history() {
            rows::put_roles(tx, self.log, &self.policy.roles, grant.made.seq)?;
        }
        let mut standing = self.write_history(tx, &grant, &devices)?;
        let mut step = grant.step.clone();
        step.seq = at.head.seq;
        let roster = grant.roster().after(&step)?;
        rows::append(tx, self.log, roster, &step)?;
        standing.enter(tx, self.log, &step, &devices)?;
        standing.close(tx, self.log, step.seq)?;
        if step.era != grant.roster().era {
            let provider = Provider::over(tx);
            let keys = EpochKeys::now(&self.mls, provider.crypto(), &self.exporter_context())?;
            rows::put_era(tx, self.log, (step.era, self.epoch(), at), keys.era)?;
        }
        rows::grant_gone(tx, self.log)?;
        Ok(roster.tip)
    }

    /// Whether a joined space still waits for [`Self::settle_join`].
    ///
    /// # Errors
    /// [`EngineFault`].
    pub fn awaits_settling(&self, tx: &VaultTx<'_>) -> Result<Option<HistoryGrant>, EngineFault> {
        rows::grant(tx, self.log)
    }

    fn write_history(
        &self,
        tx: &VaultTx<'_>,
        grant: &HistoryGrant,
        devices: &BTreeMap<Digest, VerifiedDevice>,
    ) -> Result<rows::Standing, EngineFault> {
        let mut standing = rows::Standing::over(tx, self.log)?;
        for leaf in &grant.leaves {
            standing.come(tx, self.log, leaf, grant.made.seq, devices)?;
        }
        let mut roster = None;
        for step in &grant.history {
            let now = match roster {
                None => Roster::genesis(self.relay, self.log, step)?,
                Some(before) => Roster::after(before, step)?,
            };
            rows::append(tx, self.log, now, step)?;
            standing.enter(tx, self.log, step, devices)?;
            roster = Some(now);
        }
        Ok(standing)
    }
}

/// A joined group whose leaves were verified and whose rules hold.
struct Checked {
    mls: MlsGroup,
    log: LogId,
    policy: Policy,
    members: BTreeMap<u32, VerifiedMember>,
    view: GroupView,
}

fn checked(mls: MlsGroup, me: &Me<'_>, log: LogId) -> Result<Checked, JoinFault> {
    let policy = policy_of(mls.extensions()).ok_or(JoinFault::Rules(Invalid::ForeignExtension))?;
    if (policy.relay, policy.log) != (me.relay, log) {
        return Err(JoinFault::WrongSpace);
    }
    if mls.ciphersuite() != ciphersuite(policy.suite) {
        return Err(JoinFault::Rules(Invalid::ChangesFixedField));
    }
    let members = verified_members(&mls, &policy).map_err(JoinFault::Member)?;
    let view = view_of(&members, &mls, &policy);
    view.check().map_err(JoinFault::Rules)?;
    let own = members.get(&mls.own_leaf_index().u32());
    if own.map(|member| member.device().device()) != Some(me.device()?.device()) {
        return Err(JoinFault::WrongSpace);
    }
    Ok(Checked {
        mls,
        log,
        policy,
        members,
        view,
    })
}

impl Checked {
    fn settle_later(
        self,
        tx: &VaultTx<'_>,
        provider: &Provider<'_>,
        (sender, grant): (LeafNodeIndex, Option<UnknownExtension>),
        now: Timestamp,
    ) -> Result<Joined, JoinFault> {
        let relay = self.policy.relay;
        let UnknownExtension(bytes) = grant.ok_or(JoinFault::Grant(GrantFault::Malformed))?;
        let grant = HistoryGrant::decode(&bytes).map_err(JoinFault::Grant)?;
        grant
            .check(relay, self.log, &self.view)
            .map_err(JoinFault::Grant)?;
        let inviter = self.members.get(&sender.u32()).ok_or(JoinFault::Welcome)?;
        let inviter = inviter.device().account();
        let keys = EpochKeys::now(&self.mls, provider.crypto(), &exporter_context(relay, self.log))?;
        rows::put_epoch(tx, self.log, self.view.epoch, keys, now)?;
        for era in &grant.eras {
            let at = At { head: era.first, now };
            let key = era.key.secret().duplicate(); // the grant keeps its own until it is settled
            rows::put_era(tx, self.log, (era.era, era.first_epoch, at), key)?;
        }
        rows::put_grant(tx, self.log, &grant)?;
        let group = Group {
            relay,
            log: self.log,
            known: Known::of(self.members, self.view),
            ratchets_moved: false,
            policy: self.policy,
            mls: self.mls,
        };
        let by = if rows::is_shared_leaf_key(tx, &group.my_public_leaf_key()?)? {
            Uses::LastResort
        } else {
            Uses::Once
        };
        Ok(Joined {
            group,
            inviter,
            grant,
            by,
        })
    }
}

fn parsed_welcome(bytes: &[u8]) -> Option<Welcome> {
    let message = MlsMessageIn::tls_deserialize_exact(bytes).ok()?;
    let MlsMessageBodyIn::Welcome(welcome) = message.extract() else {
        return None;
    };
    Some(welcome)
}

fn welcome_fault<E>(provider: &Provider<'_>, fault: &WelcomeError<E>) -> JoinFault {
    if let Some(vault) = provider.vault_fault() {
        return vault.into();
    }
    if matches!(fault, WelcomeError::GroupAlreadyExists) {
        JoinFault::AlreadyHeld
    } else if matches!(fault, WelcomeError::NoMatchingKeyPackage) {
        JoinFault::NoKeyPackage
    } else {
        JoinFault::Welcome
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Founding a space: a group of one.

use std::collections::BTreeMap;

use openmls::prelude::{GroupId, MlsGroup};
use openmls_traits::OpenMlsProvider as _;
use toguna_auth::SigningKey;
use toguna_types::{Entropy, Epoch, Era, Head, LogId, Timestamp};
use toguna_vault::VaultTx;

use crate::fault::EngineFault;
use crate::format::exporter_context;
use crate::group::known::{Known, verified_members, view_of};
use crate::group::{At, EpochKeys, Group};
use crate::member::Me;
use crate::provider::{LeafSigner, Provider, create_config};
use crate::rows;
use crate::rules::{Invalid, Policy, Roster};

impl Group {
    /// Founds a space in epoch 0 of `log`, this device its only member. The keys of its first epoch and era
    /// and its roster are in the vault afterwards; `W_0` and `R_0` follow from them.
    ///
    /// # Errors
    /// [`EngineFault`].
    pub fn found(
        tx: &VaultTx<'_>,
        me: &Me<'_>,
        log: LogId,
        policy: Policy,
        now: Timestamp,
        entropy: &impl Entropy,
    ) -> Result<Self, EngineFault> {
        let provider = Provider::over(tx);
        let leaf_key = SigningKey::make(entropy);
        rows::put_leaf_key(tx, &leaf_key)?;
        let id: [u8; 32] = entropy.array();
        let mls = MlsGroup::new_with_group_id(
            &provider,
            &LeafSigner(&leaf_key),
            &create_config(policy.suite, &policy)?,
            GroupId::from_slice(&id),
            me.credential(&leaf_key)?,
        )
        .map_err(|_| provider.or_vault(EngineFault::Library))?;
        rows::put_group(tx, log, &id)?;

        let members = verified_members(&mls, &policy).map_err(|_| EngineFault::OwnCertificate)?;
        let view = view_of(&members, &mls, &policy);
        if (policy.relay, policy.log) != (me.relay, log) {
            return Err(EngineFault::Refused(Invalid::ChangesFixedField));
        }
        view.check().map_err(EngineFault::Refused)?;

        let keys = EpochKeys::now(&mls, provider.crypto(), &exporter_context(me.relay, log))?;
        let capability = keys.capability();
        let head = Head::genesis(
            me.relay,
            log,
            &capability.write.public().to_bytes(),
            &capability.read.public().to_bytes(),
        );
        let era = keys.era.duplicate(); // kept in its own table
        rows::put_era(tx, log, (Era::new(0), Epoch::new(0), At { head, now }), era)?;
        rows::put_epoch(tx, log, Epoch::new(0), keys, now)?;
        let (roster, step) = Roster::start(&view)?;
        rows::append_step(tx, log, roster, &step, &BTreeMap::new(), &members)?;
        Ok(Self {
            relay: policy.relay,
            log,
            known: Known::of(members, view),
            ratchets_moved: false,
            policy,
            mls,
        })
    }
}

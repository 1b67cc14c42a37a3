// SPDX-License-Identifier: MIT OR Apache-2.0
//! Signing oneself out of a space.

use toguna_auth::{Leave, Signed};
use toguna_types::AccountId;
use toguna_vault::VaultTx;

use crate::fault::EngineFault;
use crate::group::Group;

impl Group {
    /// This device's account, signed out of the space: to be appended as a record, and shown as evidence by
    /// whoever removes it. `successor` is who becomes steward where the last one leaves.
    ///
    /// # Errors
    /// [`EngineFault`].
    pub fn leave(
        &self,
        tx: &VaultTx<'_>,
        successor: Option<AccountId>,
    ) -> Result<Signed<Leave>, EngineFault> {
        let group = self.view()?;
        let own = group.leaves.get(&self.my_leaf()).ok_or(EngineFault::Library)?;
        let leave = Leave {
            log: self.log,
            account: own.account(),
            leaf_keys: group
                .leaves
                .values()
                .filter(|leaf| leaf.account() == own.account())
                .map(|leaf| leaf.leaf_key)
                .collect(),
            successor,
        };
        Signed::sign(&self.my_leaf_key(tx)?, &leave).map_err(EngineFault::Statement)
    }
}

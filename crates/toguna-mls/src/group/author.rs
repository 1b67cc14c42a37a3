// SPDX-License-Identifier: MIT OR Apache-2.0
//! Who signed for a commit that this device could not follow.

use toguna_types::{AccountId, CommitPayload};
use toguna_vault::VaultTx;

use crate::fault::{CommitFault, EngineFault};
use crate::group::Group;
use crate::provider::Provider;

impl Group {
    /// The account whose leaf signed for the bytes of a commit, in the epoch the commit would end; nobody if they
    /// do not open or the word in them does not hold. Whether the commit is valid is not asked.
    ///
    /// # Errors
    /// [`EngineFault`] of this device's own.
    pub fn author_of(
        &self,
        tx: &VaultTx<'_>,
        commit: &CommitPayload,
    ) -> Result<Option<AccountId>, EngineFault> {
        let author = self.signed_for(&Provider::over(tx), commit);
        match author {
            Ok(author) => Ok(author),
            Err(CommitFault::Engine(fault)) => Err(fault),
            Err(CommitFault::Invalid { .. } | CommitFault::NeedsReAdd | CommitFault::Removed { .. }) => {
                Ok(None)
            }
        }
    }
}

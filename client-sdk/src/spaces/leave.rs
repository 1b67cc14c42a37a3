// SPDX-License-Identifier: MIT OR Apache-2.0
//! Leaving a space: a signed record; the next colleague online commits the removal with it as evidence.

use toguna_mls::Group;
use toguna_mls::rules::Role;
use toguna_types::{AccountId, LogId};
use toguna_vault::{IntentKind, SpaceState, VaultTx};

use crate::Fault;
use crate::client::Client;
use crate::fault::Code;
use crate::records::OpIntent;

impl Client {
    /// Leaves a space. The last steward names a successor, a member by handle. May be repeated.
    ///
    /// # Errors
    /// [`Code::LastSteward`], [`Code::NotAMember`], [`Code::PersonUnknown`] for a successor who is no member.
    /// [`Code::StillQueued`] if the relay cannot be reached: the leave is signed, and goes out with the next
    /// synchronisation.
    pub async fn leave(&self, log: LogId, successor: Option<&str>) -> Result<(), Fault> {
        match self.pull(log).await {
            Err(fault) if !fault.is_passing() => return Err(fault),
            Ok(_) | Err(_) => {}
        }
        let successor = successor.map(|handle| self.member(log, handle)).transpose()?;
        if let Some(successor) = successor {
            match self.give_key_to(log, successor).await {
                Err(fault) if !fault.is_passing() => return Err(fault),
                Ok(()) | Err(_) => {} // without a relay it leaves all the same
            }
        }
        self.write(move |client, tx| {
            if client.row(tx, log)?.state == SpaceState::Leaving {
                return Ok(()); // said already
            }
            client.queue_leave(tx, log, successor)
        })
        .await?;
        match self.push(log).await {
            Err(fault) if fault.is_passing() => Err(Fault::because(Code::StillQueued, fault)),
            sent => sent.map(|_| ()),
        }
    }

    pub(crate) fn queue_leave(
        &self,
        tx: &VaultTx<'_>,
        log: LogId,
        successor: Option<AccountId>,
    ) -> Result<(), Fault> {
        let mut row = self.row(tx, log)?;
        if row.state != SpaceState::Active {
            return Err(Fault::new(Code::NotAMember));
        }
        let group = Group::load(tx, log)?;
        let view = group.view()?;
        let me = self.keys().account;
        check_succession(view, me, successor)?;
        row.state = SpaceState::Leaving;
        tx.spaces().update(&row)?;
        self.push_op(tx, log, IntentKind::Leave, &OpIntent::Leave(successor))?;
        Ok(())
    }
}

/// The last steward of a space that goes on names a member as successor.
fn check_succession(
    view: &toguna_mls::rules::GroupView,
    me: AccountId,
    successor: Option<AccountId>,
) -> Result<(), Fault> {
    let accounts = view.accounts();
    if successor.is_some_and(|account| account == me || !accounts.contains(&account)) {
        return Err(Fault::new(Code::PersonUnknown));
    }
    let steward = |account: &AccountId| view.policy.role_of(*account) == Some(Role::Steward);
    let others = accounts.iter().filter(|account| **account != me);
    let last = steward(&me) && !others.clone().any(steward);
    if last && others.count() > 0 && successor.is_none() {
        return Err(Fault::new(Code::LastSteward));
    }
    Ok(())
}

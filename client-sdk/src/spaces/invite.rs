// SPDX-License-Identifier: MIT OR Apache-2.0
//! Inviting colleagues: each of their devices is added by one commit; the Welcome waits at the relay, sealed.

use std::time::Duration;

use data_encoding::HEXLOWER;
use toguna_auth::Method;
use toguna_mls::rules::Role;
use toguna_mls::{BadKeyPackage, Group, Uses, VerifiedKeyPackage};
use toguna_types::{AccountId, Clock as _, Digest, LogId, Suite, Timestamp, limit};
use toguna_vault::VaultTx;
use toguna_wire::v1;

use crate::Fault;
use crate::account::{Colleague, ColleagueDevice};
use crate::client::Client;
use crate::fault::Code;
use crate::messages::writable;
use crate::sync::{CommitIntent, Newcoming};
use crate::transport::Lane;

/// What became of an invitation.
#[derive(Clone, PartialEq, Eq)]
pub struct Invited {
    /// Handles that were added.
    pub invited: Vec<String>,
    /// Handles that belonged to the space already.
    pub already: Vec<String>,
    /// Letters that wait for their random delay before they leave.
    pub letters_waiting: usize,
}

toguna_types::quiet_debug!(Invited);

impl Client {
    /// Adds colleagues to a space; they see it once they accept.
    ///
    /// # Errors
    /// [`Code::PersonUnknown`], [`Code::NoKeyPackages`], [`Code::KeyPackagesOld`], [`Code::SpaceFull`], [`Code::NotAllowed`].
    pub async fn invite(&self, log: LogId, handles: &[String], role: Role) -> Result<Invited, Fault> {
        self.pull(log).await?;
        let mut colleagues = Vec::new();
        for handle in handles {
            colleagues.push(self.colleague_by_handle(handle).await?);
        }
        colleagues.sort_by_key(|colleague| colleague.account);
        colleagues.dedup_by_key(|colleague| colleague.account);
        let (suite, members) = self.vault().read(|tx| {
            let row = self.row(tx, log)?;
            writable(&row)?;
            Ok::<_, Fault>((row.suite, members(&Group::load(tx, log)?)?))
        })?;
        let (already, new): (Vec<_>, Vec<_>) =
            colleagues.into_iter().partition(|c| members.contains(&c.account));
        if new.is_empty() && !already.is_empty() {
            return Err(Fault::new(Code::AlreadyMember));
        }
        let mut newcomings = Vec::new();
        for colleague in &new {
            newcomings.extend(self.claim_all(colleague, suite, role).await?);
        }
        self.commit_adds(log, newcomings).await?;
        let (_, next) = self.deposit_letters().await?;
        let letters_waiting = if next.is_some() {
            self.letters_waiting()?
        } else {
            0
        };
        Ok(Invited {
            invited: new.into_iter().map(|c| c.handle).collect(),
            already: already.into_iter().map(|c| c.handle).collect(),
            letters_waiting,
        })
    }

    /// Commits the adds, at most so many at once as one commit may hold, and reads the log until it shows them.
    pub(crate) async fn commit_adds(&self, log: LogId, newcomings: Vec<Newcoming>) -> Result<(), Fault> {
        let most = usize::try_from(limit::ADDS_PER_COMMIT).unwrap_or(1);
        let mut rest = newcomings;
        while !rest.is_empty() {
            let later = rest.split_off(rest.len().min(most));
            let change = CommitIntent::Add(rest);
            let intent = self
                .write(move |client, tx| {
                    let row = client.row(tx, log)?;
                    client.queue_commit(tx, &row, &change, Duration::ZERO)
                })
                .await?;
            self.push(log).await?;
            self.not_refused(intent)?;
            rest = later;
        }
        self.tend_after(log).await
    }

    /// A verified KeyPackage of each device of a colleague.
    async fn claim_all(
        &self,
        colleague: &Colleague,
        suite: Suite,
        role: Role,
    ) -> Result<Vec<Newcoming>, Fault> {
        let mut newcomings = Vec::new();
        for device in &colleague.devices {
            newcomings.push(self.claim(colleague.account, device, suite, role).await?);
        }
        Ok(newcomings)
    }

    pub(crate) async fn claim(
        &self,
        account: AccountId,
        device: &ColleagueDevice,
        suite: Suite,
        role: Role,
    ) -> Result<Newcoming, Fault> {
        let id = device.device.device();
        let body = v1::ClaimBody {
            device: id.to_vec(),
            suite: suite.number().into(),
        };
        let answer = self
            .call(Lane::Device, |session| {
                let call = self.device_call(Method::Claim, &body);
                async move { Ok(session.directory().claim(call?).await?.into_inner()) }
            })
            .await?;
        let package = VerifiedKeyPackage::of(&answer.key_package, self.relay(), suite)
            .map_err(|fault| Fault::because(Code::KeyPackageRefused, fault))?;
        let now = self.options().clock.now();
        let expired = package.device().cert().expires <= now;
        if package.account() != account || package.device().device() != id || expired {
            return Err(Fault::new(Code::KeyPackageRefused));
        }
        let now = self.sessions().now(self.options()); // clocks that are wrong keep nobody out
        package.is_fresh(now).map_err(|fault| {
            let old = fault == BadKeyPackage::Stale;
            let code = if old {
                Code::KeyPackagesOld
            } else {
                Code::KeyPackageRefused
            };
            Fault::because(code, fault)
        })?;
        if package.uses() == Uses::Once {
            let hash = Digest::of(&answer.key_package);
            self.write(move |_, tx| used_once(tx, hash, now)).await?;
        }
        Ok(Newcoming {
            device: id,
            key_package: answer.key_package.into(),
            mailbox_key: device.mailbox_key.clone().into(),
            role: role.number(),
        })
    }

    /// How many letters wait for their time.
    pub(crate) fn letters_waiting(&self) -> Result<usize, Fault> {
        self.vault().read(|tx| Ok(tx.letters_out().count()?))
    }
}

/// Takes down that this device has claimed a KeyPackage that serves once; refuses it if it had claimed it already. What
/// would be refused as too old is forgotten.
fn used_once(tx: &VaultTx<'_>, hash: Digest, now: Timestamp) -> Result<(), Fault> {
    let key = format!("claimed/{}", HEXLOWER.encode(hash.as_bytes()));
    if tx.meta().get(&key)?.is_some() {
        return Err(Fault::new(Code::KeyPackageRefused));
    }
    for (key, since) in tx.meta().beginning("claimed/")? {
        let since = since.try_into().map_or(0, u64::from_be_bytes);
        if now > Timestamp::from_millis(since).after(limit::KEY_PACKAGE_KEPT) {
            tx.meta().delete(&key)?;
        }
    }
    Ok(tx.meta().put(&key, &now.millis().to_be_bytes())?)
}

fn members(group: &Group) -> Result<Vec<AccountId>, Fault> {
    Ok(group.view()?.accounts().into_iter().collect())
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! A vault that fails at every point in turn: nothing half done stays, and nobody is accused of it.

use toguna_types::{OsEntropy, Suite};
use toguna_vault::VaultFault;

use super::world::*;
use crate::rules::Role;
use crate::{Change, CommitFault, EngineFault, JoinFault, MessageFault};

/// Lets the vault fail at its first point, then its second, and so on, until `step` succeeds; `is_vault` must
/// know each fault for the vault's.
fn at_every_point<T, E: std::fmt::Debug>(
    member: &Member,
    step: impl Fn() -> Result<T, E>,
    is_vault: impl Fn(&E) -> bool,
) -> T {
    for n in 1..500 {
        member.vault.fail_nth_write(n);
        let done = step();
        member.vault.fail_nth_write(0);
        match done {
            Ok(done) => {
                assert!(n > 2, "there are points to fail at");
                return done;
            }
            Err(fault) => assert!(is_vault(&fault), "{fault:?}"),
        }
    }
    panic!("it never succeeds");
}

fn full(fault: &EngineFault) -> bool {
    matches!(fault, EngineFault::Vault(VaultFault::DiskFull))
}

#[test]
fn a_full_disk_accuses_nobody_and_costs_nothing_but_time() {
    let (amal, badou) = (Member::new(), Member::new());
    let mut log = amal.found(Suite::Classical);
    let package = verified(&badou.key_package(Suite::Classical), Suite::Classical);
    let add = || Change::Add(vec![(package.clone(), Role::Contributor)]);
    let staged = at_every_point(&amal, || amal.stage(&log, add()), full);
    let (_, at) = log.take(&staged);
    at_every_point(&amal, || amal.merge_own(&staged, at), full);
    at_every_point(
        &badou,
        || badou.join(&staged, at),
        |fault| matches!(fault, JoinFault::Engine(inner) if full(inner)),
    );
    let staged = amal.stage(&log, Change::TurnEra).unwrap();
    let (payload, at) = log.take(&staged);
    amal.merge_own(&staged, at).unwrap();
    at_every_point(
        &badou,
        || badou.receive(&payload, at),
        |fault| matches!(fault, CommitFault::Engine(inner) if full(inner)),
    );
    let said = at_every_point(
        &amal,
        || amal.with_group(|tx, group| group.encrypt(tx, b"x", &OsEntropy)),
        full,
    );
    at_every_point(
        &badou,
        || badou.hear(&said),
        |fault| matches!(fault, MessageFault::Engine(inner) if full(inner)),
    );
    assert_eq!(amal.authenticator(), badou.authenticator());
    assert_eq!(amal.tip(), badou.tip());
}

#[test]
fn a_device_whose_own_secrets_fail_asks_to_be_added_again_and_accuses_nobody() {
    let (amal, badou) = (Member::new(), Member::new());
    let mut log = amal.found(Suite::Classical);
    add(&mut log, &amal, &[], &badou, Role::Contributor);
    let staged = amal.stage(&log, Change::UpdateKeys).unwrap();
    let (payload, at) = log.take(&staged);
    amal.merge_own(&staged, at).unwrap();
    badou
        .write(|tx| {
            for (key, _) in tx.mls_list("mls_epoch_key_pairs", &[])? {
                tx.mls_delete("mls_epoch_key_pairs", &key)?;
            }
            Ok::<_, VaultFault>(())
        })
        .unwrap();
    assert!(matches!(
        badou.receive(&payload, at),
        Err(CommitFault::NeedsReAdd)
    ));

    let package = verified(&badou.key_package(Suite::Classical), Suite::Classical);
    let staged = amal
        .stage(
            &log,
            Change::ReAdd {
                package: Box::new(package),
                request: None,
            },
        )
        .unwrap();
    let (_, at) = log.take(&staged);
    amal.merge_own(&staged, at).unwrap();
    badou.rejoin(&staged, at).unwrap();
    assert_eq!(amal.authenticator(), badou.authenticator());
}

#[test]
fn a_commit_that_was_given_up_and_then_shown_after_all_costs_only_its_author() {
    let (amal, badou) = (Member::new(), Member::new());
    let mut log = amal.found(Suite::Classical);
    add(&mut log, &amal, &[], &badou, Role::Contributor);
    let staged = badou.stage(&log, Change::UpdateKeys).unwrap();
    let given_up = badou.with_group(|tx, group| group.discard_pending(tx)).unwrap();
    assert_eq!(given_up, Some(staged.commit_hash));
    let (payload, at) = log.take(&staged);
    assert!(matches!(
        badou.receive(&payload, at),
        Err(CommitFault::NeedsReAdd)
    ));
    assert_eq!(amal.receive(&payload, at).unwrap().by, badou.account());
}

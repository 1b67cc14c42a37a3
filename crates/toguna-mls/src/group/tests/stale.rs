// SPDX-License-Identifier: MIT OR Apache-2.0
//! KeyPackages that are old, undated, or erased.

use std::time::Duration;

use toguna_auth::SigningKey;
use toguna_types::{OsEntropy, RelayId, Suite, limit};

use super::world::*;
use crate::provider::{LeafSigner, Provider, capabilities, ciphersuite, lifetime};
use crate::rules::Role;
use crate::{
    BadKeyPackage, Change, EngineFault, JoinFault, Uses, VerifiedKeyPackage, erase_key_packages,
    make_key_package, oldest_key_package, rows,
};

const MINUTE: Duration = Duration::from_mins(1);

// claim: CLM-AUTH-06
#[test]
fn a13_a_key_package_is_fresh_for_84_days_and_as_far_ahead_as_clocks_differ() {
    let badou = Member::new();
    let package = verified(&badou.key_package(Suite::Classical), Suite::Classical);
    let made = NOW.day_begins();
    let last = made.after(limit::KEY_PACKAGE_AGE).after(limit::KEY_PACKAGE_SKEW);
    assert_eq!(package.is_fresh(NOW), Ok(()));
    assert_eq!(package.is_fresh(last), Ok(()));
    assert_eq!(package.is_fresh(last.after(MINUTE)), Err(BadKeyPackage::Stale));
    let first = made.before(limit::KEY_PACKAGE_SKEW);
    assert_eq!(package.is_fresh(first), Ok(()));
    assert_eq!(package.is_fresh(first.before(MINUTE)), Err(BadKeyPackage::Future));
}

// claim: CLM-AUTH-06
#[test]
fn a13_a_key_package_that_does_not_say_when_it_was_made_is_none() {
    let badou = Member::new();
    let undated = badou
        .write(|tx| {
            let provider = Provider::over(tx);
            let key = SigningKey::make(&OsEntropy);
            let bundle = openmls::prelude::KeyPackage::builder()
                .key_package_lifetime(lifetime())
                .leaf_node_capabilities(capabilities(Suite::Classical))
                .build(
                    ciphersuite(Suite::Classical),
                    &provider,
                    &LeafSigner(&key),
                    badou.me().credential(&key)?,
                )
                .unwrap();
            let message = openmls::prelude::MlsMessageOut::from(bundle.into_key_package());
            Ok::<_, EngineFault>(message.to_bytes().unwrap())
        })
        .unwrap();
    let relay: RelayId = badou.me().relay;
    assert_eq!(
        VerifiedKeyPackage::of(&undated, relay, Suite::Classical).err(),
        Some(BadKeyPackage::Malformed)
    );
}

// claim: CLM-AUTH-07
#[test]
fn a13_an_erased_key_package_opens_no_welcome_and_a_space_joined_by_one_goes_on() {
    let (amal, badou, chiara) = (Member::new(), Member::new(), Member::new());
    let mut log = amal.found(Suite::Classical);
    add(&mut log, &amal, &[], &badou, Role::Contributor);
    let bytes = chiara
        .write(|tx| {
            make_key_package(
                tx,
                &chiara.me(),
                Suite::Classical,
                Uses::LastResort,
                NOW,
                &OsEntropy,
            )
        })
        .unwrap();
    let package = verified(&bytes, Suite::Classical);
    let staged = amal
        .stage(&log, Change::Add(vec![(package.clone(), Role::Contributor)]))
        .unwrap();
    let (commit, at) = log.take(&staged);
    amal.merge_own(&staged, at).unwrap();
    badou.receive(&commit, at).unwrap();

    let unused = VerifiedKeyPackage::of(
        &badou.key_package(Suite::Classical),
        badou.me().relay,
        Suite::Classical,
    );
    let unused = unused.unwrap().member().leaf_key();
    for member in [&badou, &chiara] {
        let oldest = member.write(oldest_key_package).unwrap();
        assert_eq!(oldest, Some(NOW.day_begins()));
        member
            .write(|tx| erase_key_packages(tx, NOW.day_begins()))
            .unwrap();
        let kept = member.write(oldest_key_package).unwrap();
        assert!(kept.is_some(), "what is not older stays");
        member
            .write(|tx| erase_key_packages(tx, NOW.after(MINUTE)))
            .unwrap();
        assert_eq!(member.write(oldest_key_package).unwrap(), None);
    }
    assert!(matches!(chiara.join(&staged, at), Err(JoinFault::NoKeyPackage)));
    for gone in [(&chiara, package.member().leaf_key()), (&badou, unused)] {
        let key = gone.0.write(|tx| rows::leaf_key(tx, &gone.1)).unwrap();
        assert!(key.is_none(), "its leaf key went with it");
    }
    assert!(amal.hear(&badou.say("encore")).is_ok());
}

// claim: CLM-AUTH-07
#[test]
fn a13_the_leaf_key_of_a_space_joined_by_last_resort_outlives_the_key_package() {
    let (amal, badou) = (Member::new(), Member::new());
    let mut log = amal.found(Suite::Classical);
    let bytes = badou
        .write(|tx| {
            make_key_package(
                tx,
                &badou.me(),
                Suite::Classical,
                Uses::LastResort,
                NOW,
                &OsEntropy,
            )
        })
        .unwrap();
    let added = vec![(verified(&bytes, Suite::Classical), Role::Contributor)];
    let staged = amal.stage(&log, Change::Add(added)).unwrap();
    let (_, at) = log.take(&staged);
    amal.merge_own(&staged, at).unwrap();
    badou.join(&staged, at).unwrap();
    badou
        .write(|tx| erase_key_packages(tx, NOW.after(MINUTE)))
        .unwrap();
    assert!(amal.hear(&badou.say("encore")).is_ok());
}

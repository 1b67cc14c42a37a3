// SPDX-License-Identifier: MIT OR Apache-2.0
//! Commits that no honest device makes, and whom their refusal accuses.

use openmls::prelude::{
    Credential, CredentialWithKey, Extension, ExtensionType, Extensions, LeafNodeIndex,
    RequiredCapabilitiesExtension, UnknownExtension,
};
use toguna_auth::{LeafCredential, SigningKey};
use toguna_types::{Era, OsEntropy, Suite};

use super::evil::*;
use super::trial::*;
use super::world::*;
use crate::provider::{LeafSigner, Provider, context_extensions};
use crate::rules::{Action, Evidence, Invalid, Role};
use crate::{BadMember, Change, Culprit, EngineFault, InvalidReason};

// claim: CLM-MEMB-01
#[test]
fn a25_what_the_role_forbids_is_refused_by_everybody_even_if_the_committer_does_not_ask() {
    let (amal, badou, chiara, log) = trio();
    let guest = Member::new();
    let package = guest.key_package(Suite::Classical);
    let mut raised = chiara
        .with_group(|_, group| Ok::<_, EngineFault>(group.policy().clone()))
        .unwrap();
    raised.roles.insert(chiara.account(), Role::Steward);
    let raised = context_extensions(&raised).unwrap();

    let adds = forge(&chiara, Twist::default(), |b| {
        b.propose_adds([raw_key_package(&package)])
    });
    let removes = forge(&chiara, Twist::default(), |b| {
        b.propose_removals([LeafNodeIndex::new(1)])
    });
    let rises = forge(&chiara, Twist::default(), |b| {
        b.propose_group_context_extensions(raised.clone()).unwrap()
    });
    let forbidden = |action| InvalidReason::Rules(Invalid::RoleForbids(action));
    for judge in [&amal, &badou] {
        let verdicts = [&adds, &removes, &rises].map(|forged| refusal(judge, log, forged, &chiara));
        assert_eq!(verdicts[1], forbidden(Action::RemoveOther));
        assert_eq!(verdicts[2], forbidden(Action::ChangeRole));
        assert!(matches!(verdicts[0], InvalidReason::Rules(_)));
    }
    // Nor does an honest engine stage it.
    let change = Change::Remove {
        accounts: vec![badou.account()],
        evidence: vec![],
    };
    assert!(matches!(
        chiara.stage(&log, change),
        Err(EngineFault::Refused(Invalid::RoleForbids(Action::RemoveOther)))
    ));
}

// claim: CLM-MEMB-01
#[test]
fn a25_nothing_is_smuggled_by_reference_or_in_other_extensions() {
    let (amal, badou, chiara, log) = trio();
    let smuggled = forge_with_pending(&amal);
    assert_eq!(refusal(&badou, log, &smuggled, &amal), InvalidReason::Protocol);

    let policy = amal
        .with_group(|_, group| Ok::<_, EngineFault>(group.policy().clone()))
        .unwrap();
    let without_requirements = Extensions::from_vec(vec![
        Extension::RequiredCapabilities(RequiredCapabilitiesExtension::new(
            &[ExtensionType::Unknown(crate::rules::POLICY_EXTENSION)],
            &[],
            &[],
        )),
        Extension::Unknown(
            crate::rules::POLICY_EXTENSION,
            UnknownExtension(policy.encode().unwrap()),
        ),
    ])
    .unwrap();
    let weaker = forge(&amal, Twist::default(), |b| {
        b.propose_group_context_extensions(without_requirements.clone())
            .unwrap()
    });
    for judge in [&badou, &chiara] {
        assert_eq!(
            refusal(judge, log, &weaker, &amal),
            InvalidReason::Rules(Invalid::ForeignExtension)
        );
    }
}

/// A commit of a Remove that was proposed before, by reference.
fn forge_with_pending(evil: &Member) -> Forged {
    evil.with_group(|tx, group| {
        let provider = Provider::over(tx);
        let key = group.my_leaf_key(tx)?;
        group
            .mls
            .propose_remove_member(&provider, &LeafSigner(&key), LeafNodeIndex::new(2))
            .unwrap();
        Ok::<_, EngineFault>(())
    })
    .unwrap();
    let twist = Twist {
        by_reference: true,
        ..Twist::default()
    };
    forge(evil, twist, |builder| builder)
}

// claim: CLM-AUTH-01, CLM-MEMB-01
#[test]
fn a26_a_path_may_not_change_who_stands_behind_a_leaf() {
    let (amal, badou, chiara, log) = trio();
    let key = SigningKey::make(&OsEntropy);
    let other = Member::new();
    let credential = |cert_of: &Member, bound_by: &Member| {
        let content = LeafCredential::make(RELAY, &cert_of.cert, &bound_by.device_key, key.public()).unwrap();
        use tls_codec::SerializeBytes as _;
        CredentialWithKey {
            credential: Credential::new(
                crate::provider::CREDENTIAL,
                content.tls_serialize_bytes().unwrap(),
            ),
            signature_key: key.public().to_bytes().to_vec().into(),
        }
    };
    let takes_over = credential(&other, &other);
    let steals = credential(&amal, &badou);
    let cases = [
        (takes_over, InvalidReason::Rules(Invalid::PathChangesDevice)),
        (steals, InvalidReason::Member(BadMember::Credential)),
    ];
    for (leaf, reason) in cases {
        let twist = Twist {
            new_leaf: Some((leaf, SigningKey::from_seed(&key.seed()))),
            ..Twist::default()
        };
        let forged = forge(&badou, twist, |builder| builder);
        for judge in [&amal, &chiara] {
            assert_eq!(refusal(judge, log, &forged, &badou), reason);
        }
    }
}

// claim: CLM-AVAIL-01, CLM-MEMB-01
#[test]
fn a_commit_that_leads_elsewhere_than_its_committer_signed_accuses_the_committer() {
    let (amal, badou, chiara, log) = trio();
    let twist = Twist {
        write: Some(SigningKey::make(&OsEntropy).public().to_bytes()),
        ..Twist::default()
    };
    let forged = forge(&badou, twist, |builder| builder);
    for judge in [&amal, &chiara] {
        assert_eq!(refusal(judge, log, &forged, &badou), InvalidReason::DerivedKeys);
    }
}

// claim: CLM-AVAIL-01
#[test]
fn evidence_is_bound_to_its_commit_so_that_nobody_else_can_make_it_invalid() {
    let (amal, badou, chiara, log) = trio();
    let leave = badou.with_group(|tx, group| group.leave(tx, None)).unwrap();
    let twist = Twist {
        slipped_in: Some(Evidence {
            leaves: vec![leave],
            ..Evidence::none()
        }),
        ..Twist::default()
    };
    let forged = forge(&badou, twist, |builder| builder);
    for judge in [&amal, &chiara] {
        assert_eq!(
            verdict(judge, log, &forged),
            (Culprit::Nobody, InvalidReason::Beside)
        );
    }
}

// claim: CLM-MEMB-01
#[test]
fn a25_who_signed_a_leave_is_let_go_by_any_reader_and_only_so() {
    let (amal, badou, chiara, mut log) = trio();
    let leave = badou.with_group(|tx, group| group.leave(tx, None)).unwrap();
    let go = Change::Remove {
        accounts: vec![badou.account()],
        evidence: vec![leave],
    };
    let merged = change(&mut log, &chiara, &[&amal], go);
    assert_eq!(merged.left, [badou.account()]);
    assert_eq!(merged.era_turned, Some(Era::new(1)));
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Attacks of a member who keeps to no rule, of the relay, and of both together.

use openmls::prelude::{BasicCredential, CredentialWithKey};
use toguna_auth::SigningKey;
use toguna_types::{Class, OsEntropy, Suite};

use super::evil::*;
use super::trial::*;
use super::world::*;
use crate::provider::{LeafSigner, Provider, context_extensions};
use crate::rules::{Invalid, Role};
use crate::{
    BadKeyPackage, BadMember, Change, CommitFault, Culprit, EngineFault, Group, InvalidReason,
    JoinExpectation, JoinFault, Me, MessageFault, Uses, VerifiedKeyPackage, make_key_package,
};

/// A KeyPackage that shows `victim`'s certificate over a leaf that `mallory` bound.
fn stolen_key_package(victim: &Member, mallory: &Member, suite: Suite) -> Vec<u8> {
    let me = Me {
        cert: &victim.cert,
        ..mallory.me()
    };
    mallory
        .write(|tx| make_key_package(tx, &me, suite, Uses::Once, NOW, &OsEntropy))
        .unwrap()
}

// claim: CLM-AUTH-01
#[test]
fn a15_a_stolen_identity_is_refused_when_claimed_added_and_joined() {
    let (amal, badou, chiara, log) = trio();
    let victim = Member::new();
    let stolen = stolen_key_package(&victim, &badou, Suite::Classical);
    assert_eq!(
        VerifiedKeyPackage::of(&stolen, RELAY, Suite::Classical).err(),
        Some(BadKeyPackage::Member(BadMember::Credential))
    );

    let forged = forge(&badou, Twist::default(), |builder| {
        builder.propose_adds([raw_key_package(&stolen)])
    });
    for judge in [&amal, &chiara] {
        assert_eq!(
            refusal(judge, log, &forged, &badou),
            InvalidReason::Member(BadMember::Credential)
        );
    }

    // A whole space that shows the victim among its members.
    let mallory = Member::new();
    mallory.found(Suite::Classical);
    let guest = Member::new();
    let package = guest.key_package(Suite::Classical);
    let trap = forge(&mallory, Twist::default(), |builder| {
        builder.propose_adds([raw_key_package(&stolen), raw_key_package(&package)])
    });
    assert!(matches!(
        join_raw(&guest, &trap),
        Err(JoinFault::Member(BadMember::Credential))
    ));
}

pub(super) fn join_raw(guest: &Member, trap: &Forged) -> Result<(), JoinFault> {
    let expect = JoinExpectation {
        log: LOG,
        epoch: toguna_types::Epoch::new(1),
    };
    let welcome = trap.welcome.as_ref().unwrap();
    guest.write(|tx| Group::join(tx, &guest.me(), welcome, &trap.tree, expect, NOW).map(|_| ()))
}

// claim: CLM-AUTH-01
#[test]
fn a15_a_member_bound_for_another_network_or_by_a_plain_name_is_none() {
    let badou = Member::new();
    let elsewhere = Me {
        relay: toguna_types::RelayId::from_bytes([8; 32]),
        ..badou.me()
    };
    let foreign = badou
        .write(|tx| make_key_package(tx, &elsewhere, Suite::Classical, Uses::Once, NOW, &OsEntropy))
        .unwrap();
    assert_eq!(
        VerifiedKeyPackage::of(&foreign, RELAY, Suite::Classical).err(),
        Some(BadKeyPackage::Member(BadMember::Credential))
    );
    let key = SigningKey::make(&OsEntropy);
    let named = badou
        .write(|tx| {
            let provider = Provider::over(tx);
            let bundle = openmls::prelude::KeyPackage::builder()
                .build(
                    crate::provider::ciphersuite(Suite::Classical),
                    &provider,
                    &LeafSigner(&key),
                    CredentialWithKey {
                        credential: BasicCredential::new(b"amal".to_vec()).into(),
                        signature_key: key.public().to_bytes().to_vec().into(),
                    },
                )
                .unwrap();
            let message = openmls::prelude::MlsMessageOut::from(bundle.into_key_package());
            Ok::<_, EngineFault>(message.to_bytes().unwrap())
        })
        .unwrap();
    assert_eq!(
        VerifiedKeyPackage::of(&named, RELAY, Suite::Classical).err(),
        Some(BadKeyPackage::Member(BadMember::Leaf))
    );
}

// claim: CLM-JOIN-01
#[test]
fn a16_a_welcome_counts_once_and_only_for_the_space_it_was_made_for() {
    let (amal, guest) = (Member::new(), Member::new());
    let mut log = amal.found(Suite::Classical);
    let package = verified(&guest.key_package(Suite::Classical), Suite::Classical);
    let staged = amal
        .stage(&log, Change::Add(vec![(package, Role::Reader)]))
        .unwrap();
    let (_, at) = log.take(&staged);
    amal.merge_own(&staged, at).unwrap();

    let (pointer, welcome, tree) = opened(&staged);
    let mut other = pointer.clone();
    other.epoch = pointer.epoch.next();
    assert!(
        other
            .open(crate::Part::Welcome, &staged.attachments[0].bytes)
            .is_err()
    );
    assert!(
        pointer
            .open(crate::Part::Tree, &staged.attachments[0].bytes)
            .is_err()
    );
    let join = |log, epoch| {
        let expect = JoinExpectation { log, epoch };
        guest.write(|tx| Group::join(tx, &guest.me(), &welcome, &tree, expect, NOW).map(|_| ()))
    };
    let elsewhere = toguna_types::LogId::from_bytes([1; 32]);
    assert!(matches!(
        join(LOG, pointer.epoch.next()),
        Err(JoinFault::WrongSpace)
    ));
    assert!(matches!(
        join(elsewhere, pointer.epoch),
        Err(JoinFault::WrongSpace)
    ));

    guest.join(&staged, at).unwrap();
    assert!(matches!(guest.join(&staged, at), Err(JoinFault::AlreadyHeld)));
    assert!(matches!(
        join(elsewhere, pointer.epoch),
        Err(JoinFault::NoKeyPackage)
    ));
    guest.write(|tx| Group::forget(tx, LOG)).unwrap();
    assert!(matches!(guest.join(&staged, at), Err(JoinFault::NoKeyPackage)));
}

// claim: CLM-JOIN-01
#[test]
fn a16_the_welcome_of_a_commit_that_lost_leads_to_no_member() {
    let (amal, badou, guest) = (Member::new(), Member::new(), Member::new());
    let mut log = amal.found(Suite::Classical);
    add(&mut log, &amal, &[], &badou, Role::Contributor);
    let package = verified(&guest.key_package(Suite::Classical), Suite::Classical);
    let lost = badou
        .stage(&log, Change::Add(vec![(package, Role::Reader)]))
        .unwrap();
    let won = amal.stage(&log, Change::TurnEra).unwrap();
    let (payload, at) = log.take(&won);
    amal.merge_own(&won, at).unwrap();
    badou.receive(&payload, at).unwrap();

    guest.join(&lost, at).unwrap();
    assert_ne!(guest.authenticator(), amal.authenticator());
    assert_ne!(guest.tip(), amal.tip());
    assert!(matches!(
        guest.hear(&amal.say("?")),
        Err(MessageFault::NotAuthentic)
    ));
}

// claim: CLM-FS-01
#[test]
fn a21_a_damaged_or_forged_message_burns_no_key() {
    let (amal, badou, chiara, _) = trio();
    let original = amal.say("demain");
    for at in [0, 40, original.len() / 2, original.len() - 1] {
        let mut damaged = original.clone();
        damaged[at] ^= 1;
        let before = rows(&chiara);
        assert!(matches!(chiara.hear(&damaged), Err(MessageFault::NotAuthentic)));
        assert_eq!(rows(&chiara), before);
    }
    for skip in [0, 1, 900, 1_100] {
        let forged = forged_message(&amal, skip, b"forged");
        let before = rows(&chiara);
        assert!(matches!(chiara.hear(&forged), Err(MessageFault::NotAuthentic)));
        assert_eq!(rows(&chiara), before, "reloaded");
    }
    // The same on a group that stays in memory.
    let forged = forged_message(&amal, 900, b"forged");
    badou
        .with_group(|tx, group| {
            assert!(group.decrypt(tx, &forged).is_err());
            assert_eq!(group.decrypt(tx, &original).unwrap().content, b"demain");
            Ok::<_, EngineFault>(())
        })
        .unwrap();
    assert_eq!(chiara.hear(&original).unwrap().content, b"demain");
    assert!(chiara.hear(&original).is_err(), "a key serves once");
}

// claim: CLM-CONF-02
#[test]
fn a30_what_is_cut_short_is_refused_at_every_length() {
    let (amal, badou, chiara, mut log) = trio();
    let message = amal.say("x");
    for len in (0..message.len())
        .step_by(7)
        .chain(message.len() - 40..message.len())
    {
        assert!(matches!(
            chiara.hear(&message[..len]),
            Err(MessageFault::NotAuthentic)
        ));
    }
    let op = badou.op(&log, 1, b"x");
    let record = badou.seal_record(&op);
    let seq = log.append(Class::Record, &record).head.seq;
    for len in (0..record.len()).step_by(7) {
        assert!(amal.open_record(seq, &record[..len]).is_err());
    }
    let staged = amal.stage(&log, Change::UpdateKeys).unwrap();
    let (whole, at) = log.take(&staged);
    for len in (0..whole.envelope.len()).step_by(61) {
        let mut cut = whole.clone();
        cut.envelope.truncate(len);
        assert!(matches!(
            badou.receive(&cut, at),
            Err(CommitFault::Invalid {
                culprit: Culprit::Nobody,
                reason: InvalidReason::Envelope
            })
        ));
    }
    badou.receive(&whole, at).unwrap();
}

// claim: CLM-AUTH-02
#[test]
fn a32_a_message_under_ones_own_leaf_is_never_taken_for_ones_own() {
    let (amal, badou, chiara, mut log) = trio();
    let spoof = forged_message(&amal, 0, b"signed: amal");
    assert!(matches!(amal.hear(&spoof), Err(MessageFault::OwnMessage)));
    assert!(matches!(chiara.hear(&spoof), Err(MessageFault::NotAuthentic)));

    // A commit that claims Amal's leaf, vouched for by Badou, or by nobody.
    let by_badou = |leaf| Twist {
        leaf,
        signer: Some(badou.with_group(|tx, group| group.my_leaf_key(tx)).unwrap()),
        ..Twist::default()
    };
    let vouched = forge(&amal, by_badou(Some(1)), |builder| builder);
    for judge in [&amal, &chiara] {
        assert_eq!(refusal(judge, log, &vouched, &badou), InvalidReason::Statement);
    }
    let unvouched = forge(&amal, by_badou(None), |builder| builder);
    for judge in [&amal, &chiara] {
        assert_eq!(
            verdict(judge, log, &unvouched),
            (Culprit::Nobody, InvalidReason::Statement)
        );
    }

    // A leaf index that is used again speaks for whoever holds it now.
    let gone = Change::Remove {
        accounts: vec![badou.account()],
        evidence: vec![],
    };
    change(&mut log, &amal, &[&chiara], gone);
    let dalia = Member::new();
    add(&mut log, &amal, &[&chiara], &dalia, Role::Contributor);
    let heard = chiara.hear(&dalia.say("ici")).unwrap();
    assert_eq!((heard.leaf, heard.device.account()), (1, dalia.account()));
}

// claim: CLM-AUTH-02
#[test]
fn a32_nobody_writes_records_in_anothers_name() {
    let (amal, badou, chiara, mut log) = trio();
    let key = badou.with_group(|tx, group| group.my_leaf_key(tx)).unwrap();
    let mut op = badou.op(&log, 1, b"x").unverified().unwrap();
    op.author = amal.account();
    let signed = toguna_auth::Signed::sign(&key, &op).unwrap();
    let record = badou.seal_record(&signed);
    let seq = log.append(Class::Record, &record).head.seq;
    assert!(matches!(
        chiara.open_record(seq, &record),
        Err(MessageFault::Stranger)
    ));
    let stranger = SigningKey::make(&OsEntropy);
    op.leaf_key = stranger.public();
    let signed = toguna_auth::Signed::sign(&stranger, &op).unwrap();
    let record = badou.seal_record(&signed);
    assert!(matches!(
        chiara.open_record(seq, &record),
        Err(MessageFault::Stranger)
    ));
    op.leaf_key = key.public();
    let signed = toguna_auth::Signed::sign(&stranger, &op).unwrap();
    let record = badou.seal_record(&signed);
    assert!(matches!(
        chiara.open_record(seq, &record),
        Err(MessageFault::NotAuthentic)
    ));
}

// claim: CLM-AUTH-05
#[test]
fn a36_nothing_weaker_is_accepted() {
    let (amal, badou, chiara, log) = trio();
    let open = Twist {
        public: true,
        ..Twist::default()
    };
    let in_the_open = forge(&badou, open, |builder| builder);
    for judge in [&amal, &chiara] {
        assert_eq!(refusal(judge, log, &in_the_open, &badou), InvalidReason::Protocol);
    }

    let guest = Member::new();
    let other_suite = guest.key_package(Suite::PostQuantum);
    assert_eq!(
        VerifiedKeyPackage::of(&other_suite, RELAY, Suite::Classical).err(),
        Some(BadKeyPackage::Suite)
    );
    let package = verified(&other_suite, Suite::PostQuantum);
    assert!(matches!(
        amal.stage(&log, Change::Add(vec![(package, Role::Reader)])),
        Err(EngineFault::Suite)
    ));

    // A space whose policy says another suite than it has.
    let mallory = Member::new();
    mallory.found(Suite::Classical);
    let package = guest.key_package(Suite::Classical);
    let mut lies = policy(mallory.account(), Suite::PostQuantum);
    lies.roles.insert(guest.account(), Role::Reader);
    let lies = context_extensions(&lies).unwrap();
    let trap = forge(&mallory, Twist::default(), |builder| {
        builder
            .propose_adds([raw_key_package(&package)])
            .propose_group_context_extensions(lies.clone())
            .unwrap()
    });
    assert!(matches!(
        join_raw(&guest, &trap),
        Err(JoinFault::Rules(Invalid::ChangesFixedField))
    ));
}

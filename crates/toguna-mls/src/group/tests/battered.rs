// SPDX-License-Identifier: MIT OR Apache-2.0
//! Bad bytes for every decoder of this crate, and bad MLS inside seals that hold: none ends in a crash, and what
//! was honest before is still taken after.

use openmls::prelude::{MlsMessageIn, RatchetTreeIn};
use tls_codec::{Deserialize as _, DeserializeBytes as _};
use toguna_auth::{LeafCredential, Op, Signed};
use toguna_crypto::{SealKind, open, seal};
use toguna_types::{Class, CommitPayload, Digest, OsEntropy, Suite, batter, on_a_small_stack, withstands};

use super::evil::undone;
use super::world::*;
use crate::format::{CommitAad, CommitEnvelope, HistoryGrant};
use crate::group::EpochKeys;
use crate::provider::Provider;
use crate::rules::{CommitKind, Policy, Role, RosterStep};
use crate::{Change, EngineFault, JoinExpectation, Part, Pointer, Staged, VerifiedKeyPackage};
use openmls_traits::OpenMlsProvider as _;

/// A space with a member who was just added and has not joined, and everything that passed.
struct Scene {
    amal: Member,
    badou: Member,
    chiara: Member,
    log: Log,
    staged: Staged,
    package: Vec<u8>,
    /// The plaintext of the commit's envelope.
    envelope: CommitEnvelope,
}

fn scene(suite: Suite) -> Scene {
    let (amal, badou, chiara) = (Member::new(), Member::new(), Member::new());
    let mut log = amal.found(suite);
    add(&mut log, &amal, &[], &badou, Role::Contributor);
    let package = chiara.key_package(suite);
    let guest = vec![(verified(&package, suite), Role::Reader)];
    let staged = amal.stage(&log, Change::Add(guest)).unwrap();
    let bytes = unsealed(&amal, Class::Commit, &staged.envelope);
    Scene {
        envelope: CommitEnvelope::decode(&bytes).unwrap(),
        amal,
        badou,
        chiara,
        log,
        staged,
        package,
    }
}

fn unsealed(member: &Member, class: Class, payload: &[u8]) -> Vec<u8> {
    undone(member, |tx, group| {
        let provider = Provider::over(tx);
        let key = EpochKeys::now(&group.mls, provider.crypto(), &group.exporter_context())?.envelope;
        Ok(open(SealKind::Envelope, &key, &group.entry(class).encode(), payload).unwrap())
    })
}

/// What any member can do: seal any bytes as the epoch's envelopes are sealed.
fn sealed(member: &Member, class: Class, content: &[u8]) -> Vec<u8> {
    undone(member, |tx, group| {
        let provider = Provider::over(tx);
        let key = EpochKeys::now(&group.mls, provider.crypto(), &group.exporter_context())?.envelope;
        let aad = group.entry(class).encode();
        Ok(seal(SealKind::Envelope, &key, &aad, content, &OsEntropy).unwrap())
    })
}

// claim: CLM-PARSE-01
#[test]
fn a31_decoders_of_what_members_and_relay_send_withstand_bad_bytes() {
    for suite in Suite::ALL {
        let Scene {
            badou,
            mut log,
            staged,
            package,
            envelope,
            ..
        } = scene(suite);
        let (pointer, welcome, tree) = opened(&staged);
        withstands("Pointer", &pointer.encode().unwrap(), |b| {
            Pointer::decode(b).is_ok()
        });
        withstands("CommitEnvelope", &envelope.encode().unwrap(), |b| {
            CommitEnvelope::decode(b).is_some()
        });
        withstands("MlsMessageIn, commit", envelope.commit.as_slice(), |b| {
            MlsMessageIn::tls_deserialize_exact(b).is_ok()
        });
        withstands("MlsMessageIn, Welcome", &welcome, |b| {
            MlsMessageIn::tls_deserialize_exact(b).is_ok()
        });
        withstands("RatchetTreeIn", &tree, |b| {
            RatchetTreeIn::tls_deserialize_exact(b).is_ok()
        });
        let word = unsealed(&badou, Class::Message, &badou.say("salut"));
        withstands("MlsMessageIn, message", &word, |b| {
            MlsMessageIn::tls_deserialize_exact(b).is_ok()
        });
        let op = badou.op(&log, 1, b"case 12").encode();
        withstands("Signed<Op>", &op, |b| {
            Signed::<Op>::decode(b).is_ok_and(|op| op.unverified().is_ok())
        });
        withstands("KeyPackage", &package, move |b| {
            VerifiedKeyPackage::of(b, RELAY, suite).is_ok()
        });
        log.append(Class::Record, b"");
    }
}

// claim: CLM-PARSE-01
#[test]
fn a31_a_key_package_with_any_byte_changed_is_refused() {
    let chiara = Member::new();
    let package = chiara.key_package(Suite::Classical);
    on_a_small_stack(|| {
        batter(&package, |blow, bytes| {
            assert!(
                VerifiedKeyPackage::of(bytes, RELAY, Suite::Classical).is_err(),
                "{blow:?}"
            );
        });
    });
}

// claim: CLM-PARSE-01
#[test]
fn a31_formats_inside_mls_withstand_bad_bytes() {
    let Scene {
        amal,
        badou,
        chiara,
        mut log,
        staged,
        ..
    } = scene(Suite::Classical);
    let policy = policy(amal.account(), Suite::Classical).encode().unwrap();
    withstands("Policy", &policy, |b| Policy::decode(b).is_ok());
    let aad = undone(&badou, |_, group| {
        let bound = Digest::of(b"beside");
        Ok(CommitAad::of(group.entry(Class::Commit), CommitKind::Plain, bound).encode())
    });
    withstands("CommitAad", &aad, |b| {
        CommitAad::tls_deserialize_exact_bytes(b).is_ok()
    });
    let credential = undone(&badou, |_, group| {
        let leaf = group.mls.own_leaf().ok_or(EngineFault::Library)?;
        Ok(leaf.credential().serialized_content().to_vec())
    });
    withstands("LeafCredential", &credential, |b| {
        LeafCredential::tls_deserialize_exact_bytes(b).is_ok()
    });
    let (_, at) = log.take(&staged);
    amal.merge_own(&staged, at).unwrap();
    let (pointer, welcome, tree) = opened(&staged);
    let expect = JoinExpectation {
        log: LOG,
        epoch: pointer.epoch,
    };
    let grant: HistoryGrant = chiara
        .write(|tx| {
            crate::Group::join(tx, &chiara.me(), &welcome, &tree, expect, NOW).map(|joined| joined.grant)
        })
        .unwrap();
    withstands("RosterStep", &grant.step.encode().unwrap(), |b| {
        RosterStep::decode(b).is_ok()
    });
    withstands("HistoryGrant", &grant.encode().unwrap(), |b| {
        HistoryGrant::decode(b).is_ok()
    });
}

/// A vector with its length, in the fewest bytes (RFC 9420 §2.1.2).
fn vector(content: &[u8]) -> Vec<u8> {
    let len = u32::try_from(content.len()).unwrap();
    let prefix = match len {
        0..64 => len.to_be_bytes()[3..].to_vec(),
        64..16_384 => (len | 0x4000).to_be_bytes()[2..].to_vec(),
        _ => (len | 0x8000_0000).to_be_bytes().to_vec(),
    };
    [prefix.as_slice(), content].concat()
}

/// An extension of a leaf holds a tree whose leaf has an extension that holds a tree…
fn nested_leaf(depth: usize) -> Vec<u8> {
    let mut leaf: Vec<u8> = Vec::new();
    for level in 0..=depth {
        let extensions = if level == 0 {
            vec![0]
        } else {
            let tree = vector(&[&[1, 1], leaf.as_slice()].concat());
            vector(&[&[0, 2], vector(&tree).as_slice()].concat())
        };
        // two empty keys, a basic credential, five empty capabilities, source Update
        leaf = vec![0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 2];
        leaf.extend_from_slice(&extensions);
        leaf.push(0); // signature
    }
    leaf
}

// claim: CLM-PARSE-01
#[test]
fn a31_extensions_nested_two_thousand_deep_do_not_exhaust_a_small_stack() {
    on_a_small_stack(|| {
        let tree = |depth| vector(&[&[1, 1], nested_leaf(depth).as_slice()].concat());
        assert!(
            RatchetTreeIn::tls_deserialize_exact(tree(0).as_slice()).is_ok(),
            "the form is right"
        );
        assert!(RatchetTreeIn::tls_deserialize_exact(tree(2_000).as_slice()).is_err());
        let leaf = nested_leaf(2_000);
        // MLS 1.0, a KeyPackage of MLS 1.0 and suite 1 with an empty key, the leaf, no extensions, no signature
        let package = [&[0, 1, 0, 5, 0, 1, 0, 1, 0], leaf.as_slice(), &[0, 0]].concat();
        assert!(MlsMessageIn::tls_deserialize_exact(package.as_slice()).is_err());
        assert!(VerifiedKeyPackage::of(&package, RELAY, Suite::Classical).is_err());
    });
}

/// Some of the blows, since each opens a vault.
fn some(sample: &[u8], each: usize, mut strike: impl FnMut(&[u8])) {
    let mut turns = (0..each).cycle();
    batter(sample, |_, bytes| {
        if turns.next() == Some(0) {
            strike(bytes);
        }
    });
}

// claim: CLM-PARSE-01
#[test]
fn a31_a_member_who_seals_rubbish_stops_nobody() {
    let Scene {
        amal,
        badou,
        mut log,
        staged,
        envelope,
        ..
    } = scene(Suite::Classical);
    let word = amal.say("salut");
    let inner = unsealed(&amal, Class::Message, &word);
    some(&inner, 37, |bytes| {
        let forged = sealed(&amal, Class::Message, bytes);
        assert!(badou.hear(&forged).is_err());
    });
    assert_eq!(badou.hear(&word).unwrap().content, b"salut");

    let (payload, at) = log.take(&staged);
    let forged = |content: &[u8]| CommitPayload {
        envelope: sealed(&amal, Class::Commit, content),
        ..payload.clone()
    };
    some(&envelope.encode().unwrap(), 37, |bytes| {
        assert!(badou.receive(&forged(bytes), at).is_err());
    });
    some(envelope.commit.as_slice(), 37, |bytes| {
        let mut envelope = envelope.clone();
        envelope.commit = bytes.into();
        assert!(badou.receive(&forged(&envelope.encode().unwrap()), at).is_err());
    });
    badou.receive(&payload, at).unwrap();
}

// claim: CLM-PARSE-01
#[test]
fn a31_a_bad_welcome_or_tree_joins_nothing_and_spends_nothing() {
    let Scene {
        amal,
        chiara,
        mut log,
        staged,
        ..
    } = scene(Suite::Classical);
    let (_, at) = log.take(&staged);
    amal.merge_own(&staged, at).unwrap();
    let (pointer, welcome, tree) = opened(&staged);
    let expect = JoinExpectation {
        log: LOG,
        epoch: pointer.epoch,
    };
    let join = |welcome: &[u8], tree: &[u8]| {
        chiara.write(|tx| crate::Group::join(tx, &chiara.me(), welcome, tree, expect, NOW).map(|_| ()))
    };
    some(&welcome, 37, |bytes| assert!(join(bytes, &tree).is_err()));
    some(&tree, 37, |bytes| assert!(join(&welcome, bytes).is_err()));
    for part in [Part::Welcome, Part::Tree] {
        assert!(pointer.open(part, b"").is_err());
    }
    chiara.join(&staged, at).unwrap();
}

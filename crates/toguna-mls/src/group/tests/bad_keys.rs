// SPDX-License-Identifier: MIT OR Apache-2.0
//! Keys and signatures at the edges of their curves, as a member gives them who keeps to no rule.
#![expect(
    clippy::arithmetic_side_effects,
    reason = "points and scalars are added and multiplied; places in bytes are small"
)]

use curve25519_dalek::constants::{ED25519_BASEPOINT_POINT as B, EIGHT_TORSION};
use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::{Identity as _, IsIdentity as _};
use openmls::prelude::OpenMlsCrypto as _;
use openmls::prelude::SignatureScheme;
use openmls_rust_crypto::RustCrypto;
use sha2::{Digest as _, Sha512};
use tls_codec::{Serialize as _, VLBytes};
use toguna_auth::{Signature, SigningKey, VerifyingKey};
use toguna_crypto::mailbox::SMALL_ORDER_POINTS;
use toguna_types::Suite;

use super::evil::*;
use super::trial::*;
use super::world::*;
use crate::{BadKeyPackage, BadMember, EngineFault, InvalidReason, JoinFault, VerifiedKeyPackage, rows};

/// Which key of a KeyPackage is another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    Init,
    Leaf,
}

/// `member`'s KeyPackage with the X25519 part of one key replaced, signed as it must be.
fn with_point(member: &Member, suite: Suite, which: Which, point: [u8; 32]) -> Vec<u8> {
    const SIGNATURE: usize = 64;
    const SIGNED: usize = SIGNATURE + 2; // with its length
    let mut bytes = member.key_package(suite);
    let leaf = raw_key_package(&bytes)
        .leaf_node()
        .tls_serialize_detached()
        .unwrap();
    let at = bytes
        .windows(leaf.len())
        .position(|window| window == leaf)
        .unwrap();
    let leaf_key = VerifyingKey::from_slice(raw_key_package(&bytes).leaf_node().signature_key().as_slice());
    let signer = member.write(|tx| Ok::<_, EngineFault>(rows::leaf_key(tx, &leaf_key.unwrap())?.unwrap()));
    let signer = signer.unwrap();
    // The init key ends where the leaf begins, and the leaf begins with its key and the length of that.
    let ends = match (which, suite) {
        (Which::Init, _) => at,
        (Which::Leaf, Suite::Classical) => at.saturating_add(1 + 32),
        (Which::Leaf, Suite::PostQuantum) => at.saturating_add(2 + 1_216),
    };
    bytes[ends - 32..ends].copy_from_slice(&point);
    let leaf_ends = at + leaf.len();
    let signed = sign(&signer, "LeafNodeTBS", &bytes[at..leaf_ends - SIGNED]);
    bytes[leaf_ends - SIGNATURE..leaf_ends].copy_from_slice(&signed);
    let end = bytes.len();
    let signed = sign(&signer, "KeyPackageTBS", &bytes[4..end - SIGNED]);
    bytes[end - SIGNATURE..].copy_from_slice(&signed);
    bytes
}

fn sign(key: &SigningKey, label: &str, content: &[u8]) -> [u8; 64] {
    let vl = |bytes: &[u8]| VLBytes::new(bytes.to_vec()).tls_serialize_detached().unwrap();
    let signed = [vl(format!("MLS 1.0 {label}").as_bytes()), vl(content)].concat();
    *key.sign_labelled(&signed).as_bytes()
}

// claim: CLM-CONF-04
#[test]
fn a58_a_key_package_with_a_key_of_small_order_is_refused() {
    for suite in Suite::ALL {
        let member = Member::new();
        for which in [Which::Init, Which::Leaf] {
            let refused =
                |point| VerifiedKeyPackage::of(&with_point(&member, suite, which, point), RELAY, suite).err();
            assert_eq!(
                refused(*b"just some point of the big group"),
                None,
                "{suite:?}, {which:?}"
            );
            for point in SMALL_ORDER_POINTS {
                let mut high = point;
                high[31] |= 0x80;
                for point in [point, high] {
                    let reason = Some(BadKeyPackage::Member(BadMember::Key));
                    assert_eq!(refused(point), reason, "{suite:?}, {which:?}, {point:02x?}");
                }
            }
        }
    }
}

// claim: CLM-CONF-04
#[test]
fn a58_a_leaf_with_a_key_of_small_order_is_refused_by_all_and_joined_by_nobody() {
    let (amal, badou, chiara, log) = trio();
    let suite = Suite::Classical;
    for point in SMALL_ORDER_POINTS {
        let bad = with_point(&Member::new(), suite, Which::Leaf, point);
        let forged = forge(&badou, Twist::default(), |builder| {
            builder.propose_adds([raw_key_package(&bad)])
        });
        for judge in [&amal, &chiara] {
            let reason = refusal(judge, log, &forged, &badou);
            assert_eq!(reason, InvalidReason::Member(BadMember::Key));
        }
        let (mallory, guest) = (Member::new(), Member::new());
        mallory.found(suite);
        let package = guest.key_package(suite);
        let trap = forge(&mallory, Twist::default(), |builder| {
            builder.propose_adds([raw_key_package(&bad), raw_key_package(&package)])
        });
        let joined = super::attacks::join_raw(&guest, &trap);
        assert!(
            matches!(joined, Err(JoinFault::Member(BadMember::Key))),
            "{joined:?}"
        );
    }
}

// === signatures ===

fn by_openmls(key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let crypto = RustCrypto::default();
    let verdict = crypto.verify_signature(SignatureScheme::ED25519, message, key, signature);
    verdict.is_ok()
}

fn by_ours(key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let (key, signature) = (VerifyingKey::from_slice(key), Signature::from_slice(signature));
    let Ok((key, signature)) = key.map(|key| (key, signature.unwrap())) else {
        return false;
    };
    key.verify_labelled(message, &signature).is_ok()
}

/// The hash of RFC 8032 over encodings as they stand.
fn challenge(r: &[u8; 32], key: &[u8; 32], message: &[u8]) -> Scalar {
    let hash = Sha512::new()
        .chain_update(r)
        .chain_update(key)
        .chain_update(message)
        .finalize();
    Scalar::from_bytes_mod_order_wide(&hash.into())
}

/// Whether a verifier without a cofactor and without any further check would take it.
fn holds_laxly(key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
    let (r, s) = signature.split_first_chunk::<32>().unwrap();
    let s = Scalar::from_bytes_mod_order(s.try_into().unwrap());
    let point = |bytes| CompressedEdwardsY(bytes).decompress().unwrap();
    B * s == point(*r) + point(*key) * challenge(r, key, message)
}

/// A signature by (a·B + torsion) with (r·B + other torsion).
fn signed(a: Scalar, key: [u8; 32], r: EdwardsPoint, r_scalar: Scalar, message: &[u8]) -> [u8; 64] {
    let r = r.compress().to_bytes();
    let s = r_scalar + challenge(&r, &key, message) * a;
    [r, s.to_bytes()].concat().try_into().unwrap()
}

fn scalars() -> (Scalar, Scalar) {
    (
        Scalar::from(0x0123_4567_89ab_cdef_u64),
        Scalar::from(0x00fe_dcba_9876_5432_u64),
    )
}

#[test]
fn a23_openmlss_verifier_refuses_what_holds_under_keys_of_small_order() {
    let (_, r) = scalars();
    let mut held = 0_u32;
    for torsion in EIGHT_TORSION {
        let key = torsion.compress().to_bytes();
        for n in 0..64_u32 {
            let message = n.to_be_bytes();
            let signature = signed(Scalar::ZERO, key, B * r, r, &message);
            held += u32::from(holds_laxly(&key, &message, &signature));
            assert!(!by_openmls(&key, &message, &signature), "{key:02x?}");
            assert!(!by_ours(&key, &message, &signature), "{key:02x?}");
        }
    }
    assert!(held >= 64, "nothing here would fool even a lax verifier");
    // The neutral point spelt otherwise: y = p + 1, and with a sign that it has not.
    let mut second = [0xff; 32];
    (second[0], second[31]) = (0xee, 0x7f);
    let mut third = EdwardsPoint::identity().compress().to_bytes();
    third[31] = 0x80;
    for key in [second, third] {
        let signature = signed(Scalar::ZERO, key, B * r, r, b"x");
        assert!(!by_openmls(&key, b"x", &signature) && !by_ours(&key, b"x", &signature));
    }
}

#[test]
fn a23_openmlss_verifier_refuses_small_order_in_the_signature_and_a_second_spelling_of_s() {
    let (a, r) = scalars();
    let key = (B * a).compress().to_bytes();
    for torsion in EIGHT_TORSION {
        let signature = signed(a, key, torsion, Scalar::ZERO, b"x");
        assert_eq!(holds_laxly(&key, b"x", &signature), torsion.is_identity());
        assert!(!by_openmls(&key, b"x", &signature) && !by_ours(&key, b"x", &signature));
    }
    let good = signed(a, key, B * r, r, b"x");
    assert!(by_openmls(&key, b"x", &good) && by_ours(&key, b"x", &good));
    let order = Scalar::ZERO - Scalar::ONE; // the group order less one
    let mut bad = good;
    let mut carry = 1_u16;
    for (byte, add) in bad[32..].iter_mut().zip(order.to_bytes()) {
        let sum = u16::from(*byte) + u16::from(add) + carry;
        *byte = sum.to_le_bytes()[0];
        carry = sum >> 8;
    }
    assert!(holds_laxly(&key, b"x", &bad) && bad != good);
    assert!(!by_openmls(&key, b"x", &bad) && !by_ours(&key, b"x", &bad));
}

#[test]
fn a23_openmlss_verifier_and_ours_agree_on_points_with_a_small_part() {
    let (a, r) = scalars();
    let mut verdicts = [0_u32; 2];
    for in_key in EIGHT_TORSION {
        for in_r in EIGHT_TORSION {
            let key = (B * a + in_key).compress().to_bytes();
            for n in 0..16_u32 {
                let message = n.to_be_bytes();
                let signature = signed(a, key, B * r + in_r, r, &message);
                let lax = holds_laxly(&key, &message, &signature);
                // Holds with the cofactor always; without it, as the equation says: for both alike.
                assert_eq!(by_openmls(&key, &message, &signature), lax);
                assert_eq!(by_ours(&key, &message, &signature), lax);
                verdicts[usize::from(lax)] += 1;
            }
        }
    }
    assert!(verdicts.iter().all(|count| *count > 100), "{verdicts:?}");
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Every decoder of the registry under cut, changed, overlong and random bytes, and without room to grow.

use std::collections::BTreeSet;
use std::process::Command;

use toguna_types::{batter, on_a_small_stack, withstands};

use super::registry::{messages, registry};
use super::tree::{Types, put};
use super::{Dice, scan};

// claim: CLM-PARSE-01
#[test]
fn a31_every_decoder_withstands_bad_bytes() {
    for decoder in registry() {
        withstands(decoder.name, &decoder.sample, &decoder.reads);
    }
}

// claim: CLM-CONF-02, CLM-PARSE-01
#[test]
fn a30_what_is_authenticated_is_refused_when_any_byte_is_other_or_missing() {
    for decoder in registry().into_iter().filter(|decoder| decoder.sealed) {
        batter(&decoder.sample, |blow, bytes| {
            assert!(!(decoder.reads)(bytes), "{}: {blow:?} bytes passed", decoder.name);
        });
    }
}

// claim: CLM-PARSE-01
#[test]
fn a31_messages_of_the_wire_withstand_bad_bytes_and_deep_nesting() {
    let mut nested = Vec::new();
    (0..2_000).for_each(|_| put(&mut nested, (1_000 << 3) | 3));
    (0..2_000).for_each(|_| put(&mut nested, (1_000 << 3) | 4));
    on_a_small_stack(|| {
        for (name, reads) in messages() {
            assert!(reads(&[]), "{name}: an empty message is one");
            assert!(!reads(&nested), "{name}: nested two thousand deep");
            let mut dice = Dice::new(u64::try_from(name.len()).unwrap());
            for _ in 0..1_000 {
                let len = dice.below(200);
                reads(&dice.bytes(len));
            }
            // Fields with small numbers that say they hold a gigabyte.
            for number in 1..8 {
                let mut long = Vec::new();
                put(&mut long, (number << 3) | 2);
                put(&mut long, 1 << 30);
                assert!(!reads(&long), "{name}: field {number} holds a gigabyte");
            }
        }
    });
}

// claim: CLM-PARSE-01
#[test]
fn every_message_of_the_wire_is_in_the_registry() {
    let listed: BTreeSet<String> = messages().iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(Types::load().messages(), listed);
}

// claim: CLM-PARSE-01
#[test]
fn every_decoder_in_the_source_is_in_the_registry_or_exempt_for_a_reason() {
    scan::assert_complete();
}

/// Lengths that say a gigabyte must not be believed: a process that may not have one batters all decoders.
// claim: CLM-PARSE-01
#[test]
fn a31_no_decoder_takes_memory_because_a_length_says_so() {
    let this = std::env::current_exe().unwrap();
    let limited = "ulimit -v 900000 && exec \"$0\" --exact --test-threads=1 bad_input::decoders::a31_every_decoder_withstands_bad_bytes";
    let done = Command::new("sh")
        .arg("-c")
        .arg(limited)
        .arg(this)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success() && said.contains("1 passed"), "{said}");
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Valid bytes made bad in many ways, for tests of whatever reads them.

use crate::{Entropy as _, SeededEntropy};

/// What was done to the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blow {
    /// Only the first bytes are left.
    Cut,
    /// Bytes were changed, put in or taken out.
    Changed,
    /// A length says much more than there is.
    Length,
    /// Something else altogether.
    Random,
}

/// Hands `strike` a sample cut at every length, changed in 1,000 ways, with lengths that say a gigabyte, and random
/// bytes; the same ones each time.
pub fn batter(sample: &[u8], mut strike: impl FnMut(Blow, &[u8])) {
    for len in cuts(sample.len()) {
        strike(Blow::Cut, sample.get(..len).unwrap_or_default());
    }
    let dice = SeededEntropy::new(u64::try_from(sample.len()).unwrap_or_default());
    for _ in 0..CHANGES {
        let mut bytes = sample.to_vec();
        let [times, kind, rest @ ..] = dice.array::<4>();
        for _ in 0..=times % 4 {
            change(&mut bytes, kind % 4, &dice);
        }
        if bytes != sample {
            strike(Blow::Changed, &bytes);
        }
        let len = usize::from(u16::from_be_bytes(rest) % 512);
        let mut random = vec![0; len];
        dice.fill(&mut random);
        strike(Blow::Random, &random);
    }
    for at in cuts(sample.len()) {
        for length in LENGTHS {
            let mut bytes = sample.to_vec();
            for (to, from) in bytes.iter_mut().skip(at).zip(length) {
                *to = *from;
            }
            if bytes != sample {
                strike(Blow::Length, &bytes);
            }
        }
    }
}

/// Batters a decoder on a small stack: it reads the sample and nothing that was cut. Of other bytes it may make
/// what it can: a format without redundancy finds sense in some of them.
///
/// # Panics
/// If it does not.
pub fn withstands(name: &str, sample: &[u8], decode: impl Fn(&[u8]) -> bool + Send + Sync) {
    on_a_small_stack(|| {
        assert!(decode(sample), "{name}: the sample is valid");
        batter(sample, |blow, bytes| {
            let passed = decode(bytes);
            assert!(!passed || blow != Blow::Cut, "{name}: cut bytes passed");
        });
    });
}

/// Runs something in 256 KiB of stack.
///
/// # Panics
/// If it does.
pub fn on_a_small_stack(run: impl FnOnce() + Send) {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(256 * 1024);
        let done = thread
            .spawn_scoped(scope, run)
            .map(std::thread::ScopedJoinHandle::join);
        assert!(matches!(done, Ok(Ok(()))), "what ran on a small stack failed");
    });
}

/// Every length of short samples; of long ones the first 512 and 512 others.
fn cuts(len: usize) -> impl Iterator<Item = usize> {
    let step = len.div_ceil(512).max(1);
    (0..len.min(512)).chain((512..len).step_by(step))
}

fn change(bytes: &mut Vec<u8>, kind: u8, dice: &SeededEntropy) {
    let [a, b, value, bit] = dice.array::<4>();
    let Some(at) = usize::from(u16::from_be_bytes([a, b])).checked_rem(bytes.len()) else {
        return;
    };
    match kind {
        0 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1_u8.wrapping_shl(u32::from(bit));
            }
        }
        1 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = value;
            }
        }
        2 => bytes.insert(at, value),
        _ => {
            bytes.remove(at);
        }
    }
}

/// Changes of one sample.
const CHANGES: usize = 1_000;

/// A gigabyte as RFC 9420 writes lengths, four gigabytes as RFC 8446 does, and much as protobuf does.
const LENGTHS: [&[u8]; 3] = [
    &[0xbf, 0xff, 0xff, 0xff],
    &[0xff, 0xff, 0xff, 0xff],
    &[0xff, 0xff, 0xff, 0x7f],
];

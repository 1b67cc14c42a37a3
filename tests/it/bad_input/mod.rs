// SPDX-License-Identifier: MIT OR Apache-2.0
//! Bad input: every call of the wire and every decoder of bytes from outside gives one clear fault, changes
//! nothing, and goes on.
//!
//! The calls are enumerated from the wire's own descriptors and attacked field by field (`rpcs.rs`); the decoders stand in
//! one registry that is compared with the source (`decoders.rs`).

mod attack;
mod baselines;
mod bench;
mod cases;
mod decoders;
mod domains;
mod raw;
mod registry;
mod rpcs;
mod scan;
mod tree;

/// Repeatable randomness (SplitMix64): an attack that succeeded can be run again.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(n.max(1)).unwrap()).unwrap()
    }

    pub(crate) fn byte(&mut self) -> u8 {
        self.next().to_le_bytes()[0]
    }

    pub(crate) fn bytes(&mut self, len: usize) -> Vec<u8> {
        (0..len).map(|_| self.byte()).collect()
    }
}

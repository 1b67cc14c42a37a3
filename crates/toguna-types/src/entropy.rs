// SPDX-License-Identifier: MIT OR Apache-2.0
//! Randomness as an argument, so that tests repeat and nothing seeds a generator of its own.

use std::fmt;

use crate::Secret;

/// A source of random bytes.
pub trait Entropy: Send + Sync + fmt::Debug {
    /// Fills `bytes` with randomness fit for keys.
    fn fill(&self, bytes: &mut [u8]);

    /// A fresh secret.
    fn secret<const N: usize>(&self) -> Secret<N>
    where
        Self: Sized,
    {
        Secret::make(|bytes| self.fill(bytes))
    }

    /// Fresh public bytes (ids, challenges, salts).
    fn array<const N: usize>(&self) -> [u8; N]
    where
        Self: Sized,
    {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }
}

impl<E: Entropy + ?Sized> Entropy for std::sync::Arc<E> {
    fn fill(&self, bytes: &mut [u8]) {
        (**self).fill(bytes);
    }
}

impl<E: Entropy + ?Sized> Entropy for &E {
    fn fill(&self, bytes: &mut [u8]) {
        (**self).fill(bytes);
    }
}

/// The operating system's generator, asked anew each time.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsEntropy;

impl Entropy for OsEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        fill_from(getrandom::fill, bytes);
    }
}

#[expect(
    clippy::expect_used,
    reason = "without randomness no key may be made; there is no safe way on"
)]
fn fill_from<F: fmt::Debug>(system: impl FnOnce(&mut [u8]) -> Result<(), F>, bytes: &mut [u8]) {
    system(bytes).expect("the operating system gives randomness");
}

/// Repeatable bytes for tests: SHA-256 of a seed and a counter.
#[cfg(feature = "test-support")]
#[derive(Debug)]
pub struct SeededEntropy {
    seed: u64,
    counter: std::sync::atomic::AtomicU64,
}

#[cfg(feature = "test-support")]
impl SeededEntropy {
    /// A generator that yields the same bytes for the same seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self {
            seed,
            counter: std::sync::atomic::AtomicU64::new(0),
        }
    }
}

#[cfg(feature = "test-support")]
impl Entropy for SeededEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let n = self.counter.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            let block = crate::Hasher::new()
                .chain(&self.seed.to_be_bytes())
                .chain(&n.to_be_bytes())
                .finish();
            for (to, from) in chunk.iter_mut().zip(block.as_bytes()) {
                *to = *from;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::panic::catch_unwind;

    use super::*;

    #[test]
    fn a61_a_system_without_randomness_ends_the_call_and_leaves_no_zeros() {
        let made = catch_unwind(|| {
            let mut bytes = [0; 32];
            fill_from(|_| Err("no source of randomness"), &mut bytes);
            bytes
        });
        assert!(made.is_err(), "bytes nobody drew were handed out");
    }

    #[test]
    fn a61_the_system_is_asked_each_time() {
        assert_eq!(size_of::<OsEntropy>(), 0);
        let drawn: std::collections::BTreeSet<[u8; 32]> = (0..100).map(|_| OsEntropy.array()).collect();
        assert_eq!(drawn.len(), 100);
    }
}

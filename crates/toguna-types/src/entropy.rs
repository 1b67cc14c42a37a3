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
    #[expect(
        clippy::expect_used,
        reason = "without randomness no key may be made; there is no safe way on"
    )]
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the operating system gives randomness");
    }
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

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Token buckets: so many at once, so many over time.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use toguna_types::{FaultKind, Timestamp};

use crate::refusal::{Refusal, Refuse};

/// How fast a bucket fills and how much it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rate {
    /// Tokens that come back…
    pub(crate) tokens: u32,
    /// …over this time.
    pub(crate) over: Duration,
    /// Tokens of a full bucket.
    pub(crate) burst: u32,
}

impl Rate {
    /// `n` an hour, all at once if need be.
    pub(crate) const fn per_hour(n: u32) -> Self {
        Self {
            tokens: n,
            over: Duration::from_hours(1),
            burst: n,
        }
    }

    /// `n` a day, all at once if need be.
    pub(crate) const fn per_day(n: u32) -> Self {
        Self {
            tokens: n,
            over: Duration::from_hours(24),
            burst: n,
        }
    }

    /// Milliseconds until one token has come back; one token counts as so many units.
    fn unit(self) -> u64 {
        u64::try_from(self.over.as_millis()).unwrap_or(u64::MAX).max(1)
    }
}

/// Too many: when another try makes sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many requests; wait a moment, then try again")]
pub(crate) struct SlowDown {
    /// After this time there is a token again.
    pub(crate) after: Duration,
}

impl Refuse for SlowDown {
    fn refusal(&self) -> Refusal {
        Refusal::new(FaultKind::Unavailable, "slow-down", self).with_retry(self.after)
    }
}

/// One bucket. Counts what is missing, so that an empty struct is a full bucket.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Bucket {
    /// Missing tokens × the rate's unit.
    missing: u64,
    at: Timestamp,
}

impl Bucket {
    /// Takes one token.
    pub(crate) fn take(&mut self, rate: Rate, now: Timestamp) -> Result<(), SlowDown> {
        self.fill(rate, now);
        let unit = rate.unit();
        let after = self.missing.saturating_add(unit);
        let most = u64::from(rate.burst).saturating_mul(unit);
        if after > most {
            let tokens = u64::from(rate.tokens).max(1);
            let wait = after.saturating_sub(most).div_ceil(tokens);
            return Err(SlowDown {
                after: Duration::from_millis(wait),
            });
        }
        self.missing = after;
        Ok(())
    }

    fn fill(&mut self, rate: Rate, now: Timestamp) {
        let passed = u64::try_from(now.since(self.at).as_millis()).unwrap_or(u64::MAX);
        let back = passed.saturating_mul(u64::from(rate.tokens));
        self.missing = self.missing.saturating_sub(back);
        self.at = self.at.max(now);
    }
}

/// A bucket for each key; full ones are forgotten.
pub(crate) struct Buckets<K> {
    rate: Rate,
    buckets: Mutex<BTreeMap<K, Bucket>>,
}

impl<K: Ord + Copy> Buckets<K> {
    pub(crate) const fn new(rate: Rate) -> Self {
        Self {
            rate,
            buckets: Mutex::new(BTreeMap::new()),
        }
    }

    /// Takes one of `key`'s tokens.
    pub(crate) fn take(&self, key: K, now: Timestamp) -> Result<(), SlowDown> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= KEYS && !buckets.contains_key(&key) {
            buckets.retain(|_, bucket| {
                bucket.fill(self.rate, now);
                bucket.missing > 0
            });
            if buckets.len() >= KEYS {
                return Err(SlowDown {
                    after: Duration::from_mins(1),
                });
            }
        }
        buckets.entry(key).or_default().take(self.rate, now)
    }
}

impl<K> fmt::Debug for Buckets<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Buckets")
            .field("rate", &self.rate)
            .finish_non_exhaustive()
    }
}

/// Keys whose buckets are not full, at most.
const KEYS: usize = 65_536;

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Rate = Rate {
        tokens: 2,
        over: Duration::from_secs(1),
        burst: 3,
    };

    #[test]
    fn a_burst_is_taken_at_once_and_comes_back_at_the_rate() {
        let mut bucket = Bucket::default();
        let start = Timestamp::from_millis(1_000_000);
        for _ in 0..3 {
            bucket.take(RATE, start).unwrap();
        }
        let slow = bucket.take(RATE, start).unwrap_err();
        assert_eq!(slow.after, Duration::from_millis(500));
        assert!(
            bucket
                .take(RATE, start.after(Duration::from_millis(499)))
                .is_err()
        );
        bucket
            .take(RATE, start.after(Duration::from_millis(500)))
            .unwrap();
    }

    #[test]
    fn a_clock_that_goes_back_gives_no_tokens() {
        let mut bucket = Bucket::default();
        let start = Timestamp::from_millis(1_000_000);
        for _ in 0..3 {
            bucket.take(RATE, start).unwrap();
        }
        assert!(bucket.take(RATE, Timestamp::from_millis(0)).is_err());
        assert!(bucket.take(RATE, start).is_err());
    }

    #[test]
    fn one_key_does_not_pay_for_another() {
        let buckets = Buckets::new(Rate::per_hour(1));
        let now = Timestamp::from_millis(1_000_000);
        buckets.take(1u8, now).unwrap();
        assert!(buckets.take(1u8, now).is_err());
        buckets.take(2u8, now).unwrap();
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Time as an argument.

use std::fmt;
use std::time::{Duration, SystemTime};

use tls_codec::{TlsDeserializeBytes, TlsSerializeBytes, TlsSize};

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    TlsSerializeBytes,
    TlsDeserializeBytes,
    TlsSize,
)]
pub struct Timestamp(u64);

impl Timestamp {
    /// Wraps a number of milliseconds.
    #[must_use]
    pub const fn from_millis(ms: u64) -> Self {
        Self(ms)
    }

    /// The number of milliseconds.
    #[must_use]
    pub const fn millis(self) -> u64 {
        self.0
    }

    /// This long after; stays at the end of the range.
    #[must_use]
    pub fn after(self, length: Duration) -> Self {
        Self(
            self.0
                .saturating_add(u64::try_from(length.as_millis()).unwrap_or(u64::MAX)),
        )
    }

    /// This long before; stays at the beginning of the range.
    #[must_use]
    pub fn before(self, length: Duration) -> Self {
        Self(
            self.0
                .saturating_sub(u64::try_from(length.as_millis()).unwrap_or(u64::MAX)),
        )
    }

    /// Time passed since `earlier`, or nothing if that lies ahead.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(self.0.saturating_sub(earlier.0))
    }

    /// Distance to `other`, whichever is later.
    #[must_use]
    pub const fn distance(self, other: Self) -> Duration {
        Duration::from_millis(self.0.abs_diff(other.0))
    }

    /// The day this lies in (days since 1970-01-01), all that is kept where time is kept.
    #[must_use]
    pub const fn day(self) -> u64 {
        self.0 / 86_400_000
    }

    /// When the day began that this lies in.
    #[must_use]
    pub const fn day_begins(self) -> Self {
        Self(self.day().saturating_mul(86_400_000))
    }
}

/// What time it is.
pub trait Clock: Send + Sync + fmt::Debug {
    /// The time now.
    fn now(&self) -> Timestamp;
}

impl<C: Clock + ?Sized> Clock for std::sync::Arc<C> {
    fn now(&self) -> Timestamp {
        (**self).now()
    }
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the machine's clock"
    )]
    fn now(&self) -> Timestamp {
        let since = SystemTime::now()
            .duration_since(SystemTime::UNIX_EPOCH)
            .unwrap_or_default();
        Timestamp::default().after(since)
    }
}

/// A clock that tests move by hand.
#[cfg(feature = "test-support")]
#[derive(Debug)]
pub struct TestClock(std::sync::atomic::AtomicU64);

#[cfg(feature = "test-support")]
impl TestClock {
    /// A clock standing at `now`.
    #[must_use]
    pub const fn at(now: Timestamp) -> Self {
        Self(std::sync::atomic::AtomicU64::new(now.millis()))
    }

    /// Moves the clock forward.
    pub fn advance(&self, by: Duration) {
        let ms = u64::try_from(by.as_millis()).unwrap_or(u64::MAX);
        self.0.fetch_add(ms, std::sync::atomic::Ordering::SeqCst);
    }
}

#[cfg(feature = "test-support")]
impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(std::sync::atomic::Ordering::SeqCst))
    }
}

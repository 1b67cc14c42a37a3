// SPDX-License-Identifier: MIT OR Apache-2.0
//! The points at which a transaction can fail or the process can die: every write of a row, and the commit.
//!
//! Without the feature `test-support` this is nothing at all.

use crate::VaultFault;

/// Counts the points of one vault; tests arm one of them.
#[derive(Debug, Default)]
pub(crate) struct Points {
    #[cfg(feature = "test-support")]
    armed: armed::Armed,
}

impl Points {
    /// Passes one point.
    #[cfg_attr(
        not(feature = "test-support"),
        expect(
            clippy::unused_self,
            clippy::unnecessary_wraps,
            reason = "fails only where tests ask for it"
        )
    )]
    pub(crate) fn pass(&self) -> Result<(), VaultFault> {
        #[cfg(feature = "test-support")]
        self.armed.pass()?;
        Ok(())
    }
}

#[cfg(feature = "test-support")]
mod armed {
    use std::process::{Command, abort, id};
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::Points;
    use crate::{Vault, VaultFault};

    #[derive(Debug, Default)]
    pub(super) struct Armed {
        seen: AtomicU64,
        fail_at: AtomicU64,
        exit_at: AtomicU64,
    }

    impl Armed {
        pub(super) fn pass(&self) -> Result<(), VaultFault> {
            let n = self.seen.fetch_add(1, Ordering::SeqCst).saturating_add(1);
            if n == self.exit_at.load(Ordering::SeqCst) {
                kill_this_process();
            }
            if n == self.fail_at.load(Ordering::SeqCst) {
                return Err(VaultFault::DiskFull);
            }
            Ok(())
        }

        fn arm(&self, which: &AtomicU64, n: u64) {
            let at = if n == 0 {
                0
            } else {
                self.seen.load(Ordering::SeqCst).saturating_add(n)
            };
            which.store(at, Ordering::SeqCst);
        }
    }

    /// Dies as from a power cut: no destructor runs, nothing is written back.
    fn kill_this_process() -> ! {
        let _ = Command::new("kill").args(["-KILL", &id().to_string()]).status();
        abort()
    }

    impl Points {
        pub(crate) fn seen(&self) -> u64 {
            self.armed.seen.load(Ordering::SeqCst)
        }
    }

    /// For tests: faults at every write of a transaction.
    impl Vault {
        /// Makes the `n`-th write from now on (rows and commits count, from 1) fail as on a full disk; 0 disarms.
        pub fn fail_nth_write(&self, n: u64) {
            let armed = &self.points().armed;
            armed.arm(&armed.fail_at, n);
        }

        /// Kills this process at the `n`-th write from now on; 0 disarms.
        pub fn exit_nth_write(&self, n: u64) {
            let armed = &self.points().armed;
            armed.arm(&armed.exit_at, n);
        }

        /// How many writes (rows and commits) this vault has seen since it was opened.
        #[must_use]
        pub fn writes_seen(&self) -> u64 {
            self.points().seen()
        }
    }
}

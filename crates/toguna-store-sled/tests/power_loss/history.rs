// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a child began and what was acknowledged to it.

use std::collections::BTreeMap;
use std::time::Duration;

use toguna_store::{NewCommit, sweep_day};

use crate::workload::{Op, commit, now, op};

/// What is known of a child from its marks.
pub(crate) struct History {
    seed: u64,
    pub(crate) ready: bool,
    pub(crate) begun: BTreeMap<u64, Begun>,
    /// By log and place, the head that a reader saw.
    pub(crate) seen: BTreeMap<(u8, u64), String>,
    last_sweep: u64,
}

/// One operation.
pub(crate) struct Begun {
    pub(crate) op: Op,
    /// What it commits, if it does.
    pub(crate) commit: Option<NewCommit>,
    /// What it was answered, if it was.
    pub(crate) answer: Option<String>,
}

impl History {
    pub(crate) const fn new(seed: u64) -> Self {
        Self {
            seed,
            ready: false,
            begun: BTreeMap::new(),
            seen: BTreeMap::new(),
            last_sweep: 0,
        }
    }

    /// Takes in one mark.
    pub(crate) fn mark(&mut self, line: &str) {
        let Some(line) = line.trim_end().strip_prefix("mark ") else {
            return;
        };
        let mut words = line.splitn(3, ' ');
        let mut next = || words.next().unwrap_or_default();
        match next() {
            "ready" => self.ready = true,
            "begin" => {
                let n = next().parse().unwrap();
                let epoch = next().parse().unwrap();
                let begun = Begun {
                    op: op(self.seed, n),
                    commit: commit(self.seed, n, epoch),
                    answer: None,
                };
                if matches!(begun.op, Op::Sweep) {
                    self.last_sweep = self.last_sweep.max(now(n).day());
                }
                self.begun.insert(n, begun);
            }
            "end" => {
                let n: u64 = next().parse().unwrap();
                self.begun.get_mut(&n).unwrap().answer = Some(next().to_owned());
            }
            "saw" => {
                let log = next().parse().unwrap();
                let (seq, head) = next().split_once(' ').unwrap();
                self.seen.insert((log, seq.parse().unwrap()), head.to_owned());
            }
            other => panic!("an odd mark: {other}"),
        }
    }

    pub(crate) fn acknowledged(&self) -> usize {
        self.begun.values().filter(|begun| begun.answer.is_some()).count()
    }

    /// Whether some sweep that was begun may have taken what operation `n` stored for a while.
    pub(crate) fn may_be_swept(&self, n: u64, length: Duration) -> bool {
        self.last_sweep >= sweep_day(now(n), length)
    }
}

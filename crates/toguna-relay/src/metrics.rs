// SPDX-License-Identifier: MIT OR Apache-2.0
//! Counters with bounded labels: the operation and the kind of outcome, nothing that names anybody.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use toguna_types::FaultKind;

/// What a caller asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Op {
    /// `Mailboxes.Ack`.
    Ack,
    /// `Logs.Append`, one frame.
    Append,
    /// `Blobs.Append`.
    AppendBlob,
    /// `Blobs.Begin`.
    BeginBlob,
    /// `Directory.Claim`.
    Claim,
    /// `Logs.Commit`.
    Commit,
    /// `Blobs.Delete`.
    DeleteBlob,
    /// `Mailboxes.Deposit`.
    Deposit,
    /// `Mailboxes.Fetch`.
    Fetch,
    /// `Logs.FetchAttachment`.
    FetchAttachment,
    /// `Logs.Follow`, one frame.
    Follow,
    /// `Logs.Found`.
    Found,
    /// `Network.Identify`.
    Identify,
    /// `Mailboxes.Listen`.
    Listen,
    /// `Directory.Publish`.
    Publish,
    /// `Logs.Read`.
    Read,
    /// `Blobs.Read`.
    ReadBlob,
    /// `Accounts.Register`.
    Register,
    /// `Accounts.Resolve`.
    Resolve,
    /// `Directory.Stock`.
    Stock,
}

impl Op {
    /// Every operation, in alphabetical order.
    pub const ALL: [Self; 20] = [
        Self::Ack,
        Self::Append,
        Self::AppendBlob,
        Self::BeginBlob,
        Self::Claim,
        Self::Commit,
        Self::DeleteBlob,
        Self::Deposit,
        Self::Fetch,
        Self::FetchAttachment,
        Self::Follow,
        Self::Found,
        Self::Identify,
        Self::Listen,
        Self::Publish,
        Self::Read,
        Self::ReadBlob,
        Self::Register,
        Self::Resolve,
        Self::Stock,
    ];

    /// The name used in log lines and metrics.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ack => "ack",
            Self::Append => "append",
            Self::AppendBlob => "append_blob",
            Self::BeginBlob => "begin_blob",
            Self::Claim => "claim",
            Self::Commit => "commit",
            Self::DeleteBlob => "delete_blob",
            Self::Deposit => "deposit",
            Self::Fetch => "fetch",
            Self::FetchAttachment => "fetch_attachment",
            Self::Follow => "follow",
            Self::Found => "found",
            Self::Identify => "identify",
            Self::Listen => "listen",
            Self::Publish => "publish",
            Self::Read => "read",
            Self::ReadBlob => "read_blob",
            Self::Register => "register",
            Self::Resolve => "resolve",
            Self::Stock => "stock",
        }
    }
}

/// The relay's counters.
#[derive(Debug, Default)]
pub struct Metrics {
    ops: [OpCounters; Op::ALL.len()],
    connections: AtomicU64,
    refused_connections: AtomicU64,
}

#[derive(Debug, Default)]
struct OpCounters {
    done: AtomicU64,
    refused: [AtomicU64; FaultKind::ALL.len()],
    millis: AtomicU64,
}

impl Metrics {
    /// Counts one operation that ended with this outcome, and says so in the log.
    pub(crate) fn count(&self, op: Op, outcome: Result<(), FaultKind>, took: Duration) {
        let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        let name = outcome.err().map_or("done", FaultKind::name);
        tracing::debug!(op = op.name(), outcome = name, duration_ms = millis);
        let Some(counters) = self.of(op) else { return };
        counters.millis.fetch_add(millis, Ordering::Relaxed);
        let counter = match outcome {
            Ok(()) => Some(&counters.done),
            Err(kind) => refused_with(counters, kind),
        };
        if let Some(counter) = counter {
            counter.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Counts a connection that was taken.
    pub(crate) fn connected(&self) {
        self.connections.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a connection that was turned away or did not get as far as a request.
    pub(crate) fn turned_away(&self) {
        self.refused_connections.fetch_add(1, Ordering::Relaxed);
    }

    /// How often an operation ended with this outcome.
    #[must_use]
    pub fn counted(&self, op: Op, outcome: Result<(), FaultKind>) -> u64 {
        let Some(counters) = self.of(op) else { return 0 };
        let counter = match outcome {
            Ok(()) => Some(&counters.done),
            Err(kind) => refused_with(counters, kind),
        };
        counter.map_or(0, |counter| counter.load(Ordering::Relaxed))
    }

    /// All counters as Prometheus text.
    #[must_use]
    pub fn page(&self) -> String {
        let mut page = String::new();
        let _ = self.write_page(&mut page);
        page
    }

    fn write_page(&self, page: &mut String) -> std::fmt::Result {
        writeln!(page, "# HELP toguna_operations_total Operations by outcome.")?;
        writeln!(page, "# TYPE toguna_operations_total counter")?;
        for (op, counters) in Op::ALL.into_iter().zip(&self.ops) {
            let op = op.name();
            let done = counters.done.load(Ordering::Relaxed);
            writeln!(
                page,
                "toguna_operations_total{{op=\"{op}\",outcome=\"done\"}} {done}"
            )?;
            for (kind, counter) in FaultKind::ALL.into_iter().zip(&counters.refused) {
                let (kind, n) = (kind.name(), counter.load(Ordering::Relaxed));
                writeln!(
                    page,
                    "toguna_operations_total{{op=\"{op}\",outcome=\"{kind}\"}} {n}"
                )?;
            }
        }
        writeln!(
            page,
            "# HELP toguna_operation_milliseconds_total Time spent on operations."
        )?;
        writeln!(page, "# TYPE toguna_operation_milliseconds_total counter")?;
        for (op, counters) in Op::ALL.into_iter().zip(&self.ops) {
            let (op, millis) = (op.name(), counters.millis.load(Ordering::Relaxed));
            writeln!(
                page,
                "toguna_operation_milliseconds_total{{op=\"{op}\"}} {millis}"
            )?;
        }
        let taken = self.connections.load(Ordering::Relaxed);
        let refused = self.refused_connections.load(Ordering::Relaxed);
        writeln!(page, "# HELP toguna_connections_total Connections by outcome.")?;
        writeln!(page, "# TYPE toguna_connections_total counter")?;
        writeln!(page, "toguna_connections_total{{outcome=\"taken\"}} {taken}")?;
        writeln!(page, "toguna_connections_total{{outcome=\"refused\"}} {refused}")
    }

    fn of(&self, op: Op) -> Option<&OpCounters> {
        let at = Op::ALL.iter().position(|other| *other == op)?;
        self.ops.get(at)
    }
}

fn refused_with(counters: &OpCounters, kind: FaultKind) -> Option<&AtomicU64> {
    let at = FaultKind::ALL.iter().position(|other| *other == kind)?;
    counters.refused.get(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_outcome_has_its_own_counter() {
        let metrics = Metrics::default();
        metrics.count(Op::Commit, Ok(()), Duration::from_millis(3));
        metrics.count(Op::Commit, Err(FaultKind::Denied), Duration::from_millis(4));
        assert_eq!(metrics.counted(Op::Commit, Ok(())), 1);
        assert_eq!(metrics.counted(Op::Commit, Err(FaultKind::Denied)), 1);
        assert_eq!(metrics.counted(Op::Commit, Err(FaultKind::Broken)), 0);
        assert_eq!(metrics.counted(Op::Read, Ok(())), 0);
        let page = metrics.page();
        assert!(page.contains("toguna_operations_total{op=\"commit\",outcome=\"denied\"} 1\n"));
        assert!(page.contains("toguna_operation_milliseconds_total{op=\"commit\"} 7\n"));
    }

    #[test]
    fn operations_are_named_once_each_and_in_order() {
        assert!(Op::ALL.windows(2).all(|pair| pair[0].name() < pair[1].name()));
    }
}

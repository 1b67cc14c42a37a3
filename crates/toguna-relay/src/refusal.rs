// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a caller is told when it is refused: the one place where faults become words of the wire.

use std::error::Error;
use std::io;
use std::time::Duration;

use toguna_store::StoreFault;
use toguna_types::{FaultKind, FieldFault};
use toguna_wire::{Field, status_of, v1};
use tonic::{Code, Status};

use crate::metrics::Op;

/// A refusal as the wire knows it: a kind, a stable code and a fixed sentence, never an id.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Refusal {
    kind: FaultKind,
    fault: v1::Fault,
    /// Whether it is the relay's own trouble, and what the operating system said.
    trouble: Option<Option<io::ErrorKind>>,
}

/// A fault that a caller is told of.
pub(crate) trait Refuse: std::fmt::Display {
    /// What the caller is told.
    fn refusal(&self) -> Refusal;
}

impl Refusal {
    /// A refusal whose sentence is the fault's own; faults of this crate name no ids.
    pub(crate) fn new(kind: FaultKind, code: &str, sentence: &impl std::fmt::Display) -> Self {
        let fault = v1::Fault {
            kind: kind.name().to_owned(),
            code: code.to_owned(),
            sentence: sentence.to_string(),
            ..v1::Fault::default()
        };
        let trouble = (kind == FaultKind::Broken).then_some(None);
        Self { kind, fault, trouble }
    }

    /// Tells the operator, once, if it is the relay's own trouble; no path and no id.
    pub(crate) fn log(&self, op: Op) {
        if let Some(cause) = self.trouble {
            let cause = cause.map(|kind| kind.to_string()).unwrap_or_default();
            tracing::error!(
                op = op.name(),
                code = self.fault.code,
                cause,
                "{}",
                self.fault.sentence
            );
        }
    }

    /// Names the field that was refused.
    pub(crate) fn with_field(mut self, field: &str) -> Self {
        field.clone_into(&mut self.fault.field);
        self
    }

    /// Names the limit that was exceeded.
    pub(crate) const fn with_limit(mut self, limit: u64) -> Self {
        self.fault.limit = limit;
        self
    }

    /// Says when another try makes sense.
    pub(crate) fn with_retry(mut self, after: Duration) -> Self {
        self.fault.retry_after_ms = u64::try_from(after.as_millis()).unwrap_or(u64::MAX);
        self
    }

    /// Gives the relay's signed time.
    pub(crate) fn with_time(mut self, time: v1::Signed) -> Self {
        self.fault.relay_time = Some(time);
        self
    }

    /// The kind.
    pub(crate) const fn kind(&self) -> FaultKind {
        self.kind
    }

    /// As part of a stream's answer.
    pub(crate) fn into_fault(self) -> v1::Fault {
        self.fault
    }

    /// As the end of a call.
    pub(crate) fn into_status(self) -> Status {
        status_of(self.kind, self.fault)
    }
}

impl Refuse for FieldFault {
    fn refusal(&self) -> Refusal {
        let code = match self {
            Self::Malformed { .. } => "malformed",
            Self::Missing { .. } => "missing-field",
            Self::OverLimit { .. } => "over-limit",
        };
        let mut refusal = Refusal::new(self.kind(), code, self).with_field(self.field());
        refusal.fault.limit = self.limit().unwrap_or_default();
        refusal
    }
}

impl Refuse for StoreFault {
    fn refusal(&self) -> Refusal {
        let code = match self {
            Self::Closed => "closing",
            Self::DiskFull => "disk-full",
            Self::Inconsistent { .. } => "store-broken",
            Self::Io(_) => "store",
        };
        let sentence = match self {
            Self::Closed => "the relay is shutting down",
            Self::DiskFull => "the relay's disk is full",
            Self::Inconsistent { .. } => "the relay's store contradicts itself",
            Self::Io(_) => "the relay's store could not be read or written",
        };
        let mut refusal = Refusal::new(self.kind(), code, &sentence);
        if !matches!(self, Self::Closed) {
            refusal.trouble = Some(said_by_the_system(self));
        }
        refusal
    }
}

/// What a caller is told whose message was turned away before any operation saw it: the transport's own words name
/// neither field nor limit (`most`). `None` where they are about the connection, or are a refusal already.
pub(crate) fn unread(status: &Status, most: u32) -> Option<Refusal> {
    if !status.details().is_empty() {
        return None;
    }
    let message = Field("message");
    match status.code() {
        Code::OutOfRange => Some(message.over(most).refusal()),
        Code::Internal | Code::InvalidArgument => Some(message.malformed().refusal()),
        Code::Unimplemented => {
            let sentence = "the relay does not know this call";
            Some(Refusal::new(FaultKind::Invalid, "unknown-call", &sentence).with_field("message"))
        }
        Code::Ok
        | Code::Aborted
        | Code::AlreadyExists
        | Code::Cancelled
        | Code::DataLoss
        | Code::DeadlineExceeded
        | Code::FailedPrecondition
        | Code::NotFound
        | Code::PermissionDenied
        | Code::ResourceExhausted
        | Code::Unauthenticated
        | Code::Unavailable
        | Code::Unknown => None,
    }
}

/// What the operating system said, somewhere below a fault.
fn said_by_the_system(fault: &dyn Error) -> Option<io::ErrorKind> {
    let mut cause = fault.source();
    while let Some(below) = cause {
        if let Some(said) = below.downcast_ref::<io::Error>() {
            return Some(said.kind());
        }
        cause = below.source();
    }
    None
}

/// Ends a stream because the relay shuts down.
pub(crate) fn closing() -> Status {
    StoreFault::Closed.refusal().into_status()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_that_is_refused_is_named_with_its_limit() {
        let fault = FieldFault::OverLimit {
            field: "handle",
            limit: 64,
        };
        let wire = fault.refusal().into_fault();
        assert_eq!(
            (wire.kind.as_str(), wire.code.as_str()),
            ("invalid", "over-limit")
        );
        assert_eq!((wire.field.as_str(), wire.limit), ("handle", 64));
    }

    #[test]
    fn a_failed_disk_is_the_relays_own_trouble_and_a_refused_field_is_not() {
        let full = StoreFault::Io(Box::new(io::Error::from(io::ErrorKind::StorageFull)));
        assert_eq!(full.refusal().trouble, Some(Some(io::ErrorKind::StorageFull)));
        assert_eq!(StoreFault::Closed.refusal().trouble, None);
        assert_eq!(FieldFault::Missing { field: "log" }.refusal().trouble, None);
    }

    #[test]
    fn a_failed_store_names_no_table_to_the_caller() {
        let wire = StoreFault::Inconsistent { table: "canary" }
            .refusal()
            .into_fault();
        assert!(!wire.sentence.contains("canary"));
        assert_eq!(wire.kind, "broken");
    }
}

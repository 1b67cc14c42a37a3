// SPDX-License-Identifier: MIT OR Apache-2.0
//! Faults on the wire: the six kinds as gRPC codes, the rest as the status' details.

use prost::Message as _;
use toguna_types::FaultKind;
use tonic::{Code, Status};

use crate::v1;

/// The one mapping from kinds to gRPC codes.
const fn code_of(kind: FaultKind) -> Code {
    match kind {
        FaultKind::Broken => Code::Internal,
        FaultKind::Denied => Code::PermissionDenied,
        FaultKind::Invalid => Code::InvalidArgument,
        FaultKind::Missing => Code::NotFound,
        FaultKind::Stale => Code::FailedPrecondition,
        FaultKind::Unavailable => Code::Unavailable,
    }
}

/// A status that carries the fault whole.
#[must_use]
pub fn status_of(kind: FaultKind, fault: v1::Fault) -> Status {
    let fault = v1::Fault {
        kind: kind.name().to_owned(),
        ..fault
    };
    let details = fault.encode_to_vec();
    Status::with_details(code_of(kind), fault.sentence, details.into())
}

/// A fault as the other side gave it.
#[derive(Clone, Debug, PartialEq)]
pub struct RemoteFault {
    /// Its kind.
    pub kind: FaultKind,
    /// The rest; its `code` is empty where the transport itself failed.
    pub fault: v1::Fault,
}

impl From<&Status> for RemoteFault {
    fn from(status: &Status) -> Self {
        let fault = v1::Fault::decode(status.details()).unwrap_or_default();
        let named = FaultKind::ALL.into_iter().find(|kind| kind.name() == fault.kind);
        Self {
            kind: named.unwrap_or_else(|| kind_of(status.code())),
            fault,
        }
    }
}

impl From<v1::Fault> for RemoteFault {
    fn from(fault: v1::Fault) -> Self {
        let named = FaultKind::ALL.into_iter().find(|kind| kind.name() == fault.kind);
        Self {
            kind: named.unwrap_or(FaultKind::Broken),
            fault,
        }
    }
}

/// The kind of a status that carries no fault: the transport's own words.
const fn kind_of(code: Code) -> FaultKind {
    match code {
        Code::PermissionDenied | Code::Unauthenticated => FaultKind::Denied,
        Code::InvalidArgument | Code::OutOfRange | Code::Unimplemented => FaultKind::Invalid,
        Code::NotFound => FaultKind::Missing,
        Code::FailedPrecondition | Code::Aborted | Code::AlreadyExists => FaultKind::Stale,
        Code::Internal | Code::DataLoss => FaultKind::Broken,
        Code::Ok
        | Code::Cancelled
        | Code::Unknown
        | Code::DeadlineExceeded
        | Code::ResourceExhausted
        | Code::Unavailable => FaultKind::Unavailable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_crosses_the_wire() {
        for kind in FaultKind::ALL {
            let fault = v1::Fault {
                code: "x".to_owned(),
                limit: 7,
                ..Default::default()
            };
            let remote = RemoteFault::from(&status_of(kind, fault));
            assert_eq!((remote.kind, remote.fault.limit), (kind, 7));
        }
    }

    #[test]
    fn a_broken_connection_is_unavailable() {
        assert_eq!(
            RemoteFault::from(&Status::unknown("transport error")).kind,
            FaultKind::Unavailable
        );
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! The six kinds of fault, and the fault of a field that came from outside.

/// What class of trouble a fault is; mapped once each to gRPC status, exit code and FFI class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FaultKind {
    /// Our own state contradicts itself, or the other side broke the protocol.
    Broken,
    /// The caller may not do this.
    Denied,
    /// What was given is malformed or over a limit.
    Invalid,
    /// What was asked for does not exist.
    Missing,
    /// The world moved on; read, then try again.
    Stale,
    /// Not now: network, disk or load; the same call may succeed later.
    Unavailable,
}

impl FaultKind {
    /// All kinds, for tables and tests.
    pub const ALL: [Self; 6] = [
        Self::Broken,
        Self::Denied,
        Self::Invalid,
        Self::Missing,
        Self::Stale,
        Self::Unavailable,
    ];

    /// The stable lower-case name used in `--json` output and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Broken => "broken",
            Self::Denied => "denied",
            Self::Invalid => "invalid",
            Self::Missing => "missing",
            Self::Stale => "stale",
            Self::Unavailable => "unavailable",
        }
    }
}

/// A field from outside that cannot be accepted: which one, and what it should have been.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FieldFault {
    /// The field holds bytes that mean nothing.
    #[error("the field `{field}` is malformed")]
    Malformed {
        /// Name of the field as the proto or format document spells it.
        field: &'static str,
    },
    /// The field is absent.
    #[error("the field `{field}` is missing")]
    Missing {
        /// Name of the field as the proto or format document spells it.
        field: &'static str,
    },
    /// The field is over its limit.
    #[error("the field `{field}` is over its limit of {limit}")]
    OverLimit {
        /// Name of the field as the proto or format document spells it.
        field: &'static str,
        /// The largest value, length or count allowed.
        limit: u64,
    },
}

impl FieldFault {
    /// The field that was refused.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::Malformed { field } | Self::Missing { field } | Self::OverLimit { field, .. } => field,
        }
    }

    /// The limit that was exceeded, if that was the reason.
    #[must_use]
    pub const fn limit(self) -> Option<u64> {
        match self {
            Self::OverLimit { limit, .. } => Some(limit),
            Self::Malformed { .. } | Self::Missing { .. } => None,
        }
    }

    /// Always [`FaultKind::Invalid`].
    #[must_use]
    pub const fn kind(self) -> FaultKind {
        FaultKind::Invalid
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Which commits are valid: a pure function of the space before, the commit, and the evidence with it.
//!
//! Nothing here knows a clock, a vault or another space, so every device comes to the same verdict (docs/protocol.md).
//! `role.rs` says what each role may do, `policy.rs` what a space agreed on, `view.rs` what is judged,
//! `evidence.rs` what members signed to be let go, `succession.rs` who follows the last steward, `judge.rs` and
//! `member.rs` the verdict, `roster.rs` the hash chain over all verdicts.

mod evidence;
mod invalid;
mod judge;
mod member;
mod policy;
mod refounding;
mod role;
mod roster;
mod succession;
#[cfg(test)]
mod trial;
#[cfg(test)]
mod vectors;
mod view;
#[cfg(test)]
mod world;

pub use evidence::Evidence;
pub use invalid::Invalid;
pub use judge::{Judged, judge};
pub use policy::{Newcomers, Openness, POLICY_EXTENSION, Policy, PolicyFault, Predecessor};
pub use refounding::roles_after;
pub use role::{Action, ROLE_TABLE, Role, RoleRow};
pub use roster::{RoleChange, Roster, RosterFault, RosterLeaf, RosterStep};
pub use succession::policy_after;
pub use view::{CommitKind, CommitView, Committer, ContextChange, GroupView, LeafView, Wire};

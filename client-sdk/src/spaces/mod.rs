// SPDX-License-Identifier: MIT OR Apache-2.0
//! Spaces: founding, finding, inviting, answering, governing, removing, leaving, forgetting.

mod create;
mod find;
mod forget;
mod govern;
mod invitations;
mod invite;
mod leave;
mod list;
mod refound;
mod remove;

pub(crate) use find::{hex, log_of_hex};
pub use govern::{PolicyChange, SpacePolicy};
pub use invitations::{InvitationSummary, Succeeds};
pub use invite::Invited;
pub use list::{Person, SpaceDetail, SpaceSummary, Waiting};
pub(crate) use list::{is_held, waiting};
pub use refound::{Refounded, RefoundingPlan};

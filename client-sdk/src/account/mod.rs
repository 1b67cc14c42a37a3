// SPDX-License-Identifier: MIT OR Apache-2.0
//! The member's own account: joining a network, KeyPackages, who this is.

mod join;
mod people;
mod stock;
mod whoami;

pub(crate) use people::{Colleague, ColleagueDevice};
pub use whoami::WhoAmI;
pub(crate) use whoami::fingerprint;

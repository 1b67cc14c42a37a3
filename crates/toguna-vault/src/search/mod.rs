// SPDX-License-Identifier: MIT OR Apache-2.0
//! Search: words as they are compared, and what a person asks for. Nothing of it leaves the vault.

mod fold;
mod query;

pub use fold::{Word, words};
pub use query::{Query, QueryFault};

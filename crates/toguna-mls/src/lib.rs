// SPDX-License-Identifier: MIT OR Apache-2.0
//! The MLS engine of a space (RFC 9420).
//!
//! *Where to look*: `rules/` the pure rules of validity.
#![forbid(unsafe_code)]
#![warn(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::as_conversions
)]

pub mod rules;

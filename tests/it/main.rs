// SPDX-License-Identifier: MIT OR Apache-2.0
//! The system as a whole.
#![forbid(unsafe_code)]

mod attacks;
mod scenarios;

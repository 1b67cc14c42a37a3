// SPDX-License-Identifier: MIT OR Apache-2.0
//! A small world of named members around a real relay, in one process.
#![forbid(unsafe_code)]

mod wire;
mod world;

pub use wire::Wire;
pub use world::{Member, World};

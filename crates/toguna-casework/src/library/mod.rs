// SPDX-License-Identifier: MIT OR Apache-2.0
//! The shared library: items with what is known of them.

mod date;
mod item;

pub use date::PartialDate;
pub use item::{Change, Field, FieldFault, ITEM, Item, Kind};

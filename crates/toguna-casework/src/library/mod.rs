// SPDX-License-Identifier: MIT OR Apache-2.0
//! The shared library: items with what is known of them.

mod cite;
mod date;
mod item;
mod table;

pub use cite::{Citations, cite};
pub use date::PartialDate;
pub use item::{Change, Field, FieldFault, ITEM, Item, Kind};
pub use table::{Refused, Row, TABLE_ROWS, Table, Why, by_key};

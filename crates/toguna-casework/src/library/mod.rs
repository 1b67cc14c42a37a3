// SPDX-License-Identifier: MIT OR Apache-2.0
//! The shared library: items with what is known of them.

mod cite;
mod date;
mod field;
mod file;
mod item;
mod passage;
mod reading_list;
mod reference;
mod table;

pub use cite::{Citations, cite};
pub use date::PartialDate;
pub use field::{Field, FieldFault, Kind};
pub use file::{ItemFile, file_name};
pub use item::{Change, ITEM, Item};
pub use passage::Passage;
pub use reading_list::{ListChange, ListEntry, READING_LIST, ReadingList};
pub use reference::Reference;
pub use table::{Refused, Row, TABLE_ROWS, Table, Why, by_key};

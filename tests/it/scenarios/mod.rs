// SPDX-License-Identifier: MIT OR Apache-2.0
//! What members do, on every store.

mod conversation;
mod offline;
mod together;

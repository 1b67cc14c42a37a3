// SPDX-License-Identifier: MIT OR Apache-2.0
//! What members do, on every store.

mod arriving;
mod clocks;
mod coming_back;
mod conversation;
mod crowd;
mod full;
mod governing;
mod leaving;
mod lost_answers;
mod messages;
mod offline;
mod overstepping;
mod own_words;
mod silence;
mod together;

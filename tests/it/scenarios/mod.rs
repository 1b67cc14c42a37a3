// SPDX-License-Identifier: MIT OR Apache-2.0
//! What members do, on every store.

mod arriving;
mod clocks;
mod conversation;
mod crowd;
mod governing;
mod leaving;
mod long_away;
mod lost_answers;
mod messages;
mod offline;
mod own_words;
mod reconnect;
mod rounds;
mod silence;
mod together;

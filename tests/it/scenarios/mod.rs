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
mod long_away;
mod lost_answers;
mod messages;
mod offline;
mod overstepping;
mod own_words;
mod reconnect;
mod rounds;
mod silence;
mod together;

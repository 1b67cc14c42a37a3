// SPDX-License-Identifier: MIT OR Apache-2.0
//! Races: what many do at the same moment.

mod commits;

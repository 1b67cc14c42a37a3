// SPDX-License-Identifier: MIT OR Apache-2.0
//! Published attacks, played against the system as a whole. Names begin with the number in `docs/attack-review.md`.

mod a01_ghosts;
mod a08_channels;
mod a10_forks;
mod a11_suppression;
mod a12_withheld;
mod a13_stale;
mod a16_welcomes;
mod a17_successors;
mod a20_repeats;
mod a25_insiders;
mod a35_ties;
mod a36_downgrade;
mod a37_flood;
mod a40_overwritten;
mod a49_snapshots;
mod a61_randomness;
mod a67_server_view;
mod a71_named;
mod a71_stamps;
mod a77_wrong_pin;
mod a79_deleted;

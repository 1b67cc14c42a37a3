// SPDX-License-Identifier: MIT OR Apache-2.0
//! Spaces of several vaults that pass bytes, as relay and log would pass them.

mod attacks;
mod bad_keys;
mod battered;
mod commits;
mod evil;
mod faults;
mod life;
mod members;
mod membership;
mod regrown;
mod stale;
mod tie_break;
mod traps;
mod trial;
mod world;

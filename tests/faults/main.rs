// SPDX-License-Identifier: MIT OR Apache-2.0
//! A34: a fault at every single write of a device's vault: the write fails, or the process dies there. The device that
//! is opened afterwards stands before or after the change, the operation can be repeated, and everybody converges.
//!
//! A program of its own, because it runs itself again as the device that dies.
//!
//! | file | what it is |
//! |---|---|
//! | `deed.rs` | what a device does: here with a failing write, or in a process that dies |
//! | `child.rs` | the process that dies, and the way from it to the relay, which lives on |
//! | `trial.rs` | the loop over all writes |
//! | `audit.rs` | that the rows of a vault agree |
//! | `a34_*.rs` | the operations |
#![forbid(unsafe_code)]

#[cfg(test)]
mod a34_arriving_and_going;
#[cfg(test)]
mod a34_faults;
#[cfg(test)]
mod a34_records;
#[cfg(test)]
mod a34_refounding;
#[cfg(test)]
mod audit;
#[cfg(test)]
mod child;
#[cfg(test)]
mod deed;
#[cfg(test)]
mod trial;

// SPDX-License-Identifier: MIT OR Apache-2.0
//! The vault under thieves, crashes, faults at every write and several processes.

#[cfg(test)]
mod child;
#[cfg(test)]
mod crash;
#[cfg(test)]
mod erased;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod home;
#[cfg(test)]
mod processes;
#[cfg(test)]
mod thief;

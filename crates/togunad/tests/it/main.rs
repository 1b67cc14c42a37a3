// SPDX-License-Identifier: MIT OR Apache-2.0
//! The daemon as an operator runs it: the real program, real files, real sockets.

#[cfg(test)]
mod commands;
#[cfg(test)]
mod daemon;
#[cfg(test)]
mod garbage;
#[cfg(test)]
mod renewal;
#[cfg(test)]
mod serving;
#[cfg(test)]
mod traces;

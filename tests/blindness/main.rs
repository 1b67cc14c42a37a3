// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a process shows of its members: a program of its own, because it listens to everything that is traced.
#![forbid(unsafe_code)]

#[cfg(test)]
mod a62_canaries;

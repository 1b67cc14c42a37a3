// SPDX-License-Identifier: MIT OR Apache-2.0
//! What reads documents for the members of these tests: a program that is nothing else.
#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    toguna_sdk::be_the_reader()
}

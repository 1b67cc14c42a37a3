// SPDX-License-Identifier: MIT OR Apache-2.0
//! `togunad`, the relay's daemon; everything is in the library.
#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    togunad::main_from(std::env::args_os().skip(1))
}

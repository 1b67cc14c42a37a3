// SPDX-License-Identifier: MIT OR Apache-2.0
//! The program as a person or a script runs it.

mod conversation;
mod demonstration;
mod language;
mod mistakes;
mod program;

// SPDX-License-Identifier: MIT OR Apache-2.0
//! The system as a whole.
#![forbid(unsafe_code)]

#[cfg(test)]
mod attacks;
#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod files;
#[cfg(test)]
mod races;
#[cfg(test)]
mod records;
#[cfg(test)]
mod scenarios;
#[cfg(test)]
mod server_view;
#[cfg(test)]
mod vectors;
#[cfg(test)]
mod walk;

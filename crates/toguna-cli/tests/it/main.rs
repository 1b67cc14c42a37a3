// SPDX-License-Identifier: MIT OR Apache-2.0
//! The program as a person or a script runs it.

#[cfg(test)]
mod closing;
#[cfg(test)]
mod conversation;
#[cfg(test)]
mod demonstration;
#[cfg(test)]
mod documents;
#[cfg(test)]
mod files;
#[cfg(test)]
mod full_disk;
#[cfg(test)]
mod history;
#[cfg(test)]
mod kills;
#[cfg(test)]
mod language;
#[cfg(test)]
mod library;
#[cfg(test)]
mod member;
#[cfg(test)]
mod mistakes;
#[cfg(test)]
mod program;
#[cfg(test)]
mod refounding;
#[cfg(test)]
mod searching;

// SPDX-License-Identifier: MIT OR Apache-2.0
//! The rules on trial: every role with every action, what attackers tried elsewhere, how people leave, and
//! whole histories of random commits against a model that keeps only sets.

mod arriving;
mod attacks;
mod history;
mod leaving;
mod model;
mod table;

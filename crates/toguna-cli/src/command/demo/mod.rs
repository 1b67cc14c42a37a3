// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna demo`: three defenders over a real relay, then a search of the relay for every word.
//!
//! Nothing here knows a way that other commands do not have: the defenders use the SDK's public calls, and the
//! relay is this program started again as `togunad`. The one thing taken from `hurry` is that letters do not
//! wait.

mod acts;
mod cast;
mod library;
mod lie;
mod memory;
mod narrator;
mod needle;
mod place;
mod relay;
mod script;
mod search;
mod sight;
mod verdict;
mod wreck;

use std::path::PathBuf;

use clap::{ArgMatches, Command, value_parser};

use self::acts::Play;
use self::place::Place;
use crate::args::Maker;
use crate::fault::{Fault, Own};
use crate::session::Session;

pub(crate) use self::relay::{RELAY, be_the_relay};

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    make.command("demo", "toguna demo [--keep DIR]", "help-demo")
        .arg(
            make.option("keep", "DIR", "arg-keep")
                .value_parser(value_parser!(PathBuf)),
        )
        .after_help(make.after(
            &["help-demo-after"],
            &[("example-demo", "toguna demo --keep /tmp/three-defenders")],
        ))
}

/// Plays, then judges.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let place = Place::make(matches.get_one::<PathBuf>("keep").map(PathBuf::as_path))?;
    tokio::select! {
        end = Box::pin(play(session, &place)) => end,
        // The relay and the folder go with what is dropped here.
        _ = tokio::signal::ctrl_c() => Err(Own::Cancelled.into()),
    }
}

async fn play(session: &Session, place: &Place) -> Result<(), Fault> {
    let mut play = Play::begin(session, place).await?;
    play.joining().await?;
    play.founding().await?;
    play.library().await?;
    play.talking().await?;
    play.dark().await?;
    play.killing().await?;
    play.catching_up().await?;
    play.finding().await?;
    play.lying().await?;
    play.wrecking().await?;
    play.removing().await?;
    play.taken_device().await?;
    play.sight()?;
    play.verdict()
}

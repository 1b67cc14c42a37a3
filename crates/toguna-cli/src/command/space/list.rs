// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna space list`.

use clap::{ArgMatches, Command};
use toguna_sdk::{SpaceState, SpaceSummary};

use super::Row;
use crate::args::Maker;
use crate::catalogue::Arg;
use crate::fault::Fault;
use crate::moment;
use crate::neutral;
use crate::output::{Output, Style};
use crate::session::Session;
use crate::words::{alarm, role, short, state};

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    make.command("list", "toguna space list", "help-space-list")
        .arg(make.flag("all", "arg-list-all"))
        .after_help(make.after(&[], &[("example-list", "toguna space list")]))
}

/// Lists the spaces this device knows; those that go on in another only if all are asked for.
pub(crate) fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let mut spaces = session.open()?.spaces()?;
    let all = matches.get_flag("all");
    spaces.retain(|space| all || space.state != SpaceState::Succeeded);
    let out = &session.out;
    if spaces.is_empty() && !out.json() {
        return out.say("out-space-none", &[]);
    }
    for space in &spaces {
        if out.json() {
            out.row(&Row::of(space))?;
        } else {
            tell(out, space)?;
        }
    }
    Ok(())
}

/// The id and title on one line, all else below: titles of any script and length need no columns.
fn tell(out: &Output, space: &SpaceSummary) -> Result<(), Fault> {
    let words = out.catalogue();
    let title = out.styled(Style::Bold, &neutral::line(&space.title, words.around()));
    out.line(&format!("{}  {title}", words.code(&short(space.log))))?;
    let mut facts = Vec::new();
    if space.state != SpaceState::Active {
        facts.push(state(words, space.state));
    }
    // Who is out knows nothing of those inside.
    if !matches!(space.state, SpaceState::Left | SpaceState::Removed) {
        facts.push(role(words, space.role));
        facts.push(words.with("out-members", &[("count", Arg::from(space.members))]));
    }
    if let Some(when) = space.closes.filter(|_| space.state != SpaceState::Closed) {
        let day = moment::here(when).chars().take(10).collect();
        facts.push(words.with("out-closes", &[("day", Arg::Code(day))]));
    }
    facts.push(words.with("out-unread", &[("count", Arg::from(space.unread))]));
    out.line(&out.styled(Style::Faint, &format!("          {}", facts.join(words.comma()))))?;
    if let Some(code) = &space.alarm {
        let text = format!("          {}", alarm(words, code));
        out.line(&out.styled(Style::Bad, &text))?;
    }
    Ok(())
}

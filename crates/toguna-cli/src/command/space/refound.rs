// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna space refound S`.

use clap::{ArgMatches, Command};
use serde::Serialize;
use toguna_sdk::{Client, Options, Refounded, RefoundingPlan, Who};

use super::invite::flush;
use crate::args::Maker;
use crate::catalogue::Arg;
use crate::command::required;
use crate::fault::{Fault, Own};
use crate::output::Output;
use crate::session::Session;
use crate::terminal;
use crate::words::{alarm, handle, hex};

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    make.command("refound", "toguna space refound S", "help-space-refound")
        .arg(make.space())
        .arg(make.flag("anyway", "arg-refound-anyway"))
        .arg(make.flag("hurry", "arg-hurry"))
        .arg(make.flag("no-wait", "arg-no-wait-letters"))
        .arg(make.flag("yes", "arg-yes"))
        .after_help(make.after(
            &["help-space-refound-after"],
            &[("example-refound", "toguna space refound river")],
        ))
}

#[derive(Serialize)]
struct Row<'a> {
    space: String,
    left_out: Option<Named<'a>>,
    invited: &'a [String],
    missing: Vec<Named<'a>>,
    letters_waiting: usize,
}

#[derive(Serialize)]
struct Named<'a> {
    account: String,
    handle: Option<&'a str>,
}

impl<'a> Named<'a> {
    fn of(who: &'a Who) -> Self {
        Self {
            account: hex(who.account.as_bytes()),
            handle: who.handle.as_deref(),
        }
    }
}

/// Founds a stopped space anew, after saying who will be left out and why.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let client = session.open_with(Options {
        hurry: matches.get_flag("hurry"),
        ..session.options()?
    })?;
    session.sync(&client).await?;
    let log = client.find_space(required(matches, "space"))?;
    let anyway = matches.get_flag("anyway");
    let out = &session.out;
    let plan = client.plan_refounding(log, anyway)?;
    if !out.json() {
        explain(out, &client, &plan)?;
    }
    if !matches.get_flag("yes") && !asks(out, &plan)? {
        return Err(Own::Cancelled.into());
    }
    let refounded = client.refound_space(log, anyway).await?;
    let waits = refounded.letters_waiting > 0 && !matches.get_flag("no-wait");
    let waiting = if waits {
        flush(session, &client).await?
    } else {
        refounded.letters_waiting
    };
    tell(out, &refounded, waiting)
}

/// Why the space stopped, and who has founded it anew already.
fn explain(out: &Output, client: &Client, plan: &RefoundingPlan) -> Result<(), Fault> {
    let words = out.catalogue();
    if let Some(why) = &client.space(plan.log)?.summary.alarm {
        out.line(&alarm(words, why))?;
    }
    for who in &plan.offered_by {
        out.say(
            "out-refound-offered",
            &[("who", handle(words, who.handle.as_deref()))],
        )?;
    }
    Ok(())
}

fn asks(out: &Output, plan: &RefoundingPlan) -> Result<bool, Fault> {
    let words = out.catalogue();
    let mut args = vec![
        ("title", Arg::Theirs(&plan.title)),
        ("count", Arg::from(plan.brings.len())),
    ];
    let question = match &plan.left_out {
        Some(who) => {
            args.push(("who", handle(words, who.handle.as_deref())));
            "ask-refound"
        }
        None => "ask-refound-all",
    };
    terminal::confirm(&words.with(question, &args), &words.text("ask-yes-words"))
}

fn tell(out: &Output, refounded: &Refounded, waiting: usize) -> Result<(), Fault> {
    if out.json() {
        return out.row(&Row {
            space: hex(refounded.space.log.as_bytes()),
            left_out: refounded.left_out.as_ref().map(Named::of),
            invited: &refounded.invited,
            missing: refounded.missing.iter().map(Named::of).collect(),
            letters_waiting: waiting,
        });
    }
    let words = out.catalogue();
    out.say("out-refounded", &[("title", Arg::Theirs(&refounded.space.title))])?;
    if let Some(who) = &refounded.left_out {
        out.say(
            "out-refound-left-out",
            &[("who", handle(words, who.handle.as_deref()))],
        )?;
    }
    for handle in &refounded.invited {
        out.say("out-refound-brought", &[("handle", Arg::Theirs(handle))])?;
    }
    for who in &refounded.missing {
        out.say(
            "out-refound-missing",
            &[("who", handle(words, who.handle.as_deref()))],
        )?;
    }
    match waiting {
        0 if refounded.invited.is_empty() => Ok(()),
        0 => out.say("out-letters-left", &[]),
        n => out.say("out-letters-waiting", &[("count", Arg::from(n))]),
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna space show S`.

use clap::{ArgMatches, Command};
use serde::Serialize;
use toguna_sdk::{AccountId, Contradiction, Person, Seq, SpaceDetail, SpaceSummary, Waiting};

use super::Row;
use crate::args::Maker;
use crate::catalogue::Arg;
use crate::command::required;
use crate::fault::Fault;
use crate::output::{Output, Style};
use crate::session::Session;
use crate::words::{alarm, handle, hex, role, role_name, state, suite};
use crate::{moment, neutral};

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    make.command("show", "toguna space show S", "help-space-show")
        .arg(make.space())
}

#[derive(Serialize)]
struct Detail<'a> {
    #[serde(flatten)]
    space: Row<'a>,
    people: Vec<PersonRow<'a>>,
    waiting: Vec<WaitingRow<'a>>,
    contradictions: Vec<ContradictionRow>,
    /// When messages are erased, if a steward asked for it.
    erases: Option<String>,
    /// Whether this device has the steward key; nothing for who is no steward.
    steward_key: Option<bool>,
}

#[derive(Serialize)]
struct ContradictionRow {
    account: String,
    seq: u64,
    differs_at: u64,
    members: bool,
    agree: usize,
}

#[derive(Serialize)]
struct PersonRow<'a> {
    account: String,
    handle: Option<&'a str>,
    role: &'static str,
    fingerprint: &'a str,
    devices: usize,
    me: bool,
    keys_renewed: Option<String>,
    read_up_to: Option<u64>,
}

#[derive(Serialize)]
struct WaitingRow<'a> {
    message: String,
    text: &'a str,
}

/// Shows one space.
pub(crate) fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let client = session.open()?;
    let detail = client.space(client.find_space(required(matches, "space"))?)?;
    let differ = client.contradictions(detail.summary.log)?;
    let out = &session.out;
    if out.json() {
        let read = client.read_by(detail.summary.log)?;
        return out.row(&row(&detail, &read, &differ));
    }
    head(out, &detail.summary)?;
    if let Some(when) = detail.summary.closes {
        let title = ("title", Arg::Theirs(&detail.summary.title));
        let day = moment::here(when).chars().take(10).collect();
        out.say("out-closing", &[title, ("day", Arg::Code(day))])?;
    }
    if let Some(when) = detail.erases {
        let day = moment::here(when).chars().take(10).collect();
        out.say("out-erasing", &[("day", Arg::Code(day))])?;
    }
    if detail.has_steward_key == Some(false) {
        out.say("out-show-no-steward-key", &[])?;
    }
    differ
        .iter()
        .try_for_each(|one| tell_contradiction(out, &detail, one))?;
    out.say("out-show-people", &[])?;
    detail.people.iter().try_for_each(|person| tell(out, person))?;
    if !detail.waiting.is_empty() {
        out.say("out-show-waiting", &[])?;
    }
    detail
        .waiting
        .iter()
        .try_for_each(|waiting| tell_waiting(out, waiting))
}

fn row<'a>(detail: &'a SpaceDetail, read: &[(AccountId, Seq)], differ: &[Contradiction]) -> Detail<'a> {
    let person = |person: &'_ Person| (hex(person.account.as_bytes()), role_name(person.role));
    Detail {
        space: Row::of(&detail.summary),
        erases: detail.erases.map(moment::utc),
        steward_key: detail.has_steward_key,
        people: detail
            .people
            .iter()
            .map(|one| {
                let (account, role) = person(one);
                PersonRow {
                    account,
                    handle: one.handle.as_deref(),
                    role,
                    fingerprint: &one.fingerprint,
                    devices: one.devices,
                    me: one.me,
                    keys_renewed: one.keys_renewed.map(moment::utc),
                    read_up_to: read
                        .iter()
                        .find_map(|(account, seq)| (*account == one.account).then_some(seq.get())),
                }
            })
            .collect(),
        waiting: detail
            .waiting
            .iter()
            .map(|one| WaitingRow {
                message: hex(one.message.as_bytes()),
                text: &one.text,
            })
            .collect(),
        contradictions: differ
            .iter()
            .map(|one| ContradictionRow {
                account: hex(one.author.as_bytes()),
                seq: one.place.get(),
                differs_at: one.differs_at.get(),
                members: one.members,
                agree: one.agree,
            })
            .collect(),
    }
}

fn head(out: &Output, space: &SpaceSummary) -> Result<(), Fault> {
    let words = out.catalogue();
    let title = neutral::line(&space.title, words.around());
    out.line(&out.styled(Style::Bold, &title))?;
    let id = Arg::Code(hex(space.log.as_bytes()));
    out.say("out-show-id", &[("id", id)])?;
    out.say(
        "out-show-state",
        &[("state", Arg::Own(state(words, space.state)))],
    )?;
    out.say("out-show-role", &[("role", Arg::Own(role(words, space.role)))])?;
    out.say("out-show-epoch", &[("epoch", Arg::Number(space.epoch.get()))])?;
    out.say(
        "out-show-suite",
        &[("suite", Arg::Own(suite(words, space.suite)))],
    )?;
    let inviter = space.inviter.clone().unwrap_or_default();
    let inviter = [("inviter", Arg::Theirs(&inviter))];
    if !space.confirmed {
        out.line(&out.styled(Style::Warning, &words.with("out-unconfirmed", &inviter)))?;
    } else if space.seen_only_by_inviter {
        out.line(&out.styled(Style::Warning, &words.with("out-only-inviter", &inviter)))?;
    }
    match &space.alarm {
        Some(code) => out.line(&out.styled(Style::Bad, &alarm(words, code))),
        None => Ok(()),
    }
}

/// Who was shown what another history than this device.
fn tell_contradiction(out: &Output, detail: &SpaceDetail, one: &Contradiction) -> Result<(), Fault> {
    let words = out.catalogue();
    let author = detail.people.iter().find(|person| person.account == one.author);
    let args = [
        ("seq", Arg::Number(one.place.get())),
        ("place", Arg::Number(one.differs_at.get())),
        (
            "who",
            handle(words, author.and_then(|person| person.handle.as_deref())),
        ),
    ];
    let id = if one.members {
        "out-contradiction-members"
    } else {
        "out-contradiction"
    };
    out.line(&out.styled(Style::Bad, &words.with(id, &args)))?;
    if one.agree == 0 {
        return Ok(());
    }
    let args = [("count", Arg::from(one.agree)), ("who", args[2].1.clone())];
    out.say("out-contradiction-agree", &args)
}

fn tell(out: &Output, person: &Person) -> Result<(), Fault> {
    let words = out.catalogue();
    let handle = match &person.handle {
        Some(handle) => neutral::line(handle, words.around()),
        None => hex(person.account.as_bytes()).chars().take(8).collect(),
    };
    let me = if person.me {
        format!(" ({})", words.text("word-you"))
    } else {
        String::new()
    };
    let devices = words.with("out-devices", &[("count", Arg::from(person.devices))]);
    let role = role(words, Some(person.role));
    out.line(&format!("  {handle}{me}: {role}{}{devices}", words.comma()))?;
    out.line(&out.styled(Style::Faint, &format!("    {}", words.code(&person.fingerprint))))?;
    let renewed = match person.keys_renewed {
        Some(when) => words.with("out-keys-renewed", &[("when", Arg::Code(moment::here(when)))]),
        None => words.text("out-keys-not-renewed"),
    };
    out.line(&out.styled(Style::Faint, &format!("    {renewed}")))
}

fn tell_waiting(out: &Output, waiting: &Waiting) -> Result<(), Fault> {
    let words = out.catalogue();
    for line in neutral::lines(&waiting.text, words.around()) {
        out.line(&format!("  {line}"))?;
    }
    Ok(())
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna doctor`: checks, and what to do about what it finds.

use std::collections::BTreeMap;

use clap::Command;
use serde::Serialize;
use toguna_sdk::{Check, Code, Outcome};

use crate::args::Maker;
use crate::catalogue::Catalogue;
use crate::fault::{Fault, Own};
use crate::neutral;
use crate::output::{Output, Style};
use crate::session::Session;

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    make.command("doctor", "toguna doctor", "help-doctor")
}

#[derive(Serialize)]
struct Row<'a> {
    check: &'a str,
    outcome: &'a str,
    detail: BTreeMap<&'a str, &'a str>,
}

/// Checks everything; fails if anything is bad.
pub(crate) async fn run(session: &Session) -> Result<(), Fault> {
    let checks = match session.open() {
        Ok(client) => client.doctor().await?,
        Err(fault) => vec![shut(fault)?],
    };
    let out = &session.out;
    for check in &checks {
        if out.json() {
            out.row(&Row {
                check: check.code,
                outcome: name(&check.outcome),
                detail: check
                    .detail
                    .iter()
                    .map(|(key, value)| (*key, value.as_str()))
                    .collect(),
            })?;
        } else {
            tell(out, check)?;
        }
    }
    if checks.iter().any(|check| matches!(check.outcome, Outcome::Bad)) {
        return Err(Own::DoctorFound.into());
    }
    if out.json() {
        Ok(())
    } else {
        out.say("out-doctor-well", &[])
    }
}

/// A vault that does not open is what the doctor is asked about most: what can be told without it is told.
fn shut(fault: Fault) -> Result<Check, Fault> {
    match &fault {
        Fault::Sdk(cause) if matches!(cause.is(), Code::WrongPassphrase | Code::VaultDamaged) => Ok(Check {
            code: "vault",
            outcome: Outcome::Bad,
            detail: vec![("fault", cause.code().to_owned())],
        }),
        Fault::OfFile(..) | Fault::Own(_) | Fault::ReaderGone | Fault::Sdk(_) | Fault::Usage(_) => Err(fault),
    }
}

const fn name(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Good => "good",
        Outcome::Warning => "warning",
        Outcome::Bad => "bad",
    }
}

/// A fault says what happened; a number is named.
fn detail(words: &Catalogue, key: &str, value: &str) -> String {
    let sentence = (key == "fault").then(|| words.look_up(&format!("fault-{value}"), &[]));
    if let Some(sentence) = sentence.flatten() {
        return sentence;
    }
    let name = words.look_up(&format!("detail-{}", key.replace('_', "-")), &[]);
    let name = name.unwrap_or_else(|| key.to_owned());
    format!("{name}: {}", neutral::line(value, words.around()))
}

fn tell(out: &Output, check: &Check) -> Result<(), Fault> {
    let words = out.catalogue();
    let (id, style) = match check.outcome {
        Outcome::Good => ("outcome-good", Style::Good),
        Outcome::Warning => ("outcome-warning", Style::Warning),
        Outcome::Bad => ("outcome-bad", Style::Bad),
    };
    let title = words
        .look_up(&format!("check-{}", check.code), &[])
        .unwrap_or_else(|| check.code.to_owned());
    out.line(&format!("[{}] {title}", out.styled(style, &words.text(id))))?;
    for (key, value) in &check.detail {
        let detail = detail(words, key, value);
        out.line(&out.styled(Style::Faint, &format!("    {detail}")))?;
    }
    if matches!(check.outcome, Outcome::Good) {
        return Ok(());
    }
    match hint(words, check) {
        Some(hint) => out.line(&format!("    {hint}")),
        None => Ok(()),
    }
}

/// What to do: there may be something to say of this very fault.
fn hint(words: &Catalogue, check: &Check) -> Option<String> {
    let of_fault = check
        .detail
        .iter()
        .filter(|(key, _)| *key == "fault")
        .find_map(|(_, fault)| words.look_up(&format!("check-{}-{fault}-hint", check.code), &[]));
    of_fault.or_else(|| words.look_up(&format!("check-{}-hint", check.code), &[]))
}

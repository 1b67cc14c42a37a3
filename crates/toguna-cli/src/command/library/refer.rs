// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna library refer S ITEM TO`: what an item refers to, passage to passage, and what refers to it.

use clap::{ArgMatches, Command, value_parser};
use serde::Serialize;
use serde_json::Value;
use toguna_sdk::{
    Change, Client, Code, EntryId, LibraryItem, LogId, OsEntropy, Passage, Reference, Standing,
};

use super::passage::{Stands, found, place, quoted};
use super::{fetch, item, named};
use crate::args::Maker;
use crate::command::text;
use crate::fault::Fault;
use crate::neutral;
use crate::output::{Output, Style};
use crate::session::Session;
use crate::words::hex;

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    let number = |name, shown, help| {
        make.option(name, shown, help)
            .value_parser(value_parser!(u32).range(1..))
    };
    make.command(
        "refer",
        "toguna library refer S ITEM [TO]",
        "help-library-refer",
    )
    .arg(make.space())
    .arg(item(make))
    .arg(make.place("target", "TO", "arg-refer-to").display_order(2))
    .arg(make.option("quote", "WORDS", "arg-quote").requires("target"))
    .arg(number("page", "N", "arg-page").requires("quote"))
    .arg(make.option("from-quote", "WORDS", "arg-from-quote").requires("target"))
    .arg(number("from-page", "N", "arg-page").requires("from-quote"))
    .arg(make.option("note", "TEXT", "arg-refer-note").requires("target"))
    .arg(number("remove", "N", "arg-refer-remove").conflicts_with("target"))
    .arg(make.flag("offline", "arg-offline"))
    .after_help(make.after(
        &["help-library-refer-after"],
        &[
            (
                "example-library-refer",
                "toguna library refer river Judgment UDHR --quote 'right to life' --from-quote 'article 3'",
            ),
            ("example-library-refer-show", "toguna library refer river UDHR"),
        ],
    ))
}

/// Shows what refers to what, or changes it.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let client = session.open()?;
    let (target, gone) = (text(matches, "target"), matches.get_one::<u32>("remove"));
    // References are named by the number that was shown: nothing new comes between that and a change.
    if target.is_none() && gone.is_none() {
        fetch(session, &client, matches).await?;
    }
    let (log, item) = named(&client, matches)?;
    if let Some(target) = target {
        let target = client.find_item(log, target)?;
        let at = |name: &str| matches.get_one::<u32>(name).copied();
        let reference = Reference {
            id: EntryId::make(&OsEntropy),
            from: found(
                session,
                &client,
                log,
                &item,
                text(matches, "from-quote"),
                at("from-page"),
            )
            .await?,
            item: target.id,
            passage: found(session, &client, log, &target, text(matches, "quote"), at("page")).await?,
            note: text(matches, "note").unwrap_or_default().trim().to_owned(),
        };
        let is_it = |it: &Reference| {
            Reference {
                id: reference.id,
                ..it.clone()
            } == reference
        };
        if !item.item.references.iter().any(is_it) {
            let change = Change::AddReference(Box::new(reference));
            client.change_item(log, item.id, vec![change]).await?;
        }
    }
    if let Some(number) = gone {
        let at = usize::try_from(number.saturating_sub(1)).unwrap_or(usize::MAX);
        let reference = item.item.references.get(at);
        let id = reference.ok_or(toguna_sdk::Fault::new(Code::EntryUnknown))?.id;
        client
            .change_item(log, item.id, vec![Change::RemoveReference(id)])
            .await?;
    }
    show(session, &client, log, &item)
}

/// A reference as programs read it: `to` another item, or `from` one.
#[derive(Serialize)]
struct Row<'a> {
    direction: &'static str,
    reference: String,
    item: String,
    /// Nothing if the item is not in the library.
    item_title: Option<&'a str>,
    from_passage: Option<Value>,
    from_stands: Option<Stands>,
    to_passage: Option<Value>,
    to_stands: Option<Stands>,
    note: &'a str,
}

fn show(session: &Session, client: &Client, log: LogId, item: &LibraryItem) -> Result<(), Fault> {
    let (out, items) = (&session.out, client.library(log)?);
    let by_id = |id| items.iter().find(|known| known.id == id);
    let references = by_id(item.id).map(|now| now.item.references.as_slice());
    for (number, reference) in (1..).zip(references.unwrap_or_default()) {
        let other = (reference.item, by_id(reference.item));
        show_one(out, client, log, Some(number), (item.id, other), reference)?;
    }
    for (other, reference) in client.references_to(log, item.id)? {
        show_one(
            out,
            client,
            log,
            None,
            (other.id, (other.id, Some(&other))),
            &reference,
        )?;
    }
    Ok(())
}

type Other<'a> = (toguna_sdk::ObjectId, Option<&'a LibraryItem>);

/// One reference of the item `from`; a number if that is the item that is shown.
fn show_one(
    out: &Output,
    client: &Client,
    log: LogId,
    number: Option<u32>,
    (from, (id, other)): (toguna_sdk::ObjectId, Other<'_>),
    reference: &Reference,
) -> Result<(), Fault> {
    let stands = |item, passage: &Option<Passage>| match passage {
        Some(passage) => Ok::<_, Fault>(client.passages_stand(log, &[(item, passage)])?.pop()),
        None => Ok(None),
    };
    let from_stands = stands(from, &reference.from)?;
    let to_stands = stands(reference.item, &reference.passage)?;
    if out.json() {
        return out.row(&Row {
            direction: if number.is_some() { "to" } else { "from" },
            reference: hex(reference.id.as_bytes()),
            item: hex(id.as_bytes()),
            item_title: other.map(LibraryItem::title),
            from_passage: reference.from.as_ref().map(Passage::to_json),
            from_stands: from_stands.map(Stands::from),
            to_passage: reference.passage.as_ref().map(Passage::to_json),
            to_stands: to_stands.map(Stands::from),
            note: &reference.note,
        });
    }
    let words = out.catalogue();
    let title = match other {
        Some(other) => neutral::line(other.title(), words.around()),
        None => words.text("out-entry-missing"),
    };
    let (id, mark) = match number {
        Some(number) => ("out-refers-to", number.to_string()),
        None => ("out-referred-by", String::new()),
    };
    let way = out.styled(Style::Faint, &words.text(id));
    out.line(&format!("{mark:>4}  {way}  {title}"))?;
    for (id, passage, stands) in [
        ("out-from-quote", &reference.from, from_stands),
        ("out-to-quote", &reference.passage, to_stands),
    ] {
        if let Some((passage, standing)) = passage.as_ref().zip(stands) {
            show_quote(out, id, passage, standing)?;
        }
    }
    if reference.note.is_empty() {
        return Ok(());
    }
    let note = neutral::lines(&reference.note, words.around()).join("\n      ");
    out.line(&format!("      {note}"))
}

fn show_quote(out: &Output, id: &str, passage: &Passage, standing: Standing) -> Result<(), Fault> {
    let words = out.catalogue();
    let way = out.styled(Style::Faint, &words.text(id));
    out.line(&format!("      {way}  {}", quoted(words, passage)))?;
    match place(words, standing) {
        Some(place) => out.line(&format!("      {}", out.styled(Style::Faint, &place))),
        None => Ok(()),
    }
}

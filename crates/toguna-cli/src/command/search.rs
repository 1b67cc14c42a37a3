// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna search WORDS...`: finds what was said, in this device's vault alone.

use clap::{ArgMatches, Command, value_parser};
use serde::Serialize;
use toguna_sdk::{Client, Excerpt, Found, FoundItem, SavedSearch, Search, SearchKind, limit};

use super::{library, text};
use crate::args::Maker;
use crate::catalogue::Arg;
use crate::entry;
use crate::fault::Fault;
use crate::output::{Output, Style};
use crate::session::Session;
use crate::words::hex;
use crate::{moment, neutral};

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    let words = make.place("words", "WORDS", "arg-words");
    let saved = ["saved", "list", "forget"];
    make.command("search", "toguna search WORDS...", "help-search")
        .arg(words.num_args(1..).required_unless_present_any(saved))
        .arg(make.option("space", "S", "arg-in-space"))
        .arg(
            make.option("kind", "KIND", "arg-search-kind")
                .value_parser(SearchKind::ALL.map(SearchKind::name)),
        )
        .arg(make.option("from", "HANDLE", "arg-from"))
        .arg(make.option("since", "DATE", "arg-since").value_parser(day))
        .arg(make.option("until", "DATE", "arg-until").value_parser(day))
        .arg(
            make.option("limit", "N", "arg-limit")
                .value_parser(value_parser!(u32).range(1..=i64::from(limit::FOUND))),
        )
        .arg(
            make.option("save", "NAME", "arg-search-save")
                .conflicts_with_all(saved),
        )
        .arg(
            make.option("saved", "NAME", "arg-search-saved")
                .conflicts_with("words"),
        )
        .arg(
            make.flag("list", "arg-search-list")
                .conflicts_with_all(["words", "saved"]),
        )
        .arg(
            make.option("forget", "NAME", "arg-search-forget")
                .conflicts_with_all(["words", "saved", "list"]),
        )
        .after_help(make.after(
            &["help-search-after"],
            &[
                ("example-search", "toguna search liberté --space river"),
                (
                    "example-search-phrase",
                    "toguna search '\"toute personne\" lib*' --since 2026-01-01",
                ),
                (
                    "example-search-save",
                    "toguna search disparition* --space river --save missing",
                ),
                ("example-search-saved", "toguna search --saved missing"),
            ],
        ))
}

fn day(text: &str) -> Result<moment::Day, &'static str> {
    moment::Day::parse(text).ok_or("not a date")
}

/// A found message as programs read it.
#[derive(Serialize)]
struct Row<'a> {
    title: &'a str,
    excerpt: &'a str,
    /// Where the words are in the excerpt, in bytes: begin and end.
    matches: Vec<[usize; 2]>,
    #[serde(flatten)]
    entry: entry::Row<'a>,
}

/// Searches.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let client = session.open()?;
    if matches.get_flag("list") {
        return list(&session.out, &client);
    }
    if let Some(name) = text(matches, "forget") {
        client.forget_search(name).await?;
        return session
            .out
            .say("out-search-forgotten", &[("name", Arg::Theirs(name))]);
    }
    let search = asked(&client, matches)?;
    if let Some(name) = text(matches, "save") {
        client.save_search(name, &search).await?;
    }
    let items = client.search_library(&search)?;
    let found = client.search(search).await?;
    let out = &session.out;
    if found.is_empty() && items.is_empty() && !out.json() {
        return out.say("out-nothing-found", &[]);
    }
    items.iter().try_for_each(|found| show_item(out, found))?;
    found.iter().try_for_each(|found| show(out, found))
}

/// What is to be looked for: what was saved, but for what is said anew.
fn asked(client: &Client, matches: &ArgMatches) -> Result<Search, Fault> {
    let saved = text(matches, "saved").map(|name| client.saved_search(name));
    let mut search = saved.transpose()?.unwrap_or_default();
    let words: Vec<&str> = matches
        .get_many::<String>("words")
        .unwrap_or_default()
        .map(String::as_str)
        .collect();
    if !words.is_empty() {
        search.text = words.join(" ");
    }
    if let Some(space) = text(matches, "space") {
        search.space = Some(client.find_space(space)?);
    }
    if let Some(handle) = text(matches, "from") {
        search.author = Some(client.known_person(handle)?);
    }
    let of_day = |name| matches.get_one::<moment::Day>(name);
    search.kind = text(matches, "kind").and_then(SearchKind::named).or(search.kind);
    search.since = of_day("since").map(moment::Day::begins).or(search.since);
    search.before = of_day("until").map(moment::Day::ends).or(search.before);
    search.limit = matches.get_one::<u32>("limit").copied().or(search.limit);
    Ok(search)
}

/// A saved search as programs read it.
#[derive(Serialize)]
struct SavedRow<'a> {
    name: &'a str,
    text: &'a str,
    space: Option<String>,
    kind: Option<&'static str>,
    author: Option<String>,
    since: Option<String>,
    before: Option<String>,
    limit: Option<u32>,
}

/// Shows the searches that were saved.
fn list(out: &Output, client: &Client) -> Result<(), Fault> {
    let all = client.saved_searches()?;
    if all.is_empty() && !out.json() {
        return out.say("out-no-searches", &[]);
    }
    let around = out.catalogue().around();
    for SavedSearch { name, search } in &all {
        if out.json() {
            out.row(&SavedRow {
                name,
                text: &search.text,
                space: search.space.map(|space| hex(space.as_bytes())),
                kind: search.kind.map(SearchKind::name),
                author: search.author.map(|author| hex(author.as_bytes())),
                since: search.since.map(moment::utc),
                before: search.before.map(moment::utc),
                limit: search.limit,
            })?;
            continue;
        }
        let name = out.styled(Style::Bold, &neutral::line(name, around));
        let space = search.space.and_then(|space| client.space(space).ok());
        let space = space.map(|space| neutral::line(&space.summary.title, around));
        let parts = [Some(name), Some(neutral::line(&search.text, around)), space];
        out.line(&parts.into_iter().flatten().collect::<Vec<_>>().join("  "))?;
    }
    Ok(())
}

/// A found item as programs read it.
#[derive(Serialize)]
struct ItemRow<'a> {
    space_title: &'a str,
    excerpt: &'a str,
    matches: Vec<[usize; 2]>,
    /// The file in which it was found, if it was in one.
    #[serde(skip_serializing_if = "Option::is_none")]
    in_file: Option<InFile<'a>>,
    #[serde(flatten)]
    item: library::Row<'a>,
}

#[derive(Serialize)]
struct InFile<'a> {
    name: &'a str,
    version: u32,
    page: Option<u32>,
}

fn show_item(out: &Output, found: &FoundItem) -> Result<(), Fault> {
    if out.json() {
        let matches = found.excerpt.matches.iter();
        return out.row(&ItemRow {
            space_title: &found.title,
            excerpt: &found.excerpt.text,
            matches: matches.map(|at| [at.start, at.end]).collect(),
            in_file: found.file.as_ref().map(|file| InFile {
                name: &file.name,
                version: file.version,
                page: file.page,
            }),
            item: library::Row::of(found.space, &found.item),
        });
    }
    let title = out.styled(
        Style::Bold,
        &neutral::line(&found.title, out.catalogue().around()),
    );
    out.line(&format!("{title}  {}", library::line(out, &found.item)))?;
    if let Some(file) = &found.file {
        let page = file.page.unwrap_or_default();
        let args = [
            ("file", Arg::Theirs(file.name.as_str())),
            ("page", Arg::Number(page.into())),
        ];
        let id = if page > 0 {
            "out-found-on-page"
        } else {
            "out-found-in-file"
        };
        let place = out.catalogue().with(id, &args);
        out.line(&format!("    {}", out.styled(Style::Faint, &place)))?;
    }
    out.line(&format!("    {}", excerpt(out, &found.excerpt)))
}

fn show(out: &Output, found: &Found) -> Result<(), Fault> {
    if out.json() {
        return out.row(&Row {
            title: &found.title,
            excerpt: &found.excerpt.text,
            matches: found
                .excerpt
                .matches
                .iter()
                .map(|at| [at.start, at.end])
                .collect(),
            entry: entry::row(found.space, &found.shown),
        });
    }
    let words = out.catalogue();
    let when = out.styled(Style::Faint, &words.code(&moment::here(found.shown.written)));
    let title = out.styled(Style::Bold, &neutral::line(&found.title, words.around()));
    let place = words.code(&format!("#{}", found.shown.seq.get()));
    let place = out.styled(Style::Faint, &place);
    let who = entry::author(words, &found.shown);
    out.line(&format!("{title}  {place}  {when}  {who}"))?;
    out.line(&format!("    {}", excerpt(out, &found.excerpt)))
}

/// The part of a text, with dots where there is more of it.
fn excerpt(out: &Output, excerpt: &Excerpt) -> String {
    let marked = neutral::marked(
        &excerpt.text,
        &excerpt.matches,
        out.catalogue().around(),
        |word| out.styled(Style::Bold, word),
    );
    let before = if excerpt.begins_earlier { "… " } else { "" };
    let after = if excerpt.goes_on { " …" } else { "" };
    format!("{before}{marked}{after}")
}

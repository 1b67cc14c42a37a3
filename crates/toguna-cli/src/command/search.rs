// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna search WORDS...`: finds what was said, in this device's vault alone.

use clap::{ArgMatches, Command, value_parser};
use serde::Serialize;
use toguna_sdk::{Excerpt, Found, FoundItem, Search, limit};

use super::{library, text};
use crate::args::Maker;
use crate::catalogue::Arg;
use crate::entry;
use crate::fault::Fault;
use crate::output::{Output, Style};
use crate::session::Session;
use crate::{moment, neutral};

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    let words = make.place("words", "WORDS", "arg-words");
    make.command("search", "toguna search WORDS...", "help-search")
        .arg(words.required(true).num_args(1..))
        .arg(make.option("space", "S", "arg-in-space"))
        .arg(
            make.option("kind", "KIND", "arg-search-kind")
                .value_parser(["message", "item"]),
        )
        .arg(make.option("from", "HANDLE", "arg-from"))
        .arg(make.option("since", "DATE", "arg-since").value_parser(day))
        .arg(make.option("until", "DATE", "arg-until").value_parser(day))
        .arg(
            make.option("limit", "N", "arg-limit")
                .value_parser(value_parser!(u32).range(1..=i64::from(limit::FOUND))),
        )
        .after_help(make.after(
            &["help-search-after"],
            &[
                ("example-search", "toguna search liberté --space river"),
                (
                    "example-search-phrase",
                    "toguna search '\"toute personne\" lib*' --since 2026-01-01",
                ),
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
    let words: Vec<&str> = matches
        .get_many::<String>("words")
        .unwrap_or_default()
        .map(String::as_str)
        .collect();
    let of_day = |name| matches.get_one::<moment::Day>(name);
    let space = text(matches, "space").map(|space| client.find_space(space));
    let author = text(matches, "from").map(|handle| client.known_person(handle));
    let search = Search {
        text: words.join(" "),
        space: space.transpose()?,
        author: author.transpose()?,
        since: of_day("since").map(moment::Day::begins),
        before: of_day("until").map(moment::Day::ends),
        limit: matches.get_one::<u32>("limit").copied(),
    };
    let kind = text(matches, "kind");
    let items = match kind {
        Some("message") => Vec::new(),
        _ => client.search_library(&search)?,
    };
    let found = match kind {
        Some("item") => Vec::new(),
        _ => client.search(search).await?,
    };
    let out = &session.out;
    if found.is_empty() && items.is_empty() && !out.json() {
        return out.say("out-nothing-found", &[]);
    }
    items.iter().try_for_each(|found| show_item(out, found))?;
    found.iter().try_for_each(|found| show(out, found))
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

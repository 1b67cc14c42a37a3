// SPDX-License-Identifier: MIT OR Apache-2.0
//! Files that come and go: what is taken from a path, and which version of an item is meant.

use std::fs;
use std::path::Path;

use clap::{ArgMatches, value_parser};
use toguna_sdk::{Attachment, Change, Client, Code, Field, ItemFile, LibraryItem, LogId, NewFile};

use crate::args::Maker;
use crate::catalogue::Arg;
use crate::fault::Fault;
use crate::session::Session;

/// What a text is called at its end that an item holds by itself, as long as it is short enough.
const TEXTS: [&str; 3] = ["txt", "md", "text"];

/// What a path brings to an item.
pub(super) enum Brought {
    /// Its text: the item holds it by itself, and it waits in the outbox where the relay cannot be reached.
    Text(String),
    /// A file at the relay.
    File(Box<ItemFile>),
}

/// A text that an item holds by itself, if the path leads to one.
pub(super) fn short_text(path: &Path) -> Option<String> {
    let end = path.extension()?.to_str()?.to_lowercase();
    let short = |metadata: fs::Metadata| metadata.is_file() && metadata.len() <= Field::Text.limit().into();
    if !TEXTS.contains(&end.as_str()) || !fs::metadata(path).is_ok_and(short) {
        return None;
    }
    String::from_utf8(fs::read(path).ok()?).ok()
}

/// Takes what a path leads to, and brings it to the relay if it is no short text.
pub(super) async fn bring(
    session: &Session,
    client: &Client,
    log: LogId,
    path: &Path,
) -> Result<Brought, Fault> {
    match short_text(path) {
        Some(text) => Ok(Brought::Text(text)),
        None => upload(session, client, log, NewFile::open(path)?)
            .await
            .map(|file| Brought::File(Box::new(file))),
    }
}

/// Brings a file to the relay, with progress.
pub(super) async fn upload(
    session: &Session,
    client: &Client,
    log: LogId,
    file: NewFile,
) -> Result<ItemFile, Fault> {
    let uploaded = client
        .upload(log, file, |done, of| {
            show(session, "out-upload-progress", done, of)
        })
        .await;
    session.out.rub_out();
    Ok(uploaded?)
}

/// Brings a file for a message to refer to, with progress.
pub(crate) async fn attach(
    session: &Session,
    client: &Client,
    log: LogId,
    file: NewFile,
) -> Result<Attachment, Fault> {
    let attached = client
        .attach(log, file, |done, of| {
            show(session, "out-upload-progress", done, of)
        })
        .await;
    session.out.rub_out();
    Ok(attached?)
}

/// Writes a version of an item to a path, with progress.
pub(super) async fn save(
    session: &Session,
    client: &Client,
    log: LogId,
    file: &ItemFile,
    to: &Path,
) -> Result<(), Fault> {
    let saved = client
        .save_file(log, file, to, |done, of| {
            show(session, "out-fetch-progress", done, of)
        })
        .await;
    session.out.rub_out();
    Ok(saved?)
}

/// Shows how far something is.
pub(super) fn show(session: &Session, id: &str, done: u64, of: u64) {
    let percent = done.saturating_mul(100).checked_div(of).unwrap_or(100);
    let args = [("percent", Arg::Number(percent)), ("size", Arg::Own(size(of)))];
    session.out.progress(&session.out.catalogue().with(id, &args));
}

/// A number of bytes as people read it.
pub(crate) fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["B", "KiB", "MiB", "GiB"];
    let (mut whole, mut tenths, mut unit) = (bytes, 0, 0usize);
    while whole >= 1_024 && unit < UNITS.len().saturating_sub(1) {
        tenths = (whole % 1_024).saturating_mul(10) / 1_024;
        whole /= 1_024;
        unit = unit.saturating_add(1);
    }
    let name = UNITS.get(unit).copied().unwrap_or_default();
    if unit == 0 || whole >= 100 {
        format!("{whole} {name}")
    } else {
        format!("{whole}.{tenths} {name}")
    }
}

/// `--version N`.
pub(super) fn version_arg(make: Maker<'_>) -> clap::Arg {
    make.option("version", "N", "arg-version-of-item")
        .value_parser(value_parser!(u32).range(1..))
}

/// The version that a command means: the newest, unless it says another. None if the item has no file at all.
pub(super) fn meant<'a>(item: &'a LibraryItem, matches: &ArgMatches) -> Result<Option<&'a ItemFile>, Fault> {
    let files = &item.item.files;
    let Some(wanted) = matches.get_one::<u32>("version") else {
        return Ok(files.last());
    };
    let found = files.iter().rev().find(|file| file.version == *wanted);
    found
        .map(Some)
        .ok_or_else(|| toguna_sdk::Fault::new(Code::FileUnknown).into())
}

/// What makes of a known item one that holds what was brought.
pub(super) fn changes(known: &LibraryItem, brought: Brought) -> Vec<Change> {
    match brought {
        Brought::Text(text) => vec![Change::Set(Field::Text, text)],
        Brought::File(file) => {
            let mut changes = vec![Change::AddFile(file)];
            if known.item.get(Field::Text).is_some() {
                changes.push(Change::Set(Field::Text, String::new())); // it was the text of what the file replaces
            }
            changes
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_what_people_read() {
        for (bytes, shown) in [
            (0, "0 B"),
            (1_023, "1023 B"),
            (1_024, "1.0 KiB"),
            (1_700_000, "1.6 MiB"),
            (300 << 20, "300 MiB"),
            (4 << 30, "4.0 GiB"),
            (u64::MAX, "17179869183 GiB"),
        ] {
            assert_eq!(size(bytes), shown);
        }
    }
}

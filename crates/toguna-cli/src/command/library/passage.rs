// SPDX-License-Identifier: MIT OR Apache-2.0
//! Passages at the keyboard: found by what is quoted, shown with where they stand now.

use serde::Serialize;
use toguna_sdk::{Client, LibraryItem, LogId, Passage, Standing};

use super::file::show as progress;
use crate::catalogue::{Arg, Catalogue};
use crate::fault::Fault;
use crate::session::Session;

/// The passage of an item that is quoted, if one is.
pub(super) async fn found(
    session: &Session,
    client: &Client,
    log: LogId,
    item: &LibraryItem,
    quote: Option<&str>,
    page: Option<u32>,
) -> Result<Option<Passage>, Fault> {
    let Some(quote) = quote else {
        return Ok(None);
    };
    let tell = |done, of| progress(session, "out-fetch-progress", done, of);
    let found = client.find_passage(log, item.id, quote, page, tell).await;
    session.out.rub_out();
    Ok(Some(found?))
}

/// Where a passage stands, as programs read it.
#[derive(Serialize)]
pub(super) struct Stands {
    r#where: &'static str,
    version: Option<u32>,
    page: Option<u32>,
}

impl From<Standing> for Stands {
    fn from(standing: Standing) -> Self {
        let (r#where, version, page) = match standing {
            Standing::Here { page } => ("here", None, page),
            Standing::Earlier { version, page } => ("earlier", Some(version), page),
            Standing::Unread => ("unread", None, None),
            Standing::Nowhere => ("nowhere", None, None),
        };
        Self {
            r#where,
            version,
            page,
        }
    }
}

/// Its words, between quotes.
pub(super) fn quoted(words: &Catalogue, passage: &Passage) -> String {
    words.with("out-quote", &[("quote", Arg::Theirs(&passage.exact))])
}

/// Where a passage stands; nothing if that is the item's own text.
pub(super) fn place(words: &Catalogue, standing: Standing) -> Option<String> {
    let on = |id: &str, page: Option<u32>, version: u32| {
        let (page, version) = (page.unwrap_or_default().into(), version.into());
        words.with(
            id,
            &[("page", Arg::Number(page)), ("version", Arg::Number(version))],
        )
    };
    match standing {
        Standing::Here { page } => page.map(|page| on("out-passage-page", Some(page), 0)),
        Standing::Earlier { version, page: None } => Some(on("out-passage-earlier", None, version)),
        Standing::Earlier { version, page } => Some(on("out-passage-earlier-page", page, version)),
        Standing::Unread => Some(words.text("out-passage-unread")),
        Standing::Nowhere => Some(words.text("out-passage-nowhere")),
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! An entry as programs read it.

use serde::Serialize;
use toguna_sdk::{
    Agreed, Attachment, LogId, Quoted, Reaction, Seq, Shown, ShownKind, StewardAsk, Waiting, Who, WhoAmI,
};

use crate::moment;
use crate::words::{self, LIFETIMES, NEWCOMERS, hex, role_name};

/// One entry.
#[derive(Serialize)]
pub(crate) struct Row<'a> {
    space: String,
    seq: Option<u64>,
    kind: &'static str,
    author: String,
    handle: Option<&'a str>,
    mine: bool,
    written: String,
    text: &'a str,
    joined: Vec<WhoRow<'a>>,
    left: Vec<WhoRow<'a>>,
    agreed: Vec<AgreedRow<'a>>,
    message: Option<String>,
    queued: bool,
    reply: Option<ReplyRow>,
    thread: Option<String>,
    mentions: Vec<WhoRow<'a>>,
    attachments: Vec<FileRow<'a>>,
    edited: Option<String>,
    pinned: bool,
    reactions: Vec<ReactionRow<'a>>,
}

#[derive(Serialize)]
struct WhoRow<'a> {
    account: String,
    handle: Option<&'a str>,
}

/// What is agreed on now; one of the values is there.
#[derive(Default, Serialize)]
struct AgreedRow<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<WhoRow<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    newcomers: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lifetime: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    era_max_age_seconds: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    closes: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    erases: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deletes_file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    keeps_file: Option<String>,
}

impl<'a> AgreedRow<'a> {
    fn of(agreed: &'a Agreed) -> Self {
        let mut row = Self::default();
        match agreed {
            Agreed::Role(who, role) => {
                row.account = Some(WhoRow::of(who));
                row.role = Some(role_name(*role));
            }
            Agreed::Title(title) => row.title = Some(title),
            Agreed::Newcomers(newcomers) => row.newcomers = Some(words::name_of(&NEWCOMERS, *newcomers)),
            Agreed::Lifetime(lifetime) => row.lifetime = Some(words::name_of(&LIFETIMES, *lifetime)),
            Agreed::Asked(StewardAsk::Close) => row.closes = Some(true),
            Agreed::Asked(StewardAsk::StayOpen) => row.closes = Some(false),
            Agreed::Asked(StewardAsk::Erase { .. }) => row.erases = Some(true),
            Agreed::Asked(StewardAsk::KeepMessages) => row.erases = Some(false),
            Agreed::Asked(StewardAsk::DeleteFile { blob }) => row.deletes_file = Some(hex(blob.as_bytes())),
            Agreed::Asked(StewardAsk::KeepFile { blob }) => row.keeps_file = Some(hex(blob.as_bytes())),
            Agreed::EraMaxAge(age) => row.era_max_age_seconds = Some(age.as_secs()),
        }
        row
    }
}

impl<'a> WhoRow<'a> {
    fn of(who: &'a Who) -> Self {
        Self {
            account: hex(who.account.as_bytes()),
            handle: who.handle.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct ReplyRow {
    message: String,
    seq: Option<u64>,
}

impl ReplyRow {
    fn of(quoted: &Quoted) -> Self {
        Self {
            message: hex(quoted.message.as_bytes()),
            seq: quoted.seq.map(Seq::get),
        }
    }
}

#[derive(Serialize)]
struct FileRow<'a> {
    name: &'a str,
    media_type: &'a str,
    size: u64,
    sha256: String,
    /// The item of the library that it is in.
    item: Option<String>,
}

impl<'a> FileRow<'a> {
    fn of(file: &'a Attachment) -> Self {
        Self {
            name: &file.name,
            media_type: &file.media_type,
            size: file.size,
            sha256: hex(file.hash.as_bytes()),
            item: file.item().map(|(item, _)| hex(item.as_bytes())),
        }
    }
}

#[derive(Serialize)]
struct ReactionRow<'a> {
    sign: &'a str,
    by: Vec<WhoRow<'a>>,
}

impl<'a> ReactionRow<'a> {
    fn of(reaction: &'a Reaction) -> Self {
        Self {
            sign: &reaction.sign,
            by: reaction.by.iter().map(WhoRow::of).collect(),
        }
    }
}

/// An entry.
pub(crate) fn row(log: LogId, shown: &Shown) -> Row<'_> {
    let (kind, joined, left, agreed) = match &shown.kind {
        ShownKind::Said => ("said", &[][..], &[][..], &[][..]),
        ShownKind::Deleted => ("deleted", &[][..], &[][..], &[][..]),
        ShownKind::Arrived => ("arrived", &[][..], &[][..], &[][..]),
        ShownKind::Members { joined, left, agreed } => {
            let kind = if joined.is_empty() && left.is_empty() {
                "agreed"
            } else {
                "members"
            };
            (kind, joined.as_slice(), left.as_slice(), agreed.as_slice())
        }
        ShownKind::Unknown => ("unknown", &[][..], &[][..], &[][..]),
    };
    Row {
        space: hex(log.as_bytes()),
        seq: Some(shown.seq.get()),
        kind,
        author: hex(shown.author.as_bytes()),
        handle: shown.handle.as_deref(),
        mine: shown.mine,
        written: moment::utc(shown.written),
        text: &shown.text,
        joined: joined.iter().map(WhoRow::of).collect(),
        left: left.iter().map(WhoRow::of).collect(),
        agreed: agreed.iter().map(AgreedRow::of).collect(),
        message: shown.message.map(|id| hex(id.as_bytes())),
        queued: false,
        reply: shown.reply.as_ref().map(ReplyRow::of),
        thread: shown.thread.map(|id| hex(id.as_bytes())),
        mentions: shown.mentions.iter().map(WhoRow::of).collect(),
        attachments: shown.attachments.iter().map(FileRow::of).collect(),
        edited: shown.edited.map(moment::utc),
        pinned: shown.pinned,
        reactions: shown.reactions.iter().map(ReactionRow::of).collect(),
    }
}

/// One of our own words that still waits in the outbox.
pub(super) fn waiting<'a>(log: LogId, me: &'a WhoAmI, waiting: &'a Waiting) -> Row<'a> {
    Row {
        space: hex(log.as_bytes()),
        seq: None,
        kind: "said",
        author: hex(me.account.as_bytes()),
        handle: Some(&me.handle),
        mine: true,
        written: moment::utc(waiting.written),
        text: &waiting.text,
        joined: Vec::new(),
        agreed: Vec::new(),
        left: Vec::new(),
        message: Some(hex(waiting.message.as_bytes())),
        queued: true,
        reply: None,
        thread: None,
        mentions: Vec::new(),
        attachments: Vec::new(),
        edited: None,
        pinned: false,
        reactions: Vec::new(),
    }
}

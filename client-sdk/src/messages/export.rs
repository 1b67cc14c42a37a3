// SPDX-License-Identifier: MIT OR Apache-2.0
//! A conversation as text that members compare or keep: the same bytes on every device that has read the same log.
//!
//! One entry a line, each a JSON object with its keys in alphabetical order. Ids are in hexadecimal, times in
//! milliseconds since 1970. What differs by who looks (whether it is one's own, what still waits) is left out.

use data_encoding::HEXLOWER;
use serde_json::{Value, json};
use toguna_mls::rules::{Newcomers, Role};
use toguna_types::{Lifetime, LogId, StewardAsk};

use super::read::ReadRange;
use super::shown::{Agreed, Attachment, Reaction, Shown, ShownKind, Who};
use crate::Fault;
use crate::client::Client;

impl Client {
    /// Writes a conversation out, in the clear, as far as this device has read it. Whoever compares synchronises
    /// first, and asks from a place that all have read from: nobody is shown what was said before it joined.
    ///
    /// # Errors
    /// [`crate::Code::SpaceUnknown`].
    pub fn export_conversation(&self, log: LogId, range: ReadRange) -> Result<String, Fault> {
        let space = self.vault().read(|tx| self.row(tx, log))?;
        let mut shown = self.read(log, range)?;
        shown.retain(|shown| shown.seq <= space.cursor.seq); // not yet read back: its place is not seen yet
        let lines = shown.iter().map(|shown| format!("{}\n", entry(shown)));
        Ok(lines.collect())
    }
}

fn entry(shown: &Shown) -> Value {
    let (kind, changes) = kind(&shown.kind);
    json!({
        "attachments": shown.attachments.iter().map(attachment).collect::<Vec<_>>(),
        "author": HEXLOWER.encode(shown.author.as_bytes()),
        "changes": changes,
        "edited": shown.edited.map(|time| time.millis()),
        "handle": shown.handle,
        "kind": kind,
        "mentions": people(&shown.mentions),
        "message": shown.message.map(|id| HEXLOWER.encode(id.as_bytes())),
        "pinned": shown.pinned,
        "reactions": shown.reactions.iter().map(reaction).collect::<Vec<_>>(),
        "reply": shown.reply.as_ref().map(|quoted| HEXLOWER.encode(quoted.message.as_bytes())),
        "seq": shown.seq.get(),
        "text": shown.text,
        "thread": shown.thread.map(|id| HEXLOWER.encode(id.as_bytes())),
        "written": shown.written.millis(),
    })
}

fn kind(kind: &ShownKind) -> (&'static str, Value) {
    match kind {
        ShownKind::Said => ("said", Value::Null),
        ShownKind::Deleted => ("deleted", Value::Null),
        ShownKind::Arrived => ("arrived", Value::Null),
        ShownKind::Members { joined, left, agreed } => (
            "members",
            json!({
                "agreed": agreed.iter().map(agreement).collect::<Vec<_>>(),
                "joined": people(joined),
                "left": people(left),
            }),
        ),
        ShownKind::Unknown => ("unknown", Value::Null),
    }
}

fn agreement(agreed: &Agreed) -> Value {
    match agreed {
        Agreed::Role(who, role) => json!({ "account": person(who), "role": role_name(*role) }),
        Agreed::Title(title) => json!({ "title": title }),
        Agreed::Newcomers(Newcomers::Full) => json!({ "newcomers": "full" }),
        Agreed::Newcomers(Newcomers::FromJoin) => json!({ "newcomers": "from-join" }),
        Agreed::Lifetime(lifetime) => {
            let days = lifetime.length().map(|length| length.as_secs() / DAY);
            json!({ "lifetime_days": days.filter(|_| *lifetime != Lifetime::Keep) })
        }
        Agreed::EraMaxAge(age) => json!({ "era_max_age_seconds": age.as_secs() }),
        Agreed::Asked(StewardAsk::Close) => json!({ "closes": true }),
        Agreed::Asked(StewardAsk::StayOpen) => json!({ "closes": false }),
        Agreed::Asked(StewardAsk::Erase { .. }) => json!({ "erases": true }),
        Agreed::Asked(StewardAsk::KeepMessages) => json!({ "erases": false }),
        Agreed::Asked(StewardAsk::DeleteFile { blob }) => {
            json!({ "deletes_file": HEXLOWER.encode(blob.as_bytes()) })
        }
        Agreed::Asked(StewardAsk::KeepFile { blob }) => {
            json!({ "keeps_file": HEXLOWER.encode(blob.as_bytes()) })
        }
    }
}

const fn role_name(role: Role) -> &'static str {
    match role {
        Role::Reader => "reader",
        Role::Contributor => "contributor",
        Role::Steward => "steward",
    }
}

fn attachment(file: &Attachment) -> Value {
    json!({
        "media_type": file.media_type,
        "name": file.name,
        "sha256": HEXLOWER.encode(file.hash.as_bytes()),
        "size": file.size,
    })
}

fn reaction(reaction: &Reaction) -> Value {
    json!({ "by": people(&reaction.by), "sign": reaction.sign })
}

fn people(people: &[Who]) -> Vec<Value> {
    people.iter().map(person).collect()
}

fn person(who: &Who) -> Value {
    json!({ "account": HEXLOWER.encode(who.account.as_bytes()), "handle": who.handle })
}

/// Seconds of a day.
const DAY: u64 = 24 * 60 * 60;

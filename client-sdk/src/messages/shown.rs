// SPDX-License-Identifier: MIT OR Apache-2.0
//! An entry as a member sees it: what was said, with the edits, reactions and pins that came since.

use std::time::Duration;

use tls_codec::{
    DeserializeBytes as _, SerializeBytes as _, TlsDeserializeBytes, TlsSerializeBytes, TlsSize,
};
use toguna_mls::rules::{Newcomers, Role};
use toguna_types::{AccountId, Digest, Lifetime, LogId, MessageId, Opaque, Seq, StewardAsk, Timestamp};
use toguna_vault::{EntryRow, VaultTx};

use super::body::{AttachedBody, EditBody, MarkBody, Switch, TextBody};
use super::content::Content;
use crate::Fault;
use crate::client::Client;
use crate::fault::Code;
use crate::sync::{Amendment, RoleOf};

/// One thing a member sees.
#[derive(Clone, PartialEq, Eq)]
pub struct Shown {
    /// The log it stands in: the space's, or that of a space it goes on from.
    pub log: LogId,
    /// Its place in the log: the order is the same for everybody.
    pub seq: Seq,
    /// What it is.
    pub kind: ShownKind,
    /// Who said or did it, verified.
    pub author: AccountId,
    /// The author's handle, as far as this device knows it.
    pub handle: Option<String>,
    /// Whether it is our own.
    pub mine: bool,
    /// When the author says it was written.
    pub written: Timestamp,
    /// What was said.
    pub text: String,
    /// The message's id, if it is one.
    pub message: Option<MessageId>,
    /// What it answers.
    pub reply: Option<Quoted>,
    /// The message whose thread it belongs to.
    pub thread: Option<MessageId>,
    /// Who is meant.
    pub mentions: Vec<Who>,
    /// Files, by reference.
    pub attachments: Vec<Attachment>,
    /// When its author says it was worded anew.
    pub edited: Option<Timestamp>,
    /// Whether it is pinned for all.
    pub pinned: bool,
    /// Signs put on it, in the order they first came.
    pub reactions: Vec<Reaction>,
}

/// What a member sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShownKind {
    /// Somebody said something.
    Said,
    /// Somebody said something that was deleted since.
    Deleted,
    /// A newcomer's device has arrived.
    Arrived,
    /// The members changed, or what they agreed on.
    Members {
        /// Who joined.
        joined: Vec<Who>,
        /// Who is gone.
        left: Vec<Who>,
        /// What is agreed on now.
        agreed: Vec<Agreed>,
    },
    /// Something this version does not know.
    Unknown,
}

/// A message that another answers.
#[derive(Clone, PartialEq, Eq)]
pub struct Quoted {
    /// The message.
    pub message: MessageId,
    /// Its place, if this device has it.
    pub seq: Option<Seq>,
    /// Its author's handle, as far as this device knows it.
    pub handle: Option<String>,
    /// What it says now; empty if it ended or is not here.
    pub text: String,
}

/// A sign that members put on a message.
#[derive(Clone, PartialEq, Eq)]
pub struct Reaction {
    /// The sign.
    pub sign: String,
    /// Who put it there.
    pub by: Vec<Who>,
}

/// A file that a message refers to; the library reads the reference.
#[derive(Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Where it lies and what opens it, in the library's format.
    pub reference: Vec<u8>,
    /// Its name.
    pub name: String,
    /// Its media type (RFC 6838).
    pub media_type: String,
    /// Its length in bytes.
    pub size: u64,
    /// SHA-256 of its plaintext.
    pub hash: Digest,
}

/// What the members of a space agreed on anew.
#[derive(Clone, PartialEq, Eq)]
pub enum Agreed {
    /// An account has another role.
    Role(Who, Role),
    /// The space has another title.
    Title(String),
    /// What newcomers may read.
    Newcomers(Newcomers),
    /// How long messages live.
    Lifetime(Lifetime),
    /// The age at which an era ends.
    EraMaxAge(Duration),
    /// What a steward asked of the relay; it takes effect 7 days later, unless it is taken back.
    Asked(StewardAsk),
}

/// An account, with its handle as far as this device knows it.
#[derive(Clone, PartialEq, Eq)]
pub struct Who {
    /// The account.
    pub account: AccountId,
    /// Its handle.
    pub handle: Option<String>,
}

/// The content of an entry row about a commit: who came, who went, what is agreed on now.
#[derive(Clone, Debug, PartialEq, Eq, TlsSerializeBytes, TlsDeserializeBytes, TlsSize)]
pub(crate) struct EventBody {
    pub(crate) joined: Vec<AccountId>,
    pub(crate) left: Vec<AccountId>,
    pub(crate) changes: Vec<Amendment>,
}

toguna_types::quiet_debug!(Shown, Agreed, Quoted, Reaction, Attachment, Who);

impl EventBody {
    /// The kind of such rows; beyond the kinds of messages.
    pub(crate) const KIND: u16 = 0xFF01;

    pub(crate) fn says_something(&self) -> bool {
        !(self.joined.is_empty() && self.left.is_empty() && self.changes.is_empty())
    }

    pub(crate) fn encode(&self) -> Result<Vec<u8>, Fault> {
        self.tls_serialize_bytes()
            .map_err(|fault| Fault::because(Code::Broken, fault))
    }
}

impl Client {
    /// An entry row as a member sees it, with what others did to it since.
    pub(crate) fn shown(&self, tx: &VaultTx<'_>, row: &EntryRow) -> Result<Shown, Fault> {
        let kind = match row.kind {
            Content::TEXT => ShownKind::Said,
            Content::DELETED => ShownKind::Deleted,
            Content::HELLO => ShownKind::Arrived,
            EventBody::KIND => {
                let body = EventBody::tls_deserialize_exact_bytes(&row.content)
                    .map_err(|fault| Fault::because(Code::VaultDamaged, fault))?;
                ShownKind::Members {
                    joined: self.all(tx, &body.joined)?,
                    left: self.all(tx, &body.left)?,
                    agreed: self.agreed(tx, body.changes)?,
                }
            }
            _ => ShownKind::Unknown,
        };
        let mut shown = Shown {
            log: row.log,
            seq: row.seq,
            kind,
            author: row.author,
            handle: self.handle_of(tx, row.author)?,
            mine: row.own,
            written: row.written,
            text: String::new(),
            message: row.message,
            reply: None,
            thread: None,
            mentions: Vec::new(),
            attachments: Vec::new(),
            edited: None,
            pinned: false,
            reactions: Vec::new(),
        };
        if shown.kind == ShownKind::Said {
            self.fill(tx, row, &mut shown)?;
        }
        Ok(shown)
    }

    /// What was said, and what others did to it since.
    fn fill(&self, tx: &VaultTx<'_>, row: &EntryRow, shown: &mut Shown) -> Result<(), Fault> {
        let body = TextBody::decode(&row.content).ok_or(Fault::new(Code::VaultDamaged))?;
        shown.text = text_of(&body.text);
        shown.reply = match body.reply {
            Some(of) => Some(self.quoted(tx, row.log, of)?),
            None => None,
        };
        shown.thread = body.thread;
        shown.mentions = self.all(tx, &body.mentions)?;
        shown.attachments = body.attachments.into_iter().map(attachment).collect();
        let Some(message) = row.message else {
            return Ok(());
        };
        for about in tx.entries().about(row.log, message)? {
            match about.kind {
                Content::EDIT => {
                    if let Some(edit) = EditBody::decode(&about.content) {
                        shown.text = text_of(&edit.text);
                        shown.mentions = self.all(tx, &edit.mentions)?;
                        shown.edited = Some(about.written);
                    }
                }
                Content::PIN => {
                    let pin = MarkBody::decode(&about.content);
                    shown.pinned = pin.is_some_and(|pin| pin.on == Switch::On);
                }
                Content::REACTION => {
                    if let Some(mark) = MarkBody::decode(&about.content) {
                        let handle = self.handle_of(tx, about.author)?;
                        let account = about.author;
                        put(&mut shown.reactions, &mark, Who { account, handle });
                    }
                }
                _ => {} // the thread's messages, and what later versions do
            }
        }
        Ok(())
    }

    fn quoted(&self, tx: &VaultTx<'_>, log: LogId, of: MessageId) -> Result<Quoted, Fault> {
        let mut quoted = Quoted {
            message: of,
            seq: None,
            handle: None,
            text: String::new(),
        };
        let Some(row) = tx.entries().by_message(log, of)? else {
            return Ok(quoted);
        };
        quoted.seq = Some(row.seq);
        quoted.handle = self.handle_of(tx, row.author)?;
        if row.kind == Content::TEXT {
            let edits = tx.entries().about(log, of)?.into_iter().rev();
            let edited = edits
                .filter(|about| about.kind == Content::EDIT)
                .find_map(|about| EditBody::decode(&about.content));
            let text = match edited {
                Some(edit) => Some(edit.text),
                None => TextBody::decode(&row.content).map(|body| body.text),
            };
            quoted.text = text.map(|text| text_of(&text)).unwrap_or_default();
        }
        Ok(quoted)
    }

    fn all(&self, tx: &VaultTx<'_>, accounts: &[AccountId]) -> Result<Vec<Who>, Fault> {
        accounts.iter().map(|account| self.who(tx, *account)).collect()
    }

    fn agreed(&self, tx: &VaultTx<'_>, changes: Vec<Amendment>) -> Result<Vec<Agreed>, Fault> {
        let one = |change: Amendment| {
            Ok(match change {
                Amendment::Role(RoleOf { account, role }) => {
                    let handle = self.handle_of(tx, account)?;
                    Agreed::Role(Who { account, handle }, role)
                }
                Amendment::Title(title) => {
                    Agreed::Title(String::from_utf8_lossy(title.as_slice()).into_owned())
                }
                Amendment::Newcomers(newcomers) => Agreed::Newcomers(newcomers),
                Amendment::Lifetime(lifetime) => Agreed::Lifetime(lifetime),
                Amendment::EraMaxAge(seconds) => Agreed::EraMaxAge(Duration::from_secs(seconds)),
                Amendment::Asked(ask) => Agreed::Asked(ask),
            })
        };
        changes.into_iter().map(one).collect()
    }
}

fn text_of(text: &Opaque) -> String {
    String::from_utf8_lossy(text.as_slice()).into_owned()
}

fn attachment(body: AttachedBody) -> Attachment {
    Attachment {
        name: text_of(&body.name),
        media_type: text_of(&body.media_type),
        size: body.size,
        hash: body.hash,
        reference: body.reference.into_vec(),
    }
}

/// Puts a sign on, or takes it off; each account has each sign once.
fn put(reactions: &mut Vec<Reaction>, mark: &MarkBody, who: Who) {
    let sign = text_of(&mark.sign);
    let place = reactions.iter().position(|reaction| reaction.sign == sign);
    match (place.and_then(|place| reactions.get_mut(place)), mark.on) {
        (Some(reaction), Switch::On) => {
            if reaction.by.iter().all(|by| by.account != who.account) {
                reaction.by.push(who);
            }
        }
        (Some(reaction), Switch::Off) => reaction.by.retain(|by| by.account != who.account),
        (None, Switch::On) => reactions.push(Reaction { sign, by: vec![who] }),
        (None, Switch::Off) => {}
    }
    reactions.retain(|reaction| !reaction.by.is_empty());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_is_put_on_once_by_each_and_taken_off() {
        let mark = |on| MarkBody {
            of: MessageId::from_bytes([1; 16]),
            on,
            sign: Opaque::from("👍".as_bytes()),
        };
        let who = |n| Who {
            account: AccountId::from_bytes([n; 32]),
            handle: None,
        };
        let mut reactions = Vec::new();
        put(&mut reactions, &mark(Switch::Off), who(1));
        put(&mut reactions, &mark(Switch::On), who(1));
        put(&mut reactions, &mark(Switch::On), who(1));
        put(&mut reactions, &mark(Switch::On), who(2));
        assert_eq!(reactions[0].by.len(), 2);
        put(&mut reactions, &mark(Switch::Off), who(1));
        assert!(reactions[0].by == [who(2)]);
        put(&mut reactions, &mark(Switch::Off), who(2));
        assert!(reactions.is_empty());
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! The reference model: what was acknowledged, what may or may not have got through, and what must therefore be seen.

use std::collections::{BTreeMap, BTreeSet};

use toguna_sdk::{Code, Fault, MessageId, Role, Said, Seq, Shown, ShownKind};

use super::step::{Act, Deed};

/// What a deed came to; `None` if the program was killed meanwhile.
pub(super) type Outcome = Option<Result<Option<Said>, Fault>>;

/// What members should see.
#[derive(Debug, Default)]
pub(super) struct Model {
    pub(super) words: Vec<Word>,
    names: Vec<String>,
    title: Belief<String>,
    roles: BTreeMap<usize, Belief<Role>>,
    inside: BTreeMap<usize, Belief<bool>>,
}

/// A word that somebody wanted to say. Its text is its place in the model, so that it is known again.
#[derive(Debug)]
pub(super) struct Word {
    /// Its author's place and name: in a place there may be somebody else later.
    author: usize,
    name: String,
    pub(super) message: Option<MessageId>,
    fate: Fate,
    /// Other words it was given, and whether that was acknowledged.
    edits: Vec<(String, bool)>,
    deleted: Deletion,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// Stands there, by the relay's verified receipt.
    Acknowledged(Seq),
    /// Its program was told that it waits and will go out.
    Promised,
    /// The program was killed before it knew.
    Unknown,
    /// It was refused for good.
    Refused,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deletion {
    No,
    Perhaps,
    Yes,
}

/// What the model believes of a thing that commits change; nothing while a commit may still come.
#[derive(Debug)]
struct Belief<T> {
    value: Option<T>,
    doubtful: bool,
}

impl<T> Default for Belief<T> {
    fn default() -> Self {
        Self {
            value: None,
            doubtful: false,
        }
    }
}

impl<T: PartialEq + std::fmt::Debug> Belief<T> {
    fn learns(&mut self, outcome: &Outcome, value: T) {
        match outcome {
            Some(Ok(_)) => self.value = Some(value),
            Some(Err(fault)) if !fault.is_passing() => {}
            Some(Err(_)) | None => self.doubtful = true,
        }
    }

    /// What is seen at rest must be what is believed.
    fn meets(&mut self, seen: T) {
        if let (Some(value), false) = (&self.value, self.doubtful) {
            assert_eq!(value, &seen, "what was acknowledged is in effect");
        }
        *self = Self {
            value: Some(seen),
            doubtful: false,
        };
    }
}

/// The text of a word before it was edited.
pub(super) fn text(word: usize) -> String {
    format!("w{word}")
}

/// Which word a text belongs to.
fn word_of(text: &str) -> usize {
    let digits = text.trim_start_matches('w').split(' ').next().unwrap();
    digits.parse().expect("only words of the walk are said")
}

impl Model {
    /// Nothing is said yet.
    pub(super) fn of(names: Vec<String>) -> Self {
        Self {
            names,
            ..Self::default()
        }
    }

    /// The members' names.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// Whether a word is of who stands in a place now.
    pub(super) fn is_by(&self, word: usize, who: usize) -> bool {
        self.words[word].name == self.names[who]
    }

    /// Somebody new stands in a member's place. What the other still had to say may have gone with its device.
    pub(super) fn replaces(&mut self, who: usize, name: &str) {
        let old = std::mem::replace(&mut self.names[who], name.to_owned());
        self.roles.remove(&who);
        for word in self.words.iter_mut().filter(|word| word.name == old) {
            if word.fate == Fate::Promised {
                word.fate = Fate::Unknown;
            }
        }
    }

    /// A word that will be said next.
    pub(super) fn new_word(&mut self, author: usize) -> usize {
        self.words.push(Word {
            author,
            name: self.names[author].clone(),
            message: None,
            fate: Fate::Unknown,
            edits: Vec::new(),
            deleted: Deletion::No,
        });
        self.words.len() - 1
    }

    /// Words whose receipt is known and that nobody tried to delete.
    pub(super) fn standing(&self) -> Vec<(usize, MessageId)> {
        let words = self.words.iter().enumerate();
        words
            .filter(|(_, word)| matches!(word.fate, Fate::Acknowledged(_)) && word.deleted == Deletion::No)
            .filter_map(|(n, word)| Some((n, word.message?)))
            .collect()
    }

    /// Whether somebody may be in the space.
    pub(super) fn may_be_inside(&self, who: usize) -> bool {
        self.inside
            .get(&who)
            .is_none_or(|belief| belief.doubtful || belief.value != Some(false))
    }

    /// Something is about to be done.
    pub(super) fn begins(&mut self, act: &Act) {
        if let Deed::Edits(word, _, text) = &act.deed {
            self.words[*word].edits.push((text.clone(), false));
        }
        if let Deed::Deletes(word, _) = &act.deed {
            self.words[*word].deleted = Deletion::Perhaps;
        }
    }

    /// Something was done, or tried.
    pub(super) fn ends(&mut self, act: &Act, outcome: &Outcome) {
        match &act.deed {
            Deed::Says(word) | Deed::Queues(word) => self.said(*word, outcome),
            Deed::Edits(word, _, text) if matches!(outcome, Some(Ok(_))) => {
                let edits = &mut self.words[*word].edits;
                edits
                    .iter_mut()
                    .filter(|edit| edit.0 == *text)
                    .for_each(|edit| edit.1 = true);
            }
            Deed::Deletes(word, _) if matches!(outcome, Some(Ok(_))) => {
                self.words[*word].deleted = Deletion::Yes;
            }
            Deed::Renames(title) => self.title.learns(outcome, title.clone()),
            Deed::SetsRole(who, role) => self.roles.entry(*who).or_default().learns(outcome, *role),
            Deed::Invites(who) => self.inside.entry(*who).or_default().learns(outcome, true),
            Deed::Removes(who) => self.inside.entry(*who).or_default().learns(outcome, false),
            // When the others commit the removal is theirs to choose.
            Deed::Leaves => self.inside.entry(act.who).or_default().doubtful = true,
            Deed::Accepts
            | Deed::ChangesNewcomers(_)
            | Deed::Deletes(..)
            | Deed::Edits(..)
            | Deed::Heals
            | Deed::Reacts(..)
            | Deed::Syncs
            | Deed::UpdatesKeys => {}
        }
    }

    fn said(&mut self, word: usize, outcome: &Outcome) {
        let word = &mut self.words[word];
        match outcome {
            Some(Ok(Some(said))) => {
                word.message = Some(said.message);
                word.fate = said.seq.map_or(Fate::Promised, Fate::Acknowledged);
            }
            Some(Err(fault)) if matches!(fault.is(), Code::StillQueued | Code::Unconfirmed) => {
                word.fate = Fate::Promised;
            }
            Some(Err(_)) => word.fate = Fate::Refused,
            Some(Ok(None)) | None => {}
        }
    }

    /// At rest: what all members see of the space is what was acknowledged.
    pub(super) fn agrees_on(&mut self, title: &str, roles: &BTreeMap<usize, Role>, core: usize) {
        self.title.meets(title.to_owned());
        for (who, belief) in &mut self.inside {
            belief.meets(roles.contains_key(who));
        }
        for (&who, &role) in roles.iter().filter(|(who, _)| **who < core) {
            self.roles.entry(who).or_default().meets(role);
        }
    }

    /// At rest: the conversation holds every acknowledged word once, at its place, as it was last worded; what failed
    /// stands there at most once; what was promised has gone out.
    pub(super) fn agrees_with(&mut self, conversation: &[Shown], core: usize) {
        let mut seen = BTreeSet::new();
        for shown in conversation.iter().filter(|shown| shown.kind == ShownKind::Said) {
            let n = word_of(&shown.text);
            assert!(seen.insert(n), "{} is said once", text(n));
            let word = &mut self.words[n];
            assert_eq!(shown.handle.as_ref(), Some(&word.name), "{}", text(n));
            if word.message.is_some() {
                assert_eq!(shown.message, word.message, "{} keeps its id", text(n));
            }
            match word.fate {
                Fate::Acknowledged(seq) => assert_eq!(shown.seq, seq, "{} stands at its place", text(n)),
                Fate::Refused => panic!("{} was refused and is said", text(n)),
                Fate::Promised | Fate::Unknown => word.fate = Fate::Acknowledged(shown.seq),
            }
            word.message = shown.message;
            let at_least = word
                .edits
                .iter()
                .rposition(|edit| edit.1)
                .map_or(0, |last| last + 1);
            let now = word
                .edits
                .iter()
                .position(|edit| edit.0 == shown.text)
                .map_or(0, |at| at + 1);
            assert!(
                now >= at_least,
                "{} is worded as last acknowledged: {}",
                text(n),
                shown.text
            );
            assert_ne!(word.deleted, Deletion::Yes, "{} is deleted", text(n));
        }
        let deleted: BTreeSet<_> = conversation
            .iter()
            .filter(|shown| shown.kind == ShownKind::Deleted)
            .map(|shown| shown.message)
            .collect();
        for (n, word) in self.words.iter().enumerate().filter(|(n, _)| !seen.contains(n)) {
            if deleted.contains(&word.message) && word.message.is_some() {
                assert_ne!(word.deleted, Deletion::No, "nobody deleted {}", text(n));
                continue;
            }
            let promised = word.fate == Fate::Promised && word.author < core;
            let acknowledged = matches!(word.fate, Fate::Acknowledged(_));
            assert!(!promised && !acknowledged, "{} is lost: {word:?}", text(n));
        }
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! What is said, and by whom. The words are in the catalogue, where every language has all of them: each defender
//! takes them from her own, the narrator glosses them in the reader's.
//!
//! Some sentences carry a mark made anew for each run, which no file of any program can contain by chance.

use super::cast::{Who, random};
use crate::catalogue::{Arg, Catalogue};

/// A sentence of the play.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Who says it.
    pub(super) who: Who,
    id: &'static str,
    mark: String,
}

impl Line {
    /// The sentence in the language of who says it.
    pub(super) fn spoken(&self) -> String {
        self.in_words_of(&Catalogue::of(self.who.language()))
    }

    /// The sentence in another language, or `None` where that would be the same.
    pub(super) fn gloss(&self, words: &Catalogue) -> Option<String> {
        (words.language() != self.who.language()).then(|| self.in_words_of(words))
    }

    /// The mark of this run.
    pub(super) fn mark(&self) -> &str {
        &self.mark
    }

    fn in_words_of(&self, words: &Catalogue) -> String {
        words.with(self.id, &[("mark", Arg::Own(self.mark.clone()))])
    }
}

/// The sentences by the scenes in which they are said.
pub(super) struct Script {
    /// The space's title.
    pub(super) title: String,
    /// With all three there.
    pub(super) talk: [Line; 3],
    /// While Celeste's device is dark.
    pub(super) dark: [Line; 2],
    /// While there is no relay.
    pub(super) queued: Line,
    /// When Celeste is back.
    pub(super) back: Line,
    /// What a relay that lies denies.
    pub(super) denied: [Line; 2],
    /// When it tells the truth again.
    pub(super) settled: Line,
    /// While the space stands still.
    pub(super) stopped: Line,
    /// When she has been removed.
    pub(super) after: [Line; 2],
    /// What whoever holds her device would like to ask.
    pub(super) taken: Line,
}

impl Script {
    /// A script with new marks.
    pub(super) fn new() -> Self {
        use Who::{Amal, Beatrice, Celeste};
        let line = |who, id| Line {
            who,
            id,
            mark: random(5),
        };
        Self {
            title: format!("Les témoins du fleuve {}", random(5)),
            talk: [
                line(Amal, "tale-say-welcome"),
                line(Beatrice, "tale-say-afraid"),
                line(Celeste, "tale-say-recording"),
            ],
            dark: [
                line(Amal, "tale-say-postponed"),
                line(Beatrice, "tale-say-interpreter"),
            ],
            queued: line(Beatrice, "tale-say-guard"),
            back: line(Celeste, "tale-say-caught-up"),
            denied: [line(Amal, "tale-say-ferry"), line(Beatrice, "tale-say-not-ferry")],
            settled: line(Beatrice, "tale-say-settled"),
            stopped: line(Beatrice, "tale-say-still-there"),
            after: [line(Amal, "tale-say-moved"), line(Beatrice, "tale-say-library")],
            taken: line(Celeste, "tale-say-thief"),
        }
    }

    /// Every sentence.
    pub(super) fn lines(&self) -> impl Iterator<Item = &Line> {
        self.talk
            .iter()
            .chain(&self.dark)
            .chain([&self.queued, &self.back, &self.settled, &self.stopped])
            .chain(&self.denied)
            .chain(&self.after)
            .chain([&self.taken])
    }

    /// Everything the relay must not be able to read: the title, the sentences, the words in them, the marks.
    pub(super) fn secrets(&self) -> Vec<String> {
        let mut secrets = vec![self.title.clone()];
        secrets.extend(words(&self.title));
        for line in self.lines() {
            let spoken = line.spoken();
            secrets.extend(words(&spoken));
            if spoken.contains(line.mark()) {
                secrets.push(line.mark().to_owned());
            }
            secrets.push(spoken);
        }
        secrets.sort();
        secrets.dedup();
        secrets
    }
}

/// The words of a text that are long enough not to turn up in random bytes.
fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric() && !is_vowel_mark(c))
        .filter(|word| word.len() >= LETTERS && !Who::ALL.iter().any(|who| who.handle() == *word))
        .map(str::to_owned)
}

/// Arabic vowel marks belong to their word.
const fn is_vowel_mark(c: char) -> bool {
    matches!(c, '\u{64b}'..='\u{65f}')
}

/// Bytes of UTF-8 from which on a word is searched for: 48 bits.
const LETTERS: usize = 6;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_languages_are_spoken_and_every_run_has_other_marks() {
        let (one, two) = (Script::new(), Script::new());
        for language in [Who::Amal, Who::Beatrice, Who::Celeste].map(Who::language) {
            assert!(one.lines().any(|line| line.who.language() == language));
        }
        assert_ne!(one.queued.spoken(), two.queued.spoken());
        assert_ne!(one.title, two.title);
    }

    #[test]
    fn the_secrets_hold_words_in_three_scripts_and_no_handle() {
        let secrets = Script::new().secrets();
        for word in ["témoins", "الخميس", "gravação"] {
            assert!(secrets.iter().any(|secret| secret == word), "{word}: {secrets:?}");
        }
        for who in Who::ALL {
            assert!(!secrets.iter().any(|secret| secret == who.handle()));
        }
        assert!(secrets.iter().all(|secret| secret.len() >= LETTERS));
    }
}

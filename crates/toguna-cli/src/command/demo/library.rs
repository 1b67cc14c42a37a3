// SPDX-License-Identifier: MIT OR Apache-2.0
//! The act of the library: the Declaration in five languages, a colleague who comes later and has all of it, a word
//! found in it.

use toguna_sdk::{Change, Client, Field, HistoryState, NewItem, Search};

use super::acts::{Play, must};
use super::cast::Who;
use crate::catalogue::Arg;
use crate::fault::Fault;

/// What is looked for: with the article, as nobody finds it who compares letters.
const SOUGHT: &str = "الحرية";

/// The Universal Declaration of Human Rights, as the United Nations give it out; the title is the first line.
const TEXTS: [(&str, &str); 5] = [
    ("ar", include_str!("udhr/ar.txt")),
    ("de", include_str!("udhr/de.txt")),
    ("en", include_str!("udhr/en.txt")),
    ("fr", include_str!("udhr/fr.txt")),
    ("pt", include_str!("udhr/pt.txt")),
];

/// Sentences of the library that the relay must not be able to read.
pub(super) fn sentences() -> impl Iterator<Item = String> {
    let long = |line: &&str| line.len() > 60;
    TEXTS
        .into_iter()
        .flat_map(move |(_, text)| text.lines().filter(long).take(3).map(str::to_owned))
}

impl Play<'_> {
    /// Amal fills the library, Béatrice describes it; Celeste comes later, and has every byte of it.
    pub(super) async fn library(&mut self) -> Result<(), Fault> {
        self.narrator.act("tale-act-library")?;
        let (amal, beatrice) = (
            self.device(Who::Amal)?.clone(),
            self.device(Who::Beatrice)?.clone(),
        );
        for (language, text) in TEXTS {
            self.tell_of("tale-library-adding", Who::Amal, &[("title", title(text))])?;
            amal.add_item(self.space, declaration(language, text)).await?;
        }
        beatrice.sync(Some(self.space), |_| ()).await?;
        let [described, ..] = TEXTS;
        let item = beatrice.find_item(self.space, heading(described.1))?;
        let tag = Change::Add(Field::Tags, "1948".to_owned());
        must(beatrice.change_item(self.space, item.id, vec![tag]).await?)?;
        self.tell_of(
            "tale-library-described",
            Who::Beatrice,
            &[("title", title(described.1))],
        )?;
        amal.sync(Some(self.space), |_| ()).await?;

        self.welcome(&[Who::Celeste]).await?;
        let celeste = self.device(Who::Celeste)?.clone();
        let history = celeste.history(self.space)?;
        must(history.state == HistoryState::Whole && history.withheld == 0)?;
        let theirs = celeste.export_library(self.space)?;
        must(theirs == amal.export_library(self.space)? && theirs.lines().count() == TEXTS.len())?;
        let bytes = ("bytes", Arg::from(theirs.len()));
        let read = ("entries", Arg::Number(history.of));
        self.tell_of("tale-library-whole", Who::Celeste, &[bytes, read])?;
        self.find_in_library(&celeste)
    }

    fn find_in_library(&self, celeste: &Client) -> Result<(), Fault> {
        let found = celeste.search_library(&Search {
            space: Some(self.space),
            ..SOUGHT.into()
        })?;
        self.tell_of(
            "tale-library-finding",
            Who::Celeste,
            &[("word", Arg::Theirs(SOUGHT))],
        )?;
        must(found.len() == 1)?;
        for found in &found {
            must(found.item.title() == heading(TEXTS[0].1) && !found.excerpt.matches.is_empty())?;
            let text = ("text", Arg::Theirs(&found.excerpt.text));
            self.narrator.tell(
                "tale-library-found",
                &[("title", Arg::Theirs(found.item.title())), text],
            )?;
        }
        Ok(())
    }
}

fn declaration(language: &str, text: &str) -> NewItem {
    let fields = [
        (Field::Title, heading(text)),
        (Field::Date, "1948-12-10"),
        (Field::Type, "declaration"),
        (Field::Organisation, "ONU"),
        (Field::Languages, language),
        (Field::Text, text),
    ];
    NewItem::from(Vec::from(fields.map(|(field, value)| (field, value.to_owned()))))
}

fn heading(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

fn title(text: &str) -> Arg<'_> {
    Arg::Theirs(heading(text))
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Messages of all kinds in five languages: what each device exports is the same, to the byte. With `TOGUNA_LONG=1` there
//! are sixty members and six hundred messages, else twenty and a hundred and twenty.

use std::path::{Path, PathBuf};

use toguna_sdk::{LogId, MessageId, ReadRange, Role, Seq, Words};
use toguna_tests::{Member, Memory, Shelf, Sled, Wire, World};

/// What is said where the Universal Declaration of Human Rights is not at hand: its first article.
const ARTICLES: [&str; 5] = [
    "يولد جميع الناس أحراراً متساوين في الكرامة والحقوق.",
    "Alle Menschen sind frei und gleich an Würde und Rechten geboren.",
    "All human beings are born free and equal in dignity and rights.",
    "Tous les êtres humains naissent libres et égaux en dignité et en droits.",
    "Todos os seres humanos nascem livres e iguais em dignidade e em direitos.",
];
const SIGNS: [&str; 3] = ["🌱", "✓", "👍🏾"];

#[tokio::test(flavor = "multi_thread")]
async fn memory_all_members_export_the_same_messages() {
    let long = std::env::var_os("TOGUNA_LONG").is_some();
    let (members, messages) = if long { (60, 600) } else { (20, 120) };
    export_the_same(Memory::empty(), members, messages).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sled_twelve_members_export_the_same_messages() {
    export_the_same(Sled::empty(), 12, 120).await;
}

struct Assembly {
    world: World,
    members: Vec<(Member, Wire)>,
    log: LogId,
    texts: Vec<String>,
    said: Vec<(usize, MessageId)>,
    deleted: Vec<MessageId>,
}

async fn export_the_same(shelf: impl Shelf, size: usize, messages: usize) {
    let mut assembly = Assembly::meets(&shelf, size).await;
    let start = assembly.comes_to_rest().await;
    for n in 0..messages {
        assembly.one_more(n).await;
    }
    for (_, wire) in &assembly.members {
        wire.mend(&assembly.world.wire);
    }
    assembly.comes_to_rest().await;
    let after = ReadRange {
        after: start,
        last: None,
    };
    let exports = assembly
        .members
        .iter()
        .map(|(member, _)| member.client.export_conversation(assembly.log, after).unwrap());
    let exports: Vec<String> = exports.collect();
    for (n, export) in exports.iter().enumerate() {
        assert!(export == &exports[0], "M{n} exports what M0 exports");
    }
    // Of all kinds, and all there.
    let export = &exports[0];
    assert_eq!(export.lines().count(), assembly.said.len());
    for sign in SIGNS {
        assert!(export.contains(sign));
    }
    for text in &assembly.texts[..5] {
        assert!(export.contains(text.as_str()));
    }
    for what in [
        r#""kind":"deleted""#,
        r#""pinned":true"#,
        r#""edited":1"#,
        r#""reply":""#,
        r#""thread":""#,
        r#""mentions":[{"#,
    ] {
        assert!(export.contains(what), "{what}");
    }
}

impl Assembly {
    async fn meets(shelf: &impl Shelf, size: usize) -> Self {
        let world = World::on(shelf).await;
        let mut members = Vec::new();
        for n in 0..size {
            let wire = world.wire.branch();
            members.push((world.member_on(&format!("M{n}"), &wire).await, wire));
        }
        let founder = members[0].0.clone();
        let log = founder.founds_classical("Assemblée").await;
        for batch in members[1..].chunks(30) {
            let handles: Vec<String> = batch.iter().map(|(member, _)| member.name.clone()).collect();
            let invited = founder.client.invite(log, &handles, Role::Contributor).await;
            assert_eq!(invited.unwrap().invited.len(), batch.len());
        }
        for (member, _) in &members[1..] {
            member.accepts().await;
        }
        founder.syncs().await; // hears the hellos and confirms
        Self {
            world,
            members,
            log,
            texts: texts(),
            said: Vec::new(),
            deleted: Vec::new(),
        }
    }

    /// Everybody says and reads what there is; the place of the newest thing that is seen.
    async fn comes_to_rest(&self) -> Option<Seq> {
        for _ in 0..2 {
            for (member, _) in &self.members {
                member.syncs().await;
            }
        }
        let newest = ReadRange {
            last: Some(1),
            after: None,
        };
        let shown = self.members[0].0.client.read(self.log, newest).unwrap();
        shown.last().map(|shown| shown.seq)
    }

    /// One more message: seven of ten are words, some from who is out of reach, and three are about another's words.
    async fn one_more(&mut self, n: usize) {
        self.world.clock.advance(std::time::Duration::from_secs(7));
        let who = (n * 7 + n / 10) % self.members.len();
        let (member, wire) = self.members[who].clone();
        wire.mend(&self.world.wire);
        let text = self.texts[n % self.texts.len()].clone();
        let standing: Vec<_> = self
            .said
            .iter()
            .filter(|(_, id)| !self.deleted.contains(id))
            .collect();
        let about = standing.len().checked_sub(1 + n % 4).map(|at| *standing[at]);
        let (client, log) = (&member.client, self.log);
        let Some((author, message)) = about else {
            let said = client.say(log, format!("{text} ({n})").as_str()).await.unwrap();
            return self.said.push((who, said.message));
        };
        let words = Words {
            text: format!("{text} ({n})"),
            ..Words::default()
        };
        let words = match n % 10 {
            0..=2 => words,
            3 => Words {
                reply: Some(message),
                ..words
            },
            4 => Words {
                thread: Some(message),
                ..words
            },
            5 => {
                member.syncs().await;
                let mentions = vec![client.member(log, &self.members[author].0.name).unwrap()];
                Words { mentions, ..words }
            }
            6 => {
                wire.cut(); // goes out when it is next in reach
                let queued = client.queue(log, words).unwrap();
                return self.said.push((who, queued));
            }
            _ => return self.about(n, (author, message)).await,
        };
        let said = client.say(log, words).await.unwrap();
        self.said.push((who, said.message));
    }

    /// Something about words that stand: a sign, other words, a pin, or their end.
    async fn about(&mut self, n: usize, (author, message): (usize, MessageId)) {
        let own = self.members[author].clone();
        own.1.mend(&self.world.wire);
        let other = self.members[(author + 1) % self.members.len()].clone();
        other.1.mend(&self.world.wire);
        own.0.syncs().await; // what it queued has gone out
        other.0.syncs().await;
        let log = self.log;
        let done = match (n % 10, n / 10 % 4) {
            (7, _) => other.0.client.react(log, message, SIGNS[n / 10 % 3], true).await,
            (8, _) => {
                let text = format!("{} ({n})", self.texts[(n + 1) % self.texts.len()]);
                own.0.client.edit(log, message, text.as_str()).await
            }
            (_, 0) => {
                self.deleted.push(message);
                own.0.client.delete(log, message).await
            }
            (_, _) => other.0.client.pin(log, message, n % 20 == 9).await,
        };
        done.unwrap();
    }
}

/// Sentences in five languages in turn; of the whole Declaration where `TOGUNA_UDHR` names a directory with its texts
/// (`ar.xml`, `de.xml`, …, as unicode.org/udhr gives them out).
fn texts() -> Vec<String> {
    let data = PathBuf::from(std::env::var_os("TOGUNA_UDHR").unwrap_or_default());
    let languages = ["ar", "de", "en", "fr", "pt"].map(|language| paragraphs(&data, language));
    let shortest = languages.iter().map(Vec::len).min().unwrap_or_default();
    let mut texts: Vec<String> = ARTICLES.map(str::to_owned).to_vec();
    for n in 0..shortest {
        texts.extend(languages.iter().map(|paragraphs| paragraphs[n].clone()));
    }
    texts
}

/// The paragraphs in one language; none where the file is not there.
fn paragraphs(data: &Path, language: &str) -> Vec<String> {
    let text = std::fs::read_to_string(data.join(language).with_extension("xml")).unwrap_or_default();
    let paragraphs = text.split("<para>").skip(1);
    paragraphs
        .filter_map(|rest| rest.split("</para>").next())
        .map(|paragraph| paragraph.trim().to_owned())
        .collect()
}

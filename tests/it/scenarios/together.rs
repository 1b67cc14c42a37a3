// SPDX-License-Identifier: MIT OR Apache-2.0
//! Several clients at once: two on one home, others elsewhere.

use std::collections::BTreeSet;
use std::time::Duration;

use toguna_sdk::{CancellationToken, Client, Event, LogId, ShownKind};
use toguna_tests::{Member, Shelf, World, beside, on_every_store};
use tokio::sync::watch;

on_every_store! {
    two_programs_share_a_home_while_one_follows,
    everybody_talks_at_once,
}

/// What a following client was told, in order; whoever waits for more is woken.
#[derive(Clone, Debug, Default)]
struct Heard(watch::Sender<Vec<String>>);

impl Heard {
    fn hear(&self, event: Event) {
        if let Event::Entry { shown, .. } = event
            && shown.kind == ShownKind::Said
        {
            self.0.send_modify(|words| words.push(shown.text));
        }
    }

    fn words(&self) -> Vec<String> {
        self.0.borrow().clone()
    }

    /// Waits until so many words were heard, or fails after a minute.
    async fn hears(&self, words: usize) {
        let mut heard = self.0.subscribe();
        let enough = heard.wait_for(|heard| heard.len() >= words);
        let patience = tokio::time::timeout(Duration::from_secs(60), enough);
        patience
            .await
            .expect("it happens within a minute")
            .expect("it is still heard");
    }
}

/// Follows until stopped.
fn follows(client: &Client, heard: &Heard, stop: &CancellationToken) -> tokio::task::JoinHandle<()> {
    let (client, heard, stop) = (client.clone(), heard.clone(), stop.clone());
    beside(async move {
        let told = |event| heard.hear(event);
        client.follow(None, told, stop).await.expect("following goes on");
    })
}

async fn two_programs_share_a_home_while_one_follows(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let amal = world.member("Amal").await;
    let beatrice = world.member("Béatrice").await;
    let log = amal.founds("Monitoring").await;
    amal.brings(log, &beatrice).await;
    let (heard, far, stop) = (Heard::default(), Heard::default(), CancellationToken::new());
    let window = follows(&amal.client, &heard, &stop);
    let other = follows(&beatrice.client, &far, &stop);
    // Two more programs on Amal's home, and Béatrice, all talking.
    let (second, third) = (amal.reopened(world.options()), amal.reopened(world.options()));
    let talks = [(second, "deux"), (third, "trois"), (beatrice.clone(), "b")].map(|(who, tag)| {
        beside(async move {
            let mut said = Vec::new();
            for n in 0..6 {
                let word = format!("{tag} {n}");
                who.says(log, &word).await;
                said.push(word);
            }
            said
        })
    });
    let mut said = BTreeSet::new();
    for talk in talks {
        said.extend(talk.await.unwrap());
    }
    heard.hears(said.len()).await;
    far.hears(said.len()).await;
    stop.cancel();
    window.await.unwrap();
    other.await.unwrap();
    // Everything that got through is heard once, in one order, by both windows and from every home.
    assert_eq!(heard.words().len(), said.len());
    assert_eq!(heard.words().into_iter().collect::<BTreeSet<_>>(), said);
    assert_eq!(heard.words(), far.words());
    assert_eq!(amal.sees(log).await, beatrice.sees(log).await);
    assert_eq!(amal.has_seen(log).len(), said.len());
}

async fn everybody_talks_at_once(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let amal = world.member("Amal").await;
    let beatrice = world.member("Béatrice").await;
    let celeste = world.member("Celeste").await;
    let log = amal.founds("Monitoring").await;
    amal.brings(log, &beatrice).await;
    amal.brings(log, &celeste).await;
    beatrice.syncs().await;
    let daoud = world.member("Daoud").await;
    // Words race with a commit that ends the epoch under them.
    let talk = |who: &Member, tag: &'static str| {
        let who = who.clone();
        beside(async move {
            for n in 0..5 {
                who.says(log, &format!("{tag}{n}")).await;
            }
        })
    };
    let talks = [talk(&amal, "a"), talk(&beatrice, "b"), talk(&celeste, "c")];
    amal.invites(log, &daoud).await;
    for talk in talks {
        talk.await.unwrap();
    }
    same_for_all(log, &[&amal, &beatrice, &celeste], 15).await;
}

/// Everybody sees the same so many words.
async fn same_for_all(log: LogId, members: &[&Member], words: usize) {
    let (first, rest) = members.split_first().unwrap();
    let all = first.sees(log).await;
    assert_eq!(all.len(), words);
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), words);
    for member in rest {
        assert_eq!(member.sees(log).await, all);
    }
}

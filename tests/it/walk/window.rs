// SPDX-License-Identifier: MIT OR Apache-2.0
//! A program that follows, beside a member's other programs.

use std::collections::BTreeMap;
use std::time::Duration;

use toguna_sdk::{CancellationToken, Event, ReadRange, Seq, Shown, ShownKind};
use toguna_tests::{Shelf, beside};
use tokio::sync::watch;

use super::stage::Stage;
use super::step::Act;

/// After so long something is taken not to be told.
const PATIENCE: Duration = Duration::from_mins(2);

impl<S: Shelf> Stage<S> {
    /// A window follows on a member's home while somebody acts: it tells every word once, in order, as it stands.
    pub(super) async fn follows(&mut self, who: usize, act: Act) {
        self.mends(who);
        let after = self.last(who);
        let (heard, stop) = (watch::Sender::new(Vec::new()), CancellationToken::new());
        let (client, log) = (self.opens(who).client, self.log);
        let window = beside({
            let (heard, stop) = (heard.clone(), stop.clone());
            let told = move |event| hear(&heard, event);
            async move { client.follow(Some(log), told, stop).await }
        });
        self.acts_plainly(act).await;
        let synced = self.players[who].member.client.sync(None, |_| {}).await;
        self.notes(format!(
            "M{who} synchronised: {:?}",
            synced.map_err(|fault| fault.is())
        ));
        let mut seen = self.sees(who, after);
        seen.retain(|shown| shown.kind == ShownKind::Said);
        let mut hears = heard.subscribe();
        let all = hears.wait_for(|heard| latest(heard, after) == texts(&seen));
        let all = tokio::time::timeout(PATIENCE, all).await.is_ok();
        stop.cancel();
        window.await.unwrap().expect("following goes on");
        let heard = heard.borrow().clone();
        assert!(
            all,
            "a window on M{who}'s home tells what is said: {:?}",
            latest(&heard, after)
        );
        let mut places: Vec<Seq> = Vec::new();
        for shown in heard.iter().filter(|shown| shown.seq > after) {
            if !places.contains(&shown.seq) {
                places.push(shown.seq);
            }
        }
        assert!(places.is_sorted(), "a window on M{who}'s home tells in order");
    }

    /// The place of the newest thing that a member sees.
    fn last(&self, who: usize) -> Seq {
        let range = ReadRange {
            last: Some(1),
            after: None,
        };
        let shown = self.players[who].member.client.read(self.log, range).unwrap();
        shown.last().map_or(Seq::default(), |shown| shown.seq)
    }
}

fn hear(heard: &watch::Sender<Vec<Shown>>, event: Event) {
    if let Event::Entry { shown, .. } = event
        && shown.kind == ShownKind::Said
    {
        heard.send_modify(|all| all.push(*shown));
    }
}

/// Every word as it was told last.
fn latest(heard: &[Shown], after: Seq) -> BTreeMap<Seq, String> {
    let new: Vec<Shown> = heard.iter().filter(|shown| shown.seq > after).cloned().collect();
    texts(&new)
}

fn texts(shown: &[Shown]) -> BTreeMap<Seq, String> {
    shown
        .iter()
        .map(|shown| (shown.seq, shown.text.clone()))
        .collect()
}

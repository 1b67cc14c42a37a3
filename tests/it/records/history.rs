// SPDX-License-Identifier: MIT OR Apache-2.0
//! A07, A12, A55: the time before a newcomer: all of it, with everybody who wrote it, or nothing of it and said so.

use toguna_mls::rules::{Roster, RosterStep};
use toguna_sdk::{AlarmCode, HistoryState, LogId, Newcomers, PolicyChange, Seq};
use toguna_store::{MemoryStore, Told};
use toguna_tests::{EvilMember, EvilRelay, Member, Shelf, World, on_every_store};
use toguna_types::Class;
use toguna_vault::{RosterRow, VaultFault};

use super::{alarms, has, operates, sees, settled};

on_every_store! {
    // claim: CLM-HIST-01
    a_newcomer_reads_all_there_was_and_who_wrote_it,
    // claim: CLM-HIST-01
    from_join_a_newcomer_reads_nothing_older_and_is_told,
    who_comes_back_has_what_it_missed,
}

async fn a_newcomer_reads_all_there_was_and_who_wrote_it(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, celeste, log) = crate::scenarios::three(&world).await;
    operates(&celeste, log, "before I go").await;
    operates(&amal, log, "one").await;
    amal.client.remove(log, "Celeste").await.unwrap();
    beatrice.syncs().await;
    operates(&beatrice, log, "in another era").await;
    amal.syncs().await;
    let djamila = world.member("Djamila").await;
    amal.brings(log, &djamila).await;
    operates(&beatrice, log, "now you are here").await;
    let all = sees(&amal, log).await;
    assert_eq!(all.len(), 4);
    assert_eq!(sees(&djamila, log).await, all);
    let history = djamila.client.history(log).unwrap();
    assert_eq!((history.state, history.withheld), (HistoryState::Whole, 0));
    assert!(history.of > 5 && history.read == history.of, "{history:?}");
    assert!(alarms(&djamila).is_empty());
    assert_eq!(amal.client.history(log).unwrap().of, 0);
    // Whoever was let in can let in.
    let elodie = world.member("Élodie").await;
    djamila.brings(log, &elodie).await;
    settled(&world, &[&amal, &djamila, &elodie]).await;
    assert_eq!(sees(&elodie, log).await, all);
}

async fn from_join_a_newcomer_reads_nothing_older_and_is_told(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, _, log) = crate::scenarios::three(&world).await;
    let change = PolicyChange {
        newcomers: Some(Newcomers::FromJoin),
        ..PolicyChange::default()
    };
    amal.client.change_policy(log, change).await.unwrap();
    operates(&amal, log, "not for everybody").await;
    operates(&amal, log, "nor this").await;
    let djamila = world.member("Djamila").await;
    amal.brings(log, &djamila).await;
    operates(&amal, log, "for all of us").await;
    operates(&djamila, log, "thank you").await;
    assert_eq!(
        sees(&djamila, log).await,
        ["Amal: for all of us", "Djamila: thank you"]
    );
    assert_eq!(sees(&beatrice, log).await.len(), 4);
    let history = djamila.client.history(log).unwrap();
    assert!(history.withheld >= 4, "{history:?}");
    assert_eq!((history.state, history.of), (HistoryState::Whole, 0));
    assert!(alarms(&djamila).is_empty());
}

async fn who_comes_back_has_what_it_missed(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, _, log) = crate::scenarios::three(&world).await;
    operates(&beatrice, log, "here").await;
    amal.syncs().await;
    amal.client.remove(log, "Béatrice").await.unwrap();
    beatrice.syncs().await;
    operates(&amal, log, "without you").await;
    amal.brings(log, &beatrice).await;
    operates(&beatrice, log, "here again").await;
    let all = ["Béatrice: here", "Amal: without you", "Béatrice: here again"];
    assert_eq!(sees(&beatrice, log).await, all);
    assert_eq!(sees(&amal, log).await, all);
}

struct Lied {
    world: World,
    evil: EvilRelay,
    amal: Member,
    log: LogId,
}

/// Amal's space has four operations and a member who was removed; a newcomer is shown what the relay likes.
async fn scene() -> (Lied, EvilMember) {
    let truth = MemoryStore::new();
    let world = World::around(truth.clone());
    let evil = EvilRelay::over(&world, &truth);
    let amal = world.member("Amal").await;
    let mallory = world.member("Mallory").await;
    let log = amal.founds("Monitoring").await;
    amal.brings(log, &mallory).await;
    settled(&world, &[&amal, &mallory]).await;
    for text in ["un", "deux", "trois", "quatre"] {
        operates(&amal, log, text).await;
    }
    mallory.syncs().await;
    let lied = Lied {
        world,
        evil,
        amal,
        log,
    };
    (lied, EvilMember::of(mallory))
}

/// A newcomer joins over the lying relay.
async fn newcomer(lied: &Lied, tell: impl FnOnce(&mut Vec<Told>)) -> Member {
    let djamila = lied.world.member_on("Djamila", lied.evil.wire()).await;
    lied.amal.invites(lied.log, &djamila).await;
    djamila.syncs().await;
    lies_about_the_past(lied, &djamila, tell).await;
    djamila
}

/// What comes is true; what the newcomer reads of the time before it is told otherwise.
async fn lies_about_the_past(lied: &Lied, newcomer: &Member, tell: impl FnOnce(&mut Vec<Told>)) {
    let made = lied
        .amal
        .client
        .backdoor()
        .vault()
        .read(|tx| tx.spaces().get(lied.log))
        .unwrap();
    let before = made.unwrap().cursor.seq.get() - 1;
    lied.evil.shows_past(lied.log, Seq::new(before), tell);
    newcomer.client.accept(lied.log).await.unwrap();
    let _ = newcomer.client.sync(None, |_| {}).await;
}

/// The place of the n-th operation.
fn op(told: &[Told], n: usize) -> usize {
    let mut records = told
        .iter()
        .enumerate()
        .filter(|(_, told)| told.class == Class::Record);
    records.nth(n).map(|(at, _)| at).unwrap()
}

macro_rules! found_out {
    ($($(#[$doc:meta])* $name:ident: $tell:expr;)*) => {$(
        $(#[$doc])*
        #[tokio::test(flavor = "multi_thread")]
        async fn $name() {
            let (lied, _) = scene().await;
            let djamila = newcomer(&lied, $tell).await;
            assert!(has(&djamila, lied.log).is_empty());
            let alarms = alarms(&djamila);
            assert!(alarms.iter().any(|code| matches!(code, AlarmCode::RelayForked | AlarmCode::RelayLied)), "{alarms:?}");
            lied.evil.is_honest();
            assert_eq!(sees(&djamila, lied.log).await, ["Amal: un", "Amal: deux", "Amal: trois", "Amal: quatre"]);
        }
    )*};
}

found_out! {
    // claim: CLM-HIST-01
    a12_an_old_operation_left_out_is_found: |told: &mut Vec<Told>| { let at = op(told, 1); told.remove(at); };
    // claim: CLM-HIST-01
    a12_an_old_operation_repeated_is_found: |told: &mut Vec<Told>| { let at = op(told, 1); let again = told[at].clone(); told.insert(at, again); };
    // claim: CLM-HIST-01
    a12_old_operations_exchanged_are_found: |told: &mut Vec<Told>| { let (a, b) = (op(told, 1), op(told, 2)); told.swap(a, b); };
    // claim: CLM-HIST-01
    a12_an_old_operation_spoilt_is_found: |told: &mut Vec<Told>| {
        let at = op(told, 1);
        let payload = told[at].payload.as_mut().unwrap();
        let last = payload.len() - 1;
        payload[last] ^= 1;
    };
}

// claim: CLM-HIST-02
#[tokio::test(flavor = "multi_thread")]
async fn a55_relay_and_removed_member_slip_no_operation_into_a_newcomers_past() {
    let (lied, mallory) = scene().await;
    // While still a member, Mallory signs and seals what was never said; the relay keeps it.
    let never = mallory.op(lied.log, |_| {});
    let payload = mallory.record(lied.log, &never);
    lied.amal.client.remove(lied.log, "Mallory").await.unwrap();
    operates(&lied.amal, lied.log, "cinq").await;
    let all = [
        "Amal: un",
        "Amal: deux",
        "Amal: trois",
        "Amal: quatre",
        "Amal: cinq",
    ];
    for (name, place) in [("Djamila", 2), ("Élodie", 3)] {
        let newcomer = lied.world.member_on(name, lied.evil.wire()).await;
        lied.amal.invites(lied.log, &newcomer).await;
        newcomer.syncs().await;
        let slip = |told: &mut Vec<Told>| {
            let at = op(told, place);
            let mut slipped = told[at].clone();
            slipped.payload = Some(payload.clone());
            told.insert(at, slipped);
        };
        lies_about_the_past(&lied, &newcomer, slip).await;
        assert!(has(&newcomer, lied.log).is_empty());
        assert!(!alarms(&newcomer).is_empty());
        lied.evil.is_honest();
        assert_eq!(sees(&newcomer, lied.log).await, all);
        lied.amal.syncs().await;
    }
}

/// The inviter's own vault says that whoever was removed stayed for two entries more.
fn retells_the_roster(inviter: &EvilMember, log: LogId) {
    let (vault, relay) = (inviter.door().vault(), inviter.door().relay());
    let retold: Result<(), VaultFault> = vault.write(|tx| {
        let mut roster: Option<Roster> = None;
        for row in tx.roster().list(log)? {
            let mut step = RosterStep::decode(&row.body).unwrap();
            if !step.outs.is_empty() && step.ins.is_empty() {
                step.seq = Seq::new(step.seq.get() + 2);
            }
            let now = match roster {
                None => Roster::genesis(relay, log, &step).unwrap(),
                Some(before) => before.after(&step).unwrap(),
            };
            roster = Some(now);
            let told = RosterRow {
                seq: step.seq,
                tip: now.tip,
                body: step.encode().unwrap(),
                ..row.clone()
            };
            tx.roster().retell(row.seq, &told)?;
        }
        let mut space = tx.spaces().get(log)?.unwrap();
        space.roster_tip = roster.unwrap().tip;
        tx.spaces().update(&space)
    });
    retold.unwrap();
}

// claim: CLM-HIST-01
#[tokio::test(flavor = "multi_thread")]
async fn a07_an_inviter_who_lies_about_who_was_a_member_when_is_found_out() {
    let (lied, mallory) = scene().await;
    let (world, amal, log) = (&lied.world, &lied.amal, lied.log);
    let eve = world.member("Ève").await;
    amal.brings(log, &eve).await;
    amal.client.remove(log, "Ève").await.unwrap();
    for text in ["cinq", "six", "sept"] {
        operates(amal, log, text).await;
    }
    mallory.member.syncs().await;
    retells_the_roster(&mallory, log);
    let djamila = world.member("Djamila").await;
    mallory.member.invites(log, &djamila).await;
    djamila.syncs().await;
    djamila.client.accept(log).await.unwrap();
    let _ = djamila.client.sync(None, |_| {}).await;
    assert!(
        has(&djamila, log).is_empty(),
        "nothing of a past that was told otherwise counts"
    );
    assert_eq!(alarms(&djamila), [AlarmCode::ViewsDiffer]);
    assert_eq!(djamila.client.history(log).unwrap().state, HistoryState::Refused);
}

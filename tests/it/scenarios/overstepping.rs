// SPDX-License-Identifier: MIT OR Apache-2.0
//! A reader who took its program apart and writes all the same.

use toguna_sdk::{AlarmCode, CancellationToken, Event, LogId, Role};
use toguna_tests::{EvilMember, Member, Shelf, World, on_every_store};
use toguna_types::Class;
use toguna_vault::{Dump, SpaceRow, Verdict};

on_every_store! {
    a_second_word_under_one_id_is_refused_and_names_its_author,
    // claim: CLM-ROLE-01
    a53_a_readers_word_is_refused_by_all_and_names_its_author,
}

struct Scene {
    amal: Member,
    beatrice: Member,
    evil: EvilMember,
    log: LogId,
}

/// Amal stewards a space with Béatrice; Dina may read.
async fn scene(world: &World) -> Scene {
    let amal = world.member("Amal").await;
    let beatrice = world.member("Béatrice").await;
    let dina = world.member("Dina").await;
    let log = amal.founds("Monitoring").await;
    amal.brings(log, &beatrice).await;
    let handles = [dina.name.clone()];
    amal.client.invite(log, &handles, Role::Reader).await.unwrap();
    dina.accepts().await;
    amal.syncs().await;
    dina.syncs().await;
    for member in [&beatrice, &amal, &beatrice] {
        member.syncs().await; // hellos and confirmations are through
    }
    Scene {
        amal,
        beatrice,
        evil: EvilMember::of(dina),
        log,
    }
}

fn dump(member: &Member) -> Dump {
    let door = member.client.backdoor();
    door.vault().read(|tx| tx.dump()).unwrap()
}

fn row(member: &Member, log: LogId) -> SpaceRow {
    let door = member.client.backdoor();
    let row = door.vault().read(|tx| tx.spaces().get(log));
    row.unwrap().unwrap()
}

fn verdicts(member: &Member, log: LogId) -> Vec<Verdict> {
    let door = member.client.backdoor();
    let verdicts = door.vault().read(|tx| tx.verdicts().list(log));
    verdicts.unwrap()
}

/// The tables of which some row is another, and by how many rows they grew.
fn changed<'a>(before: &'a Dump, after: &Dump) -> Vec<(&'a str, usize)> {
    let differing = before.iter().filter(|(table, rows)| after[*table] != **rows);
    let grown = differing.map(|(table, rows)| (table.as_str(), after[table].len() - rows.len()));
    grown.collect()
}

async fn a53_a_readers_word_is_refused_by_all_and_names_its_author(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let Scene {
        amal,
        beatrice,
        evil,
        log,
    } = scene(&world).await;
    let dina = evil.member.client.whoami().unwrap().account;
    let before = [&amal, &beatrice].map(|member| (dump(member), row(member, log), verdicts(member, log)));
    let place = evil.says(log, "je n'ai pas le droit").await;

    for (member, (dump_before, row_before, verdicts_before)) in [&amal, &beatrice].into_iter().zip(before) {
        member.client.sync(Some(log), |_| {}).await.unwrap();
        assert_eq!(member.has_seen(log), Vec::<String>::new());
        // A verdict, the payload's hash (so that the same bytes count once), the cursor and its head: nothing else.
        // (The door counts transactions.)
        let tables = changed(&dump_before, &dump(member));
        assert_eq!(
            tables,
            [
                ("door", 0),
                ("heads", 1),
                ("payload_hashes", 1),
                ("spaces", 0),
                ("verdicts", 1)
            ]
        );
        let row = row(member, log);
        assert_eq!(row.cursor.seq, place);
        let moved = SpaceRow {
            cursor: row.cursor,
            read_on: row.read_on,
            ..row_before
        };
        assert!(row == moved, "only the cursor moved");
        let verdicts = verdicts(member, log);
        let new = &verdicts[verdicts_before.len()..];
        assert_eq!(new.len(), 1);
        let verdict = (new[0].seq, new[0].reason.as_str(), new[0].accused);
        assert_eq!(verdict, (place, "not-allowed", Some(dina)));
        // Everybody is told, and told who signed it.
        let alarms = member.client.status().unwrap().alarms;
        assert_eq!(alarms.len(), 1);
        let accused = alarms[0].accused.clone().unwrap();
        assert_eq!(
            (alarms[0].code, accused.account),
            (AlarmCode::MemberOversteps, dina)
        );
        assert_eq!(accused.handle.as_deref(), Some("Dina"));
        assert_eq!(told(member).await, AlarmCode::MemberOversteps);
    }

    // The space goes on for all, the next words of the reader's ratchet too; the steward removes who overstepped.
    amal.says(log, "Dina, pourquoi ?").await;
    assert_eq!(beatrice.sees(log).await, ["Amal: Dina, pourquoi ?"]);
    assert_eq!(evil.member.sees(log).await, ["Amal: Dina, pourquoi ?"]);
    evil.says(log, "encore").await;
    amal.client.remove(log, "Dina").await.unwrap();
    assert_eq!(beatrice.sees(log).await, amal.sees(log).await);
    for member in [&amal, &beatrice] {
        assert_eq!(member.has_seen(log).len(), 1);
        assert_eq!(member.client.status().unwrap().alarms, []);
    }
}

async fn a_second_word_under_one_id_is_refused_and_names_its_author(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let amal = world.member("Amal").await;
    let beatrice = world.member("Béatrice").await;
    let log = amal.founds("Monitoring").await;
    amal.brings(log, &beatrice).await;
    let evil = EvilMember::of(beatrice);
    let first = evil.word(log, "nous étions trois");
    let mut second = evil.word(log, "nous étions deux");
    second.id = first.id;
    for word in [&first, &second, &first] {
        let message = evil.message(log, word);
        evil.appends(log, Class::Message, message).await;
    }
    assert_eq!(amal.sees(log).await, ["Béatrice: nous étions trois"]);
    let alarms = amal.client.status().unwrap().alarms;
    let told: Vec<_> = alarms
        .into_iter()
        .map(|alarm| (alarm.code, alarm.accused.and_then(|who| who.handle)))
        .collect();
    // The same word again is dropped and accuses nobody.
    assert_eq!(
        told,
        [(AlarmCode::MemberContradicts, Some("Béatrice".to_owned()))]
    );
}

/// The first alarm that somebody who follows is told.
async fn told(member: &Member) -> AlarmCode {
    let (stop, mut alarm) = (CancellationToken::new(), None);
    let hear = |event| {
        if let Event::Alarm(told) = event {
            alarm = Some(told.code);
            stop.cancel();
        }
    };
    member.client.follow(None, hear, stop.clone()).await.unwrap();
    alarm.expect("an alarm is told before following ends")
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! A43, A44, A45: what belongs elsewhere, what was never written here, and what is older than what was shown.

use toguna_auth::{Op, Signed};
use toguna_sdk::{AlarmCode, Field, LogId, NewItem};
use toguna_store::{MemoryStore, Told};
use toguna_tests::{EvilMember, EvilRelay, Member, World};
use toguna_types::{Class, Digest};

use super::{OBJECT, alarms, operates, sees, settled, verdicts};

/// The signed operations that a member holds.
fn signed(member: &Member, log: LogId) -> Vec<Signed<Op>> {
    let door = member.client.backdoor();
    let rows = door
        .vault()
        .read(|tx| tx.ops().counting(log, None, toguna_sdk::Seq::new(0), u32::MAX))
        .unwrap();
    rows.iter()
        .map(|row| Signed::decode(&row.signed).unwrap())
        .collect()
}

// claim: CLM-HIST-05
#[tokio::test(flavor = "multi_thread")]
async fn a43_an_operation_moved_to_another_object_kind_or_author_is_none() {
    let world = World::around(MemoryStore::new());
    let (amal, beatrice, mallory, log) = crate::scenarios::three(&world).await;
    settled(&world, &[&amal, &beatrice, &mallory]).await;
    operates(&amal, log, "un").await;
    mallory.syncs().await;
    let honest = signed(&mallory, log).remove(0);
    let mallory = EvilMember::of(mallory);
    // Each field in turn says something else, under the same signature: object, author, time, kind, body.
    let bytes = honest.encode();
    let author = amal.client.whoami().unwrap().account;
    let places = [OBJECT.as_slice(), author.as_bytes(), b"un"];
    let mut moved = 0;
    for field in places {
        let at = bytes
            .windows(field.len())
            .position(|window| window == field)
            .unwrap();
        let mut other = bytes.clone();
        other[at] ^= 1;
        let other = Signed::<Op>::decode(&other).unwrap();
        mallory
            .appends(log, Class::Record, mallory.record(log, &other))
            .await;
        moved += 1;
    }
    assert_eq!(sees(&beatrice, log).await, ["Amal: un"]);
    assert_eq!(verdicts(&beatrice, log), vec!["not-authentic"; moved]);
}

// claim: CLM-HIST-05
#[tokio::test(flavor = "multi_thread")]
async fn a44_an_operation_of_another_space_or_one_linked_again_plants_nothing() {
    let world = World::around(MemoryStore::new());
    let (amal, beatrice, mallory, log) = crate::scenarios::three(&world).await;
    let other = mallory.founds("Elsewhere").await;
    mallory.brings(other, &amal).await;
    settled(&world, &[&amal, &beatrice, &mallory]).await;
    operates(&amal, other, "elsewhere").await;
    operates(&amal, log, "here").await;
    mallory.syncs().await;
    let elsewhere = signed(&mallory, other).remove(0);
    let here = signed(&mallory, log).remove(0);
    let mallory = EvilMember::of(mallory);
    let planted = [
        mallory.record(other, &elsewhere), // the very bytes that stand in the other space
        mallory.record(log, &elsewhere),   // what was signed there, sealed for here
        mallory.record(log, &here),        // what was signed here, once more
    ];
    for payload in planted {
        mallory.appends(log, Class::Record, payload).await;
    }
    assert_eq!(sees(&beatrice, log).await, ["Amal: here"]);
    assert_eq!(
        verdicts(&beatrice, log),
        ["not-authentic", "wrong-place", "repeated"]
    );
    assert!(
        alarms(&amal).is_empty(),
        "whose words were planted is not accused"
    );
}

// claim: CLM-HIST-01
#[tokio::test(flavor = "multi_thread")]
async fn a45_a_document_is_never_shown_as_it_was_nor_mixed_with_what_it_was() {
    let truth = MemoryStore::new();
    let world = World::around(truth.clone());
    let evil = EvilRelay::over(&world, &truth);
    let amal = world.member("Amal").await;
    let beatrice = world.member_on("Béatrice", evil.wire()).await;
    let log = amal.founds("Monitoring").await;
    amal.brings(log, &beatrice).await;
    settled(&world, &[&amal, &beatrice]).await;
    let item = NewItem::from(vec![(Field::Title, "v1".to_owned())]);
    let id = amal.client.add_item(log, item).await.unwrap();
    for title in ["v2", "v3"] {
        let change = toguna_sdk::Change::Set(Field::Title, title.to_owned());
        amal.client.change_item(log, id, vec![change]).await.unwrap();
    }
    let title = |member: &Member| member.client.library(log).unwrap()[0].title().to_owned();
    beatrice.syncs().await;
    assert_eq!(title(&beatrice), "v3");
    let records = |told: &[Told]| told.iter().filter(|told| told.class == Class::Record).count();
    // Rolled back, mixed, and a version of its own making.
    type Lie = Box<dyn Fn(&mut Vec<Told>)>;
    let lies: [Lie; 3] = [
        Box::new(|told| {
            let last = told.iter().rposition(|told| told.class == Class::Record).unwrap();
            told.truncate(last);
        }),
        Box::new(move |told| {
            assert!(records(told) >= 3);
            let last = told.iter().rposition(|told| told.class == Class::Record).unwrap();
            told.swap(last, last - 1);
        }),
        Box::new(|told| {
            let last = told.iter().rposition(|told| told.class == Class::Record).unwrap();
            let again = told[last - 1].clone();
            told[last] = again;
        }),
    ];
    for lie in lies {
        evil.shows(log, lie);
        let _ = beatrice.client.sync(None, |_| {}).await;
        assert_eq!(title(&beatrice), "v3");
        let told = alarms(&beatrice);
        let lied = |code: &AlarmCode| {
            matches!(
                code,
                AlarmCode::RelayLied | AlarmCode::RelayWithholds | AlarmCode::RelayForked
            )
        };
        assert!(told.iter().any(lied), "{told:?}");
        evil.is_honest();
    }
    beatrice.syncs().await;
    let export = amal.client.export_library(log).unwrap();
    assert_eq!(beatrice.client.export_library(log).unwrap(), export);
    assert_ne!(Digest::of(export.as_bytes()), Digest::ZERO);
}

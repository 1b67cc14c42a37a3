// SPDX-License-Identifier: MIT OR Apache-2.0
//! A shared library: what everybody adds, the same for all, found in five languages.

use std::time::Duration;

use toguna_casework::library::{ITEM, Item};
use toguna_casework::object::{ClientId, Document, Update};
use toguna_sdk::{Change, Code, Field, LogId, NewItem, Newcomers, ObjectId, PolicyChange, Role, Search};
use toguna_tests::{EvilMember, Member, Shelf, Three, World, on_every_store};

use toguna_types::Clock as _;

use super::{sees, settled, verdicts};

on_every_store! {
    // claim: CLM-HIST-01
    a_founder_and_a_newcomer_export_the_same_bytes,
    what_two_change_offline_comes_together_and_says_who_changed_it,
    an_item_is_found_by_its_words_in_five_languages,
    items_are_found_by_who_added_them_and_when,
    an_editor_takes_an_object_and_gives_it_back,
}

fn item(fields: &[(Field, &str)]) -> NewItem {
    let fields = fields.iter();
    let fields: Vec<_> = fields
        .map(|(field, value)| (*field, (*value).to_owned()))
        .collect();
    fields.into()
}

async fn adds(member: &Member, log: LogId, title: &str) -> ObjectId {
    let item = item(&[
        (Field::Title, title),
        (Field::Date, "١٩٤٨-١٢-١٠"),
        (Field::Tags, "droits"),
        (Field::Tags, "ONU"),
    ]);
    member.client.add_item(log, item).await.unwrap()
}

fn titles(member: &Member, log: LogId) -> Vec<String> {
    let items = member.client.library(log).unwrap();
    items.iter().map(|item| item.title().to_owned()).collect()
}

async fn a_founder_and_a_newcomer_export_the_same_bytes(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, celeste, log) = crate::scenarios::three(&world).await;
    let first = adds(&celeste, log, "Déclaration universelle").await;
    adds(&amal, log, "الإعلان العالمي").await;
    beatrice.syncs().await;
    let change = vec![
        Change::Add(Field::Tags, "1948".to_owned()),
        Change::Set(Field::Court, "ONU".to_owned()),
    ];
    assert!(
        beatrice
            .client
            .change_item(log, first, change.clone())
            .await
            .unwrap()
    );
    assert!(
        !beatrice.client.change_item(log, first, change).await.unwrap(),
        "nothing changed"
    );
    amal.client.remove(log, "Celeste").await.unwrap();
    adds(&amal, log, "Die Würde des Menschen").await;
    let djamila = world.member("Djamila").await;
    amal.brings(log, &djamila).await;
    adds(&djamila, log, "Direitos").await;
    settled(&world, &[&amal, &beatrice, &djamila]).await;
    let export = amal.client.export_library(log).unwrap();
    assert_eq!(export.lines().count(), 4);
    assert_eq!(djamila.client.export_library(log).unwrap(), export);
    assert_eq!(beatrice.client.export_library(log).unwrap(), export);
    let history = djamila.client.item_history(log, first).unwrap();
    let authors: Vec<_> = history
        .iter()
        .map(|change| change.author.handle.clone().unwrap())
        .collect();
    assert_eq!(authors, ["Celeste", "Béatrice"], "who has left is named");
    let policy = PolicyChange {
        newcomers: Some(Newcomers::FromJoin),
        ..PolicyChange::default()
    };
    amal.client.change_policy(log, policy).await.unwrap();
    let elodie = world.member("Élodie").await;
    amal.brings(log, &elodie).await;
    adds(&amal, log, "Après").await;
    elodie.syncs().await;
    assert_eq!(titles(&elodie, log), ["Après"]);
    assert!(elodie.client.history(log).unwrap().withheld > 10);
    for spoilt in [
        (item(&[(Field::Court, "x")]), Code::ItemUntitled),
        (
            item(&[(Field::Title, "x"), (Field::Date, "hier")]),
            Code::DateInvalid,
        ),
        (item(&[(Field::Title, &"x".repeat(2_000))]), Code::TooLong),
    ] {
        assert_eq!(
            amal.client.add_item(log, spoilt.0).await.unwrap_err().is(),
            spoilt.1
        );
    }
    let unknown = amal
        .client
        .change_item(log, ObjectId::from_bytes([9; 16]), Vec::new())
        .await;
    assert_eq!(unknown.unwrap_err().is(), Code::ItemUnknown);
}

async fn what_two_change_offline_comes_together_and_says_who_changed_it(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let wire = world.wire.branch();
    let amal = world.member("Amal").await;
    let beatrice = world.member_on("Béatrice", &wire).await;
    let log = amal.founds("Monitoring").await;
    amal.brings(log, &beatrice).await;
    settled(&world, &[&amal, &beatrice]).await;
    let text = "Tous les hommes naissent libres.";
    let new = item(&[(Field::Title, "Article 1"), (Field::Text, text)]);
    let id = amal.client.add_item(log, new).await.unwrap();
    beatrice.syncs().await;
    wire.cut();
    let set = |field, value: &str| vec![Change::Set(field, value.to_owned())];
    let away = [
        set(Field::Text, "Tous les hommes naissent libres et égaux."),
        set(Field::Type, "instrument"),
        vec![Change::Add(Field::Tags, "b".to_owned())],
    ];
    for change in away {
        let queued = beatrice.client.change_item(log, id, change).await;
        assert_eq!(queued.unwrap_err().is(), Code::StillQueued);
    }
    let offline = adds_offline(&beatrice, log).await;
    let waiting = beatrice.client.library(log).unwrap();
    assert!(waiting.iter().all(|item| item.waiting) && waiting.len() == 2);
    assert_eq!(beatrice.client.export_library(log).unwrap().lines().count(), 1);
    let change = [
        set(Field::Text, "Tous les êtres humains naissent libres."),
        vec![Change::Add(Field::Tags, "a".to_owned())],
    ];
    for change in change {
        amal.client.change_item(log, id, change).await.unwrap();
    }
    // Closed and opened again, as after a crash.
    drop(offline);
    let beatrice = beatrice.reopened(world.options_on(&wire));
    wire.mend(&world.wire);
    beatrice.syncs().await;
    amal.syncs().await;
    let item = amal.client.find_item(log, "article").unwrap();
    assert_eq!(
        item.item.get(Field::Text),
        Some("Tous les êtres humains naissent libres et égaux.")
    );
    assert_eq!(item.item.many[&Field::Tags].len(), 2);
    let exports = [&amal, &beatrice].map(|member| member.client.export_library(log).unwrap());
    assert_eq!(exports[0], exports[1]);
    assert_eq!(amal.client.item_history(log, id).unwrap().len(), 6);
    assert!(verdicts(&amal, log).is_empty() && verdicts(&beatrice, log).is_empty());
}

async fn adds_offline(member: &Member, log: LogId) -> Vec<ObjectId> {
    let queued = member
        .client
        .add_item(log, item(&[(Field::Title, "Hors ligne")]))
        .await;
    assert_eq!(queued.unwrap_err().is(), Code::StillQueued);
    let items = member.client.library(log).unwrap();
    items.iter().map(|item| item.id).collect()
}

async fn an_item_is_found_by_its_words_in_five_languages(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, _, log) = crate::scenarios::three(&world).await;
    let texts = [
        "لكل فرد حقّ في الحياة والحريّة",
        "Die Würde des Menschen",
        "La liberté est entière",
        "um órgão do Estado",
        "every man and woman",
    ];
    for text in texts {
        amal.client
            .add_item(log, item(&[(Field::Title, "UDHR"), (Field::Text, text)]))
            .await
            .unwrap();
    }
    beatrice.syncs().await;
    for (typed, text) in ["الحرية", "Wurde", "liberte", "orgao", "WOMAN"].iter().zip(texts) {
        for member in [&amal, &beatrice] {
            let found = member
                .client
                .search_library(&Search {
                    space: Some(log),
                    ..(*typed).into()
                })
                .unwrap();
            assert_eq!(found.len(), 1, "{typed}");
            assert_eq!(found[0].item.item.get(Field::Text), Some(text));
        }
    }
    let id = amal.client.library(log).unwrap()[0].id;
    let words = amal.client.library(log).unwrap()[0]
        .item
        .get(Field::Text)
        .unwrap()
        .to_owned();
    let gone = vec![Change::Set(Field::Text, "autre chose".to_owned())];
    amal.client.change_item(log, id, gone).await.unwrap();
    let first = words.split_whitespace().last().unwrap();
    assert!(amal.client.search_library(&first.into()).unwrap().is_empty());
    assert_eq!(
        amal.client.find_item(log, "UDHR").unwrap_err().is(),
        Code::ItemAmbiguous
    );
    assert_eq!(
        amal.client.search_library(&"—".into()).unwrap_err().is(),
        Code::QueryInvalid
    );
}

async fn items_are_found_by_who_added_them_and_when(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, celeste, log) = crate::scenarios::three(&world).await;
    let day = Duration::from_hours(24);
    let begun = world.clock.now();
    for (member, title) in [(&amal, "Loi un"), (&beatrice, "Loi deux"), (&amal, "Loi trois")] {
        adds(member, log, title).await;
        world.clock.advance(day);
    }
    celeste.syncs().await;
    // Whoever changes an item afterwards has not added it, nor then.
    let first = celeste.client.find_item(log, "Loi un").unwrap().id;
    let change = vec![Change::Set(Field::Court, "ONU".to_owned())];
    celeste.client.change_item(log, first, change).await.unwrap();
    let finds = |change: &dyn Fn(&mut Search)| {
        let mut search = Search::from("loi");
        change(&mut search);
        let found = celeste.client.search_library(&search).unwrap();
        let mut titles: Vec<_> = found.iter().map(|found| found.item.title().to_owned()).collect();
        titles.sort();
        titles
    };
    let account = |member: &Member| member.client.whoami().unwrap().account;
    assert_eq!(finds(&|_| ()).len(), 3);
    assert_eq!(
        finds(&|search| search.author = Some(account(&amal))),
        ["Loi trois", "Loi un"]
    );
    assert_eq!(
        finds(&|search| search.author = Some(account(&beatrice))),
        ["Loi deux"]
    );
    assert!(finds(&|search| search.author = Some(account(&celeste))).is_empty());
    assert_eq!(
        finds(&|search| search.since = Some(begun.after(day))),
        ["Loi deux", "Loi trois"]
    );
    assert_eq!(
        finds(&|search| search.before = Some(begun.after(day))),
        ["Loi un"]
    );
    let both = |search: &mut Search| {
        search.author = Some(account(&amal));
        search.since = Some(begun.after(day));
        search.limit = Some(1);
    };
    assert_eq!(finds(&both), ["Loi trois"]);
}

async fn an_editor_takes_an_object_and_gives_it_back(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, _, log) = crate::scenarios::three(&world).await;
    let id = adds(&amal, log, "Loi").await;
    beatrice.syncs().await;
    let (state, client) = beatrice.client.yjs_state(log, id).unwrap();
    let author = ClientId::of(
        log,
        id,
        beatrice.client.whoami().unwrap().account,
        beatrice.client.whoami().unwrap().device,
    );
    assert_eq!(client, author.get());
    let mut editor = Document::edited(author, &state).unwrap();
    let change = [Change::Set(Field::Title, "Loi 2019".to_owned())];
    let update = Item::change(&mut editor, &change).unwrap().unwrap();
    beatrice.client.apply_yjs(log, id, ITEM, &update).await.unwrap();
    amal.syncs().await;
    assert_eq!(titles(&amal, log), ["Loi 2019"]);
    let again = beatrice.client.apply_yjs(log, id, ITEM, &update).await;
    assert_eq!(again.unwrap_err().is(), Code::ObjectRefused);
}

// claim: CLM-OBJ-01
#[tokio::test(flavor = "multi_thread")]
async fn a54_an_update_under_a_foreign_client_id_counts_on_no_device() {
    let Three {
        world,
        amal,
        beatrice,
        mallory,
        log,
    } = Three::meet().await;
    settled(&world, &[&amal, &beatrice, &mallory]).await;
    let id = adds(&amal, log, "Loi").await;
    mallory.syncs().await;
    let (state, client) = amal.client.yjs_state(log, id).unwrap();
    let me = amal.client.whoami().unwrap();
    let author = ClientId::of(log, id, me.account, me.device);
    assert_eq!(client, author.get());
    // Mallory writes as Amal's editor would; then bytes that are nothing; then what builds on nothing.
    let mut forged = Document::edited(author, &state).unwrap();
    let change = [Change::Set(Field::Title, "Faux".to_owned())];
    let forged = Item::change(&mut forged, &change).unwrap().unwrap();
    let mallory = EvilMember::of(mallory);
    let bodies = [
        Update::new(ITEM, forged).encode().unwrap(),
        b"nothing".to_vec(),
        Update::new(ITEM, vec![9; 30]).encode().unwrap(),
    ];
    let mut previous = None;
    for (n, body) in (1..).zip(bodies) {
        let op = mallory
            .operates(log, |op| {
                op.object = *id.as_bytes();
                op.kind = toguna_auth::Op::KIND_OBJECT;
                op.counter = n;
                op.previous = previous.unwrap_or(op.previous);
                op.body = body.into();
            })
            .await;
        previous = Some(op.digest());
    }
    for member in [&amal, &beatrice] {
        sees(member, log).await;
        assert_eq!(titles(member, log), ["Loi"]);
        assert_eq!(
            verdicts(member, log),
            ["foreign-client", "malformed", "malformed"]
        );
    }
    // A reader cannot change it either, nor what it would be if it could.
    amal.client.set_role(log, "Béatrice", Role::Reader).await.unwrap();
    beatrice.syncs().await;
    let refused = beatrice
        .client
        .change_item(log, id, vec![Change::Set(Field::Title, "x".to_owned())])
        .await;
    assert_eq!(refused.unwrap_err().is(), Code::NotAllowed);
    let again = [Change::Set(Field::Title, "Loi 2".to_owned())].to_vec();
    amal.client.change_item(log, id, again).await.unwrap();
    assert_eq!(titles(&amal, log), ["Loi 2"]);
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Finding what was said, in five languages, in the vault alone.

use toguna_sdk::{Client, Clock as _, Code, Fault, Found, LogId, Search, SearchKind};
use toguna_tests::{Shelf, World, on_every_store};

use super::three;

on_every_store! {
    words_are_found_however_they_are_spelt,
    what_was_edited_is_found_as_it_stands_and_what_was_deleted_is_not,
    // claim: CLM-REST-04
    a_search_is_narrowed_down_and_asks_nobody,
    // claim: CLM-REST-04
    a_search_is_saved_on_one_device_and_goes_with_its_space,
}

/// What is found, the best first, as text.
async fn finds(client: &Client, typed: &str) -> Vec<String> {
    let found = search(client, Search::default(), typed).await.unwrap();
    found.into_iter().map(|found| found.shown.text).collect()
}

async fn search(client: &Client, search: Search, typed: &str) -> Result<Vec<Found>, Fault> {
    let text = typed.to_owned();
    client.search(Search { text, ..search }).await
}

async fn words_are_found_however_they_are_spelt(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, _, log) = three(&world).await;
    let said = [
        "لكل فرد حقّ في الحياة والحريّة",
        "Die Würde des Menschen",
        "La liberté est entière",
        "um órgão do Estado",
        "every man and woman",
    ];
    for text in said {
        beatrice.says(log, text).await;
    }
    amal.syncs().await;
    for (typed, place) in [
        ("الحرية", 0),
        ("حرية", 0),
        ("Wurde", 1),
        ("liberte", 2),
        ("orgao", 3),
        ("WOMAN", 4),
        ("lib*", 2),
        ("\"des menschen\"", 1),
        ("würde mensch*", 1),
    ] {
        assert_eq!(finds(&amal.client, typed).await, [said[place]], "{typed}");
        assert_eq!(
            finds(&beatrice.client, typed).await,
            [said[place]],
            "{typed}, of one's own"
        );
    }
    for typed in ["\"menschen des\"", "lib", "droit"] {
        assert!(finds(&amal.client, typed).await.is_empty(), "{typed}");
    }
    let found = search(&amal.client, Search::default(), "الحرية").await.unwrap();
    let excerpt = &found[0].excerpt;
    assert_eq!(excerpt.text.get(excerpt.matches[0].clone()), Some("والحريّة"));
    assert_eq!((found[0].space, found[0].title.as_str()), (log, "Monitoring"));
}

async fn what_was_edited_is_found_as_it_stands_and_what_was_deleted_is_not(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, _, log) = three(&world).await;
    beatrice.says(log, "rendez-vous au fleuve").await;
    beatrice.says(log, "rendez-vous au marché").await;
    assert_eq!(finds(&beatrice.client, "fleuve").await.len(), 1);
    amal.syncs().await;
    assert_eq!(finds(&amal.client, "rendez*").await.len(), 2);
    let message = |text: &str| {
        let shown = beatrice
            .client
            .read(log, toguna_sdk::ReadRange::default())
            .unwrap();
        let found = shown.into_iter().find(|shown| shown.text.contains(text));
        found.and_then(|shown| shown.message).unwrap()
    };
    beatrice
        .client
        .edit(log, message("fleuve"), "rendez-vous à la gare")
        .await
        .unwrap();
    beatrice.client.delete(log, message("marché")).await.unwrap();
    amal.syncs().await;
    beatrice.syncs().await;
    for member in [&amal, &beatrice] {
        assert_eq!(finds(&member.client, "gare").await, ["rendez-vous à la gare"]);
        assert_eq!(finds(&member.client, "fleuve").await, [""; 0]);
        assert_eq!(finds(&member.client, "marche").await, [""; 0]);
    }
}

async fn a_search_is_narrowed_down_and_asks_nobody(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, celeste, log) = three(&world).await;
    let other = amal.founds("Autre").await;
    amal.says(other, "un témoin").await;
    beatrice.says(log, "deux témoins, un témoin").await;
    celeste.says(log, "trois témoins").await;
    amal.syncs().await;
    world.crashes(); // whoever searches needs no relay
    let narrowed = |space: Option<LogId>, author: Option<&str>| Search {
        space,
        author: author.map(|handle| amal.client.known_person(handle).unwrap()),
        ..Search::default()
    };
    let count = async |narrowed: Search| search(&amal.client, narrowed, "temoin*").await.unwrap().len();
    assert_eq!(count(Search::default()).await, 3);
    assert_eq!(count(narrowed(Some(other), None)).await, 1);
    assert_eq!(count(narrowed(Some(log), None)).await, 2);
    assert_eq!(count(narrowed(None, Some("béatrice"))).await, 1);
    assert_eq!(count(narrowed(None, Some("AMAL"))).await, 1);
    let now = world.clock.now();
    assert_eq!(
        count(Search {
            before: Some(now.before(std::time::Duration::from_hours(1))),
            ..Search::default()
        })
        .await,
        0
    );
    assert_eq!(
        count(Search {
            limit: Some(2),
            ..Search::default()
        })
        .await,
        2
    );
    let nobody = amal.client.known_person("Dario").unwrap_err();
    assert_eq!(nobody.is(), Code::PersonUnknown);
    for typed in ["", " — « »", &"mot ".repeat(33)] {
        let fault = search(&amal.client, Search::default(), typed).await.unwrap_err();
        assert_eq!(
            (fault.is(), fault.limit()),
            (Code::QueryInvalid, Some(32)),
            "{typed}"
        );
    }
}

async fn a_search_is_saved_on_one_device_and_goes_with_its_space(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, _, log) = three(&world).await;
    let other = beatrice.founds("Autre").await;
    beatrice.says(log, "Die Würde des Menschen").await;
    let client = &beatrice.client;
    let of = |space| Search {
        space: Some(space),
        kind: Some(SearchKind::Message),
        ..Search::from("wurde")
    };
    client.save_search(" كرامة ", &of(log)).await.unwrap();
    client.save_search("b", &of(other)).await.unwrap();
    client.save_search("b", &"mot*".into()).await.unwrap();
    let names = |client: &Client| -> Vec<String> {
        let saved = client.saved_searches().unwrap().into_iter();
        saved.map(|saved| saved.name).collect()
    };
    let reopened = beatrice.reopened(world.options());
    let again = &reopened.client;
    assert_eq!(names(again), ["b", "كرامة"]);
    let found = again.search(again.saved_search("كرامة").unwrap()).await.unwrap();
    assert_eq!(found[0].shown.text, "Die Würde des Menschen");
    assert!(again.search_library(&of(log)).unwrap().is_empty());
    assert!(names(&amal.client).is_empty());
    for (name, text, code) in [
        (" ", "mot", Code::EmptyText),
        (&*"x".repeat(257), "mot", Code::TooLong),
        ("c", "—", Code::QueryInvalid),
    ] {
        let fault = again.save_search(name, &text.into()).await.unwrap_err();
        assert_eq!(fault.is(), code);
    }
    amal.client.remove(log, "Béatrice").await.unwrap();
    reopened.syncs().await;
    again.forget(log).await.unwrap();
    assert_eq!(names(again), ["b"]);
    again.forget_search("b").await.unwrap();
    assert_eq!(
        again.forget_search("b").await.unwrap_err().is(),
        Code::SearchUnknown
    );
}

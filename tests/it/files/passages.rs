// SPDX-License-Identifier: MIT OR Apache-2.0
//! Reading lists and the passages on them: found by their words, and held against what each device reads for itself.

use std::io::Cursor;

use toguna_sdk::{
    Change, Code, EntryId, Field, ListChange, ListEntry, LogId, NewFile, NewItem, ObjectId, OsEntropy,
    Passage, Reference, Role, Standing,
};
use toguna_tests::{Member, Shelf, World, on_every_store};

use super::text::reading;
use super::{adds, newest};

on_every_store! {
    a_passage_is_found_again_in_the_next_version,
    // claim: CLM-READ-02
    a57_what_nobody_wrote_is_no_quote,
    an_item_refers_from_passage_to_passage_and_shows_what_refers_to_it,
    a_list_goes_with_the_librarys_past_and_is_changed_by_whoever_may_write,
}

const PDF: &[u8] = include_bytes!("samples/report.pdf");

fn entry(item: ObjectId, passage: Option<Passage>) -> ListEntry {
    ListEntry {
        id: EntryId::make(&OsEntropy),
        item,
        passage,
        note: String::new(),
    }
}

fn added(entry: &ListEntry) -> Vec<ListChange> {
    vec![ListChange::Add(Box::new(entry.clone()))]
}

async fn quotes(
    member: &Member,
    log: LogId,
    item: ObjectId,
    words: &str,
    page: Option<u32>,
) -> Result<Passage, Code> {
    let found = member.client.find_passage(log, item, words, page, |_, _| {});
    found.await.map_err(|fault| fault.is())
}

/// Where the passages of the one list stand, as a member sees them.
fn stand(member: &Member, log: LogId) -> Vec<Standing> {
    let lists = member.client.reading_lists(log).unwrap();
    let entries = lists[0].list.entries.iter();
    let passages: Vec<_> = entries
        .filter_map(|entry| Some((entry.item, entry.passage.as_ref()?)))
        .collect();
    member.client.passages_stand(log, &passages).unwrap()
}

async fn a_passage_is_found_again_in_the_next_version(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let amal = world.member_with("Amal", reading(&world)).await;
    let beatrice = world.member_with("Béatrice", reading(&world)).await;
    let log = amal.founds("Médenine").await;
    amal.brings(log, &beatrice).await;
    let (item, file) = adds(&amal, log, "report.pdf", PDF).await;
    beatrice.syncs().await;

    // Who refers to a file that is not here yet has it fetched and read.
    let passage = quotes(&beatrice, log, item, "منظمة asf في القيروان", None)
        .await
        .unwrap();
    assert_eq!((passage.page, passage.content), (Some(1), Some(file.content)));
    assert!(
        passage.exact.starts_with("منظ") && passage.exact.contains("ASF"),
        "{}",
        passage.exact.len()
    );
    let entries = added(&entry(item, Some(passage)));
    beatrice
        .client
        .start_reading_list(log, " أولاً ", entries)
        .await
        .unwrap();
    assert_eq!(stand(&beatrice, log), [Standing::Here { page: Some(1) }]);
    let celeste = world.member_with("Celeste", reading(&world)).await;
    amal.brings(log, &celeste).await;
    celeste.syncs().await;
    assert_eq!(stand(&celeste, log), [Standing::Unread], "she has not read it");
    celeste
        .client
        .read_file(log, &newest(&celeste, log, item), |_, _| {})
        .await
        .unwrap();
    assert_eq!(stand(&celeste, log), [Standing::Here { page: Some(1) }]);

    let brings = async |text: &str| {
        let file = NewFile::new("next.md", Cursor::new(text.to_owned().into_bytes()));
        let file = beatrice.client.upload(log, file, |_, _| {}).await.unwrap();
        let change = vec![Change::AddFile(Box::new(file))];
        beatrice.client.change_item(log, item, change).await.unwrap();
        celeste.syncs().await;
    };
    brings("Nouvelle préface.\n\nمنظّمة ASF\nفي القيروان").await;
    assert_eq!(stand(&beatrice, log), [Standing::Here { page: None }]);
    let in_first = Standing::Earlier {
        version: 1,
        page: Some(1),
    };
    assert_eq!(stand(&celeste, log), [in_first], "the new one she has not read");
    brings("Tout autre chose.").await;
    assert_eq!(stand(&beatrice, log), [in_first]);

    refuses(&beatrice, log, item).await;
    let unknown = ObjectId::make(&OsEntropy);
    assert_eq!(
        quotes(&beatrice, log, unknown, "mot", None).await,
        Err(Code::ItemUnknown)
    );
    brings("Un mot, puis un mot.").await;
    assert_eq!(
        quotes(&beatrice, log, item, "un mot", None).await,
        Err(Code::PassageAmbiguous)
    );
    let own = [(Field::Title, "Note"), (Field::Text, "Un mot à nous.")];
    let own = own.map(|(field, text)| (field, text.to_owned())).to_vec();
    let own = beatrice.client.add_item(log, own).await.unwrap();
    let passage = quotes(&beatrice, log, own, "un MOT", None).await.unwrap();
    assert_eq!((passage.exact.as_str(), passage.content), ("Un mot", None));
}

/// What is no passage of an item that says «Tout autre chose.»
async fn refuses(member: &Member, log: LogId, item: ObjectId) {
    for (words, page, fault) in [
        ("Tout autre vie", None, Code::PassageUnknown),
        ("autre chose", Some(1), Code::PassageUnknown), // there are no pages
        ("—", None, Code::EmptyText),
        (&"mot ".repeat(2_000), None, Code::TooLong),
    ] {
        assert_eq!(quotes(member, log, item, words, page).await, Err(fault));
    }
}

async fn a57_what_nobody_wrote_is_no_quote(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let amal = world.member_with("Amal", reading(&world)).await;
    let mallory = world.member_with("Mallory", reading(&world)).await;
    let log = amal.founds("Médenine").await;
    amal.brings(log, &mallory).await;
    let (item, file) = adds(&amal, log, "report.pdf", PDF).await;
    let text = [
        (Field::Title, "Témoignage"),
        (Field::Text, "Je n'ai rien vu ce jour-là."),
    ];
    let text = text.map(|(field, text)| (field, text.to_owned())).to_vec();
    let text = amal.client.add_item(log, NewItem::from(text)).await.unwrap();
    mallory.syncs().await;

    let claims = |content, words: &str| Passage {
        content,
        page: Some(2),
        exact: words.to_owned(),
        prefix: String::new(),
        suffix: String::new(),
    };
    let of = |item, passage| ListChange::Add(Box::new(entry(item, Some(passage))));
    let entries = vec![
        of(item, claims(Some(file.content), "le témoin a menti")),
        of(item, claims(Some(file.content), "Je n'ai rien vu ce jour-là")), // another says so
        of(text, claims(Some(file.content), "audience publique")),
        of(text, claims(None, "J'ai tout vu")),
        of(ObjectId::make(&OsEntropy), claims(None, "mot")),
        of(item, claims(Some(file.content), "audience publique")), // so it is, though on another page
        of(text, claims(None, "rien vu")),
    ];
    mallory
        .client
        .start_reading_list(log, "Preuves", entries)
        .await
        .unwrap();
    amal.syncs().await;
    let told = stand(&amal, log);
    assert_eq!(told[..5], [Standing::Nowhere; 5]);
    let page = quotes(&amal, log, item, "audience publique", None)
        .await
        .unwrap()
        .page;
    assert_eq!(
        told[5..],
        [Standing::Here { page }, Standing::Here { page: None }]
    );
    assert_ne!(page, None);
}

async fn a_list_goes_with_the_librarys_past_and_is_changed_by_whoever_may_write(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, celeste, log) = crate::scenarios::three(&world).await;
    let (item, _) = adds(&amal, log, "one.txt", b"one").await;
    let entries = [1, 2, 3].map(|_| entry(item, None));
    let changes = entries.iter().flat_map(added).collect();
    let list = amal
        .client
        .start_reading_list(log, "À lire", changes)
        .await
        .unwrap();
    amal.client.set_role(log, "Celeste", Role::Reader).await.unwrap();
    for member in [&beatrice, &celeste] {
        member.syncs().await;
    }
    let changes = |member: &Member, changes: Vec<ListChange>| {
        let client = member.client.clone();
        async move {
            client
                .change_reading_list(log, list, changes)
                .await
                .map_err(|fault| fault.is())
        }
    };
    let note = |at: usize, text: &str| vec![ListChange::Note(entries[at].id, text.to_owned())];
    assert_eq!(changes(&celeste, note(0, "lu")).await, Err(Code::NotAllowed));
    assert_eq!(changes(&beatrice, note(0, "اقرأ هذا")).await, Ok(true));
    assert_eq!(changes(&beatrice, note(0, "اقرأ هذا")).await, Ok(false));
    assert_eq!(
        changes(&amal, vec![ListChange::Move(entries[2].id, None)]).await,
        Ok(true)
    );
    let stranger = entry(item, None);
    for (change, fault) in [
        (ListChange::Remove(stranger.id), Code::EntryUnknown),
        (
            ListChange::Move(entries[0].id, Some(stranger.id)),
            Code::EntryUnknown,
        ),
        (ListChange::Title(" ".to_owned()), Code::EmptyText),
        (ListChange::Note(entries[0].id, "x".repeat(4_097)), Code::TooLong),
    ] {
        assert_eq!(changes(&amal, vec![change]).await, Err(fault));
    }
    let many = (0..998).flat_map(|_| added(&entry(item, None))).collect();
    assert_eq!(changes(&amal, many).await, Err(Code::OutOfRange));

    let order = [2, 0, 1].map(|at| entries[at].id);
    comes_to_a_newcomer(&world, [&amal, &beatrice, &celeste], (log, list), order).await;
}

/// Who comes later has the list too, to the byte; and has it no more when it was taken away.
async fn comes_to_a_newcomer(
    world: &World,
    [amal, beatrice, celeste]: [&Member; 3],
    (log, list): (LogId, ObjectId),
    entries: [EntryId; 3],
) {
    let dalila = world.member("Dalila").await;
    amal.brings(log, &dalila).await;
    for member in [amal, beatrice, celeste, &dalila] {
        member.syncs().await;
    }
    let export = amal.client.export_library(log).unwrap();
    assert!(export.contains("\"kind\":\"reading-list\"") && export.contains("اقرأ هذا"));
    for member in [beatrice, celeste, &dalila] {
        assert_eq!(member.client.export_library(log).unwrap(), export);
    }
    let seen = dalila.client.find_reading_list(log, "à l").unwrap();
    let order: Vec<EntryId> = seen.list.entries.iter().map(|entry| entry.id).collect();
    assert_eq!(order, entries);
    assert!(amal.client.remove_reading_list(log, list).await.unwrap());
    dalila.syncs().await;
    assert!(dalila.client.reading_lists(log).unwrap().is_empty());
    let fault = dalila.client.find_reading_list(log, "à lire").unwrap_err();
    assert_eq!(fault.is(), Code::ListUnknown);
    assert!(
        !dalila
            .client
            .export_library(log)
            .unwrap()
            .contains("reading-list")
    );
}

async fn an_item_refers_from_passage_to_passage_and_shows_what_refers_to_it(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, celeste, log) = crate::scenarios::three(&world).await;
    let adds = async |title: &str, text: &str| {
        let fields = [(Field::Title, title), (Field::Text, text)];
        let fields = fields.map(|(field, text)| (field, text.to_owned())).to_vec();
        amal.client.add_item(log, fields).await.unwrap()
    };
    let law = adds("Loi", "Nul ne sera soumis à la torture.").await;
    let judgment = adds("Arrêt", "Vu l'article 5, la cour retient la torture.").await;
    let reference = Reference {
        id: EntryId::make(&OsEntropy),
        from: Some(quotes(&amal, log, judgment, "article 5", None).await.unwrap()),
        item: law,
        passage: Some(quotes(&amal, log, law, "la torture", None).await.unwrap()),
        note: "fondement".to_owned(),
    };
    let refers = |reference: &Reference| vec![Change::AddReference(Box::new(reference.clone()))];
    let change = |member: &Member, changes: Vec<Change>| {
        let client = member.client.clone();
        async move {
            let changed = client.change_item(log, judgment, changes).await;
            changed.map_err(|fault| fault.is())
        }
    };
    assert_eq!(change(&amal, refers(&reference)).await, Ok(true));
    assert_eq!(change(&amal, refers(&reference)).await, Ok(false), "once");
    let long = Reference {
        note: "x".repeat(4_097),
        ..reference.clone()
    };
    assert_eq!(change(&amal, refers(&long)).await, Err(Code::TooLong));
    amal.client.set_role(log, "Celeste", Role::Reader).await.unwrap();
    for member in [&beatrice, &celeste] {
        member.syncs().await;
        let found = member.client.references_to(log, law).unwrap();
        let (from, found) = found.first().unwrap();
        assert_eq!((from.id, found), (judgment, &reference));
        for (item, passage) in [(judgment, &found.from), (law, &found.passage)] {
            let asked = [(item, passage.as_ref().unwrap())];
            let stands = member.client.passages_stand(log, &asked).unwrap();
            assert_eq!(stands, [Standing::Here { page: None }]);
        }
        assert!(member.client.references_to(log, judgment).unwrap().is_empty());
        let by_note = member.client.search_library(&"fondement".into()).unwrap();
        assert_eq!(by_note[0].item.id, judgment);
    }
    let gone = vec![Change::RemoveReference(reference.id)];
    assert_eq!(change(&celeste, gone.clone()).await, Err(Code::NotAllowed));
    assert_eq!(change(&beatrice, gone.clone()).await, Ok(true));
    amal.syncs().await;
    assert!(amal.client.references_to(log, law).unwrap().is_empty());
    assert_eq!(change(&amal, gone).await, Ok(false));
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! What documents say is found on every device that has read them, and nowhere else.

use std::io::Cursor;

use toguna_sdk::{Change, DocumentReader, Field, FileText, LogId, NewFile, Options};
use toguna_tests::{Member, Shelf, World, on_every_store};
use toguna_types::limit;

use super::{adds, newest};

on_every_store! {
    what_a_document_says_is_found_by_whoever_has_read_it,
    words_that_an_item_has_no_more_are_found_no_more,
}

// Two pages of our own, Arabic and French, as LibreOffice writes them; the PDF holds parts of the DejaVu fonts.
const PDF: &[u8] = include_bytes!("samples/report.pdf");
const ODT: &[u8] = include_bytes!("samples/report.odt");
const DOCX: &[u8] = include_bytes!("samples/report.docx");

/// Options of a member whose documents are read.
pub(super) fn reading(world: &World) -> Options {
    let reader = DocumentReader {
        program: env!("CARGO_BIN_EXE_document-reader").into(),
        args: Vec::new(),
        patience: limit::READING,
    };
    Options {
        reader: Some(reader),
        ..world.options()
    }
}

/// The files in which a member finds words, with the page.
pub(super) fn finds(member: &Member, words: &str) -> Vec<(String, Option<u32>)> {
    let found = member.client.search_library(&words.into()).unwrap();
    let in_file = found.into_iter().filter_map(|found| found.file);
    in_file.map(|file| (file.name, file.page)).collect()
}

async fn read(member: &Member, log: LogId, file: &toguna_sdk::ItemFile) -> FileText {
    member.client.read_file(log, file, |_, _| {}).await.unwrap()
}

async fn what_a_document_says_is_found_by_whoever_has_read_it(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let amal = world.member_with("Amal", reading(&world)).await;
    let beatrice = world.member_with("Béatrice", reading(&world)).await;
    let log = amal.founds("Médenine").await;
    amal.brings(log, &beatrice).await;
    let (pdf, _) = adds(&amal, log, "a.pdf", PDF).await;
    let (odt, _) = adds(&amal, log, "b.odt", ODT).await;
    adds(&amal, log, "c.docx", DOCX).await;
    let page = |name: &str, page: Option<u32>| (name.to_owned(), page);
    for (words, on) in [
        ("الحرية", 1),
        ("«منظمة ASF في القيروان»", 1),
        ("libere greffe", 2),
    ] {
        let mut found = finds(&amal, words);
        found.sort();
        let all = [page("a.pdf", Some(on)), page("b.odt", None), page("c.docx", None)];
        assert_eq!(found, all, "{words}");
    }

    // Whoever has only heard of a file knows nothing of what it says, until it is read or fetched.
    beatrice.syncs().await;
    assert!(finds(&beatrice, "الحرية").is_empty());
    let theirs = newest(&beatrice, log, pdf);
    assert_eq!(beatrice.client.file_text(log, &theirs).unwrap(), FileText::Unread);
    assert_eq!(read(&beatrice, log, &theirs).await, FileText::Whole);
    assert_eq!(beatrice.client.file_text(log, &theirs).unwrap(), FileText::Whole);
    assert_eq!(finds(&beatrice, "الحرية"), [page("a.pdf", Some(1))]);
    let got = super::gets(&beatrice, log, &newest(&beatrice, log, odt))
        .await
        .unwrap();
    assert_eq!(got, ODT);
    // Afterwards without the relay, and by another process.
    world.crashes();
    let again = beatrice.reopened(world.options());
    let mut found = finds(&again, "الحرية");
    found.sort();
    assert_eq!(found, [page("a.pdf", Some(1)), page("b.odt", None)]);
    let best = again.client.search_library(&"Médenine audience".into()).unwrap();
    let excerpt = &best[0].excerpt;
    assert!(
        excerpt.text.contains("audience publique"),
        "{}",
        excerpt.text.len()
    );
    let marked = excerpt
        .matches
        .iter()
        .map(|at| excerpt.text.get(at.clone()).unwrap());
    assert_eq!(marked.collect::<Vec<_>>(), ["audience", "Médenine"]);
}

async fn words_that_an_item_has_no_more_are_found_no_more(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let amal = world.member_with("Amal", reading(&world)).await;
    let log = amal.founds("Médenine").await;
    let (item, first) = adds(&amal, log, "a.pdf", PDF).await;
    let second = NewFile::new("a2.txt", Cursor::new("Version deux, sans le mot."));
    let second = amal.client.upload(log, second, |_, _| {}).await.unwrap();
    let change = |change| amal.client.change_item(log, item, vec![change]);
    assert_eq!(finds(&amal, "audience").len(), 1);
    change(Change::AddFile(Box::new(second.clone()))).await.unwrap();
    assert!(
        finds(&amal, "audience").is_empty(),
        "the newest version is what is found"
    );
    assert_eq!(finds(&amal, "version deux").len(), 1);
    change(Change::RemoveFile(second.blob)).await.unwrap();
    assert_eq!(finds(&amal, "audience").len(), 1);
    assert_eq!(
        amal.client.file_text(log, &second).unwrap(),
        FileText::Unread,
        "it is erased"
    );
    // Its hash among somebody's tags keeps nothing of it.
    let hash: String = first
        .content
        .as_bytes()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    change(Change::Add(Field::Tags, hash)).await.unwrap();
    change(Change::RemoveFile(first.blob)).await.unwrap();
    assert!(finds(&amal, "audience").is_empty());
    assert_eq!(amal.client.file_text(log, &first).unwrap(), FileText::Unread);
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! A library comes from Uwazi: a table and its files in one archive, taken in as often as one likes.

use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use toguna_sdk::{Field, ImportOutcome, Imported, LogId, TableArchive, TableImport, Why};
use toguna_tests::{Member, Shelf, World, on_every_store};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{content, gets};

on_every_store! {
    an_archive_brings_its_files_and_changes_nothing_the_second_time,
    what_an_archive_does_not_hold_is_named_and_the_rest_goes_in,
}

const TABLE: &str = "Title,id,Date,file,file__ar,attachments\n\
    Loi 58,1,2017-08-11,loi 58.pdf,قانون.pdf,photo.jpg|notes.txt\n\
    Sans fichier,2,2020,,,\n";

/// An archive beside a member's home. What is called like a photograph is packed as it is.
fn archive(member: &Member, table: &str, files: &[(&str, &[u8])]) -> PathBuf {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in [("import.csv", table.as_bytes())].iter().chain(files) {
        let method = if name.ends_with(".jpg") {
            CompressionMethod::Stored
        } else {
            CompressionMethod::Deflated
        };
        zip.start_file(*name, SimpleFileOptions::default().compression_method(method))
            .unwrap();
        zip.write_all(bytes).unwrap();
    }
    let path = member.home.with_extension("zip");
    std::fs::write(&path, zip.finish().unwrap().into_inner()).unwrap();
    path
}

async fn imports(member: &Member, log: LogId, path: &Path, how: TableImport) -> Imported {
    let mut archive = TableArchive::open(path).unwrap().unwrap();
    let table = archive.table().unwrap();
    let client = &member.client;
    client
        .import_table(log, &table, Some(&mut archive), how, |_, _| {})
        .await
        .unwrap()
}

fn outcomes(imported: &Imported) -> Vec<ImportOutcome> {
    imported.rows.iter().map(|row| row.outcome).collect()
}

async fn an_archive_brings_its_files_and_changes_nothing_the_second_time(shelf: impl Shelf) {
    use ImportOutcome::{Added, Changed, Unchanged};

    let world = World::on(&shelf).await;
    let (amal, beatrice, _, log) = crate::scenarios::three(&world).await;
    let (law, photo) = (content(1_500_000), content(70_000));
    let files: [(&str, &[u8]); 4] = [
        ("loi 58.pdf", &law),
        ("قانون.pdf", "نص القانون".as_bytes()),
        ("photo.jpg", &photo),
        ("notes.txt", b""),
    ];
    let path = archive(&amal, TABLE, &files);
    let (real, dry) = (
        TableImport::default(),
        TableImport {
            dry_run: true,
            ..TableImport::default()
        },
    );
    let tried = imports(&amal, log, &path, dry).await;
    assert_eq!(outcomes(&tried), [Added; 5]);
    assert!(tried.rows.iter().all(|row| row.item.is_none()) && amal.client.library(log).unwrap().is_empty());
    let first = imports(&amal, log, &path, real).await;
    assert_eq!(outcomes(&first), [Added; 5]);
    assert!(first.refused.is_empty() && first.passed_over.is_empty());
    beatrice.syncs().await;
    let item = |title: &str| {
        let items = beatrice.client.library(log).unwrap();
        items.into_iter().find(|item| item.title() == title).unwrap().item
    };
    assert_eq!(gets(&beatrice, log, &item("Loi 58").files[0]).await.unwrap(), law);
    assert_eq!(
        gets(&beatrice, log, &item("photo.jpg").files[0]).await.unwrap(),
        photo
    );
    assert_eq!(
        gets(&beatrice, log, &item("notes.txt").files[0]).await.unwrap(),
        b""
    );
    assert_eq!(item("قانون.pdf").get(Field::Source), Some("Loi 58"));
    assert!(item("Sans fichier").files.is_empty());

    let export = beatrice.client.export_library(log).unwrap();
    assert_eq!(
        outcomes(&imports(&beatrice, log, &path, real).await),
        [Unchanged; 5]
    );
    assert_eq!(beatrice.client.export_library(log).unwrap(), export);
    let newer = content(900);
    let files = [("loi 58.pdf", newer.as_slice()), files[1], files[2], files[3]];
    let path = archive(&amal, TABLE, &files);
    let second = imports(&amal, log, &path, real).await;
    assert_eq!(
        outcomes(&second),
        [Changed, Unchanged, Unchanged, Unchanged, Unchanged]
    );
    beatrice.syncs().await;
    let versions: Vec<u32> = item("Loi 58").files.iter().map(|file| file.version).collect();
    assert_eq!(versions, [1, 2]);
}

async fn what_an_archive_does_not_hold_is_named_and_the_rest_goes_in(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let amal = world.member("Amal").await;
    let log = amal.founds("Monitoring").await;
    let files: [(&str, &[u8]); 2] = [("loi 58.pdf", b"%PDF"), ("photo.jpg", b"JFIF and more of it")];
    let path = archive(&amal, TABLE, &files);
    // A byte of the photograph is another: its sum is not what the archive says.
    let mut bytes = std::fs::read(&path).unwrap();
    let at = bytes.windows(4).position(|at| at == b"JFIF").unwrap();
    bytes[at] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let atomic = TableImport {
        atomic: true,
        ..TableImport::default()
    };
    let refused = |imported: &Imported| {
        let refused = imported.refused.iter();
        refused
            .map(|row| (row.line, row.column.clone().unwrap(), row.why))
            .collect::<Vec<_>>()
    };
    let expected = [
        (2, "قانون.pdf".to_owned(), Why::NoFile),
        (2, "photo.jpg".to_owned(), Why::Unreadable),
        (2, "notes.txt".to_owned(), Why::NoFile),
    ];
    assert_eq!(refused(&imports(&amal, log, &path, atomic).await), expected);
    assert!(amal.client.library(log).unwrap().is_empty(), "all or nothing");
    assert_eq!(
        refused(&imports(&amal, log, &path, TableImport::default()).await),
        expected
    );
    let titles: Vec<_> = amal
        .client
        .library(log)
        .unwrap()
        .iter()
        .map(|item| item.title().to_owned())
        .collect();
    assert_eq!(titles, ["Loi 58", "Sans fichier"]);
    for not_one in [b"PK\x03\x04 and no more".as_slice(), b"", b"Title\nx\n"] {
        let path = amal.home.with_extension("other.zip");
        std::fs::write(&path, not_one).unwrap();
        assert!(TableArchive::open(&path).unwrap().is_none());
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Files that go from one space to another, as ciphertext of their own there and in clear nowhere between.

use std::fs;
use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use toguna_sdk::{Change, Code, ItemFile, LogId, NewFile, ObjectId};
use toguna_store::MemoryStore;
use toguna_tests::{Given, Member, Shelf, Tap, Tapped, World, on_every_store};
use toguna_types::BlobId;

use super::{adds, content, gets};

on_every_store! {
    an_item_is_copied_with_all_its_versions_and_brought_up_to_date,
}

async fn attaches(member: &Member, log: LogId, item: ObjectId, bytes: &[u8]) {
    let file = NewFile::new("نسخة.pdf", Cursor::new(bytes.to_vec()));
    let file = member.client.upload(log, file, |_, _| {}).await.unwrap();
    let change = vec![Change::AddFile(Box::new(file))];
    member.client.change_item(log, item, change).await.unwrap();
}

fn files(member: &Member, log: LogId) -> Vec<ItemFile> {
    let mut items = member.client.library(log).unwrap();
    assert_eq!(items.len(), 1);
    items.remove(0).item.files
}

/// Whether a folder holds these bytes anywhere.
fn holds(folder: &Path, bytes: &[u8]) -> bool {
    fs::read_dir(folder).unwrap().flatten().any(|entry| {
        if entry.file_type().unwrap().is_dir() {
            holds(&entry.path(), bytes)
        } else {
            let kept = fs::read(entry.path()).unwrap();
            kept.windows(bytes.len()).any(|window| window == bytes)
        }
    })
}

async fn an_item_is_copied_with_all_its_versions_and_brought_up_to_date(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, _, log) = crate::scenarios::three(&world).await;
    let versions = [content(3_900_000), content(70_000), content(0)];
    let (item, _) = adds(&amal, log, "a.bin", &versions[0]).await;
    attaches(&amal, log, item, &versions[1]).await;
    beatrice.syncs().await;
    let other = beatrice.founds("تدريب").await;
    let dalia = world.member("Dalia").await;
    beatrice.brings(other, &dalia).await;
    let (mut last, mut all) = (0, 0);
    let copies = beatrice.client.copy_item(log, item, other, |done, of| {
        assert!(last <= done && done <= of, "{last} {done} {of}");
        (last, all) = (done, of);
    });
    let copy = copies.await.unwrap();
    assert_eq!(last, all);
    assert!(!holds(&beatrice.home, &versions[0][..64]), "it is kept in clear");
    attaches(&amal, log, item, &versions[2]).await;
    beatrice.syncs().await;
    for _ in 0..2 {
        let again = beatrice.client.copy_item(log, item, other, |_, _| {}).await;
        assert_eq!(again.unwrap(), copy);
    }
    let itself = beatrice.client.copy_item(log, item, log, |_, _| {}).await;
    assert_eq!((itself.unwrap(), files(&beatrice, log).len()), (item, 3));
    dalia.syncs().await;
    let (originals, copied) = (files(&beatrice, log), files(&dalia, other));
    assert_eq!(copied.len(), 3);
    for ((copy, original), bytes) in copied.iter().zip(&originals).zip(&versions) {
        assert_eq!(
            (&copy.name, &copy.media_type),
            (&original.name, &original.media_type)
        );
        assert_eq!((copy.version, copy.content), (original.version, original.content));
        assert!(copy.blob != original.blob && copy.key != original.key && copy.sealed != original.sealed);
        assert_eq!(gets(&dalia, other, copy).await.unwrap(), *bytes);
    }
}

/// Flips a bit in what it hands out, if it is to, and counts what it is given.
#[derive(Default)]
struct Spoils {
    spoils: AtomicBool,
    given: AtomicUsize,
}

impl Tap for Spoils {
    fn given(&self, given: &Given) {
        if let Given::Blob(_) = given {
            self.given.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn piece(&self, _id: BlobId, _index: u32, answer: Option<Vec<u8>>) -> Option<Vec<u8>> {
        let mut piece = answer?;
        if self.spoils.load(Ordering::Relaxed) {
            piece[50_000] ^= 1;
        }
        Some(piece)
    }
}

// claim: CLM-CONF-08
#[tokio::test]
async fn a42_what_does_not_open_is_not_brought_to_another_space() {
    let tap = Arc::new(Spoils::default());
    let world = World::around(Tapped::new(MemoryStore::new(), Arc::clone(&tap)));
    let (amal, beatrice, _, log) = crate::scenarios::three(&world).await;
    let (item, _) = adds(&amal, log, "a.bin", &content(200_000)).await;
    beatrice.syncs().await;
    let other = beatrice.founds("other").await;
    tap.spoils.store(true, Ordering::Relaxed);
    let given = tap.given.load(Ordering::Relaxed);
    let copied = beatrice.client.copy_item(log, item, other, |_, _| {}).await;
    assert_eq!(copied.unwrap_err().is(), Code::RelayLied);
    assert_eq!(tap.given.load(Ordering::Relaxed), given, "an upload was begun");
    assert!(beatrice.client.library(other).unwrap().is_empty());
    tap.spoils.store(false, Ordering::Relaxed);
    beatrice
        .client
        .copy_item(log, item, other, |_, _| {})
        .await
        .unwrap();
    assert_eq!(files(&beatrice, other).len(), 1);
}

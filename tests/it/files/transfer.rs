// SPDX-License-Identifier: MIT OR Apache-2.0
//! Files come and go, whatever interrupts them.

use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};

use toguna_sdk::{Change, Code, Field, NewFile, Options, Role};
use toguna_store::MemoryStore;
use toguna_tests::{Given, Recorder, Shelf, Tap, Tapped, Three, World, beside, on_every_store};
use toguna_types::{Clock as _, Digest, limit};

use super::{adds, content, fails, gets, newest, target};

on_every_store! {
    a_file_comes_back_byte_for_byte_to_everybody_and_to_who_comes_later,
    an_upload_that_was_cut_off_at_37_percent_goes_on_and_is_the_same_file,
    a_download_that_was_cut_off_goes_on,
}

/// 3 pieces and a bit, in 60 chunks.
const LENGTH: usize = 3_900_000;

async fn a_file_comes_back_byte_for_byte_to_everybody_and_to_who_comes_later(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, _, log) = crate::scenarios::three(&world).await;
    let bytes = content(LENGTH);
    let (item, file) = adds(&amal, log, "تقرير 2026.pdf", &bytes).await;
    assert_eq!((file.version, file.media_type.as_str()), (1, "application/pdf"));
    beatrice.syncs().await;
    let theirs = newest(&beatrice, log, item);
    assert_eq!(theirs.name, "تقرير 2026.pdf");
    assert_eq!(gets(&beatrice, log, &theirs).await.unwrap(), bytes);
    for length in [0, 1, 65_527, 65_529, 1_048_576 - 66 - 16 * 16, 1_048_576] {
        let bytes = content(length);
        let file = NewFile::new("a.bin", Cursor::new(bytes.clone()));
        let file = beatrice.client.upload(log, file, |_, _| {}).await.unwrap();
        let change = vec![Change::AddFile(Box::new(file))];
        beatrice.client.change_item(log, item, change).await.unwrap();
        amal.syncs().await;
        assert_eq!(gets(&amal, log, &newest(&amal, log, item)).await.unwrap(), bytes);
    }
    let dalia = world.member("Dalia").await;
    amal.brings(log, &dalia).await;
    crate::records::settled(&world, &[&amal, &dalia]).await;
    let theirs = dalia.client.library(log).unwrap();
    assert_eq!(theirs[0].item.files.len(), 7);
    assert_eq!(gets(&dalia, log, &theirs[0].item.files[0]).await.unwrap(), bytes);
    assert_eq!(
        dalia.client.export_library(log).unwrap(),
        amal.client.export_library(log).unwrap()
    );
}

/// Ends its task, as a process ends, when so much is done.
async fn cut_off_at<T: Send + 'static>(
    percent: u64,
    start: impl AsyncFnOnce(Box<dyn FnMut(u64, u64) + Send>) -> T,
) -> Option<T> {
    let (reached, mut is_reached) = tokio::sync::mpsc::unbounded_channel();
    let progress = Box::new(move |done: u64, of: u64| {
        if done * 100 >= percent * of {
            let _ = reached.send(());
        }
    });
    tokio::select! {
        biased;
        _ = is_reached.recv() => None,
        done = start(progress) => Some(done),
    }
}

async fn an_upload_that_was_cut_off_at_37_percent_goes_on_and_is_the_same_file(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let amal = world.member("Amal").await;
    let log = amal.founds("Monitoring").await;
    let bytes = content(LENGTH);
    let file = || NewFile::new("witness.ogg", Cursor::new(bytes.clone()));
    let begun = cut_off_at(37, async |progress| {
        amal.client.upload(log, file(), progress).await
    })
    .await;
    assert!(begun.is_none(), "it was done before it could be cut off");
    world.crashes();
    world.comes_back(&shelf).await;
    let amal = world.opens("Amal");
    let (mut first, mut last) = (None, 0);
    let uploaded = amal.client.upload(log, file(), |done, of| {
        first.get_or_insert(done * 100 / of);
        last = done * 100 / of;
    });
    let uploaded = uploaded.await.unwrap();
    assert!(
        first.is_some_and(|percent| percent >= 20) && last == 100,
        "it began again: {first:?}"
    );
    assert_eq!(uploaded.content, Digest::of(&bytes));
    let item = vec![(Field::Title, "Témoin".to_owned())];
    let id = amal.client.add_item(log, item).await.unwrap();
    let change = vec![Change::AddFile(Box::new(uploaded))];
    amal.client.change_item(log, id, change).await.unwrap();
    assert_eq!(gets(&amal, log, &newest(&amal, log, id)).await.unwrap(), bytes);
    let again = amal.client.upload(log, file(), |_, _| {}).await.unwrap();
    assert_ne!(
        again.blob,
        newest(&amal, log, id).blob,
        "what is in an item is no upload any more"
    );
}

async fn a_download_that_was_cut_off_goes_on(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, _, log) = crate::scenarios::three(&world).await;
    let bytes = content(LENGTH);
    let (_, file) = adds(&amal, log, "a.bin", &bytes).await;
    beatrice.syncs().await;
    let to = target(&beatrice, "cut");
    let begun = cut_off_at(37, async |progress| {
        beatrice.client.save_file(log, &file, &to, progress).await
    });
    assert!(begun.await.is_none() && !to.exists());
    drop(beatrice);
    let beatrice = world.opens("Béatrice");
    let mut first = None;
    let saved = beatrice.client.save_file(log, &file, &to, |done, of| {
        first.get_or_insert(done * 100 / of);
    });
    saved.await.unwrap();
    assert!(
        first.is_some_and(|percent| percent >= 20),
        "it began again: {first:?}"
    );
    assert_eq!(std::fs::read(&to).unwrap(), bytes);
    let again = beatrice.client.save_file(log, &file, &to, |_, _| {}).await;
    assert_eq!(
        again.unwrap_err().is(),
        Code::FileUnwritable,
        "what is there is left"
    );
}

/// Somebody is let in whenever a piece has come.
struct LetsIn(
    tokio::sync::mpsc::UnboundedSender<()>,
    Arc<tokio::sync::Semaphore>,
);

impl Tap for LetsIn {
    async fn held(&self, given: &Given) {
        if let Given::Piece(piece) = given
            && piece.offset > 0
        {
            let _ = self.0.send(());
            self.1.acquire().await.unwrap().forget();
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_epoch_that_ends_while_a_file_is_sent_costs_nothing_but_a_new_stamp() {
    let (came, mut pieces) = tokio::sync::mpsc::unbounded_channel();
    let go_on = Arc::new(tokio::sync::Semaphore::new(0));
    let world = World::around(Tapped::new(MemoryStore::new(), LetsIn(came, Arc::clone(&go_on))));
    let amal = world.member("Amal").await;
    let beatrice = world.member("Béatrice").await;
    let log = amal.founds("Monitoring").await;
    amal.brings(log, &beatrice).await;
    let bytes = content(LENGTH);
    let (client, sent) = (beatrice.client.clone(), bytes.clone());
    let upload = beside(async move {
        let file = NewFile::new("a.bin", Cursor::new(sent));
        client.upload(log, file, |_, _| {}).await
    });
    for name in ["Chadi", "Dalia", "Élise"] {
        pieces.recv().await.unwrap();
        let newcomer = world.member(name).await;
        amal.client
            .invite(log, &[name.to_owned()], Role::Reader)
            .await
            .unwrap();
        drop(newcomer);
        go_on.add_permits(1);
    }
    let file = upload.await.unwrap().unwrap();
    assert_eq!(gets(&beatrice, log, &file).await.unwrap(), bytes);
}

/// A file that somebody writes to while it is read.
struct Written {
    bytes: Cursor<Vec<u8>>,
    readings: Arc<AtomicU32>,
}

impl Read for Written {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        self.bytes.read(to)
    }
}

impl Seek for Written {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        // At its start it stands before it is measured, and before it is sealed.
        if self.readings.fetch_add(1, Ordering::Relaxed) == 1 {
            self.bytes.get_mut()[3_000_000] ^= 1;
        }
        self.bytes.seek(to)
    }
}

// claim: CLM-CONF-08
#[tokio::test]
async fn a50_a_file_that_changes_while_it_is_sent_is_sent_under_another_key() {
    let recorder = Arc::new(Recorder::default());
    let world = World::around(Tapped::new(MemoryStore::new(), Arc::clone(&recorder)));
    let amal = world.member("Amal").await;
    let log = amal.founds("Monitoring").await;
    let bytes = content(LENGTH);
    let written = Written {
        bytes: Cursor::new(bytes.clone()),
        readings: Arc::default(),
    };
    let fault = amal
        .client
        .upload(log, NewFile::new("a.bin", written), |_, _| {})
        .await;
    assert_eq!(fault.unwrap_err().is(), Code::FileChanged);
    let file = NewFile::new("a.bin", Cursor::new(bytes.clone()));
    let file = amal.client.upload(log, file, |_, _| {}).await.unwrap();
    let given = recorder.all();
    let first_pieces = given.iter().filter_map(|given| {
        let Given::Piece(piece) = given else {
            return None;
        };
        (piece.offset == 0).then_some((piece.id, &piece.bytes))
    });
    let [(one, first), (other, second)] = first_pieces.collect::<Vec<_>>()[..] else {
        panic!("two files were begun");
    };
    assert!(one != other && other == file.blob);
    assert_ne!(first[..66], second[..66], "one salt met two contents");
    assert_eq!(gets(&amal, log, &file).await.unwrap(), bytes);
}

#[tokio::test]
async fn who_may_not_write_brings_nothing_and_who_was_removed_gets_nothing() {
    let recorder = Arc::new(Recorder::default());
    let world = World::around(Tapped::new(MemoryStore::new(), Arc::clone(&recorder)));
    let (amal, beatrice, celeste, log) = crate::scenarios::three(&world).await;
    amal.client
        .set_role(log, &beatrice.name, Role::Reader)
        .await
        .unwrap();
    beatrice.syncs().await;
    let (_, file) = adds(&amal, log, "a.bin", &content(10)).await;
    recorder.forget();
    let try_it = NewFile::new("b.bin", Cursor::new(vec![1; 10]));
    let fault = beatrice.client.upload(log, try_it, |_, _| {}).await.unwrap_err();
    assert_eq!(fault.is(), Code::NotAllowed);
    assert!(recorder.all().is_empty(), "the relay heard of it");
    celeste.syncs().await;
    amal.client.remove(log, &celeste.name).await.unwrap();
    assert_eq!(fails(&celeste, log, &file).await, Code::NotAMember);
    assert!(gets(&beatrice, log, &file).await.is_ok(), "a reader reads");
}

/// Counts the pieces that come.
#[derive(Default)]
struct Counting(AtomicUsize);

impl Tap for Counting {
    fn piece(&self, _: toguna_types::BlobId, _: u32, answer: Option<Vec<u8>>) -> Option<Vec<u8>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        answer
    }
}

#[tokio::test]
async fn what_is_kept_is_not_fetched_again_and_stays_below_its_bound() {
    let counting = Arc::new(Counting::default());
    let world = World::around(Tapped::new(MemoryStore::new(), Arc::clone(&counting)));
    let options = Options {
        files_kept: 5_000_000,
        ..world.options()
    };
    let amal = world.member_with("Amal", options).await;
    let log = amal.founds("Monitoring").await;
    let (_, one) = adds(&amal, log, "one.bin", &content(2_000_000)).await;
    let (_, two) = adds(&amal, log, "two.bin", &content(2_000_000)).await;
    let (_, large) = adds(&amal, log, "large.bin", &content(6_000_000)).await;
    let kept = || {
        let files = std::fs::read_dir(amal.home.join("files")).unwrap();
        files
            .map(|entry| entry.unwrap().metadata().unwrap().len())
            .sum::<u64>()
    };
    let fetched = || counting.0.swap(0, Ordering::Relaxed);
    for (file, pieces) in [
        (&one, 2),
        (&one, 0),
        (&two, 2),
        (&one, 0),
        (&large, 6),
        (&large, 6),
    ] {
        gets(&amal, log, file).await.unwrap();
        assert_eq!(fetched(), pieces);
        assert!(kept() <= 5_000_000);
    }
}

#[tokio::test]
async fn an_upload_that_nobody_goes_on_with_is_deleted_at_the_relay() {
    let Three { world, amal, log, .. } = Three::meet().await;
    let file = NewFile::new("a.bin", Cursor::new(content(10)));
    let forgotten = amal.client.upload(log, file, |_, _| {}).await.unwrap();
    gets(&amal, log, &forgotten).await.unwrap();
    world.clock.advance(limit::UPLOAD_KEPT * 2);
    amal.syncs().await;
    adds(&amal, log, "b.bin", &content(10)).await;
    let vault = amal.client.vault_for_tests();
    let later = world.clock.now();
    let left = vault.read(|tx| tx.uploads().begun_before(log, later)).unwrap();
    assert!(left.is_empty());
    std::fs::remove_dir_all(amal.home.join("files")).unwrap();
    assert_eq!(fails(&amal, log, &forgotten).await, Code::FileGone);
}

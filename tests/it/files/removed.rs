// SPDX-License-Identifier: MIT OR Apache-2.0
//! A file is taken away: from its item by whoever may write, at the relay by the device that brought it.

use std::time::Duration;

use toguna_sdk::{Code, Field, NewItem, ObjectId, Role};
use toguna_tests::{Shelf, World, on_every_store};

use super::{adds, content, fails, gets, newest};

on_every_store! {
    // claim: CLM-CONF-07
    what_its_author_takes_away_is_gone_at_the_relay,
    what_another_takes_away_stays_there_for_its_author_to_delete,
    what_is_interrupted_can_be_repeated,
    // claim: CLM-REQ-03
    what_a_steward_asks_to_be_deleted_is_gone_a_week_later_whoever_brought_it,
}

async fn what_its_author_takes_away_is_gone_at_the_relay(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, celeste, log) = crate::scenarios::three(&world).await;
    let bytes = content(1_200_000);
    let (item, file) = adds(&amal, log, "list of witnesses.pdf", &bytes).await;
    for member in [&beatrice, &celeste] {
        member.syncs().await;
    }
    assert_eq!(
        gets(&beatrice, log, &newest(&beatrice, log, item)).await.unwrap(),
        bytes
    );
    assert!(kept(&beatrice) > bytes.len() as u64);
    assert!(amal.client.remove_file(log, item, file.blob).await.unwrap());
    assert!(amal.client.library(log).unwrap()[0].item.files.is_empty());
    // Not even with its key and its place.
    assert_eq!(fails(&celeste, log, &file).await, Code::FileGone);
    beatrice.syncs().await;
    let (_, other) = adds(&beatrice, log, "other.txt", b"other").await;
    gets(&beatrice, log, &other).await.unwrap();
    assert!(kept(&beatrice) < 100_000, "its ciphertext is gone too");
    // Again, as after an interruption; and once more when nothing is left to do.
    assert!(!amal.client.remove_file(log, item, file.blob).await.unwrap());
}

async fn what_another_takes_away_stays_there_for_its_author_to_delete(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, celeste, log) = crate::scenarios::three(&world).await;
    let bytes = content(5_000);
    let (item, file) = adds(&amal, log, "draft.pdf", &bytes).await;
    amal.client.set_role(log, "Celeste", Role::Reader).await.unwrap();
    for member in [&beatrice, &celeste] {
        member.syncs().await;
    }
    let fault = celeste
        .client
        .remove_file(log, item, file.blob)
        .await
        .unwrap_err();
    assert_eq!(fault.is(), Code::NotAllowed);
    assert!(!beatrice.client.remove_file(log, item, file.blob).await.unwrap());
    amal.syncs().await;
    assert!(amal.client.library(log).unwrap()[0].item.files.is_empty());
    assert_eq!(
        gets(&celeste, log, &file).await.unwrap(),
        bytes,
        "it is there for whoever knows its place"
    );
    assert!(amal.client.remove_file(log, item, file.blob).await.unwrap());
    assert_eq!(fails(&beatrice, log, &file).await, Code::FileGone);
    // An insider who names it elsewhere keeps nobody from deleting their own.
    let (first, file) = adds(&amal, log, "one.pdf", &bytes).await;
    beatrice.syncs().await;
    let second = NewItem {
        fields: vec![(Field::Title, "two".to_owned())],
        file: Some(file.clone()),
    };
    beatrice.client.add_item(log, second).await.unwrap();
    amal.syncs().await;
    assert!(amal.client.remove_file(log, first, file.blob).await.unwrap());
    assert_eq!(fails(&beatrice, log, &file).await, Code::FileGone);
}

async fn what_is_interrupted_can_be_repeated(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let wire = world.wire.branch();
    let amal = world.member_with("Amal", world.options_on(&wire)).await;
    let beatrice = world.member("Beatrice").await;
    let log = amal.founds("Monitoring").await;
    amal.brings(log, &beatrice).await;
    let (item, file) = adds(&amal, log, "draft.pdf", &content(5_000)).await;
    beatrice.syncs().await;
    let nowhere = ObjectId::from_bytes([9; 16]);
    let fault = amal
        .client
        .remove_file(log, nowhere, file.blob)
        .await
        .unwrap_err();
    assert_eq!(fault.is(), Code::ItemUnknown);
    wire.cut();
    let fault = amal.client.remove_file(log, item, file.blob).await.unwrap_err();
    assert_eq!(fault.is(), Code::RelayUnreachable);
    assert_eq!(newest(&amal, log, item).blob, file.blob, "nothing has changed");
    wire.mend(&world.wire);
    gets(&beatrice, log, &file).await.unwrap();
    assert!(amal.client.remove_file(log, item, file.blob).await.unwrap());
    let _ = std::fs::remove_dir_all(beatrice.home.join("files"));
    assert_eq!(fails(&beatrice, log, &file).await, Code::FileGone);
}

/// Bytes of files that a member's home keeps.
fn kept(member: &toguna_tests::Member) -> u64 {
    let files = std::fs::read_dir(member.home.join("files")).unwrap();
    files.map(|file| file.unwrap().metadata().unwrap().len()).sum()
}

async fn what_a_steward_asks_to_be_deleted_is_gone_a_week_later_whoever_brought_it(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, celeste, log) = crate::scenarios::three(&world).await;
    let (_, file) = adds(&beatrice, log, "names.pdf", &content(5_000)).await;
    let (_, other) = adds(&beatrice, log, "other.pdf", &content(5_000)).await;
    for member in [&amal, &celeste] {
        member.syncs().await;
    }
    let asked = celeste.client.ask_to_delete_file(log, file.blob).await;
    assert_eq!(asked.unwrap_err().is(), Code::NotAllowed);
    for blob in [file.blob, other.blob] {
        amal.client.ask_to_delete_file(log, blob).await.unwrap();
    }
    amal.client.ask_to_keep_file(log, other.blob).await.unwrap();
    world.clock.advance(toguna_types::limit::REQUEST_STANDS);
    world.sweeps(&shelf).await;
    celeste.syncs().await;
    gets(&celeste, log, &file).await.unwrap(); // its day begins only later
    world.clock.advance(Duration::from_hours(24));
    world.sweeps(&shelf).await;
    amal.syncs().await;
    assert_eq!(fails(&amal, log, &file).await, Code::FileGone);
    gets(&amal, log, &other).await.unwrap();
}

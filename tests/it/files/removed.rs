// SPDX-License-Identifier: MIT OR Apache-2.0
//! A file is taken away: from its item by whoever may write, at the relay by the device that brought it.

use toguna_sdk::{Code, Role};
use toguna_tests::{Shelf, World, on_every_store};

use super::{adds, content, fails, gets, newest};

on_every_store! {
    // claim: CLM-CONF-07
    what_its_author_takes_away_is_gone_at_the_relay,
    what_another_takes_away_stays_there_for_its_author_to_delete,
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
    // What another item holds is not deleted.
    let (first, file) = adds(&amal, log, "one.pdf", &bytes).await;
    let second = toguna_sdk::NewItem {
        fields: vec![(toguna_sdk::Field::Title, "two".to_owned())],
        file: Some(file.clone()),
    };
    amal.client.add_item(log, second).await.unwrap();
    assert!(!amal.client.remove_file(log, first, file.blob).await.unwrap());
    assert_eq!(gets(&beatrice, log, &file).await.unwrap(), bytes);
}

/// Bytes of files that a member's home keeps.
fn kept(member: &toguna_tests::Member) -> u64 {
    let files = std::fs::read_dir(member.home.join("files")).unwrap();
    files.map(|file| file.unwrap().metadata().unwrap().len()).sum()
}

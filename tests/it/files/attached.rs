// SPDX-License-Identifier: MIT OR Apache-2.0
//! Files and voice notes that messages bring land in the library.

use std::io::Cursor;

use toguna_sdk::{Attachment, Code, Field, LogId, NewFile, ReadRange, Words};
use toguna_tests::{Member, Shelf, World, on_every_store};

use super::{content, gets};

on_every_store! {
    a_voice_note_is_in_the_library_for_who_comes_later_too,
    what_is_sent_twice_is_brought_once,
}

async fn attaches(member: &Member, log: LogId, name: &str, bytes: &[u8]) -> Attachment {
    let file = NewFile::new(name, Cursor::new(bytes.to_vec()));
    member.client.attach(log, file, |_, _| {}).await.unwrap()
}

/// Says something with files, and gives what another sees of them.
async fn says(
    from: &Member,
    to: &Member,
    log: LogId,
    text: &str,
    attachments: Vec<Attachment>,
) -> Vec<Attachment> {
    let words = Words {
        text: text.to_owned(),
        attachments,
        ..Words::default()
    };
    from.client.say(log, words).await.unwrap();
    to.syncs().await;
    let shown = to.client.read(log, ReadRange::default()).unwrap();
    shown.last().unwrap().attachments.clone()
}

async fn a_voice_note_is_in_the_library_for_who_comes_later_too(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, _, log) = crate::scenarios::three(&world).await;
    let note = content(90_000);
    let sent = attaches(&amal, log, "note vocale.ogg", &note).await;
    let seen = says(&amal, &beatrice, log, "", vec![sent]).await;
    assert_eq!(
        (seen[0].name.as_str(), seen[0].media_type.as_str()),
        ("note vocale.ogg", "audio/ogg")
    );
    let (item, blob) = seen[0].item().unwrap();
    let there = beatrice
        .client
        .library(log)
        .unwrap()
        .into_iter()
        .find(|there| there.id == item);
    let file = there
        .unwrap()
        .item
        .files
        .into_iter()
        .find(|file| file.blob == blob)
        .unwrap();
    assert_eq!((file.content, file.length), (seen[0].hash, seen[0].size));
    assert_eq!(gets(&beatrice, log, &file).await.unwrap(), note);
    let dalia = world.member("Dalia").await;
    amal.brings(log, &dalia).await;
    crate::records::settled(&world, &[&amal, &dalia]).await;
    let items = dalia.client.library(log).unwrap();
    assert_eq!(items[0].title(), "note vocale.ogg");
    assert_eq!(gets(&dalia, log, &items[0].item.files[0]).await.unwrap(), note);
    let (gone, said) = (
        dalia.client.read(log, ReadRange::default()).unwrap(),
        "what was said before is not hers",
    );
    assert!(gone.iter().all(|shown| shown.attachments.is_empty()), "{said}");
}

async fn what_is_sent_twice_is_brought_once(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, celeste, log) = crate::scenarios::three(&world).await;
    let bytes = content(2_000);
    let first = attaches(&amal, log, "a.pdf", &bytes).await;
    let seen = says(&amal, &beatrice, log, "voici", vec![first.clone(), first.clone()]).await;
    assert_eq!(seen.len(), 2);
    let again = attaches(&beatrice, log, "the same under another name.pdf", &bytes).await;
    assert!(again == first && beatrice.client.library(log).unwrap().len() == 1);
    // Taken away, and sent again.
    let (item, blob) = first.item().unwrap();
    assert!(amal.client.remove_file(log, item, blob).await.unwrap());
    let anew = attaches(&amal, log, "a.pdf", &bytes).await;
    assert_eq!(anew.item().unwrap().0, item);
    let items = amal.client.library(log).unwrap();
    assert_eq!((items.len(), items[0].item.files.len()), (1, 1));
    assert!(items[0].item.get(Field::Key).unwrap().starts_with("attached:"));
    assert_eq!(gets(&amal, log, &items[0].item.files[0]).await.unwrap(), bytes);
    // A reference that leads nowhere is shown as what it is.
    let false_one = Attachment {
        reference: vec![9; 32],
        ..anew
    };
    let seen = says(&amal, &celeste, log, "faux", vec![false_one]).await;
    let (item, _) = seen[0].item().unwrap();
    let fault = celeste.client.find_item(log, &"09".repeat(16)).unwrap_err();
    assert_eq!((fault.is(), item.as_bytes()), (Code::ItemUnknown, &[9; 16]));
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! All kinds of messages: answers, mentions, threads, edits, ends, signs, pins, telling what was read.

use super::three;
use toguna_sdk::{Attachment, Code, LogId, MessageId, ReadRange, Role, Shown, ShownKind, Words};
use toguna_tests::{Member, Shelf, World, on_every_store};
use toguna_types::Digest;

on_every_store! {
    an_answer_names_what_it_answers_and_who_is_meant,
    an_edit_is_its_authors_and_the_last_one_holds,
    a_deleted_message_is_gone_from_every_device,
    signs_and_pins_are_put_on_and_taken_off,
    a_thread_is_read_by_itself,
    who_chose_to_tell_tells_how_far_it_read,
    what_may_not_be_done_is_refused_before_it_leaves,
}

async fn said(who: &Member, log: LogId, text: &str) -> MessageId {
    who.client.say(log, text).await.unwrap().message
}

/// The message as this member sees it after a synchronisation.
async fn as_seen(who: &Member, log: LogId, message: MessageId) -> Shown {
    who.syncs().await;
    let shown = who.client.read(log, ReadRange::default()).unwrap();
    let found = shown.into_iter().find(|shown| shown.message == Some(message));
    found.expect("the message is there")
}

async fn an_answer_names_what_it_answers_and_who_is_meant(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, celeste, log) = three(&world).await;
    let question = said(&amal, log, "من يحضر الجلسة؟").await;
    beatrice.syncs().await;
    let answer = Words {
        text: "J’y serai.".to_owned(),
        reply: Some(question),
        mentions: vec![beatrice.client.member(log, "amal").unwrap()],
        attachments: vec![Attachment {
            reference: b"where it lies".to_vec(),
            name: "convocation.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            size: 4_096,
            hash: Digest::of(b"its plaintext"),
        }],
        ..Words::default()
    };
    let answer = beatrice.client.say(log, answer).await.unwrap().message;
    for member in [&amal, &beatrice, &celeste] {
        let shown = as_seen(member, log, answer).await;
        let quoted = shown.reply.unwrap();
        assert_eq!(quoted.message, question);
        assert_eq!(quoted.text, "من يحضر الجلسة؟");
        assert_eq!(quoted.handle.as_deref(), Some("Amal"));
        assert!(quoted.seq < Some(shown.seq));
        assert_eq!(shown.mentions[0].handle.as_deref(), Some("Amal"));
        assert_eq!(shown.attachments[0].name, "convocation.pdf");
    }
}

async fn an_edit_is_its_authors_and_the_last_one_holds(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, celeste, log) = three(&world).await;
    let message = said(&amal, log, "mardi").await;
    beatrice.syncs().await;
    let fault = beatrice.client.edit(log, message, "jamais").await.unwrap_err();
    assert_eq!(fault.is(), Code::MessageUnknown);
    amal.client.edit(log, message, "mercredi").await.unwrap();
    amal.client.edit(log, message, "jeudi").await.unwrap();
    for member in [&amal, &beatrice, &celeste] {
        let shown = as_seen(member, log, message).await;
        assert_eq!(shown.text, "jeudi");
        assert!(shown.edited.is_some());
        assert_eq!(
            member.has_seen(log),
            ["Amal: jeudi"],
            "an edit is no message of its own"
        );
    }
}

async fn a_deleted_message_is_gone_from_every_device(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, celeste, log) = three(&world).await;
    let slip = said(&celeste, log, "o nome dela é Maria").await;
    let kept = said(&celeste, log, "isto fica").await;
    amal.syncs().await;
    amal.client.react(log, slip, "😮", true).await.unwrap();
    celeste.syncs().await;
    celeste.client.edit(log, slip, "o nome dela é M.").await.unwrap();
    beatrice.syncs().await;
    let fault = beatrice.client.delete(log, slip).await.unwrap_err();
    assert_eq!(
        fault.is(),
        Code::MessageUnknown,
        "a contributor deletes its own only"
    );
    celeste.client.delete(log, slip).await.unwrap();
    for member in [&amal, &beatrice, &celeste] {
        let shown = as_seen(member, log, slip).await;
        assert_eq!(shown.kind, ShownKind::Deleted);
        assert_eq!((shown.text.as_str(), shown.reactions.len()), ("", 0));
        assert_eq!(member.has_seen(log), ["Celeste: isto fica"]);
    }
    // It does not come back: not by an edit, not by a sign, not by deleting it again.
    assert!(celeste.client.edit(log, slip, "Maria").await.is_err());
    assert!(amal.client.react(log, slip, "👍", true).await.is_err());
    assert!(celeste.client.delete(log, slip).await.is_err());
    // A steward may end anybody's.
    amal.client.delete(log, kept).await.unwrap();
    assert_eq!(beatrice.sees(log).await, [""; 0]);
}

async fn signs_and_pins_are_put_on_and_taken_off(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, celeste, log) = three(&world).await;
    let message = said(&amal, log, "réunion à dix heures").await;
    for member in [&beatrice, &celeste] {
        member.syncs().await;
        member.client.react(log, message, "👍", true).await.unwrap();
    }
    beatrice.client.react(log, message, "شكرا", true).await.unwrap();
    celeste.client.pin(log, message, true).await.unwrap();
    for member in [&amal, &beatrice, &celeste] {
        let shown = as_seen(member, log, message).await;
        let signs: Vec<_> = shown
            .reactions
            .iter()
            .map(|r| (r.sign.as_str(), r.by.len()))
            .collect();
        assert_eq!(signs, [("👍", 2), ("شكرا", 1)]);
        assert!(shown.pinned);
    }
    celeste.client.react(log, message, "👍", false).await.unwrap();
    celeste.client.pin(log, message, false).await.unwrap();
    let shown = as_seen(&amal, log, message).await;
    assert_eq!((shown.reactions[0].by.len(), shown.pinned), (1, false));
    let fault = amal.client.react(log, message, "a b", true).await.unwrap_err();
    assert_eq!(fault.is(), Code::EmptyText);
    let fault = amal
        .client
        .react(log, message, &"x".repeat(65), true)
        .await
        .unwrap_err();
    assert_eq!((fault.field(), fault.limit()), (Some("sign"), Some(64)));
}

async fn a_thread_is_read_by_itself(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, _, log) = three(&world).await;
    let root = said(&amal, log, "le dossier de Goma").await;
    beatrice.syncs().await;
    said(&amal, log, "autre chose").await;
    for text in ["j’ai les photos", "elles sont floues"] {
        let words = Words {
            thread: Some(root),
            ..Words::from(text)
        };
        beatrice.client.say(log, words).await.unwrap();
    }
    amal.syncs().await;
    let thread = amal.client.thread(log, root).unwrap();
    let texts: Vec<_> = thread.iter().map(|shown| shown.text.as_str()).collect();
    assert_eq!(
        texts,
        ["le dossier de Goma", "j’ai les photos", "elles sont floues"]
    );
    assert_eq!(amal.has_seen(log).len(), 4, "the conversation shows all of it");
    let by_place = format!("#{}", thread[0].seq.get());
    assert_eq!(amal.client.find_message(log, &by_place).unwrap(), root);
}

async fn who_chose_to_tell_tells_how_far_it_read(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, _, log) = three(&world).await;
    let seq = amal.client.say(log, "lu ?").await.unwrap().seq.unwrap();
    beatrice.syncs().await;
    amal.syncs().await;
    assert_eq!(amal.client.read_by(log).unwrap(), [], "nobody tells unasked");
    beatrice.client.tell_read(log, seq).await.unwrap();
    amal.syncs().await;
    let told = amal.client.read_by(log).unwrap();
    assert_eq!(told, [(beatrice.client.whoami().unwrap().account, seq)]);
    assert_eq!(amal.has_seen(log), ["Amal: lu ?"]);
}

async fn what_may_not_be_done_is_refused_before_it_leaves(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, celeste, log) = three(&world).await;
    let message = said(&celeste, log, "olá").await;
    amal.client.set_role(log, "Béatrice", Role::Reader).await.unwrap();
    beatrice.syncs().await;
    let client = &beatrice.client;
    for refused in [
        client.react(log, message, "👍", true).await,
        client.pin(log, message, true).await,
        client.edit(log, message, "x").await,
        client.delete(log, message).await,
    ] {
        assert_eq!(refused.unwrap_err().is(), Code::NotAllowed);
    }
    let nothing = MessageId::from_bytes([9; 16]);
    let unknown = celeste.client.react(log, nothing, "👍", true).await;
    assert_eq!(unknown.unwrap_err().is(), Code::MessageUnknown);
    assert_eq!(as_seen(&amal, log, message).await.reactions.len(), 0);
}

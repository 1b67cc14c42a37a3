// SPDX-License-Identifier: MIT OR Apache-2.0
//! A79: somebody has the device and the passphrase, and looks for words that were deleted: in every page of the vault,
//! used and free, and in the write-ahead log.

use std::time::Duration;

use toguna_sdk::{Code, Field, Lifetime, LogId, MessageId, NewItem, PolicyChange};
use toguna_store::MemoryStore;
use toguna_tests::{Member, Wire, World};

const WORD: &str = "canary of a witness";
const OTHER_WORDS: &str = "canary in other words";
const UNSENT_WORDS: &str = "canary never sent";
const KEPT_WORDS: &str = "canary under the pirogue";

/// Whether a text stands anywhere in the files of a member's vault.
fn holds(member: &Member, text: &str) -> bool {
    let pages = member.client.backdoor().vault().pages().unwrap();
    let text = text.as_bytes();
    let in_page = |page: &Vec<u8>| page.windows(text.len()).any(|window| window == text);
    pages.iter().any(in_page)
}

pub(super) async fn two() -> (World, Member, Member, LogId) {
    let world = World::around(MemoryStore::new());
    let amal = world.member("Amal").await;
    let beatrice = world.member("Béatrice").await;
    let log = amal.founds("Monitoring").await;
    amal.brings(log, &beatrice).await;
    (world, amal, beatrice, log)
}

/// Béatrice says a word and then says it otherwise; both have both.
async fn said(amal: &Member, beatrice: &Member, log: LogId) -> MessageId {
    let said = beatrice.client.say(log, WORD).await.unwrap();
    beatrice
        .client
        .edit(log, said.message, OTHER_WORDS)
        .await
        .unwrap();
    for member in [amal, beatrice] {
        member.syncs().await;
        for words in [WORD, OTHER_WORDS] {
            assert!(holds(member, words), "the search finds nothing at all");
        }
    }
    said.message
}

fn hold_nothing(members: &[&Member], when: &str) {
    for member in members {
        for words in [WORD, OTHER_WORDS, UNSENT_WORDS] {
            assert!(!holds(member, words), "{} holds «{words}» {when}", member.name);
        }
    }
}

// claim: CLM-REST-03
#[tokio::test]
async fn a79_a_word_that_its_author_deleted_is_in_no_page_of_any_vault() {
    let (_world, amal, beatrice, log) = two().await;
    let message = said(&amal, &beatrice, log).await;
    beatrice.client.delete(log, message).await.unwrap();
    for member in [&amal, &beatrice] {
        member.syncs().await;
    }
    hold_nothing(&[&amal, &beatrice], "after it was deleted");
}

// claim: CLM-REST-03
#[tokio::test]
async fn a79_other_words_that_cross_a_deletion_are_in_no_page_either() {
    let (world, amal, beatrice, log) = two().await;
    let message = said(&amal, &beatrice, log).await;
    // Béatrice has no connection, and says it otherwise once more; meanwhile a steward deletes it.
    let nowhere = beatrice.reopened(world.options_on(&Wire::loose()));
    let third = nowhere.client.edit(log, message, UNSENT_WORDS).await;
    assert!(third.is_err() && holds(&beatrice, UNSENT_WORDS));
    amal.client.delete(log, message).await.unwrap();
    for member in [&beatrice, &amal, &beatrice] {
        member.syncs().await;
    }
    assert_eq!(beatrice.client.status().unwrap().waiting_messages, 0);
    hold_nothing(&[&amal, &beatrice], "after a steward deleted it");
}

// claim: CLM-REST-03
#[tokio::test]
async fn a79_a_word_whose_lifetime_is_over_is_in_no_page_of_any_vault() {
    let (world, amal, beatrice, log) = two().await;
    let change = PolicyChange {
        lifetime: Some(Lifetime::Day),
        ..PolicyChange::default()
    };
    amal.client.change_policy(log, change).await.unwrap();
    beatrice.syncs().await;
    said(&amal, &beatrice, log).await;
    world.clock.advance(Duration::from_hours(25));
    for member in [&amal, &beatrice] {
        member.syncs().await;
    }
    hold_nothing(&[&amal, &beatrice], "a day after it was said");
}

// claim: CLM-REST-03
#[tokio::test]
async fn a79_a_space_that_was_left_and_forgotten_is_in_no_page_of_the_vault() {
    let (world, amal, beatrice, log) = two().await;
    said(&amal, &beatrice, log).await;
    let item = NewItem::from(vec![
        (Field::Title, "Loi".to_owned()),
        (Field::Text, KEPT_WORDS.to_owned()),
    ]);
    amal.client.add_item(log, item).await.unwrap();
    beatrice.syncs().await;
    assert!(holds(&beatrice, "pirogue"), "the library is in the vault");
    assert_eq!(
        beatrice.client.forget(log).await.unwrap_err().is(),
        Code::StillAMember
    );
    beatrice.client.leave(log, None).await.unwrap();
    for _ in 0..3 {
        amal.syncs().await; // lets her go, each time a little later
        world.clock.advance(Duration::from_mins(11));
    }
    beatrice.syncs().await;
    assert!(
        holds(&beatrice, WORD),
        "what was seen stays until it is forgotten"
    );
    beatrice.client.forget(log).await.unwrap();
    hold_nothing(&[&beatrice], "after she forgot the space");
    assert!(!holds(&beatrice, "Monitoring"), "its title is somewhere");
    assert!(!holds(&beatrice, "pirogue"), "what its library kept is somewhere");
    let spaces = beatrice.client.spaces().unwrap();
    assert!(spaces.is_empty() && holds(&amal, WORD));
}

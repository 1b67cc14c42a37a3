// SPDX-License-Identifier: MIT OR Apache-2.0
//! Operations: written once, counted alike by everybody, wherever epoch and era have gone meanwhile.

use toguna_sdk::{Code, Role, Seq};
use toguna_tests::{Shelf, World, on_every_store};

use super::{OBJECT, has, operates, sees, settled, verdicts};

on_every_store! {
    everybody_counts_the_same_operations_in_the_same_order,
    what_is_written_offline_comes_in_once_after_the_era_has_turned,
    what_was_signed_before_the_leaf_was_renewed_is_signed_by_the_new_one,
    a_reader_writes_no_operation,
}

async fn everybody_counts_the_same_operations_in_the_same_order(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, celeste, log) = crate::scenarios::three(&world).await;
    for round in ["1", "2", "3"] {
        for member in [&amal, &beatrice, &celeste] {
            operates(member, log, round).await;
        }
    }
    let all = sees(&amal, log).await;
    assert_eq!(all.len(), 9);
    assert_eq!(all, sees(&beatrice, log).await);
    assert_eq!(all, sees(&celeste, log).await);
    let page = amal.client.operations(log, Some(OBJECT), Seq::new(0), 2).unwrap();
    let next = amal
        .client
        .operations(log, Some(OBJECT), page[1].place, 100)
        .unwrap();
    assert_eq!((page.len(), next.len()), (2, 7));
    let other = amal
        .client
        .operations(log, Some([8; 16]), Seq::new(0), 2)
        .unwrap();
    assert!(other.is_empty());
    let too_long = amal.client.operate(log, OBJECT, 1, vec![0; 192 * 1024]).await;
    let too_long = too_long.unwrap_err();
    assert_eq!(too_long.is(), Code::TooLong);
    let longest = usize::try_from(toguna_types::limit::OPERATION_BYTES).unwrap();
    amal.client
        .operate(log, OBJECT, 1, vec![b'x'; longest])
        .await
        .unwrap();
    assert_eq!(sees(&beatrice, log).await.len(), 10);
}

async fn what_is_written_offline_comes_in_once_after_the_era_has_turned(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let wire = world.wire.branch();
    let amal = world.member("Amal").await;
    let beatrice = world.member_on("Béatrice", &wire).await;
    let celeste = world.member("Celeste").await;
    let log = amal.founds("Monitoring").await;
    amal.brings(log, &beatrice).await;
    amal.brings(log, &celeste).await;
    settled(&world, &[&amal, &beatrice, &celeste]).await;
    wire.cut();
    for text in ["1", "2", "3"] {
        let away = beatrice.client.operate(log, OBJECT, 1, text).await;
        assert_eq!(away.unwrap_err().is(), Code::StillQueued);
    }
    amal.client.remove(log, "Celeste").await.unwrap();
    operates(&amal, log, "meanwhile").await;
    wire.mend(&world.wire);
    let expected = ["Amal: meanwhile", "Béatrice: 1", "Béatrice: 2", "Béatrice: 3"];
    assert_eq!(sees(&beatrice, log).await, expected);
    assert_eq!(sees(&amal, log).await, expected);
    assert!(verdicts(&amal, log).is_empty());
}

async fn what_was_signed_before_the_leaf_was_renewed_is_signed_by_the_new_one(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, _, log) = crate::scenarios::three(&world).await;
    operates(&beatrice, log, "before").await;
    // A commit on its way ends the epoch before what was signed is sent.
    let door = beatrice.client.backdoor();
    door.signs_before_renewal(log, OBJECT, "after").unwrap();
    operates(&beatrice, log, "and then").await;
    let expected = ["Béatrice: before", "Béatrice: after", "Béatrice: and then"];
    assert_eq!(sees(&beatrice, log).await, expected);
    assert_eq!(sees(&amal, log).await, expected);
    assert!(verdicts(&amal, log).is_empty());
}

async fn a_reader_writes_no_operation(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, _, log) = crate::scenarios::three(&world).await;
    operates(&beatrice, log, "as contributor").await;
    amal.client.set_role(log, "Béatrice", Role::Reader).await.unwrap();
    beatrice.syncs().await;
    let refused = beatrice.client.operate(log, OBJECT, 1, "as reader").await;
    assert_eq!(refused.unwrap_err().is(), Code::NotAllowed);
    amal.client
        .set_role(log, "Béatrice", Role::Contributor)
        .await
        .unwrap();
    beatrice.syncs().await;
    operates(&beatrice, log, "again").await;
    let expected = ["Béatrice: as contributor", "Béatrice: again"];
    assert_eq!(sees(&amal, log).await, expected);
    assert_eq!(has(&beatrice, log), expected);
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! A reader's invalid commit: the steward founds the space anew, the others follow without being asked.

use toguna_sdk::{Code, Role, SpaceState};
use toguna_tests::{Shelf, World, on_every_store};

use super::{people, scene, settle, state};

on_every_store! {
    a_space_that_a_reader_stopped_goes_on_without_it_and_no_word_is_lost,
}

async fn a_space_that_a_reader_stopped_goes_on_without_it_and_no_word_is_lost(shelf: impl Shelf) {
    let of = scene(World::on(&shelf).await).await;
    let (amal, beatrice, log) = (&of.amal, &of.beatrice, of.log);
    amal.says(log, "avant").await;
    beatrice.syncs().await;
    of.mallory.member.syncs().await;
    // Both had something to say that the stopped log takes no more.
    beatrice.client.queue(log, "de Béatrice").unwrap();
    amal.client.queue(log, "d’Amal").unwrap();
    of.wedge().await;
    for member in [amal, beatrice] {
        member.syncs().await;
        assert_eq!(state(member, log), SpaceState::Wedged);
    }
    let refounded = amal.client.refound_space(log, false).await.unwrap();
    let next = refounded.space.log;
    assert_eq!(refounded.invited, ["Béatrice"]);
    assert_eq!(refounded.left_out.unwrap().handle.as_deref(), Some("Mallory"));
    assert_eq!(refounded.missing.len(), 0);
    settle(&of.world, &[beatrice, amal]).await;

    assert_eq!(state(beatrice, log), SpaceState::Succeeded, "followed by itself");
    assert!(beatrice.client.invitations().unwrap().is_empty());
    let expected = [
        ("Amal".to_owned(), Role::Steward),
        ("Béatrice".to_owned(), Role::Contributor),
    ];
    for member in [amal, beatrice] {
        assert_eq!(people(member, next), expected);
        assert_eq!(member.client.find_space("Monitoring").unwrap(), next);
        assert_eq!(member.client.space(next).unwrap().summary.title, "Monitoring");
        assert!(member.client.status().unwrap().alarms.is_empty());
        let mut seen = member.sees(next).await;
        assert_eq!(seen.remove(0), "Amal: avant", "what was said before comes first");
        seen.sort();
        assert_eq!(seen, ["Amal: d’Amal", "Béatrice: de Béatrice"], "each word once");
    }
    let late = beatrice.client.say(log, "?").await.unwrap_err();
    assert_eq!(late.is(), Code::SpaceRefounded);
    // Mallory is told nothing.
    of.mallory.member.syncs().await;
    assert!(of.mallory.member.client.space(next).is_err());
    assert!(of.mallory.member.client.invitations().unwrap().is_empty());
    let again = amal.client.refound_space(log, false).await.unwrap_err();
    assert_eq!(again.is(), Code::SpaceRefounded, "once is enough");
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! A space is closed by its stewards: announced to all, a week later gone at the relay, and only there.

use std::time::Duration;

use toguna_auth::{ClosingAsk, ClosingRequest, Signed, SigningKey};
use toguna_mls::evil::Twist;
use toguna_sdk::{Agreed, Clock as _, Code, Field, LogId, ReadRange, Role, ShownKind, SpaceState};
use toguna_tests::{EvilMember, Member, Shelf, World, on_every_store};
use toguna_types::{Secret, SignedBytes, limit};

use super::three;

on_every_store! {
    a_space_closes_a_week_after_its_steward_asked_and_what_was_read_stays,
    // claim: CLM-REQ-01
    a_relays_word_alone_ends_nothing,
    // claim: CLM-REQ-01
    nobody_but_the_steward_who_made_a_space_closes_it,
    // claim: CLM-REQ-01
    a_steward_that_was_closes_nothing_in_the_members_name,
}

const DAY: Duration = Duration::from_hours(24);

/// What a member is told of the space's end, in order.
fn told(member: &Member, log: LogId) -> Vec<ClosingAsk> {
    let shown = member.client.read(log, ReadRange::default()).unwrap();
    let mut asks = Vec::new();
    for one in shown {
        if let ShownKind::Members { agreed, .. } = one.kind {
            asks.extend(agreed.into_iter().filter_map(|agreed| {
                let Agreed::Closing(ask) = agreed else { return None };
                Some(ask)
            }));
        }
    }
    asks
}

async fn a_space_closes_a_week_after_its_steward_asked_and_what_was_read_stays(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, celeste, log) = three(&world).await;
    let other = amal.founds("Autre").await;
    amal.says(log, "dernier mot").await;
    let item = vec![
        (Field::Title, "Liste".to_owned()),
        (Field::Text, "témoin".to_owned()),
    ];
    amal.client.add_item(log, item).await.unwrap();
    amal.client.close_space(log).await.unwrap();
    amal.client.withdraw_closing(log).await.unwrap();
    assert_eq!(amal.client.space(log).unwrap().closes, None);
    amal.client.close_space(log).await.unwrap();
    let closes = amal.client.space(log).unwrap().closes.unwrap();
    let wait = closes.millis() - world.clock.now().millis();
    assert!((7..=8).contains(&Duration::from_millis(wait).as_secs().div_ceil(DAY.as_secs())));
    let dalila = world.member("Dalila").await;
    amal.brings(log, &dalila).await;
    for member in [&beatrice, &celeste, &dalila] {
        member.syncs().await;
        assert_eq!(
            member.client.space(log).unwrap().closes,
            Some(closes),
            "{}",
            member.name
        );
    }
    let asked = [ClosingAsk::Close, ClosingAsk::Withdraw, ClosingAsk::Close];
    for member in [&amal, &beatrice] {
        assert_eq!(told(member, log), asked, "{}", member.name);
    }
    beatrice.says(log, "compris").await;

    world.clock.advance(limit::CLOSING + DAY);
    world.sweeps(&shelf).await;
    for member in [&amal, &beatrice, &celeste] {
        member.syncs().await;
        assert_eq!(
            member.client.space(log).unwrap().summary.state,
            SpaceState::Closed
        );
        let fault = member.client.say(log, "?").await.unwrap_err();
        assert_eq!(fault.is(), Code::SpaceClosed);
        assert_eq!(member.client.library(log).unwrap()[0].title(), "Liste");
        assert!(member.has_seen(log).contains(&"Amal: dernier mot".to_owned()));
    }
    assert_eq!(
        amal.client.withdraw_closing(log).await.unwrap_err().is(),
        Code::SpaceClosed
    );
    amal.says(other, "on continue ici").await;
    let store = {
        world.crashes();
        shelf.open().await
    };
    let state = toguna_store::Logs::log_state(&store, log).await.unwrap().unwrap();
    assert_eq!(state.bytes, 0, "the relay holds nothing");
    beatrice.client.forget(log).await.unwrap();
    assert_eq!(
        beatrice.client.space(log).err().map(|fault| fault.is()),
        Some(Code::SpaceUnknown)
    );
}

async fn a_relays_word_alone_ends_nothing(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, celeste, log) = three(&world).await;
    celeste.syncs().await;
    // Celeste is away all the while; Béatrice has heard of it.
    amal.client.close_space(log).await.unwrap();
    beatrice.syncs().await;
    world.clock.advance(limit::CLOSING + DAY);
    for (member, state) in [(&beatrice, SpaceState::Closed), (&celeste, SpaceState::Active)] {
        member.client.queue(log, "encore").unwrap();
        member.syncs().await;
        let detail = member.client.space(log).unwrap();
        assert_eq!(detail.summary.state, state, "{}", member.name);
        let is_kept = state == SpaceState::Active;
        assert_eq!(detail.waiting.len(), usize::from(is_kept), "{}", member.name);
        assert_eq!(detail.summary.alarm.is_some(), is_kept, "{}", member.name);
    }
    let fault = celeste.client.sync(Some(log), |_| {}).await.unwrap_err();
    assert_eq!(fault.is(), Code::SpaceClosed);
}

async fn nobody_but_the_steward_who_made_a_space_closes_it(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, celeste, log) = three(&world).await;
    amal.client.set_role(log, "Celeste", Role::Reader).await.unwrap();
    amal.client
        .set_role(log, "Béatrice", Role::Steward)
        .await
        .unwrap();
    for (member, code) in [
        (&beatrice, Code::StewardKeyElsewhere),
        (&celeste, Code::NotAllowed),
    ] {
        member.syncs().await;
        for closed in [
            member.client.close_space(log).await,
            member.client.withdraw_closing(log).await,
        ] {
            assert_eq!(closed.unwrap_err().is(), code, "{}", member.name);
        }
    }
    // With any key of her own, by a program of her own.
    let celeste = EvilMember::of(celeste);
    let request = signed(&celeste, log, &SigningKey::make(&toguna_types::OsEntropy));
    let mut twist = Twist::default();
    twist.closing_request = Some(request);
    let forged = celeste.commit(log, &twist, &[]);
    let payload = toguna_wire::encode_commit_payload(&forged.payload);
    assert!(celeste.door().commit(log, payload, Vec::new()).await.is_err());
    amal.syncs().await;
    assert_eq!(amal.client.space(log).unwrap().closes, None);
    assert_eq!(amal.client.space(log).unwrap().summary.state, SpaceState::Active);
}

async fn a_steward_that_was_closes_nothing_in_the_members_name(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (mallory, beatrice, celeste, log) = three(&world).await;
    mallory
        .client
        .set_role(log, "Béatrice", Role::Steward)
        .await
        .unwrap();
    beatrice.syncs().await;
    beatrice
        .client
        .set_role(log, "Amal", Role::Contributor)
        .await
        .unwrap();
    mallory.syncs().await;
    assert_eq!(
        mallory.client.close_space(log).await.unwrap_err().is(),
        Code::NotAllowed
    );
    // She still has the key: the relay takes it, no member does.
    let mallory = EvilMember::of(mallory);
    let key = format!("steward/{}", mallory_hex(log));
    let mut seed = mallory.inside(log, |tx, _| Ok(tx.meta().get(&key)?)).unwrap();
    let seed: &mut [u8; 32] = seed.as_mut_slice().try_into().unwrap();
    let request = signed(&mallory, log, &SigningKey::from_seed(&Secret::take(seed)));
    let mut twist = Twist::default();
    twist.closing_request = Some(request);
    let forged = mallory.commit(log, &twist, &[]);
    mallory.commits(log, &forged).await;
    for member in [&beatrice, &celeste] {
        member.syncs().await;
        let detail = member.client.space(log).unwrap();
        assert_eq!(detail.summary.state, SpaceState::Wedged, "{}", member.name);
        assert!(told(member, log).is_empty());
    }
}

fn mallory_hex(log: LogId) -> String {
    log.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn signed(by: &EvilMember, log: LogId, key: &SigningKey) -> SignedBytes {
    let epoch = by.inside(log, |_, group| Ok(group.epoch()));
    let request = ClosingRequest {
        relay: by.member.client.whoami().unwrap().relay,
        log,
        epoch,
        ask: ClosingAsk::Close,
    };
    let signed = Signed::sign(key, &request).unwrap();
    SignedBytes {
        statement: signed.bytes().to_vec(),
        signature: *signed.signature().as_bytes(),
    }
}

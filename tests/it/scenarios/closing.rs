// SPDX-License-Identifier: MIT OR Apache-2.0
//! A space is closed by its stewards: announced to all, a week later gone at the relay, and only there.

use std::time::Duration;

use toguna_auth::{Signed, SigningKey, StewardRequest};
use toguna_mls::evil::Twist;
use toguna_sdk::{Agreed, Clock as _, Code, Field, LogId, ReadRange, Role, ShownKind, SpaceState};
use toguna_tests::{EvilMember, Member, Shelf, World, on_every_store};
use toguna_types::{Secret, SignedBytes, StewardAsk, limit};

use super::three;

on_every_store! {
    a_space_closes_a_week_after_its_steward_asked_and_what_was_read_stays,
    // claim: CLM-REQ-01
    a_relays_word_alone_ends_nothing,
    // claim: CLM-REQ-01
    who_is_no_steward_closes_nothing,
    // claim: CLM-REQ-01
    who_has_the_key_and_is_no_steward_closes_nothing_in_the_members_name,
}

const DAY: Duration = Duration::from_hours(24);

/// What a member is told that stewards asked, in order.
pub(super) fn told(member: &Member, log: LogId) -> Vec<StewardAsk> {
    let shown = member.client.read(log, ReadRange::default()).unwrap();
    let mut asks = Vec::new();
    for one in shown {
        if let ShownKind::Members { agreed, .. } = one.kind {
            asks.extend(agreed.into_iter().filter_map(|agreed| {
                let Agreed::Asked(ask) = agreed else { return None };
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
    assert_eq!(amal.client.space(log).unwrap().summary.closes, None);
    amal.client.close_space(log).await.unwrap();
    let closes = amal.client.space(log).unwrap().summary.closes.unwrap();
    let wait = closes.millis() - world.clock.now().millis();
    assert!((7..=8).contains(&Duration::from_millis(wait).as_secs().div_ceil(DAY.as_secs())));
    let dalila = world.member("Dalila").await;
    amal.brings(log, &dalila).await;
    for member in [&beatrice, &celeste, &dalila] {
        member.syncs().await;
        assert_eq!(
            member.client.space(log).unwrap().summary.closes,
            Some(closes),
            "{}",
            member.name
        );
    }
    let asked = [StewardAsk::Close, StewardAsk::StayOpen, StewardAsk::Close];
    for member in [&amal, &beatrice] {
        assert_eq!(told(member, log), asked, "{}", member.name);
    }
    beatrice.says(log, "compris").await;

    world.clock.advance(limit::REQUEST_STANDS + DAY);
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
    world.clock.advance(limit::REQUEST_STANDS + DAY);
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

async fn who_is_no_steward_closes_nothing(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, celeste, log) = three(&world).await;
    amal.client.set_role(log, "Celeste", Role::Reader).await.unwrap();
    for member in [&beatrice, &celeste] {
        member.syncs().await;
        for closed in [
            member.client.close_space(log).await,
            member.client.withdraw_closing(log).await,
        ] {
            assert_eq!(closed.unwrap_err().is(), Code::NotAllowed, "{}", member.name);
        }
    }
    // With any key of her own, by a program of her own.
    let celeste = EvilMember::of(celeste);
    let request = signed(
        &celeste,
        log,
        &SigningKey::make(&toguna_types::OsEntropy),
        StewardAsk::Close,
    );
    let mut twist = Twist::default();
    twist.steward_request = Some(request);
    let forged = celeste.commit(log, &twist, &[]);
    let payload = toguna_wire::encode_commit_payload(&forged.payload);
    assert!(celeste.door().commit(log, payload, Vec::new()).await.is_err());
    amal.syncs().await;
    assert_eq!(amal.client.space(log).unwrap().summary.closes, None);
    assert_eq!(amal.client.space(log).unwrap().summary.state, SpaceState::Active);
}

async fn who_has_the_key_and_is_no_steward_closes_nothing_in_the_members_name(shelf: impl Shelf) {
    let world = World::on(&shelf).await;
    let (amal, beatrice, celeste, _) = three(&world).await;
    let mallory = EvilMember::of(celeste);
    for unsaid in [false, true] {
        let log = amal.founds("Encore").await;
        for member in [&beatrice, &mallory.member] {
            amal.brings(log, member).await;
        }
        beatrice.syncs().await;
        // She copied it from Amal's device: the relay takes it, no member does.
        let mut held = super::steward_key::secrets(&amal, log);
        let seed: &mut [u8; 32] = held[0].1.as_mut_slice().try_into().unwrap();
        let key = SigningKey::from_seed(&Secret::take(seed));
        let request = signed(&mallory, log, &key, StewardAsk::Close);
        let mut twist = Twist::default();
        twist.steward_request = Some(request);
        twist.unsaid = unsaid;
        let forged = mallory.commit(log, &twist, &[]);
        mallory.commits(log, &forged).await;
        for member in [&amal, &beatrice] {
            member.syncs().await;
            let detail = member.client.space(log).unwrap();
            assert_eq!(detail.summary.state, SpaceState::Wedged, "{}", member.name);
            assert!(told(member, log).is_empty());
            // What she asked she signed for, or all that is known is that a member did it.
            let accused = detail.summary.alarm.unwrap().accused;
            let accused = accused.and_then(|who| who.handle);
            assert_eq!(
                accused.as_deref(),
                (!unsaid).then_some("Celeste"),
                "{}",
                member.name
            );
        }
    }
}

pub(super) fn signed(by: &EvilMember, log: LogId, key: &SigningKey, ask: StewardAsk) -> SignedBytes {
    let epoch = by.inside(log, |_, group| Ok(group.epoch()));
    let request = StewardRequest {
        relay: by.member.client.whoami().unwrap().relay,
        log,
        epoch,
        ask,
    };
    (&Signed::sign(key, &request).unwrap()).into()
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! The steward key goes from hand to hand, and nobody else takes it.

use std::time::Duration;

use toguna_auth::{Method, Signed, SigningKey, StewardChange, StewardRequest};
use toguna_store::Logs as _;
use toguna_types::{CommitPayload, Epoch, LogId, OsEntropy, RelayId, StewardAsk, limit};
use toguna_wire::v1::logs_client::LogsClient;
use toguna_wire::{Message as _, v1};

use crate::joining::commit;
use crate::world::{Space, World, refusal, wire};

/// A commit with a change of the steward key.
fn changes(
    world: &World,
    space: Space,
    epoch: u64,
    next: &SigningKey,
    change: Option<Signed<StewardChange>>,
) -> v1::CommitCall {
    let mut payload = space.commit_payload(epoch, next.public().to_bytes().as_slice());
    payload.next_steward = Some(next.public().to_bytes());
    said_in(world, space, epoch, &payload, |payload| {
        payload.steward_change = change.as_ref().map(wire);
    })
}

/// A commit with a request about the log's end.
fn asks(world: &World, space: Space, epoch: u64, request: &Signed<StewardRequest>) -> v1::CommitCall {
    let payload = space.commit_payload(epoch, &request.encode());
    said_in(world, space, epoch, &payload, |payload| {
        payload.steward_request = Some(wire(request));
    })
}

fn said_in(
    world: &World,
    space: Space,
    epoch: u64,
    payload: &CommitPayload,
    say: impl FnOnce(&mut v1::CommitPayload),
) -> v1::CommitCall {
    let mut call = space.commit_call_of(world, epoch, payload);
    let mut payload = v1::CommitPayload::decode(call.payload.as_slice()).unwrap();
    say(&mut payload);
    call.payload = payload.encode_to_vec();
    restamped(world, space, epoch, call)
}

fn request(space: Space, epoch: u64, ask: StewardAsk) -> StewardRequest {
    StewardRequest {
        relay: space.relay,
        log: space.log,
        epoch: Epoch::new(epoch),
        ask,
    }
}

/// The same payload, asked for anew.
fn restamped(world: &World, space: Space, epoch: u64, mut call: v1::CommitCall) -> v1::CommitCall {
    let request = space.request(world, epoch, Method::Commit, &call.payload);
    let write = space.capability(epoch).write;
    call.stamp = Some(wire(&Signed::sign(&write, &request).unwrap()));
    call
}

fn said(space: Space, epoch: u64, next: &SigningKey) -> StewardChange {
    StewardChange {
        relay: space.relay,
        log: space.log,
        epoch: Epoch::new(epoch),
        next: next.public(),
    }
}

// claim: CLM-REQ-01
#[tokio::test]
async fn whoever_may_write_does_not_take_the_steward_key() {
    let world = World::new();
    let space = world.log(&world.member("amal").await).await;
    let (steward, other, write) = (
        space.steward(),
        SigningKey::make(&OsEntropy),
        space.capability(0).write,
    );
    let right = said(space, 0, &other);
    let wrong = [
        None,
        Some(Signed::sign(&other, &right).unwrap()),
        Some(Signed::sign(&write, &right).unwrap()),
    ];
    let elsewhere = [
        StewardChange {
            relay: RelayId::make(&OsEntropy),
            ..right.clone()
        },
        StewardChange {
            log: LogId::make(&OsEntropy),
            ..right.clone()
        },
        StewardChange {
            epoch: Epoch::new(1),
            ..right.clone()
        },
        StewardChange {
            next: write.public(),
            ..right.clone()
        },
    ];
    let elsewhere = elsewhere.map(|said| Some(Signed::sign(&steward, &said).unwrap()));
    for change in wrong.into_iter().chain(elsewhere) {
        let code = if change.is_some() {
            ("denied", "steward-change".to_owned())
        } else {
            ("invalid", "missing-field".to_owned())
        };
        let refused = commit(&world, changes(&world, space, 0, &other, change)).await;
        assert_eq!(refusal(&refused.unwrap_err()), code);
    }
    let state = world.relay.store().log_state(space.log).await.unwrap().unwrap();
    assert_eq!(
        (state.epoch.get(), state.steward),
        (0, steward.public().to_bytes())
    );

    goes_from_hand_to_hand(&world, space, &other).await;
}

/// The right word, once and repeated; from then on the next key says.
async fn goes_from_hand_to_hand(world: &World, space: Space, other: &SigningKey) {
    let (steward, right) = (space.steward(), said(space, 0, other));
    let call = changes(
        world,
        space,
        0,
        other,
        Some(Signed::sign(&steward, &right).unwrap()),
    );
    commit(world, call.clone()).await.unwrap();
    let again = restamped(world, space, 0, call);
    commit(world, again).await.unwrap();
    let third = SigningKey::make(&OsEntropy);
    let next = said(space, 1, &third);
    let old = changes(
        world,
        space,
        1,
        &third,
        Some(Signed::sign(&steward, &next).unwrap()),
    );
    let refused = commit(world, old).await.unwrap_err();
    assert_eq!(refusal(&refused), ("denied", "steward-change".to_owned()));
    let new = changes(world, space, 1, &third, Some(Signed::sign(other, &next).unwrap()));
    commit(world, new).await.unwrap();
    let state = world.relay.store().log_state(space.log).await.unwrap().unwrap();
    assert_eq!(state.steward, third.public().to_bytes());
}

async fn closes(world: &World, space: Space) -> Option<u64> {
    let state = world.relay.store().log_state(space.log).await;
    state.unwrap().unwrap().closes
}

// claim: CLM-REQ-01
#[tokio::test]
async fn only_who_holds_the_steward_key_asks_for_a_logs_end() {
    let world = World::new();
    let space = world.log(&world.member("amal").await).await;
    let right = request(space, 0, StewardAsk::Close);
    let (steward, stranger, write) = (
        space.steward(),
        SigningKey::make(&OsEntropy),
        space.capability(0).write,
    );
    let by = |key: &SigningKey, said: &StewardRequest| Signed::sign(key, said).unwrap();
    let other_log = StewardRequest {
        log: LogId::make(&OsEntropy),
        ..right.clone()
    };
    let other_relay = StewardRequest {
        relay: RelayId::make(&OsEntropy),
        ..right.clone()
    };
    for wrong in [
        by(&stranger, &right),
        by(&write, &right),
        by(&steward, &request(space, 1, StewardAsk::Close)),
        by(&steward, &other_log),
        by(&steward, &other_relay),
    ] {
        let refused = commit(&world, asks(&world, space, 0, &wrong)).await.unwrap_err();
        assert_eq!(refusal(&refused), ("denied", "steward-request".to_owned()));
    }
    assert_eq!(closes(&world, space).await, None);

    let day = world.now().day() + 8;
    commit(&world, asks(&world, space, 0, &by(&steward, &right)))
        .await
        .unwrap();
    assert_eq!(closes(&world, space).await, Some(day));
    assert_eq!(
        space.read(&world, 1, 0).await.end.unwrap().closes,
        day,
        "members are told"
    );
    // What was signed for one epoch is worth nothing in the next.
    let replayed = asks(&world, space, 1, &by(&steward, &right));
    assert!(commit(&world, replayed).await.is_err());
    let withdraws = by(&steward, &request(space, 1, StewardAsk::StayOpen));
    commit(&world, asks(&world, space, 1, &withdraws)).await.unwrap();
    assert_eq!(closes(&world, space).await, None);
    assert_eq!(space.read(&world, 2, 0).await.end.unwrap().closes, 0);
}

#[tokio::test]
async fn a_closed_log_answers_closed_to_whoever_knows_it_and_takes_nothing_more() {
    let world = World::new();
    let amal = world.member("amal").await;
    let space = world.log(&amal).await;
    let close = request(space, 0, StewardAsk::Close);
    let close = Signed::sign(&space.steward(), &close).unwrap();
    commit(&world, asks(&world, space, 0, &close)).await.unwrap();
    world.clock.advance(limit::REQUEST_STANDS);
    space.read(&world, 1, 0).await;
    world.clock.advance(Duration::from_hours(24));
    let mut logs = LogsClient::new(world.connect());
    for epoch in [0, 1] {
        let refused = logs.read(space.read_call(&world, epoch, 0)).await.unwrap_err();
        assert_eq!(refusal(&refused), ("missing", "log-closed".to_owned()));
    }
    let refused = commit(&world, space.commit_call(&world, 1, b"late"))
        .await
        .unwrap_err();
    assert_eq!(refusal(&refused), ("missing", "log-closed".to_owned()));
    // Nobody else takes its place.
    let body = v1::FoundBody {
        steward_key: SigningKey::make(&OsEntropy).public().to_bytes().to_vec(),
        ..space.found_body()
    };
    let taken = logs
        .found(amal.call(&world, Method::Found, &body))
        .await
        .unwrap_err();
    assert_eq!(refusal(&taken), ("denied", "log-taken".to_owned()));
}

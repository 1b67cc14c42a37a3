// SPDX-License-Identifier: MIT OR Apache-2.0
//! Commits that a registered device stands for: by members, and from outside by the join key.

use std::time::Duration;

use toguna_auth::{DeviceRequest, LogRequest, Method, Signed, SigningKey};
use toguna_types::{OsEntropy, limit};
use toguna_wire::v1;
use toguna_wire::v1::logs_client::LogsClient;
use tonic::Status;

use crate::world::{Device, Space, World, refusal, unwire, wire};

async fn open_log(world: &World, founder: &Device) -> (Space, SigningKey) {
    let (space, join) = (Space::new(world.relay.id()), SigningKey::make(&OsEntropy));
    let body = v1::FoundBody {
        join_key: join.public().to_bytes().to_vec(),
        ..space.found_body()
    };
    let mut logs = LogsClient::new(world.connect());
    logs.found(founder.call(world, Method::Found, &body))
        .await
        .unwrap();
    (space, join)
}

/// The same commit, stamped by another key.
fn stamped_by(mut call: v1::CommitCall, key: &SigningKey) -> v1::CommitCall {
    let said = unwire::<LogRequest>(call.stamp.as_ref().unwrap())
        .unverified()
        .unwrap();
    call.stamp = Some(wire(&Signed::sign(key, &said).unwrap()));
    call
}

fn vouched_by(mut call: v1::CommitCall, world: &World, device: &Device) -> v1::CommitCall {
    let stamp = &call.stamp.as_ref().unwrap().statement;
    let said: DeviceRequest = device.request(world, Method::Commit, stamp);
    call.device_stamp = Some(wire(&Signed::sign(&device.key, &said).unwrap()));
    call
}

pub(crate) async fn commit(world: &World, call: v1::CommitCall) -> Result<v1::CommitAnswer, Status> {
    let answer = LogsClient::new(world.connect()).commit(call).await?;
    Ok(answer.into_inner())
}

#[tokio::test]
async fn an_external_commit_needs_the_join_key_and_a_registered_device_and_the_key_dies_with_it() {
    let world = World::new();
    let (amal, bola) = (world.member("amal").await, world.member("bola").await);
    let (space, join) = open_log(&world, &amal).await;
    let call = || stamped_by(space.commit_call(&world, 0, b"join"), &join);
    let alone = commit(&world, call()).await.unwrap_err();
    assert_eq!(refusal(&alone), ("invalid", "missing-field".to_owned()));
    let stranger = vouched_by(call(), &world, &Device::new(&world));
    let refused = commit(&world, stranger).await.unwrap_err();
    assert_eq!(refusal(&refused), ("denied", "stamp".to_owned()));
    let other = stamped_by(call(), &SigningKey::make(&OsEntropy));
    let refused = commit(&world, vouched_by(other, &world, &bola))
        .await
        .unwrap_err();
    assert_eq!(refusal(&refused), ("denied", "capability".to_owned()));
    assert_eq!(space.read(&world, 0, 0).await.end.unwrap().epoch, 0);

    let joined = vouched_by(call(), &world, &bola);
    let answer = commit(&world, joined.clone()).await.unwrap();
    assert!(matches!(
        answer.answer,
        Some(v1::commit_answer::Answer::Receipt(_))
    ));
    let entry = space.read(&world, 0, 0).await.entries.remove(0);
    let stamps = entry.stamps.unwrap();
    assert_eq!(
        (stamps.stamp, stamps.device_stamp),
        (joined.stamp, joined.device_stamp)
    );

    let late = stamped_by(space.commit_call(&world, 1, b"again"), &join);
    let refused = commit(&world, vouched_by(late, &world, &bola)).await.unwrap_err();
    assert_eq!(refusal(&refused), ("denied", "capability".to_owned()));
}

#[tokio::test]
async fn a_device_that_stands_for_a_members_commit_must_be_registered_and_must_mean_this_commit() {
    let world = World::new();
    let amal = world.member("amal").await;
    let space = world.log(&amal).await;
    let mut swapped = vouched_by(space.commit_call(&world, 0, b"one"), &world, &amal);
    swapped.device_stamp = vouched_by(space.commit_call(&world, 0, b"two"), &world, &amal).device_stamp;
    let refused = commit(&world, swapped).await.unwrap_err();
    assert_eq!(refusal(&refused), ("denied", "stamp".to_owned()));
    let good = vouched_by(space.commit_call(&world, 0, b"one"), &world, &amal);
    commit(&world, good).await.unwrap();
}

// claim: CLM-AVAIL-01
#[tokio::test]
async fn a71_a_named_log_takes_no_commit_that_no_registered_device_stands_for_until_thirty_days_are_over() {
    let world = World::new();
    let amal = world.member("amal").await;
    let space = Space::new(world.relay.id());
    let body = v1::FoundBody {
        named: true,
        ..space.found_body()
    };
    let mut logs = LogsClient::new(world.connect());
    logs.found(amal.call(&world, Method::Found, &body)).await.unwrap();
    let nobodys = commit(&world, space.commit_call(&world, 0, b"one")).await;
    assert_eq!(refusal(&nobodys.unwrap_err()), ("denied", "unnamed".to_owned()));
    let strangers = vouched_by(space.commit_call(&world, 0, b"one"), &world, &Device::new(&world));
    let refused = commit(&world, strangers).await.unwrap_err();
    assert_eq!(refusal(&refused), ("denied", "stamp".to_owned()));
    assert_eq!(space.read(&world, 0, 0).await.end.unwrap().epoch, 0);

    let named = vouched_by(space.commit_call(&world, 0, b"one"), &world, &amal);
    commit(&world, named.clone()).await.unwrap();
    let stamps = space.read(&world, 0, 0).await.entries.remove(0).stamps.unwrap();
    assert_eq!(
        (stamps.stamp, stamps.device_stamp),
        (named.stamp, named.device_stamp)
    );

    world.clock.advance(limit::NAMED_FOR);
    let nobodys = commit(&world, space.commit_call(&world, 1, b"two")).await;
    assert_eq!(refusal(&nobodys.unwrap_err()), ("denied", "unnamed".to_owned()));
    world.clock.advance(Duration::from_hours(24));
    commit(&world, space.commit_call(&world, 1, b"two"))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_device_that_stood_for_a_commit_does_not_stand_for_it_in_another_epoch() {
    let world = World::new();
    let amal = world.member("amal").await;
    let space = world.log(&amal).await;
    let lost = vouched_by(space.commit_call(&world, 0, b"lost"), &world, &amal);
    commit(&world, space.commit_call(&world, 0, b"won"))
        .await
        .unwrap();
    // Somebody of the next epoch stamps the same payload: it is not what the device meant.
    let mut again = space.commit_call(&world, 1, b"lost");
    again.payload.clone_from(&lost.payload);
    let body = space.request(&world, 1, Method::Commit, &again.payload);
    let write = space.capability(1).write;
    again.stamp = Some(wire(&Signed::sign(&write, &body).unwrap()));
    again.device_stamp = lost.device_stamp;
    let refused = commit(&world, again).await.unwrap_err();
    assert_eq!(refusal(&refused), ("denied", "stamp".to_owned()));
}

#[tokio::test]
async fn next_keys_that_are_no_keys_are_refused_by_name() {
    let world = World::new();
    let space = world.log(&world.member("amal").await).await;
    let mut identity = [0; 32];
    identity[0] = 1; // of small order
    for (n, field) in [
        "next_write_key",
        "next_read_key",
        "next_join_key",
        "next_steward_key",
    ]
    .into_iter()
    .enumerate()
    {
        let mut payload = space.commit_payload(0, b"x");
        match n {
            0 => payload.next_write = identity,
            1 => payload.next_read = identity,
            2 => payload.next_join = Some(identity),
            _ => payload.next_steward = Some(identity),
        }
        let refused = commit(&world, space.commit_call_of(&world, 0, &payload))
            .await
            .unwrap_err();
        let fault = toguna_wire::RemoteFault::from(&refused).fault;
        assert_eq!((fault.kind.as_str(), fault.field.as_str()), ("invalid", field));
    }
    assert_eq!(space.read(&world, 0, 0).await.end.unwrap().epoch, 0);
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Commits that a registered device stands for: by members, and from outside by the join key.

use toguna_auth::{DeviceRequest, LogRequest, Method, Signed, SigningKey};
use toguna_types::OsEntropy;
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
    let said: DeviceRequest = device.request(world, Method::Commit, &call.payload);
    call.device_stamp = Some(wire(&Signed::sign(&device.key, &said).unwrap()));
    call
}

async fn commit(world: &World, call: v1::CommitCall) -> Result<v1::CommitAnswer, Status> {
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

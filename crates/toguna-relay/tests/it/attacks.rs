// SPDX-License-Identifier: MIT OR Apache-2.0
//! Attacks on the relay.

use std::time::Duration;

use toguna_auth::{DeviceRequest, LogRequest, Method, RelayTime, Signed};
use toguna_types::{Epoch, RelayId, Timestamp, limit};
use toguna_wire::v1::append_answer::Answer as Appended;
use toguna_wire::v1::directory_client::DirectoryClient;
use toguna_wire::v1::logs_client::LogsClient;
use toguna_wire::{RemoteFault, v1};
use tonic::Status;

use crate::logs::Appends;
use crate::world::{Space, World, refusal, unwire, wire};

/// Signs a read with whatever the attacker changed.
fn forged(world: &World, space: Space, change: impl FnOnce(&mut LogRequest)) -> v1::LogCall {
    let mut call = space.read_call(world, 0, 0);
    let honest = unwire::<LogRequest>(call.stamp.as_ref().unwrap());
    let mut request = honest.unverified().unwrap();
    change(&mut request);
    call.stamp = Some(wire(&Signed::sign(&space.capability(0).read, &request).unwrap()));
    call
}

async fn refused_read(world: &World, call: v1::LogCall) -> Status {
    LogsClient::new(world.connect()).read(call).await.unwrap_err()
}

// claim: CLM-AUTH-04
#[tokio::test]
async fn a70_a_captured_stamp_opens_nothing_else_and_nothing_twice() {
    let world = World::new();
    let amal = world.member("amal").await;
    let (space, other) = (world.log(&amal).await, world.log(&amal).await);
    let denied = |status: &Status, code: &str| assert_eq!(refusal(status), ("denied", code.to_owned()));

    let call = space.read_call(&world, 0, 0);
    LogsClient::new(world.connect()).read(call.clone()).await.unwrap();
    denied(&refused_read(&world, call.clone()).await, "replay");

    let mut body = space.read_call(&world, 0, 0);
    body.body = vec![8, 1];
    denied(&refused_read(&world, body).await, "stamp");
    let method = forged(&world, space, |request| request.method = Method::Commit);
    denied(&refused_read(&world, method).await, "stamp");
    let relay = forged(&world, space, |request| {
        request.relay = RelayId::from_bytes([9; 32])
    });
    denied(&refused_read(&world, relay).await, "stamp");
    let log = forged(&world, space, |request| request.log = other.log);
    denied(&refused_read(&world, log).await, "capability");
    let epoch = forged(&world, space, |request| request.epoch = Epoch::new(1));
    denied(&refused_read(&world, epoch).await, "capability");
    let mut unsigned = space.read_call(&world, 0, 0);
    unsigned.stamp.as_mut().unwrap().signature = vec![0; 64];
    denied(&refused_read(&world, unsigned).await, "capability");

    // A write key reads nothing, a read key commits nothing.
    let mut crossed = space.read_call(&world, 0, 0);
    let said = unwire::<LogRequest>(crossed.stamp.as_ref().unwrap())
        .unverified()
        .unwrap();
    crossed.stamp = Some(wire(&Signed::sign(&space.capability(0).write, &said).unwrap()));
    denied(&refused_read(&world, crossed).await, "capability");
    let mut commit = space.commit_call(&world, 0, b"by a reader");
    let said = unwire::<LogRequest>(commit.stamp.as_ref().unwrap())
        .unverified()
        .unwrap();
    commit.stamp = Some(wire(&Signed::sign(&space.capability(0).read, &said).unwrap()));
    let status = LogsClient::new(world.connect()).commit(commit).await.unwrap_err();
    denied(&status, "capability");

    let end = space.read(&world, 0, 0).await.end.unwrap();
    assert_eq!((end.epoch, end.head), (0, Some(space.genesis().into())));
}

// claim: CLM-AUTH-04
#[tokio::test]
async fn a70_a_stamp_out_of_time_is_answered_with_the_relays_signed_time() {
    let world = World::new();
    let space = world.log(&world.member("amal").await).await;
    world.clock.advance(Duration::from_hours(1));
    let skews: [fn(Timestamp) -> Timestamp; 2] = [
        |now| now.after(limit::STAMP_SKEW).after(Duration::from_millis(1)),
        |now| Timestamp::from_millis(now.millis() - 300_001),
    ];
    for skew in skews {
        let now = world.now();
        let call = forged(&world, space, |request| request.time = skew(now));
        let request = unwire::<LogRequest>(call.stamp.as_ref().unwrap())
            .unverified()
            .unwrap();
        let fault = RemoteFault::from(&refused_read(&world, call).await).fault;
        assert_eq!(fault.code, "clock");
        let time = unwire::<RelayTime>(&fault.relay_time.unwrap())
            .verify(&world.key.public())
            .unwrap();
        assert_eq!((time.time, time.request), (now, request.request));
    }
}

// claim: CLM-AUTH-04
#[tokio::test]
async fn a70_a_restart_does_not_make_old_stamps_new() {
    let world = World::new();
    let space = world.log(&world.member("amal").await).await;
    let call = space.read_call(&world, 0, 0);
    LogsClient::new(world.connect()).read(call.clone()).await.unwrap();
    world.clock.advance(Duration::from_millis(1));
    let again = world.restarted();
    let status = refused_read(&again, call).await;
    assert_eq!(refusal(&status), ("denied", "clock".to_owned()));
    space.read(&again, 0, 0).await;
}

// claim: CLM-AUTH-04
#[tokio::test]
async fn a70_a_claim_stamped_ahead_is_refused_so_that_no_restart_answers_it_again() {
    let world = World::new();
    let amal = world.member("amal").await;
    let mut directory = DirectoryClient::new(world.connect());
    let body = v1::ClaimBody {
        device: amal.id.to_vec(),
        suite: 0x004F,
    };
    world.clock.advance(Duration::from_secs(1));
    let call = amal.call(&world, Method::Claim, &body);
    let now = unwire::<DeviceRequest>(call.stamp.as_ref().unwrap());
    let mut ahead = now.unverified().unwrap();
    ahead.time = ahead.time.after(Duration::from_millis(1));
    let early = v1::DeviceCall {
        stamp: Some(wire(&Signed::sign(&amal.key, &ahead).unwrap())),
        ..call.clone()
    };
    let refused = directory.claim(early.clone()).await.unwrap_err();
    assert_eq!(refusal(&refused), ("denied", "clock".to_owned()));
    let none = directory.claim(call).await.unwrap_err();
    assert_eq!(refusal(&none).0, "missing");
    world.clock.advance(Duration::from_millis(2));
    let again = world.restarted();
    let refused = DirectoryClient::new(again.connect())
        .claim(early)
        .await
        .unwrap_err();
    assert_eq!(refusal(&refused), ("denied", "clock".to_owned()));
}

// claim: CLM-AUTH-04
#[tokio::test]
async fn a70_a_proof_holds_for_one_stream_one_log_and_one_method() {
    let world = World::new();
    let amal = world.member("amal").await;
    let (space, other) = (world.log(&amal).await, world.log(&amal).await);
    let first = Appends::start(&world).await;
    let mut second = Appends::start(&world).await;
    let proof = space.proof(0, Method::Append, &second.challenge);
    let key = space.capability(0);
    let mut exported = proof.clone();
    exported.tls_exporter = vec![1; 32].into();
    let mut elsewhere = proof.clone();
    elsewhere.relay = RelayId::from_bytes([9; 32]);
    let mut crossed = proof.clone();
    crossed.log = other.log;
    let forged = [
        space.open(0, Method::Append, &first.challenge).proof,
        Some(wire(&Signed::sign(&key.read, &proof).unwrap())),
        Some(wire(
            &Signed::sign(&key.write, &space.proof(0, Method::Follow, &second.challenge)).unwrap(),
        )),
        Some(wire(&Signed::sign(&key.write, &exported).unwrap())),
        Some(wire(&Signed::sign(&key.write, &elsewhere).unwrap())),
        Some(wire(&Signed::sign(&key.write, &crossed).unwrap())),
    ];
    for proof in forged {
        second
            .send(v1::append_frame::Frame::Open(v1::OpenLog { proof }))
            .await;
        let Appended::Refused(refused) = second.next().await else {
            panic!("opened");
        };
        assert_eq!(refused.fault.unwrap().code, "capability");
    }
    second.open(space, 0).await;
}

// claim: CLM-ORDER-01
#[tokio::test(flavor = "multi_thread")]
async fn a76_of_a_hundred_commits_at_once_one_wins_and_the_others_learn_which() {
    let world = World::new();
    let space = world.log(&world.member("amal").await).await;
    let mut racing = tokio::task::JoinSet::new();
    for n in 0..100u8 {
        let call = space.commit_call(&world, 0, &[n; 64]);
        let mut logs = LogsClient::new(world.connect());
        racing.spawn(async move {
            (
                call.payload.clone(),
                logs.commit(call).await.unwrap().into_inner(),
            )
        });
    }
    let (mut won, mut lost) = (Vec::new(), Vec::new());
    while let Some(done) = racing.join_next().await {
        let (payload, answer) = done.unwrap();
        match answer.answer.unwrap() {
            v1::commit_answer::Answer::Receipt(_) => won.push(toguna_types::Digest::of(&payload)),
            v1::commit_answer::Answer::Lost(answer) => lost.push(answer),
        }
    }
    assert_eq!((won.len(), lost.len()), (1, 99));
    for answer in lost {
        assert_eq!(answer.winner, won[0].as_bytes());
        assert_eq!((answer.epoch, answer.winner_seq), (1, 1));
    }
    assert_eq!(space.read(&world, 1, 0).await.end.unwrap().head.unwrap().seq, 1);
}

// claim: CLM-AUTH-05
#[tokio::test]
async fn a36_numbers_and_versions_this_wire_does_not_know_are_refused_not_guessed() {
    let world = World::new();
    let space = world.log(&world.member("amal").await).await;
    let mut appends = Appends::start(&world).await;
    appends.open(space, 0).await;
    for (class, lifetime, field) in [
        (0, 0, "class"),
        (9, 0, "class"),
        (-1, 0, "class"),
        (2, 6, "lifetime"),
    ] {
        let payload = v1::Payload {
            class,
            lifetime,
            payload: b"x".to_vec().into(),
        };
        let frame = v1::Payloads {
            frame: 1,
            log: space.log.to_vec(),
            epoch: 0,
            payloads: vec![payload],
        };
        appends.send(v1::append_frame::Frame::Payloads(frame)).await;
        let Appended::Refused(refused) = appends.next().await else {
            panic!("stored");
        };
        let fault = refused.fault.unwrap();
        assert_eq!((fault.kind.as_str(), fault.field.as_str()), ("invalid", field));
    }
    // A statement with a method number of a later version, signed with the right key.
    let honest = space.request(&world, 0, Method::Read, b"");
    let mut later = tls_codec::SerializeBytes::tls_serialize_bytes(&honest).unwrap();
    later[72] = 200;
    let mut labelled = tls_codec::SerializeBytes::tls_serialize_bytes(&"toguna/request/v1").unwrap();
    labelled.extend_from_slice(&later);
    let stamp = v1::Signed {
        signature: space
            .capability(0)
            .read
            .sign_labelled(&labelled)
            .as_bytes()
            .to_vec(),
        statement: later,
    };
    let call = v1::LogCall {
        stamp: Some(stamp),
        body: Vec::new(),
    };
    assert_eq!(
        refusal(&refused_read(&world, call).await),
        ("invalid", "malformed".to_owned())
    );
    assert_eq!(
        space.read(&world, 0, 0).await.end.unwrap().head,
        Some(space.genesis().into())
    );
}

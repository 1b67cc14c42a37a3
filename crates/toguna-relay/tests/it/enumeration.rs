// SPDX-License-Identifier: MIT OR Apache-2.0
//! A68: trying names, to learn who is there. Within a network a member may find another by handle; what is bounded is
//! how many anybody tries, and what the answers tell apart besides.

use std::time::Duration;

use toguna_auth::Method;
use toguna_relay::Limits;
use toguna_types::OsEntropy;
use toguna_wire::v1::accounts_client::AccountsClient;
use toguna_wire::v1::directory_client::DirectoryClient;
use toguna_wire::v1::resolve_body::Who;
use toguna_wire::{Message as _, RemoteFault, v1};
use tonic::{Code, Status};

use crate::world::{Device, World, refusal};

async fn resolve(world: &World, who: Who, caller: &Device) -> Result<v1::ResolveAnswer, Status> {
    let body = v1::ResolveBody { who: Some(who) };
    let call = caller.call(world, Method::Resolve, &body);
    let answer = AccountsClient::new(world.connect()).resolve(call).await?;
    Ok(answer.into_inner())
}

/// Everything that a refusal says.
fn said(status: &Status) -> (Code, String, Vec<u8>, usize) {
    let fault = RemoteFault::from(status).fault;
    (
        status.code(),
        status.message().to_owned(),
        fault.encode_to_vec(),
        status.metadata().len(),
    )
}

#[tokio::test]
async fn a68_a_caller_may_try_so_many_handles_an_hour_whether_they_are_there_or_not() {
    let world = World::with_limits(Limits {
        handles_per_caller_hour: 4,
        ..Limits::default()
    });
    let (amal, bola) = (world.member("amal").await, world.member("bola").await);
    let name = |n: u32| {
        Who::Handle(if n.is_multiple_of(2) {
            "bola".to_owned()
        } else {
            format!("nobody{n}")
        })
    };
    for n in 0..4 {
        let found = resolve(&world, name(n), &amal).await;
        assert_eq!(found.is_ok(), n % 2 == 0);
    }
    let known = resolve(&world, name(4), &amal).await.unwrap_err();
    let unknown = resolve(&world, name(5), &amal).await.unwrap_err();
    assert_eq!(
        said(&known),
        said(&unknown),
        "the limit says nothing of the handle"
    );
    assert_eq!(refusal(&known), ("unavailable", "slow-down".to_owned()));
    resolve(&world, name(4), &bola).await.unwrap();
    world.clock.advance(Duration::from_mins(15));
    resolve(&world, name(6), &amal).await.unwrap();
    resolve(&world, name(8), &amal).await.unwrap_err();
}

#[tokio::test]
async fn a68_a_token_tries_so_many_handles_an_hour() {
    let world = World::with_limits(Limits {
        registrations_per_token_hour: 3,
        ..Limits::default()
    });
    world.member("amal").await;
    let (mallory, token) = (Device::new(&world), world.token());
    let mut accounts = AccountsClient::new(world.connect());
    for _ in 0..3 {
        let tried = accounts.register(mallory.registration(&token, "Amal")).await;
        assert_eq!(
            refusal(&tried.unwrap_err()),
            ("denied", "handle-taken".to_owned())
        );
    }
    for handle in ["Amal", "nobody"] {
        let tried = accounts.register(mallory.registration(&token, handle)).await;
        assert_eq!(
            refusal(&tried.unwrap_err()),
            ("unavailable", "slow-down".to_owned())
        );
    }
    world.clock.advance(Duration::from_mins(20));
    accounts
        .register(mallory.registration(&token, "mallory"))
        .await
        .unwrap();
}

#[tokio::test]
async fn a68_who_is_not_registered_learns_nothing_of_anybody() {
    let world = World::new();
    let amal = world.member("amal").await;
    let stranger = Device::new(&world);
    let known = resolve(&world, Who::Handle("amal".to_owned()), &stranger).await;
    let unknown = resolve(&world, Who::Handle("nobody".to_owned()), &stranger).await;
    let (known, unknown) = (known.unwrap_err(), unknown.unwrap_err());
    assert_eq!(said(&known), said(&unknown));
    // A stamp in the name of a device that is there, and of one that is not.
    let mut forged = Device::new(&world);
    forged.id = amal.id;
    let there = resolve(&world, Who::Handle("amal".to_owned()), &forged).await;
    assert_eq!(said(&there.unwrap_err()), said(&unknown));
}

#[tokio::test]
async fn a68_an_account_that_is_not_there_and_a_device_without_key_packages_are_refused_alike_each() {
    let world = World::new();
    let (amal, bola) = (world.member("amal").await, world.member("bola").await);
    let handle = resolve(&world, Who::Handle("nobody".to_owned()), &amal)
        .await
        .unwrap_err();
    let id = toguna_types::AccountId::make(&OsEntropy).to_vec();
    let account = resolve(&world, Who::Account(id), &amal).await.unwrap_err();
    assert_eq!(said(&handle), said(&account));
    let mut directory = DirectoryClient::new(world.connect());
    let mut refusals = Vec::new();
    for device in [bola.id, Device::new(&world).id] {
        let body = v1::ClaimBody {
            device: device.to_vec(),
            suite: 0x004F,
        };
        let call = amal.call(&world, Method::Claim, &body);
        refusals.push(said(&directory.claim(call).await.unwrap_err()));
    }
    assert_eq!(
        refusals[0], refusals[1],
        "a device id says not whether it is there"
    );
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! The relay itself, accounts, the directory, mailboxes.

use std::time::Duration;

use toguna_auth::{Method, TlsKeys, account_id};
use toguna_relay::Limits;
use toguna_types::{Digest, LetterId, OsEntropy};
use toguna_wire::v1::accounts_client::AccountsClient;
use toguna_wire::v1::directory_client::DirectoryClient;
use toguna_wire::v1::mailboxes_client::MailboxesClient;
use toguna_wire::v1::network_client::NetworkClient;
use toguna_wire::{RemoteFault, v1};

use crate::world::{Device, World, refusal, unwire};

const SUITE: u32 = 0x004F;

#[tokio::test]
async fn the_relay_says_who_it_is() {
    let world = World::new();
    let answer = NetworkClient::new(world.connect())
        .identify(v1::IdentifyRequest {})
        .await
        .unwrap()
        .into_inner();
    let keys = unwire::<TlsKeys>(&answer.tls_keys.unwrap())
        .verify(&world.key.public())
        .unwrap();
    assert_eq!(keys.relay, world.relay.id());
    assert_eq!(keys.spki, vec![Digest::of(b"spki")]);
    assert_eq!((answer.time, answer.version), (world.now().millis(), 1));
}

#[tokio::test]
async fn a_token_makes_one_account_and_the_same_call_again_is_the_same_answer() {
    let world = World::new();
    let mut accounts = AccountsClient::new(world.connect());
    let (amal, token) = (Device::new(&world), world.token());
    for _ in 0..2 {
        let answer = accounts
            .register(amal.registration(&token, "Amal"))
            .await
            .unwrap();
        let id = account_id(&amal.account_key.public());
        assert_eq!(answer.into_inner().account, id.to_vec());
    }
    let mallory = Device::new(&world);
    let used = accounts.register(mallory.registration(&token, "Mallory")).await;
    assert_eq!(refusal(&used.unwrap_err()), ("denied", "token-used".to_owned()));
    let (again, late) = (
        amal.registration(&token, "Amal"),
        mallory.registration(&token, "Mallory"),
    );
    world.clock.advance(Duration::from_hours(25));
    let answer = accounts
        .register(again)
        .await
        .expect("the first answer may have been lost");
    let id = account_id(&amal.account_key.public());
    assert_eq!(answer.into_inner().account, id.to_vec());
    let late = accounts.register(late).await.unwrap_err();
    assert_eq!(refusal(&late), ("denied", "token-expired".to_owned()));
    let taken = accounts
        .register(mallory.registration(&world.token(), "AMAL"))
        .await;
    assert_eq!(
        refusal(&taken.unwrap_err()),
        ("denied", "handle-taken".to_owned())
    );
}

#[tokio::test]
async fn a_registration_that_is_not_of_one_piece_is_refused() {
    let world = World::new();
    let mut accounts = AccountsClient::new(world.connect());
    let (amal, other) = (Device::new(&world), World::new());
    let good = amal.registration(&world.token(), "amal");
    let cases = [
        ("token-bad", amal.registration(&other.token(), "amal")),
        (
            "registration",
            v1::RegisterRequest {
                handle: "another".to_owned(),
                ..good.clone()
            },
        ),
        (
            "registration",
            v1::RegisterRequest {
                mailbox_key: vec![8; 1_218],
                ..good.clone()
            },
        ),
        (
            "registration",
            v1::RegisterRequest {
                device_cert: Device::new(&world)
                    .registration(&world.token(), "amal")
                    .device_cert,
                ..good.clone()
            },
        ),
    ];
    for (code, request) in cases {
        let fault = accounts.register(request).await.unwrap_err();
        assert_eq!(refusal(&fault), ("denied", code.to_owned()));
    }
    world.clock.advance(Duration::from_hours(25));
    let late = accounts.register(good).await.unwrap_err();
    assert_eq!(refusal(&late), ("denied", "token-expired".to_owned()));
}

#[tokio::test]
async fn a_member_finds_another_by_handle_or_id_and_claims_each_key_package_once() {
    let world = World::new();
    let (amal, bola) = (world.member("Amal").await, world.member("Bola").await);
    let mut accounts = AccountsClient::new(world.connect());
    let who = v1::resolve_body::Who::Handle("bOLA".to_owned());
    let body = v1::ResolveBody { who: Some(who) };
    let found = accounts
        .resolve(amal.call(&world, Method::Resolve, &body))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(found.handle, "Bola");
    assert_eq!(found.devices[0].mailbox_key, bola.mailbox_key);
    let body = v1::ResolveBody {
        who: Some(v1::resolve_body::Who::Account(found.account)),
    };
    let again = accounts
        .resolve(amal.call(&world, Method::Resolve, &body))
        .await
        .unwrap();
    assert_eq!(again.into_inner().handle, "Bola");

    let mut directory = DirectoryClient::new(world.connect());
    let body = v1::PublishBody {
        suite: SUITE,
        key_packages: vec![vec![1], vec![2]],
        last_resort: vec![9],
        replace: false,
    };
    let stock = directory
        .publish(bola.call(&world, Method::Publish, &body))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(stock.stocks[0].single_use, 2);
    let body = v1::ClaimBody {
        device: bola.id.to_vec(),
        suite: SUITE,
    };
    let mut claimed = Vec::new();
    for _ in 0..4 {
        let answer = directory
            .claim(amal.call(&world, Method::Claim, &body))
            .await
            .unwrap()
            .into_inner();
        claimed.push((answer.key_package, answer.last_resort));
    }
    let last = (vec![9], true);
    assert_eq!(
        claimed,
        vec![(vec![1], false), (vec![2], false), last.clone(), last]
    );
    let stock = directory
        .stock(bola.call(&world, Method::Stock, &v1::StockBody {}))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(
        (stock.stocks[0].single_use, stock.stocks[0].last_resort),
        (0, true)
    );
}

#[tokio::test]
async fn claims_of_one_device_are_bounded_whoever_claims() {
    let world = World::with_limits(Limits {
        claims_per_target_hour: 2,
        ..Limits::default()
    });
    let (amal, bola) = (world.member("amal").await, world.member("bola").await);
    let mut directory = DirectoryClient::new(world.connect());
    let body = v1::ClaimBody {
        device: bola.id.to_vec(),
        suite: SUITE,
    };
    for caller in [&amal, &bola] {
        let none = directory
            .claim(caller.call(&world, Method::Claim, &body))
            .await
            .unwrap_err();
        assert_eq!(refusal(&none), ("missing", "no-key-package".to_owned()));
    }
    let slow = directory
        .claim(amal.call(&world, Method::Claim, &body))
        .await
        .unwrap_err();
    let fault = RemoteFault::from(&slow).fault;
    assert_eq!(
        (fault.code.as_str(), fault.retry_after_ms),
        ("slow-down", 1_800_000)
    );
    world.clock.advance(Duration::from_millis(1_800_000));
    let none = directory
        .claim(amal.call(&world, Method::Claim, &body))
        .await
        .unwrap_err();
    assert_eq!(refusal(&none).0, "missing");
}

#[tokio::test]
async fn one_connection_may_ask_so_much_and_no_more() {
    let world = World::with_limits(Limits {
        request_burst: 3,
        requests_per_second: 1,
        ..Limits::default()
    });
    let mut network = NetworkClient::new(world.connect());
    for _ in 0..3 {
        network.identify(v1::IdentifyRequest {}).await.unwrap();
    }
    let slow = network.identify(v1::IdentifyRequest {}).await.unwrap_err();
    assert_eq!(refusal(&slow), ("unavailable", "slow-down".to_owned()));
    let mut other = NetworkClient::new(world.connect());
    other.identify(v1::IdentifyRequest {}).await.unwrap();
}

fn letter(to: &Device, class: v1::LetterClass, len: usize) -> v1::DepositBody {
    v1::DepositBody {
        device: to.id.to_vec(),
        class: class.into(),
        id: LetterId::make(&OsEntropy).to_vec(),
        envelope: vec![5; len],
    }
}

#[tokio::test]
async fn letters_wait_then_come_as_they_are_deposited_and_go_when_acknowledged() {
    let world = World::new();
    let (amal, bola) = (world.member("amal").await, world.member("bola").await);
    let mut mailboxes = MailboxesClient::new(world.connect());
    let first = letter(&bola, v1::LetterClass::Sealed, 300);
    for _ in 0..2 {
        let call = amal.call(&world, Method::Deposit, &first);
        mailboxes.deposit(call).await.unwrap();
    }
    let fetch = v1::FetchBody { after: 0 };
    let call = bola.call(&world, Method::Letters, &fetch);
    let mut listening = mailboxes.listen(call).await.unwrap().into_inner();
    let waiting = listening.message().await.unwrap().unwrap();
    assert_eq!(waiting.letters.len(), 1);
    assert_eq!(waiting.letters[0].id, first.id);
    let second = letter(&bola, v1::LetterClass::ReAdd, 300);
    mailboxes
        .deposit(amal.call(&world, Method::Deposit, &second))
        .await
        .unwrap();
    let come = listening.message().await.unwrap().unwrap();
    assert_eq!(
        (come.letters.len(), come.letters[0].id.clone()),
        (1, second.id.clone())
    );
    let ack = v1::AckBody {
        ids: vec![first.id, second.id],
    };
    let acked = mailboxes
        .ack(bola.call(&world, Method::Letters, &ack))
        .await
        .unwrap();
    assert_eq!(acked.into_inner().deleted, 2);
    let left = mailboxes
        .fetch(bola.call(&world, Method::Letters, &fetch))
        .await
        .unwrap();
    assert!(left.into_inner().letters.is_empty());
    world.shutdown.cancel();
    let end = listening.message().await.unwrap_err();
    assert_eq!(refusal(&end), ("unavailable", "closing".to_owned()));
}

#[tokio::test]
async fn letters_that_need_no_capability_are_small_and_few() {
    let world = World::new();
    let (amal, bola) = (world.member("amal").await, world.member("bola").await);
    let mut mailboxes = MailboxesClient::new(world.connect());
    let large = letter(&bola, v1::LetterClass::Successor, 4_096);
    let fault = mailboxes
        .deposit(amal.call(&world, Method::Deposit, &large))
        .await
        .unwrap_err();
    let fault = RemoteFault::from(&fault).fault;
    assert_eq!((fault.field.as_str(), fault.limit), ("envelope", 2_304));
    for _ in 0..8 {
        let body = letter(&bola, v1::LetterClass::ReAdd, 100);
        mailboxes
            .deposit(amal.call(&world, Method::Deposit, &body))
            .await
            .unwrap();
    }
    // A whole space may have to be led on in one day.
    for _ in 0..256 {
        let body = letter(&bola, v1::LetterClass::Successor, 100);
        mailboxes
            .deposit(amal.call(&world, Method::Deposit, &body))
            .await
            .unwrap();
    }
    let body = letter(&bola, v1::LetterClass::Successor, 100);
    let slow = mailboxes
        .deposit(amal.call(&world, Method::Deposit, &body))
        .await
        .unwrap_err();
    assert_eq!(refusal(&slow), ("unavailable", "slow-down".to_owned()));
    let body = letter(&bola, v1::LetterClass::Sealed, 100);
    mailboxes
        .deposit(amal.call(&world, Method::Deposit, &body))
        .await
        .unwrap();
}

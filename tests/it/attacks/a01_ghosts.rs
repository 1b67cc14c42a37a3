// SPDX-License-Identifier: MIT OR Apache-2.0
//! A01: a relay that answers with somebody else's device, an extra device, a forged certificate or another's
//! KeyPackage. Nothing is ever sealed to one it made up.

use std::sync::{Arc, Mutex};

use toguna_auth::{DeviceCert, Signed, SigningKey};
use toguna_sdk::{Code, LogId, Role};
use toguna_store::{AccountRow, Claimed, DeviceRow, MemoryStore, NewCommit};
use toguna_tests::{Given, Member, Recorder, Tap, Tapped, World};
use toguna_types::{DeviceId, Digest, OsEntropy};

type Lie<T> = Box<dyn Fn(T) -> T + Send>;

/// A relay that lies where a test tells it to, and a record of what it was given.
#[derive(Default)]
struct EvilRelay {
    resolve: Mutex<Option<Lie<AccountRow>>>,
    claim: Mutex<Option<Lie<Claimed>>>,
    record: Recorder,
}

impl Tap for EvilRelay {
    fn given(&self, given: &Given) {
        self.record.given(given);
    }

    fn commit(&self, new: NewCommit) -> NewCommit {
        new
    }

    fn claimed(&self, _device: DeviceId, _suite: u16, answer: Option<Claimed>) -> Option<Claimed> {
        let lie = self.claim.lock().unwrap();
        answer.map(|claimed| {
            lie.as_ref()
                .map_or_else(|| claimed.clone(), |lie| lie(claimed.clone()))
        })
    }

    fn resolved(&self, answer: Option<AccountRow>) -> Option<AccountRow> {
        let lie = self.resolve.lock().unwrap();
        answer.map(|row| lie.as_ref().map_or_else(|| row.clone(), |lie| lie(row.clone())))
    }
}

struct Scene {
    evil: Arc<EvilRelay>,
    amal: Member,
    log: LogId,
    beatrice: DeviceRow,
    mallory: AccountRow,
}

/// Amal has a space; Béatrice is to be invited; Mallory holds the relay and an account of it.
async fn scene() -> Scene {
    let evil = Arc::new(EvilRelay::default());
    let store = Tapped::new(MemoryStore::new(), evil.clone());
    let world = World::around(store);
    let amal = world.member("Amal").await;
    world.member("Béatrice").await;
    world.member("Mallory").await;
    let log = amal.founds("Monitoring").await;
    let registered = |name: &str| {
        let all = evil.record.all().into_iter();
        let mut found = all.filter_map(|given| {
            let Given::Register(new) = given else { return None };
            (new.handle == name).then(|| AccountRow {
                account: new.account,
                handle: new.handle,
                devices: vec![new.device],
            })
        });
        found.next().expect("registered")
    };
    let (beatrice, mallory) = (registered("Béatrice").devices.remove(0), registered("Mallory"));
    evil.record.forget();
    Scene {
        evil,
        amal,
        log,
        beatrice,
        mallory,
    }
}

impl Scene {
    /// Amal invites Béatrice; it fails so, and nothing has been sealed to anybody.
    async fn fails(&self, code: Code) {
        let handles = ["Béatrice".to_owned()];
        let fault = self
            .amal
            .client
            .invite(self.log, &handles, Role::Contributor)
            .await;
        assert_eq!(fault.unwrap_err().is(), code);
        self.amal.syncs().await;
        let sealed = |given: &Given| matches!(given, Given::Commit(_) | Given::Deposit(_) | Given::Append(_));
        assert!(
            !self.evil.record.all().iter().any(sealed),
            "nothing was sealed to a ghost"
        );
        let space = self.amal.client.space(self.log).unwrap();
        assert_eq!((space.people.len(), space.summary.epoch.get()), (1, 0));
    }

    async fn resolve(&self, lie: impl Fn(AccountRow) -> AccountRow + Send + 'static) {
        *self.evil.resolve.lock().unwrap() = Some(Box::new(lie));
        self.fails(Code::RelayLied).await;
    }

    /// Béatrice's device row, with what Mallory makes of its certificate.
    fn forged(&self, change: impl Fn(&mut DeviceCert)) -> DeviceRow {
        let mut row = self.beatrice.clone();
        let signed = Signed::<DeviceCert>::decode(&row.cert).unwrap();
        let mut cert = signed.unverified().unwrap();
        change(&mut cert);
        let mallory = SigningKey::make(&OsEntropy);
        row.cert = Signed::sign(&mallory, &cert).unwrap().encode();
        row
    }
}

// claim: CLM-MEMB-01
#[tokio::test(flavor = "multi_thread")]
async fn a01_an_extra_device_of_somebody_else_is_not_added() {
    let scene = scene().await;
    let ghost = scene.mallory.devices[0].clone();
    let lie = move |mut row: AccountRow| {
        row.devices.push(ghost.clone());
        row
    };
    scene.resolve(lie).await;
}

// claim: CLM-MEMB-01
#[tokio::test(flavor = "multi_thread")]
async fn a01_a_forged_certificate_is_not_believed() {
    let scene = scene().await;
    let device = SigningKey::make(&OsEntropy).public();
    let forged = scene.forged(|cert| cert.device_key = device);
    let lie = move |row: AccountRow| AccountRow {
        devices: vec![forged.clone()],
        ..row
    };
    scene.resolve(lie).await;
}

// claim: CLM-MEMB-01
#[tokio::test(flavor = "multi_thread")]
async fn a01_another_mailbox_key_is_not_written_to() {
    let scene = scene().await;
    let swapped = DeviceRow {
        mailbox_key: scene.mallory.devices[0].mailbox_key.clone(),
        ..scene.beatrice.clone()
    };
    assert_ne!(
        Digest::of(&swapped.mailbox_key),
        Digest::of(&scene.beatrice.mailbox_key)
    );
    let lie = move |row: AccountRow| AccountRow {
        devices: vec![swapped.clone()],
        ..row
    };
    scene.resolve(lie).await;
}

// claim: CLM-MEMB-01
#[tokio::test(flavor = "multi_thread")]
async fn a01_a_handle_that_meant_somebody_else_is_an_alarm() {
    let scene = scene().await;
    // Amal has known Béatrice since an earlier invitation.
    let other = scene
        .amal
        .client
        .create_space("Earlier", toguna_sdk::Suite::Classical)
        .await
        .unwrap();
    scene
        .amal
        .client
        .invite(other.log, &["Béatrice".to_owned()], Role::Reader)
        .await
        .unwrap();
    scene.evil.record.forget();
    let ghost = AccountRow {
        handle: "Béatrice".to_owned(),
        ..scene.mallory.clone()
    };
    scene.resolve(move |_| ghost.clone()).await;
}

// claim: CLM-MEMB-01
#[tokio::test(flavor = "multi_thread")]
async fn a01_another_devices_key_package_is_not_used() {
    let scene = scene().await;
    let mallory = scene.mallory.devices[0].device;
    // The relay knows all KeyPackages it was given: it hands out one of Mallory's, or none that is whole.
    let world_record = scene.amal.client.clone();
    let handles = ["Mallory".to_owned()];
    let stolen = Arc::new(Mutex::new(None));
    let keep = stolen.clone();
    *scene.evil.claim.lock().unwrap() = Some(Box::new(move |claimed: Claimed| {
        *keep.lock().unwrap() = Some(claimed.key_package.clone());
        Claimed {
            key_package: Vec::new(),
            ..claimed
        }
    }));
    let refused = world_record.invite(scene.log, &handles, Role::Reader).await;
    assert_eq!(refused.unwrap_err().is(), Code::KeyPackageRefused);
    let stolen = stolen.lock().unwrap().take().expect("Mallory's KeyPackage");
    let broken = {
        let mut broken = stolen.clone();
        let last = broken.len() - 1;
        broken[last] ^= 1;
        broken
    };
    assert_ne!(mallory, scene.beatrice.device);
    for package in [stolen, broken] {
        *scene.evil.claim.lock().unwrap() = Some(Box::new(move |claimed: Claimed| Claimed {
            key_package: package.clone(),
            ..claimed
        }));
        scene.fails(Code::KeyPackageRefused).await;
    }
}

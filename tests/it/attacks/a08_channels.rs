// SPDX-License-Identifier: MIT OR Apache-2.0
//! A08: what is authentic in one place, put into another by a member: kinds in the wrong class, and authors that are
//! not who signed.

use toguna_auth::{LetterKind, Op, Signed};
use toguna_mls::evil::{Twist, handshake_as_message};
use toguna_sdk::{Backdoor, LogId, ReadRange, ShownKind, SpaceState};
use toguna_tests::{EvilMember, Member, Three, World};
use toguna_types::{AccountId, Class, Digest, OsEntropy};

const TEXT: u16 = 1;
const HELLO: u16 = 2;
const CONFIRM: u16 = 3;
const HEARTBEAT: u16 = 9;
const DELETED: u16 = 0xFF02;

struct Scene {
    world: World,
    amal: Member,
    beatrice: Member,
    mallory: EvilMember,
    log: LogId,
}

async fn scene() -> Scene {
    let Three {
        world,
        amal,
        beatrice,
        mallory,
        log,
    } = Three::meet().await;
    // Whoever came renews its keys within ten minutes; nothing more is to change by itself.
    world.clock.advance(std::time::Duration::from_mins(11));
    for member in [&beatrice, &amal, &mallory, &beatrice, &amal] {
        member.syncs().await;
    }
    Scene {
        world,
        amal,
        beatrice,
        mallory: EvilMember::of(mallory),
        log,
    }
}

impl Scene {
    /// A leave of Mallory's as an operation that `author` seems to have made; Mallory's leaf signs it.
    fn op(&self, author: AccountId) -> Signed<Op> {
        let leave = self.mallory.and_back(self.log, |tx, group| group.leave(tx, None));
        self.mallory.op(self.log, |op| {
            op.author = author;
            op.object = [0; 16];
            op.kind = Op::KIND_LEAVE;
            op.body = leave.encode().into();
        })
    }

    fn record(&self, op: &Signed<Op>) -> Vec<u8> {
        self.mallory.record(self.log, op)
    }

    /// Bytes in a message of Mallory's, encrypted and signed as it should be.
    fn message(&self, content: &[u8]) -> Vec<u8> {
        self.mallory
            .inside(self.log, |tx, group| group.encrypt(tx, content, &OsEntropy))
    }

    /// A content of this kind with a text's body.
    fn odd(&self, kind: u16) -> Vec<u8> {
        let mut word = self.mallory.word(self.log, "jamais dit");
        word.kind = kind;
        self.mallory.message(self.log, &word)
    }

    /// Everything in a place where it does not belong.
    fn misplaced(&self) -> Vec<(&'static str, Class, Vec<u8>)> {
        let (mallory, log) = (&self.mallory, self.log);
        let beatrice = self.beatrice.client.whoami().unwrap().account;
        let own = self.op(mallory.member.client.whoami().unwrap().account);
        let commit = mallory.commit(log, &Twist::default(), &[]);
        let commit = toguna_wire::encode_commit_payload(&commit.payload);
        let text = Backdoor::encode(&mallory.word(log, "jamais dit")).unwrap();
        let handshake = mallory.and_back(log, handshake_as_message);
        vec![
            (
                "a content without its message",
                Class::Message,
                mallory.sealed(log, Class::Message, &text),
            ),
            (
                "a content as a record",
                Class::Record,
                mallory.sealed(log, Class::Record, &text),
            ),
            ("a message as a record", Class::Record, self.odd(TEXT)),
            ("a record as a message", Class::Message, self.record(&own)),
            (
                "an operation in a message",
                Class::Message,
                self.message(&own.encode()),
            ),
            (
                "an operation under the envelope",
                Class::Record,
                mallory.sealed(log, Class::Record, &own.encode()),
            ),
            (
                "a record in another's name",
                Class::Record,
                self.record(&self.op(beatrice)),
            ),
            ("a commit as a message", Class::Message, commit.clone()),
            (
                "a commit as a record",
                Class::Record,
                [commit.as_slice(), &[0]].concat(),
            ),
            ("a commit in a message", Class::Message, self.message(&commit)),
            ("a handshake as a message", Class::Message, handshake),
            ("a text as a hello", Class::Message, self.odd(HELLO)),
            ("a text as a confirm", Class::Message, self.odd(CONFIRM)),
            ("a text as a heartbeat", Class::Message, self.odd(HEARTBEAT)),
            ("what stands in vaults only", Class::Message, self.odd(DELETED)),
        ]
    }
}

fn shows_nothing(member: &Member, log: LogId, devices: usize) {
    let shown = member.client.read(log, ReadRange::default()).unwrap();
    assert!(shown.iter().all(|shown| !shown.text.contains("jamais dit")));
    let said = shown.iter().filter(|shown| shown.kind == ShownKind::Said);
    assert!(said.into_iter().all(|shown| shown.text == "et ceci est de moi"));
    let space = member.client.space(log).unwrap();
    assert_eq!(
        (space.summary.state, space.people.len()),
        (SpaceState::Active, devices)
    );
    assert!(space.summary.alarm.is_none());
}

// claim: CLM-AUTH-08
#[tokio::test(flavor = "multi_thread")]
async fn a08_what_belongs_into_another_place_is_refused_by_all_and_shown_to_nobody() {
    let scene = scene().await;
    let (amal, beatrice, log) = (&scene.amal, &scene.beatrice, scene.log);
    let misplaced = scene.misplaced();
    for (_, class, payload) in &misplaced {
        scene.mallory.appends(log, *class, payload.clone()).await;
    }
    // Amal reads on in the epoch; Béatrice catches up over its end; Dario joins after it.
    amal.syncs().await;
    amal.client.update_keys(log).await.unwrap();
    beatrice.says(log, "et ceci est de moi").await;
    amal.syncs().await;
    let dario = scene.world.member("Dario").await;
    amal.brings(log, &dario).await;
    for member in [amal, beatrice] {
        member.syncs().await;
        let vault = member.client.backdoor();
        let verdicts = vault.vault().read(|tx| tx.verdicts().list(log)).unwrap();
        let refused: Vec<Digest> = verdicts.iter().map(|verdict| verdict.hash).collect();
        let taken = misplaced
            .iter()
            .filter(|(_, _, payload)| !refused.contains(&Digest::of(payload)))
            .map(|(what, _, _)| *what);
        assert_eq!(
            taken.collect::<Vec<_>>(),
            Vec::<&str>::new(),
            "by {}",
            member.name
        );
        shows_nothing(member, log, 4);
    }
    shows_nothing(&dario, log, 4);
}

// claim: CLM-AUTH-08
#[tokio::test(flavor = "multi_thread")]
async fn a08_a_letter_with_what_belongs_elsewhere_invites_nobody_and_moves_nothing() {
    let scene = scene().await;
    let (beatrice, log) = (&scene.beatrice, scene.log);
    let bodies = [
        Backdoor::encode(&scene.mallory.word(log, "jamais dit")).unwrap(),
        scene.op(beatrice.client.whoami().unwrap().account).encode(),
    ];
    let kinds = [LetterKind::Pointer, LetterKind::ReAdd, LetterKind::Successor];
    for body in bodies {
        for kind in kinds {
            let door = scene.mallory.door();
            door.writes(log, "Béatrice", kind, body.clone()).await.unwrap();
        }
    }
    scene.world.clock.advance(std::time::Duration::from_mins(3));
    scene.mallory.member.syncs().await;
    let before = beatrice.client.space(log).unwrap().summary.epoch;
    beatrice.syncs().await;
    assert!(beatrice.client.invitations().unwrap().is_empty());
    shows_nothing(beatrice, log, 3);
    assert_eq!(beatrice.client.space(log).unwrap().summary.epoch, before);
}

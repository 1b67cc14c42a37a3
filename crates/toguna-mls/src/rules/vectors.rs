// SPDX-License-Identifier: MIT OR Apache-2.0
//! The frozen vectors of policies and rosters (`tests/vectors`), made again from their seeds.

use toguna_auth::{SigningKey, VerifyingKey};
use toguna_types::{
    AccountId, Digest, Epoch, Era, Head, Json, Lifetime, LogId, RelayId, Secret, Seq, Suite, Timestamp,
    Vectors,
};

use super::{Newcomers, Openness, Policy, Predecessor, Role, RoleChange, Roster, RosterLeaf, RosterStep};

fn account(v: &Vectors, name: &str) -> AccountId {
    AccountId::from_bytes(v.bytes(name))
}

fn place(v: &Vectors) -> Json {
    Json::from([
        ("relay", Json::from(&v.bytes::<32>("relay"))),
        ("log", Json::from(&v.bytes::<32>("log"))),
    ])
}

fn founding(v: &Vectors) -> Policy {
    let relay = RelayId::from_bytes(v.bytes("relay"));
    let log = LogId::from_bytes(v.bytes("log"));
    let founder = account(v, "founder");
    Policy::founding(
        relay,
        log,
        founder,
        "Observatoire",
        Openness::Confidential,
        Suite::PostQuantum,
    )
    .unwrap()
}

fn role_name(role: Role) -> &'static str {
    match role {
        Role::Contributor => "contributor",
        Role::Reader => "reader",
        Role::Steward => "steward",
    }
}

fn predecessor(v: &Vectors, named_until: Option<Timestamp>) -> Predecessor {
    Predecessor {
        log: LogId::from_bytes(v.bytes("log that stopped")),
        epoch: Epoch::new(7),
        head: Head {
            seq: Seq::new(41),
            hash: Digest::from_bytes(v.bytes("head before the commit")),
        },
        refused: Digest::from_bytes(v.bytes("refused commit")),
        named_until,
    }
}

fn predecessor_fields(of: Predecessor) -> Json {
    let head = Json::from([
        ("seq", Json::from(of.head.seq.get())),
        ("hash", Json::from(of.head.hash.as_bytes())),
    ]);
    let until = of.named_until.map(|until| until.millis());
    Json::from([
        ("log", Json::from(of.log.as_bytes())),
        ("epoch", Json::from(of.epoch.get())),
        ("head", head),
        ("refused", Json::from(of.refused.as_bytes())),
        ("named_until", Json::from(until)),
    ])
}

fn policy_fields(v: &Vectors, policy: &Policy, [openness, newcomers, lifetime]: [&str; 3]) -> Json {
    let role = |(account, role): (&AccountId, &Role)| {
        Json::from([
            ("account", Json::from(account.as_bytes())),
            ("role", role_name(*role).into()),
        ])
    };
    place(v).with(Json::from([
        ("openness", openness.into()),
        ("suite", Json::from(u64::from(policy.suite.number()))),
        (
            "predecessor",
            Json::from(policy.predecessor.map(predecessor_fields)),
        ),
        ("title", policy.title.as_str().into()),
        ("newcomers", newcomers.into()),
        ("lifetime", lifetime.into()),
        ("era_max_age_secs", Json::from(policy.era_max_age_secs)),
        ("joiners", role_name(policy.joiners).into()),
        (
            "roles",
            Json::from(policy.roles.iter().map(role).collect::<Vec<_>>()),
        ),
    ]))
}

#[test]
fn policies_are_frozen() {
    let mut v = Vectors::new("policy", "section 12");
    let first = founding(&v);
    let of = policy_fields(&v, &first, ["confidential", "full", "keep"]);
    let bytes = first.encode().unwrap();
    v.accept("of a new space", "Policy", Json::none(), of, &bytes);
    let mut second = first.clone();
    second.openness = Openness::Network;
    second.suite = Suite::Classical;
    second.title = "مرصد".to_owned();
    second.newcomers = Newcomers::FromJoin;
    second.lifetime = Lifetime::Quarter;
    second.joiners = Role::Reader;
    second.era_max_age_secs = 3_600;
    second.roles.insert(account(&v, "contributor"), Role::Contributor);
    second.roles.insert(account(&v, "reader"), Role::Reader);
    let of = policy_fields(&v, &second, ["network", "from-join", "90 days"]);
    let longer = second.encode().unwrap();
    v.accept(
        "of an open space with three roles",
        "Policy",
        Json::none(),
        of,
        &longer,
    );
    re_founded(&mut v, &first);
    refuse_policies(&mut v, &bytes, &longer);
    assert!(v.are_frozen(), "policy.json is not what this code makes");
}

/// Policies of spaces that go on from another.
fn re_founded(v: &mut Vectors, first: &Policy) {
    let until = Timestamp::from_millis(1_800_000_000_000);
    for (name, named_until) in [
        ("of a re-founded space", None),
        ("of a re-founded space whose commits are named", Some(until)),
    ] {
        let mut policy = first.clone();
        policy.predecessor = Some(predecessor(v, named_until));
        let of = policy_fields(v, &policy, ["confidential", "full", "keep"]);
        v.accept(name, "Policy", Json::none(), of, &policy.encode().unwrap());
    }
    let mut own = first.clone();
    own.predecessor = Some(predecessor(v, None));
    let bytes = own.encode().unwrap();
    let (before, rest) = bytes.split_at(69);
    let bytes = [before, own.log.as_bytes(), &rest[32..]].concat();
    assert!(Policy::decode(&bytes).is_err(), "its own predecessor");
    v.refuse(
        "its own predecessor",
        "Policy",
        "predecessor",
        Json::none(),
        &bytes,
    );
}

fn refuse_policies(v: &mut Vectors, bytes: &[u8], longer: &[u8]) {
    let changed = |place: usize, to: &[u8], until: usize| [&bytes[..place], to, &bytes[until..]].concat();
    let (start, roles) = longer.split_at(91);
    let entry = |n: usize| roles.chunks_exact(33).nth(n).unwrap();
    let ordered = |list: [usize; 3]| [start, entry(list[0]), entry(list[1]), entry(list[2])].concat();
    let (era_age, joiners, last) = (84, 92, 126);
    let bad = [
        ("a later version", "version", changed(0, &[2], 1)),
        ("an unknown openness", "enum", changed(65, &[3], 66)),
        ("an unknown suite", "suite", changed(66, &[0, 1], 68)),
        ("half a predecessor", "enum", changed(68, &[2], 69)),
        ("a control in the title", "text", changed(70, &[7], 71)),
        ("a title that is not UTF-8", "text", changed(70, &[0xff], 71)),
        (
            "a title of 257 bytes",
            "limit",
            changed(69, &[&[0x41, 1], [b'x'; 257].as_slice()].concat(), 82),
        ),
        (
            "the title's length in two bytes",
            "length",
            changed(69, &[0x40, 12], 70),
        ),
        ("joiners that are stewards", "role", changed(joiners, &[3], 93)),
        (
            "an era of less than an hour",
            "limit",
            changed(era_age, &3_599u64.to_be_bytes(), joiners),
        ),
        (
            "an era of more than 365 days",
            "limit",
            changed(era_age, &31_536_001u64.to_be_bytes(), joiners),
        ),
        ("an unknown role", "enum", changed(last, &[0], bytes.len())),
        ("roles in another order", "order", ordered([1, 0, 2])),
        ("an account twice", "order", ordered([0, 0, 2])),
        (
            "a byte after it",
            "trailing",
            changed(bytes.len(), &[0], bytes.len()),
        ),
    ];
    for (name, why, bytes) in bad {
        assert!(Policy::decode(&bytes).is_err(), "{name}");
        v.refuse(name, "Policy", why, Json::none(), &bytes);
    }
}

fn leaf_key(v: &Vectors, name: &str) -> VerifyingKey {
    SigningKey::from_seed(&Secret::make(|to| *to = v.bytes(name))).public()
}

fn leaf(v: &Vectors, index: u32, name: &str) -> RosterLeaf {
    RosterLeaf {
        index,
        leaf_key: leaf_key(v, name),
        cert: Digest::from_bytes(v.bytes(&format!("certificate of the {name}"))),
    }
}

fn step_fields(step: &RosterStep) -> Json {
    let leaf = |leaf: &RosterLeaf| {
        Json::from([
            ("index", Json::from(u64::from(leaf.index))),
            ("leaf_key", Json::from(&leaf.leaf_key.to_bytes())),
            ("cert", Json::from(leaf.cert.as_bytes())),
        ])
    };
    let role = |change: &RoleChange| {
        Json::from([
            ("account", Json::from(change.account.as_bytes())),
            ("role", Json::from(change.role.map(role_name))),
        ])
    };
    let outs: Vec<u64> = step.outs.iter().map(|index| u64::from(*index)).collect();
    Json::from([
        ("era", Json::from(step.era.get())),
        ("seq", Json::from(step.seq.get())),
        ("outs", Json::from(outs)),
        ("ins", Json::from(step.ins.iter().map(leaf).collect::<Vec<_>>())),
        (
            "roles",
            Json::from(step.roles.iter().map(role).collect::<Vec<_>>()),
        ),
    ])
}

fn steps(v: &Vectors) -> [RosterStep; 3] {
    let change = |name: &str, role| RoleChange {
        account: account(v, name),
        role,
    };
    let mut newcomers = vec![
        change("contributor", Some(Role::Contributor)),
        change("reader", Some(Role::Reader)),
    ];
    newcomers.sort_by_key(|change| change.account);
    [
        RosterStep {
            era: Era::new(0),
            seq: Seq::new(0),
            outs: Vec::new(),
            ins: vec![leaf(v, 0, "founder's leaf")],
            roles: vec![change("founder", Some(Role::Steward))],
        },
        RosterStep {
            era: Era::new(0),
            seq: Seq::new(1),
            outs: Vec::new(),
            ins: vec![leaf(v, 1, "second leaf"), leaf(v, 2, "third leaf")],
            roles: newcomers,
        },
        RosterStep {
            era: Era::new(1),
            seq: Seq::new(300),
            outs: vec![1, 2],
            ins: vec![leaf(v, 2, "third leaf anew")],
            roles: vec![change("contributor", None)],
        },
    ]
}

#[test]
fn rosters_are_frozen() {
    let mut v = Vectors::new("roster", "section 13");
    let steps = steps(&v);
    for step in &steps {
        let bytes = step.encode().unwrap();
        assert_eq!(RosterStep::decode(&bytes).as_ref(), Ok(step));
        let name = format!("the step at {}", step.seq.get());
        v.accept(&name, "RosterStep", Json::none(), step_fields(step), &bytes);
    }
    let bytes = steps[0].encode().unwrap();
    let changed = |place: usize, to: &[u8], until: usize| [&bytes[..place], to, &bytes[until..]].concat();
    let bad = [
        (
            "outs of five bytes",
            "truncated",
            changed(16, &[5, 0, 0, 0, 0, 0], 17),
        ),
        (
            "the length of outs in two bytes",
            "length",
            changed(16, &[0x40, 0], 17),
        ),
        (
            "a leaf key of small order",
            "key",
            changed(23, &[&[1], [0; 31].as_slice()].concat(), 55),
        ),
        (
            "an unknown role",
            "enum",
            changed(bytes.len() - 1, &[4], bytes.len()),
        ),
        (
            "a presence of 2",
            "enum",
            changed(bytes.len() - 2, &[2], bytes.len() - 1),
        ),
        (
            "a byte after it",
            "trailing",
            changed(bytes.len(), &[0], bytes.len()),
        ),
    ];
    for (name, why, bytes) in bad {
        assert!(RosterStep::decode(&bytes).is_err(), "{name}");
        v.refuse(name, "RosterStep", why, Json::none(), &bytes);
    }
    tips(&mut v, &steps);
    assert!(v.are_frozen(), "roster.json is not what this code makes");
}

fn tips(v: &mut Vectors, steps: &[RosterStep; 3]) {
    let relay = RelayId::from_bytes(v.bytes("relay"));
    let mut roster = Roster::genesis(relay, LogId::from_bytes(v.bytes("log")), &steps[0]).unwrap();
    let mut tips = vec![roster.tip];
    for step in &steps[1..] {
        roster = roster.after(step).unwrap();
        tips.push(roster.tip);
    }
    let bytes: Vec<u8> = tips.iter().flat_map(|tip| *tip.as_bytes()).collect();
    let listed: Vec<Json> = tips.iter().map(|tip| Json::from(tip.as_bytes())).collect();
    let list = |steps: &[RosterStep]| {
        place(v).with(Json::from([(
            "steps",
            Json::from(steps.iter().map(step_fields).collect::<Vec<_>>()),
        )]))
    };
    let context = list(steps);
    let mut changed = steps.clone();
    changed[1].roles[0].role = Some(Role::Steward);
    let other = list(&changed);
    let elsewhere = context
        .clone()
        .with(Json::from([("log", &v.bytes::<32>("another log"))]));
    v.accept(
        "three tips",
        "roster",
        context.clone(),
        Json::from([("tips", listed)]),
        &bytes,
    );
    v.refuse_but(
        "another role",
        ["roster", "chain"],
        other,
        context.clone(),
        &bytes,
    );
    v.refuse_but("of another log", ["roster", "chain"], elsewhere, context, &bytes);
}

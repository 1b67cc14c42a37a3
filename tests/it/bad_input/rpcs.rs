// SPDX-License-Identifier: MIT OR Apache-2.0
//! Every call under bad requests, on both stores: one clear fault, the store byte for byte as it was, the connection still good.

use std::collections::BTreeSet;

use toguna_types::limit;
use toguna_wire::v1;

use super::attack::{Change, changed, changes};
use super::bench::{Bench, Ground};
use super::cases::{Baseline, CASES, Case, Hands, Outcome};
use super::domains::{Author, allowed};
use super::tree::Types;

/// Each siege on both grounds.
macro_rules! on_both_grounds {
    ($($siege:ident,)*) => {
        mod memory {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $siege() {
                super::$siege(super::Ground::Memory).await;
            })*
        }

        mod sled {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $siege() {
                super::$siege(super::Ground::Sled).await;
            })*
        }
    };
}

on_both_grounds! {
    // claim: CLM-PARSE-01
    a30_a_signature_cut_short_at_any_length_is_refused,
    // claim: CLM-PARSE-01
    a31_bad_requests_to_accounts_are_refused_and_change_nothing,
    // claim: CLM-PARSE-01
    a31_bad_requests_to_logs_are_refused_and_change_nothing,
    // claim: CLM-PARSE-01
    a31_bad_requests_to_mailboxes_are_refused_and_change_nothing,
    // claim: CLM-PARSE-01
    a31_bad_requests_to_the_directory_are_refused_and_change_nothing,
    // claim: CLM-PARSE-01
    a31_bad_requests_to_the_network_service_are_refused_and_change_nothing,
}

#[test]
fn every_call_of_the_wire_has_a_case() {
    let types = Types::load();
    for case in CASES {
        assert_eq!(types.calls.get(case.call).map(String::as_str), Some(case.message));
    }
    let cases: BTreeSet<&str> = CASES.iter().map(|case| case.call).collect();
    let missing: Vec<_> = types
        .calls
        .keys()
        .filter(|call| !cases.contains(call.as_str()))
        .collect();
    assert_eq!(
        missing,
        Vec::<&String>::new(),
        "calls without a valid request in cases.rs"
    );
}

async fn a31_bad_requests_to_accounts_are_refused_and_change_nothing(ground: Ground) {
    besiege("Accounts.", ground).await;
}

async fn a31_bad_requests_to_the_directory_are_refused_and_change_nothing(ground: Ground) {
    besiege("Directory.", ground).await;
}

async fn a31_bad_requests_to_logs_are_refused_and_change_nothing(ground: Ground) {
    besiege("Logs.", ground).await;
}

async fn a31_bad_requests_to_mailboxes_are_refused_and_change_nothing(ground: Ground) {
    besiege("Mailboxes.", ground).await;
}

async fn a31_bad_requests_to_the_network_service_are_refused_and_change_nothing(ground: Ground) {
    besiege("Network.", ground).await;
}

async fn besiege(service: &str, ground: Ground) {
    for case in CASES.into_iter().filter(|case| case.call.starts_with(service)) {
        Siege::of(case, ground).await.run().await;
    }
}

async fn a30_a_signature_cut_short_at_any_length_is_refused(ground: Ground) {
    for case in CASES.into_iter().filter(|case| case.statements() > 0) {
        let mut siege = Siege::of(case, ground).await;
        for cut in (0..64).step_by(3).chain([63]) {
            let names = [
                "stamp",
                "device_stamp",
                "token",
                "device_cert",
                "registration",
                "open",
            ];
            for name in names {
                let types = Types::load();
                if !types
                    .fields(case.message)
                    .iter()
                    .any(|field| field.name() == name)
                {
                    continue;
                }
                let shorten = |message: Vec<u8>| shortened(&types, case.message, &message, name, cut);
                let mut sent = siege.send_by_hand(&shorten).await;
                sent.may_be_accepted = false;
                siege.judge(sent, &format!("{name}: signature of {cut} bytes"));
            }
        }
        siege.is_well().await;
    }
}

/// A message in which the signature under a field was cut.
fn shortened(types: &Types, message: &str, bytes: &[u8], name: &str, cut: usize) -> Vec<u8> {
    use super::tree::{Node, Value, encode};
    fn cut_in(nodes: &mut [Node], cut: usize) {
        for node in nodes {
            match &mut node.value {
                Value::Message(inner) => cut_in(inner, cut),
                Value::Bytes(bytes) if node.number == 2 && bytes.len() == 64 => bytes.truncate(cut),
                Value::Bytes(_) | Value::Number(_) => {}
            }
        }
    }
    let mut nodes = types.parse(message, bytes).unwrap();
    let field = types.fields(message).iter().find(|field| field.name() == name);
    let number = field.map(|field| u32::try_from(field.number()).unwrap());
    for node in nodes.iter_mut().filter(|node| Some(node.number) == number) {
        cut_in(std::slice::from_mut(node), cut);
    }
    encode(&nodes)
}

/// One call under attack.
struct Siege {
    types: Types,
    bench: Bench,
    case: Case,
    baseline: Baseline,
    names: BTreeSet<String>,
    refused: usize,
}

/// A request that was sent: what came of it, and whether it may be accepted.
struct Sent {
    outcome: Outcome,
    may_be_accepted: bool,
    unchanged: bool,
}

impl Siege {
    async fn of(case: Case, ground: Ground) -> Self {
        let (types, bench) = (Types::load(), Bench::over(ground).await);
        let mut names = types.names(case.message);
        names.extend(case.body.into_iter().flat_map(|body| types.names(body)));
        Self {
            baseline: case.baseline(&bench).await,
            types,
            bench,
            case,
            names,
            refused: 0,
        }
    }

    async fn run(&mut self) {
        self.is_well().await;
        let seed = u64::try_from(self.case.call.len()).unwrap();
        if let Some(body) = self.case.body {
            self.bodies(body, seed).await;
        }
        self.messages(seed).await;
        for at in 0..self.case.statements() {
            self.statements(at).await;
        }
        self.oversized().await;
        self.is_well().await;
        assert!(
            self.refused > 20,
            "{}: an attack that attacks nothing",
            self.case.call
        );
    }

    /// What a registered caller with all its keys may get wrong.
    async fn bodies(&mut self, body: &str, seed: u64) {
        let honest = self.types.parse(body, &self.baseline.inner).unwrap();
        for change in changes(&self.types, body, &honest, seed) {
            let inner = changed(&self.types, body, &self.baseline.inner, &change);
            let may = self.may_be_accepted(Author::Signer, body, &self.baseline.inner, &inner);
            let hands = Hands {
                statement: (0, &|it| it),
                message: &|it| it,
            };
            let sent = self.send(&inner, &hands, may).await;
            self.settle(sent, &change, "body").await;
        }
    }

    /// What whoever stands between caller and relay may do to a message, or a caller to one without a signature.
    async fn messages(&mut self, seed: u64) {
        let message = self.case.message;
        let honest = self.recorded().await;
        let author = if self.case.is_frame_of_an_open_log() {
            Author::Signer
        } else {
            Author::Carrier
        };
        let nodes = self.types.parse(message, &honest).unwrap();
        for change in changes(&self.types, message, &nodes, seed) {
            let allowed = std::cell::Cell::new(false);
            let change_it = |honest: Vec<u8>| {
                let bytes = changed(&self.types, message, &honest, &change);
                allowed.set(self.may_be_accepted(author, message, &honest, &bytes));
                bytes
            };
            let mut sent = self.send_by_hand(&change_it).await;
            sent.may_be_accepted = allowed.get();
            self.settle(sent, &change, "message").await;
        }
    }

    /// What a holder of the right key may sign.
    async fn statements(&mut self, at: usize) {
        let len = std::cell::Cell::new(0);
        let measure = |statement: Vec<u8>| {
            len.set(statement.len());
            statement
        };
        self.send_forged(at, &measure, true).await;
        let len = len.get();
        for cut in 0..len {
            let forge = |mut statement: Vec<u8>| {
                statement.truncate(cut);
                statement
            };
            self.send_forged(at, &forge, false).await;
        }
        let longer = |statement: Vec<u8>| [statement, vec![0]].concat();
        self.send_forged(at, &longer, false).await;
        let Some(free) = self.case.free_tail() else {
            return;
        };
        let bound = (0..len - free).map(|byte| (byte, 1));
        let far_time = (free > 0).then(|| (len - 8, 0x40));
        for (byte, bit) in bound.chain(far_time) {
            let forge = |mut statement: Vec<u8>| {
                statement[byte] ^= bit;
                statement
            };
            self.send_forged(at, &forge, false).await;
        }
    }

    async fn send_forged(&mut self, at: usize, forge: &dyn Fn(Vec<u8>) -> Vec<u8>, may: bool) {
        let hands = Hands {
            statement: (at, forge),
            message: &|it| it,
        };
        let inner = self.baseline.inner.clone();
        let sent = self.send(&inner, &hands, may).await;
        self.settle(sent, &Change::Unknown, "statement").await;
    }

    /// More than one message may hold.
    async fn oversized(&mut self) {
        let most = match self.case.call {
            "Logs.Commit" => limit::RPC_BYTES,
            "Logs.Append" => limit::RPC_FRAME_BYTES,
            call if call.starts_with("Directory.") => limit::RPC_PUBLISH_BYTES,
            call if call.starts_with("Mailboxes.") => limit::RPC_LETTER_BYTES,
            _ => limit::RPC_SMALL_BYTES,
        };
        let over = usize::try_from(most).unwrap() + 1;
        let sent = self.send_by_hand(&|_| vec![0; over]).await;
        let Outcome::Refused(fault) = &sent.outcome else {
            panic!("{}: accepted more than the limit", self.case.call);
        };
        let told = (fault.code.as_str(), fault.field.as_str(), fault.limit);
        assert_eq!(told, ("over-limit", "message", u64::from(most)));
        self.judge(sent, "oversized");
    }

    async fn send_by_hand(&self, message: &dyn Fn(Vec<u8>) -> Vec<u8>) -> Sent {
        let hands = Hands {
            statement: (0, &|it| it),
            message,
        };
        self.send(&self.baseline.inner, &hands, true).await
    }

    async fn send(&self, inner: &[u8], hands: &Hands<'_>, may_be_accepted: bool) -> Sent {
        let before = self.bench.store.dump();
        let outcome = self.case.send(&self.bench, &self.baseline, inner, hands).await;
        Sent {
            outcome,
            may_be_accepted,
            unchanged: self.bench.store.dump() == before,
        }
    }

    /// The honest message as it would be sent.
    async fn recorded(&mut self) -> Vec<u8> {
        let recorded = std::cell::RefCell::new(Vec::new());
        let record = |message: Vec<u8>| {
            recorded.borrow_mut().clone_from(&message);
            message
        };
        let sent = self.send_by_hand(&record).await;
        self.settle(sent, &Change::Unknown, "honest").await;
        recorded.into_inner()
    }

    /// Whether the relay may take the changed bytes for a valid request: because nothing it reads was changed, or
    /// only what the author may write otherwise.
    fn may_be_accepted(&self, author: Author, message: &str, honest: &[u8], bytes: &[u8]) -> bool {
        let honest = self.types.parse(message, honest).unwrap();
        match self.types.parse(message, bytes) {
            Some(nodes) => {
                let differences = self.types.differences(message, &honest, &nodes);
                differences.iter().all(|difference| allowed(author, difference))
            }
            None => false,
        }
    }

    /// Judges what came, and makes a new valid request if this one was used up.
    async fn settle(&mut self, sent: Sent, change: &Change, place: &str) {
        if matches!(change, Change::Unknown | Change::Nested(50)) && sent.may_be_accepted {
            let what = format!("{} {place} with unknown fields", self.case.call);
            assert!(
                matches!(sent.outcome, Outcome::Accepted),
                "{what}: {:?}",
                sent.outcome
            );
        }
        let used = matches!(sent.outcome, Outcome::Accepted);
        self.judge(sent, &format!("{place}, {change:?}"));
        if used {
            self.baseline = self.case.baseline(&self.bench).await;
        } else if self.refused.is_multiple_of(64) {
            self.is_well().await;
        }
    }

    fn judge(&mut self, sent: Sent, what: &str) {
        let what = format!(
            "{}: {}",
            self.case.call,
            what.chars().take(300).collect::<String>()
        );
        match sent.outcome {
            Outcome::Accepted => assert!(sent.may_be_accepted, "{what}: accepted"),
            Outcome::Refused(fault) => {
                assert!(sent.unchanged, "{what}: refused, and yet the store changed");
                self.is_clear(&fault, &what);
                self.refused += 1;
            }
        }
    }

    fn is_clear(&self, fault: &v1::Fault, what: &str) {
        let kinds = ["denied", "invalid", "missing", "stale"];
        assert!(kinds.contains(&fault.kind.as_str()), "{what}: {fault:?}");
        assert!(
            !fault.code.is_empty() && !fault.sentence.is_empty(),
            "{what}: {fault:?}"
        );
        if fault.kind == "invalid" {
            let name = fault.field.rsplit('.').next().unwrap_or_default();
            assert!(self.names.contains(name), "{what}: names no field: {fault:?}");
        }
        assert_eq!(fault.code == "over-limit", fault.limit > 0, "{what}: {fault:?}");
    }

    /// The valid request is still good, on the same connection.
    async fn is_well(&mut self) {
        let sent = self.send_by_hand(&|it| it).await;
        assert!(
            matches!(sent.outcome, Outcome::Accepted),
            "{}: the valid request: {:?}",
            self.case.call,
            sent.outcome
        );
        self.baseline = self.case.baseline(&self.bench).await;
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! A37: a member floods a log with what is none. Reading it costs each entry the same, leaves a verdict for each and
//! nothing else, and what the others say between is heard.

use toguna_mls::evil;
use toguna_sdk::{Backdoor, LogId};
use toguna_tests::{EvilMember, Member, Three};
use toguna_types::{Class, Clock as _, Entropy as _, OsEntropy, SystemClock};
use toguna_vault::Dump;

/// Entries of rubbish in each half of the flood, ten words between.
const HALF: usize = 500;

/// What a member can append that is none, under its own write capability.
struct Rubbish {
    log: LogId,
    mallory: EvilMember,
    /// What Amal's leaf never signed, at its next generation and 900 further: the dearest to refuse.
    forged: [Vec<u8>; 2],
}

impl Rubbish {
    fn of(log: LogId, mallory: EvilMember, victim: &EvilMember) -> Self {
        let word = Backdoor::encode(&victim.word(log, "je n'ai jamais dit cela")).unwrap();
        let forged = [0, 900]
            .map(|skip| victim.and_back(log, |tx, group| evil::forged_inside(tx, group, skip, &word)));
        Self { log, mallory, forged }
    }

    /// `n` entries of eight kinds.
    fn heap(&self, n: usize) -> Vec<(Class, Vec<u8>)> {
        let random = OsEntropy.array::<900>().to_vec();
        self.mallory.inside(self.log, |tx, group| {
            (0..n)
                .map(|at| {
                    let sealed = |content: &[u8]| evil::seal_envelope(tx, group, Class::Message, content);
                    let id = OsEntropy.array::<32>().to_vec();
                    Ok(match at % 8 {
                        0 => (Class::Message, id),
                        1 => (Class::Record, id),
                        2 => (Class::Message, [id, random.clone()].concat()),
                        3 => (Class::Record, sealed(b"a message is no record")?),
                        4 => (Class::Message, sealed(b"")?),
                        5 => (Class::Message, sealed(&random)?),
                        6 => (Class::Message, sealed(&self.forged[0])?),
                        // Really signed, and no content.
                        _ if at % 64 == 63 => (Class::Message, group.encrypt(tx, &random, &OsEntropy)?),
                        _ => (Class::Message, sealed(&self.forged[1])?),
                    })
                })
                .collect()
        })
    }
}

struct Read {
    writes: u64,
    peak_kib: u64,
    dump: Dump,
}

/// The process's peak memory since `forget`, in KiB; where the system does not say, 0.
fn peak_kib(forget: bool) -> u64 {
    if forget {
        let _ = std::fs::write("/proc/self/clear_refs", "5");
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}

/// A half of the flood with ten words between, read at once.
async fn flooded(rubbish: &Rubbish, amal: &EvilMember, reader: &Member, half: usize) -> Read {
    let log = rubbish.log;
    for _ in 0..10 {
        rubbish.mallory.appends_all(log, rubbish.heap(half / 10)).await;
        amal.says(log, "entre les ordures").await;
    }
    let (writes, before) = (reader.client.vault_for_tests().writes_seen(), peak_kib(true));
    let begun = SystemClock.now();
    reader.syncs().await;
    let (took, peak) = (
        SystemClock.now().since(begun),
        peak_kib(false).saturating_sub(before),
    );
    let door = reader.client.backdoor();
    let read = Read {
        writes: reader.client.vault_for_tests().writes_seen() - writes,
        peak_kib: peak,
        dump: door.vault().read(|tx| tx.dump()).unwrap(),
    };
    #[expect(clippy::print_stderr, reason = "what it cost belongs to the result")]
    {
        eprintln!(
            "{half} entries of rubbish: {took:?}, {} writes, {} KiB more at the peak",
            read.writes, read.peak_kib
        );
    }
    read
}

// claim: CLM-AVAIL-02
#[tokio::test(flavor = "multi_thread")]
async fn a37_a_flood_of_rubbish_costs_each_entry_the_same_and_hides_no_word() {
    let long = std::env::var_os("TOGUNA_LONG").is_some();
    let half = if long { HALF * 10 } else { HALF };
    let Three {
        world: _world,
        amal,
        beatrice,
        mallory,
        log,
    } = Three::meet().await;
    for member in [&beatrice, &amal, &mallory, &beatrice, &amal] {
        member.syncs().await;
    }
    let before = beatrice.client.backdoor().vault().read(|tx| tx.dump()).unwrap();
    let amal = EvilMember::of(amal);
    let rubbish = Rubbish::of(log, EvilMember::of(mallory), &amal);

    let first = flooded(&rubbish, &amal, &beatrice, half).await;
    assert_eq!(beatrice.has_seen(log).len(), 10);
    let second = flooded(&rubbish, &amal, &beatrice, half).await;
    assert_eq!(beatrice.has_seen(log), vec!["Amal: entre les ordures"; 20]);
    assert_eq!(beatrice.client.status().unwrap().alarms, []);

    // The later half costs what the earlier did: nothing is done again for what came before.
    assert!(
        second.writes.abs_diff(first.writes) <= first.writes / 50 + 10,
        "{} writes, then {}",
        first.writes,
        second.writes
    );
    // Of each entry its verdict and its hash stay, and nothing else; of each word what is shown and that it was said.
    let grown = |table: &str| second.dump[table].len() - before[table].len();
    assert_eq!(grown("verdicts"), half * 2);
    for (table, rows) in &second.dump {
        let most = match table.as_str() {
            "verdicts" => half * 2,
            "payload_hashes" => half * 2 + 40,
            "heads" => half * 2 + 20,
            "entries" | "texts_due" => 20,
            _ => 2,
        };
        let grown = rows.len().saturating_sub(before[table].len());
        assert!(grown <= most, "{table} grew by {grown} rows");
    }
    beatrice.says(log, "j'entends tout").await;
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! One operation again and again, with a fault at its first write, its second, until it passes.

use std::env;
use std::path::PathBuf;
use std::time::Duration;

use toguna_sdk::{Client, LogId, Options};
use toguna_store::MemoryStore;
use toguna_tests::{Member, World, passphrase};

use crate::audit::audit;
use crate::child::{gate, in_a_child};
use crate::deed::{Deed, Ended, How, Order};

/// In the short form a process dies at every so many writes only; `TOGUNA_LONG=1` takes them all. Failing writes are
/// always taken all, unless an operation has very many.
const STRIDE: u64 = 4;

/// For an operation that is about no space yet.
pub(crate) const NOWHERE: LogId = LogId::from_bytes([0; 32]);

/// A member whose home is closed: nobody holds the vault while it is struck.
#[derive(Clone, Debug)]
pub(crate) struct Resting {
    pub(crate) name: String,
    pub(crate) home: PathBuf,
}

/// A world in which somebody is tried.
pub(crate) struct Trial {
    pub(crate) world: World,
    how: How,
    port: u16,
    many: bool,
}

/// What became of a struck operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Struck {
    /// A write failed; the operation came to this code, or passed nevertheless.
    Failed(Option<String>),
    /// The process died.
    Died,
}

impl Trial {
    pub(crate) async fn begin(how: How) -> Self {
        let world = World::around(MemoryStore::new());
        let port = gate(&world).await;
        Self {
            world,
            how,
            port,
            many: false,
        }
    }

    /// As [`Self::begin`], for an operation with very many writes.
    pub(crate) async fn begin_many(how: How) -> Self {
        Self {
            many: true,
            ..Self::begin(how).await
        }
    }

    /// A new member who rests.
    pub(crate) async fn resting(&self, name: &str) -> Resting {
        let member = self.world.member(name).await;
        Resting {
            name: member.name,
            home: member.home,
        }
    }

    /// Opens the home of one who rests.
    pub(crate) fn wake(&self, resting: &Resting) -> Member {
        Member {
            name: resting.name.clone(),
            home: resting.home.clone(),
            client: Client::open(&resting.home, &passphrase(), self.options()).unwrap(),
        }
    }

    pub(crate) fn options(&self) -> Options {
        self.world.options()
    }

    /// KeyPackages are claimed a few times an hour only.
    pub(crate) async fn an_hour_later(&self, who: &Member) {
        self.world.clock.advance(Duration::from_hours(1));
        who.syncs().await;
    }

    /// Plays an operation with a fault at its first write, then the next, until it passes without one. After each
    /// fault the vault is audited before anybody touches it, then `check` looks at it and repeats the operation.
    pub(crate) async fn at_every_write(
        &self,
        what: &str,
        mut prepare: impl AsyncFnMut(u64) -> Order,
        mut check: impl AsyncFnMut(Order, Struck),
    ) {
        let (mut n, mut points) = (1, 0);
        loop {
            let order = prepare(n).await;
            let ended = match self.how {
                How::Fails => Some(order.carry_out(self.options(), self.how, n).await),
                How::Dies => in_a_child(&order, &self.world, self.port, n).await,
            };
            audit(&order);
            match ended {
                Some(ended) if ended.writes < n => {
                    assert_eq!(ended.code, None, "{what}: without a fault it passes");
                    self.print(what, points, &ended);
                    return;
                }
                Some(ended) => check(order, Struck::Failed(ended.code)).await,
                None => check(order, Struck::Died).await,
            }
            points += 1;
            n += self.stride();
        }
    }

    fn stride(&self) -> u64 {
        let all = self.how == How::Fails && !self.many;
        if all || env::var_os("TOGUNA_LONG").is_some() {
            1
        } else {
            STRIDE
        }
    }

    fn print(&self, what: &str, points: u64, ended: &Ended) {
        let fault = match self.how {
            How::Fails => "a failing write",
            How::Dies => "the process killed",
        };
        assert!(points > 0, "{what} writes something");
        #[expect(
            clippy::print_stderr,
            reason = "how many points there are belongs to the result"
        )]
        {
            eprintln!("{what}: {fault} at {points} points; {} writes", ended.writes);
        }
    }
}

impl Resting {
    /// An order to this member.
    pub(crate) fn to(&self, deed: Deed, log: LogId, word: &str) -> Order {
        Order {
            home: self.home.clone(),
            handle: self.name.clone(),
            deed,
            log,
            word: word.to_owned(),
        }
    }
}

/// Two members say a word each; both read everything alike, and each word once.
pub(crate) async fn converge(one: &Member, other: &Member, log: LogId) {
    one.syncs().await;
    other.syncs().await;
    one.says(log, "bien ?").await;
    other.says(log, "bien").await;
    let seen = one.sees(log).await;
    assert_eq!(seen, other.sees(log).await);
    let last = [format!("{}: bien ?", one.name), format!("{}: bien", other.name)];
    assert!(seen.ends_with(&last));
}

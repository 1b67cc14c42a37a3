// SPDX-License-Identifier: MIT OR Apache-2.0
//! The one thread that writes: it takes the verbs that wait as a group and answers when the group is durable.
//!
//! | step | made durable by | if it fails |
//! |---|---|---|
//! | files and pieces get their names | fsync when staged, fsync of `files/` and of the file's directory | the group fails; a file without a row is an orphan |
//! | payloads enter their months | one batch each, flush, fdatasync | the group fails, and the store only reads from then on |
//! | rows enter `main/` | one batch, flush, fdatasync | the same; what it had written is never shown |
//!
//! A database that failed to write takes no more until it is opened anew, and so holds what is on the disk; the
//! committer does that once there is room. After a failed sync it does not: the operating system may show what the
//! disk does not hold, and only opening the store again, after the machine was looked at, goes on. When all three are done, watchers are woken and callers answered; what the rows let go of is deleted after.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;
use std::thread::JoinHandle;

use toguna_store::StoreFault;
use tokio::sync::{mpsc, oneshot};

use crate::database::Database;
use crate::disk::{Disk, Room};
use crate::fault::{Cause, Failure};
use crate::group::{Group, Settled, Tx};
use crate::keys;
use crate::months::Month;
use crate::pieces::BlobName;
use crate::rows::{BlobRow, CountRow};

/// A verb as the committer runs it.
pub(crate) trait Verb: Send + 'static {
    /// What is known before the group is durable.
    type Ready: Send;
    /// What the caller is told.
    type Answer: Send;
    /// What it needs room for.
    const ROOM: Room;

    /// Bytes it will put into sled, about.
    fn weight(&self) -> usize;

    /// Does it.
    fn apply(self, tx: &mut Tx<'_>) -> Result<Self::Ready, StoreFault>;

    /// Says so.
    fn answer(ready: Self::Ready, settled: &Settled) -> Result<Self::Answer, StoreFault>;
}

/// The door to the committer; with the last one it ends.
pub(crate) struct Committer {
    door: Option<mpsc::Sender<Box<dyn Job>>>,
    thread: Option<JoinHandle<()>>,
}

impl Committer {
    /// Starts the thread.
    pub(crate) fn start(disk: Arc<Disk>) -> Result<Self, StoreFault> {
        let (door, jobs) = mpsc::channel(GROUP_VERBS.saturating_mul(4));
        let thread = std::thread::Builder::new()
            .name("committer".to_owned())
            .spawn(move || work(&disk, jobs))
            .map_err(crate::fault::of_io)?;
        Ok(Self {
            door: Some(door),
            thread: Some(thread),
        })
    }

    /// A door for one call.
    pub(crate) fn door(&self) -> Option<Door> {
        self.door.clone().map(Door)
    }

    /// Lets the thread finish what waits, and waits for it.
    pub(crate) fn end(&mut self) {
        self.door = None;
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has told its callers by dropping them.
            let _ = thread.join();
        }
    }
}

impl Drop for Committer {
    fn drop(&mut self) {
        self.end();
    }
}

/// Where verbs are handed in.
pub(crate) struct Door(mpsc::Sender<Box<dyn Job>>);

impl Door {
    /// Hands in a verb and waits until it is durable.
    pub(crate) async fn call<V: Verb>(self, verb: V) -> Result<V::Answer, StoreFault> {
        let (answer, answered) = oneshot::channel();
        let job = Call {
            state: CallState::Waiting(verb),
            answer,
        };
        let sent = self.0.send(Box::new(job)).await;
        drop(self);
        sent.map_err(|_| Cause::Thread.fault())?;
        answered.await.map_err(|_| Cause::Thread.fault())?
    }
}

/// A call, its verb's type forgotten.
trait Job: Send {
    fn weight(&self) -> usize;
    fn room(&self) -> Room;
    fn run(&mut self, disk: &Disk, group: &mut Group);
    fn finish(self: Box<Self>, settled: Result<&Settled, &Failure>);
}

struct Call<V: Verb> {
    state: CallState<V>,
    answer: oneshot::Sender<Result<V::Answer, StoreFault>>,
}

enum CallState<V: Verb> {
    Waiting(V),
    Ran(Result<V::Ready, StoreFault>),
    Running,
}

impl<V: Verb> Job for Call<V> {
    fn weight(&self) -> usize {
        match &self.state {
            CallState::Waiting(verb) => verb.weight(),
            CallState::Ran(_) | CallState::Running => 0,
        }
    }

    fn room(&self) -> Room {
        V::ROOM
    }

    fn run(&mut self, disk: &Disk, group: &mut Group) {
        if let CallState::Waiting(verb) = std::mem::replace(&mut self.state, CallState::Running) {
            self.state = CallState::Ran(group.apply(disk, |tx| verb.apply(tx)));
        }
    }

    fn finish(self: Box<Self>, settled: Result<&Settled, &Failure>) {
        let answer = match (self.state, settled) {
            (CallState::Ran(Ok(ready)), Ok(settled)) => V::answer(ready, settled),
            (CallState::Ran(Err(fault)), _) => Err(fault),
            (_, Err(failure)) => Err(failure.fault()),
            (CallState::Waiting(_) | CallState::Running, Ok(_)) => Err(Cause::Thread.fault()),
        };
        // A caller that went away need not be told.
        let _ = self.answer.send(answer);
    }
}

/// The thread.
fn work(disk: &Disk, mut jobs: mpsc::Receiver<Box<dyn Job>>) {
    let mut wound: Option<Failure> = None;
    while let Some(first) = jobs.blocking_recv() {
        let waiting = gather(first, &mut jobs);
        if wound.is_some() && disk.heal().is_ok() {
            wound = None;
        }
        match &wound {
            Some(failure) => refuse(waiting, failure),
            None => wound = serve(disk, waiting),
        }
    }
}

/// The verbs that wait, as many as make one group.
fn gather(first: Box<dyn Job>, jobs: &mut mpsc::Receiver<Box<dyn Job>>) -> Vec<Box<dyn Job>> {
    let mut weight = first.weight();
    let mut group = vec![first];
    while group.len() < GROUP_VERBS && weight < GROUP_BYTES {
        let Ok(job) = jobs.try_recv() else { break };
        weight = weight.saturating_add(job.weight());
        group.push(job);
    }
    group
}

/// Serves one group; a failure returned means that nothing may be written after it.
fn serve(disk: &Disk, jobs: Vec<Box<dyn Job>>) -> Option<Failure> {
    let mut jobs = admit(disk, jobs);
    let mut group = Group::default();
    for job in &mut jobs {
        job.run(disk, &mut group);
    }
    if !group.is_empty() {
        let months = match place(disk, &group) {
            Ok(months) => months,
            Err(fault) => {
                abandon(disk, group);
                refuse(jobs, &Failure::from(fault));
                return None;
            }
        };
        if let Err(fault) = write(disk, &group, months) {
            let failure = Failure::from(fault);
            refuse(jobs, &failure);
            return Some(failure);
        }
    }
    let leftovers = Leftovers::of(&mut group);
    let settled = group.settle();
    for (log, head) in settled.heads() {
        disk.watched_logs.wake(log, head.seq);
    }
    for (device, last) in &settled.mailboxes {
        disk.watched_mailboxes.wake(device, *last);
    }
    for job in jobs {
        job.finish(Ok(&settled));
    }
    // What could not be deleted now is deleted when the store opens again.
    let _ = leftovers.delete(disk);
    None
}

/// Refuses those for which there is no room.
fn admit(disk: &Disk, jobs: Vec<Box<dyn Job>>) -> Vec<Box<dyn Job>> {
    let weight = jobs.iter().map(|job| job.weight()).fold(0, usize::saturating_add);
    let weight = u64::try_from(weight).unwrap_or(u64::MAX);
    let Err(full) = disk.has_room(weight, Room::ToAdd) else {
        return jobs;
    };
    let full = Failure::from(full);
    let (adding, deleting): (Vec<_>, Vec<_>) = jobs.into_iter().partition(|job| job.room() == Room::ToAdd);
    refuse(adding, &full);
    if let Err(full) = disk.has_room(weight, Room::ToDelete) {
        refuse(deleting, &Failure::from(full));
        return Vec::new();
    }
    deleting
}

/// The payloads of a month, as one batch.
type MonthBatches = BTreeMap<Month, (Arc<Database>, sled::Batch)>;

/// Gives the files their names and opens the months: what may fail without harm.
fn place(disk: &Disk, group: &Group) -> Result<MonthBatches, StoreFault> {
    disk.files.place(&group.files)?;
    disk.pieces.place(&group.pieces)?;
    let mut months = MonthBatches::new();
    for row in &group.payloads {
        let (_, batch) = match months.entry(row.month) {
            Entry::Occupied(slot) => slot.into_mut(),
            Entry::Vacant(slot) => {
                let database = disk.months.find_or_create(row.month)?;
                slot.insert((database, sled::Batch::default()))
            }
        };
        batch.insert(row.key.as_slice(), row.bytes.as_slice());
    }
    Ok(months)
}

/// Makes durable the months' payloads first, then the rows that refer to them.
fn write(disk: &Disk, group: &Group, months: MonthBatches) -> Result<(), StoreFault> {
    for (database, batch) in months.into_values() {
        database.apply(batch)?;
    }
    disk.unsettled.set(group.before());
    disk.main.apply(group.batch())?;
    disk.unsettled.clear();
    Ok(())
}

/// Deletes the files of a group that failed, unless rows of before refer to them.
fn abandon(disk: &Disk, group: Group) {
    let hashes: Vec<_> = group.files.iter().map(|file| file.hash()).collect();
    drop(group);
    for hash in hashes {
        if let Ok(None) = disk.row::<CountRow>(&keys::file(hash)) {
            // If not now, then when the store opens again.
            let _ = disk.files.delete(hash);
        }
    }
}

fn refuse(jobs: Vec<Box<dyn Job>>, failure: &Failure) {
    for job in jobs {
        job.finish(Err(failure));
    }
}

/// What a durable group no longer refers to.
struct Leftovers {
    files: Vec<toguna_types::Digest>,
    blobs: Vec<BlobName>,
    payloads: Vec<(Month, keys::Key)>,
    months: Vec<Month>,
}

impl Leftovers {
    fn of(group: &mut Group) -> Self {
        Self {
            files: std::mem::take(&mut group.released),
            blobs: std::mem::take(&mut group.dropped),
            payloads: std::mem::take(&mut group.erased),
            months: std::mem::take(&mut group.thinned).into_iter().collect(),
        }
    }

    fn delete(self, disk: &Disk) -> Result<(), StoreFault> {
        for hash in self.files {
            if disk.row::<CountRow>(&keys::file(hash))?.is_none() {
                disk.files.delete(hash)?;
            }
        }
        for blob in self.blobs {
            if disk.row::<BlobRow>(&keys::blob(blob))?.is_none() {
                disk.pieces.delete(blob)?;
            }
        }
        let mut thinned = BTreeMap::new();
        for month in self.months {
            if disk.row::<CountRow>(&keys::month(month.number()))?.is_none() {
                disk.months.delete(month)?;
            } else {
                thinned.insert(month, sled::Batch::default());
            }
        }
        for (month, key) in self.payloads {
            if let Some(batch) = thinned.get_mut(&month) {
                batch.remove(key);
            }
        }
        for (month, batch) in thinned {
            if let Some(database) = disk.months.find(month)? {
                database.apply_loosely(batch)?;
            }
        }
        Ok(())
    }
}

/// Verbs of one group, at most.
const GROUP_VERBS: usize = 256;

/// Bytes into sled of one group, about: a group that spans few of sled's segments of 512 KiB never overwrites a
/// segment whose pages it has just moved.
const GROUP_BYTES: usize = 256 * 1024;

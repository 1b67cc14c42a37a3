// SPDX-License-Identifier: MIT OR Apache-2.0
//! A store that a test looks into, or that lies: between the relay and what it stores in.

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use toguna_store::{
    AccountRow, Accounts, Appended, BlobBegun, BlobState, Blobs, Claimed, Committed, Deposited, DeviceRow,
    Directory, EpochKeys, Founded, LogState, Logs, Mailboxes, MemoryStore, NewAccount, NewAppend, NewBlob,
    NewCommit, NewKeyPackages, NewLetter, NewLog, NewPiece, Page, Piece, ReadFrom, Registered, Stock, Store,
    StoreFault, StoredLetter, Swept, Withdrawn,
};
use toguna_types::{
    AccountId, AttachmentId, BlobId, DeviceId, Digest, Epoch, LetterId, LogId, Seq, Timestamp, TokenId,
};
use tokio::sync::watch;

/// What the relay gives its store, or asks of it.
#[derive(Clone, Debug)]
pub enum Given {
    /// An account by its id.
    Account(AccountId),
    /// Letters that were taken.
    Ack(DeviceId, Vec<LetterId>),
    /// Messages and records.
    Append(NewAppend),
    /// An attachment by its token's hash.
    Attachment(LogId, AttachmentId, Digest),
    /// A file that is announced.
    Blob(NewBlob),
    /// A KeyPackage of a device and suite.
    Claim(DeviceId, u16),
    /// A commit.
    Commit(Box<NewCommit>),
    /// A letter.
    Deposit(NewLetter),
    /// A new log.
    Found(NewLog),
    /// An account by its handle.
    Handle(String),
    /// KeyPackages.
    Publish(NewKeyPackages),
    /// A piece of a file.
    Piece(NewPiece),
    /// Entries after a place.
    Read(ReadFrom),
    /// A new account.
    Register(NewAccount),
}

/// What a test does at the store's door; by default nothing.
pub trait Tap: Send + Sync + 'static {
    /// Something is about to reach the store.
    fn given(&self, _given: &Given) {}

    /// Something has reached the store; its answer is not on its way yet.
    fn stored(&self, _given: &Given) {}

    /// What is about to reach the store may be made to wait.
    fn held(&self, _given: &Given) -> impl Future<Output = ()> + Send {
        async {}
    }

    /// Whether an append or a commit reaches the store twice, as from a network that repeats it.
    fn twice(&self, _given: &Given) -> bool {
        false
    }

    /// The answer to a commit.
    fn committed(&self, _new: &NewCommit, _answer: &Committed) {}

    /// A commit may be changed before the store sees it.
    fn commit(&self, new: NewCommit) -> NewCommit {
        new
    }

    /// The answer to a claim.
    fn claimed(&self, _device: DeviceId, _suite: u16, answer: Option<Claimed>) -> Option<Claimed> {
        answer
    }

    /// The answer to a question for an account.
    fn resolved(&self, answer: Option<AccountRow>) -> Option<AccountRow> {
        answer
    }

    /// The letters handed out.
    fn letters(&self, _device: DeviceId, answer: Vec<StoredLetter>) -> Vec<StoredLetter> {
        answer
    }

    /// An attachment handed out.
    fn attachment(&self, _log: LogId, _id: AttachmentId, answer: Option<Vec<u8>>) -> Option<Vec<u8>> {
        answer
    }

    /// A store that is read instead, as by a relay that shows another history than it keeps.
    fn shown_instead(&self) -> Option<MemoryStore> {
        None
    }

    /// A store that is read instead where a read begins before some place: a relay that lies about the past alone.
    fn past_instead(&self, _after: Seq) -> Option<MemoryStore> {
        None
    }

    /// The entries handed out.
    fn page(&self, _log: LogId, answer: Option<Page>) -> Option<Page> {
        answer
    }

    /// Which piece of a file is handed out instead of the one that is asked for.
    fn piece_instead(&self, index: u32) -> u32 {
        index
    }

    /// A piece of a file handed out.
    fn piece(&self, _id: BlobId, _index: u32, answer: Option<Vec<u8>>) -> Option<Vec<u8>> {
        answer
    }
}

/// Does nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Quiet;

impl Tap for Quiet {}

impl<T: Tap> Tap for Arc<T> {
    fn given(&self, given: &Given) {
        (**self).given(given);
    }

    fn stored(&self, given: &Given) {
        (**self).stored(given);
    }

    fn held(&self, given: &Given) -> impl Future<Output = ()> + Send {
        (**self).held(given)
    }

    fn twice(&self, given: &Given) -> bool {
        (**self).twice(given)
    }

    fn committed(&self, new: &NewCommit, answer: &Committed) {
        (**self).committed(new, answer);
    }

    fn commit(&self, new: NewCommit) -> NewCommit {
        (**self).commit(new)
    }

    fn claimed(&self, device: DeviceId, suite: u16, answer: Option<Claimed>) -> Option<Claimed> {
        (**self).claimed(device, suite, answer)
    }

    fn resolved(&self, answer: Option<AccountRow>) -> Option<AccountRow> {
        (**self).resolved(answer)
    }

    fn letters(&self, device: DeviceId, answer: Vec<StoredLetter>) -> Vec<StoredLetter> {
        (**self).letters(device, answer)
    }

    fn attachment(&self, log: LogId, id: AttachmentId, answer: Option<Vec<u8>>) -> Option<Vec<u8>> {
        (**self).attachment(log, id, answer)
    }

    fn shown_instead(&self) -> Option<MemoryStore> {
        (**self).shown_instead()
    }

    fn past_instead(&self, after: Seq) -> Option<MemoryStore> {
        (**self).past_instead(after)
    }

    fn page(&self, log: LogId, answer: Option<Page>) -> Option<Page> {
        (**self).page(log, answer)
    }

    fn piece_instead(&self, index: u32) -> u32 {
        (**self).piece_instead(index)
    }

    fn piece(&self, id: BlobId, index: u32, answer: Option<Vec<u8>>) -> Option<Vec<u8>> {
        (**self).piece(id, index, answer)
    }
}

/// A store behind a tap; clones are the same store.
pub struct Tapped<S, T = Quiet>(Arc<(S, T)>);

impl<S: Store, T: Tap> Tapped<S, T> {
    /// A store behind a tap.
    pub fn new(store: S, tap: T) -> Self {
        Self(Arc::new((store, tap)))
    }

    /// The store behind it.
    pub fn store(&self) -> &S {
        &self.0.0
    }

    fn tap(&self) -> &T {
        &self.0.1
    }

    async fn pass<A>(
        &self,
        given: Given,
        answer: impl Future<Output = Result<A, StoreFault>> + Send,
    ) -> Result<A, StoreFault> {
        self.tap().given(&given);
        self.tap().held(&given).await;
        let answer = answer.await;
        self.tap().stored(&given);
        answer
    }
}

impl<S, T> Clone for Tapped<S, T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<S, T> fmt::Debug for Tapped<S, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tapped(..)")
    }
}

impl<S: Store, T: Tap> Logs for Tapped<S, T> {
    async fn found(&self, new: NewLog) -> Result<Founded, StoreFault> {
        self.pass(Given::Found(new.clone()), self.store().found(new))
            .await
    }

    async fn log_state(&self, log: LogId) -> Result<Option<LogState>, StoreFault> {
        self.store().log_state(log).await
    }

    async fn epoch_keys(&self, log: LogId, epoch: Epoch) -> Result<Option<EpochKeys>, StoreFault> {
        self.store().epoch_keys(log, epoch).await
    }

    async fn append(&self, new: NewAppend) -> Result<Option<Appended>, StoreFault> {
        let given = Given::Append(new.clone());
        if self.tap().twice(&given) {
            self.store().append(new.clone()).await?;
        }
        self.pass(given, self.store().append(new)).await
    }

    async fn commit(&self, new: NewCommit) -> Result<Option<Committed>, StoreFault> {
        let new = self.tap().commit(new);
        let given = Given::Commit(Box::new(new.clone()));
        if self.tap().twice(&given) {
            self.store().commit(new.clone()).await?;
        }
        let answer = self.pass(given, self.store().commit(new.clone())).await?;
        if let Some(answer) = &answer {
            self.tap().committed(&new, answer);
        }
        Ok(answer)
    }

    async fn read(&self, from: ReadFrom) -> Result<Option<Page>, StoreFault> {
        let past = self.tap().past_instead(from.after);
        if let Some(other) = self.tap().shown_instead().or(past) {
            return self.pass(Given::Read(from), other.read(from)).await;
        }
        let page = self.pass(Given::Read(from), self.store().read(from)).await?;
        Ok(self.tap().page(from.log, page))
    }

    async fn attachment(
        &self,
        log: LogId,
        id: AttachmentId,
        token: Digest,
    ) -> Result<Option<Vec<u8>>, StoreFault> {
        let asked = Given::Attachment(log, id, token);
        let answer = self.pass(asked, self.store().attachment(log, id, token)).await?;
        Ok(self.tap().attachment(log, id, answer))
    }

    fn watch_log(&self, log: LogId) -> watch::Receiver<Seq> {
        self.store().watch_log(log)
    }
}

impl<S: Store, T: Tap> Accounts for Tapped<S, T> {
    async fn register(&self, new: NewAccount) -> Result<Registered, StoreFault> {
        self.pass(Given::Register(new.clone()), self.store().register(new))
            .await
    }

    async fn device(&self, device: DeviceId) -> Result<Option<DeviceRow>, StoreFault> {
        self.store().device(device).await
    }

    async fn account_by_handle(&self, folded: &str) -> Result<Option<AccountRow>, StoreFault> {
        let asked = Given::Handle(folded.to_owned());
        let answer = self.pass(asked, self.store().account_by_handle(folded)).await?;
        Ok(self.tap().resolved(answer))
    }

    async fn account(&self, account: AccountId) -> Result<Option<AccountRow>, StoreFault> {
        let answer = self
            .pass(Given::Account(account), self.store().account(account))
            .await?;
        Ok(self.tap().resolved(answer))
    }

    async fn withdraw_token(&self, token: TokenId, expires: Timestamp) -> Result<Withdrawn, StoreFault> {
        self.store().withdraw_token(token, expires).await
    }

    async fn token(&self, token: TokenId) -> Result<Option<Withdrawn>, StoreFault> {
        self.store().token(token).await
    }
}

impl<S: Store, T: Tap> Directory for Tapped<S, T> {
    async fn publish(&self, new: NewKeyPackages) -> Result<Stock, StoreFault> {
        self.pass(Given::Publish(new.clone()), self.store().publish(new))
            .await
    }

    async fn claim(&self, device: DeviceId, suite: u16) -> Result<Option<Claimed>, StoreFault> {
        let asked = Given::Claim(device, suite);
        let answer = self.pass(asked, self.store().claim(device, suite)).await?;
        Ok(self.tap().claimed(device, suite, answer))
    }

    async fn stock(&self, device: DeviceId) -> Result<Vec<Stock>, StoreFault> {
        self.store().stock(device).await
    }
}

impl<S: Store, T: Tap> Mailboxes for Tapped<S, T> {
    async fn deposit(&self, new: NewLetter) -> Result<Deposited, StoreFault> {
        self.pass(Given::Deposit(new.clone()), self.store().deposit(new))
            .await
    }

    async fn letters(
        &self,
        device: DeviceId,
        after: u64,
        limit: u32,
    ) -> Result<Vec<StoredLetter>, StoreFault> {
        let letters = self.store().letters(device, after, limit).await?;
        Ok(self.tap().letters(device, letters))
    }

    async fn ack(&self, device: DeviceId, ids: Vec<LetterId>) -> Result<u32, StoreFault> {
        self.pass(Given::Ack(device, ids.clone()), self.store().ack(device, ids))
            .await
    }

    fn watch_mailbox(&self, device: DeviceId) -> watch::Receiver<u64> {
        self.store().watch_mailbox(device)
    }
}

impl<S: Store, T: Tap> Blobs for Tapped<S, T> {
    async fn begin_blob(&self, new: NewBlob) -> Result<BlobBegun, StoreFault> {
        self.pass(Given::Blob(new), self.store().begin_blob(new)).await
    }

    async fn append_blob(&self, new: NewPiece) -> Result<Piece, StoreFault> {
        self.pass(Given::Piece(new.clone()), self.store().append_blob(new))
            .await
    }

    async fn blob(&self, log: LogId, id: BlobId) -> Result<Option<BlobState>, StoreFault> {
        self.store().blob(log, id).await
    }

    async fn blob_piece(&self, log: LogId, id: BlobId, index: u32) -> Result<Option<Vec<u8>>, StoreFault> {
        let shown = self.tap().piece_instead(index);
        let piece = self.store().blob_piece(log, id, shown).await?;
        Ok(self.tap().piece(id, index, piece))
    }

    async fn delete_blob(&self, log: LogId, id: BlobId, key: Digest) -> Result<bool, StoreFault> {
        self.store().delete_blob(log, id, key).await
    }
}

impl<S: Store, T: Tap> Store for Tapped<S, T> {
    async fn sweep(&self, now: Timestamp) -> Result<Swept, StoreFault> {
        self.store().sweep(now).await
    }

    async fn close(&self) -> Result<(), StoreFault> {
        self.store().close().await
    }
}

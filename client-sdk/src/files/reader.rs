// SPDX-License-Identifier: MIT OR Apache-2.0
//! Having a document read by a process that can do nothing else; what it says is believed no more than the document.

use std::io::Read;
use std::process::Stdio;

use toguna_casework::library::ItemFile;
use toguna_extract::{Hint, Text, Unreadable, answer, question};
use toguna_types::{Digest, Hasher, limit};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::{Child, Command};
use zeroize::Zeroizing;

use super::upload::beside;
use crate::client::Client;
use crate::{DocumentReader, Fault};

/// Bytes that are handed over at once.
const AT_ONCE: usize = 64 * 1024;

impl Client {
    /// Has a document read; nothing if there is no program for that, it does not start, or the document is not the one with
    /// that hash. It touches no disk on its way, and that process ends with this call, however that ends.
    pub(super) async fn read_document(
        &self,
        document: impl Read + Send + 'static,
        file: &ItemFile,
    ) -> Option<Result<Text, Unreadable>> {
        let reader = self.options().reader.as_ref()?;
        if file.length > limit::DOCUMENT_BYTES {
            return Some(Err(Unreadable::TooMuch));
        }
        let _one_at_a_time = self.reading().lock().await;
        let mut child = start(reader).ok()?;
        let hint = Hint::of(&file.media_type);
        match tokio::time::timeout(reader.patience, ask(&mut child, document, hint)).await {
            Ok((said, given)) => given.is_none_or(|given| given == file.content).then_some(said),
            Err(_) => Some(Err(Unreadable::Failed)), // it is killed as it is dropped
        }
    }
}

fn start(reader: &DocumentReader) -> std::io::Result<Child> {
    Command::new(&reader.program)
        .args(&reader.args)
        .env_clear()
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null()) // what a reader says as it fails may be what it read
        .kill_on_drop(true)
        .spawn()
}

/// What the reader said, and the hash of what it was given, if it took all of it.
async fn ask(
    child: &mut Child,
    document: impl Read + Send + 'static,
    hint: Hint,
) -> (Result<Text, Unreadable>, Option<Digest>) {
    let failed = (Err(Unreadable::Failed), None);
    let (Some(mut to), Some(from)) = (child.stdin.take(), child.stdout.take()) else {
        return failed;
    };
    let hand_over = async move {
        let (mut document, mut given) = (document, Hasher::new());
        let mut piece = Zeroizing::new(vec![question(hint)]);
        while to.write_all(&piece).await.is_ok() {
            let Ok(read) = beside(move || next(document)).await else {
                return None;
            };
            (document, piece) = read;
            if piece.is_empty() {
                return Some(given.finish());
            }
            given = given.chain(&piece);
        }
        None
    };
    let mut said = Vec::new();
    let most = u64::try_from(limit::FILE_TEXT_BYTES).unwrap_or(u64::MAX);
    let mut from = from.take(most.saturating_add(2));
    let (given, heard) = tokio::join!(hand_over, from.read_to_end(&mut said));
    drop(from);
    let ended = child.wait().await;
    if heard.is_err() || !ended.is_ok_and(|status| status.success()) {
        return failed;
    }
    let said = answer(said);
    // Words count of a document that was read to its end only.
    match (said, given) {
        (Ok(_), None) => failed,
        other => other,
    }
}

fn next<R: Read>(mut document: R) -> Result<(R, Zeroizing<Vec<u8>>), Fault> {
    let mut piece = Zeroizing::new(vec![0; AT_ONCE]);
    let count = document.read(&mut piece).map_err(super::fetch::of_home)?;
    piece.truncate(count);
    Ok((document, piece))
}

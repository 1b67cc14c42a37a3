// SPDX-License-Identifier: MIT OR Apache-2.0
//! Files of a space: brought, interrupted, fetched, withheld and tampered with.

mod archive;
mod attached;
mod copied;
mod evil;
mod hostile;
mod passages;
mod removed;
mod text;
mod transfer;

use std::io::Cursor;
use std::path::PathBuf;

use toguna_sdk::{Code, Field, ItemFile, LogId, NewFile, NewItem, ObjectId};
use toguna_tests::Member;
use toguna_types::{Entropy as _, OsEntropy};

/// Bytes that nothing compresses and no two tests share.
fn content(length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    OsEntropy.fill(&mut bytes);
    bytes
}

/// Brings a file as an item's first version.
async fn adds(member: &Member, log: LogId, name: &str, bytes: &[u8]) -> (ObjectId, ItemFile) {
    let file = NewFile::new(name, Cursor::new(bytes.to_vec()));
    let file = member.client.upload(log, file, |_, _| {}).await.unwrap();
    let item = NewItem {
        fields: vec![(Field::Title, name.to_owned())],
        file: Some(file),
    };
    let id = member.client.add_item(log, item).await.unwrap();
    (id, newest(member, log, id))
}

/// An item's newest version, as a member sees it.
fn newest(member: &Member, log: LogId, id: ObjectId) -> ItemFile {
    let items = member.client.library(log).unwrap();
    let item = items.into_iter().find(|item| item.id == id).unwrap();
    item.item.files.last().unwrap().clone()
}

/// Where a member writes a file.
fn target(member: &Member, name: &str) -> PathBuf {
    member.home.with_extension(name)
}

/// What a member fails with who wants a file.
async fn fails(member: &Member, log: LogId, file: &ItemFile) -> Code {
    match gets(member, log, file).await {
        Ok(bytes) => panic!("{} bytes came", bytes.len()),
        Err(fault) => fault.is(),
    }
}

/// What a member gets of a file.
async fn gets(member: &Member, log: LogId, file: &ItemFile) -> Result<Vec<u8>, toguna_sdk::Fault> {
    let to = target(member, "got");
    let _ = std::fs::remove_file(&to);
    member.client.save_file(log, file, &to, |_, _| {}).await?;
    Ok(std::fs::read(&to).unwrap())
}

/// What lies beside the homes and belongs to no file that is whole.
fn pieces_left(member: &Member) -> usize {
    let beside = std::fs::read_dir(member.home.parent().unwrap()).unwrap();
    let names = beside.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.ends_with(".part")).count()
}

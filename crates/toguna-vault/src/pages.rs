// SPDX-License-Identifier: MIT OR Apache-2.0
//! For tests: what is in the vault's files for somebody who has the key, page by page, free and old ones too.
//!
//! SQLCipher 4 with a raw key: AES-256-CBC; the last 80 bytes of a page hold its IV and its MAC, the first 16 of page 1
//! a salt. A frame of the write-ahead log is a header of 24 bytes and such a page.

use std::path::Path;
use std::{fs, io};

use aes::Aes256;
use aes::cipher::{BlockDecrypt as _, KeyInit as _};
use toguna_types::Secret;

const PAGE: usize = 4_096;
const RESERVED: usize = 80;
const BLOCK: usize = 16;
const SALT: usize = 16;
const LOG_HEADER: usize = 32;
const FRAME_HEADER: usize = 24;

/// Every page of the database and every page of the write-ahead log, as they stand in the files.
pub(crate) fn decrypted(home: &Path, key: &Secret<32>) -> io::Result<Vec<Vec<u8>>> {
    let cipher = Aes256::new(key.expose().into()); // expose: the pages are read as a thief with the key would
    let database = fs::read(home.join("vault.db"))?;
    let mut pages: Vec<Vec<u8>> = database
        .chunks_exact(PAGE)
        .enumerate()
        .map(|(n, page)| page_of(&cipher, page, n == 0))
        .collect();
    let log = match fs::read(home.join("vault.db-wal")) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        log => log?,
    };
    let frames = log.get(LOG_HEADER..).unwrap_or_default();
    pages.extend(
        frames
            .chunks_exact(FRAME_HEADER.saturating_add(PAGE))
            .map(|frame| {
                let (header, page) = frame.split_at(FRAME_HEADER);
                page_of(&cipher, page, header.starts_with(&[0, 0, 0, 1]))
            }),
    );
    Ok(pages)
}

fn page_of(cipher: &Aes256, page: &[u8], first: bool) -> Vec<u8> {
    let (content, reserved) = page.split_at(PAGE.saturating_sub(RESERVED));
    let (_, content) = content.split_at(if first { SALT } else { 0 });
    let mut previous = reserved.iter().copied().take(BLOCK).collect::<Vec<u8>>();
    let mut plain = Vec::with_capacity(content.len());
    for sealed in content.chunks_exact(BLOCK) {
        let mut block = aes::Block::clone_from_slice(sealed);
        cipher.decrypt_block(&mut block);
        plain.extend(block.iter().zip(&previous).map(|(byte, mask)| byte ^ mask));
        previous = sealed.to_vec();
    }
    plain
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! `docs/server-view.md`: every field a client sends, what the relay keeps of it, and what it shows. The page is
//! generated here; a field of `proto/` without a line in `view.txt`, or a line without a field, fails.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use prost::Message as _;
use prost_types::{DescriptorProto, FileDescriptorSet};

/// Calls whose request travels as bytes inside a stamped call, and the message in it.
const BODIES: [(&str, &str); 14] = [
    ("Accounts.Resolve", "ResolveBody"),
    ("Directory.Claim", "ClaimBody"),
    ("Directory.Publish", "PublishBody"),
    ("Directory.Stock", "StockBody"),
    ("Logs.Commit", "CommitPayload"),
    ("Logs.Found", "FoundBody"),
    ("Logs.Read", "ReadBody"),
    ("Blobs.Begin", "BeginBlobBody"),
    ("Blobs.Append", "AppendBlobBody"),
    ("Blobs.Read", "ReadBlobBody"),
    ("Mailboxes.Ack", "AckBody"),
    ("Mailboxes.Deposit", "DepositBody"),
    ("Mailboxes.Fetch", "FetchBody"),
    ("Mailboxes.Listen", "FetchBody"),
];

// claim: CLM-META-01
#[test]
fn the_server_view_lists_every_field_a_client_sends() {
    let lines: Vec<[&str; 3]> = include_str!("view.txt").lines().skip(1).map(cells).collect();
    let listed: BTreeSet<&str> = lines.iter().map(|[name, ..]| *name).collect();
    assert_eq!(listed.len(), lines.len(), "a line stands twice");
    let sent = sent_by_clients();
    let unlisted: Vec<_> = sent
        .iter()
        .filter(|name| !listed.contains(name.as_str()))
        .collect();
    assert_eq!(unlisted, Vec::<&String>::new(), "without a line in view.txt");
    let gone: Vec<_> = listed.iter().filter(|name| !sent.contains(**name)).collect();
    assert_eq!(gone, Vec::<&&str>::new(), "in view.txt, but not on the wire");

    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/server-view.md");
    let rendered = rendered(&lines);
    if std::env::var_os("TOGUNA_WRITE_DOCS").is_some() {
        std::fs::write(&page, &rendered).unwrap();
    }
    let committed = std::fs::read_to_string(&page).unwrap_or_default();
    assert!(
        committed == rendered,
        "docs/server-view.md is stale: run this test with TOGUNA_WRITE_DOCS=1"
    );
}

fn cells(line: &str) -> [&str; 3] {
    let cells: Vec<&str> = line.split('|').map(str::trim).collect();
    cells
        .try_into()
        .unwrap_or_else(|_| panic!("three cells in: {line}"))
}

/// Every call, and every field of every message that reaches the relay.
fn sent_by_clients() -> BTreeSet<String> {
    let files = FileDescriptorSet::decode(toguna_wire::DESCRIPTORS).unwrap();
    let mut messages: BTreeMap<String, DescriptorProto> = BTreeMap::new();
    let mut sent = BTreeSet::new();
    let mut reached = Vec::new();
    for file in &files.file {
        for message in &file.message_type {
            messages.insert(message.name().to_owned(), message.clone());
        }
        for service in &file.service {
            for method in &service.method {
                let call = format!("{}.{}", service.name(), method.name());
                reached.push(
                    method
                        .input_type()
                        .rsplit('.')
                        .next()
                        .unwrap_or_default()
                        .to_owned(),
                );
                reached.extend(
                    BODIES
                        .iter()
                        .filter(|(of, _)| *of == call)
                        .map(|(_, body)| (*body).to_owned()),
                );
                sent.insert(call);
            }
        }
    }
    let mut done = BTreeSet::new();
    while let Some(name) = reached.pop() {
        if !done.insert(name.clone()) {
            continue;
        }
        for field in &messages[&name].field {
            sent.insert(format!("{name}.{}", field.name()));
            let inner = field.type_name().rsplit('.').next().unwrap_or_default();
            if messages.contains_key(inner) {
                reached.push(inner.to_owned());
            }
        }
    }
    sent
}

fn rendered(lines: &[[&str; 3]]) -> String {
    let mut page = include_str!("head.md").to_owned();
    for [name, kept, shows] in lines {
        let is_call = [
            "Network.",
            "Accounts.",
            "Directory.",
            "Mailboxes.",
            "Logs.",
            "Blobs.",
        ]
        .iter()
        .any(|s| name.starts_with(s));
        let name = if is_call {
            format!("**{name}**")
        } else {
            format!("`{name}`")
        };
        page.push_str(&format!("| {name} | {kept} | {shows} |\n"));
    }
    page.push_str(include_str!("tail.md"));
    page
}

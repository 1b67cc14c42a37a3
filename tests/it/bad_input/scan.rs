// SPDX-License-Identifier: MIT OR Apache-2.0
//! Finds every decoder in the source, so that a new one cannot be forgotten.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::registry::registry;

/// Decoders under test elsewhere, because they are private: type and test file.
const ELSEWHERE: [(&str, &str); 20] = [
    ("CommitAad", MLS),
    ("CommitEnvelope", MLS),
    ("Content", "client-sdk/src/messages/content.rs"),
    ("HistoryGrant", MLS),
    ("Inside", "client-sdk/src/sync/letters.rs"),
    ("MlsMessageIn", MLS),
    ("Pointer", MLS),
    ("PointerBody", "client-sdk/src/sync/letters.rs"),
    ("Policy", MLS),
    ("RatchetTreeIn", MLS),
    ("RosterStep", MLS),
    ("Succession", "client-sdk/src/sync/letters.rs"),
    ("SuccessorBody", "client-sdk/src/sync/letters.rs"),
    ("DeleteBody", "client-sdk/src/messages/body.rs"),
    ("EditBody", "client-sdk/src/messages/body.rs"),
    ("MarkBody", "client-sdk/src/messages/body.rs"),
    ("SeenBody", "client-sdk/src/messages/body.rs"),
    ("TextBody", "client-sdk/src/messages/body.rs"),
    ("Vouched", "client-sdk/src/transport/vouched.rs"),
    ("KeyGiven", "client-sdk/src/stewards/given.rs"),
];

const MLS: &str = "crates/toguna-mls/src/group/tests/battered.rs";

/// Read only as a part of something in the registry.
const PARTS: [(&str, &str); 32] = [
    ("AttachedBody", "TextBody"),
    ("BeforeJoin", "HistoryGrant"),
    ("CarriedKey", "HistoryGrant"),
    ("Claim", "SuccessorBody"),
    ("Class", "Receipt"),
    ("StewardAsk", "StewardRequest"),
    ("Digest", "TlsKeys"),
    ("EntryContext", "CommitAad"),
    ("Fetch", "Pointer"),
    ("Fragment", "RegistrationLink"),
    ("GrantedEra", "HistoryGrant"),
    ("Head", "Receipt"),
    ("LetterKind", "Letter"),
    ("KeyFor", "KeyGiven"),
    ("Lifetime", "Policy"),
    ("Method", "LogRequest"),
    ("Newcomers", "Policy"),
    ("Opaque", "Letter"),
    ("Openness", "Policy"),
    ("PolicyWire", "Policy"),
    ("Predecessor", "Policy"),
    ("ReceiptEntry", "Receipt"),
    ("Role", "Policy"),
    ("RoleChange", "RosterStep"),
    ("RoleEntry", "Policy"),
    ("RosterLeaf", "RosterStep"),
    ("Seen", "Op"),
    ("Signature", "Token"),
    ("Signed", "Token"),
    ("Switch", "MarkBody"),
    ("Timestamp", "Token"),
    ("VerifyingKey", "DeviceCert"),
];

/// Not bytes from outside, or not a decoder of its own.
const EXEMPT: [(&str, &str); 25] = [
    ("Amendment", "a row of the device's own vault"),
    ("CommitExtra", "a row of the device's own vault"),
    ("CommitIntent", "a row of the device's own vault"),
    (
        "Query",
        "what the user types into the search; tested where it is read",
    ),
    ("PutBack", "a row of the device's own vault"),
    (
        "Endpoint",
        "text of a link, a setting or a vault row; a link is in the registry",
    ),
    ("Given", "a row of the device's own vault"),
    ("Erasing", "a row of the device's own vault"),
    ("FoundIntent", "a row of the device's own vault"),
    (
        "Header",
        "a key slot's head: `a46_key_slots_…` of toguna-crypto, since a changed one costs a stretching",
    ),
    ("Kept", "a row of the device's own vault"),
    ("MessageIntent", "a row of the device's own vault"),
    ("NewOp", "a row of the device's own vault"),
    ("OpIntent", "a row of the device's own vault"),
    ("PartialDate", "text of a field; tested where it is read"),
    ("Point", "part of a PartialDate"),
    ("Part", "never sent: a name for one of two attachments"),
    (
        "PartContext",
        "authenticated data: written to be compared, never read",
    ),
    ("Pending", "a row of the device's own vault"),
    (
        "RecordContext",
        "authenticated data: written to be compared, never read",
    ),
    ("RoleOf", "a row of the device's own vault"),
    ("StewardKeys", "a row of the device's own vault"),
    ("Taken", "a row of the device's own vault"),
    ("VLBytes", "for tests only: a key of the own group"),
    ("TlsVarInt", "how `Opaque` reads its length"),
];

/// Code that reads back only what it wrote, or what the user typed.
const OWN: [&str; 8] = [
    "client-sdk/src/messages/shown.rs", // events of the own vault
    "client-sdk/src/options.rs",        // the user's settings
    "client-sdk/src/sync/intent.rs",    // intents of the own vault
    "crates/toguna-cli/",               // the user's command line and texts
    "crates/toguna-mls/src/storage.rs", // openmls's rows in the own vault
    "crates/toguna-store-sled/",        // rows of the relay's own store
    "crates/toguna-vault/",             // rows of the own vault; key slots are in the registry
    "crates/togunad/",                  // the operator's command line and configuration
];

pub(crate) fn assert_complete() {
    let registered: BTreeSet<&str> = registry().iter().map(|decoder| decoder.name).collect();
    let known = |name: &str| {
        registered.contains(name)
            || ELSEWHERE.iter().any(|(known, _)| *known == name)
            || PARTS.iter().any(|(known, _)| *known == name)
            || EXEMPT.iter().any(|(known, _)| *known == name)
    };
    let found = found();
    let missing: Vec<_> = found.iter().filter(|(name, _)| !known(name)).collect();
    assert!(missing.is_empty(), "decoders that are in no list: {missing:#?}");

    let names: BTreeSet<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
    let lists = ELSEWHERE
        .iter()
        .chain(&PARTS)
        .chain(&EXEMPT)
        .map(|(name, _)| *name);
    let gone: Vec<_> = lists.filter(|name| !names.contains(name)).collect();
    assert!(gone.is_empty(), "in a list, but no decoder: {gone:?}");
    for (_, whole) in PARTS {
        let tested = registered.contains(whole) || ELSEWHERE.iter().any(|(name, _)| *name == whole);
        assert!(tested, "{whole} is not under test");
    }
    for (name, file) in ELSEWHERE {
        let source = std::fs::read_to_string(root().join(file)).unwrap();
        let tested = source
            .lines()
            .any(|line| line.contains('"') && line.contains(name));
        assert!(
            tested && source.contains("withstands("),
            "{file} does not test {name}"
        );
    }
}

/// Every type with a decoder, and every type a decoder is called on, outside of tests; with the file.
fn found() -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    let mut files = Vec::new();
    for directory in ["crates", "client-sdk/src"] {
        collect(&root().join(directory), &mut files);
    }
    for file in files {
        let name = file.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
        if OWN.iter().any(|own| name.starts_with(own)) {
            continue;
        }
        let source = std::fs::read_to_string(&file).unwrap();
        let code = source.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        let types = derived(code)
            .into_iter()
            .chain(implemented(code))
            .chain(called(code));
        found.extend(types.map(|found| (found, name.clone())));
    }
    found
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .canonicalize()
        .unwrap()
}

fn collect(directory: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap_or_default();
        if path.is_dir() && name != "tests" && name != "target" {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// Types that derive a decoder. Those made by a macro have no name here; they are ids and numbers of fixed length.
fn derived(code: &str) -> Vec<String> {
    let derives = code
        .split("#[derive(")
        .skip(1)
        .filter_map(|rest| rest.split_once(")]"));
    let decoders = derives.filter(|(derived, _)| derived.contains("TlsDeserializeBytes"));
    let names = decoders.filter_map(|(_, after)| {
        let mut words = after.split(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '$'));
        words.find(|word| matches!(*word, "struct" | "enum"));
        words.next().filter(|name| !name.starts_with('$'))
    });
    names.map(str::to_owned).collect()
}

/// Types that implement a decoder by hand.
fn implemented(code: &str) -> Vec<String> {
    let types = code.split("DeserializeBytes for ").skip(1);
    types
        .filter_map(|rest| rest.split(no_name).next())
        .map(str::to_owned)
        .collect()
}

/// Types a decoder is called on: `Type::decode(`, `Type::<T>::decode(` and their like.
fn called(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    for call in CALLS {
        for before in code.split(&format!("::{call}(")) {
            let generic = before.ends_with('>').then(|| before.rsplit_once("::<")).flatten();
            let before = generic.map_or(before, |(before, _)| before);
            let name = before.rsplit(no_name).next().unwrap_or_default();
            let of_the_wire = before
                .strip_suffix(name)
                .is_some_and(|path| path.ends_with("v1::"));
            let is_type = name.chars().next().is_some_and(char::is_uppercase) && name.len() > 1;
            if is_type && name != "Self" && !of_the_wire {
                names.push(name.to_owned());
            }
        }
    }
    names
}

fn no_name(c: char) -> bool {
    !c.is_alphanumeric() && c != '_'
}

const CALLS: [&str; 5] = [
    "decode",
    "parse",
    "tls_deserialize_bytes",
    "tls_deserialize_exact",
    "tls_deserialize_exact_bytes",
];

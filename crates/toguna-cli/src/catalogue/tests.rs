// SPDX-License-Identifier: MIT OR Apache-2.0
//! The five languages say the same things, everything that is asked for is there, and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use toguna_sdk::AlarmCode;

use super::*;
use crate::fault::Own;

type Keys = BTreeMap<String, BTreeSet<String>>;

/// Every message with the variables it uses.
fn keys(language: Language) -> Keys {
    let resource = FluentResource::try_new(language.catalogue().to_owned())
        .unwrap_or_else(|(_, errors)| panic!("{language:?}: {errors:?}"));
    let mut keys = Keys::new();
    for entry in resource.entries() {
        if let Entry::Message(message) = entry {
            let mut variables = BTreeSet::new();
            collect(message.value.as_ref().unwrap(), &mut variables);
            let before = keys.insert(message.id.name.to_owned(), variables);
            assert!(before.is_none(), "{language:?}: {} twice", message.id.name);
        }
    }
    keys
}

fn collect(pattern: &Pattern<&str>, variables: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else {
            continue;
        };
        match expression {
            Expression::Inline(inline) => variable(inline, variables),
            Expression::Select { selector, variants } => {
                variable(selector, variables);
                for variant in variants {
                    collect(&variant.value, variables);
                }
            }
        }
    }
}

fn variable(inline: &InlineExpression<&str>, variables: &mut BTreeSet<String>) {
    if let InlineExpression::VariableReference { id } = inline {
        variables.insert(id.name.to_owned());
    }
}

#[test]
fn every_language_has_the_same_messages_with_the_same_variables() {
    let english = keys(Language::English);
    for language in Language::ALL {
        assert_eq!(keys(language), english, "{language:?}");
    }
}

#[test]
fn no_language_leaves_a_sentence_in_english() {
    let english = Catalogue::of(Language::English);
    for language in Language::ALL.into_iter().filter(|l| *l != Language::English) {
        let words = Catalogue::of(language);
        for id in keys(language).keys() {
            let (there, here) = (english.text(id), words.text(id));
            let sentence = there.split(' ').count() > 3;
            assert!(!sentence || there != here, "{language:?}: {id}");
        }
    }
}

#[test]
fn what_is_typed_is_typed_the_same_in_every_language() {
    let typed = |text: &str| {
        let parts = text.split('`').skip(1).step_by(2);
        // Placeholders in capital letters are words and may be translated.
        let words = parts
            .flat_map(str::split_whitespace)
            .filter(|word| !word.chars().all(char::is_uppercase));
        words.map(str::to_owned).collect::<Vec<_>>()
    };
    let english = Catalogue::of(Language::English);
    for language in Language::ALL {
        let words = Catalogue::of(language);
        for id in keys(language).keys().filter(|id| id.starts_with("fault-")) {
            let mut here = typed(&words.text(id));
            let mut there = typed(&english.text(id));
            here.sort();
            there.sort();
            // A file name may stand bare where the sentence runs from left to right.
            here.retain(|word| !word.ends_with("relay.log"));
            assert_eq!(here, there, "{language:?}: {id}");
        }
    }
}

#[test]
fn every_fault_says_what_happened_and_what_to_do() {
    let keys = keys(Language::English);
    let own = Own::ALL.iter().map(|own| own.code());
    for code in toguna_sdk::Fault::CODES
        .iter()
        .copied()
        .chain(own)
        .chain(["usage"])
    {
        assert!(keys.contains_key(&format!("fault-{code}")), "{code}");
        assert!(keys.contains_key(&format!("fault-{code}-hint")), "{code}");
    }
}

#[test]
fn the_sources_and_the_catalogue_name_the_same_messages() {
    let mut sources = String::new();
    read_sources(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("src").as_path(),
        &mut sources,
    );
    let named = literals(&sources);
    let keys = keys(Language::English);
    let missing = named
        .iter()
        .filter(|id| !keys.contains_key(*id))
        .collect::<Vec<_>>();
    assert!(missing.is_empty(), "named and not there: {missing:?}");
    let unused = keys
        .keys()
        .filter(|id| !named.contains(*id) && !is_made_of_a_code(id))
        .collect::<Vec<_>>();
    assert!(unused.is_empty(), "there and never named: {unused:?}");
}

/// Ids put together from codes of the SDK, by their beginning.
fn is_made_of_a_code(id: &str) -> bool {
    let own = Own::ALL.iter().map(|own| own.code());
    let mut codes = toguna_sdk::Fault::CODES.iter().copied().chain(own);
    let fault = id
        .strip_prefix("fault-")
        .map(|id| id.strip_suffix("-hint").unwrap_or(id));
    if let Some(code) = fault {
        return codes.any(|known| known == code) || code == "usage";
    }
    if let Some(alarm) = id.strip_prefix("alarm-") {
        return AlarmCode::ALL.iter().any(|code| code.code() == alarm);
    }
    ["check-", "detail-", "field-"]
        .iter()
        .any(|begin| id.starts_with(begin))
}

#[test]
fn every_alarm_has_its_words_in_every_language() {
    for language in Language::ALL {
        let keys = keys(language);
        for code in AlarmCode::ALL {
            assert!(
                keys.contains_key(&format!("alarm-{}", code.code())),
                "{language:?}: {code:?}"
            );
        }
    }
}

#[test]
fn every_check_of_the_doctor_has_its_words() {
    let keys = keys(Language::English);
    for code in [
        "vault",
        "relay-reachable",
        "relay-key",
        "clock",
        "key-packages",
        "spaces",
        "outbox",
        "letters",
    ] {
        assert!(keys.contains_key(&format!("check-{code}")), "{code}");
        assert!(keys.contains_key(&format!("check-{code}-hint")), "{code}");
    }
    assert!(keys.contains_key("check-vault-wrong-passphrase-hint"));
}

fn read_sources(folder: &Path, into: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_sources(&path, into);
        } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("catalogue/tests.rs") {
            into.push_str(&fs::read_to_string(path).unwrap());
        }
    }
}

/// Every string literal that begins as our ids begin.
fn literals(sources: &str) -> BTreeSet<String> {
    const BEGINNINGS: [&str; 23] = [
        "arg-",
        "ask-",
        "check-",
        "city-",
        "entry-",
        "event-",
        "example-",
        "head-",
        "help-",
        "lifetime-",
        "name-",
        "newcomers-",
        "out-",
        "outcome-",
        "role-",
        "span-",
        "state-",
        "suite-",
        "tale-",
        "text-",
        "usage-",
        "why-",
        "word-",
    ];
    let is_id = |text: &&str| {
        BEGINNINGS.iter().any(|begin| text.starts_with(begin))
            && !text.ends_with('-')
            && text
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    sources.split('"').filter(is_id).map(str::to_owned).collect()
}

#[test]
fn numbers_choose_their_form() {
    let count = |language, n: u64| Catalogue::of(language).with("out-members", &[("count", Arg::Number(n))]);
    assert_eq!(count(Language::English, 1), "1 member");
    assert_eq!(count(Language::French, 2), "2 membres");
    assert_eq!(count(Language::Arabic, 2), "عضوان");
    assert_eq!(count(Language::Arabic, 5), "5 أعضاء");
    assert_eq!(count(Language::Arabic, 12), "12 عضوًا");
}

#[test]
fn in_arabic_names_and_commands_keep_to_themselves() {
    let words = Catalogue::of(Language::Arabic);
    let left = words.with("event-arrived", &[("who", Arg::Theirs("Béatrice"))]);
    assert!(left.contains("\u{2068}Béatrice\u{2069}"), "{left}");
    let typed = words.text("check-outbox-hint");
    assert!(typed.contains("\u{2066}`toguna space show S`\u{2069}"), "{typed}");
}

#[test]
fn in_arabic_a_fingerprint_keeps_the_order_of_its_groups() {
    let words = Catalogue::of(Language::Arabic);
    let text = words.with(
        "out-fingerprint",
        &[("digits", Arg::Code("12345 67890".to_owned()))],
    );
    assert!(text.ends_with("\u{2066}12345 67890\u{2069}"), "{text}");
}

#[test]
fn a_title_cannot_repaint_the_screen_or_turn_the_sentence_round() {
    let words = Catalogue::of(Language::English);
    let text = words.with(
        "out-accepted",
        &[("title", Arg::Theirs("\u{1b}]0;x\u{7}\u{202e}owt"))],
    );
    assert_eq!(text, "You are in “\u{2068}␛]0;x␇\u{202e}owt\u{2069}” now.");
}

#[test]
fn a_message_that_is_not_there_shows_its_id_and_nothing_breaks() {
    assert_eq!(
        Catalogue::of(Language::German).text("no-such-thing"),
        "no-such-thing"
    );
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Naming something by what a member types: its title, or the beginning of its title or id.

use data_encoding::HEXLOWER;
use toguna_vault::search::words;
use unicode_normalization::UnicodeNormalization as _;

/// How well something answers to what was typed, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Answers {
    /// It is called so.
    Whole,
    /// It is called so but for accents, tashkeel and what else search passes over.
    WholeFolded,
    /// Its title or id begins so.
    Begins,
    /// Its title begins so, as search compares.
    BeginsFolded,
}

/// Whether something answers to what was typed.
pub(crate) fn answers(title: &str, id: &[u8], typed: &str) -> Option<Answers> {
    let (title, typed) = (lower(title), lower(typed));
    if typed.is_empty() {
        return None;
    }
    if title == typed {
        return Some(Answers::Whole);
    }
    let begins = title.starts_with(&typed) || HEXLOWER.encode(id).starts_with(&typed);
    let (title, typed) = (folded(&title), folded(&typed));
    match title.strip_prefix(&typed).filter(|_| !typed.is_empty()) {
        Some("") => Some(Answers::WholeFolded),
        _ if begins => Some(Answers::Begins),
        Some(_) => Some(Answers::BeginsFolded),
        None => None,
    }
}

/// The one that answers best; else whether there are several.
pub(crate) fn best<T, R: Ord + Copy>(
    all: impl IntoIterator<Item = T>,
    rank: impl Fn(&T) -> Option<R>,
) -> Result<T, bool> {
    let mut best: Vec<(R, T)> = Vec::new();
    for one in all {
        let Some(rank) = rank(&one) else {
            continue;
        };
        match best.first().map(|(there, _)| rank.cmp(there)) {
            Some(std::cmp::Ordering::Greater) => continue,
            Some(std::cmp::Ordering::Less) => best.clear(),
            Some(std::cmp::Ordering::Equal) | None => {}
        }
        best.push((rank, one));
    }
    match (best.pop(), best.is_empty()) {
        (Some((_, one)), true) => Ok(one),
        (Some(_), false) => Err(true),
        (None, _) => Err(false),
    }
}

/// A title as titles are put in order.
pub(crate) fn lower(text: &str) -> String {
    text.trim().nfkc().flat_map(char::to_lowercase).collect()
}

fn folded(text: &str) -> String {
    let words: Vec<String> = words(text).map(|word| word.folded).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_answers_however_it_is_typed_and_the_nearest_best() {
        for (title, typed, answer) in [
            ("Déclaration", "déclaration ", Some(Answers::Whole)),
            ("Déclaration", "declaration", Some(Answers::WholeFolded)),
            ("الإعلان العالمي", "اعلان العالمي", Some(Answers::WholeFolded)),
            ("Déclaration", "déc", Some(Answers::Begins)),
            ("Déclaration", "01FF", Some(Answers::Begins)),
            ("Déclaration", "dec", Some(Answers::BeginsFolded)),
            ("الإعلان العالمي", "الاعلان", Some(Answers::BeginsFolded)),
            ("Déclaration", "clar", None),
            ("Déclaration", " ", None),
            ("Déclaration", "—", None),
            ("—", "—", Some(Answers::Whole)),
            ("", "x", None),
        ] {
            assert_eq!(answers(title, &[1, 0xff], typed), answer, "{title} {typed}");
        }
        let all = ["Roles", "rôle", "role", "Rôles"];
        let named = |typed: &str| best(all, |title| answers(title, &[], typed));
        assert_eq!(named("role"), Ok("role"));
        assert_eq!(named("RÔLE"), Ok("rôle"));
        assert_eq!(named("rol"), Err(true), "two begin so");
        assert_eq!(named("roles"), Ok("Roles"));
        assert_eq!(named("x"), Err(false));
    }
}

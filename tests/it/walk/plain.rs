// SPDX-License-Identifier: MIT OR Apache-2.0
//! A conversation as everybody must see it.

use toguna_sdk::{Agreed, Shown, ShownKind, Who};

/// A conversation without what differs by who looks.
pub(super) fn plain(conversation: &[Shown]) -> Vec<String> {
    conversation.iter().map(plain_entry).collect()
}

fn plain_entry(shown: &Shown) -> String {
    let accounts = |who: &[Who]| who.iter().map(|who| who.account).collect::<Vec<_>>();
    let kind = match &shown.kind {
        ShownKind::Members { joined, left, agreed } => {
            let agreed: Vec<String> = agreed.iter().map(plain_agreed).collect();
            format!(
                "{:?} came, {:?} went, {agreed:?}",
                accounts(joined),
                accounts(left)
            )
        }
        ShownKind::Said | ShownKind::Deleted | ShownKind::Arrived | ShownKind::Unknown => {
            format!("{:?}", shown.kind)
        }
    };
    let signs = shown.reactions.iter();
    let signs: Vec<_> = signs.map(|sign| (&sign.sign, accounts(&sign.by))).collect();
    format!(
        "{:?} {:?} {:?} {kind} {:?} {:?} {} {signs:?}",
        shown.seq, shown.author, shown.message, shown.text, shown.edited, shown.pinned
    )
}

fn plain_agreed(agreed: &Agreed) -> String {
    match agreed {
        Agreed::Role(who, role) => format!("{:?} {role:?}", who.account),
        Agreed::Title(title) => title.clone(),
        Agreed::Newcomers(newcomers) => format!("{newcomers:?}"),
        Agreed::Lifetime(lifetime) => format!("{lifetime:?}"),
        Agreed::EraMaxAge(age) => format!("{age:?}"),
        Agreed::Asked(ask) => format!("{ask:?}"),
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! HTML: its words as a browser would show them. It is split into tags and words and no more: no tree is built that
//! could be deep, and nothing that a tag names is looked at.

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token, Tokenizer};

use crate::text::Sink;

pub(crate) fn fill(sink: &mut Sink, text: &str) {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true); // no tag begins within a script
    // The element whose words nobody reads, until it ends.
    let mut silent: Option<&str> = None;
    for token in Tokenizer::new_with_emitter(text, emitter).flatten() {
        match token {
            Token::StartTag(tag) => {
                silent = silent.or_else(|| SILENT.into_iter().find(|name| name.as_bytes() == &**tag.name));
                gap(sink, &tag.name);
            }
            Token::EndTag(tag) => {
                silent = silent.filter(|name| name.as_bytes() != &**tag.name);
                gap(sink, &tag.name);
            }
            Token::String(words) if silent.is_none() => sink.push(&String::from_utf8_lossy(&words)),
            Token::String(_) | Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
        if sink.is_full() {
            return;
        }
    }
    sink.line();
}

/// What a tag stands for between words.
fn gap(sink: &mut Sink, name: &[u8]) {
    let is = |names: &[&str]| names.iter().any(|one| one.as_bytes() == name);
    if is(&["td", "th", "img", "input"]) {
        sink.space();
    } else if !is(&INLINE) {
        sink.line();
    }
}

/// Whether bytes begin as a page does.
pub(crate) fn is_page(text: &str) -> bool {
    let start: String = text
        .trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
        .chars()
        .take(64)
        .collect::<String>()
        .to_ascii_lowercase();
    let signs = ["<!doctype html", "<html", "<head", "<body"];
    signs.iter().any(|sign| start.starts_with(sign))
        || (start.starts_with("<?xml") && text.chars().take(1_000).collect::<String>().contains("<html"))
}

/// Elements whose content is no text of the page.
const SILENT: [&str; 7] = [
    "script", "style", "iframe", "noembed", "noframes", "noscript", "template",
];

/// Elements that stand within a line.
const INLINE: [&str; 31] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
    "i", "ins", "kbd", "mark", "q", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
    "tt", "u", "wbr",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn text(page: &str) -> String {
        let mut sink = Sink::default();
        fill(&mut sink, page);
        sink.finish().text
    }

    #[test]
    fn a_page_is_read_as_it_is_shown() {
        let page = "<!DOCTYPE html><html><head><title>Rapport &eacute;t&eacute;</title><style>p{}</style></head>\
            <body><script>if (a < b) alert('</p>')</script><p>La <b>lib</b>ert&#xe9;<br>de&nbsp;tous</p>\
            <table><tr><td>un</td><td>deux</td></tr></table><!-- rien --><p>fin";
        assert_eq!(text(page), "Rapport été\nLa liberté\nde tous\nun deux\nfin");
        assert!(is_page(page) && is_page("\u{feff} <HTML lang=ar>") && !is_page("a < b"));
    }

    #[test]
    fn a_page_as_deep_as_it_likes_is_read_to_its_end() {
        let page = format!(
            "<html>{}حرية{}",
            "<div>".repeat(200_000),
            "</div>".repeat(200_000)
        );
        assert_eq!(text(&page), "حرية");
        assert_eq!(text("<html><script>never closed"), "");
        assert_eq!(text("<p>a<p title='"), "a");
    }
}

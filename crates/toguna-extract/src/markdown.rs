// SPDX-License-Identifier: MIT OR Apache-2.0
//! Markdown: what it says, without its marks. HTML in it is read as such.

use pulldown_cmark::{Event, Options, Parser, TagEnd};

use crate::html;
use crate::text::Sink;

#[expect(clippy::wildcard_enum_match_arm, reason = "what is left are marks")]
pub(crate) fn fill(sink: &mut Sink, text: &str) {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut html = String::new();
    for event in Parser::new_ext(text, options) {
        if sink.is_full() {
            return;
        }
        match event {
            Event::Text(text) | Event::Code(text) => sink.push(&text),
            Event::Html(text) => html.push_str(&text),
            Event::SoftBreak => sink.space(),
            Event::HardBreak | Event::Rule => sink.line(),
            Event::End(TagEnd::HtmlBlock) => html::fill(sink, &std::mem::take(&mut html)),
            Event::End(TagEnd::TableCell) => sink.space(),
            Event::End(end) if is_block(end) => sink.line(),
            _ => {}
        }
    }
}

const fn is_block(end: TagEnd) -> bool {
    !matches!(
        end,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_read_without_its_marks() {
        let mut sink = Sink::default();
        fill(
            &mut sink,
            "# Rapport\n\nLa **lib**erté [à Tunis](https://example.org/secret).\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n<div>hors<script>x()</script></div>\n",
        );
        assert_eq!(sink.finish().text, "Rapport\nLa liberté à Tunis.\na b\n1 2\nhors");
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! Items as other programs cite them: RIS, BibTeX, CSL-JSON. No value can become a field or a record of its own.

use serde_json::{Map, Value, json};

use super::{Field, Item, PartialDate};

/// What a citation is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Citations {
    /// BibTeX.
    BibTex,
    /// CSL-JSON, as Zotero and citeproc read it.
    Csl,
    /// RIS, tags of 2011.
    Ris,
}

/// Writes items down, each with the name it is to have in the file.
#[must_use]
pub fn cite(format: Citations, items: &[(String, Item)]) -> String {
    match format {
        Citations::BibTex => items.iter().map(|(name, item)| bibtex(name, item)).collect(),
        Citations::Ris => items.iter().map(|(name, item)| ris(name, item)).collect(),
        Citations::Csl => {
            let all: Vec<Value> = items.iter().map(|(name, item)| csl(name, item)).collect();
            format!("{}\n", Value::Array(all))
        }
    }
}

/// The kinds of item that the formats have a word for: ours, RIS, BibTeX, CSL.
const KINDS: [(&str, &str, &str, &str); 8] = [
    ("book", "BOOK", "book", "book"),
    ("decision", "CASE", "misc", "legal_case"),
    ("instrument", "STAT", "misc", "treaty"),
    ("judgment", "CASE", "misc", "legal_case"),
    ("law", "STAT", "misc", "legislation"),
    ("press", "NEWS", "article", "article-newspaper"),
    ("report", "RPRT", "techreport", "report"),
    ("thesis", "THES", "phdthesis", "thesis"),
];

fn kind(item: &Item) -> (&'static str, &'static str, &'static str) {
    let named = item.get(Field::Type).unwrap_or_default().to_lowercase();
    let found = KINDS.iter().find(|(name, ..)| *name == named);
    found.map_or(("GEN", "misc", "document"), |(_, ris, bibtex, csl)| {
        (ris, bibtex, csl)
    })
}

fn many(item: &Item, field: Field) -> impl Iterator<Item = &str> {
    item.many.get(&field).into_iter().flatten().map(String::as_str)
}

fn keywords(item: &Item) -> impl Iterator<Item = &str> {
    [Field::Tags, Field::Terms, Field::Rights]
        .into_iter()
        .flat_map(|field| many(item, field))
}

/// The first abstract there is, and the languages it may be in: the reader's programs hold one.
fn abstracts(item: &Item) -> Option<&str> {
    let fields = [
        Field::AbstractEn,
        Field::AbstractFr,
        Field::AbstractAr,
        Field::AbstractPt,
        Field::AbstractDe,
    ];
    fields.into_iter().find_map(|field| item.get(field))
}

fn date(item: &Item) -> Option<PartialDate> {
    PartialDate::parse(item.get(Field::Date)?)
}

/// The DOI in a citation, if it is one.
fn doi(item: &Item) -> Option<&str> {
    let citation = item.get(Field::Citation)?;
    let bare = citation
        .strip_prefix("https://doi.org/")
        .or(citation.strip_prefix("doi:"));
    let bare = bare.unwrap_or(citation).trim();
    (bare.starts_with("10.") && bare.contains('/')).then_some(bare)
}

/// On one line, without what a terminal or a parser obeys.
fn flat(text: &str) -> String {
    let plain = |c: char| {
        if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') {
            ' '
        } else {
            c
        }
    };
    let text: String = text.chars().map(plain).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn ris(name: &str, item: &Item) -> String {
    let mut lines = Vec::new();
    let mut line = |tag: &str, value: &str| {
        let value = flat(value);
        if !value.is_empty() {
            lines.push(format!("{tag}  - {value}"));
        }
    };
    line("TY", kind(item).0);
    line("ID", name);
    line("TI", item.get(Field::Title).unwrap_or_default());
    many(item, Field::Creators).for_each(|creator| line("AU", creator));
    if let Some([from, ..]) = date(item).map(|date| date.points()) {
        let parts: Vec<String> = from.iter().flatten().map(|part| format!("{part:02}")).collect();
        line("PY", parts.first().map_or("", String::as_str));
        line("DA", &parts.join("/"));
    }
    let publisher = item.get(Field::Organisation).or(item.get(Field::Court));
    line("PB", publisher.unwrap_or_default());
    many(item, Field::Languages).for_each(|language| line("LA", language));
    keywords(item).for_each(|keyword| line("KW", keyword));
    line("AB", abstracts(item).unwrap_or_default());
    match doi(item) {
        Some(doi) => line("DO", doi),
        None => line("N1", item.get(Field::Citation).unwrap_or_default()),
    }
    line("UR", item.get(Field::Url).unwrap_or_default());
    lines.push("ER  - ".to_owned());
    format!("{}\r\n\r\n", lines.join("\r\n"))
}

fn bibtex(name: &str, item: &Item) -> String {
    let mut fields = Vec::new();
    let mut field = |key: &str, value: String| {
        if !value.is_empty() {
            fields.push(format!("  {key} = {{{value}}}"));
        }
    };
    field(
        "title",
        format!("{{{}}}", tex(item.get(Field::Title).unwrap_or_default())),
    );
    let creators: Vec<String> = many(item, Field::Creators)
        .map(|one| format!("{{{}}}", tex(one)))
        .collect();
    field("author", creators.join(" and "));
    if let Some([from, ..]) = date(item).map(|date| date.points()) {
        let [year, month, day] = from.map(|part| part.map(|part| part.to_string()).unwrap_or_default());
        field("year", year);
        field("month", month);
        field("day", day);
    }
    let publisher = item.get(Field::Organisation).or(item.get(Field::Court));
    field("publisher", tex(publisher.unwrap_or_default()));
    field(
        "language",
        tex(&many(item, Field::Languages).collect::<Vec<_>>().join(", ")),
    );
    field("keywords", tex(&keywords(item).collect::<Vec<_>>().join(", ")));
    field("abstract", tex(abstracts(item).unwrap_or_default()));
    field("doi", tex(doi(item).unwrap_or_default()));
    let note = item.get(Field::Citation).filter(|_| doi(item).is_none());
    field("note", tex(note.unwrap_or_default()));
    field("url", tex(item.get(Field::Url).unwrap_or_default()));
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("@{}{{{name},\n{}\n}}\n\n", kind(item).1, fields.join(",\n"))
}

/// On one line, with what TeX would obey made harmless.
fn tex(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in flat(text).chars() {
        match c {
            '\\' => safe.push_str("\\textbackslash{}"),
            '~' => safe.push_str("\\textasciitilde{}"),
            '^' => safe.push_str("\\textasciicircum{}"),
            '{' | '}' | '#' | '$' | '%' | '&' | '_' => {
                safe.push('\\');
                safe.push(c);
            }
            c => safe.push(c),
        }
    }
    safe
}

fn csl(name: &str, item: &Item) -> Value {
    let mut fields = Map::new();
    let mut field = |key: &str, value: Option<&str>| {
        if let Some(value) = value {
            fields.insert(key.to_owned(), value.into());
        }
    };
    field("id", Some(name));
    field("type", Some(kind(item).2));
    field("title", item.get(Field::Title));
    field("publisher", item.get(Field::Organisation));
    field("authority", item.get(Field::Court));
    field("abstract", abstracts(item));
    field("DOI", doi(item));
    field("note", item.get(Field::Citation).filter(|_| doi(item).is_none()));
    field("URL", item.get(Field::Url));
    let joined = |values: Vec<&str>| (!values.is_empty()).then(|| values.join(", "));
    field(
        "language",
        joined(many(item, Field::Languages).collect()).as_deref(),
    );
    field("keyword", joined(keywords(item).collect()).as_deref());
    let creators: Vec<Value> = many(item, Field::Creators)
        .map(|name| json!({ "literal": name }))
        .collect();
    if !creators.is_empty() {
        fields.insert("author".to_owned(), creators.into());
    }
    if let Some(points) = date(item).map(|date| date.points()) {
        let parts: Vec<Value> = points
            .iter()
            .map(|point| point.iter().flatten().copied().collect::<Vec<u16>>())
            .filter(|point| !point.is_empty())
            .map(Value::from)
            .collect();
        fields.insert("issued".to_owned(), json!({ "date-parts": parts }));
    }
    Value::Object(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item() -> Item {
        let mut item = Item::default();
        for (field, value) in [
            (Field::Title, "L'affaire {50 %} & Cie"),
            (Field::Type, "judgment"),
            (Field::Date, "2019-05-03/2020"),
            (Field::Court, "محكمة"),
            (Field::Url, "https://example.org/a_b#c"),
        ] {
            item.one.insert(field, value.to_owned());
        }
        for (field, value) in [
            (Field::Creators, "B. Cour"),
            (Field::Creators, "A. and B."),
            (Field::Tags, "droit"),
        ] {
            item.many.entry(field).or_default().insert(value.to_owned());
        }
        item
    }

    fn written(format: Citations, item: Item) -> String {
        cite(format, &[("ab12".to_owned(), item)])
    }

    #[test]
    fn an_item_is_written_as_each_program_reads_it() {
        assert_eq!(
            written(Citations::Ris, item()),
            "TY  - CASE\r\nID  - ab12\r\nTI  - L'affaire {50 %} & Cie\r\nAU  - A. and B.\r\nAU  - B. Cour\r\nPY  - 2019\r\n\
             DA  - 2019/05/03\r\nPB  - محكمة\r\nKW  - droit\r\nUR  - https://example.org/a_b#c\r\nER  - \r\n\r\n"
        );
        assert_eq!(
            written(Citations::BibTex, item()),
            "@misc{ab12,\n  title = {{L'affaire \\{50 \\%\\} \\& Cie}},\n  author = {{A. and B.} and {B. Cour}},\n  \
             year = {2019},\n  month = {5},\n  day = {3},\n  publisher = {محكمة},\n  keywords = {droit},\n  \
             url = {https://example.org/a\\_b\\#c}\n}\n\n"
        );
        let csl: Value = serde_json::from_str(&written(Citations::Csl, item())).unwrap();
        assert_eq!(csl[0]["issued"], json!({ "date-parts": [[2019, 5, 3], [2020]] }));
        assert_eq!(csl[0]["type"], "legal_case");
        assert_eq!(csl[0]["author"][0]["literal"], "A. and B.");
    }

    #[test]
    fn a57_no_value_becomes_a_field_or_a_record_of_its_own() {
        let mut item = item();
        let odd = "x\r\nER  - \r\nTY  - BOOK\u{2028}TI  - y}},\n}\n@book{z, title = {w";
        for field in [
            Field::Title,
            Field::Court,
            Field::Citation,
            Field::Url,
            Field::AbstractFr,
        ] {
            item.one.insert(field, odd.to_owned());
        }
        item.many.entry(Field::Tags).or_default().insert(odd.to_owned());
        let ris = written(Citations::Ris, item.clone());
        let tags = |tag: &str| ris.lines().filter(|line| line.starts_with(tag)).count();
        assert_eq!((tags("TY  -"), tags("ER  -"), tags("TI  -")), (1, 1, 1));
        let bibtex = written(Citations::BibTex, item.clone());
        assert_eq!(bibtex.lines().filter(|line| line.starts_with('@')).count(), 1);
        let unescaped = |of: char| {
            let mut before = ' ';
            let count = |c: char| {
                let free = c == of && before != '\\';
                before = c;
                free
            };
            bibtex
                .chars()
                .filter({
                    let mut count = count;
                    move |c| count(*c)
                })
                .count()
        };
        assert_eq!(unescaped('{'), unescaped('}'));
        let csl: Value = serde_json::from_str(&written(Citations::Csl, item)).unwrap();
        assert_eq!(csl.as_array().unwrap().len(), 1);
    }
}

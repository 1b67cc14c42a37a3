// SPDX-License-Identifier: MIT OR Apache-2.0
//! Libraries as tables: the CSV that Uwazi imports, read row by row into changes, and written so that reading it again
//! changes nothing.
//!
//! Columns are known by their names, whatever their case; `__fr` at the end says the language, `|` stands between values,
//! `Group::Term` groups, a date span is `from:to` (or `~`, as Uwazi's own export has it), a link `label|address`.

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, Field, Item, Kind, PartialDate};

/// The most that one table may have: rows.
pub const TABLE_ROWS: usize = 100_000;

/// What the prefix of a key says: where it comes from.
const KEY: &str = "uwazi:";

/// A table as it was read.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The rows that can be taken in.
    pub rows: Vec<Row>,
    /// What cannot be, and why.
    pub refused: Vec<Refused>,
    /// Columns that say nothing here.
    pub passed_over: Vec<String>,
}

toguna_types::quiet_debug!(Table);

/// One row: an item as the table has it.
#[derive(Clone, PartialEq, Eq)]
pub struct Row {
    /// Its line in the table; the names of the columns are line 1.
    pub line: u64,
    /// What it is found again by.
    pub key: String,
    /// What it says.
    pub item: Item,
    /// What its file is called in the archive that the table came in.
    pub file: Option<String>,
}

toguna_types::quiet_debug!(Row);

/// A row, or the whole table, that cannot be taken in.
#[derive(Clone, PartialEq, Eq)]
pub struct Refused {
    /// Its line.
    pub line: u64,
    /// The column, if it is one cell.
    pub column: Option<String>,
    /// Why.
    pub why: Why,
}

toguna_types::quiet_debug!(Refused);

/// Why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// No date in a form that is known.
    NoDate,
    /// The archive has no such file.
    NoFile,
    /// No title.
    NoTitle,
    /// Not a table: no columns, uneven rows, quotes that do not close, not UTF-8.
    NotATable,
    /// Its key stands in an earlier row.
    Repeated,
    /// Longer than the field holds.
    TooLong,
    /// The file cannot be read out of the archive: damaged, encrypted, or packed in a way that is not known here.
    Unreadable,
    /// More rows than [`TABLE_ROWS`].
    TooMany,
}

/// What a column says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Id,
    Link,
    /// Names of files in the archive; whether they are the item itself.
    Files {
        is_item: bool,
    },
    Of(Field),
}

/// Other names of columns.
const NAMES: [(&str, Field); 21] = [
    ("articles", Field::Instruments),
    ("author", Field::Creators),
    ("authors", Field::Creators),
    ("country", Field::Countries),
    ("creator", Field::Creators),
    ("descriptors", Field::Terms),
    ("description", Field::AbstractEn),
    ("instrument", Field::Instruments),
    ("keywords", Field::Tags),
    ("language", Field::Languages),
    ("license", Field::Licence),
    ("mechanism", Field::Court),
    ("organization", Field::Organisation),
    ("publisher", Field::Organisation),
    ("right", Field::Rights),
    ("summary", Field::AbstractEn),
    ("tag", Field::Tags),
    ("template", Field::Type),
    ("term", Field::Terms),
    ("abstract", Field::AbstractEn),
    ("pays", Field::Countries),
];

impl Table {
    /// Reads a table.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Self {
        Self::read_of(bytes, false)
    }

    /// Reads a table that came in an archive with the files that it names. The first that a row names is its item's; each
    /// other one is an item of its own, called as it is, with the row's title as its source.
    #[must_use]
    pub fn read_with_files(bytes: &[u8]) -> Self {
        Self::read_of(bytes, true)
    }

    fn read_of(bytes: &[u8], with_files: bool) -> Self {
        let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
        let mut table = Self::default();
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter(bytes))
            .flexible(false)
            .from_reader(bytes);
        let Ok(names) = reader.headers().cloned() else {
            table.refuse(1, None, Why::NotATable);
            return table;
        };
        let columns: Vec<(String, Option<Column>)> = names
            .iter()
            .map(|name| (name.to_owned(), column(name, with_files)))
            .collect();
        if !columns
            .iter()
            .any(|(_, column)| *column == Some(Column::Of(Field::Title)))
        {
            table.refuse(1, None, Why::NoTitle);
            return table;
        }
        let unknown = columns.iter().filter(|(_, column)| column.is_none());
        table.passed_over = unknown.map(|(name, _)| name.clone()).collect();
        let mut keys = BTreeSet::new();
        for (record, line) in reader.records().zip(2u64..) {
            if table.rows.len() >= TABLE_ROWS {
                table.refuse(line, None, Why::TooMany);
                return table;
            }
            let Ok(record) = record else {
                table.refuse(line, None, Why::NotATable);
                continue;
            };
            match rows(&columns, &record, line) {
                Ok(rows) if rows.first().is_some_and(|row| keys.contains(&row.key)) => {
                    table.refuse(line, None, Why::Repeated);
                }
                Ok(rows) => table
                    .rows
                    .extend(rows.into_iter().filter(|row| keys.insert(row.key.clone()))),
                Err((column, why)) => table.refuse(line, column, why),
            }
        }
        table
    }

    fn refuse(&mut self, line: u64, column: Option<String>, why: Why) {
        self.refused.push(Refused { line, column, why });
    }

    /// Writes items as a table that [`Self::read`] reads, and that no spreadsheet takes for formulas. Each item stands
    /// with the key that an import finds it by.
    #[must_use]
    pub fn write(items: &[(String, Item)]) -> Vec<u8> {
        let mut writer = csv::Writer::from_writer(vec![0xEF, 0xBB, 0xBF]);
        let fields = Field::ALL.iter().filter(|field| **field != Field::Key);
        let names = ["id"].into_iter().chain(fields.clone().map(|field| field.key()));
        // Writing to memory does not fail.
        let _ = writer.write_record(names);
        for (key, item) in items {
            let key = key.strip_prefix(KEY).unwrap_or(key);
            let cells = fields.clone().map(|field| cell(item, *field));
            let _ = writer.write_record(
                [harmless(key)]
                    .into_iter()
                    .chain(cells.map(|cell| harmless(&cell))),
            );
        }
        writer.into_inner().unwrap_or_default()
    }
}

impl Row {
    /// What would have to change of an item for it to say what the row says; what the row does not say stays.
    #[must_use]
    pub fn changes(&self, there: &Item) -> Vec<Change> {
        let one = self
            .item
            .one
            .iter()
            .filter(|(field, value)| there.get(**field) != Some(value));
        let one = one.map(|(field, value)| Change::Set(*field, value.clone()));
        let has =
            |field: &Field, value: &String| there.many.get(field).is_some_and(|there| there.contains(value));
        let many = self.item.many.iter();
        let many = many.flat_map(|(field, values)| values.iter().map(move |value| (*field, value)));
        let many = many.filter(|(field, value)| !has(field, value));
        one.chain(many.map(|(field, value)| Change::Add(field, value.clone())))
            .collect()
    }
}

/// Comma or semicolon: whichever the first line has more of outside quotes.
fn delimiter(bytes: &[u8]) -> u8 {
    let (mut quoted, mut commas, mut semicolons) = (false, 0usize, 0usize);
    for byte in bytes {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            b',' if !quoted => commas = commas.saturating_add(1),
            b';' if !quoted => semicolons = semicolons.saturating_add(1),
            _ => {}
        }
    }
    if semicolons > commas { b';' } else { b',' }
}

fn column(name: &str, with_files: bool) -> Option<Column> {
    let name = name.trim().to_lowercase();
    let (base, language) = name.split_once("__").unwrap_or((&name, ""));
    let base = base.trim().replace([' ', '_'], "-");
    let field = Field::named(&base).or(NAMES
        .iter()
        .find(|(other, _)| *other == base)
        .map(|(_, field)| *field));
    match (base.as_str(), field, language) {
        ("id" | "sharedid" | "key", ..) => Some(Column::Id),
        ("url" | "link", ..) => Some(Column::Link),
        ("file" | "documents", ..) if with_files => Some(Column::Files { is_item: true }),
        ("attachments", ..) if with_files => Some(Column::Files { is_item: false }),
        (_, Some(Field::AbstractEn), language) if !language.is_empty() => {
            Field::named(&format!("abstract-{language}")).map(Column::Of)
        }
        (_, Some(field), _) => Some(Column::Of(field)),
        (_, None, _) => None,
    }
}

type CellFault = (Option<String>, Why);

/// The item of a record, and those of the files that it names besides its own.
fn rows(
    columns: &[(String, Option<Column>)],
    record: &csv::StringRecord,
    line: u64,
) -> Result<Vec<Row>, CellFault> {
    let mut item = Item::default();
    let (mut id, mut own, mut others) = (None, None, Vec::new());
    for ((name, column), cell) in columns.iter().zip(record) {
        let cell = plain(cell.trim());
        if cell.is_empty() {
            continue;
        }
        let at = |why| (Some(name.clone()), why);
        match column {
            None => {}
            Some(Column::Id) => id = Some(cell.to_owned()),
            Some(Column::Link) => {
                let address = cell.rsplit('|').next().unwrap_or(cell);
                put(&mut item, Field::Url, address).map_err(at)?;
            }
            Some(Column::Files { is_item }) => {
                let language = name.split_once("__").map(|(_, language)| language.trim());
                let mut names = cell.split('|').map(str::trim).filter(|name| !name.is_empty());
                if *is_item && own.is_none() {
                    own = names.next().map(str::to_owned);
                }
                others.extend(names.map(|name| (name.to_owned(), language)));
            }
            Some(Column::Of(field)) => put(&mut item, *field, cell).map_err(at)?,
        }
    }
    let title = item.get(Field::Title).ok_or((None, Why::NoTitle))?.to_owned();
    let key = format!("{KEY}{}", id.as_deref().unwrap_or(&title));
    let others = others
        .into_iter()
        .map(|(name, language)| beside(&key, &title, &name, language).map(|item| (item, Some(name))));
    let all: Result<Vec<_>, Why> = [Ok((item, own))].into_iter().chain(others).collect();
    let all = all
        .map_err(|why| (None, why))?
        .into_iter()
        .map(|(mut item, file)| {
            let key = item.one.entry(Field::Key).or_insert_with(|| key.clone()).clone();
            let checked = Field::Key.checked(&key).map_err(|_| (None, Why::TooLong));
            checked.map(|_| Row {
                line,
                key,
                item,
                file,
            })
        });
    all.collect()
}

/// The item of a file that stands beside another's.
fn beside(key: &str, title: &str, name: &str, language: Option<&str>) -> Result<Item, Why> {
    let mut item = Item::default();
    put(&mut item, Field::Title, name)?;
    put(&mut item, Field::Source, title)?;
    if let Some(language) = language {
        put(&mut item, Field::Languages, language)?;
    }
    item.one.insert(Field::Key, format!("{key}/{name}"));
    Ok(item)
}

/// Puts a cell into an item; the first language of a title that stands there holds.
fn put(item: &mut Item, field: Field, cell: &str) -> Result<(), Why> {
    let checked = |value: &str| field.checked(value).map_err(|_| Why::TooLong);
    match field.kind() {
        Kind::Many => {
            for value in cell.split('|').map(str::trim).filter(|value| !value.is_empty()) {
                item.many.entry(field).or_default().insert(checked(value)?);
            }
        }
        Kind::Date => {
            let date = date(cell).ok_or(Why::NoDate)?;
            item.one.insert(field, date.to_string());
        }
        Kind::One | Kind::Text => {
            let value = checked(cell)?;
            item.one.entry(field).or_insert(value);
        }
    }
    Ok(())
}

/// The forms of dates that Uwazi takes, and spans of them.
fn date(cell: &str) -> Option<PartialDate> {
    let cell = cell.split('|').next()?.trim();
    let dashes = |text: &str| text.trim().replace(['/', ' '], "-");
    if let Some((from, to)) = cell.split_once([':', '~']) {
        return match (from.trim(), to.trim()) {
            ("", one) | (one, "") => PartialDate::parse(&dashes(one)),
            (from, to) => PartialDate::parse(&format!("{}/{}", dashes(from), dashes(to))),
        };
    }
    PartialDate::parse(cell).or_else(|| PartialDate::parse(&dashes(cell)))
}

fn cell(item: &Item, field: Field) -> String {
    match field.kind() {
        Kind::Many => {
            let values = item.many.get(&field).into_iter().flatten();
            values.map(String::as_str).collect::<Vec<_>>().join("|")
        }
        Kind::Date => item.get(field).unwrap_or_default().replace('/', ":"),
        Kind::One | Kind::Text => item.get(field).unwrap_or_default().to_owned(),
    }
}

/// A cell that no spreadsheet takes for a formula.
fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\'']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

/// The cell that [`harmless`] was given.
fn plain(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(bare) if bare.starts_with(['=', '+', '-', '@', '\'']) => bare,
        _ => cell,
    }
}

/// Items by the key that an import finds them again by.
#[must_use]
pub fn by_key<T>(items: impl IntoIterator<Item = (T, Item)>) -> BTreeMap<String, (T, Item)> {
    let keyed = |(id, item): (T, Item)| Some((item.get(Field::Key)?.to_owned(), (id, item)));
    items.into_iter().filter_map(keyed).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Table {
        Table::read(text.as_bytes())
    }

    #[test]
    fn a_table_as_uwazi_takes_it_is_read() {
        let table = read(
            "\u{feff}Title;title__ar;ID;Date;Countries;Descriptors;Summary__fr;Link;Geolocation_geolocation\r\n\
             \"Loi; n° 5\";قانون;7;2019/05/03:2020;TN | MA|TN;Rights::Life|Rights::Liberty;\"Un\ntexte\";Voir|https://a.example;1|2\r\n\
             Autre;;8;1948~;;;;;\r\n",
        );
        assert!(table.refused.is_empty(), "{:?}", table.refused);
        assert_eq!(table.passed_over, ["Geolocation_geolocation"]);
        let [first, second] = table.rows.as_slice() else {
            panic!("two rows");
        };
        assert_eq!((first.key.as_str(), first.line), ("uwazi:7", 2));
        assert_eq!(first.item.get(Field::Title), Some("Loi; n° 5"));
        assert_eq!(first.item.get(Field::Date), Some("2019-05-03/2020"));
        assert_eq!(first.item.get(Field::AbstractFr), Some("Un\ntexte"));
        assert_eq!(first.item.get(Field::Url), Some("https://a.example"));
        assert_eq!(first.item.many[&Field::Countries].len(), 2);
        assert!(first.item.many[&Field::Terms].contains("Rights::Life"));
        assert_eq!(second.item.get(Field::Date), Some("1948"));
    }

    #[test]
    fn files_that_a_row_names_are_items_beside_its_own_and_none_without_an_archive() {
        let text = "title,id,file,file__es,attachments,Documents\nLoi,1,loi.pdf,ley.pdf,a.jpg|b.jpg|a.jpg,\nAutre,2,,,,\n";
        let table = Table::read_with_files(text.as_bytes());
        assert!(table.refused.is_empty() && table.passed_over.is_empty());
        let rows: Vec<_> = table
            .rows
            .iter()
            .map(|row| (row.key.as_str(), row.file.as_deref()))
            .collect();
        assert_eq!(
            rows,
            [
                ("uwazi:1", Some("loi.pdf")),
                ("uwazi:1/ley.pdf", Some("ley.pdf")),
                ("uwazi:1/a.jpg", Some("a.jpg")),
                ("uwazi:1/b.jpg", Some("b.jpg")),
                ("uwazi:2", None),
            ]
        );
        let spanish = &table.rows[1].item;
        assert_eq!(spanish.get(Field::Source), Some("Loi"));
        assert!(spanish.many[&Field::Languages].contains("es"));
        assert!(
            table
                .rows
                .iter()
                .all(|row| row.item.get(Field::Key) == Some(&row.key))
        );
        let without = read(text);
        assert_eq!(
            without.passed_over,
            ["file", "file__es", "attachments", "Documents"]
        );
        assert!(without.rows.len() == 2 && without.rows.iter().all(|row| row.file.is_none()));
    }

    #[test]
    fn a_bad_row_is_named_and_the_rest_is_read() {
        let long = "x".repeat(2_000);
        let table = read(&format!(
            "title,date,id\nun,2019,1\ndeux,hier,2\n,2019,3\nquatre,2019\ncinq,2019,1\n{long},2019,6\nsept,1 2 3,7\nhuit,2019 05 03,8\n"
        ));
        let refused: Vec<_> = table
            .refused
            .iter()
            .map(|refused| (refused.line, refused.column.as_deref(), refused.why))
            .collect();
        assert_eq!(
            refused,
            [
                (3, Some("date"), Why::NoDate),
                (4, None, Why::NoTitle),
                (5, None, Why::NotATable),
                (6, None, Why::Repeated),
                (7, Some("title"), Why::TooLong),
                (8, Some("date"), Why::NoDate),
            ]
        );
        assert_eq!(table.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 9]);
        for nothing in ["", "court,date\nx,y\n", "\"title\n"] {
            assert!(read(nothing).rows.is_empty());
        }
        assert_eq!(read("court\nx\n").refused[0].why, Why::NoTitle);
        assert_eq!(Table::read(b"title\n\xFF\xFE\n").refused[0].why, Why::NotATable);
    }

    #[test]
    fn a_row_changes_what_it_says_otherwise_and_nothing_else() {
        let table = read("title,id,tags,court\nLoi,1,a|b,\n");
        let mut there = table.rows[0].item.clone();
        assert!(table.rows[0].changes(&there).is_empty());
        there.one.insert(Field::Title, "Law".to_owned());
        there.one.insert(Field::Court, "ONU".to_owned());
        there
            .many
            .insert(Field::Tags, ["b".to_owned(), "c".to_owned()].into());
        let expected = [
            Change::Set(Field::Title, "Loi".to_owned()),
            Change::Add(Field::Tags, "a".to_owned()),
        ];
        assert_eq!(table.rows[0].changes(&there), expected);
    }

    #[test]
    fn what_is_written_is_read_again_as_it_was_and_no_cell_is_a_formula() {
        let mut item = read("title,id,date,tags,abstract__ar\n=1+1,9,2019:2020,@x|b,\"ك, \"\"ب\"\"\"\n")
            .rows
            .remove(0)
            .item;
        item.one.insert(Field::Court, "'+33".to_owned());
        let key = item.get(Field::Key).unwrap().to_owned();
        let written = Table::write(&[(key.clone(), item.clone())]);
        let text = String::from_utf8(written.clone()).unwrap();
        assert!(!text.contains(",=") && !text.contains(",@") && !text.contains(",+"));
        let again = Table::read(&written);
        assert!(again.refused.is_empty() && again.passed_over.is_empty());
        assert_eq!(again.rows[0].key, key);
        assert!(
            again.rows[0].changes(&item).is_empty(),
            "{:?}",
            again.rows[0].changes(&item)
        );
    }

    proptest! {
        #[test]
        fn no_bytes_stop_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = Table::read(&bytes);
            let mut table = b"title,date,tags\n".to_vec();
            table.extend(bytes);
            let _ = Table::read(&table);
        }
    }
}

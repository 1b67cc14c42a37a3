// SPDX-License-Identifier: MIT OR Apache-2.0
//! Documents that are made to hurt whoever reads them, and a reader that fell for one.

use std::io::{Cursor, Write};
use std::time::Duration;

use toguna_sdk::{DocumentReader, FileText, LogId, Options, Unreadable};
use toguna_store::MemoryStore;
use toguna_tests::{Member, World};
use toguna_types::limit;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::text::{finds, reading};
use super::{adds, gets};

const NOT: fn(Unreadable) -> FileText = FileText::Not;

/// Adds a document, and says what came of reading it. Whatever that is: everybody still gets the file itself.
async fn comes_to(member: &Member, log: LogId, name: &str, bytes: &[u8]) -> FileText {
    let (_, file) = adds(member, log, name, bytes).await;
    assert_eq!(gets(member, log, &file).await.unwrap().len(), bytes.len());
    member.client.file_text(log, &file).unwrap()
}

/// A DOCX whose text is written by `text`.
fn docx(text: impl FnOnce(&mut dyn Write)) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let deflated = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    archive.start_file("word/document.xml", deflated).unwrap();
    text(&mut archive);
    archive.finish().unwrap().into_inner()
}

/// A PDF of one page with this content, and what stands beside its length.
fn pdf(content: &[u8], filter: &str) -> Vec<u8> {
    let head = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
        3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1<</Type/Font\
        /Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n";
    let stream = format!("4 0 obj<</Length {}{filter}>>stream\n", content.len());
    let tail = b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n";
    [head.as_bytes(), stream.as_bytes(), content, tail].concat()
}

/// What a run-length decoder makes so many equal bytes of.
fn runs(byte: u8, length: usize) -> Vec<u8> {
    [129, byte].repeat(length / 128)
}

// claim: CLM-READ-01
#[tokio::test(flavor = "multi_thread")]
async fn a57_documents_made_to_hurt_cost_what_the_limits_say_and_end_in_a_clear_answer() {
    let world = World::around(MemoryStore::new());
    let amal = world.member_with("Amal", reading(&world)).await;
    let log = amal.founds("Médenine").await;
    let says = async |name: &str, bytes: &[u8]| comes_to(&amal, log, name, bytes).await;

    let spaces = vec![b' '; 1 << 20];
    let bomb = docx(|to| {
        to.write_all(b"<w:document><w:p><w:t>").unwrap();
        (0..=limit::UNPACKED_BYTES >> 20).for_each(|_| to.write_all(&spaces).unwrap());
        to.write_all(b"</w:t></w:p></w:document>").unwrap();
    });
    assert!(bomb.len() < 1 << 20);
    assert_eq!(says("bomb.docx", &bomb).await, NOT(Unreadable::TooMuch));

    let laughs = docx(|to| {
        to.write_all(b"<!DOCTYPE a [<!ENTITY l0 'hahaha'>").unwrap();
        for n in 1..10 {
            let ten = format!("&l{};", n - 1).repeat(10);
            write!(to, "<!ENTITY l{n} '{ten}'>").unwrap();
        }
        to.write_all(b"]><w:document><w:p><w:t>&l9; rien &amp; plus</w:t></w:p></w:document>")
            .unwrap();
    });
    assert_eq!(says("laughs.docx", &laughs).await, FileText::Whole);
    assert!(finds(&amal, "hahaha").is_empty());

    let outside = docx(|to| {
        let entity = b"<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><w:document><w:t>a &e; b</w:t></w:document>";
        to.write_all(entity).unwrap();
    });
    assert_eq!(says("outside.docx", &outside).await, FileText::Whole);
    let deep = docx(|to| {
        to.write_all("<w:p>".repeat(500_000).as_bytes()).unwrap();
        to.write_all("<w:t>au fond</w:t>".as_bytes()).unwrap();
        to.write_all("</w:p>".repeat(500_000).as_bytes()).unwrap();
    });
    assert_eq!(says("deep.docx", &deep).await, FileText::Whole);

    let twice = [runs(129, 64 << 20), vec![0, 128, 128]].concat(); // unpacks to 64 MiB, and those to 4 GiB
    let filter = "/Filter[/RunLengthDecode/RunLengthDecode]";
    assert_eq!(
        says("memory.pdf", &pdf(&twice, filter)).await,
        NOT(Unreadable::Failed)
    );
    let nested = [b"BT /F1 12 Tf ".to_vec(), b"[".repeat(2_000_000)].concat();
    assert!(matches!(
        says("nested.pdf", &pdf(&nested, "")).await,
        FileText::Not(_)
    ));
    let sample = include_bytes!("samples/report.pdf");
    assert_eq!(
        says("half.pdf", &sample[..sample.len() / 2]).await,
        NOT(Unreadable::Damaged)
    );

    assert_eq!(
        says("photo.jpg", sample).await,
        FileText::Whole,
        "its bytes say what it is"
    );
    assert_eq!(
        says("report.pdf", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xff\xff\xff").await,
        NOT(Unreadable::Unknown)
    );
    let plain = pdf(b"BT /F1 12 Tf 72 700 Td (Tout va bien) Tj ET", "");
    assert_eq!(says("fine.pdf", &plain).await, FileText::Whole);
    assert_eq!(finds(&amal, "va bien"), [("fine.pdf".to_owned(), None)]);
}

// claim: CLM-READ-01
#[tokio::test(flavor = "multi_thread")]
async fn a57_a_reader_that_a_document_has_taken_over_is_not_believed_and_harms_nothing() {
    let world = World::around(MemoryStore::new());
    let evil = |does: &str, patience| Options {
        reader: Some(DocumentReader {
            program: "/bin/sh".into(),
            args: vec!["-c".into(), does.into()],
            patience,
        }),
        ..world.options()
    };
    let patience = Duration::from_secs(60);
    let amal = world.member_with("Amal", world.options()).await;
    let log = amal.founds("Médenine").await;
    for (number, does) in [
        "exit 0",
        "exit 1",
        "kill -SEGV $$",
        "printf '\\0Falsche Worte'",
        "cat >/dev/null; printf '\\0\\377\\376'",
        "cat >/dev/null; printf '\\143 what no reader says'",
        "cat >/dev/null; printf '\\0'; head -c 9000000 /dev/zero | tr '\\0' a",
        "cat >/dev/null; printf '\\0Falsche Worte'; exit 3",
    ]
    .iter()
    .enumerate()
    {
        let amal = amal.reopened(evil(does, patience));
        // More than a pipe holds, so that whoever does not read it is noticed.
        let bytes = super::content(300_000 + number);
        let said = comes_to(&amal, log, &format!("{number}.pdf"), &bytes).await;
        assert_eq!(said, NOT(Unreadable::Failed), "{does}");
    }
    let slow = amal.reopened(evil("sleep 1000", Duration::from_millis(200)));
    assert_eq!(
        comes_to(&slow, log, "slow.pdf", b"slow").await,
        NOT(Unreadable::Failed)
    );
    let none = Options {
        reader: Some(DocumentReader {
            program: "/nowhere/at all".into(),
            args: Vec::new(),
            patience,
        }),
        ..world.options()
    };
    assert_eq!(
        comes_to(&amal.reopened(none), log, "none.pdf", b"none").await,
        FileText::Unread
    );
    assert!(finds(&amal, "falsche").is_empty() && finds(&amal, "aaa*").is_empty());
    // What failed is tried again when it is at hand, by a reader that is well.
    let well = amal.reopened(reading(&world));
    assert_eq!(comes_to(&well, log, "again.pdf", b"slow").await, FileText::Whole);
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! PDF (ISO 32000): the words where they stand on their pages, those of a scan's text layer among them. Nothing is
//! drawn and no image is decoded.

#![expect(
    clippy::arithmetic_side_effects,
    reason = "points and distances, whose floating point neither overflows nor panics"
)]

mod line;

use hayro_cmap::BfString;
use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, interpret_page,
};
use hayro_syntax::{LoadPdfError, Pdf};
use kurbo::{Affine, BezPath, Point, Rect};

use self::line::{Line, Sign};
use crate::read::Unreadable;
use crate::text::Sink;

/// Whether bytes begin as a PDF does; some have a little before that.
pub(crate) fn is_pdf(bytes: &[u8]) -> bool {
    let start = bytes.get(..1_024.min(bytes.len())).unwrap_or_default();
    start.windows(5).any(|at| at == b"%PDF-")
}

pub(crate) fn fill(sink: &mut Sink, bytes: Vec<u8>) -> Result<(), Unreadable> {
    let pdf = Pdf::new(bytes).map_err(|fault| match fault {
        LoadPdfError::Decryption(_) => Unreadable::Locked,
        LoadPdfError::Invalid => Unreadable::Damaged,
    })?;
    let cache = InterpreterCache::new();
    let settings = InterpreterSettings::default();
    for (number, page) in pdf.pages().iter().enumerate() {
        if number > 0 {
            sink.page();
        }
        let bounds = Rect::new(0.0, 0.0, 1.0, 1.0);
        let mut context = Context::new(Affine::IDENTITY, bounds, &cache, pdf.xref(), settings.clone());
        let mut words = Words { sink, line: None };
        interpret_page(page, &mut context, &mut words);
        words.end_line();
        if sink.is_full() {
            break;
        }
    }
    Ok(())
}

/// Takes the signs of a page, line by line.
struct Words<'sink> {
    sink: &'sink mut Sink,
    line: Option<Line>,
}

impl Words<'_> {
    fn sign(&mut self, glyph: &Glyph<'_>, place: Affine) {
        let text = match glyph.as_unicode() {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(text)) => text,
            None => return,
        };
        let width = match glyph {
            Glyph::Outline(glyph) => glyph.advance_width(),
            Glyph::Type3(glyph) => glyph.advance_width(),
        };
        let at = |x: f64, y: f64| place * Point::new(x, y);
        let (origin, height) = (at(0.0, 0.0), at(0.0, EM) - at(0.0, 0.0));
        let end = at(f64::from(width.unwrap_or_default()), 0.0);
        let sign = Sign::new(text, origin, end, at(EM, 0.0), height.hypot());
        if let Some(line) = &mut self.line
            && line.takes(&sign)
        {
            line.push(sign);
            return;
        }
        self.end_line();
        self.line = Line::of(sign);
    }

    fn end_line(&mut self) {
        if let Some(line) = self.line.take() {
            line.fill(self.sink);
        }
    }
}

/// Units of a font's square, in which signs are measured.
const EM: f64 = 1_000.0;

impl Device<'_> for Words<'_> {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, _: &DrawMode) {
        for glyph in run.glyphs() {
            if !self.sink.is_full() {
                self.sign(glyph, props.transform * glyph.transform());
            }
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'_>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'_, '_>, _: ImageDrawProps<'_>) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

//! The theme: what a workspace says about looks on top of what is built in. Measures that leave no page, and text that
//! would not be read, are mistakes.

mod colors;
mod files;
mod line;
mod measures;
mod section;

use crate::diagnostic::Diagnostic;
use crate::load::ThemeTexts;
use crate::model::{FurnitureLine, Paper, Theme};
use crate::schema::{LineEntry, PaperWord, ThemeFile};
use crate::source::{Origin, Sources, read_yaml};

use super::context::Context;
use section::Section;

const SCHEMA: &str = "onus.theme/1";

/// The theme of a workspace, and every mistake in it. What is mistaken looks as it is built in.
pub fn theme(sources: &Sources, texts: ThemeTexts) -> (Theme, Vec<Diagnostic>) {
    let mut context = Context::new(sources);
    let own = texts.own.and_then(|id| Some((context.read_as::<ThemeFile>(id, SCHEMA)?, Origin::root(id))));
    let builtin =
        read_yaml::<ThemeFile>(sources, texts.builtin).value.expect("the built-in theme is well formed");
    let layers = own.iter().map(|(file, origin)| (file, origin.clone()));
    let section = Section::new(layers.chain([(&builtin, Origin::root(texts.builtin))]).collect());
    let theme = read(&mut Reader { context: &mut context }, &section);
    (theme, context.diagnostics.finish())
}

impl Default for Theme {
    fn default() -> Self {
        let mut sources = Sources::default();
        let texts = ThemeTexts { builtin: crate::load::builtin_theme(&mut sources), own: None };
        theme(&sources, texts).0
    }
}

/// Reads values out of sections and notes their mistakes.
struct Reader<'r, 's> {
    context: &'r mut Context<'s>,
}

fn read(reader: &mut Reader<'_, '_>, file: &Section<'_, ThemeFile>) -> Theme {
    let text = file.part("text", |file| file.text.as_ref());
    let headings = file.part("headings", |file| file.headings.as_ref());
    let gaps = file.part("gaps", |file| file.gaps.as_ref());
    let paper = file.first("paper", |file| file.paper).value;
    let (colors, labels, chart_colors) = reader.colors(file);
    Theme {
        paper: match paper {
            PaperWord::A4 => Paper::A4,
            PaperWord::Letter => Paper::Letter,
        },
        margins: reader.margins(&file.part("margins", |file| file.margins.as_ref())),
        fonts: reader.fonts(&file.part("fonts", |file| file.fonts.as_ref())),
        logo: reader.logo(file),
        body: reader.size(&text.part("body", |text| text.body.as_ref())),
        table: reader.size(&text.part("table", |text| text.table.as_ref())),
        code: reader.size(&text.part("code", |text| text.code.as_ref())),
        note: reader.size(&text.part("note", |text| text.note.as_ref())),
        furniture: reader.size(&text.part("furniture", |text| text.furniture.as_ref())),
        title: reader.heading(&headings.part("title", |all| all.title.as_ref())),
        headings: [
            reader.heading(&headings.part("level-1", |all| all.level_1.as_ref())),
            reader.heading(&headings.part("level-2", |all| all.level_2.as_ref())),
            reader.heading(&headings.part("level-3", |all| all.level_3.as_ref())),
            reader.heading(&headings.part("level-4", |all| all.level_4.as_ref())),
            reader.heading(&headings.part("level-5", |all| all.level_5.as_ref())),
            reader.heading(&headings.part("level-6", |all| all.level_6.as_ref())),
        ],
        paragraph_gap: reader.gap(gaps.all("paragraph", |gaps| gaps.paragraph)),
        item_gap: reader.gap(gaps.all("item", |gaps| gaps.item)),
        block_gap: reader.gap(gaps.all("block", |gaps| gaps.block)),
        indent: reader.gap(gaps.all("indent", |gaps| gaps.indent)),
        cells: reader.cells(&file.part("cells", |file| file.cells.as_ref())),
        colors,
        chart_colors,
        labels,
        header: reader.line(&file.part("header", |file| file.header.as_ref())),
        footer: reader.line(&file.part("footer", |file| file.footer.as_ref())),
    }
}

impl Reader<'_, '_> {
    fn line(&mut self, line: &Section<'_, LineEntry>) -> FurnitureLine {
        FurnitureLine {
            left: self.furniture(&line.first("left", |line| line.left.as_deref())),
            middle: self.furniture(&line.first("middle", |line| line.middle.as_deref())),
            right: self.furniture(&line.first("right", |line| line.right.as_deref())),
        }
    }
}

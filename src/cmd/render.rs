//! `onus render`: a Markdown file to PDF, in the theme of the workspace. The file may be anybody's: what is missing in it
//! or means something to other programs only is warned of, and the PDF is made.

use std::path::{Path, PathBuf};

use onus_core::diagnostic::{Diagnostic, Severity};
use onus_core::model::Language;
use onus_core::source::{SourceId, Sources, Span};
use onus_typeset::document::{self, Document, Meta};
use onus_typeset::layout::{Look, Pages, lay_out};
use onus_typeset::pdf;
use serde_json::json;

use super::console::Console;
use super::{ExitStatus, output};
use crate::cli::RenderArgs;
use crate::error::Error;
use crate::load::{Folder, ThemeFolder, conflicts, is_same_file, load_theme, read_text};
use crate::messages::MessageBook;
use crate::open::{MistakeStage, Mistakes};
use crate::pages::{
    ImageStore, TextOrigin, UnusableImages, in_language, layout_warnings, look, lost_links, missing_in_file,
    torn_rows,
};
use crate::publish::{OutputFile, publish_file};
use crate::theme::{SplitFile, read_front_matter, unread_front_matter};

pub(super) fn run(console: &Console, root: &Path, args: &RenderArgs) -> Result<ExitStatus, Error> {
    let output: PathBuf = args.output.clone().unwrap_or_else(|| args.file.with_extension("pdf"));
    let console = &output::console(console, &output)?;
    output::refuse_input(root, &output, &[&args.file])?;
    let text = read_text(&args.file)?;
    let name = args.file.display().to_string();
    let stem = args.file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let ThemeFolder { mut sources, theme, messages, assets, problems } = load_theme(root)?;
    let (look, found) = look(&sources, theme, &assets);
    let mut mistakes = Mistakes::default();
    mistakes.add(MistakeStage::Files, problems);
    mistakes.add(MistakeStage::Theme, found);
    if !mistakes.is_empty() {
        console.diagnostics(&mistakes.in_order(), &sources);
        return Ok(ExitStatus::Failed);
    }
    let whole = sources.add(&name, text.as_str());
    let conflicts = conflicts(&sources, whole);
    if !conflicts.is_empty() {
        console.diagnostics(&conflicts, &sources);
        return Ok(ExitStatus::Failed);
    }
    let mut known = Meta::titled(first_heading(&text).unwrap_or(stem));
    known.paper = look.theme().paper;
    let (mut file, found) = read(&mut sources, whole, known);
    console.diagnostics(&found, &sources);
    if found.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
        return Ok(ExitStatus::Failed);
    }
    let language = Language::parse(&file.document.meta.language);
    let (book, found) = MessageBook::read(&sources, &messages, &language);
    if !found.is_empty() {
        console.diagnostics(&found, &sources);
        return Ok(ExitStatus::Failed);
    }
    let look = in_language(&look, &sources, theme, &book.of(&file.document.meta.language));
    let typeset = file.set(&sources, &Folder::beside(&args.file), &look);
    refuse_picture(&args.file, &typeset.pictures, &output)?;
    console.diagnostics(&typeset.warnings, &sources);
    let pdf::PdfFile { bytes, .. } = pdf::write(&typeset.pages, &file.document.meta, &[])
        .map_err(|error| Error::Pdf { document: name, cause: error.to_string() })?;
    publish_file(root, &output, &bytes)?;
    console.record(&json!({ "type": "file", "path": output.display().to_string(), "bytes": bytes.len() }));
    console.line(&format!("Wrote {}.", output.display()));
    Ok(ExitStatus::Success)
}

/// A file that is set on its own.
struct ReadFile {
    source: SourceId,
    /// Where its body starts.
    start: usize,
    document: Document,
}

/// A file as pages.
struct TypesetFile {
    pages: Pages,
    /// The files of its pictures.
    pictures: Vec<OutputFile>,
    warnings: Vec<Diagnostic>,
}

/// Reads the front matter and the body of a file, with what is wrong with the front matter.
fn read(sources: &mut Sources, whole: SourceId, known: Meta) -> (ReadFile, Vec<Diagnostic>) {
    let source = sources.get(whole);
    let (name, text) = (source.name().to_owned(), source.text().to_owned());
    let SplitFile { yaml, other, body: start } = SplitFile::of(&text);
    let mut found = Vec::new();
    found.extend(
        other.map(|line| unread_front_matter(Span { source: whole, start: line.start, end: line.end })),
    );
    let title_before = known.title.clone();
    let mut meta = known;
    if let Some(yaml) = yaml {
        // The first line, `---`, is kept as an empty one, so that diagnostics name the lines of the file.
        let id = sources.add(&name, format!("\n{}", &text[yaml]));
        let (read, diagnostics) = read_front_matter(sources, id, meta);
        found.extend(diagnostics);
        meta = read;
    }
    let body = &text[start..];
    // A title from the front matter is in no heading, so without one the document would begin without a title.
    let untitled = meta.title != title_before && first_heading(body).is_none();
    let mut document = document::parse(body, meta);
    if untitled {
        document.add_title();
    }
    (ReadFile { source: whole, start, document }, found)
}

impl ReadFile {
    /// The pages of the file, with pictures from a folder, and everything that is not as it should be.
    fn set(&mut self, sources: &Sources, folder: &Folder, look: &Look) -> TypesetFile {
        let Self { source, start, .. } = *self;
        let origin = TextOrigin::File { source, start };
        let images = ImageStore::new(folder);
        let attached = images.attach(&mut self.document, &origin, UnusableImages::BecomeWords);
        let mut warnings = attached.warnings;
        warnings.extend(origin.undrawn_diagrams(sources, &self.document.diagram_warnings));
        warnings.extend(origin.mistaken_hints(sources, &self.document.hint_warnings));
        warnings.extend(lost_links(|link| origin.link(sources, link), &self.document.link_warnings));
        let place = |offset| line_at(source, sources.get(source).text(), start + offset);
        warnings.extend(torn_rows(place, &self.document.torn_rows));
        let pages = lay_out(&self.document, look);
        warnings.extend(layout_warnings(place, &pages.warnings));
        warnings.extend(missing_in_file(sources, source, start, &pages.warnings));
        TypesetFile { pages, pictures: attached.files, warnings }
    }
}

/// A PDF must not take the place of a picture in it.
fn refuse_picture(file: &Path, pictures: &[OutputFile], output: &Path) -> Result<(), Error> {
    let is_picture = |picture: &OutputFile| is_same_file(&file.with_file_name(&picture.path), output);
    if pictures.iter().any(is_picture) { Err(Error::OverInput { path: output.to_owned() }) } else { Ok(()) }
}

/// The start of the line that an offset is in.
fn line_at(source: SourceId, text: &str, offset: usize) -> Span {
    let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    Span { source, start, end: start }
}

/// The first top-level heading: the title of a document whose front matter has none.
fn first_heading(text: &str) -> Option<String> {
    text.lines().find_map(|line| line.strip_prefix("# ")).map(|title| title.trim().to_owned())
}

//! `onus render`: a Markdown file to PDF, in the theme of the workspace.

use std::path::{Path, PathBuf};

use onus_core::diagnostic::Severity;
use onus_core::source::{SourceId, Span};
use onus_typeset::document::{self, Meta};
use onus_typeset::layout::lay_out;
use onus_typeset::pdf;
use serde_json::json;

use super::ExitStatus;
use super::console::Console;
use crate::cli::RenderArgs;
use crate::error::Error;
use crate::load::{Folder, ThemeFolder, conflicts, front_matter, is_same_file, load_theme, read_text};
use crate::open::{MistakeStage, Mistakes};
use crate::pages::{ImageStore, TextOrigin, layout_warnings, look, missing_in_file};
use crate::publish::publish_file;
use crate::theme::read_front_matter;

pub(super) fn run(console: &Console, root: &Path, args: &RenderArgs) -> Result<ExitStatus, Error> {
    let output: PathBuf = args.output.clone().unwrap_or_else(|| args.file.with_extension("pdf"));
    if is_same_file(&args.file, &output) {
        return Err(Error::SameFile { path: output });
    }
    let text = read_text(&args.file)?;
    let name = args.file.display().to_string();
    let stem = args.file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let ThemeFolder { mut sources, theme, assets, problems } = load_theme(root)?;
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
    let title_before = first_heading(&text).unwrap_or(stem);
    let mut meta = Meta::titled(title_before.clone());
    meta.paper = look.theme().paper;
    let mut body = text.as_str();
    if let Some(range) = front_matter(&text) {
        // The first line, `---`, is kept as an empty one, so that diagnostics name the lines of the file.
        let id = sources.add(&name, format!("\n{}", &text[range.clone()]));
        let (read, diagnostics) = read_front_matter(&sources, id, meta);
        console.diagnostics(&diagnostics, &sources);
        if diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
            return Ok(ExitStatus::Failed);
        }
        meta = read;
        body = text[range.end..].split_once('\n').map_or("", |(_, body)| body);
    }
    // A title from the front matter is in no heading, so without one the document would begin without a title.
    let untitled = meta.title != title_before && first_heading(body).is_none();
    let mut document = document::parse(body, meta);
    if untitled {
        document.add_title();
    }
    let start = text.len() - body.len();
    let origin = TextOrigin::File { source: whole, start };
    let attached = ImageStore::new(&Folder::beside(&args.file)).attach(&mut document, &origin);
    console.diagnostics(&attached.mistakes, &sources);
    if !attached.mistakes.is_empty() {
        return Ok(ExitStatus::Failed);
    }
    console.diagnostics(&attached.warnings, &sources);
    console.diagnostics(&origin.undrawn_diagrams(&sources, &document.diagram_warnings), &sources);
    console.diagnostics(&origin.mistaken_hints(&sources, &document.hint_warnings), &sources);
    let pages = lay_out(&document, &look);
    let place = |offset| line_at(whole, sources.get(whole).text(), start + offset);
    let mut warnings = layout_warnings(place, &pages.warnings);
    warnings.extend(missing_in_file(&sources, whole, start, &pages.warnings));
    console.diagnostics(&warnings, &sources);
    let pdf::PdfFile { bytes, .. } = pdf::write(&pages, &document.meta, &[])
        .map_err(|error| Error::Pdf { document: name, cause: error.to_string() })?;
    publish_file(&output, &bytes)?;
    console.record(&json!({ "type": "file", "path": output.display().to_string(), "bytes": bytes.len() }));
    console.line(&format!("Wrote {}.", output.display()));
    Ok(ExitStatus::Success)
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

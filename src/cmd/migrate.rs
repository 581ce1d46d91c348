//! `onus migrate`: writes the present ids of the catalog into files that use former ones. Every file is read and prepared in
//! memory, then all are written beside their places, and only then the first one is replaced.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use onus_core::diagnostic::{Code, Count, Diagnostic};
use onus_core::source::{IdReplacement, SourceId, plain_text, replace_ids};
use onus_core::validate::RenamedId;
use serde_json::json;

use super::console::Console;
use super::{ExitStatus, today};
use crate::cli::MigrateArgs;
use crate::error::Error;
use crate::load::{Bounds, read_marked_text};
use crate::open::{EvidenceReading, OpenWorkspace, Selection};
use crate::publish::Staged;

/// A file with its new text.
struct MigratedFile<'o> {
    name: &'o str,
    text: String,
    /// What was replaced in it, in order.
    replaced: Vec<&'o RenamedId>,
}

/// What becomes of all files.
#[derive(Default)]
struct Migration<'o> {
    files: Vec<MigratedFile<'o>>,
    /// Former ids that have to be replaced by hand.
    left: Vec<Diagnostic>,
}

pub(super) fn run(console: &Console, root: &Path, args: &MigrateArgs) -> Result<ExitStatus, Error> {
    // Ids depend neither on the day nor on evidence.
    let open = OpenWorkspace::open(root, Selection::default(), today(), EvidenceReading::Skip)?;
    let mistakes = open.mistakes();
    if !mistakes.is_empty() {
        console.diagnostics(&mistakes.in_order(), open.sources());
        return Ok(ExitStatus::Failed);
    }
    let bounds = Bounds::of(&open.workspace.root)?;
    let migration = prepare(&open, &bounds)?;
    if !args.check {
        write(&bounds, &migration.files)?;
    }
    report(console, &open, &migration, args);
    console.diagnostics(&migration.left, open.sources());
    Ok(match (migration.left.is_empty(), args.check && !migration.files.is_empty()) {
        (false, _) => ExitStatus::Failed,
        (true, true) => ExitStatus::Denied,
        (true, false) => ExitStatus::Success,
    })
}

fn prepare<'o>(open: &'o OpenWorkspace, bounds: &Bounds) -> Result<Migration<'o>, Error> {
    let mut by_file: BTreeMap<SourceId, Vec<&RenamedId>> = BTreeMap::new();
    for renamed in &open.validated.renamed {
        by_file.entry(renamed.origin.source).or_default().push(renamed);
    }
    let mut migration = Migration::default();
    for (source, renamed) in by_file {
        let name = open.sources().get(source).name();
        let text = text_of(open, &bounds.path(name), source)?;
        let replacements: Vec<IdReplacement> =
            renamed.iter().map(|renamed| replacement(open, renamed)).collect();
        let Some(replaced) = replace_ids(&text, &replacements) else {
            migration.left.extend(renamed.iter().map(|renamed| not_replaced(open, renamed)));
            continue;
        };
        let of = |places: &[usize]| places.iter().map(|&place| renamed[place]).collect::<Vec<_>>();
        let (done, left) = (of(&replaced.replaced), of(&replaced.left));
        // What an alias stands for is replaced where it is written.
        let is_done = |left: &RenamedId| {
            let written = &open.sources().get(source).text()[open.sources().span(&left.origin).range()];
            written.starts_with('*') && done.iter().any(|done| done.former == left.former)
        };
        let left = left.into_iter().filter(|left| !is_done(left));
        migration.left.extend(left.map(|renamed| not_replaced(open, renamed)));
        if !done.is_empty() {
            migration.files.push(MigratedFile { name, text: replaced.text, replaced: done });
        }
    }
    Ok(migration)
}

/// The text of a file on disk, which must still be what was validated.
fn text_of(open: &OpenWorkspace, path: &Path, source: SourceId) -> Result<String, Error> {
    let text = read_marked_text(path)?;
    if plain_text(text.clone()) != open.sources().get(source).text() {
        let cause = io::Error::other("it was changed in the meantime; try again");
        return Err(Error::Write { path: path.to_owned(), cause });
    }
    Ok(text)
}

fn replacement(open: &OpenWorkspace, renamed: &RenamedId) -> IdReplacement {
    IdReplacement {
        range: open.sources().span(&renamed.origin).range(),
        former: renamed.former.clone(),
        present: renamed.present.clone(),
        is_last: renamed.is_last,
    }
}

fn not_replaced(open: &OpenWorkspace, renamed: &RenamedId) -> Diagnostic {
    let message = format!("`{}` cannot be replaced here", renamed.former);
    Diagnostic::error(Code::IdNotReplaced, message)
        .at(open.sources().span(&renamed.origin), "")
        .hint(format!("write `{}` by hand", renamed.present))
}

/// Stages all files before the first one is replaced: a file that must not be written leaves the others as they are.
fn write(bounds: &Bounds, files: &[MigratedFile<'_>]) -> Result<(), Error> {
    let staged = files.iter().map(|file| Staged::text(bounds.root(), file.name, &file.text));
    let staged: Vec<Staged> = staged.collect::<Result<_, Error>>()?;
    staged.into_iter().try_for_each(Staged::publish)
}

fn report(console: &Console, open: &OpenWorkspace, migration: &Migration<'_>, args: &MigrateArgs) {
    for renamed in migration.files.iter().flat_map(|file| &file.replaced) {
        let place = open.sources().place_of(&renamed.origin);
        let RenamedId { former, present, .. } = renamed;
        console.line(&format!("{place}  {former} -> {present}"));
        console.record(&json!({
            "type": "migrated", "file": place.file, "line": place.line, "column": place.column,
            "former": former, "present": present, "written": !args.check,
        }));
    }
    let ids: usize = migration.files.iter().map(|file| file.replaced.len()).sum();
    let (ids, files) = (Count(ids, "id"), Count(migration.files.len(), "file"));
    console.line(&match (migration.files.is_empty(), args.check) {
        (true, _) => "No file uses a former id.".to_owned(),
        (false, true) => format!("{ids} in {files} would be replaced; nothing was written."),
        (false, false) => format!("Replaced {ids} in {files}."),
    });
}

//! `onus evidence add`: everything is checked and prepared in memory before the file and the register are written.

use std::io;
use std::path::Path;

use onus_core::diagnostic::{Code, Diagnostic};
use onus_core::source::{
    AppendError, AppendErrorKind, Appended, ItemValue, SourceId, Span, append_item, plain_text,
};
use serde_json::{Value, json};

use super::AddError;
use super::entry::{NewEntry, entry};
use super::located::{self, Located};
use super::names;
use super::register::{self, TargetRegister};
use crate::cli::AddEvidenceArgs;
use crate::cmd::console::Console;
use crate::cmd::{ExitStatus, today};
use crate::error::Error;
use crate::load::{Bounds, PlainFile, read_marked_text};
use crate::open::{EvidenceReading, OpenWorkspace, Selection};
use crate::publish::Staged;

/// The text of a register without entries.
const NEW_REGISTER: &str = "schema: onus.evidence/1\n";

pub(super) fn run(console: &Console, root: &Path, args: &AddEvidenceArgs) -> Result<ExitStatus, Error> {
    let today = args.as_of.unwrap_or_else(today);
    let selection = Selection { organization: args.organization.clone(), project: args.project.clone() };
    let open = OpenWorkspace::open(root, selection, today, EvidenceReading::Skip)?;
    match add(console, &open, args) {
        Ok(()) => Ok(ExitStatus::Success),
        Err(AddError::Other(error)) => Err(error),
        Err(AddError::Input(mistakes)) => {
            console.diagnostics(&mistakes, open.sources());
            Ok(ExitStatus::Failed)
        }
    }
}

fn add(console: &Console, open: &OpenWorkspace, args: &AddEvidenceArgs) -> Result<(), AddError> {
    let mistakes = open.mistakes();
    if !mistakes.is_empty() {
        return Err(AddError::Input(mistakes.in_order()));
    }
    let bounds = Bounds::of(&open.workspace.root)?;
    let register = register::find(open, &bounds, args)?;
    let collected = args.collected.unwrap_or(open.as_of);
    // Errors on the command line are reported together with those of the file, but before failures to read it.
    let mut mistakes = names::mistakes(open.sources(), &register, args, collected);
    let located = match located::find(&bounds, &register, args) {
        Ok(located) if mistakes.is_empty() => located,
        Ok(_) => return Err(AddError::Input(mistakes)),
        Err(AddError::Input(more)) => {
            mistakes.extend(more);
            return Err(AddError::Input(mistakes));
        }
        Err(AddError::Other(error)) if mistakes.is_empty() => return Err(error.into()),
        Err(AddError::Other(_)) => return Err(AddError::Input(mistakes)),
    };
    let entry = entry(&register, &located, args, open.as_of);
    let old = text_of(open, &bounds, &register)?;
    let appended =
        append_item(&old, "evidence", &entry.item).map_err(|why| not_added(&register, &old, why))?;
    write(&bounds, &register, &located, &args.what, &appended)?;
    report(console, &register, &located, &entry, &appended);
    Ok(())
}

/// The text of the register on disk, which must still be what was validated.
fn text_of(open: &OpenWorkspace, bounds: &Bounds, register: &TargetRegister<'_>) -> Result<String, Error> {
    let path = bounds.path(&register.path);
    let Some(id) = register.source else {
        if bounds.exists(&register.path) {
            let cause = io::Error::other("it exists and is not a register");
            return Err(Error::Write { path, cause });
        }
        return Ok(NEW_REGISTER.to_owned());
    };
    let text = read_marked_text(&path)?;
    // Validated texts have no byte order mark and one kind of line breaks; the file keeps its own.
    if plain_text(text.clone()) != open.sources().get(id).text() {
        return Err(Error::Write {
            path,
            cause: io::Error::other("it was changed in the meantime; try again"),
        });
    }
    Ok(text)
}

/// Stages the copy and the register, then publishes them, the register last: an entry must not name a file that is not
/// there yet.
fn write(
    bounds: &Bounds,
    register: &TargetRegister<'_>,
    located: &Located,
    original: &Path,
    appended: &Appended,
) -> Result<(), Error> {
    let root = &bounds.path("");
    let copy = match &located.copy {
        None => None,
        Some(copy) => {
            let mut file = PlainFile::open(original)?;
            let staged = Staged::copy(root, copy, &mut file)?;
            // The entry pins the digest that was taken before, so the copy must have it.
            if Some(file.fingerprint()) != located.fingerprint {
                let cause = io::Error::other("it was changed in the meantime; try again");
                return Err(Error::Read { path: original.to_owned(), cause });
            }
            Some(staged)
        }
    };
    let text = Staged::text(root, &register.path, &appended.text)?;
    copy.map_or(Ok(()), Staged::publish)?;
    text.publish()
}

fn not_added(register: &TargetRegister<'_>, old: &str, why: AppendError) -> AddError {
    let message = format!("cannot add an entry to `{}`", register.path);
    let (label, hint) = match why.kind {
        AppendErrorKind::Structure(_) => ("cannot be read", "fix the file first".to_owned()),
        AppendErrorKind::InBraces => {
            ("written in braces", "write each key on a line of its own, without braces".to_owned())
        }
        AppendErrorKind::InBrackets => {
            ("written in brackets", "write each entry on a line of its own that starts with `- `".to_owned())
        }
        AppendErrorKind::NoList => ("not a list", "write the entries as a list below `evidence:`".to_owned()),
        AppendErrorKind::TooMany(most) => {
            ("full", format!("a register has at most {most} entries; choose another with `--register`"))
        }
        AppendErrorKind::Unsafe if !old.ends_with('\n') => {
            ("here", "the last line has no line break; add one".to_owned())
        }
        AppendErrorKind::Unsafe => {
            let hint = "a new entry would change others here; write each entry on lines of its own below `evidence:`";
            ("here", hint.to_owned())
        }
    };
    let at = |source: SourceId| Span { source, start: why.range.start, end: why.range.end };
    let mistake = Diagnostic::error(Code::EntryNotAdded, message).hint(hint);
    match register.source {
        Some(source) => mistake.at(at(source), label).into(),
        None => mistake.into(),
    }
}

fn report(
    console: &Console,
    register: &TargetRegister<'_>,
    located: &Located,
    entry: &NewEntry,
    appended: &Appended,
) {
    let value = |value: &ItemValue| match value {
        ItemValue::Bare(text) | ItemValue::Text(text) => Value::from(text.as_str()),
        ItemValue::List(texts) => Value::from(texts.as_slice()),
    };
    let fields = entry.item.iter().map(|(key, content)| ((*key).to_owned(), value(content))).collect();
    console.record(&json!({
        "type": "added",
        "file": register.path,
        "line": appended.line,
        "entry": Value::Object(fields),
        "copied": located.copy,
        "assumed": entry.assumed,
    }));
    console.line(&format!("{}:{}", register.path, appended.line));
    console.lines(&appended.item);
    if let Some(copy) = &located.copy {
        console.line(&format!("Copied to {copy}."));
    }
    if entry.assumed.is_empty() {
        console.line(&format!("Added `{}`.", entry.id));
    } else {
        console.line(&format!("Added `{}`; assumed: {}.", entry.id, entry.assumed.join(", ")));
    }
}

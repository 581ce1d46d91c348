//! `onus evidence add`: everything is checked and made in memory, then the file and the register are put in place.

use std::io;
use std::path::Path;

use onus_core::diagnostic::{Code, Diagnostic};
use onus_core::source::{AppendError, AppendErrorKind, Appended, ItemValue, SourceId, Span, append_item};
use onus_core::validate::validate;
use serde_json::{Value, json};

use super::Refused;
use super::entry::{Entry, entry};
use super::names;
use super::piece::{self, Piece};
use super::register::{self, Register};
use crate::cli::AddArgs;
use crate::cmd::console::Console;
use crate::cmd::{Ending, today};
use crate::error::Error;
use crate::load::{Bounds, PlainFile, Workspace, load, read_marked_text};
use crate::publish::Staged;

/// What a register starts with.
const NEW_REGISTER: &str = "schema: onus.evidence/1\n";

pub(super) fn run(console: &Console, root: &Path, args: &AddArgs) -> Result<Ending, Error> {
    let workspace = load(root)?;
    match add(console, &workspace, root, args) {
        Ok(()) => Ok(Ending::Done),
        Err(Refused::Failed(error)) => Err(error),
        Err(Refused::Mistakes(mistakes)) => {
            console.diagnostics(&mistakes, &workspace.texts.sources);
            Ok(Ending::Failed)
        }
    }
}

fn add(console: &Console, workspace: &Workspace, root: &Path, args: &AddArgs) -> Result<(), Refused> {
    let validated = validate(&workspace.texts);
    let mut mistakes = workspace.texts.problems.clone();
    mistakes.extend(validated.mistakes);
    if !mistakes.is_empty() {
        return Err(Refused::Mistakes(mistakes));
    }
    let bounds = Bounds::of(root)?;
    let today = args.as_of.unwrap_or_else(today);
    let register = register::find(workspace, &validated.organizations, &bounds, args)?;
    let collected = args.collected.unwrap_or(today);
    let mut mistakes = names::mistakes(&workspace.texts.sources, &register, args, collected);
    let piece = match piece::find(&bounds, &register, args) {
        Ok(piece) if mistakes.is_empty() => piece,
        Ok(_) => return Err(Refused::Mistakes(mistakes)),
        Err(Refused::Mistakes(more)) => {
            mistakes.extend(more);
            return Err(Refused::Mistakes(mistakes));
        }
        Err(Refused::Failed(error)) if mistakes.is_empty() => return Err(error.into()),
        Err(Refused::Failed(_)) => return Err(Refused::Mistakes(mistakes)),
    };
    let entry = entry(&register, &piece, args, today);
    let old = text_of(workspace, &bounds, &register)?;
    let appended =
        append_item(&old, "evidence", &entry.item).map_err(|why| not_added(&register, &old, why))?;
    write(&bounds, &register, (&piece, args), &appended)?;
    report(console, &register, (&piece, &entry), &appended);
    Ok(())
}

/// The register as it is on the disk, which must still be what was checked.
fn text_of(workspace: &Workspace, bounds: &Bounds, register: &Register<'_>) -> Result<String, Error> {
    let path = bounds.path(&register.path);
    let Some(id) = register.source else {
        if bounds.exists(&register.path) {
            let cause = io::Error::other("something that is no register has this name");
            return Err(Error::Write { path, cause });
        }
        return Ok(NEW_REGISTER.to_owned());
    };
    let text = read_marked_text(&path)?;
    if text.strip_prefix('\u{feff}').unwrap_or(&text) != workspace.texts.sources.get(id).text() {
        return Err(Error::Write { path, cause: io::Error::other("it was changed just now; try again") });
    }
    Ok(text)
}

/// Writes the copy and the register beside their places, then puts them there, the register last.
fn write(
    bounds: &Bounds,
    register: &Register<'_>,
    (piece, args): (&Piece, &AddArgs),
    appended: &Appended,
) -> Result<(), Error> {
    let place = bounds.path(&bounds.inside(&bounds.path(&register.path))?);
    let copy = match &piece.copy {
        None => None,
        Some(copy) => {
            let mut file = PlainFile::open(&args.what)?;
            let staged = Staged::copy(&bounds.path(copy), &mut file)?;
            if Some(file.fingerprint()) != piece.fingerprint {
                let cause = io::Error::other("it was changed just now; try again");
                return Err(Error::Read { path: args.what.clone(), cause });
            }
            Some(staged)
        }
    };
    let text = Staged::text(&place, &appended.text)?;
    copy.map_or(Ok(()), Staged::publish)?;
    text.publish()
}

fn not_added(register: &Register<'_>, old: &str, why: AppendError) -> Refused {
    let message = format!("no entry can be added to `{}`", register.path);
    let (label, hint) = match why.kind {
        AppendErrorKind::Structure(_) => ("this cannot be read", "mend the file first".to_owned()),
        AppendErrorKind::InBraces => {
            ("in braces", "write each key on a line of its own, without braces".to_owned())
        }
        AppendErrorKind::InBrackets => {
            ("in brackets", "write each entry on a line of its own that starts with `- `".to_owned())
        }
        AppendErrorKind::NoList => ("no list", "write the entries themselves below `evidence:`".to_owned()),
        AppendErrorKind::TooMany(most) => {
            ("full", format!("a register has at most {most} entries; name another with `--register`"))
        }
        AppendErrorKind::Unsafe if !old.ends_with('\n') => {
            ("here", "the last line has no line break at its end; put one there".to_owned())
        }
        AppendErrorKind::Unsafe => {
            let hint =
                "something else would change with it; write each entry on lines of its own below `evidence:`";
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

fn report(console: &Console, register: &Register<'_>, (piece, entry): (&Piece, &Entry), appended: &Appended) {
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
        "copied": piece.copy,
        "assumed": entry.assumed,
    }));
    console.line(&format!("{}:{}\n{}", register.path, appended.line, appended.item));
    if let Some(copy) = &piece.copy {
        console.line(&format!("Copied to {copy}."));
    }
    match entry.assumed.is_empty() {
        true => console.line(&format!("Added `{}`.", entry.id)),
        false => console.line(&format!("Added `{}`; assumed: {}.", entry.id, entry.assumed.join(", "))),
    }
}

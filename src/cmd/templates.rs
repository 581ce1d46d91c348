//! `onus templates`: the built-in templates, those of the workspace, and copies of the one in the other.

use std::path::Path;

use onus_core::diagnostic::{Code, Diagnostic, did_you_mean, quoted};
use serde_json::json;
use similar::TextDiff;

use super::ExitStatus;
use super::console::Console;
use super::list::ListTable;
use crate::cli::{CopyTemplateArgs, TemplatesArgs, TemplatesCommand};
use crate::error::Error;
use crate::load::{Workspace, is_there, load_templates};
use crate::plan::{
    self, DocumentFormat, Template, builtin_template, copied_text, copies, outdated_copies, own_template,
};
use crate::publish::Staged;

/// Lines around a difference.
const CONTEXT: usize = 3;

pub(super) fn run(console: &Console, root: &Path, args: &TemplatesArgs) -> Result<ExitStatus, Error> {
    let workspace = load_templates(root)?;
    let sources = &workspace.texts.sources;
    if !workspace.texts.problems.is_empty() {
        console.diagnostics(&workspace.texts.problems, sources);
        return Ok(ExitStatus::Failed);
    }
    let named = |name: &str| {
        BuiltinTemplate::named(&workspace, name).map_err(|unknown| console.diagnostics(&[unknown], sources))
    };
    match &args.command {
        TemplatesCommand::List => return Ok(list(console, &workspace)),
        TemplatesCommand::Show { name } => {
            let Ok(template) = named(name) else { return Ok(ExitStatus::Failed) };
            show(console, &template);
        }
        TemplatesCommand::Copy(args) => {
            let Ok(template) = named(&args.name) else { return Ok(ExitStatus::Failed) };
            copy(console, &workspace, &template, args)?;
        }
        TemplatesCommand::Diff { name } => {
            let Ok(template) = named(name) else { return Ok(ExitStatus::Failed) };
            if let Err(missing) = diff(console, &workspace, &template) {
                console.diagnostics(&[*missing], sources);
                return Ok(ExitStatus::Failed);
            }
        }
    }
    Ok(ExitStatus::Success)
}

/// A built-in template that was asked for.
struct BuiltinTemplate<'w> {
    /// Its path below `templates`.
    file: String,
    text: &'w str,
}

impl<'w> BuiltinTemplate<'w> {
    fn named(workspace: &'w Workspace, name: &str) -> Result<Self, Diagnostic> {
        let file = format!("{}.md", short(name));
        if let Some(text) = builtin_template(workspace, &file) {
            return Ok(Self { file, text });
        }
        let message = format!("there is no built-in template {}", quoted(name));
        let names: Vec<&str> = workspace
            .templates
            .iter()
            .filter(|template| builtin_template(workspace, &template.name).is_some())
            .map(|template| short(&template.name))
            .collect();
        let hint = did_you_mean(short(name), names)
            .unwrap_or_else(|| "`onus templates list` shows all of them".to_owned());
        Err(Diagnostic::error(Code::UnknownSelection, message).hint(hint))
    }
}

/// The name of a template without the ending of its file.
fn short(file: &str) -> &str {
    file.strip_suffix(".md").unwrap_or(file)
}

fn list(console: &Console, workspace: &Workspace) -> ExitStatus {
    let (templates, problems) = plan::templates(workspace);
    let mut names: Vec<&str> = workspace.templates.iter().map(|template| template.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let rows = names.into_iter().map(|name| {
        let template = templates.iter().find(|template| template.name == name);
        let fact = |of: fn(&Template) -> String| template.map_or_else(|| "-".to_owned(), of);
        vec![
            short(name).to_owned(),
            template.map_or("part", |template| template.scope.word()).to_owned(),
            fact(|template| {
                let words = template.formats.iter().map(|format: &DocumentFormat| format.word());
                words.collect::<Vec<_>>().join(", ")
            }),
            fact(|template| template.title.clone()),
            origin(workspace, name).to_owned(),
            copied(workspace, name),
        ]
    });
    let headings = vec!["name", "scope", "formats", "title", "origin", "copy"];
    ListTable { kind: "template", headings, rows: rows.collect() }.show(console);
    console.diagnostics(&outdated_copies(workspace), &workspace.texts.sources);
    console.diagnostics(&problems, &workspace.texts.sources);
    if problems.is_empty() { ExitStatus::Success } else { ExitStatus::Failed }
}

/// Whose template of a name is used.
fn origin(workspace: &Workspace, name: &str) -> &'static str {
    let own = own_template(workspace, name).map(|own| workspace.texts.sources.get(own.whole).text());
    match (builtin_template(workspace, name), own) {
        (Some(builtin), Some(own)) if builtin != own => "replaced",
        (Some(_), Some(_) | None) => "built-in",
        (None, _) => "own",
    }
}

/// Which version the workspace's template of a name was copied from; empty if it does not say.
fn copied(workspace: &Workspace, name: &str) -> String {
    let found = copies(workspace).into_iter().find(|copy| copy.text.name == name);
    found.map_or_else(String::new, |copy| match copy.is_outdated {
        true => format!("of {}, outdated", copy.base.version),
        false => format!("of {}", copy.base.version),
    })
}

fn show(console: &Console, template: &BuiltinTemplate<'_>) {
    if console.is_json() {
        let name = short(&template.file);
        console.record(&json!({ "type": "template", "name": name, "text": template.text }));
    } else {
        console.document(template.text);
    }
}

fn copy(
    console: &Console,
    workspace: &Workspace,
    template: &BuiltinTemplate<'_>,
    args: &CopyTemplateArgs,
) -> Result<(), Error> {
    let path = format!("templates/{}", template.file);
    let place = workspace.root.join(&path);
    if !args.force && is_there(&place) {
        return Err(Error::TemplateExists { path: place });
    }
    let text = copied_text(template.text);
    let staged = match args.force {
        true => Staged::text(&workspace.root, &path, &text)?,
        false => Staged::copy(&workspace.root, &path, &mut text.as_bytes())?,
    };
    staged.publish()?;
    console.record(&json!({ "type": "file", "path": path, "bytes": text.len() }));
    console.line(&format!("Wrote {}; it takes the place of the built-in template.", place.display()));
    Ok(())
}

/// Shows what would have to change in the workspace's own template to make it the built-in one.
fn diff(
    console: &Console,
    workspace: &Workspace,
    template: &BuiltinTemplate<'_>,
) -> Result<(), Box<Diagnostic>> {
    let name = short(&template.file);
    let Some(own) = own_template(workspace, &template.file) else {
        let message = format!("the workspace has no template `{name}` of its own");
        let hint = format!("`onus templates copy {name}` makes one");
        return Err(Box::new(Diagnostic::error(Code::UnknownSelection, message).hint(hint)));
    };
    let own = workspace.texts.sources.get(own.whole);
    // A copy that nobody changed differs by the line on its origin alone, which says nothing.
    let text = if own.text() == copied_text(template.text) { template.text } else { own.text() };
    let difference = TextDiff::from_lines(text, template.text)
        .unified_diff()
        .context_radius(CONTEXT)
        .header(own.name(), &format!("onus:templates/{}", template.file))
        .to_string();
    if console.is_json() {
        console.record(&json!({ "type": "template-diff", "name": name, "diff": difference }));
    } else if difference.is_empty() {
        console.line(&format!("{} says what the built-in template says.", own.name()));
    } else {
        console.document(&difference);
    }
    Ok(())
}

//! The template engine: all templates of a workspace, compiled once, rendered as often as there are documents.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use onus_core::diagnostic::{Code, Diagnostic};
use onus_core::model::Edition;
use onus_core::source::Span;
use tera::{Context, ErrorKind, Tera};

use super::complaint::{self, Texts};
use super::output::{self, Bounded};
use super::revision::Text;
use super::trace::{self, Trace};
use super::view::View;
use super::{escape, filters, includes};
use crate::load::{Workspace, front_matter};
use crate::plan::{Document, Template};

/// The templates of a workspace, ready to render.
pub struct Engine {
    tera: Tera,
    texts: Texts,
    /// The same templates with marks in their text, once somebody asked where a document's lines come from.
    marked: OnceLock<Option<Tera>>,
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").field("texts", &self.texts).finish_non_exhaustive()
    }
}

impl Engine {
    /// Compiles every template of a workspace, those that are only included too. All that is wrong with any of
    /// them is reported together.
    pub fn new(workspace: &Workspace) -> Result<Self, Vec<Diagnostic>> {
        let mut texts: Texts = BTreeMap::new();
        for template in &workspace.templates {
            let text = workspace.texts.sources.get(template.whole).text();
            texts.insert(template.name.clone(), (template.whole, without_front_matter(text)));
        }
        on_large_stack(|| Self::compile(texts)).unwrap_or_else(|| Err(vec![gave_up()]))
    }

    fn compile(texts: Texts) -> Result<Self, Vec<Diagnostic>> {
        let mut tera = empty();
        if tera.add_raw_templates(texts.iter().map(|(name, (_, text))| (name, text))).is_err() {
            return Err(problems(texts));
        }
        let problems = includes::too_deep(&texts);
        if problems.is_empty() { Ok(Self { tera, texts, marked: OnceLock::new() }) } else { Err(problems) }
    }

    /// Renders a document.
    pub fn render(
        &self,
        document: &Document<'_>,
        view: &View,
        edition: &Edition,
    ) -> Result<Text, Diagnostic> {
        let template = document.template;
        match run(&self.tera, document, (view, edition)) {
            Some(Ok(text)) => Ok(Text::settle(&output::tidy(&text))),
            Some(Err(error)) => Err(complaint::of_rendering(&self.texts, template, &error)),
            None => Err(gave_up().at(Span { source: template.source, start: 0, end: 0 }, "")),
        }
    }

    /// Renders the only document of a template, which is about nothing that has a folder.
    pub fn render_alone(&self, template: &Template, view: &View) -> Result<Text, Diagnostic> {
        match run_in(&self.tera, template, &view.context_alone(template)) {
            Some(Ok(text)) => Ok(Text::settle(&output::tidy(&text))),
            Some(Err(error)) => Err(complaint::of_rendering(&self.texts, template, &error)),
            None => Err(gave_up().at(Span { source: template.source, start: 0, end: 0 }, "")),
        }
    }

    /// Where the lines of a rendered document come from; none when that cannot be found out.
    pub fn trace(
        &self,
        document: &Document<'_>,
        (view, edition): (&View, &Edition),
        text: &str,
    ) -> Option<Trace> {
        let compile = || on_large_stack(|| Self::compile(trace::marked(&self.texts)))?.ok();
        let marked = self.marked.get_or_init(|| compile().map(|engine| engine.tera)).as_ref()?;
        Trace::read(&run(marked, document, (view, edition))?.ok()?, text, &self.texts)
    }
}

/// What a template writes; none when the engine broke down.
fn run(
    tera: &Tera,
    document: &Document<'_>,
    (view, edition): (&View, &Edition),
) -> Option<Result<String, tera::Error>> {
    run_in(tera, document.template, &view.context(document, edition))
}

fn run_in(tera: &Tera, template: &Template, context: &Context) -> Option<Result<String, tera::Error>> {
    let rendered = on_large_stack(|| {
        let mut output = Bounded::default();
        tera.render_to(&template.name, context, &mut output).map(|()| output)
    })?;
    Some(rendered.map(Bounded::into_text))
}

/// Stack in bytes that one level of rendering takes at most. Measured with Tera 2.4: 13 KiB, and 78 KiB without
/// optimisation.
const LEVEL: usize = if cfg!(debug_assertions) { 96 * 1024 } else { 24 * 1024 };

/// Stack in bytes for the deepest nesting that [`includes::DEEPEST`] and the engine allow: four templates in each of
/// 20 components, with 40 blocks in each. Only what is used of it is ever held in memory.
const STACK: usize = includes::DEEPEST * 20 * 41 * LEVEL;

/// Does work that other people's templates can make recurse; none when it broke down.
fn on_large_stack<T>(work: impl FnOnce() -> T) -> Option<T> {
    // What it worked on is not looked at again.
    catch_unwind(AssertUnwindSafe(|| stacker::grow(STACK, work))).ok()
}

fn gave_up() -> Diagnostic {
    Diagnostic::error(Code::TemplateFailed, "the template engine gave up")
}

/// An engine without templates: values are escaped everywhere.
fn empty() -> Tera {
    let mut tera = Tera::default();
    tera.autoescape_on([""]);
    tera.set_escape_fn(escape::escape_to);
    filters::register(&mut tera);
    tera
}

/// The text with its front matter blanked out, so that places in it are places in the file.
fn without_front_matter(text: &str) -> String {
    let Some(matter) = front_matter(text) else {
        return text.to_owned();
    };
    let line_end = text[matter.end..].find('\n').map_or(text.len(), |at| matter.end + at);
    let (blanked, body) = text.split_at(line_end);
    let blank = |byte: u8| {
        if matches!(byte, b'\n' | b'\r') { char::from(byte) } else { ' ' }
    };
    let mut whole: String = blanked.bytes().map(blank).collect();
    whole.push_str(body);
    whole
}

/// Finds everything that is wrong: the engine itself stops at the first template that it cannot read and at the
/// first endless include, so those are emptied and the rest is tried again.
fn problems(mut texts: Texts) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let names: Vec<String> = texts.keys().cloned().collect();
    for name in &names {
        let Some((source, text)) = texts.get_mut(name) else {
            continue;
        };
        if let Err(error) = empty().add_raw_template(name, text)
            && let ErrorKind::SyntaxError(report) = error.kind()
        {
            problems.push(complaint::of_syntax(*source, report));
            text.clear();
        }
    }
    for _ in 0..=names.len() {
        let complete = problems.is_empty();
        let mut tera = empty();
        let Err(error) = tera.add_raw_templates(texts.iter().map(|(name, (_, text))| (name, text))) else {
            break;
        };
        let found = complaint::of_building(&texts, &error, complete);
        problems.extend(found.problems);
        let Some((_, text)) = found.culprit.and_then(|name| texts.get_mut(&name)) else {
            break;
        };
        text.clear();
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::without_front_matter;

    #[test]
    fn front_matter_vanishes_and_places_stay() {
        let text = "---\ntitle: Ä\n---\nbody";
        let whole = without_front_matter(text);
        assert_eq!(whole.trim_start(), "body");
        assert_eq!(whole.find("body"), text.find("body"));
        assert_eq!(whole.lines().count(), text.lines().count());
    }
}

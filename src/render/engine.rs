//! The template engine: all templates of a workspace, compiled once, rendered as often as there are documents.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use onus_core::diagnostic::{Code, Diagnostic};
use onus_core::model::Edition;
use onus_core::source::Span;
use onus_typeset::caught::caught;
use tera::{Context, ErrorKind, Tera};

use super::guard::GuardedTemplate;
use super::output::{self, LimitedOutput};
use super::revision::RenderedText;
use super::source_map::{self, SourceMap};
use super::sources::{TemplateSource, TemplateSources};
use super::template_error::{link_errors, render_error, syntax_error};
use super::translate::TemplateMessage;
use super::view::View;
use super::{budget, escape, filters, guard, includes, translate};
use crate::load::{Workspace, front_matter};
use crate::plan::{PlannedDocument, Template};

/// Templates with a guard on their work, by name.
type GuardedTemplates = BTreeMap<String, GuardedTemplate>;

/// The templates of a workspace, ready to render.
pub struct Engine {
    tera: Tera,
    texts: TemplateSources,
    /// The templates as the engine has them, by their names.
    guarded: GuardedTemplates,
    /// English texts that templates have translated.
    texts_to_translate: Vec<TemplateMessage>,
    /// The same templates with marks in their text, from the first time that a source map is needed. None inside when
    /// they do not compile.
    marked: OnceLock<Option<Tera>>,
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").field("texts", &self.texts).finish_non_exhaustive()
    }
}

impl Engine {
    /// Compiles every template of a workspace, those that are only included too. Reports the errors of all of them
    /// together.
    pub fn new(workspace: &Workspace) -> Result<Self, Vec<Diagnostic>> {
        let mut texts: TemplateSources = BTreeMap::new();
        for template in &workspace.templates {
            let text = workspace.texts.sources.get(template.whole).text();
            let text = without_front_matter(text);
            texts.insert(template.name.clone(), TemplateSource { source: template.whole, text });
        }
        on_large_stack(|| Self::compile(texts)).unwrap_or_else(|| Err(vec![panicked()]))
    }

    fn compile(texts: TemplateSources) -> Result<Self, Vec<Diagnostic>> {
        let mut tera = empty();
        let guarded = guarded(&texts);
        let named = guarded.iter().map(|(name, template)| (name, &template.text));
        if guarded.len() < texts.len() || tera.add_raw_templates(named).is_err() {
            return Err(problems(texts));
        }
        let mut problems = includes::too_deep(&texts);
        let (texts_to_translate, found) = translate::texts(&texts);
        problems.extend(found);
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Self { tera, texts, guarded, texts_to_translate, marked: OnceLock::new() })
    }

    /// English texts that templates have translated, each as often as it stands in one.
    pub fn texts_to_translate(&self) -> &[TemplateMessage] {
        &self.texts_to_translate
    }

    /// Renders a document.
    pub fn render(
        &self,
        document: &PlannedDocument<'_>,
        view: &View,
        edition: &Edition,
    ) -> Result<RenderedText, Diagnostic> {
        self.render_in(document.template, view, &view.context(document, edition))
    }

    /// Renders the only document of a template, which is about nothing that has a folder.
    pub fn render_alone(&self, template: &Template, view: &View) -> Result<RenderedText, Diagnostic> {
        self.render_in(template, view, &view.context_alone(template))
    }

    fn render_in(
        &self,
        template: &Template,
        view: &View,
        context: &Context,
    ) -> Result<RenderedText, Diagnostic> {
        match run(&self.tera, template, view, context) {
            Some(Ok(text)) => Ok(RenderedText::from_draft(&output::tidy(&text))),
            Some(Err(error)) => Err(render_error(&self.texts, &self.guarded, template, &error)),
            None => Err(panicked().at(Span { source: template.source, start: 0, end: 0 }, "")),
        }
    }

    /// The lines of templates that the lines of a rendered document come from. None when the marks that show it change
    /// the document.
    pub fn source_map(
        &self,
        document: &PlannedDocument<'_>,
        view: &View,
        edition: &Edition,
        text: &str,
    ) -> Option<SourceMap> {
        let compile = || on_large_stack(|| Self::compile(source_map::marked(&self.texts)))?.ok();
        let marked = self.marked.get_or_init(|| compile().map(|engine| engine.tera)).as_ref()?;
        let rendered = run(marked, document.template, view, &view.context(document, edition))?.ok()?;
        SourceMap::read(&rendered, text, &self.texts)
    }
}

/// The templates with a guard on their work; those are missing that are not well-formed.
fn guarded(texts: &TemplateSources) -> GuardedTemplates {
    let included: BTreeSet<&str> = texts
        .values()
        .flat_map(|template| includes::named_in(&template.text))
        .map(|(name, _)| name)
        .collect();
    let guard = |(name, template): (&String, &TemplateSource)| {
        let text = guard::guarded(&template.text, included.contains(name.as_str()))?;
        Some((name.clone(), text))
    };
    texts.iter().filter_map(guard).collect()
}

/// The templates in the form that the engine takes.
fn named(texts: &TemplateSources) -> impl Iterator<Item = (&String, &String)> {
    texts.iter().map(|(name, template)| (name, &template.text))
}

/// What a template writes; none when the engine panicked.
fn run(
    tera: &Tera,
    template: &Template,
    view: &View,
    context: &Context,
) -> Option<Result<String, tera::Error>> {
    let rendered = on_large_stack(|| {
        let mut output = LimitedOutput::default();
        budget::start();
        translate::start(view.messages());
        tera.render_to(&template.name, context, &mut output).map(|()| output)
    })?;
    Some(rendered.map(LimitedOutput::into_text))
}

/// Stack in bytes that one level of rendering takes at most. Measured with Tera 2.4: 13 KiB, and 78 KiB without
/// optimisation; the rest is reserve for another compiler.
const LEVEL: usize = if cfg!(debug_assertions) { 96 * 1024 } else { 24 * 1024 };

/// Stack in bytes for the deepest nesting that [`includes::DEEPEST`] and the engine allow: four templates in each of
/// 20 components, with 40 blocks in each. Only what is used of it is ever held in memory.
const STACK: usize = includes::DEEPEST * 20 * 41 * LEVEL;

/// Does work that templates can make recurse. None when it panicked: a template of somebody else must not end the
/// program.
fn on_large_stack<T>(work: impl FnOnce() -> T) -> Option<T> {
    caught(|| stacker::grow(STACK, work))
}

fn panicked() -> Diagnostic {
    Diagnostic::error(Code::TemplateFailed, "the template engine failed")
}

/// An engine without templates, which escapes values as Markdown.
fn empty() -> Tera {
    let mut tera = Tera::default();
    // Every name ends in the empty text, so that values are escaped in all templates.
    tera.autoescape_on([""]);
    tera.set_escape_fn(escape::escape_to);
    filters::register(&mut tera);
    budget::register(&mut tera);
    tera
}

/// The text with its front matter as a comment without content, which leaves nothing behind, not even blank lines where
/// another template includes it. Offsets in it are offsets in the file.
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
    // In place of the two lines `---`; what follows the first of them may be a carriage return.
    whole.replace_range(..3, "{#-");
    let close = blanked.rfind("---").unwrap_or_default();
    whole.replace_range(close..close + 3, "-#}");
    whole.push_str(body);
    whole
}

/// All errors of templates. The engine stops at the first template that it cannot read and at the first circle of
/// includes, so that those are emptied and the rest is tried again.
fn problems(mut texts: TemplateSources) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let names: Vec<String> = texts.keys().cloned().collect();
    for name in &names {
        let Some(TemplateSource { source, text }) = texts.get_mut(name) else {
            continue;
        };
        if let Err(error) = empty().add_raw_template(name, text)
            && let ErrorKind::SyntaxError(report) = error.kind()
        {
            problems.push(syntax_error(*source, report));
            text.clear();
        }
    }
    // Each round empties one template, so that there is an end.
    for _ in 0..=names.len() {
        let complete = problems.is_empty();
        let mut tera = empty();
        let Err(error) = tera.add_raw_templates(named(&texts)) else {
            break;
        };
        let found = link_errors(&texts, &error, complete);
        problems.extend(found.problems);
        let Some(culprit) = found.culprit.and_then(|name| texts.get_mut(&name)) else {
            break;
        };
        culprit.text.clear();
    }
    if problems.is_empty() {
        problems.push(unguarded(&texts));
    }
    problems
}

/// The engine would take templates that cannot be guarded; their authors have to write them differently.
fn unguarded(texts: &TemplateSources) -> Diagnostic {
    let fails = |template: &&TemplateSource| {
        guard::guarded(&template.text, false).is_none_or(|guarded| {
            let added = empty().add_raw_template("t", &guarded.text);
            added.is_err_and(|error| matches!(error.kind(), ErrorKind::SyntaxError(_)))
        })
    };
    let problem = Diagnostic::error(Code::TemplateSyntax, "the work of this template cannot be bounded");
    let problem = problem.hint("split long expressions into several `set` tags".to_owned());
    match texts.values().find(fails) {
        Some(template) => problem.at(Span { source: template.source, start: 0, end: 0 }, ""),
        None => problem,
    }
}

#[cfg(test)]
mod tests {
    use super::without_front_matter;

    #[test]
    fn front_matter_vanishes_and_places_stay() {
        let text = "---\ntitle: Ä\n---\nbody";
        let whole = without_front_matter(text);
        assert_eq!(whole, "{#-\n         \n-#}\nbody");
        assert_eq!(whole.find("body"), text.find("body"));
        assert_eq!(whole.lines().count(), text.lines().count());
    }
}

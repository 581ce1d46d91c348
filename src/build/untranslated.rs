//! Which texts of documents stay English, and which texts of message files nothing prints. Both are worth knowing and keep no
//! document from being made.

use std::collections::BTreeSet;

use onus_core::diagnostic::{Code, Count, Diagnostic, nearest, quoted};
use onus_core::model::{Control, Organization};
use onus_core::validate::ValidOrganization;

use super::context::DocumentTools;
use crate::messages::{Messages, OwnMessage, primary};
use crate::open::OpenWorkspace;

/// The language that all texts are written in.
const WRITTEN_IN: &str = "en";

/// So many bytes at the beginning are the same in texts that are compared.
const BEGINNING: usize = 4;

/// What is to be said about the languages of a workspace.
pub(super) fn untranslated(open: &OpenWorkspace, tools: &DocumentTools) -> Vec<Diagnostic> {
    let subjects = open.validated.organizations.iter();
    let selected = subjects.filter(|subject| open.selection.has_organization(&subject.organization.id));
    let mut notes: Vec<Diagnostic> =
        selected.filter_map(|subject| of_organization(open, tools, subject)).collect();
    notes.extend(unknown(open, tools));
    notes
}

/// How much of the documents of an organisation is in English, though it writes in another language.
fn of_organization(
    open: &OpenWorkspace,
    tools: &DocumentTools,
    subject: &ValidOrganization,
) -> Option<Diagnostic> {
    let Organization { language, origin, .. } = &subject.organization;
    let language = language.as_str();
    if primary(language) == WRITTEN_IN {
        return None;
    }
    let messages = tools.messages.of(language);
    let texts = template_texts(tools);
    let texts_without = texts.iter().filter(|text| !messages.has(text)).count();
    // Own controls are in whatever language their organisation wrote them in.
    let is_built_in =
        |control: &&Control| open.sources().get(control.origin.source).name().starts_with("onus:");
    let controls: Vec<&Control> = subject.catalog.controls.iter().filter(is_built_in).collect();
    let controls_without = controls.iter().filter(|control| !is_translated(control, &messages)).count();
    let mut missing = Vec::new();
    if texts_without > 0 {
        missing.push(format!("{texts_without} of {}", Count(texts.len(), "text")) + " of templates");
    }
    if controls_without > 0 {
        missing.push(format!("{controls_without} of {}", Count(controls.len(), "control")));
    }
    if missing.is_empty() {
        return None;
    }
    let message = format!("{} have no text in `{language}` and are shown in English", missing.join(" and "));
    let span = open.sources().span(&origin.key("language"));
    let hint = format!("`templates/i18n/{}.yaml` can have them", primary(language));
    Some(Diagnostic::note(Code::Untranslated, message).at(span, "").hint(hint))
}

fn is_translated(control: &Control, messages: &Messages) -> bool {
    control.document_texts().iter().all(|text| messages.has(text))
}

/// The texts that templates have translated, and their titles.
fn template_texts(tools: &DocumentTools) -> BTreeSet<&str> {
    let texts = tools.engine.texts_to_translate().iter().map(|found| found.text.as_str());
    texts.chain(tools.templates.iter().map(|template| template.title.trim())).collect()
}

/// Texts of message files that look like a text of a template or the catalog and are none: those were misspelt, or have
/// changed. Any other text may be one that the workspace's own data print.
fn unknown(open: &OpenWorkspace, tools: &DocumentTools) -> Vec<Diagnostic> {
    let own = tools.messages.own();
    if own.is_empty() {
        return Vec::new();
    }
    let subjects = &open.validated.organizations;
    let mut known: BTreeSet<&str> =
        subjects.iter().flat_map(|subject| subject.catalog.document_texts()).collect();
    known.extend(template_texts(tools));
    let builtin = own.iter().map(|own| primary(&own.language)).collect::<BTreeSet<_>>();
    let builtin: Vec<Messages> = builtin.into_iter().map(Messages::builtin).collect();
    known.extend(builtin.iter().flat_map(Messages::english_texts));
    own.iter().filter_map(|own| unknown_text(open, own, &known)).collect()
}

fn unknown_text(open: &OpenWorkspace, own: &OwnMessage, known: &BTreeSet<&str>) -> Option<Diagnostic> {
    let english = own.english.as_str();
    if known.contains(english) {
        return None;
    }
    // Few texts are left to compare: all that a catalog has would take seconds for each.
    let most = 1 + english.len() / 4;
    let resembles = |text: &&str| {
        text.len().abs_diff(english.len()) <= most && text.get(..BEGINNING) == english.get(..BEGINNING)
    };
    let meant = nearest(english, known.iter().copied().filter(resembles))?;
    let message = "no template and no entry of the catalog has this text, so its translation is not used";
    let hint = format!("did you mean {}?", quoted(meant));
    Some(
        Diagnostic::warning(Code::UnknownMessage, message)
            .at(open.sources().span(&own.origin), "")
            .hint(hint),
    )
}

//! Characters that no face has: one warning for each in a run, at the place in the input where it is written.

use std::collections::{BTreeMap, BTreeSet};

use onus_core::diagnostic::{Code, Diagnostic};
use onus_core::source::{CharacterPlaces, SourceId, Sources, Span};
use onus_core::texts::OrganizationTexts;
use onus_typeset::layout::LayoutWarning;

use crate::load::Workspace;

/// Characters of one file that are reported one by one; a text in another script has hundreds.
const MOST_SHOWN: usize = 8;

/// Characters that documents lack a face for, with the template that showed each first.
pub type MissingCharacters = BTreeMap<char, SourceId>;

/// Adds the characters that a document lacks.
pub fn note_missing(missing: &mut MissingCharacters, template: SourceId, warnings: &[LayoutWarning]) {
    for (character, _) in characters(warnings) {
        missing.entry(character).or_insert(template);
    }
}

/// Finds the characters that the documents of an organisation lack in its own texts, then in the templates, and else
/// at the start of the template that shows them. What was found for another organisation stays where it is.
pub fn locate_missing(
    places: &mut CharacterPlaces,
    workspace: &Workspace,
    texts: Option<&OrganizationTexts>,
    mut missing: MissingCharacters,
) {
    missing.retain(|character, _| !places.contains_key(character));
    let own = texts.into_iter().flat_map(|folder| {
        let registers = folder.evidence.iter().map(|register| &register.source);
        let statements = folder.statements.iter().map(|file| &file.source);
        let profiles = std::iter::once(&folder.organization).chain(&folder.projects).chain(statements);
        profiles.chain(registers).chain(&folder.catalog)
    });
    let sources = &workspace.texts.sources;
    let mut take = |missing: &mut MissingCharacters, found: CharacterPlaces| {
        missing.retain(|character, _| !found.contains_key(character));
        places.extend(found);
    };
    for id in own {
        let found = sources.characters_in_yaml(*id, &|character| missing.contains_key(&character));
        take(&mut missing, found);
    }
    // The workspace's templates come after the built-in ones of their names and take their places.
    for template in workspace.templates.iter().rev() {
        let found =
            sources.characters_in_text(template.whole, 0, &|character| missing.contains_key(&character));
        take(&mut missing, found);
    }
    let rest = missing.into_iter().map(|(character, source)| (character, Span { source, start: 0, end: 0 }));
    places.extend(rest);
}

/// The warnings of a run, by file and line.
pub fn missing_warnings(places: CharacterPlaces) -> Vec<Diagnostic> {
    let mut by_place: Vec<(Span, char)> =
        places.into_iter().map(|(character, span)| (span, character)).collect();
    by_place.sort_unstable();
    let mut warnings = Vec::new();
    for of_file in by_place.chunk_by(|(one, _), (other, _)| one.source == other.source) {
        let (shown, rest) = of_file.split_at(of_file.len().min(MOST_SHOWN));
        warnings.extend(shown.iter().map(|(span, character)| {
            let message = format!("no font has the character {}", named(*character));
            warning(message, *span)
        }));
        match rest {
            [] => {}
            [(span, character)] => {
                warnings.push(warning(format!("no font has the character {}", named(*character)), *span));
            }
            [(span, first), .., (_, last)] => {
                let (count, first, last) = (rest.len(), named(*first), named(*last));
                let message =
                    format!("no font has {count} other characters of this file, from {first} to {last}");
                warnings.push(warning(message, *span));
            }
        }
    }
    warnings
}

/// Warnings about the characters of a file that was set on its own; its body starts at a byte of it.
pub fn missing_in_file(
    sources: &Sources,
    file: SourceId,
    body: usize,
    warnings: &[LayoutWarning],
) -> Vec<Diagnostic> {
    let missing: BTreeMap<char, usize> = characters(warnings).collect();
    let wanted: BTreeSet<char> = missing.keys().copied().collect();
    let is_wanted = |character: char| wanted.contains(&character);
    let mut places = sources.characters_in_text(file, body, &is_wanted);
    for (character, span) in sources.characters_in_text(file, 0, &is_wanted) {
        places.entry(character).or_insert(span);
    }
    for (character, offset) in missing {
        // It may be written as an HTML entity.
        let start = body + offset;
        places.entry(character).or_insert(Span { source: file, start, end: start });
    }
    missing_warnings(places)
}

fn characters(warnings: &[LayoutWarning]) -> impl Iterator<Item = (char, usize)> {
    warnings.iter().filter_map(|warning| match warning {
        LayoutWarning::MissingCharacter { character, offset } => Some((*character, *offset)),
        LayoutWarning::TableTooWide { .. } | LayoutWarning::DiagramTooLarge { .. } => None,
    })
}

fn warning(message: String, span: Span) -> Diagnostic {
    Diagnostic::warning(Code::MissingGlyph, message).at(span, "").hint(
        "it is shown as a box; add a font that has it as a `fallback` under `fonts` in `templates/theme.yaml`"
            .to_owned(),
    )
}

/// The character, unless it cannot be seen, and its number.
fn named(character: char) -> String {
    let number = format!("U+{:04X}", u32::from(character));
    let visible = character.escape_debug().count() == 1;
    if visible { format!("`{character}` ({number})") } else { number }
}

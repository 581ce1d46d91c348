//! How much work the style sheets of an SVG file ask for: every selector is tried on every element, and one with several
//! parts on every chain of its ancestors.

use resvg::usvg::roxmltree::{Document, Node};

use super::PictureError;

/// Most steps that matching takes: about a second.
const MOST_STEPS: u64 = 20_000_000;

/// Most attributes of an element. The XML parser compares each with all before it.
const MOST_ATTRIBUTES: usize = 250;

/// Most bytes of style sheets, and of the `style` of one element: reading them takes the square of their length. Drawing
/// programs write a few kilobytes.
const LARGEST_SHEETS: usize = 128 * 1024;
const LARGEST_STYLE: usize = 8 * 1024;

const SIMPLIFY: &str = "simplify the drawing, or save it as PNG";

/// Refuses elements with very many attributes, before the file is parsed.
pub(super) fn check_attributes(text: &str) -> Result<(), PictureError> {
    let (mut attributes, mut in_tag, mut quote) = (0, false, None);
    for byte in text.bytes() {
        match (quote, byte) {
            (Some(open), _) if byte == open => quote = None,
            (Some(_), _) => {}
            (None, b'<') => (in_tag, attributes) = (true, 0),
            (None, b'>') => in_tag = false,
            (None, b'"' | b'\'') if in_tag => quote = Some(byte),
            (None, b'=') if in_tag => attributes += 1,
            (None, _) => {}
        }
        if attributes > MOST_ATTRIBUTES {
            let message = format!("has an element with more than {MOST_ATTRIBUTES} attributes");
            return Err(PictureError::too_large(message, SIMPLIFY));
        }
    }
    Ok(())
}

/// Refuses style sheets that take too long to apply. What is used in several places is styled in each, so that there may be
/// more elements than the file has.
pub(super) fn check(document: &Document<'_>, used: u64) -> Result<(), PictureError> {
    let mut styles = document.descendants().filter_map(|node| node.attribute("style"));
    if styles.any(|style| style.len() > LARGEST_STYLE) {
        let message = format!("has a `style` of more than {} KiB", LARGEST_STYLE / 1024);
        return Err(PictureError::too_large(message, SIMPLIFY));
    }
    let sheets: Vec<&str> = document
        .descendants()
        .filter(|node| node.tag_name().name() == "style")
        .flat_map(|style| style.children().filter_map(|child| child.text()))
        .collect();
    if sheets.iter().all(|sheet| sheet.trim().is_empty()) {
        return Ok(());
    }
    if sheets.iter().map(|sheet| sheet.len()).sum::<usize>() > LARGEST_SHEETS {
        let message = format!("has more than {} KiB of style sheets", LARGEST_SHEETS / 1024);
        return Err(PictureError::too_large(message, SIMPLIFY));
    }
    let reads_attributes = sheets.iter().any(|sheet| sheet.contains('['));
    let (mut elements, mut deepest) = (0_u64, 0_u64);
    for element in document.descendants().filter(Node::is_element) {
        elements = elements.saturating_add(1 + compared_bytes(element, reads_attributes) / 8);
        deepest = deepest.max(element.ancestors().take(64).count() as u64);
    }
    let steps = sheets.iter().fold(0_u64, |all, sheet| all.saturating_add(steps_for_one(sheet, deepest)));
    if steps.saturating_mul(elements.max(used)) > MOST_STEPS {
        return Err(PictureError::too_large("has style sheets that take too long to apply", SIMPLIFY));
    }
    Ok(())
}

/// Bytes of an element that selectors are compared with.
fn compared_bytes(element: Node<'_, '_>, reads_attributes: bool) -> u64 {
    let values = element.attributes().filter(|attribute| reads_attributes || attribute.name() == "class");
    values.map(|attribute| attribute.value().len() as u64).sum()
}

/// Steps that the rules of a sheet take for one element.
fn steps_for_one(sheet: &str, deepest: u64) -> u64 {
    let mut steps = 0_u64;
    for rule in sheet.split('}') {
        let (selectors, declarations) = rule.rsplit_once('{').unwrap_or((rule, ""));
        steps = steps.saturating_add(declarations.matches(';').count() as u64 + 1);
        for selector in selectors.split(',') {
            let parts =
                selector.split([' ', '\t', '\n', '\r', '>', '+', '~']).filter(|part| !part.is_empty());
            let chains = deepest.saturating_pow(parts.count().saturating_sub(1).min(64) as u32);
            steps = steps.saturating_add(chains.saturating_add(selector.len() as u64 / 16));
        }
    }
    steps
}

//! How much work an SVG file asks for, judged before anything is drawn: elements that use others multiply, and a file of
//! a few kilobytes can stand for thousands of millions of outlines.

use std::collections::BTreeMap;

use resvg::usvg::roxmltree::{Document, Node};

use super::PictureError;

/// Most bytes of a file: drawings of this size take seconds in any reader.
pub(super) const LARGEST: usize = 4 * 1024 * 1024;

/// Most elements of a file.
pub(super) const MOST_ELEMENTS: u32 = 100_000;

/// Deepest nesting, elements used by others included.
const DEEPEST: usize = 60;

/// Most bytes of attributes after everything used has been put in place.
const HEAVIEST: u64 = 16 * 1024 * 1024;

/// What an element weighs by itself, in bytes.
const ELEMENT: u64 = 64;

/// Most bytes that text entities may add.
const MOST_ENTITIES: usize = 1024 * 1024;

const SIMPLIFY: &str = "simplify the drawing, or save it as PNG";

/// Refuses XML entities that multiply; drawing programs use a few for the names of their extensions.
pub(super) fn check_entities(text: &str) -> Result<(), PictureError> {
    let Some(last) = text.rfind("<!ENTITY") else { return Ok(()) };
    let end = text[last..].find('>').map_or(text.len(), |at| last + at);
    let (declarations, body) = text.split_at(end);
    let nested = declarations.contains(['&', '%']);
    if nested || body.matches('&').count().saturating_mul(declarations.len()) > MOST_ENTITIES {
        return Err(PictureError::too_large("uses XML entities to repeat itself", SIMPLIFY));
    }
    Ok(())
}

/// How many elements a drawing has at most once everything used is in its place; refuses those that are too deep or too heavy.
pub(super) fn check(document: &Document<'_>) -> Result<u64, PictureError> {
    let mut depths: BTreeMap<usize, usize> = BTreeMap::new();
    let mut named: BTreeMap<&str, Node<'_, '_>> = BTreeMap::new();
    let mut points = 0;
    for node in document.descendants() {
        let above = node.parent().and_then(|parent| depths.get(&parent.id().get_usize()));
        let depth = above.map_or(0, |depth| depth + 1);
        if depth > DEEPEST {
            return Err(too_deep());
        }
        depths.insert(node.id().get_usize(), depth);
        if let Some(id) = node.attribute("id") {
            named.insert(id, node);
        }
        points += vertices(node);
    }
    let mut weigher = Weigher { named, known: BTreeMap::new(), open: Vec::new() };
    let weight = weigher.weigh(document.root_element(), 0)?;
    // Rules of a style sheet may hit every element.
    let elements = depths.len() as u64;
    let mut styled = 0_u64;
    for style in document.descendants().filter(|node| node.has_tag_name("style")) {
        for (name, target) in weigher.references(style.text().unwrap_or_default()) {
            let times = if name == "marker" { points } else { elements };
            if !name.ends_with("Gradient") {
                styled = styled.saturating_add(weigher.weigh(target, 0)?.saturating_mul(times));
            }
        }
    }
    if weight.saturating_add(styled) > HEAVIEST {
        return Err(PictureError::too_large("has too many parts", SIMPLIFY));
    }
    Ok(weight / ELEMENT)
}

fn too_deep() -> PictureError {
    PictureError::too_large(format!("nests more than {DEEPEST} elements deep"), SIMPLIFY)
}

/// No outline has more corners than this many.
fn vertices(node: Node<'_, '_>) -> u64 {
    let data = ["d", "points"].iter().filter_map(|name| node.attribute(*name));
    data.map(|data| data.len() as u64 / 2 + 1).sum::<u64>() + 4
}

struct Weigher<'d, 'i> {
    named: BTreeMap<&'d str, Node<'d, 'i>>,
    known: BTreeMap<usize, u64>,
    open: Vec<usize>,
}

impl<'d, 'i> Weigher<'d, 'i> {
    /// Bytes of an element with its children and everything that they use.
    fn weigh(&mut self, node: Node<'d, 'i>, depth: usize) -> Result<u64, PictureError> {
        let id = node.id().get_usize();
        if let Some(known) = self.known.get(&id) {
            return Ok(*known);
        }
        // What uses itself is not drawn.
        if self.open.contains(&id) {
            return Ok(0);
        }
        if depth > DEEPEST {
            return Err(too_deep());
        }
        self.open.push(id);
        let mut weight = ELEMENT;
        for attribute in node.attributes() {
            let value = attribute.value();
            weight = weight.saturating_add(value.len() as u64);
            let used = match value.strip_prefix('#').filter(|_| attribute.name() == "href") {
                Some(name) => self.named.get(name).map(|target| ("use", *target)).into_iter().collect(),
                None => self.references(value),
            };
            for (name, target) in used {
                let times = if name == "marker" { vertices(node) } else { 1 };
                weight = weight.saturating_add(self.weigh(target, depth + 1)?.saturating_mul(times));
            }
        }
        for child in node.children().filter(Node::is_element) {
            weight = weight.saturating_add(self.weigh(child, depth + 1)?);
        }
        self.open.pop();
        self.known.insert(id, weight);
        Ok(weight)
    }

    /// The elements that a text names as `url(#name)`, each with its kind.
    fn references(&self, text: &str) -> Vec<(&'d str, Node<'d, 'i>)> {
        let names = text.split("url(").skip(1).filter_map(|rest| rest.split(')').next());
        let targets = names.filter_map(|name| {
            let name = name.trim().trim_matches(['\'', '"']).strip_prefix('#')?;
            let (_, target) = self.named.get_key_value(name)?;
            Some((target.tag_name().name(), *target))
        });
        targets.collect()
    }
}

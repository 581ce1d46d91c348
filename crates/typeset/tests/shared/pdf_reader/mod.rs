//! A written PDF, read back with a library that had no part in writing it: pages with their texts and where these
//! stand, links and outline. Codes are looked up in the file's own tables, widths in its own fonts.

mod pen;
pub(crate) mod tree;

use std::collections::BTreeMap;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, ObjRef, Object, String as Bytes};
use hayro_syntax::page::Page;

use pen::Fonts;
use tree::Tree;

/// A file, taken apart.
pub(crate) struct Reading {
    pub(crate) pages: Vec<Sheet>,
    pub(crate) tree: Tree,
    pub(crate) outline: Vec<Entry>,
}

/// One page. All places are points from its upper left corner.
pub(crate) struct Sheet {
    pub(crate) number: i32,
    pub(crate) width: f32,
    pub(crate) height: f32,
    pub(crate) texts: Vec<Text>,
    pub(crate) links: Vec<Link>,
    /// The tag of each marked-content sequence, by its number.
    pub(crate) sequences: BTreeMap<usize, String>,
    /// The key of the page in the parent tree.
    pub(crate) key: usize,
}

/// What a text is marked as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// Part of the marked-content sequence of this number.
    Content(usize),
    Artifact,
    /// A running header, a running footer or a repeated table header.
    Furniture,
}

/// Text shown at one go.
#[derive(Debug, Clone)]
pub(crate) struct Text {
    pub(crate) mark: Mark,
    pub(crate) text: String,
    pub(crate) left: f32,
    /// Right end of what is seen: spaces at the end do not count.
    pub(crate) right: f32,
    pub(crate) baseline: f32,
    pub(crate) size: f32,
}

/// Where a link or an entry of the outline leads.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Goal {
    Address(String),
    /// Page, counted from zero, and distance from its upper edge.
    Place(usize, f32),
}

#[derive(Debug)]
pub(crate) struct Link {
    pub(crate) number: i32,
    pub(crate) goal: Goal,
    /// Left, upper, right and lower edge.
    pub(crate) area: [f32; 4],
    /// The key of the link in the parent tree.
    pub(crate) key: usize,
    pub(crate) description: String,
}

/// An entry of the outline.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) depth: usize,
    pub(crate) title: String,
    pub(crate) goal: Goal,
}

impl Reading {
    pub(crate) fn new(bytes: &[u8]) -> Self {
        let pdf = Pdf::new(bytes.to_vec()).unwrap_or_else(|error| panic!("no PDF: {error:?}"));
        let catalog: Dict<'_> = pdf.xref().get(pdf.xref().root_id()).unwrap();
        let sheets = Sheets::of(&pdf);
        let mut fonts = Fonts::default();
        let pages = pdf.pages().iter().map(|page| Sheet::read(page, &sheets, &mut fonts)).collect::<Vec<_>>();
        let tree = Tree::read(&catalog, &pages);
        let mut outline = Vec::new();
        if let Some(root) = catalog.get::<Dict<'_>>("Outlines") {
            entries(&root, 0, &sheets, &mut outline);
        }
        Self { pages, tree, outline }
    }

    /// All text in the order of the structure tree; what is not inline is set apart by spaces.
    pub(crate) fn all(&self) -> String {
        words(&self.tree.text(0, &self.pages))
    }

    /// The text of a page, counted from zero, in the order of its content, artifacts left out.
    pub(crate) fn page(&self, page: usize) -> String {
        let (mut text, mut last) = (String::new(), None);
        for shown in &self.pages[page].texts {
            let Mark::Content(sequence) = shown.mark else { continue };
            let home = self.tree.block_of(page, sequence);
            if last.replace(home) != Some(home) {
                text.push(' ');
            }
            text.push_str(&shown.text);
        }
        words(&text)
    }
}

/// Words with one space between them. Marks that are only there for the sake of line ends say nothing.
pub(crate) fn words(text: &str) -> String {
    let seen: String = text.chars().filter(|character| !"\u{ad}\u{200b}".contains(*character)).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Object number and height of each page.
struct Sheets(Vec<(i32, f32)>);

impl Sheets {
    fn of(pdf: &Pdf) -> Self {
        let pages = pdf.pages().iter();
        Self(pages.map(|page| (page.raw().obj_id().unwrap().obj_number, height(page))).collect())
    }

    /// Reads a destination of the form `[page /XYZ left top zoom]`.
    fn place(&self, destination: &Array<'_>) -> Goal {
        let page = destination.raw_iter().next().unwrap().as_obj_ref().expect("a page").obj_number;
        let index = self.0.iter().position(|(number, _)| *number == page).expect("a page of this document");
        let mut items = destination.iter::<Object<'_>>().skip(1);
        assert_eq!(items.next().unwrap().into_name().unwrap().as_str(), "XYZ");
        let top = items.nth(1).unwrap().into_f32().unwrap();
        Goal::Place(index, self.0[index].1 - top)
    }
}

fn height(page: &Page<'_>) -> f32 {
    (page.media_box().y1 - page.media_box().y0) as f32
}

impl Sheet {
    fn read(page: &Page<'_>, sheets: &Sheets, fonts: &mut Fonts) -> Self {
        let (texts, sequences) = pen::texts(page, height(page), fonts);
        Self {
            number: page.raw().obj_id().unwrap().obj_number,
            width: (page.media_box().x1 - page.media_box().x0) as f32,
            height: height(page),
            texts,
            sequences,
            links: links(page, sheets),
            key: page.raw().get::<i32>("StructParents").unwrap() as usize,
        }
    }
}

fn links(page: &Page<'_>, sheets: &Sheets) -> Vec<Link> {
    let Some(annotations) = page.raw().get::<Array<'_>>("Annots") else { return Vec::new() };
    let read = |annotation: Dict<'_>| {
        assert_eq!(annotation.get::<Name<'_>>("Subtype").unwrap().as_str(), "Link");
        let area: Vec<f32> = annotation.get::<Array<'_>>("Rect").unwrap().iter::<f32>().collect();
        Link {
            number: annotation.obj_id().unwrap().obj_number,
            goal: goal(&annotation, sheets),
            area: [area[0], height(page) - area[3], area[2], height(page) - area[1]],
            key: annotation.get::<i32>("StructParent").unwrap() as usize,
            description: text_string(&annotation.get::<Bytes<'_>>("Contents").unwrap()),
        }
    };
    annotations.iter::<Dict<'_>>().map(read).collect()
}

/// Where an annotation or an entry of the outline leads.
fn goal(dictionary: &Dict<'_>, sheets: &Sheets) -> Goal {
    if let Some(destination) = dictionary.get::<Array<'_>>("Dest") {
        return sheets.place(&destination);
    }
    let action = dictionary.get::<Dict<'_>>("A").expect("an action or a destination");
    match action.get::<Name<'_>>("S").unwrap().as_str() {
        "URI" => Goal::Address(String::from_utf8(action.get::<Bytes<'_>>("URI").unwrap().to_vec()).unwrap()),
        "GoTo" => sheets.place(&action.get::<Array<'_>>("D").unwrap()),
        other => panic!("an action `{other}`"),
    }
}

/// The entries below one, and what is below each; checks that the list reads the same from both ends.
fn entries(above: &Dict<'_>, depth: usize, sheets: &Sheets, outline: &mut Vec<Entry>) {
    let mut next = above.get::<Dict<'_>>("First");
    let mut before = None;
    while let Some(entry) = next {
        assert_eq!(entry.get_ref("Prev"), before);
        assert_eq!(
            entry.get_ref("Parent").map(|above| above.obj_number),
            above.obj_id().map(|id| id.obj_number)
        );
        before = entry.obj_id().map(|id| ObjRef::new(id.obj_number, id.gen_number));
        let title = text_string(&entry.get::<Bytes<'_>>("Title").unwrap());
        outline.push(Entry { depth, title, goal: goal(&entry, sheets) });
        entries(&entry, depth + 1, sheets, outline);
        next = entry.get("Next");
    }
    assert_eq!(above.get_ref("Last"), before);
}

/// A text string of the file (ISO 32000-1, 7.9.2.2): UTF-16 with a byte order mark, or ASCII.
pub(crate) fn text_string(bytes: &[u8]) -> String {
    let Some(units) = bytes.strip_prefix(&[0xfe, 0xff]) else {
        assert!(bytes.is_ascii());
        return String::from_utf8(bytes.to_vec()).unwrap();
    };
    let units: Vec<u16> = units.chunks(2).map(|unit| u16::from_be_bytes([unit[0], unit[1]])).collect();
    String::from_utf16(&units).unwrap()
}

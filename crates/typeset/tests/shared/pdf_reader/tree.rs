//! The structure tree of a written PDF: who is part of whom, and which content and links belong where.

use std::collections::BTreeMap;

use hayro_syntax::object::{Array, Dict, MaybeRef, Name, ObjRef, Object, String as Bytes};

use super::{Mark, Sheet, text_string};

/// Elements in the order of the tree; the first is the document.
#[derive(Default)]
pub(crate) struct Tree {
    pub(crate) nodes: Vec<Node>,
    /// For each key the numbers of the elements: one for each marked-content sequence, or the one of a link.
    pub(crate) parents: BTreeMap<usize, Vec<i32>>,
    /// The element of each marked-content sequence of each page.
    homes: BTreeMap<(usize, usize), usize>,
}

/// A structure element.
pub(crate) struct Node {
    /// Object number.
    pub(crate) number: i32,
    pub(crate) tag: String,
    pub(crate) parent: Option<usize>,
    pub(crate) kids: Vec<Kid>,
    pub(crate) alternative: Option<String>,
    pub(crate) scope: Option<String>,
    pub(crate) id: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kid {
    Node(usize),
    /// Page, and number of the marked-content sequence.
    Content(usize, usize),
    /// Page, and object number of the annotation.
    Link(usize, i32),
}

impl Node {
    pub(crate) fn is_heading(&self) -> bool {
        matches!(self.tag.as_bytes(), [b'H', b'1'..=b'6'])
    }
}

/// Elements that stand within lines.
const INLINE: [&str; 5] = ["Link", "Span", "Reference", "Code", "Em"];

impl Tree {
    pub(crate) fn read(catalog: &Dict<'_>, pages: &[Sheet]) -> Self {
        let root = catalog.get::<Dict<'_>>("StructTreeRoot").expect("a structure tree");
        let mut tree = Self::default();
        let document = root.get::<Dict<'_>>("K").expect("one element at the top");
        tree.node(&document, None, pages);
        let declared = document.get_ref("P").unwrap().obj_number;
        assert_eq!(declared, root.obj_id().unwrap().obj_number);
        tree.parents(&root.get::<Dict<'_>>("ParentTree").unwrap());
        tree
    }

    fn node(&mut self, element: &Dict<'_>, parent: Option<usize>, pages: &[Sheet]) -> usize {
        let text = |key: &str| element.get::<Bytes<'_>>(key).map(|text| text_string(&text));
        let index = self.nodes.len();
        let attributes = element.get::<Dict<'_>>("A");
        self.nodes.push(Node {
            number: element.obj_id().expect("elements are objects").obj_number,
            tag: element.get::<Name<'_>>("S").unwrap().as_str().to_owned(),
            parent,
            kids: Vec::new(),
            alternative: text("Alt"),
            scope: attributes
                .and_then(|found| found.get::<Name<'_>>("Scope"))
                .map(|scope| scope.as_str().to_owned()),
            id: text("ID"),
        });
        if let Some(parent) = parent {
            assert_eq!(element.get_ref("P").unwrap().obj_number, self.nodes[parent].number);
        }
        let home = element.get_ref("Pg").map(|page| page_index(pages, page));
        let kids: Vec<Object<'_>> = match element.get::<Array<'_>>("K") {
            Some(kids) => kids.iter::<Object<'_>>().collect(),
            None => element.get::<Object<'_>>("K").into_iter().collect(),
        };
        for kid in kids {
            let kid = self.kid(kid, (index, home), pages);
            if let Kid::Content(page, sequence) = kid {
                let known = self.homes.insert((page, sequence), index);
                assert!(known.is_none(), "sequence {sequence} of page {page} is there twice");
            }
            self.nodes[index].kids.push(kid);
        }
        index
    }

    fn kid(&mut self, kid: Object<'_>, (index, home): (usize, Option<usize>), pages: &[Sheet]) -> Kid {
        let dictionary = match kid {
            Object::Dict(dictionary) => dictionary,
            other => return Kid::Content(home.expect("a page"), other.into_i32().unwrap() as usize),
        };
        let kind = dictionary.get::<Name<'_>>("Type").map(|kind| kind.as_str().to_owned());
        let page = || dictionary.get_ref("Pg").map(|page| page_index(pages, page)).or(home).unwrap();
        match kind.as_deref() {
            Some("MCR") => Kid::Content(page(), dictionary.get::<i32>("MCID").unwrap() as usize),
            Some("OBJR") => Kid::Link(page(), dictionary.get_ref("Obj").unwrap().obj_number),
            _ => Kid::Node(self.node(&dictionary, Some(index), pages)),
        }
    }

    /// The number tree that leads from content and links back to elements.
    fn parents(&mut self, tree: &Dict<'_>) {
        if let Some(kids) = tree.get::<Array<'_>>("Kids") {
            kids.iter::<Dict<'_>>().for_each(|kid| self.parents(&kid));
        }
        let Some(numbers) = tree.get::<Array<'_>>("Nums") else { return };
        let keys = numbers.iter::<Object<'_>>().step_by(2).map(|key| key.into_i32().unwrap() as usize);
        let values = numbers.iter::<Object<'_>>().skip(1).step_by(2);
        let references = numbers.raw_iter().skip(1).step_by(2);
        for ((key, value), reference) in keys.zip(values).zip(references) {
            let of = |reference: MaybeRef<Object<'_>>| reference.as_obj_ref().unwrap().obj_number;
            let elements = match value {
                Object::Array(list) => list.raw_iter().map(of).collect(),
                _ => vec![of(reference)],
            };
            assert!(self.parents.insert(key, elements).is_none(), "the key {key} is there twice");
        }
    }

    /// The element of a marked-content sequence of a page.
    pub(crate) fn home(&self, page: usize, sequence: usize) -> Option<usize> {
        self.homes.get(&(page, sequence)).copied()
    }

    /// The innermost element around a marked-content sequence that is not inline.
    pub(crate) fn block_of(&self, page: usize, sequence: usize) -> usize {
        let home = self.home(page, sequence).expect("content is in the tree");
        self.path(home).into_iter().find(|node| !INLINE.contains(&self.nodes[*node].tag.as_str())).unwrap()
    }

    /// An element and everything that it is part of, outwards.
    pub(crate) fn path(&self, node: usize) -> Vec<usize> {
        std::iter::successors(Some(node), |node| self.nodes[*node].parent).collect()
    }

    /// The innermost element of this tag around an element, or the element itself.
    pub(crate) fn around(&self, node: usize, tag: &str) -> Option<usize> {
        self.path(node).into_iter().find(|node| self.nodes[*node].tag == tag)
    }

    /// All elements of a tag, in order.
    pub(crate) fn tagged<'t>(&'t self, tag: &'t str) -> impl Iterator<Item = usize> + 't {
        (0..self.nodes.len()).filter(move |node| self.nodes[*node].tag == tag)
    }

    /// The elements right below one.
    pub(crate) fn below(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        self.nodes[node].kids.iter().filter_map(|kid| match kid {
            Kid::Node(below) => Some(*below),
            Kid::Content(..) | Kid::Link(..) => None,
        })
    }

    /// All content in and below an element, in the order of the tree.
    pub(crate) fn content(&self, node: usize) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        for kid in &self.nodes[node].kids {
            match kid {
                Kid::Node(below) => found.extend(self.content(*below)),
                Kid::Content(page, sequence) => found.push((*page, *sequence)),
                Kid::Link(..) => {}
            }
        }
        found
    }

    /// What an element says; what is not inline is set apart by spaces.
    pub(crate) fn text(&self, node: usize, pages: &[Sheet]) -> String {
        let inline = INLINE.contains(&self.nodes[node].tag.as_str());
        let mut text = if inline { String::new() } else { " ".to_owned() };
        for kid in &self.nodes[node].kids {
            match kid {
                Kid::Node(below) => text.push_str(&self.text(*below, pages)),
                Kid::Content(page, sequence) => {
                    let shown =
                        pages[*page].texts.iter().filter(|shown| shown.mark == Mark::Content(*sequence));
                    shown.for_each(|shown| text.push_str(&shown.text));
                }
                Kid::Link(..) => {}
            }
        }
        text.push_str(if inline { "" } else { " " });
        text
    }
}

fn page_index(pages: &[Sheet], page: ObjRef) -> usize {
    pages.iter().position(|sheet| sheet.number == page.obj_number).expect("a page of this document")
}

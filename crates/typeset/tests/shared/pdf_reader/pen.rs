//! Content streams, read as a viewer reads them: what is shown, where, in which font, and as part of what.

use std::collections::BTreeMap;

use hayro_syntax::content::Instruction;
use hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as Bytes};
use hayro_syntax::page::Page;

use super::{Mark, Text, text_string};

/// The fonts of a file by object number.
pub(crate) type Fonts = BTreeMap<i32, Font>;

/// What a viewer has to know of a font.
pub(crate) struct Font {
    name: String,
    texts: BTreeMap<Vec<u8>, String>,
    /// The number of what each code draws.
    cids: BTreeMap<Vec<u8>, u16>,
    /// By these numbers, thousandths of an em.
    widths: BTreeMap<u16, f32>,
}

/// An open marked-content sequence.
enum Open {
    Marked(Mark),
    /// Text that replaces what is shown, still to be said.
    Replaced(String),
}

/// The texts of a page and the tags of its marked-content sequences.
pub(crate) fn texts(page: &Page<'_>, height: f32, fonts: &mut Fonts) -> (Vec<Text>, BTreeMap<usize, String>) {
    let mut pen = Pen {
        page,
        height,
        fonts,
        texts: Vec::new(),
        sequences: BTreeMap::new(),
        open: Vec::new(),
        font: None,
        saved: Vec::new(),
        start: None,
        line: None,
        meant: Vec::new(),
        moved: 0,
    };
    let mut operations = page.operations();
    while let Some(operation) = operations.next() {
        pen.take(&operation);
    }
    assert!(pen.open.is_empty(), "marked content is not closed");
    assert!(pen.saved.is_empty(), "the graphics state is not restored");
    (pen.texts, pen.sequences)
}

struct Pen<'p, 'f> {
    page: &'p Page<'p>,
    height: f32,
    fonts: &'f mut Fonts,
    texts: Vec<Text>,
    sequences: BTreeMap<usize, String>,
    open: Vec<Open>,
    /// Object number of the font, and size.
    font: Option<(i32, f32)>,
    saved: Vec<(Option<(i32, f32)>, usize)>,
    /// Where the latest line of the text object starts that is open.
    start: Option<(f32, f32)>,
    /// That line, and its pen.
    line: Option<(Text, f32)>,
    /// What each of its glyphs means.
    meant: Vec<String>,
    /// How many changes of the coordinates are in force; text below one is not understood here.
    moved: usize,
}

impl Pen<'_, '_> {
    fn take(&mut self, operation: &Instruction<'_, '_>) {
        let operands: Vec<Object<'_>> = operation.operands().cloned().collect();
        let number = |index: usize| operands[index].clone().into_f32().unwrap();
        match &**operation.operator {
            b"BMC" => self.open(&operands[0], None),
            b"BDC" => self.open(&operands[0], operands[1].clone().into_dict()),
            b"EMC" => drop(self.open.pop().expect("an open sequence")),
            b"q" => self.saved.push((self.font, self.moved)),
            b"Q" => (self.font, self.moved) = self.saved.pop().expect("a saved state"),
            b"cm" => self.moved += 1,
            b"BT" => self.begin(),
            b"Tf" => self.font = Some((self.font(operands[0].clone().into_name().unwrap()), number(1))),
            b"Td" => self.place(number(0), number(1)),
            b"Tm" => {
                // Text from below upwards; its place is where it begins.
                assert_eq!([0, 1, 2, 3].map(&number), [0.0, 1.0, -1.0, 0.0], "a way that texts do not go");
                self.start = self.start.map(|_| (0.0, 0.0));
                self.place(number(4), number(5));
            }
            b"TJ" => {
                for part in operands[0].clone().into_array().unwrap().iter::<Object<'_>>() {
                    self.show(part);
                }
            }
            b"Tj" => self.show(operands[0].clone()),
            b"ET" => self.end(),
            b"T*" | b"TD" | b"'" | b"\"" | b"Tz" | b"Tc" | b"Tw" => {
                panic!("an operator that this reader has not learnt")
            }
            _ => {}
        }
    }

    fn open(&mut self, tag: &Object<'_>, properties: Option<Dict<'_>>) {
        let tag = tag.clone().into_name().unwrap().as_str().to_owned();
        let replaced = properties.as_ref().and_then(|found| found.get::<Bytes<'_>>("ActualText"));
        if let Some(replaced) = replaced {
            return self.open.push(Open::Replaced(text_string(&replaced)));
        }
        let sequence = properties.as_ref().and_then(|found| found.get::<i32>("MCID"));
        let mark = match (tag.as_str(), sequence) {
            ("Artifact", _) => {
                let kind = properties.and_then(|found| found.get::<Name<'_>>("Type"));
                let furniture = kind.is_some_and(|kind| kind.as_str() == "Pagination");
                if furniture { Mark::Furniture } else { Mark::Artifact }
            }
            (_, Some(sequence)) => {
                let known = self.sequences.insert(sequence as usize, tag);
                assert!(known.is_none(), "the sequence {sequence} is there twice");
                Mark::Content(sequence as usize)
            }
            (tag, None) => panic!("`{tag}` is neither content nor artifact"),
        };
        assert!(self.mark().is_none(), "tagged content within other tagged content");
        self.open.push(Open::Marked(mark));
    }

    fn mark(&self) -> Option<Mark> {
        self.open.iter().find_map(|open| match open {
            Open::Marked(mark) => Some(*mark),
            Open::Replaced(_) => None,
        })
    }

    fn begin(&mut self) {
        assert_eq!(self.moved, 0, "text in changed coordinates");
        assert_eq!(self.start.replace((0.0, 0.0)), None, "a text object within another");
    }

    fn end(&mut self) {
        self.start.take().expect("within a text object");
        self.end_line();
    }

    fn end_line(&mut self) {
        let Some((mut text, _)) = self.line.take() else { return };
        let meant = std::mem::take(&mut self.meant);
        // Glyphs are shown from the left whatever the script; what is read from the right is turned round.
        let leftward =
            meant.iter().flat_map(|meant| meant.chars()).any(|meant| ('\u{590}'..'\u{900}').contains(&meant));
        text.text = if leftward { meant.into_iter().rev().collect() } else { meant.concat() };
        if !text.text.is_empty() {
            self.texts.push(text);
        }
    }

    fn place(&mut self, right: f32, up: f32) {
        let (_, size) = self.font.expect("a font before a text");
        self.end_line();
        let start = self.start.as_mut().expect("within a text object");
        *start = (start.0 + right, start.1 + up);
        let (left, up) = *start;
        let text = Text {
            mark: self.mark().expect("every text is content or artifact"),
            text: String::new(),
            left,
            right: left,
            baseline: self.height - up,
            size,
        };
        self.line = Some((text, left));
    }

    fn show(&mut self, part: Object<'_>) {
        let (number, size) = self.font.expect("a font before a text");
        let (text, x) = self.line.as_mut().expect("within a text object");
        let Object::String(codes) = part else {
            *x -= part.into_f32().unwrap() * size / 1000.0;
            return;
        };
        let replaced = self.open.iter_mut().find_map(|open| match open {
            Open::Replaced(said) => Some(said),
            Open::Marked(_) => None,
        });
        let font = &self.fonts[&number];
        let mut said = Vec::new();
        let mut codes = codes.as_ref();
        while !codes.is_empty() {
            let is_code =
                |length: &usize| codes.get(..*length).is_some_and(|code| font.texts.contains_key(code));
            let length = [1, 2, 3].into_iter().find(is_code);
            let length = length.unwrap_or_else(|| panic!("{codes:?} of {} begins with no code", font.name));
            let (code, rest) = codes.split_at(length);
            codes = rest;
            let meant = &font.texts[code];
            *x += font.widths[&font.cids[code]] * size / 1000.0;
            if meant != " " {
                text.right = text.right.max(*x);
            }
            said.push(meant.clone());
        }
        match replaced {
            Some(replaced) => self.meant.push(std::mem::take(replaced)),
            None => self.meant.extend(said),
        }
    }

    fn font(&mut self, name: Name<'_>) -> i32 {
        let font = self.page.resources().get_font(&name).expect("a font of the page");
        let number = font.obj_id().unwrap().obj_number;
        self.fonts.entry(number).or_insert_with(|| Font::read(&font));
        number
    }
}

impl Font {
    fn read(font: &Dict<'_>) -> Self {
        let descendants = font.get::<Array<'_>>("DescendantFonts").unwrap();
        let descendant = descendants.iter::<Dict<'_>>().next().unwrap();
        let map = |key: &str| {
            let map = font.get::<Stream<'_>>(key.as_bytes()).expect("every font has both maps");
            String::from_utf8(map.decoded().unwrap().into_owned()).unwrap()
        };
        let (meanings, cids) = (pairs(&map("ToUnicode"), "bfchar"), pairs(&map("Encoding"), "cidchar"));
        Self {
            name: font.get::<Name<'_>>("BaseFont").unwrap().as_str().to_owned(),
            texts: meanings.into_iter().map(|(code, units)| (code, from_utf16(&units))).collect(),
            cids: cids.into_iter().map(|(code, cid)| (code, cid.parse().unwrap())).collect(),
            widths: widths(&descendant.get::<Array<'_>>("W").unwrap()),
        }
    }
}

/// The codes of a character map, and what sections of a kind give each.
fn pairs(map: &str, kind: &str) -> Vec<(Vec<u8>, String)> {
    let (begin, end) = (format!("begin{kind}"), format!("end{kind}"));
    let sections = map.split(&begin).skip(1).map(|part| part.split(&end).next().unwrap());
    let pair = |line: &str| {
        let (code, given) = line.trim().strip_prefix('<')?.split_once("> ")?;
        Some((bytes(code), given.to_owned()))
    };
    sections.flat_map(str::lines).filter_map(pair).collect()
}

/// Text that stands as `<hexadecimal digits>`.
fn from_utf16(digits: &str) -> String {
    let bytes = bytes(digits.strip_prefix('<').unwrap().strip_suffix('>').unwrap());
    let units: Vec<u16> = bytes.chunks(2).map(|unit| u16::from_be_bytes([unit[0], unit[1]])).collect();
    String::from_utf16(&units).unwrap()
}

fn bytes(digits: &str) -> Vec<u8> {
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    digits.as_bytes().chunks(2).map(byte).collect()
}

/// Widths of CIDs: `first [width width ...]` or `first last width` (ISO 32000-1, 9.7.4.3).
fn widths(array: &Array<'_>) -> BTreeMap<u16, f32> {
    let mut found = BTreeMap::new();
    let mut items = array.iter::<Object<'_>>();
    while let Some(first) = items.next() {
        let first = first.into_u16().unwrap();
        match items.next().unwrap() {
            Object::Array(list) => found.extend((first..).zip(list.iter::<f32>())),
            last => {
                let width = items.next().unwrap().into_f32().unwrap();
                found.extend((first..=last.into_u16().unwrap()).map(|code| (code, width)));
            }
        }
    }
    found
}

//! Values for lopdf's object tree, with less ceremony.

use lopdf::{Dictionary, Object, StringFormat};

pub(super) fn pdf_name(name: &str) -> Object {
    Object::Name(name.as_bytes().to_vec())
}

/// A dictionary of a type.
pub(super) fn typed(type_name: &str) -> Dictionary {
    let mut dictionary = Dictionary::new();
    dictionary.set("Type", pdf_name(type_name));
    dictionary
}

/// A string of text: UTF-16 with byte order mark, shown as hexadecimal (ISO 32000-1, 7.9.2.2).
pub(super) fn text_string(text: &str) -> Object {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    Object::String(units.flat_map(u16::to_be_bytes).collect(), StringFormat::Hexadecimal)
}

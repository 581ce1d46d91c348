//! Objects of a written PDF, found by what they are.

use lopdf::{Dictionary, Document as Pdf, Object, Stream};

pub(crate) fn number(object: &Object) -> f32 {
    object.as_float().or_else(|_| object.as_i64().map(|whole| whole as f32)).unwrap()
}

/// The fonts of a file by the names of their faces, each with the dictionary of its descendant.
pub(crate) fn fonts(pdf: &Pdf) -> Vec<(String, &Dictionary)> {
    let page = pdf.page_iter().next().unwrap();
    let named = |font: &&Dictionary| {
        let name = String::from_utf8(font.get(b"BaseFont").unwrap().as_name().unwrap().to_vec()).unwrap();
        name.split_once('+').unwrap().1.to_owned()
    };
    let all = pdf.get_page_fonts(page).unwrap();
    let descendant = |font: &Dictionary| {
        let list = font.get_deref(b"DescendantFonts", pdf).unwrap().as_array().unwrap();
        pdf.get_dictionary(list[0].as_reference().unwrap()).unwrap()
    };
    all.values().map(|font| (named(font), descendant(font))).collect()
}

pub(crate) fn streams<'p>(pdf: &'p Pdf, subtype: &str) -> Vec<&'p Stream> {
    let all = pdf.objects.values().filter_map(|object| object.as_stream().ok());
    let is_it = |stream: &&Stream| {
        stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == subtype.as_bytes())
    };
    all.filter(is_it).collect()
}

pub(crate) fn name_of<'s>(stream: &'s Stream, key: &str) -> &'s str {
    let name = stream.dict.get(key.as_bytes()).and_then(Object::as_name).unwrap_or_default();
    std::str::from_utf8(name).unwrap()
}

/// The alternative texts of all figures, in the order of the structure tree.
pub(crate) fn alternatives(pdf: &Pdf) -> Vec<String> {
    let dictionaries = pdf.objects.values().filter_map(|object| object.as_dict().ok());
    let figures = dictionaries.filter(|dictionary| {
        dictionary.get(b"S").and_then(Object::as_name).is_ok_and(|role| role == b"Figure")
    });
    figures
        .map(|figure| {
            let text = figure.get(b"Alt").unwrap().as_str().unwrap();
            let units: Vec<u16> =
                text[2..].chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16(&units).unwrap()
        })
        .collect()
}

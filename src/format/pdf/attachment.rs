//! Files that a PDF carries in itself, as associated files of the document (ISO 19005-3, 6.8).

use chrono::NaiveDate;
use lopdf::{Dictionary, Object, ObjectId};

use super::file::deflated;
use super::metadata::{date_string, text_string};

/// A file to be carried.
#[derive(Debug, Clone)]
pub struct Attachment<'b> {
    /// Its name, without folders.
    pub name: String,
    /// Such as `application/json`.
    pub media_type: &'static str,
    /// What it holds, in one phrase.
    pub description: String,
    /// Its content.
    pub bytes: &'b [u8],
}

/// An attachment that is in the object tree.
pub(super) struct Attached {
    name: String,
    specification: ObjectId,
}

/// Adds the files and what is said about each.
pub(super) fn embed(
    pdf: &mut lopdf::Document,
    attachments: &[Attachment<'_>],
    date: Option<NaiveDate>,
) -> Vec<Attached> {
    let embed = |attachment: &Attachment<'_>| {
        let mut parameters = Dictionary::new();
        parameters.set("Size", Object::Integer(attachment.bytes.len() as i64));
        if let Some(date) = date {
            parameters.set("ModDate", date_string(date));
        }
        let mut stream = Dictionary::new();
        stream.set("Type", name("EmbeddedFile"));
        stream.set("Subtype", name(attachment.media_type));
        stream.set("Params", Object::Dictionary(parameters));
        let file = pdf.add_object(deflated(stream, attachment.bytes));

        let mut files = Dictionary::new();
        files.set("F", Object::Reference(file));
        files.set("UF", Object::Reference(file));
        let mut specification = Dictionary::new();
        specification.set("Type", name("Filespec"));
        specification.set("F", Object::string_literal(attachment.name.as_str()));
        specification.set("UF", text_string(&attachment.name));
        specification.set("Desc", text_string(&attachment.description));
        specification.set("AFRelationship", name("Data"));
        specification.set("EF", Object::Dictionary(files));
        Attached { name: attachment.name.clone(), specification: pdf.add_object(specification) }
    };
    let mut attached: Vec<Attached> = attachments.iter().map(embed).collect();
    // The names of a name tree are sorted (ISO 32000-1, 7.9.6).
    attached.sort_by(|one, other| one.name.cmp(&other.name));
    attached
}

/// Names the files in the catalog: as associated with the document, and where readers list attachments.
pub(super) fn list(catalog: &mut Dictionary, attached: &[Attached]) {
    if attached.is_empty() {
        return;
    }
    let reference = |attached: &Attached| Object::Reference(attached.specification);
    catalog.set("AF", Object::Array(attached.iter().map(reference).collect()));
    let entries = attached
        .iter()
        .flat_map(|attached| [Object::string_literal(attached.name.as_str()), reference(attached)])
        .collect();
    let mut tree = Dictionary::new();
    tree.set("Names", Object::Array(entries));
    let mut names = Dictionary::new();
    names.set("EmbeddedFiles", Object::Dictionary(tree));
    catalog.set("Names", Object::Dictionary(names));
}

fn name(name: &str) -> Object {
    Object::Name(name.as_bytes().to_vec())
}

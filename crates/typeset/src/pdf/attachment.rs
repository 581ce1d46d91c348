//! Files that a PDF carries in itself, as associated files of the document (ISO 19005-3, 6.8).

use chrono::NaiveDate;
use lopdf::{Dictionary, Object, ObjectId, Stream};

use super::metadata::date_string;
use super::stream::deflated;
use super::values::{pdf_name, text_string, typed};

/// A file to be carried by any number of documents; its content is compressed once for all of them.
#[derive(Debug, Clone)]
pub struct Attachment {
    /// Its name, without folders.
    name: String,
    /// What it holds, in one phrase.
    description: String,
    /// The embedded file.
    stream: Stream,
}

impl Attachment {
    /// A file with its name, its media type, such as `application/json`, and a phrase that says what it holds.
    pub fn new(name: &str, media_type: &str, description: &str, bytes: &[u8]) -> Self {
        let mut dictionary = typed("EmbeddedFile");
        dictionary.set("Subtype", pdf_name(media_type));
        let mut parameters = Dictionary::new();
        parameters.set("Size", Object::Integer(bytes.len() as i64));
        dictionary.set("Params", Object::Dictionary(parameters));
        let stream = deflated(dictionary, bytes);
        Self { name: name.to_owned(), description: description.to_owned(), stream }
    }
}

/// An attachment that is in the object tree.
pub(super) struct Attached {
    name: String,
    specification: ObjectId,
}

/// Adds the files and what is said about each.
pub(super) fn embed(
    pdf: &mut lopdf::Document,
    attachments: &[&Attachment],
    date: Option<NaiveDate>,
) -> Vec<Attached> {
    let embed = |attachment: &&Attachment| {
        let mut stream = attachment.stream.clone();
        if let (Some(date), Ok(Object::Dictionary(parameters))) = (date, stream.dict.get_mut(b"Params")) {
            parameters.set("ModDate", date_string(date));
        }
        let file = pdf.add_object(stream);

        let mut files = Dictionary::new();
        files.set("F", Object::Reference(file));
        files.set("UF", Object::Reference(file));
        let mut specification = typed("Filespec");
        specification.set("F", Object::string_literal(attachment.name.as_str()));
        specification.set("UF", text_string(&attachment.name));
        specification.set("Desc", text_string(&attachment.description));
        specification.set("AFRelationship", pdf_name("Data"));
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

//! What the file says about itself: the information dictionary and the XMP packet, which must agree.

use chrono::NaiveDate;
use lopdf::{Dictionary, Object};

use super::values::text_string;
use crate::document::Meta;

/// The program named as producer.
const PRODUCER: &str = concat!("onus ", env!("CARGO_PKG_VERSION"));

/// The information dictionary.
pub(super) fn info(meta: &Meta) -> Dictionary {
    let mut info = Dictionary::new();
    info.set("Title", text_string(&meta.title));
    if let Some(organization) = &meta.organization {
        info.set("Author", text_string(organization));
    }
    info.set("Producer", text_string(PRODUCER));
    if let Some(date) = meta.date {
        info.set("CreationDate", date_string(date));
        info.set("ModDate", date_string(date));
    }
    info
}

/// The start of a day, in universal time (ISO 32000-1, 7.9.4).
pub(super) fn date_string(date: NaiveDate) -> Object {
    Object::string_literal(date.format("D:%Y%m%d000000Z").to_string())
}

/// The document's language; English if what it gives is not shaped like a BCP 47 tag.
pub(super) fn language(meta: &Meta) -> &str {
    let mut parts = meta.language.split('-');
    let first = parts.next().unwrap_or_default();
    let letters = (2..=3).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_alphabetic());
    let rest = parts
        .all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    if letters && rest { &meta.language } else { "en" }
}

/// The XMP packet: PDF/A-3a, PDF/UA-1, and the schema that PDF/A asks for when a file mentions PDF/UA.
pub(super) fn xmp(meta: &Meta) -> String {
    let mut facts = format!(
        "<dc:format>application/pdf</dc:format>\
         <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{}</rdf:li></rdf:Alt></dc:title>\
         <dc:language><rdf:Bag><rdf:li>{}</rdf:li></rdf:Bag></dc:language>\
         <pdf:Producer>{PRODUCER}</pdf:Producer>",
        escaped(&meta.title),
        language(meta),
    );
    if let Some(organization) = &meta.organization {
        let organization = escaped(organization);
        facts.push_str(&format!(
            "<dc:creator><rdf:Seq><rdf:li>{organization}</rdf:li></rdf:Seq></dc:creator>"
        ));
    }
    if let Some(date) = meta.date {
        let date = date.format("%Y-%m-%dT00:00:00Z");
        facts.push_str(&format!(
            "<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>"
        ));
    }
    format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" \
         xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\" xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">\
         {facts}<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>\
         <pdfuaid:part>1</pdfuaid:part></rdf:Description>\n{EXTENSION}\n</rdf:RDF>\n</x:xmpmeta>\n\
         <?xpacket end=\"r\"?>"
    )
}

/// ISO 19005-3, 6.6.2.3: a property that PDF/A does not know must be described.
const EXTENSION: &str = "<rdf:Description rdf:about=\"\" \
    xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\" \
    xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" \
    xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\
    <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\
    <pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>\
    <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\
    <pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
    <pdfaProperty:category>internal</pdfaProperty:category>\
    <pdfaProperty:description>Indicates which part of ISO 14289 the document follows</pdfaProperty:description>\
    </rdf:li></rdf:Seq></pdfaSchema:property>\
    </rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>";

/// Text for XML; characters that XML 1.0 cannot hold are dropped.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => out.push(character),
        }
    }
    out
}

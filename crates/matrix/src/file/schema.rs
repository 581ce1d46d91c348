//! The JSON Schemas of `matrix.json` and of offer files, made from the types that write them.

use onus_core::assess::OfferFile;
use onus_core::model::FindingCode;

use super::MatrixFile;

use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

/// The text of docs/matrix.schema.json.
pub fn matrix_schema_text() -> String {
    schema_text_of::<MatrixFile<'static>>()
}

/// The text of docs/offer.schema.json.
pub fn offer_schema_text() -> String {
    schema_text_of::<OfferFile>()
}

/// The JSON Schema (draft 2020-12) of what a type writes, as pretty JSON ending in a newline.
pub(crate) fn schema_text_of<T: JsonSchema>() -> String {
    // What is written always has every key, so all of them are required; read back, optional ones could be missing.
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let mut schema = generator.into_root_schema_for::<T>();
    RecursiveTransform(standard_formats).transform(&mut schema);
    RecursiveTransform(unwrap_lines).transform(&mut schema);
    let mut text = serde_json::to_string_pretty(&schema).expect("a schema is plain data");
    text.push('\n');
    text
}

/// Leaves out formats of Rust's numbers, which the standard does not know, and says what a date looks like to programs that
/// do not check formats.
fn standard_formats(schema: &mut Schema) {
    match schema.get("format").and_then(|format| format.as_str()) {
        Some("uint" | "uint64") => {
            schema.remove("format");
        }
        Some("date") => {
            schema.insert("pattern".to_owned(), "^[0-9]{4}-[0-9]{2}-[0-9]{2}$".into());
        }
        Some(_) | None => {}
    }
}

/// Descriptions are doc comments, which are broken where a line of source is full.
fn unwrap_lines(schema: &mut Schema) {
    if let Some(serde_json::Value::String(description)) = schema.get_mut("description") {
        *description = description.replace('\n', " ");
    }
}

/// Codes of the findings about attestations that are missing or do not cover what they should.
pub(super) fn shortfall_codes(_: &mut SchemaGenerator) -> Schema {
    let codes = [
        FindingCode::AttestationMissing,
        FindingCode::AttestationServiceOutOfScope,
        FindingCode::AttestationRegionOutOfScope,
        FindingCode::AttestationGap,
        FindingCode::AttestationLapsed,
    ];
    json_schema!({ "anyOf": [{ "enum": codes }, { "type": "null" }] })
}

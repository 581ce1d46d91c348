//! `onus init`: a starter workspace with comments that builds as it is.

use onus_core::model::{Identifier, OrganizationId};
use serde_json::json;

use super::ExitStatus;
use super::console::Console;
use crate::cli::InitArgs;
use crate::error::Error;
use crate::load::starter;
use crate::publish::{OutputFile, publish_workspace};

/// Placeholders for the new organisation in the starter files.
const ID_PLACEHOLDER: &str = "ORGANIZATION-ID";
const NAME_PLACEHOLDER: &str = "ORGANIZATION-NAME";

/// Longest id that is made from a folder's name, in characters; ids have at most 64.
const LONGEST_ID: usize = 60;

pub(super) fn run(console: &Console, args: &InitArgs) -> Result<ExitStatus, Error> {
    let folder_name = args.folder.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = folder_name.unwrap_or_else(|| "My organisation".to_owned());
    let id = organization_id(&name);
    // A JSON string is a YAML string, whatever characters the folder's name has.
    let quoted = serde_json::Value::from(name.as_str()).to_string();
    let fill = |text: &str| text.replace(ID_PLACEHOLDER, id.as_str()).replace(NAME_PLACEHOLDER, &quoted);
    let files: Vec<OutputFile> = starter()
        .into_iter()
        .map(|(path, text)| OutputFile { path: fill_path(&path, &id), bytes: fill(text).into_bytes() })
        .collect();
    publish_workspace(&args.folder, &files)?;
    for file in &files {
        console.record(&json!({ "type": "file", "path": file.path, "bytes": file.bytes.len() }));
        console.line(&format!("  {}", args.folder.join(&file.path).display()));
    }
    console.line("");
    console.line(&format!("Next: cd {} && onus build", args.folder.display()));
    Ok(ExitStatus::Success)
}

fn fill_path(path: &str, id: &OrganizationId) -> String {
    path.replace(ID_PLACEHOLDER, id.as_str())
}

/// The folder's name as an id: lower-case letters and digits, anything else a single `-`.
fn organization_id(name: &str) -> OrganizationId {
    let mut id = String::new();
    for c in name.to_lowercase().chars() {
        if c.is_ascii_alphanumeric() {
            id.push(c);
        } else if !id.ends_with('-') && !id.is_empty() {
            id.push('-');
        }
    }
    let id: String = id.trim_end_matches('-').chars().take(LONGEST_ID).collect();
    OrganizationId::parse(&id).unwrap_or_else(|_| {
        OrganizationId::parse("my-organization").expect("lower-case letters and a dash are an id")
    })
}

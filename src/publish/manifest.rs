//! `manifest.json`, schema `onus.manifest/1`: every file of an organisation's output with its size and SHA-256.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::OutputFile;

/// The schema that the file names.
pub const SCHEMA: &str = "onus.manifest/1";

#[derive(Serialize, Deserialize)]
struct Manifest {
    schema: String,
    organization: String,
    files: Vec<Entry>,
}

#[derive(Clone, Serialize, Deserialize)]
struct Entry {
    path: String,
    bytes: usize,
    sha256: String,
}

/// The manifest of an organisation: entries of `previous`, replaced and completed by the files written now.
pub(super) fn write(organization: &str, files: &[OutputFile], previous: Option<&[u8]>) -> Vec<u8> {
    // A damaged manifest only costs the entries of files that are not written now.
    let previous = previous.and_then(|bytes| serde_json::from_slice::<Manifest>(bytes).ok());
    let kept =
        previous.into_iter().filter(|manifest| manifest.schema == SCHEMA).flat_map(|manifest| manifest.files);
    let mut entries: BTreeMap<String, Entry> = kept.map(|entry| (entry.path.clone(), entry)).collect();
    let prefix = format!("{organization}/");
    for file in files {
        let Some(path) = file.path.strip_prefix(&prefix) else {
            continue;
        };
        let sha256 = Sha256::digest(&file.bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        entries.insert(path.to_owned(), Entry { path: path.to_owned(), bytes: file.bytes.len(), sha256 });
    }
    let manifest = Manifest {
        schema: SCHEMA.to_owned(),
        organization: organization.to_owned(),
        files: entries.into_values().collect(),
    };
    let mut bytes = serde_json::to_vec_pretty(&manifest).expect("plain data without maps");
    bytes.push(b'\n');
    bytes
}

//! `manifest.json`, schema `onus.package/1`: what every file of a package is, with its digest, and what is held back.

use chrono::NaiveDate;
use onus_core::digest::{Fingerprint, Sha256Digest};
use serde::{Deserialize, Serialize};

use super::contents::{
    About, CatalogVersion, Description, Input, ItemKind, Named, ProofState, Supports, Withheld, package_name,
};

/// The schema that the file names.
pub const SCHEMA: &str = "onus.package/1";

/// Largest manifest in bytes: it is the one file that is read as a whole.
pub(super) const LARGEST: u64 = 128 * 1024 * 1024;

/// What `manifest.json` says.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    pub(super) schema: String,
    pub(super) tool: Tool,
    pub(super) catalog: CatalogVersion,
    pub(super) organization: Named,
    pub(super) project: Named,
    pub(super) as_of: NaiveDate,
    pub(super) classification: Option<String>,
    pub(super) contact: Option<String>,
    pub(super) signature: Option<Signer>,
    pub(super) inputs: Vec<Input>,
    pub(super) files: Vec<Entry>,
    pub(super) withheld: Vec<Withheld>,
}

/// What made the package.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tool {
    pub(super) name: String,
    pub(super) version: String,
}

/// Who signs, so that a signature that was taken away is missed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Signer {
    pub(super) public_key: String,
}

/// A file of the package.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    pub(super) path: String,
    pub(super) bytes: u64,
    pub(super) sha256: Sha256Digest,
    media_type: String,
    kind: ItemKind,
    id: Option<String>,
    title: String,
    state: Option<ProofState>,
    #[serde(deserialize_with = "Option::deserialize")] // null is written, not left out
    pinned_sha256: Option<Sha256Digest>,
    supports: Supports,
    source: Option<String>,
}

impl Entry {
    pub(super) fn new(path: &str, fingerprint: &Fingerprint, description: Description) -> Self {
        let Description { media_type, kind, id, title, state, pinned_sha256, supports, source } = description;
        let (path, bytes, sha256) = (path.to_owned(), fingerprint.bytes, fingerprint.sha256);
        Self { path, bytes, sha256, media_type, kind, id, title, state, pinned_sha256, supports, source }
    }
}

/// What is listed besides the files.
pub(super) struct Lists {
    pub(super) inputs: Vec<Input>,
    pub(super) withheld: Vec<Withheld>,
}

impl Manifest {
    /// A manifest; inputs and files are put into the order of their paths.
    pub(super) fn new(about: About, signer: Option<String>, mut files: Vec<Entry>, lists: Lists) -> Self {
        let Lists { mut inputs, withheld } = lists;
        files.sort_by(|one, other| one.path.cmp(&other.path));
        inputs.sort_by(|one, other| one.path.cmp(&other.path));
        Self {
            schema: SCHEMA.to_owned(),
            tool: Tool { name: "onus".to_owned(), version: about.tool_version },
            catalog: about.catalog,
            organization: about.organization,
            project: about.project,
            as_of: about.as_of,
            classification: about.classification,
            contact: about.contact,
            signature: signer.map(|public_key| Signer { public_key }),
            inputs,
            files,
            withheld,
        }
    }

    /// Its bytes: JSON for people, with a newline at the end.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).expect("plain data without maps");
        bytes.push(b'\n');
        bytes
    }

    /// Reads a manifest. Only the bytes that `to_bytes` gives are one, so that no two programs can read it in two ways.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Head {
            schema: String,
        }
        let schema = serde_json::from_slice::<Head>(bytes).map(|head| head.schema);
        if let Ok(schema) = schema.as_deref()
            && schema != SCHEMA
        {
            return Err(format!("its schema is `{schema}`, and this program knows `{SCHEMA}`"));
        }
        let manifest: Self = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        if manifest.to_bytes() != bytes {
            return Err("it is not written as it was sealed".to_owned());
        }
        Ok(manifest)
    }

    /// What the package is called in a signature.
    pub(super) fn name(&self) -> String {
        package_name(&self.organization, &self.project, self.as_of)
    }
}

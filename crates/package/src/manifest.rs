//! `manifest.json`, schema `onus.package/2`: every file of a package with its digest and meaning, and what is withheld.

use chrono::{DateTime, NaiveDate, Utc};
use onus_core::digest::{Fingerprint, Sha256Digest};
use serde::{Deserialize, Serialize};

use super::contents::{
    CatalogIdentity, FileDescription, InputFile, NamedEntity, PackageFileKind, PackageMetadata,
    PackageSigner, Supports, ValidityState, Withheld, package_name,
};

/// The schema that the file names.
pub const SCHEMA: &str = "onus.package/2";

/// Largest manifest in bytes; unlike evidence, it is read as a whole.
pub(super) const LARGEST: u64 = 128 * 1024 * 1024;

/// What `manifest.json` says.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PackageManifest {
    pub(super) schema: String,
    pub(super) tool: ManifestTool,
    pub(super) catalog: CatalogIdentity,
    pub(super) organization: NamedEntity,
    pub(super) project: NamedEntity,
    pub(super) as_of: NaiveDate,
    pub(super) classification: Option<String>,
    pub(super) contact: Option<String>,
    pub(super) signature: Option<Signer>,
    pub(super) inputs: Vec<InputFile>,
    pub(super) files: Vec<ManifestEntry>,
    pub(super) withheld: Vec<Withheld>,
}

/// The program that sealed the package.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ManifestTool {
    pub(super) name: String,
    pub(super) version: String,
}

/// The signer, so that a removed signature is noticed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Signer {
    pub(super) public_key: String,
    pub(super) signer: Option<PackageSigner>,
    pub(super) signed_at: Option<DateTime<Utc>>,
}

/// A file of the package.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ManifestEntry {
    pub(super) path: String,
    pub(super) bytes: u64,
    pub(super) sha256: Sha256Digest,
    media_type: String,
    kind: PackageFileKind,
    id: Option<String>,
    title: String,
    state: Option<ValidityState>,
    #[serde(deserialize_with = "Option::deserialize")] // null is written, not left out
    pinned_sha256: Option<Sha256Digest>,
    supports: Supports,
    source: Option<String>,
    #[serde(deserialize_with = "Option::deserialize")] // null is written, not left out
    from: Option<String>,
}

impl ManifestEntry {
    pub(super) fn new(path: &str, fingerprint: &Fingerprint, description: FileDescription) -> Self {
        let FileDescription { media_type, kind, id, title, state, pinned_sha256, supports, source, from } =
            description;
        let (path, bytes, sha256) = (path.to_owned(), fingerprint.bytes, fingerprint.sha256);
        Self {
            path,
            bytes,
            sha256,
            media_type,
            kind,
            id,
            title,
            state,
            pinned_sha256,
            supports,
            source,
            from,
        }
    }
}

/// What a manifest lists besides the files.
pub(super) struct ManifestLists {
    pub(super) inputs: Vec<InputFile>,
    pub(super) withheld: Vec<Withheld>,
}

impl PackageManifest {
    /// A manifest; inputs and files are put into the order of their paths.
    pub(super) fn new(
        about: PackageMetadata,
        public_key: Option<String>,
        mut files: Vec<ManifestEntry>,
        lists: ManifestLists,
    ) -> Self {
        let ManifestLists { mut inputs, withheld } = lists;
        files.sort_by(|one, other| one.path.cmp(&other.path));
        inputs.sort_by(|one, other| one.path.cmp(&other.path));
        Self {
            schema: SCHEMA.to_owned(),
            tool: ManifestTool { name: "onus".to_owned(), version: about.tool_version },
            catalog: about.catalog,
            organization: about.organization,
            project: about.project,
            as_of: about.as_of,
            classification: about.classification,
            contact: about.contact,
            signature: public_key.map(|public_key| Signer {
                public_key,
                signer: about.signer,
                signed_at: about.signed_at,
            }),
            inputs,
            files,
            withheld,
        }
    }

    /// Its bytes: indented JSON, with a newline at the end.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).expect("plain data without maps");
        bytes.push(b'\n');
        bytes
    }

    /// Reads a manifest. Only the bytes that `to_bytes` writes are accepted: JSON with a repeated key, for example, means
    /// different things to different programs.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct SchemaHead {
            schema: String,
        }
        let schema = serde_json::from_slice::<SchemaHead>(bytes).map(|head| head.schema);
        if let Ok(schema) = schema.as_deref()
            && schema != SCHEMA
        {
            return Err(format!("its schema is `{schema}`; this version of onus reads `{SCHEMA}`"));
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

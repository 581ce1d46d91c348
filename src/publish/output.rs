//! The manifests of an output folder, and the files in it that are no longer generated.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::path::Path;

use onus_core::digest::Sha256Digest;

use super::write::{CheckedFolder, EntryKind};
use super::{OutputFile, Stage, publish_below};
use crate::error::Error;
use crate::load::{FileEntry, HISTORY, MANIFEST, MANIFEST_SCHEMA, OrganizationManifest, Published};

/// How much of the output a run generates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutputExtent {
    /// All of it: files that it does not generate are stale.
    Whole,
    /// Some documents: the manifests keep their other entries.
    Selected,
}

/// A file of an earlier build that is no longer generated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaleFile {
    /// Path below the output folder, with `/`.
    pub path: String,
    sha256: Sha256Digest,
}

/// What pruning did with a stale file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pruned {
    /// Removed.
    Removed,
    /// Kept, since it was changed after the build.
    Changed,
    /// Already gone.
    Absent,
}

/// The manifests after a build.
#[derive(Debug)]
pub struct OutputManifests<'p> {
    published: &'p Published,
    /// By organisation: its files by path.
    files: BTreeMap<String, BTreeMap<String, FileEntry>>,
    /// Files that are no longer generated, by path.
    pub stale: Vec<StaleFile>,
}

impl<'p> OutputManifests<'p> {
    /// The manifests once the files of a run are published, and the files that are then stale.
    pub fn of(
        published: &'p Published,
        produced: &[FileEntry],
        organizations: &[String],
        extent: OutputExtent,
    ) -> Result<Self, Error> {
        let mut files: BTreeMap<String, BTreeMap<String, FileEntry>> =
            organizations.iter().map(|organization| (organization.clone(), BTreeMap::new())).collect();
        for file in produced {
            let Some((organization, path)) = file.path.split_once('/') else { continue };
            let entry = FileEntry { path: path.to_owned(), bytes: file.bytes, sha256: file.sha256 };
            files.entry(organization.to_owned()).or_default().insert(path.to_owned(), entry);
        }
        let mut manifests = Self { published, files, stale: Vec::new() };
        let mut names: BTreeSet<String> = manifests.files.keys().cloned().collect();
        if extent == OutputExtent::Whole {
            names.extend(published.organizations());
        }
        for name in names {
            let manifest = published.manifest(&name)?;
            manifests.compare(&name, manifest, extent);
        }
        Ok(manifests)
    }

    fn compare(&mut self, organization: &str, before: Option<OrganizationManifest>, extent: OutputExtent) {
        let files = self.files.entry(organization.to_owned()).or_default();
        for entry in before.into_iter().flat_map(|manifest| manifest.files) {
            if files.contains_key(&entry.path) {
                continue;
            }
            if extent == OutputExtent::Whole {
                let path = format!("{organization}/{}", entry.path);
                self.stale.push(StaleFile { path, sha256: entry.sha256 });
            }
            files.insert(entry.path.clone(), entry);
        }
    }

    /// Removes stale files, and folders that are then empty.
    pub fn prune(&mut self, stage: &Stage<'_>) -> Result<Vec<(String, Pruned)>, Error> {
        let mut fates = Vec::new();
        for gone in std::mem::take(&mut self.stale) {
            let fate = remove(self.published, stage.output(), &gone)?;
            if let Some((organization, path)) = gone.path.split_once('/')
                && let Some(files) = self.files.get_mut(organization)
            {
                files.remove(path);
            }
            fates.push((gone.path, fate));
        }
        Ok(fates)
    }

    /// Writes the manifests that have changed. If an organisation has no files left, its manifest and history are removed.
    pub fn write(&self, stage: &Stage<'_>) -> Result<(), Error> {
        for (organization, files) in &self.files {
            if files.is_empty() {
                forget(stage.output(), organization)?;
                continue;
            }
            let manifest = OrganizationManifest {
                schema: MANIFEST_SCHEMA.to_owned(),
                organization: organization.clone(),
                files: files.values().cloned().collect(),
            };
            let mut bytes = serde_json::to_vec_pretty(&manifest).expect("plain data without maps");
            bytes.push(b'\n');
            let path = format!("{organization}/{MANIFEST}");
            if self.published.bytes(&path).as_ref() != Some(&bytes) {
                publish_below(stage.output(), &OutputFile { path, bytes })?;
            }
        }
        Ok(())
    }

    /// The paths of the files that are written after the documents.
    pub fn records(&self) -> Vec<String> {
        let with_files = self.files.iter().filter(|(_, files)| !files.is_empty());
        with_files
            .flat_map(|(organization, _)| [HISTORY, MANIFEST].map(|name| format!("{organization}/{name}")))
            .collect()
    }
}

/// Removes the records of an organisation that has no files left.
fn forget(output: &CheckedFolder, organization: &str) -> Result<(), Error> {
    let Some(folder) = output.below(Path::new(organization))? else { return Ok(()) };
    for name in [HISTORY, MANIFEST] {
        match folder.remove_file(OsStr::new(name)) {
            Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => {
                return Err(Error::Write { path: folder.path().join(name), cause });
            }
            Ok(()) | Err(_) => {}
        }
    }
    output.remove_empty(organization);
    Ok(())
}

/// Removes a file if it is still as it was written, and the folders above it that are then empty. A changed file is kept:
/// somebody may have worked on it.
fn remove(published: &Published, output: &CheckedFolder, gone: &StaleFile) -> Result<Pruned, Error> {
    let (above, name) = gone.path.rsplit_once('/').unwrap_or(("", &gone.path));
    // A manifest may name anything: a path that leads elsewhere is no file of ours.
    let Ok(Some(folder)) = output.below(Path::new(above)) else { return Ok(Pruned::Absent) };
    let name = OsStr::new(name);
    if folder.kind(name)? != Some(EntryKind::File) {
        return Ok(Pruned::Absent);
    }
    let path = folder.path().join(name);
    let unreadable =
        || Error::Read { path: path.clone(), cause: std::io::Error::other("it is not a plain file") };
    if Sha256Digest::of(&published.bytes(&gone.path).ok_or_else(unreadable)?) != gone.sha256 {
        return Ok(Pruned::Changed);
    }
    folder.remove_file(name).map_err(|cause| Error::Write { path: path.clone(), cause })?;
    output.remove_empty(above);
    Ok(Pruned::Removed)
}

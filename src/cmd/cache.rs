//! What a command may believe of the cache: the secret of this user that cache files must be bound to.

use std::env;
use std::path::{Path, PathBuf};

use crate::error::ignore;
use crate::load::{CacheSecret, is_reachable};
use crate::open::EvidenceReading;
use crate::publish::{NewFile, publish_secret};

/// The file of the secret in the user's folder for state.
const SECRET: &str = "onus/cache-secret";

/// How much of the cache a command uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CacheAccess {
    /// It only reads, so that it never creates the secret.
    Reads,
    /// It writes files for the next run, too.
    Writes,
}

/// The secret that cache files of a workspace are bound to. None where nothing may be believed of them.
pub(super) fn cache_secret(workspace: &Path, access: CacheAccess) -> Option<CacheSecret> {
    let path = state_folder().map(|folder| folder.join(SECRET));
    // Whoever writes to the workspace could write the secret, too.
    let Some(path) = path.filter(|path| !is_reachable(workspace, path)) else {
        tracing::info!("no folder outside the workspace keeps this user's secret; cache files are not used");
        return for_this_run(access);
    };
    let known = CacheSecret::read(&path);
    match access {
        CacheAccess::Reads => known,
        CacheAccess::Writes => known.or_else(|| created(&path)).or_else(|| for_this_run(access)),
    }
}

/// How files of evidence are looked at.
pub(super) fn evidence_reading(workspace: &Path, reread: bool, access: CacheAccess) -> EvidenceReading {
    EvidenceReading::new(cache_secret(workspace, access), reread)
}

/// A secret that no other run knows: what is cached under it serves this run alone.
fn for_this_run(access: CacheAccess) -> Option<CacheSecret> {
    match access {
        CacheAccess::Reads => None,
        CacheAccess::Writes => CacheSecret::random(),
    }
}

/// A new secret, or the one that another run created meanwhile.
fn created(path: &Path) -> Option<CacheSecret> {
    let secret = CacheSecret::random()?;
    let written = publish_secret(NewFile { path, text: &secret.to_text() });
    match ignore(written, "the next run cannot use the cache") {
        Some(()) => Some(secret),
        None => CacheSecret::read(path),
    }
}

/// The folder in which programs of this user keep what lasts, as the XDG Base Directory Specification and Windows name it.
fn state_folder() -> Option<PathBuf> {
    let named = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let own = if cfg!(windows) { named("LOCALAPPDATA") } else { None };
    named("XDG_STATE_HOME").or(own).or_else(|| Some(named("HOME")?.join(".local/state")))
}

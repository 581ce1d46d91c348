//! What the cache keeps of a project, or of the documents of an organisation.

use chrono::NaiveDate;
use onus_core::digest::Sha256Digest;
use onus_core::model::Totals;
use serde::{Deserialize, Serialize};

use crate::build::gap::SharedGap;
use crate::build::result::CachedFile;

/// An entry of the cache.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::build) struct CacheEntry {
    /// Digest of all that it depended on.
    pub(in crate::build) key: Sha256Digest,
    /// The day as of which it was judged.
    pub(in crate::build) as_of: NaiveDate,
    /// The first day on which it may have to be judged again.
    pub(in crate::build) review_on: Option<NaiveDate>,
    /// Its files.
    pub(in crate::build) files: Vec<CachedFile>,
    /// What was found, and where it is caused.
    pub(in crate::build) findings: Vec<SharedGap>,
    /// Entries of the organisation that change nothing in it.
    pub(in crate::build) idle: Vec<SharedGap>,
    /// Digest of what the organisation's documents show of it; none for the organisation itself.
    pub(in crate::build) summary: Option<Sha256Digest>,
    /// How it stands.
    pub(in crate::build) totals: Totals,
}

impl CacheEntry {
    /// True when it depends on the same and no day has come since on which it would be judged otherwise.
    pub(super) fn holds(&self, key: Sha256Digest, as_of: NaiveDate) -> bool {
        self.key == key && self.as_of <= as_of && self.review_on.is_none_or(|day| as_of < day)
    }
}

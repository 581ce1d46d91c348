//! Gaps with their places as a build keeps them. Projects have most of those of their organisation in common, so thousands of
//! projects share them instead of keeping a copy each.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use onus_core::assess::{Finding, FindingLevel, Gap};
use onus_core::source::{Place, Sources};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A gap and where it is caused.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct LocatedGap {
    pub(super) gap: Gap,
    pub(super) place: Place,
}

/// A gap with its place that projects may have in common.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct SharedGap(Arc<LocatedGap>);

impl SharedGap {
    /// Those of findings.
    pub(super) fn of(sources: &Sources, findings: &[Finding]) -> Vec<Self> {
        let located = |finding: &Finding| LocatedGap {
            gap: finding.gap.clone(),
            place: sources.place_of(&finding.origin),
        };
        findings.iter().map(|finding| Self(Arc::new(located(finding)))).collect()
    }

    pub(super) fn gap(&self) -> &Gap {
        &self.0.gap
    }

    /// Itself, for the last that keeps it; a copy for others.
    pub(super) fn into_inner(self) -> LocatedGap {
        Arc::unwrap_or_clone(self.0)
    }
}

impl Serialize for SharedGap {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.as_ref().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for SharedGap {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        LocatedGap::deserialize(deserializer).map(|located| Self(Arc::new(located)))
    }
}

/// The gaps of an organisation that its projects have had so far.
#[derive(Debug, Default)]
pub(super) struct GapPool {
    known: Mutex<HashSet<SharedGap>>,
}

impl GapPool {
    /// Puts the gaps that other projects have, too, in place of equal ones.
    pub(super) fn share(&self, gaps: &mut [SharedGap]) {
        // A thread that panicked in here has left nothing half done.
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        for gap in gaps.iter_mut().filter(|gap| gap.gap().level == FindingLevel::Organization) {
            match known.get(&*gap) {
                Some(present) => *gap = present.clone(),
                None => {
                    known.insert(gap.clone());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use onus_core::assess::{FindingCode, FindingLevel};
    use std::sync::Arc;

    use super::{GapPool, SharedGap};

    fn gap(level: FindingLevel, line: usize) -> SharedGap {
        let text = serde_json::json!({
            "gap": {
                "code": FindingCode::StatementMissing, "level": level, "message": "nothing is stated",
                "control": null, "part": null, "service": null, "evidence": null,
                "dependents": { "controls": [], "requirements": [] }, "facts": [],
            },
            "place": { "file": "organization.yaml", "line": line, "column": 1 },
        });
        serde_json::from_value(text).unwrap()
    }

    #[test]
    fn projects_share_equal_gaps_of_their_organisation() {
        let pool = GapPool::default();
        let mut first = [gap(FindingLevel::Organization, 1), gap(FindingLevel::Project, 1)];
        let mut second = [gap(FindingLevel::Organization, 1), gap(FindingLevel::Project, 1)];
        let mut third = [gap(FindingLevel::Organization, 2)];
        for gaps in [&mut first[..], &mut second[..], &mut third[..]] {
            pool.share(gaps);
        }
        assert!(Arc::ptr_eq(&first[0].0, &second[0].0));
        assert!(!Arc::ptr_eq(&first[1].0, &second[1].0));
        assert!(!Arc::ptr_eq(&first[0].0, &third[0].0));
    }
}

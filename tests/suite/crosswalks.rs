//! The catalog's mappings against tables that others publish: the join over parts that docs/crosswalk.md describes. Only the
//! table of NIST was looked at while the catalog was mapped.

#![allow(clippy::disallowed_methods, reason = "tests read fixtures")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use onus::load::load;
use onus_core::model::{Catalog, Requirement, Target};
use onus_core::validate::validate;

use crate::workspace::{fixtures, repository};

const ISO: &str = "iso-27001-2022";

/// How far the catalog agrees with a published table to Annex A of ISO/IEC 27001.
#[derive(Debug, Default)]
struct Agreement {
    /// Ids that the table maps to Annex A.
    mapped: usize,
    /// Those of which at least one target is found.
    hits: usize,
    /// Pairs of the table.
    published: usize,
    /// Pairs of the catalog.
    ours: usize,
    /// Pairs of both.
    common: usize,
}

impl Agreement {
    /// The share of hits, in per cent.
    fn hit_rate(&self) -> usize {
        self.hits * 100 / self.mapped
    }

    /// The share of the catalog's pairs that the table has, in per cent.
    fn precision(&self) -> usize {
        self.common * 100 / self.ours
    }
}

fn catalog() -> Arc<Catalog> {
    let workspace = load(repository()).expect("this repository is a workspace");
    validate(&workspace.texts).catalog
}

/// The parts that satisfy a requirement, as control and part.
fn parts(catalog: &Catalog, requirement: &Requirement) -> BTreeSet<String> {
    let named = |target: &Target| -> Vec<String> {
        let control = catalog.control(target.control.as_str()).expect("targets exist");
        let named = control.parts.iter().filter(|part| target.part.as_ref().is_none_or(|id| *id == part.id));
        named.map(|part| format!("{}/{}", control.id, part.id)).collect()
    };
    requirement.satisfied_by.iter().flat_map(named).collect()
}

/// Compares the requirements that are asked for with a table of pairs of ids.
fn compare(
    catalog: &Catalog,
    framework: &str,
    table: &str,
    asked: impl Fn(&Requirement) -> bool,
) -> Agreement {
    let path = fixtures().join(format!("crosswalks/{table}.csv"));
    let table = std::fs::read_to_string(path).expect("the fixture is there");
    let targets = &catalog.frameworks[ISO].requirements;
    let is_target = |id: &str| targets.iter().any(|target| target.id.as_str() == id);
    let mut published: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (from, to) in table.lines().skip(1).filter_map(|line| line.split_once(',')) {
        if is_target(to.trim()) {
            published.entry(from).or_default().insert(to.trim());
        }
    }
    let mut by_part: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for target in targets {
        for part in parts(catalog, target) {
            by_part.entry(part).or_default().insert(target.id.as_str());
        }
    }
    let mut agreement = Agreement::default();
    for requirement in catalog.frameworks[framework].requirements.iter().filter(|one| asked(one)) {
        let Some(wanted) = published.get(requirement.id.as_str()) else { continue };
        let found = parts(catalog, requirement);
        let ours: BTreeSet<&str> =
            found.iter().filter_map(|part| by_part.get(part)).flatten().copied().collect();
        let common = ours.intersection(wanted).count();
        agreement.mapped += 1;
        agreement.hits += usize::from(common > 0);
        agreement.published += wanted.len();
        agreement.ours += ours.len();
        agreement.common += common;
    }
    agreement
}

#[test]
fn nine_of_ten_ids_that_nist_maps_to_annex_a_meet_one_of_its_targets() {
    let catalog = catalog();
    let is_moderate = |one: &Requirement| one.baselines.iter().any(|id| id.as_str() == "moderate");
    let found = compare(&catalog, "nist-800-53-r5", "nist-800-53-r5--iso-27001-2022", is_moderate);
    assert_eq!(found.mapped, 142, "ids of the moderate baseline that NIST maps to Annex A");
    assert!(found.hit_rate() >= 90 && found.precision() >= 45, "{found:?}");
}

/// The table was not looked at while the catalog was mapped; one drawn at random hits 6 per cent.
#[test]
fn four_of_five_safeguards_of_cis_meet_a_target_in_annex_a_of_a_table_unseen() {
    let catalog = catalog();
    let found = compare(&catalog, "cis-controls-8.1", "cis-controls-8--iso-27001-2022", |_| true);
    assert_eq!((found.mapped, found.published), (127, 199));
    assert!(found.hit_rate() >= 80 && found.precision() >= 30, "{found:?}");
}

/// The table was not looked at while the catalog was mapped; one drawn at random hits 10 per cent.
#[test]
fn three_of_four_outcomes_of_the_cybersecurity_framework_meet_a_target_in_annex_a_of_a_table_unseen() {
    let catalog = catalog();
    let found = compare(&catalog, "nist-csf-2.0", "nist-csf-2.0--iso-27001-2022", |_| true);
    assert_eq!(found.mapped, 97);
    assert!(found.hit_rate() >= 75 && found.precision() >= 30, "{found:?}");
}

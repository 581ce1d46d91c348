//! Facts about the built-in catalog: the framework as its publisher counts it, and the rules for its texts.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use onus::load::load;
use onus_core::model::{Catalog, Framework, Requirement};
use onus_core::validate::validate;
use sha2::{Digest, Sha256};

use super::World;

/// Looks at the built-in catalog.
pub(super) fn with_catalog<T>(look: impl FnOnce(&Catalog) -> T) -> T {
    let world = World::new("", "");
    let workspace = load(world.folder.path()).expect("the workspace is there");
    look(&validate(&workspace.texts).catalog)
}

fn with_nist<T>(look: impl FnOnce(&Framework) -> T) -> T {
    with_catalog(|catalog| look(&catalog.frameworks["nist-800-53-r5"]))
}

fn in_baseline<'f>(framework: &'f Framework, name: &'f str) -> impl Iterator<Item = &'f Requirement> {
    framework
        .requirements
        .iter()
        .filter(move |row| row.baselines.iter().any(|baseline| baseline.as_str() == name))
}

/// What releases 5.1.1 and 5.2.0 added.
const SINCE_RELEASE_5_1_1: [&str; 7] =
    ["IA-13", "IA-13(1)", "IA-13(2)", "IA-13(3)", "SA-15(13)", "SA-24", "SI-2(7)"];

/// Computed from NIST's list of controls and enhancements of SP 800-53 r5: ids sorted, joined by newlines.
#[test]
fn nist_800_53_has_its_1189_ids() {
    with_nist(|framework| {
        let withdrawn = framework.withdrawn.iter().map(|row| row.id.as_str());
        let all = framework.requirements.iter().map(|row| row.id.as_str()).chain(withdrawn);
        let mut ids: Vec<&str> = all.filter(|id| !SINCE_RELEASE_5_1_1.contains(id)).collect();
        ids.sort_unstable();
        let mut digest = String::new();
        for byte in Sha256::digest(ids.join("\n")) {
            write!(digest, "{byte:02x}").expect("a string takes anything");
        }
        assert_eq!(ids.len(), 1189);
        assert_eq!(digest, "be4135ec1b52763267f605e0388020672c328b2faf4c6c546c2c8d91e0776fa9");
    });
}

/// NIST SP 800-53B, the FedRAMP revision 5 baselines and the FedRAMP classes of 2026.
#[test]
fn the_eleven_baselines_have_as_many_requirements_as_their_publishers_count() {
    let expected = [
        ("low", 149),
        ("moderate", 287),
        ("high", 370),
        ("privacy", 96),
        ("fedramp-low", 156),
        ("fedramp-moderate", 323),
        ("fedramp-high", 410),
        ("fedramp-li-saas", 156),
        ("fedramp-class-b", 155),
        ("fedramp-class-c", 322),
        ("fedramp-class-d", 409),
    ];
    with_nist(|framework| {
        let names: Vec<&str> = framework.baselines.iter().map(|baseline| baseline.id.as_str()).collect();
        assert_eq!(names, expected.map(|(name, _)| name));
        for (name, count) in expected {
            assert_eq!(in_baseline(framework, name).count(), count, "{name}");
        }
    });
}

#[test]
fn requirements_stand_in_the_publishers_order() {
    let place = |id: &str| -> (String, u32, u32) {
        let (family, rest) = id.split_once('-').expect("FAMILY-NUMBER");
        let (number, enhancement) = rest.split_once('(').unwrap_or((rest, "0"));
        let number_of = |text: &str| text.trim_end_matches(')').parse().expect("a number");
        (family.to_owned(), number_of(number), number_of(enhancement))
    };
    with_nist(|framework| {
        let places: Vec<_> = framework.requirements.iter().map(|row| place(row.id.as_str())).collect();
        assert!(places.is_sorted());
    });
}

#[test]
fn something_satisfies_every_requirement_of_the_baselines_of_nist() {
    with_nist(|framework| {
        for name in ["low", "moderate", "high", "privacy"] {
            let open: Vec<&str> = in_baseline(framework, name)
                .filter(|row| row.satisfied_by.is_empty())
                .map(|row| row.id.as_str())
                .collect();
            assert_eq!(open, Vec::<&str>::new(), "{name}");
        }
    });
}

/// Every text of a control, with the place of it.
fn texts(catalog: &Catalog) -> Vec<(String, &str)> {
    let mut texts = Vec::new();
    for control in &catalog.controls {
        let id = control.id.as_str();
        texts.push((id.to_owned(), control.objective.as_str()));
        texts.extend(control.evidence.iter().map(|request| (id.to_owned(), request.text.as_str())));
        for part in &control.parts {
            let place = format!("{id}/{}", part.id);
            let sides = part
                .wording
                .values()
                .chain([&part.texts])
                .flat_map(|texts| [&texts.provider, &texts.customer]);
            texts.extend(sides.flatten().map(|text| (place.clone(), text.as_str())));
            texts.extend(part.overrides.iter().map(|entry| (place.clone(), entry.reason.as_str())));
        }
    }
    for service in catalog.services.values() {
        let id = service.id.as_str();
        texts.extend(service.summary.iter().chain(&service.notes).map(|text| (id.to_owned(), text.as_str())));
        texts.extend(service.exceptions.iter().map(|entry| (id.to_owned(), entry.reason.as_str())));
    }
    let table = catalog.demarcation.iter();
    texts.extend(table.map(|((layer, class), entry)| (format!("{layer} × {class}"), entry.reason.as_str())));
    texts
}

#[test]
fn no_text_is_longer_than_45_words_or_hides_behind_appropriate() {
    with_catalog(|catalog| {
        let texts = texts(catalog);
        assert!(texts.len() > 900, "only {} texts were looked at", texts.len());
        for (place, text) in texts {
            assert!(text.split_whitespace().count() <= 45, "{place}: {text}");
            assert!(!text.to_lowercase().contains("appropriate"), "{place}: {text}");
            assert!(text.ends_with('.') || text.starts_with(char::is_uppercase), "{place}: {text}");
        }
    });
}

#[test]
fn every_control_says_what_an_auditor_asks_for_and_satisfies_something() {
    with_catalog(|catalog| {
        let frameworks = catalog.frameworks.values();
        let satisfied: BTreeSet<&str> = frameworks
            .flat_map(|framework| &framework.requirements)
            .flat_map(|row| row.satisfied_by.iter().map(|target| target.control.as_str()))
            .collect();
        assert!(catalog.controls.len() >= 40);
        for control in &catalog.controls {
            assert!(!control.evidence.is_empty(), "{}", control.id);
            assert!(satisfied.contains(control.id.as_str()), "{}", control.id);
        }
    });
}

#[test]
fn every_class_and_every_source_of_the_services_is_known() {
    with_catalog(|catalog| {
        for service in catalog.services.values() {
            assert!(catalog.class(&service.class).is_some(), "{}", service.id);
            for exception in &service.exceptions {
                assert!(exception.source.is_some(), "{} in {} names no page", service.id, exception.selector);
            }
        }
    });
}

#[test]
fn whoever_has_something_to_do_is_told_what_for_every_part_and_service() {
    let services =
        with_catalog(|catalog| catalog.services.keys().map(ToString::to_string).collect::<Vec<_>>());
    let names: Vec<&str> = services.iter().map(String::as_str).collect();
    let matrix = World::using(&names).matrix();
    let mut silent: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for control in matrix.0["controls"].as_array().expect("a list") {
        for cell in control["cells"].as_array().expect("a list") {
            let holders = ["manage", "operate", "verify"].map(|duty| cell[duty].as_str().expect("a word"));
            for (side, text) in [("provider", &cell["provider_text"]), ("customer", &cell["customer_text"])] {
                let involved = holders.iter().any(|holder| *holder == side || *holder == "shared");
                if involved && text.is_null() {
                    let place = format!("{}/{} {side}", control["id"], cell["part"]).replace('"', "");
                    silent.entry(place).or_default().insert(cell["service"].to_string());
                }
            }
        }
    }
    assert!(silent.is_empty(), "{silent:#?}");
}

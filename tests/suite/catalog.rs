//! The tools for those who keep the catalog, and what the catalog must hold: exact id sets and coverage.

#![allow(clippy::disallowed_methods, reason = "tests read the catalog")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use onus::load::load;
use onus_core::model::Catalog;
use onus_core::validate::validate;
use sha2::{Digest, Sha256};

use crate::workspace::{Workspace, repository};

fn catalog() -> Arc<Catalog> {
    let workspace = load(repository()).expect("this repository is a workspace");
    let validated = validate(&workspace.texts);
    assert!(validated.mistakes.is_empty(), "{:?}", validated.mistakes);
    validated.catalog
}

/// Counts and digests of the sorted ids, withdrawn ones among them, joined by newlines, as their publishers list them.
const PUBLISHED: [(&str, usize, &str); 38] = [
    ("au-essential-eight", 126, "5551d6ab541fa588fdfb7d1283897a3669e288e1163963b2e68243903b15c858"),
    ("bsi-c5-2020", 121, "b696bf498a5d193ba7de88cfec71fd058a37c095da1f2153cf3998f8401981b8"),
    ("bsi-c5-2026", 168, "75461b1bab4aa0cf87c207edf5fce8e8f93fbcd67bc5d7c9c15f7287ef42d61a"),
    ("cis-controls-8.1", 153, "c64d69fc87e2cd5719ff386fa6aa70a222ecdee994c224453eeb1ef93fe626fe"),
    ("cjis-5.9.5", 250, "0f4d3ad87fcda09e4277d5134cf38fe642b59d176c10f9a745f3c31304d27695"),
    ("cmmc-2.0-level-1", 15, "941a6b5efe4e635a59b592a990abfa2ab62a5dd28cae1a43c1a9240205558e88"),
    ("cmmc-2.0-level-2", 110, "1faa4cbaf403cd8ba18f2f5501001205ff03a153eddca15541388885e0be11ed"),
    ("cmmc-2.0-level-3", 24, "51aae0e75eedb1f321c75ce21aa2caaa73b8151e80b0213e5e4478b2ed977cc4"),
    ("csa-ccm-4.0", 197, "68ce4766ae98f0754ad989f8be008f13f22cfccb752e21d0cf5f329f07b565cc"),
    ("csa-ccm-4.1", 207, "389cb6c1bf548bf5780a18909acd4eed186117afd3a8f5faab78e87a2f0e42d7"),
    ("es-ens-2022", 73, "383de1c844b2c3c98f222cd06c651e4b364cf2e12dcb87824a18a8dba572f677"),
    ("eu-dora-2022-2554", 242, "cb108b7c410fc0d292e67bed138e26d50d2473a62f317afc005309595d155122"),
    ("eu-gdpr", 51, "e5829a45f8307c43c77be2168158f68d1952df26d91865ed3ad6bb83e0f592b3"),
    ("eu-nis2-2022-2555", 35, "25627274113a187ed224716d01ec266b6a397017bec2b265d1c5495ff27dd687"),
    ("far-52.204-21", 15, "20623ced606b2f392242e1537c19e8048b2e936f3c5c75710bd17d23863c942a"),
    ("hipaa-security-rule", 69, "331e9e802509a8ecb41b39ea0b6e22b8789918d2a7d98a2e291c9793784e31e5"),
    ("iso-27001-2022", 93, "f808d826fd76641a5d20ce4af53beabc1ff0bcaf026477f62f8a8c9814dd207f"),
    ("iso-27001-2022-clauses", 150, "fac90ce21cf0265c3b02b7c1fcb81698b66fac5afc93942867f30c32267b9f23"),
    ("iso-27017-2015", 7, "b1e7604b9d5508d7a41a654e77968d2339a0a00a38e2864b0b30d323d91af347"),
    ("iso-27018-2019", 25, "37eddb51bf0704a991e712394c31851b628e883bab3310849e6d393208b97387"),
    ("iso-27701-2019", 49, "18d416f42768d04bc970be60f4dc3254529e7fd4ae0404829cac0950157aa1b8"),
    ("iso-42001-2023", 38, "00891d828cc0154a6f3c8a22c77e759621f6f1cd31c728bcef278c396f9ae6f8"),
    ("nist-800-171-r2", 110, "39be3710dd989fd3a7dd97be94486665b328ae88800318a27f5977a1b10dcf7c"),
    ("nist-800-171-r3", 97, "8835283b6e9fbda3867c151c568d6ef786dc940214b61adfa0a319055d54f771"),
    ("nist-800-172", 35, "b972a4668d66a57c0c5435415bd0546fa5419a9900c042e10a892472a3ffadb0"),
    ("nist-800-53-r5", 1196, "4036cfc6563b8ffb06f3120c5e9496d73e91b299cccc74d78378af273ae0aae0"),
    ("nist-csf-2.0", 106, "efb50b68f872ba44d7186cc7f6d16a559a080c628e0d69214c674bca1f005c96"),
    ("nist-privacy-framework-1.0", 100, "0b9283487a4e815a94a67211e2dbd39399efa1bc61dc75892bfd2707159a64ab"),
    ("nist-ssdf-1.1", 42, "f20404878ff2724b41622bdae0a6d15203945dfab8aa1bb61a3db444e49740b2"),
    ("pci-dss-4.0.1", 280, "58e2d00ee2075c5c052453882caf7c9cbc79342f600bf0989d18e84f7dab25ec"),
    ("soc2-tsc-2017", 61, "f8d9bae9c257957c96601a3326dc32698b5061195493e013e22e3c463dd81b58"),
    ("swift-cscf-2025", 32, "968030aa21e63852af54bed2891fe18c4856e19abf7a8fd03ace031b6812ee2a"),
    ("tx-ramp-2.0", 223, "181db29ff56fa25324df04fd14413f72fcbd6ea190547822c2fd4707fd5e73b2"),
    ("uk-cyber-essentials", 5, "407dae3db12af12fb9f2bb2b80c254ffbfd36f1e2d6434af817ed0e9d7ae5297"),
    ("uk-ncsc-caf-4.0", 41, "7cc3a90dd75dbc2d0915794f1bfd9228ed60cb0dc75380bdd3a6055c88ba007e"),
    ("us-glba-safeguards", 63, "84cc7bd16eff8ef41640fd191eceec3f2d7c32e039d770b6e230aa393c266386"),
    ("us-ny-23-nycrr-500", 122, "5d32f6fa9934dc42d9e95efd5c51767fe70987dcc6b38f021af81b1382b9453a"),
    ("vda-isa-6.0.2", 80, "c6fe226f983a1646e3ad9328fc46aac20c764b8e39428a9af1031b473845a384"),
];

#[test]
fn every_framework_has_exactly_the_ids_that_its_publisher_lists() {
    let catalog = catalog();
    let known: Vec<&str> = catalog.frameworks.keys().map(|id| id.as_str()).collect();
    assert_eq!(known, PUBLISHED.map(|(id, _, _)| id));
    for (id, count, digest) in PUBLISHED {
        let framework = &catalog.frameworks[id];
        let withdrawn = framework.withdrawn.iter().map(|withdrawn| withdrawn.id.as_str());
        let present = framework.requirements.iter().map(|requirement| requirement.id.as_str());
        let mut ids: Vec<&str> = present.chain(withdrawn).collect();
        ids.sort_unstable();
        let found: String = Sha256::digest(ids.join("\n")).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!((ids.len(), found.as_str()), (count, digest), "{id}");
    }
}

#[test]
fn the_catalog_passes_its_own_check_and_is_as_large_as_promised() {
    let run = Workspace::base().run(&["catalog", "check", "--message-format", "json"]).ended_with(0);
    let counts: BTreeMap<String, u64> = run
        .records("count")
        .iter()
        .map(|line| (line["what"].as_str().unwrap().to_owned(), line["count"].as_u64().unwrap()))
        .collect();
    for (what, least) in [("services", 200), ("controls", 180), ("domains", 20), ("frameworks", 12)] {
        assert!(counts[what] >= least, "{what}: {}", counts[what]);
    }
    for line in run.records("coverage") {
        // Outside its baselines, 800-53 holds requirements that nobody has to meet.
        if line["framework"] != "nist-800-53-r5" || !line["baseline"].is_null() {
            assert_eq!(line["open"], 0, "{line}");
        }
    }
}

const POOR: &str = "schema: onus.controls/1
domain: rumours
controls:
  - id: RUM-01
    title: Rumours
    objective: Rumours are handled with appropriate care.
    parts:
      - id: workforce
        layer: workforce
        provider: Hears them, and hears them, and hears them, and hears them, and hears them, and hears them, and hears
          them, and hears them, and hears them, and hears them, and hears them, and hears them, and hears them, and
          hears them, and hears them, and hears them.
  - id: RUM-02
    title: Echoes
    objective: Echoes fade.
    parts:
      - id: platform
        layer: platform
        provider: Tells them.
        customer: Spreads them.
      - id: application
        layer: application
        provider: Tells them.
        customer: Forgets them.
";

#[test]
fn a_poor_catalog_is_told_what_it_lacks() {
    let model = "schema: onus.model/1\ndomains:\n  - { id: rumours, title: Rumours, description: What people say. }\n  \
                 - { id: silence, title: Silence, description: What they do not. }\n";
    let framework =
        "schema: onus.framework/1\nid: gossip\ntitle: Gossip\nrequirements:\n  - { id: G-1, title: Talk }\n";
    let workspace = Workspace::base()
        .file("profiles/acme/catalog/model.yaml", model)
        .file("profiles/acme/catalog/rumours.yaml", POOR)
        .file("profiles/acme/catalog/gossip.yaml", framework);
    let check = ["catalog", "check", "--organization", "acme", "--message-format", "json"];
    let run = workspace.run(&check).ended_with(2);
    let codes: BTreeSet<String> =
        run.records("diagnostic").iter().map(|line| line["code"].as_str().unwrap().to_owned()).collect();
    let expected = [
        "deed-without-duty",
        "empty-phrase",
        "part-count",
        "repeated-text",
        "requirement-uncovered",
        "text-missing",
        "text-too-long",
        "unused-term",
    ];
    assert_eq!(codes, expected.map(str::to_owned).into());
}

#[test]
fn an_entry_of_the_catalog_is_shown_with_its_line() {
    let workspace = Workspace::base();
    for (id, expected) in [
        ("PAT-01", "managed         shared    manage customer, operate provider, verify customer"),
        ("aws.s3", "class Abstracted service"),
        ("guest-os", "infrastructure  customer  manage customer, operate customer, verify customer"),
        ("iso-27001-2022/A.8.8", "satisfied by PAT-"),
    ] {
        let run = workspace.run(&["catalog", "show", id]).ended_with(0);
        assert!(run.stdout.contains(expected), "{id}:\n{}", run.stdout);
        assert!(run.stdout.contains("onus:catalog/"), "{id} has no place");
    }
    let run = workspace.run(&["catalog", "show", "aws.lamda"]).ended_with(2);
    assert!(run.stderr.contains("did you mean `aws.lambda`?"), "{}", run.stderr);
}

#[test]
fn the_demarcation_table_is_shown_as_it_is_cited() {
    let workspace = Workspace::base();
    let run = workspace.run(&["explain", "PAT-01/guest-os", "--service", "aws.ec2"]).ended_with(0);
    let cited =
        run.stdout.lines().map(str::trim).find(|line| line.starts_with("onus:catalog/demarcation.yaml:"));
    let cited = cited.expect("an entry of the table is cited");
    let reason = run.stdout.lines().find(|line| line.contains("picks the image")).expect("its reason").trim();
    for arguments in [
        ["demarcation"].as_slice(),
        &["demarcation", "guest-os"],
        &["demarcation", "Infrastructure"],
        &["guest-os/infrastructure"],
        &["infrastructure"],
        &["demarcation", "guest-os/infrastructure"],
    ] {
        let run = workspace.run(&[["catalog", "show"].as_slice(), arguments].concat()).ended_with(0);
        assert!(
            run.stdout.contains(&format!("    {reason}\n    {cited}\n")),
            "{arguments:?}: {}",
            run.stdout
        );
    }
    let run = workspace.run(&["catalog", "show", cited]).ended_with(0);
    assert!(run.stdout.contains("- layer: guest-os\n    class: infrastructure\n"), "{}", run.stdout);
    let run = workspace
        .run(&["catalog", "show", "demarcation", "managed", "--message-format", "json"])
        .ended_with(0);
    let entries = run.records("entry");
    assert!(entries.iter().all(|entry| entry["class"] == "managed" && entry["line"].is_u64()), "{entries:?}");
    assert!(entries.len() > 10, "{}", entries.len());
    for (arguments, hint) in [
        (["demarcation", "guest-so"], "did you mean `guest-os`?"),
        (["aws.s3", "managed"], "`onus catalog show demarcation managed`"),
        (["demarcaton", ""], ""),
    ] {
        let arguments: Vec<&str> = arguments.into_iter().filter(|word| !word.is_empty()).collect();
        let run = workspace.run(&[["catalog", "show"].as_slice(), &arguments].concat()).ended_with(2);
        assert!(run.stderr.contains(hint), "{arguments:?}: {}", run.stderr);
    }
}

#[test]
fn built_in_entries_are_shown_whatever_is_wrong_in_the_workspace() {
    let broken = Workspace::base().append("profiles/acme/organization.yaml", "nonsense: true\n");
    let run = broken.run(&["catalog", "show", "aws.s3"]).ended_with(0);
    assert!(run.stdout.starts_with("aws.s3 Amazon S3"), "{}", run.stdout);
    assert!(run.stderr.contains("this is what the built-in catalog says"), "{}", run.stderr);
    // What is not built in may be in the part that cannot be read.
    let run = broken.run(&["catalog", "show", "okta.workforce-x"]).ended_with(2);
    assert!(run.stderr.contains("error[unknown-key]"), "{}", run.stderr);
    broken.run(&["catalog", "check"]).ended_with(2);
}

#[test]
fn the_only_organisation_of_a_workspace_is_meant() {
    let providers = "schema: onus.providers/1\nproviders: [{ id: kest, name: Kest Ltd }]\n";
    let services =
        "schema: onus.services/1\nprovider: kest\nservices: [{ id: kest.fax, name: Fax, class: software }]\n";
    let workspace = Workspace::base()
        .file("profiles/acme/catalog/providers.yaml", providers)
        .file("profiles/acme/catalog/services.yaml", services);
    let run = workspace.run(&["catalog", "show", "kest.fax"]).ended_with(0);
    assert!(run.stdout.starts_with("kest.fax Fax"), "{}", run.stdout);
    let two = workspace
        .file("profiles/north/organization.yaml", "schema: onus.organization/1\nid: north\nname: North\n");
    two.run(&["catalog", "show", "kest.fax"]).ended_with(2);
    two.run(&["catalog", "show", "kest.fax", "--organization", "acme"]).ended_with(0);
    two.run(&["catalog", "show", "aws.s3", "--organization", "acem"]).ended_with(2);
}

#[test]
fn cells_drawn_at_random_are_the_same_for_a_seed_and_others_for_another() {
    let workspace = Workspace::base();
    let draw = |seed: &str| {
        let run = workspace
            .run(&["catalog", "sample", "12", "--seed", seed, "--message-format", "json"])
            .ended_with(0);
        let cells = run.records("cell");
        assert_eq!(cells.len(), 12);
        let names =
            cells.iter().map(|cell| format!("{}/{} {}", cell["control"], cell["part"], cell["service"]));
        names.collect::<BTreeSet<String>>()
    };
    assert_eq!(draw("7").len(), 12, "each cell is drawn once");
    assert_eq!(draw("7"), draw("7"));
    assert_ne!(draw("7"), draw("8"));
}

#[test]
fn a_sampled_cell_shows_what_decides_it() {
    let run = Workspace::base().run(&["catalog", "sample", "40", "--seed", "1"]).ended_with(0);
    for expected in ["   layer ", "   traits ", "the demarcation table: ", "onus:catalog/", "   serves "] {
        assert!(run.stdout.contains(expected), "{expected}:\n{}", run.stdout);
    }
}

#[test]
fn what_was_never_compared_with_a_source_comes_first() {
    let services = "schema: onus.services/1\nprovider: acme\nservices:\n  - { id: acme.old, name: Old, class: software, \
                    checked: 1999-12 }\n  - { id: acme.new, name: New, class: software }\n";
    let workspace = Workspace::base()
        .file(
            "profiles/acme/catalog/providers.yaml",
            "schema: onus.providers/1\nproviders: [{ id: acme, name: Acme }]\n",
        )
        .file("profiles/acme/catalog/services.yaml", services);
    let run = workspace
        .run(&["catalog", "stale", "9999", "--organization", "acme", "--message-format", "json"])
        .ended_with(0);
    let entries = run.records("checked");
    let place = |id: &str| entries.iter().position(|entry| entry["service"] == id).expect("it is listed");
    let first_dated = entries.iter().position(|entry| entry["month"].is_string()).expect("some are dated");
    assert_eq!(entries[first_dated]["service"], "acme.old");
    assert!(place("acme.new") < first_dated);
}

#[test]
fn a_withdrawn_requirement_asks_for_nothing() {
    let workspace = Workspace::base();
    for command in [["explain", "ac-13"].as_slice(), &["catalog", "show", "nist-800-53-r5/AC-13"]] {
        let run = workspace.run(command).ended_with(2);
        assert!(run.stderr.contains("`AC-13` of NIST SP 800-53"), "{}", run.stderr);
        assert!(run.stderr.contains("was withdrawn and asks for nothing"), "{}", run.stderr);
    }
}

#[test]
fn how_well_a_requirement_is_served_is_shown_and_counted() {
    let rules = "schema: onus.framework/1\nid: house\ntitle: House rules\nrequirements:\n  - { id: R-1, title: Keys, \
                 satisfied-by: { subset: [CRY-01], intersects: [CRY-02/data] }, together: superset }\n  - { id: R-2, title: \
                 Logs, satisfied-by: [LOG-01], remainder: Chimes are not logged. }\n  - { id: R-3, title: Doors, \
                 satisfied-by: [{ id: PHY-01, relationship: equal }] }\n  - { id: R-4, title: Peace, satisfied-by: [GOV-01], \
                 specification: addressable, objectives: [{ id: R-4.a, title: Quiet is kept }] }\n";
    let workspace = Workspace::base().file("profiles/acme/catalog/rules.yaml", rules);
    let run = workspace
        .run(&["catalog", "coverage", "--organization", "acme", "--message-format", "json"])
        .ended_with(0);
    let lines = run.records("coverage");
    let house = lines.iter().find(|line| line["framework"] == "house").expect("it is counted");
    for (key, expected) in
        [("requirements", 4), ("mapped", 4), ("full", 2), ("remainder", 1), ("unstated", 1), ("parts", 5)]
    {
        assert_eq!(house[key], expected, "{key}");
    }
    for (id, expected) in [
        ("house/R-1", "satisfied by CRY-01 (subset)"),
        ("house/R-1", "all of these together: superset"),
        ("house/R-2", "remainder: Chimes are not logged."),
        ("house/R-4", "addressable specification"),
        ("house/r-4.a", "objective R-4.a Quiet is kept"),
    ] {
        let run = workspace.run(&["catalog", "show", id, "--organization", "acme"]).ended_with(0);
        assert!(run.stdout.contains(expected), "{id}: {}", run.stdout);
    }
}

/// Frameworks that nothing uses are not read, by the names of their files.
#[test]
fn the_files_of_frameworks_have_their_ids() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/catalog/frameworks");
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("it can be listed").path();
        let text = std::fs::read_to_string(&path).expect("UTF-8");
        let stem = path.file_stem().and_then(|stem| stem.to_str()).expect("a name");
        assert!(text.contains(&format!("\nid: {stem}\n")), "{}", path.display());
    }
}

#[test]
fn a_framework_that_nothing_uses_is_known_by_name() {
    let workspace = Workspace::base();
    let run = workspace.run(&["explain", "bsi-c5-2020/OIS-01"]).ended_with(2);
    assert!(
        run.stderr.contains("no profile asks for the requirement `bsi-c5-2020/OIS-01`"),
        "{}",
        run.stderr
    );
    let run = workspace.run(&["list", "frameworks"]).ended_with(0);
    assert!(run.stdout.contains("bsi-c5-2020"), "{}", run.stdout);
    let project = "schema: onus.project/1\nid: web\nname: Web shop\nservices: [{ use: aws.s3 }]\nframeworks: [bsl-c5-2020]\n";
    let run = workspace.file("profiles/acme/projects/web.yaml", project).run(&["check"]).ended_with(2);
    assert!(run.stderr.contains("did you mean `bsi-c5-2020`?"), "{}", run.stderr);
}

//! The organisation: its profile, a statement on nearly every control of the catalog, and what proves them.

use onus_core::model::{Catalog, Control};

use crate::NewFile;
use crate::chance::Chance;
use crate::register::{self, Piece, Place};

/// The folder of the organisation.
pub(crate) const FOLDER: &str = "profiles/halden";

/// Everything but the statements.
const PROFILE: &str = include_str!("organization.yaml");

/// How statements begin, before the objective of their control.
const OPENINGS: [&str; 8] = [
    "The platform baseline holds this for every account.",
    "Laid down in the handbook of Halden and checked each quarter.",
    "Built into the templates from which all projects start.",
    "A rule of the account factory sees to it, and exceptions need the consent of the security office.",
    "Done by the team that owns the system, with a checklist that the security office keeps.",
    "Part of the yearly cycle that the board follows.",
    "Automated since the spring of 2026; the team on duty handles what is left.",
    "Agreed with all teams, and measured each month.",
];

/// The files of the organisation, its register and evidence among them.
pub(crate) fn files(catalog: &Catalog) -> Vec<NewFile> {
    let mut chance = Chance::new(1);
    let mut profile = PROFILE.to_owned();
    profile += "statements:\n";
    for control in &catalog.controls {
        // Some are left to the projects, and some nobody has thought of yet.
        if chance.happens(94) {
            profile += &statement(&mut chance, control);
        }
    }
    let pieces: Vec<Piece> = catalog.domains.iter().flat_map(|domain| pieces(&mut chance, domain)).collect();
    let mut files = register::files(&format!("{FOLDER}/evidence"), "What holds for every project.", &pieces);
    let review = "Review of the AWS SOC 2 report for 2026: no exception concerns a service in use.\n";
    files.push((format!("{FOLDER}/evidence/aws-soc2-2026-review.txt"), review.to_owned()));
    files.push((format!("{FOLDER}/organization.yaml"), profile));
    files
}

/// Who answers for the controls of a domain.
fn owner(domain: &str) -> &'static str {
    match domain {
        "awareness" | "human-resources" => "people",
        "endpoints" | "media" => "workplace",
        "privacy" => "privacy",
        "supply-chain" => "procurement",
        "network" => "networks",
        "development" | "change" => "engineering",
        "backup" | "capacity" | "configuration" | "logging" | "operating-systems" | "patching" | "time" => {
            "platform"
        }
        _ => "security",
    }
}

fn statement(chance: &mut Chance, control: &Control) -> String {
    let domain = control.domain.as_str();
    let (checked, of) = (chance.below(9), 20 + chance.below(400));
    let (status, due) = match chance.below(20) {
        0 | 1 => ("partial", format!("\n    due: 2027-{:02}-28", 1 + chance.below(9))),
        2 => ("planned", format!("\n    due: 2027-{:02}-28", 1 + chance.below(9))),
        _ => ("implemented", String::new()),
    };
    let evidence = if status == "planned" {
        String::new()
    } else {
        format!("\n    evidence: [{domain}-review-2026, {domain}-settings-2026q4]")
    };
    format!(
        "  - control: {}\n    status: {status}\n    owner: {}{due}\n    text: |\n      {} {}\n      The check of \
         October 2026 looked at {of} cases and left {checked} open, each with a ticket and a day.{evidence}\n",
        control.id,
        owner(domain),
        chance.pick(&OPENINGS),
        control.objective,
    )
}

/// What proves the statements of a domain: a review as a document, and an export of settings.
fn pieces(chance: &mut Chance, domain: &onus_core::model::Domain) -> [Piece; 2] {
    let id = domain.id.as_str();
    let title = domain.title.to_lowercase();
    let review = Piece {
        id: format!("{id}-review-2026"),
        title: format!("Yearly review of {title} 2026"),
        controls: String::new(),
        party: owner(id).to_owned(),
        collected: format!("2026-{:02}-{:02}", 3 + chance.below(8), 1 + chance.below(28)),
        cadence: "annual",
        place: Place::Url,
    };
    let settings = Piece {
        id: format!("{id}-settings-2026q4"),
        title: format!("Settings and samples of {title}, fourth quarter 2026"),
        controls: String::new(),
        party: owner(id).to_owned(),
        collected: register::collected(chance),
        cadence: "quarterly",
        place: Place::File(register::export(chance, &title, 40)),
    };
    [review, settings]
}

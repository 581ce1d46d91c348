//! The demarcation table, as the model draws it, and the rule that it never hands work back to the customer.

use onus_core::model::{Duties, Duty, Holder};

use super::World;
use super::catalog::with_catalog;

/// Who manages, operates and verifies: `P` provider, `C` customer, `S` both. From AWS's "Shared Responsibility Model"
/// (its pictures for infrastructure, container and abstracted services), NIST SP 500-292 for finished software, "Shared
/// responsibility model for Elastic Beanstalk platform maintenance" for platforms in the customer's account.
const TABLE: &str = "
layer             infrastructure  managed-in-account  managed  abstracted  software  packaged  self-hosted
facilities        PPP             PPP                 PPP      PPP         PPP       CCC       CCC
hardware          PPP             PPP                 PPP      PPP         PPP       CCC       CCC
physical-network  PPP             PPP                 PPP      PPP         PPP       CCC       CCC
virtualization    PPP             PPP                 PPP      PPP         PPP       CCC       CCC
host-os           PPP             PPP                 PPP      PPP         PPP       CCC       CCC
guest-os          CCC             CSC                 PPP      PPP         PPP       CCC       CCC
platform          CCC             CSC                 CPC      PPP         PPP       CCC       CCC
network           CCC             CCC                 CCC      SPS         PPP       CCC       CCC
identity          CCC             CCC                 CCC      CCC         CCC       CCC       CCC
application       CCC             CCC                 CCC      CCC         PPP       CCC       CCC
data              CCC             CCC                 CCC      CCC         CCC       CCC       CCC
premises          CCC             CCC                 CCC      CCC         CCC       CCC       CCC
endpoints         CCC             CCC                 CCC      CCC         CCC       CCC       CCC
workforce         SSS             SSS                 SSS      SSS         SSS       CCC       CCC
governance        SSS             SSS                 SSS      SSS         SSS       CCC       CCC
";

/// Classes from the one that leaves most to the customer to the one that leaves least.
const ORDER: [&str; 5] = ["infrastructure", "managed-in-account", "managed", "abstracted", "software"];

fn letters(duties: &Duties) -> String {
    let letter = |holder: &Holder| match holder {
        Holder::Provider => 'P',
        Holder::Customer => 'C',
        Holder::Shared => 'S',
    };
    duties.iter().map(letter).collect()
}

fn rows(table: &str) -> Vec<Vec<String>> {
    let words = |line: &str| line.split_whitespace().map(str::to_owned).collect();
    table.lines().filter(|line| !line.is_empty()).map(words).collect()
}

#[test]
fn the_demarcation_table_is_the_shared_responsibility_model_on_one_page() {
    with_catalog(|catalog| {
        let mut table = vec![vec!["layer".to_owned()]];
        table[0].extend(catalog.classes.iter().map(|class| class.id.to_string()));
        for layer in &catalog.layers {
            let mut row = vec![layer.id.to_string()];
            for class in &catalog.classes {
                row.push(letters(&catalog.demarcation[&(layer.id.clone(), class.id.clone())].duties));
            }
            table.push(row);
        }
        assert_eq!(table, rows(TABLE));
    });
}

#[test]
fn every_entry_of_the_demarcation_table_has_its_own_reason() {
    with_catalog(|catalog| {
        let mut reasons: Vec<&str> =
            catalog.demarcation.values().map(|entry| entry.reason.as_str()).collect();
        reasons.sort_unstable();
        reasons.dedup();
        assert_eq!(reasons.len(), 105);
    });
}

/// How much of a duty lies with the customer.
fn share(holder: Holder) -> u8 {
    match holder {
        Holder::Provider => 0,
        Holder::Shared => 1,
        Holder::Customer => 2,
    }
}

#[test]
fn no_duty_moves_to_the_customer_from_infrastructure_to_software_in_any_part_of_any_control() {
    let mut moves = Vec::new();
    with_catalog(|catalog| {
        for (control, part) in catalog.controls.iter().flat_map(|c| c.parts.iter().map(move |part| (c, part)))
        {
            let mut before: Option<(&str, Duties)> = None;
            for name in ORDER {
                let class =
                    &catalog.classes.iter().find(|class| class.id.as_str() == name).expect("a class").id;
                let table = catalog.demarcation[&(part.layer.clone(), class.clone())].duties;
                let own = part.overrides.iter().find(|entry| entry.selector.classes.contains(class));
                let duties = Duties::from_fn(|duty| {
                    own.and_then(|entry| *entry.duties.get(duty)).unwrap_or(*table.get(duty))
                });
                if let Some((earlier, held)) = before {
                    for duty in Duty::ALL {
                        if share(*duties.get(duty)) > share(*held.get(duty)) {
                            moves.push(format!(
                                "{}/{}: {} from {earlier} to {name}",
                                control.id,
                                part.id,
                                duty.word()
                            ));
                        }
                    }
                }
                before = Some((name, duties));
            }
        }
    });
    assert_eq!(moves, Vec::<String>::new());
}

/// A project that uses one server of our own, of the class and with every trait.
fn own_server(class: &str) -> World {
    let traits = with_catalog(|catalog| {
        let all: Vec<&str> = catalog.traits.iter().map(|known| known.id.as_str()).collect();
        all.join(", ")
    });
    let services = format!(
        "schema: onus.services/1\nprovider: own\nservices:\n  - id: own.server\n    name: Own server\n    \
         class: {class}\n    traits: [{traits}]\n"
    );
    let providers = "schema: onus.providers/1\nproviders:\n  - { id: own, name: Our own room }\n";
    World::using(&["own.server"])
        .file("catalog/own.yaml", &services)
        .file("catalog/providers.yaml", providers)
}

#[test]
fn on_premises_nobody_else_holds_any_duty_whatever_the_control() {
    let matrix = own_server("self-hosted").matrix();
    let controls = matrix.0["controls"].as_array().expect("a list");
    let others: Vec<&str> = controls
        .iter()
        .filter(|control| control["responsibility"] != "customer")
        .filter_map(|control| control["id"].as_str())
        .collect();
    assert_eq!(others, Vec::<&str>::new());
}

#[test]
fn of_bought_software_only_the_fixes_come_from_its_vendor() {
    let matrix = own_server("packaged").matrix();
    let controls = matrix.0["controls"].as_array().expect("a list");
    let mut others = Vec::new();
    for control in controls {
        for cell in control["cells"].as_array().expect("a list") {
            if cell["responsibility"] != "customer" {
                let (id, part) = (control["id"].as_str(), cell["part"].as_str());
                others.push(format!("{}/{}", id.expect("an id"), part.expect("an id")));
            }
        }
    }
    let fixes =
        ["PAT-01/platform", "PAT-01/application", "PAT-03/platform", "PAT-05/application", "DEV-03/platform"];
    others.sort_unstable();
    let mut expected = fixes.map(str::to_owned);
    expected.sort_unstable();
    assert_eq!(others, expected);
    for part in fixes {
        assert_eq!(matrix.duties(part, "own.server"), "customer shared customer", "{part}");
    }
}

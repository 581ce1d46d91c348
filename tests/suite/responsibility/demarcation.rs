//! The demarcation table, as the model draws it, and the rule that it never hands work back to the customer.

use onus_core::model::{Duties, Duty, Holder};

use super::World;
use super::catalog::with_catalog;

/// Who manages, operates and verifies: `P` provider, `C` customer, `S` both. From AWS's "Shared Responsibility Model"
/// (its pictures for infrastructure, container and abstracted services), NIST SP 500-292 for finished software.
const TABLE: &str = "
layer             infrastructure  managed  abstracted  software  self-hosted
facilities        PPP             PPP      PPP         PPP       CCC
hardware          PPP             PPP      PPP         PPP       CCC
physical-network  PPP             PPP      PPP         PPP       CCC
virtualization    PPP             PPP      PPP         PPP       CCC
host-os           PPP             PPP      PPP         PPP       CCC
guest-os          CCC             PPP      PPP         PPP       CCC
platform          CCC             CPC      PPP         PPP       CCC
network           CCC             CCC      SPS         PPP       CCC
identity          CCC             CCC      CCC         CCC       CCC
application       CCC             CCC      CCC         PPP       CCC
data              CCC             CCC      CCC         CCC       CCC
endpoints         CCC             CCC      CCC         CCC       CCC
workforce         SSS             SSS      SSS         SSS       CCC
governance        SSS             SSS      SSS         SSS       CCC
";

/// Classes from the one that leaves most to the customer to the one that leaves least.
const ORDER: [&str; 4] = ["infrastructure", "managed", "abstracted", "software"];

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
        assert_eq!(reasons.len(), 70);
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

#[test]
fn on_premises_nobody_else_holds_any_duty_whatever_the_control() {
    let services = "schema: onus.services/1\nprovider: own\nservices:\n  - id: own.server\n    name: Own server\n    \
                    class: self-hosted\n    traits: [stores-data, runs-code, guest-os, in-virtual-network, \
                    public-endpoint, engine-version, holds-keys, emits-logs, zonal, takes-backups, terminates-tls, \
                    manages-access, records-activity, moves-data, holds-files]\n";
    let providers = "schema: onus.providers/1\nproviders:\n  - { id: own, name: Our own room }\n";
    let world = World::using(&["own.server"])
        .file("catalog/own.yaml", services)
        .file("catalog/providers.yaml", providers);
    let matrix = world.matrix();
    let controls = matrix.0["controls"].as_array().expect("a list");
    let others: Vec<&str> = controls
        .iter()
        .filter(|control| control["responsibility"] != "customer")
        .filter_map(|control| control["id"].as_str())
        .collect();
    assert_eq!(others, Vec::<&str>::new());
}

//! What the organisation's own customers have from a project.

use serde_json::Value;

use super::{ORGANIZATION, SHOP, matrix_of};
use crate::workspace::Workspace;

const FRAMEWORK: &str = "\
schema: onus.framework/1
id: house
title: House rules
requirements:
  - { id: R-1, title: Halls, satisfied-by: { equal: [PHY-01/facilities] } }
  - { id: R-2, title: Keys, satisfied-by: { equal: [CRY-03] } }
  - { id: R-3, title: Both, satisfied-by: { subset: [PHY-01/facilities, CRY-03] }, together: equal }
  - { id: R-4, title: Logs, satisfied-by: { equal: [LOG-02] } }
  - { id: R-5, title: Board, organizational: Only they can. }
  - { id: R-6, title: Plans, satisfied-by: { equal: [GOV-10] } }
";

const OFFERS: &str = "\
statements:
  - { control: CRY-03, status: implemented, owner: platform, text: Keys. }
  - { control: LOG-02, status: implemented, owner: platform, text: Logs. }
  - { control: GOV-10, status: planned, owner: platform, due: 2999-01-01, text: Later. }
offers:
  - id: shop
    title: The shop
    to: customers
    controls: [PHY-01/facilities, CRY-03, LOG-02, GOV-10]
    duties: { manage: offered, operate: offered, verify: offered }
    asks:
      - { id: M-1, text: Look at your records., controls: [LOG-02], origination: configured-by-customer }
";

fn shares(matrix: &Value) -> Vec<String> {
    let rows = matrix["customers"]["frameworks"][0]["requirements"].as_array().expect("a list").iter();
    rows.map(|row| {
        format!("{} {}", row["id"].as_str().expect("an id"), row["share"].as_str().expect("a word"))
    })
    .collect()
}

#[test]
fn each_requirement_is_ours_shared_or_theirs_for_customers() {
    let workspace = Workspace::base()
        .file("profiles/acme/catalog/house.yaml", FRAMEWORK)
        .append(ORGANIZATION, "frameworks: [house]\ncustomers: { name: Merchants }\n")
        .append(SHOP, OFFERS);
    let matrix = matrix_of(&workspace, "web");
    assert_eq!(matrix["customers"]["name"], "Merchants");
    // The halls are the provider's, whom customers have through us; keys are ours in full; about logs something is asked; what
    // is only planned is not offered yet.
    let expected = ["R-1 ours", "R-2 ours", "R-3 ours", "R-4 shared", "R-5 theirs", "R-6 theirs"];
    assert_eq!(shares(&matrix), expected);
    let logs = &matrix["customers"]["frameworks"][0]["requirements"][3];
    assert_eq!(logs["asks"][0], "M-1");
    assert_eq!(matrix["customers"]["asks"][0]["origination"], "configured-by-customer");
}

#[test]
fn the_customers_of_a_payment_api_see_pci_requirement_by_requirement() {
    let workspace =
        Workspace::base().append(ORGANIZATION, "frameworks: [pci-dss-4.0.1]\n").append(SHOP, OFFERS);
    let matrix = matrix_of(&workspace, "web");
    let rows = matrix["customers"]["frameworks"][0]["requirements"].as_array().expect("a list");
    let all = matrix["frameworks"][0]["requirements"].as_array().expect("a list");
    assert_eq!(rows.len(), all.len(), "PCI DSS 12.9.2 asks about each requirement");
    let has = |word: &str| rows.iter().any(|row| row["share"] == word);
    assert!(has("shared") && has("theirs"), "{rows:?}");
    let nothing = matrix_of(&Workspace::base(), "web");
    assert_eq!(nothing["customers"], Value::Null, "nothing is offered to customers");
}

//! What holds for every chain: it is transitive, it never moves what a provider does, the order of projects changes nothing, and
//! an incremental build equals a fresh one.

use serde_json::Value;

use super::{INHERITS, LANDING_ZONE, SHOP, ZONE, cells, matrix_of, with_zone};
use crate::workspace::Workspace;

/// A project between the landing zone and the shop, which offers what it inherits.
const MIDDLE: &str = "\
schema: onus.project/1
id: middle
name: Middle
services: [{ use: aws.dynamodb, regions: [eu-west-1] }]
inherits:
  - from: acme/zone
    answers: { LZ-1: { status: implemented } }
offers:
  - id: passed-on
    title: Record of all calls
    controls: [LOG-02]
    duties: { manage: offered, operate: offered, verify: offered }
";

fn chain(zone: &str, order: [&str; 3]) -> Workspace {
    let [first, second, third] = order;
    // Files are read in the order of their names.
    Workspace::base()
        .without(SHOP)
        .file(&format!("profiles/acme/projects/{first}.yaml"), zone)
        .file(&format!("profiles/acme/projects/{second}.yaml"), MIDDLE)
        .file(
            &format!("profiles/acme/projects/{third}.yaml"),
            "schema: onus.project/1\nid: web\nname: Web shop\nservices: [{ use: aws.ec2 }, { use: aws.s3 }]\ninherits: [{ from: acme/middle }]\n",
        )
}

#[test]
fn a_chain_is_transitive() {
    let kept = chain(LANDING_ZONE, ["zone", "middle", "web"]);
    let inherited = ["aws.ec2: inherited from [acme/middle]", "aws.s3: inherited from [acme/middle]"];
    assert_eq!(cells(&matrix_of(&kept, "web"), "LOG-02", "retention"), inherited);
    let planned = LANDING_ZONE.replace("status: implemented", "status: planned, due: 2999-01-01");
    let broken = chain(&planned, ["zone", "middle", "web"]);
    let own = ["aws.ec2: customer from []", "aws.s3: customer from []"];
    assert_eq!(
        cells(&matrix_of(&broken, "web"), "LOG-02", "retention"),
        own,
        "what is broken further up is broken here"
    );
}

#[test]
fn the_order_of_projects_changes_nothing() {
    let matrix = |order| {
        let mut matrix = matrix_of(&chain(LANDING_ZONE, order), "web");
        without_places(&mut matrix);
        matrix
    };
    let first = matrix(["a", "b", "c"]);
    for order in [["c", "b", "a"], ["b", "c", "a"], ["b", "a", "c"]] {
        assert_eq!(matrix(order), first, "{order:?}");
    }
}

/// Takes out the names of files, which differ, and what is named after them.
fn without_places(value: &mut Value) {
    match value {
        Value::Object(object) => {
            object.remove("file");
            object.remove("claims");
            object.values_mut().for_each(without_places);
        }
        Value::Array(items) => items.iter_mut().for_each(without_places),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn an_offer_never_moves_what_a_provider_does() {
    let all = "duties: { manage: offered, operate: offered, verify: offered }";
    let layers = ["facilities", "guest-os", "platform", "network", "identity", "application", "data"];
    let offers: String = layers
        .iter()
        .map(|layer| format!("  - {{ id: {layer}, title: All of {layer}, layer: {layer}, {all} }}\n"))
        .collect();
    // One service of each kind, so that the zone holds something on each of these layers but the first.
    let zone = "schema: onus.project/1\nid: zone\nname: Zone\nservices: [{ use: aws.ec2 }, { use: aws.s3 }, { use: aws.rds }]\n";
    let offers = offers.replace(
        "  - { id: facilities, title: All of facilities, layer: facilities",
        "  - { id: facilities, title: All of facilities, layer: guest-os",
    );
    let workspace = Workspace::base().file(ZONE, format!("{zone}offers:\n{offers}"));
    let before = matrix_of(&workspace, "web");
    let after = matrix_of(&workspace.append(SHOP, "inherits: [{ from: acme/zone }]\n"), "web");
    let provider = |matrix: &Value| -> Vec<String> {
        let controls = matrix["controls"].as_array().expect("a list").iter();
        let cells = controls.flat_map(|control| {
            control["cells"].as_array().expect("a list").iter().map(move |cell| (control, cell))
        });
        let held = cells
            .filter(|(_, cell)| cell["from"].as_array().is_some_and(|from| from.contains(&"aws".into())));
        held.map(|(control, cell)| format!("{}/{} {}", control["id"], cell["part"], cell["service"]))
            .collect()
    };
    assert_eq!(provider(&after), provider(&before), "who acts for the provider");
}

#[test]
fn an_incremental_build_with_offers_equals_a_fresh_one() {
    let workspace = with_zone(LANDING_ZONE, INHERITS);
    matrix_of(&workspace, "web");
    let planned = LANDING_ZONE.replace("status: implemented", "status: planned, due: 2999-01-01");
    let changed = workspace.file(ZONE, &planned);
    let incremental = matrix_of(&changed, "web");
    let fresh = matrix_of(&with_zone(&planned, INHERITS), "web");
    assert_eq!(incremental, fresh);
}

//! The inventory of a built program in CycloneDX 1.6, from what the program itself says it was compiled from.

use std::process::Command;

use serde_json::{Value, json};

use crate::Failure;
use crate::metadata::text;
use crate::programs::output;

/// The inventory as JSON, without a serial number and a time: the same program gives the same bytes.
pub(crate) fn of_program(built: &str) -> Result<String, Failure> {
    let said = output(Command::new(built).args(["licenses", "--message-format", "json"]))?;
    let said = String::from_utf8(said).map_err(|cause| format!("`{built}`: {cause}"))?;
    let records: Result<Vec<Value>, _> = said.lines().map(serde_json::from_str).collect();
    let document = document(&records.map_err(|cause| format!("`{built}`: {cause}"))?)?;
    Ok(format!("{document:#}\n"))
}

fn document(records: &[Value]) -> Result<Value, Failure> {
    let program = records
        .iter()
        .find(|record| record["type"] == "program")
        .ok_or("the program does not say what it is compiled from")?;
    let components: Vec<&Value> = records.iter().filter(|record| record["type"] == "component").collect();
    let needs = |record: &Value| {
        let needed = record["dependencies"].as_array().into_iter().flatten();
        // Only crates are needed by name; fonts and libraries need a crate, and nothing needs them.
        needed.map(package_url).collect::<Vec<_>>()
    };
    let mut of_program = needs(program);
    of_program
        .extend(components.iter().filter(|record| record["kind"] != "crate").map(|record| reference(record)));
    let of_components =
        components.iter().map(|record| json!({ "ref": reference(record), "dependsOn": needs(record) }));
    let dependencies: Vec<Value> =
        [json!({ "ref": "onus", "dependsOn": of_program })].into_iter().chain(of_components).collect();
    Ok(json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": { "component": {
            "type": "application",
            "bom-ref": "onus",
            "name": program["name"],
            "version": program["version"],
            "licenses": [{ "expression": program["license"] }],
        } },
        "components": components.iter().map(|record| component(record)).collect::<Vec<_>>(),
        "dependencies": dependencies,
    }))
}

fn component(record: &Value) -> Value {
    let is_crate = record["kind"] == "crate";
    let mut component = json!({
        "type": if record["kind"] == "font" { "file" } else { "library" },
        "bom-ref": reference(record),
        "name": record["name"],
        "version": record["version"],
        // What fonts say of their licence is no SPDX expression.
        "licenses": [if is_crate { json!({ "expression": record["license"] }) }
            else { json!({ "license": { "name": record["license"] } }) }],
    });
    if is_crate {
        component["purl"] = json!(package_url(record));
    }
    if let Some(digest) = record["sha256"].as_str() {
        component["hashes"] = json!([{ "alg": "SHA-256", "content": digest }]);
    }
    if let Some(address) = record["repository"].as_str() {
        component["externalReferences"] = json!([{ "type": "vcs", "url": address }]);
    }
    component
}

/// What the inventory calls a component by.
fn reference(record: &Value) -> String {
    match text(record, "kind") {
        "crate" => package_url(record),
        kind => format!("{kind}:{}", text(record, "name").to_lowercase().replace(' ', "-")),
    }
}

/// Of a crate: the package URL specification, type cargo. A `+` in a version must be escaped.
fn package_url(record: &Value) -> String {
    format!("pkg:cargo/{}@{}", text(record, "name"), text(record, "version").replace('+', "%2B"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needed(name: &str) -> Value {
        json!([{ "name": name, "version": "1.0.0+x" }])
    }

    #[test]
    fn crates_have_package_urls_and_fonts_hang_on_the_program() {
        let records = [
            json!({ "type": "program", "name": "onus", "version": "0.1.0", "license": "MIT", "dependencies": needed("a") }),
            json!({ "type": "component", "kind": "crate", "name": "a", "version": "1.0.0+x", "license": "MIT OR Zlib",
                "sha256": "0f", "repository": null, "dependencies": [] }),
            json!({ "type": "component", "kind": "font", "name": "Some Font", "version": "1", "license": "its own",
                "sha256": null, "repository": null, "dependencies": needed("a") }),
        ];
        let made = document(&records).expect("an inventory");
        let [of_crate, of_font] = [&made["components"][0], &made["components"][1]];
        assert_eq!(of_crate["purl"], "pkg:cargo/a@1.0.0%2Bx");
        assert_eq!(of_crate["hashes"], json!([{ "alg": "SHA-256", "content": "0f" }]));
        assert_eq!(of_crate["licenses"], json!([{ "expression": "MIT OR Zlib" }]));
        assert_eq!(of_font["bom-ref"], "font:some-font");
        assert_eq!(of_font["licenses"], json!([{ "license": { "name": "its own" } }]));
        assert_eq!(of_font.get("purl"), None);
        let depends = |place: usize| made["dependencies"][place]["dependsOn"].clone();
        assert_eq!(depends(0), json!(["pkg:cargo/a@1.0.0%2Bx", "font:some-font"]));
        assert_eq!(depends(1), json!([]));
        assert_eq!(depends(2), json!(["pkg:cargo/a@1.0.0%2Bx"]));
    }

    #[test]
    fn a_program_that_does_not_say_what_it_is_gives_no_inventory() {
        assert!(document(&[]).is_err());
    }
}

//! `onus licenses`: what the program is compiled from, under which licences, and their texts.

use std::collections::BTreeMap;

use onus_core::diagnostic::did_you_mean;
use serde_json::{Value, json};

use super::ExitStatus;
use super::console::Console;
use crate::cli::LicensesArgs;
use crate::error::Error;

use onus_notices::{COMPONENTS, Component, DIRECT};

const NO_TEXT: &str = "The licence text was not found when this program was compiled; the source has it.";

pub(super) fn run(console: &Console, args: &LicensesArgs) -> Result<ExitStatus, Error> {
    let chosen: Vec<&Component> = match &args.name {
        Some(name) => COMPONENTS.iter().filter(|component| is_meant(component, name)).collect(),
        None => COMPONENTS.iter().collect(),
    };
    if let (Some(name), true) = (&args.name, chosen.is_empty()) {
        let hint = did_you_mean(name, COMPONENTS.iter().map(|component| component.name));
        let hint = hint.unwrap_or_else(|| "`onus licenses` lists all of them".to_owned());
        return Err(Error::Component { name: name.clone(), hint });
    }
    if args.name.is_none() {
        console.record(&program());
    }
    let with_texts = args.full || args.name.is_some();
    for component in &chosen {
        console.record(&record(component, with_texts));
    }
    match (&args.name, args.full) {
        (Some(_), _) => chosen.iter().for_each(|component| show(console, component)),
        (None, false) => {
            list(console);
            console.line("");
            console.line("`onus licenses NAME` prints the licence texts of one, `--full` those of all.");
        }
        (None, true) => {
            list(console);
            show_all(console);
        }
    }
    Ok(ExitStatus::Success)
}

/// Names of fonts have capitals and spaces, which nobody wants to type.
fn is_meant(component: &Component, name: &str) -> bool {
    component.name.eq_ignore_ascii_case(name) || component.name.replace(' ', "-").eq_ignore_ascii_case(name)
}

fn list(console: &Console) {
    console.line(&format!(
        "onus {} is licensed under {}. Compiled into it are:",
        env!("CARGO_PKG_VERSION"),
        env!("CARGO_PKG_LICENSE")
    ));
    console.line("");
    let width = |text: fn(&Component) -> &'static str| {
        COMPONENTS.iter().map(|component| text(component).len()).max().unwrap_or_default()
    };
    let (names, versions) = (width(|component| component.name), width(|component| component.version));
    for Component { name, version, license, .. } in COMPONENTS {
        console.line(&format!("{name:names$}  {version:versions$}  {license}"));
    }
}

/// Each text once, under the names of all whose text it is: printed for each of them, they would be three times as long.
fn show_all(console: &Console) {
    let mut texts: Vec<&str> = Vec::new();
    let mut owners: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for component in COMPONENTS {
        let title = title(component);
        if component.texts.is_empty() {
            console.lines(&format!("\n--- {title}\n\n{NO_TEXT}"));
        }
        for text in component.texts {
            let owners = owners.entry(text.content).or_default();
            if owners.is_empty() {
                texts.push(text.content);
            }
            owners.push(format!("{title} ({})", text.origin));
        }
    }
    for text in texts {
        console.lines(&format!("\n--- {}\n\n{text}\n", owners[text].join(", ")));
    }
}

fn show(console: &Console, component: &Component) {
    console.line(&title(component));
    console.line(&format!("Licence: {}", component.license));
    if let Some(address) = component.repository {
        console.line(&format!("Source: {address}"));
    }
    if component.texts.is_empty() {
        console.line(NO_TEXT);
    }
    for text in component.texts {
        console.lines(&format!("\n--- {}\n\n{}\n", text.origin, text.content));
    }
}

/// Libraries of the platform have no version that we know.
fn title(component: &Component) -> String {
    format!("{} {}", component.name, component.version).trim_end().to_owned()
}

/// The program itself, so that the list is complete for whoever makes an inventory from it.
fn program() -> Value {
    json!({
        "type": "program",
        "name": env!("CARGO_PKG_NAME"),
        "version": env!("CARGO_PKG_VERSION"),
        "license": env!("CARGO_PKG_LICENSE"),
        "dependencies": named(DIRECT),
    })
}

fn record(component: &Component, with_texts: bool) -> Value {
    let mut record = json!({
        "type": "component",
        "kind": component.kind.as_str(),
        "name": component.name,
        "version": component.version,
        "license": component.license,
        "repository": component.repository,
        "sha256": component.checksum,
        "dependencies": named(component.dependencies),
    });
    if with_texts {
        let texts = component.texts.iter().map(|text| json!({ "origin": text.origin, "text": text.content }));
        record["texts"] = texts.collect();
    }
    record
}

fn named(places: &[usize]) -> Value {
    let components = places.iter().map(|place| &COMPONENTS[*place]);
    components.map(|component| json!({ "name": component.name, "version": component.version })).collect()
}

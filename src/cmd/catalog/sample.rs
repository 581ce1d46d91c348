//! `onus catalog sample`: cells drawn at random with all that decides them, so that a person can judge them.

use onus_core::assess::{SampledCell, sampled_cells};
use onus_core::model::{Catalog, Framework, Holder, Need, Requirement, Target};
use onus_core::resolve::{Decision, decide_by_catalog};
use onus_core::source::Sources;
use serde_json::json;

use super::super::console::{Console, one_line};
use super::text::in_words;

/// Prints as many cells as asked for; the same seed draws the same cells from the same catalog.
pub(super) fn show(console: &Console, catalog: &Catalog, sources: &Sources, count: usize, seed: u64) {
    let sample = sampled_cells(catalog, count, seed);
    for (place, &cell) in sample.drawn.iter().enumerate() {
        let decisions = decisions(catalog, cell);
        console.record(&record(catalog, cell, &decisions));
        let mut lines = head(catalog, place + 1, cell, &decisions);
        for (class, decision) in &decisions {
            lines.push(format!("   {class:18} {}", in_words(&decision.duties())));
            for claim in decision.claims() {
                let place = sources.place_of(&claim.origin);
                lines.push(format!("      {}: {} ({place})", claim.rank.speaker(), one_line(&claim.reason)));
            }
        }
        lines.push(String::new());
        lines.iter().for_each(|line| console.line(line.trim_end()));
    }
    console.record(&json!({ "type": "sample", "drawn": sample.drawn.len(), "of": sample.of }));
    console.line(&format!("{} of {} cells that the catalog can have", sample.drawn.len(), sample.of));
}

/// What is asked, of what, and what each side does.
fn head(
    catalog: &Catalog,
    number: usize,
    cell: SampledCell<'_>,
    decisions: &[(&str, Decision<'_>)],
) -> Vec<String> {
    let SampledCell { control, part, service } = cell;
    let about = match service {
        Some(service) => format!("{} ({}, {})", service.name, service.id, service.class),
        None => format!("the {} as a whole", part.per.word()),
    };
    let mut lines = vec![
        format!("{number}. {}/{} {} - {}: {about}", control.id, part.id, control.title, part.title),
        format!("   layer {}", part.layer),
    ];
    if let Some(service) = service {
        let traits: Vec<&str> = service.traits.iter().map(|known| known.as_str()).collect();
        lines.push(format!("   traits {}", traits.join(", ")));
    }
    let needs: Vec<&str> = part.needs.iter().map(Need::as_str).collect();
    if !needs.is_empty() {
        lines.push(format!("   needs {}", needs.join(", ")));
    }
    let texts = part.texts_of(control, service);
    // A text is shown to those who have a duty.
    let has_duty = |involves: fn(Holder) -> bool| {
        decisions.iter().any(|(_, decision)| decision.duties().iter().any(|holder| involves(*holder)))
    };
    let provider = texts.provider.filter(|_| has_duty(Holder::involves_provider));
    let customer = texts.customer.filter(|_| has_duty(Holder::involves_customer));
    lines.extend(provider.map(|text| format!("   provider: {}", one_line(text))));
    lines.extend(customer.map(|text| format!("   customer: {}", one_line(text))));
    let source = service.and_then(|service| part.sources.get(&service.provider));
    let source = source.filter(|_| provider.is_some());
    lines.extend(source.map(|title| format!("   published in: {}", one_line(title))));
    let setting = service.and_then(|service| part.setting_for(control, service));
    lines.extend(setting.map(|setting| format!("   setting: {}", setting.label())));
    let served: Vec<String> =
        served(catalog, cell).map(|(framework, one)| format!("{}/{}", framework.id, one.id)).collect();
    lines.push(format!("   serves {} requirements: {}", served.len(), served.join(", ")));
    lines
}

/// Requirements that the part serves.
fn served<'c>(
    catalog: &'c Catalog,
    cell: SampledCell<'c>,
) -> impl Iterator<Item = (&'c Framework, &'c Requirement)> {
    let is_meant = move |target: &Target| {
        target.control == cell.control.id && target.part.as_ref().is_none_or(|id| *id == cell.part.id)
    };
    catalog.frameworks.values().flat_map(move |framework| {
        let requirements = framework.requirements.iter();
        requirements.filter(move |one| one.satisfied_by.iter().any(is_meant)).map(move |one| (framework, one))
    })
}

/// Who holds the duties: for a service by all that the catalog says of it, otherwise for each class of services in use.
fn decisions<'c>(catalog: &'c Catalog, cell: SampledCell<'c>) -> Vec<(&'c str, Decision<'c>)> {
    match cell.service {
        Some(service) => {
            let decided = decide_by_catalog(catalog, cell.control, cell.part, service);
            decided.ok().map(|decision| (service.class.as_str(), decision)).into_iter().collect()
        }
        None => {
            let classes = catalog.classes.iter();
            let of_class = classes.filter_map(|class| {
                let decision = Decision::of_class(catalog, cell.part, &class.id)?.ok()?;
                Some((class.id.as_str(), decision))
            });
            of_class.collect()
        }
    }
}

fn record(catalog: &Catalog, cell: SampledCell<'_>, decisions: &[(&str, Decision<'_>)]) -> serde_json::Value {
    let SampledCell { control, part, service } = cell;
    let texts = part.texts_of(control, service);
    let by_class = decisions.iter().map(|(class, decision)| {
        let duties = decision.duties();
        json!({
            "class": class, "responsibility": decision.responsibility().word(), "manage": duties.manage.word(),
            "operate": duties.operate.word(), "verify": duties.verify.word(),
        })
    });
    let served =
        served(catalog, cell).map(|(framework, one)| json!({ "framework": framework.id, "id": one.id }));
    json!({
        "type": "cell", "control": control.id, "part": part.id, "layer": part.layer, "per": part.per.word(),
        "service": service.map(|service| &service.id), "provider": texts.provider, "customer": texts.customer,
        "setting": service.and_then(|service| part.setting_for(control, service)),
        "classes": by_class.collect::<Vec<_>>(), "requirements": served.collect::<Vec<_>>(),
    })
}

//! An entry of the catalog as an object, for programs: what `onus catalog show` prints as text.

use onus_core::model::{
    Catalog, Class, Control, Demarcation, Duties, Framework, Layer, NamedService, Need, Part, PropertyRule,
    Requirement, Service, Target, ToolName,
};
use onus_core::resolve::Decision;
use onus_core::source::{Origin, Sources};
use serde_json::{Map, Value, json};

/// An object of the answer, with the place of the entry.
fn entry(kind: &str, origin: &Origin, sources: &Sources, fields: Value) -> Value {
    let place = sources.place_of(origin);
    let head = json!({ "type": "entry", "kind": kind });
    let tail = json!({ "file": place.file, "line": place.line, "column": place.column });
    let objects = [head, fields, tail].into_iter().filter_map(|value| match value {
        Value::Object(object) => Some(object),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => None,
    });
    Value::Object(objects.flatten().collect::<Map<_, _>>())
}

/// Who holds the duties of a class of services.
fn of_class(class: &str, duties: &Duties) -> Map<String, Value> {
    let Duties { manage, operate, verify } = duties;
    let fields = [
        ("class", class),
        ("responsibility", duties.responsibility().word()),
        ("manage", manage.word()),
        ("operate", operate.word()),
        ("verify", verify.word()),
    ];
    fields.into_iter().map(|(name, value)| (name.to_owned(), json!(value))).collect()
}

pub(super) fn control(catalog: &Catalog, sources: &Sources, control: &Control) -> Value {
    let asked = control.evidence.iter();
    let asked = asked.map(|request| json!({ "text": request.text, "cadence": request.cadence.label() }));
    let satisfied = catalog.frameworks.values().flat_map(|framework| {
        let own = |target: &Target| target.control == control.id;
        let requirements = framework.requirements.iter();
        let satisfied = requirements.filter(move |requirement| requirement.satisfied_by.iter().any(own));
        satisfied.map(|requirement| json!({ "framework": framework.id, "id": requirement.id }))
    });
    let fields = json!({
        "id": control.id,
        "title": control.title,
        "domain": control.domain,
        "objective": control.objective,
        "parts": control.parts.iter().map(|part| self::part(catalog, part)).collect::<Vec<_>>(),
        "evidence_requests": asked.collect::<Vec<_>>(),
        "requirements": satisfied.collect::<Vec<_>>(),
    });
    entry("control", &control.origin, sources, fields)
}

fn part(catalog: &Catalog, part: &Part) -> Value {
    let classes = catalog.classes.iter().filter_map(|class| {
        let decision = Decision::of_class(catalog, part, &class.id)?.ok()?;
        Some(of_class(class.id.as_str(), &decision.duties()))
    });
    json!({
        "id": part.id,
        "layer": part.layer,
        "per": part.per.word(),
        "needs": part.needs.all.iter().map(Need::as_str).collect::<Vec<_>>(),
        "needs_any": part.needs.any.iter().map(Need::as_str).collect::<Vec<_>>(),
        "provider": part.texts.provider,
        "customer": part.texts.customer,
        "classes": classes.collect::<Vec<_>>(),
    })
}

pub(super) fn service(sources: &Sources, service: &Service) -> Value {
    let exceptions = service.exceptions.iter().map(|exception| {
        json!({ "selects": exception.selector.to_string(), "reason": exception.reason, "source": exception.source })
    });
    let names = service.names.iter().map(tool_name);
    let fields = json!({
        "id": service.id,
        "name": service.name,
        "summary": service.summary,
        "class": service.class,
        "ends": service.ends.map(|month| month.to_string()),
        "traits": service.traits,
        "exceptions": exceptions.collect::<Vec<_>>(),
        "notes": service.notes,
        "names": names.collect::<Vec<_>>(),
    });
    entry("service", &service.origin, sources, fields)
}

fn tool_name(name: &ToolName) -> Value {
    let rule = |rule: &PropertyRule| json!({ "property": rule.property, "is": rule.values });
    let when: Vec<Value> = name.when.iter().map(rule).collect();
    json!({ "tool": name.tool, "name": name.name, "shared": name.is_shared, "when": when })
}

/// A name by which a type of resources belongs to a service.
pub(super) fn type_name(sources: &Sources, kind: &str, named: &NamedService<'_>) -> Value {
    let NamedService { service, name } = named;
    let fields = json!({ "type_of_resources": kind, "service": service.id, "service_name": service.name });
    let mut fields: Map<String, Value> = fields.as_object().cloned().unwrap_or_default();
    fields.extend(tool_name(name).as_object().cloned().unwrap_or_default());
    entry("type-name", &name.origin, sources, Value::Object(fields))
}

pub(super) fn layer(catalog: &Catalog, sources: &Sources, layer: &Layer) -> Value {
    let classes = catalog.classes.iter().filter_map(|class| {
        let row = catalog.demarcation.get(&(layer.id.clone(), class.id.clone()))?;
        let mut duties = of_class(class.id.as_str(), &row.duties);
        duties.insert("reason".to_owned(), json!(row.reason));
        Some(duties)
    });
    let fields = json!({
        "id": layer.id,
        "title": layer.title,
        "description": layer.description,
        "classes": classes.collect::<Vec<_>>(),
    });
    entry("layer", &layer.origin, sources, fields)
}

pub(super) fn demarcation(sources: &Sources, layer: &Layer, class: &Class, row: &Demarcation) -> Value {
    let mut fields = of_class(class.id.as_str(), &row.duties);
    fields.insert("layer".to_owned(), json!(layer.id));
    fields.insert("reason".to_owned(), json!(row.reason));
    entry("demarcation", &row.origin, sources, Value::Object(fields))
}

pub(super) fn requirement(sources: &Sources, framework: &Framework, requirement: &Requirement) -> Value {
    let satisfied_by = requirement.satisfied_by.iter().map(|target| match &target.part {
        Some(part) => format!("{}/{part}", target.control),
        None => target.control.to_string(),
    });
    let fields = json!({
        "framework": framework.id,
        "id": requirement.id,
        "title": requirement.title,
        "baselines": requirement.baselines,
        "satisfied_by": satisfied_by.collect::<Vec<_>>(),
        "organizational": requirement.organizational,
    });
    entry("requirement", &requirement.origin, sources, fields)
}

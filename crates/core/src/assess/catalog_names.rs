//! Names of tools that two services claim, so that what a tool names would belong to either of them.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Catalog, NamedService, PropertyRule, ToolName};
use crate::source::Sources;

/// A mistake for each name that a second service has, too, unless rules tell the two apart or both say that the name is
/// shared; and one for each shared name that no other service has.
pub(super) fn names_claimed_twice(catalog: &Catalog, sources: &Sources) -> Vec<Diagnostic> {
    let mut claims: BTreeMap<(&str, String), Vec<NamedService<'_>>> = BTreeMap::new();
    for service in catalog.services.values() {
        for name in &service.names {
            // `AWS::EC2::VPC` and `AWS::EC2::VPC*` name a type of that name equally well.
            let key = (name.tool.as_str(), name.name.trim_end_matches('*').to_ascii_lowercase());
            claims.entry(key).or_default().push(NamedService { service, name });
        }
    }
    let mut mistakes = Vec::new();
    for named in claims.values() {
        for (position, later) in named.iter().enumerate() {
            let earlier = &named[..position];
            let other = earlier.iter().find(|earlier| is_contested(earlier, later));
            mistakes.extend(other.map(|other| twice(sources, other, later)));
            let is_alone =
                !named.iter().any(|other| other.service.id != later.service.id && other.name.is_shared);
            if later.name.is_shared && is_alone {
                mistakes.push(alone(sources, later));
            }
        }
    }
    mistakes
}

/// True if a resource can belong to both services by the same name, though neither name says so.
fn is_contested(one: &NamedService<'_>, other: &NamedService<'_>) -> bool {
    one.service.id != other.service.id
        && !(one.name.is_shared && other.name.is_shared)
        && have_rules_in_common(&one.name.when, &other.name.when)
}

/// True for rules on the same properties that have a value in common. Of other rules, those decide that are more, or both
/// can hold for good reason: a cluster may have two kinds of nodes.
fn have_rules_in_common(one: &[PropertyRule], other: &[PropertyRule]) -> bool {
    one.len() == other.len()
        && one.iter().all(|rule| {
            other.iter().any(|other| {
                rule.property == other.property && have_a_value_in_common(&rule.values, &other.values)
            })
        })
}

fn have_a_value_in_common(one: &[String], other: &[String]) -> bool {
    let begins = |value: &str, pattern: &str| match pattern.strip_suffix('*') {
        Some(beginning) => value.starts_with(beginning),
        None => value == pattern,
    };
    // Without values, any value will do.
    one.is_empty()
        || other.is_empty()
        || one.iter().any(|one| {
            let one = one.to_ascii_lowercase();
            other.iter().map(|other| other.to_ascii_lowercase()).any(|other| {
                begins(one.trim_end_matches('*'), &other) || begins(other.trim_end_matches('*'), &one)
            })
        })
}

fn twice(sources: &Sources, other: &NamedService<'_>, named: &NamedService<'_>) -> Diagnostic {
    let ToolName { tool, name, origin, .. } = named.name;
    let message =
        format!("`{}` and `{}` both have the name `{name}` in `{tool}`", other.service.id, named.service.id);
    Diagnostic::error(Code::NameClaimedTwice, message)
        .at(sources.span(origin), "")
        .at(sources.span(&other.name.origin), "the other one")
        .hint("give the property that decides under `when`, or write `shared: true` in both".to_owned())
}

fn alone(sources: &Sources, named: &NamedService<'_>) -> Diagnostic {
    let ToolName { tool, name, origin, .. } = named.name;
    let message = format!("`{name}` in `{tool}` is shared, but only `{}` has it", named.service.id);
    Diagnostic::error(Code::NameClaimedTwice, message)
        .at(sources.span(origin), "")
        .hint("remove `shared`, or give the name to the other services".to_owned())
}

//! What profiles say about attributes.

use super::super::context::Context;
use crate::diagnostic::{Code, Noun};
use crate::model::{AttributeValue, Attributes, Catalog, Said};
use crate::schema::AttributeMap;
use crate::source::Origin;

/// Reads attributes. One that is false must have a reason, which is printed wherever something does not apply for it.
pub(super) fn read(
    context: &mut Context<'_>,
    catalog: &Catalog,
    entries: &AttributeMap,
    origin: &Origin,
) -> Attributes {
    let mut attributes = Attributes::new();
    for (name, entry) in entries {
        let at = origin.key(name.clone());
        let known = catalog.attributes.iter().map(|attribute| &attribute.id);
        let Some(attribute) = context.refer_key(Noun::ATTRIBUTE, name, &at, known) else {
            continue;
        };
        let reason = entry.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
        let said = match (entry.value, reason) {
            (true, _) => Said::True,
            (false, Some(reason)) => Said::False(reason.to_owned()),
            (false, None) => {
                let message = format!("the attribute `{attribute}` is false and has no reason");
                let hint = format!(
                    "write `{attribute}: {{ value: false, reason: ... }}`, in words that an auditor can follow"
                );
                context.diagnostics.error(Code::MissingReason, &at, message).help(hint);
                continue;
            }
        };
        attributes.insert(attribute.clone(), AttributeValue { attribute, said, origin: at });
    }
    attributes
}

//! Entries of one rank in the catalog that give a duty to different holders. Found when the catalog is read, not only
//! where a project uses the service.

use super::super::context::Context;
use crate::diagnostic::Code;
use crate::model::{Catalog, ClassId, Control, Duty, Exception, Part, PartOverride, PartialDuties, Service};
use crate::source::Origin;

/// Reports overrides of a part that contradict each other for a class.
pub(super) fn in_part(context: &mut Context<'_>, overrides: &[PartOverride]) {
    for (position, second) in overrides.iter().enumerate() {
        for first in &overrides[..position] {
            let shared = |class: &&ClassId| second.selector.classes.contains(class);
            // What traits have in common depends on the service; these meet where it is resolved.
            let only_classes = [first, second]
                .iter()
                .all(|entry| entry.selector.traits.is_empty() && entry.selector.service.is_none());
            let class = first.selector.classes.iter().find(shared).filter(|_| only_classes);
            let duty = differing(&first.duties, &second.duties);
            if let Some((class, duty)) = class.zip(duty) {
                let subject = format!("overrides of this part give `{}` for class `{class}`", duty.word());
                report(context, &subject, &first.origin, &second.origin);
            }
        }
    }
}

/// Reports exceptions of services that contradict each other in a cell.
pub(super) fn in_exceptions(context: &mut Context<'_>, catalog: &Catalog) {
    for service in catalog.services.values() {
        for (position, second) in service.exceptions.iter().enumerate() {
            for first in &service.exceptions[..position] {
                let Some(duty) = differing(&first.duties, &second.duties) else { continue };
                let Some(cell) = common_cell(catalog, service, [first, second]) else { continue };
                let subject = format!("exceptions of this service give `{}` of `{cell}`", duty.word());
                report(context, &subject, &first.origin, &second.origin);
            }
        }
    }
}

fn common_cell(catalog: &Catalog, service: &Service, exceptions: [&Exception; 2]) -> Option<String> {
    let parts =
        catalog.controls.iter().flat_map(|control| control.parts.iter().map(move |part| (control, part)));
    let is_common = |control: &Control, part: &Part| {
        part.has_cell_for(service)
            && exceptions.iter().all(|exception| exception.selector.selects(control, part, Some(service)))
    };
    let mut common = parts.filter(|(control, part)| is_common(control, part));
    common.next().map(|(control, part)| format!("{}/{}", control.id, part.id))
}

fn differing(first: &PartialDuties, second: &PartialDuties) -> Option<Duty> {
    Duty::ALL.into_iter().find(|duty| {
        let holders = first.get(*duty).zip(*second.get(*duty));
        holders.is_some_and(|(one, other)| one != other)
    })
}

fn report(context: &mut Context<'_>, subject: &str, first: &Origin, second: &Origin) {
    let place = context.diagnostics.sources().span(first);
    let message = format!("two {subject} to different holders");
    context
        .diagnostics
        .error(Code::ConflictingClaims, second, message)
        .also(place, "the other one")
        .help("remove one of them, or let them select different cells".to_owned());
}

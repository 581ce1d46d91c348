//! Which overrides and exceptions change nothing. Such an entry is a mistake of its author, or has outlived what it was
//! about.

use std::collections::HashSet;

use super::claims::claims_of_catalog;
use super::decision::{Decision, Rank};
use crate::model::{Catalog, Duty, Exception, Override, Service};
use crate::source::Origin;

/// An override that changes no cell.
#[derive(Debug, Clone, Copy)]
pub enum IdleOverride<'a> {
    /// It matches none.
    Unmatched(&'a Override),
    /// It says of each cell that it matches what holds without it, or is overruled there.
    Unchanging(&'a Override),
}

impl<'a> IdleOverride<'a> {
    /// The override.
    pub fn entry(self) -> &'a Override {
        match self {
            Self::Unmatched(entry) | Self::Unchanging(entry) => entry,
        }
    }
}

/// What the overrides of a scope do, by the places where they are written.
#[derive(Debug, Default)]
pub(super) struct OverrideEffects<'a> {
    matching: HashSet<&'a Origin>,
    changing: HashSet<&'a Origin>,
}

impl<'a> OverrideEffects<'a> {
    /// Notes an override that matches a cell, and whether it changes it.
    pub(super) fn note(&mut self, decision: &Decision<'_>, rank: Rank, entry: &'a Override) {
        self.matching.insert(&entry.origin);
        if !self.changing.contains(&entry.origin) && changes(decision, rank, &entry.origin) {
            self.changing.insert(&entry.origin);
        }
    }

    /// The override, if it changes no cell.
    pub(super) fn idle(&self, entry: &'a Override) -> Option<IdleOverride<'a>> {
        if !self.matching.contains(&entry.origin) {
            return Some(IdleOverride::Unmatched(entry));
        }
        (!self.changing.contains(&entry.origin)).then_some(IdleOverride::Unchanging(entry))
    }
}

/// The exceptions of a service that change none of its cells, by the catalog alone.
pub fn idle_exceptions<'a>(catalog: &'a Catalog, service: &'a Service) -> Vec<&'a Exception> {
    let mut idle: Vec<&Exception> = service.exceptions.iter().collect();
    for control in &catalog.controls {
        for part in control.parts.iter().filter(|part| part.has_cell_for(service)) {
            if idle.is_empty() {
                return idle;
            }
            let Ok(decision) = Decision::new(claims_of_catalog(catalog, control, part, service)) else {
                continue;
            };
            idle.retain(|exception| !changes(&decision, Rank::Service, &exception.origin));
        }
    }
    idle
}

/// True when the entry of that rank gives a duty to another holder than it would have without it.
fn changes(decision: &Decision<'_>, rank: Rank, entry: &Origin) -> bool {
    let decides = |duty| decision.winner(duty).is_some_and(|claim| claim.origin == *entry);
    Duty::ALL.into_iter().any(|duty| decides(duty) && decision.overruled(duty, rank).is_some())
}

//! The responsibility matrix as data: `matrix.json`, what changed between two of them, and the reports that a project relies
//! on.

pub mod json;

pub mod compare;

pub mod changes;

pub mod attestations;

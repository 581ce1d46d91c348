//! The guide is true: the schema describes every matrix, the references name every key, and what a page shows is run.

mod full_matrix;
mod limits;
mod pages;
pub(crate) mod published;
mod recipes;
mod schema;
mod theme;

//! The integration tests, in one binary; `growth` and `bad_input` have their own.

mod accountability;
mod architecture;
mod assurance;
mod attestations;
mod catalog;
mod check;
mod command_line;
mod diff;
mod evidence;
mod evidence_add;
mod evidence_documents;
mod evidence_list;
mod explain;
mod findings;
mod foreign_markdown;
mod gate;
mod guide;
mod hostile_files;
mod hostile_names;
mod ignored;
mod init;
mod licenses;
mod limits;
mod list;
mod messages;
mod missing_glyphs;
mod mutation;
mod nightly;
mod package;
mod page_warnings;
mod pdf;
mod pictures;
mod printing;
mod renames;
mod render;
mod reports;
mod responsibility;
#[allow(dead_code, reason = "the tests of the typesetter use all of it")]
#[path = "../../crates/typeset/tests/shared/mod.rs"]
mod shared;
mod statements;
mod template_work;
mod templates;
mod theme;
mod workspace;
mod writing;

//! The one integration test binary.

mod abundance;
mod answers;
mod architecture;
mod assurance;
mod bad_input;
mod charts;
mod command_line;
mod evidence;
mod findings;
mod front;
mod guide;
mod hostile_files;
mod hostile_names;
mod keeping;
mod lines;
mod messages;
mod missing_glyphs;
mod mutation;
mod pdf;
mod pictures;
mod render;
mod responsibility;
mod tables;
mod theme;
mod workspace;

//! The one integration test binary.

mod abundance;
mod answers;
mod architecture;
mod bad_input;
mod charts;
mod command_line;
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
mod package;
mod pdf;
mod pictures;
mod registering;
mod render;
mod responsibility;
mod tables;
mod theme;
mod workspace;

//! The one integration test binary.

mod abundance;
mod answers;
mod architecture;
mod bad_input;
mod command_line;
mod findings;
mod guide;
mod hostile_files;
mod hostile_names;
mod keeping;
mod messages;
mod missing_glyphs;
mod mutation;
mod pdf;
mod render;
mod responsibility;
mod theme;
mod workspace;

//! Turns templates and the matrix into Markdown. Values are escaped on their way in, and errors of a template become
//! diagnostics with a place in its file.

mod budget;
mod engine;
mod escape;
mod filters;
mod guard;
mod includes;
mod lexer;
mod operands;
mod output;
mod prose;
mod revision;
mod source_map;
mod sources;
mod template_error;
mod translate;
pub mod view;
mod visible;

pub use engine::Engine;
pub use escape::escape;
pub use revision::RenderedText;
pub use source_map::SourceMap;
pub use translate::TemplateMessage;
pub use visible::visible;

//! Templates and the matrix become Markdown. Values are escaped on their way in, and whatever is wrong with a
//! template is a diagnostic with its place in the template's file.

mod complaint;
mod engine;
mod escape;
mod filters;
mod includes;
mod output;
mod revision;
mod trace;
pub mod view;
mod visible;

pub use engine::Engine;
pub use escape::escape;
pub use revision::Text;
pub use trace::Trace;
pub use visible::visible;

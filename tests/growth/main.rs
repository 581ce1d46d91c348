//! Work grows with the size of its input, not with its square. Nothing here looks at a clock: allocations are counted,
//! which is exact, and for loops that allocate nothing the time on the processor, which other programs' work is no
//! part of.

#![allow(clippy::disallowed_methods, reason = "tests write their own workspaces")]
#![allow(clippy::unwrap_used, reason = "a document that is not written is a failure")]

mod documents;
mod work;
mod workspaces;

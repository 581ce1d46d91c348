//! Boxes: what never breaks is an atom, shapes are drawn on canvases, and the flow stacks atoms on pages. Nothing here
//! knows of blocks.

mod atom;
mod canvas;
mod flow;
mod foot;
mod pictures;

pub(super) use atom::{Anchor, Atom, Bar, PendingLink, RepeatedHeader, RowSlice, TableRow};
pub(super) use canvas::{Canvas, LinePlacement, baseline};
pub(super) use flow::{Flow, Flowed};
pub(super) use pictures::PictureList;

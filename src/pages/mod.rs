//! From the text of a document to its pages: the theme with its fonts, images, and warnings at the places where the user
//! can fix them.

mod images;
mod look;
mod missing_characters;
mod origin;
mod warnings;

pub use images::{AttachedImages, ImageStore, UnusableImages, clash};
pub use look::{Looks, compact, in_language, look};
pub use missing_characters::{
    MissingCharacters, locate_missing, missing_in_file, missing_warnings, note_missing,
};
pub use origin::TextOrigin;
pub use warnings::{layout_warnings, lost_links, torn_rows};

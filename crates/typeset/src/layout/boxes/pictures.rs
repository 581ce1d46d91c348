//! The pictures of a document, each once.

use std::sync::Arc;

use super::super::display::{PictureBox, Shape};
use crate::geometry::{Point, Size};
use crate::picture::Picture;

/// The pictures that are shown so far.
#[derive(Debug, Default)]
pub(crate) struct PictureList {
    list: Vec<Arc<Picture>>,
}

impl PictureList {
    /// The number by which the display list knows a picture.
    pub(crate) fn number(&mut self, picture: &Arc<Picture>) -> u32 {
        let known = self.list.iter().position(|shown| Arc::ptr_eq(shown, picture));
        let number = known.unwrap_or_else(|| {
            self.list.push(picture.clone());
            self.list.len() - 1
        });
        u32::try_from(number).expect("memory ends before four billion pictures do")
    }

    /// A picture with its upper left corner at a point.
    pub(crate) fn shape(&mut self, picture: &Arc<Picture>, corner: Point, size: Size) -> Shape {
        let Size { width, height } = size;
        Shape::Picture(PictureBox { picture: self.number(picture), x: corner.x, y: corner.y, width, height })
    }

    pub(crate) fn finish(self) -> Vec<Arc<Picture>> {
        self.list
    }
}

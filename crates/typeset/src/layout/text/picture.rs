//! Pictures within text, as high as its lines.

use std::sync::Arc;

use super::super::display::{PictureBox, Shape};
use crate::document::PictureReference;
use crate::geometry::{Point, Size};
use crate::picture::Picture;

/// The largest that a picture within text is, in sizes of the text.
const LARGEST: Size = Size::new(8.0, 1.25);

/// From the baseline to the middle of the capitals of Noto Sans, in sizes of the text.
pub(crate) const CAPITAL_MIDDLE: f32 = 0.357;

/// A picture within text.
#[derive(Debug, Clone)]
pub(crate) struct InlinePicture {
    pub(crate) picture: Arc<Picture>,
    pub(crate) alternative: String,
    pub(super) size: Size,
    /// Its number in the display list, once it has one.
    pub(crate) number: u32,
}

impl InlinePicture {
    /// A picture in text of a size.
    pub(super) fn new(picture: &Arc<Picture>, reference: &PictureReference, size: f32) -> Self {
        let box_size = picture.fitted(Size::new(LARGEST.width * size, LARGEST.height * size));
        Self { picture: picture.clone(), alternative: reference.spoken(), size: box_size, number: 0 }
    }

    /// The picture on a line of text of a size: in the middle of its capitals, and narrower where there is less room.
    pub(crate) fn shape(&self, baseline: Point, size: f32, width: f32) -> Shape {
        let height = self.size.height * (width / self.size.width).min(1.0);
        let y = baseline.y - size * CAPITAL_MIDDLE - height / 2.0;
        let width = width.min(self.size.width);
        Shape::Picture(PictureBox { picture: self.number, x: baseline.x, y, width, height })
    }
}

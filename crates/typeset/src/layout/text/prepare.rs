//! Styled text to shaped words.

use std::sync::Arc;

use super::cut::{Cutter, levels, word_ends};
use super::shape::Shaper;
use super::shaped::ShapedText;
use super::styled::StyledText;

/// Shapes a text, or takes it from the cache.
pub(crate) fn prepare(mut text: StyledText, shaper: &mut Shaper<'_>) -> Arc<ShapedText> {
    text.trim_end();
    // Links and pictures belong to one document; the cache serves all.
    let (links, pictures) = (std::mem::take(&mut text.links), std::mem::take(&mut text.pictures));
    if !pictures.is_empty() {
        return Arc::new(shape_words(&text, ShapedText { links, pictures, ..ShapedText::default() }, shaper));
    }
    let mut shaped = shaper.text(text, |text, shaper| shape_words(text, ShapedText::default(), shaper));
    if !links.is_empty() {
        Arc::make_mut(&mut shaped).links = links;
    }
    shaped
}

/// The words of a text, added to what has been begun with its links and pictures.
fn shape_words(text: &StyledText, begun: ShapedText, shaper: &mut Shaper<'_>) -> ShapedText {
    let levels = levels(&text.text);
    let mut shaped = ShapedText {
        styles: text.styles.clone(),
        right_to_left: levels.as_ref().is_some_and(|levels| levels.right_to_left),
        mixed: levels.is_some(),
        ..begun
    };
    let mut cutter = Cutter { text: &text.text, spans: &text.spans, span: 0, levels, shaper };
    let mut start = 0;
    for end in word_ends(&text.text) {
        cutter.word(&mut shaped, start..end);
        start = end;
    }
    shaped
}

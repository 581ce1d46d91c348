//! What all documents of a kind look like.

use std::sync::Arc;

use super::text::ShapeCache;
use crate::font::Fonts;
use crate::picture::Picture;
use crate::theme::Theme;

/// What documents look like: a theme, the faces, and perhaps a logo.
///
/// Make one and set all documents with it, from as many threads as you like: words that were shaped for one document
/// are not shaped again for the next. Cloning shares what was shaped.
#[derive(Debug, Clone)]
pub struct Look {
    theme: Theme,
    fonts: Fonts,
    logo: Option<Arc<Picture>>,
    /// What was shaped in just these faces; so the faces cannot be changed.
    cache: Arc<ShapeCache>,
}

impl Look {
    /// A look of a theme in these faces; the logo stands beside the title of each document.
    pub fn new(theme: Theme, fonts: Fonts, logo: Option<Arc<Picture>>) -> Self {
        Self { theme, fonts, logo, cache: Arc::default() }
    }

    /// The same faces and logo in another theme. What was shaped is shared.
    #[must_use]
    pub fn with_theme(&self, theme: Theme) -> Self {
        Self { theme, ..self.clone() }
    }

    /// Sizes, distances and colours.
    pub fn theme(&self) -> &Theme {
        &self.theme
    }

    /// The faces.
    pub fn fonts(&self) -> &Fonts {
        &self.fonts
    }

    pub(super) fn logo(&self) -> Option<&Arc<Picture>> {
        self.logo.as_ref()
    }

    pub(super) fn cache(&self) -> &ShapeCache {
        &self.cache
    }
}

impl Default for Look {
    /// The default theme in the built-in faces, without a logo.
    fn default() -> Self {
        Self::new(Theme::default(), Fonts::builtin(), None)
    }
}

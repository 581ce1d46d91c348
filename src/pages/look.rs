//! What documents look like: the theme, and the faces and the logo that it names.

use std::collections::BTreeMap;
use std::sync::Arc;

use onus_core::diagnostic::{Code, Diagnostic};
use onus_core::source::Sources;
use onus_typeset::font::{Face, FaceError, FaceId, FontStyle, Fonts};
use onus_typeset::layout::Look;

use super::images::ImageStore;
use crate::load::{FETCH, FileError, Folder, ThemeTexts};
use crate::messages::{MessageBook, Messages};
use crate::plan::TableDensity;
use crate::theme::{FontFile, FontFiles};
use crate::theme::{WorkspaceTheme, theme};

/// Largest font file in bytes: three times the largest fonts for Chinese.
const LARGEST_FONT: u64 = 64 * 1024 * 1024;

/// The look of a workspace's documents in each language that they are in.
#[derive(Debug)]
pub struct Looks {
    english: LanguageLook,
    /// By tag.
    languages: BTreeMap<String, LanguageLook>,
}

/// A look in one language.
#[derive(Debug)]
struct LanguageLook {
    normal: Look,
    /// With compact tables.
    compact: Look,
}

impl LanguageLook {
    fn new(normal: Look) -> Self {
        Self { compact: compact(&normal), normal }
    }
}

impl Looks {
    /// The looks of these languages, and every error in the theme.
    pub fn read(
        sources: &Sources,
        texts: ThemeTexts,
        assets: &Folder,
        messages: &MessageBook,
    ) -> (Self, Vec<Diagnostic>) {
        let (english, mistakes) = look(sources, texts, assets);
        let of_language = |(tag, messages): (&str, &Arc<Messages>)| {
            (tag.to_owned(), LanguageLook::new(in_language(&english, sources, texts, messages)))
        };
        let languages = messages.all().map(of_language).collect();
        (Self { english: LanguageLook::new(english), languages }, mistakes)
    }

    /// The look in a language, with tables like this; in English, where it was not read in that language.
    pub fn of(&self, language: &str, tables: TableDensity) -> &Look {
        let look = self.languages.get(language).unwrap_or(&self.english);
        match tables {
            TableDensity::Normal => &look.normal,
            TableDensity::Compact => &look.compact,
        }
    }
}

/// A look with the words of its theme in another language.
pub fn in_language(english: &Look, sources: &Sources, texts: ThemeTexts, messages: &Messages) -> Look {
    english.with_theme(theme(sources, texts, messages).theme)
}

/// The look of a workspace's documents in English, and every error in its theme. Built-in values replace what has an error.
pub fn look(sources: &Sources, texts: ThemeTexts, assets: &Folder) -> (Look, Vec<Diagnostic>) {
    let WorkspaceTheme { theme, files, mut mistakes } = theme(sources, texts, &Messages::default());
    let mut maker =
        Maker { sources, assets, fonts: Fonts::builtin(), read: Vec::new(), mistakes: Vec::new() };
    maker.take(&files.fonts);
    let Maker { fonts, mistakes: found, .. } = maker;
    mistakes.extend(found);
    let logo = files.logo.as_ref().and_then(|logo| {
        let found = ImageStore::new(assets).picture(&logo.path, sources.span(&logo.origin));
        found.map_err(|mistake| mistakes.push(mistake)).ok()
    });
    (Look::new(theme, fonts, logo), mistakes)
}

/// The same look with tables in smaller type and with less space. Seven points is the least that is still read with ease on
/// paper; in between, distances keep the proportions of the theme.
pub fn compact(look: &Look) -> Look {
    const LEAST_SIZE: f32 = 7.0;
    let mut theme = look.theme().clone();
    let size = theme.table.size;
    let smaller = (size * COMPACT_TYPE).max(LEAST_SIZE).min(size);
    theme.table.leading *= smaller / size * COMPACT_LEADING;
    theme.table.size = smaller;
    theme.cells.edge *= COMPACT_EDGE;
    theme.cells.side *= COMPACT_SIDE;
    look.with_theme(theme)
}

/// Type of compact tables, as a part of the theme's.
const COMPACT_TYPE: f32 = 0.845;

/// The distance of their lines, beyond what smaller type saves.
const COMPACT_LEADING: f32 = 0.91;

/// The space above and below their text, as a part of the theme's.
const COMPACT_EDGE: f32 = 0.28;

/// The space beside it.
const COMPACT_SIDE: f32 = 0.65;

struct Maker<'m> {
    sources: &'m Sources,
    assets: &'m Folder,
    fonts: Fonts,
    /// Faces by path and number: one that is named twice is read and embedded once.
    read: Vec<(&'m str, u32, Option<FaceId>)>,
    mistakes: Vec<Diagnostic>,
}

impl<'m> Maker<'m> {
    /// Puts the named faces in place of the built-in ones. Bold italic text takes the theme's bold face where the theme
    /// has no other, so that it does not change its typeface.
    fn take(&mut self, files: &'m FontFiles) {
        let styles = [
            (FontStyle::Regular, &files.regular),
            (FontStyle::Bold, &files.bold),
            (FontStyle::Italic, &files.italic),
            (FontStyle::BoldItalic, &files.bold_italic),
            (FontStyle::Mono, &files.mono),
            (FontStyle::MonoBold, &files.mono_bold),
        ];
        for (style, file) in styles.iter().filter_map(|(style, file)| Some((*style, file.as_ref()?))) {
            if let Some(face) = self.face(file) {
                let taken = self.fonts.set(style, face);
                self.mistakes.extend(taken.err().map(|error| self.mistake(file, &error)));
            }
        }
        if files.bold.is_some() && files.bold_italic.is_none() {
            self.fonts.share(FontStyle::Bold, FontStyle::BoldItalic);
        }
        for file in &files.fallback {
            if let Some(face) = self.face(file) {
                self.fonts.add_fallback(face);
            }
        }
    }

    fn face(&mut self, file: &'m FontFile) -> Option<FaceId> {
        let (path, index) = (file.file.path.as_str(), file.index);
        let known = self.read.iter().find(|(known, number, _)| (*known, *number) == (path, index));
        if let Some((_, _, face)) = known {
            return *face;
        }
        let data = self.assets.read(path, LARGEST_FONT).map_err(|error| {
            let span = self.sources.span(&file.file.origin);
            refused(path, error).at(span, "")
        });
        let face = data.and_then(|data| Face::read(data, index).map_err(|error| self.mistake(file, &error)));
        let face = face.map_err(|mistake| self.mistakes.push(mistake)).ok().map(|face| self.fonts.add(face));
        self.read.push((path, index, face));
        face
    }

    fn mistake(&self, file: &FontFile, error: &FaceError) -> Diagnostic {
        let hint = match error {
            FaceError::Broken(_) => "get the file from its maker again",
            FaceError::NoSuchFace { .. } => "name one of its faces: `fonts/Name.ttc#1` is the second",
            FaceError::Outlines(_) => "use a face with TrueType or CFF outlines",
            FaceError::Licence(..) => {
                "use a font whose licence allows it, or ask its maker for such a licence"
            }
            FaceError::Lacks(_) => "name it under `fallback`, for the characters that it has",
        };
        let message = format!("the font `{}` cannot be used: {error}", file.file.path);
        let span = self.sources.span(&file.file.origin);
        Diagnostic::error(Code::UnusableFont, message).at(span, "").hint(hint.to_owned())
    }
}

fn refused(path: &str, error: FileError) -> Diagnostic {
    let unreadable = |reason: &str| {
        Diagnostic::error(Code::Unreadable, format!("cannot read `templates/{path}`: {reason}"))
    };
    match error {
        FileError::Missing { nearest } => {
            unreadable("there is no such file").hint(nearest.map(|name| format!("did you mean `{name}`?")))
        }
        FileError::Outside => {
            let message = format!("`templates/{path}` leads out of the workspace");
            let hint = "put the file itself here instead of a link to it".to_owned();
            Diagnostic::error(Code::OutsideWorkspace, message).hint(hint)
        }
        FileError::TooLarge(limit) => {
            let message = format!("`templates/{path}` is larger than {limit} MiB");
            Diagnostic::error(Code::FileTooLarge, message)
        }
        FileError::Pointer => {
            let message = format!("`templates/{path}` is only a Git LFS pointer");
            Diagnostic::error(Code::LfsPointer, message).hint(FETCH.to_owned())
        }
        FileError::Unreadable(reason) => unreadable(&reason),
        FileError::SecretKey(reason) | FileError::NoEvidence(reason) => unreadable(reason),
    }
}

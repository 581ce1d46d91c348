//! The pictures of documents: each file is read once in a build, however many documents show it. What is wrong with one is
//! reported where the text asks for it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock};

use onus_core::diagnostic::{Code, Diagnostic, quoted};
use onus_core::source::Span;
use onus_typeset::document::{Document, PictureReference};
use onus_typeset::picture::{Picture, PictureError, PictureErrorKind};

use super::origin::TextOrigin;
use crate::load::{FETCH, FileError, Folder};
use crate::publish::OutputFile;

/// Largest file in bytes.
const LARGEST: u64 = 16 * 1024 * 1024;

/// Longest path in bytes.
const LONGEST_PATH: usize = 500;

/// Extensions of pictures; the format is detected from the content.
const ENDINGS: [&str; 4] = ["png", "jpg", "jpeg", "svg"];

/// Extensions of documents: a folder with such a name could have the path of a document.
const TAKEN: [&str; 3] = [".md", ".pdf", ".json"];

/// The pictures of a build.
#[derive(Debug)]
pub struct ImageStore<'w> {
    folder: &'w Folder,
    known: Mutex<BTreeMap<Arc<str>, ImageSlot>>,
}

/// What a picture that cannot be shown is to the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnusableImages {
    /// A mistake of whoever wrote the template.
    AreMistakes,
    /// Nothing to fail for: the file is somebody else's, and its readers get the description instead.
    BecomeWords,
}

/// A picture or its error, once a document has used it.
type ImageSlot = Arc<OnceLock<Result<LoadedImage, ImageError>>>;

/// A picture with its file.
#[derive(Debug, Clone)]
struct LoadedImage {
    picture: Arc<Picture>,
    bytes: Arc<[u8]>,
}

/// Why a picture cannot be shown.
#[derive(Debug, Clone)]
struct ImageError {
    code: Code,
    message: String,
    hint: Option<String>,
}

/// What came of the pictures of a document.
#[derive(Debug, Default)]
pub struct AttachedImages {
    /// Pictures that cannot be shown.
    pub mistakes: Vec<Diagnostic>,
    /// Pictures without a description, which screen readers cannot read out, and those that are replaced by theirs.
    pub warnings: Vec<Diagnostic>,
    /// Files that belong beside the text, by their paths from there.
    pub files: Vec<OutputFile>,
}

impl<'w> ImageStore<'w> {
    /// Pictures from this folder.
    pub fn new(folder: &'w Folder) -> Self {
        Self { folder, known: Mutex::default() }
    }

    /// Gives a document the pictures that its text asks for.
    pub fn attach(
        &self,
        document: &mut Document,
        origin: &TextOrigin<'_>,
        unusable: UnusableImages,
    ) -> AttachedImages {
        let mut attached = AttachedImages::default();
        let mut reported: BTreeSet<&str> = BTreeSet::new();
        for reference in &document.picture_references {
            let at = |diagnostic: Diagnostic| diagnostic.at(origin.picture(reference), "");
            match self.get(&reference.path) {
                Ok(loaded) => {
                    if reference.alternative.trim().is_empty() {
                        attached.warnings.push(at(undescribed(reference)));
                    }
                    let path = reference.path.to_string();
                    if document.pictures.insert(path.clone(), loaded.picture).is_none() {
                        attached.files.push(OutputFile { path, bytes: loaded.bytes.to_vec() });
                    }
                }
                Err(ImageError { code, message, hint }) => match unusable {
                    UnusableImages::AreMistakes => {
                        attached.mistakes.push(at(Diagnostic::error(code, message).hint(hint)));
                    }
                    UnusableImages::BecomeWords => {
                        if reported.insert(&reference.path) {
                            let hint =
                                hint.unwrap_or_else(|| "the PDF shows its description instead".to_owned());
                            attached.warnings.push(at(Diagnostic::warning(code, message).hint(hint)));
                        }
                    }
                },
            }
        }
        attached
    }

    /// A picture that something else than a text names, such as the logo of a theme.
    ///
    /// # Errors
    ///
    /// When it cannot be shown: what is wrong, at the place where it is named.
    pub fn picture(&self, path: &str, at: Span) -> Result<Arc<Picture>, Diagnostic> {
        match self.get(&path.into()) {
            Ok(loaded) => Ok(loaded.picture),
            Err(ImageError { code, message, hint }) => {
                Err(Diagnostic::error(code, message).hint(hint).at(at, ""))
            }
        }
    }

    fn get(&self, path: &Arc<str>) -> Result<LoadedImage, ImageError> {
        let slot = {
            // A panic elsewhere ends the run anyway.
            let mut known = self.known.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
            known.entry(path.clone()).or_default().clone()
        };
        slot.get_or_init(|| self.read(path)).clone()
    }

    fn read(&self, path: &str) -> Result<LoadedImage, ImageError> {
        check_path(path)?;
        let bytes = self.folder.read(path, LARGEST).map_err(|error| refused(path, error))?;
        let picture = Picture::read(&bytes).map_err(|error| unusable(path, error))?;
        Ok(LoadedImage { picture: Arc::new(picture), bytes: bytes.into() })
    }
}

/// Rejects paths that are not those of a picture below the folder, on any system.
fn check_path(path: &str) -> Result<(), ImageError> {
    let shown = quoted(path);
    let rejected = |message: String, hint: &str| {
        Err(ImageError { code: Code::PicturePath, message, hint: Some(hint.to_owned()) })
    };
    let scheme = path.split_once(':').map(|(scheme, _)| scheme);
    if scheme.is_some_and(|scheme| scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c)))
        || path.starts_with("//")
    {
        let message = format!("{shown} is an address; pictures are not downloaded");
        return rejected(message, "put the file beside the text and use its path");
    }
    if path.is_empty() {
        return rejected("the picture has no path".to_owned(), "write it between the parentheses");
    }
    let odd = path.len() > LONGEST_PATH || path.contains(['\\', ':']) || path.contains(char::is_control);
    let stays = path.split('/').all(|part| !part.is_empty() && part != "." && part != "..");
    if odd || !stays {
        let message = format!("{shown} is not a path below the folder with the pictures");
        return rejected(
            message,
            "paths are relative to that folder, with `/` between folders and without `..`",
        );
    }
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    if !ENDINGS.contains(&ending.as_str()) {
        let message = format!("{shown} does not have the extension of a picture");
        return rejected(message, "pictures are `.png`, `.jpg`, `.jpeg` or `.svg` files");
    }
    let is_taken = |folder: &str| TAKEN.iter().any(|ending| folder.to_ascii_lowercase().ends_with(ending));
    if folders.split('/').any(is_taken) {
        let message = format!("{shown} is in a folder with the name of a document");
        return rejected(
            message,
            "the picture is copied beside the document under the same path; rename the folder",
        );
    }
    Ok(())
}

fn refused(path: &str, error: FileError) -> ImageError {
    let (code, message, hint) = match error {
        FileError::Missing { nearest } => {
            let hint = nearest.map(|name| format!("did you mean `{name}`?"));
            (Code::PictureMissing, format!("the picture `{path}` does not exist"), hint)
        }
        FileError::Outside => {
            let hint = "put the file itself there instead of a link to it".to_owned();
            (Code::OutsideWorkspace, format!("the picture `{path}` is a link that leads outside"), Some(hint))
        }
        FileError::TooLarge(limit) => {
            (Code::PictureTooLarge, format!("the picture `{path}` is larger than {limit} MiB"), None)
        }
        FileError::Pointer => {
            let message = format!("the picture `{path}` is only a Git LFS pointer");
            (Code::LfsPointer, message, Some(FETCH.to_owned()))
        }
        FileError::Unreadable(reason) => {
            (Code::Unreadable, format!("cannot read the picture `{path}`: {reason}"), None)
        }
        // A picture is decoded, whatever else its bytes hold.
        FileError::SecretKey(reason) | FileError::NoEvidence(reason) => {
            (Code::Unreadable, format!("cannot read the picture `{path}`: {reason}"), None)
        }
    };
    ImageError { code, message, hint }
}

fn unusable(path: &str, error: PictureError) -> ImageError {
    let code = match error.kind {
        PictureErrorKind::Unreadable => Code::PictureUnreadable,
        PictureErrorKind::TooLarge => Code::PictureTooLarge,
    };
    ImageError { code, message: format!("the picture `{path}` {}", error.message), hint: error.hint }
}

fn undescribed(reference: &PictureReference) -> Diagnostic {
    let message = format!("the picture `{}` has no description", reference.path);
    let hint = "add one between the brackets, `![Network plan](plan.png)`; screen readers read it".to_owned();
    Diagnostic::warning(Code::PictureUndescribed, message).hint(hint)
}

/// Two different pictures cannot have one place.
pub fn clash(path: &str) -> Diagnostic {
    let message = format!("two different pictures would be written to `{path}`");
    let hint = "documents of the organisation and of a project share the folder; rename one of the pictures";
    Diagnostic::error(Code::PicturePath, message).hint(hint.to_owned())
}

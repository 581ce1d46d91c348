//! Files that the theme names: by their words only. Reading them is for those who need them.

use onus_core::diagnostic::{Code, quoted};
use onus_core::source::Origin;

use super::ThemeReader;
use super::section::{Sourced, ThemeSection};
use crate::theme::schema::{FontsEntry, ThemeFile};
use crate::theme::{AssetPath, FontFile, FontFiles};

/// Most faces in the list `fallback`: each is looked at for every character that the text face lacks.
const MOST_FALLBACKS: usize = 32;

const FONTS: &[&str] = &["ttf", "otf", "ttc", "otc"];
const PICTURES: &[&str] = &["png", "jpg", "jpeg", "svg"];

impl ThemeReader<'_> {
    pub(super) fn logo(&mut self, file: &ThemeSection<'_, ThemeFile>) -> Option<AssetPath> {
        let logo = file.given("logo", |file| file.logo.as_deref())?;
        self.asset(&logo.origin, logo.value, PICTURES)
    }

    pub(super) fn fonts(&mut self, fonts: &ThemeSection<'_, FontsEntry>) -> FontFiles {
        let mut font = |key: &'static str, of: for<'t> fn(&'t FontsEntry) -> Option<&'t str>| {
            fonts.given(key, of).and_then(|named| self.font(&named))
        };
        let mut files = FontFiles {
            regular: font("regular", |all| all.regular.as_deref()),
            bold: font("bold", |all| all.bold.as_deref()),
            italic: font("italic", |all| all.italic.as_deref()),
            bold_italic: font("bold-italic", |all| all.bold_italic.as_deref()),
            mono: font("mono", |all| all.mono.as_deref()),
            mono_bold: font("mono-bold", |all| all.mono_bold.as_deref()),
            fallback: Vec::new(),
        };
        if let Some(list) = fonts.given("fallback", |all| all.fallback.as_ref()) {
            let named = list.value.iter().map(|(position, path)| (list.origin.item(position), path));
            for (count, (origin, path)) in named.enumerate() {
                if count == MOST_FALLBACKS {
                    let message = format!("more than {MOST_FALLBACKS} fallback fonts");
                    self.diagnostics.error(Code::UnusableFont, &origin, message);
                    break;
                }
                files.fallback.extend(self.font(&Sourced { value: path.as_str(), origin }));
            }
        }
        files
    }

    /// A path with the number of a face behind it, from 0, if the file has several.
    fn font(&mut self, named: &Sourced<&str>) -> Option<FontFile> {
        let (path, number) = match named.value.rsplit_once('#') {
            Some((path, number)) => (path, number),
            None => (named.value, "0"),
        };
        let Some(index) =
            number.parse::<u32>().ok().filter(|_| number.bytes().all(|byte| byte.is_ascii_digit()))
        else {
            let message = format!("{} is not a face number", quoted(number));
            let hint = "faces of a collection are counted from 0: `fonts/Name.ttc#2` is the third".to_owned();
            self.diagnostics.error(Code::UnusableFont, &named.origin, message).help(hint);
            return None;
        };
        let file = self.asset(&named.origin, path, FONTS)?;
        Some(FontFile { file, index })
    }

    /// A path below `templates`, as far as its words go.
    fn asset(&mut self, origin: &Origin, path: &str, endings: &[&str]) -> Option<AssetPath> {
        let leaves = path.starts_with('/')
            || path.contains([':', '\\', '\0'])
            || path.split('/').any(|step| matches!(step, "" | "." | ".."));
        if leaves {
            return self.reject(origin, path);
        }
        let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
        if !endings.iter().any(|known| known.eq_ignore_ascii_case(ending)) {
            let list: Vec<String> = endings.iter().map(|ending| format!("`.{ending}`")).collect();
            let (last, first) = list.split_last().expect("there are several endings");
            let hint = format!("use a file whose name ends in {} or {last}", first.join(", "));
            let message = format!("{} is not a supported kind of file", quoted(path));
            self.diagnostics.error(Code::UnknownFileKind, origin, message).help(hint);
            return None;
        }
        Some(AssetPath { path: path.to_owned(), origin: origin.clone() })
    }

    fn reject(&mut self, origin: &Origin, path: &str) -> Option<AssetPath> {
        let message = format!("{} is not a path below `templates`", quoted(path));
        let hint =
            "put the file there and name it by its path from there, such as `fonts/Brand.ttf`".to_owned();
        self.diagnostics.error(Code::OutsideWorkspace, origin, message).help(hint);
        None
    }
}

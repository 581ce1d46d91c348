//! What onus is compiled from, collected by the build script while it is built.

/// A part of the program that somebody else made.
#[derive(Debug)]
pub struct Component {
    /// What it is called, such as `serde`.
    pub name: &'static str,
    /// Its version, as it writes it.
    pub version: &'static str,
    /// What it is.
    pub kind: Kind,
    /// Its licence: of crates the SPDX expression in the manifest, of fonts what the font says.
    pub license: &'static str,
    /// Where it is developed, if it says so.
    pub repository: Option<&'static str>,
    /// The SHA-256 of the package that cargo downloaded, in hexadecimal digits.
    pub checksum: Option<&'static str>,
    /// What it needs in turn, as places in [`COMPONENTS`].
    pub dependencies: &'static [usize],
    /// Its licence texts and notices. Empty only where none could be found while onus was built.
    pub texts: &'static [LicenceText],
}

/// What a component is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A Rust package.
    Crate,
    /// A typeface whose file is compiled in.
    Font,
    /// A library that comes with the compiler or the platform.
    Library,
}

impl Kind {
    /// The word for programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Crate => "crate",
            Self::Font => "font",
            Self::Library => "library",
        }
    }
}

/// A licence text or a notice.
#[derive(Debug)]
pub struct LicenceText {
    /// The file in the component's package, or where the text is from instead.
    pub origin: &'static str,
    /// The text itself; the same text in two components is one string.
    pub content: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/components.rs"));

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use read_fonts::{FontRef, TableProvider, types::NameId};

    use super::*;

    fn named(name: &str) -> &'static Component {
        let mut found = COMPONENTS.iter().filter(|component| component.name == name);
        let component = found.next().unwrap_or_else(|| panic!("{name} is missing"));
        assert!(found.next().is_none(), "{name} is there twice");
        component
    }

    #[test]
    fn every_component_has_a_licence_and_its_text() {
        for Component { name, license, texts, .. } in COMPONENTS {
            assert!(!license.is_empty(), "{name} has no licence");
            assert!(!texts.is_empty(), "{name} has no text");
            assert!(texts.iter().all(|text| text.content.len() > 10), "{name} has an empty text");
        }
    }

    #[test]
    fn what_only_tests_or_macros_need_is_not_listed() {
        let names: BTreeSet<&str> = COMPONENTS.iter().map(|component| component.name).collect();
        for compiled_in in ["serde", "serde_derive", "tera", "lopdf", "clap_builder"] {
            assert!(names.contains(compiled_in), "{compiled_in} is missing");
        }
        for not_compiled_in in ["onus", "proptest", "insta", "syn", "quote", "cc", "ar_archive_writer"] {
            assert!(!names.contains(not_compiled_in), "{not_compiled_in} is not in the program");
        }
    }

    #[test]
    fn bundled_c_libraries_bring_their_own_licences() {
        let origins = |name| named(name).texts.iter().map(|text| text.origin).collect::<Vec<_>>();
        assert!(origins("libdeflate-sys").contains(&"libdeflate/COPYING"), "{:?}", origins("libdeflate-sys"));
        let mimalloc = "c_src/mimalloc/v2/LICENSE";
        assert!(origins("libmimalloc-sys").contains(&mimalloc), "{:?}", origins("libmimalloc-sys"));
    }

    #[test]
    fn a_package_without_a_licence_file_says_so() {
        let text = &named("include_dir").texts[0];
        assert_eq!(text.origin, "standard text of MIT");
        assert!(text.content.starts_with("The package has no licence text."), "{}", text.content);
        assert!(text.content.contains("Michael Bryan"), "{}", text.content);
        assert!(text.content.contains("Permission is hereby granted"), "{}", text.content);
    }

    #[test]
    fn fonts_say_what_another_reader_finds_in_them() {
        let fonts = [
            ("Noto Sans", notosans::REGULAR_TTF),
            ("DejaVu Sans", dejavu::sans::regular()),
            ("DejaVu Sans Mono", dejavu::sans_mono::regular()),
            ("Noto Emoji", epaint_default_fonts::NOTO_EMOJI_REGULAR),
        ];
        for (family, bytes) in fonts {
            let table = FontRef::new(bytes).and_then(|font| font.name()).expect("a font with names");
            let name = |wanted: NameId| {
                let records = table.name_record().iter();
                let mut names =
                    records.filter(|record| record.name_id() == wanted && record.platform_id() == 3);
                let name = names.next().expect("a name").string(table.string_data());
                name.expect("a readable name").to_string()
            };
            let component = named(family);
            assert_eq!(name(NameId::FAMILY_NAME), family);
            assert!(name(NameId::VERSION_STRING).contains(component.version), "{family}");
            assert!(component.texts[0].content.contains(name(NameId::COPYRIGHT_NOTICE).trim()), "{family}");
            assert!(
                component.texts[0].content.contains(name(NameId::LICENSE_DESCRIPTION).trim()),
                "{family}"
            );
        }
        let count = COMPONENTS.iter().filter(|component| component.kind == Kind::Font).count();
        assert_eq!(count, fonts.len());
    }

    #[test]
    fn crates_know_their_packages_and_what_they_need() {
        let serde = named("serde");
        assert_eq!(serde.checksum.map(str::len), Some(64));
        let needed: Vec<&str> = serde.dependencies.iter().map(|place| COMPONENTS[*place].name).collect();
        assert_eq!(needed, ["serde_core", "serde_derive"]);
        assert!(named("serde_derive").dependencies.is_empty(), "it runs in the compiler");
        let direct: BTreeSet<&str> = DIRECT.iter().map(|place| COMPONENTS[*place].name).collect();
        assert!(direct.contains("serde") && !direct.contains("serde_core"));
    }
}

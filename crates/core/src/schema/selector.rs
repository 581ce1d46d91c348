//! The keys with which entries of all kinds of files select cells: the same everywhere.

use crate::source::YamlList;

/// What an entry selects, as written. Keys that are not given select everything.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct SelectorEntry<'f> {
    /// Layer id.
    pub(crate) layer: Option<&'f str>,
    /// Domain id.
    pub(crate) domain: Option<&'f str>,
    /// Control id.
    pub(crate) control: Option<&'f str>,
    /// Part id; needs `control`.
    pub(crate) part: Option<&'f str>,
    /// Service id.
    pub(crate) service: Option<&'f str>,
    /// Class id, for a single one.
    pub(crate) class: Option<&'f str>,
    /// Class ids, of which a service has one.
    pub(crate) classes: Option<&'f YamlList<String>>,
    /// Trait id, for a single one.
    pub(crate) r#trait: Option<&'f str>,
    /// Trait ids, all of which a service has.
    pub(crate) traits: Option<&'f YamlList<String>>,
    /// Trait ids, all of which a part needs.
    pub(crate) needs: Option<&'f YamlList<String>>,
}

/// Declares a struct of a file with the keys of a selector before its own. Serde cannot refuse unknown keys of a struct
/// that is flattened into another.
macro_rules! selecting {
    (
        $(#[$attribute:meta])*
        $name:ident { $($(#[$field_attribute:meta])* $visibility:vis $field:ident: $type:ty,)* }
    ) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, serde::Deserialize)]
        #[serde(deny_unknown_fields, rename_all = "kebab-case")]
        pub(crate) struct $name {
            layer: Option<String>,
            domain: Option<String>,
            control: Option<String>,
            part: Option<String>,
            service: Option<String>,
            class: Option<String>,
            classes: Option<crate::source::YamlList<String>>,
            r#trait: Option<String>,
            traits: Option<crate::source::YamlList<String>>,
            needs: Option<crate::source::YamlList<String>>,
            $($(#[$field_attribute])* $visibility $field: $type,)*
        }

        impl $name {
            /// What it selects.
            pub(crate) fn selector(&self) -> crate::schema::SelectorEntry<'_> {
                crate::schema::SelectorEntry {
                    layer: self.layer.as_deref(),
                    domain: self.domain.as_deref(),
                    control: self.control.as_deref(),
                    part: self.part.as_deref(),
                    service: self.service.as_deref(),
                    class: self.class.as_deref(),
                    classes: self.classes.as_ref(),
                    r#trait: self.r#trait.as_deref(),
                    traits: self.traits.as_ref(),
                    needs: self.needs.as_ref(),
                }
            }
        }
    };
}
pub(super) use selecting;

//! Ids, parsed when they are read: after that no id is a bare string.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, Error};
use serde::{Serialize, Serializer};

/// Longest id in characters. Tables have columns for ids, and file names are limited to 255 bytes.
const LONGEST: usize = 64;

/// Names of folders that onus itself writes below that of an organisation.
const RESERVED: [&str; 3] = ["services", "frameworks", "parties"];

/// Why a text cannot be an id; continues a sentence that starts with "the id".
type IdProblem = &'static str;

/// Ids that name folders and files, or parts of a model: lower-case letters, digits, `-`, `_` and single dots.
fn check_name(text: &str) -> Result<(), IdProblem> {
    check_length(text)?;
    if text.contains("..") {
        return Err("must not contain `..`");
    }
    if !text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.')) {
        return Err("may only contain lower-case letters, digits, `-`, `_` and `.`");
    }
    if !text.starts_with(|c: char| c.is_ascii_alphanumeric()) || text.ends_with('.') {
        return Err("must start with a letter or digit and not end with a dot");
    }
    Ok(())
}

/// Ids that name files: without the names that Windows reserves for devices, whatever the ending.
fn check_file(text: &str) -> Result<(), IdProblem> {
    check_name(text)?;
    match is_device_name(text) {
        true => Err("names a file, which Windows cannot make under that name"),
        false => Ok(()),
    }
}

/// True if Windows reserves a file name for a device, whatever its ending (Microsoft, "Naming Files, Paths, and
/// Namespaces").
pub fn is_device_name(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let numbered = |device: &str| {
        // Windows takes superscript digits for digits here.
        let is_number =
            |rest: &str| ["¹", "²", "³"].contains(&rest) || matches!(rest.as_bytes(), [b'0'..=b'9']);
        stem.strip_prefix(device).is_some_and(is_number)
    };
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul" | "conin$" | "conout$")
        || numbered("com")
        || numbered("lpt")
}

/// Ids that name folders: without dots, which would make them look like files, and without the names that onus
/// reserves.
fn check_folder(text: &str) -> Result<(), IdProblem> {
    check_file(text)?;
    if text.contains('.') {
        return Err("names a folder, so it must not contain a dot");
    }
    if RESERVED.contains(&text) {
        return Err("is reserved: onus writes to a folder of that name");
    }
    Ok(())
}

/// Ids in the spelling of a catalog or publisher: visible ASCII without spaces, quotes or separators of paths.
fn check_label(text: &str) -> Result<(), IdProblem> {
    check_length(text)?;
    if text.contains("..") || text.contains(['/', '\\']) {
        return Err("must not contain `/`, `\\` or `..`");
    }
    if !text.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '`' | '"' | '|' | '<' | '>' | '#')) {
        return Err("may only contain letters, digits and plain punctuation, without spaces");
    }
    Ok(())
}

/// Ids of findings: `f-` and 16 hexadecimal digits. Without the letter, YAML would read some of them as numbers.
fn check_finding(text: &str) -> Result<(), IdProblem> {
    let digits = text.strip_prefix("f-").filter(|digits| digits.len() == 16);
    let is_digit = |c: char| c.is_ascii_digit() || matches!(c, 'a'..='f');
    match digits.is_some_and(|digits| digits.chars().all(is_digit)) {
        true => Ok(()),
        false => Err("is not the id of a finding: `f-` and 16 digits, 0 to 9 and a to f"),
    }
}

fn check_length(text: &str) -> Result<(), IdProblem> {
    if text.is_empty() {
        return Err("is empty");
    }
    if text.chars().count() > LONGEST {
        return Err("is longer than 64 characters");
    }
    Ok(())
}

/// An id that is parsed from text.
pub trait Identifier: Sized + Ord + Clone + Borrow<str> {
    /// True if it may be referred to in other spellings than its own, which [`find_id`](super::find_id) knows.
    const HAS_SPELLINGS: bool;

    /// Parses an id, or says why the text cannot be one.
    fn parse(text: &str) -> Result<Self, IdProblem>;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident by $check:ident, spellings: $spellings:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl Identifier for $name {
            const HAS_SPELLINGS: bool = $spellings;

            fn parse(text: &str) -> Result<Self, IdProblem> {
                $check(text).map(|()| Self(text.into()))
            }
        }

        impl $name {
            /// The id as written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            // One definition for all ids: what an id may contain is the business of the file that it comes from.
            fn schema_name() -> std::borrow::Cow<'static, str> {
                "Id".into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({
                    "description": "An id as a catalog or profile gives it.",
                    "type": "string",
                    "minLength": 1,
                    "maxLength": LONGEST,
                })
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                Self::parse(&text).map_err(|problem| D::Error::custom(format!("the id `{text}` {problem}")))
            }
        }
    )*};
}

ids! {
    /// An organisation; names its folder.
    OrganizationId by check_folder, spellings: false;
    /// A project; names its folder.
    ProjectId by check_folder, spellings: false;
    /// A provider of services.
    ProviderId by check_name, spellings: false;
    /// A service, such as `aws.s3`.
    ServiceId by check_file, spellings: false;
    /// A class of services, such as `managed`.
    ClassId by check_name, spellings: false;
    /// A layer, such as `guest-os`.
    LayerId by check_name, spellings: false;
    /// A property of services, such as `stores-data`.
    TraitId by check_name, spellings: false;
    /// A tool that has its own names for services, such as `terraform`.
    ToolId by check_name, spellings: false;
    /// What a project offers to others.
    OfferId by check_name, spellings: false;
    /// What an offer asks in return, as the project numbers it.
    AskId by check_label, spellings: false;
    /// A fact about an organisation or project, such as `has-offices`.
    AttributeId by check_name, spellings: false;
    /// A domain of controls, such as `logging`.
    DomainId by check_name, spellings: false;
    /// A control, such as `LOG-01`.
    ControlId by check_label, spellings: true;
    /// A part of a control.
    PartId by check_name, spellings: false;
    /// A framework, such as `nist-800-53-r5`.
    FrameworkId by check_file, spellings: false;
    /// A baseline of a framework, such as `moderate`.
    BaselineId by check_name, spellings: false;
    /// A requirement as its publisher writes it, such as `AC-2(1)`.
    RequirementId by check_label, spellings: true;
    /// A party on the customer's side; names the folder of its documents.
    PartyId by check_file, spellings: false;
    /// A piece of evidence.
    EvidenceId by check_name, spellings: false;
    /// An attestation: a third party's report or certificate on a provider.
    AttestationId by check_name, spellings: false;
    /// A risk acceptance, as the organisation numbers it.
    AcceptanceId by check_label, spellings: false;
    /// A finding of a project. It does not depend on line numbers, wording or dates.
    FindingId by check_finding, spellings: false;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_could_leave_a_folder_are_refused() {
        for text in [
            "../up", "a/b", "..", "a..b", "", ".hidden", "a\u{0}b", "a\nb", "Name", "services", "parties",
            "x.", "a.b",
        ] {
            assert!(ProjectId::parse(text).is_err(), "{text:?} was taken");
        }
        assert!(ProjectId::parse("card-payments_v2").is_ok());
    }

    #[test]
    fn ids_of_files_that_windows_cannot_make_are_refused() {
        for text in ["aux", "con", "nul", "com1", "lpt9"] {
            assert!(ProjectId::parse(text).is_err(), "{text}");
            assert!(FrameworkId::parse(&format!("{text}.x")).is_err(), "{text}.x");
            assert!(PartyId::parse(text).is_err(), "{text}");
            assert!(LayerId::parse(text).is_ok(), "{text}");
        }
        for text in ["auxiliary", "console", "com", "com10", "lpt"] {
            assert!(ProjectId::parse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn requirement_ids_are_kept_as_their_publishers_write_them() {
        for text in ["AC-2(1)", "A&A-01", "164.308(a)(1)", "AC.L1-3.1.1", "A.5.1"] {
            assert_eq!(RequirementId::parse(text).map(|id| id.to_string()), Ok(text.to_owned()));
        }
    }
}

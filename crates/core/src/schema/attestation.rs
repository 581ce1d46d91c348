//! Attestations on providers, as `organization.yaml` lists them.

use std::fmt;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, MapAccess, Visitor};

use super::common::{AllOrSome, OneOrSome};
use crate::model::{AttestationKind, AuditOpinion, Classification, Status, SubserviceMethod, TrustCategory};
use crate::source::YamlList;

/// An attestation: a third party's report or certificate on a provider.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct AttestationEntry {
    /// What evidence and findings refer to.
    pub(crate) id: String,
    /// Id of the provider, or several.
    pub(crate) provider: OneOrSome,
    /// Its title as printed.
    pub(crate) title: String,
    /// Services in scope.
    pub(crate) services: AllOrSome,
    /// Regions in scope.
    pub(crate) regions: AllOrSome,
    /// The reporting period, `YYYY-MM-DD/YYYY-MM-DD`.
    pub(crate) period: Option<String>,
    /// The last valid day, as written.
    pub(crate) valid_until: Option<String>,
    /// Where the copy is: a path from the organisation's folder, or an address.
    pub(crate) copy: Option<String>,
    /// SHA-256 of the copy in hexadecimal digits.
    pub(crate) sha256: Option<String>,
    /// Who may see the copy.
    pub(crate) classification: Option<Classification>,
    /// Bridge letters.
    #[serde(default)]
    pub(crate) bridge_letters: YamlList<BridgeLetterEntry>,
    /// Complementary user entity controls.
    #[serde(default)]
    pub(crate) user_controls: YamlList<ComplementaryControlEntry>,
    /// Complementary subservice organisation controls.
    #[serde(default)]
    pub(crate) subservice_controls: YamlList<ComplementaryControlEntry>,
    /// Who examined the provider.
    pub(crate) auditor: Option<String>,
    /// What kind of report or certificate it is.
    pub(crate) kind: Option<AttestationKind>,
    /// 1 or 2, where the kind has types.
    #[serde(rename = "type")]
    pub(crate) report_type: Option<u64>,
    /// What the auditor concluded.
    pub(crate) opinion: Option<AuditOpinion>,
    /// What the auditor noted.
    #[serde(default)]
    pub(crate) exceptions: YamlList<AuditExceptionEntry>,
    /// Categories of the trust services criteria.
    #[serde(default)]
    pub(crate) categories: YamlList<TrustCategory>,
    /// The day on which the auditor signed it.
    pub(crate) report_date: Option<String>,
    /// Ids of frameworks that it attests; those that its kind stands for when not given.
    pub(crate) frameworks: Option<YamlList<String>>,
    /// Frameworks for which the organisation accepts it.
    #[serde(default)]
    pub(crate) accepted_for: YamlList<AcceptedFrameworkEntry>,
    /// Subservice organisations; those of the provider in the catalog when not given.
    pub(crate) subservices: Option<YamlList<SubserviceEntry>>,
}

/// A provider's letter that nothing has changed since the reporting period ended.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BridgeLetterEntry {
    /// Its title as printed.
    pub(crate) title: String,
    /// The time that the letter covers, `YYYY-MM-DD/YYYY-MM-DD`.
    pub(crate) period: String,
    /// Where the copy is: a path from the organisation's folder, or an address.
    pub(crate) copy: Option<String>,
}

/// A complementary user entity control, or a complementary subservice organisation control.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ComplementaryControlEntry {
    /// As the report numbers it.
    pub(crate) id: String,
    /// What has to be done, in the organisation's own words.
    pub(crate) text: String,
    /// Id of the subservice organisation that operates it; only in `subservice-controls`.
    pub(crate) provider: Option<String>,
    /// Controls, or parts as `control/part`, that fulfil it.
    #[serde(default)]
    pub(crate) controls: YamlList<String>,
    /// What the organisation answers.
    #[serde(default, deserialize_with = "answer")]
    pub(crate) answer: Option<AnswerEntry>,
}

/// What an auditor noted.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AuditExceptionEntry {
    /// What it is, in the organisation's own words.
    pub(crate) text: String,
    /// What the organisation answers.
    #[serde(default, deserialize_with = "answer")]
    pub(crate) answer: Option<AnswerEntry>,
}

/// What the organisation answers: a mapping, or only the text.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AnswerEntry {
    /// How far it is done.
    pub(crate) status: Option<Status>,
    /// Party id of who is accountable.
    pub(crate) owner: Option<String>,
    /// The answer in words.
    pub(crate) text: Option<String>,
    /// Evidence ids.
    #[serde(default)]
    pub(crate) evidence: YamlList<String>,
}

/// A framework for which the organisation accepts an attestation.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AcceptedFrameworkEntry {
    /// Framework id.
    pub(crate) framework: String,
    /// The reason.
    pub(crate) reason: Option<String>,
}

/// A subservice organisation of a provider.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SubserviceEntry {
    /// Provider id.
    pub(crate) provider: String,
    /// Whether its controls are in scope.
    pub(crate) method: SubserviceMethod,
}

fn answer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<AnswerEntry>, D::Error> {
    struct TextOrMapping;

    impl<'de> Visitor<'de> for TextOrMapping {
        type Value = Option<AnswerEntry>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("text or a mapping")
        }

        fn visit_unit<E: serde::de::Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Self::Value, E> {
            Ok(Some(AnswerEntry { text: Some(text.to_owned()), ..AnswerEntry::default() }))
        }

        fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<Self::Value, A::Error> {
            AnswerEntry::deserialize(MapAccessDeserializer::new(entries)).map(Some)
        }
    }

    deserializer.deserialize_any(TextOrMapping)
}

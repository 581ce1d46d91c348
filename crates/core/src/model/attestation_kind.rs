//! Kinds of attestations, in the words of files and in those of the trade, and the frameworks that a kind stands for.

use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

use super::FrameworkId;

/// What kind of report or certificate an attestation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[derive(IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum AttestationKind {
    /// Controls over financial reporting, by AICPA's SSAE 18 or ISAE 3402.
    #[serde(rename = "soc-1")]
    #[strum(serialize = "soc-1")]
    Soc1,
    /// The trust services criteria.
    #[serde(rename = "soc-2")]
    #[strum(serialize = "soc-2")]
    Soc2,
    /// The same for the public, without the tests.
    #[serde(rename = "soc-3")]
    #[strum(serialize = "soc-3")]
    Soc3,
    /// Quality management.
    #[serde(rename = "iso-9001")]
    #[strum(serialize = "iso-9001")]
    Iso9001,
    /// Service management.
    #[serde(rename = "iso-20000-1")]
    #[strum(serialize = "iso-20000-1")]
    Iso20000,
    /// Business continuity.
    #[serde(rename = "iso-22301")]
    #[strum(serialize = "iso-22301")]
    Iso22301,
    /// Information security.
    #[serde(rename = "iso-27001")]
    #[strum(serialize = "iso-27001")]
    Iso27001,
    /// Security of cloud services.
    #[serde(rename = "iso-27017")]
    #[strum(serialize = "iso-27017")]
    Iso27017,
    /// Personal data in public clouds.
    #[serde(rename = "iso-27018")]
    #[strum(serialize = "iso-27018")]
    Iso27018,
    /// Privacy management.
    #[serde(rename = "iso-27701")]
    #[strum(serialize = "iso-27701")]
    Iso27701,
    /// Management of artificial intelligence.
    #[serde(rename = "iso-42001")]
    #[strum(serialize = "iso-42001")]
    Iso42001,
    /// A PCI DSS attestation of compliance of a service provider.
    PciAoc,
    /// An authorisation of the United States' FedRAMP.
    #[serde(rename = "fedramp")]
    #[strum(serialize = "fedramp")]
    FedRamp,
    /// The German BSI's catalogue for cloud services.
    C5,
    /// The Cloud Security Alliance's STAR, by a third party.
    CsaStar,
    /// HITRUST.
    Hitrust,
    /// The German car makers' TISAX.
    Tisax,
    /// The Australian IRAP.
    Irap,
    /// The Spanish national security scheme.
    Ens,
    /// The French certificate for hosts of health data.
    Hds,
    /// A penetration test.
    PenTest,
    /// An assessment that the organisation made itself, such as a questionnaire.
    OwnAssessment,
}

impl AttestationKind {
    /// The value in files and reports.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// As the trade names it, without a type.
    pub fn label(self) -> &'static str {
        match self {
            Self::Soc1 => "SOC 1",
            Self::Soc2 => "SOC 2",
            Self::Soc3 => "SOC 3",
            Self::Iso9001 => "ISO 9001 certificate",
            Self::Iso20000 => "ISO/IEC 20000-1 certificate",
            Self::Iso22301 => "ISO 22301 certificate",
            Self::Iso27001 => "ISO/IEC 27001 certificate",
            Self::Iso27017 => "ISO/IEC 27017 certificate",
            Self::Iso27018 => "ISO/IEC 27018 certificate",
            Self::Iso27701 => "ISO/IEC 27701 certificate",
            Self::Iso42001 => "ISO/IEC 42001 certificate",
            Self::PciAoc => "PCI DSS attestation of compliance",
            Self::FedRamp => "FedRAMP authorisation",
            Self::C5 => "C5",
            Self::CsaStar => "CSA STAR",
            Self::Hitrust => "HITRUST certification",
            Self::Tisax => "TISAX label",
            Self::Irap => "IRAP assessment",
            Self::Ens => "ENS certificate",
            Self::Hds => "HDS certificate",
            Self::PenTest => "Penetration test",
            Self::OwnAssessment => "Own assessment",
        }
    }

    /// True if its reports have types.
    pub(crate) fn has_types(self) -> bool {
        match self {
            Self::Soc1 | Self::Soc2 | Self::C5 => true,
            Self::Soc3
            | Self::Iso9001
            | Self::Iso20000
            | Self::Iso22301
            | Self::Iso27001
            | Self::Iso27017
            | Self::Iso27018
            | Self::Iso27701
            | Self::Iso42001
            | Self::PciAoc
            | Self::FedRamp
            | Self::CsaStar
            | Self::Hitrust
            | Self::Tisax
            | Self::Irap
            | Self::Ens
            | Self::Hds
            | Self::PenTest
            | Self::OwnAssessment => false,
        }
    }

    /// True if an auditor gives an opinion in its reports.
    pub fn has_opinion(self) -> bool {
        self.has_types() || self == Self::Soc3
    }

    /// True if its reports cover categories of the trust services criteria.
    pub(crate) fn has_categories(self) -> bool {
        matches!(self, Self::Soc2 | Self::Soc3)
    }

    /// What the ids of the frameworks begin with that it attests by its nature, in whatever edition; none where that
    /// depends on the report. Nobody doubts these: the others need `frameworks` or `accepted-for`. SOC 3 is a summary
    /// without tests, and C5, HITRUST and national schemes have no framework in the built-in catalog.
    fn family(self) -> Option<&'static str> {
        match self {
            Self::Soc2 => Some(TSC_FAMILY),
            Self::Iso27001 => Some("iso-27001"),
            Self::Iso27017 => Some("iso-27017"),
            Self::PciAoc => Some("pci-dss"),
            Self::FedRamp => Some("nist-800-53"),
            Self::Soc1
            | Self::Soc3
            | Self::Iso9001
            | Self::Iso20000
            | Self::Iso22301
            | Self::Iso27018
            | Self::Iso27701
            | Self::Iso42001
            | Self::C5
            | Self::CsaStar
            | Self::Hitrust
            | Self::Tisax
            | Self::Irap
            | Self::Ens
            | Self::Hds
            | Self::PenTest
            | Self::OwnAssessment => None,
        }
    }

    /// True if it attests a framework by its nature.
    pub(crate) fn stands_for(self, framework: &FrameworkId) -> bool {
        self.family().is_some_and(|family| is_edition(framework, family))
    }
}

/// What the ids of editions of the trust services criteria begin with.
const TSC_FAMILY: &str = "soc2-tsc";

fn is_edition(framework: &FrameworkId, family: &str) -> bool {
    let rest = framework.as_str().strip_prefix(family);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// Whether a report is about design only, or about operation over a period, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttestationType {
    /// Design, on one day.
    One,
    /// Design and operation, over a period.
    Two,
}

impl AttestationType {
    /// The type that a file gives as a number.
    pub(crate) fn of(number: u64) -> Option<Self> {
        match number {
            1 => Some(Self::One),
            2 => Some(Self::Two),
            _ => None,
        }
    }

    /// As files write it.
    pub fn number(self) -> u8 {
        match self {
            Self::One => 1,
            Self::Two => 2,
        }
    }
}

/// What an auditor concluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[derive(IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum AuditOpinion {
    /// All is as the provider describes.
    Unqualified,
    /// All but what the auditor names.
    Qualified,
    /// It is not as the provider describes.
    Adverse,
    /// The auditor could not tell.
    Disclaimer,
}

impl AuditOpinion {
    /// The value in files and reports.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// True if a report with it can prove something.
    pub(crate) fn is_favourable(self) -> bool {
        match self {
            Self::Unqualified | Self::Qualified => true,
            Self::Adverse | Self::Disclaimer => false,
        }
    }
}

/// A category of the trust services criteria.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[derive(IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum TrustCategory {
    /// The common criteria.
    Security,
    /// Availability.
    Availability,
    /// Confidentiality.
    Confidentiality,
    /// Processing integrity.
    ProcessingIntegrity,
    /// Privacy.
    Privacy,
}

impl TrustCategory {
    /// The value in files and reports.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Security => "Security",
            Self::Availability => "Availability",
            Self::Confidentiality => "Confidentiality",
            Self::ProcessingIntegrity => "Processing integrity",
            Self::Privacy => "Privacy",
        }
    }

    /// True for a framework whose baselines are these categories.
    pub(super) fn is_framework(framework: &FrameworkId) -> bool {
        is_edition(framework, TSC_FAMILY)
    }
}

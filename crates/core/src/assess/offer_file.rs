//! Offer files: the offers of a project as another organisation gets them, with a digest that shows whether somebody altered
//! them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::digest::Sha256Digest;
use crate::model::{Organization, OrganizationId, Project, ProjectId};
use crate::resolve::{KnownOffer, UpstreamOffer};
use crate::source::limited_list;

/// The schema of offer files.
pub const OFFER_SCHEMA: &str = "onus.offer/1";

/// What a project offers, for an organisation that inherits from it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(title = "onus.offer/1"))]
pub struct OfferFile {
    /// Names this schema.
    pub schema: String,
    /// The organisation that offers.
    pub organization: OfferingOrganization,
    /// The project that offers.
    pub project: OfferingProject,
    /// The day as of which it was judged whether the offers are kept.
    pub as_of: NaiveDate,
    /// Version of the catalog whose controls the offers name.
    pub catalog: String,
    /// The offers, in the order of the profile.
    #[serde(deserialize_with = "limited_list")]
    pub offers: Vec<UpstreamOffer>,
    /// SHA-256 of all of the above.
    pub digest: Sha256Digest,
}

/// The organisation that offers.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OfferingOrganization {
    /// Its id.
    pub id: OrganizationId,
    /// Name as printed.
    pub name: String,
}

/// The project that offers.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OfferingProject {
    /// Its id.
    pub id: ProjectId,
    /// Name as printed.
    pub name: String,
    /// The day on which its system was authorised; left out where its profile does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorized_on: Option<NaiveDate>,
}

impl OfferFile {
    /// Offers of a project as of a day, judged by the catalog of this version.
    pub fn new<'o>(
        organization: &Organization,
        project: &Project,
        offers: impl Iterator<Item = &'o KnownOffer>,
        catalog: &str,
        as_of: NaiveDate,
    ) -> Self {
        let mut file = Self {
            schema: OFFER_SCHEMA.to_owned(),
            organization: OfferingOrganization {
                id: organization.id.clone(),
                name: organization.name.clone(),
            },
            project: OfferingProject {
                id: project.id.clone(),
                name: project.name.clone(),
                authorized_on: project.own.system.authorized_on,
            },
            as_of,
            catalog: catalog.to_owned(),
            offers: offers.map(|known| known.offer.clone()).collect(),
            digest: Sha256Digest::of(b""),
        };
        file.digest = file.digest_of_content();
        file
    }

    /// Its bytes: indented JSON, with a newline at the end.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes =
            serde_json::to_vec_pretty(self).expect("plain data without maps keyed by anything but text");
        bytes.push(b'\n');
        bytes
    }

    /// True when nobody altered it since its digest was filled in.
    pub fn is_intact(&self) -> bool {
        self.digest == self.digest_of_content()
    }

    /// The digest of everything but the digest, in a form that does not depend on how the file is laid out.
    fn digest_of_content(&self) -> Sha256Digest {
        let Self { schema, organization, project, as_of, catalog, offers, digest: _ } = self;
        let content = (schema, organization, project, as_of, catalog, offers);
        let content =
            serde_json::to_vec(&content).expect("plain data without maps keyed by anything but text");
        Sha256Digest::of(&content)
    }
}

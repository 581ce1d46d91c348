//! Where what is done about a requirement comes from, in the words of FedRAMP's control summaries.

use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

use super::customers::{asks_about, to_customers};
use super::proof::{Proven, ProviderProof};
use crate::model::{ActingParties, Duty, Origination, PerDuty, Responsibility, Status};
use crate::resolve::{Assignee, Matrix, MatrixCell, RequirementRow, UpstreamOffer, UpstreamStanding};

/// Where what is done about a requirement comes from. Ordered as it is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum RequirementOrigination {
    /// From parties that act for the organisation as a whole, and from no party that acts for one system.
    Corporate,
    /// From parties that act for one system, and from no party that acts for the organisation as a whole.
    SystemSpecific,
    /// From parties of both kinds.
    Hybrid,
    /// From a provider with an authorisation that proves it for the framework, or from another project that is authorised.
    Inherited,
    /// From customers of the organisation, who set what it offers.
    ConfiguredByCustomer,
    /// From customers of the organisation, who bring it themselves.
    ProvidedByCustomer,
    /// From the organisation and its customers, each doing its part.
    Shared,
}

impl RequirementOrigination {
    /// The value in files and reports.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Corporate => "Corporate",
            Self::SystemSpecific => "System specific",
            Self::Hybrid => "Hybrid",
            Self::Inherited => "Inherited",
            Self::ConfiguredByCustomer => Origination::ConfiguredByCustomer.label(),
            Self::ProvidedByCustomer => Origination::ProvidedByCustomer.label(),
            Self::Shared => Origination::Shared.label(),
        }
    }
}

impl From<Origination> for RequirementOrigination {
    fn from(asked: Origination) -> Self {
        match asked {
            Origination::ConfiguredByCustomer => Self::ConfiguredByCustomer,
            Origination::ProvidedByCustomer => Self::ProvidedByCustomer,
            Origination::Shared => Self::Shared,
        }
    }
}

/// The originations of a requirement, in order, by the cells that serve it: none where nothing applies or nothing is known.
/// `proofs` are those of the requirement ([`Proofs::of_requirement`](super::Proofs::of_requirement)).
pub fn originations(
    matrix: &Matrix<'_>,
    row: &RequirementRow<'_>,
    proofs: &[ProviderProof<'_>],
) -> Vec<RequirementOrigination> {
    let said = row.statement.as_deref().map(|scoped| scoped.statement.status);
    if row.responsibility() == Responsibility::NotApplicable || said == Some(Status::NotApplicable) {
        return Vec::new();
    }
    let targets = row.requirement.satisfied_by.iter();
    let cells = targets.flat_map(|target| {
        let control = matrix.control(target.control.as_str());
        control.into_iter().flat_map(move |control| control.cells_of(target))
    });
    let sources = cells.fold(DutySources::default(), DutySources::with_cell);
    let mut found = Vec::new();
    match sources.ours {
        ActingParties { organization: true, system: true } => found.push(RequirementOrigination::Hybrid),
        ActingParties { organization: true, system: false } => found.push(RequirementOrigination::Corporate),
        ActingParties { organization: false, system: true } => {
            found.push(RequirementOrigination::SystemSpecific);
        }
        ActingParties { organization: false, system: false } => {}
    }
    // FedRAMP's word means an authorisation that is there already: other reports prove what is done, and authorise nothing.
    let is_authorized = |proof: &ProviderProof<'_>| {
        proof.proven != Proven::None && proof.reports.iter().any(|report| report.is_authorization())
    };
    if sources.authorized || proofs.iter().any(is_authorized) {
        found.push(RequirementOrigination::Inherited);
    }
    let offers: Vec<&UpstreamOffer> = to_customers(matrix.scope.offered).collect();
    let asks = asks_about(matrix, &offers, row.requirement).into_iter();
    found.extend(asks.map(|ask| RequirementOrigination::from(ask.origination)));
    found.sort_unstable();
    found.dedup();
    found
}

/// Where the duties of cells come from, but for those of providers.
#[derive(Debug, Clone, Copy, Default)]
struct DutySources {
    /// Parties of the organisation, here and in its projects whose offers hold.
    ours: ActingParties,
    /// Another project that is authorised holds one.
    authorized: bool,
}

impl DutySources {
    fn with_cell(mut self, cell: &MatrixCell<'_>) -> Self {
        for duty in Duty::ALL {
            match cell.assignees.get(duty) {
                Assignee::Party(party, _) => self.ours = self.ours.and(party.acts_for.into()),
                Assignee::Provider | Assignee::Unassigned => {}
            }
            if cell.upstream.is_empty() || !cell.acting(duty).upstream {
                continue;
            }
            for inherited in &cell.upstream {
                let known = inherited.offer.known;
                if known.offer.duties.get(duty).is_none() {
                    continue;
                }
                match known.standing {
                    UpstreamStanding::Authorized => self.authorized = true,
                    UpstreamStanding::OwnProject => {
                        self.ours = self.ours.and(*inherited.part.acting.get(duty));
                    }
                    UpstreamStanding::OtherOrganization => {}
                }
            }
        }
        self
    }
}

/// For whom the parties act that hold the duties in any of the cells, here or further up.
pub(super) fn acting_parties(cells: &[&MatrixCell<'_>]) -> PerDuty<ActingParties> {
    PerDuty::from_fn(|duty| {
        let of_cell = |cell: &&MatrixCell<'_>| {
            let own = match cell.assignees.get(duty) {
                Assignee::Party(party, _) => party.acts_for.into(),
                Assignee::Provider | Assignee::Unassigned => ActingParties::default(),
            };
            let above = cell.upstream.iter().filter(|_| cell.acting(duty).upstream);
            above.fold(own, |sum, inherited| sum.and(*inherited.part.acting.get(duty)))
        };
        cells.iter().map(of_cell).fold(ActingParties::default(), ActingParties::and)
    })
}

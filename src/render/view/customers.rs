//! What the organisation's own customers have from a project, requirement by requirement, and what is left to them.

use onus_core::assess::{CustomerRequirement, CustomerShare, CustomerTable, customer_tables, to_customers};
use onus_core::model::{Attestation, Control, ImplementationStatus, Origination};
use onus_core::resolve::{FrameworkTable, OfferAsk, OfferState, RequirementRow, UpstreamOffer};
use serde::Serialize;

use super::text::Text;
use super::view_cache::ViewCache;

/// What the organisation's own customers have from the project.
#[derive(Debug, Serialize)]
pub(super) struct CustomersView<'a> {
    /// What they are called.
    name: Text<'a>,
    /// What is offered to them.
    offers: Vec<CustomerOfferView<'a>>,
    /// What they are asked to do.
    asks: Vec<CustomerAskView<'a>>,
    /// Frameworks, requirement by requirement.
    frameworks: Vec<CustomerFrameworkView<'a>>,
    /// The reports on providers that any of it rests on, in the order in which requirements name them.
    reports: Vec<ReliedReportView<'a>>,
}

/// A report on a provider that a requirement rests on.
#[derive(Debug, Serialize)]
struct ReliedReportView<'a> {
    /// By which requirements name it, such as `R1`.
    number: String,
    id: &'a str,
}

/// An offer to customers.
#[derive(Debug, Serialize)]
struct CustomerOfferView<'a> {
    title: Text<'a>,
    text: Text<'a>,
    /// The regions that it is made for; empty for all.
    regions: Vec<Text<'a>>,
    /// True when all of it is kept.
    kept: bool,
}

/// Something that customers are asked to do: a complementary user entity control.
#[derive(Debug, Serialize)]
struct CustomerAskView<'a> {
    id: &'a str,
    text: Text<'a>,
    /// `Configured by customer`, `Provided by customer` or `Shared`.
    origination: &'static str,
    /// The requirements that it is about, by framework.
    requirements: Vec<AskedRequirementsView<'a>>,
}

/// Requirements of a framework.
#[derive(Debug, Serialize)]
struct AskedRequirementsView<'a> {
    framework: Text<'a>,
    ids: Vec<&'a str>,
}

/// A framework as customers see it.
#[derive(Debug, Serialize)]
struct CustomerFrameworkView<'a> {
    title: Text<'a>,
    /// Title of the baseline shown, or none.
    baseline: Option<Text<'a>>,
    /// How many requirements are the organisation's.
    ours: usize,
    /// How many are shared.
    shared: usize,
    /// How many are left to customers.
    theirs: usize,
    requirements: Vec<CustomerRequirementView<'a>>,
}

/// A requirement as customers see it.
#[derive(Debug, Serialize)]
struct CustomerRequirementView<'a> {
    id: &'a str,
    title: Text<'a>,
    /// `ours`, `shared` or `theirs`.
    share: &'static str,
    /// Ids of what they are asked to do about it.
    asks: Vec<&'a str>,
    /// Titles of the controls of which something is left to them.
    left: Vec<Text<'a>>,
    /// Titles of the other controls in which both sides do something.
    together: Vec<Text<'a>>,
    /// True when something is left to them that no control is known to serve.
    rest_is_left: bool,
    /// What that is, in a phrase, or none where the catalog does not say.
    rest: Option<&'a str>,
    /// True when the organisation states that it does not meet all of it yet.
    incomplete: bool,
    /// True when it does not apply to the organisation.
    irrelevant: bool,
    /// The providers that hold duties in it, unless all of it is left to customers.
    rests_on: Vec<ReliedProviderView<'a>>,
}

/// A provider that a requirement rests on.
#[derive(Debug, Serialize)]
struct ReliedProviderView<'a> {
    /// Short name of the provider, or name of the project of another organisation whose offer holds.
    provider: Text<'a>,
    /// Numbers of the valid reports that prove it for the framework.
    reports: Vec<String>,
    /// `all`, `some` or `none` of it.
    proven: &'static str,
    /// True for a project of another organisation.
    upstream: bool,
}

/// The number of a report, by its place among those that requirements rest on.
fn report_number(place: usize) -> String {
    format!("R{}", place + 1)
}

/// What customers are called where the profile does not say.
const CUSTOMERS: &str = "Customers";

impl<'a> CustomersView<'a> {
    /// None when the project offers nothing to customers.
    pub(super) fn of(cache: &ViewCache<'_, 'a>) -> Option<Self> {
        let matrix = cache.matrix;
        let offers = matrix.scope.offered;
        to_customers(offers).next()?;
        let tables = customer_tables(matrix, offers, cache.assessor());
        let asks = to_customers(offers).flat_map(|offer| &offer.asks);
        let asks = asks.map(|ask| CustomerAskView::new(ask, &tables)).collect();
        let mut relied: Vec<&'a Attestation> = Vec::new();
        let shown = matrix.frameworks.iter().enumerate();
        let frameworks = shown.zip(tables).map(|((place, shown), table)| {
            CustomerFrameworkView::new(cache, place, shown, &table, &mut relied)
        });
        let frameworks = frameworks.collect();
        let report = |(place, report): (usize, &&'a Attestation)| ReliedReportView {
            number: report_number(place),
            id: report.id.as_str(),
        };
        Some(Self {
            name: Text(matrix.scope.organization.customers.as_deref().unwrap_or(CUSTOMERS)),
            offers: to_customers(offers).map(CustomerOfferView::new).collect(),
            asks,
            frameworks,
            reports: relied.iter().enumerate().map(report).collect(),
        })
    }
}

impl<'a> CustomerOfferView<'a> {
    fn new(offer: &'a UpstreamOffer) -> Self {
        Self {
            title: Text(&offer.title),
            text: Text(&offer.text),
            regions: offer.regions.iter().flatten().map(Text::from).collect(),
            kept: offer.parts.iter().all(|part| part.state == OfferState::Kept),
        }
    }
}

impl<'a> CustomerAskView<'a> {
    fn new(ask: &'a OfferAsk, tables: &[CustomerTable<'a>]) -> Self {
        let concerned = |table: &CustomerTable<'a>| {
            let rows = table.requirements.iter();
            let about = rows.filter(|row| row.asks.iter().any(|one| one.id == ask.id));
            let ids: Vec<&'a str> = about.map(|row| row.requirement.id.as_str()).collect();
            (!ids.is_empty()).then(|| AskedRequirementsView { framework: Text(&table.framework.title), ids })
        };
        Self {
            id: ask.id.as_str(),
            text: Text(&ask.text),
            origination: Origination::label(ask.origination),
            requirements: tables.iter().filter_map(concerned).collect(),
        }
    }
}

impl<'a> CustomerFrameworkView<'a> {
    /// `relied` gets the reports that any requirement rests on.
    fn new(
        cache: &ViewCache<'_, 'a>,
        place: usize,
        shown: &'a FrameworkTable<'a>,
        table: &CustomerTable<'a>,
        relied: &mut Vec<&'a Attestation>,
    ) -> Self {
        let count = |share| table.requirements.iter().filter(|row| row.share == share).count();
        let rows = shown.requirements.iter().zip(&table.requirements);
        Self {
            title: Text(&table.framework.title),
            baseline: shown.baseline_title().map(Text),
            ours: count(CustomerShare::Ours),
            shared: count(CustomerShare::Shared),
            theirs: count(CustomerShare::Theirs),
            requirements: rows
                .map(|(row, of)| CustomerRequirementView::new(cache, place, row, of, relied))
                .collect(),
        }
    }
}

impl<'a> CustomerRequirementView<'a> {
    fn new(
        cache: &ViewCache<'_, 'a>,
        framework: usize,
        row: &'a RequirementRow<'a>,
        of: &CustomerRequirement<'a>,
        relied: &mut Vec<&'a Attestation>,
    ) -> Self {
        let titles = |controls: &[&'a Control]| controls.iter().map(|one| Text(&one.title)).collect();
        let rests_on = match of.share {
            CustomerShare::Ours | CustomerShare::Shared => {
                ReliedProviderView::of(cache, framework, row, relied)
            }
            CustomerShare::Theirs => Vec::new(),
        };
        Self {
            id: of.requirement.id.as_str(),
            title: Text(&of.requirement.title),
            share: CustomerShare::word(of.share),
            asks: of.asks.iter().map(|ask| ask.id.as_str()).collect(),
            left: titles(&of.left),
            together: titles(&of.shared),
            rest_is_left: of.rest_is_left,
            rest: of.requirement.remainder.as_deref().filter(|_| of.rest_is_left).map(phrase),
            incomplete: of.is_open,
            irrelevant: cache.requirement(row).status == ImplementationStatus::NotApplicable,
            rests_on,
        }
    }
}

/// A sentence without its full stop.
fn phrase(sentence: &str) -> &str {
    sentence.trim().trim_end_matches('.')
}

impl<'a> ReliedProviderView<'a> {
    fn of(
        cache: &ViewCache<'_, 'a>,
        framework: usize,
        row: &'a RequirementRow<'a>,
        relied: &mut Vec<&'a Attestation>,
    ) -> Vec<Self> {
        let mut found = Vec::new();
        for proof in cache.proofs.of_requirement(framework, row) {
            let number = |report: &&'a Attestation| {
                let known = relied.iter().position(|one| std::ptr::eq(*one, *report));
                report_number(known.unwrap_or_else(|| {
                    relied.push(report);
                    relied.len() - 1
                }))
            };
            found.push(Self {
                provider: Text(&proof.provider.short_name),
                reports: proof.reports.iter().map(number).collect(),
                proven: proof.proven.word(),
                upstream: false,
            });
        }
        // What other projects of the organisation do is its own work; that of other organisations is not.
        let own = format!("{}/", cache.matrix.scope.organization.id);
        let cells = cache.matrix.cells_of(row.requirement);
        let known = cells.flat_map(|cell| &cell.upstream).map(|inherited| inherited.offer.known);
        for known in known.filter(|known| !known.from.starts_with(&own)) {
            let provider = Text(&known.from_name);
            if !found.iter().any(|present| present.upstream && present.provider == provider) {
                found.push(Self { provider, reports: Vec::new(), proven: "none", upstream: true });
            }
        }
        found
    }
}

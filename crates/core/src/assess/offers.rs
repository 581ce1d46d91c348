//! Which offers are kept. Projects that offer are resolved before those that inherit, in the order of the chain.

use std::collections::BTreeSet;

use super::AssessmentBasis;
use super::offer_evidence;
use super::offer_file::{OFFER_SCHEMA, OfferFile};
use super::offer_file_faults;
use super::offer_state::{self, OfferedCells, offered};
use super::originations::acting_parties;
use crate::diagnostic::{Code, Diagnostic, Noun, quoted};
use crate::model::{
    Catalog, Control, Coverage, Inheritance, Offer, OfferSource, Organization, Part, PerDuty, Project,
    ProjectId, StatementPiece,
};
use crate::resolve::{
    Assignee, KnownOffer, Matrix, MatrixCell, NamedBy, OfferAsk, OfferBook, OfferState, OfferedPart,
    UpstreamOffer, UpstreamStanding, listed, resolve,
};
use crate::source::{Origin, Sources, read_yaml};

/// The offers of an organisation, and what is wrong with them.
#[derive(Debug, Default)]
pub struct ResolvedOffers {
    /// What can be inherited.
    pub book: OfferBook,
    /// Duties that are offered and not held, and offer files that cannot be used.
    pub mistakes: Vec<Diagnostic>,
}

/// Works out what the projects of an organisation can inherit on a day.
pub fn resolve_offers(
    sources: &Sources,
    catalog: &Catalog,
    organization: &Organization,
    basis: AssessmentBasis<'_>,
) -> ResolvedOffers {
    let mut resolver =
        OfferResolver { sources, catalog, organization, basis, done: ResolvedOffers::default() };
    resolver.read_files();
    let mut seen = BTreeSet::new();
    for project in &organization.projects {
        resolver.visit(project, &mut seen);
    }
    resolver.done
}

struct OfferResolver<'r> {
    sources: &'r Sources,
    catalog: &'r Catalog,
    organization: &'r Organization,
    basis: AssessmentBasis<'r>,
    done: ResolvedOffers,
}

impl<'r> OfferResolver<'r> {
    /// Resolves a project that offers something, after those that it inherits from.
    fn visit(&mut self, project: &'r Project, seen: &mut BTreeSet<&'r ProjectId>) {
        if project.offers.is_empty() || !seen.insert(&project.id) {
            return;
        }
        for inheritance in project.inherits.iter().filter(|entry| entry.file.is_none()) {
            if let Some(below) = self.organization.project(&inheritance.from.project) {
                self.visit(below, seen);
            }
        }
        let book = std::mem::take(&mut self.done.book);
        // Claims that contradict each other are reported where the project itself is resolved.
        let (matrix, _) = resolve(self.sources, self.catalog, self.organization, project, &book);
        // Only its own authorisation: what the organisation states for all projects says nothing about this system alone.
        let authorized = project.own.system.authorized_on.is_some_and(|day| day <= self.basis.as_of);
        let standing = if authorized { UpstreamStanding::Authorized } else { UpstreamStanding::OwnProject };
        let judge = OfferJudge { matrix: &matrix, basis: self.basis, project };
        let mut known = Vec::new();
        let mut mistakes = Vec::new();
        for offer in &project.offers {
            let judged = judge.offer(offer);
            mistakes.extend(self.not_held(offer, &judged));
            known.push(KnownOffer {
                from: format!("{}/{}", self.organization.id, project.id),
                from_name: project.name.trim().to_owned(),
                offer: judged,
                origin: offer.origin.clone(),
                standing,
            });
        }
        drop(matrix);
        self.done.book = book;
        self.done.mistakes.extend(mistakes);
        self.done.book.by_project.insert(project.id.clone(), known);
    }

    /// Controls and parts that an offer names although the project holds no duty in them.
    fn not_held(&self, offer: &Offer, judged: &UpstreamOffer) -> Vec<Diagnostic> {
        let report = |message: String, origin: &Origin| {
            Diagnostic::error(Code::OfferNotHeld, message).at(self.sources.span(origin), "").hint(
                "offer only what this project does: what its providers do, those who inherit have from them already"
                    .to_owned(),
            )
        };
        if judged.parts.is_empty() && offer.targets.is_empty() {
            return vec![report(
                format!("`{}` offers nothing that this project does", offer.id),
                &offer.origin,
            )];
        }
        let is_held = |target: &crate::model::Target| {
            judged.parts.iter().any(|part| {
                part.control == target.control && target.part.as_ref().is_none_or(|id| *id == part.part)
            })
        };
        let targets = offer.targets.iter().enumerate().filter(|(_, target)| !is_held(target));
        targets
            .map(|(item, target)| {
                let origin = offer.origin.key("controls").item(item);
                report(
                    format!("`{}` offers `{target}`, in which this project has no duty", offer.id),
                    &origin,
                )
            })
            .collect()
    }

    /// Reads the offer files that projects inherit from.
    fn read_files(&mut self) {
        for project in &self.organization.projects {
            for inheritance in &project.inherits {
                let Some(source) = &inheritance.file else { continue };
                match self.read_file(inheritance, source) {
                    Ok(known) => {
                        self.done.book.by_file.insert(inheritance.origin.clone(), known);
                    }
                    Err(mistakes) => self.done.mistakes.extend(mistakes),
                }
            }
        }
    }

    fn read_file(
        &self,
        inheritance: &Inheritance,
        file: &OfferSource,
    ) -> Result<Vec<KnownOffer>, Vec<Diagnostic>> {
        let root = Origin::root(file.source);
        let at = |key: &'static str| self.sources.span(&root.key(key));
        let reading = read_yaml::<crate::schema::SchemaLine>(self.sources, file.source);
        match reading.value.and_then(|line| line.schema) {
            Some(schema) if schema == OFFER_SCHEMA => {}
            Some(schema) => {
                let message = format!("the schema {} does not belong here", quoted(&schema));
                let mistake = Diagnostic::error(Code::WrongSchema, message).at(at("schema"), "");
                return Err(vec![mistake.hint(format!("expected: `{OFFER_SCHEMA}`"))]);
            }
            None => {
                let message = format!("`{}` is not an offer file", file.path);
                let mistake = Diagnostic::error(Code::MissingKey, message).at(self.sources.span(&root), "");
                return Err(vec![mistake.hint("use a file that `onus offer` wrote".to_owned())]);
            }
        }
        let reading = read_yaml::<OfferFile>(self.sources, file.source);
        let Some(read) = reading.value.filter(|_| reading.errors.is_empty()) else {
            return Err(reading.errors.into_iter().map(Into::into).collect());
        };
        let from = &inheritance.from;
        let mistake = |code, message: String, key, hint: &str| {
            Err(vec![Diagnostic::error(code, message).at(at(key), "").hint(hint.to_owned())])
        };
        if !read.is_intact() {
            let message = format!("`{}` is not as its organisation wrote it", file.path);
            return mistake(Code::OfferFileAltered, message, "digest", "ask for the file again");
        }
        if read.organization.id != from.organization || read.project.id != from.project {
            let message = format!("the offers are those of `{}/{}`", read.organization.id, read.project.id);
            let place = self.sources.span(&inheritance.origin.key("from"));
            let other =
                Diagnostic::error(Code::UnknownProject, message).at(place, "").at(at("project"), "here");
            return Err(vec![
                other.hint(format!("write `from: {}/{}`", read.organization.id, read.project.id)),
            ]);
        }
        if read.as_of > self.basis.as_of {
            let message = format!("the offers are as of {}, after {}", read.as_of, self.basis.as_of);
            return mistake(
                Code::OfferFileLater,
                message,
                "as_of",
                "use a later as-of date, or an older file",
            );
        }
        let missed = self.unknown_names(inheritance, &read);
        let mut mistakes = offer_file_faults::faults(self.sources, &read, &root, &missed);
        mistakes.extend(missed);
        if mistakes.is_empty() { Ok(self.known(inheritance, read, &root)) } else { Err(mistakes) }
    }

    /// Offers and asks that an entry names and the file does not have.
    fn unknown_names(&self, inheritance: &Inheritance, file: &OfferFile) -> Vec<Diagnostic> {
        let offers = file.offers.iter().map(|offer| offer.id.as_str());
        let wanted = match &inheritance.offers {
            Coverage::All => [].as_slice(),
            Coverage::Some(ids) => ids.as_slice(),
        };
        let missing =
            wanted.iter().enumerate().filter(|(_, id)| !offers.clone().any(|known| known == id.as_str()));
        let at = |item| self.sources.span(&inheritance.origin.key("offers").item(item));
        let offers =
            missing.map(|(item, id)| Noun::OFFER.unknown(id.as_str(), offers.clone()).at(at(item), ""));
        let selected = file.offers.iter().filter(|offer| inheritance.offers.covers(&offer.id));
        let asks = selected.flat_map(|offer| &offer.asks).map(|ask| ask.id.as_str());
        let answers =
            inheritance.answers.iter().filter(|(id, _)| !asks.clone().any(|known| known == id.as_str()));
        let answers = answers.map(|(id, answer)| {
            Noun::ASK.unknown(id.as_str(), asks.clone()).at(self.sources.span(&answer.origin), "")
        });
        offers.chain(answers).collect()
    }

    /// The offers of a file as they stand on the as-of date.
    fn known(&self, inheritance: &Inheritance, file: OfferFile, root: &Origin) -> Vec<KnownOffer> {
        let (from, from_name) = (inheritance.from.to_string(), file.project.name.trim().to_owned());
        let (as_of, due_within) = (self.basis.as_of, self.organization.evidence_due_within);
        let authorized = file.project.authorized_on.is_some_and(|day| day <= file.as_of);
        let standing =
            if authorized { UpstreamStanding::Authorized } else { UpstreamStanding::OtherOrganization };
        let ended = inheritance.valid_until.filter(|last| *last < as_of);
        let offers = file.offers.into_iter().enumerate().map(|(item, mut offer)| {
            for piece in &mut offer.evidence {
                piece.state = offer_evidence::state_later(piece, due_within, as_of);
            }
            let stale = offer.evidence.iter().find(|piece| !piece.state.is_valid());
            let worse = match (ended, stale) {
                (Some(last), _) => Some(OfferState::Expired(last)),
                (None, Some(piece)) => Some(OfferState::Stale(piece.id.clone())),
                (None, None) => None,
            };
            for part in &mut offer.parts {
                if let (OfferState::Kept, Some(worse)) = (&part.state, &worse) {
                    part.state = worse.clone();
                }
            }
            let origin = root.key("offers").item(item);
            KnownOffer { from: from.clone(), from_name: from_name.clone(), offer, origin, standing }
        });
        offers.collect()
    }
}

/// Judges the offers of a project by its matrix.
struct OfferJudge<'j> {
    matrix: &'j Matrix<'j>,
    basis: AssessmentBasis<'j>,
    project: &'j Project,
}

impl OfferJudge<'_> {
    fn offer(&self, offer: &Offer) -> UpstreamOffer {
        let organization = self.matrix.scope.organization;
        let value = |name: &str| {
            let own = self.project.own.parameters.get(name);
            own.or_else(|| organization.common.parameters.get(name)).map(String::as_str).unwrap_or_default()
        };
        let text = offer.text.iter().map(|piece| match piece {
            StatementPiece::Literal(text) => text.as_str(),
            StatementPiece::Parameter(name) => value(name),
        });
        let asks = offer.asks.iter().map(|ask| OfferAsk {
            id: ask.id.clone(),
            text: ask.text.clone(),
            origination: ask.origination,
            controls: ask.targets.iter().map(ToString::to_string).collect(),
        });
        let evidence = offer_evidence::shown(offer, organization, self.basis);
        let mut parts = self.parts(offer);
        offer_evidence::share_what_names_no_part(&evidence, &mut parts);
        UpstreamOffer {
            id: offer.id.clone(),
            title: offer.title.trim().to_owned(),
            to: offer.to,
            text: text.collect(),
            duties: offer.duties,
            services: listed(&offer.services),
            classes: offer.selector.classes.clone(),
            traits: offer.selector.traits.clone(),
            regions: listed(&offer.regions),
            parts,
            asks: asks.collect(),
            evidence,
        }
    }

    fn parts(&self, offer: &Offer) -> Vec<OfferedPart> {
        let organization = self.matrix.scope.organization;
        let mut parts = Vec::new();
        for row in &self.matrix.controls {
            for part in row.control.parts.iter().filter(|part| is_offered(offer, row.control, part)) {
                let held: Vec<&MatrixCell<'_>> =
                    row.cells.iter().filter(|cell| cell.part.id == part.id && is_held(offer, cell)).collect();
                if held.is_empty() {
                    continue;
                }
                parts.push(OfferedPart {
                    control: row.control.id.clone(),
                    part: part.id.clone(),
                    named: named_by(offer, row.control, part),
                    state: offer_state::of(
                        self.matrix,
                        self.basis,
                        offer,
                        OfferedCells { row, part, held: &held },
                    ),
                    by: names(&held),
                    acting: acting_parties(&held),
                    evidence: offer_evidence::naming(offer, organization, row.control, part, &held),
                });
            }
        }
        parts
    }
}

fn is_offered(offer: &Offer, control: &Control, part: &Part) -> bool {
    let is_target = |target: &crate::model::Target| {
        target.control == control.id && target.part.as_ref().is_none_or(|id| *id == part.id)
    };
    (offer.targets.is_empty() || offer.targets.iter().any(is_target))
        && offer.selector.selects_part(control, part)
}

fn named_by(offer: &Offer, control: &Control, part: &Part) -> NamedBy {
    let own = offer.targets.iter().filter(|target| target.control == control.id);
    let named = own.filter_map(|target| match &target.part {
        Some(id) => (*id == part.id).then_some(NamedBy::Part),
        None => Some(NamedBy::Control),
    });
    named.max().unwrap_or(NamedBy::Selection)
}

/// True when the project does something in a cell that is offered: itself, or by what it inherits. To customers, what its
/// providers do is part of what it does.
fn is_held(offer: &Offer, cell: &MatrixCell<'_>) -> bool {
    let in_selection = offer.selector.selects_service(cell.service) || cell.service.is_none();
    let does = offered(offer)
        .any(|duty| cell.decision.duties().get(duty).involves_customer() || cell.acting(duty).upstream);
    in_selection && (does || offer.to == crate::model::Audience::Customers)
}

/// The parties that hold the duties: the first that any of the cells names.
fn names(cells: &[&MatrixCell<'_>]) -> PerDuty<Option<String>> {
    PerDuty::from_fn(|duty| {
        cells.iter().find_map(|cell| match cell.assignees.get(duty) {
            Assignee::Party(party, _) => Some(party.name.trim().to_owned()),
            Assignee::Provider => cell.acting_upstream(duty).find_map(|part| part.by.get(duty).clone()),
            Assignee::Unassigned => None,
        })
    })
}

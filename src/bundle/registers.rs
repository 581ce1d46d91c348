//! The registers of a package: its evidence and its attestations as tables, for a spreadsheet. They list the same pieces as
//! the manifest, with the dates that auditors sort by.

use std::fmt::Write;

use chrono::NaiveDate;
use onus_core::model::{Attestation, Evidence};
use onus_core::resolve::Matrix;
use onus_matrix::attestations_in_use;
use onus_package::{
    FileContent, FileDescription, PackageFile, PackageFileKind, Supports, ValidityState, WithheldReason,
};

use super::evidence::PackagedEvidence;

/// Both registers.
pub(super) fn registers(matrix: &Matrix<'_>, packaged: &PackagedEvidence<'_>) -> [PackageFile; 2] {
    [
        register("evidence", "Register of evidence", &evidence(matrix, packaged)),
        register("attestations", "Register of reports and letters", &attestations(matrix, packaged)),
    ]
}

fn register(name: &str, title: &str, table: &CsvTable) -> PackageFile {
    let description = FileDescription {
        media_type: "text/csv".to_owned(),
        kind: PackageFileKind::Register,
        id: None,
        title: title.to_owned(),
        state: None,
        pinned_sha256: None,
        supports: Supports::default(),
        source: None,
        from: None,
    };
    let content = FileContent::Bytes(table.text.clone().into_bytes());
    PackageFile { path: format!("registers/{name}.csv"), content, description }
}

/// What both registers say of a piece, whether it is enclosed or only listed.
struct RegisteredPiece<'p> {
    id: &'p str,
    title: &'p str,
    state: Option<ValidityState>,
    supports: &'p Supports,
    /// The file in the package, or why there is none.
    enclosed: String,
    /// Where it is, if it is not enclosed.
    location: &'p str,
    sha256: String,
    from: &'p str,
}

/// The pieces of a kind, those that are enclosed first.
fn pieces<'p>(
    packaged: &'p PackagedEvidence<'_>,
    kind: PackageFileKind,
) -> impl Iterator<Item = RegisteredPiece<'p>> {
    let files = packaged.files.iter().filter(move |item| item.description.kind == kind);
    let enclosed = files.map(|item| RegisteredPiece {
        id: item.description.id.as_deref().unwrap_or_default(),
        title: &item.description.title,
        state: item.description.state,
        supports: &item.description.supports,
        enclosed: item.path.clone(),
        location: "",
        sha256: match &item.content {
            FileContent::File { fingerprint, .. } => fingerprint.sha256.to_string(),
            FileContent::Bytes(_) => String::new(),
        },
        from: item.description.from.as_deref().unwrap_or_default(),
    });
    let withheld = packaged.withheld.iter().filter(move |one| one.kind == kind);
    let listed = withheld.map(|one| RegisteredPiece {
        id: &one.id,
        title: &one.title,
        state: one.state,
        supports: &one.supports,
        enclosed: match (&one.same_as, one.reason) {
            (Some(other), _) => format!("no: the same as {other}"),
            (None, WithheldReason::OnRequest) => "no: shown on request".to_owned(),
            (None, WithheldReason::Missing) => "no: missing".to_owned(),
            (None, WithheldReason::Elsewhere) => "no: kept elsewhere".to_owned(),
        },
        location: one.location.as_deref().unwrap_or_default(),
        sha256: one.sha256.map(|digest| digest.to_string()).unwrap_or_default(),
        from: one.from.as_deref().unwrap_or_default(),
    });
    enclosed.chain(listed)
}

impl RegisteredPiece<'_> {
    /// The columns that both registers end with.
    fn last_cells(&self) -> [String; 6] {
        [
            self.supports.controls.join(", "),
            self.supports.requirements.join(", "),
            self.enclosed.clone(),
            self.location.to_owned(),
            self.sha256.clone(),
            self.from.to_owned(),
        ]
    }
}

const LAST_HEADINGS: [&str; 6] = ["controls", "requirements", "enclosed", "location", "sha256", "from"];

fn evidence(matrix: &Matrix<'_>, packaged: &PackagedEvidence<'_>) -> CsvTable {
    let organization = matrix.scope.organization;
    let mut table = CsvTable::default();
    let headings = ["id", "title", "state", "kind", "collected", "valid until", "provided by"];
    table.row(headings.into_iter().chain(LAST_HEADINGS));
    for piece in pieces(packaged, PackageFileKind::Evidence) {
        let known = organization.evidence.values().find(|evidence| evidence.id.as_str() == piece.id);
        let fact = |of: &dyn Fn(&Evidence) -> Option<String>| known.and_then(of).unwrap_or_default();
        let by = |evidence: &Evidence| {
            let party = evidence.provided_by.as_ref()?;
            let named = matrix.scope.delegations.parties().find(|known| known.id == *party);
            Some(named.map_or_else(|| party.to_string(), |named| named.name.trim().to_owned()))
        };
        let cells = [
            piece.id.to_owned(),
            piece.title.to_owned(),
            state(piece.state),
            fact(&|evidence| Some(evidence.kind.word().to_owned())),
            fact(&|evidence| Some(evidence.collected.to_string())),
            fact(&|evidence| evidence.valid_until.as_ref().map(NaiveDate::to_string)),
            fact(&by),
        ];
        table.row(cells.iter().chain(&piece.last_cells()).map(String::as_str));
    }
    table
}

fn attestations(matrix: &Matrix<'_>, packaged: &PackagedEvidence<'_>) -> CsvTable {
    let reports: Vec<&Attestation> = attestations_in_use(matrix).collect();
    let mut table = CsvTable::default();
    let headings = ["id", "title", "state", "providers", "auditor", "from", "to", "relied on until"];
    table.row(headings.into_iter().chain(LAST_HEADINGS));
    for piece in pieces(packaged, PackageFileKind::Attestation) {
        // A bridge letter has the id of its report and a number.
        let report = reports.iter().filter(|report| {
            let rest = piece.id.strip_prefix(report.id.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("-bridge-letter-"))
        });
        let report = report.max_by_key(|report| report.id.as_str().len());
        let fact = |of: &dyn Fn(&Attestation) -> Option<String>| {
            report.and_then(|report| of(report)).unwrap_or_default()
        };
        let providers = |report: &Attestation| {
            let names = report.providers.iter().map(|id| {
                matrix
                    .scope
                    .catalog
                    .providers
                    .get(id)
                    .map_or(id.as_str(), |provider| provider.short_name.trim())
            });
            Some(names.collect::<Vec<_>>().join(", "))
        };
        let cells = [
            piece.id.to_owned(),
            piece.title.to_owned(),
            state(piece.state),
            fact(&providers),
            fact(&|report| report.auditor.as_ref().map(|auditor| auditor.trim().to_owned())),
            fact(&|report| report.period.as_ref().map(|period| period.first.to_string())),
            fact(&|report| report.period.as_ref().map(|period| period.last.to_string())),
            fact(&|report| Some(report.relied_on_until().to_string())),
        ];
        table.row(cells.iter().chain(&piece.last_cells()).map(String::as_str));
    }
    table
}

fn state(state: Option<ValidityState>) -> String {
    state.map_or_else(String::new, |state| state.word().to_owned())
}

/// Rows of text as RFC 4180 writes them, with the line breaks of Unix as all other files of a package.
#[derive(Default)]
struct CsvTable {
    text: String,
}

impl CsvTable {
    fn row<'c>(&mut self, cells: impl Iterator<Item = &'c str>) {
        for (number, cell) in cells.enumerate() {
            let comma = if number > 0 { "," } else { "" };
            // A spreadsheet would take this for a formula, and run it.
            let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
            let quoted = cell.replace('"', "\"\"");
            let quotes = if cell.contains(['"', ',', '\n', '\r']) { "\"" } else { "" };
            let _ = write!(self.text, "{comma}{quotes}{guard}{quoted}{quotes}");
        }
        self.text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::CsvTable;

    #[test]
    fn cells_are_quoted_where_they_must_be_and_never_formulas() {
        let mut table = CsvTable::default();
        table.row(["a", "b, c", "say \"no\"", "=1+1", ""].into_iter());
        assert_eq!(table.text, "a,\"b, c\",\"say \"\"no\"\"\",'=1+1,\n");
    }
}

//! Templates through the public interface: mistakes in them have places, and hostile names stay names.

#![allow(clippy::disallowed_methods, reason = "tests write their own workspaces")]
#![allow(clippy::unwrap_used, reason = "helpers of tests: what cannot be made is a failure")]

mod copies;
mod texts;

use std::fs;
use std::sync::Arc;

use chrono::NaiveDate;
use onus::load::{Workspace, load};
use onus::plan::{DocumentScope, DocumentSubject, PlannedDocument, Template, templates};
use onus::render::Engine;
use onus::render::view::{AssessedMatrix, OrganizationSummary, PartyWork, ProjectSummary, View, ViewContext};
use onus_core::assess::{AssessmentBasis, assess};
use onus_core::diagnostic::Diagnostic;
use onus_core::model::{Edition, Organization, Stamp};
use onus_core::resolve::{Matrix, OfferBook, Scope, resolve, resolve_scope};
use onus_core::texts::EvidenceFiles;
use onus_core::validate::validate;

const ORGANIZATION: &str = "schema: onus.organization/1\nid: acme\nname: Acme\nframeworks: [nist-800-53-r5/low]\n\
    parties:\n  - { id: team, name: Team }\nservices:\n  - { use: aws.iam }\ndelegations:\n  - { to: team }\n";
const PROJECT: &str = "schema: onus.project/1\nid: shop\nname: Shop\nservices:\n  - { use: aws.s3 }\n";

/// A workspace with the given files on top of the smallest one.
fn workspace(files: &[(&str, &str)]) -> Workspace {
    let folder = tempfile::tempdir().unwrap();
    let base =
        [("profiles/acme/organization.yaml", ORGANIZATION), ("profiles/acme/projects/shop.yaml", PROJECT)];
    for (path, text) in base.iter().chain(files) {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    load(folder.path()).unwrap()
}

/// What a template of this scope is about in a workspace of one project; no build makes reports of changes.
fn first_subject(
    scope: DocumentScope,
    organization: &Organization,
    matrix: &Matrix<'_>,
) -> Option<DocumentSubject> {
    Some(match scope {
        DocumentScope::Project => DocumentSubject::Project(organization.projects[0].id.clone()),
        DocumentScope::Organization => DocumentSubject::Organization,
        DocumentScope::Service => DocumentSubject::Service(matrix.scope.services[0].service.id.clone()),
        DocumentScope::Framework => DocumentSubject::Framework(matrix.frameworks[0].framework.id.clone()),
        DocumentScope::Party => DocumentSubject::Party(organization.common.parties[0].id.clone()),
        DocumentScope::Change => return None,
    })
}

/// All documents of a workspace, by path, or what is wrong with its templates.
fn documents(workspace: &Workspace) -> Result<Vec<(String, String)>, Vec<Diagnostic>> {
    let engine = Engine::new(workspace)?;
    let validated = validate(&workspace.texts);
    assert_eq!(validated.mistakes, [], "the profile is meant to be right");
    let (templates, mistakes) = templates(workspace);
    assert_eq!(mistakes, [], "the front matter is meant to be right");
    let as_of = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    let files = EvidenceFiles::default();
    let basis = AssessmentBasis { as_of, files: &files };
    let setting =
        ViewContext { sources: &workspace.texts.sources, basis, inputs: &[], messages: &Arc::default() };
    let mut made = Vec::new();
    for subject in &validated.organizations {
        let (catalog, organization) = (&subject.catalog, &subject.organization);
        let all = organization.projects.iter();
        let offers = OfferBook::default();
        let matrices: Vec<_> = all
            .map(|project| resolve(&workspace.texts.sources, catalog, organization, project, &offers).0)
            .collect();
        let findings: Vec<_> = matrices.iter().map(|matrix| assess(matrix, setting.basis)).collect();
        let pairs = matrices.iter().zip(&findings);
        let projects: Vec<_> = pairs.map(|(matrix, findings)| AssessedMatrix { matrix, findings }).collect();
        let mut extracts: Vec<_> =
            projects.iter().filter_map(|project| ProjectSummary::of(setting, *project, true)).collect();
        let mut work = PartyWork::default();
        extracts.iter_mut().for_each(|extract| work.take(extract));
        let across = OrganizationSummary { projects: &extracts, work: &work, trend: &[] };
        let edition = Edition::first(Stamp::new(catalog, as_of));
        let used = &matrices[0].scope.services[0].service.id;
        let (service, _) =
            resolve_scope(&workspace.texts.sources, Scope::of_organization(catalog, organization, &[used]));
        let is_made = |template: &&Template| {
            template.scope != DocumentScope::Project
                || template.is_for(organization, &organization.projects[0])
        };
        for template in templates.iter().filter(is_made) {
            let Some(subject) = first_subject(template.scope, organization, &matrices[0]) else { continue };
            let view = match &subject {
                DocumentSubject::Project(_) => View::of_project(setting, projects[0]),
                DocumentSubject::Service(_) => View::of_service(setting, &service, &extracts),
                DocumentSubject::Organization => {
                    View::of_organization(setting, catalog, organization, across)
                }
                DocumentSubject::Framework(_) => {
                    let framework = matrices[0].frameworks[0].framework;
                    View::of_framework(setting, catalog, organization, framework, &extracts)
                }
                DocumentSubject::Party(party) => {
                    View::of_party(setting, catalog, organization, party, across).expect("a named party")
                }
            };
            let document = PlannedDocument { template, organization: organization.id.clone(), subject };
            let text = engine.render(&document, &view, &edition).map_err(|mistake| vec![mistake])?;
            made.push((format!("{}/{}", organization.id, template.document), text.markdown));
        }
    }
    Ok(made)
}

/// Code, place, message and hint of everything that is wrong with templates.
fn mistakes(files: &[(&str, &str)]) -> Vec<String> {
    let workspace = workspace(files);
    let line = |mistake: &Diagnostic| {
        let place = workspace.texts.sources.place(mistake.labels[0].span);
        let hint = mistake.hint.as_ref().map(|hint| format!(" ({hint})")).unwrap_or_default();
        format!("{place} {}: {}{hint}", mistake.code.as_str(), mistake.message)
    };
    match documents(&workspace) {
        Ok(_) => Vec::new(),
        Err(found) => found.iter().map(line).collect(),
    }
}

const MATTER: &str = "---\ntitle: Mine\nscope: project\n---\n";

fn mistakes_in(body: &str) -> Vec<String> {
    mistakes(&[("templates/mine.md", &format!("{MATTER}{body}"))])
}

#[test]
fn a_syntax_error_is_shown_where_it_is() {
    assert_eq!(
        mistakes_in("# Title\n\n{% if project %}\n{{ project.name }\n"),
        ["templates/mine.md:8:17 template-syntax: found `}` but expected }}"],
    );
}

#[test]
fn an_undefined_variable_is_shown_with_the_nearest_name() {
    assert_eq!(
        mistakes_in("# Title\n\nÄ {{ project.nam }}\n"),
        ["templates/mine.md:7:14 template-undefined: field `nam` is not defined (did you mean `name`?)"],
    );
    assert_eq!(
        mistakes_in("{{ projct.name }}\n"),
        [
            "templates/mine.md:5:4 template-undefined: variable `projct` is not defined (did you mean `project`?)"
        ],
    );
}

#[test]
fn a_value_of_another_kind_is_told_in_words() {
    let found = mistakes_in("{{ 5 | group_by(attribute=\"a\") }}\n");
    assert!(found[0].contains("expected a list but got `i64`"), "{found:?}");
    let found = mistakes_in("{{ domains | group_by(attribute=\"controls\") }}\n");
    assert!(
        found[0].ends_with(
            "values are grouped by text, whole number, `true` or `false`, and `controls` is none of these"
        ),
        "{found:?}"
    );
    let found = mistakes_in("{{ domains | group_by(attribute=\"owner\") }}\n");
    assert!(found[0].ends_with("value 1 of the list has no `owner`"), "{found:?}");
}

#[test]
fn an_endless_include_is_shown_where_it_begins() {
    let one = ("templates/parts/one.md", "x\n{% include \"parts/two.md\" %}\n");
    let two = ("templates/parts/two.md", "{% include 'parts/one.md' %}\n");
    assert_eq!(
        mistakes(&[one, two]),
        ["templates/parts/one.md:2:13 template-loop: templates include each other in a circle: \
          `parts/one.md`, `parts/two.md`, `parts/one.md` (remove a reference to break the circle)"],
    );
    assert_eq!(
        mistakes_in("{%- include \"mine.md\" -%}\n"),
        [
            "templates/mine.md:5:14 template-loop: `mine.md` includes itself (remove a reference to break the circle)"
        ],
    );
    assert_eq!(
        mistakes_in("{% component again() %}{{ <again /> }}{% endcomponent again %}\n{{ <again /> }}\n"),
        ["templates/mine.md:1:1 template-loop: components call each other in a circle"],
    );
}

#[test]
fn includes_have_a_greatest_depth() {
    let names: Vec<String> = (0..12).map(|level| format!("templates/parts/{level:02}.md")).collect();
    let texts: Vec<String> =
        (0..12).map(|level| format!("{{% include \"parts/{:02}.md\" %}}", level + 1)).collect();
    let mut files: Vec<(&str, &str)> =
        names.iter().zip(&texts).map(|(name, text)| (name.as_str(), text.as_str())).collect();
    files[11].1 = "end";
    let found = mistakes(&files);
    assert!(!found.is_empty() && found[0].contains("template-loop: `parts/"), "{found:?}");
    assert_eq!(mistakes(&files[8..]), [""; 0]);
}

/// A template's text inside as many nested blocks as the engine takes.
fn in_blocks(text: &str) -> String {
    let open: String = (0..38).map(|level| format!("{{% block b{level} %}}")).collect();
    format!("{open}{text}{}", "{% endblock %}".repeat(38))
}

#[test]
fn the_deepest_nesting_of_blocks_templates_and_components_ends_in_a_message() {
    let include = |level: usize| in_blocks(&format!("{{% include \"parts/{level}.md\" %}}"));
    let texts = [include(2), include(3), in_blocks("{{ <deep /> }}")];
    let deep = "{% component deep() %}{% include \"parts/1.md\" %}{% endcomponent %}";
    let mine = format!("{MATTER}{{{{ <deep /> }}}}");
    let files = [
        ("templates/parts/1.md", texts[0].as_str()),
        ("templates/parts/2.md", &texts[1]),
        ("templates/parts/3.md", &texts[2]),
        ("templates/parts/deep.md", deep),
        ("templates/mine.md", &mine),
    ];
    assert_eq!(
        mistakes(&files),
        ["templates/mine.md:1:1 template-loop: components call each other in a circle"]
    );
}

#[test]
fn unknown_names_are_shown_with_the_nearest_one() {
    assert_eq!(
        mistakes_in("\n{{ project.name | cod }}\n"),
        ["templates/mine.md:6:19 template-undefined: unknown filter `cod` (did you mean `code`?)"],
    );
    assert_eq!(
        mistakes_in("{% include \"parts/comon.md\" %}\n"),
        ["templates/mine.md:5:12 template-undefined: unknown template `parts/comon.md` \
          (did you mean `parts/common.md`?)"],
    );
    assert_eq!(
        mistakes_in("{% extends \"base.md\" %}\n"),
        ["templates/mine.md:5:13 template-undefined: unknown template `base.md`"],
    );
}

#[test]
fn all_broken_templates_are_reported_in_one_run() {
    let files = [
        ("templates/a.md", "{{ x | nofilter }}"),
        ("templates/b.md", "{% for %}"),
        ("templates/c.md", "{% include \"c.md\" %}"),
        ("templates/d.md", "{% endif %}"),
        ("templates/parts/common.md", "{% broken"),
    ];
    let found = mistakes(&files);
    let places: Vec<&str> = found.iter().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(
        places,
        [
            "templates/b.md:1:8",
            "templates/d.md:1:4",
            "templates/parts/common.md:1:4",
            "templates/c.md:1:13",
            "templates/a.md:1:8",
        ],
        "{found:#?}"
    );
}

#[test]
fn a_component_of_two_templates_is_shown_in_both() {
    let twin = "{% component names(of) %}x{% endcomponent names %}";
    let workspace = workspace(&[("templates/parts/mine.md", twin)]);
    let found = documents(&workspace).unwrap_err();
    assert_eq!(found[0].message, "component `names` is defined twice");
    assert_eq!(
        workspace.texts.sources.place(found[0].labels[0].span).to_string(),
        "templates/parts/mine.md:1:4"
    );
}

#[test]
fn what_a_template_writes_is_bounded() {
    let long = "{% for a in range(end=1000) %}{% for b in range(end=1000) %}\
                0123456789012345678901234567890123456789012345678901234567890123456789\
                {% endfor %}{% endfor %}";
    assert_eq!(
        mistakes_in(long),
        ["templates/mine.md:1:1 template-failed: the document is larger than 64 MiB"]
    );
    assert_eq!(
        mistakes_in("{% for a in range(end=1001) %}x{% endfor %}"),
        ["templates/mine.md:5:13 template-failed: `range` is limited to 1000 numbers"],
    );
}

#[test]
fn a_workspace_template_replaces_the_built_in_one_and_front_matter_vanishes() {
    let own = format!("{MATTER}\n\nOnly {{{{ project.name }}}}.\n\n\n\nEnd\n");
    let workspace = workspace(&[("templates/plan-of-action.md", &own)]);
    let made = documents(&workspace).unwrap();
    let report = made.iter().find(|(path, _)| path == "acme/plan-of-action").unwrap();
    assert_eq!(report.1, "Only Shop.\n\nEnd\n");
}

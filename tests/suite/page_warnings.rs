//! What cannot be set well is said where somebody can mend it: in the Markdown file, or in the template that made it.

#![allow(clippy::disallowed_methods, reason = "a test reads the guide")]

use crate::workspace::{Workspace, repository};

/// A table of columns that each hold one word.
fn table(columns: usize, word: &str) -> String {
    let row = |cell: &str| format!("|{}\n", format!("{cell}|").repeat(columns));
    row("Head") + &row("---") + &row(word)
}

/// Fifteen letters that no language divides take about 80 points and more in any readable type: six to eight of them
/// fit side by side on the long edge of A4 (842 points), but not on the short one (595 points).
const WIDE: &str = "WWWWWWWWWWWW";

#[test]
fn a_warning_points_at_the_line_of_the_markdown_file() {
    let markdown = format!("---\ntitle: Report\n---\n# Report\n\nText.\n\n{}", table(10, WIDE));
    let workspace = Workspace::empty().file("report.md", markdown);
    let run = workspace.run(&["render", "report.md"]).ended_with(0);
    assert!(run.stderr.contains("warning[table-too-wide]: a table of 10 columns needs"), "{}", run.stderr);
    assert!(run.stderr.contains("--> report.md:8:1"), "{}", run.stderr);
    assert!(run.stderr.contains("`Head` needs"), "{}", run.stderr);
    assert!(workspace.path("report.pdf").exists());
}

const MATTER: &str = "---\ntitle: Mine\nscope: project\n---\n";

/// Where the warnings of a build point that has this template and this piece.
fn places(template: &str, piece: &str) -> Vec<String> {
    let workspace = Workspace::base()
        .file("templates/mine.md", format!("{MATTER}{template}"))
        .file("templates/parts/piece.md", piece);
    let arguments = ["build", "--document", "mine", "--format", "pdf", "--message-format", "json"];
    let run = workspace.run(&arguments).ended_with(0);
    let warnings = run.json_lines().into_iter().filter(|line| line["code"] == "table-too-wide");
    let place = |label: &serde_json::Value| {
        format!("{}:{}", label["file"].as_str().unwrap_or_default(), label["line"])
    };
    warnings.map(|line| place(&line["labels"][0])).collect()
}

#[test]
fn a_warning_points_at_the_line_of_the_template() {
    let wide = table(10, WIDE);
    let head = wide.lines().next().unwrap_or_default();
    let rest: Vec<&str> = wide.lines().skip(1).collect();
    // Tags with and without minus signs, loops, comments and raw text stand before the table.
    let body = format!(
        "# {{{{ project.name }}}}\n\n{{%- if project.id -%}}\n\nText\n{{%- endif %}}\n\n{{# {{{{ a\ncomment #}}\n\
         {{% for n in range(end=3) -%}}\n- Item {{{{ n }}}}\n{{% endfor %}}\n{{% raw %}}{{{{ raw }}}}{{% endraw %}}\n\n\
         {head}\n{}\n",
        rest.join("\n")
    );
    let line = format!("{MATTER}{body}").lines().position(|line| line == head).expect("is there") + 1;
    assert_eq!(places(&body, "x"), [format!("templates/mine.md:{line}")]);
}

#[test]
fn a_warning_points_into_the_piece_that_has_the_table() {
    let piece = format!("\nText\n\n{}", table(10, WIDE));
    let body = "# Title\n\n{% include \"parts/piece.md\" %}\n";
    assert_eq!(places(body, &piece), ["templates/parts/piece.md:4"]);
    let component = format!("{{% component wide() -%}}\n\n{}\n{{%- endcomponent wide %}}\n", table(10, WIDE));
    assert_eq!(places("# Title\n\n{{ <wide /> }}\n", &component), ["templates/parts/piece.md:3"]);
}

#[test]
fn a_warning_points_at_the_template_when_marks_would_change_it() {
    let wide = table(10, WIDE);
    let body = format!("{{% set text %}}{}{{% endset %}}{{{{ text | length }}}}\n\n{wide}", "Some text");
    assert_eq!(places(&body, "x"), ["templates/mine.md:1"]);
}

#[test]
fn a_comment_that_is_nearly_a_hint_is_warned_of_at_its_line() {
    let markdown = "# R\n\n<!-- colums: 1 2 -->\n\n| A | B |\n|---|---|\n| x | y |\n\n<!-- a note to myself -->\n\n\
        <!-- columns: 1 2 3 -->\n\n| A | B |\n|---|---|\n| x | y |\n";
    let workspace = Workspace::empty().file("report.md", markdown);
    let run = workspace.run(&["render", "report.md", "--message-format", "json"]).ended_with(0);
    let found: Vec<String> = run
        .json_lines()
        .iter()
        .filter(|line| line["severity"] == "warning")
        .map(|line| {
            format!(
                "{} {}: {}",
                line["code"].as_str().unwrap_or(""),
                line["labels"][0]["line"],
                line["message"]
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            "mistaken-hint 3: \"`<!-- colums: 1 2 -->` does nothing: unknown hint\"",
            "mistaken-hint 13: \"`<!-- columns: 1 2 3 -->` does nothing: the table has 2 columns\"",
        ]
    );
}

#[test]
fn a_diagram_that_is_not_drawn_is_warned_of_at_its_line() {
    let workspace = Workspace::empty()
        .file("text.md", "# T\n\n```mermaid\nxychart-beta\n    bar [1, 2]\n    line [1, 2]\n```\n");
    let run = workspace.run(&["render", "text.md", "--message-format", "json"]).ended_with(0);
    let record = &run.records("diagnostic")[0];
    assert_eq!((&record["code"], &record["severity"]), (&"diagram-not-drawn".into(), &"warning".into()));
    assert_eq!((&record["labels"][0]["line"], &record["labels"][0]["column"]), (&6.into(), &5.into()));
}

#[test]
fn a_diagram_too_large_to_read_is_warned_of_at_its_line() {
    let boxes: String =
        (0..140).map(|number| format!("    a --> b{number}[\"Service {number}\"]\n")).collect();
    let workspace =
        Workspace::empty().file("text.md", format!("# T\n\n```mermaid\nflowchart TB\n{boxes}```\n"));
    let run = workspace.run(&["render", "text.md", "--message-format", "json"]).ended_with(0);
    let record = &run.records("diagnostic")[0];
    assert_eq!((&record["code"], &record["severity"]), (&"diagram-too-large".into(), &"warning".into()));
    assert_eq!(record["labels"][0]["line"], 3);
}

#[test]
fn the_charts_of_the_guide_are_drawn() {
    let guide = repository().join("docs/templates.md");
    let text = std::fs::read_to_string(guide).expect("the guide is there");
    let workspace = Workspace::empty().file("templates.md", &text);
    let run = workspace.run(&["render", "templates.md", "--message-format", "json"]).ended_with(0);
    let codes: Vec<_> = run.records("diagnostic").iter().map(|record| record["code"].to_string()).collect();
    assert!(!codes.iter().any(|code| code.contains("diagram")), "{codes:?}");
    assert_eq!(text.matches("\n```mermaid\n").count(), 3);
}

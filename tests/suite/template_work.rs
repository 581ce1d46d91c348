//! How much templates may work and how much memory they may take: other people's templates must not stop a machine.

use crate::workspace::ends::ends;
use crate::workspace::{Run, Workspace};

const HEAD: &str = "---\ntitle: Own\nscope: project\nformats: [markdown]\n---\n";

/// Checks a workspace with a template; it must end soon.
fn checked(body: &str) -> Run {
    let workspace = Workspace::base().file("templates/own.md", format!("{HEAD}{body}"));
    ends("a check", move || workspace.run(&["check", "--message-format", "json", "--deny", "nothing"]))
}

#[test]
fn templates_that_work_without_end_are_named_at_their_line() {
    let nested = |body: &str| {
        format!(
            "{{% for a in range(end=1000) %}}{{% for b in range(end=1000) %}}{{% for c in range(end=1000) %}}{body}\
             {{% endfor %}}{{% endfor %}}{{% endfor %}}"
        )
    };
    let grown = "{% set x = \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\" %}";
    let doubled = |statement: &str| format!("{grown}{}", statement.repeat(40));
    for (name, body) in [
        ("loops", nested("")),
        ("text in loops", nested("{{ a }}")),
        ("doubling", doubled("{% set x = x ~ x %}")),
        ("doubling in one tag", doubled("{% set x = (x ~ \"\") ~ (x) %}")),
        ("doubling by join", doubled("{% set x = [x, x] | join %}")),
        ("doubling by replace", doubled("{% set x = x | replace(from=\"aa\", to=\"aaaa\") %}")),
        ("doubling in a block", doubled("{% set x %}{{ x }}{{ x }}{% endset %}")),
        ("doubling a list", format!("{{% set x = [1] %}}{}{{{{ x }}}}", "{% set x = [x, x] %}".repeat(40))),
        ("doubling with spreads", format!("{{% set x = [1] %}}{}", "{% set x = [...x, ...x] %}".repeat(40))),
        ("doubling in a map", format!("{{% set x = 1 %}}{}", "{% set x = {\"a\": x, \"b\": x} %}".repeat(40))),
        (
            "deep",
            "{% set x = [1] %}{% for a in range(end=1000) %}{% set_global x = [x] %}{% endfor %}".to_owned(),
        ),
        (
            "indent",
            format!(
                "{grown}{}{{% for a in range(end=1000) %}}{{% set y = x | replace(from=\"a\", to=\"\\n\") | indent(width=1000, \
                 blank=true) %}}{{% endfor %}}",
                "{% set x = x ~ x %}".repeat(4)
            ),
        ),
        (
            "comprehension",
            "{% for c in range(end=1000) %}{% set x = [[1 for a in range(end=1000)] for b in range(end=1000)] %}\
             {% endfor %}"
                .to_owned(),
        ),
        (
            "split",
            format!("{grown}{}{{{{ x | split(pat=\"\") | length }}}}", "{% set x = x ~ x %}".repeat(18)),
        ),
        ("captured loop", format!("{{% set y %}}{}{{% endset %}}", nested("text"))),
        ("filter section", format!("{{% filter upper %}}{}{{% endfilter %}}", nested("text"))),
        (
            "component",
            "{% component again(x) %}{{ <again x={x ~ x} /> }}{{ <again x={x ~ x} /> }}{% endcomponent again %}\
             {{ <again x={\"aaaaaaaaaaaaaaaa\"} /> }}"
                .to_owned(),
        ),
    ] {
        let run = checked(&format!("{body}\n"));
        assert_eq!(run.code, 2, "{name}: {}", run.stdout);
        let record = &run.records("diagnostic")[0];
        let code = record["code"].as_str().unwrap_or_default();
        assert!(["template-too-costly", "template-failed", "template-loop"].contains(&code), "{name}: {record}");
        if !["deep", "component"].contains(&name) {
            assert_eq!(code, "template-too-costly", "{name}: {record}");
            assert_eq!(record["labels"][0]["line"], 6, "{name}: {record}");
        }
    }
}

#[test]
fn guards_change_nothing_that_templates_write() {
    let body = "{% set list = [project.id, \"b\"] %}{{ list | join(sep=\", \") }}\n\
        {% for a in list -%}\n  {{ a ~ \"x\" }}{% if not loop.last %};{% endif -%}\n{% endfor %}\n\
        {% set text %}{{ project.id -}}  \n{{ \"x\" | upper }}{% endset %}[{{ text }}]\n\
        {{ [a ~ a for a in list if a != project.id] | first }} {{ \"a-b\" | replace(from=\"-\", to=\"+\") }}\n\
        {{ 1 if project.id == \"web\" and \"b\" in list else 2 }} {{ [1, 1, 2] | unique | length }} {{ list[0:1] | first }}\n\
        {{ \"a\nb\" | indent(width=2) | safe }} {{ {\"k\": project.id}.k | default(value=\"none\") }}\n";
    let body = body.replace(
        "{{ {\"k\": project.id}.k | default(value=\"none\") }}",
        "{{ project.id is containing(pat=\"w\") }}",
    );
    let workspace = Workspace::base().file("templates/own.md", format!("{HEAD}{body}"));
    workspace.run(&["build", "--document", "own", "--deny", "nothing"]).ended_with(0);
    assert_eq!(
        workspace.read("output/acme/web/own.md"),
        "web, b\nwebx;bx\n[webX]\nbb a+b\n1 2 web\na\n  b true\n"
    );
}

#[test]
fn mistakes_are_still_pointed_at_where_they_are() {
    let workspace = Workspace::base().file(
        "templates/own.md",
        format!("{HEAD}{{% set x %}}{{{{ project.id ~ \"a\" }}}} {{{{ projct.id }}}}{{% endset %}}\n"),
    );
    let run = workspace.run(&["check"]).ended_with(2);
    assert!(run.stderr.contains("templates/own.md:6:38"), "{}", run.stderr);
    assert!(run.stderr.contains("did you mean `project`?"), "{}", run.stderr);
}

//! The documents of the samples say nothing twice: no sequence of twelve words occurs twice in one of them.

mod words;

use words::{Repetition, repetitions};

use crate::workspace::{Workspace, repository, tree};

/// A sequence of this many words is no coincidence: ids, names and states alone are shorter.
const LENGTH: usize = 12;

/// Something that a document may say twice.
struct Exception {
    /// The file name of the documents.
    document: &'static str,
    /// Words with which the repetition begins, in lower case and without punctuation.
    words: &'static str,
    /// Why it is no mistake.
    reason: &'static str,
}

/// What may be said twice, and why.
const EXCEPTIONS: &[Exception] = &[
    Exception {
        document: "statement-of-applicability.md",
        words: "no acme is a private company in ireland",
        reason: EACH_LINE,
    },
    Exception {
        document: "statement-of-applicability.md",
        words: "no we are a charity in ireland",
        reason: EACH_LINE,
    },
    Exception { document: "customer-responsibility-matrix.md", words: "each its own", reason: LEFT },
    Exception { document: "customer-responsibility-matrix.md", words: "yours", reason: LEFT },
    Exception { document: "customer-responsibility-matrix.md", words: "not covered", reason: LEFT },
    Exception { document: "customer-responsibility-matrix.md", words: "m1 yours", reason: LEFT },
    Exception { document: "customer-responsibility-matrix.md", words: "m3 each its own", reason: LEFT },
    Exception {
        document: "duties-by-party.md",
        words: "with capacity to lose one and fails over on purpose",
        reason: "the catalog words one duty for two classes of services",
    },
];

const EACH_LINE: &str = "each exclusion is justified in its own line";

const LEFT: &str =
    "customers look up single requirements, so each line says what is left, by titles of controls";

impl Exception {
    fn covers(&self, path: &str, repetition: &Repetition) -> bool {
        path.ends_with(&format!("/{}", self.document)) && repetition.words.starts_with(self.words)
    }
}

/// The Markdown documents of both sample organisations, by path.
fn documents() -> Vec<(String, String)> {
    let files = tree(&repository().join("profiles")).into_iter();
    let workspace = files.fold(Workspace::empty(), |workspace, (path, bytes)| {
        workspace.file(&format!("profiles/{path}"), bytes)
    });
    workspace.run(&["build", "--quiet", "--format", "markdown", "--deny", "nothing"]).ended_with(0);
    let markdown = workspace.tree("output").into_iter().filter(|(path, _)| path.ends_with(".md"));
    markdown.map(|(path, bytes)| (path, String::from_utf8(bytes).expect("Markdown is UTF-8"))).collect()
}

#[test]
fn no_document_of_the_samples_says_twelve_words_twice() {
    let mut used = vec![false; EXCEPTIONS.len()];
    let mut found = Vec::new();
    let documents = documents();
    for organization in ["acme/", "northwind/"] {
        assert!(
            documents.iter().any(|(path, _)| path.starts_with(organization)),
            "nothing of {organization}"
        );
    }
    for (path, text) in &documents {
        for repetition in repetitions(text, LENGTH) {
            match EXCEPTIONS.iter().position(|exception| exception.covers(path, &repetition)) {
                Some(exception) => used[exception] = true,
                None => found.push(format!("{path}:{repetition}")),
            }
        }
    }
    for (exception, _) in EXCEPTIONS.iter().zip(used).filter(|(_, used)| !used) {
        let Exception { document, words, reason } = exception;
        found.push(format!("{document} no longer says `{words}` twice ({reason})"));
    }
    assert!(found.is_empty(), "{} sequences of words are repeated:\n{}", found.len(), found.join("\n"));
}

//! The stable codes of input mistakes, each with one sentence. docs/codes.md has a section for every one.

macro_rules! codes {
    ($($variant:ident $word:literal $sentence:literal)*) => {
        /// What kind of mistake; the word is stable and may be used in scripts.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $sentence] $variant,)*
        }

        impl Code {
            /// Every code, in the order of the guide.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)*];

            /// The stable word.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $word,)* }
            }

            /// One sentence on what is wrong.
            pub fn sentence(self) -> &'static str {
                match self { $(Code::$variant => $sentence,)* }
            }
        }
    };
}

codes! {
    NotUtf8 "not-utf8" "The file is not UTF-8 text."
    FileTooLarge "file-too-large" "The file is larger than 16 MiB."
    YamlSyntax "yaml-syntax" "The file is not well-formed YAML."
    EmptyFile "empty-file" "The file says nothing."
    SeveralDocuments "several-documents" "The file holds more than one YAML document."
    TooDeep "too-deep" "Values are nested deeper than any profile needs."
    TooManyAliases "too-many-aliases" "The file repeats itself through more YAML aliases than any profile needs."
    RepeatedKey "repeated-key" "A key stands twice in one mapping."
    UnknownKey "unknown-key" "The schema has no such key."
    MissingKey "missing-key" "A key that must be there is missing."
    WrongType "wrong-type" "A value has the wrong type."
    UnknownWord "unknown-word" "A word is none of those that are allowed here."
    EmptyItem "empty-item" "An item of a list says nothing."
    WrongSchema "wrong-schema" "The file's `schema` is not one that belongs here."
    InvalidId "invalid-id" "An id has characters that ids must not have."
    DuplicateId "duplicate-id" "The same id is given twice."
    NothingToReplace "nothing-to-replace" "An entry says that it replaces a built-in one, but there is none."
    UnknownService "unknown-service" "The catalog has no such service."
    UnknownControl "unknown-control" "The catalog has no such control."
    UnknownPart "unknown-part" "The control has no such part."
    UnknownLayer "unknown-layer" "The catalog has no such layer."
    UnknownClass "unknown-class" "The catalog has no such service class."
    UnknownTrait "unknown-trait" "The catalog has no such trait."
    UnknownDomain "unknown-domain" "The catalog has no such domain."
    UnknownProvider "unknown-provider" "The catalog has no such provider."
    UnknownParty "unknown-party" "The profile names no such party."
    UnknownFramework "unknown-framework" "The catalog has no such framework."
    UnknownBaseline "unknown-baseline" "The framework has no such baseline."
    UnknownRequirement "unknown-requirement" "The framework has no such requirement."
    UnknownEvidence "unknown-evidence" "No evidence register has such an entry."
    UnknownAttestation "unknown-attestation" "The profile names no such third-party report."
    UnknownProject "unknown-project" "The organisation has no such project."
    UnknownParameter "unknown-parameter" "A text uses a parameter that the profile does not set."
    BadDate "bad-date" "A date is not a day of the calendar in the form YYYY-MM-DD."
    BadPeriod "bad-period" "A period is not two dates with `/` between them, the earlier first."
    BadInterval "bad-interval" "A length of time is not a number of days, weeks, months or years."
    BadDigest "bad-digest" "A pinned digest is not 64 hexadecimal digits."
    BadPath "bad-path" "A path is one that no file of a workspace can have."
    ConflictingKeys "conflicting-keys" "Two keys of an entry cannot both hold."
    MissingReason "missing-reason" "A decision that needs a reason has none."
    NothingSaid "nothing-said" "An entry decides nothing."
    NoDemarcation "no-demarcation" "The demarcation table has no entry for a layer and class."
    ReusedId "reused-id" "An id that was retired from the catalog is used again."
    TextTooLong "text-too-long" "A text of the catalog has more words than a table cell bears."
    EmptyPhrase "empty-phrase" "A text of the catalog uses a word that says nothing."
    TextMissing "text-missing" "A side that has something to do is not told what."
    PartCount "part-count" "A control of the catalog has too few or too many parts."
    UnusedTerm "unused-term" "A word of the catalog's model is used by nothing."
    RequirementUncovered "requirement-uncovered" "A requirement is satisfied by nothing in the catalog."
    ConflictingClaims "conflicting-claims" "Two claims of equal rank say different things about one cell."
    ConflictingDelegations "conflicting-delegations" "Two equally specific delegations name different parties."
    BadFrontMatter "bad-front-matter" "A template's front matter cannot be read."
    BadDocumentName "bad-document-name" "A template's file name cannot be the name of a document."
    TemplateSyntax "template-syntax" "A template is not well-formed."
    TemplateUndefined "template-undefined" "A template uses a variable, filter, component or template that does not exist."
    TemplateLoop "template-loop" "Templates include each other without end."
    TemplateFailed "template-failed" "A template could not be rendered."
    BadLength "bad-length" "A length of the theme leaves no page that could be read."
    BadColor "bad-color" "A colour of the theme is not written as `#rrggbb`."
    LowContrast "low-contrast" "Text would not stand out from what it stands on."
    BadPlaceholder "bad-placeholder" "A page header or footer has braces around what is no placeholder."
    UnknownFileKind "unknown-file-kind" "A file has a kind of name that cannot be read here."
    UnusableFont "unusable-font" "A font file cannot be used."
    PicturePath "picture-path" "A picture's path does not name a PNG, JPEG or SVG file below its folder."
    PictureMissing "picture-missing" "There is no such picture."
    PictureUnreadable "picture-unreadable" "A picture cannot be read or drawn."
    PictureTooLarge "picture-too-large" "A picture has more bytes, pixels or parts than any document needs."
    PictureUndescribed "picture-undescribed" "A picture has no alternative text."
    DiagramNotDrawn "diagram-not-drawn" "A diagram is shown as its text."
    MistakenHint "mistaken-hint" "A comment is nearly a hint for the layout, but not quite."
    MissingGlyph "missing-glyph" "No font has a character."
    TableTooWide "table-too-wide" "A table needs more room than a page has."
    NoProfiles "no-profiles" "The workspace has no organisation profile."
    Unreadable "unreadable" "A file or folder could not be read."
    OutsideWorkspace "outside-workspace" "A path leads out of the workspace."
    UnexpectedFile "unexpected-file" "A YAML file lies where nothing reads it."
    EntryNotAdded "entry-not-added" "A register is written in a way in which no entry can be added to it."
    FindingAcceptanceExpired "finding-acceptance-expired" "The acceptance of a finding is past its last day."
    FindingAcceptanceUnused "finding-acceptance-unused" "An entry of the list of accepted findings meets no finding."
    UnknownSelection "unknown-selection" "The command line names something that the workspace does not have."
}

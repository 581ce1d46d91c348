//! The stable codes of diagnostics, each with a sentence. docs/codes.md has a section for each of them.

macro_rules! codes {
    ($($variant:ident $word:literal $sentence:literal)*) => {
        /// The kind of a diagnostic; its name is stable and may be used in scripts.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $sentence] $variant,)*
        }

        impl Code {
            /// Every code, in the order of the guide.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)*];

            /// The stable name.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $word,)* }
            }

            /// What is wrong, in one sentence.
            pub fn sentence(self) -> &'static str {
                match self { $(Code::$variant => $sentence,)* }
            }
        }
    };
}

codes! {
    NotUtf8 "not-utf8" "The file is not encoded as UTF-8."
    FileTooLarge "file-too-large" "The file is larger than 16 MiB."
    ConflictMark "conflict-mark" "The file contains a mark that git left where two branches met."
    OddCharacter "odd-character" "The file contains a character that texts must not contain."
    YamlSyntax "yaml-syntax" "The file is not valid YAML."
    EmptyFile "empty-file" "The file is empty."
    SeveralDocuments "several-documents" "The file contains more than one YAML document."
    UnsupportedYaml "unsupported-yaml" "The file uses a feature of YAML that is not supported."
    TooDeep "too-deep" "Values are nested too deeply."
    TooLong "too-long" "A text, name or key is too long."
    TooManyAliases "too-many-aliases" "YAML aliases expand to too many values."
    RepeatedKey "repeated-key" "A key appears twice in one mapping."
    UnknownKey "unknown-key" "The schema has no such key."
    MissingKey "missing-key" "A required key is missing."
    WrongType "wrong-type" "A value has the wrong type."
    UnknownWord "unknown-word" "The value is not one of the allowed ones."
    EmptyItem "empty-item" "A list item is empty."
    WrongSchema "wrong-schema" "The file has a `schema` that does not belong where the file is."
    InvalidId "invalid-id" "An id does not have the form that ids must have."
    DuplicateId "duplicate-id" "The same id is used twice."
    NothingToReplace "nothing-to-replace" "An entry replaces a built-in one that does not exist."
    UnknownService "unknown-service" "The service is not in the catalog."
    UnknownControl "unknown-control" "The control is not in the catalog."
    UnknownPart "unknown-part" "The control has no such part."
    UnknownLayer "unknown-layer" "The layer is not in the catalog."
    UnknownClass "unknown-class" "The service class is not in the catalog."
    UnknownTrait "unknown-trait" "The trait is not in the catalog."
    UnknownAttribute "unknown-attribute" "The attribute is not in the catalog."
    UnknownDomain "unknown-domain" "The domain is not in the catalog."
    UnknownProvider "unknown-provider" "The provider is not in the catalog."
    UnknownParty "unknown-party" "The profile does not define the party."
    UnknownFramework "unknown-framework" "The framework is not in the catalog."
    UnknownBaseline "unknown-baseline" "The framework has no such baseline."
    UnknownRequirement "unknown-requirement" "The framework has no such requirement."
    FrameworkNotInUse "framework-not-in-use" "An entry is about a requirement of a framework that nothing uses."
    UnknownEvidence "unknown-evidence" "No evidence register contains the piece of evidence."
    UnknownAttestation "unknown-attestation" "The profile does not list the attestation."
    UnknownProject "unknown-project" "The organisation has no such project."
    UnknownOffer "unknown-offer" "The project makes no such offer."
    WithdrawnRequirement "withdrawn-requirement" "A requirement is named that its publisher withdrew."
    UnknownTool "unknown-tool" "A service has a name in a tool that no catalog file defines."
    UnknownAsk "unknown-ask" "An answer is given to something that no inherited offer asks for."
    UnknownDocument "unknown-document" "No template makes a document of that name."
    UnknownParameter "unknown-parameter" "A text uses a parameter that the profile does not set."
    BadDate "bad-date" "A date is not an existing day in the form YYYY-MM-DD."
    FutureDay "future-day" "Something is said to have been done on a day after the as-of date."
    BadPeriod "bad-period" "A period is not two dates in the right order."
    BadInterval "bad-interval" "A length of time is not a number of days, weeks, months or years."
    BadLanguage "bad-language" "A language is not a tag of BCP 47."
    BadDigest "bad-digest" "A pinned digest is not 64 hexadecimal digits."
    BadPath "bad-path" "A path cannot be the path of a file in a workspace."
    ConflictingKeys "conflicting-keys" "An entry uses two mutually exclusive keys."
    MissingReason "missing-reason" "A decision has no reason."
    InheritanceCircle "inheritance-circle" "Projects inherit from each other in a circle."
    OfferNotHeld "offer-not-held" "A project offers a duty that it does not hold."
    OfferFileMissing "offer-file-missing" "The offer file that a project inherits from does not exist."
    OfferFileAltered "offer-file-altered" "An offer file is not as its organisation wrote it."
    OfferFileLater "offer-file-later" "An offer file is of a later day than the as-of date."
    RunsOnCircle "runs-on-circle" "Services stand on each other in a circle."
    CannotCarry "cannot-carry" "A service stands on one that cannot carry it so far up."
    NothingSaid "nothing-said" "An entry is incomplete."
    NoDemarcation "no-demarcation" "The demarcation table has no entry for a layer and class."
    RenamedId "renamed-id" "A file uses the former id of an entry that has another id now."
    IdNotReplaced "id-not-replaced" "A former id is written in a form in which it cannot be replaced."
    ReusedId "reused-id" "A retired id of the catalog is used again."
    TextTooLong "text-too-long" "A text of the catalog is too long for a table cell."
    EmptyPhrase "empty-phrase" "A text of the catalog uses a vague phrase."
    TextMissing "text-missing" "The catalog does not say what a side does for a part."
    PartCount "part-count" "A control of the catalog has too few or too many parts."
    UnusedTerm "unused-term" "A layer, trait or domain of the catalog is not used."
    DeedWithoutDuty "deed-without-duty" "A text asks the customer to act where the provider alone operates."
    RepeatedText "repeated-text" "Two parts of the catalog have the same text."
    IdleException "idle-exception" "An exception of a service changes no cell."
    NameClaimedTwice "name-claimed-twice" "Two services have one name in a tool, and nothing decides between them."
    RequirementUncovered "requirement-uncovered" "A requirement of the catalog is not mapped to any control."
    ConflictingClaims "conflicting-claims" "Two claims of equal rank assign a duty to different holders."
    ConflictingDelegations "conflicting-delegations" "Two delegations give a duty to different parties, and neither is more specific."
    BadFrontMatter "bad-front-matter" "The front matter of a file cannot be read."
    TemplateOutdated "template-outdated" "A template was copied from a built-in one that has changed since."
    BadDocumentName "bad-document-name" "The file name of a template cannot be used as the name of a document."
    TemplateSyntax "template-syntax" "A template has a syntax error."
    TemplateUndefined "template-undefined" "A template uses a variable, filter, component or template that does not exist."
    TemplateLoop "template-loop" "Templates include each other in a loop."
    TemplateFailed "template-failed" "A template could not be rendered."
    TemplateTooCostly "template-too-costly" "A template does too much work or takes too much memory."
    BadLength "bad-length" "A length of the theme is out of range."
    BadColor "bad-color" "A colour of the theme is not in the form `#rrggbb`."
    LowContrast "low-contrast" "Text and background of the theme have too little contrast."
    BadPlaceholder "bad-placeholder" "A page header or footer contains an unknown placeholder or an unmatched brace."
    UnknownFileKind "unknown-file-kind" "The type of a file is not supported."
    UnusableFont "unusable-font" "A font file cannot be used."
    PicturePath "picture-path" "The path of a picture does not name a PNG, JPEG or SVG file below its folder."
    PictureMissing "picture-missing" "A picture does not exist."
    PictureUnreadable "picture-unreadable" "A picture cannot be read or drawn."
    PictureTooLarge "picture-too-large" "A picture is too large or too complex."
    PictureUndescribed "picture-undescribed" "A picture has no alternative text."
    DiagramNotDrawn "diagram-not-drawn" "A diagram cannot be drawn and is shown as text."
    DiagramTooLarge "diagram-too-large" "A diagram fits on its page only with text too small to read."
    LinkRefused "link-refused" "A PDF does not carry a link as it is written."
    LinkNowhere "link-nowhere" "A link leads nowhere in a PDF."
    TableTorn "table-torn" "A row stands outside of a table."
    MistakenHint "mistaken-hint" "A comment resembles a layout hint but is not one."
    Untranslated "untranslated" "Texts of documents have no translation into the language of their organisation."
    UnknownMessage "unknown-message" "A message file translates a text that nothing prints."
    MissingGlyph "missing-glyph" "No font has a character."
    TableTooWide "table-too-wide" "A table is wider than the page."
    NoProfiles "no-profiles" "The workspace has no organisation profile."
    Unreadable "unreadable" "A file or folder cannot be read."
    OutsideWorkspace "outside-workspace" "A path leads out of the workspace."
    LfsPointer "lfs-pointer" "A file is only a Git LFS pointer; the file itself was not fetched."
    NotEvidence "not-evidence" "A file cannot be evidence."
    UnexpectedFile "unexpected-file" "A YAML file is in a place where onus reads none."
    EntryNotAdded "entry-not-added" "A register is written in a form to which no entry can be added."
    FindingAcceptanceExpired "finding-acceptance-expired" "An entry for an accepted finding has expired."
    FindingAcceptanceUnused "finding-acceptance-unused" "An entry for an accepted finding matches no finding."
    UnknownSelection "unknown-selection" "The command line names something that the workspace does not contain."
}

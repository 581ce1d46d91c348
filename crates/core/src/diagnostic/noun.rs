//! The kinds of things that profiles and the command line refer to by name, and the message for a name that does not
//! exist.

use super::character::without_odd;
use super::{Code, Diagnostic, did_you_mean, did_you_mean_id, quoted, quoted_list};

/// Largest number of names in a hint: they fit a line or two.
const MOST_NAMES: usize = 14;

/// A kind of thing that is referred to by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Noun {
    code: Code,
    word: &'static str,
}

macro_rules! nouns {
    ($($name:ident $code:ident $word:literal;)*) => {
        #[allow(missing_docs, reason = "each is what it is called")]
        impl Noun {
            $(pub const $name: Noun = Noun { code: Code::$code, word: $word };)*
        }
    };
}

nouns! {
    SERVICE UnknownService "service";
    CONTROL UnknownControl "control";
    PART UnknownPart "part";
    LAYER UnknownLayer "layer";
    CLASS UnknownClass "class";
    TRAIT UnknownTrait "trait";
    NEED UnknownTrait "trait or attribute";
    ATTRIBUTE UnknownAttribute "attribute";
    DOMAIN UnknownDomain "domain";
    PROVIDER UnknownProvider "provider";
    PARTY UnknownParty "party";
    FRAMEWORK UnknownFramework "framework";
    BASELINE UnknownBaseline "baseline";
    REQUIREMENT UnknownRequirement "requirement";
    EVIDENCE UnknownEvidence "evidence";
    ATTESTATION UnknownAttestation "attestation";
    PROJECT UnknownProject "project";
    OFFER UnknownOffer "offer";
    ASK UnknownAsk "ask";
    TOOL UnknownTool "tool";
    DOCUMENT UnknownDocument "document";
}

impl Noun {
    /// The diagnostic for a name that is not among the known ones, without a location yet.
    pub fn unknown<'n>(self, name: &str, known: impl Iterator<Item = &'n str> + Clone) -> Diagnostic {
        self.unknown_without_hint(name).hint(self.hint(name, known))
    }

    /// The same without a search for what was meant.
    pub fn unknown_without_hint(self, name: &str) -> Diagnostic {
        Diagnostic::error(self.code, format!("unknown {} {}", self.word, quoted(name)))
    }

    /// The kind in words.
    pub fn word(self) -> &'static str {
        self.word
    }

    /// The code of that diagnostic.
    pub fn code(self) -> Code {
        self.code
    }

    /// The nearest name, otherwise all if they are few, or the command that lists them.
    fn hint<'n>(self, name: &str, known: impl Iterator<Item = &'n str> + Clone) -> Option<String> {
        if let Some(odd) = without_odd(name) {
            return Some(odd.hint(known));
        }
        let nearest = match self.code {
            // The digits in their names are as good as letters: `ec3` is `ec2`, misspelt.
            Code::UnknownService => did_you_mean(name, known.clone()),
            _ => did_you_mean_id(name, known.clone()),
        };
        nearest.or_else(|| match self.code {
            Code::UnknownService => Some("`onus list services` shows all services".to_owned()),
            Code::UnknownControl => Some("`onus list controls` shows all controls".to_owned()),
            _ => available(known),
        })
    }
}

/// The hint that lists all names; none if there are none, or too many to read.
pub fn available<'n>(known: impl Iterator<Item = &'n str>) -> Option<String> {
    let names: Vec<&str> = known.take(MOST_NAMES + 1).collect();
    (1..=MOST_NAMES).contains(&names.len()).then(|| format!("available: {}", quoted_list(names)))
}

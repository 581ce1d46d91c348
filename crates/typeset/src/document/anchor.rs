//! Names for headings, made as GitHub makes them, so that a link that works on a forge works on paper too.

use std::collections::BTreeMap;

/// Hands out anchors and keeps them unique within one document.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    used: BTreeMap<String, usize>,
}

impl Anchors {
    /// Lower case, spaces to hyphens, punctuation dropped; a repeated one gets `-1`, `-2` and so on.
    pub(super) fn name(&mut self, heading: &str) -> String {
        let slug = slug(heading);
        let mut candidate = slug.clone();
        while self.used.contains_key(&candidate) {
            let count = self.used.entry(slug.clone()).or_insert(0);
            *count += 1;
            candidate = format!("{slug}-{count}");
        }
        self.used.insert(candidate.clone(), 0);
        candidate
    }

    /// True for the anchor of a heading.
    pub(super) fn contains(&self, anchor: &str) -> bool {
        self.used.contains_key(anchor)
    }
}

fn slug(heading: &str) -> String {
    heading
        .trim()
        .chars()
        .flat_map(char::to_lowercase)
        .filter_map(|character| match character {
            ' ' => Some('-'),
            '-' | '_' => Some(character),
            _ => character.is_alphanumeric().then_some(character),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::Anchors;

    #[test]
    fn headings_are_named_as_on_github() {
        let mut anchors = Anchors::default();
        assert_eq!(anchors.name("Who does what?"), "who-does-what");
        assert_eq!(anchors.name("Who does what"), "who-does-what-1");
        assert_eq!(anchors.name("Who does what!"), "who-does-what-2");
        assert_eq!(anchors.name("S3 & KMS: keys_and-data"), "s3--kms-keys_and-data");
        assert_eq!(anchors.name("Größe"), "größe");
    }
}

//! A section of the theme in layers: as the workspace has it, then as it is built in. A value is the first that is
//! given, and remembers where.

use onus_core::source::Origin;

/// A value and where it was given.
#[derive(Debug, Clone)]
pub(super) struct Sourced<T> {
    pub(super) value: T,
    pub(super) origin: Origin,
}

/// The layers of a section, the one that wins first.
pub(super) struct ThemeSection<'t, S> {
    layers: Vec<(&'t S, Origin)>,
}

impl<'t, S> ThemeSection<'t, S> {
    pub(super) fn new(layers: Vec<(&'t S, Origin)>) -> Self {
        Self { layers }
    }

    /// A section within this one.
    pub(super) fn part<P>(
        &self,
        key: &'static str,
        of: impl Fn(&'t S) -> Option<&'t P>,
    ) -> ThemeSection<'t, P> {
        ThemeSection {
            layers: self.all(key, of).into_iter().map(|found| (found.value, found.origin)).collect(),
        }
    }

    /// The values under a key: the one that wins first.
    pub(super) fn all<T>(&self, key: &'static str, of: impl Fn(&'t S) -> Option<T>) -> Vec<Sourced<T>> {
        let layers = self.layers.iter();
        layers
            .filter_map(|(layer, origin)| Some(Sourced { value: of(layer)?, origin: origin.key(key) }))
            .collect()
    }

    /// The value under a key that the built-in theme has.
    pub(super) fn first<T>(&self, key: &'static str, of: impl Fn(&'t S) -> Option<T>) -> Sourced<T> {
        self.given(key, of).expect("the built-in theme names every value; a test reads it")
    }

    /// The value under a key that the built-in theme may lack.
    pub(super) fn given<T>(&self, key: &'static str, of: impl Fn(&'t S) -> Option<T>) -> Option<Sourced<T>> {
        self.all(key, of).into_iter().next()
    }

    /// The layers themselves, the one that wins first.
    pub(super) fn layers(&self) -> &[(&'t S, Origin)] {
        &self.layers
    }
}

//! The path to a value in a YAML text. The model keeps paths, not positions: they are cheap to extend, and the position
//! is only looked up for values that a message or document shows.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::SourceId;

/// One step from a value to a part of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PointerStep {
    /// The value under a key of a mapping.
    Key(Cow<'static, str>),
    /// The item of a list, counted from 0.
    Item(usize),
}

/// A path of steps from the root of a YAML document. Extending one is cheap: paths share their beginnings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Pointer(Option<Arc<(Pointer, PointerStep)>>);

impl Pointer {
    /// The pointer one step further down.
    pub fn then(&self, step: PointerStep) -> Self {
        Self(Some(Arc::new((self.clone(), step))))
    }

    /// Its address in memory, which clones share and no other pointer has while this one is alive; 0 for the root.
    pub fn address(&self) -> usize {
        self.0.as_ref().map_or(0, |step| Arc::as_ptr(step).addr())
    }

    /// The pointer to the parent, and the last step; none at the root.
    pub fn split_last(&self) -> Option<(&Pointer, &PointerStep)> {
        self.0.as_deref().map(|(parent, step)| (parent, step))
    }

    /// The steps from the root.
    pub fn steps(&self) -> Vec<&PointerStep> {
        let mut steps = Vec::new();
        let mut at = self;
        while let Some((parent, step)) = at.split_last() {
            steps.push(step);
            at = parent;
        }
        steps.reverse();
        steps
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.steps().into_iter().enumerate() {
            match step {
                PointerStep::Key(key) if position == 0 => write!(f, "{key}")?,
                PointerStep::Key(key) => write!(f, ".{key}")?,
                PointerStep::Item(item) => write!(f, "[{item}]")?,
            }
        }
        Ok(())
    }
}

/// The value that something was read from: the text, and the path in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Origin {
    /// The text.
    pub source: SourceId,
    /// The path in it.
    pub pointer: Pointer,
}

impl Origin {
    /// The whole of a text.
    pub fn root(source: SourceId) -> Self {
        Self { source, pointer: Pointer::default() }
    }

    /// The value under a key of this mapping.
    pub fn key(&self, key: impl Into<Cow<'static, str>>) -> Self {
        Self { source: self.source, pointer: self.pointer.then(PointerStep::Key(key.into())) }
    }

    /// The item of this list, counted from 0.
    pub fn item(&self, item: usize) -> Self {
        Self { source: self.source, pointer: self.pointer.then(PointerStep::Item(item)) }
    }
}

//! The texts of the catalog that documents print, for those who translate them.

use super::{Catalog, Control};

impl Control {
    /// Its texts: title and objective, what its parts are called, what each side does, what auditors request.
    pub fn document_texts(&self) -> Vec<&str> {
        let parts = self.parts.iter().flat_map(|part| {
            let sides = std::iter::once(&part.texts).chain(part.wording.values());
            let sides = sides.flat_map(|texts| texts.provider.iter().chain(&texts.customer));
            std::iter::once(&part.title).chain(sides)
        });
        let requests = self.evidence.iter().map(|request| &request.text);
        let own = [&self.title, &self.objective].into_iter();
        own.chain(parts).chain(requests).map(|text| text.trim()).collect()
    }
}

impl Catalog {
    /// The texts of its terms, controls and frameworks.
    pub fn document_texts(&self) -> Vec<&str> {
        let mut texts: Vec<&str> = Vec::new();
        texts.extend(self.layers.iter().flat_map(|layer| [layer.title.trim(), layer.description.trim()]));
        for class in &self.classes {
            texts.extend([class.title.trim(), class.description.trim()]);
            texts.extend(class.common_name.as_deref().map(str::trim));
        }
        texts.extend(self.traits.iter().flat_map(|one| [one.title.trim(), one.description.trim()]));
        texts.extend(self.attributes.iter().flat_map(|one| [one.title.trim(), one.description.trim()]));
        texts.extend(self.domains.iter().flat_map(|domain| [domain.title.trim(), domain.description.trim()]));
        texts.extend(self.controls.iter().flat_map(Control::document_texts));
        for framework in self.frameworks.values() {
            texts.push(framework.title.trim());
            texts.extend(framework.baselines.iter().map(|baseline| baseline.title.trim()));
            texts.extend(framework.requirements.iter().map(|requirement| requirement.title.trim()));
        }
        texts
    }
}

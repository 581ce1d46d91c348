//! Which services are enough alike to share a column of a grid. Services that agree in every control are put together at
//! once; then those that differ least, until the columns fit a page.

use std::collections::BTreeMap;

use onus_core::model::{ClassId, ProviderId, Responsibility};

/// With more groups than these, those that differ in few controls are put together.
const WANTED: usize = 10;

/// With more groups than these, any are put together: with the two columns of organisation and project a grid has fourteen.
const MOST: usize = 12;

/// Controls in which groups may differ to be put together for the sake of [`WANTED`].
const FEW: usize = 2;

/// What a difference in the provider weighs, in controls: its reports are others, and so are its texts.
const OTHER_PROVIDER: usize = 20;

/// What a difference in the class weighs, in controls.
const OTHER_CLASS: usize = 6;

/// The responsibilities that occur in some cells of a control: none, one, or several where the cells differ.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Marks(u8);

impl Marks {
    pub(super) fn of(responsibility: Responsibility) -> Self {
        Self(match responsibility {
            Responsibility::Inherited => 1,
            Responsibility::Shared => 2,
            Responsibility::Customer => 4,
            Responsibility::NotApplicable => 0,
        })
    }

    pub(super) fn add(&mut self, responsibility: Responsibility) {
        self.0 |= Self::of(responsibility).0;
    }

    pub(super) fn has(self, responsibility: Responsibility) -> bool {
        self.0 & Self::of(responsibility).0 != 0
    }

    pub(super) fn are_mixed(self) -> bool {
        self.0.count_ones() > 1
    }

    /// What they amount to: [`Responsibility::fold`] of the same.
    pub(super) fn folded(self) -> Responsibility {
        let all = [Responsibility::Inherited, Responsibility::Shared, Responsibility::Customer];
        Responsibility::fold(all.into_iter().filter(|one| self.has(*one)))
    }

    fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Services on their way to a group.
#[derive(Debug)]
pub(super) struct Cluster<'a> {
    /// Places of the services among those in use, ascending.
    pub(super) members: Vec<usize>,
    /// None when there are several.
    pub(super) provider: Option<&'a ProviderId>,
    /// None when there are several.
    pub(super) class: Option<&'a ClassId>,
    /// By control.
    pub(super) marks: Vec<Marks>,
}

impl<'a> Cluster<'a> {
    pub(super) fn single(
        member: usize,
        provider: &'a ProviderId,
        class: &'a ClassId,
        marks: Vec<Marks>,
    ) -> Self {
        Self { members: vec![member], provider: Some(provider), class: Some(class), marks }
    }

    fn absorb(&mut self, other: Self) {
        self.members.extend(other.members);
        self.members.sort_unstable();
        self.provider = self.provider.filter(|_| self.provider == other.provider);
        self.class = self.class.filter(|_| self.class == other.class);
        for (mark, other) in self.marks.iter_mut().zip(other.marks) {
            *mark = mark.with(other);
        }
    }
}

/// How much two clusters differ. Of those that differ equally, those whose objects are the same are more alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct ClusterDifference {
    /// Controls in which members would differ that did not before, and the weights of provider and class.
    weight: usize,
    /// Controls in which only one of them has an object.
    presence: usize,
}

impl ClusterDifference {
    fn between(one: &Cluster<'_>, other: &Cluster<'_>) -> Self {
        let pairs = || one.marks.iter().zip(&other.marks);
        let is_new = |pair: &(&Marks, &Marks)| {
            pair.0.with(*pair.1).are_mixed() && !pair.0.are_mixed() && !pair.1.are_mixed()
        };
        let is_one_sided = |pair: &(&Marks, &Marks)| (pair.0.0 == 0) != (pair.1.0 == 0);
        let of_provider =
            if one.provider.is_some() && one.provider == other.provider { 0 } else { OTHER_PROVIDER };
        let of_class = if one.class.is_some() && one.class == other.class { 0 } else { OTHER_CLASS };
        Self {
            weight: pairs().filter(is_new).count() + of_provider + of_class,
            presence: pairs().filter(is_one_sided).count(),
        }
    }
}

/// Two clusters and their difference; the least pair is merged first.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct ClusterPair {
    difference: ClusterDifference,
    later: usize,
    earlier: usize,
}

/// Puts clusters together that are alike, so that few are left.
pub(super) fn merged(singles: Vec<Cluster<'_>>) -> Vec<Cluster<'_>> {
    let mut clusters = without_doubles(singles);
    // Differences of each cluster from those before it, kept between steps: a step changes only those of one cluster.
    let mut differences: Vec<Vec<ClusterDifference>> = Vec::with_capacity(clusters.len());
    for (later, cluster) in clusters.iter().enumerate() {
        differences
            .push(clusters[..later].iter().map(|one| ClusterDifference::between(one, cluster)).collect());
    }
    loop {
        let pairs = differences.iter().enumerate().flat_map(|(later, row)| {
            let pair = move |(earlier, known): (usize, &ClusterDifference)| ClusterPair {
                difference: *known,
                later,
                earlier,
            };
            row.iter().enumerate().map(pair)
        });
        let Some(ClusterPair { difference, later, earlier }) = pairs.min() else { break };
        let most = match clusters.len() {
            count if count > MOST => usize::MAX,
            count if count > WANTED => FEW,
            _ => 0,
        };
        if difference.weight > most {
            break;
        }
        let taken = clusters.remove(later);
        differences.remove(later);
        for row in &mut differences[later..] {
            row.remove(later);
        }
        clusters[earlier].absorb(taken);
        for other in (0..clusters.len()).filter(|other| *other != earlier) {
            let (above, below) = (earlier.max(other), earlier.min(other));
            differences[above][below] = ClusterDifference::between(&clusters[below], &clusters[above]);
        }
    }
    clusters
}

/// Clusters that differ in nothing put together, in the order of their first members.
fn without_doubles(singles: Vec<Cluster<'_>>) -> Vec<Cluster<'_>> {
    let mut known: BTreeMap<(Option<&ProviderId>, Option<&ClassId>), Vec<Cluster<'_>>> = BTreeMap::new();
    for single in singles {
        let alike = known.entry((single.provider, single.class)).or_default();
        match alike.iter_mut().find(|present| present.marks == single.marks) {
            Some(present) => present.members.extend(single.members),
            None => alike.push(single),
        }
    }
    let mut clusters: Vec<Cluster<'_>> = known.into_values().flatten().collect();
    clusters.sort_by(|one, other| one.members.cmp(&other.members));
    clusters
}

#[cfg(test)]
mod tests {
    use onus_core::model::Identifier as _;

    use super::*;

    fn marks(text: &str) -> Vec<Marks> {
        let one = |letter: char| match letter {
            'I' => Responsibility::Inherited,
            'S' => Responsibility::Shared,
            'C' => Responsibility::Customer,
            _ => Responsibility::NotApplicable,
        };
        text.chars().map(|letter| Marks::of(one(letter))).collect()
    }

    fn members(texts: &[&str]) -> Vec<Vec<usize>> {
        let provider = ProviderId::parse("aws").unwrap();
        let class = ClassId::parse("managed").unwrap();
        let single = |(place, text): (usize, &&str)| Cluster::single(place, &provider, &class, marks(text));
        merged(texts.iter().enumerate().map(single).collect()).into_iter().map(|one| one.members).collect()
    }

    #[test]
    fn services_that_agree_wherever_both_have_an_object_share_a_group() {
        assert_eq!(members(&["IISC", "IIS-", "CISC"]), [vec![0, 1], vec![2]]);
    }

    #[test]
    fn more_services_than_columns_are_put_together_with_those_that_differ_least() {
        let mut texts: Vec<String> = (0..13).map(|place| ["I", "C"][place % 2].repeat(place + 1)).collect();
        texts.iter_mut().for_each(|text| text.extend(std::iter::repeat_n('S', 13 - text.len())));
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        assert!(members(&texts).len() <= MOST);
    }
}

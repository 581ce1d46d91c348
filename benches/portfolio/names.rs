//! What the projects are called: a subject of the trade, what kind of thing it is, and for which market.

use crate::archetype::Archetype;

/// What the projects are about.
const SUBJECTS: [&str; 40] = [
    "Parcel tracking",
    "Depot planning",
    "Route planning",
    "Customs declaration",
    "Freight booking",
    "Driver roster",
    "Fleet maintenance",
    "Fuel card",
    "Returns",
    "Cold chain monitoring",
    "Warehouse slotting",
    "Pallet exchange",
    "Carrier invoicing",
    "Toll settlement",
    "Address quality",
    "Delivery photo",
    "Locker network",
    "Dangerous goods",
    "Claims handling",
    "Merchant onboarding",
    "Rate quotation",
    "Credit control",
    "Payroll",
    "Shift bonus",
    "Ferry booking",
    "Container yard",
    "Gate control",
    "Weighbridge",
    "Emissions report",
    "Customer survey",
    "Contact centre",
    "Label printing",
    "Sorting line",
    "Damage inspection",
    "Supplier portal",
    "Spare parts",
    "Tyre stock",
    "Terminal lighting",
    "Import duty",
    "Delivery window",
];

/// For whom the projects run.
const MARKETS: [&str; 11] = [
    "Nordics", "Sweden", "Norway", "Denmark", "Finland", "Baltics", "Germany", "Benelux", "Poland",
    "Iceland", "Group",
];

/// Market times subject times kind of thing; more projects would be namesakes.
pub(crate) const MOST: usize = 10_000;

/// What a project is called, and what it is about.
pub(crate) struct Name {
    /// Names its file and folders.
    pub(crate) id: String,
    /// As printed.
    pub(crate) name: String,
    /// Its subject alone, in a sentence.
    pub(crate) subject: String,
    /// For whom it runs.
    pub(crate) market: &'static str,
}

/// The name of a project by its number, and its archetype: neighbours differ in all parts.
pub(crate) fn name(index: usize) -> (Name, &'static Archetype) {
    let archetypes = Archetype::all();
    let kinds: Vec<(&Archetype, &str)> =
        archetypes.iter().flat_map(|one| one.kinds.iter().map(move |kind| (one, *kind))).collect();
    let all = SUBJECTS.len() * MARKETS.len() * kinds.len();
    assert!(all >= MOST, "{all} names are too few");
    // A prime that divides no factor of `all` visits every name once.
    let at = index * 7_919 % all;
    let (archetype, kind) = kinds[at % kinds.len()];
    let subject = SUBJECTS[at / kinds.len() % SUBJECTS.len()];
    let market = MARKETS[at / kinds.len() / SUBJECTS.len()];
    let name = format!("{subject} {kind} {market}");
    let id = name.to_lowercase().replace(' ', "-");
    (Name { id, name, subject: subject.to_lowercase(), market }, archetype)
}

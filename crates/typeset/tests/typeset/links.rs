//! Links and where they lead.

use onus_typeset::layout::Role;

use crate::laid_out;

#[test]
fn links_lead_to_addresses_headings_and_notes_but_not_into_scripts() {
    let pages = laid_out(
        "# One\n\n[a](https://example.org) [b](#two-words) [c](#nowhere) [d](javascript:alert) e[^1]\n\n\
         ## Two words\n\n[^1]: note\n",
    );
    // The last one leads from the note back to the text.
    assert_eq!(pages.pages[0].links.len(), 4);
    assert!(pages.elements.iter().filter(|element| element.role == Role::Link).count() == 4);
}

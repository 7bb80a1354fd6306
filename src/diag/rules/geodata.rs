//! What metadata of geographic information must say. These do not stop a build: INSPIRE binds public authorities, and not
//! every catalogue.

use crate::diag::Severity::Warning;
use crate::diag::codes::{
    ABSTRACT_MISSING, BBOX_MISSING, CONSTRAINTS_MISSING, CONTACT_MISSING, INSECURE_LINK,
};
use crate::diag::rules::rule::{Rule, Severities, Source};

/// Commission Regulation (EC) No 1205/2008, implementing Directive 2007/2/EC as regards metadata.
const fn inspire(cite: &'static str) -> Source {
    Source { cite, url: "https://eur-lex.europa.eu/eli/reg/2008/1205/oj" }
}

pub(super) static RULES: &[Rule] = &[
    Rule {
        code: &ABSTRACT_MISSING,
        source: inspire(
            "Regulation (EC) No 1205/2008, annex, part B, 1.2; ISO 19115, MD_DataIdentification.abstract",
        ),
        looks_at: "`description`, or the Markdown body, of a dataset",
        severities: Severities::incomplete(Warning),
        example: "title: Roads",
        remedy: "add `description: …`: what the data is, in a few sentences",
    },
    Rule {
        code: &CONTACT_MISSING,
        source: inspire(
            "Regulation (EC) No 1205/2008, annex, part B, 9.1 and 9.2; ISO 19115, MD_DataIdentification.pointOfContact",
        ),
        looks_at: "`contacts` of a dataset: one with the role `point_of_contact`, or one in any role with an e-mail, a telephone \
                   number, an address or a link, which is what the regulation asks for",
        severities: Severities::incomplete(Warning),
        example: "contacts: [{name: Mapping agency, role: owner}]",
        remedy: "add `contacts: [{name: …, role: point_of_contact, email: …}]`",
    },
    Rule {
        code: &BBOX_MISSING,
        source: inspire(
            "Regulation (EC) No 1205/2008, annex, part B, 4.1; ISO 19115, EX_GeographicBoundingBox",
        ),
        looks_at: "`bbox` of a dataset",
        severities: Severities::incomplete(Warning),
        example: "places: [Volos]",
        remedy: "add `bbox: [west, south, east, north]` in degrees",
    },
    Rule {
        code: &CONSTRAINTS_MISSING,
        source: inspire(
            "Regulation (EC) No 1205/2008, annex, part B, 8.1 and 8.2; ISO 19115, MD_Constraints",
        ),
        looks_at: "`licence` and `limitations` of a dataset: one of them at least",
        severities: Severities::incomplete(Warning),
        example: "title: Roads",
        remedy: "add `licence: {title: …, url: …}`, or `limitations: [No conditions apply]`",
    },
    Rule {
        code: &INSECURE_LINK,
        source: Source {
            cite: "RFC 9110, section 4.2.2; ISO 19115, CI_OnlineResource.linkage",
            url: "https://www.rfc-editor.org/rfc/rfc9110#section-4.2.2",
        },
        looks_at: "`url` in `links`, `results` and `files` of every record, but for links with `action: other`, which lead to a page",
        severities: Severities::own(),
        example: "links: [\"http://maps.example.org/wms\"]",
        remedy: "use https: what is fetched over http can be changed on its way",
    },
];

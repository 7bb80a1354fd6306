//! Catalogues: metadata that lacks what a reader of it needs.

use super::{Case, hit, miss};

const CATALOGUE: &str = "kind: catalogue\ntitle: Maps\n";

const fn of(case: Case) -> Case {
    Case { register: CATALOGUE, ..case }
}

const fn shared(case: Case, shares: &'static [&'static str]) -> Case {
    Case { register: CATALOGUE, status: "draft", shares, ..case }
}

pub(crate) const CASES: &[Case] = &[
    of(hit("abstract-missing", "warning", "title: Roads\ntype: vector")),
    of(miss("abstract-missing", "title: Roads\ndescription: Every road.")),
    shared(miss("abstract-missing", "title: Roads"), &[]),
    shared(hit("abstract-missing", "warning", "title: Roads"), &["profile: public"]),
    of(hit("contact-missing", "warning", "title: Roads")),
    of(hit("contact-missing", "warning", "contacts: [{name: Mapping agency, role: owner}]")),
    of(miss("contact-missing", "contacts: [{name: Mapping agency, role: point_of_contact}]")),
    of(miss("contact-missing", "contacts: [Surveyor, {name: Agency, role: owner, email: a@example.org}]")),
    of(hit("bbox-missing", "warning", "places: [Volos]")),
    of(miss("bbox-missing", "places: [Volos]\nbbox: [22, 39, 23, 40]")),
    of(hit("constraints-missing", "warning", "title: Roads")),
    of(miss("constraints-missing", "licence: CC BY 4.0")),
    of(miss("constraints-missing", "limitations: [No conditions apply]")),
    of(hit("insecure-link", "warning", "links: [\"http://maps.example.org/wms\"]")),
    of(miss("insecure-link", "links: [\"https://maps.example.org/wms\"]")),
    of(miss("insecure-link", "links: [{title: About, url: \"http://maps.example.org/\", action: other}]")),
    // A record of processing is no dataset.
    miss("abstract-missing", ""),
    miss("bbox-missing", ""),
];

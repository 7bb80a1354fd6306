//! Records of processing: what the rules of data protection law hit, and what they just miss.

use super::{CONTROLLER, Case, hit, miss};

const PROCESSOR: &str = "kind: processor\ntitle: Register\nprocessor: {name: P, email: p@example.org}\n";

const fn served(case: Case) -> Case {
    Case { register: PROCESSOR, ..case }
}

const fn kept(case: Case, register: &'static str) -> Case {
    Case { register, ..case }
}

const fn shared(case: Case, shares: &'static [&'static str]) -> Case {
    Case { shares, ..case }
}

const fn draft(case: Case) -> Case {
    Case { status: "draft", ..case }
}

const fn configured(case: Case, site: &'static str) -> Case {
    Case { site, ..case }
}

pub(crate) const CASES: &[Case] = &[
    // Article 30(1) and 30(2): what is asked of whom.
    hit("purposes-missing", "error", "purposes: []"),
    miss("purposes-missing", "purposes: [Paying salaries]"),
    served(miss("purposes-missing", "purposes: []")),
    draft(miss("purposes-missing", "purposes: []")),
    draft(shared(hit("purposes-missing", "warning", "purposes: []"), &["profile: public"])),
    hit("data-subjects-missing", "error", "data_subjects: []"),
    miss("data-subjects-missing", "data_subjects: [Visitors]"),
    hit("data-missing", "error", "data: []"),
    miss("data-missing", "data: [Car plates]"),
    hit("recipients-missing", "error", "recipients: []"),
    miss("recipients-missing", "recipients: none"),
    hit("transfers-missing", "error", "transfers: []"),
    served(hit("transfers-missing", "error", "transfers: []")),
    miss("transfers-missing", "transfers: none"),
    hit("retention-missing", "warning", "retention: []"),
    miss("retention-missing", "retention: [{active: {criterion: until the contract ends}}]"),
    hit("security-missing", "warning", "security: []"),
    miss("security-missing", "security: [Locked doors]"),
    served(hit("controllers-served-missing", "error", "on_behalf_of: []")),
    served(miss("controllers-served-missing", "on_behalf_of: [Town]")),
    miss("controllers-served-missing", "on_behalf_of: []"),
    served(hit("processing-categories-missing", "error", "categories_of_processing: []")),
    served(miss("processing-categories-missing", "categories_of_processing: [Backup]")),
    kept(hit("keeper-contact-missing", "error", ""), "kind: controller\ntitle: R\ncontroller: Example\n"),
    kept(hit("keeper-contact-missing", "error", ""), "kind: controller\ntitle: R\n"),
    kept(
        hit("keeper-contact-missing", "error", ""),
        "kind: processor\ntitle: R\ncontroller: {name: C, email: c@example.org}\n",
    ),
    kept(draft(miss("keeper-contact-missing", "")), "kind: controller\ntitle: R\ncontroller: Example\n"),
    kept(
        draft(shared(hit("keeper-contact-missing", "warning", ""), &["profile: full"])),
        "kind: controller\ntitle: R\ncontroller: Example\n",
    ),
    kept(
        miss("keeper-contact-missing", ""),
        "kind: controller\ntitle: R\ncontroller: {name: C, phone: +32 2 000 00 00}\n",
    ),
    // Article 6.
    hit("legal-basis-missing", "warning", "purposes: [{label: Paying salaries}]"),
    shared(hit("legal-basis-missing", "error", "purposes: [Paying salaries]"), &["profile: public"]),
    shared(
        hit("legal-basis-missing", "warning", "purposes: [Paying salaries]"),
        &["profile: article30", "profile: full"],
    ),
    draft(shared(hit("legal-basis-missing", "warning", "purposes: [Paying salaries]"), &["profile: public"])),
    miss("legal-basis-missing", "purposes: [{label: Paying salaries, legal_basis: contract}]"),
    hit(
        "legal-text-missing",
        "warning",
        "purposes: [{label: Tax declarations, legal_basis: legal_obligation}]",
    ),
    hit("legal-text-missing", "warning", "purposes: [{label: Elections, legal_basis: public_task}]"),
    miss(
        "legal-text-missing",
        "purposes: [{label: T, legal_basis: public_task, legal_basis_detail: Electoral code}]",
    ),
    miss("legal-text-missing", "purposes: [{label: Newsletter, legal_basis: consent}]"),
    hit(
        "legitimate-interest-missing",
        "warning",
        "purposes: [{label: Preventing fraud, legal_basis: legitimate_interests}]",
    ),
    miss(
        "legitimate-interest-missing",
        "purposes: [{label: F, legal_basis: legitimate_interests, legal_basis_detail: Fewer losses}]",
    ),
    // Articles 9 and 10.
    hit("special-condition-missing", "error", "special: [health]"),
    hit(
        "special-condition-missing",
        "error",
        "special: [{category: union, exception: employment_social}, health]",
    ),
    miss("special-condition-missing", "special: [{category: health, exception: employment_social}]"),
    miss("special-condition-missing", "special: [criminal]"),
    miss("special-condition-missing", "special: none"),
    hit("criminal-data-unfounded", "error", "special: [criminal]"),
    hit("criminal-data-unfounded", "error", "special: [{category: criminal, exception: legal_claims}]"),
    miss(
        "criminal-data-unfounded",
        "special: [criminal]\npurposes: [{label: P, legal_basis: legal_obligation, legal_basis_detail: Penal code}]",
    ),
    miss("criminal-data-unfounded", "special: [health]"),
    // Articles 44 to 49.
    hit("transfer-unguarded", "error", "transfers: [{country: IN}]"),
    hit("transfer-unguarded", "error", "transfers: [{recipient: A company abroad}]"),
    hit("transfer-unguarded", "error", "transfers: [{country: CH}]"),
    miss("transfer-unguarded", "transfers: [{country: NO}]"),
    miss("transfer-unguarded", "transfers: [{country: RE}]"),
    miss("transfer-unguarded", "transfers: [{country: IN, safeguard: scc}]"),
    miss("transfer-unguarded", "transfers: [{country: IN, safeguard: adequacy}]"),
    configured(
        hit("transfer-unguarded", "error", "transfers: [{country: NO}]"),
        "eea: {remove: [{country: NO, since: 2090-01-01, reference: A withdrawal}]}",
    ),
    configured(
        miss("transfer-unguarded", "transfers: [{country: CH}]"),
        "eea: {add: [{country: CH, since: 2090-01-01, reference: An accession}]}",
    ),
    hit(
        "privacy-shield",
        "error",
        "transfers: [{country: US, recipient: \"Example Inc, Privacy Shield\", safeguard: adequacy}]",
    ),
    hit(
        "privacy-shield",
        "error",
        "transfers: [{country: US, safeguard: scc, document: \"https://www.privacyshield.gov/list\"}]",
    ),
    draft(shared(
        hit("privacy-shield", "error", "transfers: [{recipient: PRIVACY-SHIELD, safeguard: scc}]"),
        &["profile: full"],
    )),
    miss("privacy-shield", "transfers: [{country: US, recipient: Privacy Shutters Inc, safeguard: scc}]"),
    miss("privacy-shield", "owner: Privacy Shield task force"),
    hit("adequacy-unknown", "error", "transfers: [{country: IN, safeguard: adequacy}]"),
    hit("adequacy-unknown", "error", "transfers: [{country: GB, safeguard: adequacy}]"),
    miss("adequacy-unknown", "transfers: [{country: CH, safeguard: adequacy}]"),
    miss("adequacy-unknown", "transfers: [{country: IN, safeguard: scc}]"),
    configured(
        miss("adequacy-unknown", "transfers: [{country: IN, safeguard: adequacy}]"),
        "adequacy: {add: [{country: IN, since: 2090-01-01, reference: A decision}]}",
    ),
    configured(
        hit("adequacy-unknown", "error", "transfers: [{country: IN, safeguard: adequacy}]"),
        "adequacy: {add: [{country: IN, since: 2099-01-01, reference: A decision to come}]}",
    ),
    configured(
        hit("adequacy-unknown", "error", "transfers: [{country: CH, safeguard: adequacy}]"),
        "adequacy: {remove: [{country: CH, since: 2090-01-01, reference: A judgment}]}",
    ),
    // Articles 35, 28, 5.
    hit("dpia-missing", "error", "dpia: {criteria: [large_scale, vulnerable]}"),
    miss("dpia-missing", "dpia: {criteria: [large_scale]}"),
    miss("dpia-missing", "dpia: {criteria: [large_scale, large_scale]}"),
    miss("dpia-missing", "dpia: {criteria: [large_scale, vulnerable], date: 2025-01-01}"),
    miss(
        "dpia-missing",
        "dpia: {criteria: [large_scale, vulnerable], exemption: On the list of the authority}",
    ),
    hit("processor-contract-missing", "warning", "recipients: [{name: Payroll provider, type: processor}]"),
    miss(
        "processor-contract-missing",
        "recipients: [{name: P, type: processor, contract: \"https://example.org/c\"}]",
    ),
    miss("processor-contract-missing", "recipients: [{name: Tax office, type: public_body}]"),
    hit("retention-vague", "warning", "retention: [{active: {criterion: As long as necessary}}]"),
    hit(
        "retention-vague",
        "warning",
        "retention: [{active: P1Y, archive: {criterion: La durée nécessaire à la gestion}}]",
    ),
    miss("retention-vague", "retention: [{active: {duration: P5Y, criterion: As long as necessary}}]"),
    miss(
        "retention-vague",
        "retention: [{active: {criterion: \"As long as necessary, until the contract ends\"}}]",
    ),
    hit("review-overdue", "warning", "reviewed: 2019-05-25"),
    hit("review-overdue", "warning", "reviewed: 2098-05-01\nreview_due: 2098-05-31"),
    hit("review-overdue", "warning", "updated: 2097-05-31"),
    miss("review-overdue", "reviewed: 2097-06-01"),
    miss("review-overdue", "created: 2019-05-25\nupdated: 2098-01-01\nreview_due: 2098-06-01"),
    configured(hit("review-overdue", "warning", "reviewed: 2098-01-01"), "warnings: {review_within: 3m}"),
    configured(miss("review-overdue", "reviewed: 2019-05-25"), "warnings: {review_within: never}"),
    hit("placeholder", "warning", "owner: TODO"),
    hit("placeholder", "warning", "description: \"Some words. [à compléter]\""),
    hit("placeholder", "warning", "title: xxx"),
    hit("placeholder", "warning", "data: [{category: identity, detail: \"?\"}]"),
    shared(hit("placeholder", "error", "data: [{category: identity, detail: tbd}]"), &["profile: public"]),
    shared(hit("placeholder", "warning", "owner: TODO"), &["profile: public"]),
    kept(hit("placeholder", "warning", "description: Lorem ipsum dolor"), "kind: catalogue\ntitle: R\n"),
    miss("placeholder", "owner: The team that keeps the list of things to do"),
    miss("placeholder", "description: Formulaire à compléter par l’agent"),
    kept(miss("placeholder", "owner: Documentation"), CONTROLLER),
];

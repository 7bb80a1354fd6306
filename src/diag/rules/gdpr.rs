//! What else data protection law asks of a record that is shown.

use crate::diag::Severity::{Error, Warning};
use crate::diag::codes::{
    ADEQUACY_UNKNOWN, CRIMINAL_DATA_UNFOUNDED, DPIA_MISSING, LEGAL_BASIS_MISSING, LEGAL_TEXT_MISSING,
    LEGITIMATE_INTEREST_MISSING, PLACEHOLDER, PRIVACY_SHIELD, PROCESSOR_CONTRACT_MISSING, RETENTION_VAGUE,
    REVIEW_OVERDUE, SPECIAL_CONDITION_MISSING, TRANSFER_UNGUARDED,
};
use crate::diag::rules::rule::{Rule, Severities, ShareKind, Source};

const fn gdpr(cite: &'static str, url: &'static str) -> Source {
    Source { cite, url }
}

pub(super) static RULES: &[Rule] = &[
    Rule {
        code: &LEGAL_BASIS_MISSING,
        source: gdpr("GDPR, Article 6(1)", "https://eur-lex.europa.eu/eli/reg/2016/679/oj#art_6"),
        looks_at: "`legal_basis` of every purpose; Article 30 does not ask for it, but the public is told (Articles 13 and 14)",
        severities: Severities::incomplete(Warning).held(&[(ShareKind::Public, Error)]),
        example: "purposes: [{label: Paying salaries}]",
        remedy: "add `legal_basis: contract`, or another of Article 6(1), to each purpose",
    },
    Rule {
        code: &LEGAL_TEXT_MISSING,
        source: gdpr("GDPR, Article 6(3)", "https://eur-lex.europa.eu/eli/reg/2016/679/oj#art_6"),
        looks_at: "`legal_basis_detail` of a purpose that rests on `legal_obligation` or `public_task`: the law that lays it down",
        severities: Severities::incomplete(Warning),
        example: "purposes: [{label: Tax declarations, legal_basis: legal_obligation}]",
        remedy: "add `legal_basis_detail: …` with the law and its article",
    },
    Rule {
        code: &LEGITIMATE_INTEREST_MISSING,
        source: gdpr(
            "GDPR, Articles 6(1)(f) and 13(1)(d)",
            "https://eur-lex.europa.eu/eli/reg/2016/679/oj#art_13",
        ),
        looks_at: "`legal_basis_detail` of a purpose that rests on `legitimate_interests`: the interest that is pursued",
        severities: Severities::incomplete(Warning),
        example: "purposes: [{label: Preventing fraud, legal_basis: legitimate_interests}]",
        remedy: "add `legal_basis_detail: …` with the interest",
    },
    Rule {
        code: &SPECIAL_CONDITION_MISSING,
        source: gdpr("GDPR, Article 9(2)", "https://eur-lex.europa.eu/eli/reg/2016/679/oj#art_9"),
        looks_at: "`exception` of every special category but criminal data",
        severities: Severities::incomplete(Error),
        example: "special: [health]",
        remedy: "add `exception: employment_social`, or another condition of Article 9(2): without one the processing is forbidden",
    },
    Rule {
        code: &CRIMINAL_DATA_UNFOUNDED,
        source: gdpr("GDPR, Article 10", "https://eur-lex.europa.eu/eli/reg/2016/679/oj#art_10"),
        looks_at: "`special: criminal` where no purpose cites a law in `legal_basis_detail`; no condition of Article 9(2) helps here",
        severities: Severities::incomplete(Error),
        example: "special: [criminal]",
        remedy: "cite in `legal_basis_detail` the law that authorises it, or the official authority that controls it",
    },
    Rule {
        code: &TRANSFER_UNGUARDED,
        source: gdpr("GDPR, Articles 44 to 49", "https://eur-lex.europa.eu/eli/reg/2016/679/oj#art_44"),
        looks_at: "`safeguard` of every transfer whose country is outside the EEA, or is not said",
        severities: Severities::incomplete(Error),
        example: "transfers: [{country: IN}]",
        remedy: "add `safeguard: scc`, or another of Articles 45 to 49",
    },
    Rule {
        code: &PRIVACY_SHIELD,
        source: gdpr(
            "Court of Justice of the European Union, C-311/18 (Schrems II), 16 July 2020",
            "https://curia.europa.eu/juris/liste.jsf?num=C-311/18",
        ),
        looks_at: "the words \"Privacy Shield\" anywhere in `transfers`",
        severities: Severities::always(Error),
        example: "transfers: [{country: US, recipient: \"Example Inc, Privacy Shield\", safeguard: adequacy}]",
        remedy: "name a safeguard that holds: the decision on the Privacy Shield is void since 2020-07-16",
    },
    Rule {
        code: &ADEQUACY_UNKNOWN,
        source: gdpr("GDPR, Article 45", "https://eur-lex.europa.eu/eli/reg/2016/679/oj#art_45"),
        looks_at: "`safeguard: adequacy` for a country without an adequacy decision on the day of the build, by the list below and \
                   `adequacy` in site.yaml",
        severities: Severities::incomplete(Error),
        example: "transfers: [{country: IN, safeguard: adequacy}]",
        remedy: "name another safeguard, or add the decision under `adequacy` in site.yaml if the list is out of date",
    },
    Rule {
        code: &DPIA_MISSING,
        source: gdpr(
            "GDPR, Article 35; Article 29 Working Party, WP 248 rev.01",
            "https://ec.europa.eu/newsroom/article29/items/611236",
        ),
        looks_at: "`dpia`: two or more of the nine `criteria`, and neither `date` nor `exemption`",
        severities: Severities::incomplete(Error),
        example: "dpia: {criteria: [large_scale, vulnerable]}",
        remedy: "add `date: …` of the assessment, or `exemption: …` with the reason why none is needed",
    },
    Rule {
        code: &PROCESSOR_CONTRACT_MISSING,
        source: gdpr("GDPR, Article 28(3)", "https://eur-lex.europa.eu/eli/reg/2016/679/oj#art_28"),
        looks_at: "`contract` of every recipient of the type `processor`",
        severities: Severities::incomplete(Warning),
        example: "recipients: [{name: Payroll provider, type: processor}]",
        remedy: "add `contract: https://…`: where the contract or the other legal act can be found",
    },
    Rule {
        code: &RETENTION_VAGUE,
        source: gdpr(
            "GDPR, Articles 5(1)(e) and 30(1)(f)",
            "https://eur-lex.europa.eu/eli/reg/2016/679/oj#art_5",
        ),
        looks_at: "a criterion of `retention` that says \"as long as necessary\" or the like, and neither a number nor an event",
        severities: Severities::incomplete(Warning),
        example: "retention: [{active: {criterion: As long as necessary}}]",
        remedy: "write a duration, as `P5Y`, or the event that ends it: `criterion: until the contract ends`",
    },
    Rule {
        code: &REVIEW_OVERDUE,
        source: gdpr("GDPR, Articles 5(2) and 24(1)", "https://eur-lex.europa.eu/eli/reg/2016/679/oj#art_24"),
        looks_at: "the newest of `reviewed`, `updated` and `created`, older than `warnings.review_within` of site.yaml (12 months \
                   unless said); `review_due` in the past. A record without any of them is not judged",
        severities: Severities::incomplete(Warning),
        example: "reviewed: 2019-05-25",
        remedy: "read the record again, correct it, and write the day as `reviewed: …`; set `review_due` later",
    },
    Rule {
        code: &PLACEHOLDER,
        source: gdpr(
            "GDPR, Articles 5(1)(a) and 12(1)",
            "https://eur-lex.europa.eu/eli/reg/2016/679/oj#art_12",
        ),
        looks_at: "TODO, TBD, xxx, \"à compléter\", lorem ipsum, or nothing but question marks, in the title or any text of any kind \
                   of record",
        severities: Severities::incomplete(Warning).held(&[(ShareKind::Public, Error)]),
        example: "owner: TODO",
        remedy: "write what is meant, or leave the field out",
    },
];

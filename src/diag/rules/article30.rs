//! What GDPR Article 30 asks a record to say.

use crate::diag::Severity::{Error, Warning};
use crate::diag::codes::{
    CONTROLLERS_SERVED_MISSING, DATA_MISSING, DATA_SUBJECTS_MISSING, KEEPER_CONTACT_MISSING,
    PROCESSING_CATEGORIES_MISSING, PURPOSES_MISSING, RECIPIENTS_MISSING, RETENTION_MISSING, SECURITY_MISSING,
    TRANSFERS_MISSING,
};
use crate::diag::rules::rule::{Rule, Severities, Source};

/// Regulation (EU) 2016/679; for institutions of the Union, Article 31 of Regulation (EU) 2018/1725 asks the same.
const fn article(cite: &'static str) -> Source {
    Source { cite, url: "https://eur-lex.europa.eu/eli/reg/2016/679/oj#art_30" }
}

pub(super) static RULES: &[Rule] = &[
    Rule {
        code: &PURPOSES_MISSING,
        source: article("GDPR, Article 30(1)(b)"),
        looks_at: "`purposes` of a controller's record",
        severities: Severities::incomplete(Error),
        example: "purposes: []",
        remedy: "add `purposes: [Paying salaries]`: what the data is used for, one entry a purpose",
    },
    Rule {
        code: &DATA_SUBJECTS_MISSING,
        source: article("GDPR, Article 30(1)(c)"),
        looks_at: "`data_subjects` of a controller's record",
        severities: Severities::incomplete(Error),
        example: "data_subjects: []",
        remedy: "add `data_subjects: [employees]`: the categories of persons whose data is processed",
    },
    Rule {
        code: &DATA_MISSING,
        source: article("GDPR, Article 30(1)(c)"),
        looks_at: "`data` of a controller's record",
        severities: Severities::incomplete(Error),
        example: "data: []",
        remedy: "add `data: [identity]`: the categories of personal data",
    },
    Rule {
        code: &RECIPIENTS_MISSING,
        source: article("GDPR, Article 30(1)(d)"),
        looks_at: "`recipients` of a controller's record; `none` is an answer",
        severities: Severities::incomplete(Error),
        example: "recipients: []",
        remedy: "add `recipients: [Tax administration]`, categories suffice, or `recipients: none`",
    },
    Rule {
        code: &TRANSFERS_MISSING,
        source: article("GDPR, Article 30(1)(e) and 30(2)(c)"),
        looks_at: "`transfers` of every record; `none` is an answer",
        severities: Severities::incomplete(Error),
        example: "transfers: []",
        remedy: "add `transfers: none`, or one entry a country with its `safeguard`",
    },
    Rule {
        code: &RETENTION_MISSING,
        source: article("GDPR, Article 30(1)(f)"),
        looks_at: "`retention` of a controller's record, which the article asks for where possible",
        severities: Severities::incomplete(Warning),
        example: "retention: []",
        remedy: "add `retention: [{data: identity, active: P5Y}]`, one entry a category of data",
    },
    Rule {
        code: &SECURITY_MISSING,
        source: article("GDPR, Article 30(1)(g) and 30(2)(d)"),
        looks_at: "`security` of every record, which the article asks for where possible",
        severities: Severities::incomplete(Warning),
        example: "security: []",
        remedy: "add `security: [access_control, backup]`: a general description; details stay internal",
    },
    Rule {
        code: &KEEPER_CONTACT_MISSING,
        source: article("GDPR, Article 30(1)(a) and 30(2)(a)"),
        looks_at: "`controller` of a controller's register and `processor` of a processor's, in `register.yaml`, once a record \
                   of the register is published or shared: a name, and an address, e-mail, telephone number or link",
        severities: Severities::incomplete(Error),
        example: "controller: Example",
        remedy: "write `controller: {name: …, address: …, email: …}`, or `processor: …` in a processor's register",
    },
    Rule {
        code: &CONTROLLERS_SERVED_MISSING,
        source: article("GDPR, Article 30(2)(a)"),
        looks_at: "`on_behalf_of` of a processor's record",
        severities: Severities::incomplete(Error),
        example: "on_behalf_of: []",
        remedy: "add `on_behalf_of: [{name: …, email: …}]`: each controller on whose behalf the processor acts",
    },
    Rule {
        code: &PROCESSING_CATEGORIES_MISSING,
        source: article("GDPR, Article 30(2)(b)"),
        looks_at: "`categories_of_processing` of a processor's record",
        severities: Severities::incomplete(Error),
        example: "categories_of_processing: []",
        remedy: "add `categories_of_processing: [Storage of email]`: what is done on behalf of each controller",
    },
];

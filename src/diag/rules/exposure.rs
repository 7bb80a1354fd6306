//! What shares show, to whom, and for how long.

use crate::diag::Severity::{Error, Warning};
use crate::diag::codes::{
    DO_NOT_PUBLISH, PATH_EXPOSED, POLICY_IDLE, REFERENCE_OUTSIDE, SHARE_CREATED_AHEAD, SHARE_DATES_ORDER,
    SHARE_DRAFT_UNLIMITED, SHARE_EMPTY, SHARE_ENDED, SHARE_ENDING, SHARE_EXCEEDS_POLICY,
    SHARE_EXPIRES_BEFORE_CREATED, SHARE_PRECEDES_POLICY, SHARE_SCHEDULED, SHARE_UNLIMITED, SHARE_UNREACHABLE,
};
use crate::diag::rules::rule::{Rule, Severities, ShareKind, Source};

/// Data protection by default: extent, period and accessibility are no more than is needed.
const BY_DEFAULT: Source =
    Source { cite: "GDPR, Article 25(2)", url: "https://eur-lex.europa.eu/eli/reg/2016/679/oj#art_25" };

pub(super) static RULES: &[Rule] = &[
    Rule {
        code: &DO_NOT_PUBLISH,
        source: Source {
            cite: "GDPR, Article 5(1)(f); Directive (EU) 2016/943, Article 2(1)(c); FIRST, Traffic Light Protocol 2.0",
            url: "https://eur-lex.europa.eu/eli/reg/2016/679/oj#art_5",
        },
        looks_at: "every text that an open share shows: titles, fields of its profile, Markdown, names of files, its own title and \
                   note, its registers, the site. Marks such as \"ne pas publier\", \"usage interne\", \"confidentiel\", \"do not publish\", \
                   \"internal use only\", \"not for distribution\", \"TLP:AMBER\" count where they speak of the text itself; \
                   \"confidential data\" and \"confidentiality agreement\" do not, nor does a field that the profile hides",
        severities: Severities::shared(&[(ShareKind::Anyone, Error), (ShareKind::Applications, Warning)]),
        example: "description: NE PAS PUBLIER avant la réunion du comité.",
        remedy: "leave the record out of the share, choose a profile without the field, or remove the mark if it no longer holds",
    },
    Rule {
        code: &PATH_EXPOSED,
        source: Source {
            cite: "CWE-200 and CWE-497; RFC 1918, RFC 4193, RFC 6762, RFC 8089",
            url: "https://cwe.mitre.org/data/definitions/497.html",
        },
        looks_at: "every text and link that an open share shows: `file://`, `smb://`, `jdbc:` and the like; `C:\\…`, `\\\\server\\…`, \
                   `/mnt/…`, `/home/…`; hosts such as `10.0.0.1`, `localhost`, `.local`, `.intranet`, or without a dot; links with a \
                   password; the field `path` of a dataset",
        severities: Severities::shared(&[
            (ShareKind::Anyone, Warning),
            (ShareKind::Applications, Warning),
            (ShareKind::Public, Error),
        ]),
        example: "links: [{title: Orthophoto, url: \"http://10.0.3.4/geoserver/wms\"}]",
        remedy: "write the public address, move the path into `notes` or `technical_name`, or choose a profile that hides it",
    },
    Rule {
        code: &SHARE_UNLIMITED,
        source: BY_DEFAULT,
        looks_at: "`expires: never` of an open share that holds no draft",
        severities: Severities::own(),
        example: "expires: never",
        remedy: "set an end, as `expires: 120d`, or `allow` it with the reason why the page is meant to last",
    },
    Rule {
        code: &SHARE_DRAFT_UNLIMITED,
        source: BY_DEFAULT,
        looks_at: "`expires: never` of an open share that holds a draft",
        severities: Severities::own(),
        example: "expires: never",
        remedy: "set an end, as `expires: 30d`, or publish the record",
    },
    Rule {
        code: &SHARE_EXCEEDS_POLICY,
        source: BY_DEFAULT,
        looks_at: "`expires` of every share that is neither revoked nor ended, against `policy` in site.yaml: its end, counted \
                   from the latest of `created`, `opens` and `extended`. `longest` holds for all shares, `drafts` for those \
                   that show a draft. Where one of them is said, `expires: never` is refused, unless `unlimited: allow` stands \
                   beside it; for a share that shows a draft `drafts` refuses it all the same",
        severities: Severities::own(),
        example: "created: 2098-05-01T09:00:00Z\nexpires: 181d",
        remedy: "write an end within the policy, as `180d`; the complaint names the latest",
    },
    Rule {
        code: &SHARE_PRECEDES_POLICY,
        source: BY_DEFAULT,
        looks_at: "what `share-exceeds-policy` looks at, where the latest of `created`, `opens` and `extended` lies before the day \
                   `since` of the policy, in its own offset",
        severities: Severities::own(),
        example: "expires: never",
        remedy: "give it an end within the policy, or `allow` it with the reason why it may stay",
    },
    Rule {
        code: &POLICY_IDLE,
        source: BY_DEFAULT,
        looks_at: "`policy` in site.yaml: no limit at all, `drafts` longer than `longest`, `expires` of `defaults` beyond the limit",
        severities: Severities::own(),
        example: "policy: {longest: 30d, drafts: 31d}",
        remedy: "write a shorter term, or leave it out",
    },
    Rule {
        code: &SHARE_EXPIRES_BEFORE_CREATED,
        source: BY_DEFAULT,
        looks_at: "`expires` of every share, against `created`",
        severities: Severities::own(),
        example: "created: 2026-01-05T09:00:00+01:00\nexpires: 2025-01-05T09:00:00+01:00",
        remedy: "write an end after `created`, as `30d`",
    },
    Rule {
        code: &SHARE_CREATED_AHEAD,
        source: BY_DEFAULT,
        looks_at: "`created` and `extended` of every share that is neither revoked nor ended, more than 24 hours after the \
                   instant of the command",
        severities: Severities::own(),
        example: "created: 2099-01-05T09:00:00+01:00",
        remedy: "write when it was made; if it is to open later, `opens` says when",
    },
    Rule {
        code: &SHARE_DATES_ORDER,
        source: BY_DEFAULT,
        looks_at: "`opens` and `extended` of every share, against `created`; `opens` against its end",
        severities: Severities::own(),
        example: "created: 2026-01-05T09:00:00+01:00\nopens: 2026-03-01T09:00:00+01:00\nexpires: 2026-02-01T09:00:00+01:00",
        remedy: "write them in their order: `created`, `opens`, the end; a duration in `expires` counts from `opens`",
    },
    Rule {
        code: &SHARE_SCHEDULED,
        source: BY_DEFAULT,
        looks_at: "`opens` of every share that is neither revoked nor ended: an instant still to come. Until then nothing of the \
                   share is published, and all other checks look at it as at an open one",
        severities: Severities::own(),
        example: "opens: 2098-09-01T09:00:00+02:00",
        remedy: "build at that instant or soon after it: a schedule does, as `extrait init --ci` writes it",
    },
    Rule {
        code: &SHARE_ENDING,
        source: BY_DEFAULT,
        looks_at: "`expires` of every open share: an end within `warnings.ending_within` of site.yaml",
        severities: Severities::own(),
        example: "expires: 2d",
        remedy: "tell its readers, or set a later `expires`, which changes the link",
    },
    Rule {
        code: &SHARE_ENDED,
        source: BY_DEFAULT,
        looks_at: "`expires` of every share that is not revoked: an end in the past",
        severities: Severities::own(),
        example: "created: 2024-01-10T09:30:00+01:00\nexpires: 30d",
        remedy: "nothing, or a later `expires`, which changes the link; the file is the trace of what was shared",
    },
    Rule {
        code: &SHARE_EMPTY,
        source: Source { cite: "README, What a share shows", url: "../README.md#what-a-share-shows" },
        looks_at: "`include` of every open share: nothing, or registers without a published record. A share without \
                   `recipients` is not one without readers: it has one link for all of them",
        severities: Severities::own(),
        example: "include: []",
        remedy: "that is allowed; its page says so. Include something, or `allow` it until there is something",
    },
    Rule {
        code: &SHARE_UNREACHABLE,
        source: BY_DEFAULT,
        looks_at: "`recipients` or `applications` of every share that is neither revoked nor ended: each of them is revoked",
        severities: Severities::own(),
        example: "recipients:\n  - {id: a, revoked: 2026-02-01T10:00:00+01:00}",
        remedy: "revoke the share, so that it says what it is, or give somebody a link",
    },
    Rule {
        code: &REFERENCE_OUTSIDE,
        source: Source { cite: "README, What a share shows", url: "../README.md#what-a-share-shows" },
        looks_at: "under `--strict`, references of the records of an open share to records that it does not hold. Pages leave them \
                   out, with or without `--strict`",
        severities: Severities::own(),
        example: "relations: [other]",
        remedy: "include the other record, or accept that the page leaves the reference out",
    },
];

//! The table of diagnostics. Every code has a folder under `tests/invalid/` that shows it.

use crate::diag::Severity;

/// A kind of complaint.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// Its name, stable across versions.
    pub name: &'static str,
    /// How much it matters by itself.
    pub severity: Severity,
    /// What it means, in one sentence.
    pub meaning: &'static str,
}

macro_rules! codes {
    ($($severity:ident { $($id:ident $name:literal $meaning:literal)* })*) => {
        $($(
            #[doc = $meaning]
            pub static $id: Code = Code { name: $name, severity: Severity::$severity, meaning: $meaning };
        )*)*
        /// Every code.
        pub static CODES: &[&Code] = &[$($(&$id),*),*];
    };
}

codes! {
    Error {
        SITE_MISSING "site-missing" "There is no site.yaml in the folder given as the site."
        NO_SHARES "no-shares" "No share is left while links may be open: content/ or content/shares/ is missing or empty, or holds no share."
        FILE_UNREADABLE "file-unreadable" "A file or folder of the site cannot be read."
        FILE_TOO_LARGE "file-too-large" "A file is larger than 8 MiB, or a Markdown text larger than 256 KiB."
        FILE_NOT_UTF8 "file-not-utf8" "A file is not UTF-8 text."
        CONTROL_CHARACTER "control-character" "A text holds a NUL, a control character or a bidirectional control."
        SYMLINK_OUTSIDE "symlink-outside" "A symbolic link leads out of the site, or nowhere."
        ID_INVALID "id-invalid" "An id holds more than lower-case letters, digits and hyphens, or is longer than 80."
        ID_RESERVED "id-reserved" "An id is a name that extrait writes itself, or that Windows reserves."
        ID_COLLISION "id-collision" "Two files claim one id, or names that some file systems cannot tell apart."
        YAML_SYNTAX "yaml-syntax" "A file is not YAML."
        YAML_DUPLICATE_KEY "yaml-duplicate-key" "A key stands twice in one mapping."
        YAML_TAG "yaml-tag" "A YAML tag or merge key is used; registers are plain data."
        YAML_LIMIT "yaml-limit" "A YAML file nests too deep, has too many nodes, or expands aliases too much."
        FRONT_MATTER "front-matter" "A Markdown item has no YAML front matter between two lines of three hyphens."
        UNKNOWN_KEY "unknown-key" "A key that means nothing here; most often a slip."
        MISSING_KEY "missing-key" "A key that must be there is not."
        WRONG_SHAPE "wrong-shape" "A value has another shape than its key asks for."
        EMPTY_VALUE "empty-value" "A value is empty where words are expected."
        UNKNOWN_TERM "unknown-term" "A word that is not in the vocabulary of its key."
        BAD_DATE "bad-date" "Not a calendar date of the form YYYY-MM-DD."
        DATE_IN_FUTURE "date-in-future" "A date of what has happened lies after today, wherever on Earth it is read."
        DATE_OUT_OF_RANGE "date-out-of-range" "A date of a record or a share lies outside 1900 to 2100."
        BAD_INSTANT "bad-instant" "Not an instant with its offset, as 2026-01-05T09:00:00+01:00."
        BAD_DURATION "bad-duration" "Not a lifetime as 30d, 12h, never, or not an ISO 8601 duration as P2Y."
        BAD_URL "bad-url" "Not an absolute link that may be shown: http, https, mailto or tel."
        BAD_COLOUR "bad-colour" "Not a colour of the form #1f4e79."
        BAD_NUMBER "bad-number" "Not a decimal number."
        BAD_BBOX "bad-bbox" "Not a box of west, south, east and north in degrees (RFC 7946, section 5)."
        BAD_CHECKSUM "bad-checksum" "Not a SHA-256: 64 hexadecimal digits."
        UNKNOWN_CRS "unknown-crs" "Not a coordinate reference system of the form EPSG:2100, or CRS84."
        UNKNOWN_KIND "unknown-kind" "A kind of item that its register does not hold, or none where it must be said."
        UNKNOWN_APPLICATION "unknown-application" "An application that content/applications.yaml does not list."
        APPLICATION_SEALED "application-sealed" "An application that wants sealed shares; they do not exist yet."
        SERVICE_OWN "service-own" "The `service` of a link names the record that the link stands in, which is no condition."
        UNKNOWN_PARAMETER "unknown-parameter" "A job has a parameter that its service does not have as an input."
        ATTACHMENT_MISSING "attachment-missing" "A file that a record names is not in the folder `files` of its register."
        ATTACHMENT_REFUSED "attachment-refused" "A file whose form may not be attached, or whose bytes are not what its name says."
        ATTACHMENT_OWN_FILE "attachment-own-file" "A file to attach is, by a link, one that the site itself is made of."
        CHECKSUM_MISMATCH "checksum-mismatch" "A local copy has another size or SHA-256 than the record says."
        BAD_KEY_ID "bad-key-id" "`key_id` is not eight lower-case hexadecimal digits."
        BAD_PUBLIC_KEY "bad-public-key" "`public_key` is not a public key of minisign."
        UNKNOWN_COUNTRY "unknown-country" "Not a country code of ISO 3166-1 alpha-2."
        UNKNOWN_LANGUAGE "unknown-language" "A language that the site does not list, or that has no translation."
        UNKNOWN_HOST "unknown-host" "A host that extrait has no rules for."
        DESCRIPTION_TWICE "description-twice" "An item has both a Markdown body and a description key."
        UNKNOWN_GROUP "unknown-group" "A group that content/groups.yaml does not list."
        DUPLICATE_GROUP "duplicate-group" "A group, or a recipient of one share, is listed twice."
        REGISTER_MISSING "register-missing" "A folder of items has no `register.yaml`."
        UNKNOWN_REFERENCE "unknown-reference" "A record refers to an item that does not exist."
        COMMENT_BROKEN "comment-broken" "A comment in Markdown that Markdown does not read as one: its words would be published."
        GROUPS_WITHOUT_ACCESS "groups-without-access" "Groups are listed where access or audience does not ask for them, or none where it does."
        SHARE_UNKNOWN_REGISTER "share-unknown-register" "A share includes a register that does not exist."
        SHARE_UNKNOWN_ITEM "share-unknown-item" "A share includes an item that does not exist."
        SHARE_PRIVATE_ITEM "share-private-item" "A share names an item whose access is private."
        SHARE_TOO_WIDE "share-too-wide" "A share reaches more people than one of its items allows."
        SHARE_NEEDS_SEALING "share-needs-sealing" "A share for groups or key holders; sealed shares do not exist yet, and a plain page would be open to everyone."
        SHARE_EXPIRES_BEFORE_CREATED "share-expires-before-created" "A share ends before, or at, its creation."
        SHARE_EXPIRY_RANGE "share-expiry-range" "An end that a link cannot carry: before 2001-09-09 or after 2286-11-20."
        SHARE_CREATED_AHEAD "share-created-ahead" "`created` or `extended` of a share lies more than 24 hours ahead."
        SHARE_DATES_ORDER "share-dates-order" "`opens` or `extended` of a share lies before `created`, or `opens` not before its end."
        SHARE_EMPTIED "share-emptied" "A share that held items at the last build holds none now."
        SHARE_UNJUDGED "share-unjudged" "It cannot be told whether a share, or a link of it, is revoked or ended: its file cannot be read."
        PROFILE_UNKNOWN_FIELD "profile-unknown-field" "A list of fields names one that no kind has."
        PROFILE_INTERNAL_FIELD "profile-internal-field" "A list of fields names an internal field, which only the profile full may show."
        PURPOSES_MISSING "purposes-missing" "A controller's record does not say why data is processed."
        DATA_SUBJECTS_MISSING "data-subjects-missing" "A controller's record does not say whose data is processed."
        DATA_MISSING "data-missing" "A controller's record does not say which data is processed."
        RECIPIENTS_MISSING "recipients-missing" "A controller's record does not say who receives data, not even that nobody does."
        TRANSFERS_MISSING "transfers-missing" "A record does not say whether data leaves the EEA."
        KEEPER_CONTACT_MISSING "keeper-contact-missing" "A register does not say who its controller or processor is and how to reach it."
        CONTROLLERS_SERVED_MISSING "controllers-served-missing" "A processor's record does not say for whom it processes data."
        PROCESSING_CATEGORIES_MISSING "processing-categories-missing" "A processor's record does not say what it does for controllers."
        SPECIAL_CONDITION_MISSING "special-condition-missing" "A special category of data without a condition of Article 9(2)."
        CRIMINAL_DATA_UNFOUNDED "criminal-data-unfounded" "Data on convictions or offences, and no law that allows it."
        TRANSFER_UNGUARDED "transfer-unguarded" "A transfer out of the EEA without a safeguard."
        PRIVACY_SHIELD "privacy-shield" "A transfer relies on the Privacy Shield, which is void since 2020-07-16."
        ADEQUACY_UNKNOWN "adequacy-unknown" "Adequacy is claimed for a country that no decision in force covers."
        DPIA_MISSING "dpia-missing" "Two or more criteria call for an impact assessment, and there is none and no exemption."
        DO_NOT_PUBLISH "do-not-publish" "A share shows a text that says it is not for publication."
        SECRET_EXPOSED "secret-exposed" "A text, an attachment or a file of the theme holds the site's own secret."
        LINK_EXPOSED "link-exposed" "A text, an attachment or a file of the theme holds a live link of a share."
        SECRET_MISSING "secret-missing" "There is no site secret, and none may be made."
        SECRET_INVALID "secret-invalid" "The site secret is mangled or weak."
        SECRET_MISMATCH "secret-mismatch" "The site secret is not the one that site.yaml names by `key_id`."
        PUBLIC_KEY_MISMATCH "public-key-mismatch" "The site secret does not give the key that site.yaml names by `public_key`."
        CLOCK_BACKWARDS "clock-backwards" "--now lies before the machine's clock under --locked: a closed share must not reopen."
        MORE_PROBLEMS "more-problems" "A file has so many faults that the rest of them is not shown."
        THEME_MISSING "theme-missing" "The theme that site.yaml names has no folder."
        THEME_TEMPLATE "theme-template" "A template or a locale file of the theme cannot be used."
    }
    Warning {
        FILE_UNUSED "file-unused" "A file in content/ that is no register, item, share or list of groups."
        FIELD_MISSING "field-missing" "A published or shared record lacks a particular that the article asks for."
        RETENTION_MISSING "retention-missing" "A controller's record does not say how long data is kept."
        SECURITY_MISSING "security-missing" "A record names no security measure."
        LEGAL_BASIS_MISSING "legal-basis-missing" "A purpose has no legal basis."
        LEGAL_TEXT_MISSING "legal-text-missing" "A legal obligation or a public task, and no law that lays it down."
        LEGITIMATE_INTEREST_MISSING "legitimate-interest-missing" "Legitimate interests, and not which."
        PROCESSOR_CONTRACT_MISSING "processor-contract-missing" "A processor among the recipients without a contract."
        RETENTION_VAGUE "retention-vague" "A retention \"as long as necessary\", without a number or an event."
        REVIEW_OVERDUE "review-overdue" "A record that has not been reviewed for long, or whose review was due."
        PLACEHOLDER "placeholder" "A text that somebody meant to write later."
        PATH_EXPOSED "path-exposed" "A share shows a path, a host or a password from inside an organisation."
        ABSTRACT_MISSING "abstract-missing" "A dataset has no abstract."
        CONTACT_MISSING "contact-missing" "A dataset names nobody who can be asked."
        BBOX_MISSING "bbox-missing" "A dataset does not say where on Earth it lies."
        CONSTRAINTS_MISSING "constraints-missing" "A dataset has neither a licence nor limitations."
        JOB_INCOMPLETE "job-incomplete" "A job without service, version or parameters: nobody can run it again."
        JOB_FAILED "job-failed" "A share holds a job that gave no result."
        PACKAGE_EMPTY "package-empty" "A data package without files."
        SEARCH_UNBOUNDED "search-unbounded" "A search that does not say where or when."
        ALLOW_UNUSED "allow-unused" "An `allow` that silences nothing, or names a code that cannot be silenced."
        INSECURE_LINK "insecure-link" "A link of a result, a file or a dataset that is not https."
        RESULT_GONE "result-gone" "A result or file is gone before its share ends."
        PERIOD_INVERTED "period-inverted" "A period ends before it begins."
        UPDATED_BEFORE_CREATED "updated-before-created" "A record was updated before it was created."
        LINK_REFUSED "link-refused" "A Markdown link or picture has a scheme or form that is not shown; its text stays."
        LOW_CONTRAST "low-contrast" "The accent colour is too light to be read on white (WCAG 2.2, 1.4.3)."
        SHARE_NARROWED "share-narrowed" "A published share showed an item that its own file has narrowed since; errors stop the build, so the share's pages are removed."
        SHARE_EMPTY "share-empty" "A share holds no item."
        SHARE_UNREACHABLE "share-unreachable" "Every link of a share is withdrawn, and the share is not."
        SHARE_UNLIMITED "share-unlimited" "A link without end."
        SHARE_DRAFT_UNLIMITED "share-draft-unlimited" "A draft behind a link without end."
        SHARE_ENDING "share-ending" "A share ends soon."
        SHARE_REPEATS "share-repeats" "A share names the same register or item twice."
        REFERENCE_OUTSIDE "reference-outside" "Under --strict: a shared record refers to an item that its share does not hold; the page leaves it out."
        LEDGER_BEHIND "ledger-behind" "The ledger does not say how a link stands now."
        LEDGER_BROKEN "ledger-broken" "The ledger cannot be read, or its lines do not follow each other."
        NOW_IN_THE_PAST "now-in-the-past" "--now lies before the machine's clock."
    }
    Note {
        HOST_WITHOUT_CLOCK "host-without-clock" "A host that compares nothing with a clock: there a share ends with the next build."
        ATTACHMENT_CARRIES "attachment-carries" "An attachment carries more than it shows: a position, names of people, programs or files."
        SHARE_INTERNAL "share-internal" "A share for anyone with the link shows internal notes."
        SHARE_GONE "share-gone" "The file of a published share is gone; its links are closed."
        SHARE_SCHEDULED "share-scheduled" "A share opens later; until then nothing of it is published."
        SHARE_ENDED "share-ended" "A share has ended; its page is removed."
        FOREIGN_FILE "foreign-file" "A file in output/ that extrait did not write and leaves alone."
        SECRET_MADE "secret-made" "A new site secret was made."
    }
}

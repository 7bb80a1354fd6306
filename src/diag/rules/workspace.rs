//! What a reader needs to run a job again, to load a package, to repeat a search.

use crate::diag::Severity::Warning;
use crate::diag::codes::{JOB_FAILED, JOB_INCOMPLETE, PACKAGE_EMPTY, RESULT_GONE, SEARCH_UNBOUNDED};
use crate::diag::rules::rule::{Rule, Severities, ShareKind, Source};

/// OGC API Processes, part 1.
const fn processes(cite: &'static str) -> Source {
    Source { cite, url: "https://docs.ogc.org/is/18-062r2/18-062r2.html" }
}

pub(super) static RULES: &[Rule] = &[
    Rule {
        code: &JOB_INCOMPLETE,
        source: processes("OGC API Processes 1.0 (OGC 18-062r2), execute"),
        looks_at: "`service`, `version` and `parameters` of a job",
        severities: Severities::incomplete(Warning),
        example: "kind: job\nservice: snap-insar\nversion: \"7.0\"",
        remedy: "add `service: …`, `version: …` and `parameters: [{name: …, value: …}]`, as they were when it ran",
    },
    Rule {
        code: &JOB_FAILED,
        source: processes("OGC API Processes 1.0 (OGC 18-062r2), statusCode"),
        looks_at: "`state` of a job that an open share holds: `failed` or `dismissed`",
        severities: Severities::shared(&[(ShareKind::Anyone, Warning), (ShareKind::Applications, Warning)]),
        example: "state: failed",
        remedy: "leave it out of the share, or share the run that succeeded",
    },
    Rule {
        code: &RESULT_GONE,
        source: Source {
            cite: "W3C, Data on the Web Best Practices, data preservation",
            url: "https://www.w3.org/TR/dwbp/",
        },
        looks_at: "`kept_until` of results and files in every open share, against the end of the share",
        severities: Severities::own(),
        example: "results: [{title: Map, url: \"https://data.example.org/1\", kept_until: 2026-02-01T00:00:00Z}]",
        remedy: "end the share earlier, or keep the result longer",
    },
    Rule {
        code: &PACKAGE_EMPTY,
        source: Source {
            cite: "STAC 1.1, item specification, assets",
            url: "https://github.com/radiantearth/stac-spec/blob/v1.1.0/item-spec/item-spec.md",
        },
        looks_at: "`files` of a data package",
        severities: Severities::incomplete(Warning),
        example: "kind: data_package\ntitle: Products",
        remedy: "add `files: [{title: …, url: …}]`",
    },
    Rule {
        code: &SEARCH_UNBOUNDED,
        source: Source {
            cite: "OpenSearch Geo and Time (OGC 10-032r8); STAC API 1.0, item search",
            url: "https://docs.ogc.org/is/10-032r8/10-032r8.html",
        },
        looks_at: "`bbox` and `time` of a search; a parameter such as `geo:box` or `datetime`, in `parameters` or in `url`, will do",
        severities: Severities::incomplete(Warning),
        example: "kind: data_search\ncollection: Sentinel-1",
        remedy: "add `bbox: [west, south, east, north]` and `time: {begin: …, end: …}`: without them the answer is another one soon",
    },
];

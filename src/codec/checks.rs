//! What checks need of one record, packed.

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::codec::place::{CodecSpan, at};
use crate::diag::Code;
use crate::diag::codes::CODES;
use crate::model::facts::Facts;
use crate::model::finding::{Allow, Claim, Finding, Life, Transfer};
use crate::source::Span;

#[derive(Serialize, Deserialize)]
pub(super) struct Checks<'a> {
    /// Code, place, words, field.
    #[serde(borrow)]
    findings: Vec<(&'a str, CodecSpan, &'a str, &'a str)>,
    /// Code, place, reason.
    #[serde(borrow)]
    allowed: Vec<(&'a str, CodecSpan, &'a str)>,
    touched: Option<(i32, CodecSpan)>,
    review_due: Option<(i32, CodecSpan)>,
    happened: Vec<(i32, CodecSpan)>,
    /// Country, whether adequacy is claimed, place.
    transfers: Vec<(Option<[u8; 2]>, bool, CodecSpan)>,
}

impl<'a> Checks<'a> {
    pub(super) fn of(facts: &'a Facts) -> Self {
        let day = |day: Option<(NaiveDate, Span)>| day.map(|(day, span)| (day.num_days_from_ce(), at(span)));
        let finding = |finding: &'a Finding| {
            (finding.code.name, at(finding.span), finding.words.as_ref(), finding.field.as_ref())
        };
        let allow = |allow: &'a Allow| (allow.code.name, at(allow.span), allow.reason.as_ref());
        let transfer =
            |transfer: &Transfer| (transfer.country, transfer.claim == Claim::Adequacy, at(transfer.span));
        Self {
            findings: facts.findings.iter().map(finding).collect(),
            allowed: facts.allowed.iter().map(allow).collect(),
            touched: day(facts.life.touched),
            review_due: day(facts.life.review_due),
            happened: facts.life.happened.iter().filter_map(|happened| day(Some(*happened))).collect(),
            transfers: facts.transfers.iter().map(transfer).collect(),
        }
    }

    /// What was found, and what is let be.
    pub(super) fn told(&self, span: &impl Fn(CodecSpan) -> Span) -> Option<(Vec<Finding>, Vec<Allow>)> {
        let finding = |(code, at, words, field): &(&str, CodecSpan, &str, &str)| {
            let (words, field) = ((*words).into(), (*field).into());
            Some(Finding { code: named(code)?, span: span(*at), words, field })
        };
        let allow = |(code, at, reason): &(&str, CodecSpan, &str)| {
            Some(Allow { code: named(code)?, reason: (*reason).into(), span: span(*at) })
        };
        let findings = self.findings.iter().map(finding).collect::<Option<_>>()?;
        Some((findings, self.allowed.iter().map(allow).collect::<Option<_>>()?))
    }

    pub(super) fn life(&self, span: &impl Fn(CodecSpan) -> Span) -> Option<Life> {
        let day = |day: Option<(i32, CodecSpan)>| match day {
            Some((day, at)) => Some(Some((NaiveDate::from_num_days_from_ce_opt(day)?, span(at)))),
            None => Some(None),
        };
        let happened = self.happened.iter().map(|happened| day(Some(*happened))?).collect::<Option<_>>()?;
        Some(Life { touched: day(self.touched)?, review_due: day(self.review_due)?, happened })
    }

    pub(super) fn transfers(&self, span: &impl Fn(CodecSpan) -> Span) -> Vec<Transfer> {
        let transfer = |(country, adequacy, at): &(Option<[u8; 2]>, bool, CodecSpan)| Transfer {
            country: *country,
            claim: if *adequacy { Claim::Adequacy } else { Claim::Nothing },
            span: span(*at),
        };
        self.transfers.iter().map(transfer).collect()
    }
}

fn named(name: &str) -> Option<&'static Code> {
    CODES.iter().copied().find(|code| code.name == name)
}
